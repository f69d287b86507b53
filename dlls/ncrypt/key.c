/*
 * The life of keys: create, open, import, export, finalize, delete, free.
 * Prototypes and status codes: learn.microsoft.com, ncrypt.h.
 */
#include "gaps.h"
#include "handle.h"
#include "ksp.h"
#include "trace.h"

SECURITY_STATUS WINAPI NCryptCreatePersistedKey(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE *key,
                                                LPCWSTR algorithm, LPCWSTR name, DWORD spec,
                                                DWORD flags)
{
    struct object *object = object_acquire(provider, OBJECT_PROVIDER);
    NCRYPT_KEY_HANDLE native = 0;
    SECURITY_STATUS status;

    TRACE("(%p, %p, %s, %s, %u, %#x)\n", (void *)provider, key, trace_wide(algorithm),
          trace_wide(name), (unsigned int)spec, (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    if (!key)
        status = GAP_STATUS_NULL_OUTPUT;
    else if (!algorithm)
        status = STATUS_NULL_REFERENCE;
    else
        status = KSP_CALL(object->ksp, CreatePersistedKey, object->native, &native, algorithm, name,
                          spec, flags);
    if (!status)
        status = object_create(OBJECT_KEY, object->ksp, object, native, key);
    object_release(object);
    RETURN_STATUS(status);
}

SECURITY_STATUS WINAPI NCryptOpenKey(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE *key,
                                     LPCWSTR name, DWORD spec, DWORD flags)
{
    struct object *object = object_acquire(provider, OBJECT_PROVIDER);
    NCRYPT_KEY_HANDLE native = 0;
    SECURITY_STATUS status;

    TRACE("(%p, %p, %s, %u, %#x)\n", (void *)provider, key, trace_wide(name), (unsigned int)spec,
          (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    if (!key)
        status = GAP_STATUS_NULL_OUTPUT;
    else if (!name)
        status = STATUS_NULL_REFERENCE;
    else
        status = KSP_CALL(object->ksp, OpenKey, object->native, &native, name, spec, flags);
    if (!status)
        status = object_create(OBJECT_KEY, object->ksp, object, native, key);
    object_release(object);
    RETURN_STATUS(status);
}

/* The optional second key of an export or import: none, or one of the same provider. */
static SECURITY_STATUS acquire_wrapping_key(NCRYPT_KEY_HANDLE handle, const struct object *provider,
                                            struct object **key)
{
    *key = NULL;
    if (!handle)
        return ERROR_SUCCESS;
    if (!(*key = object_acquire(handle, OBJECT_KEY)))
        return NTE_INVALID_HANDLE;
    return (*key)->provider->ksp == provider->ksp ? ERROR_SUCCESS : GAP_STATUS_CROSS_PROVIDER;
}

static SECURITY_STATUS import_key(struct object *provider, NCRYPT_KEY_HANDLE import_key,
                                  LPCWSTR type, NCryptBufferDesc *parameters,
                                  NCRYPT_KEY_HANDLE *key, PBYTE data, DWORD size, DWORD flags)
{
    NCRYPT_KEY_HANDLE native = 0;
    struct object *wrapping;
    SECURITY_STATUS status = acquire_wrapping_key(import_key, provider, &wrapping);

    if (!status && (!type || !data))
        status = STATUS_NULL_REFERENCE;
    if (!status && !key)
        status = GAP_STATUS_NULL_OUTPUT;
    if (!status)
        status = KSP_CALL(provider->ksp, ImportKey, provider->native,
                          wrapping ? wrapping->native : 0, type, parameters, &native, data, size,
                          flags);
    if (!status)
        status = object_create(OBJECT_KEY, provider->ksp, provider, native, key);
    object_release(wrapping);
    return status;
}

SECURITY_STATUS WINAPI NCryptImportKey(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE wrapping,
                                       LPCWSTR type, NCryptBufferDesc *parameters,
                                       NCRYPT_KEY_HANDLE *key, PBYTE data, DWORD size, DWORD flags)
{
    struct object *object = object_acquire(provider, OBJECT_PROVIDER);
    SECURITY_STATUS status;

    TRACE("(%p, %p, %s, %p, %p, %p, %u, %#x)\n", (void *)provider, (void *)wrapping,
          trace_wide(type), parameters, key, data, (unsigned int)size, (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    status = import_key(object, wrapping, type, parameters, key, data, size, flags);
    object_release(object);
    RETURN_STATUS(status);
}

SECURITY_STATUS WINAPI NCryptExportKey(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE export_key,
                                       LPCWSTR type, NCryptBufferDesc *parameters, PBYTE output,
                                       DWORD size, DWORD *result, DWORD flags)
{
    struct object *object = object_acquire(key, OBJECT_KEY), *wrapping;
    SECURITY_STATUS status;

    TRACE("(%p, %p, %s, %p, %p, %u, %p, %#x)\n", (void *)key, (void *)export_key, trace_wide(type),
          parameters, output, (unsigned int)size, result, (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    status = acquire_wrapping_key(export_key, object->provider, &wrapping);
    if (!status && !type)
        status = STATUS_NULL_REFERENCE;
    if (!status && !result)
        status = GAP_STATUS_NULL_OUTPUT;
    if (!status)
        status = KSP_CALL(object->ksp, ExportKey, object->provider->native, object->native,
                          wrapping ? wrapping->native : 0, type, parameters, output, size, result,
                          flags);
    object_release(wrapping);
    object_release(object);
    RETURN_STATUS(status);
}

SECURITY_STATUS WINAPI NCryptFinalizeKey(NCRYPT_KEY_HANDLE key, DWORD flags)
{
    struct object *object = object_acquire(key, OBJECT_KEY);
    SECURITY_STATUS status;

    TRACE("(%p, %#x)\n", (void *)key, (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    status = KSP_CALL(object->ksp, FinalizeKey, object->provider->native, object->native, flags);
    object_release(object);
    RETURN_STATUS(status);
}

SECURITY_STATUS WINAPI NCryptDeleteKey(NCRYPT_KEY_HANDLE key, DWORD flags)
{
    struct object *object = object_acquire_exclusive(key);
    SECURITY_STATUS status;

    TRACE("(%p, %#x)\n", (void *)key, (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    status = KSP_CALL(object->ksp, DeleteKey, object->provider->native, object->native, flags);
    /* The provider DLL frees its handle when, and only when, it deletes the key. */
    object_release_exclusive(object, !status);
    RETURN_STATUS(status);
}

SECURITY_STATUS WINAPI NCryptFreeObject(NCRYPT_HANDLE handle)
{
    TRACE("(%p)\n", (void *)handle);
    RETURN_STATUS(object_close(handle) ? ERROR_SUCCESS : NTE_INVALID_HANDLE);
}

BOOL WINAPI NCryptIsKeyHandle(NCRYPT_KEY_HANDLE handle)
{
    struct object *object = object_acquire(handle, OBJECT_KEY);

    TRACE("(%p)\n", (void *)handle);
    object_release(object);
    return object != NULL;
}
