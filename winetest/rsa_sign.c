/*
 * RSA signatures: PKCS#1 with and without DigestInfo, PSS.
 *
 * Sources: Wine's dlls/ncrypt/tests and dlls/bcrypt/tests, Microsoft's pages of NCryptSignHash and
 * NCryptVerifySignature, RFC 8017.  bcrypt.dll gives a second opinion.
 */
#include "oracle.h"
#include "padding.h"

#define KEY_SIZE 128 /* bytes of the keys here */
#define BAD_FLAGS 51342

static NCRYPT_PROV_HANDLE provider;
static NCRYPT_KEY_HANDLE private_key, public_key;

static void open_keys(void)
{
    struct blob blob;

    provider = open_provider();
    private_key = import_vector(provider, BCRYPT_RSAFULLPRIVATE_BLOB, "wine-rsa1024-full");
    if (export_blob(private_key, BCRYPT_RSAPUBLIC_BLOB, &blob))
        public_key = import_bytes(provider, BCRYPT_RSAPUBLIC_BLOB, blob.bytes, blob.size);
    free_blob(&blob);
}

static void close_keys(void)
{
    NCryptFreeObject(public_key);
    NCryptFreeObject(private_key);
    NCryptFreeObject(provider);
}

/* --- Wine's table of a known signature ------------------------------------------------------ */

static void test_known_signature(void)
{
    const struct test_vector_field *hash = vector_field("wine-rsa2048-pkcs1-sha256", "hash");
    const struct test_vector_field *good = vector_field("wine-rsa2048-pkcs1-sha256", "signature");
    BCRYPT_PKCS1_PADDING_INFO sha256 = {BCRYPT_SHA256_ALGORITHM}, md5 = {BCRYPT_MD5_ALGORITHM};
    BCRYPT_PKCS1_PADDING_INFO none = {NULL}, aes = {BCRYPT_AES_ALGORITHM};
    NCRYPT_KEY_HANDLE key = import_vector(provider, BCRYPT_PUBLIC_KEY_BLOB, "wine-rsa2048-pub");
    BYTE *digest = (BYTE *)hash->bytes, *signature = (BYTE *)good->bytes;
    DWORD flag = NCRYPT_PAD_PKCS1_FLAG;

    winetest_push_context("known signature");
    expect_seen(ERROR_SUCCESS,
                NCryptVerifySignature(key, &sha256, digest, 32, signature, 256, flag));
    expect_seen(NTE_INVALID_PARAMETER,
                NCryptVerifySignature(key, NULL, digest, 32, signature, 256, 0));
    expect_seen(NTE_INVALID_HANDLE,
                NCryptVerifySignature(0, &sha256, digest, 32, signature, 256, flag));
    expect_seen(STATUS_NULL_REFERENCE,
                NCryptVerifySignature(key, &sha256, NULL, 32, signature, 256, flag));
    expect_seen(STATUS_NULL_REFERENCE,
                NCryptVerifySignature(key, &sha256, digest, 32, NULL, 256, flag));
    expect_seen(NTE_INVALID_PARAMETER,
                NCryptVerifySignature(key, &sha256, digest, 4, signature, 256, flag));
    expect_seen(NTE_INVALID_PARAMETER,
                NCryptVerifySignature(key, &sha256, digest, 32, signature, 4, flag));
    expect_seen(NTE_INVALID_PARAMETER,
                NCryptVerifySignature(key, &md5, digest, 32, signature, 256, flag));
    /* seen in bcrypt.dll: STATUS_INVALID_SIGNATURE, STATUS_NOT_SUPPORTED */
    expect_inf(NTE_BAD_SIGNATURE,
               NCryptVerifySignature(key, &none, digest, 32, signature, 256, flag));
    expect_inf(NTE_NOT_SUPPORTED,
               NCryptVerifySignature(key, &aes, digest, 32, signature, 256, flag));
    winetest_pop_context();
    NCryptFreeObject(key);
}

