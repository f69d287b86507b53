/*
 * NCRYPT_WRITE_KEY_TO_LEGACY_STORE_FLAG: "Also save the key in legacy storage.  This allows the key to be
 * used with CryptoAPI.  This flag only applies to RSA keys." (nf-ncrypt-ncryptfinalizekey)
 *
 * With arguments after its name the program is one of its own children: see run_child.
 */
#include <string.h>

#include "capi.h"
#include "check.h"

#define CHILDREN 4

static const DWORD write_legacy = NCRYPT_WRITE_KEY_TO_LEGACY_STORE_FLAG;

static NCRYPT_PROV_HANDLE provider;

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

/* Not finalized yet; 0 if it fails. */
static NCRYPT_KEY_HANDLE create(const WCHAR *algorithm, const WCHAR *name, DWORD spec, DWORD flags)
{
    NCRYPT_KEY_HANDLE key = 0;

    if (!must(NCryptCreatePersistedKey(provider, &key, algorithm, name, spec, flags)))
        return 0;
    if (!lstrcmpW(algorithm, BCRYPT_RSA_ALGORITHM))
        expect_doc(ERROR_SUCCESS, set_dword(key, NCRYPT_LENGTH_PROPERTY, 1024, 0));
    return key;
}

static BOOL is_exportable(const WCHAR *name, DWORD spec, DWORD flags)
{
    DWORD error, size = 0;
    HCRYPTPROV context = capi_open(name, flags, &error);
    HCRYPTKEY key;
    BOOL result = FALSE;

    if (CryptGetUserKey(context, spec, &key))
    {
        result = CryptExportKey(key, 0, PRIVATEKEYBLOB, 0, NULL, &size);
        CryptDestroyKey(key);
    }
    CryptReleaseContext(context, 0);
    return result;
}

static unsigned int count_listed(const WCHAR *name, DWORD flags)
{
    unsigned int count = 0;
    NCryptKeyName *entry;
    void *state = NULL;

    while (!NCryptEnumKeys(provider, NULL, &entry, &state, flags))
    {
        count += !lstrcmpiW(entry->pszName, name);
        NCryptFreeBuffer(entry);
    }
    NCryptFreeBuffer(state);
    return count;
}

/* A CryptoAPI program signs with the key of a CNG program; it is one key, and goes as one. */
static void test_write(DWORD spec, DWORD flags, DWORD policy)
{
    const WCHAR *name = capi_new_name(0);
    DWORD keyset = flags & NCRYPT_MACHINE_KEY_FLAG ? CRYPT_MACHINE_KEYSET : 0;
    DWORD written = spec ? spec : AT_KEYEXCHANGE;
    NCRYPT_KEY_HANDLE key = create(BCRYPT_RSA_ALGORITHM, name, spec, flags);

    winetest_push_context("spec %lu, flags %#lx, policy %lu", spec, flags, policy);
    expect_doc(ERROR_SUCCESS, set_policy(key, policy));
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, write_legacy));
    check_signs_alike(key, name, written, keyset);
    ok_inf(is_exportable(name, written, keyset) == ((policy & POLICY_PLAIN) != 0), "exportable\n");
    ok_inf(count_listed(name, flags) == 1, "listed %u times\n", count_listed(name, flags));
    ok_doc(!capi_has(name, AT_KEYEXCHANGE + AT_SIGNATURE - written, keyset), "another key\n");
    NCryptFreeObject(key);
    if (must(open_key(name, written, flags, &key)))
    {
        check_signs_alike(key, name, written, keyset);
        expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
    }
    check_no_key(name, 0, flags);
    ok_inf(!capi_has(name, written, keyset), "CryptoAPI still has the key\n");
    capi_delete(name, keyset);
    winetest_pop_context();
}

/* What is in the container stays, unless it is to be overwritten. */
static void test_taken(void)
{
    const WCHAR *name = capi_new_name(0);
    BYTE digest[CAPI_DIGEST] = {1}, before[CAPI_SIGNATURE], after[CAPI_SIGNATURE];
    NCRYPT_KEY_HANDLE key;
    DWORD size;

    capi_make(name, AT_SIGNATURE, 0);
    capi_make(name, AT_KEYEXCHANGE, 0);
    size = capi_sign(name, AT_SIGNATURE, 0, digest, before);
    key = create(BCRYPT_RSA_ALGORITHM, name, AT_SIGNATURE, 0);
    expect_inf(NTE_EXISTS, NCryptFinalizeKey(key, write_legacy));
    ok_inf(capi_sign(name, AT_SIGNATURE, 0, digest, after) == size && !memcmp(before, after, size),
           "the container's key has changed\n");
    ok_inf(count_listed(name, 0) == 2, "a key is left: %u\n", count_listed(name, 0));
    NCryptFreeObject(key);

    key = create(BCRYPT_RSA_ALGORITHM, name, AT_SIGNATURE, NCRYPT_OVERWRITE_KEY_FLAG);
    expect_inf(ERROR_SUCCESS, NCryptFinalizeKey(key, write_legacy));
    check_signs_alike(key, name, AT_SIGNATURE, 0);
    ok_inf(capi_has(name, AT_KEYEXCHANGE, 0), "the other key is gone\n");
    expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
    ok_inf(capi_has(name, AT_KEYEXCHANGE, 0), "the other key is gone\n");
    ok_inf(!capi_has(name, AT_SIGNATURE, 0), "the key is still there\n");
    capi_delete(name, 0);
}

