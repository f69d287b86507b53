/*
 * Signatures of files.  They are read and written as CNG has them: for RSA as long as the modulus,
 * for ECDSA r and s one after the other.  ML-DSA and SLH-DSA keys sign the file, not its hash.
 */
#include "commands.h"
#include "files.h"
#include "keys.h"
#include "padding.h"
#include "status.h"
#include "text.h"

#include <string.h>

const struct option sign_options[] = {
    OPTIONS_OF_SIGNATURE, OPTION_OUT,   OPTION_KEY,      OPTION_MACHINE,       OPTION_PROVIDER,
    OPTION_TYPE,          OPTION_CURVE, OPTION_PASSWORD, OPTION_PASSWORD_FILE, OPTION_END,
};

const struct option verify_options[] = {
    OPTIONS_OF_SIGNATURE, OPTION_KEY,      OPTION_MACHINE,       OPTION_PROVIDER, OPTION_TYPE,
    OPTION_CURVE,         OPTION_PASSWORD, OPTION_PASSWORD_FILE, OPTION_END,
};

/* What goes into a signature: the key, the hash of the data, the padding. */
struct signing
{
    struct key key;
    struct bytes digest;
    struct padding padding;
};

static BOOL read_digest(const struct arguments *arguments, const char *path, const char *group,
                        struct bytes *digest)
{
    const char *hash = option_text(arguments, "hash");
    struct bytes data;

    if (!read_file(path, &data))
    {
        return FALSE;
    }
    if (option_given(arguments, "digest") || signs_data(group))
    {
        *digest = data;
        return TRUE;
    }
    return hash_data(hash ? hash : DEFAULT_HASH, &data, digest);
}

/* The last `files` positional arguments are the data and what follows it; the key file, if no
 * stored key is named, stands before them. */
static const char *const *split_arguments(const struct arguments *arguments, int files,
                                          const char **key_path)
{
    BOOL stored = option_given(arguments, "key");

    if (arguments->count != files + !stored)
    {
        complain(stored ? "with --key there is no key file" : "a key file or --key is missing");
        return NULL;
    }
    *key_path = stored ? NULL : arguments->positional[0];
    return arguments->positional + !stored;
}

static BOOL start_signing(const struct arguments *arguments, const char *key_path,
                          const char *data_path, struct signing *signing)
{
    if (!open_key(arguments, key_path, option_text(arguments, "type"), &signing->key))
    {
        return FALSE;
    }
    if (!read_digest(arguments, data_path, key_group(&signing->key), &signing->digest) ||
        !signature_padding(arguments, key_group(&signing->key), signing->digest.size,
                           &signing->padding))
    {
        close_key(&signing->key);
        return FALSE;
    }
    return TRUE;
}

static SECURITY_STATUS sign_digest(struct signing *signing, struct bytes *signature)
{
    SECURITY_STATUS status;
    DWORD size = 0;

    status = NCryptSignHash(signing->key.handle, signing->padding.info, signing->digest.data,
                            signing->digest.size, NULL, 0, &size,
                            signing->padding.flags | NCRYPT_SILENT_FLAG);
    if (status)
    {
        return status;
    }
    signature->data = scratch(size);
    return NCryptSignHash(signing->key.handle, signing->padding.info, signing->digest.data,
                          signing->digest.size, signature->data, size, &signature->size,
                          signing->padding.flags | NCRYPT_SILENT_FLAG);
}

int run_sign(const struct arguments *arguments)
{
    const char *path = option_text(arguments, "out");
    const char *key_path;
    const char *const *files = split_arguments(arguments, 1, &key_path);
    struct signing signing;
    struct bytes signature;
    SECURITY_STATUS status;

    if (!files)
    {
        return RESULT_USAGE;
    }
    if (!start_signing(arguments, key_path, files[0], &signing))
    {
        return RESULT_FAILED;
    }
    status = sign_digest(&signing, &signature);
    close_key(&signing.key);
    if (status)
    {
        return fail(status, "cannot sign %s", files[0]);
    }
    return write_file(path ? path : "-", &signature) ? RESULT_OK : RESULT_FAILED;
}

static int verify_file(const struct arguments *arguments)
{
    const char *key_path;
    const char *const *files = split_arguments(arguments, 2, &key_path);
    struct signing signing;
    struct bytes signature;
    SECURITY_STATUS status;

    if (!files)
    {
        return RESULT_USAGE;
    }
    if (!read_file(files[1], &signature) || !start_signing(arguments, key_path, files[0], &signing))
    {
        return RESULT_FAILED;
    }
    status = NCryptVerifySignature(signing.key.handle, signing.padding.info, signing.digest.data,
                                   signing.digest.size, signature.data, signature.size,
                                   signing.padding.flags | NCRYPT_SILENT_FLAG);
    close_key(&signing.key);
    if (status)
    {
        return fail(status, "%s is no valid signature of %s", files[1], files[0]);
    }
    out("%s is a valid signature of %s\n", files[1], files[0]);
    return RESULT_OK;
}

/* Without arguments it is the test of the installation, as "tools/prefix verify" calls it. */
int run_verify(const struct arguments *arguments)
{
    return arguments->count || option_given(arguments, "key") ? verify_file(arguments)
                                                              : run_selftest(arguments);
}
