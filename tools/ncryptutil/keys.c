#include "keys.h"

#include "blobtypes.h"
#include "files.h"
#include "keyfile.h"
#include "parameters.h"
#include "status.h"
#include "text.h"

#include <ncrypt_ext.h>
#include <string.h>

/* ------------------------------------------------------------------------------------------
 * Providers
 */
BOOL open_provider(const struct arguments *arguments, NCRYPT_PROV_HANDLE *provider)
{
    const char *name = option_text(arguments, "provider");
    SECURITY_STATUS status = NCryptOpenStorageProvider(provider, name ? wide(name) : NULL, 0);

    if (status)
    {
        fail(status, "cannot open the provider %s", name ? name : "(default)");
        return FALSE;
    }
    return TRUE;
}

/* ------------------------------------------------------------------------------------------
 * Properties
 */
SECURITY_STATUS get_property(NCRYPT_HANDLE object, const WCHAR *name, struct bytes *value)
{
    DWORD size = 0;
    SECURITY_STATUS status = NCryptGetProperty(object, name, NULL, 0, &size, 0);

    value->size = 0;
    if (status)
    {
        return status;
    }
    value->data = scratch((size_t)size + sizeof(WCHAR)); /* a text may come without its NUL */
    return NCryptGetProperty(object, name, value->data, size, &value->size, 0);
}

SECURITY_STATUS get_number(NCRYPT_HANDLE object, const WCHAR *name, DWORD *value)
{
    struct bytes bytes;
    SECURITY_STATUS status = get_property(object, name, &bytes);

    if (!status && bytes.size != sizeof(*value))
    {
        status = NTE_BAD_LEN;
    }
    if (!status)
    {
        memcpy(value, bytes.data, sizeof(*value));
    }
    return status;
}

SECURITY_STATUS get_text(NCRYPT_HANDLE object, const WCHAR *name, const char **value)
{
    struct bytes bytes;
    SECURITY_STATUS status = get_property(object, name, &bytes);

    if (!status)
    {
        *value = utf8((const WCHAR *)bytes.data);
    }
    return status;
}

const char *key_group(const struct key *key)
{
    const char *group = "";

    get_text(key->handle, NCRYPT_ALGORITHM_GROUP_PROPERTY, &group);
    return group;
}

/* ------------------------------------------------------------------------------------------
 * Passwords
 */
BOOL read_password(const struct arguments *arguments, const char *name, const char **password)
{
    const char *path = option_text(arguments, text_of("%s-file", name));
    struct bytes content;
    char *text;

    *password = option_text(arguments, name);
    if (*password || !path)
    {
        return TRUE;
    }
    if (!read_file(path, &content))
    {
        return FALSE;
    }
    text = scratch_copy(content.data, content.size, 1);
    text[strcspn(text, "\r\n")] = 0;
    *password = text;
    return TRUE;
}

/* ------------------------------------------------------------------------------------------
 * Import
 */
SECURITY_STATUS import_blob(NCRYPT_PROV_HANDLE provider, const char *type, const struct bytes *blob,
                            NCRYPT_KEY_HANDLE *key)
{
    return NCryptImportKey(provider, 0, wide(type), NULL, key, blob->data, blob->size,
                           NCRYPT_SILENT_FLAG);
}

/* The key of a file for hImportKey or hExportKey, in the provider of the key that it wraps. */
BOOL open_wrapping_key(const char *path, NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE *key)
{
    struct key_file file;
    SECURITY_STATUS status;

    if (!read_key_file(path, NULL, &file))
    {
        return FALSE;
    }
    status = import_blob(provider, file.type, &file.data, key);
    if (status)
    {
        fail(status, "cannot import %s (%s) as %s", path, file.what, file.type);
        return FALSE;
    }
    return TRUE;
}

static void import_parameters(const struct arguments *arguments, const struct key_file *file,
                              const char *password, struct parameters *parameters)
{
    const char *curve = option_text(arguments, "curve");

    start_parameters(parameters);
    if (password)
    {
        add_wide_text(parameters, NCRYPTBUFFER_PKCS_SECRET, password);
    }
    if (curve || file->curve)
    {
        add_wide_text(parameters, NCRYPTBUFFER_ECC_CURVE_NAME, curve ? curve : file->curve);
    }
}

static SECURITY_STATUS import_file(const struct arguments *arguments, const struct key_file *file,
                                   const char *password, NCRYPT_KEY_HANDLE unwrap_key,
                                   struct key *key)
{
    DWORD flags = option_given(arguments, "no-validation") ? NCRYPT_NO_KEY_VALIDATION : 0;
    struct parameters parameters;

    import_parameters(arguments, file, password, &parameters);
    return NCryptImportKey(key->provider, unwrap_key, wide(file->type), parameter_list(&parameters),
                           &key->handle, file->data.data, file->data.size,
                           NCRYPT_SILENT_FLAG | flags);
}

