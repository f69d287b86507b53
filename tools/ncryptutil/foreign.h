/*
 * Key structures that NCryptImportKey does not take, made into blobs that it takes.
 *
 * Each function returns the blob type, or NULL after a message.
 */
#ifndef NCRYPTUTIL_FOREIGN_H
#define NCRYPTUTIL_FOREIGN_H

#include "der.h"

/* RSAPrivateKey and RSAPublicKey of PKCS#1 (RFC 8017, A.1) */
const char *blob_from_pkcs1_private(const struct der *element, struct bytes *blob);
const char *blob_from_pkcs1_public(const struct der *element, struct bytes *blob);

/* ECPrivateKey (RFC 5915) */
const char *blob_from_sec1(const struct der *element, struct bytes *blob);

/* SubjectPublicKeyInfo (RFC 5280, 4.1) */
const char *blob_from_spki(const struct der *element, struct bytes *blob);

/* The other way for a public key: RSAPUBLICBLOB or ECCPUBLICBLOB of a NIST curve to
 * SubjectPublicKeyInfo.  FALSE after a message. */
BOOL spki_from_blob(const struct bytes *blob, struct bytes *spki);

#endif
