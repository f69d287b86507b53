/*
 * DSA groups: their validation (FIPS 186-4 Appendix A).
 */
#include <nettle/bignum.h>
#include <nettle/macros.h>
#include <nettle/sha1.h>

#include "dsa_object.h"

#define OLD_MAX_BITS 1024 /* what FIPS 186-2 knows */
#define OLD_MAX_COUNT 4095
#define COUNT_SIZE 4

static size_t byte_size(const mpz_t value)
{
    return (mpz_sizeinbase(value, 2) + 7) / 8;
}

static bool is_old(const struct dsa_params *params)
{
    return mpz_sizeinbase(params->p, 2) <= OLD_MAX_BITS;
}

/* The hash that belongs to a length of q; NULL if there is none. */
static const struct nettle_hash *group_hash(const struct dsa_params *params)
{
    static const uint32_t hashes[] = {HASH_SHA1, HASH_SHA256, HASH_SHA512};
    size_t i;

    for (i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++)
    {
        const struct nettle_hash *hash = hash_find(hashes[i])->nettle;

        if (hash->digest_size == byte_size(params->q))
            return hash;
    }
    return NULL;
}

bool dsa_sizes_valid(const struct dsa_params *params)
{
    size_t bits = mpz_sizeinbase(params->p, 2);
    const struct nettle_hash *hash = group_hash(params);

    if (bits < DSA_MIN_BITS || bits > DSA_MAX_BITS || !hash)
        return false;
    return !is_old(params) || hash->digest_size == SHA1_DIGEST_SIZE;
}

static bool divides(const mpz_t q, const mpz_t p)
{
    mpz_t p1;
    bool result;

    mpz_init(p1);
    mpz_sub_ui(p1, p, 1);
    result = mpz_divisible_p(p1, q);
    mpz_clear(p1);
    return result;
}

static bool generates(const struct dsa_params *params)
{
    mpz_t power;
    bool result;

    mpz_init(power);
    mpz_powm(power, params->g, params->q, params->p);
    result = !mpz_cmp_ui(power, 1);
    mpz_clear(power);
    return result;
}

bool dsa_group_valid(const struct dsa_params *params)
{
    return mpz_odd_p(params->p) && mpz_odd_p(params->q) && divides(params->q, params->p) &&
           ffc_between(params->g, 1, params->p) && generates(params) && ffc_is_prime(params->q) &&
           ffc_is_prime(params->p);
}

/* ------------------------------------------------------------------------------------------
 * Seeds
 */
struct seed
{
    const struct nettle_hash *hash;
    const uint8_t *data;
    size_t size;
};

/* digest = Hash((seed + offset) mod 2^(bits of seed)) */
static bool hash_seed(const struct seed *seed, unsigned long offset, uint8_t *digest)
{
    void *context = secure_alloc(seed->hash->context_size);
    uint8_t bytes[2 * FFC_MAX_SEED];
    mpz_t value;

    if (!context)
        return false;
    mpz_init(value);
    nettle_mpz_set_str_256_u(value, seed->size, seed->data);
    mpz_add_ui(value, value, offset);
    mpz_fdiv_r_2exp(value, value, 8 * seed->size);
    nettle_mpz_get_str_256(seed->size, bytes, value);
    mpz_clear(value);
    seed->hash->init(context);
    seed->hash->update(context, seed->size, bytes);
    seed->hash->digest(context, seed->hash->digest_size, digest);
    secure_free(context, seed->hash->context_size);
    return true;
}

/* q = Hash(seed) [FIPS 186-2: xor Hash(seed + 1)] with its first and its last bit set. */
static bool seed_gives_q(const struct seed *seed, bool old, const mpz_t q)
{
    uint8_t digest[BRIDGE_MAX_DIGEST], next[BRIDGE_MAX_DIGEST];
    size_t size = seed->hash->digest_size, i;
    mpz_t value;
    bool result;

    if (!hash_seed(seed, 0, digest) || (old && !hash_seed(seed, 1, next)))
        return false;
    for (i = 0; old && i < size; i++)
        digest[i] ^= next[i];
    digest[0] |= 0x80;
    digest[size - 1] |= 1;
    mpz_init(value);
    nettle_mpz_set_str_256_u(value, size, digest);
    result = !mpz_cmp(value, q);
    mpz_clear(value);
    return result;
}

/* value = the last bits of Hash(seed + offset) || .. || Hash(seed + offset + n) read backwards, so
 * many that they make bits-1 bits, and a 1 before them. */
static bool candidate(const struct seed *seed, unsigned long offset, size_t bits, mpz_t value)
{
    uint8_t digest[BRIDGE_MAX_DIGEST];
    size_t length = 8 * seed->hash->digest_size, n = (bits - 1) / length, i;
    mpz_t block;
    bool ok = true;

    mpz_init(block);
    mpz_set_ui(value, 0);
    for (i = 0; ok && i <= n; i++)
    {
        ok = hash_seed(seed, offset + i, digest);
        nettle_mpz_set_str_256_u(block, seed->hash->digest_size, digest);
        mpz_mul_2exp(block, block, i * length);
        mpz_add(value, value, block);
    }
    mpz_fdiv_r_2exp(value, value, bits - 1);
    mpz_setbit(value, bits - 1);
    mpz_clear(block);
    return ok;
}

/* p = X - (X mod 2q - 1), X being the candidate of that counter.  Whether an earlier counter would
 * have given a prime too is not asked: p comes from the seed in either case. */
static bool seed_gives_p(const struct seed *seed, const struct dsa_params *params, uint32_t count)
{
    size_t bits = mpz_sizeinbase(params->p, 2);
    size_t hashes = (bits - 1) / (8 * seed->hash->digest_size) + 1;
    unsigned long start = is_old(params) ? 2 : 1;
    mpz_t value, rest;
    bool result;

    mpz_inits(value, rest, NULL);
    result = candidate(seed, start + count * hashes, bits, value);
    mpz_mul_2exp(rest, params->q, 1);
    mpz_fdiv_r(rest, value, rest);
    mpz_sub(value, value, rest);
    mpz_add_ui(value, value, 1);
    result = result && !mpz_cmp(value, params->p);
    mpz_clears(value, rest, NULL);
    return result;
}

static bool all_ones(const struct bridge_span *span)
{
    const uint8_t *data = span_data(span);
    uint32_t i;

    for (i = 0; i < span->size; i++)
    {
        if (data[i] != 0xff)
            return false;
    }
    return true;
}

bool dsa_seed_valid(const struct dsa_params *params, const struct bridge_span *parts)
{
    const struct bridge_span *count = &parts[DSA_COUNT];
    struct seed seed = {group_hash(params), span_data(&parts[DSA_SEED]), parts[DSA_SEED].size};
    uint32_t limit = is_old(params) ? OLD_MAX_COUNT : 4 * mpz_sizeinbase(params->p, 2) - 1;

    if (all_ones(&parts[DSA_SEED]) && all_ones(count))
        return true;
    if (count->size != COUNT_SIZE || READ_UINT32(span_data(count)) > limit)
        return false;
    if (seed.size < seed.hash->digest_size || seed.size > 2 * FFC_MAX_SEED)
        return false;
    return seed_gives_q(&seed, is_old(params), params->q) &&
           seed_gives_p(&seed, params, READ_UINT32(span_data(count)));
}
