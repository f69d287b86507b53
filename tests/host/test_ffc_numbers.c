/*
 * DSA and DH keys whose numbers are wrong in one way, and right in all others: each is refused, and
 * taken where the caller wants no validation and the key can be worked with.
 */
#include <string.h>

#include "check.h"
#include "ffc_blob.h"
#include "provider.h"
#include "vectors_constructed.h"
#include "vectors_dh_blobs.h"

/* Whatever was taken unseen: no operation on it does more than fail. */
static void use(NCRYPT_KEY_HANDLE key)
{
    const NCRYPT_KEY_STORAGE_FUNCTION_TABLE *table = provider_table();
    BYTE hash[20] = {1}, signature[40] = {0};
    NCRYPT_SECRET_HANDLE secret;
    DWORD size;

    table->SignHash(provider_handle(), key, NULL, hash, sizeof(hash), signature, sizeof(signature),
                    &size, 0);
    memset(signature, 1, sizeof(signature));
    table->VerifySignature(provider_handle(), key, NULL, hash, sizeof(hash), signature,
                           sizeof(signature), 0);
    if (!table->SecretAgreement(provider_handle(), key, key, &secret, 0))
        table->FreeSecret(provider_handle(), secret);
}

static void import(const char *what, const char *type, const struct ffc_blob *blob, DWORD flags,
                   SECURITY_STATUS want)
{
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE key = provider_import_flags(type, blob->bytes, blob->size, flags, &status);

    check(status == want, "%s, %s, flags %#x: %#x, expected %#x", what, type, (unsigned int)flags,
          (unsigned int)status, (unsigned int)want);
    if (key)
        use(key);
    provider_free(key);
}

static void try_dsa(const char *what, const struct ffc_key *key, bool is_private,
                    SECURITY_STATUS want)
{
    const char *type = is_private ? "DSAPRIVATEBLOB" : "DSAPUBLICBLOB";
    struct ffc_blob blob;

    ffc_dsa_blob(&blob, key, is_private);
    import(what, type, &blob, 0, want);
    import(what, type, &blob, NCRYPT_NO_KEY_VALIDATION, ERROR_SUCCESS);
}

static void refuse_dsa(const char *what, const struct ffc_key *key)
{
    try_dsa(what, key, true, NTE_INVALID_PARAMETER);
}

/* The same for what shows without the private number too. */
static void refuse_dsa_public(const char *what, const struct ffc_key *key)
{
    try_dsa(what, key, false, NTE_INVALID_PARAMETER);
    try_dsa(what, key, true, NTE_INVALID_PARAMETER);
}

static void try_dh(const char *what, const struct ffc_key *key, bool is_private,
                   SECURITY_STATUS want)
{
    const char *type = is_private ? "DHPRIVATEBLOB" : "DHPUBLICBLOB";
    struct ffc_blob blob;

    ffc_dh_blob(&blob, key, is_private);
    import(what, type, &blob, 0, want);
    import(what, type, &blob, NCRYPT_NO_KEY_VALIDATION, ERROR_SUCCESS);
}

static void refuse_dh(const char *what, const struct ffc_key *key)
{
    try_dh(what, key, true, NTE_INVALID_PARAMETER);
}

static void refuse_dh_public(const char *what, const struct ffc_key *key)
{
    try_dh(what, key, false, NTE_INVALID_PARAMETER);
    try_dh(what, key, true, NTE_INVALID_PARAMETER);
}

/* One number replaced, the others kept. */
#define WITH(member, value, refuse, what)                                                          \
    do                                                                                             \
    {                                                                                              \
        struct ffc_key changed_;                                                                   \
        ffc_key_copy(&changed_, key);                                                              \
        mpz_set(changed_.member, value);                                                           \
        refuse(what, &changed_);                                                                   \
        ffc_key_clear(&changed_);                                                                  \
    } while (0)

/* g of order q modulo the prime p, not 1. */
static void find_generator(mpz_t g, const mpz_t p, const mpz_t q)
{
    mpz_t exponent, base;

    mpz_inits(exponent, base, NULL);
    mpz_sub_ui(exponent, p, 1);
    mpz_divexact(exponent, exponent, q);
    mpz_set_ui(base, 1);
    do
    {
        mpz_add_ui(base, base, 1);
        mpz_powm(g, base, exponent, p);
    } while (!mpz_cmp_ui(g, 1));
    mpz_clears(exponent, base, NULL);
}

