/*
 * Writing a key as a blob, for all commands that do it.
 */
#ifndef NCRYPTUTIL_TRANSFER_H
#define NCRYPTUTIL_TRANSFER_H

#include "keys.h"

/* Exports a key as one type; SPKI as well. */
SECURITY_STATUS export_type(const struct key *key, const char *type,
                            const struct export_settings *settings, struct bytes *blob);

/* Writes what was exported, as PEM if that is wanted.  FALSE after a message. */
BOOL write_blob(const struct arguments *arguments, const char *type,
                const struct export_settings *settings, const struct bytes *blob, const char *path);

/* Exports a key as one type and writes it to a file.  RESULT_… */
int export_to_file(const struct arguments *arguments, const struct key *key, const char *type,
                   struct export_settings *settings, const char *path);

#endif