static BOOL import_into(const struct arguments *arguments, const struct key_file *file,
                        struct key *key)
{
    const char *unwrap_path = option_text(arguments, "unwrap-key");
    NCRYPT_KEY_HANDLE unwrap_key = 0;
    const char *password;
    SECURITY_STATUS status;

    if (!read_password(arguments, "password", &password))
    {
        return FALSE;
    }
    if (file->encrypted && !password)
    {
        complain("%s is encrypted: give its password with --password", file->path);
        return FALSE;
    }
    if (unwrap_path && !open_wrapping_key(unwrap_path, key->provider, &unwrap_key))
    {
        return FALSE;
    }
    status = import_file(arguments, file, password, unwrap_key, key);
    if (unwrap_key)
    {
        NCryptFreeObject(unwrap_key);
    }
    if (status)
    {
        fail(status, "cannot import %s (%s) as %s", file->path, file->what, file->type);
        return FALSE;
    }
    return TRUE;
}

static BOOL open_stored_key(const struct arguments *arguments, const char *name, struct key *key)
{
    DWORD flags = option_given(arguments, "machine") ? NCRYPT_MACHINE_KEY_FLAG : 0;
    SECURITY_STATUS status = NCryptOpenKey(key->provider, &key->handle, wide(name), 0,
                                           NCRYPT_SILENT_FLAG | flags);

    if (status)
    {
        fail(status, "cannot open the key \"%s\"", name);
        return FALSE;
    }
    return TRUE;
}

BOOL import_key_file(const struct arguments *arguments, const struct key_file *file,
                     struct key *key)
{
    memset(key, 0, sizeof(*key));
    key->source = file->path;
    if (!open_provider(arguments, &key->provider))
    {
        return FALSE;
    }
    if (!import_into(arguments, file, key))
    {
        close_key(key);
        return FALSE;
    }
    return TRUE;
}

static BOOL open_named_key(const struct arguments *arguments, const char *name, struct key *key)
{
    memset(key, 0, sizeof(*key));
    key->source = name;
    if (!open_provider(arguments, &key->provider))
    {
        return FALSE;
    }
    if (!open_stored_key(arguments, name, key))
    {
        close_key(key);
        return FALSE;
    }
    return TRUE;
}

BOOL open_key(const struct arguments *arguments, const char *path, const char *type,
              struct key *key)
{
    const char *name = option_text(arguments, "key");
    struct key_file file;

    if (name)
    {
        return open_named_key(arguments, name, key);
    }
    if (!path)
    {
        complain("which key? Name a file, or a stored key with --key");
        return FALSE;
    }
    return read_key_file(path, type ? blob_type_name(type) : NULL, &file) &&
           import_key_file(arguments, &file, key);
}

void close_key(struct key *key)
{
    if (key->handle)
    {
        NCryptFreeObject(key->handle);
    }
    if (key->provider)
    {
        NCryptFreeObject(key->provider);
    }
    key->handle = 0;
    key->provider = 0;
}

/* ------------------------------------------------------------------------------------------
 * Export
 */
SECURITY_STATUS allow_export(NCRYPT_KEY_HANDLE key)
{
    static const DWORD policies[] = {
        NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG |
            NCRYPT_ALLOW_PKCS11_RSA_AES_EXPORT_FLAG, /* older providers do not know this one */
        NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG,
    };
    SECURITY_STATUS status = NTE_NOT_SUPPORTED;
    size_t i;

    for (i = 0; status && i < ARRAYSIZE(policies); i++)
    {
        status = NCryptSetProperty(key, NCRYPT_EXPORT_POLICY_PROPERTY, (BYTE *)&policies[i],
                                   sizeof(policies[i]), NCRYPT_PERSIST_FLAG);
    }
    return status;
}

SECURITY_STATUS export_blob(NCRYPT_KEY_HANDLE key, const char *type,
                            const struct export_settings *settings, struct bytes *blob)
{
    struct parameters parameters;
    NCRYPT_KEY_HANDLE wrap_key = export_parameters(settings, type, &parameters);
    NCryptBufferDesc *list = parameter_list(&parameters);
    DWORD size = 0;
    SECURITY_STATUS status = NCryptExportKey(key, wrap_key, wide(type), list, NULL, 0, &size,
                                             NCRYPT_SILENT_FLAG);

    if (status)
    {
        return status;
    }
    blob->data = scratch(size);
    /* The final size may be smaller than the first answer. */
    return NCryptExportKey(key, wrap_key, wide(type), list, blob->data, size, &blob->size,
                           NCRYPT_SILENT_FLAG);
}

BOOL has_private_part(NCRYPT_KEY_HANDLE key)
{
    struct bytes blob;

    return !export_blob(key, "PRIVATEBLOB", NULL, &blob) ||
           !export_blob(key, "CipherKeyBlob", NULL, &blob) ||
           !export_blob(key, "KDFKeyBlob", NULL, &blob);
}
