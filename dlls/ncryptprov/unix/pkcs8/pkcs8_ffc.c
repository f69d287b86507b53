/*
 * PKCS#8: DSA (RFC 3279 2.3.2) and DH (PKCS #3 section 9).  The group is in the parameters of the
 * AlgorithmIdentifier, the private key is an INTEGER.
 */
#include "pkcs8.h"

struct number
{
    const char *name; /* of the field; NULL ends a list */
    unsigned int part;
};

struct form
{
    const char *parameters, *key; /* types of keys.asn */
    struct number group[4];
    const char *optional; /* a field of the parameters that is neither written nor looked at */
    unsigned int private;
};

static const struct form dsa = {
    .parameters = "DSAParameters",
    .key = "DSAPrivateKey",
    .group = {{"p", DSA_P}, {"q", DSA_Q}, {"g", DSA_G}},
    .private = DSA_X,
};

static const struct form dh = {
    .parameters = "DHParameter",
    .key = "DHPrivateKey",
    .group = {{"prime", DH_P}, {"base", DH_G}},
    .optional = "privateValueLength",
    .private = DH_X,
};

/* ------------------------------------------------------------------------------------------
 * Encoding
 */
static enum bridge_status encode_group(const struct form *form, const struct bridge_span *parts,
                                       struct bytes *out)
{
    const struct number *number;
    asn1_node node;
    enum bridge_status status = der_new(form->parameters, &node);

    for (number = form->group; number->name && !status; number++)
        status = der_write_number(node, number->name, &parts[number->part]);
    if (!status && form->optional)
        status = der_omit(node, form->optional);
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

static enum bridge_status encode_key(const struct form *form, const struct bridge_span *parts,
                                     struct bytes *out)
{
    asn1_node node;
    enum bridge_status status = der_new(form->key, &node);

    if (!status)
        status = der_write_number(node, "", &parts[form->private]);
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

static enum bridge_status encode(const struct form *form, const struct bridge_span *parts,
                                 struct bytes *parameters, struct bytes *key)
{
    const struct number *number;
    enum bridge_status status;

    for (number = form->group; number->name; number++)
    {
        if (!span_given(&parts[number->part]))
            return BRIDGE_INVALID_PARAMETER;
    }
    if (!span_given(&parts[form->private]))
        return BRIDGE_INVALID_PARAMETER;
    status = encode_group(form, parts, parameters);
    return status ? status : encode_key(form, parts, key);
}

static enum bridge_status encode_dsa(const struct bridge_pkcs8_encode *params,
                                     struct bytes *parameters, struct bytes *key)
{
    return encode(&dsa, params->parts, parameters, key);
}

static enum bridge_status encode_dh(const struct bridge_pkcs8_encode *params,
                                    struct bytes *parameters, struct bytes *key)
{
    return encode(&dh, params->parts, parameters, key);
}

/* ------------------------------------------------------------------------------------------
 * Decoding
 */

/* No number of a key is 0. */
static enum bridge_status read_number(asn1_node node, const char *name, struct bytes *out)
{
    enum bridge_status status = der_read_number(node, name, out);

    return !status && !out->size ? BRIDGE_BAD_DATA : status;
}

static enum bridge_status decode_group(const struct form *form, const struct bytes *parameters,
                                       struct pkcs8_key *out)
{
    const struct number *number;
    asn1_node node;
    enum bridge_status status;

    if (!parameters->data)
        return BRIDGE_BAD_DATA;
    status = der_decode(form->parameters, parameters->data, parameters->size, &node);
    for (number = form->group; number->name && !status; number++)
        status = read_number(node, number->name, &out->parts[number->part]);
    der_delete(&node);
    return status;
}

static enum bridge_status decode_key(const struct form *form, const struct bytes *key,
                                     struct pkcs8_key *out)
{
    asn1_node node;
    enum bridge_status status = der_decode(form->key, key->data, key->size, &node);

    if (!status)
        status = read_number(node, "", &out->parts[form->private]);
    der_delete(&node);
    return status;
}

static enum bridge_status decode_dsa(const struct bytes *parameters, const struct bytes *key,
                                     struct pkcs8_key *out)
{
    enum bridge_status status = decode_group(&dsa, parameters, out);

    return status ? status : decode_key(&dsa, key, out);
}

static enum bridge_status decode_dh(const struct bytes *parameters, const struct bytes *key,
                                    struct pkcs8_key *out)
{
    enum bridge_status status = decode_group(&dh, parameters, out);

    return status ? status : decode_key(&dh, key, out);
}

const struct pkcs8_codec pkcs8_dsa = {
    .family = FAMILY_DSA,
    .oid = "1.2.840.10040.4.1", /* id-dsa */
    .encode = encode_dsa,
    .decode = decode_dsa,
};

const struct pkcs8_codec pkcs8_dh = {
    .family = FAMILY_DH,
    .oid = "1.2.840.113549.1.3.1", /* dhKeyAgreement */
    .encode = encode_dh,
    .decode = decode_dh,
};
