/*
 * Post-quantum keys by name: made, imported, used by another process, deleted; OpaqueTransport.
 *
 * Sources: learn.microsoft.com (key-import-and-export, NCryptCreatePersistedKey, NCryptImportKey), the
 * tests of .NET's MLKemCng and MLDsaCng.
 */
#include "libraries.h"

#include <stdio.h>

enum
{
    MAX_ANSWER = 49856, /* the longest signature */
    MAX_CIPHERTEXT = 1568,
    SECRET_SIZE = 32
};

/* Older DLLs do not export these. */
static SECURITY_STATUS(WINAPI *pNCryptEncapsulate)(NCRYPT_KEY_HANDLE, PBYTE, ULONG, ULONG *, PBYTE,
                                                   ULONG, ULONG *, ULONG);
static SECURITY_STATUS(WINAPI *pNCryptDecapsulate)(NCRYPT_KEY_HANDLE, PBYTE, ULONG, PBYTE, ULONG,
                                                   ULONG *, ULONG);

static const struct set
{
    const WCHAR *algorithm, *name, *seed_type, *private_type, *public_type;
} sets[] = {
    {L"ML-KEM", L"512", L"MLKEMPRIVATESEEDBLOB", L"MLKEMPRIVATEBLOB", L"MLKEMPUBLICBLOB"},
    {L"ML-KEM", L"1024", L"MLKEMPRIVATESEEDBLOB", L"MLKEMPRIVATEBLOB", L"MLKEMPUBLICBLOB"},
    {L"ML-DSA", L"44", L"PQDSAPRIVATESEEDBLOB", L"PQDSAPRIVATEBLOB", L"PQDSAPUBLICBLOB"},
    {L"ML-DSA", L"87", L"PQDSAPRIVATESEEDBLOB", L"PQDSAPRIVATEBLOB", L"PQDSAPUBLICBLOB"},
    {L"SLH-DSA", L"SHA2-128f", NULL, L"PQDSAPRIVATEBLOB", L"PQDSAPUBLICBLOB"},
    {L"SLH-DSA", L"SHAKE-128f", NULL, L"PQDSAPRIVATEBLOB", L"PQDSAPUBLICBLOB"},
};

static NCRYPT_PROV_HANDLE provider;
static WCHAR key_name[64];
static BYTE message[] = "Signed elsewhere.";

static BOOL is_kem(const struct set *set)
{
    return !wcscmp(set->algorithm, L"ML-KEM");
}

static BOOL is_available(const struct set *set)
{
    if (!pq_available(provider, set->algorithm))
        return FALSE;
    if (!is_kem(set) || (pNCryptEncapsulate && pNCryptDecapsulate))
        return TRUE;
    ok_doc(!dll_is_ours(), "no NCryptEncapsulate\n");
    win_skip("no NCryptEncapsulate\n");
    return FALSE;
}

static NCRYPT_KEY_HANDLE create(const struct set *set)
{
    NCRYPT_KEY_HANDLE key = 0;

    expect_doc(ERROR_SUCCESS,
               NCryptCreatePersistedKey(provider, &key, set->algorithm, key_name, 0, 0));
    expect_seen(ERROR_SUCCESS,
                set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, POLICY_ALL, NCRYPT_PERSIST_FLAG));
    return key;
}

static void check_absent(void)
{
    NCRYPT_KEY_HANDLE key = 0;

    expect_seen(NTE_BAD_KEYSET, NCryptOpenKey(provider, &key, key_name, 0, 0));
}

/* All that both keys give is the same. */
static void check_same_blob(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE other, const WCHAR *type)
{
    struct blob want;

    if (!type || !export_blob(key, type, &want))
        return;
    check_random_export_bytes(MARK_DOC, other, type, want.bytes, want.size);
    free_blob(&want);
}

static void check_same_key(const struct set *set, NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE other)
{
    WCHAR name[16] = {0};
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS, NCryptGetProperty(other, NCRYPT_PARAMETER_SET_NAME_PROPERTY,
                                                (BYTE *)name, sizeof(name), &size, 0));
    ok_doc(!wcscmp(name, set->name), "set %s\n", narrow(name));
    check_same_blob(key, other, set->public_type);
    check_same_blob(key, other, set->private_type);
    check_same_blob(key, other, set->seed_type);
}

