/*
 * HMAC with any of the hashes, by Nettle.
 */
#include <nettle/hmac.h>

#include "unixlib.h"

static size_t state_size(const struct hmac *hmac)
{
    return 3 * (size_t)hmac->hash->context_size;
}

static void *outer(const struct hmac *hmac)
{
    return hmac->state;
}

static void *inner(const struct hmac *hmac)
{
    return hmac->state + hmac->hash->context_size;
}

static void *message(const struct hmac *hmac)
{
    return hmac->state + 2 * (size_t)hmac->hash->context_size;
}

enum bridge_status hmac_init(struct hmac *hmac, const struct nettle_hash *hash, const uint8_t *key,
                             size_t size)
{
    hmac->hash = hash;
    if (!(hmac->state = secure_alloc(state_size(hmac))))
        return BRIDGE_NO_MEMORY;
    hmac_set_key(outer(hmac), inner(hmac), message(hmac), hash, size,
                 size ? key : (const uint8_t *)"");
    return BRIDGE_OK;
}

void hmac_add(void *context, size_t size, const uint8_t *data)
{
    const struct hmac *hmac = context;

    if (size)
        hmac->hash->update(message(hmac), size, data);
}

void hmac_finish(void *context, size_t size, uint8_t *digest)
{
    const struct hmac *hmac = context;

    hmac_digest(outer(hmac), inner(hmac), message(hmac), hmac->hash, size, digest);
}

void hmac_clear(struct hmac *hmac)
{
    if (hmac->state)
        secure_free(hmac->state, state_size(hmac));
    hmac->state = NULL;
}
