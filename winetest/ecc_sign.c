/*
 * ECDSA signatures, also with ECDH keys.
 *
 * Sources: dotnet/corefx's ECDsaCngTests, Wine's dlls/bcrypt/tests, FIPS 186-4.  bcrypt.dll gives a
 * second opinion.
 */
#include "ec_forms.h"
#include "oracle.h"
#include "padding.h"

enum
{
    MAX_SIGNATURE = 132
};

static NCRYPT_PROV_HANDLE provider;

/* --- known signatures ----------------------------------------------------------------------- */

static void test_known(const char *id, const WCHAR *type, const char *key_id, SECURITY_STATUS want)
{
    const struct test_vector_field *hash = vector_field(id, "hash");
    const struct test_vector_field *signature = vector_field(id, "signature");
    NCRYPT_KEY_HANDLE key;

    winetest_push_context("known signature %s", id);
    if ((key = import_vector(provider, type, key_id)))
        expect_seen(want,
                    NCryptVerifySignature(key, NULL, (BYTE *)hash->bytes, (DWORD)hash->len,
                                          (BYTE *)signature->bytes, (DWORD)signature->len, 0));
    NCryptFreeObject(key);
    winetest_pop_context();
}

/* The magic's third byte makes an ECDH key of it, which verifies as well. */
static void test_known_with_ecdh_key(void)
{
    const struct test_vector *blob = vector("corefx-ecdsa521-priv");
    const struct test_vector_field *hash = vector_field("corefx-TestPositiveVerify521", "hash");
    const struct test_vector_field *signature = vector_field("corefx-TestPositiveVerify521",
                                                             "signature");
    BYTE copy[256];
    NCRYPT_KEY_HANDLE key;

    winetest_push_context("known signature, ECDH key");
    memcpy(copy, blob->bytes, blob->size);
    copy[2] = 'K';
    if ((key = import_bytes(provider, BCRYPT_ECCPRIVATE_BLOB, copy, blob->size)))
        expect_seen(ERROR_SUCCESS,
                    NCryptVerifySignature(key, NULL, (BYTE *)hash->bytes, (DWORD)hash->len,
                                          (BYTE *)signature->bytes, (DWORD)signature->len, 0));
    NCryptFreeObject(key);
    winetest_pop_context();
}

/* --- signing -------------------------------------------------------------------------------- */

struct signer
{
    const struct ec_algorithm *algorithm;
    NCRYPT_KEY_HANDLE key, public_key;
    DWORD size; /* of a signature */
};

static BOOL open_signer(struct signer *signer, const struct ec_algorithm *algorithm)
{
    struct blob private = ec_sample(algorithm), public = ec_public(algorithm, private.bytes);

    signer->algorithm = algorithm;
    signer->size = 2 * algorithm->size;
    signer->key = import_bytes(provider, BCRYPT_ECCPRIVATE_BLOB, private.bytes, private.size);
    signer->public_key = import_bytes(provider, BCRYPT_ECCPUBLIC_BLOB, public.bytes, public.size);
    free_blob(&private);
    free_blob(&public);
    return signer->key && signer->public_key;
}

static void close_signer(struct signer *signer)
{
    NCryptFreeObject(signer->key);
    NCryptFreeObject(signer->public_key);
}

static BOOL sign(const struct signer *signer, BYTE *hash, DWORD hash_size, BYTE *signature)
{
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS,
               NCryptSignHash(signer->key, NULL, hash, hash_size, NULL, 0, &size, 0));
    ok_seen(size == signer->size, "the query gives %lu bytes\n", size);
    size = 0;
    expect_inf(NTE_BUFFER_TOO_SMALL, NCryptSignHash(signer->key, NULL, hash, hash_size, signature,
                                                    signer->size - 1, &size, 0));
    ok_inf(size == signer->size, "a short buffer: got size %lu\n", size);
    size = 0;
    memset(signature, 0, MAX_SIGNATURE);
    expect_seen(ERROR_SUCCESS, NCryptSignHash(signer->key, NULL, hash, hash_size, signature,
                                              MAX_SIGNATURE, &size, 0));
    ok_seen(size == signer->size, "got %lu bytes\n", size);
    return size == signer->size;
}

/* The bits of a hash that count are the leftmost ones, as many as the order has. */
static BOOL last_bit_counts(const struct signer *signer, DWORD hash_size)
{
    return hash_size <= signer->algorithm->bits / 8;
}

