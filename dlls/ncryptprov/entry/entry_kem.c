/*
 * Entry points for key encapsulation, see kem_interface.h.
 */
#include "kem_interface.h"

#include "entry.h"
#include "gaps.h"
#include "status.h"
#include "unixcall.h"

/* Both sizes are told in any case; a query has neither buffer. */
static SECURITY_STATUS encapsulate(const struct key *key, struct bridge_kem *params,
                                   DWORD *secret_result, DWORD *ciphertext_result)
{
    const struct key_family *family = key->type->family;
    SECURITY_STATUS status = entry_check_use(key, family->ciphertext_size != NULL, false, 0, 0);

    if (status)
        return status;
    if (!params->secret.data != !params->ciphertext.data)
        return NTE_INVALID_PARAMETER;
    *secret_result = BRIDGE_PQ_SECRET_SIZE;
    *ciphertext_result = family->ciphertext_size(key);
    if (!params->secret.data)
        return ERROR_SUCCESS;
    params->object = key->object;
    return status_from_bridge(call_encapsulate(params));
}

static SECURITY_STATUS WINAPI entry_encapsulate(NCRYPT_PROV_HANDLE provider,
                                                NCRYPT_KEY_HANDLE handle, PBYTE secret,
                                                DWORD secret_size, DWORD *secret_result,
                                                PBYTE ciphertext, DWORD ciphertext_size,
                                                DWORD *ciphertext_result, DWORD flags)
{
    struct key *key = key_from_handle(handle);
    struct bridge_kem params = {
        .secret = {bridge_pointer(secret), 0, secret_size},
        .ciphertext = {bridge_pointer(ciphertext), 0, ciphertext_size},
    };
    SECURITY_STATUS status;

    (void)provider;
    if (flags)
        return NTE_BAD_FLAGS;
    os_lock_shared(&key->lock);
    status = encapsulate(key, &params, secret_result, ciphertext_result);
    os_unlock_shared(&key->lock);
    return status;
}

static SECURITY_STATUS decapsulate(const struct key *key, struct bridge_kem *params,
                                   DWORD *secret_result)
{
    const struct key_family *family = key->type->family;
    SECURITY_STATUS status = entry_check_use(key, family->ciphertext_size != NULL, true,
                                             GAP_DECAPSULATE_USAGE, 0);

    if (status)
        return status;
    if (params->ciphertext.data && params->ciphertext.size != family->ciphertext_size(key))
        return NTE_INVALID_PARAMETER;
    *secret_result = BRIDGE_PQ_SECRET_SIZE;
    if (!params->secret.data)
        return ERROR_SUCCESS;
    if (!params->ciphertext.data)
        return NTE_INVALID_PARAMETER;
    params->object = key->object;
    return status_from_bridge(call_decapsulate(params));
}

static SECURITY_STATUS WINAPI entry_decapsulate(NCRYPT_PROV_HANDLE provider,
                                                NCRYPT_KEY_HANDLE handle, PBYTE ciphertext,
                                                DWORD ciphertext_size, PBYTE secret,
                                                DWORD secret_size, DWORD *secret_result,
                                                DWORD flags)
{
    struct key *key = key_from_handle(handle);
    struct bridge_kem params = {
        .secret = {bridge_pointer(secret), 0, secret_size},
        .ciphertext = {bridge_pointer(ciphertext), ciphertext_size, 0},
    };
    SECURITY_STATUS status;

    (void)provider;
    if (flags)
        return NTE_BAD_FLAGS;
    os_lock_shared(&key->lock);
    status = decapsulate(key, &params, secret_result);
    os_unlock_shared(&key->lock);
    return status;
}

static const struct kem_interface functions = {entry_encapsulate, entry_decapsulate};

NTSTATUS WINAPI NcryptprovGetKemInterface(const struct kem_interface **result);

NTSTATUS WINAPI NcryptprovGetKemInterface(const struct kem_interface **result)
{
    *result = &functions;
    return 0;
}
