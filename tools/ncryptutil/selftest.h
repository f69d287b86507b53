/*
 * The self-test: for each family of keys a table of checks, each one round trip.
 */
#ifndef NCRYPTUTIL_SELFTEST_H
#define NCRYPTUTIL_SELFTEST_H

#include "memory.h"

#include <ncrypt.h>

/* A check whose calls all succeeded with a wrong result.  The bit for customers' codes is set. */
#define WRONG_RESULT ((SECURITY_STATUS)0xa0090001)

struct subject
{
    NCRYPT_PROV_HANDLE provider;
    NCRYPT_KEY_HANDLE key; /* a new key, all of it exportable */
    const WCHAR *algorithm;
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

/* Makes a key with the "Length" given. */
SECURITY_STATUS make_key(NCRYPT_PROV_HANDLE provider, const WCHAR *algorithm, DWORD length,
                         NCRYPT_KEY_HANDLE *key);

/* Signs, verifies, and sees that a changed hash is refused. */
SECURITY_STATUS check_signature(NCRYPT_KEY_HANDLE key, void *padding, DWORD flags);

/* Export as the type `detail`, import, export again: the bytes must be the same. */
SECURITY_STATUS check_round_trip(const struct subject *subject, const char *detail);

#endif
