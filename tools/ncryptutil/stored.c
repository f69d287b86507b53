/*
 * The keys of a provider's store: list, delete, back up, restore, change the master key.
 *
 * A backup is one file for each key: PKCS#8 under a password, which Windows and OpenSSL read too.  Its
 * name is the key's name, with %XX for what is no letter, digit, '-' or '_'.
 */
#include "commands.h"
#include "files.h"
#include "keys.h"
#include "parameters.h"
#include "status.h"
#include "stored.h"
#include "text.h"

#include <ncrypt_ext.h>
#include <string.h>

#define SUFFIX ".p8"

const struct option keys_options[] = {
    OPTION_MACHINE,
    OPTION_PROVIDER,
    OPTION_END,
};

const struct option delete_options[] = {
    OPTION_MACHINE,
    OPTION_PROVIDER,
    OPTION_END,
};

const struct option backup_options[] = {
    {"key", "NAME", "back up only the key of this name"},
    {"password", "TEXT", "password of the backup"},
    OPTION_PASSWORD_FILE,
    OPTION_MACHINE,
    OPTION_PROVIDER,
    OPTION_END,
};

const struct option restore_options[] = {
    {"name", "NAME", "name of the key (default: from the name of the file)"},
    {"password", "TEXT", "password of the backup"},
    OPTION_PASSWORD_FILE,
    {"overwrite", NULL, "replace a key that has the name"},
    {"exportable", NULL, "let the key be exported again"},
    OPTION_MACHINE,
    OPTION_PROVIDER,
    OPTION_END,
};

const struct option rotate_options[] = {
    OPTION_MACHINE,
    OPTION_END,
};

static DWORD scope_flags(const struct arguments *arguments)
{
    return NCRYPT_SILENT_FLAG | (option_given(arguments, "machine") ? NCRYPT_MACHINE_KEY_FLAG : 0);
}

/* ------------------------------------------------------------------------------------------
 * keys
 */
static void add_name(struct name_list *list, const NCryptKeyName *name)
{
    struct stored_name *entry;

    if (list->count == list->room)
    {
        list->room = 2 * list->room + 64;
        list->entries = scratch_copy(list->entries, list->count * sizeof(*list->entries),
                                     list->room * sizeof(*list->entries));
    }
    entry = &list->entries[list->count++];
    entry->name = utf8(name->pszName);
    entry->algorithm = utf8(name->pszAlgid);
    entry->spec = name->dwLegacyKeySpec;
}

/* What tells a key from another of its name: nothing, or that it is the signature key of a container of
 * CryptoAPI. */
static const char *distinction(const struct name_list *list, const struct stored_name *key)
{
    DWORD i;

    for (i = 0; key->spec == AT_SIGNATURE && i < list->count; i++)
    {
        if (&list->entries[i] != key && !strcmp(list->entries[i].name, key->name))
        {
            return " signature";
        }
    }
    return "";
}

BOOL list_names(const struct arguments *arguments, NCRYPT_PROV_HANDLE provider,
                struct name_list *list)
{
    NCryptKeyName *name;
    void *state = NULL;
    SECURITY_STATUS status;

    memset(list, 0, sizeof(*list));
    while (!(status = NCryptEnumKeys(provider, NULL, &name, &state, scope_flags(arguments))))
    {
        add_name(list, name);
        NCryptFreeBuffer(name);
    }
    if (state)
    {
        NCryptFreeBuffer(state);
    }
    if (status != NTE_NO_MORE_ITEMS)
    {
        fail(status, "cannot list the keys");
        return FALSE;
    }
    return TRUE;
}

int run_keys(const struct arguments *arguments)
{
    NCRYPT_PROV_HANDLE provider;
    struct name_list list;
    BOOL ok;
    DWORD i;

    if (!open_provider(arguments, &provider))
    {
        return RESULT_FAILED;
    }
    ok = list_names(arguments, provider, &list);
    for (i = 0; i < list.count; i++)
    {
        out("%-16s %s%s\n", list.entries[i].algorithm, list.entries[i].name,
            distinction(&list, &list.entries[i]));
    }
    NCryptFreeObject(provider);
    return ok ? RESULT_OK : RESULT_FAILED;
}

