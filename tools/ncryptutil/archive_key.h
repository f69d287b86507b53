/*
 * One stored key, into an archive and out of it.  By the documented calls alone, so that Windows' own
 * provider can be on either side.
 */
#ifndef NCRYPTUTIL_ARCHIVE_KEY_H
#define NCRYPTUTIL_ARCHIVE_KEY_H

#include "archive_format.h"

#include <ncrypt.h>

/* name, algorithm and spec are filled in; flags: NCRYPT_MACHINE_KEY_FLAG or 0.  What the key's policy
 * forbids is in key->status. */
void archive_key(NCRYPT_PROV_HANDLE provider, DWORD flags, const char *password,
                 struct archived_key *key);

/* flags: NCRYPT_MACHINE_KEY_FLAG, NCRYPT_OVERWRITE_KEY_FLAG.  *step: what failed.  *lost: raised by the
 * properties that the provider did not take, each of which is told. */
SECURITY_STATUS unarchive_key(NCRYPT_PROV_HANDLE provider, DWORD flags, const char *password,
                              const struct archived_key *key, const char **step, DWORD *lost);

#endif
