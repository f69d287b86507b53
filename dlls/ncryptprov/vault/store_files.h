/*
 * The folders of the key stores, and files in them: whole or not at all, for the owner only
 * (struct bridge_store).  What is in the files is not known here.
 */
#ifndef NCRYPTPROV_STORE_FILES_H
#define NCRYPTPROV_STORE_FILES_H

#include "bridge.h"
#include "os.h"

/* Whose keys. */
enum store_scope
{
    STORE_USER,
    STORE_MACHINE,
    STORE_SCOPES
};

#define STORE_PATH 4096                    /* bytes of a path with its NUL, at most */
#define STORE_NAME (BRIDGE_STORE_NAME + 1) /* of a file's name */
#define STORE_MACHINE_ID 40                /* of the computer's identifier, a GUID */

/* The system's part: store_windows.c, and for host tests store_host.c.
 *
 * store_folder: the folder's Unix path; make: makes the folder if there is none, else NTE_BAD_KEYSET.
 * store_machine_id: the MachineGuid of the registry, made at the first use.
 * store_lower: to lower case as the file names of keys want it, independent of the locale.
 * store_time: now, as a FILETIME.
 * store_security: what protects a key's file, the parts that information (OWNER_SECURITY_INFORMATION
 * and so on) names, as a self-relative security descriptor; os_free.
 * store_watch: what FindFirstChangeNotification returns for the folder, which is made if there is none:
 * a handle that is signalled when a file in it comes, goes or is replaced, by whomever.
 * store_unwatch: closes it; NTE_INVALID_HANDLE if it is none. */
SECURITY_STATUS store_folder(enum store_scope scope, bool make, char path[STORE_PATH]);
SECURITY_STATUS store_machine_id(char id[STORE_MACHINE_ID]);
void store_lower(WCHAR *text, size_t length);
ULONGLONG store_time(void);
SECURITY_STATUS store_security(DWORD information, BYTE **descriptor, DWORD *size);
SECURITY_STATUS store_watch(enum store_scope scope, HANDLE *handle);
SECURITY_STATUS store_unwatch(HANDLE handle);

/* The contents of a file, for os_free_secret. */
struct store_data
{
    BYTE *bytes;
    DWORD size;
};

/* NTE_BAD_KEYSET: there is no such file.  NTE_BAD_DATA: it is no file (a link, say), or too large. */
SECURITY_STATUS store_read(enum store_scope scope, const char *file, struct store_data *data);
/* The first bytes, at most size; *size becomes their number. */
SECURITY_STATUS store_read_prefix(enum store_scope scope, const char *file, BYTE *bytes,
                                  DWORD *size);
/* exclusive: NTE_EXISTS if there is a file of that name. */
SECURITY_STATUS store_write(enum store_scope scope, const char *file, const BYTE *bytes, DWORD size,
                            bool exclusive);
SECURITY_STATUS store_delete(enum store_scope scope, const char *file);

/* The names of all files, one a call; *cursor is 0 at first.  NTE_NO_MORE_ITEMS after the last. */
SECURITY_STATUS store_list(enum store_scope scope, UINT64 *cursor, char file[STORE_NAME]);
void store_list_end(UINT64 cursor);

/* A change that depends on what is in the store happens under its lock.  Everybody may write files of
 * their own under the shared one; the exclusive one is for reading, changing and writing back. */
SECURITY_STATUS store_lock(enum store_scope scope, bool exclusive, UINT64 *lock);
void store_unlock(UINT64 lock);

#endif
