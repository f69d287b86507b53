/*
 * PKCS#8: what a key family has to provide.
 */
#ifndef NCRYPTPROV_PKCS8_H
#define NCRYPTPROV_PKCS8_H

#include "der.h"

/* What was read from a PrivateKeyInfo. */
struct pkcs8_key
{
    uint32_t group;
    struct bytes parts[BRIDGE_MAX_PARTS];
};

/* One row per object identifier.  parameters: those of the AlgorithmIdentifier, key: the content of the
 * OCTET STRING, both DER; data NULL: absent.  encode NULL: a form that is only read.  Whoever calls
 * clears them, also after a failure. */
struct pkcs8_codec
{
    uint32_t family;
    uint32_t group;  /* the one that the object identifier means; 0: any of the family */
    const char *oid; /* of the AlgorithmIdentifier, dotted */
    enum bridge_status (*encode)(const struct bridge_pkcs8_encode *params, struct bytes *parameters,
                                 struct bytes *key);
    enum bridge_status (*decode)(const struct bytes *parameters, const struct bytes *key,
                                 struct pkcs8_key *out);
};

extern const struct pkcs8_codec pkcs8_rsa, pkcs8_ec, pkcs8_x25519, pkcs8_dsa, pkcs8_dh;
extern const struct pkcs8_codec pkcs8_pq[PQ_COUNT]; /* by parameter set */

#endif
