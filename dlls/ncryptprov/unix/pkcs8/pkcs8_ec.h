/*
 * What the files of PKCS#8 for elliptic curves share.
 */
#ifndef NCRYPTPROV_PKCS8_EC_H
#define NCRYPTPROV_PKCS8_EC_H

#include "pkcs8.h"

/* SEC 1 section 2.3.3: 04 || x || y, each of size bytes. */
enum bridge_status ec_point_encode(const struct bridge_span *x, const struct bridge_span *y,
                                   size_t size, struct bytes *point);
/* The reverse.  The coordinates of a compressed point stay absent; BRIDGE_BAD_DATA for no point. */
enum bridge_status ec_point_decode(const struct bytes *point, size_t size, struct bytes *x,
                                   struct bytes *y);

/* pkcs8_ec_domain.c: SpecifiedECDomain, the DER of the parts EC_P to EC_SEED.  Decoded field elements
 * are as long as the field, the other numbers as short as they can be.  BRIDGE_BAD_DATA is also the
 * answer to another type of DER, BRIDGE_NOT_SUPPORTED to what no part can hold. */
enum bridge_status ec_domain_encode(const struct bridge_span *parts, struct bytes *out);
enum bridge_status ec_domain_decode(const struct bytes *der, struct bytes *parts);

#endif
