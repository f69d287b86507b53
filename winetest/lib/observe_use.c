/*
 * Observed calls that use keys.
 */
#define __USE_MINGW_ANSI_STDIO 1
#include "observation.h"

#define PLACE const struct observed_place *place

static void observe(PLACE, const char *function, struct call *call, SECURITY_STATUS status,
                    const void *output, DWORD size, const DWORD *result, BOOL is_fresh)
{
    if (!observation_begin(place, function, call))
        return;
    record_put_status(status);
    put_result_size(call, status, result);
    if (!status)
        put_output(output, size, result, is_fresh, 0);
    record_end();
}

static void describe(struct call *call, NCRYPT_HANDLE handle, const void *padding, DWORD flags)
{
    call_add_handle(call, handle);
    call_add_padding(call, padding);
    call_add_flags(call, flags);
}

/* --- signatures ----------------------------------------------------------------------------- */

/* Only PKCS#1 signs without random numbers. */
SECURITY_STATUS observed_NCryptSignHash(PLACE, NCRYPT_KEY_HANDLE key, VOID *padding, PBYTE hash,
                                        DWORD hash_size, PBYTE output, DWORD size, DWORD *result,
                                        DWORD flags)
{
    struct call call = {.used = 0};
    SECURITY_STATUS status;
    BOOL is_fresh;

    if (!observing())
        return NCryptSignHash(key, padding, hash, hash_size, output, size, result, flags);
    is_fresh = subject_find(key)->is_fresh || (flags & ~NCRYPT_SILENT_FLAG) != BCRYPT_PAD_PKCS1 ||
               !bytes_are_fixed(hash, hash_size);
    describe(&call, key, padding, flags);
    call_add_size(&call, "hash", hash, hash_size, TRUE);
    call_add_size(&call, "output", output, size, TRUE);
    call_note_result(&call, result);
    status = NCryptSignHash(key, padding, hash, hash_size, output, size, result, flags);
    observe(place, "NCryptSignHash", &call, status, output, size, result, is_fresh);
    return status;
}

SECURITY_STATUS observed_NCryptVerifySignature(PLACE, NCRYPT_KEY_HANDLE key, VOID *padding,
                                               PBYTE hash, DWORD hash_size, PBYTE signature,
                                               DWORD size, DWORD flags)
{
    struct call call = {.used = 0};
    SECURITY_STATUS status;

    if (!observing())
        return NCryptVerifySignature(key, padding, hash, hash_size, signature, size, flags);
    describe(&call, key, padding, flags);
    call_add_size(&call, "hash", hash, hash_size, TRUE);
    call_add_size(&call, "signature", signature, size, TRUE);
    status = NCryptVerifySignature(key, padding, hash, hash_size, signature, size, flags);
    observe(place, "NCryptVerifySignature", &call, status, NULL, 0, NULL, FALSE);
    return status;
}

/* --- encryption ----------------------------------------------------------------------------- */

SECURITY_STATUS observed_NCryptEncrypt(PLACE, NCRYPT_KEY_HANDLE key, PBYTE input, DWORD input_size,
                                       VOID *padding, PBYTE output, DWORD size, DWORD *result,
                                       DWORD flags)
{
    const DWORD random_padding = BCRYPT_PAD_PKCS1 | BCRYPT_PAD_OAEP;
    struct call call = {.used = 0};
    SECURITY_STATUS status;
    BOOL is_fresh;

    if (!observing())
        return NCryptEncrypt(key, input, input_size, padding, output, size, result, flags);
    is_fresh = subject_find(key)->is_fresh || (flags & random_padding) ||
               !bytes_are_fixed(input, input_size);
    describe(&call, key, padding, flags);
    call_add_size(&call, "input", input, input_size, TRUE);
    call_add_size(&call, "output", output, size, TRUE);
    call_note_result(&call, result);
    status = NCryptEncrypt(key, input, input_size, padding, output, size, result, flags);
    observe(place, "NCryptEncrypt", &call, status, output, size, result, is_fresh);
    return status;
}

