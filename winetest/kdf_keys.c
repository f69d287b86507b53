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
    test_kdf_keys();
    NCryptFreeObject(provider);
}
