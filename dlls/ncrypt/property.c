/*
 * NCryptGetProperty and NCryptSetProperty.
 *
 * Two properties are the router's: "Provider Handle" is answered here, and "UI Policy" is converted
 * between the caller's structure, which holds pointers, and the flat NCRYPT_UI_POLICY_BLOB that
 * provider DLLs exchange (learn.microsoft.com, NCRYPT_UI_POLICY_BLOB).
 */
#include <string.h>

#include "gaps.h"
#include "handle.h"
#include "ksp.h"
#include "trace.h"
#include "wide.h"

static SECURITY_STATUS get_native(struct object *object, const WCHAR *name, BYTE *output,
                                  DWORD size, DWORD *result, DWORD flags)
{
    if (object->kind == OBJECT_PROVIDER)
        return KSP_CALL(object->ksp, GetProviderProperty, object->native, name, output, size,
                        result, flags);
    return KSP_CALL(object->ksp, GetKeyProperty, object->provider->native, object->native, name,
                    output, size, result, flags);
}

static SECURITY_STATUS set_native(struct object *object, const WCHAR *name, BYTE *input, DWORD size,
                                  DWORD flags)
{
    if (object->kind == OBJECT_PROVIDER)
        return KSP_CALL(object->ksp, SetProviderProperty, object->native, name, input, size, flags);
    return KSP_CALL(object->ksp, SetKeyProperty, object->provider->native, object->native, name,
                    input, size, flags);
}

/* The protocol of every sized output: a NULL buffer asks for the size, a short one is refused. */
static SECURITY_STATUS check_room(const BYTE *output, DWORD size, DWORD needed, DWORD *result)
{
    *result = needed;
    return output && size < needed ? NTE_BUFFER_TOO_SMALL : ERROR_SUCCESS;
}

/* The caller gets a handle that it frees: the same number as its own, once more owed. */
static SECURITY_STATUS get_provider_handle(struct object *key, BYTE *output, DWORD size,
                                           DWORD *result)
{
    NCRYPT_PROV_HANDLE handle;
    SECURITY_STATUS status = check_room(output, size, sizeof(handle), result);

    if (status || !output)
        return status;
    if (!(status = object_reopen(key->provider, &handle)))
        memcpy(output, &handle, sizeof(handle));
    return status;
}

#define UI_STRINGS 3 /* creation title, friendly name, description, in the blob's order */

/* A blob from a provider DLL, laid out for the caller: the structure, then the strings. */
static SECURITY_STATUS unpack_ui_policy(const BYTE *blob, DWORD blob_size, BYTE *output, DWORD size,
                                        DWORD *result)
{
    const NCRYPT_UI_POLICY_BLOB *header = (const NCRYPT_UI_POLICY_BLOB *)blob;
    NCRYPT_UI_POLICY *policy = (NCRYPT_UI_POLICY *)output;
    DWORD lengths[UI_STRINGS], i, text = sizeof(*header), needed = sizeof(*policy);
    LPCWSTR *strings[UI_STRINGS];
    SECURITY_STATUS status;

    if (blob_size < sizeof(*header))
        return NTE_FAIL;
    lengths[0] = header->cbCreationTitle;
    lengths[1] = header->cbFriendlyName;
    lengths[2] = header->cbDescription;
    for (i = 0; i < UI_STRINGS; i++)
    {
        if (lengths[i] > blob_size - text)
            return NTE_FAIL;
        text += lengths[i];
    }
    needed += text - sizeof(*header);
    status = check_room(output, size, needed, result);
    if (status || !output)
        return status;
    memset(policy, 0, sizeof(*policy));
    policy->dwVersion = header->dwVersion;
    policy->dwFlags = header->dwFlags;
    strings[0] = &policy->pszCreationTitle;
    strings[1] = &policy->pszFriendlyName;
    strings[2] = &policy->pszDescription;
    memcpy(policy + 1, header + 1, needed - sizeof(*policy));
    for (i = 0, text = 0; i < UI_STRINGS; text += lengths[i++])
    {
        if (lengths[i])
            *strings[i] = (LPCWSTR)((BYTE *)(policy + 1) + text);
    }
    return ERROR_SUCCESS;
}

