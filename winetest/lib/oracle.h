/*
 * A second opinion: bcrypt.dll, which is another implementation than the provider of the DLL under
 * test.  Its functions are taken from bcrypt.dll by name, since ncrypt.dll exports some of them.
 *
 * The results are NTSTATUS; ORACLE_ABSENT if bcrypt.dll has no such function.
 */
#ifndef WINETEST_ORACLE_H
#define WINETEST_ORACLE_H

#include "fixture.h"

#define ORACLE_ABSENT ((NTSTATUS)0xe0000001)
#define ORACLE_CANNOT ((NTSTATUS)0xc0000002) /* STATUS_NOT_IMPLEMENTED: so Wine's says */

/* A key pair of bcrypt.dll, imported from a blob. */
struct oracle_key
{
    BCRYPT_ALG_HANDLE algorithm;
    BCRYPT_KEY_HANDLE key;
};

BOOL oracle_import(struct oracle_key *key, const WCHAR *algorithm, const WCHAR *type,
                   const void *bytes, size_t size);

/* The public part of a key under test. */
BOOL oracle_import_public(struct oracle_key *key, const WCHAR *algorithm, NCRYPT_KEY_HANDLE of);
void oracle_free(struct oracle_key *key);

NTSTATUS oracle_sign(const struct oracle_key *key, void *padding, const BYTE *hash,
                     size_t hash_size, BYTE *signature, size_t size, DWORD *result, DWORD flags);
NTSTATUS oracle_verify(const struct oracle_key *key, void *padding, const BYTE *hash,
                       size_t hash_size, const BYTE *signature, size_t size, DWORD flags);
NTSTATUS oracle_encrypt(const struct oracle_key *key, const BYTE *in, size_t in_size, void *padding,
                        BYTE *out, size_t size, DWORD *result, DWORD flags);

#endif
