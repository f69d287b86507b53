/*
 * EC blobs that say their curve themselves: BCRYPT_ECCFULLKEY_BLOB by its numbers, SSL_ECCKEY_BLOB by
 * TLS's number for it.
 *
 * ECCFULL*: a generic magic number, the domain parameters (ec_domain.h), x and y (cbFieldLength each)
 * and, in a private blob, d (cbSubgroupOrder); seen in .NET's ECCng.ImportExport.cs.  A key on a named
 * curve is written with the numbers of its curve.
 *
 * SSLECCPUBLICBLOB: DWORD dwCurveType, DWORD cbKey (bcrypt.h); what follows is not documented, and
 * here is x and y.
 */
#include "blob_ec.h"
#include "curve.h"
#include "ec_domain.h"
#include "gaps.h"

/* ------------------------------------------------------------------------------------------
 * ECCFULLPUBLICBLOB, ECCFULLPRIVATEBLOB
 */
static SECURITY_STATUS encode_full(const struct key *key, bool is_private, struct writer *writer)
{
    const struct key_type *type = key_type_generic(key->type);
    const struct material *material = key->material;
    struct material *domain;
    SECURITY_STATUS status = ec_key_domain(key, &domain);

    if (status)
        return status;
    writer_u32(writer, is_private ? type->private_magic : type->public_magic);
    ec_write_domain(writer, domain);
    ec_write_point(writer, material, material->size[EC_X]);
    if (is_private)
        writer_bytes(writer, material->part[EC_D], material->size[EC_D]);
    material_free(domain);
    return ERROR_SUCCESS;
}

SECURITY_STATUS ec_encode_full_public(const struct key *key, const struct blob_request *request,
                                      struct writer *writer)
{
    (void)request;
    return encode_full(key, false, writer);
}

SECURITY_STATUS ec_encode_full_private(const struct key *key, const struct blob_request *request,
                                       struct writer *writer)
{
    (void)request;
    return encode_full(key, true, writer);
}

/* The key stays one with explicit parameters, even where these are a named curve's. */
static SECURITY_STATUS decode_full(struct reader *reader, bool is_private,
                                   struct blob_contents *contents)
{
    DWORD magic = reader_u32(reader);
    uint32_t sizes[BRIDGE_MAX_PARTS] = {0};
    struct ec_header header;
    SECURITY_STATUS status;

    contents->type = key_type_by_magic(magic);
    contents->curve = CURVE_EXPLICIT;
    if (!reader->failed &&
        (!ec_magic_fits(contents->type, magic, is_private) || contents->type->curve != CURVE_NONE))
        return NTE_INVALID_PARAMETER;
    if ((status = ec_read_header(reader, 2, is_private, &header)))
        return status;
    ec_plan_domain(&header, sizes);
    sizes[EC_X] = sizes[EC_Y] = header.field;
    sizes[EC_D] = is_private ? header.order : 0;
    if (!(contents->material = material_create(sizes)))
        return NTE_NO_MEMORY;
    if ((status = ec_read_domain(reader, contents->material)))
        return status;
    return ec_read_numbers(reader, is_private, header.field, header.order, contents->material);
}

SECURITY_STATUS ec_decode_full_public(const struct blob_request *request, struct reader *reader,
                                      struct blob_contents *contents)
{
    (void)request;
    return decode_full(reader, false, contents);
}

SECURITY_STATUS ec_decode_full_private(const struct blob_request *request, struct reader *reader,
                                       struct blob_contents *contents)
{
    (void)request;
    return decode_full(reader, true, contents);
}

/* ------------------------------------------------------------------------------------------
 * SSLECCPUBLICBLOB: keys for agreement on the curves that TLS has a number for
 */
SECURITY_STATUS ec_encode_ssl(const struct key *key, const struct blob_request *request,
                              struct writer *writer)
{
    DWORD group = curve_tls_group(key->curve);

    (void)request;
    if (!(key->type->operations & NCRYPT_SECRET_AGREEMENT_OPERATION))
        return GAP_STATUS_BLOB_TYPE;
    if (!group)
        return GAP_STATUS_NO_TLS_GROUP;
    writer_u32(writer, group);
    writer_u32(writer, key->material->size[EC_X]);
    ec_write_point(writer, key->material, key->material->size[EC_X]);
    return ERROR_SUCCESS;
}

SECURITY_STATUS ec_decode_ssl(const struct blob_request *request, struct reader *reader,
                              struct blob_contents *contents)
{
    DWORD group = reader_u32(reader), size = reader_u32(reader);
    uint32_t sizes[BRIDGE_MAX_PARTS];

    (void)request;
    if (reader->failed)
        return NTE_BAD_DATA;
    if ((contents->curve = curve_by_tls_group(group)) == CURVE_NONE)
        return GAP_STATUS_NO_TLS_GROUP;
    contents->type = key_type_by_family(FAMILY_EC, contents->curve,
                                        NCRYPT_SECRET_AGREEMENT_OPERATION);
    ec_plan_key(contents->curve, NULL, false, sizes);
    if (size != sizes[EC_X])
        return NTE_BAD_DATA;
    if (!(contents->material = material_create(sizes)))
        return NTE_NO_MEMORY;
    return ec_read_numbers(reader, false, size, 0, contents->material);
}
