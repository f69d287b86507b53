/*
 * Elliptic curves: one backend per way to compute on them.
 *
 * ec.c finds the backend of a curve when a key is made; the key then carries that backend's own
 * operations, so that no later call goes through a second table.
 *
 * Adding a backend: a file with its struct ec_backend, and its row in ec.c.
 */
#ifndef NCRYPTPROV_EC_H
#define NCRYPTPROV_EC_H

#include "unixlib.h"

struct ec_backend
{
    bool (*has)(uint32_t curve); /* CURVE_EXPLICIT counts as a curve */
    const struct family_ops *ops;
};

extern const struct ec_backend ec_nettle, ec_x25519, ec_libcrypto;

/* Which halves of a key an import gives. */
struct ec_given
{
    bool public, private;
};

/* A private key whose x and y are absent or zero has its public one computed: the zeros of params
 * become absent.  BRIDGE_INVALID_PARAMETER if nothing is given. */
enum bridge_status ec_find_given(struct bridge_key_import *params, struct ec_given *given);

#endif
