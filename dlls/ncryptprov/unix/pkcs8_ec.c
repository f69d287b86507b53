/*
 * PKCS#8: elliptic curves (RFC 5480, RFC 5915), named curves.
 */
#include <string.h>

#include "pkcs8.h"

/* SEC 1 section 2.3.3: the first byte of a point */
#define POINT_COMPRESSED_EVEN 2
#define POINT_COMPRESSED_ODD 3
#define POINT_UNCOMPRESSED 4

/* ------------------------------------------------------------------------------------------
 * Encoding
 */
static enum bridge_status encode_curve(const char *oid, struct bytes *out)
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

static enum bridge_status write_private(asn1_node node, const struct bridge_span *d, size_t size)
{
    struct bytes value = {0};
    enum bridge_status status = bytes_set_number(&value, span_data(d), d->size, size);

    if (!status)
        status = der_write(node, "privateKey", value.data, value.size);
    bytes_clear(&value);
    return status;
}

/* 04 || x || y, each of the field's length */
static enum bridge_status write_point(asn1_node node, const struct bridge_span *parts, size_t size)
{
    struct bytes x = {0}, y = {0}, point = {0};
    enum bridge_status status;

    status = bytes_set_number(&x, span_data(&parts[EC_X]), parts[EC_X].size, size);
    if (!status)
        status = bytes_set_number(&y, span_data(&parts[EC_Y]), parts[EC_Y].size, size);
    if (!status)
        status = bytes_set_number(&point, NULL, 0, 1 + 2 * size);
    if (!status)
    {
        point.data[0] = POINT_UNCOMPRESSED;
        memcpy(point.data + 1, x.data, size);
        memcpy(point.data + 1 + size, y.data, size);
        status = der_write_bits(node, "publicKey", point.data, point.size);
    }
    bytes_clear(&x);
    bytes_clear(&y);
    bytes_clear(&point);
    return status;
}

/* Windows repeats the curve inside, where RFC 5915 leaves the choice. */
static enum bridge_status encode_key(const struct bridge_span *parts, const struct bytes *curve,
                                     size_t size, struct bytes *out)
{
    asn1_node node;
    enum bridge_status status = der_new("ECPrivateKey", &node);

    if (!status)
        status = der_write_small(node, "version", 1);
    if (!status)
        status = write_private(node, &parts[EC_D], size);
    if (!status)
        status = der_write(node, "parameters", curve->data, curve->size);
    if (!status)
        status = write_point(node, parts, size);
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

static enum bridge_status encode(const struct bridge_pkcs8_encode *params, struct bytes *parameters,
                                 struct bytes *key)
{
    const struct curve_info *curve = curve_find(params->group);
    const struct bridge_span *parts = params->parts;
    enum bridge_status status;

    if (!curve)
        return BRIDGE_NOT_SUPPORTED;
    if (!span_given(&parts[EC_X]) || !span_given(&parts[EC_Y]) || !span_given(&parts[EC_D]))
        return BRIDGE_INVALID_PARAMETER;
    status = encode_curve(curve->oid, parameters);
    if (!status)
        status = encode_key(parts, parameters, bytes_of_bits(curve->field_bits), key);
    return status == BRIDGE_BAD_DATA ? BRIDGE_INVALID_PARAMETER : status;
}

/* ------------------------------------------------------------------------------------------
 * Decoding
 */

/* The curve of the AlgorithmIdentifier.  Anything but a name is BRIDGE_NOT_SUPPORTED. */
static enum bridge_status decode_curve(const struct bytes *parameters, uint32_t *group)
{
    struct bytes oid = {0};
    asn1_node node;
    enum bridge_status status;

    if (!parameters->data)
        return BRIDGE_BAD_DATA;
    if ((status = der_decode("NamedCurve", parameters->data, parameters->size, &node)))
        status = status == BRIDGE_BAD_DATA ? BRIDGE_NOT_SUPPORTED : status;
    if (!status)
        status = der_read_oid(node, "", &oid);
    if (!status && (*group = curve_find_oid((const char *)oid.data)) == CURVE_NONE)
        status = BRIDGE_NOT_SUPPORTED;
    bytes_clear(&oid);
    der_delete(&node);
    return status;
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

/* The coordinates of an uncompressed point.  Those of a compressed one stay absent, as if there
 * were no public key: import computes it from d. */
static enum bridge_status read_point(asn1_node node, size_t size, struct bytes *parts)
{
    struct bytes point = {0};
    enum bridge_status status = der_read_bits(node, "publicKey", &point, false);
    uint8_t form = !status && point.size ? point.data[0] : 0;

    if (!status && form == POINT_UNCOMPRESSED && point.size == 1 + 2 * size)
    {
        status = bytes_set_number(&parts[EC_X], point.data + 1, size, size);
        if (!status)
            status = bytes_set_number(&parts[EC_Y], point.data + 1 + size, size, size);
    }
    else if (!status && point.data &&
             !((form == POINT_COMPRESSED_EVEN || form == POINT_COMPRESSED_ODD) &&
               point.size == 1 + size))
        status = BRIDGE_BAD_DATA;
    bytes_clear(&point);
    return status;
}

static enum bridge_status decode(const struct bytes *parameters, const struct bytes *key,
                                 struct pkcs8_key *out)
{
    asn1_node node = NULL;
    uint8_t version;
    size_t size = 0;
    enum bridge_status status = decode_curve(parameters, &out->group);

    if (!status)
        size = bytes_of_bits(curve_find(out->group)->field_bits);
    if (!status)
        status = der_decode("ECPrivateKey", key->data, key->size, &node);
    if (!status)
        status = der_read_small(node, "version", &version);
    if (!status && version != 1)
        status = BRIDGE_BAD_DATA;
    if (!status)
        status = check_inner_curve(node, parameters);
    if (!status)
        status = read_private(node, size, &out->parts[EC_D]);
    if (!status)
        status = read_point(node, size, out->parts);
    der_delete(&node);
    return status;
}

const struct pkcs8_codec pkcs8_ec = {
    .family = FAMILY_EC,
    .oid = "1.2.840.10045.2.1", /* id-ecPublicKey */
    .encode = encode,
    .decode = decode,
};
