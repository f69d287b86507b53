/*
 * Key containers of CryptoAPI, see capi.h.
 */
#include "capi.h"

#include <string.h>

#include "check.h"

const WCHAR *capi_new_name(unsigned int what)
{
    static WCHAR names[4][64];
    static LONG count;

    wsprintfW(names[what], L"container %lu-%lu-%ld", GetCurrentProcessId(), GetTickCount(),
              InterlockedIncrement(&count));
    return names[what];
}

HCRYPTPROV capi_open(const WCHAR *name, DWORD flags, DWORD *error)
{
    HCRYPTPROV provider = 0;

    SetLastError(ERROR_SUCCESS);
    if (CryptAcquireContextW(&provider, name, MS_ENH_RSA_AES_PROV_W, PROV_RSA_AES, flags))
        *error = ERROR_SUCCESS;
    else
        *error = GetLastError();
    return provider;
}

BOOL capi_make(const WCHAR *name, DWORD spec, DWORD flags)
{
    DWORD keyset = flags & CRYPT_MACHINE_KEYSET, error;
    HCRYPTPROV provider = capi_open(name, keyset, &error);
    HCRYPTKEY key;
    BOOL made;

    if (!provider)
        provider = capi_open(name, keyset | CRYPT_NEWKEYSET, &error);
    ok_doc(provider != 0, "no container: %#lx\n", error);
    if (!provider)
        return FALSE;
    made = CryptGenKey(provider, spec, 1024 << 16 | (flags & CRYPT_EXPORTABLE), &key);
    ok_doc(made, "no key: %#lx\n", GetLastError());
    if (made)
        CryptDestroyKey(key);
    CryptReleaseContext(provider, 0);
    return made;
}

void capi_delete(const WCHAR *name, DWORD flags)
{
    DWORD error;

    capi_open(name, flags | CRYPT_DELETEKEYSET, &error);
}

BOOL capi_has(const WCHAR *name, DWORD spec, DWORD flags)
{
    DWORD error;
    HCRYPTPROV provider = capi_open(name, flags & CRYPT_MACHINE_KEYSET, &error);
    HCRYPTKEY key;
    BOOL has;

    if (!provider)
        return FALSE;
    if ((has = CryptGetUserKey(provider, spec, &key)))
        CryptDestroyKey(key);
    CryptReleaseContext(provider, 0);
    return has;
}

static DWORD sign_hash(HCRYPTHASH hash, DWORD spec, const BYTE digest[CAPI_DIGEST],
                       BYTE signature[CAPI_SIGNATURE])
{
    BYTE reversed[CAPI_SIGNATURE];
    DWORD size = sizeof(reversed), i;

    if (!CryptSetHashParam(hash, HP_HASHVAL, digest, 0) ||
        !CryptSignHashW(hash, spec, NULL, 0, reversed, &size))
        return 0;
    for (i = 0; i < size; i++)
        signature[i] = reversed[size - 1 - i];
    return size;
}

DWORD capi_sign_with(HCRYPTPROV provider, DWORD spec, const BYTE digest[CAPI_DIGEST],
                     BYTE signature[CAPI_SIGNATURE])
{
    HCRYPTHASH hash;
    DWORD size;

    if (!CryptCreateHash(provider, CALG_SHA_256, 0, 0, &hash))
        return 0;
    size = sign_hash(hash, spec, digest, signature);
    CryptDestroyHash(hash);
    return size;
}

DWORD capi_sign(const WCHAR *name, DWORD spec, DWORD flags, const BYTE digest[CAPI_DIGEST],
                BYTE signature[CAPI_SIGNATURE])
{
    DWORD error, size;
    HCRYPTPROV provider = capi_open(name, flags & CRYPT_MACHINE_KEYSET, &error);

    ok_doc(provider != 0, "the container does not open: %#lx\n", error);
    if (!provider)
        return 0;
    size = capi_sign_with(provider, spec, digest, signature);
    ok_doc(size != 0, "CryptoAPI does not sign: %#lx\n", GetLastError());
    CryptReleaseContext(provider, 0);
    return size;
}

DWORD cng_sign(NCRYPT_KEY_HANDLE key, const BYTE digest[CAPI_DIGEST],
               BYTE signature[CAPI_SIGNATURE])
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM};
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS,
               NCryptSignHash(key, &padding, (BYTE *)digest, CAPI_DIGEST, signature, CAPI_SIGNATURE,
                              &size, NCRYPT_PAD_PKCS1_FLAG | NCRYPT_SILENT_FLAG));
    return size;
}

void check_signs_alike(NCRYPT_KEY_HANDLE key, const WCHAR *name, DWORD spec, DWORD flags)
{
    BYTE digest[CAPI_DIGEST], one[CAPI_SIGNATURE], other[CAPI_SIGNATURE];
    DWORD size, i;

    for (i = 0; i < sizeof(digest); i++)
        digest[i] = (BYTE)(i * 7 + 1);
    size = capi_sign(name, spec, flags, digest, one);
    ok_doc(size && cng_sign(key, digest, other) == size && !memcmp(one, other, size),
           "CryptoAPI and CNG sign differently\n");
}
