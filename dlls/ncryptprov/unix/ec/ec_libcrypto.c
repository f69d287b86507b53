/*
 * Elliptic curve keys by libcrypto: the named curves that Nettle lacks, and explicit parameters.
 */
#include <pthread.h>

#include "ec_libcrypto.h"

static uint64_t available; /* bit n: curve n */
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* A name that this build of libcrypto does not know is not there. */
static void find_available(void)
{
    const struct curve_info *info;
    struct ec_domain domain;
    uint32_t curve;

    if (!libcrypto())
        return;
    available = UINT64_C(1) << CURVE_EXPLICIT;
    for (curve = 0; curve < CURVE_COUNT; curve++)
    {
        if (!(info = curve_find(curve)) || !*info->libcrypto)
            continue;
        if (!ec_domain_open(curve, NULL, false, &domain))
            available |= UINT64_C(1) << curve;
        ec_domain_close(&domain);
    }
}

static bool has(uint32_t curve)
{
    pthread_once(&once, find_available);
    return curve < CURVE_COUNT && available >> curve & 1;
}

static void destroy(struct object *object)
{
    struct ec_libcrypto_object *key = (struct ec_libcrypto_object *)object;

    if (key->pkey)
        libcrypto()->EVP_PKEY_free(key->pkey);
    secure_free(key, sizeof(*key));
}

static struct ec_libcrypto_object *new_object(uint32_t group, bool private)
{
    struct ec_libcrypto_object *key = secure_alloc(sizeof(*key));

    if (!key)
        return NULL;
    key->base.ops = ec_libcrypto.ops;
    key->base.group = group;
    key->base.has_private = private;
    return key;
}

/* ------------------------------------------------------------------------------------------
 * Numbers of a key
 */

/* A key between the spans and libcrypto's own form. */
struct numbers
{
    EC_POINT *point;
    BIGNUM *d;                    /* NULL for a public key */
    uint8_t octets[EC_MAX_POINT]; /* the point: 04 || x || y */
    size_t octets_size;
};

static void numbers_clear(struct numbers *numbers)
{
    libcrypto()->EC_POINT_free(numbers->point);
    libcrypto()->BN_clear_free(numbers->d);
}

/* 0 < d < order */
static bool read_scalar(const struct ec_domain *domain, const struct bridge_span *span,
                        struct numbers *numbers)
{
    const struct libcrypto *lib = libcrypto();

    if (!(numbers->d = lib->BN_secure_new()) ||
        !lib->BN_bin2bn(span_data(span), (int)span->size, numbers->d))
        return false;
    return !lib->BN_is_zero(numbers->d) &&
           lib->BN_cmp(numbers->d, lib->EC_GROUP_get0_order(domain->group)) < 0;
}

/* Octets, because libcrypto reduces coordinates modulo the field, but refuses octets that need it. */
static bool read_point(const struct ec_domain *domain, const struct bridge_span *parts,
                       struct numbers *numbers)
{
    struct bridge_span x = {bridge_pointer(numbers->octets + 1), 0, domain->field_size};
    struct bridge_span y = {x.data + domain->field_size, 0, domain->field_size};

    numbers->octets[0] = POINT_CONVERSION_UNCOMPRESSED;
    numbers->octets_size = 1 + 2 * domain->field_size;
    if (parts[EC_X].size != x.capacity || parts[EC_Y].size != y.capacity ||
        span_write(&x, span_data(&parts[EC_X]), parts[EC_X].size) ||
        span_write(&y, span_data(&parts[EC_Y]), parts[EC_Y].size))
        return false;
    return libcrypto()->EC_POINT_oct2point(domain->group, numbers->point, numbers->octets,
                                           numbers->octets_size, domain->bn) == 1;
}

/* point = d * generator; false also for the point at infinity, which has no coordinates. */
static bool compute_point(const struct ec_domain *domain, struct numbers *numbers)
{
    const struct libcrypto *lib = libcrypto();

    if (lib->EC_POINT_mul(domain->group, numbers->point, numbers->d, NULL, NULL, domain->bn) != 1)
        return false;
    numbers->octets_size = lib->EC_POINT_point2oct(domain->group, numbers->point,
                                                   POINT_CONVERSION_UNCOMPRESSED, numbers->octets,
                                                   sizeof(numbers->octets), domain->bn);
    return numbers->octets_size == 1 + 2 * domain->field_size;
}

