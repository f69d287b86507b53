/*
 * Keys in containers of CryptoAPI by the functions of CNG, and CNG keys that are written to one:
 * "CNG first attempts to open the native CNG file.  If this file does not exist, then CNG attempts to
 * locate a matching key in the legacy CryptoAPI key container" (learn.microsoft.com, Key Storage and
 * Retrieval).
 */
#include <string.h>

#include "capi.h"
#include "check.h"

#define CAPI_SCOPE(flags) ((flags) & NCRYPT_MACHINE_KEY_FLAG ? CRYPT_MACHINE_KEYSET : 0)

static NCRYPT_PROV_HANDLE provider;

/* All else depends on it; a prefix in which it fails is set up badly. */
static BOOL test_capi(void)
{
    static const DWORD types[] = {PROV_RSA_FULL, PROV_RSA_AES, PROV_RSA_SCHANNEL};
    HCRYPTPROV context;
    BOOL all = TRUE;
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(types); i++)
    {
        BOOL acquired = CryptAcquireContextW(&context, NULL, NULL, types[i], CRYPT_VERIFYCONTEXT);

        ok_doc(acquired, "provider type %lu of CryptoAPI: %#lx\n", types[i], GetLastError());
        if (acquired)
            CryptReleaseContext(context, 0);
        all = all && acquired;
    }
    return all;
}

static SECURITY_STATUS open_key(const WCHAR *name, DWORD spec, DWORD flags, NCRYPT_KEY_HANDLE *key)
{
    *key = 0;
    return NCryptOpenKey(provider, key, name, spec, flags | NCRYPT_SILENT_FLAG);
}

static void check_no_key(const WCHAR *name, DWORD spec, DWORD flags)
{
    NCRYPT_KEY_HANDLE key;

    if (!expect_doc(NTE_BAD_KEYSET, open_key(name, spec, flags, &key)))
        NCryptFreeObject(key);
}

/* ------------------------------------------------------------------------------------------
 * Opening
 */
static void check_text(NCRYPT_KEY_HANDLE key, const WCHAR *property, const WCHAR *want)
{
    WCHAR text[128] = {0};
    DWORD size;

    expect_doc(ERROR_SUCCESS,
               NCryptGetProperty(key, property, (BYTE *)text, sizeof(text), &size, 0));
    ok_doc(!lstrcmpW(text, want), "%s: %s\n", narrow(property), narrow(text));
}

static void check_number(NCRYPT_KEY_HANDLE key, const WCHAR *property, DWORD want)
{
    DWORD value = 0;

    expect_doc(ERROR_SUCCESS, get_dword(key, property, &value));
    ok_inf(value == want, "%s: %#lx\n", narrow(property), value);
}

static void check_properties(NCRYPT_KEY_HANDLE key, const WCHAR *name, DWORD spec, DWORD flags,
                             BOOL exportable)
{
    BYTE value = 1;
    DWORD size;

    check_text(key, NCRYPT_NAME_PROPERTY, name);
    check_text(key, NCRYPT_ALGORITHM_PROPERTY, BCRYPT_RSA_ALGORITHM);
    check_text(key, NCRYPT_ALGORITHM_GROUP_PROPERTY, NCRYPT_RSA_ALGORITHM_GROUP);
    check_number(key, NCRYPT_LENGTH_PROPERTY, 1024);
    check_number(key, NCRYPT_KEY_TYPE_PROPERTY, flags & NCRYPT_MACHINE_KEY_FLAG);
    check_number(key, NCRYPT_EXPORT_POLICY_PROPERTY, exportable ? POLICY_ALL : 0);
    check_number(key, NCRYPT_KEY_USAGE_PROPERTY,
                 spec == AT_SIGNATURE ? NCRYPT_ALLOW_SIGNING_FLAG : NCRYPT_ALLOW_ALL_USAGES);
    expect_doc(ERROR_SUCCESS,
               NCryptGetProperty(key, NCRYPT_UNIQUE_NAME_PROPERTY, NULL, 0, &size, 0));
    expect_inf(NTE_NOT_SUPPORTED,
               NCryptSetProperty(key, L"Custom", &value, 1, NCRYPT_PERSIST_ONLY_FLAG));
    expect_seen(NTE_NOT_SUPPORTED, set_policy(key, POLICY_ALL));
    check_export_status(MARK_DOC, exportable ? ERROR_SUCCESS : NTE_NOT_SUPPORTED, key,
                        BCRYPT_RSAFULLPRIVATE_BLOB);
    check_export_status(MARK_DOC, ERROR_SUCCESS, key, BCRYPT_RSAPUBLIC_BLOB);
}

