/*
 * Properties, see property.h.  Names: ncrypt.h.  Answers: Wine's tests on Windows 10, .NET's tests.
 */
#include "property.h"

#include <string.h>

#include "blob.h"
#include "curve.h"
#include "gaps.h"
#include "unixcall.h"
#include "wide.h"

static const DWORD get_flags = NCRYPT_SILENT_FLAG | NCRYPT_PERSIST_ONLY_FLAG;
static const DWORD set_flags =
    (DWORD)NCRYPT_SILENT_FLAG | NCRYPT_PERSIST_ONLY_FLAG | NCRYPT_PERSIST_FLAG;

/*
 * A row of the table.  get writes the value, or returns a status; a row without get answers absent
 * while nothing was set, and the value that was set afterwards.  set NULL: read only.
 */
struct key_property
{
    const WCHAR *name;
    SECURITY_STATUS (*get)(const struct key *key, struct writer *writer);
    SECURITY_STATUS (*set)(struct key *key, const BYTE *data, DWORD size);
    SECURITY_STATUS absent;
    bool keeps; /* set stores the value as it is */
};

struct provider_property
{
    const WCHAR *name;
    SECURITY_STATUS (*get)(const struct provider *provider, struct writer *writer);
    bool keeps;
};

static SECURITY_STATUS put_dword(struct writer *writer, DWORD value)
{
    writer_u32(writer, value);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS put_text(struct writer *writer, const WCHAR *text)
{
    writer_bytes(writer, (const uint8_t *)text, (uint32_t)wide_size(text));
    return ERROR_SUCCESS;
}

/* ------------------------------------------------------------------------------------------ */

static SECURITY_STATUS get_algorithm(const struct key *key, struct writer *writer)
{
    return put_text(writer, key->type->name);
}

static SECURITY_STATUS get_group(const struct key *key, struct writer *writer)
{
    return put_text(writer, key->type->group);
}

static SECURITY_STATUS get_length(const struct key *key, struct writer *writer)
{
    return put_dword(writer, key->length);
}

static SECURITY_STATUS get_lengths(const struct key *key, struct writer *writer)
{
    const struct key_lengths *lengths = &key->type->lengths;

    writer_u32(writer, lengths->minimum);
    writer_u32(writer, lengths->maximum);
    writer_u32(writer, lengths->increment);
    return put_dword(writer, lengths->standard);
}

static SECURITY_STATUS get_block_length(const struct key *key, struct writer *writer)
{
    if (!key->type->family->block_size)
        return NTE_NOT_SUPPORTED;
    return put_dword(writer, key->type->family->block_size(key));
}

static SECURITY_STATUS get_signature_length(const struct key *key, struct writer *writer)
{
    if (!key->type->family->signature_size)
        return NTE_NOT_SUPPORTED;
    return put_dword(writer, key->type->family->signature_size(key));
}

static SECURITY_STATUS get_export_policy(const struct key *key, struct writer *writer)
{
    return put_dword(writer, key->export_policy);
}

static SECURITY_STATUS get_usage(const struct key *key, struct writer *writer)
{
    return put_dword(writer, key->usage);
}

/* NCRYPT_MACHINE_KEY_FLAG for a machine key; an ephemeral key is nobody's. */
static SECURITY_STATUS get_key_type(const struct key *key, struct writer *writer)
{
    (void)key;
    return put_dword(writer, 0);
}

static SECURITY_STATUS get_curve_name(const struct key *key, struct writer *writer)
{
    const struct curve *curve = curve_info(key->curve);

    return curve ? put_text(writer, curve->name) : NTE_NOT_SUPPORTED;
}

static bool read_dword(const BYTE *data, DWORD size, DWORD *value)
{
    struct reader reader;

    reader_init(&reader, data, size);
    *value = reader_u32(&reader);
    return reader_done(&reader);
}

/* After the key is made the length is fixed, and native ignores the attempt. */
static SECURITY_STATUS set_length(struct key *key, const BYTE *data, DWORD size)
{
    const struct key_lengths *lengths = &key->type->lengths;
    DWORD length;

    if (!read_dword(data, size, &length))
        return NTE_INVALID_PARAMETER;
    if (key->material)
        return ERROR_SUCCESS;
    if (length < lengths->minimum || length > lengths->maximum ||
        (lengths->increment && (length - lengths->minimum) % lengths->increment))
        return GAP_STATUS_LENGTH;
    key->length = length;
    return ERROR_SUCCESS;
}

static SECURITY_STATUS set_export_policy(struct key *key, const BYTE *data, DWORD size)
{
    DWORD policy;

    if (!read_dword(data, size, &policy))
        return NTE_INVALID_PARAMETER;
    key->export_policy = policy;
    return ERROR_SUCCESS;
}

static SECURITY_STATUS set_usage(struct key *key, const BYTE *data, DWORD size)
{
    DWORD usage;

    if (!read_dword(data, size, &usage))
        return NTE_INVALID_PARAMETER;
    key->usage = usage;
    return ERROR_SUCCESS;
}

/* UI policy is fixed once the key is made (learn.microsoft.com); what may be set later is kept. */
static SECURITY_STATUS check_unfinalized(struct key *key, const BYTE *data, DWORD size)
{
    (void)data, (void)size;
    return key_is_finalized(key) ? NTE_NOT_SUPPORTED : ERROR_SUCCESS;
}

static SECURITY_STATUS refuse_flags(const struct key *key, struct writer *writer)
{
    (void)key, (void)writer;
    return NTE_BAD_FLAGS; /* one of the SECURITY_INFORMATION bits is required */
}

static const struct key_property key_properties[] = {
    {NCRYPT_ALGORITHM_PROPERTY, get_algorithm, NULL, 0, false},
    {NCRYPT_ALGORITHM_GROUP_PROPERTY, get_group, NULL, 0, false},
    {NCRYPT_LENGTH_PROPERTY, get_length, set_length, 0, false},
    {NCRYPT_PUBLIC_LENGTH_PROPERTY, get_length, NULL, 0, false},
    {NCRYPT_LENGTHS_PROPERTY, get_lengths, NULL, 0, false},
    {NCRYPT_BLOCK_LENGTH_PROPERTY, get_block_length, NULL, 0, false},
    {NCRYPT_SIGNATURE_LENGTH_PROPERTY, get_signature_length, NULL, 0, false},
    {NCRYPT_EXPORT_POLICY_PROPERTY, get_export_policy, set_export_policy, 0, false},
    {NCRYPT_KEY_USAGE_PROPERTY, get_usage, set_usage, 0, false},
    {NCRYPT_KEY_TYPE_PROPERTY, get_key_type, NULL, 0, false},
    {NCRYPT_ECC_CURVE_NAME_PROPERTY, get_curve_name, NULL, 0, false},
    {NCRYPT_SECURITY_DESCR_PROPERTY, refuse_flags, NULL, 0, false},
    {NCRYPT_UI_POLICY_PROPERTY, NULL, check_unfinalized, NTE_NOT_FOUND, true},
    {NCRYPT_WINDOW_HANDLE_PROPERTY, NULL, NULL, NTE_NOT_FOUND, true},
    {NCRYPT_USE_CONTEXT_PROPERTY, NULL, NULL, NTE_NOT_FOUND, true},
    {NCRYPT_LAST_MODIFIED_PROPERTY, NULL, NULL, NTE_NOT_FOUND, false},
    {NCRYPT_CERTIFICATE_PROPERTY, NULL, NULL, NTE_NOT_FOUND, true},
};

static const struct key_property *find_key_property(const WCHAR *name)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(key_properties); i++)
    {
        if (wide_equal(key_properties[i].name, name))
            return &key_properties[i];
    }
    return NULL;
}

