/*
 * Elliptic curve keys on the NIST curves under all their names, ECDSA (FIPS 186-5 section 6) and
 * ECDH (SP 800-56A), by Nettle.
 */
#include <nettle/bignum.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecdsa.h>

#include "ec.h"

struct ec_object
{
    struct object base;
    struct ecc_point pub;
    struct ecc_scalar key; /* set if has_private */
};

typedef const struct ecc_curve *curve_getter(void);

static curve_getter *const nettle_curves[CURVE_COUNT] = {
    [CURVE_NISTP192] = nettle_get_secp_192r1,   [CURVE_NISTP224] = nettle_get_secp_224r1,
    [CURVE_NISTP256] = nettle_get_secp_256r1,   [CURVE_NISTP384] = nettle_get_secp_384r1,
    [CURVE_NISTP521] = nettle_get_secp_521r1,   [CURVE_SECP192R1] = nettle_get_secp_192r1,
    [CURVE_SECP224R1] = nettle_get_secp_224r1,  [CURVE_SECP256R1] = nettle_get_secp_256r1,
    [CURVE_SECP384R1] = nettle_get_secp_384r1,  [CURVE_SECP521R1] = nettle_get_secp_521r1,
    [CURVE_WTLS12] = nettle_get_secp_224r1,     [CURVE_X962P192V1] = nettle_get_secp_192r1,
    [CURVE_X962P256V1] = nettle_get_secp_256r1,
};

static const struct ecc_curve *nettle_curve(uint32_t curve)
{
    return curve < CURVE_COUNT && nettle_curves[curve] ? nettle_curves[curve]() : NULL;
}

static bool has(uint32_t curve)
{
    return nettle_curve(curve) != NULL;
}

static void ec_destroy(struct object *object)
{
    struct ec_object *key = (struct ec_object *)object;

    ecc_point_clear(&key->pub);
    ecc_scalar_clear(&key->key);
    secure_free(key, sizeof(*key));
}

static struct ec_object *ec_new(uint32_t group, const struct ecc_curve *curve, bool private)
{
    struct ec_object *key = secure_alloc(sizeof(*key));

    if (!key)
        return NULL;
    key->base.ops = ec_nettle.ops;
    key->base.group = group;
    key->base.has_private = private;
    ecc_point_init(&key->pub, curve);
    ecc_scalar_init(&key->key, curve);
    return key;
}

/* Sets the object's point to x, y; false if that is not a point of the curve. */
static bool load_point(struct ec_object *key, const struct bridge_span *parts)
{
    mpz_t x, y;
    bool ok;

    mpz_inits(x, y, NULL);
    span_read_mpz(x, &parts[EC_X]);
    span_read_mpz(y, &parts[EC_Y]);
    ok = ecc_point_set(&key->pub, x, y);
    mpz_clears(x, y, NULL);
    return ok;
}

/* Sets the object's scalar; false unless 0 < d < order. */
static bool load_scalar(struct ec_object *key, const struct bridge_span *d)
{
    mpz_t value;
    bool ok;

    mpz_init(value);
    span_read_mpz(value, d);
    ok = ecc_scalar_set(&key->key, value);
    mpz_clear(value);
    return ok;
}

static bool points_equal(const struct ecc_point *a, const struct ecc_point *b)
{
    mpz_t ax, ay, bx, by;
    bool equal;

    mpz_inits(ax, ay, bx, by, NULL);
    ecc_point_get(a, ax, ay);
    ecc_point_get(b, bx, by);
    equal = !mpz_cmp(ax, bx) && !mpz_cmp(ay, by);
    mpz_clears(ax, ay, bx, by, NULL);
    return equal;
}

/* Whether the object's point is that of its scalar. */
static bool pair_valid(const struct ec_object *key, const struct ecc_curve *curve)
{
    struct ecc_point point;
    bool valid;

    ecc_point_init(&point, curve);
    ecc_point_mul_g(&point, &key->key);
    valid = points_equal(&point, &key->pub);
    ecc_point_clear(&point);
    return valid;
}

/* Writes the parts that the caller wants. */
static enum bridge_status write_parts(const struct ec_object *key, struct bridge_span *parts)
{
    enum bridge_status status;
    mpz_t x, y, d;
    mpz_srcptr values[] = {[EC_X] = x, [EC_Y] = y, [EC_D] = d};

    mpz_inits(x, y, d, NULL);
    if (key->base.usable)
        ecc_point_get(&key->pub, x, y);
    if (key->base.usable && key->base.has_private)
        ecc_scalar_get(&key->key, d);
    status = span_write_parts(parts, values, key->base.has_private ? EC_D + 1 : EC_Y + 1);
    mpz_clears(x, y, d, NULL);
    return status;
}

/* Fills the object; BRIDGE_BAD_KEY if the numbers make no key, which leaves it unusable, or, with
 * validation, if they contradict each other. */
