/*
 * Hash algorithms, see hash.h.
 */
#include "hash.h"

#include "unixcall.h"
#include "wide.h"

#define HASH_ROW(id, name, size) [HASH_##id] = {L##name, size},
static const struct
{
    const WCHAR *name;
    uint32_t digest_size;
} hashes[HASH_COUNT] = {BRIDGE_HASHES(HASH_ROW)};
#undef HASH_ROW

enum bridge_hash hash_by_name(const WCHAR *name)
{
    const struct bridge_attach *unix_side = unixcall_attach();
    unsigned int i;

    for (i = HASH_NONE + 1; unix_side && i < HASH_COUNT; i++)
    {
        if (wide_equal(hashes[i].name, name) && unix_side->hashes >> i & 1)
            return i;
    }
    return HASH_NONE;
}

uint32_t hash_digest_size(enum bridge_hash hash)
{
    return hash < HASH_COUNT ? hashes[hash].digest_size : 0;
}

const WCHAR *hash_name(enum bridge_hash hash)
{
    return hash < HASH_COUNT ? hashes[hash].name : NULL;
}
