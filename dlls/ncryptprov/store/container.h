/*
 * The file of a key:
 *
 *   DWORD magic "NCKF", DWORD version 1
 *   DWORD flags        NCRYPT_MACHINE_KEY_FLAG or 0
 *   DWORD legacy spec  AT_KEYEXCHANGE, AT_SIGNATURE or 0
 *   16 bytes           random identifier of the key, which a replaced one does not share
 *   QWORD              time of the last change, a FILETIME
 *   name, algorithm    each: DWORD size in bytes, UTF-16 without NUL
 *   the sealed record  key_record.h, protect.h; all before is its authenticated header
 *
 * Numbers are little-endian.
 */
#ifndef NCRYPTPROV_CONTAINER_H
#define NCRYPTPROV_CONTAINER_H

#include "blob.h"
#include "store.h"
#include "store_files.h"

#define CONTAINER_ID 16

/* What is read without opening the seal; not to be trusted. */
struct container_header
{
    DWORD flags;
    DWORD spec;
    BYTE id[CONTAINER_ID];
    ULONGLONG modified;
    WCHAR name[STORE_KEY_NAME + 1];
    WCHAR algorithm[STORE_KEY_NAME + 1];
    DWORD size; /* of all that in the file */
};

#define CONTAINER_HEADER_MAX (44 + 8 + 4 * STORE_KEY_NAME) /* bytes */

/* The key has a place.  data: os_free_secret. */
SECURITY_STATUS container_encode(const struct key *key, struct store_data *data);

/* GAP_STATUS_KEY_DAMAGED, _FOREIGN, _VERSION */
SECURITY_STATUS container_read_header(const BYTE *data, DWORD size,
                                      struct container_header *header);
/* Also: what key_record_read says.  The caller clears contents, also after a failure. */
SECURITY_STATUS container_open(const struct container_header *header, enum store_scope scope,
                               const struct store_data *data, struct blob_contents *contents);

#endif
