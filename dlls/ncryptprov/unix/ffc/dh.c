/*
 * Diffie-Hellman keys and agreement (PKCS #3, RFC 2631), by GMP.
 */
#include <nettle/bignum.h>

#include "dh_object.h"

/* Above this a safe prime takes minutes to find. */
#define GENERATED_MAX_BITS 1024

static void dh_destroy(struct object *object)
{
    struct dh_object *key = (struct dh_object *)object;

    mpz_clears(key->p, key->g, key->y, key->x, NULL);
    secure_free(key, sizeof(*key));
}

static struct dh_object *dh_new(bool private)
{
    struct dh_object *key = secure_alloc(sizeof(*key));

    if (!key)
        return NULL;
    key->base.ops = &dh_ops;
    key->base.has_private = private;
    mpz_inits(key->p, key->g, key->y, key->x, NULL);
    return key;
}

static void read_group(struct dh_object *key, const struct bridge_span *parts)
{
    span_read_mpz(key->p, &parts[DH_P]);
    span_read_mpz(key->g, &parts[DH_G]);
}

static bool group_given(const struct bridge_span *parts)
{
    return span_given(&parts[DH_P]) && span_given(&parts[DH_G]);
}

static enum bridge_status write_parts(const struct dh_object *key, struct bridge_span *parts)
{
    mpz_srcptr values[] = {[DH_P] = key->p, [DH_G] = key->g, [DH_Y] = key->y, [DH_X] = key->x};

    return span_write_parts(parts, values, key->base.has_private ? DH_X + 1 : DH_Y + 1);
}

static bool size_valid(const struct dh_object *key)
{
    size_t bits = mpz_sizeinbase(key->p, 2);

    return bits >= DH_MIN_BITS && bits <= DH_MAX_BITS;
}

/* low < value < p - 1 */
static bool in_range(const struct dh_object *key, const mpz_t value, unsigned long low)
{
    bool result;
    mpz_t p1;

    mpz_init(p1);
    mpz_sub_ui(p1, key->p, 1);
    result = ffc_between(value, low, p1);
    mpz_clear(p1);
    return result;
}

/* The numbers with which nothing below can go wrong, whether or not they make sense. */
static bool computable(const struct dh_object *key, bool public)
{
    if (!mpz_odd_p(key->p) || !ffc_between(key->g, 0, key->p))
        return false;
    if (key->base.has_private && !ffc_between(key->x, 0, key->p))
        return false;
    return !public || ffc_between(key->y, 0, key->p);
}

/* p prime, and a generator other than 1 and p-1, whose powers are of no use. */
static bool group_valid(const struct dh_object *key)
{
    return mpz_odd_p(key->p) && in_range(key, key->g, 1) &&
           (dh_group_is_known(key->p) || ffc_is_prime(key->p));
}

/* 0 < x < p-1 (PKCS #3 section 7.1), and the power that it says. */
static bool pair_valid(const struct dh_object *key)
{
    bool valid = in_range(key, key->x, 0);
    mpz_t power;

    mpz_init(power);
    mpz_powm_sec(power, key->g, key->x, key->p);
    valid = valid && !mpz_cmp(power, key->y);
    mpz_clear(power);
    return valid;
}

static enum bridge_status load(struct dh_object *key, const struct bridge_key_import *params)
{
    const struct bridge_span *parts = params->parts;
    bool public = span_given(&parts[DH_Y]);

    read_group(key, parts);
    span_read_mpz(key->y, &parts[DH_Y]);
    span_read_mpz(key->x, &parts[DH_X]);
    if (!size_valid(key))
        return BRIDGE_INVALID_PARAMETER;
    key->base.usable = computable(key, public);
    if (key->base.usable && !public)
        mpz_powm_sec(key->y, key->g, key->x, key->p);
    if (params->flags & BRIDGE_KEY_NO_VALIDATION)
        return BRIDGE_OK;
    if (!key->base.usable || !in_range(key, key->y, 1) || !group_valid(key))
        return BRIDGE_BAD_KEY;
    return key->base.has_private && !pair_valid(key) ? BRIDGE_BAD_KEY : BRIDGE_OK;
}

static enum bridge_status dh_import(struct bridge_key_import *params)
{
    struct bridge_span *parts = params->parts;
    bool private = span_given(&parts[DH_X]);
    enum bridge_status status;
    struct dh_object *key;

