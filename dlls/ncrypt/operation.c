/*
 * What keys do: encrypt, decrypt, sign, verify, derive, encapsulate, claim.
 * Prototypes and status codes: learn.microsoft.com, ncrypt.h.
 */
#include "gaps.h"
#include "handle.h"
#include "ksp.h"
#include "trace.h"

/* NCryptEncrypt and NCryptDecrypt, which differ in the provider's slot only. */
static SECURITY_STATUS crypt(bool decrypt, NCRYPT_KEY_HANDLE key, BYTE *input, DWORD input_size,
                             void *padding, BYTE *output, DWORD size, DWORD *result, DWORD flags)
{
    struct object *object = object_acquire(key, OBJECT_KEY);
    SECURITY_STATUS status;

    if (!object)
        return NTE_INVALID_HANDLE;
    if (!result)
        status = GAP_STATUS_NULL_OUTPUT;
    else if (decrypt)
        status = KSP_CALL(object->ksp, Decrypt, object->provider->native, object->native, input,
                          input_size, padding, output, size, result, flags);
    else
        status = KSP_CALL(object->ksp, Encrypt, object->provider->native, object->native, input,
                          input_size, padding, output, size, result, flags);
    object_release(object);
    return status;
}

SECURITY_STATUS WINAPI NCryptEncrypt(NCRYPT_KEY_HANDLE key, PBYTE input, DWORD input_size,
                                     VOID *padding, PBYTE output, DWORD size, DWORD *result,
                                     DWORD flags)
{
    TRACE("(%p, %p, %u, %p, %p, %u, %p, %#x)\n", (void *)key, input, (unsigned int)input_size,
          padding, output, (unsigned int)size, result, (unsigned int)flags);
    RETURN_STATUS(crypt(false, key, input, input_size, padding, output, size, result, flags));
}

SECURITY_STATUS WINAPI NCryptDecrypt(NCRYPT_KEY_HANDLE key, PBYTE input, DWORD input_size,
                                     VOID *padding, PBYTE output, DWORD size, DWORD *result,
                                     DWORD flags)
{
    TRACE("(%p, %p, %u, %p, %p, %u, %p, %#x)\n", (void *)key, input, (unsigned int)input_size,
          padding, output, (unsigned int)size, result, (unsigned int)flags);
    RETURN_STATUS(crypt(true, key, input, input_size, padding, output, size, result, flags));
}

SECURITY_STATUS WINAPI NCryptSignHash(NCRYPT_KEY_HANDLE key, VOID *padding, PBYTE hash,
                                      DWORD hash_size, PBYTE signature, DWORD size, DWORD *result,
                                      DWORD flags)
{
    struct object *object = object_acquire(key, OBJECT_KEY);
    SECURITY_STATUS status;

    TRACE("(%p, %p, %p, %u, %p, %u, %p, %#x)\n", (void *)key, padding, hash,
          (unsigned int)hash_size, signature, (unsigned int)size, result, (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    if (!hash && hash_size)
        status = STATUS_NULL_REFERENCE;
    else if (!result)
        status = GAP_STATUS_NULL_OUTPUT;
    else
        status = KSP_CALL(object->ksp, SignHash, object->provider->native, object->native, padding,
                          hash, hash_size, signature, size, result, flags);
    object_release(object);
    RETURN_STATUS(status);
}

SECURITY_STATUS WINAPI NCryptVerifySignature(NCRYPT_KEY_HANDLE key, VOID *padding, PBYTE hash,
                                             DWORD hash_size, PBYTE signature, DWORD size,
                                             DWORD flags)
{
    struct object *object = object_acquire(key, OBJECT_KEY);
    SECURITY_STATUS status;

    TRACE("(%p, %p, %p, %u, %p, %u, %#x)\n", (void *)key, padding, hash, (unsigned int)hash_size,
          signature, (unsigned int)size, (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    if ((!hash && hash_size) || (!signature && size))
        status = STATUS_NULL_REFERENCE;
    else
        status = KSP_CALL(object->ksp, VerifySignature, object->provider->native, object->native,
                          padding, hash, hash_size, signature, size, flags);
    object_release(object);
    RETURN_STATUS(status);
}

static SECURITY_STATUS agree(struct object *private_key, struct object *public_key,
                             NCRYPT_SECRET_HANDLE *secret, DWORD flags)
{
    NCRYPT_SECRET_HANDLE native = 0;
    SECURITY_STATUS status;

    if (!secret)
        return GAP_STATUS_NULL_OUTPUT;
    if (private_key->ksp != public_key->ksp)
        return GAP_STATUS_CROSS_PROVIDER;
    status = KSP_CALL(private_key->ksp, SecretAgreement, private_key->provider->native,
                      private_key->native, public_key->native, &native, flags);
    if (status)
        return status;
    return object_create(OBJECT_SECRET, private_key->ksp, private_key->provider, native, secret);
}

SECURITY_STATUS WINAPI NCryptSecretAgreement(NCRYPT_KEY_HANDLE private_key,
                                             NCRYPT_KEY_HANDLE public_key,
                                             NCRYPT_SECRET_HANDLE *secret, DWORD flags)
{
    struct object *own = object_acquire(private_key, OBJECT_KEY);
    struct object *peer = object_acquire(public_key, OBJECT_KEY);
    SECURITY_STATUS status;

    TRACE("(%p, %p, %p, %#x)\n", (void *)private_key, (void *)public_key, secret,
          (unsigned int)flags);
    status = own && peer ? agree(own, peer, secret, flags) : NTE_INVALID_HANDLE;
    object_release(peer);
    object_release(own);
    RETURN_STATUS(status);
}

SECURITY_STATUS WINAPI NCryptDeriveKey(NCRYPT_SECRET_HANDLE secret, LPCWSTR kdf,
                                       NCryptBufferDesc *parameters, PBYTE output, DWORD size,
                                       DWORD *result, ULONG flags)
{
    struct object *object = object_acquire(secret, OBJECT_SECRET);
    SECURITY_STATUS status;

    TRACE("(%p, %s, %p, %p, %u, %p, %#x)\n", (void *)secret, trace_wide(kdf), parameters, output,
          (unsigned int)size, result, (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    if (!kdf)
        status = STATUS_NULL_REFERENCE;
    else if (!result)
        status = GAP_STATUS_NULL_OUTPUT;
    else
        status = KSP_CALL(object->ksp, DeriveKey, object->provider->native, object->native, kdf,
                          parameters, output, size, result, flags);
    object_release(object);
    RETURN_STATUS(status);
}

SECURITY_STATUS WINAPI NCryptKeyDerivation(NCRYPT_KEY_HANDLE key, NCryptBufferDesc *parameters,
                                           PUCHAR output, DWORD size, DWORD *result, ULONG flags)
{
    struct object *object = object_acquire(key, OBJECT_KEY);
    SECURITY_STATUS status;

    TRACE("(%p, %p, %p, %u, %p, %#x)\n", (void *)key, parameters, output, (unsigned int)size,
          result, (unsigned int)flags);
    if (!object)
        RETURN_STATUS(NTE_INVALID_HANDLE);
    if (!result)
        status = GAP_STATUS_NULL_OUTPUT;
    else
        status = KSP_CALL(object->ksp, KeyDerivation, object->provider->native, object->native,
                          parameters, output, size, result, flags);
    object_release(object);
    RETURN_STATUS(status);
}
