/*
 * Named curves, see curve.h.
 */
#include "curve.h"

#include <string.h>

#include "unixcall.h"
#include "wide.h"

#define CURVE_ROW(id, name, bits, order_bits, oid, libcrypto)                                      \
    [CURVE_##id] = {L##name, oid, bits, order_bits},
static const struct curve curves[CURVE_COUNT] = {BRIDGE_CURVES(CURVE_ROW)};
#undef CURVE_ROW

/* RFC 8422 section 5.1.1 and RFC 4492 section 5.1.1; RFC 7027 section 2. */
static const BYTE tls_groups[CURVE_COUNT] = {
    [CURVE_SECP160K1] = 15,       [CURVE_SECP160R1] = 16,       [CURVE_SECP160R2] = 17,
    [CURVE_SECP192K1] = 18,       [CURVE_NISTP192] = 19,        [CURVE_SECP192R1] = 19,
    [CURVE_SECP224K1] = 20,       [CURVE_NISTP224] = 21,        [CURVE_SECP224R1] = 21,
    [CURVE_SECP256K1] = 22,       [CURVE_NISTP256] = 23,        [CURVE_SECP256R1] = 23,
    [CURVE_NISTP384] = 24,        [CURVE_SECP384R1] = 24,       [CURVE_NISTP521] = 25,
    [CURVE_SECP521R1] = 25,       [CURVE_BRAINPOOLP256R1] = 26, [CURVE_BRAINPOOLP384R1] = 27,
    [CURVE_BRAINPOOLP512R1] = 28, [CURVE_25519] = 29,
};

const struct curve *curve_info(enum bridge_curve curve)
{
    return curve < CURVE_COUNT && curves[curve].name ? &curves[curve] : NULL;
}

bool curve_is_available(enum bridge_curve curve)
{
    const struct bridge_attach *unix_side = unixcall_attach();

    return unix_side && curve < CURVE_COUNT && unix_side->curves >> curve & 1;
}

enum bridge_curve curve_by_name(const WCHAR *name)
{
    uint32_t i;

    for (i = 0; i < CURVE_COUNT; i++)
    {
        if (curves[i].name && wide_equal(curves[i].name, name) && curve_is_available(i))
            return i;
    }
    return CURVE_NONE;
}

bool curve_is_same(enum bridge_curve a, enum bridge_curve b)
{
    const struct curve *info_a = curve_info(a), *info_b = curve_info(b);

    return a == b || (info_a && info_b && *info_a->oid && !strcmp(info_a->oid, info_b->oid));
}

DWORD curve_tls_group(enum bridge_curve curve)
{
    return curve < CURVE_COUNT ? tls_groups[curve] : 0;
}

enum bridge_curve curve_by_tls_group(DWORD group)
{
    uint32_t i;

    for (i = 0; group && i < CURVE_COUNT; i++)
    {
        if (tls_groups[i] == group && curve_is_available(i))
            return i;
    }
    return CURVE_NONE;
}
