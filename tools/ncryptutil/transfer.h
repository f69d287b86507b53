/*
 * Writing a key as a blob, for all commands that do it.
 */
#ifndef NCRYPTUTIL_TRANSFER_H
#define NCRYPTUTIL_TRANSFER_H

#include "keys.h"

/* Options of a command that writes a key. */
#define OPTIONS_OF_OUTPUT                                                                          \
    {"pem", NULL, "write PEM text, not binary"},                                                   \
        {"out-password", "TEXT", "encrypt the PKCS#8 key with this password"},                     \
        {"out-password-file", "FILE", "the same, first line of a file"},                           \
        {"pbe", "OID", "scheme of that encryption (default: the provider's choice)"},              \
        {"iterations", OPTION_NUMBER, "rounds of that encryption, with --pbe (default: 2000)"}

/* Reads these options.  FALSE after a message. */
BOOL read_export_settings(const struct arguments *arguments, struct export_settings *settings);

/* Exports a key as one type and writes it to a file.  RESULT_… */
int export_to_file(const struct arguments *arguments, const struct key *key, const char *type,
                   const struct export_settings *settings, const char *path);

#endif
