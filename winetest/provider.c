/*
 * Providers: opening, enumeration of providers and algorithms, properties.
 *
 * Sources: Wine's dlls/ncrypt/tests, dotnet/pinvoke's tests, Microsoft's pages of the functions.
 */
#include "fixture.h"

#define UNKNOWN_PROVIDER L"Provider That Does Not Exist"
#define BAD_FLAGS 20

/* --- opening -------------------------------------------------------------------------------- */

static void test_open_by_name(enum mark mark, const WCHAR *name, DWORD flags)
{
    NCRYPT_PROV_HANDLE provider = 0;

    winetest_push_context("open %s flags %#lx", narrow(name), flags);
    expect_mark(mark, ERROR_SUCCESS, NCryptOpenStorageProvider(&provider, name, flags));
    ok_seen(provider != 0, "got no handle\n");
    expect_seen(ERROR_SUCCESS, NCryptFreeObject(provider));
    winetest_pop_context();
}

static void test_open(void)
{
    NCRYPT_PROV_HANDLE provider = 0xdeadbeef;

    test_open_by_name(MARK_SEEN, NULL, 0);
    test_open_by_name(MARK_SEEN, MS_KEY_STORAGE_PROVIDER, 0);
    test_open_by_name(MARK_DOC, MS_KEY_STORAGE_PROVIDER, NCRYPT_SILENT_FLAG);
    if (skipped_on_builtin("opens providers of any name"))
        return;

    expect_either(MARK_INF, NTE_BAD_PROVIDER, HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND),
                  NCryptOpenStorageProvider(&provider, UNKNOWN_PROVIDER, 0));
    expect_doc(NTE_BAD_FLAGS,
               NCryptOpenStorageProvider(&provider, MS_KEY_STORAGE_PROVIDER, BAD_FLAGS));
    expect_inf(NTE_INVALID_PARAMETER, NCryptOpenStorageProvider(NULL, MS_KEY_STORAGE_PROVIDER, 0));
}

static void test_open_twice(void)
{
    NCRYPT_PROV_HANDLE first = open_provider(), second = open_provider();

    expect_seen(ERROR_SUCCESS, NCryptFreeObject(first));
    expect_doc(ERROR_SUCCESS, NCryptIsAlgSupported(second, BCRYPT_RSA_ALGORITHM, 0));
    expect_seen(ERROR_SUCCESS, NCryptFreeObject(second));
}

/* --- enumeration of providers --------------------------------------------------------------- */

static void check_provider_list(const NCryptProviderName *list, DWORD count)
{
    BOOL is_listed = FALSE;

    ok_doc(count > 0, "there is no provider\n");
    for (DWORD i = 0; i < count; i++)
    {
        ok_doc(list[i].pszName && list[i].pszName[0], "provider %lu has no name\n", i);
        ok_inf(list[i].pszComment != NULL, "provider %lu has no comment\n", i);
        if (list[i].pszName && !wcscmp(list[i].pszName, MS_KEY_STORAGE_PROVIDER))
            is_listed = TRUE;
        record_text("provider", "NCryptEnumStorageProviders", list[i].pszName);
    }
    ok_doc(is_listed, "the software provider is not listed\n");
}

static void test_enum_providers(void)
{
    NCryptProviderName *list = NULL;
    DWORD count = 0;

    if (skipped_on_builtin("aborts in NCryptEnumStorageProviders"))
        return;
    winetest_push_context("providers");
    if (must(NCryptEnumStorageProviders(&count, &list, 0)))
    {
        check_provider_list(list, count);
        expect_doc(ERROR_SUCCESS, NCryptFreeBuffer(list));
    }
    if (must(NCryptEnumStorageProviders(&count, &list, NCRYPT_SILENT_FLAG)))
        NCryptFreeBuffer(list);
    expect_doc(NTE_BAD_FLAGS, NCryptEnumStorageProviders(&count, &list, BAD_FLAGS));
    expect_inf(NTE_INVALID_PARAMETER, NCryptEnumStorageProviders(NULL, &list, 0));
    expect_inf(NTE_INVALID_PARAMETER, NCryptEnumStorageProviders(&count, NULL, 0));
    winetest_pop_context();
}

/* --- algorithms ----------------------------------------------------------------------------- */

