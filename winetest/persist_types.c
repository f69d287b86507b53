/*
 * Stored keys of every kind: what comes out of the store is what went in, and does its work.
 *
 * Sources: Microsoft's pages of the functions; post-quantum keys are tested elsewhere.
 */
#include "ec_generic.h"

static NCRYPT_PROV_HANDLE provider;
static WCHAR name[64];

static NCRYPT_KEY_HANDLE create_named(const WCHAR *algorithm)
{
    NCRYPT_KEY_HANDLE key = 0;

    if (must(NCryptCreatePersistedKey(provider, &key, algorithm, name, 0, 0)))
        expect_doc(ERROR_SUCCESS,
                   set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, POLICY_ALL, NCRYPT_PERSIST_FLAG));
    return key;
}

/* Finishes the key, opens it once more and compares the blob. */
static NCRYPT_KEY_HANDLE reopen(NCRYPT_KEY_HANDLE key, const WCHAR *type)
{
    struct blob want = {0}, got = {0};
    NCRYPT_KEY_HANDLE again = 0;

    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    ok_doc(export_blob(key, type, &want), "no %s\n", narrow(type));
    NCryptFreeObject(key);
    if (!must(NCryptOpenKey(provider, &again, name, 0, NCRYPT_SILENT_FLAG)))
        return 0;
    ok_doc(export_blob(again, type, &got), "no %s after reopening\n", narrow(type));
    ok_doc(got.size == want.size && !memcmp(got.bytes, want.bytes, want.size), "another key\n");
    free_blob(&want);
    free_blob(&got);
    return again;
}

static void delete_key(NCRYPT_KEY_HANDLE key)
{
    expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
}

/* The reopened key signs, and its public half alone verifies. */
static void check_signs(NCRYPT_KEY_HANDLE key, const WCHAR *public_type)
{
    BYTE hash[20] = {1, 2, 3}, signature[256];
    NCRYPT_KEY_HANDLE public_key;
    struct blob blob;
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS, NCryptSignHash(key, NULL, hash, sizeof(hash), signature,
                                             sizeof(signature), &size, NCRYPT_SILENT_FLAG));
    if (!export_blob(key, public_type, &blob))
    {
        ok_doc(FALSE, "no %s\n", narrow(public_type));
        return;
    }
    public_key = import_bytes(provider, public_type, blob.bytes, blob.size);
    expect_doc(ERROR_SUCCESS,
               NCryptVerifySignature(public_key, NULL, hash, sizeof(hash), signature, size, 0));
    signature[size - 1] ^= 1;
    expect_doc(NTE_BAD_SIGNATURE,
               NCryptVerifySignature(public_key, NULL, hash, sizeof(hash), signature, size, 0));
    NCryptFreeObject(public_key);
    free_blob(&blob);
}

/* The reopened key agrees with another of its group; both sides get the same secret. */
static void check_agrees(NCRYPT_KEY_HANDLE key, const WCHAR *public_type)
{
    NCRYPT_SECRET_HANDLE secret[2] = {0};
    BYTE derived[2][20] = {{0}};
    struct blob blob;
    DWORD size = 0, i;

    if (!export_blob(key, public_type, &blob))
        return;
    for (i = 0; i < 2; i++)
    {
        /* A key may agree with itself. */
        expect_doc(ERROR_SUCCESS, NCryptSecretAgreement(key, key, &secret[i], 0));
        expect_doc(ERROR_SUCCESS, NCryptDeriveKey(secret[i], BCRYPT_KDF_HASH, NULL, derived[i],
                                                  sizeof(derived[i]), &size, 0));
        NCryptFreeObject(secret[i]);
    }
    ok_doc(size == 20 && !memcmp(derived[0], derived[1], 20), "another secret\n");
    free_blob(&blob);
}

static void test_rsa(void)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA1_ALGORITHM};
    NCRYPT_KEY_HANDLE key = create_named(BCRYPT_RSA_ALGORITHM);
    BYTE hash[20] = {1}, signature[256];
    DWORD size = 0, value = 0;

    expect_doc(ERROR_SUCCESS, set_dword(key, NCRYPT_LENGTH_PROPERTY, 2048, NCRYPT_PERSIST_FLAG));
    if (!(key = reopen(key, BCRYPT_RSAFULLPRIVATE_BLOB)))
        return;
    expect_doc(ERROR_SUCCESS, get_dword(key, NCRYPT_LENGTH_PROPERTY, &value));
    ok_doc(value == 2048, "%lu bits\n", value);
    expect_doc(ERROR_SUCCESS,
               NCryptSignHash(key, &padding, hash, sizeof(hash), signature, sizeof(signature),
                              &size, NCRYPT_PAD_PKCS1_FLAG | NCRYPT_SILENT_FLAG));
    expect_doc(ERROR_SUCCESS, NCryptVerifySignature(key, &padding, hash, sizeof(hash), signature,
                                                    size, NCRYPT_PAD_PKCS1_FLAG));
    delete_key(key);
}

