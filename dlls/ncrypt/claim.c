/*
 * Claims (attestation).  The function table takes the provider first, unlike these exports.
 */
#include "gaps.h"
#include "handle.h"
#include "ksp.h"
#include "trace.h"

/* Two optional keys of one provider; the first that is given says which. */
struct pair
{
    struct object *subject, *authority, *any;
};

static SECURITY_STATUS acquire_pair(struct pair *pair, NCRYPT_KEY_HANDLE subject,
                                    NCRYPT_KEY_HANDLE authority)
{
    pair->subject = subject ? object_acquire(subject, OBJECT_KEY) : NULL;
    pair->authority = authority ? object_acquire(authority, OBJECT_KEY) : NULL;
    pair->any = pair->subject ? pair->subject : pair->authority;
    if (!pair->any || (subject && !pair->subject) || (authority && !pair->authority))
        return NTE_INVALID_HANDLE;
    if (pair->authority && pair->authority->ksp != pair->any->ksp)
        return GAP_STATUS_CROSS_PROVIDER;
    return ERROR_SUCCESS;
}

static void release_pair(struct pair *pair)
{
    object_release(pair->subject);
    object_release(pair->authority);
}

static ULONG_PTR native(const struct object *object)
{
    return object ? object->native : 0;
}

SECURITY_STATUS WINAPI NCryptCreateClaim(NCRYPT_KEY_HANDLE subject, NCRYPT_KEY_HANDLE authority,
                                         DWORD type, NCryptBufferDesc *parameters, PBYTE output,
                                         DWORD size, DWORD *result, DWORD flags)
{
    struct pair pair;
    SECURITY_STATUS status = acquire_pair(&pair, subject, authority);

    TRACE("(%p, %p, %#x, %p, %p, %u, %p, %#x)\n", (void *)subject, (void *)authority,
          (unsigned int)type, parameters, output, (unsigned int)size, result, (unsigned int)flags);
    if (!status && !result)
        status = GAP_STATUS_NULL_OUTPUT;
    if (!status)
        status = KSP_CALL(pair.any->ksp, CreateClaim, pair.any->provider->native,
                          native(pair.subject), native(pair.authority), type, parameters, output,
                          size, result, flags);
    release_pair(&pair);
    RETURN_STATUS(status);
}

SECURITY_STATUS WINAPI NCryptVerifyClaim(NCRYPT_KEY_HANDLE subject, NCRYPT_KEY_HANDLE authority,
                                         DWORD type, NCryptBufferDesc *parameters, PBYTE claim,
                                         DWORD size, NCryptBufferDesc *output, DWORD flags)
{
    struct pair pair;
    SECURITY_STATUS status = acquire_pair(&pair, subject, authority);

    TRACE("(%p, %p, %#x, %p, %p, %u, %p, %#x)\n", (void *)subject, (void *)authority,
          (unsigned int)type, parameters, claim, (unsigned int)size, output, (unsigned int)flags);
    if (!status)
        status = KSP_CALL(pair.any->ksp, VerifyClaim, pair.any->provider->native,
                          native(pair.subject), native(pair.authority), type, parameters, claim,
                          size, output, flags);
    release_pair(&pair);
    RETURN_STATUS(status);
}