/* Whether the point is that of the scalar. */
static bool pair_valid(const struct ec_domain *domain, const struct numbers *numbers)
{
    const struct libcrypto *lib = libcrypto();
    EC_POINT *point = lib->EC_POINT_new(domain->group);
    bool valid = point &&
                 lib->EC_POINT_mul(domain->group, point, numbers->d, NULL, NULL, domain->bn) == 1 &&
                 !lib->EC_POINT_cmp(domain->group, point, numbers->point, domain->bn);

    lib->EC_POINT_free(point);
    return valid;
}

/* Whether the point is in the group that the generator makes: all points of the curve are, where the
 * cofactor is 1. */
static bool point_in_group(const struct ec_domain *domain, const struct numbers *numbers)
{
    const struct libcrypto *lib = libcrypto();
    EC_POINT *point;
    bool inside;

    if (lib->BN_is_one(lib->EC_GROUP_get0_cofactor(domain->group)))
        return true;
    point = lib->EC_POINT_new(domain->group);
    inside = point &&
             lib->EC_POINT_mul(domain->group, point, NULL, numbers->point,
                               lib->EC_GROUP_get0_order(domain->group), domain->bn) == 1 &&
             lib->EC_POINT_is_at_infinity(domain->group, point);
    lib->EC_POINT_free(point);
    return inside;
}

static bool numbers_read(const struct ec_domain *domain, const struct bridge_key_import *params,
                         const struct ec_given *given, struct numbers *numbers)
{
    if (!(numbers->point = libcrypto()->EC_POINT_new(domain->group)))
        return false;
    if (given->private && !read_scalar(domain, &params->parts[EC_D], numbers))
        return false;
    if (!given->public)
        return compute_point(domain, numbers);
    if (!read_point(domain, params->parts, numbers))
        return false;
    if (params->flags & BRIDGE_KEY_NO_VALIDATION)
        return true;
    return point_in_group(domain, numbers) && (!given->private || pair_valid(domain, numbers));
}

/* ------------------------------------------------------------------------------------------
 * Keys of libcrypto
 */
static OSSL_PARAM *build_key(const struct numbers *numbers)
{
    const struct libcrypto *lib = libcrypto();
    OSSL_PARAM_BLD *builder = lib->OSSL_PARAM_BLD_new();
    OSSL_PARAM *params = NULL;

    if (builder &&
        lib->OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, numbers->octets,
                                              numbers->octets_size) == 1 &&
        (!numbers->d ||
         lib->OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, numbers->d) == 1))
        params = lib->OSSL_PARAM_BLD_to_param(builder);
    lib->OSSL_PARAM_BLD_free(builder);
    return params;
}

static EVP_PKEY *make_pkey(const struct ec_domain *domain, const struct numbers *numbers)
{
    const struct libcrypto *lib = libcrypto();
    int selection = numbers->d ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    OSSL_PARAM *key = build_key(numbers), *all = NULL;
    EVP_PKEY_CTX *context = lib->EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    EVP_PKEY *pkey = NULL;

    if (key)
        all = lib->OSSL_PARAM_merge(domain->params, key); /* points into both */
    if (all && context && lib->EVP_PKEY_fromdata_init(context) == 1 &&
        lib->EVP_PKEY_fromdata(context, &pkey, selection, all) != 1)
        pkey = NULL;
    lib->EVP_PKEY_CTX_free(context);
    lib->OSSL_PARAM_free(all);
    lib->OSSL_PARAM_free(key);
    return pkey;
}

/* Fills the object; BRIDGE_BAD_KEY leaves it unusable. */
static enum bridge_status load(struct ec_libcrypto_object *key, const struct ec_domain *domain,
                               const struct bridge_key_import *params, const struct ec_given *given,
                               struct numbers *numbers)
{
    key->field_size = domain->field_size;
    key->order_size = domain->order_size;
    if (!numbers_read(domain, params, given, numbers) || !(key->pkey = make_pkey(domain, numbers)))
        return ec_libcrypto_failed(BRIDGE_BAD_KEY);
    key->base.usable = true;
    return BRIDGE_OK;
}

/* ------------------------------------------------------------------------------------------
 * Import and generation
 */
static bool is_wanted(const struct bridge_span *span)
{
    return !span_given(span) && span->capacity;
}

/* Writes the coordinates and the scalar that the caller wants. */
static enum bridge_status write_parts(struct bridge_span *parts, const struct numbers *numbers)
{
    size_t size = (numbers->octets_size - 1) / 2;
    enum bridge_status status = BRIDGE_OK;

