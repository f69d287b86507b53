/*
 * The one place that answers for exports which are not implemented yet.  The stubs that call it are
 * generated from the exports marked -unimplemented in spec/ncrypt.spec.
 */
#ifndef NCRYPT_UNIMPLEMENTED_H
#define NCRYPT_UNIMPLEMENTED_H

#include "windows_headers.h"

/* NTE_NOT_SUPPORTED, with a line on the debug channel. */
SECURITY_STATUS ncrypt_unimplemented(const char *name);

#endif
