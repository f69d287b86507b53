/*
 * Where the key stores are, see store_files.h.  Folders: learn.microsoft.com, "Key Storage and
 * Retrieval".
 */
#include <string.h>

#include "status.h"
#include "store_files.h"
#include "unixcall.h"

#include <sddl.h> /* after the headers it needs */

#define DOS_PATH 1024
#define CRYPTOGRAPHY_KEY L"SOFTWARE\\Microsoft\\Cryptography"

static const struct
{
    const WCHAR *variable;
    const WCHAR *folders[5]; /* made one after another */
} places[STORE_SCOPES] = {
    [STORE_USER] = {L"APPDATA", {L"Microsoft", L"Crypto", L"Keys"}},
    [STORE_MACHINE] = {L"ALLUSERSPROFILE", {L"Application Data", L"Microsoft", L"Crypto", L"Keys"}},
};

static bool append(WCHAR path[DOS_PATH], const WCHAR *text)
{
    size_t length = wcslen(path);

    if (length + wcslen(text) + 2 > DOS_PATH)
        return false;
    path[length] = '\\';
    wcscpy(path + length + 1, text);
    return true;
}

/* The folder's name; make: makes each part of it that is missing. */
static bool dos_folder(enum store_scope scope, bool make, WCHAR path[DOS_PATH])
{
    DWORD size = GetEnvironmentVariableW(places[scope].variable, path, DOS_PATH);
    const WCHAR *const *folder;

    if (!size || size >= DOS_PATH)
        return false;
    for (folder = places[scope].folders; *folder; folder++)
    {
        if (!append(path, *folder))
            return false;
        if (make && !CreateDirectoryW(path, NULL) && GetLastError() != ERROR_ALREADY_EXISTS)
            return false;
    }
    return true;
}

typedef char *(CDECL *unix_name_function)(const WCHAR *);

/* Only Wine has this function. */
static bool unix_path(const WCHAR *dos, char path[STORE_PATH])
{
    unix_name_function unix_name = (void *)GetProcAddress(GetModuleHandleW(L"kernel32.dll"),
                                                          "wine_get_unix_file_name");
    char *name = unix_name ? unix_name(dos) : NULL;
    bool ok = name && strlen(name) < STORE_PATH;

    if (ok)
        strcpy(path, name);
    if (name)
        HeapFree(GetProcessHeap(), 0, name);
    return ok;
}

/* The last answers: asking Wine takes as long as reading a key. */
static struct os_lock cache_lock;
static struct
{
    WCHAR dos[DOS_PATH];
    char path[STORE_PATH];
} cache[STORE_SCOPES];

static bool find_cached(enum store_scope scope, const WCHAR *dos, char path[STORE_PATH])
{
    bool found;

    os_lock_shared(&cache_lock);
    if ((found = !wcscmp(cache[scope].dos, dos)))
        strcpy(path, cache[scope].path);
    os_unlock_shared(&cache_lock);
    return found;
}

static void add_cached(enum store_scope scope, const WCHAR *dos, const char *path)
{
    os_lock_exclusive(&cache_lock);
    wcscpy(cache[scope].dos, dos);
    strcpy(cache[scope].path, path);
    os_unlock_exclusive(&cache_lock);
}

SECURITY_STATUS store_folder(enum store_scope scope, bool make, char path[STORE_PATH])
{
    WCHAR dos[DOS_PATH];

    if (!dos_folder(scope, false, dos))
        return NTE_FAIL;
    if (find_cached(scope, dos, path))
        return ERROR_SUCCESS;
    if (GetFileAttributesW(dos) == INVALID_FILE_ATTRIBUTES)
    {
        if (!make)
            return NTE_BAD_KEYSET;
        if (!dos_folder(scope, true, dos))
            return NTE_PERM;
    }
    if (!unix_path(dos, path))
        return NTE_FAIL;
    add_cached(scope, dos, path);
    return ERROR_SUCCESS;
}

/* ------------------------------------------------------------------------------------------
 * Changes
 */

/* Whoever writes a file gives it its name in the end, hence names are all there is to watch. */
SECURITY_STATUS store_watch(enum store_scope scope, HANDLE *handle)
{
    WCHAR dos[DOS_PATH];
    UINT64 lock;
    SECURITY_STATUS status = store_lock(scope, false, &lock); /* sees to the folder and its mode */

    if (status)
        return status;
    store_unlock(lock);
    if (!dos_folder(scope, false, dos))
        return NTE_FAIL;
    *handle = FindFirstChangeNotificationW(dos, FALSE, FILE_NOTIFY_CHANGE_FILE_NAME);
    return *handle == INVALID_HANDLE_VALUE ? NTE_FAIL : ERROR_SUCCESS;
}

SECURITY_STATUS store_unwatch(HANDLE handle)
{
    /* -1 would be the process itself. */
    if (!handle || handle == INVALID_HANDLE_VALUE || !FindCloseChangeNotification(handle))
        return NTE_INVALID_HANDLE;
    return ERROR_SUCCESS;
}

/* ------------------------------------------------------------------------------------------
 * The computer's identifier
 */

/* A random GUID (RFC 9562 section 5.4) as text. */
static SECURITY_STATUS make_guid(WCHAR text[STORE_MACHINE_ID])
{
    static const WCHAR digits[] = L"0123456789abcdef";
    BYTE bytes[16];
    struct bridge_random random = {{bridge_pointer(bytes), 0, sizeof(bytes)}};
    SECURITY_STATUS status = status_from_bridge(call_random(&random));
    unsigned int i;

    if (status)
        return status;
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    for (i = 0; i < sizeof(bytes); i++)
    {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *text++ = '-';
        *text++ = digits[bytes[i] >> 4];
        *text++ = digits[bytes[i] & 15];
    }
    *text = 0;
    return ERROR_SUCCESS;
}

