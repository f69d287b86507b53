/*
 * Entry points for what keys do.
 */
#include "consent.h"
#include "entry.h"
#include "gaps.h"
#include "status.h"
#include "symmetric_key.h"
#include "unixcall.h"

static const DWORD crypt_flags = NCRYPT_NO_PADDING_FLAG | NCRYPT_PAD_PKCS1_FLAG |
                                 NCRYPT_PAD_OAEP_FLAG | NCRYPT_PAD_CIPHER_FLAG | NCRYPT_SILENT_FLAG;
static const DWORD sign_flags = NCRYPT_PAD_PKCS1_FLAG | NCRYPT_PAD_PSS_FLAG |
                                NCRYPT_PAD_PQDSA_FLAG | BCRYPT_PAD_PKCS1_OPTIONAL_HASH_OID |
                                NCRYPT_SILENT_FLAG;

SECURITY_STATUS entry_check_use(const struct key *key, bool can, bool needs_private,
                                DWORD allowed_by, DWORD flags)
{
    if (!key_is_finalized(key))
        return NTE_BAD_KEY_STATE;
    if (!can)
        return NTE_NOT_SUPPORTED;
    if (needs_private && !key_has_private(key))
        return GAP_STATUS_USE_NO_PRIVATE;
    if (allowed_by && !(key->usage & allowed_by))
        return NTE_PERM;
    return needs_private ? consent_check(key, flags) : ERROR_SUCCESS;
}

/* The size protocol where the size is known before the work: true if there is nothing left to do. */
static bool answer_size(const BYTE *output, DWORD size, DWORD needed, DWORD *result,
                        SECURITY_STATUS *status)
{
    *result = needed;
    *status = output && size < needed ? NTE_BUFFER_TOO_SMALL : ERROR_SUCCESS;
    return !output || *status;
}

/* A symmetric key goes on where the call before ended, hence no other call may run beside this. */
static SECURITY_STATUS run_cipher(struct key *key, const struct cipher_request *request)
{
    DWORD allowed_by = request->decrypt ? NCRYPT_ALLOW_DECRYPT_FLAG : 0;
    SECURITY_STATUS status;

    os_lock_exclusive(&key->lock);
    if (!(status = entry_check_use(key, true, true, allowed_by, request->flags)))
        status = key->type->family->cipher(key, request);
    os_unlock_exclusive(&key->lock);
    return status;
}

/* How long a decrypted message is shows only when it is there; a query is told the most. */
static SECURITY_STATUS run_crypt(const struct key *key, const struct cipher_request *request)
{
    const struct key_family *family = key->type->family;
    struct bridge_crypt params = {
        .object = key->object,
        .input = {bridge_pointer(request->input), request->input_size, 0},
        .output = {bridge_pointer(request->output), 0, request->size},
    };
    DWORD allowed_by = request->decrypt ? NCRYPT_ALLOW_DECRYPT_FLAG : 0;
    SECURITY_STATUS status = entry_check_use(key, family->crypt_setup != NULL, request->decrypt,
                                             allowed_by, request->flags);

    if (status || (status = family->crypt_setup(key, request->padding, request->flags, &params)))
        return status;
    *request->result = family->block_size(key);
    if (!request->output)
        return ERROR_SUCCESS;
    if (!request->decrypt && request->size < *request->result)
        return NTE_BUFFER_TOO_SMALL;
    status = status_from_bridge(request->decrypt ? call_decrypt(&params) : call_encrypt(&params));
    if (!status || status == NTE_BUFFER_TOO_SMALL)
        *request->result = params.output.size;
    return status;
}

/* NCryptEncrypt and NCryptDecrypt. */
static SECURITY_STATUS crypt(struct key *key, const struct cipher_request *request)
{
    SECURITY_STATUS status;

    if (request->flags & ~crypt_flags)
        return NTE_BAD_FLAGS;
    if (key->type->family->cipher)
        return run_cipher(key, request);
    os_lock_shared(&key->lock);
    status = run_crypt(key, request);
    os_unlock_shared(&key->lock);
    return status;
}

SECURITY_STATUS WINAPI entry_encrypt(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                     PBYTE input, DWORD input_size, VOID *padding, PBYTE output,
                                     DWORD size, DWORD *result, DWORD flags)
{
    const struct cipher_request request = {
        false, input, input ? input_size : 0, padding, output, size, result, flags};

    (void)provider;
    return crypt(key_from_handle(handle), &request);
}

SECURITY_STATUS WINAPI entry_decrypt(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                     PBYTE input, DWORD input_size, VOID *padding, PBYTE output,
                                     DWORD size, DWORD *result, DWORD flags)
{
    const struct cipher_request request = {
        true, input, input ? input_size : 0, padding, output, size, result, flags};

    (void)provider;
    return crypt(key_from_handle(handle), &request);
}

static SECURITY_STATUS sign(const struct key *key, struct bridge_sign *params, VOID *padding,
                            PBYTE signature, DWORD size, DWORD *result, DWORD flags)
{
    const struct key_family *family = key->type->family;
    /* beside it the bit may have another meaning, GAP_EXTERNAL_MU_FLAGS */
    DWORD silent = flags & NCRYPT_PAD_PQDSA_FLAG ? 0 : flags;
    SECURITY_STATUS status = entry_check_use(key, family->sign_setup != NULL, true,
                                             NCRYPT_ALLOW_SIGNING_FLAG, silent);

    if (status ||
        (status = family->sign_setup(key, padding, flags, params->digest.size, false, params)))
        return status;
    if (answer_size(signature, size, family->signature_size(key), result, &status))
        return status;
    status = status_from_bridge(call_sign(params));
    if (!status)
        *result = params->signature.size;
    return status;
}

SECURITY_STATUS WINAPI entry_sign(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                  VOID *padding, PBYTE hash, DWORD hash_size, PBYTE signature,
                                  DWORD size, DWORD *result, DWORD flags)
{
    struct key *key = key_from_handle(handle);
    struct bridge_sign params = {
        .digest = {bridge_pointer(hash), hash_size, 0},
        .signature = {bridge_pointer(signature), 0, size},
    };
    SECURITY_STATUS status;

    (void)provider;
    if (flags & ~sign_flags)
        return NTE_BAD_FLAGS;
    os_lock_shared(&key->lock);
    params.object = key->object;
    status = sign(key, &params, padding, signature, size, result, flags);
    os_unlock_shared(&key->lock);
    return status;
}

static SECURITY_STATUS verify(const struct key *key, struct bridge_sign *params, VOID *padding,
                              DWORD flags)
{
    const struct key_family *family = key->type->family;
    SECURITY_STATUS status = entry_check_use(key, family->sign_setup != NULL, false, 0, 0);

    if (status ||
        (status = family->sign_setup(key, padding, flags, params->digest.size, true, params)))
        return status;
    return status_from_bridge(call_verify(params));
}

SECURITY_STATUS WINAPI entry_verify(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                    VOID *padding, PBYTE hash, DWORD hash_size, PBYTE signature,
                                    DWORD size, DWORD flags)
{
    struct key *key = key_from_handle(handle);
    struct bridge_sign params = {
        .digest = {bridge_pointer(hash), hash_size, 0},
        .signature = {bridge_pointer(signature), size, size},
    };
    SECURITY_STATUS status;

    (void)provider;
    if (flags & ~sign_flags)
        return NTE_BAD_FLAGS;
    os_lock_shared(&key->lock);
    params.object = key->object;
    status = verify(key, &params, padding, flags);
    os_unlock_shared(&key->lock);
    return status;
}
