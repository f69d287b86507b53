/*
 * PKCS#8: RSA (RFC 8017 Appendix A.1).
 */
#include "pkcs8.h"

/* The fields of RSAPrivateKey that hold a part. */
static const struct
{
    enum rsa_part part;
    const char *name;
    bool required;
} fields[] = {
    {RSA_N, "modulus", true},         {RSA_E, "publicExponent", true},
    {RSA_D, "privateExponent", true}, {RSA_P, "prime1", true},
    {RSA_Q, "prime2", true},          {RSA_DP, "exponent1", false},
    {RSA_DQ, "exponent2", false},     {RSA_QINV, "coefficient", false},
};
#define FIELD_COUNT (sizeof(fields) / sizeof(fields[0]))

static enum bridge_status encode_key(const struct bridge_span *parts, struct bytes *out)
{
    asn1_node node;
    enum bridge_status status = der_new("RSAPrivateKey", &node);
    size_t i;

    if (!status)
        status = der_write_small(node, "version", 0);
    for (i = 0; i < FIELD_COUNT && !status; i++)
        status = der_write_number(node, fields[i].name, &parts[fields[i].part]);
    if (!status)
        status = der_omit(node, "otherPrimeInfos");
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

static enum bridge_status encode(const struct bridge_pkcs8_encode *params, struct bytes *parameters,
                                 struct bytes *key)
{
    enum bridge_status status = BRIDGE_OK;
    size_t i;

    for (i = 0; i < FIELD_COUNT; i++)
        if (!span_given(&params->parts[fields[i].part]))
            return BRIDGE_INVALID_PARAMETER;
    status = der_encode_null(parameters); /* RFC 8017 Appendix A.1 */
    return status ? status : encode_key(params->parts, key);
}

static enum bridge_status read_fields(asn1_node node, struct pkcs8_key *out)
{
    enum bridge_status status = BRIDGE_OK;
    size_t i;

    for (i = 0; i < FIELD_COUNT && !status; i++)
    {
        struct bytes *part = &out->parts[fields[i].part];

        status = der_read_number(node, fields[i].name, part);
        if (!status && fields[i].required && !part->size)
            status = BRIDGE_BAD_DATA;
    }
    return status;
}

/* Version 1 is a key of more than two primes (RFC 8017 Appendix A.1.2), which CNG has not. */
static enum bridge_status decode(const struct bytes *parameters, const struct bytes *key,
                                 struct pkcs8_key *out)
{
    asn1_node node = NULL;
    uint8_t version;
    enum bridge_status status = der_check_null(parameters);

    if (!status)
        status = der_decode("RSAPrivateKey", key->data, key->size, &node);
    if (!status)
        status = der_read_small(node, "version", &version);
    if (!status && version)
        status = version == 1 ? BRIDGE_NOT_SUPPORTED : BRIDGE_BAD_DATA;
    if (!status)
        status = read_fields(node, out);
    der_delete(&node);
    return status;
}

const struct pkcs8_codec pkcs8_rsa = {
    .family = FAMILY_RSA,
    .oid = "1.2.840.113549.1.1.1", /* rsaEncryption */
    .encode = encode,
    .decode = decode,
};
