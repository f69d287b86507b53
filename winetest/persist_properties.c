/*
 * Properties of stored keys, as they were set and after the key is opened again; UI policies; the
 * statuses of wrong calls.
 *
 * Sources: Microsoft's pages of the functions, "Key Storage Property Identifiers" and
 * NCRYPT_UI_POLICY; dotnet/corefx's tests of CngKey.
 */
#include <stdlib.h>

#include "fixture.h"

static NCRYPT_PROV_HANDLE provider;
static WCHAR name[64];

static NCRYPT_KEY_HANDLE create_named(const WCHAR *algorithm, DWORD flags)
{
    NCRYPT_KEY_HANDLE key = 0;

    expect_doc(ERROR_SUCCESS, NCryptCreatePersistedKey(provider, &key, algorithm, name, 0, flags));
    return key;
}

static NCRYPT_KEY_HANDLE create_finished(void)
{
    NCRYPT_KEY_HANDLE key = create_named(BCRYPT_ECDSA_P256_ALGORITHM, 0);

    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    return key;
}

static NCRYPT_KEY_HANDLE reopen(NCRYPT_KEY_HANDLE key)
{
    NCRYPT_KEY_HANDLE again = 0;

    NCryptFreeObject(key);
    expect_doc(ERROR_SUCCESS, NCryptOpenKey(provider, &again, name, 0, NCRYPT_SILENT_FLAG));
    return again;
}

static void delete_key(NCRYPT_KEY_HANDLE key)
{
    expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
}

static void check_value(NCRYPT_KEY_HANDLE key, const WCHAR *property, const void *want,
                        DWORD want_size, DWORD flags)
{
    BYTE *value;
    DWORD size = 0, again = 0;

    expect_doc(ERROR_SUCCESS, NCryptGetProperty(key, property, NULL, 0, &size, flags));
    ok_doc(size == want_size, "%s: %lu bytes, not %lu\n", narrow(property), size, want_size);
    value = malloc(size + 1);
    if (size)
        expect_doc(NTE_BUFFER_TOO_SMALL,
                   NCryptGetProperty(key, property, value, size - 1, &again, flags));
    expect_doc(ERROR_SUCCESS, NCryptGetProperty(key, property, value, size, &again, flags));
    ok_doc(again == size && size == want_size && !memcmp(value, want, size), "%s: another value\n",
           narrow(property));
    free(value);
}

/* Persistent values come back, the others do not. */
static void test_kept(void)
{
    static const BYTE certificate[] = {0x30, 0x03, 0x02, 0x01, 0x05};
    static const WCHAR context[] = L"a use context";
    NCRYPT_KEY_HANDLE key = create_named(BCRYPT_ECDSA_P256_ALGORITHM, 0);
    DWORD size;

    expect_doc(ERROR_SUCCESS, NCryptSetProperty(key, NCRYPT_USE_CONTEXT_PROPERTY, (BYTE *)context,
                                                sizeof(context), NCRYPT_PERSIST_FLAG));
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    expect_seen(NTE_NOT_FOUND,
                NCryptGetProperty(key, NCRYPT_CERTIFICATE_PROPERTY, NULL, 0, &size, 0));
    expect_doc(ERROR_SUCCESS,
               NCryptSetProperty(key, NCRYPT_CERTIFICATE_PROPERTY, (BYTE *)certificate,
                                 sizeof(certificate), NCRYPT_PERSIST_FLAG));
    check_value(key, NCRYPT_CERTIFICATE_PROPERTY, certificate, sizeof(certificate), 0);
    key = reopen(key);
    check_value(key, NCRYPT_CERTIFICATE_PROPERTY, certificate, sizeof(certificate), 0);
    check_value(key, NCRYPT_USE_CONTEXT_PROPERTY, context, sizeof(context), 0);
    expect_inf(ERROR_SUCCESS,
               NCryptSetProperty(key, NCRYPT_CERTIFICATE_PROPERTY, (BYTE *)certificate, 2, 0));
    check_value(key, NCRYPT_CERTIFICATE_PROPERTY, certificate, 2, 0);
    key = reopen(key);
    check_value(key, NCRYPT_CERTIFICATE_PROPERTY, certificate, sizeof(certificate), 0);
    delete_key(key);
}

