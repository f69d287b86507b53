/*
 * The table of a key's properties, and those that need no file of their own.  Names: ncrypt.h.
 * Answers: Wine's tests on Windows 10, .NET's tests.
 */
#include "ffc.h"
#include "gaps.h"
#include "pq.h"
#include "property_curve.h"
#include "property_key.h"
#include "symmetric_key.h"
#include "wide.h"

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
        return GAP_STATUS_PQ_LENGTH;
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
        return GAP_STATUS_PQ_LENGTH;
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

/* After the key is made the length is fixed, and native ignores the attempt. */
static SECURITY_STATUS set_length(struct key *key, const BYTE *data, DWORD size)
{
    const struct key_lengths *lengths = get_limits(key, &(struct key_lengths){0});
    DWORD length;

    if (key->type->family->has_sets)
        return GAP_STATUS_PQ_LENGTH;
    if (!property_take_dword(data, size, &length))
        return NTE_INVALID_PARAMETER;
    if (key->material)
        return ERROR_SUCCESS;
    if (length < lengths->minimum || length > lengths->maximum ||
        (lengths->increment && (length - lengths->minimum) % lengths->increment))
        return GAP_STATUS_LENGTH;
    key->length = length;
    return ERROR_SUCCESS;
}

/* Ours alone, for whoever moves a key elsewhere: the names of what is kept with it, each with its NUL, and
 * a NUL after the last. */
static SECURITY_STATUS get_kept_names(const struct key *key, struct writer *writer)
{
    const struct property_value *value;

    for (value = key->properties.first; value; value = value->next)
    {
        if (value->persistent)
            property_put_text(writer, value->name);
    }
    writer_u16(writer, 0);
    return ERROR_SUCCESS;
}

static const struct key_property key_properties[] = {
    {.name = NCRYPT_NAME_PROPERTY, .get = place_get_name},
    {.name = NCRYPT_UNIQUE_NAME_PROPERTY, .get = place_get_unique_name},
    {.name = NCRYPT_ALGORITHM_PROPERTY, .get = get_algorithm},
    {.name = NCRYPT_ALGORITHM_GROUP_PROPERTY, .get = get_group},
    {.name = NCRYPT_LENGTH_PROPERTY, .get = get_length, .set = set_length},
    {.name = NCRYPT_PUBLIC_LENGTH_PROPERTY, .get = get_length},
    {.name = NCRYPT_LENGTHS_PROPERTY, .get = get_lengths},
    {.name = NCRYPT_BLOCK_LENGTH_PROPERTY, .get = get_block_length},
    {.name = NCRYPT_SIGNATURE_LENGTH_PROPERTY, .get = get_signature_length},
    {.name = NCRYPT_EXPORT_POLICY_PROPERTY, .get = policy_get_export, .set = policy_set_export},
    {.name = NCRYPT_KEY_USAGE_PROPERTY, .get = policy_get_usage, .set = policy_set_usage},
    {.name = NCRYPT_KEY_TYPE_PROPERTY, .get = place_get_type},
    {.name = NCRYPT_ECC_CURVE_NAME_PROPERTY, .get = curve_get_name, .set = curve_set_name},
    {.name = NCRYPT_ECC_PARAMETERS_PROPERTY,
     .get = curve_get_parameters,
     .set = curve_set_parameters},
    {.name = NCRYPT_ECC_CURVE_NAME_LIST_PROPERTY, .get = curve_get_name_list},
    {.name = NCRYPT_DH_PARAMETERS_PROPERTY, .get = dh_get_parameters, .set = dh_set_parameters},
    {.name = BCRYPT_DSA_PARAMETERS, .get = dsa_get_parameters, .set = dsa_set_parameters},
    {.name = NCRYPT_PARAMETER_SET_NAME_PROPERTY, .get = pq_get_set_name, .set = pq_set_set_name},
    /* ncrypt.h and learn.microsoft.com spell these differently */
    {.name = NCRYPT_KEM_SHARED_SECRET_LENGTH_PROPERTY, .get = pq_get_secret_length},
    {.name = L"KEM Shared Secret Length", .get = pq_get_secret_length},
    {.name = NCRYPT_KEM_CIPHERTEXT_LENGTH_PROPERTY, .get = pq_get_ciphertext_length},
    {.name = L"KEM Ciphertext Length", .get = pq_get_ciphertext_length},
    {.name = NCRYPT_CHAINING_MODE_PROPERTY,
     .get = symmetric_get_chaining,
     .set = symmetric_set_chaining,
     .keeps = true},
    {.name = NCRYPT_INITIALIZATION_VECTOR, .get = symmetric_get_iv, .set = symmetric_set_iv},
    {.name = NCRYPT_KDF_SECRET_VALUE, .set = kdf_set_secret, .absent = NTE_NOT_SUPPORTED},
    {.name = NCRYPT_UI_POLICY_PROPERTY,
     .set = policy_check_unfinalized,
     .absent = NTE_NOT_FOUND,
     .keeps = true},
    {.name = NCRYPT_WINDOW_HANDLE_PROPERTY, .absent = NTE_NOT_FOUND, .keeps = true},
    {.name = NCRYPT_USE_CONTEXT_PROPERTY, .absent = NTE_NOT_FOUND, .keeps = true},
    {.name = L"Persistent Properties", .get = get_kept_names},
    {.name = NCRYPT_LAST_MODIFIED_PROPERTY, .get = place_get_modified},
    {.name = NCRYPT_CERTIFICATE_PROPERTY, .absent = NTE_NOT_FOUND, .keeps = true},
};

const struct key_property *key_property_find(const WCHAR *name)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(key_properties); i++)
    {
        if (wide_equal(key_properties[i].name, name))
            return &key_properties[i];
    }
    return NULL;
}
