/*
 * The key store: keys by name, one file each (container.h, store_files.h).
 */
#ifndef NCRYPTPROV_STORE_H
#define NCRYPTPROV_STORE_H

#include "key.h"
#include "store_files.h"

#define STORE_KEY_NAME 260 /* characters of a key's name at most, GAP_MAX_NAME_LENGTH */

/* Where a key is in a store, or will be once it is finalized. */
struct key_place
{
    enum store_scope scope;
    DWORD spec;         /* dwLegacyKeySpec of its creation */
    bool overwrite;     /* when it is finalized: of a key that has the name now */
    bool legacy;        /* it lies in a container of CryptoAPI, not in a file (legacy.h) */
    BYTE id[16];        /* random; set when it is finalized */
    ULONGLONG modified; /* FILETIME; 0 before */
    char file[STORE_NAME];
    WCHAR name[STORE_KEY_NAME + 1];
};

/* A place for a key of that name: os_free.  flags: NCRYPT_MACHINE_KEY_FLAG, NCRYPT_OVERWRITE_KEY_FLAG.
 * GAP_STATUS_NAME. */
SECURITY_STATUS store_place(const WCHAR *name, DWORD spec, DWORD flags, struct key_place **place);

/* NTE_EXISTS if something bears the file's name. */
SECURITY_STATUS store_check_free(const struct key_place *place);

/* Writes a key that has its numbers to its place for the first time.  NTE_EXISTS: somebody else was
 * faster.  legacy: to the container of CryptoAPI of its name too; both or neither. */
SECURITY_STATUS store_save(struct key *key, bool legacy);

/* store_finalize.c: makes a key's object and, if it has a place, saves it there; both or neither. */
SECURITY_STATUS store_finalize(struct key *key, DWORD flags);

/* The key at that place, ready for use; it owns the place.  On failure the caller does.
 * NTE_BAD_KEYSET: there is none; GAP_STATUS_KEY_*: there is something else. */
SECURITY_STATUS store_load(struct key_place *place, struct key **key);

/* store_open.c: the same, and if there is no such file the key of the container of CryptoAPI of that
 * name; also if the file's key has another legacy spec than place->spec (unless that is 0), and the
 * container has a key of that one. */
SECURITY_STATUS store_open(struct key_place *place, struct key **key);

/* Sets a persistent property in the file of a finalized key.  NTE_BAD_KEYSET: the key is not there
 * any more. */
SECURITY_STATUS store_set_property(struct key *key, const WCHAR *name, const BYTE *data,
                                   DWORD size);

/* Removes the file of a finalized key, and the same key from the container of CryptoAPI of its name;
 * NTE_BAD_KEYSET if it is not there any more. */
SECURITY_STATUS store_remove(const struct key *key);

/* The keys of a store, one a call: a buffer for os_free.  *cursor is 0 at first; store_list_end.
 * Files that are no keys are passed over.  NTE_NO_MORE_ITEMS after the last. */
SECURITY_STATUS store_next_key(enum store_scope scope, UINT64 *cursor, NCryptKeyName **name,
                               void *(*allocate)(size_t size));

/* The same for keys in containers of CryptoAPI, without those that are in the store too.  *list: from
 * capi_list; what is left of it is freed by store_legacy_end. */
struct capi_entry;
SECURITY_STATUS store_next_legacy(enum store_scope scope, struct capi_entry **list,
                                  NCryptKeyName **name, void *(*allocate)(size_t size));
void store_legacy_end(struct capi_entry *list);

/* Makes a new master key and seals all keys of a store under it; what is interrupted can be done
 * again.  The first failure of a key (GAP_STATUS_KEY_*, or of the disk), for which the old master key
 * is kept; all the others are sealed anew all the same. */
SECURITY_STATUS store_change_master_key(enum store_scope scope);

#endif
