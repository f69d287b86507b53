/*
 * Parameter sets of the post-quantum families: a view of BRIDGE_PQ_SETS.
 */
#ifndef NCRYPTPROV_PQ_SET_H
#define NCRYPTPROV_PQ_SET_H

#include "unixlib.h"

struct pq_set
{
    uint32_t family;
    uint32_t public_size, private_size, seed_size; /* bytes */
    uint32_t output_size;                          /* of a ciphertext or a signature, bytes */
    const char *oid;
    const char *name; /* for libcrypto */
};
const struct pq_set *pq_set_find(uint32_t set); /* NULL if there is none */

#endif
