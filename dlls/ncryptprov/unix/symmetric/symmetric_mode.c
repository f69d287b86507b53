/*
 * Modes of operation of symmetric keys (SP 800-38A, C, D) and the padding of RFC 5652 section 6.3.
 *
 * All is done in memory of our own and copied out at the end: input and output may overlap, nothing
 * is written unless all is well, and no plaintext is given out before its tag was compared.
 */
#include <nettle/cbc.h>
#include <nettle/ccm.h>
#include <nettle/cfb.h>
#include <nettle/gcm.h>
#include <nettle/memops.h>
#include <string.h>

#include "symmetric.h"

/* One call.  work: the result; it has room for one block more than the input. */
struct operation
{
    const struct symmetric_object *key;
    const struct bridge_cipher *params;
    uint8_t *work;
    size_t work_room;
    size_t size; /* of the result */
    uint8_t iv[BRIDGE_MAX_BLOCK];
    uint8_t tag[BRIDGE_MAX_BLOCK];
};

static bool decrypts(const struct operation *op)
{
    return op->params->flags & BRIDGE_CIPHER_DECRYPT;
}

static bool pads(const struct operation *op)
{
    return op->params->flags & BRIDGE_CIPHER_PADDING;
}

static const uint8_t *input(const struct operation *op)
{
    return span_data(&op->params->input);
}

/* ------------------------------------------------------------------------------------------
 * Padding
 */
static void add_padding(struct operation *op)
{
    size_t block = op->key->cipher->block_size, count = block - op->size % block;

    memset(op->work + op->size, (int)count, count);
    op->size += count;
}

/* Looks at all bytes of the last block, whatever they are. */
static enum bridge_status remove_padding(struct operation *op)
{
    uint32_t block = op->key->cipher->block_size, count, bad, i;
    const uint8_t *last = op->work + op->size - block;

    count = last[block - 1];
    bad = (count - 1) >> 31 | (block - count) >> 31;
    for (i = 0; i < block; i++)
    {
        uint32_t in_padding = (block - 1 - i - count) >> 31; /* position from the end < count */

        bad |= in_padding & ((last[i] ^ count) != 0);
    }
    if (bad)
        return BRIDGE_DECRYPTION_FAILED;
    op->size -= count;
    return BRIDGE_OK;
}

/* ------------------------------------------------------------------------------------------
 * Block modes
 */
static void run_ecb(struct operation *op)
{
    const struct block_cipher *cipher = op->key->cipher;

    if (decrypts(op))
        cipher->decrypt(op->key->decrypt_context, op->size, op->work, op->work);
    else
        cipher->encrypt(op->key->encrypt_context, op->size, op->work, op->work);
}

static void run_cbc(struct operation *op)
{
    const struct block_cipher *cipher = op->key->cipher;

    if (decrypts(op))
        cbc_decrypt(op->key->decrypt_context, cipher->decrypt, cipher->block_size, op->iv, op->size,
                    op->work, op->work);
    else
        cbc_encrypt(op->key->encrypt_context, cipher->encrypt, cipher->block_size, op->iv, op->size,
                    op->work, op->work);
}

/* Not in place: the feedback of a decryption is its input. */
static void run_cfb(struct operation *op)
{
    const struct block_cipher *cipher = op->key->cipher;

    if (decrypts(op))
        cfb8_decrypt(op->key->encrypt_context, cipher->encrypt, cipher->block_size, op->iv,
                     op->size, op->work, input(op));
    else
        cfb8_encrypt(op->key->encrypt_context, cipher->encrypt, cipher->block_size, op->iv,
                     op->size, op->work, input(op));
}

static enum bridge_status run_blocks(struct operation *op)
{
    bool stream = op->params->chaining == CHAINING_CFB;
    uint32_t block = op->key->cipher->block_size, iv_size;

    iv_size = op->params->chaining == CHAINING_ECB ? 0 : block;
    if (op->params->iv.size != iv_size || (stream && pads(op)))
        return BRIDGE_INVALID_PARAMETER;
    if (!stream && op->size % block && (decrypts(op) || !pads(op)))
        return BRIDGE_INVALID_PARAMETER;
    if (pads(op) && decrypts(op) && !op->size)
        return BRIDGE_INVALID_PARAMETER;
    if (iv_size)
        memcpy(op->iv, span_data(&op->params->iv), iv_size);
    if (op->size && !stream)
        memcpy(op->work, input(op), op->size);
    if (pads(op) && !decrypts(op))
        add_padding(op);
    if (stream)
        run_cfb(op);
    else if (op->params->chaining == CHAINING_ECB)
        run_ecb(op);
    else
        run_cbc(op);
    return pads(op) && decrypts(op) ? remove_padding(op) : BRIDGE_OK;
}

/* ------------------------------------------------------------------------------------------
 * Authenticated modes
 */
