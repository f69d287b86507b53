/*
 * CKM_RSA_AES_KEY_WRAP, see bridge_rsa_aes.
 */
#include <string.h>

#include "keywrap.h"

#define MAX_KEY 32

static enum bridge_status crypt_key(const struct bridge_rsa_aes *params,
                                    enum bridge_status (*call)(struct bridge_crypt *),
                                    const uint8_t *input, size_t size, uint8_t *output,
                                    size_t *output_size)
{
    struct bridge_crypt crypt = {
        .object = params->object, .scheme = SCHEME_OAEP, .hash = params->hash};
    enum bridge_status status;

    crypt.label = params->label;
    crypt.input.data = (uintptr_t)input;
    crypt.input.size = (uint32_t)size;
    crypt.output.data = (uintptr_t)output;
    crypt.output.capacity = (uint32_t)*output_size;
    status = call(&crypt);
    *output_size = crypt.output.size;
    return status;
}

/* Both parts, where there is room for them. */
static enum bridge_status wrap(const struct bridge_rsa_aes *params, const uint8_t *key,
                               size_t key_size, const struct bytes *input, uint8_t *output)
{
    size_t size = params->modulus_size;
    struct bytes wrapped = {0};
    enum bridge_status status = crypt_key(params, unix_encrypt, key, key_size, output, &size);

    if (!status && size != params->modulus_size)
        status = BRIDGE_INVALID_PARAMETER;
    if (!status)
        status = kwp_wrap(key, key_size, input, &wrapped);
    if (!status)
        memcpy(output + size, wrapped.data, wrapped.size);
    bytes_clear(&wrapped);
    return status;
}

/* Whether the modulus has room for the key (RFC 8017 section 7.1.1). */
static bool key_fits(const struct bridge_rsa_aes *params, size_t key_size)
{
    const struct hash_info *hash = hash_find(params->hash);

    return hash && key_size + 2 * hash->nettle->digest_size + 2 <= params->modulus_size;
}

enum bridge_status unix_rsa_aes_wrap(struct bridge_rsa_aes *params)
{
    const struct bytes input = {span_data(&params->input), params->input.size};
    size_t key_size = params->aes_bits / 8,
           size = params->modulus_size + kwp_wrapped_size(input.size);
    uint8_t key[MAX_KEY];
    enum bridge_status status;

    if (params->aes_bits != 128 && params->aes_bits != 192 && params->aes_bits != 256)
        return BRIDGE_INVALID_PARAMETER;
    if (!key_fits(params, key_size))
        return BRIDGE_INVALID_PARAMETER;
    if (!params->output.data && !params->output.capacity)
    {
        params->output.size = (uint32_t)size;
        return BRIDGE_OK;
    }
    if ((status = span_reserve(&params->output, size)))
        return status;
    random_bytes(NULL, key_size, key);
    status = random_ok() ? wrap(params, key, key_size, &input, span_data(&params->output))
                         : BRIDGE_NO_RANDOM;
    secure_wipe(key, sizeof(key));
    return status;
}

enum bridge_status unix_rsa_aes_unwrap(struct bridge_rsa_aes *params)
{
    const uint8_t *input = span_data(&params->input);
    size_t modulus_size = params->modulus_size, key_size = MAX_KEY;
    struct bytes wrapped = {0}, plain = {0};
    uint8_t key[MAX_KEY];
    enum bridge_status status;

    if (params->input.size <= modulus_size)
        return BRIDGE_BAD_DATA;
    wrapped.data = (uint8_t *)(uintptr_t)input + modulus_size;
    wrapped.size = params->input.size - modulus_size;
    status = crypt_key(params, unix_decrypt, input, modulus_size, key, &key_size);
    /* Neither the padding nor the size of the key is told apart from a wrong key. */
    if (status == BRIDGE_BUFFER_TOO_SMALL || status == BRIDGE_INVALID_PARAMETER)
        status = BRIDGE_DECRYPTION_FAILED;
    if (!status)
        status = kwp_unwrap(key, key_size, &wrapped, &plain);
    if (status == BRIDGE_INVALID_PARAMETER)
        status = BRIDGE_DECRYPTION_FAILED;
    if (!status)
        status = span_write(&params->output, plain.data, plain.size);
    bytes_clear(&plain);
    secure_wipe(key, sizeof(key));
    return status;
}
