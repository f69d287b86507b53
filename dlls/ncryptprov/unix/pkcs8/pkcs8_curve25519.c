/*
 * PKCS#8: curve25519, see pkcs8_curve25519.h.
 */
#include "pkcs8_curve25519.h"

#include <string.h>

#include "pkcs8_ec.h"

#define SIZE 32

/* RFC 7748 section 4.1, big-endian */
static const uint8_t prime[SIZE] = {
    0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xed,
};
static const uint8_t a[SIZE] = {[29] = 0x07, [30] = 0x6d, [31] = 0x06};
static const uint8_t b[SIZE] = {[31] = 1};
static const uint8_t base_x[SIZE] = {[31] = 9};
static const uint8_t base_y[SIZE] = {
    0x20, 0xae, 0x19, 0xa1, 0xb8, 0xa0, 0x86, 0xb4, 0xe0, 0x1e, 0xdd, 0x2c, 0x77, 0x48, 0xd1, 0x4c,
    0x92, 0x3d, 0x4d, 0x7e, 0x6d, 0x7c, 0x61, 0xb2, 0x29, 0xe9, 0xc5, 0xa2, 0x7e, 0xce, 0xd3, 0xd9,
};
static const uint8_t order[SIZE] = {
    0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x14, 0xde, 0xf9, 0xde, 0xa2, 0xf7, 0x9c, 0xd6, 0x58, 0x12, 0x63, 0x1a, 0x5c, 0xf5, 0xd3, 0xed,
};
static const uint8_t cofactor[] = {8};

enum bridge_status curve25519_encode_domain(struct bytes *out)
{
#define PART(name) {bridge_pointer(name), sizeof(name), sizeof(name)}
    const struct bridge_span parts[BRIDGE_MAX_PARTS] = {
        [EC_P] = PART(prime),           [EC_A] = PART(a),       [EC_B] = PART(b),
        [EC_GX] = PART(base_x),         [EC_GY] = PART(base_y), [EC_ORDER] = PART(order),
        [EC_COFACTOR] = PART(cofactor),
    };
#undef PART

    return ec_domain_encode(parts, out);
}

static bool is_same(const struct bytes *part, const uint8_t *value)
{
    return part->size == SIZE && !memcmp(part->data, value, SIZE);
}

/* No curve of short Weierstrass form has these numbers and this base point: the point is not on it. */
bool curve25519_is_domain(const struct bytes *parts)
{
    return is_same(&parts[EC_P], prime) && is_same(&parts[EC_A], a) && is_same(&parts[EC_B], b) &&
           is_same(&parts[EC_GX], base_x);
}

/* RFC 7748 section 5: an RFC 8410 key is any 32 bytes, of which five bits do not count.  Windows wants
 * them set as they are used. */
static void clamp(uint8_t *key)
{
    key[0] &= 0xf8;
    key[SIZE - 1] = (key[SIZE - 1] & 0x7f) | 0x40;
}

/* RFC 8410 section 7: no parameters; the key is an OCTET STRING again. */
static enum bridge_status decode(const struct bytes *parameters, const struct bytes *key,
                                 struct pkcs8_key *out)
{
    asn1_node node = NULL;
    enum bridge_status status = parameters->data ? BRIDGE_BAD_DATA : BRIDGE_OK;

    out->group = CURVE_25519;
    if (!status)
        status = der_decode("CurvePrivateKey", key->data, key->size, &node);
    if (!status)
        status = der_read(node, "", &out->parts[EC_D]);
    if (!status && out->parts[EC_D].size != SIZE)
        status = BRIDGE_BAD_DATA;
    if (!status)
        clamp(out->parts[EC_D].data);
    der_delete(&node);
    return status;
}

/* Never asked to encode: keys of this family are written by pkcs8_ec. */
const struct pkcs8_codec pkcs8_x25519 = {
    .family = FAMILY_EC,
    .oid = "1.3.101.110", /* id-X25519 */
    .decode = decode,
};
