/*
 * The self-test: for each family of keys a table of checks, each one round trip.
 */
#ifndef NCRYPTUTIL_SELFTEST_H
#define NCRYPTUTIL_SELFTEST_H

#include "memory.h"

#include <ncrypt.h>

/* A check whose calls all succeeded with a wrong result.  The bit for customers' codes is set. */
#define WRONG_RESULT ((SECURITY_STATUS)0xa0090001)

/* What a new key is to be. */
struct key_kind
{
    const char *algorithm;
    DWORD length;      /* in bits; 0: the algorithm has only one, or its own default */
    const char *curve; /* of a generic ECC key, or NULL */
    const char *set;   /* parameter set of a post-quantum key, or NULL */
};

struct subject
{
    NCRYPT_PROV_HANDLE provider;
    NCRYPT_KEY_HANDLE key; /* a new key, all of it exportable */
    const struct key_kind *kind;
};

struct check
{
    const char *what;
    SECURITY_STATUS (*run)(const struct subject *subject, const char *detail);
    const char *detail; /* such as the blob type */
    BOOL optional;      /* NTE_NOT_SUPPORTED is no failure */
};

/* The tables of checks end with a row without a name. */
extern const struct check rsa_checks[];
extern const struct check ecdsa_checks[];
extern const struct check ecdh_checks[];
extern const struct check generic_ecdsa_checks[];
extern const struct check generic_ecdh_checks[];
extern const struct check dsa_checks[];
extern const struct check dh_checks[];
extern const struct check cipher_checks[];
extern const struct check mlkem_checks[];
extern const struct check mldsa_checks[];
extern const struct check slhdsa_checks[];

/* Makes a key that may be exported. */
SECURITY_STATUS make_key(NCRYPT_PROV_HANDLE provider, const struct key_kind *kind,
                         NCRYPT_KEY_HANDLE *key);

/* Agrees on a secret with another key of its kind, from both sides. */
SECURITY_STATUS check_agreement(const struct subject *subject, const char *detail);

/* Signs, verifies, and sees that a changed hash is refused. */
SECURITY_STATUS check_signature(NCRYPT_KEY_HANDLE key, void *padding, DWORD flags);

/* Export as the type `detail`, import, export again: the bytes must be the same. */
SECURITY_STATUS check_round_trip(const struct subject *subject, const char *detail);

#endif
