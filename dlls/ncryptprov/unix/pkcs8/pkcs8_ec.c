/*
 * PKCS#8: elliptic curves (RFC 5480, RFC 5915), named curves and explicit ones.
 */
#include <string.h>

#include "pkcs8_curve25519.h"
#include "pkcs8_ec.h"

/* SEC 1 section 2.3.3: the first byte of a point */
#define POINT_COMPRESSED_EVEN 2
#define POINT_COMPRESSED_ODD 3
#define POINT_UNCOMPRESSED 4

/* Sizes in bytes. */
struct sizes
{
    size_t field, order;
};

enum bridge_status ec_point_encode(const struct bridge_span *x, const struct bridge_span *y,
                                   size_t size, struct bytes *point)
{
    struct bytes x_bytes = {0}, y_bytes = {0};
    enum bridge_status status = bytes_set_number(&x_bytes, span_data(x), x->size, size);

    if (!status)
        status = bytes_set_number(&y_bytes, span_data(y), y->size, size);
    if (!status)
        status = bytes_set_number(point, NULL, 0, 1 + 2 * size);
    if (!status)
    {
        point->data[0] = POINT_UNCOMPRESSED;
        memcpy(point->data + 1, x_bytes.data, size);
        memcpy(point->data + 1 + size, y_bytes.data, size);
    }
    bytes_clear(&x_bytes);
    bytes_clear(&y_bytes);
    return status;
}

enum bridge_status ec_point_decode(const struct bytes *point, size_t size, struct bytes *x,
                                   struct bytes *y)
{
    uint8_t form = point->size ? point->data[0] : 0;
    enum bridge_status status;

    if ((form == POINT_COMPRESSED_EVEN || form == POINT_COMPRESSED_ODD) && point->size == 1 + size)
        return BRIDGE_OK;
    if (form != POINT_UNCOMPRESSED || point->size != 1 + 2 * size)
        return BRIDGE_BAD_DATA;
    status = bytes_set_number(x, point->data + 1, size, size);
    return status ? status : bytes_set_number(y, point->data + 1 + size, size, size);
}

/* ------------------------------------------------------------------------------------------
 * Encoding
 */
static enum bridge_status encode_name(const char *oid, struct bytes *out)
{
    asn1_node node;
    enum bridge_status status = der_new("NamedCurve", &node);

    if (!status)
        status = der_write_oid(node, "", oid);
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

static enum bridge_status encode_curve(const struct bridge_pkcs8_encode *params,
                                       struct sizes *sizes, struct bytes *out)
{
    const struct curve_info *curve = curve_find(params->group);

    if (params->group == CURVE_EXPLICIT)
    {
        sizes->field = params->parts[EC_P].size;
        sizes->order = params->parts[EC_ORDER].size;
        return ec_domain_encode(params->parts, out);
    }
    if (!curve)
        return BRIDGE_NOT_SUPPORTED;
    sizes->field = bytes_of_bits(curve->field_bits);
    sizes->order = bytes_of_bits(curve->order_bits);
    return params->group == CURVE_25519 ? curve25519_encode_domain(out)
                                        : encode_name(curve->oid, out);
}

static enum bridge_status write_private(asn1_node node, const struct bridge_span *d, size_t size)
{
    struct bytes value = {0};
    enum bridge_status status = bytes_set_number(&value, span_data(d), d->size, size);

    if (!status)
        status = der_write(node, "privateKey", value.data, value.size);
    bytes_clear(&value);
    return status;
}

static enum bridge_status write_point(asn1_node node, const struct bridge_span *parts, size_t size)
{
    struct bytes point = {0};
    enum bridge_status status = ec_point_encode(&parts[EC_X], &parts[EC_Y], size, &point);

