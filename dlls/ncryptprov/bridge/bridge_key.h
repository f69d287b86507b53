/*
 * Calls that make keys from numbers and give numbers.
 */
#ifndef NCRYPTPROV_BRIDGE_KEY_H
#define NCRYPTPROV_BRIDGE_KEY_H

#include "bridge_base.h"
#include "bridge_curves.h"
#include "bridge_families.h"
#include "bridge_pq.h"

#define BRIDGE_KEY_NO_VALIDATION 1u /* NCRYPT_NO_KEY_VALIDATION: take the numbers as they are */

/* key_import: makes an object from numbers.
 * Parts with size > 0 are given.  Parts with size 0 and capacity > 0 are computed and written,
 * left-padded with zeros to exactly capacity bytes, and come back with size = capacity.
 * RSA private: E, N, P, Q are read, the others computed.  EC private: D is read; X and Y are
 * computed if not given, else compared.  PQ: the seed gives the expanded key, that the public key;
 * what is given besides is compared.
 * BRIDGE_BAD_KEY where the numbers contradict each other (n != pq, a point off the curve, ...);
 * with BRIDGE_KEY_NO_VALIDATION an object is made all the same where that is possible at all, and
 * operations on it fail with BRIDGE_BAD_KEY where it is not. */
struct bridge_key_import
{
    uint64_t object; /* out */
    uint32_t family;
    uint32_t group; /* enum bridge_curve or enum bridge_pq_set */
    uint32_t flags;
    uint32_t pad;
    struct bridge_span parts[BRIDGE_MAX_PARTS];
};

/* key_generate: as key_import, with the private numbers made at random.
 * RSA: E is given; bits is the size of the modulus; p > q.
 * DSA, DH: the group's parts are given, or computed where absent. */
struct bridge_key_generate
{
    uint64_t object; /* out */
    uint32_t family;
    uint32_t group;
    uint32_t bits;
    uint32_t pad;
    struct bridge_span parts[BRIDGE_MAX_PARTS];
};

struct bridge_key_free
{
    uint64_t object;
};

/* curve_numbers: the domain parameters of a named curve of short Weierstrass form.  The parts EC_P to
 * EC_COFACTOR are written, left-padded with zeros to exactly their capacity. */
struct bridge_curve_numbers
{
    uint32_t group;
    uint32_t pad;
    struct bridge_span parts[BRIDGE_MAX_PARTS]; /* out */
};

#endif
