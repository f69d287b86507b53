/*
 * Flags that no other program uses, one by one: what takes them and what they do; claims, which no key
 * of the software provider can give.
 *
 * Sources: Microsoft's pages of the functions, ncrypt.h of the SDK.
 */
#include "list.h"

static NCRYPT_PROV_HANDLE provider;

static void test_open(void)
{
    static const WCHAR missing[] = L"ncrypt test key that does not exist";
    NCRYPT_PROV_HANDLE other = 0;
    NCRYPT_KEY_HANDLE key = 0;

    expect_doc(ERROR_SUCCESS, NCryptOpenStorageProvider(&other, MS_KEY_STORAGE_PROVIDER,
                                                        NCRYPT_IGNORE_DEVICE_STATE_FLAG));
    NCryptFreeObject(other);
    expect_doc(NTE_BAD_KEYSET,
               NCryptOpenKey(provider, &key, missing, 0, NCRYPT_AUTHORITY_KEY_FLAG));
    expect_doc(NTE_BAD_KEYSET,
               NCryptOpenKey(provider, &key, missing, 0, NCRYPT_EXTENDED_ERRORS_FLAG));
}

static SECURITY_STATUS create_with(const WCHAR *algorithm, DWORD flags, NCRYPT_KEY_HANDLE *key)
{
    *key = 0;
    return NCryptCreatePersistedKey(provider, key, algorithm, NULL, 0, flags);
}

/* Isolation by the hypervisor: what is only preferred may be absent. */
static void test_isolation(void)
{
    NCRYPT_KEY_HANDLE key;

    expect_doc(ERROR_SUCCESS, create_with(L"ECDSA_P256", NCRYPT_PREFER_VBS_FLAG, &key));
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    NCryptFreeObject(key);
    expect_doc(NTE_BAD_FLAGS, create_with(L"ECDSA_P256", NCRYPT_USE_VBS_PER_BOOT_KEY_FLAG, &key));
    expect_doc(ERROR_SUCCESS,
               create_with(L"ECDSA_P256", NCRYPT_PREFER_VBS_FLAG | NCRYPT_USE_VBS_PER_BOOT_KEY_FLAG,
                           &key));
    NCryptFreeObject(key);
    if (dll_is_ours())
        expect_inf(NTE_NOT_SUPPORTED, create_with(L"ECDSA_P256", NCRYPT_REQUIRE_VBS_FLAG, &key));
}

/* ECDSA_P256 then is ECDSA on nistP256. */
static void test_generic(void)
{
    WCHAR name[32] = L"";
    NCRYPT_KEY_HANDLE key;
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS,
               create_with(L"ECDSA_P256", NCRYPT_TREAT_NIST_AS_GENERIC_ECC_FLAG, &key));
    expect_inf(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    expect_inf(ERROR_SUCCESS, NCryptGetProperty(key, NCRYPT_ALGORITHM_PROPERTY, (BYTE *)name,
                                                sizeof(name), &size, 0));
    ok_inf(!wcscmp(name, L"ECDSA"), "the algorithm is %s\n", wine_dbgstr_w(name));
    expect_inf(ERROR_SUCCESS, NCryptGetProperty(key, NCRYPT_ECC_CURVE_NAME_PROPERTY, (BYTE *)name,
                                                sizeof(name), &size, 0));
    ok_inf(!wcscmp(name, L"nistP256"), "the curve is %s\n", wine_dbgstr_w(name));
    NCryptFreeObject(key);
}

/* The key comes unfinalized: properties are still to be set. */
static void test_do_not_finalize(void)
{
    const struct test_vector *pkcs8 = vector("csharp-ecdsa256");
    BYTE hash[32] = {0}, signature[64];
    NCRYPT_KEY_HANDLE key = 0;
    DWORD size = 0;

    if (!must(NCryptImportKey(provider, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, NULL, &key,
                              (BYTE *)pkcs8->bytes, (DWORD)pkcs8->size,
                              NCRYPT_DO_NOT_FINALIZE_FLAG)))
        return;
    expect_doc(NTE_BAD_KEY_STATE, NCryptSignHash(key, NULL, hash, sizeof(hash), signature,
                                                 sizeof(signature), &size, 0));
    ok_doc(!set_policy(key, POLICY_PLAIN), "policy\n");
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    expect_doc(ERROR_SUCCESS, NCryptSignHash(key, NULL, hash, sizeof(hash), signature,
                                             sizeof(signature), &size, 0));
    check_export_bytes(MARK_DOC, key, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, pkcs8->bytes, pkcs8->size);
    NCryptFreeObject(key);
}

