/*
 * The hashes: Nettle's functions and the DigestInfo that PKCS#1 puts before a digest.
 *
 * Object identifiers: MD2, MD5, SHA-1, SHA-2 RFC 8017 Appendix B.1; MD4 RFC 2313 section 11;
 * SHA-3 NIST CSOR, as in RFC 9688.
 */
#include "unixlib.h"

/* DigestInfo ::= SEQUENCE { AlgorithmIdentifier { OID, NULL }, OCTET STRING } up to the digest
 * itself (RFC 8017 9.2 note 1).  size: digest bytes, len: bytes of the object identifier. */
#define WITH_NULL(size, len, ...)                                                                  \
    {0x30, (len) + (size) + 8, 0x30, (len) + 4, 0x06, (len), __VA_ARGS__, 0x05, 0x00, 0x04, (size)}

/* The same with the parameters absent, which a verifier has to take as well (RFC 4055 2.1). */
#define WITHOUT_NULL(size, len, ...)                                                               \
    {0x30, (len) + (size) + 6, 0x30, (len) + 2, 0x06, (len), __VA_ARGS__, 0x04, (size)}

#define DIGEST_INFO(id, size, len, ...)                                                            \
    static const uint8_t id##_info[] = WITH_NULL(size, len, __VA_ARGS__);                          \
    static const uint8_t id##_bare[] = WITHOUT_NULL(size, len, __VA_ARGS__);                       \
    _Static_assert(sizeof(id##_info) <= HASH_MAX_DIGEST_INFO, "HASH_MAX_DIGEST_INFO");

DIGEST_INFO(MD2, 16, 8, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x02)
DIGEST_INFO(MD4, 16, 8, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x04)
DIGEST_INFO(MD5, 16, 8, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05)
DIGEST_INFO(SHA1, 20, 5, 0x2b, 0x0e, 0x03, 0x02, 0x1a)
DIGEST_INFO(SHA256, 32, 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01)
DIGEST_INFO(SHA384, 48, 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02)
DIGEST_INFO(SHA512, 64, 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03)
DIGEST_INFO(SHA3_256, 32, 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x08)
DIGEST_INFO(SHA3_384, 48, 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x09)
DIGEST_INFO(SHA3_512, 64, 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x0a)

#define ROW(id, hash)                                                                              \
    [HASH_##id] = {&(hash), id##_info, sizeof(id##_info), id##_bare, sizeof(id##_bare)}

static const struct hash_info hashes[HASH_COUNT] = {
    ROW(MD2, nettle_md2),           ROW(MD4, nettle_md4),           ROW(MD5, nettle_md5),
    ROW(SHA1, nettle_sha1),         ROW(SHA256, nettle_sha256),     ROW(SHA384, nettle_sha384),
    ROW(SHA512, nettle_sha512),     ROW(SHA3_256, nettle_sha3_256), ROW(SHA3_384, nettle_sha3_384),
    ROW(SHA3_512, nettle_sha3_512),
};

const struct hash_info *hash_find(uint32_t hash)
{
    if (hash >= HASH_COUNT || !hashes[hash].nettle)
        return NULL;
    return &hashes[hash];
}

enum bridge_status unix_digest(struct bridge_digest *params)
{
    const struct hash_info *hash = hash_find(params->hash);
    enum bridge_status status;
    void *context;

    if (!hash)
        return BRIDGE_NOT_SUPPORTED;
    if ((status = span_reserve(&params->output, hash->nettle->digest_size)))
        return status;
    if (!(context = secure_alloc(hash->nettle->context_size)))
        return BRIDGE_NO_MEMORY;
    hash->nettle->init(context);
    hash->nettle->update(context, params->input.size, span_data(&params->input));
    hash->nettle->digest(context, hash->nettle->digest_size, span_data(&params->output));
    secure_free(context, hash->nettle->context_size);
    return BRIDGE_OK;
}
