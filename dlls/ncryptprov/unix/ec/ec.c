/*
 * The family of elliptic curve keys: which backend does which curve, see ec.h.
 */
#include "ec.h"

/* In the order in which they are asked. */
static const struct ec_backend *const backends[] = {&ec_nettle, &ec_x25519, &ec_libcrypto};

static const struct ec_backend *find_backend(uint32_t curve)
{
    size_t i;

    for (i = 0; i < sizeof(backends) / sizeof(backends[0]); i++)
    {
        if (backends[i]->has(curve))
            return backends[i];
    }
    return NULL;
}

bool ec_curve_available(uint32_t curve)
{
    return find_backend(curve) != NULL;
}

static bool all_zero(const struct bridge_span *span)
{
    const uint8_t *data = span_data(span);
    uint32_t i;

    for (i = 0; i < span->size; i++)
    {
        if (data[i])
            return false;
    }
    return true;
}

enum bridge_status ec_find_given(struct bridge_key_import *params, struct ec_given *given)
{
    struct bridge_span *parts = params->parts;

    given->private = span_given(&parts[EC_D]);
    given->public = span_given(&parts[EC_X]) || span_given(&parts[EC_Y]);
    if (given->private && all_zero(&parts[EC_X]) && all_zero(&parts[EC_Y]))
    {
        parts[EC_X].size = parts[EC_Y].size = 0;
        given->public = false;
    }
    return given->public || given->private ? BRIDGE_OK : BRIDGE_INVALID_PARAMETER;
}

/* A key without a curve is a mistake of the caller, one on a curve without a library is not. */
static enum bridge_status missing(uint32_t curve)
{
    return curve == CURVE_NONE ? BRIDGE_INVALID_PARAMETER : BRIDGE_NOT_SUPPORTED;
}

static enum bridge_status ec_import(struct bridge_key_import *params)
{
    const struct ec_backend *backend = find_backend(params->group);

    return backend ? backend->ops->import(params) : missing(params->group);
}

static enum bridge_status ec_generate(struct bridge_key_generate *params)
{
    const struct ec_backend *backend = find_backend(params->group);

    return backend ? backend->ops->generate(params) : missing(params->group);
}

/* What a key does is in the backend's own table. */
const struct family_ops ec_ops = {
    .import = ec_import,
    .generate = ec_generate,
};