/* "The name must not be longer than 64 characters; the value not larger than 0x100000 bytes." */
static void test_limits(void)
{
    NCRYPT_KEY_HANDLE key = create_finished();
    WCHAR longest[66];
    BYTE *value = malloc(NCRYPT_MAX_PROPERTY_DATA + 1);
    DWORD i, size;

    for (i = 0; i < 65; i++)
        longest[i] = 'x';
    longest[65] = 0;
    for (i = 0; i <= NCRYPT_MAX_PROPERTY_DATA; i++)
        value[i] = (BYTE)(i * 7 + i / 256);
    expect_doc(NTE_INVALID_PARAMETER,
               NCryptSetProperty(key, longest, value, 1, NCRYPT_PERSIST_ONLY_FLAG));
    longest[64] = 0;
    expect_doc(ERROR_SUCCESS, NCryptSetProperty(key, longest, value, 1, NCRYPT_PERSIST_ONLY_FLAG));
    expect_doc(NTE_INVALID_PARAMETER,
               NCryptSetProperty(key, L"Large", value, NCRYPT_MAX_PROPERTY_DATA + 1,
                                 NCRYPT_PERSIST_ONLY_FLAG));
    expect_seen(NTE_NOT_FOUND,
                NCryptGetProperty(key, L"Large", NULL, 0, &size, NCRYPT_PERSIST_ONLY_FLAG));
    expect_doc(ERROR_SUCCESS, NCryptSetProperty(key, L"Large", value, NCRYPT_MAX_PROPERTY_DATA,
                                                NCRYPT_PERSIST_ONLY_FLAG));
    expect_seen(ERROR_SUCCESS, NCryptSetProperty(key, L"Empty", NULL, 0, NCRYPT_PERSIST_ONLY_FLAG));
    expect_seen(NTE_NOT_SUPPORTED, NCryptSetProperty(key, L"Mine", value, 1, 0));
    expect_inf(NTE_NOT_SUPPORTED, NCryptSetProperty(key, L"Mine", value, 1, NCRYPT_PERSIST_FLAG));
    key = reopen(key);
    check_value(key, longest, value, 1, NCRYPT_PERSIST_ONLY_FLAG);
    check_value(key, L"Large", value, NCRYPT_MAX_PROPERTY_DATA, NCRYPT_PERSIST_ONLY_FLAG);
    check_value(key, L"Empty", value, 0, NCRYPT_PERSIST_ONLY_FLAG);
    /* Names are told apart by case, as everywhere in CNG. */
    expect_inf(NTE_NOT_FOUND,
               NCryptGetProperty(key, L"LARGE", NULL, 0, &size, NCRYPT_PERSIST_ONLY_FLAG));
    free(value);
    delete_key(key);
}

static ULONGLONG modified(NCRYPT_KEY_HANDLE key)
{
    ULONGLONG time = 0;
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS, NCryptGetProperty(key, NCRYPT_LAST_MODIFIED_PROPERTY, (BYTE *)&time,
                                                sizeof(time), &size, 0));
    ok_doc(size == sizeof(FILETIME), "%lu bytes\n", size);
    return time;
}

static void test_modified(void)
{
    NCRYPT_KEY_HANDLE key = create_finished();
    ULONGLONG first = modified(key), second;

    Sleep(20); /* the clock's next tick */
    expect_doc(NTE_NOT_SUPPORTED,
               NCryptSetProperty(key, NCRYPT_LAST_MODIFIED_PROPERTY, (BYTE *)&first, 8, 0));
    ok_doc(modified(key) == first, "changed by nothing\n");
    expect_doc(ERROR_SUCCESS,
               NCryptSetProperty(key, L"Mine", (BYTE *)"1", 1, NCRYPT_PERSIST_ONLY_FLAG));
    second = modified(key);
    ok_inf(second > first, "not later\n");
    key = reopen(key);
    ok_doc(modified(key) == second, "another time\n");
    delete_key(key);
}

/* "The name of the file that contains the key." */
static void test_unique_name(void)
{
    NCRYPT_KEY_HANDLE key = create_finished();
    WCHAR file[MAX_PATH], path[2 * MAX_PATH];
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS, NCryptGetProperty(key, NCRYPT_UNIQUE_NAME_PROPERTY, (BYTE *)file,
                                                sizeof(file), &size, 0));
    GetEnvironmentVariableW(L"APPDATA", path, MAX_PATH);
    wcscat(wcscat(path, L"\\Microsoft\\Crypto\\Keys\\"), file);
    ok_doc(GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES, "no file %s\n",
           wine_dbgstr_w(path));
    delete_key(key);
    ok_doc(GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES, "the file stays\n");
}

