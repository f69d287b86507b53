/*
 * RSA keys: import, generation, validation (RFC 8017 section 3, FIPS 186-5 A.1).
 */
#include <nettle/bignum.h>

#include "rsa_object.h"

/* NCRYPT_LENGTHS of RSA; import takes smaller keys too, as far down as Nettle goes. */
#define GENERATE_MIN_BITS 512
#define MAX_BITS 16384
#define STEP_BITS 8

#define PARTS (RSA_D + 1)

/* All numbers of a key, by enum rsa_part, in the order in which the caller has the primes. */
struct numbers
{
    mpz_t v[PARTS];
};

static void numbers_init(struct numbers *numbers)
{
    int i;

    for (i = 0; i < PARTS; i++)
        mpz_init(numbers->v[i]);
}

static void numbers_clear(struct numbers *numbers)
{
    int i;

    for (i = 0; i < PARTS; i++)
        mpz_clear(numbers->v[i]);
}

/* Reads E, N and, for a private key, P and Q. */
static void numbers_read(struct numbers *numbers, const struct bridge_span *parts, bool private)
{
    int i, last = private ? RSA_Q : RSA_N;

    for (i = RSA_E; i <= last; i++)
        span_read_mpz(numbers->v[i], &parts[i]);
}

static enum bridge_status numbers_write(const struct numbers *numbers, struct bridge_span *parts)
{
    mpz_srcptr values[PARTS];
    int i;

    for (i = 0; i < PARTS; i++)
        values[i] = numbers->v[i];
    return span_write_parts(parts, values, PARTS);
}

/* Odd and at least 3, which goes for the exponent as well as for a prime. */
static bool odd_from_3(const mpz_t value)
{
    return mpz_odd_p(value) && mpz_cmp_ui(value, 3) >= 0;
}

static bool public_valid(const struct numbers *numbers)
{
    const mpz_t *v = numbers->v;

    return mpz_odd_p(v[RSA_N]) && odd_from_3(v[RSA_E]) && mpz_cmp(v[RSA_E], v[RSA_N]) < 0;
}

/* p and q make up n, and are odd and > 1: what Nettle's computation takes for granted.  Whether
 * they are prime is the pairwise test's to find out. */
static bool primes_valid(const struct numbers *numbers)
{
    const mpz_t *v = numbers->v;
    mpz_t product;
    bool valid;

    mpz_init(product);
    mpz_mul(product, v[RSA_P], v[RSA_Q]);
    valid = odd_from_3(v[RSA_P]) && odd_from_3(v[RSA_Q]) && !mpz_cmp(product, v[RSA_N]);
    mpz_clear(product);
    return valid;
}

/* Computes DP, DQ, QINV and D from E, P and Q, all > 1; false if that cannot be done.
 * D = 1/e mod (p-1)(q-1), not modulo the least common multiple: so does Windows since version 10,
 * and D is visible in RSAFULLPRIVATE and PKCS#8 blobs. */
static bool numbers_derive(struct numbers *numbers)
{
    mpz_t *v = numbers->v;
    mpz_t p1, q1, phi;
    bool ok;

    mpz_inits(p1, q1, phi, NULL);
    mpz_sub_ui(p1, v[RSA_P], 1);
    mpz_sub_ui(q1, v[RSA_Q], 1);
    mpz_mul(phi, p1, q1);
    ok = mpz_invert(v[RSA_D], v[RSA_E], phi) && mpz_invert(v[RSA_QINV], v[RSA_Q], v[RSA_P]);
    if (ok)
    {
        mpz_mod(v[RSA_DP], v[RSA_D], p1);
        mpz_mod(v[RSA_DQ], v[RSA_D], q1);
    }
    mpz_clears(p1, q1, phi, NULL);
    return ok;
}

static void rsa_destroy(struct object *object)
{
    struct rsa_object *key = (struct rsa_object *)object;

    rsa_public_key_clear(&key->pub);
    rsa_private_key_clear(&key->key);
    secure_free(key, sizeof(*key));
}

static struct rsa_object *rsa_new(bool private)
{
    struct rsa_object *key = secure_alloc(sizeof(*key));

    if (!key)
        return NULL;
    key->base.ops = &rsa_ops;
    key->base.has_private = private;
    rsa_public_key_init(&key->pub);
    rsa_private_key_init(&key->key);
    return key;
}

/* Takes the public numbers; false if Nettle cannot use them (too small, even). */
static bool load_public(struct rsa_object *key, const struct numbers *numbers)
{
    mpz_set(key->pub.e, numbers->v[RSA_E]);
    mpz_set(key->pub.n, numbers->v[RSA_N]);
    return rsa_public_key_prepare(&key->pub);
}

/* Takes the private numbers, with the larger prime as p: Nettle's computation needs q to have
 * fewer limbs than n, which two primes of very unequal size fulfil in this order only.  Nettle
 * never reads d. */
static bool load_private(struct rsa_object *key, const struct numbers *numbers)
{
    const mpz_t *v = numbers->v;
    bool swap = mpz_cmp(v[RSA_P], v[RSA_Q]) < 0;

    mpz_set(key->key.p, v[swap ? RSA_Q : RSA_P]);
    mpz_set(key->key.q, v[swap ? RSA_P : RSA_Q]);
    mpz_set(key->key.a, v[swap ? RSA_DQ : RSA_DP]);
    mpz_set(key->key.b, v[swap ? RSA_DP : RSA_DQ]);
    if (!swap)
        mpz_set(key->key.c, v[RSA_QINV]);
    else if (!mpz_invert(key->key.c, key->key.q, key->key.p))
        return false;
    return rsa_private_key_prepare(&key->key);
}

