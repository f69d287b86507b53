/*
 * CMS EnvelopedData (RFC 5652 section 6) for RSA recipients.
 */
#ifndef NCRYPTPROV_ENVELOPE_H
#define NCRYPTPROV_ENVELOPE_H

#include "cipher.h"

#define OID_DATA "1.2.840.113549.1.7.1"           /* RFC 5652 section 4 */
#define OID_ENVELOPED_DATA "1.2.840.113549.1.7.3" /* RFC 5652 section 6.1 */
#define OID_RSA_ENCRYPTION "1.2.840.113549.1.1.1" /* RFC 3370 section 4.2.1 */

/* How the content is encrypted. */
struct content
{
    const struct cipher *cipher;
    uint8_t key[CIPHER_MAX_KEY];
    uint8_t iv[CIPHER_MAX_BLOCK];
    struct bytes encrypted;
};
void content_clear(struct content *content);

/* What of a certificate is needed to write to its owner. */
struct recipient
{
    struct bytes rid; /* DER of IssuerAndSerialNumber */
    struct bytes e, n;
};
void recipient_clear(struct recipient *recipient);
/* BRIDGE_NOT_SUPPORTED: not an RSA key.  To be cleared, also after a failure. */
enum bridge_status recipient_read(const struct bridge_span *certificate,
                                  struct recipient *recipient);
/* The key, encrypted to the recipient with PKCS #1 v1.5. */
enum bridge_status recipient_encrypt(const struct recipient *recipient, const uint8_t *key,
                                     size_t size, struct bytes *out);

#endif
