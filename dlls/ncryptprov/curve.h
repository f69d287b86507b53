/*
 * What the PE side knows of named curves: a view of BRIDGE_CURVES.
 */
#ifndef NCRYPTPROV_CURVE_H
#define NCRYPTPROV_CURVE_H

#include "bridge.h"
#include "os.h"

struct curve
{
    const WCHAR *name;  /* ECCCurveName */
    uint32_t bits;      /* of the field */
    uint32_t order_bits;
};

/* NULL if curve is no named curve. */
const struct curve *curve_info(enum bridge_curve curve);

#endif
