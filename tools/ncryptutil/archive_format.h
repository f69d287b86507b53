/*
 * What is in an archive of a key store, before it is sealed (archive_seal.h).
 *
 *   DWORD number of keys; for each:
 *     text name, text algorithm, DWORD legacy key spec
 *     DWORD status       0: the key follows; else why it could not be exported, and nothing follows
 *     text blob type     PKCS8_PRIVATEKEY: encrypted under the archive's password (RFC 5958, the
 *                        provider's own); else a blob in the clear, for keys that have no such form
 *     DWORD size, blob
 *     DWORD number of properties; for each: text name, DWORD flags for NCryptSetProperty, DWORD size, value
 *
 * A text is a DWORD with the number of bytes, and UTF-8 without NUL.  Numbers are little-endian.  The value
 * of "UI Policy" is a NCRYPT_UI_POLICY_BLOB (ncrypt.h), which has no pointers.
 */
#ifndef NCRYPTUTIL_ARCHIVE_FORMAT_H
#define NCRYPTUTIL_ARCHIVE_FORMAT_H

#include "memory.h"

struct archived_property
{
    const char *name;
    DWORD flags;
    struct bytes value;
};

struct archived_key
{
    const char *name;
    const char *algorithm;
    DWORD spec;
    LONG status;
    const char *type;
    struct bytes blob;
    struct archived_property *properties;
    DWORD property_count;
};

struct archive
{
    struct archived_key *keys;
    DWORD count;
};

void add_archived_property(struct archived_key *key, const char *name, DWORD flags,
                           const struct bytes *value);

struct bytes encode_archive(const struct archive *archive);

/* FALSE: not such bytes, all of them. */
BOOL decode_archive(const struct bytes *bytes, struct archive *archive);

#endif
