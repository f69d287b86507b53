/*
 * A key storage provider of another maker, as small as can be: interface version 1.0, so that the
 * slots beyond FreeSecret do not exist in memory, and answers by which a test recognises it.
 *
 * A key's "signature" is its name, an exported blob the blob type's name: what matters is that every
 * argument arrives through the router as it should.
 */
#include <windows.h>
#include <bcrypt.h>
#include <ncrypt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "ncrypt_provider.h"

#define PROVIDER ((NCRYPT_PROV_HANDLE)0x51)

struct key
{
    WCHAR name[64];
};

static LONG live_keys, live_buffers;

static SECURITY_STATUS put(const void *data, size_t size, BYTE *output, DWORD room, DWORD *result)
{
    *result = (DWORD)size;
    if (!output)
        return ERROR_SUCCESS;
    if (room < size)
        return NTE_BUFFER_TOO_SMALL;
    memcpy(output, data, size);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS WINAPI open_provider(NCRYPT_PROV_HANDLE *provider, LPCWSTR name, DWORD flags)
{
    (void)name, (void)flags;
    *provider = PROVIDER;
    return ERROR_SUCCESS;
}

static SECURITY_STATUS WINAPI free_provider(NCRYPT_PROV_HANDLE provider)
{
    return provider == PROVIDER ? ERROR_SUCCESS : NTE_INVALID_HANDLE;
}

static SECURITY_STATUS WINAPI open_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE *key,
                                       LPCWSTR name, DWORD spec, DWORD flags)
{
    struct key *object;

    (void)spec, (void)flags;
    if (provider != PROVIDER)
        return NTE_INVALID_HANDLE;
    if (!wcscmp(name, L"missing"))
        return NTE_BAD_KEYSET;
    object = calloc(1, sizeof(*object));
    wcsncpy(object->name, name, ARRAYSIZE(object->name) - 1);
    InterlockedIncrement(&live_keys);
    *key = (NCRYPT_KEY_HANDLE)object;
    return ERROR_SUCCESS;
}

static SECURITY_STATUS WINAPI free_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE key)
{
    if (provider != PROVIDER)
        return NTE_INVALID_HANDLE;
    InterlockedDecrement(&live_keys);
    free((struct key *)key);
    return ERROR_SUCCESS;
}

/* The numbers of things not yet freed, so that a test sees that the router frees them. */
static SECURITY_STATUS WINAPI get_provider_property(NCRYPT_PROV_HANDLE provider, LPCWSTR name,
                                                    PBYTE output, DWORD size, DWORD *result,
                                                    DWORD flags)
{
    (void)flags;
    if (provider != PROVIDER)
        return NTE_INVALID_HANDLE;
    if (!wcscmp(name, L"Live Keys"))
        return put(&live_keys, sizeof(live_keys), output, size, result);
    if (!wcscmp(name, L"Live Buffers"))
        return put(&live_buffers, sizeof(live_buffers), output, size, result);
    return NTE_NOT_SUPPORTED;
}

/* UI policy travels flat, as NCRYPT_UI_POLICY_BLOB; here one title of two letters. */
static SECURITY_STATUS WINAPI get_key_property(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE key,
                                               LPCWSTR name, PBYTE output, DWORD size,
                                               DWORD *result, DWORD flags)
{
    static const struct
    {
        NCRYPT_UI_POLICY_BLOB header;
        WCHAR title[3];
    } policy = {{1, NCRYPT_UI_PROTECT_KEY_FLAG, sizeof(policy.title), 0, 0}, L"Hi"};
    struct key *object = (struct key *)key;

    (void)flags;
    if (provider != PROVIDER)
        return NTE_INVALID_HANDLE;
    if (!wcscmp(name, NCRYPT_NAME_PROPERTY))
        return put(object->name, (wcslen(object->name) + 1) * sizeof(WCHAR), output, size, result);
    if (!wcscmp(name, NCRYPT_UI_POLICY_PROPERTY))
        return put(&policy, sizeof(policy.header) + sizeof(policy.title), output, size, result);
    return NTE_NOT_SUPPORTED;
}

static SECURITY_STATUS WINAPI enum_algorithms(NCRYPT_PROV_HANDLE provider, DWORD operations,
                                              DWORD *count, NCryptAlgorithmName **list, DWORD flags)
{
    static WCHAR name[] = L"TEST";

    (void)provider, (void)operations, (void)flags;
    if (!(*list = calloc(1, sizeof(**list))))
        return NTE_NO_MEMORY;
    (*list)->pszName = name;
    *count = 1;
    InterlockedIncrement(&live_buffers);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS WINAPI free_buffer(PVOID buffer)
{
    InterlockedDecrement(&live_buffers);
    free(buffer);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS WINAPI export_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE key,
                                         NCRYPT_KEY_HANDLE export_key, LPCWSTR type,
                                         NCryptBufferDesc *parameters, PBYTE output, DWORD size,
                                         DWORD *result, DWORD flags)
{
    (void)key, (void)parameters, (void)flags;
    if (provider != PROVIDER)
        return NTE_INVALID_HANDLE;
    /* A wrapping key must arrive as our own handle. */
    if (export_key && wcscmp(((struct key *)export_key)->name, L"wrapping"))
        return NTE_BAD_KEY;
    return put(type, wcslen(type) * sizeof(WCHAR), output, size, result);
}

static SECURITY_STATUS WINAPI sign_hash(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE key,
                                        VOID *padding, PBYTE hash, DWORD hash_size, PBYTE output,
                                        DWORD size, DWORD *result, DWORD flags)
{
    struct key *object = (struct key *)key;

    (void)padding, (void)hash, (void)hash_size, (void)flags;
    if (provider != PROVIDER)
        return NTE_INVALID_HANDLE;
    return put(object->name, wcslen(object->name) * sizeof(WCHAR), output, size, result);
}

NTSTATUS WINAPI GetKeyStorageInterface(LPCWSTR name, NCRYPT_KEY_STORAGE_FUNCTION_TABLE **table,
                                       DWORD flags)
{
    static NCRYPT_KEY_STORAGE_FUNCTION_TABLE table_1_0;
    const size_t end = offsetof(NCRYPT_KEY_STORAGE_FUNCTION_TABLE, KeyDerivation);
    NCRYPT_KEY_STORAGE_FUNCTION_TABLE *functions = &table_1_0;

    (void)name, (void)flags;
    /* Behind a table of version 1.0 anything may lie: a router that calls it crashes. */
    memset((BYTE *)functions + end, 0xee, sizeof(*functions) - end);
    functions->Version.MajorVersion = 1;
    functions->OpenProvider = open_provider;
    functions->FreeProvider = free_provider;
    functions->OpenKey = open_key;
    functions->FreeKey = free_key;
    functions->GetProviderProperty = get_provider_property;
    functions->GetKeyProperty = get_key_property;
    functions->EnumAlgorithms = enum_algorithms;
    functions->FreeBuffer = free_buffer;
    functions->ExportKey = export_key;
    functions->SignHash = sign_hash;
    *table = functions;
    return 0;
}
