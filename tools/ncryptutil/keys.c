#include "keys.h"

#include "blobtypes.h"
#include "files.h"
#include "keyfile.h"
#include "status.h"
#include "text.h"

#include <ncrypt_ext.h>
#include <string.h>
#include <wincrypt.h>

#define MAX_PARAMETERS 4
#define SALT_BYTES 8

/* ------------------------------------------------------------------------------------------
 * Parameter lists
 */
struct parameters
{
    NCryptBufferDesc list;
    NCryptBuffer buffers[MAX_PARAMETERS];
};

static void start_parameters(struct parameters *parameters)
{
    parameters->list.ulVersion = NCRYPTBUFFER_VERSION;
    parameters->list.cBuffers = 0;
    parameters->list.pBuffers = parameters->buffers;
}

static void add_parameter(struct parameters *parameters, ULONG type, void *data, size_t size)
{
    NCryptBuffer *buffer = &parameters->buffers[parameters->list.cBuffers++];

    buffer->BufferType = type;
    buffer->pvBuffer = data;
    buffer->cbBuffer = (ULONG)size;
}

static void add_wide_text(struct parameters *parameters, ULONG type, const char *text)
{
    WCHAR *copy = wide(text);

    add_parameter(parameters, type, copy, (wcslen(copy) + 1) * sizeof(WCHAR));
}

/* Some providers look at the pointer, not at the number of buffers. */
static NCryptBufferDesc *parameter_list(struct parameters *parameters)
{
    return parameters->list.cBuffers ? &parameters->list : NULL;
}

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

static BOOL import_into(const struct arguments *arguments, const struct key_file *file,
                        struct key *key)
{
    const char *curve = option_text(arguments, "curve");
    DWORD flags = option_given(arguments, "no-validation") ? NCRYPT_NO_KEY_VALIDATION : 0;
    struct parameters parameters;
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
    start_parameters(&parameters);
    if (password)
    {
        add_wide_text(&parameters, NCRYPTBUFFER_PKCS_SECRET, password);
    }
    if (curve)
    {
        add_wide_text(&parameters, NCRYPTBUFFER_ECC_CURVE_NAME, curve);
    }
    status = NCryptImportKey(key->provider, 0, wide(file->type), parameter_list(&parameters),
                             &key->handle, file->data.data, file->data.size,
                             NCRYPT_SILENT_FLAG | flags);
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
    DWORD policy = NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;

    return NCryptSetProperty(key, NCRYPT_EXPORT_POLICY_PROPERTY, (BYTE *)&policy, sizeof(policy),
                             NCRYPT_PERSIST_FLAG);
}

/* CRYPT_PKCS12_PBE_PARAMS is followed by the salt. */
static void add_pbe_parameters(struct parameters *parameters,
                               const struct export_settings *settings)
{
    CRYPT_PKCS12_PBE_PARAMS *pbe = scratch(sizeof(*pbe) + SALT_BYTES);

    pbe->iIterations = (int)settings->iterations;
    pbe->cbSalt = SALT_BYTES;
    BCryptGenRandom(NULL, (BYTE *)(pbe + 1), SALT_BYTES, BCRYPT_USE_SYSTEM_PREFERRED_RNG);
    add_parameter(parameters, NCRYPTBUFFER_PKCS_ALG_OID, (void *)settings->pbe,
                  strlen(settings->pbe) + 1);
    add_parameter(parameters, NCRYPTBUFFER_PKCS_ALG_PARAM, pbe, sizeof(*pbe) + SALT_BYTES);
}

SECURITY_STATUS export_blob(NCRYPT_KEY_HANDLE key, const char *type,
                            const struct export_settings *settings, struct bytes *blob)
{
    struct parameters parameters;
    NCryptBufferDesc *list;
    SECURITY_STATUS status;
    DWORD size = 0;

    start_parameters(&parameters);
    if (settings && settings->password)
    {
        add_wide_text(&parameters, NCRYPTBUFFER_PKCS_SECRET, settings->password);
    }
    if (settings && settings->pbe)
    {
        add_pbe_parameters(&parameters, settings);
    }
    list = parameter_list(&parameters);
    status = NCryptExportKey(key, 0, wide(type), list, NULL, 0, &size, NCRYPT_SILENT_FLAG);
    if (status)
    {
        return status;
    }
    blob->data = scratch(size);
    /* The final size may be smaller than the first answer. */
    return NCryptExportKey(key, 0, wide(type), list, blob->data, size, &blob->size,
                           NCRYPT_SILENT_FLAG);
}

BOOL has_private_part(NCRYPT_KEY_HANDLE key)
{
    struct bytes blob;

    return !export_blob(key, "PRIVATEBLOB", NULL, &blob) ||
           !export_blob(key, "CipherKeyBlob", NULL, &blob);
}