static void test_open(DWORD spec, DWORD flags, DWORD exportable)
{
    const WCHAR *name = capi_new_name(0);
    const DWORD other = AT_KEYEXCHANGE + AT_SIGNATURE - spec;
    NCRYPT_KEY_HANDLE key;

    winetest_push_context("spec %lu, flags %#lx, exportable %lu", spec, flags, exportable);
    check_no_key(name, spec, flags);
    if (capi_make(name, spec, exportable | CAPI_SCOPE(flags)) &&
        must(open_key(name, spec, flags, &key)))
    {
        check_properties(key, name, spec, flags, exportable != 0);
        check_signs_alike(key, name, spec, CAPI_SCOPE(flags));
        NCryptFreeObject(key);
        check_no_key(name, other, flags);
        check_no_key(name, 7, flags);
        check_no_key(name, spec, flags ^ NCRYPT_MACHINE_KEY_FLAG);
        if (!expect_inf(ERROR_SUCCESS, open_key(name, 0, flags, &key)))
            NCryptFreeObject(key);
    }
    capi_delete(name, CAPI_SCOPE(flags));
    check_no_key(name, spec, flags);
    winetest_pop_context();
}

/* What CryptoAPI encrypts, CNG decrypts. */
static void test_decrypt(void)
{
    const WCHAR *name = capi_new_name(0);
    BYTE data[128] = "for the key exchange key", turned[128], plain[128];
    DWORD size = 24, error, i;
    HCRYPTPROV context;
    NCRYPT_KEY_HANDLE key;
    HCRYPTKEY legacy;

    capi_make(name, AT_KEYEXCHANGE, 0);
    context = capi_open(name, 0, &error);
    if (CryptGetUserKey(context, AT_KEYEXCHANGE, &legacy))
    {
        ok_doc(CryptEncrypt(legacy, 0, TRUE, 0, data, &size, sizeof(data)), "%#lx\n",
               GetLastError());
        CryptDestroyKey(legacy);
    }
    CryptReleaseContext(context, 0);
    for (i = 0; i < sizeof(data); i++)
        turned[i] = data[sizeof(data) - 1 - i];
    if (must(open_key(name, AT_KEYEXCHANGE, 0, &key)))
    {
        expect_doc(ERROR_SUCCESS, NCryptDecrypt(key, turned, sizeof(turned), NULL, plain,
                                                sizeof(plain), &size, NCRYPT_PAD_PKCS1_FLAG));
        check_bytes(MARK_DOC, "plain", plain, size, "for the key exchange key", 24);
        NCryptFreeObject(key);
    }
    capi_delete(name, 0);
}

/* Deleting one key of a container leaves the other one. */
static void test_two_keys(void)
{
    const WCHAR *name = capi_new_name(0);
    NCRYPT_KEY_HANDLE exchange, signature;
    DWORD error;

    capi_make(name, AT_KEYEXCHANGE, 0);
    capi_make(name, AT_SIGNATURE, CRYPT_EXPORTABLE);
    if (must(open_key(name, AT_KEYEXCHANGE, 0, &exchange)) &&
        must(open_key(name, AT_SIGNATURE, 0, &signature)))
    {
        check_signs_alike(exchange, name, AT_KEYEXCHANGE, 0);
        check_signs_alike(signature, name, AT_SIGNATURE, 0);
        expect_doc(ERROR_SUCCESS, NCryptDeleteKey(exchange, 0));
        check_no_key(name, AT_KEYEXCHANGE, 0);
        check_signs_alike(signature, name, AT_SIGNATURE, 0);
        expect_doc(ERROR_SUCCESS, NCryptDeleteKey(signature, 0));
        ok_inf(!capi_open(name, 0, &error) && error == (DWORD)NTE_BAD_KEYSET,
               "the container is still there: %#lx\n", error);
    }
    capi_delete(name, 0);
}

