/*
 * Key containers of CryptoAPI, where the RSA providers of Wine (rsaenh.dll) keep them.  A container
 * has a name and at most one key for each of AT_KEYEXCHANGE and AT_SIGNATURE.
 *
 * Wine keeps a container in the registry, Software\Wine\Crypto\RSA\NAME below HKEY_CURRENT_USER or,
 * of the machine, HKEY_LOCAL_MACHINE: a PRIVATEKEYBLOB that went through CryptProtectData, and the
 * key's permissions (KP_PERMISSIONS).  It is read there, as Windows' provider reads the files of
 * Windows' CryptoAPI, because that also gives keys which CryptoAPI does not export, loads nothing
 * where there is no such container, and changes nothing: rsaenh writes a container's keys back
 * whenever a handle to it is closed.  It is written through CryptoAPI.
 */
#ifndef NCRYPTPROV_CAPI_H
#define NCRYPTPROV_CAPI_H

#include "store_files.h"

/* A key of a container. */
struct capi_key
{
    bool exportable;
    ULONGLONG modified; /* when the container was changed, a FILETIME */
    BYTE *blob;         /* an RSA key's PRIVATEKEYBLOB: os_free_secret */
    DWORD size;
};

/* The system's part: capi_windows.c, and for host tests capi_host.c.
 *
 * capi_read: NTE_BAD_KEYSET: no such container, or no such key in it (also for any other spec);
 * GAP_STATUS_KEY_DAMAGED: one that cannot be opened.
 * capi_write: makes the container if there is none; the blob's algorithm (CALG_RSA_KEYX,
 * CALG_RSA_SIGN) says which of its two keys is replaced.  GAP_STATUS_LEGACY_NAME, or CryptoAPI's
 * reason (NTE_KEYSET_NOT_DEF: it is not set up in this prefix).
 * capi_remove: that key, and the container with its last one; NTE_BAD_KEYSET. */
SECURITY_STATUS capi_read(enum store_scope scope, const WCHAR *name, DWORD spec,
                          struct capi_key *key);
SECURITY_STATUS capi_write(enum store_scope scope, const WCHAR *name, const struct capi_key *key);
SECURITY_STATUS capi_remove(enum store_scope scope, const WCHAR *name, DWORD spec);

/* What there is: one for each key; os_free each. */
struct capi_entry
{
    struct capi_entry *next;
    DWORD spec;
    WCHAR name[];
};
SECURITY_STATUS capi_list(enum store_scope scope, struct capi_entry **list);

#endif
