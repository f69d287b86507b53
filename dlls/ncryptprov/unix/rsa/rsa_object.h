/*
 * RSA: what rsa.c, rsa_sign.c and rsa_crypt.c share.
 */
#ifndef NCRYPTPROV_RSA_OBJECT_H
#define NCRYPTPROV_RSA_OBJECT_H

#include <nettle/rsa.h>

#include "unixlib.h"

struct rsa_object
{
    struct object base;
    struct rsa_public_key pub;
    struct rsa_private_key key; /* p > q here, whatever their order on import */
};

static inline const struct rsa_object *rsa_from(const struct object *object)
{
    return (const struct rsa_object *)object;
}

/* Reads a signature or ciphertext, big-endian.  BRIDGE_INVALID_PARAMETER unless it has exactly the
 * length of the modulus and is smaller than it (RFC 8017 5.1.1, 5.2.2). */
enum bridge_status rsa_read_block(const struct rsa_object *key, const struct bridge_span *input,
                                  mpz_t value);

/* result = value^e mod n.  value < n. */
void rsa_public_op(const struct rsa_object *key, mpz_t result, const mpz_t value);

/* result = value^d mod n.  value < n.  Blinded, and the result is checked with the public
 * exponent before it is given out, so that a computation gone wrong does not reveal a prime
 * (Boneh, DeMillo, Lipton 1997).  BRIDGE_BAD_KEY where that check fails. */
enum bridge_status rsa_private_op(const struct rsa_object *key, mpz_t result, const mpz_t value);

/* The same to exactly pub.size bytes, big-endian, in a time that does not depend on the result. */
enum bridge_status rsa_private_op_sec(const struct rsa_object *key, uint8_t *result,
                                      const mpz_t value);

enum bridge_status rsa_sign(const struct object *object, struct bridge_sign *params);
enum bridge_status rsa_verify(const struct object *object, const struct bridge_sign *params);
enum bridge_status rsa_encrypt_message(const struct object *object, struct bridge_crypt *params);
enum bridge_status rsa_decrypt_message(const struct object *object, struct bridge_crypt *params);

#endif