static SECURITY_STATUS put_value(const struct property_list *list, const WCHAR *name,
                                 SECURITY_STATUS absent, struct writer *writer)
{
    const struct property_value *value = property_list_find(list, name);

    if (!value)
        return absent;
    writer_bytes(writer, value->data, value->size);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS put_key_property(const struct key *key, const WCHAR *name, DWORD flags,
                                        struct writer *writer)
{
    const struct key_property *row = find_key_property(name);

    /* A custom property lives in the list of what the caller had persisted, and only there. */
    if (!row)
        return put_value(&key->properties, name,
                         flags & NCRYPT_PERSIST_ONLY_FLAG ? NTE_NOT_FOUND
                                                          : GAP_STATUS_UNKNOWN_PROPERTY,
                         writer);
    if (row->get)
        return row->get(key, writer);
    return put_value(&key->properties, name, row->absent, writer);
}

/* Counts, compares with the room, then writes: the protocol of every sized output. */
SECURITY_STATUS property_get_key(const struct key *key, const WCHAR *name, BYTE *output, DWORD size,
                                 DWORD *result, DWORD flags)
{
    struct writer writer;
    SECURITY_STATUS status;

    if (flags & ~get_flags)
        return NTE_BAD_FLAGS;
    writer_init(&writer, NULL, 0);
    if ((status = put_key_property(key, name, flags, &writer)))
        return status;
    *result = writer.position;
    if (!output)
        return ERROR_SUCCESS;
    if (size < writer.position)
        return NTE_BUFFER_TOO_SMALL;
    writer_init(&writer, output, size);
    return put_key_property(key, name, flags, &writer);
}

static SECURITY_STATUS set_blob(struct key *key, const WCHAR *name, const BYTE *data, DWORD size)
{
    const struct blob_request request = {NULL, 0};
    struct blob_contents contents;
    SECURITY_STATUS status;

    if (key_is_finalized(key))
        return NTE_NOT_SUPPORTED;
    if ((status = blob_import(name, &request, data, size, &contents)))
        return status;
    if (contents.type->family != key->type->family ||
        (key->type->curve != CURVE_NONE && contents.curve != key->type->curve))
    {
        material_free(contents.material);
        return NTE_INVALID_PARAMETER;
    }
    key_set_material(key, key->type, contents.curve, contents.material, 0);
    return ERROR_SUCCESS;
}

SECURITY_STATUS property_set_key(struct key *key, const WCHAR *name, const BYTE *data, DWORD size,
                                 DWORD flags)
{
    const struct key_property *row = find_key_property(name);
    SECURITY_STATUS status;

    if (flags & ~set_flags)
        return NTE_BAD_FLAGS;
    if (wide_length(name) > NCRYPT_MAX_PROPERTY_NAME || size > NCRYPT_MAX_PROPERTY_DATA)
        return NTE_INVALID_PARAMETER;
    if (blob_is_type(name))
        return set_blob(key, name, data, size);
    if (!row)
        return flags & NCRYPT_PERSIST_ONLY_FLAG
                   ? property_list_set(&key->properties, name, data, size)
                   : GAP_STATUS_UNKNOWN_PROPERTY;
    if (!row->set && !row->keeps)
        return NTE_NOT_SUPPORTED;
    if (row->set && (status = row->set(key, data, size)))
        return status;
    return row->keeps ? property_list_set(&key->properties, name, data, size) : ERROR_SUCCESS;
}

/* ------------------------------------------------------------------------------------------ */

static SECURITY_STATUS get_provider_name(const struct provider *provider, struct writer *writer)
{
    (void)provider;
    return put_text(writer, MS_KEY_STORAGE_PROVIDER);
}

static SECURITY_STATUS get_impl_type(const struct provider *provider, struct writer *writer)
{
    (void)provider;
    return put_dword(writer, NCRYPT_IMPL_SOFTWARE_FLAG);
}

static SECURITY_STATUS get_version(const struct provider *provider, struct writer *writer)
{
    (void)provider;
    return put_dword(writer, GAP_PROVIDER_VERSION);
}

static SECURITY_STATUS get_max_name_length(const struct provider *provider, struct writer *writer)
{
    (void)provider;
    return put_dword(writer, GAP_MAX_NAME_LENGTH);
}

static SECURITY_STATUS get_security_support(const struct provider *provider, struct writer *writer)
{
    (void)provider;
    return put_dword(writer, 1);
}

static void put_ascii(struct writer *writer, const char *text)
{
    while (*text)
        writer_u16(writer, (uint8_t)*text++);
}

static void put_library(struct writer *writer, const char *name, const char *version)
{
    put_ascii(writer, name);
    put_ascii(writer, *version ? version : "absent");
}

/* Ours alone: what does the mathematics, for people who look for a fault. */
static SECURITY_STATUS get_library_versions(const struct provider *provider, struct writer *writer)
{
    const struct bridge_attach *unix_side = unixcall_attach();

    (void)provider;
    if (!unix_side)
        return NTE_NOT_FOUND;
    put_library(writer, "GnuTLS ", unix_side->gnutls);
    put_library(writer, ", Nettle ", unix_side->nettle);
    put_library(writer, ", libcrypto ", unix_side->libcrypto);
    writer_u16(writer, 0);
    return ERROR_SUCCESS;
}

static const struct provider_property provider_properties[] = {
    {NCRYPT_NAME_PROPERTY, get_provider_name, false},
    {NCRYPT_IMPL_TYPE_PROPERTY, get_impl_type, false},
    {NCRYPT_VERSION_PROPERTY, get_version, false},
    {NCRYPT_MAX_NAME_LENGTH_PROPERTY, get_max_name_length, false},
    {NCRYPT_SECURITY_DESCR_SUPPORT_PROPERTY, get_security_support, false},
    {NCRYPT_USE_CONTEXT_PROPERTY, NULL, true},
    {NCRYPT_WINDOW_HANDLE_PROPERTY, NULL, true},
    {L"Library Versions", get_library_versions, false},
};

static const struct provider_property *find_provider_property(const WCHAR *name)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(provider_properties); i++)
    {
        if (wide_equal(provider_properties[i].name, name))
            return &provider_properties[i];
    }
    return NULL;
}

