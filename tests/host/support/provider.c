/*
 * The provider under test, see provider.h.
 */
#include "provider.h"

#include <stdlib.h>

#include "check.h"

NTSTATUS WINAPI GetKeyStorageInterface(LPCWSTR name, NCRYPT_KEY_STORAGE_FUNCTION_TABLE **table,
                                       DWORD flags);

static NCRYPT_PROV_HANDLE handle;

const NCRYPT_KEY_STORAGE_FUNCTION_TABLE *provider_table(void)
{
    static NCRYPT_KEY_STORAGE_FUNCTION_TABLE *table;

    if (!table)
        GetKeyStorageInterface(MS_KEY_STORAGE_PROVIDER, &table, 0);
    return table;
}

NCRYPT_PROV_HANDLE provider_handle(void)
{
    if (!handle && provider_table()->OpenProvider(&handle, MS_KEY_STORAGE_PROVIDER, 0))
        abort();
    return handle;
}

void provider_close(void)
{
    if (handle)
        provider_table()->FreeProvider(handle);
    handle = 0;
}

const WCHAR *wide(const char *text)
{
    static WCHAR buffers[4][128];
    static unsigned int next;
    WCHAR *buffer = buffers[next++ % 4];
    size_t i;

    for (i = 0; text[i] && i < 127; i++)
        buffer[i] = (unsigned char)text[i];
    buffer[i] = 0;
    return buffer;
}

NCRYPT_KEY_HANDLE provider_import_flags(const char *type, const void *data, size_t size,
                                        DWORD flags, SECURITY_STATUS *status)
{
    NCRYPT_KEY_HANDLE key = 0;

    *status = provider_table()->ImportKey(provider_handle(), 0, wide(type), NULL, &key,
                                          (BYTE *)data, (DWORD)size, flags);
    return *status ? 0 : key;
}

static void allow_export(NCRYPT_KEY_HANDLE key)
{
    DWORD policy = NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    SECURITY_STATUS status = provider_table()->SetKeyProperty(
        provider_handle(), key, NCRYPT_EXPORT_POLICY_PROPERTY, (BYTE *)&policy, sizeof(policy),
        NCRYPT_PERSIST_FLAG);

    check(!status, "export policy: %#x", (unsigned int)status);
}

NCRYPT_KEY_HANDLE provider_import(const char *type, const void *data, size_t size,
                                  SECURITY_STATUS *status)
{
    NCRYPT_KEY_HANDLE key = provider_import_flags(type, data, size, 0, status);

    if (key)
        allow_export(key);
    return key;
}

NCRYPT_KEY_HANDLE provider_generate(const char *algorithm, DWORD length, SECURITY_STATUS *status)
{
    const NCRYPT_KEY_STORAGE_FUNCTION_TABLE *table = provider_table();
    NCRYPT_KEY_HANDLE key = 0;

    *status = table->CreatePersistedKey(provider_handle(), &key, wide(algorithm), NULL, 0, 0);
    if (*status)
        return 0;
    allow_export(key);
    if (length)
        *status = table->SetKeyProperty(provider_handle(), key, NCRYPT_LENGTH_PROPERTY,
                                        (BYTE *)&length, sizeof(length), 0);
    if (!*status)
        *status = table->FinalizeKey(provider_handle(), key, 0);
    if (!*status)
        return key;
    provider_free(key);
    return 0;
}

BYTE *provider_export(NCRYPT_KEY_HANDLE key, const char *type, DWORD *size, SECURITY_STATUS *status)
{
    DWORD asked = 0;
    BYTE *data;

    *status = provider_table()->ExportKey(provider_handle(), key, 0, wide(type), NULL, NULL, 0,
                                          &asked, 0);
    if (*status)
        return NULL;
    data = malloc(asked + 1);
    *status = provider_table()->ExportKey(provider_handle(), key, 0, wide(type), NULL, data, asked,
                                          size, 0);
    check(*size == asked, "%s: size %u after a query that said %u", type, (unsigned int)*size,
          (unsigned int)asked);
    return data;
}

void provider_free(NCRYPT_KEY_HANDLE key)
{
    if (key)
        provider_table()->FreeKey(provider_handle(), key);
}
