/*
 * Key encapsulation.  The DLL of an older Windows, or Wine's own, does not export it.
 */
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

/* NULL after a message. */
static void *find_function(const char *name)
{
    void *function = (void *)GetProcAddress(GetModuleHandleW(L"ncrypt.dll"), name);

    if (!function)
    {
        complain("this ncrypt.dll has no %s", name);
    }
    return function;
}

static SECURITY_STATUS encapsulate(encapsulate_function function, const struct key *key,
                                   struct bytes *secret, struct bytes *ciphertext)
{
    SECURITY_STATUS status = function(key->handle, NULL, 0, &secret->size, NULL, 0,
                                      &ciphertext->size, 0);

    if (status)
    {
        return status;
    }
    secret->data = scratch(secret->size);
    ciphertext->data = scratch(ciphertext->size);
    return function(key->handle, secret->data, secret->size, &secret->size, ciphertext->data,
                    ciphertext->size, &ciphertext->size, 0);
}

static int write_secret(const struct arguments *arguments, const struct bytes *secret)
{
    const char *path = option_text(arguments, "out");

    return write_file(path ? path : "-", secret) ? RESULT_OK : RESULT_FAILED;
}

int run_encapsulate(const struct arguments *arguments)
{
    encapsulate_function function = find_function("NCryptEncapsulate");
    struct bytes secret, ciphertext;
    SECURITY_STATUS status;
    struct key key;

    if (!function ||
        !open_key(arguments, arguments->positional[0], option_text(arguments, "type"), &key))
    {
        return RESULT_FAILED;
    }
    status = encapsulate(function, &key, &secret, &ciphertext);
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

static SECURITY_STATUS decapsulate(decapsulate_function function, const struct key *key,
                                   const struct bytes *ciphertext, struct bytes *secret)
{
    SECURITY_STATUS status = function(key->handle, ciphertext->data, ciphertext->size, NULL, 0,
                                      &secret->size, 0);

    if (status)
    {
        return status;
    }
    secret->data = scratch(secret->size);
    return function(key->handle, ciphertext->data, ciphertext->size, secret->data, secret->size,
                    &secret->size, 0);
}

int run_decapsulate(const struct arguments *arguments)
{
    decapsulate_function function = find_function("NCryptDecapsulate");
    struct bytes secret, ciphertext;
    SECURITY_STATUS status;
    struct key key;

    if (!function || !read_file(arguments->positional[1], &ciphertext) ||
        !open_key(arguments, arguments->positional[0], option_text(arguments, "type"), &key))
    {
        return RESULT_FAILED;
    }
    status = decapsulate(function, &key, &ciphertext, &secret);
    close_key(&key);
    if (status)
    {
        return fail(status, "cannot decapsulate %s", arguments->positional[1]);
    }
    return write_secret(arguments, &secret);
}