static SECURITY_STATUS put_provider_property(const struct provider *provider, const WCHAR *name,
                                             struct writer *writer)
{
    const struct provider_property *row = find_provider_property(name);

    if (!row)
        return NTE_NOT_SUPPORTED;
    if (row->get)
        return row->get(provider, writer);
    return put_value(&provider->properties, name, NTE_NOT_FOUND, writer);
}

SECURITY_STATUS property_get_provider(const struct provider *provider, const WCHAR *name,
                                      BYTE *output, DWORD size, DWORD *result, DWORD flags)
{
    struct writer writer;
    SECURITY_STATUS status;

    if (flags & ~get_flags)
        return NTE_BAD_FLAGS;
    writer_init(&writer, NULL, 0);
    if ((status = put_provider_property(provider, name, &writer)))
        return status;
    *result = writer.position;
    if (!output)
        return ERROR_SUCCESS;
    if (size < writer.position)
        return NTE_BUFFER_TOO_SMALL;
    writer_init(&writer, output, size);
    return put_provider_property(provider, name, &writer);
}

SECURITY_STATUS property_set_provider(struct provider *provider, const WCHAR *name,
                                      const BYTE *data, DWORD size, DWORD flags)
{
    const struct provider_property *row = find_provider_property(name);

    if (flags & ~(DWORD)NCRYPT_SILENT_FLAG)
        return NTE_BAD_FLAGS;
    if (!row || !row->keeps)
        return NTE_NOT_SUPPORTED;
    if (size > NCRYPT_MAX_PROPERTY_DATA)
        return NTE_INVALID_PARAMETER;
    return property_list_set(&provider->properties, name, data, size);
}
