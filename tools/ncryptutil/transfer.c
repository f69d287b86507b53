/*
 * import and export: keys go from files into the provider and back.
 */
#include "transfer.h"

#include "blobtypes.h"
#include "commands.h"
#include "files.h"
#include "foreign.h"
#include "keyfile.h"
#include "status.h"
#include "text.h"

#include <string.h>

const struct option import_options[] = {
    OPTION_TYPE,
    OPTIONS_OF_INPUT,
    OPTION_END,
};

const struct option export_options[] = {
    {"type", "TYPE", "blob type to write"},
    {"from", "FILE", "file with the key"},
    OPTION_KEY,
    OPTION_MACHINE,
    OPTIONS_OF_OUTPUT,
    OPTIONS_OF_INPUT,
    OPTION_END,
};

/* ------------------------------------------------------------------------------------------
 * import
 */
int run_import(const struct arguments *arguments)
{
    struct key key;
    BOOL is_private;

    if (!open_key(arguments, arguments->positional[0], option_text(arguments, "type"), &key))
    {
        return RESULT_FAILED;
    }
    out("%s:\n", arguments->positional[0]);
    describe_key(&key); /* before the export policy is changed */
    is_private = !allow_export(key.handle) && has_private_part(key.handle);
    out("  %-18s %s\n", "private part", is_private ? "yes" : "no");
    close_key(&key);
    return RESULT_OK;
}

/* ------------------------------------------------------------------------------------------
 * Writing
 */
static SECURITY_STATUS export_spki(NCRYPT_KEY_HANDLE key, struct bytes *spki)
{
    struct bytes blob;
    SECURITY_STATUS status = export_blob(key, "PUBLICBLOB", NULL, &blob);

    if (!status && !spki_from_blob(&blob, spki))
    {
        status = NTE_NOT_SUPPORTED;
    }
    return status;
}

/* Only this type can be encrypted with a password. */
static BOOL is_pkcs8(const char *type)
{
    return !strcmp(type, "PKCS8_PRIVATEKEY");
}

SECURITY_STATUS export_type(const struct key *key, const char *type,
                            const struct export_settings *settings, struct bytes *blob)
{
    if (!strcmp(type, TYPE_SPKI))
    {
        return export_spki(key->handle, blob);
    }
    return export_blob(key->handle, type, settings, blob);
}

BOOL write_blob(const struct arguments *arguments, const char *type,
                const struct export_settings *settings, const struct bytes *blob, const char *path)
{
    struct bytes pem;

    if (is_pkcs8(type) && settings->password && !is_encrypted_pkcs8(blob))
    {
        complain("the provider did not encrypt the key: nothing is written to %s", path);
        return FALSE;
    }
    if (!option_given(arguments, "pem"))
    {
        return write_file(path, blob);
    }
    pem = encode_pem(blob, pem_label(type, is_pkcs8(type) && settings->password));
    return write_file(path, &pem);
}

int export_to_file(const struct arguments *arguments, const struct key *key, const char *type,
                   struct export_settings *settings, const char *path)
{
    struct bytes blob;
    SECURITY_STATUS status;

    if (!start_wrapping(key->provider, settings))
    {
        return RESULT_FAILED;
    }
    status = export_type(key, type, settings, &blob);
    end_wrapping(settings);
    if (status)
    {
        return fail(status, "cannot export the key of %s as %s", key->source, type);
    }
    return write_blob(arguments, type, settings, &blob, path) ? RESULT_OK : RESULT_FAILED;
}

/* ------------------------------------------------------------------------------------------
 * export
 */
int run_export(const struct arguments *arguments)
{
    const char *type = option_text(arguments, "type");
    struct export_settings settings;
    struct key key;
    int result;

    if (!type)
    {
        complain("--type must name the blob type to write");
        return RESULT_USAGE;
    }
    if (!read_export_settings(arguments, &settings) ||
        !open_key(arguments, option_text(arguments, "from"), NULL, &key))
    {
        return RESULT_FAILED;
    }
    if (option_given(arguments, "from"))
    {
        allow_export(key.handle); /* a stored key keeps its own policy */
    }
    result = export_to_file(arguments, &key, blob_type_name(type), &settings,
                            arguments->positional[0]);
    close_key(&key);
    return result;
}
