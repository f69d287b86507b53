/*
 * A key storage provider of another maker behind the router: registered, enumerated, opened, used.
 *
 * The provider is testksp.dll beside the program (tests/ksp).  Registration is written as
 * BCryptRegisterProvider leaves it on Windows, with the DLL's whole path, which native Windows does
 * not take: there the program says so and ends.
 *
 * Sources: Microsoft's pages of the functions; the Cloud KMS provider's tests of the router.
 */
#include "fixture.h"

#include "ncrypt_provider.h"

#define NAME L"ncrypt test provider"
#define PROVIDER_KEY L"SYSTEM\\CurrentControlSet\\Control\\Cryptography\\Providers\\" NAME
#define LIST_KEY                                                                                   \
    L"SYSTEM\\CurrentControlSet\\Control\\Cryptography\\Configuration\\Local\\Default\\00010001"   \
    L"\\KEY_STORAGE"

static BOOL find_dll(WCHAR *path)
{
    WCHAR *slash;

    GetModuleFileNameW(NULL, path, MAX_PATH);
    if (!(slash = wcsrchr(path, '\\')) || slash - path > MAX_PATH - 20)
        return FALSE;
    wcscpy(slash + 1, L"testksp.dll");
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

static BOOL set_value(const WCHAR *key, const WCHAR *name, DWORD type, const WCHAR *data,
                      DWORD size)
{
    return !RegSetKeyValueW(HKEY_LOCAL_MACHINE, key, name, type, data, size);
}

static BOOL register_provider(const WCHAR *dll)
{
    static const WCHAR list[] = NAME L"\0";

    return set_value(PROVIDER_KEY L"\\UM", L"Image", REG_SZ, dll,
                     (DWORD)(wcslen(dll) + 1) * sizeof(WCHAR)) &&
           set_value(LIST_KEY, L"Providers", REG_MULTI_SZ, list, sizeof(list));
}

static void unregister_provider(void)
{
    RegDeleteTreeW(HKEY_LOCAL_MACHINE, PROVIDER_KEY);
    RegDeleteKeyValueW(HKEY_LOCAL_MACHINE, LIST_KEY, L"Providers");
}

static void test_enumeration(void)
{
    NCryptProviderName *list = NULL;
    BOOL is_listed = FALSE;
    DWORD count = 0;

    if (!must(NCryptEnumStorageProviders(&count, &list, 0)))
        return;
    for (DWORD i = 0; i < count; i++)
        is_listed |= !wcscmp(list[i].pszName, NAME);
    ok_doc(is_listed, "the provider is not listed among %lu\n", count);
    expect_doc(ERROR_SUCCESS, NCryptFreeBuffer(list));
}

static LONG live(NCRYPT_PROV_HANDLE provider, const WCHAR *what)
{
    LONG count = -1;
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS,
               NCryptGetProperty(provider, what, (BYTE *)&count, sizeof(count), &size, 0));
    return count;
}

static void test_algorithms(NCRYPT_PROV_HANDLE provider)
{
    NCryptAlgorithmName *list = NULL;
    DWORD count = 0;

    expect_doc(ERROR_SUCCESS, NCryptEnumAlgorithms(provider, 0, &count, &list, 0));
    ok_doc(count == 1 && list && !wcscmp(list[0].pszName, L"TEST"), "got %lu algorithms\n", count);
    expect_doc(ERROR_SUCCESS, NCryptFreeBuffer(list));
    ok_inf(!live(provider, L"Live Buffers"), "the provider's buffer was not freed\n");
}

