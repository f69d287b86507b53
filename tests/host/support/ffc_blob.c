/*
 * Blobs of DSA and DH keys, see ffc_blob.h.
 */
#include "ffc_blob.h"

#include <nettle/bignum.h>
#include <stdlib.h>
#include <string.h>

static void put(struct ffc_blob *blob, const void *data, size_t size)
{
    if (blob->size + size > sizeof(blob->bytes))
        abort();
    memcpy(blob->bytes + blob->size, data, size);
    blob->size += size;
}

static void put_u32(struct ffc_blob *blob, uint32_t value)
{
    uint8_t bytes[4] = {(uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16),
                        (uint8_t)(value >> 24)};

    put(blob, bytes, sizeof(bytes));
}

static void put_number(struct ffc_blob *blob, const mpz_t value, size_t width)
{
    uint8_t bytes[FFC_MAX_SIZE];

    nettle_mpz_get_str_256(width, bytes, value);
    put(blob, bytes, width);
}

void ffc_dsa_blob(struct ffc_blob *blob, const struct ffc_key *key, bool is_private)
{
    uint8_t no_seed[24];

    memset(no_seed, 0xff, sizeof(no_seed));
    blob->size = 0;
    put(blob, is_private ? "DSPV" : "DSPB", 4);
    put_u32(blob, (uint32_t)key->size);
    put(blob, no_seed, sizeof(no_seed));
    put_number(blob, key->q, 20);
    put_number(blob, key->p, key->size);
    put_number(blob, key->g, key->size);
    put_number(blob, key->y, key->size);
    if (is_private)
        put_number(blob, key->x, 20);
}

void ffc_dh_blob(struct ffc_blob *blob, const struct ffc_key *key, bool is_private)
{
    blob->size = 0;
    put(blob, is_private ? "DHPV" : "DHPB", 4);
    put_u32(blob, (uint32_t)key->size);
    put_number(blob, key->p, key->size);
    put_number(blob, key->g, key->size);
    put_number(blob, key->y, key->size);
    if (is_private)
        put_number(blob, key->x, key->size);
}

void ffc_key_init(struct ffc_key *key)
{
    mpz_inits(key->p, key->q, key->g, key->x, key->y, NULL);
    key->size = 0;
}

void ffc_key_clear(struct ffc_key *key)
{
    mpz_clears(key->p, key->q, key->g, key->x, key->y, NULL);
}

void ffc_key_copy(struct ffc_key *to, const struct ffc_key *from)
{
    ffc_key_init(to);
    mpz_set(to->p, from->p);
    mpz_set(to->q, from->q);
    mpz_set(to->g, from->g);
    mpz_set(to->x, from->x);
    mpz_set(to->y, from->y);
    to->size = from->size;
}

static const uint8_t *get(mpz_t value, const uint8_t *data, size_t size)
{
    nettle_mpz_set_str_256_u(value, size, data);
    return data + size;
}

void ffc_dsa_read(struct ffc_key *key, const uint8_t *blob)
{
    ffc_key_init(key);
    key->size = blob[4];
    blob = get(key->q, blob + 32, 20);
    blob = get(key->p, blob, key->size);
    blob = get(key->g, blob, key->size);
    blob = get(key->y, blob, key->size);
    get(key->x, blob, 20);
}

void ffc_dh_read(struct ffc_key *key, const uint8_t *blob)
{
    ffc_key_init(key);
    key->size = blob[4];
    blob = get(key->p, blob + 8, key->size);
    blob = get(key->g, blob, key->size);
    blob = get(key->y, blob, key->size);
    get(key->x, blob, key->size);
}