/* --- another process ------------------------------------------------------------------------ */

/* What the processes hand each other: a ciphertext, then a signature or a secret. */
static BOOL move_file(const char *path, void *data, DWORD *size, BOOL save)
{
    HANDLE file = CreateFileA(path, save ? GENERIC_WRITE : GENERIC_READ, 0, NULL,
                              save ? CREATE_ALWAYS : OPEN_EXISTING, 0, NULL);
    BOOL done = save ? WriteFile(file, data, *size, size, NULL)
                     : ReadFile(file, data, *size, size, NULL);

    CloseHandle(file);
    return done;
}

static void act_as_child(const struct set *set, const char *path)
{
    static BYTE answer[MAX_ANSWER], challenge[MAX_CIPHERTEXT];
    DWORD size = sizeof(challenge), length = sizeof(answer);
    NCRYPT_KEY_HANDLE key = 0;

    expect_doc(ERROR_SUCCESS, NCryptOpenKey(provider, &key, key_name, 0, 0));
    if (is_kem(set))
    {
        ok(move_file(path, challenge, &size, FALSE), "no challenge\n");
        expect_doc(ERROR_SUCCESS,
                   pNCryptDecapsulate(key, challenge, size, answer, sizeof(answer), &length, 0));
    }
    else
        expect_doc(ERROR_SUCCESS, NCryptSignHash(key, NULL, message, sizeof(message), answer,
                                                 sizeof(answer), &length, 0));
    ok(move_file(path, answer, &length, TRUE), "no answer\n");
    expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
}

static void run_child(size_t number, const char *path)
{
    STARTUPINFOA startup = {.cb = sizeof(startup)};
    PROCESS_INFORMATION process = {0};
    char program[MAX_PATH], command[3 * MAX_PATH];

    GetModuleFileNameA(NULL, program, sizeof(program));
    snprintf(command, sizeof(command), "\"%s\" pq_store child %u \"%s\" \"%s\"", program,
             (unsigned int)number, narrow(key_name), path);
    ok(CreateProcessA(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process),
       "no other process\n");
    winetest_wait_child_process(process.hProcess);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
}

static void test_other_process(const struct set *set, NCRYPT_KEY_HANDLE key)
{
    static BYTE answer[MAX_ANSWER], challenge[MAX_CIPHERTEXT], secret[SECRET_SIZE];
    DWORD length = sizeof(answer);
    ULONG size = 0, secret_size = 0;
    char folder[MAX_PATH], path[MAX_PATH];

    GetTempPathA(sizeof(folder), folder);
    GetTempFileNameA(folder, "pq", 0, path);
    if (is_kem(set))
    {
        expect_doc(ERROR_SUCCESS, pNCryptEncapsulate(key, secret, sizeof(secret), &secret_size,
                                                     challenge, sizeof(challenge), &size, 0));
        ok(move_file(path, challenge, &size, TRUE), "no challenge\n");
    }
    run_child((size_t)(set - sets), path);
    ok(move_file(path, answer, &length, FALSE), "no answer\n");
    if (is_kem(set))
        check_bytes(MARK_DOC, "secret", answer, length, secret, sizeof(secret));
    else
        expect_doc(ERROR_SUCCESS,
                   NCryptVerifySignature(key, NULL, message, sizeof(message), answer, length, 0));
    DeleteFileA(path);
    check_absent();
}

static void test_made(const struct set *set)
{
    NCRYPT_KEY_HANDLE key, again = 0;

    check_absent();
    key = create(set);
    expect_inf(NTE_INVALID_PARAMETER, NCryptFinalizeKey(key, 0));
    expect_seen(ERROR_SUCCESS,
                NCryptSetProperty(key, NCRYPT_PARAMETER_SET_NAME_PROPERTY, (BYTE *)set->name,
                                  (DWORD)(wcslen(set->name) + 1) * sizeof(WCHAR), 0));
    check_absent();
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    expect_doc(ERROR_SUCCESS, NCryptOpenKey(provider, &again, key_name, 0, 0));
    check_same_key(set, key, again);
    NCryptFreeObject(again);
    test_other_process(set, key);
    NCryptFreeObject(key);
}

