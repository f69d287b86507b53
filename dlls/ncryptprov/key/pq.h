/*
 * Post-quantum keys: ML-KEM, ML-DSA, SLH-DSA.
 */
#ifndef NCRYPTPROV_PQ_H
#define NCRYPTPROV_PQ_H

#include "bytes.h"
#include "key.h"

/* A row of BRIDGE_PQ_SETS. */
struct pq_set
{
    const WCHAR *name; /* ParameterSetName */
    enum bridge_family family;
    uint32_t public_size, private_size, seed_size; /* bytes; seed_size 0: CNG has no seed form */
    uint32_t output_size;                          /* of a ciphertext or a signature, bytes */
};

/* NULL if set is none. */
const struct pq_set *pq_set_info(uint32_t set);

/* size: bytes of the name with its NUL, which may be left out if bare says so.  PQ_NONE if the family has no
 * set of that name. */
enum bridge_pq_set pq_set_by_name(enum bridge_family family, const BYTE *name, DWORD size,
                                  bool bare);

/* PREHASH_NONE if no such digest can be signed. */
enum bridge_prehash pq_prehash_by_name(const WCHAR *name);
uint32_t pq_prehash_size(enum bridge_prehash hash); /* bytes */

/* property_pq.c: the rows of the table of key properties */
SECURITY_STATUS pq_get_set_name(const struct key *key, struct writer *writer);
SECURITY_STATUS pq_set_set_name(struct key *key, const BYTE *data, DWORD size);
SECURITY_STATUS pq_get_secret_length(const struct key *key, struct writer *writer);
SECURITY_STATUS pq_get_ciphertext_length(const struct key *key, struct writer *writer);

#endif