static void test_dsa(void)
{
    NCRYPT_KEY_HANDLE key = create_named(BCRYPT_DSA_ALGORITHM);

    expect_doc(ERROR_SUCCESS, set_dword(key, NCRYPT_LENGTH_PROPERTY, 512, 0));
    if (!(key = reopen(key, BCRYPT_DSA_PRIVATE_BLOB)))
        return;
    check_signs(key, BCRYPT_DSA_PUBLIC_BLOB);
    delete_key(key);
}

static void test_dh(void)
{
    NCRYPT_KEY_HANDLE key = create_named(BCRYPT_DH_ALGORITHM);

    expect_doc(ERROR_SUCCESS, set_dword(key, NCRYPT_LENGTH_PROPERTY, 1024, 0));
    if (!(key = reopen(key, BCRYPT_DH_PRIVATE_BLOB)))
        return;
    check_agrees(key, BCRYPT_DH_PUBLIC_BLOB);
    delete_key(key);
}

static void set_curve(NCRYPT_KEY_HANDLE key, const WCHAR *curve)
{
    expect_doc(ERROR_SUCCESS, NCryptSetProperty(key, BCRYPT_ECC_CURVE_NAME, (BYTE *)curve,
                                                (DWORD)(wcslen(curve) + 1) * sizeof(*curve), 0));
}

static void test_generic_ec(void)
{
    static const WCHAR *const curves[] = {L"nistP384", L"brainpoolP256r1", L"secP256k1"};
    NCRYPT_KEY_HANDLE key;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(curves); i++)
    {
        winetest_push_context("%s", narrow(curves[i]));
        key = create_named(NCRYPT_ECDSA_ALGORITHM);
        set_curve(key, curves[i]);
        if ((key = reopen(key, BCRYPT_ECCFULLPRIVATE_BLOB)))
        {
            check_text(MARK_DOC, key, BCRYPT_ECC_CURVE_NAME, curves[i]);
            check_text(MARK_DOC, key, NCRYPT_ALGORITHM_PROPERTY, NCRYPT_ECDSA_ALGORITHM);
            check_signs(key, BCRYPT_ECCFULLPUBLIC_BLOB);
            delete_key(key);
        }
        winetest_pop_context();
    }
    key = create_named(NCRYPT_ECDH_ALGORITHM);
    set_curve(key, L"curve25519");
    if ((key = reopen(key, BCRYPT_ECCPRIVATE_BLOB)))
    {
        check_text(MARK_DOC, key, BCRYPT_ECC_CURVE_NAME, L"curve25519");
        check_agrees(key, BCRYPT_ECCPUBLIC_BLOB);
        delete_key(key);
    }
}

static void test_explicit_ec(void)
{
    struct blob full = copy_vector("ecdsa-p256-explicit-fullpub");
    NCRYPT_KEY_HANDLE key = create_named(NCRYPT_ECDSA_ALGORITHM);
    DWORD size = 0;

    expect_seen(ERROR_SUCCESS, NCryptSetProperty(key, BCRYPT_ECC_PARAMETERS, full.bytes + 4,
                                                 full.size - 4 - 64, 0));
    if ((key = reopen(key, BCRYPT_ECCFULLPRIVATE_BLOB)))
    {
        expect_inf(NTE_NOT_FOUND, NCryptGetProperty(key, BCRYPT_ECC_CURVE_NAME, NULL, 0, &size, 0));
        check_signs(key, BCRYPT_ECCFULLPUBLIC_BLOB);
        delete_key(key);
    }
    free_blob(&full);
}

static SECURITY_STATUS set_mode(NCRYPT_KEY_HANDLE key, const WCHAR *mode, DWORD flags)
{
    return NCryptSetProperty(key, NCRYPT_CHAINING_MODE_PROPERTY, (BYTE *)mode,
                             (DWORD)(wcslen(mode) + 1) * sizeof(*mode), flags);
}

/* The chaining mode is kept where that is asked for, before and after the key is finished.  An IV
 * belongs to a message: a key that is opened begins with zeros. */
