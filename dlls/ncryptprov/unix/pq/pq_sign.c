/*
 * ML-DSA (FIPS 204) and SLH-DSA (FIPS 205) signatures, by libcrypto: pure, over a message representative
 * made elsewhere ("external mu"), and of a digest (HashML-DSA, HashSLH-DSA).
 */
#include <string.h>

#include "pq.h"

/* What libcrypto is handed. */
struct request
{
    const uint8_t *message;
    size_t size;
    const uint8_t *context;
    size_t context_size;
    int raw;                /* message is M' of FIPS 204 algorithm 7 already */
    int mu;                 /* message is the message representative */
    uint8_t *built;         /* M' where we made it, public bytes */
    uint8_t randomness[32]; /* rnd of FIPS 204 algorithm 2, addrnd of FIPS 205 algorithm 22 */
    size_t randomness_size; /* 0: verification */
};

/* ------------------------------------------------------------------------------------------
 * The pre-hash forms
 */

/* DER of the hash's object identifier, 2.16.840.1.101.3.4.2.n (NIST Computer Security Objects
 * Register): all but n. */
static const uint8_t nist_hash[] = {0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02};

#define PREHASH_ROW(id, name, size, arc) [PREHASH_##id] = {arc, size},
static const struct
{
    uint8_t arc;    /* n */
    uint8_t digest; /* bytes */
} prehashes[PREHASH_COUNT] = {BRIDGE_PREHASHES(PREHASH_ROW)};
#undef PREHASH_ROW

/* M' = 1 || |ctx| || ctx || OID || digest: FIPS 204 algorithm 4, FIPS 205 algorithm 23. */
static enum bridge_status build_prehash(const struct bridge_sign *params, struct request *request)
{
    uint8_t *p;

    if (params->hash >= PREHASH_COUNT)
        return BRIDGE_NOT_SUPPORTED;
    if (params->digest.size != prehashes[params->hash].digest)
        return BRIDGE_INVALID_PARAMETER;
    request->size = 2 + request->context_size + sizeof(nist_hash) + 1 + params->digest.size;
    if (!(p = request->built = secure_alloc(request->size)))
        return BRIDGE_NO_MEMORY;
    request->message = p;
    *p++ = 1;
    *p++ = (uint8_t)request->context_size;
    if (request->context_size)
        memcpy(p, request->context, request->context_size);
    p += request->context_size;
    memcpy(p, nist_hash, sizeof(nist_hash));
    p += sizeof(nist_hash);
    *p++ = prehashes[params->hash].arc;
    memcpy(p, span_data(&params->digest), params->digest.size);
    request->raw = 1;
    request->context_size = 0;
    return BRIDGE_OK;
}

/* ------------------------------------------------------------------------------------------
 * From the bridge's parameters to libcrypto's
 */
static enum bridge_status read_mu(const struct pq_object *key, const struct bridge_sign *params,
                                  struct request *request)
{
    if (key->set->family != FAMILY_MLDSA)
        return BRIDGE_NOT_SUPPORTED;
    if (params->digest.size != BRIDGE_PQ_MU_SIZE || params->hash != PREHASH_NONE ||
        params->context.size)
        return BRIDGE_INVALID_PARAMETER;
    request->mu = 1;
    return BRIDGE_OK;
}

static enum bridge_status read_raw(const struct bridge_sign *params, struct request *request)
{
    if (params->hash != PREHASH_NONE || params->context.size)
        return BRIDGE_INVALID_PARAMETER;
    request->raw = 1;
    return BRIDGE_OK;
}

static enum bridge_status read_request(const struct pq_object *key,
                                       const struct bridge_sign *params, struct request *request)
{
    static const uint8_t nothing;

    if (params->context.size > BRIDGE_PQ_MAX_CONTEXT)
        return BRIDGE_INVALID_PARAMETER;
    /* libcrypto takes a NULL message for a question after the length */
    request->message = params->digest.size ? span_data(&params->digest) : &nothing;
    request->size = params->digest.size;
    request->context = span_data(&params->context);
    request->context_size = params->context.size;
    if (params->flags & BRIDGE_PQ_EXTERNAL_MU)
        return read_mu(key, params, request);
    if (params->flags & BRIDGE_PQ_RAW)
        return read_raw(params, request);
    return params->hash == PREHASH_NONE ? BRIDGE_OK : build_prehash(params, request);
}

static void clear_request(struct request *request)
{
    secure_free(request->built, request->size);
    secure_wipe(request->randomness, sizeof(request->randomness));
}

#define MAX_INPUTS 5

