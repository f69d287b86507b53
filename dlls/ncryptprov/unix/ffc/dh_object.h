/*
 * DH: what dh.c and dh_groups.c share.
 */
#ifndef NCRYPTPROV_DH_OBJECT_H
#define NCRYPTPROV_DH_OBJECT_H

#include "ffc.h"

/* NCRYPT_LENGTHS of DH */
#define DH_MIN_BITS 512
#define DH_MAX_BITS 16384

struct dh_object
{
    struct object base;
    mpz_t p, g, y;
    mpz_t x; /* set if has_private */
};

/* dh_groups.c */

/* The prime of the standard group of that length; false if there is none. */
bool dh_group_find(uint32_t bits, mpz_t p);

/* Whether p is the prime of a standard group. */
bool dh_group_is_known(const mpz_t p);

#endif
