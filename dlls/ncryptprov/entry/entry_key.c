/*
 * Entry points for the life of keys.
 */
#include "blob.h"
#include "consent.h"
#include "entry.h"
#include "gaps.h"
#include "parameters.h"
#include "property.h"
#include "store.h"

static const DWORD open_flags = NCRYPT_MACHINE_KEY_FLAG | NCRYPT_SILENT_FLAG |
                                NCRYPT_AUTHORITY_KEY_FLAG | NCRYPT_EXTENDED_ERRORS_FLAG;
static const DWORD create_flags = NCRYPT_MACHINE_KEY_FLAG | NCRYPT_SILENT_FLAG |
                                  NCRYPT_OVERWRITE_KEY_FLAG | NCRYPT_PREFER_VBS_FLAG |
                                  GAP_GENERIC_ECC_FLAG;
static const DWORD finalize_flags = NCRYPT_NO_KEY_VALIDATION | NCRYPT_SILENT_FLAG |
                                    NCRYPT_WRITE_KEY_TO_LEGACY_STORE_FLAG;
static const DWORD import_flags = NCRYPT_NO_KEY_VALIDATION | NCRYPT_MACHINE_KEY_FLAG |
                                  NCRYPT_SILENT_FLAG | NCRYPT_OVERWRITE_KEY_FLAG |
                                  NCRYPT_WRITE_KEY_TO_LEGACY_STORE_FLAG |
                                  NCRYPT_DO_NOT_FINALIZE_FLAG | NCRYPT_PREFER_VBS_FLAG |
                                  GAP_GENERIC_ECC_FLAG;

SECURITY_STATUS WINAPI entry_open_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE *handle,
                                      LPCWSTR name, DWORD spec, DWORD flags)
{
    struct key_place *place;
    struct key *key;
    SECURITY_STATUS status;

    (void)provider;
    if (flags & ~open_flags)
        return NTE_BAD_FLAGS;
    if ((status = store_place(name, spec, flags, &place)))
        return status;
    if ((status = store_open(place, &key)))
    {
        os_free(place);
        return status;
    }
    *handle = (NCRYPT_KEY_HANDLE)key;
    return ERROR_SUCCESS;
}

/* Isolation by the hypervisor is asked for: REQUIRE cannot be met, PREFER need not be. */
static SECURITY_STATUS check_isolation(DWORD flags)
{
    if (flags & NCRYPT_REQUIRE_VBS_FLAG)
        return GAP_STATUS_NO_ISOLATION;
    return flags & NCRYPT_USE_VBS_PER_BOOT_KEY_FLAG && !(flags & NCRYPT_PREFER_VBS_FLAG)
               ? NTE_BAD_FLAGS
               : ERROR_SUCCESS;
}

/* A key of the generic algorithm, on the curve of this one. */
static struct key *create_generic(const struct key_type *type)
{
    struct key *key = key_create(key_type_generic(type));

    if (key)
    {
        key->curve = type->curve;
        key->length = type->lengths.standard;
    }
    return key;
}

/* A place for a new key, which must be free unless the flags say otherwise.  name NULL: none. */
static SECURITY_STATUS new_place(const WCHAR *name, DWORD spec, DWORD flags,
                                 struct key_place **place)
{
    SECURITY_STATUS status;

    *place = NULL;
    if (!name)
        return ERROR_SUCCESS;
    if ((status = store_place(name, spec, flags, place)))
        return status;
    if (!(flags & NCRYPT_OVERWRITE_KEY_FLAG) && (status = store_check_free(*place)))
    {
        os_free(*place);
        *place = NULL;
    }
    return status;
}

SECURITY_STATUS WINAPI entry_create_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE *handle,
                                        LPCWSTR algorithm, LPCWSTR name, DWORD spec, DWORD flags)
{
    const DWORD isolation = NCRYPT_REQUIRE_VBS_FLAG | NCRYPT_USE_VBS_PER_BOOT_KEY_FLAG;
    const struct key_type *type;
    struct key_place *place;
    struct key *key;
    SECURITY_STATUS status;

    (void)provider;
    if (flags & ~(create_flags | isolation))
        return NTE_BAD_FLAGS;
    if ((status = check_isolation(flags)))
        return status;
    if (!(type = key_type_find(algorithm)))
        return NTE_NOT_SUPPORTED;
    if ((status = new_place(name, spec, flags, &place)))
        return status;
    if (!(key = flags & GAP_GENERIC_ECC_FLAG ? create_generic(type) : key_create(type)))
    {
        os_free(place);
        return NTE_NO_MEMORY;
    }
    key->place = place;
    key->original = true;
    *handle = (NCRYPT_KEY_HANDLE)key;
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI entry_finalize_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                          DWORD flags)
{
    struct key *key = key_from_handle(handle);
    SECURITY_STATUS status;

    (void)provider;
    if (flags & ~finalize_flags)
        return NTE_BAD_FLAGS;
    os_lock_exclusive(&key->lock);
    if (key_is_finalized(key))
        status = NTE_INVALID_HANDLE;
    else if (!(status = consent_check(key, flags)))
        status = store_finalize(key, flags);
    os_unlock_exclusive(&key->lock);
    return status;
}