static void test_ui_policy(NCRYPT_KEY_HANDLE key)
{
    union
    {
        NCRYPT_UI_POLICY policy;
        BYTE bytes[256];
    } buffer;
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS, NCryptGetProperty(key, NCRYPT_UI_POLICY_PROPERTY, NULL, 0, &size, 0));
    ok_doc(size == sizeof(NCRYPT_UI_POLICY) + 3 * sizeof(WCHAR), "got size %lu\n", size);
    expect_doc(NTE_BUFFER_TOO_SMALL,
               NCryptGetProperty(key, NCRYPT_UI_POLICY_PROPERTY, buffer.bytes, size - 1, &size, 0));
    expect_doc(ERROR_SUCCESS,
               NCryptGetProperty(key, NCRYPT_UI_POLICY_PROPERTY, buffer.bytes, size, &size, 0));
    ok_doc(buffer.policy.dwVersion == 1 && buffer.policy.dwFlags == NCRYPT_UI_PROTECT_KEY_FLAG,
           "got version %lu, flags %#lx\n", buffer.policy.dwVersion, buffer.policy.dwFlags);
    ok_doc((BYTE *)buffer.policy.pszCreationTitle == (BYTE *)(&buffer.policy + 1) &&
               !wcscmp(buffer.policy.pszCreationTitle, L"Hi"),
           "the title does not lie in the caller's buffer\n");
    ok_doc(!buffer.policy.pszFriendlyName && !buffer.policy.pszDescription,
           "absent strings are not NULL\n");
}

static void test_key(NCRYPT_PROV_HANDLE provider)
{
    NCRYPT_KEY_HANDLE key = 0, wrapping = 0, foreign = 0;
    NCRYPT_PROV_HANDLE software = open_provider();
    BYTE output[64];
    DWORD size = 0;

    expect_doc(NTE_BAD_KEYSET, NCryptOpenKey(provider, &key, L"missing", 0, 0));
    expect_doc(ERROR_SUCCESS, NCryptOpenKey(provider, &key, L"some key", AT_SIGNATURE, 0));
    expect_doc(ERROR_SUCCESS, NCryptOpenKey(provider, &wrapping, L"wrapping", 0, 0));
    expect_doc(ERROR_SUCCESS,
               NCryptCreatePersistedKey(software, &foreign, BCRYPT_RSA_ALGORITHM, NULL, 0, 0));
    ok_doc(live(provider, L"Live Keys") == 2, "got %ld keys\n", live(provider, L"Live Keys"));

    expect_doc(ERROR_SUCCESS,
               NCryptSignHash(key, NULL, output, 1, output, sizeof(output), &size, 0));
    ok_doc(size == 16 && !memcmp(output, L"some key", 16), "got %lu bytes\n", size);
    expect_doc(ERROR_SUCCESS,
               NCryptExportKey(key, wrapping, L"ABC", NULL, output, sizeof(output), &size, 0));
    ok_doc(size == 6, "got %lu bytes\n", size);
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptExportKey(key, foreign, L"ABC", NULL, output, sizeof(output), &size, 0));
    test_ui_policy(key);

    /* Slots that are NULL, and slots that a table of version 1.0 does not have. */
    expect_inf(NTE_NOT_SUPPORTED, NCryptDecrypt(key, output, 1, NULL, NULL, 0, &size, 0));
    expect_inf(NTE_NOT_SUPPORTED, NCryptKeyDerivation(key, NULL, output, 1, &size, 0));

    expect_doc(ERROR_SUCCESS, NCryptFreeObject(wrapping));
    expect_doc(ERROR_SUCCESS, NCryptFreeObject(key));
    expect_doc(NTE_INVALID_HANDLE, NCryptFreeObject(key));
    ok_doc(!live(provider, L"Live Keys"), "keys were not freed at the provider\n");
    expect_doc(ERROR_SUCCESS, NCryptFreeObject(foreign));
    expect_doc(ERROR_SUCCESS, NCryptFreeObject(software));
}

static void test_provider(void)
{
    NCRYPT_PROV_HANDLE provider = 0;

    test_enumeration();
    expect_doc(ERROR_SUCCESS, NCryptOpenStorageProvider(&provider, NAME, 0));
    if (!provider)
        return;
    test_algorithms(provider);
    test_key(provider);
    expect_doc(ERROR_SUCCESS, NCryptFreeObject(provider));
}

START_TEST(ksp)
{
    WCHAR dll[MAX_PATH];

    if (skipped_on_builtin("knows no provider but its own"))
        return;
    if (!dll_is_ours())
    {
        win_skip("a provider outside of the system directory\n");
        return;
    }
    if (!find_dll(dll))
    {
        skip("testksp.dll is not beside the program\n");
        return;
    }
    ok(register_provider(dll), "the registry cannot be written\n");
    test_provider();
    unregister_provider();
}
