/*
 * bcrypt.dll as a second opinion.
 */
#include "oracle.h"

static FARPROC find(const char *name)
{
    static HMODULE module;

    if (!module)
        module = LoadLibraryA("bcrypt.dll");
    return module ? GetProcAddress(module, name) : NULL;
}

/* A typed pointer to the function of that name, or return of otherwise. */
#define GET(name, otherwise)                                                                       \
    __typeof__(&BCrypt##name) p##name = (void *)find("BCrypt" #name);                              \
    if (!p##name)                                                                                  \
    return otherwise

static NTSTATUS open_algorithm(struct oracle_key *key, const WCHAR *algorithm)
{
    GET(OpenAlgorithmProvider, ORACLE_ABSENT);
    return pOpenAlgorithmProvider(&key->algorithm, algorithm, NULL, 0);
}

static NTSTATUS import_pair(struct oracle_key *key, const WCHAR *type, const void *bytes,
                            size_t size)
{
    GET(ImportKeyPair, ORACLE_ABSENT);
    return pImportKeyPair(key->algorithm, NULL, type, &key->key, (BYTE *)bytes, (ULONG)size, 0);
}

BOOL oracle_import(struct oracle_key *key, const WCHAR *algorithm, const WCHAR *type,
                   const void *bytes, size_t size)
{
    *key = (struct oracle_key){NULL, NULL};
    if (open_algorithm(key, algorithm))
        return FALSE;
    if (!import_pair(key, type, bytes, size))
        return TRUE;
    oracle_free(key);
    return FALSE;
}

BOOL oracle_import_public(struct oracle_key *key, const WCHAR *algorithm, NCRYPT_KEY_HANDLE of)
{
    const WCHAR *type = !wcscmp(algorithm, BCRYPT_RSA_ALGORITHM) ? BCRYPT_RSAPUBLIC_BLOB
                                                                 : BCRYPT_ECCPUBLIC_BLOB;
    struct blob blob;
    BOOL done;

    if (!export_blob(of, type, &blob))
        return FALSE;
    done = oracle_import(key, algorithm, type, blob.bytes, blob.size);
    free_blob(&blob);
    return done;
}

static NTSTATUS destroy_key(BCRYPT_KEY_HANDLE key)
{
    GET(DestroyKey, ORACLE_ABSENT);
    return pDestroyKey(key);
}

static NTSTATUS close_algorithm(BCRYPT_ALG_HANDLE algorithm)
{
    GET(CloseAlgorithmProvider, ORACLE_ABSENT);
    return pCloseAlgorithmProvider(algorithm, 0);
}

void oracle_free(struct oracle_key *key)
{
    if (key->key)
        destroy_key(key->key);
    if (key->algorithm)
        close_algorithm(key->algorithm);
    *key = (struct oracle_key){NULL, NULL};
}

NTSTATUS oracle_sign(const struct oracle_key *key, void *padding, const BYTE *hash,
                     size_t hash_size, BYTE *signature, size_t size, DWORD *result, DWORD flags)
{
    GET(SignHash, ORACLE_ABSENT);
    return pSignHash(key->key, padding, (BYTE *)hash, (ULONG)hash_size, signature, (ULONG)size,
                     result, flags);
}

NTSTATUS oracle_verify(const struct oracle_key *key, void *padding, const BYTE *hash,
                       size_t hash_size, const BYTE *signature, size_t size, DWORD flags)
{
    GET(VerifySignature, ORACLE_ABSENT);
    return pVerifySignature(key->key, padding, (BYTE *)hash, (ULONG)hash_size, (BYTE *)signature,
                            (ULONG)size, flags);
}

NTSTATUS oracle_encrypt(const struct oracle_key *key, const BYTE *in, size_t in_size, void *padding,
                        BYTE *out, size_t size, DWORD *result, DWORD flags)
{
    GET(Encrypt, ORACLE_ABSENT);
    return pEncrypt(key->key, (BYTE *)in, (ULONG)in_size, padding, NULL, 0, out, (ULONG)size,
                    result, flags);
}