/* The smallest prime 1 + kq that has so many bits and is above start. */
static void find_prime(mpz_t p, const mpz_t q, unsigned int bits, unsigned long start)
{
    mpz_set_ui(p, 1);
    mpz_mul_2exp(p, p, bits - 1);
    mpz_cdiv_q(p, p, q);
    mpz_add_ui(p, p, start);
    mpz_mul(p, p, q);
    mpz_add_ui(p, p, 1);
    while (!mpz_probab_prime_p(p, 30))
        mpz_add(p, p, q);
}

static void set_public(struct ffc_key *key)
{
    mpz_powm(key->y, key->g, key->x, key->p);
}

/* p = p1 p2, of 1024 bits, with q dividing p-1, and g of order q modulo both. */
static void composite_p(const struct ffc_key *base)
{
    struct ffc_key key;
    mpz_t p1, p2, g1, g2;

    ffc_key_copy(&key, base);
    mpz_inits(p1, p2, g1, g2, NULL);
    find_prime(p1, key.q, 512, 1);
    find_prime(p2, key.q, 513, 1000000);
    mpz_mul(key.p, p1, p2);
    find_generator(g1, p1, key.q);
    find_generator(g2, p2, key.q);
    /* g = g1 + p1 * ((g2 - g1) / p1 mod p2) */
    mpz_invert(key.g, p1, p2);
    mpz_sub(g2, g2, g1);
    mpz_mul(key.g, key.g, g2);
    mpz_mod(key.g, key.g, p2);
    mpz_mul(key.g, key.g, p1);
    mpz_add(key.g, key.g, g1);
    set_public(&key);
    check(mpz_sizeinbase(key.p, 2) == 1024, "%zu bits", mpz_sizeinbase(key.p, 2));
    refuse_dsa_public("p composite", &key);
    mpz_clears(p1, p2, g1, g2, NULL);
    ffc_key_clear(&key);
}

/* q = q1 q2, p prime */
static void composite_q(const struct ffc_key *base)
{
    struct ffc_key key;

    ffc_key_copy(&key, base);
    mpz_set_ui(key.q, 1);
    mpz_mul_2exp(key.q, key.q, 79);
    mpz_nextprime(key.q, key.q);
    mpz_set_ui(key.g, 3);
    mpz_mul_2exp(key.g, key.g, 79);
    mpz_nextprime(key.g, key.g);
    mpz_mul(key.q, key.q, key.g);
    check(mpz_sizeinbase(key.q, 2) == 160, "%zu bits", mpz_sizeinbase(key.q, 2));
    find_prime(key.p, key.q, 1024, 1);
    find_generator(key.g, key.p, key.q);
    mpz_mod(key.x, key.x, key.q);
    set_public(&key);
    refuse_dsa_public("q composite", &key);
    ffc_key_clear(&key);
}

/* Another prime q, which does not divide p-1. */
static void wrong_q(const struct ffc_key *base)
{
    struct ffc_key key;

    ffc_key_copy(&key, base);
    mpz_nextprime(key.q, key.q);
    refuse_dsa_public("q does not divide p-1", &key);
    ffc_key_clear(&key);
}

