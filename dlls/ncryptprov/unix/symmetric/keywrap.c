/*
 * AES key wrap with padding (RFC 5649) around Nettle's AES key wrap (RFC 3394).
 *
 * The two differ in the initial value, which here holds the length of the input, and in the zeros
 * that fill the input up to a multiple of 8 bytes (RFC 5649 section 3 and 4.1).
 */
#include <nettle/aes.h>
#include <nettle/memops.h>
#include <nettle/nist-keywrap.h>
#include <string.h>

#include "keywrap.h"

#define SEMIBLOCK 8u

static void initial_value(size_t size, uint8_t value[SEMIBLOCK])
{
    static const uint8_t head[] = {0xa6, 0x59, 0x59, 0xa6};

    memcpy(value, head, sizeof(head));
    value[4] = (uint8_t)(size >> 24);
    value[5] = (uint8_t)(size >> 16);
    value[6] = (uint8_t)(size >> 8);
    value[7] = (uint8_t)size;
}

static const struct nettle_cipher *cipher_of_size(size_t key_size)
{
    return key_size == AES128_KEY_SIZE   ? &nettle_aes128
           : key_size == AES192_KEY_SIZE ? &nettle_aes192
           : key_size == AES256_KEY_SIZE ? &nettle_aes256
                                         : NULL;
}

static size_t padded_size(size_t size)
{
    return (size + SEMIBLOCK - 1) / SEMIBLOCK * SEMIBLOCK;
}

size_t kwp_wrapped_size(size_t size)
{
    return padded_size(size) + SEMIBLOCK;
}

enum bridge_status kwp_wrap(const uint8_t *key, size_t key_size, const struct bytes *input,
                            struct bytes *out)
{
    const struct nettle_cipher *cipher = cipher_of_size(key_size);
    struct bytes padded = {0};
    uint8_t value[SEMIBLOCK];
    void *context = NULL;
    enum bridge_status status;

    if (!cipher || !input->size || input->size > INT32_MAX)
        return BRIDGE_INVALID_PARAMETER;
    status = bytes_alloc(&padded, padded_size(input->size));
    if (!status)
        status = bytes_alloc(out, kwp_wrapped_size(input->size));
    if (!status && !(context = secure_alloc(cipher->context_size)))
        status = BRIDGE_NO_MEMORY;
    if (!status)
    {
        initial_value(input->size, value);
        memcpy(padded.data, input->data, input->size);
        cipher->set_encrypt_key(context, key);
        if (padded.size == SEMIBLOCK) /* RFC 5649 section 4.1: one block of AES */
        {
            memcpy(out->data, value, SEMIBLOCK);
            memcpy(out->data + SEMIBLOCK, padded.data, SEMIBLOCK);
            cipher->encrypt(context, out->size, out->data, out->data);
        }
        else
            nist_keywrap16(context, cipher->encrypt, value, out->size, out->data, padded.data);
    }
    secure_free(context, cipher->context_size);
    bytes_clear(&padded);
    return status;
}

static bool is_zero(const uint8_t *data, size_t size)
{
    uint8_t any = 0;

    while (size--)
        any |= *data++;
    return !any;
}

static bool unwrap_block(const struct nettle_cipher *cipher, const void *context,
                         const uint8_t value[SEMIBLOCK], const struct bytes *input, uint8_t *padded)
{
    uint8_t block[2 * SEMIBLOCK];
    bool same;

    cipher->decrypt(context, sizeof(block), block, input->data);
    same = memeql_sec(block, value, SEMIBLOCK);
    memcpy(padded, block + SEMIBLOCK, SEMIBLOCK);
    secure_wipe(block, sizeof(block));
    return same;
}

/* Whether it holds so many bytes.  Nettle compares the initial value, and does not tell it: each length
 * that it can hold is tried, the 8 of them between two multiples of 8. */
static bool unwrap_size(const struct nettle_cipher *cipher, const void *context, size_t size,
                        const struct bytes *input, struct bytes *out)
{
    uint8_t value[SEMIBLOCK];

    initial_value(size, value);
    if (input->size == 2 * SEMIBLOCK)
    {
        if (!unwrap_block(cipher, context, value, input, out->data))
            return false;
    }
    else if (!nist_keyunwrap16(context, cipher->decrypt, value, out->size, out->data, input->data))
        return false;
    return is_zero(out->data + size, out->size - size);
}

enum bridge_status kwp_unwrap(const uint8_t *key, size_t key_size, const struct bytes *input,
                              struct bytes *out)
{
    const struct nettle_cipher *cipher = cipher_of_size(key_size);
    size_t most = input->size - SEMIBLOCK, size;
    void *context;
    enum bridge_status status;

    if (!cipher)
        return BRIDGE_INVALID_PARAMETER;
    if (input->size < 2 * SEMIBLOCK || input->size % SEMIBLOCK || input->size > INT32_MAX)
        return BRIDGE_DECRYPTION_FAILED;
    if ((status = bytes_alloc(out, most)))
        return status;
    if (!(context = secure_alloc(cipher->context_size)))
        return BRIDGE_NO_MEMORY;
    cipher->set_decrypt_key(context, key);
    for (size = most; size > most - SEMIBLOCK; size--)
    {
        if (unwrap_size(cipher, context, size, input, out))
            break;
    }
    secure_free(context, cipher->context_size);
    bytes_cut(out, size > most - SEMIBLOCK ? size : 0);
    return out->size ? BRIDGE_OK : BRIDGE_DECRYPTION_FAILED;
}
