/*
 * RSA on the Unix side: keys that are put together here, refused keys, generated ones.
 */
#include <gmp.h>
#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <string.h>

#include "rsa_checks.h"

static const uint8_t f4[] = {1, 0, 1};

/* ------------------------------------------------------------------------------------------
 * Keys that are put together here
 */
struct number
{
    uint8_t bytes[TEST_MAX_PART];
    size_t size;
};

static struct data number_data(const struct number *number)
{
    return (struct data){number->bytes, number->size};
}

static void number_set(struct number *number, const mpz_t value)
{
    mpz_export(number->bytes, &number->size, 1, 1, 1, 0, value);
}

static void mpz_from(mpz_t value, struct data data)
{
    mpz_import(value, data.size, 1, 1, 1, 0, data.bytes);
}

/* A key with modulus p*q. */
static struct test_key *key_of_primes(struct data e, const mpz_t p, const mpz_t q)
{
    struct number np, nq, nn;
    mpz_t n;

    mpz_init(n);
    mpz_mul(n, p, q);
    number_set(&np, p);
    number_set(&nq, q);
    number_set(&nn, n);
    mpz_clear(n);
    return test_rsa_key(e, number_data(&nn), number_data(&np), number_data(&nq));
}

/* The derived numbers against GMP's own arithmetic. */
static void check_derived(const struct test_key *key)
{
    mpz_t v[RSA_D + 1], t, phi;
    int i;

    for (i = 0; i <= RSA_D; i++)
    {
        mpz_init(v[i]);
        mpz_from(v[i], test_key_part(key, i));
    }
    mpz_inits(t, phi, NULL);
    mpz_mul(t, v[RSA_P], v[RSA_Q]);
    check(!mpz_cmp(t, v[RSA_N]), "n = pq");
    mpz_sub(phi, v[RSA_N], v[RSA_P]);
    mpz_sub(phi, phi, v[RSA_Q]);
    mpz_add_ui(phi, phi, 1);
    mpz_mul(t, v[RSA_E], v[RSA_D]);
    mpz_mod(t, t, phi);
    check(!mpz_cmp_ui(t, 1) && mpz_cmp(v[RSA_D], phi) < 0, "ed = 1 mod (p-1)(q-1)");
    mpz_sub_ui(t, v[RSA_P], 1);
    mpz_mod(t, v[RSA_D], t);
    check(!mpz_cmp(t, v[RSA_DP]), "dp = d mod (p-1)");
    mpz_sub_ui(t, v[RSA_Q], 1);
    mpz_mod(t, v[RSA_D], t);
    check(!mpz_cmp(t, v[RSA_DQ]), "dq = d mod (q-1)");
    mpz_mul(t, v[RSA_Q], v[RSA_QINV]);
    mpz_mod(t, t, v[RSA_P]);
    check(!mpz_cmp_ui(t, 1) && mpz_cmp(v[RSA_QINV], v[RSA_P]) < 0, "qinv = 1/q mod p");
    for (i = 0; i <= RSA_D; i++)
        mpz_clear(v[i]);
    mpz_clears(t, phi, NULL);
}

/* A working private key. */
static void check_works(const struct test_key *key)
{
    size_t k = rsa_modulus_size(key);

    check_derived(key);
    rsa_sign_and_verify(key, SCHEME_PKCS1, HASH_NONE, 0, k >= 31);
    rsa_crypt_length(key, SCHEME_PKCS1, HASH_NONE, NO_DATA, k - 11, true);
    if (k >= 42)
        rsa_crypt_length(key, SCHEME_OAEP, HASH_SHA1, NO_DATA, k - 42, true);
}

static void prime_of(mpz_t prime, uint32_t bits, int part)
{
    struct test_key *key = test_rsa_generate(bits, 65537);

    if (!key)
        abort();
    mpz_from(prime, test_key_part(key, part));
    test_key_delete(key);
}