/* 32- and 64-bit programs share one. */
static bool read_guid(WCHAR text[STORE_MACHINE_ID])
{
    DWORD size = STORE_MACHINE_ID * sizeof(WCHAR);

    return !RegGetValueW(HKEY_LOCAL_MACHINE, CRYPTOGRAPHY_KEY, L"MachineGuid",
                         RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY, NULL, text, &size);
}

/* Processes that do this at the same time must end with the same one: a mutex of the whole prefix. */
static SECURITY_STATUS make_machine_guid(WCHAR text[STORE_MACHINE_ID])
{
    HANDLE mutex = CreateMutexW(NULL, FALSE, L"Global\\ncryptprov MachineGuid");
    SECURITY_STATUS status = ERROR_SUCCESS;
    HKEY key;

    if (mutex)
        WaitForSingleObject(mutex, INFINITE);
    if (!read_guid(text) && !(status = make_guid(text)))
    {
        status = NTE_FAIL;
        if (!RegCreateKeyExW(HKEY_LOCAL_MACHINE, CRYPTOGRAPHY_KEY, 0, NULL, 0,
                             KEY_WRITE | KEY_WOW64_64KEY, NULL, &key, NULL))
        {
            if (!RegSetValueExW(key, L"MachineGuid", 0, REG_SZ, (BYTE *)text,
                                (DWORD)((wcslen(text) + 1) * sizeof(WCHAR))))
                status = ERROR_SUCCESS;
            RegCloseKey(key);
        }
    }
    if (mutex)
    {
        ReleaseMutex(mutex);
        CloseHandle(mutex);
    }
    return status;
}

/* Letters, digits and dashes only: it becomes part of file names. */
static bool copy_guid(const WCHAR *text, char id[STORE_MACHINE_ID])
{
    unsigned int i;

    for (i = 0; i < STORE_MACHINE_ID && text[i]; i++)
    {
        if (text[i] > 0x7f || (!iswalnum(text[i]) && text[i] != '-'))
            return false;
        id[i] = (char)text[i];
    }
    if (!i || i == STORE_MACHINE_ID)
        return false;
    id[i] = 0;
    return true;
}

SECURITY_STATUS store_machine_id(char id[STORE_MACHINE_ID])
{
    static char known[STORE_MACHINE_ID];
    static struct os_lock lock;
    WCHAR text[STORE_MACHINE_ID];
    SECURITY_STATUS status = ERROR_SUCCESS;

    os_lock_exclusive(&lock);
    if (!known[0] && (read_guid(text) || !(status = make_machine_guid(text))) &&
        !copy_guid(text, known))
    {
        known[0] = 0;
        status = NTE_FAIL;
    }
    memcpy(id, known, sizeof(known));
    os_unlock_exclusive(&lock);
    return status;
}

void store_lower(WCHAR *text, size_t length)
{
    LCMapStringEx(LOCALE_NAME_INVARIANT, LCMAP_LOWERCASE, text, (int)length, text, (int)length,
                  NULL, NULL, 0);
}

ULONGLONG store_time(void)
{
    FILETIME time;

    GetSystemTimeAsFileTime(&time);
    return (ULONGLONG)time.dwHighDateTime << 32 | time.dwLowDateTime;
}

/* ------------------------------------------------------------------------------------------
 * Security descriptors
 */

/* The user's SID as text; LocalFree. */
static WCHAR *own_sid(void)
{
    BYTE buffer[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
    WCHAR *text = NULL;
    HANDLE token;
    DWORD size;

    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
        return NULL;
    if (!GetTokenInformation(token, TokenUser, buffer, sizeof(buffer), &size) ||
        !ConvertSidToStringSidW(((TOKEN_USER *)buffer)->User.Sid, &text))
        text = NULL;
    CloseHandle(token);
    return text;
}

/* What mode 0600 says in the language of Windows: all for the owner, nothing for others. */
static bool write_sddl(DWORD information, const WCHAR *sid, WCHAR *sddl)
{
    if (wcslen(sid) > SECURITY_MAX_SID_SIZE * 4)
        return false;
    *sddl = 0;
    if (information & OWNER_SECURITY_INFORMATION)
        wcscat(wcscat(sddl, L"O:"), sid);
    if (information & GROUP_SECURITY_INFORMATION)
        wcscat(wcscat(sddl, L"G:"), sid);
    if (information & DACL_SECURITY_INFORMATION)
        wcscat(wcscat(wcscat(sddl, L"D:P(A;;FA;;;"), sid), L")");
    return true;
}

SECURITY_STATUS store_security(DWORD information, BYTE **descriptor, DWORD *size)
{
    WCHAR *sid = own_sid(), sddl[3 * SECURITY_MAX_SID_SIZE * 4 + 32];
    PSECURITY_DESCRIPTOR made = NULL;
    ULONG length = 0;
    bool ok = sid && write_sddl(information, sid, sddl) &&
              ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl, SDDL_REVISION_1, &made,
                                                                   &length);

    LocalFree(sid);
    if (!ok)
        return NTE_FAIL;
    if ((*descriptor = os_alloc(length)))
        memcpy(*descriptor, made, length);
    *size = length;
    LocalFree(made);
    return *descriptor ? ERROR_SUCCESS : NTE_NO_MEMORY;
}
