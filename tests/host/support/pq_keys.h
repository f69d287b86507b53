/*
 * Post-quantum keys through the provider, for host tests.
 */
#ifndef TESTS_PQ_KEYS_H
#define TESTS_PQ_KEYS_H

#include <string.h>

#include "check.h"
#include "pq.h"
#include "pq_available.h"
#include "provider.h"

/* What the list of parameter sets says of one, for loops over all of them. */
struct test_set
{
    const char *id;        /* for messages */
    const char *algorithm; /* CNG name */
    const char *name;      /* ParameterSetName */
    const char *openssl;   /* name for the openssl command */
    const struct pq_set *set;
};
const struct test_set *test_set_at(unsigned int n); /* NULL after the last */

/* A new key that may be exported; 0 after a failed check. */
NCRYPT_KEY_HANDLE test_pq_new(const struct test_set *set);

/* The blob type that holds that part of a key (enum pq_part). */
const char *test_pq_type(const struct test_set *set, enum pq_part part);

static inline bool test_set_is_kem(const struct test_set *set)
{
    return set->set->family == FAMILY_MLKEM;
}

/* The property's value as a DWORD; the status on failure. */
SECURITY_STATUS test_pq_property(NCRYPT_KEY_HANDLE key, const char *name, DWORD *value);

/* A slow set: an SLH-DSA signature that takes a tenth of a second or more. */
static inline bool test_set_is_slow(const struct test_set *set)
{
    return set->set->family == FAMILY_SLHDSA && set->name[strlen(set->name) - 1] == 's';
}

#endif
