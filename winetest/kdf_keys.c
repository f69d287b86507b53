/*
 * Keys for derivation, and NCryptKeyDerivation.
 *
 * Sources: Microsoft's page of NCryptKeyDerivation, the comments on KDF_GENERIC_PARAMETER in bcrypt.h,
 * Wine's dlls/bcrypt/tests (CAPI_KDF), RFC 6070.
 */
#include "list.h"
#include "vectors_kdf.h"

enum
{
    MAX_OUTPUT = 160
};

static NCRYPT_PROV_HANDLE provider;

static NCRYPT_KEY_HANDLE kdf_key(const WCHAR *algorithm, const void *secret, DWORD size)
{
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, algorithm);

    expect_doc(ERROR_SUCCESS,
               NCryptSetProperty(key, NCRYPT_KDF_SECRET_VALUE, (BYTE *)secret, size, 0));
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    return key;
}

/* RFC 6070: "password", "salt", 4096 iterations, 20 bytes. */
static void test_pbkdf2(void)
{
    static const BYTE want[] = {0x4b, 0x00, 0x79, 0x01, 0xb7, 0x65, 0x48, 0x9a, 0xbe, 0xad,
                                0x49, 0xd9, 0x26, 0xf7, 0x21, 0xd0, 0x65, 0xa4, 0x29, 0xc1};
    NCRYPT_KEY_HANDLE key = kdf_key(BCRYPT_PBKDF2_ALGORITHM, "password", 8);
    ULONGLONG iterations = 4096;
    struct list list = {{0}, {{0}}};
    BYTE output[20], standard[20];
    DWORD size = 0;

    winetest_push_context("PBKDF2");
    add_text(&list, KDF_HASH_ALGORITHM, BCRYPT_SHA1_ALGORITHM);
    add(&list, KDF_SALT, "salt", 4);
    add(&list, KDF_ITERATION_COUNT, &iterations, sizeof(iterations));
    expect_doc(ERROR_SUCCESS, NCryptKeyDerivation(key, &list.desc, output, 20, &size, 0));
    check_bytes(MARK_DOC, "RFC 6070", output, size, want, sizeof(want));
    list.buffers[1].BufferType = KDF_GENERIC_PARAMETER;
    expect_doc(ERROR_SUCCESS, NCryptKeyDerivation(key, &list.desc, output, 20, &size, 0));
    check_bytes(MARK_DOC, "generic parameter", output, size, want, sizeof(want));
    iterations = 10000;
    expect_doc(ERROR_SUCCESS, NCryptKeyDerivation(key, &list.desc, output, 20, &size, 0));
    list.desc.cBuffers = 2;
    expect_doc(ERROR_SUCCESS, NCryptKeyDerivation(key, &list.desc, standard, 20, &size, 0));
    check_bytes(MARK_DOC, "default iterations", standard, 20, output, 20);
    expect_doc(NTE_INVALID_PARAMETER, NCryptKeyDerivation(key, NULL, output, 20, &size, 0));
    expect_doc(NTE_INVALID_HANDLE, NCryptKeyDerivation(0, &list.desc, output, 20, &size, 0));
    expect_inf(NTE_BAD_FLAGS, NCryptKeyDerivation(key, &list.desc, output, 20, &size, 1));
    list.desc.cBuffers = 0;
    expect_doc(NTE_INVALID_PARAMETER, NCryptKeyDerivation(key, &list.desc, output, 20, &size, 0));
    NCryptFreeObject(key);
    winetest_pop_context();
}

static void test_capi(void)
{
    const struct test_vector_field *want = find_vector_field(
        &vectors_kdf[VECTOR_COUNT(vectors_kdf) - 1], "output");
    NCRYPT_KEY_HANDLE key = kdf_key(BCRYPT_CAPI_KDF_ALGORITHM, "test", 4);
    struct list list = {{0}, {{0}}};
    BYTE output[MAX_OUTPUT];
    DWORD size = 0;

    winetest_push_context("CAPI_KDF");
    add_text(&list, KDF_HASH_ALGORITHM, BCRYPT_SHA1_ALGORITHM);
    expect_seen(ERROR_SUCCESS,
                NCryptKeyDerivation(key, &list.desc, output, (DWORD)want->len, &size, 0));
    check_bytes(MARK_SEEN, "derived", output, size, want->bytes, want->len);
    expect_seen(NTE_INVALID_PARAMETER, NCryptKeyDerivation(key, &list.desc, output, 41, &size, 0));
    expect_doc(ERROR_SUCCESS,
               NCryptKeyDerivation(key, &list.desc, output, 16, &size, BCRYPT_CAPI_AES_FLAG));
    check_bytes(MARK_DOC, "for AES", output, size, want->bytes, 16);
    NCryptFreeObject(key);
    winetest_pop_context();
}

