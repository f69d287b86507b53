/*
 * EC blobs of CNG: BCRYPT_ECCKEY_BLOB.
 *
 * Layout (learn.microsoft.com, ns-bcrypt-bcrypt_ecckey_blob): DWORD dwMagic, DWORD cbKey, then x, y
 * and, in a private blob, d: big-endian, each cbKey bytes long (the length of the field).
 */
#include "blob.h"
#include "curve.h"

static void put_public(struct writer *writer, const struct key *key, DWORD magic)
{
    const struct material *material = key->material;

    writer_u32(writer, magic);
    writer_u32(writer, material->size[EC_X]);
    writer_bytes(writer, material->part[EC_X], material->size[EC_X]);
    writer_bytes(writer, material->part[EC_Y], material->size[EC_Y]);
}

SECURITY_STATUS ec_encode_public(const struct key *key, const struct blob_request *request,
                                 struct writer *writer)
{
    (void)request;
    put_public(writer, key, key->type->public_magic);
    return ERROR_SUCCESS;
}

SECURITY_STATUS ec_encode_private(const struct key *key, const struct blob_request *request,
                                  struct writer *writer)
{
    (void)request;
    put_public(writer, key, key->type->private_magic);
    writer_bytes(writer, key->material->part[EC_D], key->material->size[EC_D]);
    return ERROR_SUCCESS;
}

static bool all_zero(const uint8_t *data, uint32_t size)
{
    return !number_size(data, size);
}

/* x = y = 0 in a private blob asks for the public point to be computed. */
static SECURITY_STATUS read_numbers(struct reader *reader, bool is_private, uint32_t size,
                                    struct material *material)
{
    const uint8_t *x = reader_bytes(reader, size), *y = reader_bytes(reader, size);
    const uint8_t *d = is_private ? reader_bytes(reader, size) : NULL;

    if (!reader_done(reader))
        return NTE_BAD_DATA;
    if (d)
        material_set(material, EC_D, d, size);
    if (d && all_zero(x, size) && all_zero(y, size))
        return ERROR_SUCCESS;
    material_set(material, EC_X, x, size);
    material_set(material, EC_Y, y, size);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS decode(struct reader *reader, bool is_private,
                              struct blob_contents *contents)
{
    DWORD magic = reader_u32(reader), size = reader_u32(reader);
    uint32_t sizes[BRIDGE_MAX_PARTS] = {0};

    if (reader->failed)
        return NTE_BAD_DATA;
    contents->type = key_type_by_magic(magic);
    if (!contents->type || contents->type->family != &ec_family ||
        magic != (is_private ? contents->type->private_magic : contents->type->public_magic))
        return NTE_INVALID_PARAMETER;
    contents->curve = contents->type->curve;
    if (size != bits_to_bytes(curve_info(contents->curve)->bits))
        return NTE_BAD_DATA;
    sizes[EC_X] = sizes[EC_Y] = size;
    sizes[EC_D] = is_private ? size : 0;
    if (!(contents->material = material_create(sizes)))
        return NTE_NO_MEMORY;
    return read_numbers(reader, is_private, size, contents->material);
}

SECURITY_STATUS ec_decode_public(const struct blob_request *request, struct reader *reader,
                                 struct blob_contents *contents)
{
    (void)request;
    return decode(reader, false, contents);
}

SECURITY_STATUS ec_decode_private(const struct blob_request *request, struct reader *reader,
                                  struct blob_contents *contents)
{
    (void)request;
    return decode(reader, true, contents);
}
