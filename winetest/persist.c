/*
 * Keys by name: create, open, finalize, delete, enumerate, and their properties.
 *
 * Sources: Microsoft's pages of the functions and "Key Storage and Retrieval"; dotnet/corefx's CNG
 * tests; dotnet/runtime issue 48472.
 */
#include "fixture.h"

static WCHAR names[4][64];

/* Nobody else's name, and none that an earlier run left. */
static const WCHAR *unique_name(unsigned int number)
{
    wsprintfW(names[number], L"ncrypt conformance %lu-%lu-%u", GetCurrentProcessId(),
              GetTickCount(), number);
    return names[number];
}

static NCRYPT_KEY_HANDLE make_named(NCRYPT_PROV_HANDLE provider, const WCHAR *algorithm,
                                    const WCHAR *name, DWORD flags)
{
    NCRYPT_KEY_HANDLE key = 0;

    if (!must(NCryptCreatePersistedKey(provider, &key, algorithm, name, 0, flags)))
        return 0;
    ok_seen(!set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, POLICY_ALL, NCRYPT_PERSIST_FLAG),
            "policy\n");
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    return key;
}

static void check_same_key(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE other)
{
    struct blob want, got;

    if (!export_blob(key, BCRYPT_PRIVATE_KEY_BLOB, &want))
    {
        ok_seen(FALSE, "no blob to compare with\n");
        return;
    }
    if (export_blob(other, BCRYPT_PRIVATE_KEY_BLOB, &got))
    {
        ok_doc(got.size == want.size && !memcmp(got.bytes, want.bytes, got.size), "another key\n");
        free_blob(&got);
    }
    else
        ok_doc(FALSE, "no blob\n");
    free_blob(&want);
}

static void test_life(const WCHAR *algorithm, DWORD flags)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    const WCHAR *name = unique_name(0);
    NCRYPT_KEY_HANDLE key, other = 0;
    WCHAR upper[64];

    winetest_push_context("%s, flags %#lx", narrow(algorithm), flags);
    lstrcpyW(upper, name);
    CharUpperW(upper);
    expect_seen(NTE_BAD_KEYSET, NCryptOpenKey(provider, &other, name, 0, flags));
    key = make_named(provider, algorithm, name, flags);
    expect_seen(NTE_INVALID_HANDLE, NCryptFinalizeKey(key, 0));
    expect_doc(NTE_EXISTS, NCryptCreatePersistedKey(provider, &other, algorithm, name, 0, flags));
    if (must(NCryptOpenKey(provider, &other, upper, 0, flags | NCRYPT_SILENT_FLAG)))
    {
        check_same_key(key, other);
        NCryptFreeObject(other);
    }
    NCryptFreeObject(key);
    if (must(NCryptOpenKey(provider, &key, name, 0, flags)))
    {
        expect_doc(NTE_BAD_FLAGS, NCryptDeleteKey(key, 1));
        expect_seen(ERROR_SUCCESS, NCryptDeleteKey(key, NCRYPT_SILENT_FLAG));
        expect_seen(NTE_INVALID_HANDLE, NCryptFreeObject(key));
    }
    expect_seen(NTE_BAD_KEYSET, NCryptOpenKey(provider, &other, name, 0, flags));
    winetest_pop_context();
    NCryptFreeObject(provider);
}

static void test_overwrite(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    const WCHAR *name = unique_name(0);
    NCRYPT_KEY_HANDLE old = make_named(provider, BCRYPT_ECDSA_P256_ALGORITHM, name, 0), key = 0;
    NCRYPT_KEY_HANDLE other = 0;

    if (must(NCryptCreatePersistedKey(provider, &key, BCRYPT_ECDSA_P256_ALGORITHM, name, 0,
                                      NCRYPT_OVERWRITE_KEY_FLAG)))
    {
        set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, POLICY_ALL, NCRYPT_PERSIST_FLAG);
        /* The old key is there until the new one is finished. */
        if (must(NCryptOpenKey(provider, &other, name, 0, 0)))
        {
            check_same_key(old, other);
            NCryptFreeObject(other);
        }
        expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
        if (must(NCryptOpenKey(provider, &other, name, 0, 0)))
        {
            check_same_key(key, other);
            NCryptFreeObject(other);
        }
    }
    NCryptFreeObject(old);
    expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
    NCryptFreeObject(provider);
}