/* KDF_GENERIC_PARAMETER is label, zero, context. */
static void test_sp800_108(void)
{
    NCRYPT_KEY_HANDLE key = kdf_key(BCRYPT_SP800108_CTR_HMAC_ALGORITHM, "secret", 6);
    struct list list = {{0}, {{0}}}, generic = {{0}, {{0}}};
    BYTE output[75], same[75];
    DWORD size = 0;

    winetest_push_context("SP800_108_CTR_HMAC");
    add_text(&list, KDF_HASH_ALGORITHM, BCRYPT_SHA256_ALGORITHM);
    add(&list, KDF_LABEL, "label", 5);
    add(&list, KDF_CONTEXT, "context", 7);
    expect_doc(ERROR_SUCCESS, NCryptKeyDerivation(key, &list.desc, output, 75, &size, 0));
    ok_doc(size == 75, "got size %lu\n", size);
    record_bytes("label and context", "NCryptKeyDerivation", output, sizeof(output));
    add_text(&generic, KDF_HASH_ALGORITHM, BCRYPT_SHA256_ALGORITHM);
    add(&generic, KDF_GENERIC_PARAMETER, "label\0context", 13);
    expect_doc(ERROR_SUCCESS, NCryptKeyDerivation(key, &generic.desc, same, 75, &size, 0));
    check_bytes(MARK_DOC, "generic parameter", same, 75, output, 75);
    list.desc.cBuffers = 2;
    expect_doc(NTE_INVALID_PARAMETER, NCryptKeyDerivation(key, &list.desc, output, 75, &size, 0));
    NCryptFreeObject(key);
    winetest_pop_context();
}

/* The PRF of TLS: 1.2 is the vector of the IETF's TLS working group for SHA-256 (2008); the output
 * of 1.0 and 1.1 is that of RFC 2246 section 5 for the same input. */
static void test_tls(const WCHAR *algorithm, const WCHAR *hash, const BYTE want[32])
{
    static const BYTE secret[] = {0x9b, 0xbe, 0x43, 0x6b, 0xa9, 0x40, 0xf0, 0x17,
                                  0xb1, 0x76, 0x52, 0x84, 0x9a, 0x71, 0xdb, 0x35};
    static const BYTE seed[] = {0xa0, 0xba, 0x9f, 0x93, 0x6c, 0xda, 0x31, 0x18,
                                0x27, 0xa6, 0xf7, 0x96, 0xff, 0xd5, 0x19, 0x8c};
    NCRYPT_KEY_HANDLE key = kdf_key(algorithm, secret, sizeof(secret));
    struct list list = {{0}, {{0}}};
    BYTE output[32];
    DWORD size = 0;

    winetest_push_context("%s", narrow(algorithm));
    add(&list, KDF_TLS_PRF_LABEL, "test label", 10);
    add(&list, KDF_TLS_PRF_SEED, seed, sizeof(seed));
    if (hash)
        add_text(&list, KDF_HASH_ALGORITHM, hash);
    expect_doc(ERROR_SUCCESS, NCryptKeyDerivation(key, &list.desc, output, 32, &size, 0));
    check_bytes(MARK_DOC, "derived", output, size, want, 32);
    list.desc.cBuffers = 1;
    expect_doc(NTE_INVALID_PARAMETER, NCryptKeyDerivation(key, &list.desc, output, 32, &size, 0));
    NCryptFreeObject(key);
    winetest_pop_context();
}

static void test_both_tls(void)
{
    static const BYTE tls_1_1[] = {0x66, 0x17, 0x40, 0xe6, 0xf9, 0x8b, 0xc9, 0x01, 0xef, 0xd2, 0x73,
                                   0x85, 0x02, 0xa7, 0x1c, 0x03, 0xf7, 0x6d, 0xd2, 0xf8, 0x62, 0x98,
                                   0x54, 0x9b, 0x11, 0x48, 0xef, 0xf0, 0x67, 0x14, 0xcf, 0x0f};
    static const BYTE tls_1_2[] = {0xe3, 0xf2, 0x29, 0xba, 0x72, 0x7b, 0xe1, 0x7b, 0x8d, 0x12, 0x26,
                                   0x20, 0x55, 0x7c, 0xd4, 0x53, 0xc2, 0xaa, 0xb2, 0x1d, 0x07, 0xc3,
                                   0xd4, 0x95, 0x32, 0x9b, 0x52, 0xd4, 0xe6, 0x1e, 0xdb, 0x5a};

    test_tls(BCRYPT_TLS1_1_KDF_ALGORITHM, NULL, tls_1_1);
    test_tls(BCRYPT_TLS1_2_KDF_ALGORITHM, BCRYPT_SHA256_ALGORITHM, tls_1_2);
}

