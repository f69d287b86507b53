/*
 * Finite field groups: what DSA and DH share.
 */
#ifndef NCRYPTPROV_FFC_H
#define NCRYPTPROV_FFC_H

#include "unixlib.h"

/* FIPS 186-4 A.1.1.2 with SHA-512 */
#define FFC_MAX_SEED 64

struct ffc_group
{
    mpz_t p, q, g; /* q: 0 where the group has none */
    uint8_t seed[FFC_MAX_SEED];
    size_t seed_size;
    uint8_t count[4]; /* big-endian, as in every form of a DSA group */
};
void ffc_group_init(struct ffc_group *group);
void ffc_group_clear(struct ffc_group *group);

/* A new DSA group with a seed and counter by which it can be verified: FIPS 186-2 Appendix 2.2 with
 * SHA-1 and q of 160 bits up to p_bits 1024, above FIPS 186-4 A.1.1.2 with SHA-256 and q of 256
 * bits; g = 2^((p-1)/q) mod p (A.2.1 with h = 2).  BRIDGE_NOT_SUPPORTED without libcrypto. */
enum bridge_status ffc_generate_dsa(struct ffc_group *group, uint32_t p_bits);

/* A new DH group: p = 2q + 1, g = 2, without seed.  BRIDGE_NOT_SUPPORTED without libcrypto. */
enum bridge_status ffc_generate_dh(struct ffc_group *group, uint32_t p_bits);

/* The odds that a composite passes for a prime: Baillie-PSW, for which no counterexample is known,
 * and one round of Miller-Rabin on top (GMP counts the former as 24 rounds). */
bool ffc_is_prime(const mpz_t value);

/* low < value < high */
static inline bool ffc_between(const mpz_t value, unsigned long low, const mpz_t high)
{
    return mpz_cmp_ui(value, low) > 0 && mpz_cmp(value, high) < 0;
}

#endif
