/*
 * DSA keys and signatures (FIPS 186-4 section 4), by Nettle.
 */
#include <nettle/bignum.h>
#include <string.h>

#include "dsa_object.h"

static void dsa_destroy(struct object *object)
{
    struct dsa_object *key = (struct dsa_object *)object;

    dsa_params_clear(&key->params);
    mpz_clears(key->y, key->x, NULL);
    secure_free(key, sizeof(*key));
}

static struct dsa_object *dsa_new(bool private)
{
    struct dsa_object *key = secure_alloc(sizeof(*key));

    if (!key)
        return NULL;
    key->base.ops = &dsa_ops;
    key->base.has_private = private;
    dsa_params_init(&key->params);
    mpz_inits(key->y, key->x, NULL);
    return key;
}

static void read_group(struct dsa_object *key, const struct bridge_span *parts)
{
    span_read_mpz(key->params.p, &parts[DSA_P]);
    span_read_mpz(key->params.q, &parts[DSA_Q]);
    span_read_mpz(key->params.g, &parts[DSA_G]);
}

static bool group_given(const struct bridge_span *parts)
{
    return span_given(&parts[DSA_P]) && span_given(&parts[DSA_Q]) && span_given(&parts[DSA_G]);
}

/* Y alone is ever computed on import, and P, Q, G with it on generation. */
static enum bridge_status write_parts(const struct dsa_object *key, struct bridge_span *parts)
{
    mpz_srcptr values[] = {
        [DSA_P] = key->params.p, [DSA_Q] = key->params.q, [DSA_G] = key->params.g,
        [DSA_Y] = key->y,        [DSA_X] = key->x,
    };

    return span_write_parts(parts, values, key->base.has_private ? DSA_X + 1 : DSA_Y + 1);
}

/* The numbers with which nothing below can go wrong, whether or not they make sense. */
static bool computable(const struct dsa_object *key, bool public)
{
    const struct dsa_params *params = &key->params;

    if (!mpz_odd_p(params->p) || mpz_cmp_ui(params->q, 3) < 0 || !mpz_odd_p(params->q))
        return false;
    if (key->base.has_private && !ffc_between(key->x, 0, params->q))
        return false;
    return ffc_between(params->g, 0, params->p) && (!public || ffc_between(key->y, 0, params->p));
}

/* 1 < y < p, y of order q, and the power that x says. */
static bool public_valid(const struct dsa_object *key)
{
    const struct dsa_params *params = &key->params;
    bool valid = ffc_between(key->y, 1, params->p);
    mpz_t power;

    mpz_init(power);
    mpz_powm(power, key->y, params->q, params->p);
    valid = valid && !mpz_cmp_ui(power, 1);
    if (valid && key->base.has_private)
    {
        mpz_powm_sec(power, params->g, key->x, params->p);
        valid = !mpz_cmp(power, key->y);
    }
    mpz_clear(power);
    return valid;
}

static enum bridge_status load(struct dsa_object *key, const struct bridge_key_import *params)
{
    const struct bridge_span *parts = params->parts;
    bool public = span_given(&parts[DSA_Y]);

    read_group(key, parts);
    span_read_mpz(key->y, &parts[DSA_Y]);
    span_read_mpz(key->x, &parts[DSA_X]);
    if (!dsa_sizes_valid(&key->params))
        return BRIDGE_INVALID_PARAMETER;
    key->base.usable = computable(key, public);
    if (key->base.usable && !public)
        mpz_powm_sec(key->y, key->params.g, key->x, key->params.p);
    if (params->flags & BRIDGE_KEY_NO_VALIDATION)
        return BRIDGE_OK;
    if (!key->base.usable || !dsa_group_valid(&key->params) || !public_valid(key))
        return BRIDGE_BAD_KEY;
    return dsa_seed_valid(&key->params, parts) ? BRIDGE_OK : BRIDGE_BAD_KEY;
}

static enum bridge_status dsa_import(struct bridge_key_import *params)
{
    struct bridge_span *parts = params->parts;
    bool private = span_given(&parts[DSA_X]);
    enum bridge_status status;
    struct dsa_object *key;

    if (!group_given(parts) || (!private && !span_given(&parts[DSA_Y])))
        return BRIDGE_INVALID_PARAMETER;
    if (!(key = dsa_new(private)))
        return BRIDGE_NO_MEMORY;
    status = load(key, params);
    if (!status)
        status = write_parts(key, parts);
    if (status)
        dsa_destroy(&key->base);
    else
        params->object = bridge_pointer(key);
    return status;
}

/* The group that the caller gave, or a new one with its seed and counter. */
static enum bridge_status find_group(struct dsa_object *key,
                                     const struct bridge_key_generate *params,
                                     struct ffc_group *group)
{
    enum bridge_status status;

    if (group_given(params->parts))
    {
        read_group(key, params->parts);
        return mpz_sizeinbase(key->params.p, 2) == params->bits ? BRIDGE_OK
                                                                : BRIDGE_INVALID_PARAMETER;
    }
    if ((status = ffc_generate_dsa(group, params->bits)))
        return status;
    mpz_set(key->params.p, group->p);
    mpz_set(key->params.q, group->q);
    mpz_set(key->params.g, group->g);
    return BRIDGE_OK;
}

