/*
 * Providers: NCryptOpenStorageProvider, NCryptEnum*, NCryptIsAlgSupported, NCryptNotifyChangeKey.
 * Prototypes and status codes: learn.microsoft.com, ncrypt.h.
 */
#include <string.h>

#include "buffer.h"
#include "gaps.h"
#include "handle.h"
#include "ksp.h"
#include "trace.h"
#include "wide.h"

SECURITY_STATUS WINAPI NCryptOpenStorageProvider(NCRYPT_PROV_HANDLE *provider, LPCWSTR name,
                                                 DWORD flags)
{
    NCRYPT_PROV_HANDLE native = 0;
    struct ksp *ksp;
    SECURITY_STATUS status;

    TRACE("(%p, %s, %#x)\n", provider, trace_wide(name), (unsigned int)flags);
    if (!provider)
        RETURN_STATUS(GAP_STATUS_NULL_OUTPUT);
    if (flags & ~(DWORD)(NCRYPT_SILENT_FLAG | NCRYPT_IGNORE_DEVICE_STATE_FLAG))
        RETURN_STATUS(NTE_BAD_FLAGS);
    if ((status = ksp_open(name, &ksp)))
        RETURN_STATUS(status);
    if ((status = KSP_CALL(ksp, OpenProvider, &native, name ? name : ksp->name, flags)))
        RETURN_STATUS(status);
    RETURN_STATUS(object_create(OBJECT_PROVIDER, ksp, NULL, native, provider));
}

/* A list of provider names in the making: sized in a first pass, filled in a second one. */
struct provider_list
{
    NCryptProviderName *entries; /* NULL while sizing */
    WCHAR *text;
    DWORD count;
    size_t size;
};

static bool add_provider(void *context, const WCHAR *name)
{
    struct provider_list *list = context;
    size_t length = wide_length(name) + 1;

    if (list->entries)
    {
        /* A registration that came between the passes does not fit any more. */
        if ((char *)(list->text + length + 1) > (char *)list->entries + list->size)
            return false;
        list->entries[list->count].pszName = list->text;
        memcpy(list->text, name, length * sizeof(WCHAR));
        list->entries[list->count].pszComment = list->text + length;
        list->text[length] = 0;
        list->text += length + 1;
    }
    else
    {
        list->size += sizeof(NCryptProviderName) + (length + 1) * sizeof(WCHAR);
    }
    list->count++;
    return true;
}

SECURITY_STATUS WINAPI NCryptEnumStorageProviders(DWORD *count, NCryptProviderName **names,
                                                  DWORD flags)
{
    struct provider_list list = {0};

    TRACE("(%p, %p, %#x)\n", count, names, (unsigned int)flags);
    if (!count || !names)
        RETURN_STATUS(GAP_STATUS_NULL_OUTPUT);
    if (flags & ~(DWORD)NCRYPT_SILENT_FLAG)
        RETURN_STATUS(NTE_BAD_FLAGS);
    ksp_enumerate(add_provider, &list);
    if (!(list.entries = buffer_alloc(list.size, NULL)))
        RETURN_STATUS(NTE_NO_MEMORY);
    list.text = (WCHAR *)(list.entries + list.count);
    list.count = 0;
    ksp_enumerate(add_provider, &list);
    *count = list.count;
    *names = list.entries;
    return ERROR_SUCCESS;
}

/* The provider DLL's list as one buffer of our own. */
static NCryptAlgorithmName *copy_algorithms(const NCryptAlgorithmName *source, DWORD count)
{
    NCryptAlgorithmName *copy;
    size_t size = count * sizeof(*copy);
    WCHAR *text;
    DWORD i;

    for (i = 0; i < count; i++)
        size += wide_size(source[i].pszName);
    if (!(copy = buffer_alloc(size, NULL)))
        return NULL;
    text = (WCHAR *)(copy + count);
    for (i = 0; i < count; i++)
    {
        size = wide_size(source[i].pszName);
        copy[i] = source[i];
        copy[i].pszName = text;
        memcpy(text, source[i].pszName, size);
        text += size / sizeof(WCHAR);
    }
    return copy;
}

