/*
 * Key encapsulation.
 * Prototypes and status codes: learn.microsoft.com, nf-ncrypt-ncryptencapsulate and
 * nf-ncrypt-ncryptdecapsulate.  Unlike elsewhere, a handle of 0 is an invalid parameter.
 */
#include "gaps.h"
#include "handle.h"
#include "ksp.h"
#include "trace.h"

static SECURITY_STATUS invalid_key(NCRYPT_KEY_HANDLE key)
{
    return key ? NTE_INVALID_HANDLE : NTE_INVALID_PARAMETER;
}

SECURITY_STATUS WINAPI NCryptEncapsulate(NCRYPT_KEY_HANDLE key, PBYTE secret, ULONG secret_size,
                                         ULONG *secret_result, PBYTE ciphertext,
                                         ULONG ciphertext_size, ULONG *ciphertext_result,
                                         ULONG flags)
{
    struct object *object = object_acquire(key, OBJECT_KEY);
    SECURITY_STATUS status;

    TRACE("(%p, %p, %u, %p, %p, %u, %p, %#x)\n", (void *)key, secret, (unsigned int)secret_size,
          secret_result, ciphertext, (unsigned int)ciphertext_size, ciphertext_result,
          (unsigned int)flags);
    if (!object)
        RETURN_STATUS(invalid_key(key));
    if (!secret_result || !ciphertext_result)
        status = GAP_STATUS_NULL_OUTPUT;
    else if (flags)
        status = NTE_BAD_FLAGS;
    else if (!object->ksp->kem)
        status = NTE_NOT_SUPPORTED;
    else
        status = object->ksp->kem->Encapsulate(object->provider->native, object->native, secret,
                                               secret_size, secret_result, ciphertext,
                                               ciphertext_size, ciphertext_result, flags);
    object_release(object);
    RETURN_STATUS(status);
}

SECURITY_STATUS WINAPI NCryptDecapsulate(NCRYPT_KEY_HANDLE key, PBYTE ciphertext,
                                         ULONG ciphertext_size, PBYTE secret, ULONG secret_size,
                                         ULONG *secret_result, ULONG flags)
{
    struct object *object = object_acquire(key, OBJECT_KEY);
    SECURITY_STATUS status;

    TRACE("(%p, %p, %u, %p, %u, %p, %#x)\n", (void *)key, ciphertext, (unsigned int)ciphertext_size,
          secret, (unsigned int)secret_size, secret_result, (unsigned int)flags);
    if (!object)
        RETURN_STATUS(invalid_key(key));
    if (!secret_result)
        status = GAP_STATUS_NULL_OUTPUT;
    else if (flags)
        status = NTE_BAD_FLAGS;
    else if (!object->ksp->kem)
        status = NTE_NOT_SUPPORTED;
    else
        status = object->ksp->kem->Decapsulate(object->provider->native, object->native, ciphertext,
                                               ciphertext_size, secret, secret_size, secret_result,
                                               flags);
    object_release(object);
    RETURN_STATUS(status);
}
