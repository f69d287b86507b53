/*
 * Authenticated encryption of what the provider keeps for itself: AES-256-GCM (NIST SP 800-38D).
 *
 * The nonces are random: with 96 bits a key is good for 2^32 uses (SP 800-38D section 8.3), which
 * no store of keys comes near.
 */
#include <nettle/gcm.h>
#include <nettle/memops.h>
#include <string.h>

#include "unixlib.h"

#define OVERHEAD (GCM_IV_SIZE + GCM_DIGEST_SIZE)
_Static_assert(OVERHEAD == BRIDGE_SEAL_OVERHEAD, "bridge.h tells the overhead");
_Static_assert(AES256_KEY_SIZE == BRIDGE_SEAL_KEY, "bridge.h tells the size of the key");

static struct gcm_aes256_ctx *start(const struct bridge_seal *params, const uint8_t *nonce)
{
    struct gcm_aes256_ctx *context = secure_alloc(sizeof(*context));

    if (!context)
        return NULL;
    gcm_aes256_set_key(context, span_data(&params->key));
    gcm_aes256_set_iv(context, GCM_IV_SIZE, nonce);
    if (params->header.size)
        gcm_aes256_update(context, params->header.size, span_data(&params->header));
    return context;
}

enum bridge_status unix_seal(struct bridge_seal *params)
{
    uint8_t *output = span_data(&params->output), nonce[GCM_IV_SIZE];
    size_t size = params->input.size;
    struct gcm_aes256_ctx *context;
    enum bridge_status status;

    if (params->key.size != AES256_KEY_SIZE || size > UINT32_MAX - OVERHEAD)
        return BRIDGE_INVALID_PARAMETER;
    if ((status = span_reserve(&params->output, size + OVERHEAD)))
        return status;
    random_bytes(NULL, sizeof(nonce), nonce);
    if (!random_ok())
        return BRIDGE_NO_RANDOM;
    if (!(context = start(params, nonce)))
        return BRIDGE_NO_MEMORY;
    memcpy(output, nonce, sizeof(nonce));
    if (size)
        gcm_aes256_encrypt(context, size, output + GCM_IV_SIZE, span_data(&params->input));
    gcm_aes256_digest(context, GCM_DIGEST_SIZE, output + GCM_IV_SIZE + size);
    secure_free(context, sizeof(*context));
    return BRIDGE_OK;
}

enum bridge_status unix_open(struct bridge_seal *params)
{
    const uint8_t *input = span_data(&params->input);
    uint8_t *output = span_data(&params->output), tag[GCM_DIGEST_SIZE];
    struct gcm_aes256_ctx *context;
    enum bridge_status status;
    size_t size;

    if (params->key.size != AES256_KEY_SIZE)
        return BRIDGE_INVALID_PARAMETER;
    if (params->input.size < OVERHEAD)
        return BRIDGE_BAD_DATA;
    size = params->input.size - OVERHEAD;
    if ((status = span_reserve(&params->output, size)))
        return status;
    if (!(context = start(params, input)))
        return BRIDGE_NO_MEMORY;
    if (size)
        gcm_aes256_decrypt(context, size, output, input + GCM_IV_SIZE);
    gcm_aes256_digest(context, GCM_DIGEST_SIZE, tag);
    secure_free(context, sizeof(*context));
    if (memeql_sec(tag, input + GCM_IV_SIZE + size, GCM_DIGEST_SIZE))
        return BRIDGE_OK;
    /* Nothing of what is not authentic is given out. */
    if (size)
        secure_wipe(output, size);
    params->output.size = 0;
    return BRIDGE_BAD_DATA;
}
