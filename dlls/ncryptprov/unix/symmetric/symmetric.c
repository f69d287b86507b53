/*
 * Symmetric keys and keys for derivation: one row per cipher, by Nettle.
 */
#include <nettle/aes.h>
#include <nettle/arctwo.h>
#include <nettle/des.h>
#include <string.h>

#include "symmetric.h"

#define LONGEST_KEY 32

/* ------------------------------------------------------------------------------------------
 * The ciphers
 */
#define AES(bits)                                                                                  \
    static void aes##bits##_encrypt_key(void *context, size_t size, const uint8_t *key)            \
    {                                                                                              \
        (void)size;                                                                                \
        aes##bits##_set_encrypt_key(context, key);                                                 \
    }                                                                                              \
    static void aes##bits##_decrypt_key(void *context, size_t size, const uint8_t *key)            \
    {                                                                                              \
        (void)size;                                                                                \
        aes##bits##_set_decrypt_key(context, key);                                                 \
    }
AES(128)
AES(192)
AES(256)
#undef AES

/* A weak key is a key like others here, as it is for CNG. */
static void des_key(void *context, size_t size, const uint8_t *key)
{
    (void)size;
    des_set_key(context, key);
}

static void des3_key(void *context, size_t size, const uint8_t *key)
{
    (void)size;
    des3_set_key(context, key);
}

static void des3_112_key(void *context, size_t size, const uint8_t *key)
{
    uint8_t three[DES3_KEY_SIZE];

    memcpy(three, key, size);
    memcpy(three + size, key, sizeof(three) - size);
    des3_set_key(context, three);
    secure_wipe(three, sizeof(three));
}

static void rc2_key(void *context, size_t size, const uint8_t *key)
{
    arctwo_set_key(context, size, key);
}

#define FUNCTION(f) ((nettle_cipher_func *)(f))
#define AES_ROW(bits)                                                                              \
    {SYMMETRIC_AES,                                                                                \
     (bits) / 8,                                                                                   \
     (bits) / 8,                                                                                   \
     AES_BLOCK_SIZE,                                                                               \
     sizeof(struct aes##bits##_ctx),                                                               \
     aes##bits##_encrypt_key,                                                                      \
     aes##bits##_decrypt_key,                                                                      \
     FUNCTION(aes##bits##_encrypt),                                                                \
     FUNCTION(aes##bits##_decrypt)}

static const struct block_cipher ciphers[] = {
    AES_ROW(128),
    AES_ROW(192),
    AES_ROW(256),
    {SYMMETRIC_3DES, 24, 24, DES3_BLOCK_SIZE, sizeof(struct des3_ctx), des3_key, des3_key,
     FUNCTION(des3_encrypt), FUNCTION(des3_decrypt)},
    {SYMMETRIC_3DES_112, 16, 16, DES3_BLOCK_SIZE, sizeof(struct des3_ctx), des3_112_key,
     des3_112_key, FUNCTION(des3_encrypt), FUNCTION(des3_decrypt)},
    {SYMMETRIC_DES, 8, 8, DES_BLOCK_SIZE, sizeof(struct des_ctx), des_key, des_key,
     FUNCTION(des_encrypt), FUNCTION(des_decrypt)},
    {SYMMETRIC_RC2, 2, 16, ARCTWO_BLOCK_SIZE, sizeof(struct arctwo_ctx), rc2_key, rc2_key,
     FUNCTION(arctwo_encrypt), FUNCTION(arctwo_decrypt)},
};

static const struct block_cipher *find_cipher(uint32_t group, uint32_t key_size)
{
    size_t i;

    for (i = 0; i < sizeof(ciphers) / sizeof(ciphers[0]); i++)
    {
        if (ciphers[i].group == group && key_size >= ciphers[i].min_key &&
            key_size <= ciphers[i].max_key)
            return &ciphers[i];
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------------
 * Objects
 */
static size_t object_size(const struct block_cipher *cipher)
{
    return sizeof(struct symmetric_object) + 2 * cipher->context_size;
}

static void symmetric_destroy(struct object *object)
{
    struct symmetric_object *key = (struct symmetric_object *)object;

    secure_free(key, object_size(key->cipher));
}

static enum bridge_status make_object(uint32_t group, const struct bridge_span *key,
                                      uint64_t *result)
{
    const struct block_cipher *cipher = find_cipher(group, key->size);
    struct symmetric_object *object;

    if (!cipher)
        return BRIDGE_BAD_KEY;
    if (!(object = secure_alloc(object_size(cipher))))
        return BRIDGE_NO_MEMORY;
    object->base = (struct object){&symmetric_ops, group, true, true};
    object->cipher = cipher;
    object->encrypt_context = object + 1;
    object->decrypt_context = (uint8_t *)(object + 1) + cipher->context_size;
    cipher->set_encrypt_key(object->encrypt_context, key->size, span_data(key));
    cipher->set_decrypt_key(object->decrypt_context, key->size, span_data(key));
    *result = bridge_pointer(object);
    return BRIDGE_OK;
}

static enum bridge_status symmetric_import(struct bridge_key_import *params)
{
    return make_object(params->group, &params->parts[SECRET_KEY], &params->object);
}

static enum bridge_status symmetric_generate(struct bridge_key_generate *params)
{
    struct bridge_span *part = &params->parts[SECRET_KEY];
    uint8_t key[LONGEST_KEY];
    struct bridge_span made = {bridge_pointer(key), params->bits / 8, sizeof(key)};
    enum bridge_status status;

    if (made.size > sizeof(key) || part->capacity != made.size)
        return BRIDGE_INVALID_PARAMETER;
    random_bytes(RANDOM_LONG_TERM, made.size, key);
    status = random_ok() ? make_object(params->group, &made, &params->object) : BRIDGE_NO_RANDOM;
    if (!status)
        span_write(part, key, made.size);
    secure_wipe(key, sizeof(key));
    return status;
}

const struct family_ops symmetric_ops = {
    .import = symmetric_import,
    .generate = symmetric_generate,
    .destroy = symmetric_destroy,
    .cipher = symmetric_cipher,
};

/* ------------------------------------------------------------------------------------------
 * Keys for derivation.  The secret comes with the derive call: here is only that there is a key.
 */
static void kdf_destroy(struct object *object)
{
    secure_free(object, sizeof(*object));
}

static enum bridge_status kdf_import(struct bridge_key_import *params)
{
    struct object *object;

    if (!span_given(&params->parts[SECRET_KEY]))
        return BRIDGE_INVALID_PARAMETER;
    if (!(object = secure_alloc(sizeof(*object))))
        return BRIDGE_NO_MEMORY;
    *object = (struct object){&kdf_ops, params->group, true, true};
    params->object = bridge_pointer(object);
    return BRIDGE_OK;
}

const struct family_ops kdf_ops = {
    .import = kdf_import,
    .destroy = kdf_destroy,
};
