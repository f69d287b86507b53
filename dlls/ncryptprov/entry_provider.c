/*
 * Entry points of the provider itself.
 */
#include <string.h>

#include "entry.h"
#include "property.h"
#include "unixcall.h"
#include "wide.h"

SECURITY_STATUS WINAPI entry_open_provider(NCRYPT_PROV_HANDLE *handle, LPCWSTR name, DWORD flags)
{
    struct provider *provider;

    (void)name, (void)flags;
    if (!unixcall_attach())
        return NTE_PROVIDER_DLL_FAIL;
    if (!(provider = os_alloc(sizeof(*provider))))
        return NTE_NO_MEMORY;
    *handle = (NCRYPT_PROV_HANDLE)provider;
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI entry_free_provider(NCRYPT_PROV_HANDLE handle)
{
    struct provider *provider = provider_from_handle(handle);

    property_list_clear(&provider->properties);
    os_free(provider);
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI entry_get_provider_property(NCRYPT_PROV_HANDLE handle, LPCWSTR name,
                                                   PBYTE output, DWORD size, DWORD *result,
                                                   DWORD flags)
{
    struct provider *provider = provider_from_handle(handle);
    SECURITY_STATUS status;

    os_lock_shared(&provider->lock);
    status = property_get_provider(provider, name, output, size, result, flags);
    os_unlock_shared(&provider->lock);
    return status;
}

SECURITY_STATUS WINAPI entry_set_provider_property(NCRYPT_PROV_HANDLE handle, LPCWSTR name,
                                                   PBYTE input, DWORD size, DWORD flags)
{
    struct provider *provider = provider_from_handle(handle);
    SECURITY_STATUS status;

    os_lock_exclusive(&provider->lock);
    status = property_set_provider(provider, name, input, size, flags);
    os_unlock_exclusive(&provider->lock);
    return status;
}

SECURITY_STATUS WINAPI entry_is_alg_supported(NCRYPT_PROV_HANDLE handle, LPCWSTR name, DWORD flags)
{
    (void)handle;
    if (flags & ~(DWORD)NCRYPT_SILENT_FLAG)
        return NTE_BAD_FLAGS;
    return key_type_find(name) ? ERROR_SUCCESS : NTE_NOT_SUPPORTED;
}

/* operations 0 asks for everything. */
static bool is_wanted(const struct key_type *type, DWORD operations)
{
    return !operations || type->operations & operations;
}

static NCryptAlgorithmName *build_list(DWORD operations, DWORD count, size_t text_size)
{
    NCryptAlgorithmName *list = os_alloc(count * sizeof(*list) + text_size), *entry = list;
    const struct key_type *type;
    WCHAR *text;
    unsigned int i;

    if (!list)
        return NULL;
    text = (WCHAR *)(list + count);
    for (i = 0; (type = key_type_at(i)); i++)
    {
        if (!is_wanted(type, operations))
            continue;
        entry->pszName = text;
        entry->dwClass = type->interface_id;
        entry->dwAlgOperations = type->operations;
        memcpy(text, type->name, wide_size(type->name));
        text += wide_length(type->name) + 1;
        entry++;
    }
    return list;
}

SECURITY_STATUS WINAPI entry_enum_algorithms(NCRYPT_PROV_HANDLE handle, DWORD operations,
                                             DWORD *count, NCryptAlgorithmName **list, DWORD flags)
{
    const struct key_type *type;
    size_t text_size = 0;
    DWORD found = 0;
    unsigned int i;

    (void)handle;
    if (flags & ~(DWORD)NCRYPT_SILENT_FLAG)
        return NTE_BAD_FLAGS;
    for (i = 0; (type = key_type_at(i)); i++)
    {
        if (!is_wanted(type, operations))
            continue;
        text_size += wide_size(type->name);
        found++;
    }
    if (!(*list = build_list(operations, found, text_size)))
        return NTE_NO_MEMORY;
    *count = found;
    return ERROR_SUCCESS;
}

/* There is no store yet, hence no key in it. */
SECURITY_STATUS WINAPI entry_enum_keys(NCRYPT_PROV_HANDLE handle, LPCWSTR scope,
                                       NCryptKeyName **name, PVOID *state, DWORD flags)
{
    (void)handle, (void)name, (void)state;
    if (flags & ~(DWORD)(NCRYPT_SILENT_FLAG | NCRYPT_MACHINE_KEY_FLAG))
        return NTE_BAD_FLAGS;
    return scope ? NTE_INVALID_PARAMETER : NTE_NO_MORE_ITEMS;
}

SECURITY_STATUS WINAPI entry_free_buffer(PVOID buffer)
{
    os_free(buffer);
    return ERROR_SUCCESS;
}
