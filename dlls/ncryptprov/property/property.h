/*
 * Properties of providers and keys: one row per property.
 */
#ifndef NCRYPTPROV_PROPERTY_H
#define NCRYPTPROV_PROPERTY_H

#include "bytes.h"
#include "key.h"

/* Get: type, size protocol.  The caller holds the object's lock (shared). */
SECURITY_STATUS property_get_provider(const struct provider *provider, const WCHAR *name,
                                      BYTE *output, DWORD size, DWORD *result, DWORD flags);
SECURITY_STATUS property_get_key(const struct key *key, const WCHAR *name, BYTE *output, DWORD size,
                                 DWORD *result, DWORD flags);

/* Set.  The caller holds the object's lock (exclusive). */
SECURITY_STATUS property_set_provider(struct provider *provider, const WCHAR *name,
                                      const BYTE *data, DWORD size, DWORD flags);
SECURITY_STATUS property_set_key(struct key *key, const WCHAR *name, const BYTE *data, DWORD size,
                                 DWORD flags);

/* Gives an unfinalized key the numbers in a blob (learn.microsoft.com, key-import-and-export): the one way
 * in for post-quantum private keys of Windows callers.  name: of the blob type. */
SECURITY_STATUS property_set_blob(struct key *key, const WCHAR *name, const BYTE *data, DWORD size);

/* Writers of values, for the rows. */
SECURITY_STATUS property_put_dword(struct writer *writer, DWORD value);
SECURITY_STATUS property_put_text(struct writer *writer, const WCHAR *text); /* with its NUL */
SECURITY_STATUS property_put_value(const struct property_list *list, const WCHAR *name,
                                   SECURITY_STATUS absent, struct writer *writer);

/* A value that is a DWORD and nothing else. */
bool property_take_dword(const BYTE *data, DWORD size, DWORD *value);

/* The protocol of every sized output: counts, compares with the room, then writes.  A NULL output
 * asks for the size. */
SECURITY_STATUS property_sized_output(SECURITY_STATUS (*put)(const void *context,
                                                             struct writer *writer),
                                      const void *context, BYTE *output, DWORD size, DWORD *result);

#endif
