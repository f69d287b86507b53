/*
 * The vectors of tests/vectors by their id: blobs, signatures and keys from public sources.
 */
#ifndef WINETEST_VECTOR_H
#define WINETEST_VECTOR_H

#include "check.h"
#include "vectors.h"

/* Never NULL: a missing vector ends the program as a failure. */
const struct test_vector *vector(const char *id);
const struct test_vector_field *vector_field(const char *id, const char *name);

/* How sure an expectation is that stands on this vector. */
enum mark vector_mark(const struct test_vector *vector);

#endif
