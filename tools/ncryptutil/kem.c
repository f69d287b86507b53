/*
 * Key encapsulation.  The DLL of an older Windows, or Wine's own, does not export it.
 */
#include "kem.h"

#include "commands.h"
#include "files.h"
#include "keys.h"
#include "status.h"

#include <ncrypt_ext.h>

#define OPTIONS_OF_KEM                                                                             \
    OPTION_OUT, OPTION_PROVIDER, OPTION_TYPE, OPTION_PASSWORD, OPTION_PASSWORD_FILE, OPTION_END

const struct option encapsulate_options[] = {OPTIONS_OF_KEM};
const struct option decapsulate_options[] = {OPTIONS_OF_KEM};

typedef SECURITY_STATUS(WINAPI *encapsulate_function)(NCRYPT_KEY_HANDLE, BYTE *, ULONG, ULONG *,
                                                      BYTE *, ULONG, ULONG *, ULONG);
typedef SECURITY_STATUS(WINAPI *decapsulate_function)(NCRYPT_KEY_HANDLE, BYTE *, ULONG, BYTE *,
                                                      ULONG, ULONG *, ULONG);

/* NULL if this DLL has none. */
static void *find_function(const char *name)
{
    return (void *)GetProcAddress(GetModuleHandleW(L"ncrypt.dll"), name);
}

SECURITY_STATUS kem_encapsulate(NCRYPT_KEY_HANDLE key, struct bytes *secret,
                                struct bytes *ciphertext)
{
    encapsulate_function function = find_function("NCryptEncapsulate");
    SECURITY_STATUS status = NTE_NOT_SUPPORTED;

    if (function)
    {
        status = function(key, NULL, 0, &secret->size, NULL, 0, &ciphertext->size, 0);
    }
    if (status)
    {
        return status;
    }
    secret->data = scratch(secret->size);
    ciphertext->data = scratch(ciphertext->size);
    return function(key, secret->data, secret->size, &secret->size, ciphertext->data,
                    ciphertext->size, &ciphertext->size, 0);
}

SECURITY_STATUS kem_decapsulate(NCRYPT_KEY_HANDLE key, const struct bytes *ciphertext,
                                struct bytes *secret)
{
    decapsulate_function function = find_function("NCryptDecapsulate");
    SECURITY_STATUS status = NTE_NOT_SUPPORTED;

    if (function)
    {
        status = function(key, ciphertext->data, ciphertext->size, NULL, 0, &secret->size, 0);
    }
    if (status)
    {
        return status;
    }
    secret->data = scratch(secret->size);
    return function(key, ciphertext->data, ciphertext->size, secret->data, secret->size,
                    &secret->size, 0);
}

static int write_secret(const struct arguments *arguments, const struct bytes *secret)
{
    const char *path = option_text(arguments, "out");

    return write_file(path ? path : "-", secret) ? RESULT_OK : RESULT_FAILED;
}

int run_encapsulate(const struct arguments *arguments)
{
    struct bytes secret, ciphertext;
    SECURITY_STATUS status;
    struct key key;

    if (!open_key(arguments, arguments->positional[0], option_text(arguments, "type"), &key))
    {
        return RESULT_FAILED;
    }
    status = kem_encapsulate(key.handle, &secret, &ciphertext);
    close_key(&key);
    if (status)
    {
        return fail(status, "cannot encapsulate");
    }
    if (!write_file(arguments->positional[1], &ciphertext))
    {
        return RESULT_FAILED;
    }
    return write_secret(arguments, &secret);
}

int run_decapsulate(const struct arguments *arguments)
{
    struct bytes secret, ciphertext;
    SECURITY_STATUS status;
    struct key key;

    if (!read_file(arguments->positional[1], &ciphertext) ||
        !open_key(arguments, arguments->positional[0], option_text(arguments, "type"), &key))
    {
        return RESULT_FAILED;
    }
    status = kem_decapsulate(key.handle, &ciphertext, &secret);
    close_key(&key);
    if (status)
    {
        return fail(status, "cannot decapsulate %s", arguments->positional[1]);
    }
    return write_secret(arguments, &secret);
}