static enum bridge_status load(struct ec_object *key, const struct ecc_curve *curve,
                               const struct bridge_key_import *params, bool public)
{
    const struct bridge_span *parts = params->parts;
    bool private = key->base.has_private;

    if (private && !load_scalar(key, &parts[EC_D]))
        return BRIDGE_BAD_KEY;
    if (public && !load_point(key, parts))
        return BRIDGE_BAD_KEY;
    if (!public)
        ecc_point_mul_g(&key->pub, &key->key);
    key->base.usable = true;
    if (params->flags & BRIDGE_KEY_NO_VALIDATION)
        return BRIDGE_OK;
    return public && private && !pair_valid(key, curve) ? BRIDGE_BAD_KEY : BRIDGE_OK;
}

static enum bridge_status ec_import(struct bridge_key_import *params)
{
    const struct ecc_curve *curve = nettle_curve(params->group);
    struct ec_given given;
    struct ec_object *key;
    enum bridge_status status = ec_find_given(params, &given);

    if (status)
        return status;
    if (!(key = ec_new(params->group, curve, given.private)))
        return BRIDGE_NO_MEMORY;
    status = load(key, curve, params, given.public);
    if (params->flags & BRIDGE_KEY_NO_VALIDATION)
        status = BRIDGE_OK;
    if (!status)
        status = write_parts(key, params->parts);
    if (status)
        ec_destroy(&key->base);
    else
        params->object = bridge_pointer(key);
    return status;
}

static enum bridge_status ec_generate(struct bridge_key_generate *params)
{
    const struct ecc_curve *curve = nettle_curve(params->group);
    enum bridge_status status = BRIDGE_NO_RANDOM;
    struct ec_object *key;

    if (!(key = ec_new(params->group, curve, true)))
        return BRIDGE_NO_MEMORY;
    ecdsa_generate_keypair(&key->pub, &key->key, RANDOM_LONG_TERM, random_bytes);
    key->base.usable = true;
    if (random_ok())
        status = write_parts(key, params->parts);
    if (status)
        ec_destroy(&key->base);
    else
        params->object = bridge_pointer(key);
    return status;
}

static uint32_t order_size(const struct object *object)
{
    return bytes_of_bits(curve_find(object->group)->order_bits);
}

static enum bridge_status ec_sign(const struct object *object, struct bridge_sign *params)
{
    const struct ec_object *key = (const struct ec_object *)object;
    uint32_t size = order_size(object);
    enum bridge_status status = span_reserve(&params->signature, 2 * size);
    struct dsa_signature signature;

    if (status)
        return status;
    dsa_signature_init(&signature);
    ecdsa_sign(&key->key, NULL, random_bytes, params->digest.size, span_data(&params->digest),
               &signature);
    if (!random_ok())
        status = BRIDGE_NO_RANDOM;
    else
    {
        nettle_mpz_get_str_256(size, span_data(&params->signature), signature.r);
        nettle_mpz_get_str_256(size, span_data(&params->signature) + size, signature.s);
    }
    dsa_signature_clear(&signature);
    return status;
}

static enum bridge_status ec_verify(const struct object *object, const struct bridge_sign *params)
{
    const struct ec_object *key = (const struct ec_object *)object;
    uint32_t size = order_size(object);
    struct dsa_signature signature;
    bool ok;

    if (params->signature.size != 2 * size)
        return BRIDGE_INVALID_PARAMETER;
    dsa_signature_init(&signature);
    nettle_mpz_set_str_256_u(signature.r, size, span_data(&params->signature));
    nettle_mpz_set_str_256_u(signature.s, size, span_data(&params->signature) + size);
    ok = ecdsa_verify(&key->pub, params->digest.size, span_data(&params->digest), &signature);
    dsa_signature_clear(&signature);
    return ok ? BRIDGE_OK : BRIDGE_BAD_SIGNATURE;
}

/* SP 800-56A 5.7.1.2: the x coordinate of d * Q.  The point at infinity cannot come out: the curves
 * have cofactor 1, and both numbers are valid. */
static enum bridge_status ec_agree(const struct object *own, const struct object *peer,
                                   struct bridge_span *secret)
{
    const struct ec_object *key = (const struct ec_object *)own;
    const struct ec_object *other = (const struct ec_object *)peer;
    uint32_t size = bytes_of_bits(curve_find(own->group)->field_bits);
    enum bridge_status status = span_reserve(secret, size);
    struct ecc_point point;
    mpz_t x;

    if (status)
        return status;
    mpz_init(x);
    ecc_point_init(&point, nettle_curve(own->group));
    ecc_point_mul(&point, &key->key, &other->pub);
    ecc_point_get(&point, x, NULL);
    nettle_mpz_get_str_256(size, span_data(secret), x);
    ecc_point_clear(&point);
    mpz_clear(x);
    return BRIDGE_OK;
}

static const struct family_ops ops = {
    .import = ec_import,
    .generate = ec_generate,
    .destroy = ec_destroy,
    .sign = ec_sign,
    .verify = ec_verify,
    .agree = ec_agree,
};

const struct ec_backend ec_nettle = {has, &ops};