/* One bit wrong anywhere is a bad signature. */
static void test_broken_signatures(void)
{
    const struct test_vector_field *hash = vector_field("wine-rsa2048-pkcs1-sha256", "hash");
    const struct test_vector_field *good = vector_field("wine-rsa2048-pkcs1-sha256", "signature");
    BCRYPT_PKCS1_PADDING_INFO sha256 = {BCRYPT_SHA256_ALGORITHM};
    NCRYPT_KEY_HANDLE key = import_vector(provider, BCRYPT_PUBLIC_KEY_BLOB, "wine-rsa2048-pub");
    LONG wrong = 0;

    for (size_t bit = 0; bit < good->len * 8; bit += 13)
    {
        BYTE copy[256];

        memcpy(copy, good->bytes, sizeof(copy));
        copy[bit / 8] ^= 1 << bit % 8;
        wrong += NCryptVerifySignature(key, &sha256, (BYTE *)hash->bytes, 32, copy, sizeof(copy),
                                       NCRYPT_PAD_PKCS1_FLAG) != NTE_BAD_SIGNATURE;
    }
    ok_seen(!wrong, "%ld broken signatures are not NTE_BAD_SIGNATURE\n", wrong);
    NCryptFreeObject(key);
}

/* --- signing -------------------------------------------------------------------------------- */

/* Size query, short buffer, signature. */
static BOOL sign(void *padding, DWORD flags, BYTE *digest, DWORD digest_size, BYTE *signature)
{
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS,
               NCryptSignHash(private_key, padding, digest, digest_size, NULL, 0, &size, flags));
    ok_doc(size == KEY_SIZE, "the query gives %lu bytes\n", size);
    size = 0;
    expect_inf(NTE_BUFFER_TOO_SMALL, NCryptSignHash(private_key, padding, digest, digest_size,
                                                    signature, KEY_SIZE - 1, &size, flags));
    ok_inf(size == KEY_SIZE, "a short buffer: got size %lu\n", size);
    size = 0;
    memset(signature, 0, KEY_SIZE);
    if (!must(NCryptSignHash(private_key, padding, digest, digest_size, signature, KEY_SIZE, &size,
                             flags)))
        return FALSE;
    ok_doc(size == KEY_SIZE, "got %lu bytes\n", size);
    return TRUE;
}

/* With the private and the public key, and not for another hash. */
static void check_verifies(void *padding, DWORD flags, BYTE *digest, DWORD digest_size,
                           BYTE *signature)
{
    expect_doc(ERROR_SUCCESS, NCryptVerifySignature(private_key, padding, digest, digest_size,
                                                    signature, KEY_SIZE, flags));
    expect_doc(ERROR_SUCCESS, NCryptVerifySignature(public_key, padding, digest, digest_size,
                                                    signature, KEY_SIZE, flags));
    digest[0] ^= 1;
    expect_seen(NTE_BAD_SIGNATURE, NCryptVerifySignature(public_key, padding, digest, digest_size,
                                                         signature, KEY_SIZE, flags));
    digest[0] ^= 1;
}

/* GnuTLS below Wine's older bcrypt.dll refuses MD5 whoever has signed. */
static BOOL oracle_refuses_its_own(void *padding, DWORD flags, const BYTE *digest,
                                   DWORD digest_size)
{
    const struct test_vector *blob = vector("wine-rsa1024-full");
    struct oracle_key oracle;
    BYTE signature[KEY_SIZE];
    DWORD size = 0;
    BOOL refuses;

    if (!oracle_import(&oracle, BCRYPT_RSA_ALGORITHM, BCRYPT_RSAFULLPRIVATE_BLOB, blob->bytes,
                       blob->size))
        return FALSE;
    refuses = !oracle_sign(&oracle, padding, digest, digest_size, signature, KEY_SIZE, &size,
                           flags) &&
              oracle_verify(&oracle, padding, digest, digest_size, signature, size, flags);
    oracle_free(&oracle);
    return refuses;
}

