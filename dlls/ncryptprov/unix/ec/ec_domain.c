/*
 * Domain parameters of elliptic curves, by libcrypto: named curves and explicit ones.
 */
#include <string.h>

#include "ec_libcrypto.h"

enum bridge_status ec_libcrypto_failed(enum bridge_status status)
{
    libcrypto()->ERR_clear_error();
    return status;
}

/* ------------------------------------------------------------------------------------------
 * The numbers of explicit parameters
 */

/* 25 rounds of Miller-Rabin after the Baillie-PSW test of GMP 6.2. */
#define PRIME_ROUNDS 25

/* Hasse's theorem: |h n - (p + 1)| <= 2 sqrt(p).  Where n is longer than half of p, as in every curve
 * of use, this leaves no second h. */
static bool cofactor_possible(const mpz_t p, const mpz_t n, const mpz_t h)
{
    bool possible;
    mpz_t t, limit;

    mpz_inits(t, limit, NULL);
    mpz_mul(t, n, h);
    mpz_sub(t, t, p);
    mpz_sub_ui(t, t, 1);
    mpz_mul(t, t, t);
    mpz_mul_ui(limit, p, 4);
    possible = mpz_sgn(h) > 0 && mpz_cmp(t, limit) <= 0;
    mpz_clears(t, limit, NULL);
    return possible;
}

/* The checks that EC_GROUP_check does not do: primes, ranges, cofactor. */
static bool numbers_consistent(const struct bridge_span *parts)
{
    mpz_t p, a, b, n, h;
    bool consistent;

    mpz_inits(p, a, b, n, h, NULL);
    span_read_mpz(p, &parts[EC_P]);
    span_read_mpz(a, &parts[EC_A]);
    span_read_mpz(b, &parts[EC_B]);
    span_read_mpz(n, &parts[EC_ORDER]);
    span_read_mpz(h, &parts[EC_COFACTOR]);
    consistent = mpz_cmp(a, p) < 0 && mpz_cmp(b, p) < 0 && cofactor_possible(p, n, h) &&
                 mpz_probab_prime_p(p, PRIME_ROUNDS) && mpz_probab_prime_p(n, PRIME_ROUNDS);
    mpz_clears(p, a, b, n, h, NULL);
    return consistent;
}

/* All parameters are there (the seed is not used), and none is longer than what can be computed. */
static enum bridge_status check_sizes(const struct bridge_span *parts)
{
    static const enum ec_part field_parts[] = {EC_P, EC_A, EC_B, EC_GX, EC_GY};
    size_t i;

    for (i = 0; i < sizeof(field_parts) / sizeof(field_parts[0]); i++)
    {
        if (!span_given(&parts[field_parts[i]]) || parts[field_parts[i]].size != parts[EC_P].size)
            return BRIDGE_INVALID_PARAMETER;
    }
    if (!span_given(&parts[EC_ORDER]) || !span_given(&parts[EC_COFACTOR]))
        return BRIDGE_INVALID_PARAMETER;
    if (parts[EC_P].size > EC_MAX_FIELD_BYTES || parts[EC_ORDER].size > EC_MAX_FIELD_BYTES ||
        parts[EC_COFACTOR].size > EC_MAX_FIELD_BYTES)
        return BRIDGE_NOT_SUPPORTED;
    return BRIDGE_OK;
}

/* ------------------------------------------------------------------------------------------
 * Parameters for libcrypto
 */

/* The numbers that the builder holds until it is done. */
#define NUMBER_COUNT 5
static const struct
{
    enum ec_part part;
    const char *name;
} number_params[NUMBER_COUNT] = {
    {EC_P, OSSL_PKEY_PARAM_EC_P},
    {EC_A, OSSL_PKEY_PARAM_EC_A},
    {EC_B, OSSL_PKEY_PARAM_EC_B},
    {EC_ORDER, OSSL_PKEY_PARAM_EC_ORDER},
    {EC_COFACTOR, OSSL_PKEY_PARAM_EC_COFACTOR},
};

static bool push_generator(OSSL_PARAM_BLD *builder, const struct bridge_span *parts,
                           uint8_t *generator)
{
    uint32_t size = parts[EC_P].size;

    generator[0] = POINT_CONVERSION_UNCOMPRESSED;
    memcpy(generator + 1, span_data(&parts[EC_GX]), size);
    memcpy(generator + 1 + size, span_data(&parts[EC_GY]), size);
    return libcrypto()->OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_EC_GENERATOR,
                                                         generator, 1 + 2 * size) == 1;
}

static OSSL_PARAM *build_explicit(OSSL_PARAM_BLD *builder, const struct bridge_span *parts)
{
    const struct libcrypto *lib = libcrypto();
    uint8_t generator[EC_MAX_POINT];
    BIGNUM *numbers[NUMBER_COUNT] = {NULL};
    OSSL_PARAM *params = NULL;
    bool ok = lib->OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_EC_FIELD_TYPE,
                                                   "prime-field", 0) == 1;
    size_t i;

    for (i = 0; ok && i < NUMBER_COUNT; i++)
    {
        const struct bridge_span *part = &parts[number_params[i].part];

        numbers[i] = lib->BN_bin2bn(span_data(part), (int)part->size, NULL);
        ok = numbers[i] &&
             lib->OSSL_PARAM_BLD_push_BN(builder, number_params[i].name, numbers[i]) == 1;
    }
    if (ok && push_generator(builder, parts, generator))
        params = lib->OSSL_PARAM_BLD_to_param(builder);
    for (i = 0; i < NUMBER_COUNT; i++)
        lib->BN_clear_free(numbers[i]);
    return params;
}

