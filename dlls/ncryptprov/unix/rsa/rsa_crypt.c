/*
 * RSA encryption: raw, RSAES-PKCS1-v1_5 and RSAES-OAEP (RFC 8017 section 7).
 */
#include <nettle/bignum.h>
#include <nettle/pkcs1.h>

#include "rsa_object.h"

static enum bridge_status oaep_from(const struct bridge_crypt *params, struct oaep_params *oaep)
{
    const struct hash_info *info = hash_find(params->hash);

    if (params->hash == HASH_NONE)
        return BRIDGE_INVALID_PARAMETER;
    if (!info)
        return BRIDGE_NOT_SUPPORTED;
    oaep->hash = info->nettle;
    oaep->label = span_data(&params->label);
    oaep->label_size = params->label.size;
    return BRIDGE_OK;
}

/* ------------------------------------------------------------------------------------------
 * Encryption: the encoded message as a number < n
 */

static enum bridge_status encode_pkcs1(const struct rsa_object *key,
                                       const struct bridge_crypt *params, mpz_t em)
{
    bool ok;

    if (params->input.size > key->pub.size)
        return BRIDGE_INVALID_PARAMETER;
    ok = pkcs1_encrypt(key->pub.size, NULL, random_bytes, params->input.size,
                       span_data(&params->input), em);
    if (!random_ok())
        return BRIDGE_NO_RANDOM;
    return ok ? BRIDGE_OK : BRIDGE_INVALID_PARAMETER;
}

static enum bridge_status encode_oaep(const struct rsa_object *key,
                                      const struct bridge_crypt *params, mpz_t em)
{
    struct oaep_params oaep;
    enum bridge_status status = oaep_from(params, &oaep);
    uint8_t *block;

    if (status)
        return status;
    if (!(block = secure_alloc(key->pub.size)))
        return BRIDGE_NO_MEMORY;
    status = oaep_encode(&oaep, span_data(&params->input), params->input.size, block,
                         key->pub.size);
    if (!status)
        nettle_mpz_set_str_256_u(em, key->pub.size, block);
    secure_free(block, key->pub.size);
    return status;
}

static enum bridge_status encode(const struct rsa_object *key, const struct bridge_crypt *params,
                                 mpz_t em)
{
    switch (params->scheme)
    {
    case SCHEME_NONE:
        return rsa_read_block(key, &params->input, em);
    case SCHEME_PKCS1:
        return encode_pkcs1(key, params, em);
    case SCHEME_OAEP:
        return encode_oaep(key, params, em);
    default:
        return BRIDGE_INVALID_PARAMETER;
    }
}

enum bridge_status rsa_encrypt_message(const struct object *object, struct bridge_crypt *params)
{
    const struct rsa_object *key = rsa_from(object);
    enum bridge_status status;
    mpz_t em;

    mpz_init(em);
    status = encode(key, params, em);
    if (!status)
        status = span_reserve(&params->output, key->pub.size);
    if (!status)
    {
        rsa_public_op(key, em, em);
        nettle_mpz_get_str_256(key->pub.size, span_data(&params->output), em);
    }
    mpz_clear(em);
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Decryption: block has pub.size bytes and is wiped by the caller
 */

static enum bridge_status decrypt_none(const struct rsa_object *key, struct bridge_crypt *params,
                                       const mpz_t value, uint8_t *block)
{
    enum bridge_status status = rsa_private_op_sec(key, block, value);

    return status ? status : span_write(&params->output, block, key->pub.size);
}

/* Nettle's rsa_decrypt_tr looks for the padding without a data-dependent branch. */
static enum bridge_status decrypt_pkcs1(const struct rsa_object *key, struct bridge_crypt *params,
                                        const mpz_t value, uint8_t *block)
{
    size_t size = key->pub.size;
    bool ok = rsa_decrypt_tr(&key->pub, &key->key, NULL, random_bytes, &size, block, value);

    if (!random_ok())
        return BRIDGE_NO_RANDOM;
    return ok ? span_write(&params->output, block, size) : BRIDGE_DECRYPTION_FAILED;
}

static enum bridge_status decrypt_oaep(const struct rsa_object *key, struct bridge_crypt *params,
                                       const mpz_t value, uint8_t *block)
{
    struct oaep_params oaep;
    enum bridge_status status = oaep_from(params, &oaep);
    const uint8_t *message;
    size_t size;

    if (!status)
        status = rsa_private_op_sec(key, block, value);
    if (!status)
        status = oaep_decode(&oaep, block, key->pub.size, &message, &size);
    return status ? status : span_write(&params->output, message, size);
}

static enum bridge_status decrypt_block(const struct rsa_object *key, struct bridge_crypt *params,
                                        const mpz_t value, uint8_t *block)
{
    switch (params->scheme)
    {
    case SCHEME_NONE:
        return decrypt_none(key, params, value, block);
    case SCHEME_PKCS1:
        return decrypt_pkcs1(key, params, value, block);
    case SCHEME_OAEP:
        return decrypt_oaep(key, params, value, block);
    default:
        return BRIDGE_INVALID_PARAMETER;
    }
}

enum bridge_status rsa_decrypt_message(const struct object *object, struct bridge_crypt *params)
{
    const struct rsa_object *key = rsa_from(object);
    enum bridge_status status;
    uint8_t *block;
    mpz_t value;

    if (!(block = secure_alloc(key->pub.size)))
        return BRIDGE_NO_MEMORY;
    mpz_init(value);
    status = rsa_read_block(key, &params->input, value);
    if (!status)
        status = decrypt_block(key, params, value, block);
    mpz_clear(value);
    secure_free(block, key->pub.size);
    return status;
}
