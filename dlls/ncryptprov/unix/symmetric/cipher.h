/*
 * Ciphers that hide the content of containers (encrypted PKCS#8, CMS): CBC with the padding of
 * RFC 5652 section 6.3, or a stream cipher.
 */
#ifndef NCRYPTPROV_CIPHER_H
#define NCRYPTPROV_CIPHER_H

#include "der.h"

#define CIPHER_MAX_KEY 32
#define CIPHER_MAX_BLOCK 16

struct cipher
{
    const char *oid;      /* in CBC mode as a content cipher, dotted; NULL: it is none */
    uint32_t key_size;    /* bytes */
    uint32_t block_size;  /* bytes, also those of the IV; 1: a stream cipher, without IV */
    uint32_t rc2_version; /* of RC2-CBC-Parameter (RFC 2268 section 6); 0: another cipher */
    size_t context_size;
    void (*set_encrypt_key)(void *context, const uint8_t *key);
    void (*set_decrypt_key)(void *context, const uint8_t *key);
    nettle_cipher_func *encrypt, *decrypt;
};

extern const struct cipher cipher_3des, cipher_3des_112, cipher_rc2_40, cipher_rc2_128,
    cipher_rc4_40, cipher_rc4_128, cipher_aes_256;

/* The size of size bytes once encrypted. */
size_t cipher_padded_size(const struct cipher *cipher, size_t size);

/* key: key_size bytes, iv: block_size bytes.  The result is for the caller to clear, also after a
 * failure.  decrypt: BRIDGE_DECRYPTION_FAILED if the size or the padding is wrong. */
enum bridge_status cipher_encrypt(const struct cipher *cipher, const uint8_t *key,
                                  const uint8_t *iv, const struct bytes *input, struct bytes *out);
enum bridge_status cipher_decrypt(const struct cipher *cipher, const uint8_t *key,
                                  const uint8_t *iv, const struct bytes *input, struct bytes *out);

/* An AlgorithmIdentifier of a content cipher, as fields "algorithm" and "parameters" below name.
 * read: BRIDGE_NOT_SUPPORTED for a cipher that is none of ours. */
const struct cipher *cipher_by_oid(const char *oid); /* NULL: none of ours */
enum bridge_status cipher_read_algorithm(asn1_node node, const char *name,
                                         const struct cipher **cipher,
                                         uint8_t iv[CIPHER_MAX_BLOCK]);
enum bridge_status cipher_write_algorithm(asn1_node node, const char *name,
                                          const struct cipher *cipher,
                                          const uint8_t iv[CIPHER_MAX_BLOCK]);

/* Takes the IV from the DER of a content cipher's parameters.  For RC2 these also tell which of the
 * RC2 ciphers it is. */
enum bridge_status cipher_read_parameters(const struct bytes *parameters,
                                          const struct cipher **cipher,
                                          uint8_t iv[CIPHER_MAX_BLOCK]);

#endif