/* Raises a number to d and back to e.  rsa_private_op does the latter by itself, and on a blinded
 * and thus random number, which a composite "prime" does not survive. */
static enum bridge_status pairwise_test(const struct rsa_object *key)
{
    enum bridge_status status;
    mpz_t value, result;

    mpz_init_set_ui(value, 2);
    mpz_init(result);
    status = rsa_private_op(key, result, value);
    mpz_clears(value, result, NULL);
    return status;
}

/* Fills the object from the numbers, of which the derived ones are computed, and finds out
 * whether it is usable. */
static void load(struct rsa_object *key, struct numbers *numbers)
{
    key->base.usable = load_public(key, numbers);
    if (!key->base.has_private)
        return;
    if (!primes_valid(numbers) || !numbers_derive(numbers) || !key->base.usable ||
        !load_private(key, numbers))
        key->base.usable = false;
}

static enum bridge_status validate(const struct rsa_object *key, const struct numbers *numbers)
{
    if (!key->base.usable || !public_valid(numbers))
        return BRIDGE_BAD_KEY;
    return key->base.has_private ? pairwise_test(key) : BRIDGE_OK;
}

/* What is left of import and generation once the numbers are there: makes the object, writes the
 * parts that the caller wants. */
static enum bridge_status finish(struct numbers *numbers, struct bridge_span *parts, bool private,
                                 bool validation, uint64_t *object)
{
    enum bridge_status status = BRIDGE_OK;
    struct rsa_object *key;

    if (mpz_sizeinbase(numbers->v[RSA_N], 2) > MAX_BITS)
        return BRIDGE_INVALID_PARAMETER;
    if (!(key = rsa_new(private)))
        return BRIDGE_NO_MEMORY;
    load(key, numbers);
    if (validation)
        status = validate(key, numbers);
    if (!status)
        status = numbers_write(numbers, parts);
    if (status)
        rsa_destroy(&key->base);
    else
        *object = bridge_pointer(key);
    return status;
}

static enum bridge_status rsa_import(struct bridge_key_import *params)
{
    struct bridge_span *parts = params->parts;
    bool private = span_given(&parts[RSA_P]);
    struct numbers numbers;
    enum bridge_status status;

    if (!span_given(&parts[RSA_E]) || !span_given(&parts[RSA_N]))
        return BRIDGE_INVALID_PARAMETER;
    if (private != span_given(&parts[RSA_Q]))
        return BRIDGE_INVALID_PARAMETER;

    numbers_init(&numbers);
    numbers_read(&numbers, parts, private);
    status = finish(&numbers, parts, private, !(params->flags & BRIDGE_KEY_NO_VALIDATION),
                    &params->object);
    numbers_clear(&numbers);
    return status;
}

/* Makes N, P and Q of the given size for the given E; the top two bits of both primes are set, so
 * that n has exactly that size (FIPS 186-5 A.1.3).  p > q. */
static enum bridge_status generate_primes(struct numbers *numbers, uint32_t bits)
{
    struct rsa_public_key pub;
    struct rsa_private_key key;
    bool ok;

    rsa_public_key_init(&pub);
    rsa_private_key_init(&key);
    mpz_set(pub.e, numbers->v[RSA_E]);
    ok = rsa_generate_keypair(&pub, &key, RANDOM_LONG_TERM, random_bytes, NULL, NULL, bits, 0);
    if (ok)
    {
        if (mpz_cmp(key.p, key.q) < 0)
            mpz_swap(key.p, key.q);
        mpz_set(numbers->v[RSA_N], pub.n);
        mpz_set(numbers->v[RSA_P], key.p);
        mpz_set(numbers->v[RSA_Q], key.q);
    }
    rsa_public_key_clear(&pub);
    rsa_private_key_clear(&key);
    if (!random_ok())
        return BRIDGE_NO_RANDOM;
    return ok ? BRIDGE_OK : BRIDGE_INVALID_PARAMETER;
}

static enum bridge_status rsa_generate(struct bridge_key_generate *params)
{
    uint32_t bits = params->bits;
    struct numbers numbers;
    enum bridge_status status;

    if (bits < GENERATE_MIN_BITS || bits > MAX_BITS || bits % STEP_BITS)
        return BRIDGE_INVALID_PARAMETER;
    if (!span_given(&params->parts[RSA_E]))
        return BRIDGE_INVALID_PARAMETER;

    numbers_init(&numbers);
    span_read_mpz(numbers.v[RSA_E], &params->parts[RSA_E]);
    status = generate_primes(&numbers, bits);
    if (!status)
        status = finish(&numbers, params->parts, true, true, &params->object);
    numbers_clear(&numbers);
    return status;
}

const struct family_ops rsa_ops = {
    .import = rsa_import,
    .generate = rsa_generate,
    .destroy = rsa_destroy,
    .sign = rsa_sign,
    .verify = rsa_verify,
    .encrypt = rsa_encrypt_message,
    .decrypt = rsa_decrypt_message,
};