/* Only what differs from libcrypto's defaults (FIPS 204's pure form, empty context). */
static void fill_inputs(struct request *request, OSSL_PARAM inputs[MAX_INPUTS])
{
    static int zero;

    if (request->context_size)
        *inputs++ = (OSSL_PARAM)OSSL_PARAM_octet_string(
            OSSL_SIGNATURE_PARAM_CONTEXT_STRING, (void *)request->context, request->context_size);
    if (request->raw)
        *inputs++ = (OSSL_PARAM)OSSL_PARAM_int(OSSL_SIGNATURE_PARAM_MESSAGE_ENCODING, &zero);
    if (request->mu)
        *inputs++ = (OSSL_PARAM)OSSL_PARAM_int(OSSL_SIGNATURE_PARAM_MU, &request->mu);
    if (request->randomness_size)
        *inputs++ = (OSSL_PARAM)OSSL_PARAM_octet_string(
            OSSL_SIGNATURE_PARAM_TEST_ENTROPY, request->randomness, request->randomness_size);
    *inputs = (OSSL_PARAM)OSSL_PARAM_END;
}

typedef int initializer(EVP_PKEY_CTX *ctx, EVP_SIGNATURE *algorithm, const OSSL_PARAM *params);

/* A context ready to sign or verify; NULL on failure. */
static EVP_PKEY_CTX *start(const struct pq_object *key, initializer *initialize,
                           struct request *request)
{
    const struct libcrypto *pq = libcrypto();
    EVP_SIGNATURE *algorithm = pq->EVP_SIGNATURE_fetch(pq_context(), key->set->name, NULL);
    EVP_PKEY_CTX *ctx = pq->EVP_PKEY_CTX_new_from_pkey(pq_context(), key->key, NULL);
    OSSL_PARAM inputs[MAX_INPUTS];

    fill_inputs(request, inputs);
    if (!algorithm || !ctx || initialize(ctx, algorithm, inputs) != 1)
    {
        pq->EVP_PKEY_CTX_free(ctx);
        ctx = NULL;
    }
    pq->EVP_SIGNATURE_free(algorithm);
    return ctx;
}

static enum bridge_status add_randomness(const struct pq_object *key, struct request *request)
{
    request->randomness_size = key->set->family == FAMILY_MLDSA ? 32 : key->set->public_size / 2;
    random_bytes(NULL, request->randomness_size, request->randomness);
    return random_ok() ? BRIDGE_OK : BRIDGE_NO_RANDOM;
}

static enum bridge_status do_sign(const struct pq_object *key, struct request *request,
                                  struct bridge_span *signature)
{
    const struct libcrypto *pq = libcrypto();
    EVP_PKEY_CTX *ctx = start(key, pq->EVP_PKEY_sign_message_init, request);
    size_t size = signature->size;
    bool ok = ctx && pq->EVP_PKEY_sign(ctx, span_data(signature), &size, request->message,
                                       request->size) == 1;

    pq->EVP_PKEY_CTX_free(ctx);
    return ok && size == signature->size ? BRIDGE_OK : pq_failed(BRIDGE_INTERNAL);
}

static enum bridge_status pq_sign(const struct object *object, struct bridge_sign *params)
{
    const struct pq_object *key = (const struct pq_object *)object;
    struct request request = {0};
    enum bridge_status status = read_request(key, params, &request);

    if (!status)
        status = span_reserve(&params->signature, key->set->output_size);
    if (!status)
        status = add_randomness(key, &request);
    if (!status)
        status = do_sign(key, &request, &params->signature);
    clear_request(&request);
    return status;
}

static enum bridge_status do_verify(const struct pq_object *key, struct request *request,
                                    const struct bridge_span *signature)
{
    const struct libcrypto *pq = libcrypto();
    EVP_PKEY_CTX *ctx = start(key, pq->EVP_PKEY_verify_message_init, request);
    enum bridge_status status = BRIDGE_OK;

    if (!ctx)
        return pq_failed(BRIDGE_INTERNAL);
    if (pq->EVP_PKEY_verify(ctx, span_data(signature), signature->size, request->message,
                            request->size) != 1)
        status = pq_failed(BRIDGE_BAD_SIGNATURE);
    pq->EVP_PKEY_CTX_free(ctx);
    return status;
}

static enum bridge_status pq_verify(const struct object *object, const struct bridge_sign *params)
{
    const struct pq_object *key = (const struct pq_object *)object;
    struct request request = {0};
    enum bridge_status status = read_request(key, params, &request);

    if (!status && params->signature.size != key->set->output_size)
        status = BRIDGE_INVALID_PARAMETER;
    if (!status)
        status = do_verify(key, &request, &params->signature);
    clear_request(&request);
    return status;
}

#define SIGNATURE_OPS                                                                              \
    {.available = pq_available,                                                                    \
     .import = pq_import,                                                                          \
     .generate = pq_generate,                                                                      \
     .destroy = pq_destroy,                                                                        \
     .sign = pq_sign,                                                                              \
     .verify = pq_verify}

const struct family_ops mldsa_ops = SIGNATURE_OPS;
const struct family_ops slhdsa_ops = SIGNATURE_OPS;
