/*
 * The elliptic curves, by number and by object identifier.
 */
#include <string.h>

#include "unixlib.h"

#define CURVE_ROW(id, name, bits, order, oid, ossl) [CURVE_##id] = {bits, order, oid, ossl},
static const struct curve_info curves[CURVE_COUNT] = {BRIDGE_CURVES(CURVE_ROW)};
#undef CURVE_ROW

const struct curve_info *curve_find(uint32_t curve)
{
    if (curve >= CURVE_COUNT || !curves[curve].oid)
        return NULL;
    return &curves[curve];
}

uint32_t curve_find_oid(const char *oid)
{
    uint32_t i;

    for (i = 0; i < CURVE_COUNT; i++)
        if (curves[i].oid && !strcmp(curves[i].oid, oid))
            return i;
    return CURVE_NONE;
}

bool curve_same(uint32_t a, uint32_t b)
{
    const struct curve_info *info_a = curve_find(a), *info_b = curve_find(b);

    return a == b || (info_a && info_b && *info_a->oid && !strcmp(info_a->oid, info_b->oid));
}
