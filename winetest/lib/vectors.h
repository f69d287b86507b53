/*
 * The generated tables include "vectors.h", which lies with the host tests.
 */
#include "../../tests/host/support/vectors.h"
