/*
 * The other forms of an RSA key, made from its full private blob (RSAFULLPRIVATEBLOB) by plain
 * copying, as expected bytes of imports and exports.
 */
#ifndef WINETEST_RSA_FORMS_H
#define WINETEST_RSA_FORMS_H

#include "fixture.h"

#define RSA_USAGE_ALL 0x90 /* the keyUsage byte of a PKCS#8 export */
#define RSA_USAGE_SIGN 0x80
#define RSA_USAGE_DECRYPT 0x10

/* Pointers into the full blob. */
struct rsa_parts
{
    const BCRYPT_RSAKEY_BLOB *header;
    const BYTE *e, *n, *p, *q, *dp, *dq, *qinv, *d;
};

void rsa_split(struct rsa_parts *parts, const BYTE *full);

/* type: any RSA blob type.  The caller frees it with free_blob. */
struct blob rsa_form(const BYTE *full, const WCHAR *type);
struct blob rsa_pkcs8(const BYTE *full, BYTE usage);

#endif