static void check_verifies(const struct signer *signer, BYTE *hash, DWORD hash_size,
                           BYTE *signature)
{
    SECURITY_STATUS changed = last_bit_counts(signer, hash_size) ? NTE_BAD_SIGNATURE
                                                                 : ERROR_SUCCESS;

    expect_seen(ERROR_SUCCESS, NCryptVerifySignature(signer->key, NULL, hash, hash_size, signature,
                                                     signer->size, 0));
    expect_seen(ERROR_SUCCESS, NCryptVerifySignature(signer->public_key, NULL, hash, hash_size,
                                                     signature, signer->size, 0));
    hash[0] ^= 1;
    expect_seen(NTE_BAD_SIGNATURE, NCryptVerifySignature(signer->public_key, NULL, hash, hash_size,
                                                         signature, signer->size, 0));
    hash[0] ^= 1;
    hash[hash_size - 1] ^= 1;
    expect_doc(changed, NCryptVerifySignature(signer->public_key, NULL, hash, hash_size, signature,
                                              signer->size, 0));
    hash[hash_size - 1] ^= 1;
}

static const WCHAR *oracle_algorithm(const struct ec_algorithm *algorithm)
{
    return algorithm->bits == 256   ? BCRYPT_ECDSA_P256_ALGORITHM
           : algorithm->bits == 384 ? BCRYPT_ECDSA_P384_ALGORITHM
                                    : BCRYPT_ECDSA_P521_ALGORITHM;
}

/* The sample's key with an ECDSA magic, as bcrypt.dll wants it. */
static BOOL import_to_oracle(struct oracle_key *oracle, const struct ec_algorithm *algorithm,
                             const WCHAR *type)
{
    struct blob sample = ec_sample(algorithm), blob = ec_form(algorithm, sample.bytes, type);
    BOOL done;

    blob.bytes[2] = 'S';
    done = oracle_import(oracle, oracle_algorithm(algorithm), type, blob.bytes, blob.size);
    if (!done)
        skip("bcrypt.dll does not take the %ls\n", type);
    free_blob(&sample);
    free_blob(&blob);
    return done;
}

static void check_oracle_verifies(const struct signer *signer, BYTE *hash, DWORD hash_size,
                                  BYTE *signature)
{
    struct oracle_key oracle;
    NTSTATUS status;

    if (!import_to_oracle(&oracle, signer->algorithm, BCRYPT_ECCPUBLIC_BLOB))
        return;
    status = oracle_verify(&oracle, NULL, hash, hash_size, signature, signer->size, 0);
    if (status == ORACLE_CANNOT)
        skip("bcrypt.dll cannot do that\n");
    else
        ok_doc(!status, "bcrypt.dll does not verify it: %#lx\n", status);
    oracle_free(&oracle);
}

static void check_verifies_oracle(const struct signer *signer, BYTE *hash, DWORD hash_size)
{
    struct oracle_key oracle;
    BYTE signature[MAX_SIGNATURE];
    DWORD size = 0;

    if (!import_to_oracle(&oracle, signer->algorithm, BCRYPT_ECCPRIVATE_BLOB))
        return;
    if (oracle_sign(&oracle, NULL, hash, hash_size, signature, sizeof(signature), &size, 0))
        skip("bcrypt.dll does not sign\n");
    else
        expect_doc(ERROR_SUCCESS, NCryptVerifySignature(signer->public_key, NULL, hash, hash_size,
                                                        signature, size, 0));
    oracle_free(&oracle);
}

static void test_sign(const struct ec_algorithm *algorithm, DWORD hash_size)
{
    BYTE hash[64], signature[MAX_SIGNATURE];
    struct signer signer;

    winetest_push_context("%s, a hash of %lu bytes", narrow(algorithm->name), hash_size);
    fill_hash(hash, hash_size);
    if (open_signer(&signer, algorithm) && sign(&signer, hash, hash_size, signature))
    {
        check_verifies(&signer, hash, hash_size, signature);
        /* Wine's bcrypt.dll takes the common hashes only */
        if (hash_size == 32)
        {
            check_oracle_verifies(&signer, hash, hash_size, signature);
            check_verifies_oracle(&signer, hash, hash_size);
        }
    }
    close_signer(&signer);
    winetest_pop_context();
}

/* --- bad signatures ------------------------------------------------------------------------- */

static void check_bad_numbers(const struct signer *signer, BYTE *hash, const BYTE *signature)
{
    BYTE bad[MAX_SIGNATURE];
    DWORD half = signer->size / 2;

    memset(bad, 0, sizeof(bad));
    expect_inf(NTE_BAD_SIGNATURE,
               NCryptVerifySignature(signer->public_key, NULL, hash, 32, bad, signer->size, 0));
    memset(bad, 0xff, sizeof(bad));
    expect_inf(NTE_BAD_SIGNATURE,
               NCryptVerifySignature(signer->public_key, NULL, hash, 32, bad, signer->size, 0));
    memcpy(bad, signature, signer->size);
    memset(bad + half, 0, half);
    expect_inf(NTE_BAD_SIGNATURE,
               NCryptVerifySignature(signer->public_key, NULL, hash, 32, bad, signer->size, 0));
    memcpy(bad + half, signer->algorithm->order, half);
    expect_inf(NTE_BAD_SIGNATURE,
               NCryptVerifySignature(signer->public_key, NULL, hash, 32, bad, signer->size, 0));
}

