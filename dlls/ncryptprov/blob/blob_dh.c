/*
 * DH blobs of CNG, and the property DHParameters.
 *
 * Layouts (learn.microsoft.com, ns-bcrypt-bcrypt_dh_key_blob, ..._dh_parameter_header): DWORD
 * dwMagic, cbKey; then p, g, y and, in a private blob, x, big-endian, each cbKey bytes long.  The
 * property: DWORD cbLength, dwMagic, cbKeyLength; p, g.
 */
#include "ffc.h"
#include "gaps.h"
#include "property.h"

static void put_group(struct writer *writer, const struct material *material, DWORD magic)
{
    uint32_t size = material->size[DH_P];

    writer_u32(writer, magic);
    writer_u32(writer, size);
    writer_padded(writer, material->part[DH_P], size, size);
    writer_padded(writer, material->part[DH_G], material->size[DH_G], size);
}

SECURITY_STATUS dh_encode_public(const struct key *key, const struct blob_request *request,
                                 struct writer *writer)
{
    (void)request;
    put_group(writer, key->material, BCRYPT_DH_PUBLIC_MAGIC);
    writer_bytes(writer, key->material->part[DH_Y], key->material->size[DH_Y]);
    return ERROR_SUCCESS;
}

SECURITY_STATUS dh_encode_private(const struct key *key, const struct blob_request *request,
                                  struct writer *writer)
{
    (void)request;
    put_group(writer, key->material, BCRYPT_DH_PRIVATE_MAGIC);
    writer_bytes(writer, key->material->part[DH_Y], key->material->size[DH_Y]);
    writer_bytes(writer, key->material->part[DH_X], key->material->size[DH_X]);
    return ERROR_SUCCESS;
}

static void take(struct reader *reader, struct ffc_numbers *numbers, enum dh_part part,
                 uint32_t size)
{
    numbers->part[part].data = reader_bytes(reader, size);
    numbers->part[part].size = size;
}

static SECURITY_STATUS take_group(struct reader *reader, DWORD magic, struct ffc_numbers *numbers,
                                  uint32_t *size)
{
    DWORD got = reader_u32(reader);

    *size = reader_u32(reader);
    if (reader->failed)
        return GAP_STATUS_FFC_SIZE;
    if (got != magic)
        return NTE_INVALID_PARAMETER;
    take(reader, numbers, DH_P, *size);
    take(reader, numbers, DH_G, *size);
    return reader->failed ? GAP_STATUS_FFC_SIZE : ERROR_SUCCESS;
}

static SECURITY_STATUS decode(struct reader *reader, DWORD magic, struct blob_contents *contents)
{
    struct ffc_numbers numbers = {0};
    uint32_t size;
    SECURITY_STATUS status = take_group(reader, magic, &numbers, &size);

    if (status)
        return status;
    take(reader, &numbers, DH_Y, size);
    if (magic == BCRYPT_DH_PRIVATE_MAGIC)
        take(reader, &numbers, DH_X, size);
    return reader_done(reader) ? dh_contents(&numbers, contents) : GAP_STATUS_FFC_SIZE;
}

SECURITY_STATUS dh_decode_public(const struct blob_request *request, struct reader *reader,
                                 struct blob_contents *contents)
{
    (void)request;
    return decode(reader, BCRYPT_DH_PUBLIC_MAGIC, contents);
}

SECURITY_STATUS dh_decode_private(const struct blob_request *request, struct reader *reader,
                                  struct blob_contents *contents)
{
    (void)request;
    return decode(reader, BCRYPT_DH_PRIVATE_MAGIC, contents);
}

/* ------------------------------------------------------------------------------------------
 * DHParameters
 */
SECURITY_STATUS dh_get_parameters(const struct key *key, struct writer *writer)
{
    if (key->type->family != &dh_family)
        return NTE_NOT_SUPPORTED;
    if (!key->material)
        return property_put_value(&key->properties, NCRYPT_DH_PARAMETERS_PROPERTY,
                                  GAP_STATUS_NO_PARAMETERS, writer);
    writer_u32(writer, sizeof(BCRYPT_DH_PARAMETER_HEADER) + 2 * key->material->size[DH_P]);
    put_group(writer, key->material, BCRYPT_DH_PARAMETERS_MAGIC);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS take_parameters(const BYTE *data, DWORD size, struct ffc_numbers *numbers)
{
    struct reader reader;
    SECURITY_STATUS status;
    uint32_t key_size;

    reader_init(&reader, data, size);
    if (reader_u32(&reader) != size)
        return NTE_INVALID_PARAMETER;
    if ((status = take_group(&reader, BCRYPT_DH_PARAMETERS_MAGIC, numbers, &key_size)))
        return status;
    return reader_done(&reader) ? ERROR_SUCCESS : GAP_STATUS_FFC_SIZE;
}

SECURITY_STATUS dh_set_parameters(struct key *key, const BYTE *data, DWORD size)
{
    struct ffc_numbers numbers = {0};
    SECURITY_STATUS status;

    if (key->type->family != &dh_family)
        return NTE_NOT_SUPPORTED;
    if ((status = take_parameters(data, size, &numbers)))
        return status;
    return ffc_keep_parameters(key, NCRYPT_DH_PARAMETERS_PROPERTY, &numbers.part[DH_P], data, size);
}

bool dh_waiting_group(const struct key *key, struct ffc_numbers *numbers)
{
    const struct property_value *value = property_list_find(&key->properties,
                                                            NCRYPT_DH_PARAMETERS_PROPERTY);

    return value && !take_parameters(value->data, value->size, numbers);
}