/* ------------------------------------------------------------------------------------------
 * UI policy
 */
static BOOL is_inside(const void *p, const void *buffer, DWORD size)
{
    return (const BYTE *)p >= (const BYTE *)buffer && (const BYTE *)p < (const BYTE *)buffer + size;
}

/* One buffer: the structure, then the strings that its pointers point to. */
static void check_policy(NCRYPT_KEY_HANDLE key, DWORD flags, const WCHAR *title,
                         const WCHAR *friendly, const WCHAR *description)
{
    const WCHAR *want[3] = {title, friendly, description}, *got[3];
    NCRYPT_UI_POLICY *policy;
    DWORD size = 0, i;

    expect_doc(ERROR_SUCCESS, NCryptGetProperty(key, NCRYPT_UI_POLICY_PROPERTY, NULL, 0, &size, 0));
    policy = malloc(size);
    expect_doc(ERROR_SUCCESS,
               NCryptGetProperty(key, NCRYPT_UI_POLICY_PROPERTY, (BYTE *)policy, size, &size, 0));
    ok_doc(policy->dwVersion == 1 && policy->dwFlags == flags, "version %lu, flags %#lx\n",
           policy->dwVersion, policy->dwFlags);
    got[0] = policy->pszCreationTitle;
    got[1] = policy->pszFriendlyName;
    got[2] = policy->pszDescription;
    for (i = 0; i < 3; i++)
    {
        if (!want[i])
            ok_doc(!got[i], "string %lu: %p\n", i, got[i]);
        else
            ok_doc(is_inside(got[i], policy, size) && !wcscmp(got[i], want[i]), "string %lu\n", i);
    }
    free(policy);
}

static SECURITY_STATUS set_ui(NCRYPT_KEY_HANDLE key, NCRYPT_UI_POLICY *policy)
{
    return NCryptSetProperty(key, NCRYPT_UI_POLICY_PROPERTY, (BYTE *)policy, sizeof(*policy),
                             NCRYPT_PERSIST_FLAG);
}

static void test_ui_policy(void)
{
    NCRYPT_UI_POLICY policy = {1, 0, L"a title", NULL, L"a longer description"};
    NCRYPT_KEY_HANDLE key = create_named(BCRYPT_ECDSA_P256_ALGORITHM, 0);

    expect_seen(ERROR_SUCCESS, set_ui(key, &policy));
    check_policy(key, 0, policy.pszCreationTitle, NULL, policy.pszDescription);
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, NCRYPT_SILENT_FLAG));
    expect_doc(NTE_NOT_SUPPORTED, set_ui(key, &policy));
    key = reopen(key);
    check_policy(key, 0, policy.pszCreationTitle, NULL, policy.pszDescription);
    expect_doc(NTE_NOT_SUPPORTED, set_ui(key, &policy));
    delete_key(key);
}

/* Uses of a private part that would ask the user, and may not.  Without the flag Windows shows a
 * dialog and waits, so that is for our DLL alone. */
static void check_silent(NCRYPT_KEY_HANDLE key, SECURITY_STATUS want, DWORD flags)
{
    BYTE hash[32] = {1}, signature[64] = {1}, output[256];
    NCRYPT_SECRET_HANDLE secret = 0;
    DWORD size = 0;

    expect_doc(want, NCryptSignHash(key, NULL, hash, sizeof(hash), signature, sizeof(signature),
                                    &size, flags));
    expect_doc(want, NCryptSignHash(key, NULL, hash, sizeof(hash), NULL, 0, &size, flags));
    expect_inf(want, NCryptExportKey(key, 0, BCRYPT_ECCPRIVATE_BLOB, NULL, output, sizeof(output),
                                     &size, flags));
    expect_doc(want, NCryptSecretAgreement(key, key, &secret, flags));
    if (secret)
        NCryptFreeObject(secret);
    /* What needs no private part asks nobody. */
    expect_doc(ERROR_SUCCESS, NCryptExportKey(key, 0, BCRYPT_ECCPUBLIC_BLOB, NULL, output,
                                              sizeof(output), &size, flags));
    expect_doc(NTE_BAD_SIGNATURE, NCryptVerifySignature(key, NULL, hash, sizeof(hash), signature,
                                                        sizeof(signature), flags));
}

