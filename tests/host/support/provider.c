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

NCRYPT_KEY_HANDLE provider_import(const char *type, const void *data, size_t size,
                                  SECURITY_STATUS *status)
{
    DWORD policy = NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS result;

    *status = provider_table()->ImportKey(provider_handle(), 0, wide(type), NULL, &key, (BYTE *)data,
                                          (DWORD)size, 0);
    if (*status)
        return 0;
    result = provider_table()->SetKeyProperty(provider_handle(), key, NCRYPT_EXPORT_POLICY_PROPERTY,
                                              (BYTE *)&policy, sizeof(policy), NCRYPT_PERSIST_FLAG);
    check(!result, "export policy: %#x", (unsigned int)result);
    return key;
}

BYTE *provider_export(NCRYPT_KEY_HANDLE key, const char *type, DWORD *size, SECURITY_STATUS *status)
{
    DWORD asked = 0;
    BYTE *data;

    *status = provider_table()->ExportKey(provider_handle(), key, 0, wide(type), NULL, NULL, 0, &asked,
                                          0);
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