/* What every NCrypt has listed since Windows Vista or 8, with interface and operations. */
static const struct
{
    const WCHAR *name;
    DWORD interface_id;
    DWORD operations; /* among others */
} well_known[] = {
    {L"RSA", 3, 4 | 0x10},    {L"DH", 4, 8},
    {L"DSA", 5, 0x10},        {L"ECDH_P256", 4, 8},
    {L"ECDH_P384", 4, 8},     {L"ECDH_P521", 4, 8},
    {L"ECDSA_P256", 5, 0x10}, {L"ECDSA_P384", 5, 0x10},
    {L"ECDSA_P521", 5, 0x10}, {L"AES", 1, 1},
    {L"3DES", 1, 1},
};

static const NCryptAlgorithmName *find_algorithm(const NCryptAlgorithmName *list, DWORD count,
                                                 const WCHAR *name)
{
    for (DWORD i = 0; i < count; i++)
        if (!wcscmp(list[i].pszName, name))
            return &list[i];
    return NULL;
}

static void record_algorithm(const NCryptAlgorithmName *algorithm)
{
    record_normal(narrow(algorithm->pszName), "NCryptEnumAlgorithms",
                  "class %lx operations %lx flags %lx", algorithm->dwClass,
                  algorithm->dwAlgOperations, algorithm->dwFlags);
}

static void check_algorithm_list(NCRYPT_PROV_HANDLE provider, const NCryptAlgorithmName *list,
                                 DWORD count, DWORD operations)
{
    for (DWORD i = 0; i < count; i++)
    {
        winetest_push_context("%s", narrow(list[i].pszName));
        expect_inf(ERROR_SUCCESS, NCryptIsAlgSupported(provider, list[i].pszName, 0));
        ok_doc(!operations || list[i].dwAlgOperations & operations, "has operations %lx only\n",
               list[i].dwAlgOperations);
        ok_inf(find_algorithm(list, i, list[i].pszName) == NULL, "is listed twice\n");
        winetest_pop_context();
        if (!operations)
            record_algorithm(&list[i]);
    }
}

static void check_well_known(const NCryptAlgorithmName *list, DWORD count, DWORD operations)
{
    for (size_t i = 0; i < ARRAY_SIZE(well_known); i++)
    {
        const NCryptAlgorithmName *found = find_algorithm(list, count, well_known[i].name);
        BOOL is_asked = !operations || well_known[i].operations & operations;

        winetest_push_context("%s", narrow(well_known[i].name));
        if (is_asked)
            ok_doc(found != NULL, "is not listed\n");
        if (found)
        {
            ok_doc(found->dwClass == well_known[i].interface_id, "got class %lx\n", found->dwClass);
            ok_doc((found->dwAlgOperations & well_known[i].operations) == well_known[i].operations,
                   "got operations %lx\n", found->dwAlgOperations);
            ok_inf(!found->dwFlags, "got flags %lx\n", found->dwFlags);
        }
        winetest_pop_context();
    }
}

static void test_enum_algorithms_of(NCRYPT_PROV_HANDLE provider, DWORD operations)
{
    NCryptAlgorithmName *list = NULL;
    DWORD count = 0;

    winetest_push_context("operations %#lx", operations);
    if (must(NCryptEnumAlgorithms(provider, operations, &count, &list, 0)))
    {
        check_algorithm_list(provider, list, count, operations);
        check_well_known(list, count, operations);
        expect_doc(ERROR_SUCCESS, NCryptFreeBuffer(list));
    }
    winetest_pop_context();
}

static void test_enum_algorithms(void)
{
    static const DWORD masks[] = {0, 1, 4, 8, 0x10, 4 | 8 | 0x10, 0x40, 4 | 0x40};
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCryptAlgorithmName *list = NULL;
    DWORD count = 0;

    if (!skipped_on_builtin("lists nothing but RSA"))
        for (size_t i = 0; i < ARRAY_SIZE(masks); i++)
            test_enum_algorithms_of(provider, masks[i]);

    /* dotnet/pinvoke shows that this one is not empty */
    if (must(NCryptEnumAlgorithms(provider, 4 | 0x40, &count, &list, 0)))
    {
        ok_seen(count > 0, "no algorithm\n");
        NCryptFreeBuffer(list);
    }
    expect_doc(NTE_INVALID_HANDLE, NCryptEnumAlgorithms(0, 0, &count, &list, 0));
    expect_doc(NTE_BAD_FLAGS, NCryptEnumAlgorithms(provider, 0, &count, &list, BAD_FLAGS));
    if (!skipped_on_builtin("faults on NULL"))
    {
        expect_inf(NTE_INVALID_PARAMETER, NCryptEnumAlgorithms(provider, 0, NULL, &list, 0));
        expect_inf(NTE_INVALID_PARAMETER, NCryptEnumAlgorithms(provider, 0, &count, NULL, 0));
    }
    NCryptFreeObject(provider);
}

