/*
 * DSA: what dsa.c and dsa_params.c share.
 */
#ifndef NCRYPTPROV_DSA_OBJECT_H
#define NCRYPTPROV_DSA_OBJECT_H

#include <nettle/dsa.h>

#include "ffc.h"

/* NCRYPT_LENGTHS of DSA */
#define DSA_MIN_BITS 512
#define DSA_MAX_BITS 3072

struct dsa_object
{
    struct object base;
    struct dsa_params params;
    mpz_t y;
    mpz_t x; /* set if has_private */
};

/* dsa_params.c */

/* Whether CNG has groups of these sizes: p of 512 to 3072 bits, q as long as a SHA-1, SHA-256 or
 * SHA-512 hash, and SHA-1 only up to 1024 bits of p. */
bool dsa_sizes_valid(const struct dsa_params *params);

/* p, q prime; q divides p-1; g generates the subgroup of order q.  The sizes are valid. */
bool dsa_group_valid(const struct dsa_params *params);

/* Whether seed and counter make p and q: FIPS 186-2 Appendix 2.2 up to 1024 bits, above FIPS 186-4
 * A.1.1.2 with the hash as long as q.  A seed and a counter of bytes FF stand for "not known" and
 * are valid; seed: parts[DSA_SEED], counter: parts[DSA_COUNT]; both absent is as good. */
bool dsa_seed_valid(const struct dsa_params *params, const struct bridge_span *parts);

#endif