static SECURITY_STATUS get_ui_policy(struct object *object, const WCHAR *name, BYTE *output,
                                     DWORD size, DWORD *result, DWORD flags)
{
    DWORD blob_size = 0;
    BYTE *blob;
    SECURITY_STATUS status = get_native(object, name, NULL, 0, &blob_size, flags);

    if (status)
        return status;
    if (!(blob = os_alloc(blob_size)))
        return NTE_NO_MEMORY;
    if (!(status = get_native(object, name, blob, blob_size, &blob_size, flags)))
        status = unpack_ui_policy(blob, blob_size, output, size, result);
    os_free(blob);
    return status;
}

static SECURITY_STATUS set_ui_policy(struct object *object, const WCHAR *name, const BYTE *input,
                                     DWORD size, DWORD flags)
{
    const NCRYPT_UI_POLICY *policy = (const NCRYPT_UI_POLICY *)input;
    NCRYPT_UI_POLICY_BLOB *blob;
    const WCHAR *strings[UI_STRINGS];
    DWORD lengths[UI_STRINGS], i, needed = sizeof(*blob);
    BYTE *text;
    SECURITY_STATUS status;

    if (size != sizeof(*policy) || policy->dwVersion != 1)
        return NTE_INVALID_PARAMETER;
    strings[0] = policy->pszCreationTitle;
    strings[1] = policy->pszFriendlyName;
    strings[2] = policy->pszDescription;
    for (i = 0; i < UI_STRINGS; i++)
        needed += lengths[i] = strings[i] ? (DWORD)wide_size(strings[i]) : 0;
    if (!(blob = os_alloc(needed)))
        return NTE_NO_MEMORY;
    blob->dwVersion = policy->dwVersion;
    blob->dwFlags = policy->dwFlags;
    blob->cbCreationTitle = lengths[0];
    blob->cbFriendlyName = lengths[1];
    blob->cbDescription = lengths[2];
    for (i = 0, text = (BYTE *)(blob + 1); i < UI_STRINGS; text += lengths[i++])
        memcpy(text, strings[i] ? strings[i] : L"", lengths[i]);
    status = set_native(object, name, (BYTE *)blob, needed, flags);
    os_free(blob);
    return status;
}

static SECURITY_STATUS get_property(struct object *object, const WCHAR *name, BYTE *output,
                                    DWORD size, DWORD *result, DWORD flags)
{
    if (object->kind == OBJECT_SECRET)
        return NTE_INVALID_HANDLE;
    if (!name)
        return STATUS_NULL_REFERENCE;
    if (!result)
        return GAP_STATUS_NULL_OUTPUT;
    if (object->kind == OBJECT_KEY && wide_equal(name, NCRYPT_PROVIDER_HANDLE_PROPERTY))
        return get_provider_handle(object, output, size, result);
    if (object->kind == OBJECT_KEY && wide_equal(name, NCRYPT_UI_POLICY_PROPERTY))
        return get_ui_policy(object, name, output, size, result, flags);
    return get_native(object, name, output, size, result, flags);
}

SECURITY_STATUS WINAPI NCryptGetProperty(NCRYPT_HANDLE handle, LPCWSTR name, PBYTE output,
                                         DWORD size, DWORD *result, DWORD flags)
{
    struct object *object = object_acquire_any(handle);
    SECURITY_STATUS status;

    TRACE("(%p, %s, %p, %u, %p, %#x)\n", (void *)handle, trace_wide(name), output,
          (unsigned int)size, result, (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    status = get_property(object, name, output, size, result, flags);
    object_release(object);
    RETURN_STATUS(status);
}

static SECURITY_STATUS set_property(struct object *object, const WCHAR *name, BYTE *input,
                                    DWORD size, DWORD flags)
{
    if (object->kind == OBJECT_SECRET)
        return NTE_INVALID_HANDLE;
    if (!name || (!input && size))
        return STATUS_NULL_REFERENCE;
    if (object->kind == OBJECT_KEY && wide_equal(name, NCRYPT_UI_POLICY_PROPERTY))
        return set_ui_policy(object, name, input, size, flags);
    return set_native(object, name, input, size, flags);
}

SECURITY_STATUS WINAPI NCryptSetProperty(NCRYPT_HANDLE handle, LPCWSTR name, PBYTE input,
                                         DWORD size, DWORD flags)
{
    struct object *object = object_acquire_any(handle);
    SECURITY_STATUS status;

    TRACE("(%p, %s, %p, %u, %#x)\n", (void *)handle, trace_wide(name), input, (unsigned int)size,
          (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    status = set_property(object, name, input, size, flags);
    object_release(object);
    RETURN_STATUS(status);
}
