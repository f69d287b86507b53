/*
 * Symmetric keys and keys for derivation: their properties, and what NCryptEncrypt asks of them.
 */
#ifndef NCRYPTPROV_SYMMETRIC_KEY_H
#define NCRYPTPROV_SYMMETRIC_KEY_H

#include "bytes.h"
#include "key.h"

/* The arguments of NCryptEncrypt or NCryptDecrypt. */
struct cipher_request
{
    bool decrypt;
    const BYTE *input;
    DWORD input_size;
    const void *padding; /* NCRYPT_CIPHER_PADDING_INFO with NCRYPT_PAD_CIPHER_FLAG */
    BYTE *output;        /* NULL: how many bytes would it be? */
    DWORD size;
    DWORD *result;
    DWORD flags;
};

/* Material of one secret. */
struct material *secret_material(const uint8_t *data, uint32_t size);

/* Properties; NTE_NOT_SUPPORTED for a key of another kind. */
SECURITY_STATUS symmetric_get_chaining(const struct key *key, struct writer *writer);
SECURITY_STATUS symmetric_set_chaining(struct key *key, const BYTE *data, DWORD size);
SECURITY_STATUS symmetric_get_iv(const struct key *key, struct writer *writer);
SECURITY_STATUS symmetric_set_iv(struct key *key, const BYTE *data, DWORD size);
SECURITY_STATUS kdf_set_secret(struct key *key, const BYTE *data, DWORD size);

#endif