/* Primes in either order and of any two sizes. */
static void test_unequal_primes(void)
{
    static const uint32_t sizes[] = {512, 520, 1024, 1536, 2048};
    mpz_t p, q, three;
    size_t i;

    mpz_inits(p, q, NULL);
    mpz_init_set_ui(three, 3);
    prime_of(q, 512, RSA_Q);
    for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
    {
        struct test_key *keys[4];
        int order;

        prime_of(p, sizes[i], RSA_P);
        keys[0] = key_of_primes(DATA(f4), p, q);
        keys[1] = key_of_primes(DATA(f4), q, p);
        keys[2] = key_of_primes(DATA(f4), p, three);
        keys[3] = key_of_primes(DATA(f4), three, p);
        for (order = 0; order < 4; order++)
        {
            check_context_push("primes of 256 and %u bits, order %d", sizes[i] / 2, order);
            if (check_status(test_key_import(keys[order], 0), BRIDGE_OK))
                check_works(keys[order]);
            check_context_pop();
            test_key_delete(keys[order]);
        }
    }
    mpz_clears(p, q, three, NULL);
}

static void import_exponent(const char *hex, const mpz_t p, const mpz_t q, enum bridge_status want)
{
    struct data e = test_unhex(hex);
    struct test_key *key = key_of_primes(e, p, q);

    check_context_push("e = %s", hex);
    if (check_status(test_key_import(key, 0), want) && !want)
        check_works(key);
    check_context_pop();
    test_key_delete(key);
    free((void *)e.bytes);
}

static void test_exponents(void)
{
    mpz_t p, q;

    mpz_inits(p, q, NULL);
    do /* 3 and 5 must not divide p-1, q-1 for the small exponents to work */
        prime_of(p, 1024, RSA_P);
    while (mpz_fdiv_ui(p, 3) == 1 || mpz_fdiv_ui(p, 5) == 1);
    do
        prime_of(q, 1024, RSA_Q);
    while (mpz_fdiv_ui(q, 3) == 1 || mpz_fdiv_ui(q, 5) == 1);
    import_exponent("03", p, q, BRIDGE_OK);
    import_exponent("00000005", p, q, BRIDGE_OK);
    import_exponent("fffffffb", p, q, BRIDGE_OK);           /* these are primes: 2^32 - 5, */
    import_exponent("ffffffffffffffc5", p, q, BRIDGE_OK);   /* 2^64 - 59, */
    import_exponent("01000000000000000d", p, q, BRIDGE_OK); /* 2^64 + 13, */
    import_exponent("7fffffffffffffffffffffffffffffff", p, q, BRIDGE_OK); /* 2^127 - 1 */
    import_exponent("01", p, q, BRIDGE_BAD_KEY);
    import_exponent("00", p, q, BRIDGE_BAD_KEY);
    import_exponent("02", p, q, BRIDGE_BAD_KEY);
    import_exponent("010002", p, q, BRIDGE_BAD_KEY);
    mpz_clears(p, q, NULL);
}

/* BRIDGE_BAD_KEY on import; with BRIDGE_KEY_NO_VALIDATION an object, whose private operations fail
 * and do not crash. */
static void refused(const char *why, struct test_key *key)
{
    struct data digest = rsa_digest(HASH_SHA1);
    uint8_t signature[MAX_BLOCK];
    uint32_t size = sizeof(signature);

    check_context_push("%s", why);
    check_status(test_key_import(key, 0), BRIDGE_BAD_KEY);
    check(!key->object, "no object");
    check_status(test_key_import(key, BRIDGE_KEY_NO_VALIDATION), BRIDGE_OK);
    check(key->object != 0, "an object");
    check_status(test_sign(key, SCHEME_PKCS1, HASH_NONE, 0, digest, signature, &size),
                 key->parts[RSA_P].size ? BRIDGE_BAD_KEY : BRIDGE_INVALID_PARAMETER);
    check_context_pop();
    test_key_delete(key);
}

static struct test_key *changed(const struct test_key *good, int part, struct data value)
{
    struct test_key *key = test_rsa_key(part == RSA_E ? value : test_key_part(good, RSA_E),
                                        part == RSA_N ? value : test_key_part(good, RSA_N),
                                        part == RSA_P ? value : test_key_part(good, RSA_P),
                                        part == RSA_Q ? value : test_key_part(good, RSA_Q));

    return key;
}