/* ------------------------------------------------------------------------------------------
 * delete
 */
static int delete_key(const struct arguments *arguments, NCRYPT_PROV_HANDLE provider,
                      const char *name)
{
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = NCryptOpenKey(provider, &key, wide(name), 0, scope_flags(arguments));

    if (status)
    {
        return fail(status, "cannot open the key \"%s\"", name);
    }
    status = NCryptDeleteKey(key, NCRYPT_SILENT_FLAG);
    if (status)
    {
        NCryptFreeObject(key);
        return fail(status, "cannot delete the key \"%s\"", name);
    }
    return RESULT_OK;
}

int run_delete(const struct arguments *arguments)
{
    NCRYPT_PROV_HANDLE provider;
    int result = RESULT_OK;
    int i;

    if (!open_provider(arguments, &provider))
    {
        return RESULT_FAILED;
    }
    for (i = 0; i < arguments->count; i++)
    {
        if (delete_key(arguments, provider, arguments->positional[i]) != RESULT_OK)
        {
            result = RESULT_FAILED;
        }
    }
    NCryptFreeObject(provider);
    return result;
}

/* ------------------------------------------------------------------------------------------
 * backup
 */
static BOOL is_plain(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

static const char *file_of_name(const char *directory, const char *name)
{
    char *text = scratch(3 * strlen(name) + 1);
    char *end = text;

    for (; *name; name++)
    {
        end += sprintf(end, is_plain((unsigned char)*name) ? "%c" : "%%%02X", (unsigned char)*name);
    }
    return text_of("%s/%s" SUFFIX, directory, text);
}

static int hex_digit(char c)
{
    const char *digits = "0123456789ABCDEF";
    const char *place = c ? strchr(digits, c) : NULL;

    return place ? (int)(place - digits) : -1;
}

/* The reverse; a file that somebody else named keeps its name. */
static const char *name_of_file(const char *path)
{
    const char *stem = file_stem(path);
    char *name = scratch(strlen(stem) + 1);
    char *end = name;

    while (*stem)
    {
        if (*stem == '%' && hex_digit(stem[1]) >= 0 && hex_digit(stem[2]) >= 0)
        {
            *end++ = (char)(hex_digit(stem[1]) << 4 | hex_digit(stem[2]));
            stem += 3;
        }
        else
        {
            *end++ = *stem++;
        }
    }
    return name;
}

BOOL need_password(const struct arguments *arguments, const char **password)
{
    if (!read_password(arguments, "password", password))
    {
        return FALSE;
    }
    if (!*password || !**password)
    {
        complain("a backup needs a password: --password or --password-file");
        return FALSE;
    }
    return TRUE;
}

static SECURITY_STATUS export_key(NCRYPT_KEY_HANDLE key, const char *password, struct bytes *blob)
{
    struct parameters parameters;
    NCryptBufferDesc *list;
    SECURITY_STATUS status;
    DWORD size = 0;

    start_parameters(&parameters);
    add_wide_text(&parameters, NCRYPTBUFFER_PKCS_SECRET, password);
    list = parameter_list(&parameters);
    status = NCryptExportKey(key, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, list, NULL, 0, &size, 0);
    if (status)
    {
        return status;
    }
    blob->data = scratch(size);
    return NCryptExportKey(key, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, list, blob->data, size,
                           &blob->size, 0);
}

/* The file is named after the key and what tells it from another one. */
static int back_up(const struct arguments *arguments, NCRYPT_PROV_HANDLE provider,
                   const struct stored_name *entry, const char *told_apart, const char *password)
{
    const char *name = entry->name;
    const char *path = file_of_name(arguments->positional[0], text_of("%s%s", name, told_apart));
    struct bytes blob;
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = NCryptOpenKey(provider, &key, wide(name), entry->spec,
                                           scope_flags(arguments));

    if (!status)
    {
        status = export_key(key, password, &blob);
        NCryptFreeObject(key);
    }
    if (status)
    {
        return fail(status, "cannot back up the key \"%s\"", name);
    }
    if (!write_file(path, &blob))
    {
        return RESULT_FAILED;
    }
    out("%s: %s\n", name, path);
    return RESULT_OK;
}

/* What cannot be backed up is told, and does not keep the rest from it. */
static int back_up_all(const struct arguments *arguments, NCRYPT_PROV_HANDLE provider,
                       const char *password)
{
    struct name_list list;
    int result = RESULT_OK;
    DWORD i;

    if (!list_names(arguments, provider, &list))
    {
        return RESULT_FAILED;
    }
    for (i = 0; i < list.count; i++)
    {
        if (back_up(arguments, provider, &list.entries[i], distinction(&list, &list.entries[i]),
                    password) != RESULT_OK)
        {
            result = RESULT_FAILED;
        }
    }
    return result;
}

int run_backup(const struct arguments *arguments)
{
    const char *name = option_text(arguments, "key");
    const char *password;
    NCRYPT_PROV_HANDLE provider;
    int result;

    if (!need_password(arguments, &password) || !open_provider(arguments, &provider))
    {
        return RESULT_FAILED;
    }
    result = name ? back_up(arguments, provider, &(struct stored_name){.name = name}, "", password)
                  : back_up_all(arguments, provider, password);
    NCryptFreeObject(provider);
    return result;
}

/* ------------------------------------------------------------------------------------------
 * restore
 */

/* The name comes with the import, and the key is finished after its policy is set. */
static SECURITY_STATUS import_named(const struct arguments *arguments, NCRYPT_PROV_HANDLE provider,
                                    const char *name, const char *password,
                                    const struct bytes *blob)
{
    DWORD flags = scope_flags(arguments) | NCRYPT_DO_NOT_FINALIZE_FLAG;
    struct parameters parameters;
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status;

    if (option_given(arguments, "overwrite"))
    {
        flags |= NCRYPT_OVERWRITE_KEY_FLAG;
    }
    start_parameters(&parameters);
    add_wide_text(&parameters, NCRYPTBUFFER_PKCS_SECRET, password);
    add_wide_text(&parameters, NCRYPTBUFFER_PKCS_KEY_NAME, name);
    status = NCryptImportKey(provider, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB,
                             parameter_list(&parameters), &key, blob->data, blob->size, flags);
    if (status)
    {
        return status;
    }
    if (option_given(arguments, "exportable"))
    {
        status = allow_export(key);
    }
    if (!status)
    {
        status = NCryptFinalizeKey(key, NCRYPT_SILENT_FLAG);
    }
    NCryptFreeObject(key);
    return status;
}

int run_restore(const struct arguments *arguments)
{
    const char *name = option_text(arguments, "name");
    const char *password;
    NCRYPT_PROV_HANDLE provider;
    struct bytes blob;
    SECURITY_STATUS status;
    int result = RESULT_OK;
    int i;

    if (name && arguments->count > 1)
    {
        complain("--name is for one file");
        return RESULT_USAGE;
    }
    if (!need_password(arguments, &password) || !open_provider(arguments, &provider))
    {
        return RESULT_FAILED;
    }
    for (i = 0; i < arguments->count; i++)
    {
        const char *path = arguments->positional[i];
        const char *key_name = name ? name : name_of_file(path);

        if (!read_file(path, &blob))
        {
            result = RESULT_FAILED;
            continue;
        }
        status = import_named(arguments, provider, key_name, password, &blob);
        if (status)
        {
            result = fail(status, "cannot restore the key \"%s\" from %s", key_name, path);
        }
    }
    NCryptFreeObject(provider);
    return result;
}

/* ------------------------------------------------------------------------------------------
 * rotate
 */
int run_rotate(const struct arguments *arguments)
{
    DWORD scope = option_given(arguments, "machine") ? NCRYPT_MACHINE_KEY_FLAG : 0;
    NCRYPT_PROV_HANDLE provider;
    SECURITY_STATUS status;

    if (!open_provider(arguments, &provider))
    {
        return RESULT_FAILED;
    }
    status = NCryptSetProperty(provider, L"Change Master Key", (BYTE *)&scope, sizeof(scope), 0);
    NCryptFreeObject(provider);
    if (status == NTE_NOT_SUPPORTED)
    {
        return fail(status, "only this project's provider has a master key of that kind");
    }
    return status ? fail(status, "not every key could be sealed anew; nothing is lost") : RESULT_OK;
}
