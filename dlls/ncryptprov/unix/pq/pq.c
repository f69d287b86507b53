/*
 * Post-quantum keys: ML-KEM (FIPS 203), ML-DSA (FIPS 204), SLH-DSA (FIPS 205), by libcrypto.
 *
 * Seeds come from our generator, and libcrypto expands them, so that a key has its seed whatever
 * libcrypto would keep of it.
 */
#include <nettle/memops.h>
#include <pthread.h>
#include <string.h>

#include "pq.h"

/* OSSL_PKEY_PARAM_ML_KEM_SEED, OSSL_PKEY_PARAM_ML_DSA_SEED, OSSL_PKEY_PARAM_SLH_DSA_SEED */
#define SEED "seed"

static OSSL_LIB_CTX *context;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_context(void)
{
    if (libcrypto_has_pq())
        context = libcrypto()->OSSL_LIB_CTX_new();
}

OSSL_LIB_CTX *pq_context(void)
{
    pthread_once(&once, make_context);
    return context;
}

bool pq_available(void)
{
    return pq_context() != NULL;
}

enum bridge_status pq_failed(enum bridge_status status)
{
    libcrypto()->ERR_clear_error();
    return status;
}

/* ------------------------------------------------------------------------------------------
 * The numbers of a key
 */
struct numbers
{
    uint8_t public[2592];
    uint8_t private[4896];
    uint8_t seed[96];
};

