/*
 * Keys of the provider: their type, their numbers, their state.
 */
#ifndef NCRYPTPROV_KEY_H
#define NCRYPTPROV_KEY_H

#include "keytype.h"
#include "material.h"
#include "os.h"
#include "propertylist.h"

struct provider
{
    struct os_lock lock;
    struct property_list properties; /* set by the caller */
};

struct key_place; /* store.h */

/* How a symmetric key goes on with the next call. */
struct cipher_state
{
    enum bridge_chaining chaining;
    uint8_t iv[BRIDGE_MAX_BLOCK]; /* zeros until the property IV is set */
};

/*
 * lock: shared by every use, exclusive for a change.
 * A key begins without object; NCryptFinalizeKey makes its numbers, or takes those that were set,
 * and from then on type, curve, set, material and object do not change.
 */
struct key
{
    struct os_lock lock;
    const struct key_type *type;
    enum bridge_curve curve; /* of an EC key, else CURVE_NONE */
    enum bridge_pq_set set;  /* of a post-quantum key, else PQ_NONE */
    struct material *material;
    uint64_t object; /* of the Unix side; 0: not finalized */
    DWORD length;    /* bits */
    DWORD export_policy;
    DWORD usage;
    struct cipher_state cipher; /* of a symmetric key */
    DWORD import_flags;         /* of a blob that waits for NCryptFinalizeKey */
    struct property_list properties;
    struct key_place *place; /* in a key store; NULL: the key is ephemeral */
    bool original;           /* not opened from its store: archiving may be allowed */
    uint32_t archived;       /* atomic; 1: the one export that an archiving policy allows is over */
};

struct key *key_create(const struct key_type *type);
void key_free(struct key *key);

bool key_is_finalized(const struct key *key);
bool key_has_private(const struct key *key);
bool key_is_stored(const struct key *key); /* finalized, with a place in a store */

/* What the bridge calls the key's group. */
uint32_t key_group(const struct key *key);

/* Gives an unfinalized key of that type its numbers (the key owns them then); curve or set are there
 * already. */
void key_set_material(struct key *key, const struct key_type *type, struct material *material,
                      DWORD flags);

/* Makes the Unix side's object, from the numbers that were set, else from random ones.  After a failure
 * the key is as it was before. */
SECURITY_STATUS key_make_object(struct key *key, DWORD flags);

/* Locks both keys, always in the same order, so that two who lock them the other way round do not wait
 * for each other behind a writer.  b may be NULL, or a itself. */
void keys_lock_shared(struct key *a, struct key *b);
void keys_unlock_shared(struct key *a, struct key *b);

/* The number of bytes of a modulus, or of a curve's field. */
static inline DWORD bits_to_bytes(DWORD bits)
{
    return (bits + 7) / 8;
}

#endif