static const struct
{
    const WCHAR *name;
    DWORD flags;
    SECURITY_STATUS status;
    enum mark mark;
} supported[] = {
    {L"RSA", 0, ERROR_SUCCESS, MARK_SEEN},
    {L"RSA", NCRYPT_SILENT_FLAG, ERROR_SUCCESS, MARK_SEEN},
    {L"RSA", BAD_FLAGS, NTE_BAD_FLAGS, MARK_SEEN},
    {L"3DES", 0, ERROR_SUCCESS, MARK_SEEN},
    {L"AES", 0, ERROR_SUCCESS, MARK_SEEN},
    {L"ECDH_P256", 0, ERROR_SUCCESS, MARK_SEEN},
    {L"ECDSA_P256", 0, ERROR_SUCCESS, MARK_SEEN},
    {L"ECDSA_P384", 0, ERROR_SUCCESS, MARK_SEEN},
    {L"DSA", 0, ERROR_SUCCESS, MARK_SEEN},
    {L"DH", 0, ERROR_SUCCESS, MARK_DOC},
    {L"ECDH_P384", 0, ERROR_SUCCESS, MARK_DOC},
    {L"ECDH_P521", 0, ERROR_SUCCESS, MARK_DOC},
    {L"ECDSA_P521", 0, ERROR_SUCCESS, MARK_DOC},
    {L"ECDSA", 0, ERROR_SUCCESS, MARK_DOC},
    {L"ECDH", 0, ERROR_SUCCESS, MARK_DOC},
    {L"SHA1", 0, NTE_NOT_SUPPORTED, MARK_SEEN},
    {L"SHA256", 0, NTE_NOT_SUPPORTED, MARK_SEEN},
    {L"SHA384", 0, NTE_NOT_SUPPORTED, MARK_SEEN},
    {L"SHA512", 0, NTE_NOT_SUPPORTED, MARK_SEEN},
    {L"MD2", 0, NTE_NOT_SUPPORTED, MARK_SEEN},
    {L"MD4", 0, NTE_NOT_SUPPORTED, MARK_SEEN},
    {L"MD5", 0, NTE_NOT_SUPPORTED, MARK_SEEN},
    {L"RSA_SIGN", 0, NTE_NOT_SUPPORTED, MARK_SEEN},
    {L"RSA_SIGN", BAD_FLAGS, NTE_BAD_FLAGS, MARK_SEEN},
    {L"RNG", 0, NTE_NOT_SUPPORTED, MARK_SEEN},
    {L"Foo", 0, NTE_NOT_SUPPORTED, MARK_SEEN},
    {L"", 0, NTE_NOT_SUPPORTED, MARK_INF},
    {L"RS", 0, NTE_NOT_SUPPORTED, MARK_INF},
    {L"RSAX", 0, NTE_NOT_SUPPORTED, MARK_INF},
};

static void test_is_algorithm_supported(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();

    for (size_t i = 0; i < ARRAY_SIZE(supported); i++)
    {
        winetest_push_context("supported %s flags %#lx", narrow(supported[i].name),
                              supported[i].flags);
        expect_mark(supported[i].mark, supported[i].status,
                    NCryptIsAlgSupported(provider, supported[i].name, supported[i].flags));
        winetest_pop_context();
    }
    expect_seen(NTE_INVALID_HANDLE, NCryptIsAlgSupported(0, BCRYPT_RSA_ALGORITHM, 0));
    expect_seen(STATUS_NULL_REFERENCE, NCryptIsAlgSupported(provider, NULL, 0));
    NCryptFreeObject(provider);
}

/* --- properties ----------------------------------------------------------------------------- */

