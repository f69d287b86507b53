/*
 * The lists of post-quantum parameter sets and of the hashes they sign.
 */
#ifndef NCRYPTPROV_BRIDGE_PQ_H
#define NCRYPTPROV_BRIDGE_PQ_H

/* Parameter sets of the post-quantum families: X(identifier, CNG name, family, sizes in bytes of public
 * key, expanded private key, seed, and ciphertext or signature; object identifier, libcrypto
 * name).
 * CNG names: bcrypt.h BCRYPT_*_PARAMETER_SET_*.  Sizes: FIPS 203 table 3, FIPS 204 table 2, FIPS 205
 * table 2.  Object identifiers: NIST Computer Security Objects Register.
 * The numbers of the sets stand in key files: a new one comes last. */
#define BRIDGE_PQ_OID_KEM "2.16.840.1.101.3.4.4."
#define BRIDGE_PQ_OID_SIGNATURE "2.16.840.1.101.3.4.3."

#define BRIDGE_PQ_SETS(X)                                                                          \
    X(MLKEM_512, "512", MLKEM, 800, 1632, 64, 768, BRIDGE_PQ_OID_KEM "1", "ML-KEM-512")            \
    X(MLKEM_768, "768", MLKEM, 1184, 2400, 64, 1088, BRIDGE_PQ_OID_KEM "2", "ML-KEM-768")          \
    X(MLKEM_1024, "1024", MLKEM, 1568, 3168, 64, 1568, BRIDGE_PQ_OID_KEM "3", "ML-KEM-1024")       \
    X(MLDSA_44, "44", MLDSA, 1312, 2560, 32, 2420, BRIDGE_PQ_OID_SIGNATURE "17", "ML-DSA-44")      \
    X(MLDSA_65, "65", MLDSA, 1952, 4032, 32, 3309, BRIDGE_PQ_OID_SIGNATURE "18", "ML-DSA-65")      \
    X(MLDSA_87, "87", MLDSA, 2592, 4896, 32, 4627, BRIDGE_PQ_OID_SIGNATURE "19", "ML-DSA-87")      \
    X(SLHDSA_SHA2_128S, "SHA2-128s", SLHDSA, 32, 64, 48, 7856, BRIDGE_PQ_OID_SIGNATURE "20",       \
      "SLH-DSA-SHA2-128s")                                                                         \
    X(SLHDSA_SHA2_128F, "SHA2-128f", SLHDSA, 32, 64, 48, 17088, BRIDGE_PQ_OID_SIGNATURE "21",      \
      "SLH-DSA-SHA2-128f")                                                                         \
    X(SLHDSA_SHA2_192S, "SHA2-192s", SLHDSA, 48, 96, 72, 16224, BRIDGE_PQ_OID_SIGNATURE "22",      \
      "SLH-DSA-SHA2-192s")                                                                         \
    X(SLHDSA_SHA2_192F, "SHA2-192f", SLHDSA, 48, 96, 72, 35664, BRIDGE_PQ_OID_SIGNATURE "23",      \
      "SLH-DSA-SHA2-192f")                                                                         \
    X(SLHDSA_SHA2_256S, "SHA2-256s", SLHDSA, 64, 128, 96, 29792, BRIDGE_PQ_OID_SIGNATURE "24",     \
      "SLH-DSA-SHA2-256s")                                                                         \
    X(SLHDSA_SHA2_256F, "SHA2-256f", SLHDSA, 64, 128, 96, 49856, BRIDGE_PQ_OID_SIGNATURE "25",     \
      "SLH-DSA-SHA2-256f")                                                                         \
    X(SLHDSA_SHAKE_128S, "SHAKE-128s", SLHDSA, 32, 64, 48, 7856, BRIDGE_PQ_OID_SIGNATURE "26",     \
      "SLH-DSA-SHAKE-128s")                                                                        \
    X(SLHDSA_SHAKE_128F, "SHAKE-128f", SLHDSA, 32, 64, 48, 17088, BRIDGE_PQ_OID_SIGNATURE "27",    \
      "SLH-DSA-SHAKE-128f")                                                                        \
    X(SLHDSA_SHAKE_192S, "SHAKE-192s", SLHDSA, 48, 96, 72, 16224, BRIDGE_PQ_OID_SIGNATURE "28",    \
      "SLH-DSA-SHAKE-192s")                                                                        \
    X(SLHDSA_SHAKE_192F, "SHAKE-192f", SLHDSA, 48, 96, 72, 35664, BRIDGE_PQ_OID_SIGNATURE "29",    \
      "SLH-DSA-SHAKE-192f")                                                                        \
    X(SLHDSA_SHAKE_256S, "SHAKE-256s", SLHDSA, 64, 128, 96, 29792, BRIDGE_PQ_OID_SIGNATURE "30",   \
      "SLH-DSA-SHAKE-256s")                                                                        \
    X(SLHDSA_SHAKE_256F, "SHAKE-256f", SLHDSA, 64, 128, 96, 49856, BRIDGE_PQ_OID_SIGNATURE "31",   \
      "SLH-DSA-SHAKE-256f")

#define BRIDGE_PQ_ENUM(id, name, family, public, private, seed, output, oid, ossl) PQ_##id,
enum bridge_pq_set
{
    PQ_NONE,
    BRIDGE_PQ_SETS(BRIDGE_PQ_ENUM) PQ_COUNT
};
#undef BRIDGE_PQ_ENUM

/* Hashes whose digests HashML-DSA and HashSLH-DSA sign (FIPS 204 section 5.4, FIPS 205 section 10.2):
 * X(identifier, CNG name, digest length in bytes, last arc of 2.16.840.1.101.3.4.2.n).  They are made
 * elsewhere, so that there is no need for a library that has them. */
#define BRIDGE_PREHASHES(X)                                                                        \
    X(SHA256, "SHA256", 32, 1)                                                                     \
    X(SHA384, "SHA384", 48, 2)                                                                     \
    X(SHA512, "SHA512", 64, 3)                                                                     \
    X(SHA3_256, "SHA3-256", 32, 8)                                                                 \
    X(SHA3_384, "SHA3-384", 48, 9)                                                                 \
    X(SHA3_512, "SHA3-512", 64, 10)                                                                \
    X(SHAKE128, "SHAKE128", 32, 11)                                                                \
    X(SHAKE256, "SHAKE256", 64, 12)

#define BRIDGE_PREHASH_ENUM(id, name, size, arc) PREHASH_##id,
enum bridge_prehash
{
    PREHASH_NONE, /* the message itself is signed */
    BRIDGE_PREHASHES(BRIDGE_PREHASH_ENUM) PREHASH_COUNT
};
#undef BRIDGE_PREHASH_ENUM

#define BRIDGE_PQ_SECRET_SIZE 32  /* of ML-KEM's shared secret */
#define BRIDGE_PQ_MU_SIZE 64      /* of ML-DSA's message representative */
#define BRIDGE_PQ_MAX_CONTEXT 255 /* of a signature's context string */

#endif
