/*
 * What the PE side knows of named curves: a view of BRIDGE_CURVES.
 */
#ifndef NCRYPTPROV_CURVE_H
#define NCRYPTPROV_CURVE_H

#include "bridge.h"
#include "os.h"

struct curve
{
    const WCHAR *name; /* ECCCurveName */
    const char *oid;   /* "": none */
    uint32_t bits;     /* of the field */
    uint32_t order_bits;
};

/* NULL if curve is no named curve. */
const struct curve *curve_info(enum bridge_curve curve);

/* Whether the Unix side can compute on it. */
bool curve_is_available(enum bridge_curve curve);

/* CURVE_NONE if no curve that works here has that name. */
enum bridge_curve curve_by_name(const WCHAR *name);

/* Whether both are the same curve under two names (nistP256, secP256r1, x962P256v1). */
bool curve_is_same(enum bridge_curve a, enum bridge_curve b);

/* The numbers of TLS (RFC 8422 NamedCurve, RFC 7027): 0 if TLS has none for that curve, CURVE_NONE if
 * no curve that works here has that number. */
DWORD curve_tls_group(enum bridge_curve curve);
enum bridge_curve curve_by_tls_group(DWORD group);

#endif
