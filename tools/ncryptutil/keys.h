/*
 * Providers and keys: the calls of ncrypt.dll that several commands make.
 *
 * Functions that return a status print nothing; functions that return BOOL have said what failed.
 */
#ifndef NCRYPTUTIL_KEYS_H
#define NCRYPTUTIL_KEYS_H

#include "args.h"
#include "memory.h"
#include "protection.h"

#include <ncrypt.h>

struct key
{
    NCRYPT_PROV_HANDLE provider;
    NCRYPT_KEY_HANDLE handle;
    const char *source; /* where it came from, for messages */
};

/* --provider or the default one */
BOOL open_provider(const struct arguments *arguments, NCRYPT_PROV_HANDLE *provider);

/* A key from a file (as blob type `type`, or recognised if that is NULL) or, with --key, from the
 * provider's store.  The key must be closed. */
BOOL open_key(const struct arguments *arguments, const char *path, const char *type,
              struct key *key);

struct key_file;
BOOL import_key_file(const struct arguments *arguments, const struct key_file *file,
                     struct key *key);

void close_key(struct key *key);

/* The key of a file for hImportKey or hExportKey.  FALSE after a message. */
BOOL open_wrapping_key(const char *path, NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE *key);

SECURITY_STATUS get_property(NCRYPT_HANDLE object, const WCHAR *name, struct bytes *value);
SECURITY_STATUS get_number(NCRYPT_HANDLE object, const WCHAR *name, DWORD *value);
SECURITY_STATUS get_text(NCRYPT_HANDLE object, const WCHAR *name, const char **value);

/* "Algorithm Group", "" where it is not known */
const char *key_group(const struct key *key);

/* Allows the export of the private part, which is forbidden for an imported key at first.  A
 * stored key may refuse it; what it allows is then shown by the export itself. */
SECURITY_STATUS allow_export(NCRYPT_KEY_HANDLE key);

SECURITY_STATUS import_blob(NCRYPT_PROV_HANDLE provider, const char *type, const struct bytes *blob,
                            NCRYPT_KEY_HANDLE *key);
SECURITY_STATUS export_blob(NCRYPT_KEY_HANDLE key, const char *type,
                            const struct export_settings *settings, struct bytes *blob);

/* Whether the private part is there and may leave. */
BOOL has_private_part(NCRYPT_KEY_HANDLE key);

/* Prints what a key is: its properties, one a line. */
void describe_key(const struct key *key);

/* A password given by --NAME or --NAME-file, NULL without either.  FALSE after a message. */
BOOL read_password(const struct arguments *arguments, const char *name, const char **password);

#endif