static void test_dsa(void)
{
    const struct test_vector *vector = find_vector(
        vectors_constructed, VECTOR_COUNT(vectors_constructed), "wine-dsa1024-cng-priv");
    struct ffc_key base, *key = &base;
    mpz_t value;

    ffc_dsa_read(key, vector->bytes);
    mpz_init(value);
    try_dsa("as it is", key, true, ERROR_SUCCESS);
    try_dsa("as it is", key, false, ERROR_SUCCESS);

    mpz_sub_ui(value, key->p, 1);
    WITH(p, value, refuse_dsa_public, "p even");
    WITH(g, value, refuse_dsa_public, "g = p-1");
    WITH(y, value, refuse_dsa_public, "y = p-1");
    WITH(g, key->p, refuse_dsa_public, "g = p");
    WITH(y, key->p, refuse_dsa_public, "y = p");
    mpz_add_ui(value, key->p, 2);
    WITH(p, value, refuse_dsa_public, "another p");
    WITH(g, value, refuse_dsa_public, "g above p");
    WITH(y, value, refuse_dsa_public, "y above p");
    mpz_set_ui(value, 0);
    WITH(g, value, refuse_dsa_public, "g = 0");
    WITH(y, value, refuse_dsa_public, "y = 0");
    WITH(x, value, refuse_dsa, "x = 0");
    mpz_set_ui(value, 1);
    WITH(g, value, refuse_dsa_public, "g = 1");
    WITH(y, value, refuse_dsa_public, "y = 1");
    WITH(x, value, refuse_dsa, "x of another y");
    mpz_set_ui(value, 2);
    WITH(g, value, refuse_dsa_public, "g of another order");
    WITH(y, value, refuse_dsa_public, "y of another order");
    WITH(y, key->g, refuse_dsa, "y of another x");
    WITH(x, key->q, refuse_dsa, "x = q");
    mpz_add(value, key->x, key->q);
    if (mpz_sizeinbase(value, 2) <= 160)
        WITH(x, value, refuse_dsa, "x + q");
    mpz_sub_ui(value, key->q, 1);
    WITH(q, value, refuse_dsa_public, "q even");
    wrong_q(key);
    composite_p(key);
    composite_q(key);
    mpz_clear(value);
    ffc_key_clear(key);
}

/* p = p1 p2, all else in range */
static void composite_dh_p(const struct ffc_key *base)
{
    struct ffc_key key;
    mpz_t two, p2;

    ffc_key_copy(&key, base);
    mpz_inits(two, p2, NULL);
    mpz_set_ui(two, 2);
    find_prime(key.p, two, 512, 1);
    find_prime(p2, two, 513, 1000000);
    mpz_mul(key.p, key.p, p2);
    mpz_set_ui(key.g, 2);
    mpz_fdiv_r_2exp(key.x, key.x, 1000);
    set_public(&key);
    refuse_dh_public("p composite", &key);
    mpz_clears(two, p2, NULL);
    ffc_key_clear(&key);
}

static void test_dh(void)
{
    const struct test_vector *vector = find_vector(vectors_dh_blobs, VECTOR_COUNT(vectors_dh_blobs),
                                                   "wine-dh1024-priv");
    struct ffc_key base, *key = &base;
    mpz_t value;

    ffc_dh_read(key, vector->bytes);
    mpz_init(value);
    try_dh("as it is", key, true, ERROR_SUCCESS);
    try_dh("as it is", key, false, ERROR_SUCCESS);

    mpz_sub_ui(value, key->p, 1);
    WITH(p, value, refuse_dh_public, "p even");
    WITH(g, value, refuse_dh_public, "g = p-1");
    WITH(y, value, refuse_dh_public, "y = p-1");
    WITH(x, value, refuse_dh, "x = p-1");
    WITH(g, key->p, refuse_dh_public, "g = p");
    WITH(y, key->p, refuse_dh_public, "y = p");
    WITH(x, key->p, refuse_dh, "x = p");
    mpz_add_ui(value, key->p, 2);
    WITH(g, value, refuse_dh_public, "g above p");
    WITH(y, value, refuse_dh_public, "y above p");
    WITH(x, value, refuse_dh, "x above p");
    mpz_set_ui(value, 0);
    WITH(g, value, refuse_dh_public, "g = 0");
    WITH(y, value, refuse_dh_public, "y = 0");
    WITH(x, value, refuse_dh, "x = 0");
    mpz_set_ui(value, 1);
    WITH(g, value, refuse_dh_public, "g = 1");
    WITH(y, value, refuse_dh_public, "y = 1");
    WITH(x, value, refuse_dh, "x of another y");
    WITH(y, key->g, refuse_dh, "y of another x");
    composite_dh_p(key);
    mpz_clear(value);
    ffc_key_clear(key);
}

int main(void)
{
    test_dsa();
    test_dh();
    provider_close();
    return check_summary("ffc_numbers");
}
