/*
 * How a key is protected on its way out: the options of commands that write keys, and the
 * parameter list and hExportKey that NCryptExportKey gets for them.
 */
#ifndef NCRYPTUTIL_PROTECTION_H
#define NCRYPTUTIL_PROTECTION_H

#include "args.h"
#include "parameters.h"

/* Options of a command that writes a key. */
#define OPTIONS_OF_OUTPUT                                                                          \
    {"pem", NULL, "write PEM text, not binary"},                                                   \
        {"out-password", "TEXT", "encrypt the PKCS#8 key with this password"},                     \
        {"out-password-file", "FILE", "the same, first line of a file"},                           \
        {"pbe", "OID", "scheme of that encryption (default: the provider's choice)"},              \
        {"iterations", OPTION_NUMBER, "rounds of that encryption, with --pbe (default: 2000)"},    \
        {"cert", "FILE", "certificate of the recipient of a PKCS7_ENVELOPE"},                      \
        {"oid", "OID", "content cipher of a PKCS7_ENVELOPE (default: AES-256-CBC)"},               \
        {"wrap-key", "FILE", "wrap private types under this key (hExportKey)"},                    \
        {"wrap-bits", OPTION_NUMBER, "AES key of a PKCS11RsaAesWrapBlob, in bits"},                \
        {"wrap-hash", "HASH", "hash of its OAEP padding"}, {"wrap-label", "TEXT", "label of it"}

struct export_settings
{
    const char *password; /* of an encrypted PKCS#8 key; NULL: not encrypted */
    const char *pbe;      /* OID of the scheme of password-based encryption, or NULL */
    DWORD iterations;
    struct bytes certificate; /* DER, no bytes without --cert */
    const char *cipher;       /* OID */
    const char *wrap_path;    /* file with the key for hExportKey, or NULL */
    NCRYPT_KEY_HANDLE wrap_key;
    DWORD wrap_bits; /* 0: the provider's choice */
    const char *wrap_hash, *wrap_label;
};

/* Reads these options; the key of --wrap-key is not yet opened.  FALSE after a message. */
BOOL read_export_settings(const struct arguments *arguments, struct export_settings *settings);

/* What NCryptExportKey gets for a blob type; hExportKey is 0 for a public one. */
NCRYPT_KEY_HANDLE export_parameters(const struct export_settings *settings, const char *type,
                                    struct parameters *parameters);

/* The wrapping key lives in the provider of the key, for the time of its exports.  FALSE after a
 * message. */
BOOL start_wrapping(NCRYPT_PROV_HANDLE provider, struct export_settings *settings);
void end_wrapping(struct export_settings *settings);

#endif
