/*
 * Encryption of small files under RSA keys.
 */
#include "commands.h"
#include "files.h"
#include "keys.h"
#include "padding.h"
#include "status.h"

const struct option encrypt_options[] = {
    OPTIONS_OF_ENCRYPTION, OPTION_OUT,           OPTION_PROVIDER, OPTION_TYPE,
    OPTION_PASSWORD,       OPTION_PASSWORD_FILE, OPTION_END,
};

/* NCryptEncrypt and NCryptDecrypt have the same parameters. */
typedef SECURITY_STATUS(WINAPI *crypt_function)(NCRYPT_KEY_HANDLE, BYTE *, DWORD, VOID *, BYTE *,
                                                DWORD, DWORD *, DWORD);

static SECURITY_STATUS crypt_data(crypt_function function, const struct key *key,
                                  struct padding *padding, const struct bytes *data,
                                  struct bytes *result)
{
    DWORD size = 0;
    SECURITY_STATUS status = function(key->handle, data->data, data->size, padding->info, NULL, 0,
                                      &size, padding->flags | NCRYPT_SILENT_FLAG);

    if (status)
    {
        return status;
    }
    result->data = scratch(size);
    return function(key->handle, data->data, data->size, padding->info, result->data, size,
                    &result->size, padding->flags | NCRYPT_SILENT_FLAG);
}

static int crypt_file(const struct arguments *arguments, crypt_function function, const char *verb)
{
    const char *path = option_text(arguments, "out");
    const char *data_path = arguments->positional[1];
    struct bytes data, result;
    struct padding padding;
    struct key key;
    SECURITY_STATUS status;

    if (!encryption_padding(arguments, &padding))
    {
        return RESULT_USAGE;
    }
    if (!read_file(data_path, &data) ||
        !open_key(arguments, arguments->positional[0], option_text(arguments, "type"), &key))
    {
        return RESULT_FAILED;
    }
    status = crypt_data(function, &key, &padding, &data, &result);
    close_key(&key);
    if (status)
    {
        return fail(status, "cannot %s %s", verb, data_path);
    }
    return write_file(path ? path : "-", &result) ? RESULT_OK : RESULT_FAILED;
}

int run_encrypt(const struct arguments *arguments)
{
    return crypt_file(arguments, NCryptEncrypt, "encrypt");
}

int run_decrypt(const struct arguments *arguments)
{
    return crypt_file(arguments, NCryptDecrypt, "decrypt");
}
