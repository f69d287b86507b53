/*
 * Secret agreement of two keys, and what a key derivation function makes of the secret.
 */
#include "commands.h"
#include "files.h"
#include "keys.h"
#include "parameters.h"
#include "status.h"
#include "text.h"

#include <ncrypt_ext.h>
#include <string.h>

#define DEFAULT_KDF "HASH"
#define MAX_DERIVED 1024 /* the longest raw secret is that of a DH key of 8192 bits */

const struct option derive_options[] = {
    {"kdf", "NAME", "HASH, HMAC or TRUNCATE: the raw secret, last byte first (default: HASH)"},
    {"hash", "HASH", "hash of it, such as SHA384 (default: the provider's choice)"},
    {"hmac-key", "TEXT", "key of HMAC (default: the secret itself)"},
    OPTION_OUT,
    OPTION_PROVIDER,
    OPTION_CURVE,
    OPTION_END,
};

static SECURITY_STATUS derive_key(const struct arguments *arguments, NCRYPT_SECRET_HANDLE secret,
                                  struct bytes *derived)
{
    const char *kdf = option_text(arguments, "kdf");
    const char *hash = option_text(arguments, "hash");
    const char *hmac_key = option_text(arguments, "hmac-key");
    DWORD flags = 0;
    struct parameters parameters;

    kdf = kdf ? kdf : DEFAULT_KDF;
    start_parameters(&parameters);
    if (hash)
    {
        add_wide_text(&parameters, KDF_HASH_ALGORITHM, hash);
    }
    if (hmac_key)
    {
        add_parameter(&parameters, KDF_HMAC_KEY, hmac_key, strlen(hmac_key));
    }
    else if (!strcmp(kdf, "HMAC"))
    {
        flags = KDF_USE_SECRET_AS_HMAC_KEY_FLAG;
    }
    derived->data = scratch(MAX_DERIVED);
    return NCryptDeriveKey(secret, wide(kdf), parameter_list(&parameters), derived->data,
                           MAX_DERIVED, &derived->size, flags);
}

static int derive_from(const struct arguments *arguments, const struct key *own,
                       const struct key *peer)
{
    const char *path = option_text(arguments, "out");
    struct bytes derived;
    NCRYPT_SECRET_HANDLE secret;
    SECURITY_STATUS status = NCryptSecretAgreement(own->handle, peer->handle, &secret,
                                                   NCRYPT_SILENT_FLAG);

    if (status)
    {
        return fail(status, "%s and %s agree on no secret", own->source, peer->source);
    }
    status = derive_key(arguments, secret, &derived);
    NCryptFreeObject(secret);
    if (status)
    {
        return fail(status, "cannot derive a key from the secret");
    }
    return write_file(path ? path : "-", &derived) ? RESULT_OK : RESULT_FAILED;
}

int run_derive(const struct arguments *arguments)
{
    struct key own, peer;
    int result;

    if (!open_key(arguments, arguments->positional[0], NULL, &own))
    {
        return RESULT_FAILED;
    }
    if (!open_key(arguments, arguments->positional[1], NULL, &peer))
    {
        close_key(&own);
        return RESULT_FAILED;
    }
    result = derive_from(arguments, &own, &peer);
    close_key(&peer);
    close_key(&own);
    return result;
}
