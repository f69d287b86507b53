/*
 * A key storage provider that is little more than a table: the types of its slots and the functions
 * of the API fit each other.
 */
#include "ncrypt_provider.h"

static SECURITY_STATUS WINAPI open_provider(NCRYPT_PROV_HANDLE *provider, LPCWSTR name, DWORD flags)
{
    (void)name;
    (void)flags;
    *provider = 1;
    return ERROR_SUCCESS;
}

static SECURITY_STATUS WINAPI encrypt(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE key,
                                      PBYTE input, DWORD size, VOID *padding, PBYTE output,
                                      DWORD space, DWORD *result, DWORD flags)
{
    (void)provider;
    return NCryptEncrypt(key, input, size, padding, output, space, result, flags);
}

static NCRYPT_KEY_STORAGE_FUNCTION_TABLE table = {
    .Version = NCRYPT_KEY_STORAGE_INTERFACE_VERSION_3,
    .OpenProvider = open_provider,
    .Encrypt = encrypt,
    .Decrypt = encrypt,
    .IsAlgSupported = NCryptIsAlgSupported,
    .EnumAlgorithms = NCryptEnumAlgorithms,
    .FreeBuffer = NCryptFreeBuffer,
};

NTSTATUS WINAPI GetKeyStorageInterface(LPCWSTR name, NCRYPT_KEY_STORAGE_FUNCTION_TABLE **result,
                                       DWORD flags)
{
    (void)name;
    (void)flags;
    *result = &table;
    return 0;
}
