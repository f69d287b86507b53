/*
 * Checks that every working RSA key of the Unix side must pass.
 */
#ifndef TESTS_RSA_CHECKS_H
#define TESTS_RSA_CHECKS_H

#include "unix_blob.h"

#define MAX_BLOCK 2048 /* bytes of the largest modulus */

size_t rsa_digest_size(enum bridge_hash hash);
size_t rsa_modulus_size(const struct test_key *key);

/* A digest of the hash's length, with some content. */
struct data rsa_digest(enum bridge_hash hash);

/* The imported key of a vector of rsa_blobs.json; without it the program ends. */
struct test_key *rsa_vector_key(const char *id);

/* Signs and verifies, and verifies what is changed; fits: whether the key is long enough. */
void rsa_sign_and_verify(const struct test_key *key, enum bridge_scheme scheme,
                         enum bridge_hash hash, uint32_t salt, bool fits);

/* Encrypts and decrypts a message of that length; fits: whether it may be so long. */
void rsa_crypt_length(const struct test_key *key, enum bridge_scheme scheme, enum bridge_hash hash,
                      struct data label, size_t length, bool fits);

#endif