static void test_silent(DWORD protection)
{
    NCRYPT_UI_POLICY policy = {1, protection, NULL, L"protected", NULL};
    NCRYPT_KEY_HANDLE key = create_named(BCRYPT_ECDH_P256_ALGORITHM, 0);
    BYTE hash[32] = {2}, signature[64];
    DWORD size;

    winetest_push_context("protection %lu", protection);
    expect_doc(ERROR_SUCCESS,
               set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, POLICY_ALL, NCRYPT_PERSIST_FLAG));
    expect_doc(ERROR_SUCCESS, set_ui(key, &policy));
    expect_doc(NTE_SILENT_CONTEXT, NCryptFinalizeKey(key, NCRYPT_SILENT_FLAG));
    expect_doc(NTE_BAD_KEY_STATE, NCryptSignHash(key, NULL, hash, sizeof(hash), NULL, 0, &size, 0));
    if (dll_is_ours())
    {
        expect_inf(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
        key = reopen(key);
        check_silent(key, NTE_SILENT_CONTEXT, NCRYPT_SILENT_FLAG);
        /* GAP_STATUS_CONSENT */
        expect_inf(ERROR_SUCCESS, NCryptSignHash(key, NULL, hash, sizeof(hash), signature,
                                                 sizeof(signature), &size, 0));
        expect_inf(ERROR_SUCCESS,
                   NCryptExportKey(key, 0, BCRYPT_ECCPRIVATE_BLOB, NULL, NULL, 0, &size, 0));
        check_policy(key, protection, NULL, L"protected", NULL);
        expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, NCRYPT_SILENT_FLAG));
    }
    else
        NCryptFreeObject(key);
    winetest_pop_context();
}

/* A policy that protects nothing lets everything happen silently. */
static void test_not_protected(void)
{
    NCRYPT_UI_POLICY policy = {1, 0, L"title", NULL, NULL};
    NCRYPT_KEY_HANDLE key = create_named(BCRYPT_ECDH_P256_ALGORITHM, 0);
    BYTE hash[32] = {2}, signature[64];
    DWORD size;

    expect_doc(ERROR_SUCCESS, set_ui(key, &policy));
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, NCRYPT_SILENT_FLAG));
    expect_doc(ERROR_SUCCESS, NCryptSignHash(key, NULL, hash, sizeof(hash), signature,
                                             sizeof(signature), &size, NCRYPT_SILENT_FLAG));
    delete_key(key);
}

/* ------------------------------------------------------------------------------------------
 * Wrong calls
 */
static void test_statuses(void)
{
    NCRYPT_KEY_HANDLE key = create_finished(), other = 0;

    expect_doc(NTE_EXISTS, NCryptCreatePersistedKey(provider, &other, BCRYPT_RSA_ALGORITHM, name, 0,
                                                    NCRYPT_SILENT_FLAG));
    expect_doc(NTE_BAD_FLAGS, NCryptCreatePersistedKey(provider, &other, BCRYPT_RSA_ALGORITHM, name,
                                                       0, 0x01000000));
    expect_doc(NTE_BAD_FLAGS, NCryptOpenKey(provider, &other, name, 0, 0x01000000));
    expect_doc(NTE_BAD_FLAGS, NCryptOpenKey(provider, &other, name, 0, NCRYPT_OVERWRITE_KEY_FLAG));
    expect_inf(STATUS_NULL_REFERENCE, NCryptOpenKey(provider, &other, NULL, 0, 0));
    expect_inf(NTE_INVALID_PARAMETER, NCryptOpenKey(provider, NULL, name, 0, 0));
    expect_doc(NTE_INVALID_HANDLE, NCryptOpenKey(0, &other, name, 0, 0));
    expect_doc(NTE_INVALID_HANDLE, NCryptOpenKey(key, &other, name, 0, 0));
    /* The machine's keys are others. */
    expect_seen(NTE_BAD_KEYSET, NCryptOpenKey(provider, &other, name, 0, NCRYPT_MACHINE_KEY_FLAG));
    expect_doc(NTE_BAD_FLAGS, NCryptFinalizeKey(key, 0x01000000));
    expect_doc(NTE_BAD_FLAGS, NCryptDeleteKey(key, NCRYPT_MACHINE_KEY_FLAG));
    expect_inf(NTE_NOT_SUPPORTED, NCryptSetProperty(key, NCRYPT_NAME_PROPERTY, (BYTE *)L"x", 4, 0));
    expect_inf(NTE_NOT_SUPPORTED,
               NCryptSetProperty(key, NCRYPT_UNIQUE_NAME_PROPERTY, (BYTE *)L"x", 4, 0));
    expect_inf(NTE_NOT_SUPPORTED, set_dword(key, NCRYPT_KEY_TYPE_PROPERTY, 0x20, 0));
    ok_inf(!other, "a handle came out of it\n");
    delete_key(key);
    expect_seen(NTE_INVALID_HANDLE, NCryptDeleteKey(key, 0));
    expect_seen(NTE_INVALID_HANDLE, NCryptFinalizeKey(key, 0));
}