static OSSL_PARAM *build_named(OSSL_PARAM_BLD *builder, uint32_t curve)
{
    const struct libcrypto *lib = libcrypto();

    if (lib->OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME,
                                             curve_find(curve)->libcrypto, 0) != 1)
        return NULL;
    return lib->OSSL_PARAM_BLD_to_param(builder);
}

static OSSL_PARAM *build(uint32_t curve, const struct bridge_span *parts)
{
    const struct libcrypto *lib = libcrypto();
    OSSL_PARAM_BLD *builder = lib->OSSL_PARAM_BLD_new();
    OSSL_PARAM *params = NULL;

    if (builder)
        params = curve == CURVE_EXPLICIT ? build_explicit(builder, parts)
                                         : build_named(builder, curve);
    lib->OSSL_PARAM_BLD_free(builder);
    return params;
}

/* ------------------------------------------------------------------------------------------
 * Domains
 */
static uint32_t bytes_of_number(const BIGNUM *number)
{
    return bytes_of_bits((uint32_t)libcrypto()->BN_num_bits(number));
}

enum bridge_status ec_domain_open(uint32_t curve, const struct bridge_span *parts, bool validate,
                                  struct ec_domain *domain)
{
    const struct libcrypto *lib = libcrypto();
    bool is_explicit = curve == CURVE_EXPLICIT;
    enum bridge_status status = is_explicit ? check_sizes(parts) : BRIDGE_OK;

    memset(domain, 0, sizeof(*domain));
    if (status)
        return status;
    if (is_explicit && validate && !numbers_consistent(parts))
        return BRIDGE_BAD_KEY;
    if (!(domain->bn = lib->BN_CTX_new()) || !(domain->params = build(curve, parts)))
        return ec_libcrypto_failed(BRIDGE_NO_MEMORY);
    if (!(domain->group = lib->EC_GROUP_new_from_params(domain->params, NULL, NULL)))
        return ec_libcrypto_failed(BRIDGE_BAD_KEY);
    if (is_explicit && validate && lib->EC_GROUP_check(domain->group, domain->bn) != 1)
        return ec_libcrypto_failed(BRIDGE_BAD_KEY);
    domain->field_size = bytes_of_bits((uint32_t)lib->EC_GROUP_get_degree(domain->group));
    domain->order_size = bytes_of_number(lib->EC_GROUP_get0_order(domain->group));
    return BRIDGE_OK;
}

void ec_domain_close(struct ec_domain *domain)
{
    const struct libcrypto *lib = libcrypto();

    lib->EC_GROUP_free(domain->group);
    lib->OSSL_PARAM_free(domain->params);
    lib->BN_CTX_free(domain->bn);
}

/* ------------------------------------------------------------------------------------------
 * curve_numbers
 */
static bool write_number(struct bridge_span *span, const BIGNUM *number)
{
    if (!number || libcrypto()->BN_bn2binpad(number, span_data(span), (int)span->capacity) < 0)
        return false;
    span->size = span->capacity;
    return true;
}

static bool write_curve(const struct ec_domain *domain, struct bridge_span *parts)
{
    const struct libcrypto *lib = libcrypto();
    BIGNUM *p = lib->BN_secure_new(), *a = lib->BN_secure_new(), *b = lib->BN_secure_new();
    bool ok = p && a && b && lib->EC_GROUP_get_curve(domain->group, p, a, b, domain->bn) == 1 &&
              write_number(&parts[EC_P], p) && write_number(&parts[EC_A], a) &&
              write_number(&parts[EC_B], b);

    lib->BN_clear_free(p);
    lib->BN_clear_free(a);
    lib->BN_clear_free(b);
    return ok;
}

static bool write_generator(const struct ec_domain *domain, struct bridge_span *parts)
{
    const struct libcrypto *lib = libcrypto();
    uint8_t point[EC_MAX_POINT];
    uint32_t size = domain->field_size;

    if (lib->EC_POINT_point2oct(domain->group, lib->EC_GROUP_get0_generator(domain->group),
                                POINT_CONVERSION_UNCOMPRESSED, point, sizeof(point),
                                domain->bn) != 1 + 2 * size)
        return false;
    return !span_write(&parts[EC_GX], point + 1, size) &&
           !span_write(&parts[EC_GY], point + 1 + size, size);
}

static bool write_numbers(const struct ec_domain *domain, struct bridge_span *parts)
{
    const struct libcrypto *lib = libcrypto();

    return write_curve(domain, parts) && write_generator(domain, parts) &&
           write_number(&parts[EC_ORDER], lib->EC_GROUP_get0_order(domain->group)) &&
           write_number(&parts[EC_COFACTOR], lib->EC_GROUP_get0_cofactor(domain->group));
}

enum bridge_status unix_curve_numbers(struct bridge_curve_numbers *params)
{
    const struct curve_info *info = curve_find(params->group);
    struct ec_domain domain;
    enum bridge_status status;
    unsigned int i;

    if (!libcrypto() || !info || !*info->libcrypto)
        return BRIDGE_NOT_SUPPORTED;
    for (i = EC_P; i <= EC_COFACTOR; i++)
    {
        if (!params->parts[i].data || !params->parts[i].capacity)
            return BRIDGE_INVALID_PARAMETER;
    }
    status = ec_domain_open(params->group, NULL, false, &domain);
    if (!status && !write_numbers(&domain, params->parts))
        status = ec_libcrypto_failed(BRIDGE_INVALID_PARAMETER);
    ec_domain_close(&domain);
    return status;
}
