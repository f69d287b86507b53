/*
 * DH blobs of CNG, and the property DHParameters.
 *
 * Layouts (learn.microsoft.com, ns-bcrypt-bcrypt_dh_key_blob, ..._dh_parameter_header): DWORD
 * dwMagic, cbKey; then p, g, y and, in a private blob, x, big-endian, each cbKey bytes long.  The
 * property: DWORD cbLength, dwMagic, cbKeyLength; p, g (property_ffc.c).
 */
#include "ffc.h"
#include "gaps.h"

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
void dh_put_parameters(struct writer *writer, const struct material *material)
{
    put_group(writer, material, BCRYPT_DH_PARAMETERS_MAGIC);
}

SECURITY_STATUS dh_take_parameters(struct reader *reader, struct ffc_numbers *numbers)
{
    uint32_t size;

    return take_group(reader, BCRYPT_DH_PARAMETERS_MAGIC, numbers, &size);
}
