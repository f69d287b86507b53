/*
 * The list of hashes.
 */
#ifndef NCRYPTPROV_BRIDGE_HASHES_H
#define NCRYPTPROV_BRIDGE_HASHES_H

/* Hashes: X(identifier, CNG algorithm name, digest length in bytes) */
#define BRIDGE_HASHES(X)                                                                           \
    X(MD2, "MD2", 16)                                                                              \
    X(MD4, "MD4", 16)                                                                              \
    X(MD5, "MD5", 16)                                                                              \
    X(SHA1, "SHA1", 20)                                                                            \
    X(SHA256, "SHA256", 32)                                                                        \
    X(SHA384, "SHA384", 48)                                                                        \
    X(SHA512, "SHA512", 64)                                                                        \
    X(SHA3_256, "SHA3-256", 32)                                                                    \
    X(SHA3_384, "SHA3-384", 48)                                                                    \
    X(SHA3_512, "SHA3-512", 64)

#define BRIDGE_HASH_ENUM(id, name, size) HASH_##id,
enum bridge_hash
{
    HASH_NONE,
    BRIDGE_HASHES(BRIDGE_HASH_ENUM) HASH_COUNT
};
#undef BRIDGE_HASH_ENUM

#define BRIDGE_MAX_DIGEST 64

#endif