/* --- import --------------------------------------------------------------------------------- */

static NCRYPT_KEY_HANDLE make_original(const struct set *set)
{
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, set->algorithm);

    set_policy(key, POLICY_ALL);
    expect_seen(ERROR_SUCCESS,
                NCryptSetProperty(key, NCRYPT_PARAMETER_SET_NAME_PROPERTY, (BYTE *)set->name,
                                  (DWORD)(wcslen(set->name) + 1) * sizeof(WCHAR), 0));
    expect_seen(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    return key;
}

/* As .NET keeps a key that it has: create, set the blob, finalize. */
static void test_import(const struct set *set, NCRYPT_KEY_HANDLE original, const WCHAR *type)
{
    NCRYPT_KEY_HANDLE key, again = 0;
    struct blob blob;

    if (!type || !check_export(MARK_DOC, ERROR_SUCCESS, original, type, &blob))
        return;
    winetest_push_context("%s", narrow(type));
    key = create(set);
    expect_doc(ERROR_SUCCESS, NCryptSetProperty(key, type, blob.bytes, blob.size, 0));
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    NCryptFreeObject(key);
    expect_doc(ERROR_SUCCESS, NCryptOpenKey(provider, &again, key_name, 0, 0));
    check_same_blob(original, again, set->public_type);
    check_same_blob(original, again, set->private_type);
    if (set->seed_type)
        check_export_status(MARK_SEEN,
                            wcscmp(type, set->private_type) ? ERROR_SUCCESS : NTE_NOT_SUPPORTED,
                            again, set->seed_type);
    expect_doc(ERROR_SUCCESS, NCryptDeleteKey(again, 0));
    check_absent();
    free_blob(&blob);
    winetest_pop_context();
}

static void test_opaque(const struct set *set, NCRYPT_KEY_HANDLE original)
{
    NCRYPT_KEY_HANDLE key;
    struct blob blob;

    winetest_push_context("OpaqueTransport");
    if (export_blob(original, NCRYPT_OPAQUETRANSPORT_BLOB, &blob))
    {
        key = import_bytes(provider, NCRYPT_OPAQUETRANSPORT_BLOB, blob.bytes, blob.size);
        check_same_key(set, original, key);
        NCryptFreeObject(key);
        free_blob(&blob);
    }
    else
        ok_doc(FALSE, "no export\n");
    winetest_pop_context();
}

static void test_set(const struct set *set)
{
    NCRYPT_KEY_HANDLE original;

    if (!is_available(set))
        return;
    winetest_push_context("%s %s", narrow(set->algorithm), narrow(set->name));
    test_made(set);
    original = make_original(set);
    test_import(set, original, set->seed_type);
    test_import(set, original, set->private_type);
    test_import(set, original, NCRYPT_PQ_PRIVATE_KEY_BLOB);
    test_import(set, original, NCRYPT_PKCS8_PRIVATE_KEY_BLOB);
    test_opaque(set, original);
    NCryptFreeObject(original);
    winetest_pop_context();
}

START_TEST(pq_store)
{
    HMODULE ncrypt = GetModuleHandleW(L"ncrypt.dll");
    char **arguments;
    int count = winetest_get_mainargs(&arguments);

    pNCryptEncapsulate = (void *)GetProcAddress(ncrypt, "NCryptEncapsulate");
    pNCryptDecapsulate = (void *)GetProcAddress(ncrypt, "NCryptDecapsulate");
    provider = open_provider();
    if (count >= 6 && !strcmp(arguments[2], "child"))
    {
        MultiByteToWideChar(CP_ACP, 0, arguments[4], -1, key_name, ARRAY_SIZE(key_name));
        act_as_child(&sets[atoi(arguments[3])], arguments[5]);
        NCryptFreeObject(provider);
        return;
    }
    wsprintfW(key_name, L"ncrypt conformance pq %lu-%lu", GetCurrentProcessId(), GetTickCount());
    for (size_t i = 0; i < ARRAY_SIZE(sets); i++)
        test_set(&sets[i]);
    NCryptFreeObject(provider);
}
