/*
 * Prints what a key is.
 */
#include "keys.h"
#include "status.h"
#include "text.h"

#include <ncrypt_ext.h>
#include <string.h>

enum property_kind
{
    PROPERTY_TEXT,
    PROPERTY_BITS,
    PROPERTY_BYTES,
    PROPERTY_FLAGS,
    PROPERTY_LENGTHS
};

struct flag_name
{
    DWORD flag;
    const char *name;
};

struct property
{
    const WCHAR *name;
    const char *label;
    enum property_kind kind;
    const struct flag_name *flags;
};

static const struct flag_name policies[] = {
    {NCRYPT_ALLOW_EXPORT_FLAG, "export"},
    {NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG, "plaintext export"},
    {NCRYPT_ALLOW_ARCHIVING_FLAG, "archiving"},
    {NCRYPT_ALLOW_PLAINTEXT_ARCHIVING_FLAG, "plaintext archiving"},
    {NCRYPT_ALLOW_PKCS11_RSA_AES_EXPORT_FLAG, "export under an RSA key"},
    {0, NULL},
};

static const struct flag_name usages[] = {
    {NCRYPT_ALLOW_DECRYPT_FLAG, "decrypt"},
    {NCRYPT_ALLOW_SIGNING_FLAG, "sign"},
    {NCRYPT_ALLOW_KEY_AGREEMENT_FLAG, "agree"},
    {0, NULL},
};

static const struct flag_name key_types[] = {
    {NCRYPT_MACHINE_KEY_FLAG, "machine key"},
    {0, NULL},
};

static const struct property properties[] = {
    {NCRYPT_NAME_PROPERTY, "name", PROPERTY_TEXT, NULL},
    {NCRYPT_UNIQUE_NAME_PROPERTY, "unique name", PROPERTY_TEXT, NULL},
    {NCRYPT_ALGORITHM_PROPERTY, "algorithm", PROPERTY_TEXT, NULL},
    {NCRYPT_ALGORITHM_GROUP_PROPERTY, "group", PROPERTY_TEXT, NULL},
    {NCRYPT_ECC_CURVE_NAME_PROPERTY, "curve", PROPERTY_TEXT, NULL},
    {NCRYPT_PARAMETER_SET_NAME_PROPERTY, "parameter set", PROPERTY_TEXT, NULL},
    {NCRYPT_LENGTH_PROPERTY, "length", PROPERTY_BITS, NULL},
    {NCRYPT_PUBLIC_LENGTH_PROPERTY, "public key length", PROPERTY_BITS, NULL},
    {NCRYPT_LENGTHS_PROPERTY, "possible lengths", PROPERTY_LENGTHS, NULL},
    {NCRYPT_BLOCK_LENGTH_PROPERTY, "block length", PROPERTY_BYTES, NULL},
    {NCRYPT_SIGNATURE_LENGTH_PROPERTY, "signature length", PROPERTY_BYTES, NULL},
    {NCRYPT_KEY_USAGE_PROPERTY, "usage", PROPERTY_FLAGS, usages},
    {NCRYPT_EXPORT_POLICY_PROPERTY, "export policy", PROPERTY_FLAGS, policies},
    {NCRYPT_KEY_TYPE_PROPERTY, "key type", PROPERTY_FLAGS, key_types},
};

static const char *flags_text(DWORD value, const struct flag_name *names)
{
    const char *text = text_of("0x%lx", (unsigned long)value);
    const char *mark = " =";
    int i;

    if (value == NCRYPT_ALLOW_ALL_USAGES && names == usages)
    {
        return text_of("%s = all", text);
    }
    for (i = 0; names[i].name; i++)
    {
        if (value & names[i].flag)
        {
            text = text_of("%s%s %s", text, mark, names[i].name);
            mark = ",";
        }
    }
    return value ? text : "0 = none";
}

static const char *number_property_text(const struct property *property, const struct bytes *value)
{
    DWORD number;

    if (value->size != sizeof(number))
    {
        return text_of("%lu bytes, not a number", (unsigned long)value->size);
    }
    memcpy(&number, value->data, sizeof(number));
    if (property->kind == PROPERTY_FLAGS)
    {
        return flags_text(number, property->flags);
    }
    return text_of("%lu %s", (unsigned long)number,
                   property->kind == PROPERTY_BITS ? "bits" : "bytes");
}

static const char *lengths_text(const struct bytes *value)
{
    NCRYPT_SUPPORTED_LENGTHS lengths;

    if (value->size != sizeof(lengths))
    {
        return text_of("%lu bytes, not a range", (unsigned long)value->size);
    }
    memcpy(&lengths, value->data, sizeof(lengths));
    return text_of("%lu to %lu in steps of %lu, default %lu", (unsigned long)lengths.dwMinLength,
                   (unsigned long)lengths.dwMaxLength, (unsigned long)lengths.dwIncrement,
                   (unsigned long)lengths.dwDefaultLength);
}

static const char *property_text(const struct property *property, const struct bytes *value)
{
    switch (property->kind)
    {
    case PROPERTY_TEXT:
        return utf8((const WCHAR *)value->data);
    case PROPERTY_LENGTHS:
        return lengths_text(value);
    default:
        return number_property_text(property, value);
    }
}

void describe_key(const struct key *key)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(properties); i++)
    {
        struct bytes value;

        /* Which properties a key has depends on its kind; those it has not are left out. */
        if (!get_property(key->handle, properties[i].name, &value))
        {
            out("  %-18s %s\n", properties[i].label, property_text(&properties[i], &value));
        }
    }
}
