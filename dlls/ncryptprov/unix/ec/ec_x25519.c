/*
 * Keys on curve25519 and their agreement, X25519 (RFC 7748), by Nettle.
 *
 * Windows is stricter than RFC 7748 (seen by .NET's tests): a scalar must come with its fixed bits
 * set, a u coordinate must be less than the prime with its top bit clear.  That is a matter of form,
 * which BRIDGE_KEY_NO_VALIDATION does not change; what it does let in is a point of low order, with
 * which the secret is all zeros.
 */
#include <nettle/curve25519.h>
#include <string.h>

#include "ec.h"

#define SIZE CURVE25519_SIZE

struct x25519_object
{
    struct object base;
    uint8_t pub[SIZE];
    uint8_t key[SIZE]; /* set if has_private */
};

static bool has(uint32_t curve)
{
    return curve == CURVE_25519;
}

static void x25519_destroy(struct object *object)
{
    secure_free(object, sizeof(struct x25519_object));
}

static struct x25519_object *x25519_new(bool private)
{
    struct x25519_object *key = secure_alloc(sizeof(*key));

    if (!key)
        return NULL;
    key->base.ops = ec_x25519.ops;
    key->base.group = CURVE_25519;
    key->base.has_private = private;
    key->base.usable = true;
    return key;
}

/* RFC 7748 section 5, decodeScalar25519 */
static void clamp(uint8_t *key)
{
    key[0] &= 0xf8;
    key[SIZE - 1] = (key[SIZE - 1] & 0x7f) | 0x40;
}

static bool is_clamped(const uint8_t *key)
{
    return !(key[0] & 0x07) && (key[SIZE - 1] & 0xc0) == 0x40;
}

/* Whether the number is less than 2^255 - 19. */
static bool is_canonical(const uint8_t *u)
{
    size_t i;

    if (u[SIZE - 1] != 0x7f)
        return u[SIZE - 1] < 0x7f;
    for (i = SIZE - 2; i > 0; i--)
    {
        if (u[i] != 0xff)
            return true;
    }
    return u[0] < 0xed;
}

/* Every scalar is a multiple of the cofactors of curve and twist: any of them takes a point of low
 * order, and no other, to zero. */
static bool has_low_order(const uint8_t *u)
{
    static const uint8_t scalar[SIZE] = {[SIZE - 1] = 0x40}, zero[SIZE];
    uint8_t product[SIZE];

    curve25519_mul(product, scalar, u);
    return !memcmp(product, zero, SIZE);
}

static enum bridge_status load_public(struct x25519_object *key,
                                      const struct bridge_key_import *params)
{
    const uint8_t *u = span_data(&params->parts[EC_X]);

    if (!is_canonical(u))
        return BRIDGE_BAD_KEY;
    if (!(params->flags & BRIDGE_KEY_NO_VALIDATION) && has_low_order(u))
        return BRIDGE_BAD_KEY;
    memcpy(key->pub, u, SIZE);
    return BRIDGE_OK;
}

static enum bridge_status load_private(struct x25519_object *key,
                                       const struct bridge_key_import *params, bool public)
{
    uint8_t computed[SIZE];

    memcpy(key->key, span_data(&params->parts[EC_D]), SIZE);
    if (!is_clamped(key->key))
        return BRIDGE_BAD_KEY;
    curve25519_mul_g(computed, key->key);
    if (!public)
        memcpy(key->pub, computed, SIZE);
    else if (!(params->flags & BRIDGE_KEY_NO_VALIDATION) && memcmp(computed, key->pub, SIZE))
        return BRIDGE_BAD_KEY;
    return BRIDGE_OK;
}

static bool fits(const struct bridge_span *span)
{
    return !span_given(span) || span->size == SIZE;
}

/* A part that is wanted has this size or none. */
static enum bridge_status write_part(struct bridge_span *span, const uint8_t *value)
{
    if (span_given(span) || !span->capacity)
        return BRIDGE_OK;
    return span->capacity == SIZE ? span_write(span, value, SIZE) : BRIDGE_INTERNAL;
}

static enum bridge_status write_parts(const struct x25519_object *key, struct bridge_span *parts)
{
    enum bridge_status status = write_part(&parts[EC_X], key->pub);

    if (!status && key->base.has_private)
        status = write_part(&parts[EC_D], key->key);
    return status;
}

static enum bridge_status x25519_import(struct bridge_key_import *params)
{
    struct bridge_span *parts = params->parts;
    struct x25519_object *key;
    struct ec_given given;
    enum bridge_status status = ec_find_given(params, &given);

    if (status)
        return status;
    if (!fits(&parts[EC_X]) || !fits(&parts[EC_D]) || span_given(&parts[EC_Y]))
        return BRIDGE_INVALID_PARAMETER;
    if (!(key = x25519_new(given.private)))
        return BRIDGE_NO_MEMORY;
    if (given.public)
        status = load_public(key, params);
    if (!status && given.private)
        status = load_private(key, params, given.public);
    if (!status)
        status = write_parts(key, parts);
    if (status)
        x25519_destroy(&key->base);
    else
        params->object = bridge_pointer(key);
    return status;
}

static enum bridge_status x25519_generate(struct bridge_key_generate *params)
{
    struct x25519_object *key = x25519_new(true);
    enum bridge_status status = BRIDGE_NO_RANDOM;

    if (!key)
        return BRIDGE_NO_MEMORY;
    random_bytes(RANDOM_LONG_TERM, SIZE, key->key);
    clamp(key->key);
    curve25519_mul_g(key->pub, key->key);
    if (random_ok())
        status = write_parts(key, params->parts);
    if (status)
        x25519_destroy(&key->base);
    else
        params->object = bridge_pointer(key);
    return status;
}

/* The secret is all zeros where the peer is a point of low order, taken with NO_VALIDATION: as
 * natively, the caller may look at it. */
static enum bridge_status x25519_agree(const struct object *own, const struct object *peer,
                                       struct bridge_span *secret)
{
    enum bridge_status status = span_reserve(secret, SIZE);

    if (!status)
        curve25519_mul(span_data(secret), ((const struct x25519_object *)own)->key,
                       ((const struct x25519_object *)peer)->pub);
    return status;
}

static const struct family_ops ops = {
    .import = x25519_import,
    .generate = x25519_generate,
    .destroy = x25519_destroy,
    .agree = x25519_agree,
};

const struct ec_backend ec_x25519 = {has, &ops};
