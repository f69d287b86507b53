/*
 * PKCS#8 for those who put it into something else: a PrivateKeyInfo in the clear, and the way back.
 */
#ifndef NCRYPTPROV_BLOB_PKCS8_H
#define NCRYPTPROV_BLOB_PKCS8_H

#include "blob.h"

/* No key is larger, in bytes; keeps sums of sizes in range. */
#define PKCS8_MAX_SIZE 0x100000

/* blob_pkcs8_plain.c: the PrivateKeyInfo of a private key, written, or in memory to be freed
 * with os_free_secret. */
SECURITY_STATUS pkcs8_write(const struct key *key, struct writer *writer);
SECURITY_STATUS pkcs8_make(const struct key *key, BYTE **data, DWORD *size);
/* The key of a PrivateKeyInfo. */
SECURITY_STATUS pkcs8_take(const BYTE *data, DWORD size, struct blob_contents *contents);

/* blob_pkcs8_encrypted.c: the form under NCRYPTBUFFER_PKCS_SECRET. */
SECURITY_STATUS pkcs8_encode_encrypted(const struct key *key, const struct blob_request *request,
                                       struct writer *writer);
SECURITY_STATUS pkcs8_decode_encrypted(const struct blob_request *request, const BYTE *data,
                                       DWORD size, struct blob_contents *contents);
bool pkcs8_is_encrypted(const BYTE *data, DWORD size);

#endif