static void test_symmetric(const WCHAR *algorithm, DWORD bits, DWORD block)
{
    NCRYPT_KEY_HANDLE key = create_named(algorithm), other;
    BYTE data[32] = {5, 6, 7}, twice[2][32], iv[16] = {9}, zeros[16] = {0};
    struct blob opaque;
    DWORD size = 0;

    winetest_push_context("%s", narrow(algorithm));
    expect_doc(ERROR_SUCCESS, set_dword(key, NCRYPT_LENGTH_PROPERTY, bits, NCRYPT_PERSIST_FLAG));
    expect_inf(ERROR_SUCCESS, set_mode(key, BCRYPT_CHAIN_MODE_ECB, NCRYPT_PERSIST_FLAG));
    if ((key = reopen(key, NCRYPT_CIPHER_KEY_BLOB)))
    {
        check_text(MARK_INF, key, NCRYPT_CHAINING_MODE_PROPERTY, BCRYPT_CHAIN_MODE_ECB);
        if (export_blob(key, NCRYPT_OPAQUETRANSPORT_BLOB, &opaque))
        {
            other = import_bytes(provider, NCRYPT_OPAQUETRANSPORT_BLOB, opaque.bytes, opaque.size);
            check_text(MARK_INF, other, NCRYPT_CHAINING_MODE_PROPERTY, BCRYPT_CHAIN_MODE_ECB);
            expect_inf(NTE_NOT_SUPPORTED,
                       NCryptGetProperty(other, NCRYPT_NAME_PROPERTY, NULL, 0, &size, 0));
            NCryptFreeObject(other);
            free_blob(&opaque);
        }
        expect_inf(ERROR_SUCCESS, set_mode(key, BCRYPT_CHAIN_MODE_CFB, NCRYPT_PERSIST_FLAG));
        expect_seen(ERROR_SUCCESS, set_mode(key, BCRYPT_CHAIN_MODE_CBC, 0));
        expect_seen(ERROR_SUCCESS,
                    NCryptSetProperty(key, NCRYPT_INITIALIZATION_VECTOR, iv, block, 0));
        check_text(MARK_INF, key, NCRYPT_CHAINING_MODE_PROPERTY, BCRYPT_CHAIN_MODE_CBC);
        NCryptFreeObject(key);
        expect_doc(ERROR_SUCCESS, NCryptOpenKey(provider, &key, name, 0, 0));
        check_text(MARK_INF, key, NCRYPT_CHAINING_MODE_PROPERTY, BCRYPT_CHAIN_MODE_CFB);
        expect_seen(ERROR_SUCCESS, set_mode(key, BCRYPT_CHAIN_MODE_CBC, 0));
        expect_inf(ERROR_SUCCESS, NCryptEncrypt(key, data, sizeof(data), NULL, twice[0],
                                                sizeof(twice[0]), &size, 0));
        NCryptSetProperty(key, NCRYPT_INITIALIZATION_VECTOR, zeros, block, 0);
        expect_inf(ERROR_SUCCESS, NCryptEncrypt(key, data, sizeof(data), NULL, twice[1],
                                                sizeof(twice[1]), &size, 0));
        ok_inf(!memcmp(twice[0], twice[1], sizeof(twice[0])), "another IV than zeros\n");
        delete_key(key);
    }
    winetest_pop_context();
}

static void test_derivation(void)
{
    NCRYPT_KEY_HANDLE key = create_named(BCRYPT_CAPI_KDF_ALGORITHM), other = 0;
    NCryptBuffer hash = {sizeof(BCRYPT_SHA256_ALGORITHM), KDF_HASH_ALGORITHM,
                         (void *)BCRYPT_SHA256_ALGORITHM};
    NCryptBufferDesc list = {NCRYPTBUFFER_VERSION, 1, &hash};
    BYTE output[2][32];
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS,
               NCryptSetProperty(key, NCRYPT_KDF_SECRET_VALUE, (BYTE *)"secret", 6, 0));
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    expect_doc(ERROR_SUCCESS, NCryptKeyDerivation(key, &list, output[0], 32, &size, 0));
    NCryptFreeObject(key);
    if (!must(NCryptOpenKey(provider, &other, name, 0, 0)))
        return;
    expect_doc(ERROR_SUCCESS, NCryptKeyDerivation(other, &list, output[1], 32, &size, 0));
    ok_doc(!memcmp(output[0], output[1], 32), "another secret\n");
    delete_key(other);
}

START_TEST(persist_types)
{
    wsprintfW(name, L"every kind %lu-%lu", GetCurrentProcessId(), GetTickCount());
    provider = open_provider();
    test_rsa();
    test_dsa();
    test_dh();
    test_generic_ec();
    test_explicit_ec();
    test_symmetric(BCRYPT_AES_ALGORITHM, 256, 16);
    test_symmetric(BCRYPT_3DES_ALGORITHM, 192, 8);
    test_derivation();
    NCryptFreeObject(provider);
}