static SECURITY_STATUS enum_algorithms(struct object *provider, DWORD operations, DWORD *count,
                                       NCryptAlgorithmName **names, DWORD flags)
{
    NCryptAlgorithmName *native = NULL, *copy;
    DWORD native_count = 0;
    SECURITY_STATUS status;

    if (!count || !names)
        return GAP_STATUS_NULL_OUTPUT;
    status = KSP_CALL(provider->ksp, EnumAlgorithms, provider->native, operations, &native_count,
                      &native, flags);
    if (status)
        return status;
    copy = copy_algorithms(native, native_count);
    KSP_CALL(provider->ksp, FreeBuffer, native);
    if (!copy)
        return NTE_NO_MEMORY;
    *count = native_count;
    *names = copy;
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI NCryptEnumAlgorithms(NCRYPT_PROV_HANDLE provider, DWORD operations,
                                            DWORD *count, NCryptAlgorithmName **names, DWORD flags)
{
    struct object *object = object_acquire(provider, OBJECT_PROVIDER);
    SECURITY_STATUS status;

    TRACE("(%p, %#x, %p, %p, %#x)\n", (void *)provider, (unsigned int)operations, count, names,
          (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    status = enum_algorithms(object, operations, count, names, flags);
    object_release(object);
    RETURN_STATUS(status);
}

SECURITY_STATUS WINAPI NCryptIsAlgSupported(NCRYPT_PROV_HANDLE provider, LPCWSTR algorithm,
                                            DWORD flags)
{
    struct object *object = object_acquire(provider, OBJECT_PROVIDER);
    SECURITY_STATUS status;

    TRACE("(%p, %s, %#x)\n", (void *)provider, trace_wide(algorithm), (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    if (!algorithm)
        status = STATUS_NULL_REFERENCE;
    else
        status = KSP_CALL(object->ksp, IsAlgSupported, object->native, algorithm, flags);
    object_release(object);
    RETURN_STATUS(status);
}

SECURITY_STATUS WINAPI NCryptNotifyChangeKey(NCRYPT_PROV_HANDLE provider, HANDLE *event,
                                             DWORD flags)
{
    struct object *object = object_acquire(provider, OBJECT_PROVIDER);
    SECURITY_STATUS status;

    TRACE("(%p, %p, %#x)\n", (void *)provider, event, (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    if (!event)
        status = GAP_STATUS_NULL_OUTPUT;
    else
        status = KSP_CALL(object->ksp, NotifyChangeKey, object->native, event, flags);
    object_release(object);
    RETURN_STATUS(status);
}

/* What stands behind the caller's enumeration state: the provider DLL's own state. */
struct enum_state
{
    struct object *provider;
    void *native;
};

static void enum_state_cleanup(void *buffer)
{
    struct enum_state *state = buffer;

    if (state->native)
        KSP_CALL(state->provider->ksp, FreeBuffer, state->native);
    object_release(state->provider);
}

static NCryptKeyName *copy_key_name(const NCryptKeyName *source)
{
    size_t name = wide_size(source->pszName), algorithm = wide_size(source->pszAlgid);
    NCryptKeyName *copy = buffer_alloc(sizeof(*copy) + name + algorithm, NULL);

    if (!copy)
        return NULL;
    *copy = *source;
    copy->pszName = memcpy(copy + 1, source->pszName, name);
    copy->pszAlgid = memcpy((char *)(copy + 1) + name, source->pszAlgid, algorithm);
    return copy;
}

static SECURITY_STATUS enum_keys(struct object *provider, LPCWSTR scope, NCryptKeyName **name,
                                 void **caller_state, DWORD flags)
{
    bool first = caller_state && !*caller_state;
    struct enum_state *state;
    NCryptKeyName *native = NULL;
    SECURITY_STATUS status;

    if (!name || !caller_state)
        return GAP_STATUS_NULL_OUTPUT;
    if (*caller_state && (!buffer_is_live(*caller_state, enum_state_cleanup) ||
                          ((struct enum_state *)*caller_state)->provider != provider))
        return NTE_INVALID_PARAMETER;
    if (first)
    {
        if (!(state = buffer_alloc(sizeof(*state), enum_state_cleanup)))
            return NTE_NO_MEMORY;
        InterlockedIncrement(&provider->references);
        state->provider = provider;
        *caller_state = state;
    }
    state = *caller_state;
    status = KSP_CALL(provider->ksp, EnumKeys, provider->native, scope, &native, &state->native,
                      flags);
    if (status && first)
    {
        buffer_free(state);
        *caller_state = NULL;
    }
    if (status)
        return status;
    *name = copy_key_name(native);
    KSP_CALL(provider->ksp, FreeBuffer, native);
    return *name ? ERROR_SUCCESS : NTE_NO_MEMORY;
}

SECURITY_STATUS WINAPI NCryptEnumKeys(NCRYPT_PROV_HANDLE provider, LPCWSTR scope,
                                      NCryptKeyName **name, PVOID *state, DWORD flags)
{
    struct object *object = object_acquire(provider, OBJECT_PROVIDER);
    SECURITY_STATUS status;

    TRACE("(%p, %s, %p, %p, %#x)\n", (void *)provider, trace_wide(scope), name, state,
          (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    status = enum_keys(object, scope, name, state, flags);
    object_release(object);
    RETURN_STATUS(status);
}

SECURITY_STATUS WINAPI NCryptFreeBuffer(PVOID buffer)
{
    TRACE("(%p)\n", buffer);
    RETURN_STATUS(buffer_free(buffer) ? ERROR_SUCCESS : NTE_INVALID_PARAMETER);
}
