/*
 * EME-OAEP (RFC 8017 7.1), with any hash of the table and MGF1 (Appendix B.2.1) of the same hash.
 *
 * Nettle has OAEP for SHA-2 only; CNG also has SHA-1, MD5 and SHA-3.  EM = 00 || seed || DB, both
 * masked, DB = Hash(label) || 00.. || 01 || message.
 *
 * Decoding must not tell why it failed (Manger, CRYPTO 2001): everything up to the one verdict is
 * done without a branch or an index that depends on the data.
 */
#include <nettle/memops.h>
#include <nettle/memxor.h>
#include <string.h>

#include "unixlib.h"

/* One hash state, wiped when done with. */
static void *hash_new(const struct nettle_hash *hash)
{
    return secure_alloc(hash->context_size);
}

static void hash_delete(const struct nettle_hash *hash, void *state)
{
    secure_free(state, hash->context_size);
}

static void hash_label(const struct oaep_params *params, void *state, uint8_t *digest)
{
    params->hash->init(state);
    if (params->label_size)
        params->hash->update(state, params->label_size, params->label);
    params->hash->digest(state, params->hash->digest_size, digest);
}

/* data ^= MGF1(seed) */
static void mask(const struct nettle_hash *hash, void *state, uint8_t *data, size_t size,
                 const uint8_t *seed, size_t seed_size)
{
    uint8_t block[BRIDGE_MAX_DIGEST];
    uint32_t counter;

    for (counter = 0; size; counter++)
    {
        const uint8_t bytes[4] = {counter >> 24, counter >> 16, counter >> 8, counter};
        size_t n = size < hash->digest_size ? size : hash->digest_size;

        hash->init(state);
        hash->update(state, seed_size, seed);
        hash->update(state, sizeof(bytes), bytes);
        hash->digest(state, n, block);
        memxor(data, block, n);
        data += n;
        size -= n;
    }
    secure_wipe(block, sizeof(block));
}

enum bridge_status oaep_encode(const struct oaep_params *params, const uint8_t *message,
                               size_t message_size, uint8_t *em, size_t size)
{
    const struct nettle_hash *hash = params->hash;
    size_t hash_size = hash->digest_size;
    uint8_t *seed = em + 1, *db = seed + hash_size;
    void *state;

    if (size < 2 * hash_size + 2 || message_size > size - 2 * hash_size - 2)
        return BRIDGE_INVALID_PARAMETER;
    if (!(state = hash_new(hash)))
        return BRIDGE_NO_MEMORY;

    memset(em, 0, size);
    random_bytes(NULL, hash_size, seed);
    hash_label(params, state, db);
    em[size - message_size - 1] = 1;
    if (message_size)
        memcpy(em + size - message_size, message, message_size);
    mask(hash, state, db, size - hash_size - 1, seed, hash_size);
    mask(hash, state, seed, hash_size, db, size - hash_size - 1);

    hash_delete(hash, state);
    return random_ok() ? BRIDGE_OK : BRIDGE_NO_RANDOM;
}

/* All ones if value is 0, else 0.  value < 2^31. */
static uint32_t is_zero(uint32_t value)
{
    return 0 - ((value - 1) >> 31);
}

/* Finds the 01 that ends the zeros.  All ones and its position if there is one with nothing but
 * zeros before, else 0. */
static uint32_t find_separator(const volatile uint8_t *data, size_t size, uint32_t *position)
{
    uint32_t searching = ~UINT32_C(0), good = 0, found = 0, i;

    for (i = 0; i < size; i++)
    {
        uint32_t one = is_zero(data[i] ^ 1u) & searching;

        good |= one;
        found |= one & i;
        searching &= is_zero(data[i]);
    }
    *position = found;
    return good;
}

enum bridge_status oaep_decode(const struct oaep_params *params, uint8_t *em, size_t size,
                               const uint8_t **message, size_t *message_size)
{
    const struct nettle_hash *hash = params->hash;
    size_t hash_size = hash->digest_size, db_size = size - hash_size - 1;
    uint8_t *seed = em + 1, *db = seed + hash_size, label_hash[BRIDGE_MAX_DIGEST];
    uint32_t good, position;
    void *state;

    if (size < 2 * hash_size + 2)
        return BRIDGE_INVALID_PARAMETER;
    if (!(state = hash_new(hash)))
        return BRIDGE_NO_MEMORY;

    mask(hash, state, seed, hash_size, db, db_size);
    mask(hash, state, db, db_size, seed, hash_size);
    hash_label(params, state, label_hash);
    hash_delete(hash, state);

    good = find_separator(db + hash_size, db_size - hash_size, &position);
    good &= is_zero(em[0]);
    good &= 0 - (uint32_t)memeql_sec(db, label_hash, hash_size);
    if (!good)
        return BRIDGE_DECRYPTION_FAILED;

    *message = db + hash_size + position + 1;
    *message_size = db_size - hash_size - position - 1;
    return BRIDGE_OK;
}
