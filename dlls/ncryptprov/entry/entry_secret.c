/*
 * Entry points for secrets that two keys agree on.
 */
#include "consent.h"
#include "entry.h"
#include "gaps.h"
#include "secret.h"
#include "status.h"
#include "unixcall.h"

static bool can_agree(const struct key *key)
{
    return key->type->operations & NCRYPT_SECRET_AGREEMENT_OPERATION;
}

/* State, type, private part, usage, and whether the keys fit together (their domains' numbers are
 * compared by the Unix side). */
static SECURITY_STATUS check_agreement(const struct key *own, const struct key *peer)
{
    if (!key_is_finalized(own) || !key_is_finalized(peer))
        return NTE_BAD_KEY_STATE;
    if (!can_agree(own))
        return GAP_STATUS_AGREE_OWN_TYPE;
    if (!can_agree(peer))
        return GAP_STATUS_AGREE_PEER_TYPE;
    if (!key_has_private(own))
        return GAP_STATUS_USE_NO_PRIVATE;
    if (!(own->usage & NCRYPT_ALLOW_KEY_AGREEMENT_FLAG))
        return NTE_PERM;
    if (own->type->family != peer->type->family || own->curve != peer->curve)
        return NTE_INVALID_PARAMETER;
    return ERROR_SUCCESS;
}

static SECURITY_STATUS agree(const struct key *own, const struct key *peer, struct secret **result)
{
    struct bridge_agree params = {.own = own->object, .peer = peer->object};
    SECURITY_STATUS status = status_from_bridge(call_agree(&params));
    struct secret *secret;

    if (status != NTE_BUFFER_TOO_SMALL)
        return status ? status : NTE_INTERNAL_ERROR;
    if (!(secret = secret_create(params.secret.size)))
        return NTE_NO_MEMORY;
    params.secret = (struct bridge_span){bridge_pointer(secret->data), 0, secret->size};
    if ((status = status_from_bridge(call_agree(&params))))
    {
        secret_free(secret);
        return status;
    }
    *result = secret;
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI entry_secret_agreement(NCRYPT_PROV_HANDLE provider,
                                              NCRYPT_KEY_HANDLE own_handle,
                                              NCRYPT_KEY_HANDLE peer_handle,
                                              NCRYPT_SECRET_HANDLE *handle, DWORD flags)
{
    struct key *own = key_from_handle(own_handle), *peer = key_from_handle(peer_handle);
    struct secret *secret = NULL;
    SECURITY_STATUS status;

    (void)provider;
    if (flags & ~(DWORD)NCRYPT_SILENT_FLAG)
        return NTE_BAD_FLAGS;
    keys_lock_shared(own, peer);
    if (!(status = check_agreement(own, peer)) && !(status = consent_check(own, flags)))
        status = agree(own, peer, &secret);
    keys_unlock_shared(own, peer);
    if (!status)
        *handle = (NCRYPT_SECRET_HANDLE)secret;
    return status;
}

SECURITY_STATUS WINAPI entry_free_secret(NCRYPT_PROV_HANDLE provider, NCRYPT_SECRET_HANDLE handle)
{
    (void)provider;
    secret_free(secret_from_handle(handle));
    return ERROR_SUCCESS;
}
