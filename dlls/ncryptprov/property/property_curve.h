/*
 * Properties of EC keys and of the provider that are about curves.
 */
#ifndef NCRYPTPROV_PROPERTY_CURVE_H
#define NCRYPTPROV_PROPERTY_CURVE_H

#include "bytes.h"
#include "key.h"

/* ECCCurveName, ECCParameters: one of them says the curve of a generic key before it is made. */
SECURITY_STATUS curve_get_name(const struct key *key, struct writer *writer);
SECURITY_STATUS curve_set_name(struct key *key, const BYTE *data, DWORD size);
SECURITY_STATUS curve_get_parameters(const struct key *key, struct writer *writer);
SECURITY_STATUS curve_set_parameters(struct key *key, const BYTE *data, DWORD size);

/* ECCCurveNameList: BCRYPT_ECC_CURVE_NAMES, its array and the names in one buffer, to which the
 * pointers point.  agreement: whether curve25519 is one of them. */
SECURITY_STATUS curve_put_name_list(bool agreement, struct writer *writer);
SECURITY_STATUS curve_get_name_list(const struct key *key, struct writer *writer);

#endif
