/*
 * Hashes and paddings of signatures and encryption.
 */
#ifndef NCRYPTUTIL_PADDING_H
#define NCRYPTUTIL_PADDING_H

#include "args.h"
#include "memory.h"

#include <ncrypt.h>
#include <ncrypt_ext.h>

struct padding
{
    DWORD flags;
    void *info; /* one of these, or NULL */
    BCRYPT_PKCS1_PADDING_INFO pkcs1;
    BCRYPT_PSS_PADDING_INFO pss;
    BCRYPT_OAEP_PADDING_INFO oaep;
    BCRYPT_PQDSA_PADDING_INFO pqdsa;
};

#define DEFAULT_HASH "SHA256"

#define OPTIONS_OF_SIGNATURE                                                                       \
    {"hash", "NAME", "hash of the data: SHA1, SHA256 (default), SHA384, SHA512"},                  \
        {"padding", "NAME", "pkcs1 (default for RSA), pss; ECC keys have none"},                   \
        {"salt", OPTION_NUMBER, "bytes of PSS salt (default: as many as the hash)"},               \
        {"digest", NULL, "the input is the hash itself, not the data"},                            \
        {"no-hash-oid", NULL, "PKCS#1 padding without the name of the hash"},                      \
        {"context", "TEXT", "context of an ML-DSA or SLH-DSA signature"}

#define OPTIONS_OF_ENCRYPTION                                                                      \
    {"padding", "NAME", "oaep (default), pkcs1 or none"},                                          \
        {"hash", "NAME", "hash of OAEP: SHA1, SHA256 (default), SHA384, SHA512"},                  \
        {"label", "TEXT", "label of OAEP"}

/* ML-DSA and SLH-DSA keys sign the data itself. */
BOOL signs_data(const char *group);

/* The hash of data; FALSE after a message. */
BOOL hash_data(const char *hash, const struct bytes *data, struct bytes *digest);

/* From the options; FALSE after a message. */
BOOL signature_padding(const struct arguments *arguments, const char *group, DWORD digest_size,
                       struct padding *padding);
BOOL encryption_padding(const struct arguments *arguments, struct padding *padding);

#endif
