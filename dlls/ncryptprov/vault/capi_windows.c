/*
 * Containers of CryptoAPI under Wine, see capi.h.
 */
#include "capi.h"

#include <string.h>

#include "gaps.h"
#include "trace.h"

#define CONTAINERS L"Software\\Wine\\Crypto\\RSA\\"
#define MAX_NAME (MAX_PATH - ARRAYSIZE(CONTAINERS)) /* rsaenh has MAX_PATH for both together */
#define MAX_VALUE 0x10000                           /* bytes: a key of 16384 bits takes 10000 */

static const struct key_values
{
    DWORD spec;
    const WCHAR *pair, *permissions;
} key_values[] = {
    {AT_KEYEXCHANGE, L"KeyExchangeKeyPair", L"KeyExchangePermissions"},
    {AT_SIGNATURE, L"SignatureKeyPair", L"SignaturePermissions"},
};

static const struct key_values *find_values(DWORD spec)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(key_values); i++)
    {
        if (key_values[i].spec == spec)
            return &key_values[i];
    }
    return NULL;
}

static HKEY root_key(enum store_scope scope)
{
    return scope == STORE_MACHINE ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER;
}

/* Containers have names of the ANSI code page: CryptoAPI would take others for another one. */
static bool is_container_name(const WCHAR *name)
{
    char narrow[MAX_PATH];
    WCHAR back[MAX_PATH];

    return *name && wcslen(name) < MAX_NAME &&
           WideCharToMultiByte(CP_ACP, 0, name, -1, narrow, MAX_NAME, NULL, NULL) &&
           MultiByteToWideChar(CP_ACP, 0, narrow, -1, back, MAX_PATH) && !wcscmp(back, name);
}

static bool open_container(enum store_scope scope, const WCHAR *name, REGSAM access, HKEY *key)
{
    WCHAR path[MAX_PATH] = CONTAINERS;

    return is_container_name(name) &&
           !RegOpenKeyExW(root_key(scope), wcscat(path, name), 0, access, key);
}

/* ------------------------------------------------------------------------------------------
 * Reading
 */
typedef BOOL(WINAPI *unprotect_function)(DATA_BLOB *, LPWSTR *, DATA_BLOB *, PVOID,
                                         CRYPTPROTECT_PROMPTSTRUCT *, DWORD, DATA_BLOB *);

/* Keys of containers are seldom opened: crypt32.dll, which brings much with it, is loaded for that
 * only, and no lock is held over it. */
static BOOL unprotect(DATA_BLOB *input, DWORD flags, DATA_BLOB *output)
{
    HMODULE module = LoadLibraryExW(L"crypt32.dll", NULL, LOAD_LIBRARY_SEARCH_SYSTEM32);
    unprotect_function function;
    BOOL done;

    if (!module)
        return FALSE;
    function = (void *)GetProcAddress(module, "CryptUnprotectData");
    done = function && function(input, NULL, NULL, NULL, NULL, flags, output);
    FreeLibrary(module);
    return done;
}

static SECURITY_STATUS open_value(enum store_scope scope, BYTE *data, DWORD size,
                                  struct capi_key *key)
{
    DWORD flags = CRYPTPROTECT_UI_FORBIDDEN;
    DATA_BLOB input = {size, data}, output = {0, NULL};

    if (scope == STORE_MACHINE)
        flags |= CRYPTPROTECT_LOCAL_MACHINE;
    if (!unprotect(&input, flags, &output))
        return GAP_STATUS_KEY_DAMAGED;
    key->size = output.cbData;
    if ((key->blob = os_alloc(output.cbData)))
        memcpy(key->blob, output.pbData, output.cbData);
    os_wipe(output.pbData, output.cbData);
    LocalFree(output.pbData);
    return key->blob ? ERROR_SUCCESS : NTE_NO_MEMORY;
}

/* It may be replaced by a larger one between the two calls: so there is room for any. */
static SECURITY_STATUS read_value(HKEY container, enum store_scope scope, const WCHAR *name,
                                  struct capi_key *key)
{
    DWORD type, size = MAX_VALUE;
    SECURITY_STATUS status;
    BYTE *data;

    if (RegQueryValueExW(container, name, NULL, &type, NULL, NULL))
        return NTE_BAD_KEYSET;
    if (!(data = os_alloc(MAX_VALUE)))
        return NTE_NO_MEMORY;
    if (RegQueryValueExW(container, name, NULL, &type, data, &size) || type != REG_BINARY)
        status = GAP_STATUS_KEY_DAMAGED;
    else
        status = open_value(scope, data, size, key);
    os_free(data);
    return status;
}

/* Without permissions rsaenh has those of a key that was never said to be exportable. */
static void read_rest(HKEY container, const WCHAR *name, struct capi_key *key)
{
    DWORD type, permissions = 0, size = sizeof(permissions);
    FILETIME time = {0, 0};

    if (RegQueryValueExW(container, name, NULL, &type, (BYTE *)&permissions, &size) ||
        type != REG_DWORD || size != sizeof(permissions))
        permissions = 0;
    key->exportable = permissions & CRYPT_EXPORT;
    RegQueryInfoKeyW(container, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, &time);
    key->modified = (ULONGLONG)time.dwHighDateTime << 32 | time.dwLowDateTime;
}

SECURITY_STATUS capi_read(enum store_scope scope, const WCHAR *name, DWORD spec,
                          struct capi_key *key)
{
    const struct key_values *values = find_values(spec);
    SECURITY_STATUS status;
    HKEY container;

