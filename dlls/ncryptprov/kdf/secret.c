/*
 * Secrets, see secret.h.
 */
#include "secret.h"

struct secret *secret_create(uint32_t size)
{
    struct secret *secret = os_alloc(sizeof(*secret) + size);

    if (secret)
        secret->size = size;
    return secret;
}

void secret_free(struct secret *secret)
{
    if (secret)
        os_free_secret(secret, sizeof(*secret) + secret->size);
}
