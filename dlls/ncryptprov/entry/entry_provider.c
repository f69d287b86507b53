/*
 * Entry points of the provider itself.
 */
#include <string.h>

#include "capi.h"
#include "entry.h"
#include "property.h"
#include "store.h"
#include "unixcall.h"
#include "wide.h"

/* What goes out through entry_free_buffer; cleanup may be NULL. */
struct buffer
{
    void (*cleanup)(void *data);
    _Alignas(16) BYTE data[];
};

static void *buffer_create(size_t size, void (*cleanup)(void *data))
{
    struct buffer *buffer = os_alloc(sizeof(*buffer) + size);

    if (!buffer)
        return NULL;
    buffer->cleanup = cleanup;
    return buffer->data;
}

SECURITY_STATUS WINAPI entry_free_buffer(PVOID data)
{
    struct buffer *buffer = (struct buffer *)((BYTE *)data - offsetof(struct buffer, data));

    if (!data)
        return ERROR_SUCCESS;
    if (buffer->cleanup)
        buffer->cleanup(data);
    os_free(buffer);
    return ERROR_SUCCESS;
}

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
    NCryptAlgorithmName *list = buffer_create(count * sizeof(*list) + text_size, NULL),
                        *entry = list;
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

/* Where an enumeration of keys is. */
struct key_list
{
    enum store_scope scope;
    UINT64 cursor;
    bool in_containers;        /* past the store's own */
    struct capi_entry *legacy; /* what is left then */
};

static void end_list(void *data)
{
    struct key_list *list = data;

    store_list_end(list->cursor);
    store_legacy_end(list->legacy);
}

static void *make_buffer(size_t size)
{
    return buffer_create(size, NULL);
}

static SECURITY_STATUS next_key(struct key_list *list, NCryptKeyName **name)
{
    SECURITY_STATUS status;

    if (!list->in_containers)
    {
        status = store_next_key(list->scope, &list->cursor, name, make_buffer);
        if (status != NTE_NO_MORE_ITEMS)
            return status;
        list->in_containers = true;
        if ((status = capi_list(list->scope, &list->legacy)))
            return status;
    }
    return store_next_legacy(list->scope, &list->legacy, name, make_buffer);
}

SECURITY_STATUS WINAPI entry_enum_keys(NCRYPT_PROV_HANDLE handle, LPCWSTR scope,
                                       NCryptKeyName **name, PVOID *state, DWORD flags)
{
    struct key_list *list = *state;

    (void)handle;
    if (flags & ~(DWORD)(NCRYPT_SILENT_FLAG | NCRYPT_MACHINE_KEY_FLAG))
        return NTE_BAD_FLAGS;
    if (scope)
        return NTE_INVALID_PARAMETER;
    if (!list)
    {
        if (!(list = buffer_create(sizeof(*list), end_list)))
            return NTE_NO_MEMORY;
        list->scope = flags & NCRYPT_MACHINE_KEY_FLAG ? STORE_MACHINE : STORE_USER;
        *state = list;
    }
    return next_key(list, name);
}

/* learn.microsoft.com: exactly one of register and unregister; whose keys is asked for with the first. */
SECURITY_STATUS WINAPI entry_notify_change_key(NCRYPT_PROV_HANDLE handle, HANDLE *event,
                                               DWORD flags)
{
    SECURITY_STATUS status;

    (void)handle;
    switch (flags)
    {
    case NCRYPT_REGISTER_NOTIFY_FLAG:
        return store_watch(STORE_USER, event);
    case NCRYPT_REGISTER_NOTIFY_FLAG | NCRYPT_MACHINE_KEY_FLAG:
        return store_watch(STORE_MACHINE, event);
    case NCRYPT_UNREGISTER_NOTIFY_FLAG:
        if (!(status = store_unwatch(*event)))
            *event = INVALID_HANDLE_VALUE;
        return status;
    default:
        return NTE_BAD_FLAGS;
    }
}