static void check_flipped_bits(const struct signer *signer, BYTE *hash, const BYTE *signature)
{
    LONG wrong = 0;

    for (DWORD bit = 0; bit < signer->size * 8; bit += 7)
    {
        BYTE bad[MAX_SIGNATURE];

        memcpy(bad, signature, signer->size);
        bad[bit / 8] ^= 1 << bit % 8;
        wrong += NCryptVerifySignature(signer->public_key, NULL, hash, 32, bad, signer->size, 0) !=
                 NTE_BAD_SIGNATURE;
    }
    ok_seen(!wrong, "%ld broken signatures are not NTE_BAD_SIGNATURE\n", wrong);
}

static void check_bad_sizes(const struct signer *signer, BYTE *hash, BYTE *signature)
{
    expect_either(
        MARK_INF, NTE_INVALID_PARAMETER, NTE_BAD_SIGNATURE,
        NCryptVerifySignature(signer->public_key, NULL, hash, 32, signature, signer->size - 1, 0));
    expect_either(MARK_INF, NTE_INVALID_PARAMETER, NTE_BAD_SIGNATURE,
                  NCryptVerifySignature(signer->public_key, NULL, hash, 32, signature, 2, 0));
}

static void test_bad_signatures(const struct ec_algorithm *algorithm)
{
    BYTE hash[32], signature[MAX_SIGNATURE + 1];
    struct signer signer;

    winetest_push_context("%s, bad signatures", narrow(algorithm->name));
    fill_hash(hash, sizeof(hash));
    if (open_signer(&signer, algorithm) && sign(&signer, hash, sizeof(hash), signature))
    {
        check_bad_numbers(&signer, hash, signature);
        check_flipped_bits(&signer, hash, signature);
        check_bad_sizes(&signer, hash, signature);
    }
    close_signer(&signer);
    winetest_pop_context();
}

/* --- refusals ------------------------------------------------------------------------------- */

static void test_refusals(const struct ec_algorithm *algorithm)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM};
    BYTE hash[32], signature[MAX_SIGNATURE];
    struct signer signer;
    DWORD size;

    if (skipped_on_builtin("has no such keys"))
        return;
    winetest_push_context("%s, refusals", narrow(algorithm->name));
    fill_hash(hash, sizeof(hash));
    if (open_signer(&signer, algorithm))
    {
        ok_inf(NCryptSignHash(signer.public_key, NULL, hash, 32, signature, sizeof(signature),
                              &size, 0) != ERROR_SUCCESS,
               "a public key signs\n");
        ok_inf(NCryptSignHash(signer.key, &padding, hash, 32, signature, sizeof(signature), &size,
                              NCRYPT_PAD_PKCS1_FLAG) != ERROR_SUCCESS,
               "signs with a padding\n");
        expect_inf(STATUS_NULL_REFERENCE, NCryptSignHash(signer.key, NULL, NULL, 32, signature,
                                                         sizeof(signature), &size, 0));
        expect_inf(NTE_INVALID_PARAMETER, NCryptSignHash(signer.key, NULL, hash, 32, signature,
                                                         sizeof(signature), NULL, 0));
        expect_inf(STATUS_NULL_REFERENCE,
                   NCryptVerifySignature(signer.key, NULL, hash, 32, NULL, signer.size, 0));
        expect_inf(NTE_NOT_SUPPORTED, NCryptEncrypt(signer.key, hash, 32, NULL, signature,
                                                    sizeof(signature), &size, 0));
        expect_inf(NTE_NOT_SUPPORTED, NCryptDecrypt(signer.key, hash, 32, NULL, signature,
                                                    sizeof(signature), &size, 0));
    }
    close_signer(&signer);
    winetest_pop_context();
}

START_TEST(ecc_sign)
{
    static const DWORD hash_sizes[] = {16, 20, 32, 48, 64};

    provider = open_provider();
    test_known("wine-ecdsa256", BCRYPT_ECCPUBLIC_BLOB, "wine-ecdsa256-pub", ERROR_SUCCESS);
    test_known("corefx-TestNegativeVerify256", BCRYPT_ECCPRIVATE_BLOB, "corefx-ecdsa256-priv",
               NTE_BAD_SIGNATURE);
    test_known("corefx-TestPositiveVerify521", BCRYPT_ECCPRIVATE_BLOB, "corefx-ecdsa521-priv",
               ERROR_SUCCESS);
    test_known("corefx-TestNegativeVerify521", BCRYPT_ECCPRIVATE_BLOB, "corefx-ecdsa521-priv",
               NTE_BAD_SIGNATURE);
    test_known_with_ecdh_key();
    for (size_t i = 0; i < ec_algorithm_count; i++)
    {
        for (size_t j = 0; j < ARRAY_SIZE(hash_sizes); j++)
            test_sign(&ec_algorithms[i], hash_sizes[j]);
        test_bad_signatures(&ec_algorithms[i]);
        test_refusals(&ec_algorithms[i]);
    }
    NCryptFreeObject(provider);
}