static void check_oracle_verifies(void *padding, DWORD flags, BYTE *digest, DWORD digest_size,
                                  BYTE *signature)
{
    struct oracle_key oracle;
    NTSTATUS status;

    if (!oracle_import_public(&oracle, BCRYPT_RSA_ALGORITHM, private_key))
    {
        skip("bcrypt.dll does not take the key\n");
        return;
    }
    status = oracle_verify(&oracle, padding, digest, digest_size, signature, KEY_SIZE, flags);
    if (status == ORACLE_CANNOT)
        skip("bcrypt.dll cannot do that\n");
    else if (status && oracle_refuses_its_own(padding, flags, digest, digest_size))
        skip("bcrypt.dll refuses what it signs itself\n");
    else
        ok_doc(!status, "bcrypt.dll does not verify it: %#lx\n", status);
    oracle_free(&oracle);
}

/* The signature to the power of e is the encoded hash, byte for byte. */
static void check_encoding(const struct hash *hash, const BYTE *digest, DWORD digest_size,
                           BYTE *signature)
{
    BYTE want[KEY_SIZE], got[KEY_SIZE] = {0};
    DWORD size = 0;

    if (skipped_on_builtin("does not encrypt without padding"))
        return;
    encode_pkcs1(want, sizeof(want), hash, digest, digest_size);
    expect_doc(ERROR_SUCCESS, NCryptEncrypt(public_key, signature, KEY_SIZE, NULL, got, sizeof(got),
                                            &size, NCRYPT_NO_PADDING_FLAG));
    check_bytes(MARK_DOC, "encoded hash", got, size, want, sizeof(want));
}

/* --- PKCS#1 --------------------------------------------------------------------------------- */

static void test_pkcs1(const struct hash *hash)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {hash->name};
    BYTE digest[64], signature[KEY_SIZE], again[KEY_SIZE];

    winetest_push_context("PKCS#1 %s", narrow(hash->name));
    fill_hash(digest, hash->size);
    if (sign(&padding, NCRYPT_PAD_PKCS1_FLAG, digest, hash->size, signature))
    {
        record_bytes("signature", "NCryptSignHash", signature, sizeof(signature));
        check_verifies(&padding, NCRYPT_PAD_PKCS1_FLAG, digest, hash->size, signature);
        check_oracle_verifies(&padding, NCRYPT_PAD_PKCS1_FLAG, digest, hash->size, signature);
        check_encoding(hash, digest, hash->size, signature);
        sign(&padding, NCRYPT_PAD_PKCS1_FLAG, digest, hash->size, again);
        check_bytes(MARK_DOC, "second signature", again, sizeof(again), signature,
                    sizeof(signature));
    }
    winetest_pop_context();
}

/* No algorithm, no DigestInfo: any bytes are signed, as TLS 1.1 does with MD5 and SHA-1. */
static void test_pkcs1_raw(DWORD digest_size)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {NULL};
    BYTE digest[KEY_SIZE], signature[KEY_SIZE];

    winetest_push_context("PKCS#1 of %lu bytes", digest_size);
    fill_hash(digest, digest_size);
    if (sign(&padding, NCRYPT_PAD_PKCS1_FLAG, digest, digest_size, signature))
    {
        check_verifies(&padding, NCRYPT_PAD_PKCS1_FLAG, digest, digest_size, signature);
        check_encoding(NULL, digest, digest_size, signature);
    }
    winetest_pop_context();
}

/* A hash as long as another one's is not that one. */
static void test_pkcs1_hash_length(void)
{
    BYTE digest[64], signature[KEY_SIZE];
    DWORD size;

    fill_hash(digest, sizeof(digest));
    for (size_t i = 0; i < hash_count; i++)
    {
        BCRYPT_PKCS1_PADDING_INFO padding = {hashes[i].name};

        winetest_push_context("a hash too long for %s", narrow(hashes[i].name));
        expect_inf(NTE_INVALID_PARAMETER,
                   NCryptSignHash(private_key, &padding, digest, hashes[i].size + 1, signature,
                                  sizeof(signature), &size, NCRYPT_PAD_PKCS1_FLAG));
        winetest_pop_context();
    }
}

/* --- PSS ------------------------------------------------------------------------------------ */

