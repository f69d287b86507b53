/*
 * The RSA operations on numbers: RSAEP/RSAVP1 and RSADP/RSASP1 (RFC 8017 section 5).
 */
#include <nettle/bignum.h>

#include "rsa_object.h"

enum bridge_status rsa_read_block(const struct rsa_object *key, const struct bridge_span *input,
                                  mpz_t value)
{
    if (input->size != key->pub.size)
        return BRIDGE_INVALID_PARAMETER;
    span_read_mpz(value, input);
    return mpz_cmp(value, key->pub.n) < 0 ? BRIDGE_OK : BRIDGE_INVALID_PARAMETER;
}

void rsa_public_op(const struct rsa_object *key, mpz_t result, const mpz_t value)
{
    mpz_powm(result, value, key->pub.e, key->pub.n);
}

enum bridge_status rsa_private_op(const struct rsa_object *key, mpz_t result, const mpz_t value)
{
    bool ok = rsa_compute_root_tr(&key->pub, &key->key, NULL, random_bytes, result, value);

    if (!random_ok())
        return BRIDGE_NO_RANDOM;
    return ok ? BRIDGE_OK : BRIDGE_BAD_KEY;
}

/* A random number modulo n that has an inverse, and that inverse. */
static void random_invertible(mpz_t value, mpz_t inverse, const mpz_t n)
{
    do
        nettle_mpz_random(value, NULL, random_bytes, n);
    while (!mpz_invert(inverse, value, n));
}

/* result = a * b mod n to size bytes, big-endian, in a time that depends on the size of n only. */
static bool mul_mod_sec(uint8_t *result, size_t size, const mpz_t a, const mpz_t b, const mpz_t n)
{
    mp_size_t limbs = mpz_size(n), mul = mpn_sec_mul_itch(limbs, limbs);
    mp_size_t div = mpn_sec_div_r_itch(2 * limbs, limbs);
    size_t total = (4 * limbs + (mul > div ? mul : div)) * sizeof(mp_limb_t), i;
    mp_limb_t *ap = secure_alloc(total), *bp = ap + limbs, *product = bp + limbs;

    if (!ap)
        return false;
    mpn_copyi(ap, mpz_limbs_read(a), mpz_size(a));
    mpn_copyi(bp, mpz_limbs_read(b), mpz_size(b));
    mpn_sec_mul(product, ap, limbs, bp, limbs, product + 2 * limbs);
    mpn_sec_div_r(product, 2 * limbs, mpz_limbs_read(n), limbs, product + 2 * limbs);
    for (i = 0; i < size; i++)
        result[size - 1 - i] = product[i / sizeof(mp_limb_t)] >> 8 * (i % sizeof(mp_limb_t));
    secure_free(ap, total);
    return true;
}

/* Nettle's public function gives an mpz_t, whose number of limbs tells how many leading zeros the
 * result has; for a modulus whose top limb holds few bits that is what Manger's attack on OAEP
 * (CRYPTO 2001) asks for.  So the number that Nettle sees is multiplied by a random one first, and
 * the random factor taken out again into a result of fixed length. */
enum bridge_status rsa_private_op_sec(const struct rsa_object *key, uint8_t *result,
                                      const mpz_t value)
{
    enum bridge_status status;
    mpz_t factor, inverse, blinded;

    mpz_inits(factor, inverse, blinded, NULL);
    random_invertible(factor, inverse, key->pub.n);
    mpz_powm_sec(blinded, factor, key->pub.e, key->pub.n);
    mpz_mul(blinded, blinded, value);
    mpz_mod(blinded, blinded, key->pub.n);
    status = rsa_private_op(key, blinded, blinded);
    if (!status && !mul_mod_sec(result, key->pub.size, blinded, inverse, key->pub.n))
        status = BRIDGE_NO_MEMORY;
    mpz_clears(factor, inverse, blinded, NULL);
    return status;
}