/* A CNG key alone does not hide the container's key of another spec. */
static void test_beside(void)
{
    const WCHAR *name = capi_new_name(0);
    NCRYPT_KEY_HANDLE own = create(BCRYPT_RSA_ALGORITHM, name, 0, 0), key;

    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(own, 0));
    ok_doc(!capi_has(name, AT_KEYEXCHANGE, 0), "written without the flag\n");
    capi_make(name, AT_SIGNATURE, 0);
    if (!expect_inf(ERROR_SUCCESS, open_key(name, AT_SIGNATURE, 0, &key)))
    {
        check_signs_alike(key, name, AT_SIGNATURE, 0);
        NCryptFreeObject(key);
    }
    /* with no spec, or one that is nowhere: the file's */
    if (!expect_doc(ERROR_SUCCESS, open_key(name, 0, 0, &key)))
    {
        expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
        NCryptFreeObject(own);
    }
    ok_doc(capi_has(name, AT_SIGNATURE, 0), "CryptoAPI's key is gone\n");
    capi_delete(name, 0);
}

static void test_refused(void)
{
    static const WCHAR *const others[] = {BCRYPT_ECDSA_P256_ALGORITHM, BCRYPT_ECDH_P256_ALGORITHM};
    const WCHAR *name = capi_new_name(0);
    NCRYPT_KEY_HANDLE key;
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(others); i++)
    {
        key = create(others[i], name, 0, 0);
        expect_inf(NTE_NOT_SUPPORTED, NCryptFinalizeKey(key, write_legacy));
        expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
        expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
    }
    key = create(BCRYPT_RSA_ALGORITHM, NULL, 0, 0);
    expect_inf(ERROR_SUCCESS, NCryptFinalizeKey(key, write_legacy));
    NCryptFreeObject(key);
    /* a name that the ANSI code page does not have */
    key = create(BCRYPT_RSA_ALGORITHM, L"\x0416\x4e2d\x05d0", 0, NCRYPT_OVERWRITE_KEY_FLAG);
    expect_inf(NTE_INVALID_PARAMETER, NCryptFinalizeKey(key, write_legacy));
    check_no_key(L"\x0416\x4e2d\x05d0", 0, 0);
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
}

static void test_import(DWORD flags)
{
    const WCHAR *name = capi_new_name(0);
    NCryptBuffer buffer = {(lstrlenW(name) + 1) * sizeof(WCHAR), NCRYPTBUFFER_PKCS_KEY_NAME,
                           (void *)name};
    NCryptBufferDesc list = {NCRYPTBUFFER_VERSION, 1, &buffer};
    NCRYPT_KEY_HANDLE source = create_key(provider, BCRYPT_RSA_ALGORITHM, 1024, POLICY_ALL), key;
    const WCHAR *type = flags & NCRYPT_DO_NOT_FINALIZE_FLAG ? NCRYPT_PKCS8_PRIVATE_KEY_BLOB
                                                            : BCRYPT_RSAFULLPRIVATE_BLOB;
    struct blob blob;

    winetest_push_context("flags %#lx", flags);
    if (export_blob(source, type, &blob) &&
        must(NCryptImportKey(provider, 0, type, &list, &key, blob.bytes, blob.size,
                             flags | write_legacy)))
    {
        if (flags & NCRYPT_DO_NOT_FINALIZE_FLAG)
            expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
        check_signs_alike(source, name, AT_KEYEXCHANGE, 0);
        expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
        ok_inf(!capi_has(name, AT_KEYEXCHANGE, 0), "CryptoAPI still has the key\n");
        free_blob(&blob);
    }
    capi_delete(name, 0);
    NCryptFreeObject(source);
    winetest_pop_context();
}

/* ------------------------------------------------------------------------------------------
 * Several processes
 */

/* "create NAME": exit code 0: this one made the key; 1: it exists.  "open NAME": 0 if both interfaces
 * sign alike with it. */
