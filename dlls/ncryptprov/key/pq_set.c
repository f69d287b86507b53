/*
 * Parameter sets of the post-quantum families and the hashes of their signatures, see pq.h.
 */
#include <string.h>

#include "pq.h"
#include "wide.h"

/* FIPS 205 keys are made from a seed too, but CNG stores none. */
#define SET_ROW(id, name, family, public, private, seed, output, oid, ossl)                        \
    [PQ_##id] = {                                                                                  \
        L##name, FAMILY_##family, public, private, FAMILY_##family == FAMILY_SLHDSA ? 0 : seed,    \
        output},
static const struct pq_set sets[PQ_COUNT] = {BRIDGE_PQ_SETS(SET_ROW)};
#undef SET_ROW

const struct pq_set *pq_set_info(uint32_t set)
{
    return set > PQ_NONE && set < PQ_COUNT ? &sets[set] : NULL;
}

enum bridge_pq_set pq_set_by_name(enum bridge_family family, const BYTE *name, DWORD size,
                                  bool bare)
{
    unsigned int i;

    for (i = PQ_NONE + 1; i < PQ_COUNT; i++)
    {
        size_t full = wide_size(sets[i].name);

        if (sets[i].family == family && (size == full || (bare && size == full - sizeof(WCHAR))) &&
            !memcmp(sets[i].name, name, size))
            return i;
    }
    return PQ_NONE;
}

#define PREHASH_ROW(id, name, size, arc) [PREHASH_##id] = {L##name, size},
static const struct
{
    const WCHAR *name;
    uint32_t size;
} prehashes[PREHASH_COUNT] = {BRIDGE_PREHASHES(PREHASH_ROW)};
#undef PREHASH_ROW

enum bridge_prehash pq_prehash_by_name(const WCHAR *name)
{
    unsigned int i;

    for (i = PREHASH_NONE + 1; i < PREHASH_COUNT; i++)
    {
        if (wide_equal(prehashes[i].name, name))
            return i;
    }
    return PREHASH_NONE;
}

uint32_t pq_prehash_size(enum bridge_prehash hash)
{
    return prehashes[hash].size;
}