static void test_pss(const struct hash *hash, DWORD salt)
{
    BCRYPT_PSS_PADDING_INFO padding = {hash->name, salt}, other = {hash->name, salt ? salt - 1 : 1};
    BYTE digest[64], signature[KEY_SIZE], again[KEY_SIZE];

    winetest_push_context("PSS %s salt %lu", narrow(hash->name), salt);
    fill_hash(digest, hash->size);
    if (sign(&padding, NCRYPT_PAD_PSS_FLAG, digest, hash->size, signature))
    {
        check_verifies(&padding, NCRYPT_PAD_PSS_FLAG, digest, hash->size, signature);
        check_oracle_verifies(&padding, NCRYPT_PAD_PSS_FLAG, digest, hash->size, signature);
        expect_inf(NTE_BAD_SIGNATURE,
                   NCryptVerifySignature(public_key, &other, digest, hash->size, signature,
                                         KEY_SIZE, NCRYPT_PAD_PSS_FLAG));
        sign(&padding, NCRYPT_PAD_PSS_FLAG, digest, hash->size, again);
        ok_doc(!memcmp(signature, again, KEY_SIZE) == !salt, "the salt is not random\n");
    }
    winetest_pop_context();
}

/* What bcrypt.dll signs is verified. */
static void test_pss_of_oracle(const struct hash *hash)
{
    const struct test_vector *blob = vector("wine-rsa1024-full");
    BCRYPT_PSS_PADDING_INFO padding = {hash->name, hash->size};
    BYTE digest[64], signature[KEY_SIZE];
    struct oracle_key oracle;
    DWORD size = 0;

    winetest_push_context("PSS %s of bcrypt.dll", narrow(hash->name));
    fill_hash(digest, hash->size);
    if (!oracle_import(&oracle, BCRYPT_RSA_ALGORITHM, BCRYPT_RSAFULLPRIVATE_BLOB, blob->bytes,
                       blob->size))
        skip("bcrypt.dll does not take the key\n");
    else if (oracle_sign(&oracle, &padding, digest, hash->size, signature, KEY_SIZE, &size,
                         NCRYPT_PAD_PSS_FLAG))
        skip("bcrypt.dll does not sign\n");
    else
        expect_doc(ERROR_SUCCESS, NCryptVerifySignature(public_key, &padding, digest, hash->size,
                                                        signature, size, NCRYPT_PAD_PSS_FLAG));
    oracle_free(&oracle);
    winetest_pop_context();
}

/* The longest salt fits: modulus - hash - 2 bytes; one byte more does not. */
static void test_pss_limits(void)
{
    BCRYPT_PSS_PADDING_INFO longest = {L"SHA256", KEY_SIZE - 32 - 2};
    BCRYPT_PSS_PADDING_INFO too_long = {L"SHA256", KEY_SIZE - 32 - 1};
    BCRYPT_PSS_PADDING_INFO unknown = {L"AES", 32};
    BYTE digest[32], signature[KEY_SIZE];
    DWORD size;

    winetest_push_context("PSS limits");
    fill_hash(digest, sizeof(digest));
    expect_inf(ERROR_SUCCESS, NCryptSignHash(private_key, &longest, digest, sizeof(digest),
                                             signature, KEY_SIZE, &size, NCRYPT_PAD_PSS_FLAG));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSignHash(private_key, &too_long, digest, sizeof(digest), signature, KEY_SIZE,
                              &size, NCRYPT_PAD_PSS_FLAG));
    expect_inf(NTE_NOT_SUPPORTED, NCryptSignHash(private_key, &unknown, digest, sizeof(digest),
                                                 signature, KEY_SIZE, &size, NCRYPT_PAD_PSS_FLAG));
    winetest_pop_context();
}

/* --- refusals ------------------------------------------------------------------------------- */

