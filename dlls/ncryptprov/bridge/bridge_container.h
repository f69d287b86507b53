/*
 * Calls that put keys into formats which others define, and take them out: PKCS #8, CMS, PKCS #11.
 */
#ifndef NCRYPTPROV_BRIDGE_CONTAINER_H
#define NCRYPTPROV_BRIDGE_CONTAINER_H

#include "bridge_base.h"
#include "bridge_families.h"

/* pkcs8_encode: PrivateKeyInfo (RFC 5208) as Windows writes it: version 0, and if usage is not 0 one
 * attribute keyUsage with that single byte (blobs.md section 9 of the reference, X.509 bit order).
 * output may have data 0 and capacity 0 to learn the size (BRIDGE_OK, size set). */
struct bridge_pkcs8_encode
{
    uint32_t family;
    uint32_t group;
    uint32_t usage;
    uint32_t pad;
    struct bridge_span parts[BRIDGE_MAX_PARTS];
    struct bridge_span output;
};

/* pkcs8_decode: the reverse.  Every part must come with capacity >= input.size; it gets the number's
 * minimal bytes (EC x, y, d: padded to the field; PQ: as they are).  Parts that the input lacks come back with size 0. */
struct bridge_pkcs8_decode
{
    struct bridge_span input;
    uint32_t family; /* out */
    uint32_t group;  /* out */
    uint32_t usage;  /* out: the attribute's byte, 0 if absent */
    uint32_t pad;
    struct bridge_span parts[BRIDGE_MAX_PARTS]; /* out */
};

#define BRIDGE_PBE_PASSWORD 1u /* a password is given, be it empty */

/* pkcs8_encrypt: a PrivateKeyInfo becomes an EncryptedPrivateKeyInfo (RFC 5208 section 6).
 * oid: of the scheme, dotted, without NUL; empty: the default.  parameters: as the caller of NCrypt
 * has them: a CRYPT_PKCS12_PBE_PARAMS (number of iterations and size of the salt, 32 bits each,
 * little-endian, then the salt; no salt: a random one) for a PKCS #12 scheme, DER for PBES2; empty:
 * the default.  output may have data 0 and capacity 0 to learn the size (BRIDGE_OK, size set).
 * BRIDGE_NOT_SUPPORTED: not one of the schemes; BRIDGE_INVALID_PARAMETER: not its parameters.
 *
 * pkcs8_decrypt: the reverse, output with capacity >= input.size.  BRIDGE_BAD_DATA: the input is
 * something else; BRIDGE_BAD_PASSWORD: not this password, or none. */
struct bridge_pbe
{
    struct bridge_span input;
    struct bridge_span password; /* UTF-16, little-endian, without NUL */
    struct bridge_span oid;
    struct bridge_span parameters;
    struct bridge_span output;
    uint32_t flags;
    uint32_t pad;
};

/* envelope_encrypt: the input in a CMS ContentInfo with EnvelopedData version 0 (RFC 5652 section 6), for
 * the one recipient whose certificate (DER, RSA key) is given: issuer and serial number, PKCS #1 v1.5.
 * oid: of the content cipher, dotted, without NUL; parameters: its DER, empty: a random IV.
 * BRIDGE_NOT_SUPPORTED: no cipher of ours, or not an RSA certificate; BRIDGE_INVALID_PARAMETER:
 * malformed parameters or certificate.  output may have data 0 and capacity 0 to learn the size.
 *
 * envelope_decrypt: the reverse, with object, an RSA key; output with capacity >= input.size.
 * BRIDGE_BAD_DATA: no such thing; BRIDGE_DECRYPTION_FAILED: not for this key, or changed. */
struct bridge_envelope
{
    uint64_t object;
    struct bridge_span input;
    struct bridge_span oid;
    struct bridge_span parameters;
    struct bridge_span certificate;
    struct bridge_span output;
};

/* rsa_aes_wrap: CKM_RSA_AES_KEY_WRAP (PKCS #11 2.40 section 2.1.21): a random AES key of aes_bits (128,
 * 192, 256) under the RSA key with OAEP (hash, label) || the input under that AES key with KWP (RFC 5649).
 * output may have data 0 and capacity 0 to learn the size.
 * rsa_aes_unwrap: the reverse; aes_bits is not used; output with capacity >= input.size.
 * BRIDGE_BAD_DATA: too short; BRIDGE_DECRYPTION_FAILED: not for this key, or changed. */
struct bridge_rsa_aes
{
    uint64_t object;
    uint32_t hash;
    uint32_t aes_bits;
    struct bridge_span label;
    struct bridge_span input;
    struct bridge_span output;
    uint32_t modulus_size; /* bytes */
    uint32_t pad;
};

#endif