static void run_child(const char *what, const char *narrow_name)
{
    WCHAR name[128];
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status;

    MultiByteToWideChar(CP_ACP, 0, narrow_name, -1, name, ARRAY_SIZE(name));
    if (!strcmp(what, "open"))
    {
        if (must(open_key(name, AT_SIGNATURE, 0, &key)))
        {
            check_signs_alike(key, name, AT_SIGNATURE, 0);
            NCryptFreeObject(key);
        }
        ExitProcess(winetest_get_failures() ? 2 : 0);
    }
    status = NCryptCreatePersistedKey(provider, &key, BCRYPT_RSA_ALGORITHM, name, AT_SIGNATURE, 0);
    if (!status)
    {
        set_dword(key, NCRYPT_LENGTH_PROPERTY, 1024, 0);
        status = NCryptFinalizeKey(key, write_legacy);
        NCryptFreeObject(key);
    }
    ExitProcess(!status ? 0 : status == NTE_EXISTS ? 1 : 2);
}

static HANDLE start(const char *program, const char *what, const WCHAR *name)
{
    STARTUPINFOA startup = {.cb = sizeof(startup)};
    PROCESS_INFORMATION process = {0};
    char command[2 * MAX_PATH];

    snprintf(command, sizeof(command), "\"%s\" legacy_write %s \"%s\"", program, what,
             narrow(name));
    if (!CreateProcessA(program, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process))
        return NULL;
    CloseHandle(process.hThread);
    return process.hProcess;
}

static DWORD wait_for(HANDLE process)
{
    DWORD code = 99;

    ok_doc(process != NULL, "no process: %#lx\n", GetLastError());
    if (!process)
        return code;
    ok_doc(!WaitForSingleObject(process, 120000), "a process does not end\n");
    GetExitCodeProcess(process, &code);
    CloseHandle(process);
    return code;
}

/* Of several who make the same key one does, and both stores have that one. */
static void test_race(const char *program)
{
    const WCHAR *name = capi_new_name(0);
    unsigned int i, winners = 0, losers = 0;
    HANDLE processes[CHILDREN];
    NCRYPT_KEY_HANDLE key;

    for (i = 0; i < CHILDREN; i++)
        processes[i] = start(program, "create", name);
    for (i = 0; i < CHILDREN; i++)
    {
        DWORD code = wait_for(processes[i]);

        winners += code == 0;
        losers += code == 1;
    }
    ok_doc(winners == 1 && losers == CHILDREN - 1, "%u winners, %u losers\n", winners, losers);
    if (must(open_key(name, AT_SIGNATURE, 0, &key)))
    {
        check_signs_alike(key, name, AT_SIGNATURE, 0);
        expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
    }
    capi_delete(name, 0);
}

/* The same program of the other architecture, where the build has it. */
static BOOL find_twin(const char *program, char twin[MAX_PATH])
{
    static const char *const folders[][2] = {{"x86_64-windows", "i386-windows"},
                                             {"i386-windows", "x86_64-windows"}};
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(folders); i++)
    {
        const char *at = strstr(program, folders[i][0]);

        if (at)
        {
            snprintf(twin, MAX_PATH, "%.*s%s%s", (int)(at - program), program, folders[i][1],
                     at + strlen(folders[i][0]));
            return GetFileAttributesA(twin) != INVALID_FILE_ATTRIBUTES;
        }
    }
    return FALSE;
}

static void test_architectures(const char *program)
{
    const WCHAR *name = capi_new_name(0);
    NCRYPT_KEY_HANDLE key = create(BCRYPT_RSA_ALGORITHM, name, AT_SIGNATURE, 0);
    char twin[MAX_PATH];

    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, write_legacy));
    ok_doc(!wait_for(start(program, "open", name)), "another process\n");
    if (find_twin(program, twin))
        ok_doc(!wait_for(start(twin, "open", name)), "a process of the other architecture\n");
    expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
    capi_delete(name, 0);
}

START_TEST(legacy_write)
{
    char **arguments, program[MAX_PATH];
    int count = winetest_get_mainargs(&arguments);

    if (skipped_on_builtin("it has no stored keys"))
        return;
    provider = open_provider();
    if (count >= 4)
        run_child(arguments[2], arguments[3]);
    test_write(AT_SIGNATURE, 0, POLICY_NONE);
    test_write(AT_SIGNATURE, 0, POLICY_EXPORT);
    test_write(AT_SIGNATURE, 0, POLICY_ALL);
    test_write(AT_KEYEXCHANGE, 0, POLICY_PLAIN);
    test_write(AT_KEYEXCHANGE, NCRYPT_MACHINE_KEY_FLAG, POLICY_NONE);
    test_write(0, 0, POLICY_NONE);
    test_taken();
    test_beside();
    test_refused();
    test_import(0);
    test_import(NCRYPT_DO_NOT_FINALIZE_FLAG);
    GetModuleFileNameA(NULL, program, sizeof(program));
    test_race(program);
    test_architectures(program);
    NCryptFreeObject(provider);
}
