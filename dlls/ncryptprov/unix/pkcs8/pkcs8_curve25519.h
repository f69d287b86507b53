/*
 * PKCS#8: curve25519 in its two forms.
 *
 * Windows writes it as id-ecPublicKey with explicit parameters, the private key being the 32 bytes of
 * RFC 7748 (.NET's X25519DiffieHellmanCng reads it so).  How the parameters and the public key look
 * in it no public source shows; here they are those of RFC 7748 section 4.1 in SpecifiedECDomain, with
 * the Montgomery coefficients A and B as a and b, and the public key is 04 || x || y as in the
 * ECCPUBLICBLOB, y being zeros.
 *
 * The form of everybody else, RFC 8410, is read, too.
 */
#ifndef NCRYPTPROV_PKCS8_CURVE25519_H
#define NCRYPTPROV_PKCS8_CURVE25519_H

#include "pkcs8.h"

/* The SpecifiedECDomain. */
enum bridge_status curve25519_encode_domain(struct bytes *out);
/* Whether decoded domain parameters are those of curve25519. */
bool curve25519_is_domain(const struct bytes *parts);

#endif