static SECURITY_STATUS get(NCRYPT_KEY_HANDLE key, const WCHAR *name, void *data, DWORD size,
                           DWORD *result, DWORD flags)
{
    return NCryptGetProperty(key, name, data, size, result, flags);
}

static void check_text(NCRYPT_KEY_HANDLE key, const WCHAR *property, const WCHAR *want)
{
    WCHAR text[128] = {0};
    DWORD size = 0;

    ok_doc(!get(key, property, text, sizeof(text), &size, 0), "%s\n", narrow(property));
    ok_doc(size == (lstrlenW(want) + 1) * sizeof(WCHAR) && !lstrcmpW(text, want), "%s: %s\n",
           narrow(property), wine_dbgstr_w(text));
}

/* What was set before and after the key was finished, with and without persistence. */
static void check_kept(NCRYPT_KEY_HANDLE key, BOOL reopened)
{
    BYTE data[16];
    DWORD size = 0, value = 0, temporary;
    FILETIME modified, now;

    expect_seen(ERROR_SUCCESS,
                get(key, L"Before", data, sizeof(data), &size, NCRYPT_PERSIST_ONLY_FLAG));
    ok_seen(size == 3 && !memcmp(data, "one", 3), "before: %lu bytes\n", size);
    expect_seen(ERROR_SUCCESS,
                get(key, L"After", data, sizeof(data), &size, NCRYPT_PERSIST_ONLY_FLAG));
    ok_seen(size == 5 && !memcmp(data, "three", 5), "after: %lu bytes\n", size);
    check_text(key, NCRYPT_USE_CONTEXT_PROPERTY, L"for tests");
    temporary = get(key, NCRYPT_WINDOW_HANDLE_PROPERTY, data, sizeof(data), &size, 0);
    ok_inf(temporary == (DWORD)(reopened ? NTE_NOT_FOUND : ERROR_SUCCESS), "window: %s\n",
           status_name(temporary));
    ok_doc(!get_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, &value) && value == POLICY_ALL,
           "policy %#lx\n", value);
    ok_doc(!get_dword(key, NCRYPT_KEY_USAGE_PROPERTY, &value) && value == NCRYPT_ALLOW_SIGNING_FLAG,
           "usage %#lx\n", value);
    ok_doc(!get_dword(key, NCRYPT_KEY_TYPE_PROPERTY, &value) && !value, "type %#lx\n", value);
    expect_doc(ERROR_SUCCESS,
               get(key, NCRYPT_LAST_MODIFIED_PROPERTY, &modified, sizeof(modified), &size, 0));
    GetSystemTimeAsFileTime(&now);
    ok_doc(size == sizeof(modified) &&
               now.dwHighDateTime - modified.dwHighDateTime <= 1, /* 430 seconds */
           "modified %#lx at %#lx\n", modified.dwHighDateTime, now.dwHighDateTime);
    expect_seen(NTE_NOT_FOUND,
                get(key, L"Absent", data, sizeof(data), &size, NCRYPT_PERSIST_ONLY_FLAG));
}