/* An unfinished key is in no store. */
static void test_unfinished(void)
{
    NCRYPT_KEY_HANDLE key = create_named(BCRYPT_ECDSA_P256_ALGORITHM, 0), other = 0;

    expect_seen(NTE_BAD_KEYSET, NCryptOpenKey(provider, &other, name, 0, 0));
    expect_inf(NTE_BAD_KEY_STATE, NCryptDeleteKey(key, 0));
    /* Who finishes first has the name. */
    expect_doc(ERROR_SUCCESS,
               NCryptCreatePersistedKey(provider, &other, BCRYPT_ECDSA_P256_ALGORITHM, name, 0, 0));
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(other, 0));
    expect_inf(NTE_EXISTS, NCryptFinalizeKey(key, 0));
    NCryptFreeObject(key);
    delete_key(other);
}

/* Any characters make a name: the file's is a digest of it. */
static void test_names(void)
{
    static const WCHAR *const odd[] = {L"..",           L"..\\..\\x", L"a/b:c*d?e\"f<g>h|i",
                                       L"CON",          L" blanks ",  L"tab\tnew\nline",
                                       L"\u00e4\u4e2d", L"."};
    static WCHAR longest[700];
    NCRYPT_KEY_HANDLE key = 0, other = 0;
    WCHAR text[300];
    DWORD size, i, limit = 0;

    for (i = 0; i < ARRAY_SIZE(odd); i++)
    {
        winetest_push_context("name %lu", i);
        wsprintfW(name, L"%ls%lu", odd[i], GetCurrentProcessId());
        key = create_finished();
        key = reopen(key);
        expect_doc(ERROR_SUCCESS, NCryptGetProperty(key, NCRYPT_NAME_PROPERTY, (BYTE *)text,
                                                    sizeof(text), &size, 0));
        ok_doc(!wcscmp(text, name), "name %s\n", wine_dbgstr_w(text));
        delete_key(key);
        winetest_pop_context();
    }
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptCreatePersistedKey(provider, &key, BCRYPT_ECDSA_P256_ALGORITHM, L"", 0, 0));
    expect_inf(NTE_INVALID_PARAMETER, NCryptOpenKey(provider, &other, L"", 0, 0));
    expect_inf(ERROR_SUCCESS, get_dword(provider, NCRYPT_MAX_NAME_LENGTH_PROPERTY, &limit));
    for (i = 0; i <= limit && i < 600; i++)
        longest[i] = (WCHAR)('a' + (i + GetCurrentProcessId()) % 26);
    expect_doc(
        NTE_INVALID_PARAMETER,
        NCryptCreatePersistedKey(provider, &key, BCRYPT_ECDSA_P256_ALGORITHM, longest, 0, 0));
    expect_inf(NTE_INVALID_PARAMETER, NCryptOpenKey(provider, &other, longest, 0, 0));
    longest[limit] = 0;
    expect_doc(ERROR_SUCCESS, NCryptCreatePersistedKey(provider, &key, BCRYPT_ECDSA_P256_ALGORITHM,
                                                       longest, 0, NCRYPT_OVERWRITE_KEY_FLAG));
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    NCryptFreeObject(key);
    if (must(NCryptOpenKey(provider, &key, longest, 0, 0)))
        delete_key(key);
}

static void new_name(void)
{
    wsprintfW(name, L"properties %lu-%lu", GetCurrentProcessId(), GetTickCount());
}

START_TEST(persist_properties)
{
    new_name();
    provider = open_provider();
    test_kept();
    test_limits();
    test_modified();
    test_unique_name();
    test_ui_policy();
    test_silent(NCRYPT_UI_PROTECT_KEY_FLAG);
    test_silent(NCRYPT_UI_FORCE_HIGH_PROTECTION_FLAG);
    test_not_protected();
    test_statuses();
    test_unfinished();
    test_names();
    NCryptFreeObject(provider);
}
