/*
 * EC blobs of CNG: BCRYPT_ECCKEY_BLOB.
 *
 * Layout (learn.microsoft.com, ns-bcrypt-bcrypt_ecckey_blob): DWORD dwMagic, DWORD cbKey, then x, y
 * and, in a private blob, d: big-endian, each cbKey bytes long (the length of the field).
 * curve25519 (seen by .NET and Go): the bytes of RFC 7748 as x and d, y all zeros.
 *
 * Magic numbers with a digit say algorithm and curve.  The generic ones say the algorithm; the curve
 * comes in NCRYPTBUFFER_ECC_CURVE_NAME or NCRYPTBUFFER_ECC_PARAMETERS, or is that of the key which is
 * to take the blob.
 */
#include "blob_ec.h"

#include "curve.h"
#include "ec_domain.h"
#include "gaps.h"
#include "parameters.h"

/* ------------------------------------------------------------------------------------------
 * Export
 */
void ec_write_point(struct writer *writer, const struct material *material, uint32_t size)
{
    writer_bytes(writer, material->part[EC_X], size);
    writer_padded(writer, material->part[EC_Y], material->size[EC_Y], size);
}

static void put_public(struct writer *writer, const struct key *key, DWORD magic)
{
    uint32_t size = key->material->size[EC_X];

    writer_u32(writer, magic);
    writer_u32(writer, size);
    ec_write_point(writer, key->material, size);
}

SECURITY_STATUS ec_encode_public(const struct key *key, const struct blob_request *request,
                                 struct writer *writer)
{
    (void)request;
    put_public(writer, key, key->type->public_magic);
    return ERROR_SUCCESS;
}

/* An order may be a bit longer than the field (secP160r1): then there are d, though none is ever met,
 * that do not fit. */
SECURITY_STATUS ec_encode_private(const struct key *key, const struct blob_request *request,
                                  struct writer *writer)
{
    const uint8_t *d = key->material->part[EC_D];
    uint32_t d_size = key->material->size[EC_D], size = key->material->size[EC_X];

    (void)request;
    if (number_size(d, d_size) > size)
        return GAP_STATUS_EC_LONG_PRIVATE;
    put_public(writer, key, key->type->private_magic);
    writer_padded(writer, d, d_size, size);
    return ERROR_SUCCESS;
}

/* ------------------------------------------------------------------------------------------
 * Import: the curve
 */

/* domain: of explicit parameters, to be freed by the caller, else NULL. */
struct blob_curve
{
    enum bridge_curve curve;
    struct material *domain;
};

static SECURITY_STATUS curve_from_name(const NCryptBuffer *buffer, struct blob_curve *result)
{
    const WCHAR *name = parameter_text(buffer);

    if (!name)
        return NTE_INVALID_PARAMETER;
    result->curve = curve_by_name(name);
    return result->curve == CURVE_NONE ? GAP_STATUS_UNKNOWN_CURVE : ERROR_SUCCESS;
}

static SECURITY_STATUS curve_from_target(const struct key *target, struct blob_curve *result)
{
    if (!target || target->curve == CURVE_NONE)
        return GAP_STATUS_NO_CURVE;
    result->curve = target->curve;
    return result->curve == CURVE_EXPLICIT ? ec_key_domain(target, &result->domain) : ERROR_SUCCESS;
}

/* A generic magic number. */
static SECURITY_STATUS curve_from_request(const struct blob_request *request,
                                          struct blob_curve *result)
{
    const NCryptBuffer *name = parameter_find(request->parameters, NCRYPTBUFFER_ECC_CURVE_NAME);
    const NCryptBuffer *numbers = parameter_find(request->parameters, NCRYPTBUFFER_ECC_PARAMETERS);

    if (name && numbers)
        return NTE_INVALID_PARAMETER;
    if (name)
        return curve_from_name(name, result);
    if (!numbers)
        return curve_from_target(request->target, result);
    result->curve = CURVE_EXPLICIT;
    return ec_decode_parameters(numbers->pvBuffer, numbers->cbBuffer, &result->domain);
}

