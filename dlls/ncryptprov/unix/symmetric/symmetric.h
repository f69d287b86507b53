/*
 * Symmetric keys: what symmetric.c and symmetric_mode.c share.
 */
#ifndef NCRYPTPROV_SYMMETRIC_H
#define NCRYPTPROV_SYMMETRIC_H

#include "unixlib.h"

/* A block cipher with keys of so many bytes. */
struct block_cipher
{
    enum bridge_symmetric group;
    uint32_t min_key, max_key;
    uint32_t block_size;
    size_t context_size;
    void (*set_encrypt_key)(void *context, size_t size, const uint8_t *key);
    void (*set_decrypt_key)(void *context, size_t size, const uint8_t *key);
    nettle_cipher_func *encrypt, *decrypt;
};

struct symmetric_object
{
    struct object base;
    const struct block_cipher *cipher;
    void *encrypt_context, *decrypt_context;
};

enum bridge_status symmetric_cipher(const struct object *object, struct bridge_cipher *params);

#endif