/* The handle that made the key may export it once. */
static void test_archiving(DWORD policy, const WCHAR *type, SECURITY_STATUS plain)
{
    NCRYPT_KEY_HANDLE key = create_key(provider, L"ECDSA_P256", 0, policy);
    BYTE blob[2048];
    DWORD size = 0;

    winetest_push_context("policy %#lx", policy);
    expect_doc(plain, NCryptExportKey(key, 0, BCRYPT_ECCPRIVATE_BLOB, NULL, NULL, 0, &size, 0));
    expect_doc(ERROR_SUCCESS, NCryptExportKey(key, 0, type, NULL, blob, sizeof(blob), &size, 0));
    expect_doc(NTE_NOT_SUPPORTED,
               NCryptExportKey(key, 0, type, NULL, blob, sizeof(blob), &size, 0));
    NCryptFreeObject(key);
    winetest_pop_context();
}

static void test_usage(void)
{
    NCRYPT_KEY_HANDLE key = create_key(provider, NCRYPT_ECDH_P256_ALGORITHM, 0, 0);
    NCRYPT_SECRET_HANDLE secret = 0;
    BYTE hash[32] = {0}, signature[64];
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS,
               set_dword(key, NCRYPT_KEY_USAGE_PROPERTY, NCRYPT_ALLOW_KEY_AGREEMENT_FLAG, 0));
    expect_doc(ERROR_SUCCESS, NCryptSecretAgreement(key, key, &secret, 0));
    NCryptFreeObject(secret);
    expect_inf(NTE_PERM, NCryptSignHash(key, NULL, hash, sizeof(hash), signature, sizeof(signature),
                                        &size, 0));
    NCryptFreeObject(key);
}

/* AES-128 in GCM (McGrew and Viega, test case 2): the information lies in pbOtherInfo. */
static void test_authenticated(void)
{
    static const BYTE want[16] = {0x03, 0x88, 0xda, 0xce, 0x60, 0xb6, 0xa3, 0x92,
                                  0xf3, 0x28, 0xc2, 0xb9, 0x71, 0xb2, 0xfe, 0x78};
    static const BYTE want_tag[16] = {0xab, 0x6e, 0x47, 0xd4, 0x2c, 0xec, 0x13, 0xbd,
                                      0xf5, 0x3a, 0x67, 0xb2, 0x12, 0x57, 0xbd, 0xdf};
    static const BYTE blob[16 + 8 + 12 + 16] = {
        16,  0, 0,   0, 0x43, 0x50, 0x48, 0x52, 8,    0,    0,    0,    28, 0, 0, 0, /* CPHR */
        'A', 0, 'E', 0, 'S',  0,    0,    0,    0x4b, 0x44, 0x42, 0x4d, 1,  0, 0, 0, /* KDBM */
        16,  0, 0,   0};
    BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO mode;
    NCRYPT_CIPHER_PADDING_INFO info = {
        sizeof(info), NCRYPT_CIPHER_OTHER_PADDING_FLAG, NULL, 0, (BYTE *)&mode, sizeof(mode)};
    BYTE nonce[12] = {0}, tag[16], data[16] = {0};
    NCRYPT_KEY_HANDLE key = import_bytes(provider, NCRYPT_CIPHER_KEY_BLOB, blob, sizeof(blob));
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS,
               NCryptSetProperty(key, NCRYPT_CHAINING_MODE_PROPERTY, (BYTE *)BCRYPT_CHAIN_MODE_GCM,
                                 sizeof(BCRYPT_CHAIN_MODE_GCM), 0));
    BCRYPT_INIT_AUTH_MODE_INFO(mode);
    mode.pbNonce = nonce;
    mode.cbNonce = sizeof(nonce);
    mode.pbTag = tag;
    mode.cbTag = sizeof(tag);
    expect_doc(ERROR_SUCCESS, NCryptEncrypt(key, data, sizeof(data), &info, data, sizeof(data),
                                            &size, NCRYPT_PAD_CIPHER_FLAG));
    check_bytes(MARK_DOC, "cipher text", data, size, want, sizeof(want));
    check_bytes(MARK_DOC, "tag", tag, sizeof(tag), want_tag, sizeof(want_tag));
    tag[0] ^= 1;
    expect_inf(NTE_DECRYPTION_FAILURE, NCryptDecrypt(key, data, sizeof(data), &info, data,
                                                     sizeof(data), &size, NCRYPT_PAD_CIPHER_FLAG));
    tag[0] ^= 1;
    expect_doc(ERROR_SUCCESS, NCryptDecrypt(key, data, sizeof(data), &info, data, sizeof(data),
                                            &size, NCRYPT_PAD_CIPHER_FLAG));
    ok_doc(size == 16 && !data[0] && !data[15], "got %lu bytes\n", size);
    NCryptFreeObject(key);
}

