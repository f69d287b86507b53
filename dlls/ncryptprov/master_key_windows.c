/*
 * Master keys, see protect.h: a file of 32 random bytes in the folder of the keys, for its owner only.  Windows
 * grants access by access control lists; of these Wine makes a mode that still has the group in it, so
 * there the Unix side sets the mode.  The folder comes first: nothing lies in it unprotected.
 *
 *   user     %APPDATA%\Microsoft\Crypto\Keys\master.key
 *   machine  %ALLUSERSPROFILE%\Application Data\Microsoft\Crypto\Keys\master.key
 *
 * Two processes may make it at the same time: each writes a file of its own and renames it to the
 * name, which only one of them can do; the other takes what is there.
 */
#include <string.h>

#include "gaps.h"
#include "protect.h"
#include "status.h"
#include "unixcall.h"

#include <sddl.h> /* after the headers it needs */

#define PATH_SIZE 1024

static const struct
{
    const WCHAR *variable;
    const WCHAR *folders[5]; /* made one after another */
} places[] = {
    [PROTECT_USER] = {L"APPDATA", {L"Microsoft", L"Crypto", L"Keys"}},
    [PROTECT_MACHINE] = {L"ALLUSERSPROFILE",
                         {L"Application Data", L"Microsoft", L"Crypto", L"Keys"}},
};

struct text
{
    WCHAR text[PATH_SIZE];
    DWORD length;
};

static bool append(struct text *to, const WCHAR *text)
{
    while (*text && to->length < PATH_SIZE - 1)
        to->text[to->length++] = *text++;
    to->text[to->length] = 0;
    return !*text;
}

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

/* Full access for the user, nothing for anybody else, nothing inherited: 0600 and 0700. */
static bool private_attributes(SECURITY_ATTRIBUTES *attributes)
{
    WCHAR *sid = own_sid();
    struct text sddl = {.length = 0};
    bool ok = sid && append(&sddl, L"D:P(A;;FA;;;") && append(&sddl, sid) && append(&sddl, L")");

    LocalFree(sid);
    attributes->nLength = sizeof(*attributes);
    attributes->bInheritHandle = FALSE;
    return ok && ConvertStringSecurityDescriptorToSecurityDescriptorW(
                     sddl.text, SDDL_REVISION_1, &attributes->lpSecurityDescriptor, NULL);
}

typedef char *(CDECL *unix_name_function)(const WCHAR *);

/* Mode 0600 or 0700.  Only Wine has this function; there it is the way to a file's Unix name. */
static SECURITY_STATUS restrict_to_owner(const WCHAR *path)
{
    unix_name_function unix_name = (void *)GetProcAddress(GetModuleHandleW(L"kernel32.dll"),
                                                          "wine_get_unix_file_name");
    struct bridge_restrict params = {0};
    SECURITY_STATUS status;
    char *name;

    if (!unix_name)
        return ERROR_SUCCESS;
    if (!(name = unix_name(path)))
        return NTE_PERM;
    params.path.data = bridge_pointer(name);
    params.path.size = (uint32_t)strlen(name);
    status = status_from_bridge(call_restrict_file(&params));
    HeapFree(GetProcessHeap(), 0, name);
    return status;
}

/* The folders of the system stay as they are where they exist; ours is private. */
static SECURITY_STATUS make_folder(enum protect_scope scope, SECURITY_ATTRIBUTES *attributes,
                                   struct text *path)
{
    DWORD size = GetEnvironmentVariableW(places[scope].variable, path->text, PATH_SIZE);
    const WCHAR *const *folder;

    if (!size || size >= PATH_SIZE)
        return NTE_FAIL;
    path->length = size;
    for (folder = places[scope].folders; *folder; folder++)
    {
        if (!append(path, L"\\") || !append(path, *folder))
            return NTE_FAIL;
        if (!CreateDirectoryW(path->text, folder[1] ? NULL : attributes) &&
            GetLastError() != ERROR_ALREADY_EXISTS)
            return NTE_FAIL;
    }
    return ERROR_SUCCESS;
}