static void test_sign_refusals(void)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM};
    BYTE digest[32], signature[KEY_SIZE];
    DWORD size, flag = NCRYPT_PAD_PKCS1_FLAG;

    if (skipped_on_builtin("faults on NULL"))
        return;
    winetest_push_context("sign");
    fill_hash(digest, sizeof(digest));
    expect_doc(NTE_INVALID_HANDLE,
               NCryptSignHash(0, &padding, digest, 32, signature, KEY_SIZE, &size, flag));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSignHash(private_key, NULL, digest, 32, signature, KEY_SIZE, &size, 0));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSignHash(private_key, NULL, digest, 32, signature, KEY_SIZE, &size, flag));
    expect_inf(STATUS_NULL_REFERENCE,
               NCryptSignHash(private_key, &padding, NULL, 32, signature, KEY_SIZE, &size, flag));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSignHash(private_key, &padding, digest, 4, signature, KEY_SIZE, &size, flag));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSignHash(private_key, &padding, digest, 32, signature, KEY_SIZE, NULL, flag));
    expect_doc(NTE_BAD_FLAGS, NCryptSignHash(private_key, &padding, digest, 32, signature, KEY_SIZE,
                                             &size, BAD_FLAGS));
    winetest_pop_context();
}

/* A key that is public only, not made yet, or not meant for signatures. */
static void test_unfit_keys(void)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM};
    BYTE digest[32], signature[KEY_SIZE];
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status;
    DWORD size, flag = NCRYPT_PAD_PKCS1_FLAG;

    if (skipped_on_builtin("knows neither key usage nor key state"))
        return;
    fill_hash(digest, sizeof(digest));
    winetest_push_context("sign with a public key");
    status = NCryptSignHash(public_key, &padding, digest, 32, signature, KEY_SIZE, &size, flag);
    record_status(NULL, "NCryptSignHash", status);
    ok_inf(status != ERROR_SUCCESS, "succeeds\n");
    winetest_pop_context();

    key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);
    winetest_push_context("sign with a key for decryption");
    set_dword(key, NCRYPT_KEY_USAGE_PROPERTY, NCRYPT_ALLOW_DECRYPT_FLAG, 0);
    expect_inf(NTE_BAD_KEY_STATE,
               NCryptSignHash(key, &padding, digest, 32, signature, KEY_SIZE, &size, flag));
    if (must(NCryptFinalizeKey(key, 0)))
        expect_inf(NTE_PERM,
                   NCryptSignHash(key, &padding, digest, 32, signature, KEY_SIZE, &size, flag));
    winetest_pop_context();
    NCryptFreeObject(key);
}

/* A modulus too short for the DigestInfo. */
static void test_short_key(void)
{
    BCRYPT_PKCS1_PADDING_INFO pkcs1 = {L"SHA512"};
    BCRYPT_PSS_PADDING_INFO pss = {L"SHA512", 64};
    NCRYPT_KEY_HANDLE key = import_vector(provider, BCRYPT_RSAPRIVATE_BLOB, "wine-rsa512-priv");
    BYTE digest[64], signature[KEY_SIZE];
    DWORD size;

    winetest_push_context("512 bits");
    fill_hash(digest, sizeof(digest));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSignHash(key, &pkcs1, digest, sizeof(digest), signature, sizeof(signature),
                              &size, NCRYPT_PAD_PKCS1_FLAG));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSignHash(key, &pss, digest, sizeof(digest), signature, sizeof(signature),
                              &size, NCRYPT_PAD_PSS_FLAG));
    winetest_pop_context();
    NCryptFreeObject(key);
}

START_TEST(rsa_sign)
{
    static const DWORD raw_sizes[] = {1, 20, 36, 64, KEY_SIZE - 11};

    open_keys();
    test_known_signature();
    test_broken_signatures();
    for (size_t i = 0; i < hash_count; i++)
    {
        test_pkcs1(&hashes[i]);
        test_pss(&hashes[i], hashes[i].size == 64 ? 62 : hashes[i].size);
        test_pss(&hashes[i], 0);
        test_pss(&hashes[i], 11);
        if (hashes[i].size < 64)
            test_pss_of_oracle(&hashes[i]);
    }
    for (size_t i = 0; i < ARRAY_SIZE(raw_sizes); i++)
        test_pkcs1_raw(raw_sizes[i]);
    test_pkcs1_hash_length();
    test_pss_limits();
    test_sign_refusals();
    test_unfit_keys();
    test_short_key();
    close_keys();
}