static void test_claims(void)
{
    NCRYPT_KEY_HANDLE key = create_key(provider, L"ECDSA_P256", 0, 0);
    NCryptBufferDesc claims;
    BYTE claim[16] = {0};
    DWORD size = 0;

    expect_doc(NTE_INVALID_HANDLE, NCryptCreateClaim(0, 0, NCRYPT_CLAIM_SUBJECT_ONLY, NULL, claim,
                                                     sizeof(claim), &size, 0));
    expect_doc(NTE_INVALID_HANDLE, NCryptVerifyClaim(0, 0, NCRYPT_CLAIM_SUBJECT_ONLY, NULL, claim,
                                                     sizeof(claim), &claims, 0));
    if (dll_is_ours())
    {
        expect_inf(NTE_NOT_SUPPORTED, NCryptCreateClaim(key, 0, NCRYPT_CLAIM_SUBJECT_ONLY, NULL,
                                                        claim, sizeof(claim), &size, 0));
        expect_inf(NTE_NOT_SUPPORTED, NCryptVerifyClaim(key, 0, NCRYPT_CLAIM_SUBJECT_ONLY, NULL,
                                                        claim, sizeof(claim), &claims, 0));
    }
    NCryptFreeObject(key);
}

/* Names separated by commas or zeros; what matters is that NIST's curves are among them. */
static void test_curve_names(NCRYPT_HANDLE object, const char *what)
{
    BYTE names[8192];
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS, NCryptGetProperty(object, NCRYPT_ECC_CURVE_NAME_LIST_PROPERTY, names,
                                                sizeof(names), &size, 0));
    ok_doc(size > 3 * sizeof(L"nistP256") && !(size % sizeof(WCHAR)), "%s: %lu bytes\n", what,
           size);
}

/* What only this DLL has: the names of its libraries, and of what a key keeps. */
static void test_own_properties(void)
{
    NCRYPT_KEY_HANDLE key = create_key(provider, L"ECDSA_P256", 0, 0);
    WCHAR text[256] = L"";
    BYTE byte;
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS, NCryptGetProperty(provider, L"Library Versions", (BYTE *)text,
                                                sizeof(text), &size, 0));
    ok_doc(size > sizeof(WCHAR) && !text[size / sizeof(WCHAR) - 1], "got %lu bytes\n", size);
    expect_inf(NTE_NOT_SUPPORTED,
               NCryptGetProperty(provider, L"Change Master Key", &byte, 1, &size, 0));
    expect_doc(ERROR_SUCCESS,
               NCryptSetProperty(key, L"of my own", &byte, 0, NCRYPT_PERSIST_ONLY_FLAG));
    expect_doc(ERROR_SUCCESS, NCryptGetProperty(key, L"Persistent Properties", (BYTE *)text,
                                                sizeof(text), &size, 0));
    ok_doc(!memcmp(text, L"of my own", sizeof(L"of my own") - sizeof(WCHAR)), "got %s\n",
           wine_dbgstr_wn(text, (int)(size / sizeof(WCHAR))));
    NCryptFreeObject(key);
}

START_TEST(flags)
{
    NCRYPT_KEY_HANDLE key;

    if (skipped_on_builtin("knows few of these flags"))
        return;
    provider = open_provider();
    test_open();
    test_isolation();
    test_generic();
    test_do_not_finalize();
    test_archiving(NCRYPT_ALLOW_PLAINTEXT_ARCHIVING_FLAG, BCRYPT_ECCPRIVATE_BLOB, ERROR_SUCCESS);
    test_archiving(NCRYPT_ALLOW_ARCHIVING_FLAG, NCRYPT_OPAQUETRANSPORT_BLOB, NTE_NOT_SUPPORTED);
    test_usage();
    test_authenticated();
    test_claims();
    test_curve_names(provider, "provider");
    key = create_unfinalized_key(provider, BCRYPT_ECDSA_ALGORITHM);
    test_curve_names(key, "key");
    NCryptFreeObject(key);
    if (dll_is_ours())
        test_own_properties();
    NCryptFreeObject(provider);
}
