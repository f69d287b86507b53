/*
 * Keys and blobs for the tests: short forms of the calls that a test needs before it gets to its
 * point.  A failure of one of them is a failed check.
 */
#ifndef WINETEST_FIXTURE_H
#define WINETEST_FIXTURE_H

#include "ncrypt_ext.h"

#include "vector.h"

#define POLICY_NONE 0
#define POLICY_EXPORT NCRYPT_ALLOW_EXPORT_FLAG
#define POLICY_PLAIN NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG
#define POLICY_ALL (NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG)

#define STATUS_NULL_REFERENCE HRESULT_FROM_WIN32(RPC_X_NULL_REF_POINTER)

struct blob
{
    BYTE *bytes;
    DWORD size;
};

/* The software provider; without it the program ends. */
NCRYPT_PROV_HANDLE open_provider(void);

/* 0 if it fails. */
NCRYPT_KEY_HANDLE import_bytes(NCRYPT_PROV_HANDLE provider, const WCHAR *type, const void *bytes,
                               size_t size);
NCRYPT_KEY_HANDLE import_vector(NCRYPT_PROV_HANDLE provider, const WCHAR *type, const char *id);

/* A finalized key; 0 bits: of the default length. */
NCRYPT_KEY_HANDLE create_key(NCRYPT_PROV_HANDLE provider, const WCHAR *algorithm, DWORD bits,
                             DWORD policy);
NCRYPT_KEY_HANDLE create_unfinalized_key(NCRYPT_PROV_HANDLE provider, const WCHAR *algorithm);

SECURITY_STATUS set_dword(NCRYPT_HANDLE object, const WCHAR *name, DWORD value, DWORD flags);
SECURITY_STATUS get_dword(NCRYPT_HANDLE object, const WCHAR *name, DWORD *value);
SECURITY_STATUS set_policy(NCRYPT_KEY_HANDLE key, DWORD policy);

/* A name as char, for contexts. */
const char *narrow(const WCHAR *text);

/* Exports in all ways (size query, a buffer too short, one that fits, one too large), with a check
 * of what is returned and of the bytes around the buffer.  With a status other than success it is
 * expected of the size query as well.  FALSE: no blob. */
BOOL check_export(enum mark mark, SECURITY_STATUS want, NCRYPT_KEY_HANDLE key, const WCHAR *type,
                  struct blob *blob);

/* The same without a blob to keep. */
void check_export_status(enum mark mark, SECURITY_STATUS want, NCRYPT_KEY_HANDLE key,
                         const WCHAR *type);

/* The export is these bytes.  They are recorded, unless they differ from run to run: then only
 * whether they are the expected ones. */
void check_export_bytes(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *type, const void *bytes,
                        size_t size);

void check_random_export_bytes(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *type,
                               const void *bytes, size_t size);

/* A quiet export: no checks; FALSE if it fails. */
BOOL export_blob(NCRYPT_KEY_HANDLE key, const WCHAR *type, struct blob *blob);

void free_blob(struct blob *blob);

#endif