    if (!status)
        status = der_write_bits(node, "publicKey", point.data, point.size);
    bytes_clear(&point);
    return status;
}

/* Windows repeats the curve inside, where RFC 5915 leaves the choice. */
static enum bridge_status encode_key(const struct bridge_span *parts, const struct bytes *curve,
                                     const struct sizes *sizes, struct bytes *out)
{
    asn1_node node;
    enum bridge_status status = der_new("ECPrivateKey", &node);

    if (!status)
        status = der_write_small(node, "version", 1);
    if (!status)
        status = write_private(node, &parts[EC_D], sizes->order);
    if (!status)
        status = der_write(node, "parameters", curve->data, curve->size);
    if (!status)
        status = write_point(node, parts, sizes->field);
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

/* Which parts a key on that curve must have. */
static bool is_complete(const struct bridge_pkcs8_encode *params)
{
    const struct bridge_span *parts = params->parts;
    unsigned int i;

    for (i = EC_P; params->group == CURVE_EXPLICIT && i <= EC_COFACTOR; i++)
    {
        if (!span_given(&parts[i]))
            return false;
    }
    return span_given(&parts[EC_X]) && span_given(&parts[EC_D]) &&
           (span_given(&parts[EC_Y]) || params->group == CURVE_25519);
}

static enum bridge_status encode(const struct bridge_pkcs8_encode *params, struct bytes *parameters,
                                 struct bytes *key)
{
    struct sizes sizes;
    enum bridge_status status;

    if (params->group != CURVE_EXPLICIT && !curve_find(params->group))
        return BRIDGE_NOT_SUPPORTED;
    if (!is_complete(params))
        return BRIDGE_INVALID_PARAMETER;
    status = encode_curve(params, &sizes, parameters);
    if (!status)
        status = encode_key(params->parts, parameters, &sizes, key);
    return status == BRIDGE_BAD_DATA ? BRIDGE_INVALID_PARAMETER : status;
}

/* ------------------------------------------------------------------------------------------
 * Decoding
 */
static enum bridge_status decode_name(const struct bytes *parameters, uint32_t *group)
{
    struct bytes oid = {0};
    asn1_node node;
    enum bridge_status status = der_decode("NamedCurve", parameters->data, parameters->size, &node);

    if (!status)
        status = der_read_oid(node, "", &oid);
    if (!status && (*group = curve_find_oid((const char *)oid.data)) == CURVE_NONE)
        status = BRIDGE_NOT_SUPPORTED;
    bytes_clear(&oid);
    der_delete(&node);
    return status;
}

static enum bridge_status decode_explicit(const struct bytes *parameters, struct pkcs8_key *out)
{
    enum bridge_status status = ec_domain_decode(parameters, out->parts);

    out->group = CURVE_EXPLICIT;
    if (!status && curve25519_is_domain(out->parts))
    {
        unsigned int i;

        out->group = CURVE_25519;
        for (i = EC_P; i <= EC_SEED; i++)
            bytes_clear(&out->parts[i]);
    }
    return status;
}

/* The curve of the AlgorithmIdentifier.  Neither a name nor parameters (implicitCurve, say):
 * BRIDGE_NOT_SUPPORTED. */
static enum bridge_status decode_curve(const struct bytes *parameters, struct pkcs8_key *out)
{
    enum bridge_status status;

    if (!parameters->data)
        return BRIDGE_BAD_DATA;
    status = decode_name(parameters, &out->group);
    if (status == BRIDGE_BAD_DATA)
        status = decode_explicit(parameters, out);
    return status == BRIDGE_BAD_DATA ? BRIDGE_NOT_SUPPORTED : status;
}

static void find_sizes(const struct pkcs8_key *key, struct sizes *sizes)
{
    const struct curve_info *curve = curve_find(key->group);

    sizes->field = curve ? bytes_of_bits(curve->field_bits) : key->parts[EC_P].size;
    sizes->order = curve ? bytes_of_bits(curve->order_bits) : key->parts[EC_ORDER].size;
}

/* The curve may be repeated inside, but may not be another one. */
static enum bridge_status check_inner_curve(asn1_node node, const struct bytes *parameters)
{
    struct bytes inner = {0};
    enum bridge_status status = der_read(node, "parameters", &inner);

    if (!status && inner.data &&
        (inner.size != parameters->size || memcmp(inner.data, parameters->data, inner.size)))
        status = BRIDGE_BAD_DATA;
    bytes_clear(&inner);
    return status;
}

static enum bridge_status read_private(asn1_node node, size_t size, struct bytes *d)
{
    struct bytes value = {0};
    enum bridge_status status = der_read(node, "privateKey", &value);

    if (!status && !value.size)
        status = BRIDGE_BAD_DATA;
    if (!status)
        status = bytes_set_number(d, value.data, value.size, size);
    bytes_clear(&value);
    return status;
}

/* A point that is absent, or compressed, is for the import to compute from d, which Windows does on
 * named curves only (.NET's tests).  That of curve25519 is always computed. */
static enum bridge_status read_point(asn1_node node, size_t size, struct pkcs8_key *out)
{
    struct bytes point = {0}, *parts = out->parts;
    enum bridge_status status;

    if (out->group == CURVE_25519)
        return BRIDGE_OK;
    status = der_read_bits(node, "publicKey", &point, false);
    if (!status && point.data)
        status = ec_point_decode(&point, size, &parts[EC_X], &parts[EC_Y]);
    if (!status && out->group == CURVE_EXPLICIT && !parts[EC_X].data)
        status = BRIDGE_BAD_DATA;
    bytes_clear(&point);
    return status;
}

static enum bridge_status decode(const struct bytes *parameters, const struct bytes *key,
                                 struct pkcs8_key *out)
{
    asn1_node node = NULL;
    struct sizes sizes = {0};
    uint8_t version;
    enum bridge_status status = decode_curve(parameters, out);

    find_sizes(out, &sizes);
    if (!status)
        status = der_decode("ECPrivateKey", key->data, key->size, &node);
    if (!status)
        status = der_read_small(node, "version", &version);
    if (!status && version != 1)
        status = BRIDGE_BAD_DATA;
    if (!status)
        status = check_inner_curve(node, parameters);
    if (!status)
        status = read_private(node, sizes.order, &out->parts[EC_D]);
    if (!status)
        status = read_point(node, sizes.field, out);
    der_delete(&node);
    return status;
}

const struct pkcs8_codec pkcs8_ec = {
    .family = FAMILY_EC,
    .oid = "1.2.840.10045.2.1", /* id-ecPublicKey */
    .encode = encode,
    .decode = decode,
};
