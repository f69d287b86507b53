/*
 * Beside Wine's bcrypt.dll and crypt32.dll in one process: a hash by one, a signature by the other.
 */
#include <string.h>

#include "commands.h"
#include "report.h"
#include "work.h"

#include <wincrypt.h> /* after the headers it needs */

enum
{
    HASH_SIZE = 32,
    MAX_SIGNATURE = 128
};

struct pair
{
    const WCHAR *algorithm;
    const WCHAR *blob_type;
    void *padding;
    ULONG flags;
};

static BCRYPT_PKCS1_PADDING_INFO pkcs1 = {BCRYPT_SHA256_ALGORITHM};
static const struct pair pairs[] = {
    {BCRYPT_RSA_ALGORITHM, BCRYPT_RSAPUBLIC_BLOB, &pkcs1, BCRYPT_PAD_PKCS1},
    {BCRYPT_ECDSA_P256_ALGORITHM, BCRYPT_ECCPUBLIC_BLOB, NULL, 0},
};

static bool hash_text(BYTE hash[HASH_SIZE])
{
    BCRYPT_ALG_HANDLE algorithm;
    BCRYPT_HASH_HANDLE object;
    bool ok = false;

    if (BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_SHA256_ALGORITHM, NULL, 0))
        return false;
    if (!BCryptCreateHash(algorithm, &object, NULL, 0, NULL, 0, 0))
    {
        ok = !BCryptHashData(object, (UCHAR *)"abc", 3, 0) &&
             !BCryptFinishHash(object, hash, HASH_SIZE, 0);
        BCryptDestroyHash(object);
    }
    BCryptCloseAlgorithmProvider(algorithm, 0);
    return ok;
}

/* bcrypt.dll takes our public blob and our signature, and refuses another hash. */
static bool verified(const struct pair *pair, BYTE *blob, ULONG blob_size, BYTE *hash,
                     BYTE *signature, ULONG size)
{
    BCRYPT_ALG_HANDLE algorithm;
    BCRYPT_KEY_HANDLE key;
    bool ok = false;

    if (BCryptOpenAlgorithmProvider(&algorithm, pair->algorithm, NULL, 0))
        return false;
    if (!BCryptImportKeyPair(algorithm, NULL, pair->blob_type, &key, blob, blob_size, 0))
    {
        ok = !BCryptVerifySignature(key, pair->padding, hash, HASH_SIZE, signature, size,
                                    pair->flags);
        hash[0] ^= 1;
        ok = ok && BCryptVerifySignature(key, pair->padding, hash, HASH_SIZE, signature, size,
                                         pair->flags);
        hash[0] ^= 1;
        BCryptDestroyKey(key);
    }
    BCryptCloseAlgorithmProvider(algorithm, 0);
    return ok;
}

static bool sign_for_bcrypt(const struct api *api, const struct pair *pair)
{
    BYTE hash[HASH_SIZE], signature[MAX_SIGNATURE], blob[256];
    NCRYPT_PROV_HANDLE provider;
    NCRYPT_KEY_HANDLE key;
    DWORD size, blob_size;
    bool ok;

    if (!hash_text(hash) || api->NCryptOpenStorageProvider(&provider, NULL, 0))
        return false;
    ok = !make_key(api, provider, pair->algorithm, NULL, &key);
    if (ok)
    {
        ok = !api->NCryptSignHash(key, pair->padding, hash, sizeof(hash), signature,
                                  sizeof(signature), &size, pair->flags) &&
             !api->NCryptExportKey(key, 0, pair->blob_type, NULL, blob, sizeof(blob), &blob_size,
                                   0) &&
             verified(pair, blob, blob_size, hash, signature, size);
        api->NCryptFreeObject(key);
    }
    api->NCryptFreeObject(provider);
    return ok;
}

static bool use_certificates(HMODULE crypt32)
{
    __typeof__(&CertOpenStore) open_store = (void *)GetProcAddress(crypt32, "CertOpenStore");
    __typeof__(&CertCloseStore) close_store = (void *)GetProcAddress(crypt32, "CertCloseStore");
    __typeof__(&CertStrToNameA) to_name = (void *)GetProcAddress(crypt32, "CertStrToNameA");
    BYTE name[64];
    DWORD size = sizeof(name);
    HCERTSTORE store = open_store(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);

    return store &&
           to_name(X509_ASN_ENCODING, "CN=test", CERT_X500_NAME_STR, NULL, name, &size, NULL) &&
           close_store(store, 0);
}

/* beside (before|after): crypt32.dll is loaded before ncrypt.dll, or after it */
void run_beside(char **arguments)
{
    bool before = !strcmp(arguments[0], "before");
    HMODULE crypt32 = before ? LoadLibraryA("crypt32.dll") : NULL;
    struct api api;

    check(!before || use_certificates(crypt32), "crypt32.dll alone");
    if (!api_load(&api, L"ncrypt.dll"))
        return check(false, "ncrypt.dll is loaded");
    if (!before)
        crypt32 = LoadLibraryA("crypt32.dll");
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
        check(sign_for_bcrypt(&api, &pairs[i]), "%ls: signed here, verified by bcrypt.dll",
              pairs[i].algorithm);
    check(use_certificates(crypt32) && !work(&api), "crypt32.dll in between");
    check(api_unload(&api) && use_certificates(crypt32), "crypt32.dll afterwards");
    FreeLibrary(crypt32);
}