/* Of plain text it is not known whether it differs from run to run, unless it was seen before. */
SECURITY_STATUS observed_NCryptDecrypt(PLACE, NCRYPT_KEY_HANDLE key, PBYTE input, DWORD input_size,
                                       VOID *padding, PBYTE output, DWORD size, DWORD *result,
                                       DWORD flags)
{
    struct call call = {.used = 0};
    SECURITY_STATUS status;
    BOOL is_fresh;

    if (!observing())
        return NCryptDecrypt(key, input, input_size, padding, output, size, result, flags);
    is_fresh = subject_find(key)->is_fresh || !bytes_are_fixed(input, input_size);
    describe(&call, key, padding, flags);
    call_add_size(&call, "input", input, input_size, TRUE);
    call_add_size(&call, "output", output, size, TRUE);
    call_note_result(&call, result);
    status = NCryptDecrypt(key, input, input_size, padding, output, size, result, flags);
    if (is_fresh && !status && output && call.has_result && *result && *result <= size)
        is_fresh = !bytes_are_fixed(output, *result);
    observe(place, "NCryptDecrypt", &call, status, output, size, result, is_fresh);
    return status;
}

/* --- agreement and derivation --------------------------------------------------------------- */

SECURITY_STATUS observed_NCryptSecretAgreement(PLACE, NCRYPT_KEY_HANDLE private_key,
                                               NCRYPT_KEY_HANDLE public_key,
                                               NCRYPT_SECRET_HANDLE *secret, DWORD flags)
{
    struct call call = {.used = 0};
    SECURITY_STATUS status;
    BOOL is_fresh;

    if (!observing())
        return NCryptSecretAgreement(private_key, public_key, secret, flags);
    is_fresh = subject_find(private_key)->is_fresh || subject_find(public_key)->is_fresh;
    call_add_handle(&call, private_key);
    call_add_handle(&call, public_key);
    call_add_flags(&call, flags);
    status = NCryptSecretAgreement(private_key, public_key, secret, flags);
    if (!status)
        subject_add(*secret, "secret", is_fresh, FALSE);
    observe(place, "NCryptSecretAgreement", &call, status, NULL, 0, NULL, FALSE);
    return status;
}

SECURITY_STATUS observed_NCryptDeriveKey(PLACE, NCRYPT_SECRET_HANDLE secret, LPCWSTR kdf,
                                         NCryptBufferDesc *parameters, PBYTE output, DWORD size,
                                         DWORD *result, ULONG flags)
{
    struct call call = {.used = 0};
    SECURITY_STATUS status;

    if (!observing())
        return NCryptDeriveKey(secret, kdf, parameters, output, size, result, flags);
    call_add_handle(&call, secret);
    call_add_name(&call, "kdf", kdf);
    call_add_list(&call, parameters);
    call_add_size(&call, "output", output, size, TRUE);
    call_add_flags(&call, flags);
    call_note_result(&call, result);
    status = NCryptDeriveKey(secret, kdf, parameters, output, size, result, flags);
    observe(place, "NCryptDeriveKey", &call, status, output, size, result,
            subject_find(secret)->is_fresh);
    return status;
}

SECURITY_STATUS observed_NCryptKeyDerivation(PLACE, NCRYPT_KEY_HANDLE key,
                                             NCryptBufferDesc *parameters, PUCHAR output,
                                             DWORD size, DWORD *result, ULONG flags)
{
    struct call call = {.used = 0};
    SECURITY_STATUS status;

    if (!observing())
        return NCryptKeyDerivation(key, parameters, output, size, result, flags);
    call_add_handle(&call, key);
    call_add_list(&call, parameters);
    call_add_size(&call, "output", output, size, TRUE);
    call_add_flags(&call, flags);
    call_note_result(&call, result);
    status = NCryptKeyDerivation(key, parameters, output, size, result, flags);
    observe(place, "NCryptKeyDerivation", &call, status, output, size, result,
            subject_find(key)->is_fresh);
    return status;
}