static void test_bad_keys(void)
{
    static const uint8_t zero[] = {0}, one[] = {1}, two[] = {2};
    struct test_key *good = test_rsa_generate(1024, 65537), *other;
    struct data n;
    mpz_t p, q, r;
    uint8_t even[128];

    if (!good)
        return;
    n = test_key_part(good, RSA_N);
    memcpy(even, n.bytes, n.size);
    even[n.size - 1] ^= 1;
    refused("n not pq", changed(good, RSA_N, DATA(even)));
    even[n.size - 1] ^= 3;
    refused("n not pq, odd", changed(good, RSA_N, DATA(even)));
    refused("p = 0", changed(good, RSA_P, DATA(zero)));
    refused("p = 1", changed(good, RSA_P, DATA(one)));
    refused("p = 2", changed(good, RSA_P, DATA(two)));
    refused("q = 0", changed(good, RSA_Q, DATA(zero)));
    refused("q = 1", changed(good, RSA_Q, DATA(one)));
    refused("p = q", changed(good, RSA_P, test_key_part(good, RSA_Q)));
    refused("p = n", changed(good, RSA_P, n));
    refused("e = 0", changed(good, RSA_E, DATA(zero)));

    mpz_inits(p, q, r, NULL);
    mpz_from(p, test_key_part(good, RSA_P));
    mpz_from(q, test_key_part(good, RSA_Q));
    prime_of(r, 512, RSA_P);
    mpz_mul(r, r, p);
    refused("composite p", key_of_primes(DATA(f4), r, q));
    refused("composite q", key_of_primes(DATA(f4), q, r));
    refused("square of a prime", key_of_primes(DATA(f4), p, p));
    mpz_mul(r, p, p);
    refused("p a square", key_of_primes(DATA(f4), r, q));
    mpz_set_ui(r, 1);
    refused("p = 1, n = q", key_of_primes(DATA(f4), r, q));
    mpz_set_ui(r, 65538); /* p-1 a multiple of e */
    mpz_sub_ui(r, r, 1);
    mpz_mul_ui(r, r, 2);
    mpz_add_ui(r, r, 1);
    refused("p - 1 divisible by e", key_of_primes(DATA(f4), r, q));
    mpz_clears(p, q, r, NULL);

    /* incomplete ones are the caller's mistake */
    other = test_rsa_key(DATA(f4), n, test_key_part(good, RSA_P), NO_DATA);
    check_status(test_key_import(other, 0), BRIDGE_INVALID_PARAMETER);
    test_key_delete(other);
    other = test_rsa_key(NO_DATA, n, NO_DATA, NO_DATA);
    check_status(test_key_import(other, 0), BRIDGE_INVALID_PARAMETER);
    test_key_delete(other);
    other = test_rsa_key(DATA(f4), NO_DATA, NO_DATA, NO_DATA);
    check_status(test_key_import(other, 0), BRIDGE_INVALID_PARAMETER);
    test_key_delete(other);
    other = changed(good, RSA_E, n);
    check_status(test_key_import(other, 0), BRIDGE_BAD_KEY);
    test_key_delete(other);
    test_key_delete(good);
}

static void test_bad_public_keys(void)
{
    static const uint8_t even_e[] = {4}, short_n[] = {0xff, 0xff, 0xff, 0xff};
    uint8_t n[2050];

    memset(n, 0xff, sizeof(n));
    refused("tiny n", test_rsa_key(DATA(f4), DATA(short_n), NO_DATA, NO_DATA));
    refused("even e", test_rsa_key(DATA(even_e), (struct data){n, 128}, NO_DATA, NO_DATA));
    n[127] = 0xfe;
    refused("even n", test_rsa_key(DATA(f4), (struct data){n, 128}, NO_DATA, NO_DATA));
    n[127] = 0xff;
    {
        struct test_key *key = test_rsa_key(DATA(f4), DATA(n), NO_DATA, NO_DATA);

        check_status(test_key_import(key, BRIDGE_KEY_NO_VALIDATION), BRIDGE_INVALID_PARAMETER);
        test_key_delete(key);
    }
}

/* A modulus of the largest size, from two primes that RFC 7919 and RFC 5054 (RFC 3526) give. */
static void test_largest(void)
{
    struct test_key *key;
    mpz_t p, q;

    mpz_inits(p, q, NULL);
    mpz_from(p,
             (struct data){gnutls_ffdhe_8192_group_prime.data, gnutls_ffdhe_8192_group_prime.size});
    mpz_from(q, (struct data){gnutls_srp_8192_group_prime.data, gnutls_srp_8192_group_prime.size});
    key = key_of_primes(DATA(f4), p, q);
    if (check_status(test_key_import(key, 0), BRIDGE_OK))
    {
        check(rsa_modulus_size(key) == 2048, "%zu bytes", rsa_modulus_size(key));
        check_works(key);
    }
    test_key_delete(key);
    mpz_clears(p, q, NULL);
}