    if (!group_given(parts) || (!private && !span_given(&parts[DH_Y])))
        return BRIDGE_INVALID_PARAMETER;
    if (!(key = dh_new(private)))
        return BRIDGE_NO_MEMORY;
    status = load(key, params);
    if (!status)
        status = write_parts(key, parts);
    if (status)
        dh_destroy(&key->base);
    else
        params->object = bridge_pointer(key);
    return status;
}

/* A standard group of that length, or, for the short lengths that have none, a new one. */
static enum bridge_status default_group(struct dh_object *key, uint32_t bits)
{
    enum bridge_status status;
    struct ffc_group group;

    mpz_set_ui(key->g, 2);
    if (dh_group_find(bits, key->p))
        return BRIDGE_OK;
    if (bits > GENERATED_MAX_BITS)
        return BRIDGE_NOT_SUPPORTED;
    ffc_group_init(&group);
    if (!(status = ffc_generate_dh(&group, bits)))
    {
        mpz_set(key->p, group.p);
        mpz_set(key->g, group.g);
    }
    ffc_group_clear(&group);
    return status;
}

static enum bridge_status find_group(struct dh_object *key,
                                     const struct bridge_key_generate *params)
{
    enum bridge_status status = BRIDGE_OK;

    if (group_given(params->parts))
        read_group(key, params->parts);
    else
        status = default_group(key, params->bits);
    if (status)
        return status;
    if (mpz_sizeinbase(key->p, 2) != params->bits)
        return BRIDGE_INVALID_PARAMETER;
    return group_valid(key) ? BRIDGE_OK : BRIDGE_BAD_KEY;
}

/* 0 < x < (p-1)/2: for a safe prime and its generator that is every power once (NIST SP 800-56A
 * 5.6.1.1.1).  y other than 1 and p-1, which no peer would take. */
static enum bridge_status make_pair(struct dh_object *key)
{
    mpz_t range;

    mpz_init(range);
    mpz_fdiv_q_2exp(range, key->p, 1);
    mpz_sub_ui(range, range, 1);
    do
    {
        nettle_mpz_random(key->x, RANDOM_LONG_TERM, random_bytes, range);
        mpz_add_ui(key->x, key->x, 1);
        mpz_powm_sec(key->y, key->g, key->x, key->p);
    } while (!in_range(key, key->y, 1));
    mpz_clear(range);
    key->base.usable = true;
    return random_ok() ? BRIDGE_OK : BRIDGE_NO_RANDOM;
}

static enum bridge_status dh_generate(struct bridge_key_generate *params)
{
    enum bridge_status status;
    struct dh_object *key;

    if (params->bits < DH_MIN_BITS || params->bits > DH_MAX_BITS)
        return BRIDGE_INVALID_PARAMETER;
    if (!(key = dh_new(true)))
        return BRIDGE_NO_MEMORY;
    status = find_group(key, params);
    if (!status)
        status = make_pair(key);
    if (!status)
        status = write_parts(key, params->parts);
    if (status)
        dh_destroy(&key->base);
    else
        params->object = bridge_pointer(key);
    return status;
}

/* z = y^x mod p, as long as p.  The peer's number is looked at even if its import was told not to: 1 and p-1 give a secret that
 * everybody knows (NIST SP 800-56A 5.6.2.3.1). */
static enum bridge_status dh_agree(const struct object *own, const struct object *peer,
                                   struct bridge_span *secret)
{
    const struct dh_object *key = (const struct dh_object *)own;
    const struct dh_object *other = (const struct dh_object *)peer;
    size_t size = mpz_sizeinbase(key->p, 256);
    enum bridge_status status;
    mpz_t z;

    if (mpz_cmp(key->p, other->p) || mpz_cmp(key->g, other->g) || !in_range(key, other->y, 1))
        return BRIDGE_INVALID_PARAMETER;
    if ((status = span_reserve(secret, size)))
        return status;
    mpz_init(z);
    mpz_powm_sec(z, other->y, key->x, key->p);
    if (mpz_cmp_ui(z, 1) <= 0)
        status = BRIDGE_INVALID_PARAMETER;
    else
        nettle_mpz_get_str_256(size, span_data(secret), z);
    mpz_clear(z);
    return status;
}

const struct family_ops dh_ops = {
    .import = dh_import,
    .generate = dh_generate,
    .destroy = dh_destroy,
    .agree = dh_agree,
};