/* NTE_NOT_FOUND: there is none yet. */
static SECURITY_STATUS read_key(const WCHAR *path, struct protect_key *key)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, 0, NULL);
    BYTE more;
    DWORD got = 0, rest = 0;
    BOOL ok;

    if (file == INVALID_HANDLE_VALUE)
        return GetLastError() == ERROR_FILE_NOT_FOUND ? NTE_NOT_FOUND : NTE_PERM;
    ok = ReadFile(file, key->bytes, sizeof(key->bytes), &got, NULL) &&
         ReadFile(file, &more, 1, &rest, NULL);
    CloseHandle(file);
    if (ok && got == sizeof(key->bytes) && !rest)
        return ERROR_SUCCESS;
    os_wipe(key, sizeof(*key));
    return GAP_STATUS_MASTER_KEY;
}

static BOOL write_file(const WCHAR *path, SECURITY_ATTRIBUTES *attributes,
                       const struct protect_key *key)
{
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, attributes, CREATE_NEW, FILE_ATTRIBUTE_NORMAL,
                              NULL);
    DWORD written = 0;
    BOOL ok;

    if (file == INVALID_HANDLE_VALUE)
        return FALSE;
    ok = WriteFile(file, key->bytes, sizeof(key->bytes), &written, NULL) &&
         written == sizeof(key->bytes) && FlushFileBuffers(file);
    return CloseHandle(file) && ok;
}

/* The name, and where the file is made before it gets that name. */
static bool append_unique(struct text *path)
{
    static const WCHAR digits[] = L"0123456789abcdef";
    ULONGLONG number = (ULONGLONG)GetCurrentProcessId() << 32 | GetCurrentThreadId();
    WCHAR text[18] = L".";
    unsigned int i;

    for (i = 1; i <= 16; i++, number >>= 4)
        text[i] = digits[number & 15];
    text[17] = 0;
    return append(path, text);
}

static SECURITY_STATUS create_key(const struct text *path, SECURITY_ATTRIBUTES *attributes,
                                  struct protect_key *key)
{
    struct bridge_random random = {{bridge_pointer(key->bytes), 0, sizeof(key->bytes)}};
    struct text made = *path;
    SECURITY_STATUS status = status_from_bridge(call_random(&random));

    if (status)
        return status;
    if (!append_unique(&made))
        return NTE_FAIL;
    /* A rest of a process that ended here and had our number. */
    DeleteFileW(made.text);
    if (!write_file(made.text, attributes, key))
        status = NTE_PERM;
    else if (!(status = restrict_to_owner(made.text)) && MoveFileW(made.text, path->text))
        return ERROR_SUCCESS;
    else if (!status)
        status = GetLastError() == ERROR_ALREADY_EXISTS ? read_key(path->text, key) : NTE_PERM;
    DeleteFileW(made.text);
    return status;
}

static SECURITY_STATUS find_or_create(enum protect_scope scope, SECURITY_ATTRIBUTES *attributes,
                                      struct protect_key *key)
{
    struct text folder, path;
    SECURITY_STATUS status = make_folder(scope, attributes, &folder);

    if (status)
        return status;
    path = folder;
    if (!append(&path, L"\\master.key"))
        return NTE_FAIL;
    status = read_key(path.text, key);
    if (status == NTE_NOT_FOUND && !(status = restrict_to_owner(folder.text)))
        status = create_key(&path, attributes, key);
    if (status)
        os_wipe(key, sizeof(*key));
    return status;
}

SECURITY_STATUS protect_master_key(enum protect_scope scope, struct protect_key *key)
{
    SECURITY_ATTRIBUTES attributes;
    SECURITY_STATUS status;

    if (!private_attributes(&attributes))
        return NTE_NO_MEMORY;
    status = find_or_create(scope, &attributes, key);
    LocalFree(attributes.lpSecurityDescriptor);
    return status;
}