/* Moduli of every number of bits, so that all cases of PSS come up. */
static void test_bit_lengths(void)
{
    uint32_t bits, step;
    mpz_t p, q;

    mpz_inits(p, q, NULL);
    prime_of(p, 512, RSA_P);
    for (step = 0; step < 9; step++)
    {
        struct test_key *key;

        bits = 256 + step; /* the smallest prime above 2^bits: n has 512 + step bits or one more */
        mpz_set_ui(q, 1);
        mpz_mul_2exp(q, q, bits);
        mpz_nextprime(q, q);
        key = key_of_primes(DATA(f4), p, q);
        check_context_push("primes of 256 and %u bits", bits + 1);
        if (check_status(test_key_import(key, 0), BRIDGE_OK))
        {
            mpz_t n;

            check_derived(key);
            mpz_init(n);
            mpz_from(n, test_key_part(key, RSA_N));
            rsa_sign_and_verify(key, SCHEME_PSS, HASH_SHA1, 20, true);
            rsa_sign_and_verify(key, SCHEME_PSS, HASH_SHA1,
                                (uint32_t)((mpz_sizeinbase(n, 2) + 6) / 8) - 22, true);
            rsa_sign_and_verify(key, SCHEME_PSS, HASH_SHA1,
                                (uint32_t)((mpz_sizeinbase(n, 2) + 6) / 8) - 21, false);
            mpz_clear(n);
        }
        check_context_pop();
        test_key_delete(key);
    }
    mpz_clears(p, q, NULL);
}

/* ------------------------------------------------------------------------------------------
 * Generation
 */
static void test_generate(uint32_t bits, uint32_t exponent)
{
    struct test_key *key = test_rsa_generate(bits, exponent);
    mpz_t p, q, n;

    if (!key)
        return;
    check_context_push("generated, %u bits, e = %u", bits, exponent);
    mpz_inits(p, q, n, NULL);
    mpz_from(n, test_key_part(key, RSA_N));
    mpz_from(p, test_key_part(key, RSA_P));
    mpz_from(q, test_key_part(key, RSA_Q));
    check(mpz_sizeinbase(n, 2) == bits, "%zu bits", mpz_sizeinbase(n, 2));
    check(mpz_cmp(p, q) > 0, "p > q");
    check(mpz_sizeinbase(p, 2) == bits / 2 && mpz_sizeinbase(q, 2) == bits / 2, "sizes of primes");
    check(mpz_probab_prime_p(p, 20) && mpz_probab_prime_p(q, 20), "prime");
    mpz_clears(p, q, n, NULL);
    check_works(key);
    test_key_delete(key);
    check_context_pop();
}

static void generate_refused(uint32_t bits, struct data e)
{
    struct test_key *key = test_key_new(FAMILY_RSA, 0);

    test_key_set(key, RSA_E, e);
    check_context_push("%u bits", bits);
    check_status(test_key_generate(key, bits), BRIDGE_INVALID_PARAMETER);
    check_context_pop();
    test_key_delete(key);
}

static void test_generation(void)
{
    static const uint8_t even[] = {1, 0, 0}, one[] = {1};
    uint8_t large[65];

    test_generate(512, 65537);
    test_generate(520, 65537);
    test_generate(768, 3);
    test_generate(1024, 0xfffffffb);
    test_generate(2048, 65537);
    memset(large, 0xff, sizeof(large));
    generate_refused(504, DATA(f4));
    generate_refused(0, DATA(f4));
    generate_refused(513, DATA(f4));
    generate_refused(16392, DATA(f4));
    generate_refused(0xfffffff8, DATA(f4));
    generate_refused(512, DATA(even));
    generate_refused(512, DATA(one));
    generate_refused(512, DATA(large));
    generate_refused(512, NO_DATA);
}

static void test_vector(const char *id)
{
    struct test_key *key = rsa_vector_key(id);

    check_context_push("%s", id);
    check_derived(key);
    check_context_pop();
    test_key_delete(key);
}

int main(void)
{
    test_vector("corefx-rsa384-priv");
    test_vector("wine-rsa512-full");
    test_vector("wine-rsa1024-full");
    test_vector("corefx-rsa1024-full"); /* p < q */
    test_vector("corefx-rsa1032-priv");
    test_unequal_primes();
    test_exponents();
    test_bad_keys();
    test_bad_public_keys();
    test_largest();
    test_bit_lengths();
    test_generation();
    return check_summary("test_unix_rsa_keys");
}