/* A key that was replaced under an open handle is not deleted by it. */
static void test_replaced(void)
{
    const WCHAR *name = capi_new_name(0);
    NCRYPT_KEY_HANDLE key;

    capi_make(name, AT_SIGNATURE, 0);
    if (must(open_key(name, AT_SIGNATURE, 0, &key)))
    {
        capi_delete(name, 0);
        capi_make(name, AT_SIGNATURE, 0);
        expect_inf(NTE_BAD_KEYSET, NCryptDeleteKey(key, 0));
        ok_inf(capi_has(name, AT_SIGNATURE, 0), "another's key is gone\n");
        NCryptFreeObject(key);
    }
    capi_delete(name, 0);
}

/* ------------------------------------------------------------------------------------------
 * Listing
 */

/* How often a key is listed. */
static unsigned int count_listed(const WCHAR *name, DWORD spec, DWORD flags)
{
    unsigned int count = 0;
    NCryptKeyName *entry;
    void *state = NULL;
    SECURITY_STATUS status;

    while (!(status = NCryptEnumKeys(provider, NULL, &entry, &state, flags)))
    {
        if (!lstrcmpiW(entry->pszName, name) && entry->dwLegacyKeySpec == spec)
        {
            ok_inf(!lstrcmpW(entry->pszAlgid, BCRYPT_RSA_ALGORITHM), "%s\n",
                   narrow(entry->pszAlgid));
            ok_inf(entry->dwFlags == flags, "flags %#lx\n", entry->dwFlags);
            count++;
        }
        NCryptFreeBuffer(entry);
    }
    ok_doc(status == NTE_NO_MORE_ITEMS, "%s\n", status_name(status));
    NCryptFreeBuffer(state);
    return count;
}

static void test_list(DWORD flags)
{
    const WCHAR *name = capi_new_name(0);

    winetest_push_context("flags %#lx", flags);
    capi_make(name, AT_SIGNATURE, CAPI_SCOPE(flags));
    ok_inf(count_listed(name, AT_SIGNATURE, flags) == 1, "not listed once\n");
    ok_inf(!count_listed(name, AT_KEYEXCHANGE, flags), "a key that is not there\n");
    ok_inf(!count_listed(name, AT_SIGNATURE, flags ^ NCRYPT_MACHINE_KEY_FLAG), "the other scope\n");
    capi_make(name, AT_KEYEXCHANGE, CAPI_SCOPE(flags));
    ok_inf(count_listed(name, AT_SIGNATURE, flags) == 1, "not listed once\n");
    ok_inf(count_listed(name, AT_KEYEXCHANGE, flags) == 1, "not listed once\n");
    capi_delete(name, CAPI_SCOPE(flags));
    ok_inf(!count_listed(name, AT_SIGNATURE, flags), "still listed\n");
    winetest_pop_context();
}

START_TEST(legacy_store)
{
    static const DWORD specs[] = {AT_KEYEXCHANGE, AT_SIGNATURE};
    static const DWORD scopes[] = {0, NCRYPT_MACHINE_KEY_FLAG};
    unsigned int i, j;

    if (skipped_on_builtin("it has no stored keys"))
        return;
    provider = open_provider();
    if (!test_capi())
        return;
    for (i = 0; i < ARRAY_SIZE(specs); i++)
    {
        for (j = 0; j < ARRAY_SIZE(scopes); j++)
        {
            test_open(specs[i], scopes[j], 0);
            test_open(specs[i], scopes[j], CRYPT_EXPORTABLE);
        }
    }
    test_decrypt();
    test_two_keys();
    test_replaced();
    test_list(0);
    test_list(NCRYPT_MACHINE_KEY_FLAG);
    NCryptFreeObject(provider);
}