static void check_dword_property(enum mark mark, NCRYPT_HANDLE object, const WCHAR *name,
                                 DWORD want)
{
    DWORD value = 0xdeadbeef, size = 0xdeadbeef;

    winetest_push_context("%s", narrow(name));
    expect_mark(mark, ERROR_SUCCESS, NCryptGetProperty(object, name, NULL, 0, &size, 0));
    ok_mark(mark)(size == sizeof(value), "got size %lu\n", size);
    expect_mark(mark, ERROR_SUCCESS,
                NCryptGetProperty(object, name, (BYTE *)&value, sizeof(value), &size, 0));
    ok_mark(mark)(value == want, "got %#lx, expected %#lx\n", value, want);
    record_number(NULL, "NCryptGetProperty", value);
    expect_inf(NTE_BUFFER_TOO_SMALL,
               NCryptGetProperty(object, name, (BYTE *)&value, sizeof(value) - 1, &size, 0));
    ok_inf(size == sizeof(value), "a short buffer: got size %lu\n", size);
    winetest_pop_context();
}

static void check_name_property(NCRYPT_PROV_HANDLE provider)
{
    WCHAR name[128] = L"";
    DWORD size = 0;

    winetest_push_context("Name");
    expect_seen(ERROR_SUCCESS, NCryptGetProperty(provider, NCRYPT_NAME_PROPERTY, (BYTE *)name,
                                                 sizeof(name), &size, 0));
    ok_seen(size == sizeof(MS_KEY_STORAGE_PROVIDER), "got size %lu\n", size);
    ok_seen(!wcscmp(name, MS_KEY_STORAGE_PROVIDER), "got %s\n", wine_dbgstr_w(name));
    winetest_pop_context();
}

static void test_use_context(NCRYPT_PROV_HANDLE provider)
{
    WCHAR text[] = L"a use context", got[32] = L"";
    DWORD size = 0;

    winetest_push_context("Use Context");
    expect_doc(ERROR_SUCCESS, NCryptSetProperty(provider, NCRYPT_USE_CONTEXT_PROPERTY, (BYTE *)text,
                                                sizeof(text), 0));
    expect_inf(ERROR_SUCCESS, NCryptGetProperty(provider, NCRYPT_USE_CONTEXT_PROPERTY, (BYTE *)got,
                                                sizeof(got), &size, 0));
    ok_inf(!wcscmp(got, text), "got %s\n", wine_dbgstr_w(got));
    winetest_pop_context();
}

static void test_properties(void)
{
    static const WCHAR *const absent[] = {L"Foo", L"Length", L"Algorithm Name", L"Export Policy"};
    NCRYPT_PROV_HANDLE provider = open_provider();
    BYTE buffer[64];
    DWORD size;

    check_name_property(provider);
    check_dword_property(MARK_SEEN, provider, NCRYPT_IMPL_TYPE_PROPERTY, NCRYPT_IMPL_SOFTWARE_FLAG);
    check_dword_property(MARK_INF, provider, NCRYPT_VERSION_PROPERTY, 0x10000);
    check_dword_property(MARK_INF, provider, NCRYPT_MAX_NAME_LENGTH_PROPERTY, 260);
    check_dword_property(MARK_INF, provider, NCRYPT_SECURITY_DESCR_SUPPORT_PROPERTY, 1);
    test_use_context(provider);

    for (size_t i = 0; i < ARRAY_SIZE(absent); i++)
    {
        winetest_push_context("%s", narrow(absent[i]));
        expect_mark(i ? MARK_INF : MARK_DOC, NTE_NOT_SUPPORTED,
                    NCryptGetProperty(provider, absent[i], buffer, sizeof(buffer), &size, 0));
        winetest_pop_context();
    }
    expect_doc(NTE_BAD_FLAGS, NCryptGetProperty(provider, NCRYPT_NAME_PROPERTY, buffer,
                                                sizeof(buffer), &size, BAD_FLAGS));
    NCryptFreeObject(provider);
}

/* --- buffers -------------------------------------------------------------------------------- */

static void test_free_buffer(void)
{
    BYTE foreign[64] = {0};

    if (skipped_on_builtin("frees any pointer"))
        return;
    expect_inf(NTE_INVALID_PARAMETER, NCryptFreeBuffer(NULL));
    if (dll_is_ours())
        expect_inf(NTE_INVALID_PARAMETER, NCryptFreeBuffer(foreign + 16));
    else
        skip("a foreign pointer may fault natively\n");
}

START_TEST(provider)
{
    test_open();
    test_open_twice();
    test_enum_providers();
    test_enum_algorithms();
    test_is_algorithm_supported();
    test_properties();
    test_free_buffer();
}
