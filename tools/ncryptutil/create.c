/*
 * Creates keys.
 */
#include "blobtypes.h"
#include "commands.h"
#include "keys.h"
#include "status.h"
#include "text.h"
#include "transfer.h"

#include <ncrypt_ext.h>
#include <string.h>

const struct option create_options[] = {
    {"length", OPTION_NUMBER, "length of the key in bits"},
    {"curve", "NAME", "curve of an ECDSA or ECDH key, such as nistP256"},
    {"key-usage", "USE,...", "what the key may be used for: decrypt, sign, agree, all"},
    {"parameter-set", "NAME", "parameter set of a post-quantum key, such as 768"},
    {"export-type", "TYPE", "write the key as this blob type"},
    {"out", "FILE", "where to write it (default: standard output)"},
    OPTIONS_OF_OUTPUT,
    OPTION_PROVIDER,
    OPTION_END,
};

static SECURITY_STATUS set_text(NCRYPT_KEY_HANDLE key, const WCHAR *property, const char *value)
{
    WCHAR *text = wide(value);

    return NCryptSetProperty(key, property, (BYTE *)text,
                             (DWORD)((wcslen(text) + 1) * sizeof(WCHAR)), 0);
}

static const struct
{
    const char *name;
    DWORD usage;
} usages[] = {
    {"decrypt", NCRYPT_ALLOW_DECRYPT_FLAG},
    {"sign", NCRYPT_ALLOW_SIGNING_FLAG},
    {"agree", NCRYPT_ALLOW_KEY_AGREEMENT_FLAG},
    {"all", NCRYPT_ALLOW_ALL_USAGES},
};

/* The flags of a list such as "sign,decrypt"; FALSE after a message. */
static BOOL read_usage(const char *list, DWORD *flags)
{
    *flags = 0;
    while (*list)
    {
        size_t length = strcspn(list, ",");
        size_t i = 0;

        while (i < ARRAYSIZE(usages) &&
               (strlen(usages[i].name) != length || memcmp(usages[i].name, list, length)))
        {
            i++;
        }
        if (i == ARRAYSIZE(usages))
        {
            complain("--key-usage: \"%.*s\" is not decrypt, sign, agree or all", (int)length, list);
            return FALSE;
        }
        *flags |= usages[i].usage;
        list += length + (list[length] == ',');
    }
    return TRUE;
}

static SECURITY_STATUS set_number(NCRYPT_KEY_HANDLE key, const WCHAR *property, DWORD value)
{
    return NCryptSetProperty(key, property, (BYTE *)&value, sizeof(value), 0);
}

/* The properties that must be there before a key can be made. */
static BOOL set_parameters(const struct arguments *arguments, NCRYPT_KEY_HANDLE key)
{
    const char *curve = option_text(arguments, "curve");
    const char *parameter_set = option_text(arguments, "parameter-set");
    const char *usage = option_text(arguments, "key-usage");
    DWORD length = option_number(arguments, "length", 0);
    DWORD flags = 0;
    SECURITY_STATUS status = 0;

    if (usage && !read_usage(usage, &flags))
    {
        return FALSE;
    }

    if (curve)
    {
        status = set_text(key, NCRYPT_ECC_CURVE_NAME_PROPERTY, curve);
    }
    if (!status && parameter_set)
    {
        status = set_text(key, NCRYPT_PARAMETER_SET_NAME_PROPERTY, parameter_set);
    }
    if (!status && length)
    {
        status = set_number(key, NCRYPT_LENGTH_PROPERTY, length);
    }
    if (!status && usage)
    {
        status = set_number(key, NCRYPT_KEY_USAGE_PROPERTY, flags);
    }
    if (status)
    {
        fail(status, "the provider refuses these parameters of the key");
    }
    return !status;
}

static BOOL create_key(const struct arguments *arguments, const char *algorithm, struct key *key)
{
    SECURITY_STATUS status = NCryptCreatePersistedKey(key->provider, &key->handle, wide(algorithm),
                                                      NULL, 0, 0);

    if (status)
    {
        fail(status, "cannot create a key of algorithm %s", algorithm);
        return FALSE;
    }
    if (!set_parameters(arguments, key->handle))
    {
        return FALSE;
    }
    status = allow_export(key->handle);
    if (!status)
    {
        status = NCryptFinalizeKey(key->handle, NCRYPT_SILENT_FLAG);
    }
    if (status)
    {
        fail(status, "cannot make the key");
    }
    return !status;
}

static int use_key(const struct arguments *arguments, const struct key *key)
{
    const char *type = option_text(arguments, "export-type");
    const char *path = option_text(arguments, "out");
    struct export_settings settings;

    if (!type)
    {
        out("%s:\n", key->source);
        describe_key(key);
        out("The key was not stored; --export-type TYPE writes it.\n");
        return RESULT_OK;
    }
    if (!read_export_settings(arguments, &settings))
    {
        return RESULT_FAILED;
    }
    return export_to_file(arguments, key, blob_type_name(type), &settings, path ? path : "-");
}

int run_create(const struct arguments *arguments)
{
    const char *algorithm = arguments->positional[0];
    struct key key = {0, 0, text_of("new %s key", algorithm)};
    int result = RESULT_FAILED;

    if (option_given(arguments, "out") && !option_given(arguments, "export-type"))
    {
        complain("--out needs --export-type");
        return RESULT_USAGE;
    }
    if (!open_provider(arguments, &key.provider))
    {
        return RESULT_FAILED;
    }
    if (create_key(arguments, algorithm, &key))
    {
        result = use_key(arguments, &key);
    }
    close_key(&key);
    return result;
}
