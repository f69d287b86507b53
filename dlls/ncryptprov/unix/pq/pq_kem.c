/*
 * ML-KEM (FIPS 203): encapsulation and decapsulation, by libcrypto.
 */
#include "pq.h"

#define RANDOMNESS 32 /* m, FIPS 203 algorithm 20 */

static EVP_PKEY_CTX *start(const struct pq_object *key)
{
    return libcrypto()->EVP_PKEY_CTX_new_from_pkey(pq_context(), key->key, NULL);
}

/* m comes from our generator. */
static bool encapsulate_with(EVP_PKEY_CTX *ctx, uint8_t m[RANDOMNESS], struct bridge_kem *params)
{
    OSSL_PARAM inputs[] = {OSSL_PARAM_octet_string(OSSL_KEM_PARAM_IKME, m, RANDOMNESS),
                           OSSL_PARAM_END};
    size_t secret = params->secret.size, ciphertext = params->ciphertext.size;

    return libcrypto()->EVP_PKEY_encapsulate_init(ctx, inputs) == 1 &&
           libcrypto()->EVP_PKEY_encapsulate(ctx, span_data(&params->ciphertext), &ciphertext,
                                             span_data(&params->secret), &secret) == 1;
}

static enum bridge_status kem_encapsulate(const struct object *object, struct bridge_kem *params)
{
    const struct pq_object *key = (const struct pq_object *)object;
    enum bridge_status secret = span_reserve(&params->secret, BRIDGE_PQ_SECRET_SIZE);
    enum bridge_status ciphertext = span_reserve(&params->ciphertext, key->set->output_size);
    uint8_t m[RANDOMNESS];
    EVP_PKEY_CTX *ctx;
    enum bridge_status status = BRIDGE_OK;

    if (secret || ciphertext)
        return BRIDGE_BUFFER_TOO_SMALL;
    random_bytes(NULL, sizeof(m), m);
    if (!random_ok())
        return BRIDGE_NO_RANDOM;
    ctx = start(key);
    if (!ctx || !encapsulate_with(ctx, m, params))
        status = pq_failed(BRIDGE_INTERNAL);
    libcrypto()->EVP_PKEY_CTX_free(ctx);
    secure_wipe(m, sizeof(m));
    return status;
}

/* libcrypto rejects implicitly, as it must: a wrong ciphertext gives a secret too. */
static enum bridge_status kem_decapsulate(const struct object *object, struct bridge_kem *params)
{
    const struct pq_object *key = (const struct pq_object *)object;
    size_t size = BRIDGE_PQ_SECRET_SIZE;
    enum bridge_status status;
    EVP_PKEY_CTX *ctx;

    if (params->ciphertext.size != key->set->output_size)
        return BRIDGE_INVALID_PARAMETER;
    if ((status = span_reserve(&params->secret, size)))
        return status;
    ctx = start(key);
    if (!ctx || libcrypto()->EVP_PKEY_decapsulate_init(ctx, NULL) != 1 ||
        libcrypto()->EVP_PKEY_decapsulate(ctx, span_data(&params->secret), &size,
                                          span_data(&params->ciphertext),
                                          params->ciphertext.size) != 1)
        status = pq_failed(BRIDGE_INTERNAL);
    libcrypto()->EVP_PKEY_CTX_free(ctx);
    return status;
}

const struct family_ops mlkem_ops = {
    .available = pq_available,
    .import = pq_import,
    .generate = pq_generate,
    .destroy = pq_destroy,
    .encapsulate = kem_encapsulate,
    .decapsulate = kem_decapsulate,
};
