/*
 * DSAParameters and DHParameters: the group of a key, a DWORD with the size of all and then what the
 * blobs have of it.  Layouts: learn.microsoft.com, ns-bcrypt-bcrypt_dsa_parameter_header and
 * ..._dh_parameter_header.
 */
#include "ffc.h"
#include "gaps.h"
#include "property.h"

struct group_property
{
    const WCHAR *name;
    const struct key_family *family;
    unsigned int p; /* which number is the one that makes the key's length */
    void (*put)(struct writer *writer, const struct material *material);
    SECURITY_STATUS (*take)(struct reader *reader, struct ffc_numbers *numbers);
};

static const struct group_property dsa_property = {BCRYPT_DSA_PARAMETERS, &dsa_family, DSA_P,
                                                   dsa_put_parameters, dsa_take_parameters};
static const struct group_property dh_property = {NCRYPT_DH_PARAMETERS_PROPERTY, &dh_family, DH_P,
                                                  dh_put_parameters, dh_take_parameters};

static SECURITY_STATUS get_parameters(const struct group_property *property, const struct key *key,
                                      struct writer *writer)
{
    struct writer counter;

    if (key->type->family != property->family)
        return NTE_NOT_SUPPORTED;
    if (!key->material)
        return property_put_value(&key->properties, property->name, GAP_STATUS_NO_PARAMETERS,
                                  writer);
    writer_init(&counter, NULL, 0);
    property->put(&counter, key->material);
    writer_u32(writer, sizeof(DWORD) + counter.position);
    property->put(writer, key->material);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS take_parameters(const struct group_property *property, const BYTE *data,
                                       DWORD size, struct ffc_numbers *numbers)
{
    struct reader reader;
    SECURITY_STATUS status;

    reader_init(&reader, data, size);
    if (reader_u32(&reader) != size)
        return NTE_INVALID_PARAMETER;
    if ((status = property->take(&reader, numbers)))
        return status;
    return reader_done(&reader) ? ERROR_SUCCESS : GAP_STATUS_FFC_SIZE;
}

/* Until the key is generated; the length of p becomes that of the key. */
static SECURITY_STATUS keep_parameters(struct key *key, const WCHAR *name, const struct number *p,
                                       const BYTE *data, DWORD size)
{
    const struct key_lengths *lengths = &key->type->lengths;
    DWORD length = number_bits(p->data, p->size);
    SECURITY_STATUS status;

    if (key->material)
        return GAP_STATUS_PARAMETERS_FIXED;
    if (length < lengths->minimum || length > lengths->maximum ||
        (length - lengths->minimum) % lengths->increment)
        return GAP_STATUS_LENGTH;
    if ((status = property_list_set(&key->properties, name, data, size, false)))
        return status;
    key->length = length;
    return ERROR_SUCCESS;
}

static SECURITY_STATUS set_parameters(const struct group_property *property, struct key *key,
                                      const BYTE *data, DWORD size)
{
    struct ffc_numbers numbers = {0};
    SECURITY_STATUS status;

    if (key->type->family != property->family)
        return NTE_NOT_SUPPORTED;
    if ((status = take_parameters(property, data, size, &numbers)))
        return status;
    return keep_parameters(key, property->name, &numbers.part[property->p], data, size);
}

SECURITY_STATUS dsa_get_parameters(const struct key *key, struct writer *writer)
{
    return get_parameters(&dsa_property, key, writer);
}

SECURITY_STATUS dsa_set_parameters(struct key *key, const BYTE *data, DWORD size)
{
    return set_parameters(&dsa_property, key, data, size);
}

SECURITY_STATUS dh_get_parameters(const struct key *key, struct writer *writer)
{
    return get_parameters(&dh_property, key, writer);
}

SECURITY_STATUS dh_set_parameters(struct key *key, const BYTE *data, DWORD size)
{
    return set_parameters(&dh_property, key, data, size);
}

bool ffc_waiting_group(const struct key *key, struct ffc_numbers *numbers)
{
    const struct group_property *property = key->type->family == &dsa_family ? &dsa_property
                                                                             : &dh_property;
    const struct property_value *value = property_list_find(&key->properties, property->name);

    return value && !take_parameters(property, value->data, value->size, numbers);
}
