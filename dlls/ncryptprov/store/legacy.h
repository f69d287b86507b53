/*
 * Keys of the store and keys in containers of CryptoAPI (capi.h): a key of a container is found by its
 * name like one of the store's own, and NCRYPT_WRITE_KEY_TO_LEGACY_STORE_FLAG writes one of the
 * store's own to a container too.  RSA keys only.
 */
#ifndef NCRYPTPROV_LEGACY_H
#define NCRYPTPROV_LEGACY_H

#include "capi.h"
#include "store.h"

/* store_load for a key of the container of that name; place->spec 0: GAP_LEGACY_SPEC_ORDER. */
SECURITY_STATUS legacy_load(struct key_place *place, struct key **key);

/* What a container held before. */
struct legacy_change
{
    bool had_key;
    struct capi_key old;
    DWORD old_spec; /* of the key's place */
};

/* Writes a key with numbers and a place to the container of its name, as the key of place->spec; 0
 * becomes GAP_LEGACY_SPEC.  After success legacy_end: keep it, or put back what was there before.
 * NTE_EXISTS: the container has such a key, and place->overwrite is not set. */
SECURITY_STATUS legacy_write(const struct key *key, struct legacy_change *change);
void legacy_end(const struct key *key, struct legacy_change *change, bool keep);

/* Removes the key from the container of its name; NTE_BAD_KEYSET if it is not there, or another is.
 * The container's other key stays. */
SECURITY_STATUS legacy_remove(const struct key *key);

#endif
