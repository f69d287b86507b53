/*
 * Something of everything, see work.h.
 */
#include "work.h"

#define TRY(call)                                                                                  \
    do                                                                                             \
    {                                                                                              \
        if ((status = (call)))                                                                     \
            goto done;                                                                             \
    } while (0)

SECURITY_STATUS make_key(const struct api *api, NCRYPT_PROV_HANDLE provider, const WCHAR *algorithm,
                         const WCHAR *name, NCRYPT_KEY_HANDLE *key)
{
    DWORD bits = 512, policy = NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    SECURITY_STATUS status;

    *key = 0;
    TRY(api->NCryptCreatePersistedKey(provider, key, algorithm, name, 0, 0));
    if (!lstrcmpW(algorithm, BCRYPT_RSA_ALGORITHM))
        TRY(api->NCryptSetProperty(*key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&bits, sizeof(bits), 0));
    TRY(api->NCryptSetProperty(*key, NCRYPT_EXPORT_POLICY_PROPERTY, (BYTE *)&policy, sizeof(policy),
                               NCRYPT_PERSIST_FLAG));
    TRY(api->NCryptFinalizeKey(*key, 0));
done:
    if (status && *key)
        api->NCryptFreeObject(*key);
    return status;
}

SECURITY_STATUS sign_and_verify(const struct api *api, NCRYPT_KEY_HANDLE key)
{
    BYTE hash[32] = {1, 2, 3}, signature[64];
    SECURITY_STATUS status;
    DWORD size;

    TRY(api->NCryptSignHash(key, NULL, hash, sizeof(hash), signature, sizeof(signature), &size, 0));
    TRY(api->NCryptVerifySignature(key, NULL, hash, sizeof(hash), signature, size, 0));
done:
    return status;
}

static SECURITY_STATUS use_rsa(const struct api *api, NCRYPT_PROV_HANDLE provider)
{
    BYTE data[64] = {0}, blob[512];
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status;
    DWORD size;

    TRY(make_key(api, provider, BCRYPT_RSA_ALGORITHM, NULL, &key));
    TRY(api->NCryptEncrypt(key, data, 16, NULL, data, sizeof(data), &size, NCRYPT_PAD_PKCS1_FLAG));
    TRY(api->NCryptDecrypt(key, data, size, NULL, data, sizeof(data), &size,
                           NCRYPT_PAD_PKCS1_FLAG));
    TRY(api->NCryptExportKey(key, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, NULL, blob, sizeof(blob), &size,
                             0));
    TRY(api->NCryptFreeObject(key));
    key = 0;
    TRY(api->NCryptImportKey(provider, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, NULL, &key, blob, size,
                             0));
done:
    if (key)
        api->NCryptFreeObject(key);
    return status;
}

static SECURITY_STATUS agree(const struct api *api, NCRYPT_PROV_HANDLE provider)
{
    NCRYPT_SECRET_HANDLE secret = 0;
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status;
    BYTE derived[20];
    DWORD size;

    TRY(make_key(api, provider, BCRYPT_ECDH_P256_ALGORITHM, NULL, &key));
    TRY(api->NCryptSecretAgreement(key, key, &secret, 0));
    TRY(api->NCryptDeriveKey(secret, BCRYPT_KDF_HASH, NULL, derived, sizeof(derived), &size, 0));
done:
    if (secret)
        api->NCryptFreeObject(secret);
    if (key)
        api->NCryptFreeObject(key);
    return status;
}

static SECURITY_STATUS list_algorithms(const struct api *api, NCRYPT_PROV_HANDLE provider)
{
    NCryptAlgorithmName *list;
    SECURITY_STATUS status;
    DWORD count;

    TRY(api->NCryptEnumAlgorithms(provider, 0, &count, &list, 0));
    TRY(api->NCryptFreeBuffer(list));
done:
    return status;
}

SECURITY_STATUS work(const struct api *api)
{
    NCRYPT_PROV_HANDLE provider = 0;
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status;

    TRY(api->NCryptOpenStorageProvider(&provider, NULL, 0));
    TRY(list_algorithms(api, provider));
    TRY(make_key(api, provider, BCRYPT_ECDSA_P256_ALGORITHM, NULL, &key));
    TRY(sign_and_verify(api, key));
    TRY(use_rsa(api, provider));
    TRY(agree(api, provider));
    TRY(api->NCryptFreeObject(key));
    key = 0;
    TRY(api->NCryptFreeObject(provider));
    provider = 0;
done:
    if (key)
        api->NCryptFreeObject(key);
    if (provider)
        api->NCryptFreeObject(provider);
    return status;
}

SECURITY_STATUS leave_open(const struct api *api)
{
    NCRYPT_PROV_HANDLE provider, second;
    NCRYPT_KEY_HANDLE key;
    NCRYPT_SECRET_HANDLE secret;
    NCryptAlgorithmName *list;
    NCryptKeyName *name = NULL;
    SECURITY_STATUS status;
    void *state = NULL;
    DWORD count;

    TRY(api->NCryptOpenStorageProvider(&provider, NULL, 0));
    TRY(api->NCryptOpenStorageProvider(&second, MS_KEY_STORAGE_PROVIDER, 0));
    TRY(api->NCryptEnumAlgorithms(provider, 0, &count, &list, 0));
    status = api->NCryptEnumKeys(second, NULL, &name, &state, 0);
    if (status != NTE_NO_MORE_ITEMS)
        TRY(status);
    TRY(make_key(api, provider, BCRYPT_RSA_ALGORITHM, NULL, &key));
    TRY(make_key(api, provider, BCRYPT_ECDH_P256_ALGORITHM, NULL, &key));
    TRY(api->NCryptSecretAgreement(key, key, &secret, 0));
    TRY(api->NCryptCreatePersistedKey(second, &key, BCRYPT_RSA_ALGORITHM, NULL, 0, 0));
    TRY(api->NCryptFreeObject(second)); /* its keys keep it */
done:
    return status;
}
