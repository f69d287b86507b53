/*
 * ECDSA and ECDH by libcrypto.  Its signatures are DER, ours r || s (IEEE P1363).
 */
#include "ec_libcrypto.h"

/* Longer than any DER signature: SEQUENCE of two INTEGERs of the order's length. */
#define MAX_DER (2 * (EC_MAX_FIELD_BYTES + 4) + 8)

static const struct ec_libcrypto_object *key_of(const struct object *object)
{
    return (const struct ec_libcrypto_object *)object;
}

static EVP_PKEY_CTX *new_context(const struct object *object)
{
    return libcrypto()->EVP_PKEY_CTX_new_from_pkey(NULL, key_of(object)->pkey, NULL);
}

/* ------------------------------------------------------------------------------------------
 * Signatures
 */
static bool signature_from_der(const uint8_t *der, size_t der_size, uint8_t *signature,
                               uint32_t size)
{
    const struct libcrypto *lib = libcrypto();
    ECDSA_SIG *pair = lib->d2i_ECDSA_SIG(NULL, &der, (long)der_size);
    const BIGNUM *r, *s;
    bool ok = false;

    if (pair)
    {
        lib->ECDSA_SIG_get0(pair, &r, &s);
        ok = lib->BN_bn2binpad(r, signature, (int)size) > 0 &&
             lib->BN_bn2binpad(s, signature + size, (int)size) > 0;
    }
    lib->ECDSA_SIG_free(pair);
    return ok;
}

/* 0 on failure */
static size_t signature_to_der(const uint8_t *signature, uint32_t size, uint8_t der[MAX_DER])
{
    const struct libcrypto *lib = libcrypto();
    ECDSA_SIG *pair = lib->ECDSA_SIG_new();
    BIGNUM *r = lib->BN_bin2bn(signature, (int)size, NULL);
    BIGNUM *s = lib->BN_bin2bn(signature + size, (int)size, NULL);
    int der_size = 0;

    if (pair && r && s && lib->ECDSA_SIG_set0(pair, r, s) == 1)
    {
        r = s = NULL; /* the pair owns them */
        der_size = lib->i2d_ECDSA_SIG(pair, &der);
    }
    lib->BN_clear_free(r);
    lib->BN_clear_free(s);
    lib->ECDSA_SIG_free(pair);
    return der_size > 0 ? (size_t)der_size : 0;
}

enum bridge_status ec_libcrypto_sign(const struct object *object, struct bridge_sign *params)
{
    const struct libcrypto *lib = libcrypto();
    uint32_t size = key_of(object)->order_size;
    enum bridge_status status = span_reserve(&params->signature, 2 * size);
    uint8_t der[MAX_DER];
    size_t der_size = sizeof(der);
    EVP_PKEY_CTX *context;
    bool ok;

    if (status)
        return status;
    context = new_context(object);
    ok = context && lib->EVP_PKEY_sign_init(context) == 1 &&
         lib->EVP_PKEY_sign(context, der, &der_size, span_data(&params->digest),
                            params->digest.size) == 1 &&
         signature_from_der(der, der_size, span_data(&params->signature), size);
    lib->EVP_PKEY_CTX_free(context);
    /* On a curve that was checked libcrypto can sign; one taken unseen may have an even order, say. */
    return ok ? BRIDGE_OK : ec_libcrypto_failed(BRIDGE_BAD_KEY);
}

enum bridge_status ec_libcrypto_verify(const struct object *object,
                                       const struct bridge_sign *params)
{
    const struct libcrypto *lib = libcrypto();
    uint32_t size = key_of(object)->order_size;
    uint8_t der[MAX_DER];
    EVP_PKEY_CTX *context;
    size_t der_size;
    bool ok;

    if (params->signature.size != 2 * size)
        return BRIDGE_INVALID_PARAMETER;
    if (!(der_size = signature_to_der(span_data(&params->signature), size, der)))
        return ec_libcrypto_failed(BRIDGE_NO_MEMORY);
    context = new_context(object);
    ok = context && lib->EVP_PKEY_verify_init(context) == 1 &&
         lib->EVP_PKEY_verify(context, der, der_size, span_data(&params->digest),
                              params->digest.size) == 1;
    lib->EVP_PKEY_CTX_free(context);
    return ok ? BRIDGE_OK : ec_libcrypto_failed(BRIDGE_BAD_SIGNATURE);
}

/* ------------------------------------------------------------------------------------------
 * Agreement
 */

/* libcrypto refuses a peer on another curve, and the point at infinity as the secret. */
enum bridge_status ec_libcrypto_agree(const struct object *own, const struct object *peer,
                                      struct bridge_span *secret)
{
    const struct libcrypto *lib = libcrypto();
    size_t size = key_of(own)->field_size;
    enum bridge_status status = span_reserve(secret, size);
    EVP_PKEY_CTX *context;
    bool ok;

    if (status)
        return status;
    context = new_context(own);
    ok = context && lib->EVP_PKEY_derive_init(context) == 1 &&
         lib->EVP_PKEY_derive_set_peer(context, key_of(peer)->pkey) == 1 &&
         lib->EVP_PKEY_derive(context, span_data(secret), &size) == 1 &&
         size == key_of(own)->field_size;
    lib->EVP_PKEY_CTX_free(context);
    return ok ? BRIDGE_OK : ec_libcrypto_failed(BRIDGE_INVALID_PARAMETER);
}
