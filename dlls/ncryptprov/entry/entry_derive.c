/*
 * Entry points that derive bytes: from a secret that two keys agreed on, from a key for derivation.
 */
#include "consent.h"
#include "entry.h"
#include "kdf.h"
#include "secret.h"
#include "wide.h"

/* KDF_USE_SECRET_AS_HMAC_KEY_FLAG is for HMAC; the other functions do not look at it. */
SECURITY_STATUS WINAPI entry_derive_key(NCRYPT_PROV_HANDLE provider, NCRYPT_SECRET_HANDLE handle,
                                        LPCWSTR name, NCryptBufferDesc *parameters, PBYTE output,
                                        DWORD size, DWORD *result, ULONG flags)
{
    const struct secret *secret = secret_from_handle(handle);
    const struct kdf_request request = {.secret = secret->data,
                                        .secret_size = secret->size,
                                        .parameters = parameters,
                                        .flags = flags,
                                        .output = output,
                                        .size = size,
                                        .result = result};
    const struct kdf *kdf;

    (void)provider;
    if (flags & ~(ULONG)(KDF_USE_SECRET_AS_HMAC_KEY_FLAG | NCRYPT_SILENT_FLAG))
        return NTE_BAD_FLAGS;
    kdf = kdf_find(name, false);
    return kdf ? kdf_derive(kdf, &request) : NTE_NOT_SUPPORTED;
}

static SECURITY_STATUS derive_from_key(const struct key *key, struct kdf_request *request)
{
    const struct kdf *kdf = kdf_find(key->type->name, true);
    SECURITY_STATUS status;

    if (!key_is_finalized(key))
        return NTE_BAD_KEY_STATE;
    if (!kdf)
        return NTE_NOT_SUPPORTED;
    /* "Only valid with the CAPI_KDF algorithm" (learn.microsoft.com). */
    if (request->flags & BCRYPT_CAPI_AES_FLAG &&
        !wide_equal(key->type->name, BCRYPT_CAPI_KDF_ALGORITHM))
        return NTE_BAD_FLAGS;
    if ((status = consent_check(key, request->flags)))
        return status;
    if (!request->parameters)
        return NTE_INVALID_PARAMETER;
    request->secret = key->material->part[SECRET_KEY];
    request->secret_size = key->material->size[SECRET_KEY];
    return kdf_derive(kdf, request);
}

SECURITY_STATUS WINAPI entry_key_derivation(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                            NCryptBufferDesc *parameters, PUCHAR output, DWORD size,
                                            DWORD *result, ULONG flags)
{
    struct key *key = key_from_handle(handle);
    struct kdf_request request = {
        .parameters = parameters, .flags = flags, .output = output, .size = size, .result = result};
    SECURITY_STATUS status;

    (void)provider;
    if (flags & ~(ULONG)(BCRYPT_CAPI_AES_FLAG | NCRYPT_SILENT_FLAG))
        return NTE_BAD_FLAGS;
    os_lock_shared(&key->lock);
    status = derive_from_key(key, &request);
    os_unlock_shared(&key->lock);
    return status;
}
