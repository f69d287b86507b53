/*
 * Properties of keys.  Names: ncrypt.h.  Answers: Wine's tests on Windows 10, .NET's tests.
 */
#include "blob.h"
#include "curve.h"
#include "ffc.h"
#include "gaps.h"
#include "pq.h"
#include "property.h"
#include "property_curve.h"
#include "property_security.h"
#include "store.h"
#include "symmetric_key.h"
#include "wide.h"

static const DWORD set_flags = (DWORD)NCRYPT_SILENT_FLAG | NCRYPT_PERSIST_ONLY_FLAG |
                               NCRYPT_PERSIST_FLAG;

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

static SECURITY_STATUS get_algorithm(const struct key *key, struct writer *writer)
{
    return property_put_text(writer, key->type->name);
}

static SECURITY_STATUS get_group(const struct key *key, struct writer *writer)
{
    return property_put_text(writer, key->type->group);
}

static SECURITY_STATUS get_length(const struct key *key, struct writer *writer)
{
    if (key->type->family->has_sets)
        return NTE_NOT_SUPPORTED;
    return property_put_dword(writer, key->length);
}

/* A generic EC key has the length of its curve; room: for that. */
static const struct key_lengths *get_limits(const struct key *key, struct key_lengths *room)
{
    if (key->type->lengths.maximum || key->type->family != &ec_family)
        return &key->type->lengths;
    *room = (struct key_lengths){key->length, key->length, 0, key->length};
    return room;
}

static SECURITY_STATUS get_lengths(const struct key *key, struct writer *writer)
{
    const struct key_lengths *lengths = get_limits(key, &(struct key_lengths){0});

    if (key->type->family->has_sets)
        return NTE_NOT_SUPPORTED;
    writer_u32(writer, lengths->minimum);
    writer_u32(writer, lengths->maximum);
    writer_u32(writer, lengths->increment);
    return property_put_dword(writer, lengths->standard);
}

static SECURITY_STATUS get_block_length(const struct key *key, struct writer *writer)
{
    if (!key->type->family->block_size)
        return NTE_NOT_SUPPORTED;
    return property_put_dword(writer, key->type->family->block_size(key));
}

static SECURITY_STATUS get_signature_length(const struct key *key, struct writer *writer)
{
    DWORD size = key->type->family->signature_size ? key->type->family->signature_size(key) : 0;

    return size ? property_put_dword(writer, size) : NTE_NOT_SUPPORTED;
}

static SECURITY_STATUS get_export_policy(const struct key *key, struct writer *writer)
{
    return property_put_dword(writer, key->export_policy);
}

static SECURITY_STATUS get_usage(const struct key *key, struct writer *writer)
{
    return property_put_dword(writer, key->usage);
}

/* NCRYPT_MACHINE_KEY_FLAG for a machine key; an ephemeral key is nobody's. */
static SECURITY_STATUS get_key_type(const struct key *key, struct writer *writer)
{
    bool machine = key->place && key->place->scope == STORE_MACHINE;

    return property_put_dword(writer, machine ? NCRYPT_MACHINE_KEY_FLAG : 0);
}

static SECURITY_STATUS get_name(const struct key *key, struct writer *writer)
{
    return key->place ? property_put_text(writer, key->place->name) : NTE_NOT_SUPPORTED;
}