static uint32_t tag_size(const struct operation *op)
{
    return decrypts(op) ? op->params->tag.size : op->params->tag.capacity;
}

static bool tag_right(const struct operation *op)
{
    return memeql_sec(op->tag, span_data(&op->params->tag), tag_size(op));
}

static void run_gcm(struct operation *op)
{
    const struct bridge_span *nonce = &op->params->iv, *data = &op->params->auth_data;
    const struct block_cipher *cipher = op->key->cipher;
    const void *context = op->key->encrypt_context;
    struct gcm_key key;
    struct gcm_ctx gcm;

    gcm_set_key(&key, context, cipher->encrypt);
    gcm_set_iv(&gcm, &key, nonce->size, span_data(nonce));
    gcm_update(&gcm, &key, data->size, span_data(data));
    if (decrypts(op))
        gcm_decrypt(&gcm, &key, context, cipher->encrypt, op->size, op->work, input(op));
    else
        gcm_encrypt(&gcm, &key, context, cipher->encrypt, op->size, op->work, input(op));
    gcm_digest(&gcm, &key, context, cipher->encrypt, tag_size(op), op->tag);
    secure_wipe(&key, sizeof(key));
    secure_wipe(&gcm, sizeof(gcm));
}

static void run_ccm(struct operation *op)
{
    const struct bridge_span *nonce = &op->params->iv, *data = &op->params->auth_data;
    const struct block_cipher *cipher = op->key->cipher;
    const void *context = op->key->encrypt_context;
    struct ccm_ctx ccm;

    ccm_set_nonce(&ccm, context, cipher->encrypt, nonce->size, span_data(nonce), data->size,
                  op->size, tag_size(op));
    ccm_update(&ccm, context, cipher->encrypt, data->size, span_data(data));
    if (decrypts(op))
        ccm_decrypt(&ccm, context, cipher->encrypt, op->size, op->work, input(op));
    else
        ccm_encrypt(&ccm, context, cipher->encrypt, op->size, op->work, input(op));
    ccm_digest(&ccm, context, cipher->encrypt, tag_size(op), op->tag);
    secure_wipe(&ccm, sizeof(ccm));
}

static bool gcm_sizes_fit(const struct operation *op)
{
    return op->params->iv.size == GCM_IV_SIZE && tag_size(op) >= 12 && tag_size(op) <= 16;
}

/* The message's size must fit into the 15 - nonce bytes that are left for it in a block. */
static bool ccm_sizes_fit(const struct operation *op)
{
    uint32_t nonce = op->params->iv.size, tag = tag_size(op);

    if (nonce < CCM_MIN_NONCE_SIZE || nonce > CCM_MAX_NONCE_SIZE)
        return false;
    return tag >= 4 && tag <= 16 && tag % 2 == 0 && op->size <= CCM_MAX_MSG_SIZE(nonce);
}

static enum bridge_status run_authenticated(struct operation *op)
{
    bool gcm = op->params->chaining == CHAINING_GCM;

    if (op->key->cipher->group != SYMMETRIC_AES)
        return BRIDGE_NOT_SUPPORTED;
    if (pads(op) || !(gcm ? gcm_sizes_fit(op) : ccm_sizes_fit(op)))
        return BRIDGE_INVALID_PARAMETER;
    if (gcm)
        run_gcm(op);
    else
        run_ccm(op);
    return decrypts(op) && !tag_right(op) ? BRIDGE_DECRYPTION_FAILED : BRIDGE_OK;
}

/* ------------------------------------------------------------------------------------------
 * The call
 */
static bool authenticates(const struct bridge_cipher *params)
{
    return params->chaining == CHAINING_GCM || params->chaining == CHAINING_CCM;
}

/* Gives the results out. */
static enum bridge_status finish(const struct operation *op, struct bridge_cipher *params)
{
    enum bridge_status status = span_write(&params->output, op->work, op->size);

    if (status)
        return status;
    if (!authenticates(params))
    {
        if (params->iv.size)
            memcpy(span_data(&params->iv), op->iv, params->iv.size);
    }
    else if (!decrypts(op))
        span_write(&params->tag, op->tag, params->tag.capacity);
    return BRIDGE_OK;
}

enum bridge_status symmetric_cipher(const struct object *object, struct bridge_cipher *params)
{
    struct operation op = {.key = (const struct symmetric_object *)object, .params = params};
    enum bridge_status status;

    if (params->chaining >= CHAINING_COUNT)
        return BRIDGE_INVALID_PARAMETER;
    op.size = params->input.size;
    op.work_room = op.size + BRIDGE_MAX_BLOCK;
    if (!(op.work = secure_alloc(op.work_room)))
        return BRIDGE_NO_MEMORY;
    status = authenticates(params) ? run_authenticated(&op) : run_blocks(&op);
    if (!status)
        status = finish(&op, params);
    secure_free(op.work, op.work_room);
    secure_wipe(&op, sizeof(op));
    return status;
}