    if (is_wanted(&parts[EC_X]))
        status = span_write(&parts[EC_X], numbers->octets + 1, size);
    if (!status && is_wanted(&parts[EC_Y]))
        status = span_write(&parts[EC_Y], numbers->octets + 1 + size, size);
    if (status || !numbers->d || !is_wanted(&parts[EC_D]))
        return status;
    if (libcrypto()->BN_bn2binpad(numbers->d, span_data(&parts[EC_D]), (int)parts[EC_D].capacity) <
        0)
        return ec_libcrypto_failed(BRIDGE_INTERNAL);
    parts[EC_D].size = parts[EC_D].capacity;
    return BRIDGE_OK;
}

static enum bridge_status import(struct bridge_key_import *params)
{
    bool validate = !(params->flags & BRIDGE_KEY_NO_VALIDATION);
    struct ec_libcrypto_object *key;
    struct numbers numbers = {0};
    struct ec_domain domain;
    struct ec_given given;
    enum bridge_status status = ec_find_given(params, &given);

    if (status)
        return status;
    if (!(key = new_object(params->group, given.private)))
        return BRIDGE_NO_MEMORY;
    status = ec_domain_open(params->group, params->parts, validate, &domain);
    if (!status)
        status = load(key, &domain, params, &given, &numbers);
    if (!status)
        status = write_parts(params->parts, &numbers);
    else if (status == BRIDGE_BAD_KEY && !validate)
        status = BRIDGE_OK; /* taken unseen: parts that were to be computed stay zero */
    numbers_clear(&numbers);
    ec_domain_close(&domain);
    if (status)
        destroy(&key->base);
    else
        params->object = bridge_pointer(key);
    return status;
}

static EVP_PKEY *generate_pkey(const struct ec_domain *domain)
{
    const struct libcrypto *lib = libcrypto();
    EVP_PKEY_CTX *context = lib->EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    EVP_PKEY *pkey = NULL;

    if (context && lib->EVP_PKEY_keygen_init(context) == 1 &&
        lib->EVP_PKEY_CTX_set_params(context, domain->params) == 1 &&
        lib->EVP_PKEY_generate(context, &pkey) != 1)
        pkey = NULL;
    lib->EVP_PKEY_CTX_free(context);
    return pkey;
}

/* The numbers of a key that libcrypto made. */
static bool numbers_from_pkey(EVP_PKEY *pkey, struct numbers *numbers)
{
    const struct libcrypto *lib = libcrypto();

    return (numbers->d = lib->BN_secure_new()) &&
           lib->EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_PRIV_KEY, &numbers->d) == 1 &&
           lib->EVP_PKEY_get_octet_string_param(pkey, OSSL_PKEY_PARAM_PUB_KEY, numbers->octets,
                                                sizeof(numbers->octets),
                                                &numbers->octets_size) == 1 &&
           numbers->octets[0] == POINT_CONVERSION_UNCOMPRESSED;
}

static enum bridge_status generate_in(const struct ec_domain *domain,
                                      struct bridge_key_generate *params)
{
    struct ec_libcrypto_object *key = new_object(params->group, true);
    struct numbers numbers = {0};
    enum bridge_status status = BRIDGE_INTERNAL;

    if (!key)
        return BRIDGE_NO_MEMORY;
    key->field_size = domain->field_size;
    key->order_size = domain->order_size;
    key->base.usable = true;
    if (!(key->pkey = generate_pkey(domain)))
        status = BRIDGE_NO_RANDOM;
    else if (numbers_from_pkey(key->pkey, &numbers))
        status = write_parts(params->parts, &numbers);
    numbers_clear(&numbers);
    if (status)
        destroy(&key->base);
    else
        params->object = bridge_pointer(key);
    return status ? ec_libcrypto_failed(status) : BRIDGE_OK;
}

static enum bridge_status generate(struct bridge_key_generate *params)
{
    struct ec_domain domain;
    enum bridge_status status = ec_domain_open(params->group, params->parts, true, &domain);

    if (!status)
        status = generate_in(&domain, params);
    ec_domain_close(&domain);
    return status;
}

static const struct family_ops ops = {
    .import = import,
    .generate = generate,
    .destroy = destroy,
    .sign = ec_libcrypto_sign,
    .verify = ec_libcrypto_verify,
    .agree = ec_libcrypto_agree,
};

const struct ec_backend ec_libcrypto = {has, &ops};