/* A new group is no more trusted than one from outside. */
static enum bridge_status check_group(const struct dsa_object *key, const struct bridge_span *parts)
{
    if (!dsa_sizes_valid(&key->params))
        return BRIDGE_INVALID_PARAMETER;
    return dsa_group_valid(&key->params) && dsa_seed_valid(&key->params, parts) ? BRIDGE_OK
                                                                                : BRIDGE_BAD_KEY;
}

/* The seed and the counter of a new group go where they are wanted; both or none. */
static enum bridge_status write_seed(const struct ffc_group *group, struct bridge_span *parts)
{
    struct bridge_span *seed = &parts[DSA_SEED], *count = &parts[DSA_COUNT];

    if (!seed->capacity || !count->capacity || seed->size)
        return BRIDGE_OK;
    if (seed->capacity < group->seed_size || count->capacity < sizeof(group->count))
        return BRIDGE_INTERNAL;
    span_write(seed, group->seed, group->seed_size);
    span_write(count, group->count, sizeof(group->count));
    return BRIDGE_OK;
}

static enum bridge_status generate_with(struct dsa_object *key, struct ffc_group *group,
                                        struct bridge_key_generate *params)
{
    struct bridge_span made[BRIDGE_MAX_PARTS] = {
        [DSA_SEED] = {bridge_pointer(group->seed), 0, 0},
        [DSA_COUNT] = {bridge_pointer(group->count), sizeof(group->count), 0},
    };
    bool given = group_given(params->parts);
    enum bridge_status status = find_group(key, params, group);

    made[DSA_SEED].size = (uint32_t)group->seed_size;
    if (!status)
        status = check_group(key, given ? params->parts : made);
    if (status)
        return status;
    dsa_generate_keypair(&key->params, key->y, key->x, RANDOM_LONG_TERM, random_bytes);
    key->base.usable = true;
    if (!random_ok())
        return BRIDGE_NO_RANDOM;
    if (!(status = write_parts(key, params->parts)) && !given)
        status = write_seed(group, params->parts);
    return status;
}

static enum bridge_status dsa_generate(struct bridge_key_generate *params)
{
    enum bridge_status status;
    struct ffc_group group;
    struct dsa_object *key;

    if (params->bits < DSA_MIN_BITS || params->bits > DSA_MAX_BITS || params->bits % 64)
        return BRIDGE_INVALID_PARAMETER;
    if (!(key = dsa_new(true)))
        return BRIDGE_NO_MEMORY;
    ffc_group_init(&group);
    status = generate_with(key, &group, params);
    ffc_group_clear(&group);
    if (status)
        dsa_destroy(&key->base);
    else
        params->object = bridge_pointer(key);
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Signatures
 */
static uint32_t order_size(const struct dsa_object *key)
{
    return bytes_of_bits(mpz_sizeinbase(key->params.q, 2));
}

/* Nettle takes as many bits from the left of the digest as q has (FIPS 186-4 section 4.6). */
static enum bridge_status sign_digest(const struct object *object, struct bridge_sign *params)
{
    const struct dsa_object *key = (const struct dsa_object *)object;
    uint32_t size = order_size(key);
    enum bridge_status status = span_reserve(&params->signature, 2 * size);
    struct dsa_signature signature;
    bool ok;

    if (status)
        return status;
    dsa_signature_init(&signature);
    ok = dsa_sign(&key->params, key->x, NULL, random_bytes, params->digest.size,
                  span_data(&params->digest), &signature);
    if (!random_ok())
        status = BRIDGE_NO_RANDOM;
    else if (!ok || !mpz_sgn(signature.r) || !mpz_sgn(signature.s))
        status = BRIDGE_BAD_KEY;
    else
    {
        nettle_mpz_get_str_256(size, span_data(&params->signature), signature.r);
        nettle_mpz_get_str_256(size, span_data(&params->signature) + size, signature.s);
    }
    dsa_signature_clear(&signature);
    return status;
}

static enum bridge_status verify_digest(const struct object *object,
                                        const struct bridge_sign *params)
{
    const struct dsa_object *key = (const struct dsa_object *)object;
    uint32_t size = order_size(key);
    struct dsa_signature signature;
    bool ok;

    if (params->signature.size != 2 * size)
        return BRIDGE_INVALID_PARAMETER;
    dsa_signature_init(&signature);
    nettle_mpz_set_str_256_u(signature.r, size, span_data(&params->signature));
    nettle_mpz_set_str_256_u(signature.s, size, span_data(&params->signature) + size);
    ok = dsa_verify(&key->params, key->y, params->digest.size, span_data(&params->digest),
                    &signature);
    dsa_signature_clear(&signature);
    return ok ? BRIDGE_OK : BRIDGE_BAD_SIGNATURE;
}

const struct family_ops dsa_ops = {
    .import = dsa_import,
    .generate = dsa_generate,
    .destroy = dsa_destroy,
    .sign = sign_digest,
    .verify = verify_digest,
};