/* The router lets nobody else use the handle, which is gone after success and stays after failure. */
SECURITY_STATUS WINAPI entry_delete_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                        DWORD flags)
{
    struct key *key = key_from_handle(handle);
    SECURITY_STATUS status;

    (void)provider;
    if (flags & ~(DWORD)NCRYPT_SILENT_FLAG)
        return NTE_BAD_FLAGS;
    if (!key->place)
        return GAP_STATUS_DELETE_EPHEMERAL;
    if (!key_is_finalized(key))
        return GAP_STATUS_DELETE_UNFINALIZED;
    if ((status = store_remove(key)))
        return status;
    key_free(key);
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI entry_free_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle)
{
    (void)provider;
    key_free(key_from_handle(handle));
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI entry_get_key_property(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                              LPCWSTR name, PBYTE output, DWORD size, DWORD *result,
                                              DWORD flags)
{
    struct key *key = key_from_handle(handle);
    SECURITY_STATUS status;

    (void)provider;
    os_lock_shared(&key->lock);
    status = property_get_key(key, name, output, size, result, flags);
    os_unlock_shared(&key->lock);
    return status;
}

SECURITY_STATUS WINAPI entry_set_key_property(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                              LPCWSTR name, PBYTE input, DWORD size, DWORD flags)
{
    struct key *key = key_from_handle(handle);
    SECURITY_STATUS status;

    (void)provider;
    os_lock_exclusive(&key->lock);
    status = property_set_key(key, name, input, size, flags);
    os_unlock_exclusive(&key->lock);
    return status;
}

/* The key of a blob. */
static SECURITY_STATUS key_from_blob(LPCWSTR type, const struct blob_request *request,
                                     const BYTE *data, DWORD size, struct key **result)
{
    struct blob_contents contents;
    SECURITY_STATUS status = blob_import(type, request, data, size, &contents);

    if (status)
        return status;
    if (!(*result = key_create(contents.type)))
    {
        blob_contents_clear(&contents);
        return NTE_NO_MEMORY;
    }
    blob_contents_move(&contents, *result, contents.type, request->flags);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS import_wrapped(LPCWSTR type, struct blob_request *request,
                                      struct key *wrapping, const BYTE *data, DWORD size,
                                      struct key **result)
{
    SECURITY_STATUS status = NTE_BAD_KEY_STATE;

    os_lock_shared(&wrapping->lock);
    request->wrapping_key = wrapping;
    if (key_is_finalized(wrapping))
        status = key_from_blob(type, request, data, size, result);
    os_unlock_shared(&wrapping->lock);
    return status;
}

/* Gives the key a place if a name comes with it, and finalizes it unless the caller wants to set more
 * first. */
static SECURITY_STATUS complete_import(struct key *key, const struct blob_request *request)
{
    const NCryptBuffer *buffer = parameter_find(request->parameters, NCRYPTBUFFER_PKCS_KEY_NAME);
    const WCHAR *name = buffer ? parameter_text(buffer) : NULL;
    SECURITY_STATUS status;

    if (buffer && !name)
        return NTE_INVALID_PARAMETER;
    key->original = true;
    if ((status = new_place(name, 0, request->flags, &key->place)))
        return status;
    return request->flags & NCRYPT_DO_NOT_FINALIZE_FLAG ? ERROR_SUCCESS : store_finalize(key, 0);
}

SECURITY_STATUS WINAPI entry_import_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE import_key,
                                        LPCWSTR type, NCryptBufferDesc *parameters,
                                        NCRYPT_KEY_HANDLE *handle, PBYTE data, DWORD size,
                                        DWORD flags)
{
    struct blob_request request = {parameters, NULL, flags, NULL};
    struct key *key;
    SECURITY_STATUS status;

    (void)provider;
    if (flags & ~import_flags)
        return NTE_BAD_FLAGS;
    if (import_key)
        status = import_wrapped(type, &request, key_from_handle(import_key), data, size, &key);
    else
        status = key_from_blob(type, &request, data, size, &key);
    if (status)
        return status;
    if ((status = complete_import(key, &request)))
    {
        key_free(key);
        return status;
    }
    *handle = (NCRYPT_KEY_HANDLE)key;
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI entry_export_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                        NCRYPT_KEY_HANDLE export_key, LPCWSTR type,
                                        NCryptBufferDesc *parameters, PBYTE output, DWORD size,
                                        DWORD *result, DWORD flags)
{
    struct key *key = key_from_handle(handle);
    struct key *wrapping = export_key ? key_from_handle(export_key) : NULL;
    const struct blob_request request = {parameters, wrapping, flags, NULL};
    SECURITY_STATUS status;

    (void)provider;
    if (flags & ~(DWORD)NCRYPT_SILENT_FLAG)
        return NTE_BAD_FLAGS;
    keys_lock_shared(key, wrapping);
    if (!key_is_finalized(key) || (wrapping && !key_is_finalized(wrapping)))
        status = NTE_BAD_KEY_STATE;
    else
        status = blob_export(key, type, &request, output, size, result);
    keys_unlock_shared(key, wrapping);
    return status;
}