/* The name of the key's file (learn.microsoft.com). */
static SECURITY_STATUS get_unique_name(const struct key *key, struct writer *writer)
{
    const char *c;

    if (!key->place)
        return NTE_NOT_SUPPORTED;
    for (c = key->place->file; *c; c++)
        writer_u16(writer, (uint8_t)*c);
    writer_u16(writer, 0);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS get_modified(const struct key *key, struct writer *writer)
{
    if (!key->place || !key->place->modified)
        return NTE_NOT_FOUND;
    writer_u32(writer, (uint32_t)key->place->modified);
    writer_u32(writer, (uint32_t)(key->place->modified >> 32));
    return ERROR_SUCCESS;
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
    const struct key_lengths *lengths = get_limits(key, &(struct key_lengths){0});
    DWORD length;

    if (key->type->family->has_sets)
        return NTE_NOT_SUPPORTED;
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

/* What a key may do is settled when it goes to its store (seen natively: dotnet/runtime issue 48472). */
static bool is_stored(const struct key *key)
{
    return key->place && key_is_finalized(key);
}

static SECURITY_STATUS set_export_policy(struct key *key, const BYTE *data, DWORD size)
{
    DWORD policy;

    if (is_stored(key))
        return NTE_NOT_SUPPORTED;
    if (!read_dword(data, size, &policy))
        return NTE_INVALID_PARAMETER;
    key->export_policy = policy;
    return ERROR_SUCCESS;
}

static SECURITY_STATUS set_usage(struct key *key, const BYTE *data, DWORD size)
{
    DWORD usage;

    if (is_stored(key))
        return GAP_STATUS_SET_FINALIZED;
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

static const struct key_property key_properties[] = {
    {NCRYPT_NAME_PROPERTY, get_name, NULL, 0, false},
    {NCRYPT_UNIQUE_NAME_PROPERTY, get_unique_name, NULL, 0, false},
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
    {NCRYPT_ECC_CURVE_NAME_PROPERTY, curve_get_name, curve_set_name, 0, false},
    {NCRYPT_ECC_PARAMETERS_PROPERTY, curve_get_parameters, curve_set_parameters, 0, false},
    {NCRYPT_ECC_CURVE_NAME_LIST_PROPERTY, curve_get_name_list, NULL, 0, false},
    {NCRYPT_DH_PARAMETERS_PROPERTY, dh_get_parameters, dh_set_parameters, 0, false},
    {BCRYPT_DSA_PARAMETERS, dsa_get_parameters, dsa_set_parameters, 0, false},
    {NCRYPT_PARAMETER_SET_NAME_PROPERTY, pq_get_set_name, pq_set_set_name, 0, false},
    /* ncrypt.h and learn.microsoft.com spell these differently */
    {NCRYPT_KEM_SHARED_SECRET_LENGTH_PROPERTY, pq_get_secret_length, NULL, 0, false},
    {L"KEM Shared Secret Length", pq_get_secret_length, NULL, 0, false},
    {NCRYPT_KEM_CIPHERTEXT_LENGTH_PROPERTY, pq_get_ciphertext_length, NULL, 0, false},
    {L"KEM Ciphertext Length", pq_get_ciphertext_length, NULL, 0, false},
    {NCRYPT_CHAINING_MODE_PROPERTY, symmetric_get_chaining, symmetric_set_chaining, 0, false},
    {NCRYPT_INITIALIZATION_VECTOR, symmetric_get_iv, symmetric_set_iv, 0, false},
    {NCRYPT_KDF_SECRET_VALUE, NULL, kdf_set_secret, NTE_NOT_SUPPORTED, false},
    {NCRYPT_UI_POLICY_PROPERTY, NULL, check_unfinalized, NTE_NOT_FOUND, true},
    {NCRYPT_WINDOW_HANDLE_PROPERTY, NULL, NULL, NTE_NOT_FOUND, true},
    {NCRYPT_USE_CONTEXT_PROPERTY, NULL, NULL, NTE_NOT_FOUND, true},
    {NCRYPT_LAST_MODIFIED_PROPERTY, get_modified, NULL, 0, false},
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

static SECURITY_STATUS put_key_property(const struct key *key, const WCHAR *name, DWORD flags,
                                        struct writer *writer)
{
    const struct key_property *row = find_key_property(name);

    /* A custom property lives in the list of what the caller had persisted, and only there. */
    if (!row)
        return property_put_value(
            &key->properties, name,
            flags & NCRYPT_PERSIST_ONLY_FLAG ? NTE_NOT_FOUND : GAP_STATUS_UNKNOWN_PROPERTY, writer);
    if (row->get)
        return row->get(key, writer);
    return property_put_value(&key->properties, name, row->absent, writer);
}

/* The arguments of a get, for property_sized_output. */
struct get_request
{
    const struct key *key;
    const WCHAR *name;
    DWORD flags;
};

static SECURITY_STATUS put_requested(const void *context, struct writer *writer)
{
    const struct get_request *request = context;

    return put_key_property(request->key, request->name, request->flags, writer);
}

SECURITY_STATUS property_get_key(const struct key *key, const WCHAR *name, BYTE *output, DWORD size,
                                 DWORD *result, DWORD flags)
{
    const struct get_request request = {key, name, flags};

    if (wide_equal(name, NCRYPT_SECURITY_DESCR_PROPERTY))
        return security_get(key, output, size, result, flags);
    if (flags & ~(DWORD)(NCRYPT_SILENT_FLAG | NCRYPT_PERSIST_ONLY_FLAG))
        return NTE_BAD_FLAGS;
    return property_sized_output(put_requested, &request, output, size, result);
}

/* A key of another cipher, or for another function, is none of this type. */
static bool needs_same_type(const struct key_type *type)
{
    return type->family == &symmetric_family || type->family == &kdf_family;
}

static SECURITY_STATUS set_blob(struct key *key, const WCHAR *name, const BYTE *data, DWORD size)
{
    const struct blob_request request = {.target = key};
    struct blob_contents contents;
    SECURITY_STATUS status;

    if (key_is_finalized(key))
        return NTE_NOT_SUPPORTED;
    if ((status = blob_import(name, &request, data, size, &contents)))
        return status;
    if (contents.type->family != key->type->family ||
        (contents.type != key->type && needs_same_type(key->type)) ||
        (key->curve != CURVE_NONE && !curve_is_same(contents.curve, key->curve)) ||
        !key_type_has_curve(key->type, contents.curve))
    {
        blob_contents_clear(&contents);
        return NTE_INVALID_PARAMETER;
    }
    if (key->curve != CURVE_NONE)
        contents.curve = key->curve; /* the name that was set, where a curve has several */
    blob_contents_move(&contents, key, key->type, 0);
    return ERROR_SUCCESS;
}

/* Keeps a value as it is, in the file first: what the caller is told was kept is kept. */
static SECURITY_STATUS keep(struct key *key, const WCHAR *name, const BYTE *data, DWORD size,
                            DWORD flags)
{
    bool persistent = flags & (NCRYPT_PERSIST_FLAG | NCRYPT_PERSIST_ONLY_FLAG);
    SECURITY_STATUS status;

    if (persistent && is_stored(key) && (status = store_set_property(key, name, data, size)))
        return status;
    return property_list_set(&key->properties, name, data, size, persistent);
}

static SECURITY_STATUS set_security(struct key *key, const BYTE *data, DWORD size, DWORD flags)
{
    SECURITY_STATUS status = security_check_flags(key, flags, set_flags);

    if (status)
        return status;
    if (!security_is_valid(data, size))
        return NTE_INVALID_PARAMETER;
    return keep(key, NCRYPT_SECURITY_DESCR_PROPERTY, data, size, NCRYPT_PERSIST_FLAG);
}

SECURITY_STATUS property_set_key(struct key *key, const WCHAR *name, const BYTE *data, DWORD size,
                                 DWORD flags)
{
    const struct key_property *row = find_key_property(name);
    SECURITY_STATUS status;

    if (wide_equal(name, NCRYPT_SECURITY_DESCR_PROPERTY))
        return set_security(key, data, size, flags);
    if (flags & ~set_flags)
        return NTE_BAD_FLAGS;
    if (wide_length(name) > NCRYPT_MAX_PROPERTY_NAME || size > NCRYPT_MAX_PROPERTY_DATA)
        return NTE_INVALID_PARAMETER;
    if (blob_is_type(name))
        return set_blob(key, name, data, size);
    if (!row)
        return flags & NCRYPT_PERSIST_ONLY_FLAG ? keep(key, name, data, size, flags)
                                                : GAP_STATUS_UNKNOWN_PROPERTY;
    if (!row->set && !row->keeps)
        return NTE_NOT_SUPPORTED;
    if (row->set && (status = row->set(key, data, size)))
        return status;
    return row->keeps ? keep(key, name, data, size, flags) : ERROR_SUCCESS;
}