static void test_properties(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    const WCHAR *name = unique_name(0);
    HWND window = (HWND)0x1234;
    NCRYPT_KEY_HANDLE key = 0;
    WCHAR file[128];
    DWORD size = 0;

    if (!must(NCryptCreatePersistedKey(provider, &key, BCRYPT_ECDSA_P256_ALGORITHM, name, 0, 0)))
        return;
    check_text(key, NCRYPT_NAME_PROPERTY, name);
    expect_inf(NTE_NOT_FOUND,
               get(key, NCRYPT_LAST_MODIFIED_PROPERTY, file, sizeof(file), &size, 0));
    expect_doc(ERROR_SUCCESS,
               set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, POLICY_ALL, NCRYPT_PERSIST_FLAG));
    expect_doc(ERROR_SUCCESS, set_dword(key, NCRYPT_KEY_USAGE_PROPERTY, NCRYPT_ALLOW_SIGNING_FLAG,
                                        NCRYPT_PERSIST_FLAG));
    expect_doc(ERROR_SUCCESS,
               NCryptSetProperty(key, L"Before", (BYTE *)"one", 3, NCRYPT_PERSIST_ONLY_FLAG));
    expect_doc(ERROR_SUCCESS,
               NCryptSetProperty(key, NCRYPT_USE_CONTEXT_PROPERTY, (BYTE *)L"for tests",
                                 10 * sizeof(WCHAR), NCRYPT_PERSIST_FLAG));
    expect_doc(ERROR_SUCCESS, NCryptSetProperty(key, NCRYPT_WINDOW_HANDLE_PROPERTY, (BYTE *)&window,
                                                sizeof(window), 0));
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    expect_seen(NTE_NOT_SUPPORTED,
                set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, POLICY_NONE, NCRYPT_PERSIST_FLAG));
    expect_doc(ERROR_SUCCESS,
               NCryptSetProperty(key, L"After", (BYTE *)"two", 3, NCRYPT_PERSIST_ONLY_FLAG));
    expect_doc(ERROR_SUCCESS,
               NCryptSetProperty(key, L"After", (BYTE *)"three", 5, NCRYPT_PERSIST_ONLY_FLAG));
    check_kept(key, FALSE);
    ok_doc(!get(key, NCRYPT_UNIQUE_NAME_PROPERTY, file, sizeof(file), &size, 0) &&
               size > 34 * sizeof(WCHAR) && file[32] == '_',
           "unique name\n");
    NCryptFreeObject(key);
    if (must(NCryptOpenKey(provider, &key, name, 0, 0)))
    {
        check_text(key, NCRYPT_NAME_PROPERTY, name);
        check_text(key, NCRYPT_UNIQUE_NAME_PROPERTY, file);
        check_kept(key, TRUE);
        expect_seen(NTE_NOT_SUPPORTED, set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, POLICY_NONE,
                                                 NCRYPT_PERSIST_FLAG));
        expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
    }
    NCryptFreeObject(provider);
}

static void test_enumeration(DWORD flags)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE keys[3];
    NCryptKeyName *name;
    unsigned int found[3] = {0}, i;
    SECURITY_STATUS status;
    void *state = NULL;

    for (i = 0; i < 3; i++)
        keys[i] = make_named(provider, BCRYPT_ECDH_P256_ALGORITHM, unique_name(i), flags);
    while (!(status = NCryptEnumKeys(provider, NULL, &name, &state, flags | NCRYPT_SILENT_FLAG)))
    {
        for (i = 0; i < 3; i++)
        {
            if (lstrcmpW(name->pszName, names[i]))
                continue;
            found[i]++;
            ok_doc(!lstrcmpW(name->pszAlgid, BCRYPT_ECDH_P256_ALGORITHM), "algorithm\n");
            ok_doc(!name->dwLegacyKeySpec, "spec %lu\n", name->dwLegacyKeySpec);
            ok_inf(name->dwFlags == flags, "flags %#lx\n", name->dwFlags);
        }
        NCryptFreeBuffer(name);
    }
    ok_doc(status == NTE_NO_MORE_ITEMS, "ends with %s\n", status_name(status));
    expect_doc(ERROR_SUCCESS, NCryptFreeBuffer(state));
    for (i = 0; i < 3; i++)
    {
        ok_doc(found[i] == 1, "key %u: %u times\n", i, found[i]);
        expect_doc(ERROR_SUCCESS, NCryptDeleteKey(keys[i], 0));
    }
    state = NULL;
    expect_doc(NTE_BAD_FLAGS, NCryptEnumKeys(provider, NULL, &name, &state, 1));
    NCryptFreeObject(provider);
}