/* RFC 5869, test case 1. */
static void test_hkdf(void)
{
    static const BYTE salt[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    static const BYTE info[] = {0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9};
    static const BYTE want[] = {0x3c, 0xb2, 0x5f, 0x25, 0xfa, 0xac, 0xd5, 0x7a, 0x90, 0x43, 0x4f,
                                0x64, 0xd0, 0x36, 0x2f, 0x2a, 0x2d, 0x2d, 0x0a, 0x90, 0xcf, 0x1a,
                                0x5a, 0x4c, 0x5d, 0xb0, 0x2d, 0x56, 0xec, 0xc4, 0xc5, 0xbf, 0x34,
                                0x00, 0x72, 0x08, 0xd5, 0xb8, 0x87, 0x18, 0x58, 0x65};
    NCRYPT_KEY_HANDLE key;
    struct list list = {{0}, {{0}}};
    BYTE secret[22], output[sizeof(want)];
    DWORD size = 0;

    winetest_push_context("HKDF");
    memset(secret, 0x0b, sizeof(secret));
    key = kdf_key(BCRYPT_HKDF_ALGORITHM, secret, sizeof(secret));
    add_text(&list, KDF_HASH_ALGORITHM, BCRYPT_SHA256_ALGORITHM);
    add(&list, KDF_HKDF_SALT, salt, sizeof(salt));
    add(&list, KDF_HKDF_INFO, info, sizeof(info));
    expect_doc(ERROR_SUCCESS,
               NCryptKeyDerivation(key, &list.desc, output, sizeof(output), &size, 0));
    check_bytes(MARK_DOC, "derived", output, size, want, sizeof(want));
    NCryptFreeObject(key);
    winetest_pop_context();
}

/* RFC 7518, appendix C; the supplements in one piece and in two. */
static void test_concat(void)
{
    static const BYTE secret[] = {158, 86,  217, 29,  129, 113, 53,  211, 114, 131, 66,
                                  131, 191, 132, 38,  156, 251, 49,  110, 163, 218, 128,
                                  106, 72,  246, 218, 167, 121, 140, 254, 144, 196};
    static const BYTE supplement[] = {0, 0, 0, 128};
    static const BYTE want[] = {86, 170, 141, 234, 248, 35,  109, 32,
                                92, 34,  40,  205, 113, 167, 16,  26};
    NCRYPT_KEY_HANDLE key = kdf_key(BCRYPT_SP80056A_CONCAT_ALGORITHM, secret, sizeof(secret));
    struct list list = {{0}, {{0}}};
    BYTE output[16];
    DWORD size = 0;

    winetest_push_context("SP800_56A_CONCAT");
    add_text(&list, KDF_HASH_ALGORITHM, BCRYPT_SHA256_ALGORITHM);
    add(&list, KDF_ALGORITHMID, "\0\0\0\7A128GCM", 11);
    add(&list, KDF_PARTYUINFO, "\0\0\0\5Alice", 9);
    add(&list, KDF_PARTYVINFO, "\0\0\0\3Bob", 7);
    add(&list, KDF_SUPPPUBINFO, supplement, sizeof(supplement));
    expect_doc(ERROR_SUCCESS, NCryptKeyDerivation(key, &list.desc, output, 16, &size, 0));
    check_bytes(MARK_DOC, "derived", output, size, want, sizeof(want));
    list.buffers[4].cbBuffer = 2;
    add(&list, KDF_SUPPPRIVINFO, supplement + 2, 2);
    expect_doc(ERROR_SUCCESS, NCryptKeyDerivation(key, &list.desc, output, 16, &size, 0));
    check_bytes(MARK_DOC, "with a private part", output, size, want, sizeof(want));
    NCryptFreeObject(key);
    winetest_pop_context();
}

static void test_kdf_keys(void)
{
    NCRYPT_KEY_HANDLE key = kdf_key(BCRYPT_PBKDF2_ALGORITHM, "abc", 3);
    static const BYTE blob[] = {16,  0, 0,   0, 0x4b, 0x44, 0x46, 0x31, 14,  0,   0,
                                0,   3, 0,   0, 0,    'P',  0,    'B',  0,   'K', 0,
                                'D', 0, 'F', 0, '2',  0,    0,    0,    'a', 'b', 'c'};
    NCRYPT_KEY_HANDLE aes = create_key(provider, BCRYPT_AES_ALGORITHM, 0, 0);
    struct list list = {{0}, {{0}}};
    BYTE output[32];
    DWORD size = 0;

    ok_doc(!set_policy(key, POLICY_PLAIN), "policy\n");
    check_export_bytes(MARK_INF, key, NCRYPT_KDF_KEY_BLOB, blob, sizeof(blob));
    expect_inf(NTE_NOT_SUPPORTED,
               NCryptSetProperty(key, NCRYPT_KDF_SECRET_VALUE, (BYTE *)"x", 1, 0));
    add_text(&list, KDF_HASH_ALGORITHM, BCRYPT_SHA1_ALGORITHM);
    expect_doc(NTE_NOT_SUPPORTED,
               NCryptKeyDerivation(aes, &list.desc, output, sizeof(output), &size, 0));
    expect_inf(NTE_NOT_SUPPORTED,
               NCryptSetProperty(aes, NCRYPT_KDF_SECRET_VALUE, (BYTE *)"x", 1, 0));
    NCryptFreeObject(key);
    NCryptFreeObject(aes);
}

START_TEST(kdf_keys)
{
    if (skipped_on_builtin("has no keys for derivation"))
        return;
    provider = open_provider();
    test_pbkdf2();
    test_capi();
    test_sp800_108();
    test_both_tls();
    test_hkdf();
    test_concat();
    test_kdf_keys();
    NCryptFreeObject(provider);
}