/* A magic number that says the curve: .NET repeats it by its name. */
static SECURITY_STATUS check_repeated(const struct blob_request *request, enum bridge_curve curve)
{
    const NCryptBuffer *name = parameter_find(request->parameters, NCRYPTBUFFER_ECC_CURVE_NAME);
    struct blob_curve repeated = {0};
    SECURITY_STATUS status;

    if (parameter_find(request->parameters, NCRYPTBUFFER_ECC_PARAMETERS))
        return NTE_INVALID_PARAMETER;
    if (!name)
        return ERROR_SUCCESS;
    if ((status = curve_from_name(name, &repeated)))
        return status;
    return curve_is_same(repeated.curve, curve) ? ERROR_SUCCESS : NTE_INVALID_PARAMETER;
}

static SECURITY_STATUS find_curve(const struct blob_request *request, const struct key_type *type,
                                  struct blob_curve *result)
{
    if (type->curve == CURVE_NONE)
        return curve_from_request(request, result);
    result->curve = type->curve;
    return check_repeated(request, type->curve);
}

/* ------------------------------------------------------------------------------------------
 * Import: the numbers
 */
static bool all_zero(const uint8_t *data, uint32_t size)
{
    return !number_size(data, size);
}

SECURITY_STATUS ec_read_numbers(struct reader *reader, bool is_private, uint32_t size,
                                uint32_t scalar_size, struct material *material)
{
    const uint8_t *x = reader_bytes(reader, size), *y = reader_bytes(reader, size);
    const uint8_t *d = is_private ? reader_bytes(reader, scalar_size) : NULL;

    if (!reader_done(reader))
        return NTE_BAD_DATA;
    if ((d && number_size(d, scalar_size) > material->size[EC_D]) ||
        (!material->size[EC_Y] && !all_zero(y, size)))
        return GAP_STATUS_EC_NUMBERS;
    if (d)
        material_set(material, EC_D, d, scalar_size);
    if (d && all_zero(x, size) && all_zero(y, size))
        return ERROR_SUCCESS;
    material_set(material, EC_X, x, size);
    if (material->size[EC_Y])
        material_set(material, EC_Y, y, size);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS read_key(struct reader *reader, bool is_private, uint32_t size,
                                const struct blob_curve *curve, struct material **material)
{
    uint32_t sizes[BRIDGE_MAX_PARTS];

    ec_plan_key(curve->curve, curve->domain, is_private, sizes);
    if (size != sizes[EC_X])
        return NTE_BAD_DATA;
    if (!(*material = material_create(sizes)))
        return NTE_NO_MEMORY;
    if (curve->domain)
        ec_copy_domain(*material, curve->domain);
    return ec_read_numbers(reader, is_private, size, size, *material);
}

bool ec_magic_fits(const struct key_type *type, DWORD magic, bool is_private)
{
    return type && type->family == &ec_family &&
           magic == (is_private ? type->private_magic : type->public_magic);
}

static SECURITY_STATUS decode(const struct blob_request *request, struct reader *reader,
                              bool is_private, struct blob_contents *contents)
{
    DWORD magic = reader_u32(reader), size = reader_u32(reader);
    struct blob_curve curve = {0};
    SECURITY_STATUS status;

    if (reader->failed)
        return NTE_BAD_DATA;
    contents->type = key_type_by_magic(magic);
    if (!ec_magic_fits(contents->type, magic, is_private))
        return NTE_INVALID_PARAMETER;
    status = find_curve(request, contents->type, &curve);
    contents->curve = curve.curve;
    if (!status && !key_type_has_curve(contents->type, curve.curve))
        status = NTE_NOT_SUPPORTED;
    if (!status)
        status = read_key(reader, is_private, size, &curve, &contents->material);
    material_free(curve.domain);
    return status;
}

SECURITY_STATUS ec_decode_public(const struct blob_request *request, struct reader *reader,
                                 struct blob_contents *contents)
{
    return decode(request, reader, false, contents);
}

SECURITY_STATUS ec_decode_private(const struct blob_request *request, struct reader *reader,
                                  struct blob_contents *contents)
{
    return decode(request, reader, true, contents);
}
