/*
 * Blobs of DSA and DH keys (BCRYPT_DSA_KEY_BLOB without seed, BCRYPT_DH_KEY_BLOB) from numbers, for
 * keys up to 1024 bits that are wrong in one way.
 */
#ifndef TESTS_FFC_BLOB_H
#define TESTS_FFC_BLOB_H

#include <gmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FFC_MAX_SIZE 128

struct ffc_key
{
    size_t size;         /* bytes of p */
    mpz_t p, q, g, x, y; /* q: DSA */
};
void ffc_key_init(struct ffc_key *key);
void ffc_key_clear(struct ffc_key *key);
void ffc_key_copy(struct ffc_key *to, const struct ffc_key *from);

struct ffc_blob
{
    uint8_t bytes[56 + 4 * FFC_MAX_SIZE];
    size_t size;
};
void ffc_dsa_blob(struct ffc_blob *blob, const struct ffc_key *key, bool is_private);
void ffc_dh_blob(struct ffc_blob *blob, const struct ffc_key *key, bool is_private);

/* The numbers of a well-formed private blob; initialises key. */
void ffc_dsa_read(struct ffc_key *key, const uint8_t *blob);
void ffc_dh_read(struct ffc_key *key, const uint8_t *blob);

#endif
