/*
 * Key encapsulation, by functions that not every ncrypt.dll has: NTE_NOT_SUPPORTED without them.
 */
#ifndef NCRYPTUTIL_KEM_H
#define NCRYPTUTIL_KEM_H

#include "memory.h"

#include <ncrypt.h>

/* The results live in scratch memory. */
SECURITY_STATUS kem_encapsulate(NCRYPT_KEY_HANDLE key, struct bytes *secret,
                                struct bytes *ciphertext);
SECURITY_STATUS kem_decapsulate(NCRYPT_KEY_HANDLE key, const struct bytes *ciphertext,
                                struct bytes *secret);

#endif
