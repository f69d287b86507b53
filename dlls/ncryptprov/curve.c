/*
 * Named curves, see curve.h.
 */
#include "curve.h"

#define CURVE_ROW(id, name, bits, order_bits, oid, libcrypto) [CURVE_##id] = {L##name, bits, order_bits},
static const struct curve curves[CURVE_COUNT] = {BRIDGE_CURVES(CURVE_ROW)};
#undef CURVE_ROW

const struct curve *curve_info(enum bridge_curve curve)
{
    return curve < CURVE_COUNT && curves[curve].name ? &curves[curve] : NULL;
}
