/*
 * PKCS#8 PrivateKeyInfo (RFC 5208), as Windows writes it and as everybody writes it.
 *
 * Windows puts the key usage into the attributes: one attribute of type keyUsage (2.5.29.15) with
 * a BIT STRING of one byte.
 */
#include <stdio.h>
#include <string.h>

#include "pkcs8.h"

#define OID_KEY_USAGE "2.5.29.15" /* RFC 5280 4.2.1.3 */

#define PQ_CODEC(id, name, family, public, private, seed, output, oid, ossl) &pkcs8_pq[PQ_##id],
static const struct pkcs8_codec *const codecs[] = {&pkcs8_rsa, &pkcs8_ec, &pkcs8_x25519,
                                                   &pkcs8_dsa, &pkcs8_dh, BRIDGE_PQ_SETS(PQ_CODEC)};
#undef PQ_CODEC
#define CODEC_COUNT (sizeof(codecs) / sizeof(codecs[0]))

static const struct pkcs8_codec *codec_of_family(uint32_t family, uint32_t group)
{
    size_t i;

    for (i = 0; i < CODEC_COUNT; i++)
        if (codecs[i]->family == family && codecs[i]->encode &&
            (!codecs[i]->group || codecs[i]->group == group))
            return codecs[i];
    return NULL;
}

static const struct pkcs8_codec *codec_of_oid(const char *oid)
{
    size_t i;

    for (i = 0; i < CODEC_COUNT; i++)
        if (!strcmp(codecs[i]->oid, oid))
            return codecs[i];
    return NULL;
}

/* ------------------------------------------------------------------------------------------
 * Encoding
 */

/* The BIT STRING of the keyUsage attribute; all 8 bits count, as Windows writes it. */
static enum bridge_status encode_usage(uint8_t usage, struct bytes *out)
{
    asn1_node node;
    enum bridge_status status = der_new("KeyUsage", &node);

    if (!status)
        status = der_write_bits(node, "", &usage, 1);
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

static enum bridge_status write_attributes(asn1_node info, uint8_t usage)
{
    struct bytes value = {0};
    enum bridge_status status;

    if (!usage)
        return der_omit(info, "attributes");
    status = encode_usage(usage, &value);
    if (!status)
        status = der_write(info, "attributes", "NEW", 1);
    if (!status)
        status = der_write_oid(info, "attributes.?LAST.type", OID_KEY_USAGE);
    if (!status)
        status = der_write(info, "attributes.?LAST.values", "NEW", 1);
    if (!status)
        status = der_write(info, "attributes.?LAST.values.?LAST", value.data, value.size);
    bytes_clear(&value);
    return status;
}

static enum bridge_status write_algorithm(asn1_node info, const char *oid,
                                          const struct bytes *parameters)
{
    enum bridge_status status = der_write_oid(info, "privateKeyAlgorithm.algorithm", oid);

    if (status)
        return status;
    if (!parameters->data)
        return der_omit(info, "privateKeyAlgorithm.parameters");
    return der_write(info, "privateKeyAlgorithm.parameters", parameters->data, parameters->size);
}

static enum bridge_status encode_info(const char *oid, uint8_t usage,
                                      const struct bytes *parameters, const struct bytes *key,
                                      struct bytes *out)
{
    asn1_node info;
    enum bridge_status status = der_new("PrivateKeyInfo", &info);

    if (!status)
        status = der_write_small(info, "version", 0);
    if (!status)
        status = write_algorithm(info, oid, parameters);
    if (!status)
        status = der_write(info, "privateKey", key->data, key->size);
    if (!status)
        status = write_attributes(info, usage);
    if (!status)
        status = der_omit(info, "publicKey");
    if (!status)
        status = der_encode(info, out);
    der_delete(&info);
    return status;
}

enum bridge_status unix_pkcs8_encode(struct bridge_pkcs8_encode *params)
{
    const struct pkcs8_codec *codec = codec_of_family(params->family, params->group);
    struct bytes parameters = {0}, key = {0}, out = {0};
    enum bridge_status status;

