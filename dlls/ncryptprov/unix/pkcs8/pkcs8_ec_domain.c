/*
 * Explicit domain parameters in PKCS#8: SpecifiedECDomain (SEC 1 C.2, RFC 3279 section 2.3.5), over
 * prime fields.
 */
#include <string.h>

#include "pkcs8_ec.h"

#define OID_PRIME_FIELD "1.2.840.10045.1.1" /* RFC 3279 section 2.3.5 */

/* ------------------------------------------------------------------------------------------
 * Encoding
 */
static enum bridge_status encode_prime(const struct bridge_span *p, struct bytes *out)
{
    asn1_node node;
    enum bridge_status status = der_new("PrimeField", &node);

    if (!status)
        status = der_write_number(node, "", p);
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

static enum bridge_status write_field(asn1_node node, const struct bridge_span *p)
{
    struct bytes prime = {0};
    enum bridge_status status = encode_prime(p, &prime);

    if (!status)
        status = der_write_oid(node, "fieldID.fieldType", OID_PRIME_FIELD);
    if (!status)
        status = der_write(node, "fieldID.parameters", prime.data, prime.size);
    bytes_clear(&prime);
    return status;
}

/* SEC 1 section 2.3.5: a field element is as long as the field. */
static enum bridge_status write_curve(asn1_node node, const struct bridge_span *parts, size_t size)
{
    struct bytes a = {0}, b = {0};
    enum bridge_status status = bytes_set_number(&a, span_data(&parts[EC_A]), parts[EC_A].size,
                                                 size);

    if (!status)
        status = bytes_set_number(&b, span_data(&parts[EC_B]), parts[EC_B].size, size);
    if (!status)
        status = der_write(node, "curve.a", a.data, a.size);
    if (!status)
        status = der_write(node, "curve.b", b.data, b.size);
    if (!status)
        status = span_given(&parts[EC_SEED])
                     ? der_write_bits(node, "curve.seed", span_data(&parts[EC_SEED]),
                                      parts[EC_SEED].size)
                     : der_omit(node, "curve.seed");
    bytes_clear(&a);
    bytes_clear(&b);
    return status;
}

static enum bridge_status write_base(asn1_node node, const struct bridge_span *parts, size_t size)
{
    struct bytes point = {0};
    enum bridge_status status = ec_point_encode(&parts[EC_GX], &parts[EC_GY], size, &point);

    if (!status)
        status = der_write(node, "base", point.data, point.size);
    bytes_clear(&point);
    return status;
}

enum bridge_status ec_domain_encode(const struct bridge_span *parts, struct bytes *out)
{
    size_t size = parts[EC_P].size;
    asn1_node node;
    enum bridge_status status = der_new("SpecifiedECDomain", &node);

    if (!status)
        status = der_write_small(node, "version", 1);
    if (!status)
        status = write_field(node, &parts[EC_P]);
    if (!status)
        status = write_curve(node, parts, size);
    if (!status)
        status = write_base(node, parts, size);
    if (!status)
        status = der_write_number(node, "order", &parts[EC_ORDER]);
    if (!status)
        status = der_write_number(node, "cofactor", &parts[EC_COFACTOR]);
    if (!status)
        status = der_omit(node, "hash");
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Decoding
 */
static enum bridge_status decode_prime(const struct bytes *der, struct bytes *p)
{
    asn1_node node;
    enum bridge_status status = der_decode("PrimeField", der->data, der->size, &node);

    if (!status)
        status = der_read_number(node, "", p);
    if (!status && !p->size)
        status = BRIDGE_BAD_DATA;
    der_delete(&node);
    return status;
}

/* A field of another kind is BRIDGE_NOT_SUPPORTED. */
static enum bridge_status read_field(asn1_node node, struct bytes *p)
{
    struct bytes type = {0}, parameters = {0};
    enum bridge_status status = der_read_oid(node, "fieldID.fieldType", &type);

    if (!status && strcmp((const char *)type.data, OID_PRIME_FIELD))
        status = BRIDGE_NOT_SUPPORTED;
    if (!status)
        status = der_read(node, "fieldID.parameters", &parameters);
    if (!status)
        status = decode_prime(&parameters, p);
    bytes_clear(&type);
    bytes_clear(&parameters);
    return status;
}

static enum bridge_status read_element(asn1_node node, const char *name, size_t size,
                                       struct bytes *element)
{
    struct bytes value = {0};
    enum bridge_status status = der_read(node, name, &value);

    if (!status)
        status = bytes_set_number(element, value.data, value.size, size);
    bytes_clear(&value);
    return status;
}

static enum bridge_status read_base(asn1_node node, size_t size, struct bytes *parts)
{
    struct bytes point = {0};
    enum bridge_status status = der_read(node, "base", &point);

    if (!status)
        status = ec_point_decode(&point, size, &parts[EC_GX], &parts[EC_GY]);
    /* a compressed one */
    if (!status && !parts[EC_GX].data)
        status = BRIDGE_NOT_SUPPORTED;
    bytes_clear(&point);
    return status;
}

/* The cofactor may be absent in DER, but not in the parameters of CNG. */
static enum bridge_status read_numbers(asn1_node node, struct bytes *parts)
{
    struct bytes cofactor = {0};
    enum bridge_status status = der_read_number(node, "order", &parts[EC_ORDER]);

    if (!status && !parts[EC_ORDER].size)
        status = BRIDGE_BAD_DATA;
    if (!status)
        status = der_read(node, "cofactor", &cofactor);
    if (!status && !cofactor.data)
        status = BRIDGE_NOT_SUPPORTED;
    if (!status)
        status = der_read_number(node, "cofactor", &parts[EC_COFACTOR]);
    if (!status && !parts[EC_COFACTOR].size)
        status = BRIDGE_BAD_DATA;
    bytes_clear(&cofactor);
    return status;
}

/* Version 1; 2 and 3 say that the seed made the curve, and the base point (SEC 1 C.2). */
static enum bridge_status check_version(asn1_node node)
{
    uint8_t version;
    enum bridge_status status = der_read_small(node, "version", &version);

    return !status && (version < 1 || version > 3) ? BRIDGE_BAD_DATA : status;
}

enum bridge_status ec_domain_decode(const struct bytes *der, struct bytes *parts)
{
    asn1_node node;
    size_t size = 0;
    enum bridge_status status = der_decode("SpecifiedECDomain", der->data, der->size, &node);

    if (!status)
        status = check_version(node);
    if (!status)
        status = read_field(node, &parts[EC_P]);
    if (!status)
        size = parts[EC_P].size;
    if (!status)
        status = read_element(node, "curve.a", size, &parts[EC_A]);
    if (!status)
        status = read_element(node, "curve.b", size, &parts[EC_B]);
    if (!status)
        status = der_read_bits(node, "curve.seed", &parts[EC_SEED], false);
    if (!status)
        status = read_base(node, size, parts);
    if (!status)
        status = read_numbers(node, parts);
    der_delete(&node);
    return status;
}