    memset(key, 0, sizeof(*key));
    if (!values || !open_container(scope, name, KEY_READ, &container))
        return NTE_BAD_KEYSET;
    read_rest(container, values->permissions, key);
    status = read_value(container, scope, values->pair, key);
    RegCloseKey(container);
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Writing
 */
static bool acquire(HCRYPTPROV *provider, enum store_scope scope, const WCHAR *name, DWORD flags)
{
    if (scope == STORE_MACHINE)
        flags |= CRYPT_MACHINE_KEYSET;
    return CryptAcquireContextW(provider, name, MS_ENH_RSA_AES_PROV_W, PROV_RSA_AES,
                                flags | CRYPT_SILENT);
}

static SECURITY_STATUS capi_error(void)
{
    DWORD error = GetLastError();

    if (error == (DWORD)NTE_KEYSET_NOT_DEF)
        ERR("CryptoAPI is not set up in this prefix; \"wineboot -u\" does it\n");
    return error ? HRESULT_FROM_WIN32(error) : NTE_FAIL;
}

static SECURITY_STATUS import(HCRYPTPROV provider, const struct capi_key *key)
{
    HCRYPTKEY handle;

    if (!CryptImportKey(provider, key->blob, key->size, 0, key->exportable ? CRYPT_EXPORTABLE : 0,
                        &handle))
        return capi_error();
    CryptDestroyKey(handle);
    return ERROR_SUCCESS;
}

SECURITY_STATUS capi_write(enum store_scope scope, const WCHAR *name, const struct capi_key *key)
{
    HCRYPTPROV provider;
    SECURITY_STATUS status;
    bool made = false;

    if (!is_container_name(name))
        return GAP_STATUS_LEGACY_NAME;
    if (!acquire(&provider, scope, name, 0))
    {
        if (GetLastError() != (DWORD)NTE_BAD_KEYSET ||
            !acquire(&provider, scope, name, CRYPT_NEWKEYSET))
            return capi_error();
        made = true;
    }
    status = import(provider, key);
    if (!CryptReleaseContext(provider, 0) && !status)
        status = capi_error();
    if (status && made)
        acquire(&provider, scope, name, CRYPT_DELETEKEYSET);
    return status;
}

static bool has_key(HKEY container, const struct key_values *values)
{
    return !RegQueryValueExW(container, values->pair, NULL, NULL, NULL, NULL);
}

static bool has_keys(HKEY container)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(key_values); i++)
    {
        if (has_key(container, &key_values[i]))
            return true;
    }
    return false;
}

/* CryptoAPI itself can only delete a container with both its keys. */
SECURITY_STATUS capi_remove(enum store_scope scope, const WCHAR *name, DWORD spec)
{
    const struct key_values *values = find_values(spec);
    WCHAR path[MAX_PATH] = CONTAINERS;
    HKEY container;
    LONG error;
    bool empty;

    if (!values || !open_container(scope, name, KEY_READ | KEY_SET_VALUE, &container))
        return NTE_BAD_KEYSET;
    error = RegDeleteValueW(container, values->pair);
    RegDeleteValueW(container, values->permissions);
    empty = !has_keys(container);
    RegCloseKey(container);
    if (error)
        return error == ERROR_FILE_NOT_FOUND ? NTE_BAD_KEYSET : NTE_PERM;
    /* One that has others below it (a name with a backslash) stays, as with CryptoAPI. */
    if (empty)
        RegDeleteKeyW(root_key(scope), wcscat(path, name));
    return ERROR_SUCCESS;
}

/* ------------------------------------------------------------------------------------------
 * Listing
 */
static bool add_entry(struct capi_entry ***end, const WCHAR *name, DWORD spec)
{
    size_t size = (wcslen(name) + 1) * sizeof(WCHAR);
    struct capi_entry *entry = os_alloc(sizeof(*entry) + size);

    if (!entry)
        return false;
    entry->spec = spec;
    memcpy(entry->name, name, size);
    **end = entry;
    *end = &entry->next;
    return true;
}

static bool add_container(struct capi_entry ***end, HKEY containers, const WCHAR *name)
{
    HKEY container;
    bool ok = true;
    size_t i;

    if (RegOpenKeyExW(containers, name, 0, KEY_READ, &container))
        return true; /* gone meanwhile */
    for (i = 0; ok && i < ARRAYSIZE(key_values); i++)
        ok = !has_key(container, &key_values[i]) || add_entry(end, name, key_values[i].spec);
    RegCloseKey(container);
    return ok;
}

SECURITY_STATUS capi_list(enum store_scope scope, struct capi_entry **list)
{
    struct capi_entry **end = list;
    WCHAR name[MAX_PATH];
    HKEY containers;
    bool ok = true;
    DWORD i, size;

    *list = NULL;
    if (RegOpenKeyExW(root_key(scope), CONTAINERS, 0, KEY_READ, &containers))
        return ERROR_SUCCESS;
    for (i = 0; ok; i++)
    {
        size = MAX_PATH;
        if (RegEnumKeyExW(containers, i, name, &size, NULL, NULL, NULL, NULL))
            break;
        ok = add_container(&end, containers, name);
    }
    RegCloseKey(containers);
    return ok ? ERROR_SUCCESS : NTE_NO_MEMORY; /* the caller frees what there is */
}