    if (!codec)
        return BRIDGE_NOT_SUPPORTED;
    if (params->usage > 0xff)
        return BRIDGE_INVALID_PARAMETER;
    status = codec->encode(params, &parameters, &key);
    if (!status)
        status = encode_info(codec->oid, params->usage, &parameters, &key, &out);
    if (!status)
    {
        if (params->output.data || params->output.capacity)
            status = span_write(&params->output, out.data, out.size);
        else
            params->output.size = (uint32_t)out.size;
    }
    bytes_clear(&parameters);
    bytes_clear(&key);
    bytes_clear(&out);
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Decoding
 */

/* The first byte of the BIT STRING; a second one holds decipherOnly, which Windows never sets. */
static enum bridge_status decode_usage(const struct bytes *value, uint32_t *usage)
{
    struct bytes bits = {0};
    asn1_node node;
    enum bridge_status status = der_decode("KeyUsage", value->data, value->size, &node);

    if (!status)
        status = der_read_bits(node, "", &bits, true);
    if (!status && bits.size)
        *usage = bits.data[0];
    bytes_clear(&bits);
    der_delete(&node);
    return status;
}

/* Reads the attribute of that number, from 1, and sets *usage if it is the keyUsage. */
static enum bridge_status read_attribute(asn1_node info, int number, uint32_t *usage)
{
    char name[ASN1_MAX_NAME_SIZE];
    struct bytes oid = {0}, value = {0};
    enum bridge_status status;

    snprintf(name, sizeof(name), "attributes.?%d.type", number);
    status = der_read_oid(info, name, &oid);
    if (!status && !strcmp((const char *)oid.data, OID_KEY_USAGE))
    {
        snprintf(name, sizeof(name), "attributes.?%d.values.?1", number);
        status = der_read(info, name, &value);
        if (!status && value.data)
            status = decode_usage(&value, usage);
    }
    bytes_clear(&oid);
    bytes_clear(&value);
    return status;
}

static enum bridge_status read_usage(asn1_node info, uint32_t *usage)
{
    enum bridge_status status = BRIDGE_OK;
    int count, i;

    *usage = 0;
    if (asn1_number_of_elements(info, "attributes", &count))
        return BRIDGE_OK; /* absent */
    for (i = 1; i <= count && !status; i++)
        status = read_attribute(info, i, usage);
    return status;
}

static enum bridge_status read_key(asn1_node info, const struct pkcs8_codec *codec,
                                   struct pkcs8_key *out)
{
    struct bytes parameters = {0}, key = {0};
    enum bridge_status status = der_read(info, "privateKeyAlgorithm.parameters", &parameters);

    if (!status)
        status = der_read(info, "privateKey", &key);
    if (!status)
        status = codec->decode(&parameters, &key, out);
    bytes_clear(&parameters);
    bytes_clear(&key);
    return status;
}

static enum bridge_status find_codec(asn1_node info, const struct pkcs8_codec **codec)
{
    struct bytes oid = {0};
    enum bridge_status status = der_read_oid(info, "privateKeyAlgorithm.algorithm", &oid);

    if (!status && !(*codec = codec_of_oid((const char *)oid.data)))
        status = BRIDGE_NOT_SUPPORTED;
    bytes_clear(&oid);
    return status;
}

/* Version 0, or 1 where a public key may follow (RFC 5958 section 2). */
static enum bridge_status read_info(asn1_node info, const struct pkcs8_codec **codec,
                                    uint32_t *usage, struct pkcs8_key *out)
{
    uint8_t version;
    enum bridge_status status = der_read_small(info, "version", &version);

    if (!status && version > 1)
        status = BRIDGE_BAD_DATA;
    if (!status)
        status = find_codec(info, codec);
    if (!status)
        status = read_usage(info, usage);
    if (!status)
        status = read_key(info, *codec, out);
    return status;
}

/* Either all parts are written or none. */
static enum bridge_status write_parts(struct bridge_span *parts, const struct pkcs8_key *key)
{
    size_t i;

    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
        if (key->parts[i].size > parts[i].capacity)
            return BRIDGE_BUFFER_TOO_SMALL;
    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
        span_write(&parts[i], key->parts[i].data, key->parts[i].size);
    return BRIDGE_OK;
}

enum bridge_status unix_pkcs8_decode(struct bridge_pkcs8_decode *params)
{
    const struct pkcs8_codec *codec;
    struct pkcs8_key key = {0};
    uint32_t usage;
    asn1_node info;
    enum bridge_status status;
    size_t i;

    status = der_decode("PrivateKeyInfo", span_data(&params->input), params->input.size, &info);
    if (!status)
        status = read_info(info, &codec, &usage, &key);
    if (!status)
        status = write_parts(params->parts, &key);
    if (!status)
    {
        params->family = codec->family;
        params->group = key.group;
        params->usage = usage;
    }
    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
        bytes_clear(&key.parts[i]);
    der_delete(&info);
    return status;
}