/* NCRYPTBUFFER_PKCS_KEY_NAME makes an imported key a named one. */
static void test_import(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE source = create_key(provider, BCRYPT_ECDSA_P384_ALGORITHM, 0, POLICY_ALL);
    const WCHAR *name = unique_name(0);
    NCryptBuffer buffer = {(lstrlenW(name) + 1) * sizeof(WCHAR), NCRYPTBUFFER_PKCS_KEY_NAME,
                           (void *)name};
    NCryptBufferDesc list = {NCRYPTBUFFER_VERSION, 1, &buffer};
    NCRYPT_KEY_HANDLE key = 0, other = 0;
    struct blob blob;

    if (!export_blob(source, BCRYPT_ECCPRIVATE_BLOB, &blob))
        return;
    expect_doc(ERROR_SUCCESS, NCryptImportKey(provider, 0, BCRYPT_ECCPRIVATE_BLOB, &list, &key,
                                              blob.bytes, blob.size, 0));
    expect_doc(NTE_EXISTS, NCryptImportKey(provider, 0, BCRYPT_ECCPRIVATE_BLOB, &list, &other,
                                           blob.bytes, blob.size, 0));
    expect_doc(ERROR_SUCCESS, NCryptImportKey(provider, 0, BCRYPT_ECCPRIVATE_BLOB, &list, &other,
                                              blob.bytes, blob.size, NCRYPT_OVERWRITE_KEY_FLAG));
    NCryptFreeObject(other);
    NCryptFreeObject(key);
    if (must(NCryptOpenKey(provider, &key, name, 0, 0)))
    {
        struct blob public_blob, want;

        if (export_blob(key, BCRYPT_ECCPUBLIC_BLOB, &public_blob) &&
            export_blob(source, BCRYPT_ECCPUBLIC_BLOB, &want))
            check_bytes(MARK_DOC, "the key", public_blob.bytes, public_blob.size, want.bytes,
                        want.size);
        expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
    }
    free_blob(&blob);
    NCryptFreeObject(source);
    NCryptFreeObject(provider);
}

/* Create, set the blob as a property, finalize: Microsoft's "Key Import and Export". */
static void test_blob_property(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE source = create_key(provider, BCRYPT_RSA_ALGORITHM, 1024, POLICY_ALL),
                      key = 0;
    const WCHAR *name = unique_name(0);
    struct blob blob;

    if (!export_blob(source, BCRYPT_RSAPRIVATE_BLOB, &blob))
        return;
    expect_doc(ERROR_SUCCESS,
               NCryptCreatePersistedKey(provider, &key, BCRYPT_RSA_ALGORITHM, name, 0, 0));
    set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, POLICY_ALL, NCRYPT_PERSIST_FLAG);
    expect_doc(ERROR_SUCCESS,
               NCryptSetProperty(key, BCRYPT_RSAPRIVATE_BLOB, blob.bytes, blob.size, 0));
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    NCryptFreeObject(key);
    if (must(NCryptOpenKey(provider, &key, name, 0, 0)))
    {
        check_same_key(source, key);
        expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
    }
    free_blob(&blob);
    NCryptFreeObject(source);
    NCryptFreeObject(provider);
}

START_TEST(persist)
{
    test_life(BCRYPT_RSA_ALGORITHM, 0);
    test_life(BCRYPT_ECDSA_P256_ALGORITHM, 0);
    test_life(BCRYPT_ECDH_P521_ALGORITHM, 0);
    test_life(BCRYPT_ECDSA_P256_ALGORITHM, NCRYPT_MACHINE_KEY_FLAG);
    test_overwrite();
    test_properties();
    test_enumeration(0);
    test_enumeration(NCRYPT_MACHINE_KEY_FLAG);
    test_import();
    test_blob_property();
}
