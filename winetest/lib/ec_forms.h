/*
 * The NIST curves, and the forms of a key on one of them, made from its ECCPRIVATEBLOB by plain
 * copying, as expected bytes of imports and exports.
 */
#ifndef WINETEST_EC_FORMS_H
#define WINETEST_EC_FORMS_H

#include "fixture.h"

#define EC_USAGE_SIGN 0x80 /* the keyUsage byte of a PKCS#8 export */
#define EC_USAGE_AGREE 0x08

struct ec_algorithm
{
    const WCHAR *name;
    const WCHAR *group;
    DWORD bits;
    DWORD size; /* bytes of a coordinate */
    ULONG public_magic;
    ULONG private_magic;
    BYTE usage;
    const BYTE *order; /* size bytes */
    const BYTE *prime; /* size bytes */
    const BYTE *oid;   /* DER */
    DWORD oid_size;
    const char *sample; /* a vector: a private key on the curve, of either group */
};

extern const struct ec_algorithm ec_algorithms[];
extern const size_t ec_algorithm_count;

/* The sample as a private blob of this algorithm. */
struct blob ec_sample(const struct ec_algorithm *algorithm);

/* private: an ECCPRIVATEBLOB. */
struct blob ec_public(const struct ec_algorithm *algorithm, const BYTE *private);
struct blob ec_pkcs8(const struct ec_algorithm *algorithm, const BYTE *private);

/* type: any blob type of these keys. */
struct blob ec_form(const struct ec_algorithm *algorithm, const BYTE *private, const WCHAR *type);

#endif
