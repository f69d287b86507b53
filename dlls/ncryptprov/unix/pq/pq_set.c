/*
 * Parameter sets of the post-quantum families, see pq_set.h.
 */
#include "pq_set.h"

#define SET_ROW(id, name, family, public, private, seed, output, oid, ossl)                        \
    [PQ_##id] = {FAMILY_##family, public, private, seed, output, oid, ossl},
static const struct pq_set sets[PQ_COUNT] = {BRIDGE_PQ_SETS(SET_ROW)};
#undef SET_ROW

const struct pq_set *pq_set_find(uint32_t set)
{
    return set > PQ_NONE && set < PQ_COUNT ? &sets[set] : NULL;
}