#define CHECK_ROOM(id, name, family, public_size, private_size, seed_size, output, oid, ossl)      \
    _Static_assert((public_size) <= sizeof(((struct numbers *)0)->public) &&                       \
                       (private_size) <= sizeof(((struct numbers *)0)->private) &&                 \
                       (seed_size) <= sizeof(((struct numbers *)0)->seed),                         \
                   "room for the numbers of " #id);
BRIDGE_PQ_SETS(CHECK_ROOM)
#undef CHECK_ROOM

static bool get_number(EVP_PKEY *key, const char *name, uint8_t *out, size_t size)
{
    size_t written = 0;

    return libcrypto()->EVP_PKEY_get_octet_string_param(key, name, out, size, &written) == 1 &&
           written == size;
}

/* Takes the numbers back from libcrypto; the seed stays what it is. */
static bool get_numbers(const struct pq_object *object, struct numbers *numbers)
{
    const struct pq_set *set = object->set;

    if (!get_number(object->key, OSSL_PKEY_PARAM_PUB_KEY, numbers->public, set->public_size))
        return false;
    return !object->base.has_private ||
           get_number(object->key, OSSL_PKEY_PARAM_PRIV_KEY, numbers->private, set->private_size);
}

static bool same(const struct bridge_span *span, const uint8_t *data)
{
    return !span_given(span) || memeql_sec(span_data(span), data, span->size);
}

static bool fits(const struct bridge_span *span, uint32_t size)
{
    if (span_given(span))
        return span->size == size && span->data;
    return !span->capacity || (span->capacity == size && span->data);
}

/* Whether every part that is given or wanted has the length of the parameter set. */
static bool sizes_fit(const struct pq_set *set, const struct bridge_span *parts)
{
    return fits(&parts[PQ_PUBLIC], set->public_size) &&
           fits(&parts[PQ_PRIVATE], set->private_size) && fits(&parts[PQ_SEED], set->seed_size);
}

static void put(struct bridge_span *span, const uint8_t *data)
{
    if (!span_given(span) && span->capacity)
        span_write(span, data, span->capacity);
}

static void put_numbers(struct bridge_span *parts, const struct numbers *numbers)
{
    put(&parts[PQ_PUBLIC], numbers->public);
    put(&parts[PQ_PRIVATE], numbers->private);
    put(&parts[PQ_SEED], numbers->seed);
}

/* ------------------------------------------------------------------------------------------
 * Making libcrypto's key
 */
static EVP_PKEY *key_from(const struct pq_set *set, int selection, const char *name,
                          const struct bridge_span *number)
{
    const struct libcrypto *pq = libcrypto();
    OSSL_PARAM params[] = {OSSL_PARAM_octet_string(name, span_data(number), number->size),
                           OSSL_PARAM_END};
    EVP_PKEY_CTX *ctx = pq->EVP_PKEY_CTX_new_from_name(pq_context(), set->name, NULL);
    EVP_PKEY *key = NULL;

    if (ctx && pq->EVP_PKEY_fromdata_init(ctx) == 1)
        pq->EVP_PKEY_fromdata(ctx, &key, selection, params);
    pq->EVP_PKEY_CTX_free(ctx);
    return key;
}

/* The generator, with its randomness given: FIPS 203 algorithm 16, FIPS 204 algorithm 6, FIPS 205
 * algorithm 18. */
static EVP_PKEY *key_generated(const struct pq_set *set, const struct bridge_span *seed)
{
    const struct libcrypto *pq = libcrypto();
    OSSL_PARAM params[] = {OSSL_PARAM_octet_string(SEED, span_data(seed), seed->size),
                           OSSL_PARAM_END};
    EVP_PKEY_CTX *ctx = pq->EVP_PKEY_CTX_new_from_name(pq_context(), set->name, NULL);
    EVP_PKEY *key = NULL;

    if (ctx && pq->EVP_PKEY_keygen_init(ctx) == 1 && pq->EVP_PKEY_CTX_set_params(ctx, params) == 1)
        pq->EVP_PKEY_generate(ctx, &key);
    pq->EVP_PKEY_CTX_free(ctx);
    return key;
}

static EVP_PKEY *key_from_parts(const struct pq_set *set, const struct bridge_span *parts)
{
    if (span_given(&parts[PQ_SEED]))
        return key_generated(set, &parts[PQ_SEED]);
    if (span_given(&parts[PQ_PRIVATE]))
        return key_from(set, EVP_PKEY_KEYPAIR, OSSL_PKEY_PARAM_PRIV_KEY, &parts[PQ_PRIVATE]);
    return key_from(set, EVP_PKEY_PUBLIC_KEY, OSSL_PKEY_PARAM_PUB_KEY, &parts[PQ_PUBLIC]);
}

/* Whether the public part of an expanded key is that of its private part.  libcrypto makes sure of
 * it when it takes keys of ML-KEM and ML-DSA, but not of SLH-DSA, where it is the work of making one. */
static bool parts_agree(const struct pq_object *object, const struct bridge_span *parts)
{
    const struct libcrypto *pq = libcrypto();
    EVP_PKEY_CTX *ctx;
    bool agree;

    if (object->set->family != FAMILY_SLHDSA || !object->base.has_private ||
        span_given(&parts[PQ_SEED]))
        return true;
    ctx = pq->EVP_PKEY_CTX_new_from_pkey(pq_context(), object->key, NULL);
    agree = ctx && pq->EVP_PKEY_pairwise_check(ctx) == 1;
    pq->EVP_PKEY_CTX_free(ctx);
    return agree;
}

/* Makes the key and takes its numbers; BRIDGE_BAD_KEY if what was given makes no key, which leaves
 * the object unusable, or, with validation, if it contradicts itself. */
static enum bridge_status load(struct pq_object *object, const struct bridge_span *parts,
                               bool validate, struct numbers *numbers)
{
    object->key = key_from_parts(object->set, parts);
    if (!object->key || !get_numbers(object, numbers))
        return pq_failed(BRIDGE_BAD_KEY);
    object->base.usable = true;
    if (!validate)
        return BRIDGE_OK;
    if (!same(&parts[PQ_PUBLIC], numbers->public) || !same(&parts[PQ_PRIVATE], numbers->private) ||
        !parts_agree(object, parts))
        return pq_failed(BRIDGE_BAD_KEY);
    return BRIDGE_OK;
}

static const struct family_ops *ops_of(const struct pq_set *set)
{
    return family_find(set->family);
}

static struct pq_object *new_object(uint32_t group, bool private)
{
    struct pq_object *object = secure_alloc(sizeof(*object));

    if (!object)
        return NULL;
    object->set = pq_set_find(group);
    object->base.ops = ops_of(object->set);
    object->base.group = group;
    object->base.has_private = private;
    return object;
}

void pq_destroy(struct object *object)
{
    struct pq_object *key = (struct pq_object *)object;

    libcrypto()->EVP_PKEY_free(key->key); /* wipes private numbers */
    secure_free(key, sizeof(*key));
}

/* numbers: holds the seed if parts do. */
static enum bridge_status make_object(uint32_t group, struct bridge_span *parts,
                                      const struct bridge_span *given, uint32_t flags,
                                      struct numbers *numbers, uint64_t *result)
{
    bool validate = !(flags & BRIDGE_KEY_NO_VALIDATION);
    struct pq_object *object = new_object(group, span_given(&given[PQ_SEED]) ||
                                                     span_given(&given[PQ_PRIVATE]));
    enum bridge_status status;

    if (!object)
        return BRIDGE_NO_MEMORY;
    if ((status = load(object, given, validate, numbers)) && validate)
    {
        pq_destroy(&object->base);
        return status;
    }
    put_numbers(parts, numbers);
    *result = bridge_pointer(object);
    return BRIDGE_OK;
}

enum bridge_status pq_import(struct bridge_key_import *params)
{
    const struct pq_set *set = pq_set_find(params->group);
    struct bridge_span *parts = params->parts;
    struct numbers *numbers;
    enum bridge_status status;

    if (!set || set->family != params->family || !sizes_fit(set, parts))
        return BRIDGE_INVALID_PARAMETER;
    if (!span_given(&parts[PQ_SEED]) &&
        (parts[PQ_SEED].capacity || /* no seed comes out of an expanded key */
         !(span_given(&parts[PQ_PRIVATE]) || span_given(&parts[PQ_PUBLIC]))))
        return BRIDGE_INVALID_PARAMETER;
    if (!(numbers = secure_alloc(sizeof(*numbers))))
        return BRIDGE_NO_MEMORY;
    status = make_object(params->group, parts, parts, params->flags, numbers, &params->object);
    secure_free(numbers, sizeof(*numbers));
    return status;
}

enum bridge_status pq_generate(struct bridge_key_generate *params)
{
    const struct pq_set *set = pq_set_find(params->group);
    struct bridge_span given[BRIDGE_MAX_PARTS] = {0};
    struct numbers *numbers;
    enum bridge_status status = BRIDGE_NO_RANDOM;

    if (!set || set->family != params->family || !sizes_fit(set, params->parts))
        return BRIDGE_INVALID_PARAMETER;
    if (!(numbers = secure_alloc(sizeof(*numbers))))
        return BRIDGE_NO_MEMORY;
    random_bytes(RANDOM_LONG_TERM, set->seed_size, numbers->seed);
    given[PQ_SEED] = (struct bridge_span){bridge_pointer(numbers->seed), set->seed_size, 0};
    if (random_ok())
        status = make_object(params->group, params->parts, given, 0, numbers, &params->object);
    secure_free(numbers, sizeof(*numbers));
    return status == BRIDGE_BAD_KEY ? BRIDGE_INTERNAL : status;
}
