/*
 * The one bridge between the provider (PE) and the mathematics (Unix).
 *
 * Both sides include this file.  It holds every list that both must agree on: the calls with
 * their parameter structures, the key families with their numbers, the hashes, the curves.
 * Nothing in it depends on a platform's headers.
 *
 * Rules of the bridge:
 *  - Only fixed-width members, pointers as 64-bit integers, every structure a multiple of 8
 *    bytes.  The layout is thus the same for 32- and 64-bit callers, and one table of Unix
 *    functions serves both (the sizes are asserted below the list of calls).
 *  - Numbers travel as big-endian bytes.
 *  - A call returns an enum bridge_status.  On failure no output has been written.
 */
#ifndef NCRYPTPROV_BRIDGE_H
#define NCRYPTPROV_BRIDGE_H

#include <stddef.h>
#include <stdint.h>

/* Raised whenever a structure or a list below changes; both sides compare it when they meet. */
#define BRIDGE_VERSION 6

/* ------------------------------------------------------------------------------------------
 * Results.  status.c turns each into the SECURITY_STATUS that the caller of NCrypt sees.
 */
enum bridge_status
{
    BRIDGE_OK = 0,
    BRIDGE_INVALID_PARAMETER, /* a value that the operation cannot take */
    BRIDGE_BAD_DATA,          /* malformed input bytes */
    BRIDGE_BAD_KEY,           /* key numbers that contradict each other */
    BRIDGE_BAD_SIGNATURE,
    BRIDGE_DECRYPTION_FAILED, /* wrong padding, tag or password */
    BRIDGE_BAD_PASSWORD,
    BRIDGE_BUFFER_TOO_SMALL, /* .size of the output span holds what is needed */
    BRIDGE_NOT_SUPPORTED,    /* no library at hand can do it */
    BRIDGE_NO_MEMORY,
    BRIDGE_NO_RANDOM, /* the random generator failed */
    BRIDGE_INTERNAL,  /* a bug of ours, or of a library */
    BRIDGE_NOT_FOUND, /* files of the key store: none of that name */
    BRIDGE_EXISTS,    /* one of that name already */
    BRIDGE_ACCESS,    /* not permitted */
    BRIDGE_DISK_FULL,
    BRIDGE_IO,
    BRIDGE_ABSENT, /* PE side only: there is no Unix side */
    BRIDGE_STATUS_COUNT
};

/* ------------------------------------------------------------------------------------------
 * Bytes.  data is a pointer, size the number of valid bytes, capacity the room behind data.
 * An input has size set; an output has capacity set and comes back with size set.
 */
struct bridge_span
{
    uint64_t data;
    uint32_t size;
    uint32_t capacity;
};

/* ------------------------------------------------------------------------------------------
 * Key families and their numbers (the "parts" of a key).
 */
enum bridge_family
{
    FAMILY_RSA,
    FAMILY_EC,
    FAMILY_DSA,
    FAMILY_DH,
    FAMILY_MLKEM,
    FAMILY_MLDSA,
    FAMILY_SLHDSA,
    FAMILY_SYMMETRIC,
    FAMILY_KDF,
    FAMILY_COUNT
};

enum rsa_part
{
    RSA_E, /* public exponent */
    RSA_N, /* modulus */
    RSA_P,
    RSA_Q,
    RSA_DP,   /* d mod (p-1) */
    RSA_DQ,   /* d mod (q-1) */
    RSA_QINV, /* 1/q mod p */
    RSA_D     /* 1/e mod (p-1)(q-1) */
};

/* x and y are as long as the field, d as the group order.  curve25519: x and d are the bytes of
 * RFC 7748, little-endian, and there is no y.  The parts from EC_P on are the domain parameters of
 * an explicit curve (y^2 = x^3 + ax + b over a prime field), absent for a named one. */
enum ec_part
{
    EC_X,
    EC_Y,
    EC_D,
    EC_P,
    EC_A,
    EC_B,
    EC_GX,
    EC_GY,
    EC_ORDER,
    EC_COFACTOR,
    EC_SEED
};

enum dsa_part
{
    DSA_P,
    DSA_Q,
    DSA_G,
    DSA_Y,
    DSA_X,
    DSA_SEED,
    DSA_COUNT /* 4 bytes */
};

enum dh_part
{
    DH_P,
    DH_G,
    DH_Y,
    DH_X
};

/* ML-KEM, ML-DSA, SLH-DSA: the byte encodings of FIPS 203, 204, 205.  The seed is d || z, xi, and
 * SK.seed || SK.prf || PK.seed. */
enum pq_part
{
    PQ_PUBLIC,
    PQ_PRIVATE, /* expanded form */
    PQ_SEED
};

/* symmetric and KDF keys; a KDF key is a secret of any length that comes with the import */
enum secret_part
{
    SECRET_KEY
};

#define BRIDGE_MAX_PARTS 11

/* ------------------------------------------------------------------------------------------
 * Hashes: X(identifier, CNG algorithm name, digest length in bytes)
 */
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

/* ------------------------------------------------------------------------------------------
 * Curves: X(identifier, CNG curve name, field bits, order bits, object identifier, libcrypto name)
 * Names and object identifiers: learn.microsoft.com, "CNG Named Elliptic Curves", in the order of
 * bcrypt.h.  Some are names of the same curve; of those the first is what an object identifier
 * stands for.  curve25519 has no identifier there, and libcrypto has it only under another roof.
 * Not here, because no library at hand has them: ec192wapi and the numsP* curves.
 * A curve whose library is absent at run time is reported as absent by the attach call.
 */
#define BRIDGE_CURVES(X)                                                                           \
    X(BRAINPOOLP160R1, "brainpoolP160r1", 160, 160, "1.3.36.3.3.2.8.1.1.1", "brainpoolP160r1")     \
    X(BRAINPOOLP160T1, "brainpoolP160t1", 160, 160, "1.3.36.3.3.2.8.1.1.2", "brainpoolP160t1")     \
    X(BRAINPOOLP192R1, "brainpoolP192r1", 192, 192, "1.3.36.3.3.2.8.1.1.3", "brainpoolP192r1")     \
    X(BRAINPOOLP192T1, "brainpoolP192t1", 192, 192, "1.3.36.3.3.2.8.1.1.4", "brainpoolP192t1")     \
    X(BRAINPOOLP224R1, "brainpoolP224r1", 224, 224, "1.3.36.3.3.2.8.1.1.5", "brainpoolP224r1")     \
    X(BRAINPOOLP224T1, "brainpoolP224t1", 224, 224, "1.3.36.3.3.2.8.1.1.6", "brainpoolP224t1")     \
    X(BRAINPOOLP256R1, "brainpoolP256r1", 256, 256, "1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1")     \
    X(BRAINPOOLP256T1, "brainpoolP256t1", 256, 256, "1.3.36.3.3.2.8.1.1.8", "brainpoolP256t1")     \
    X(BRAINPOOLP320R1, "brainpoolP320r1", 320, 320, "1.3.36.3.3.2.8.1.1.9", "brainpoolP320r1")     \
    X(BRAINPOOLP320T1, "brainpoolP320t1", 320, 320, "1.3.36.3.3.2.8.1.1.10", "brainpoolP320t1")    \
    X(BRAINPOOLP384R1, "brainpoolP384r1", 384, 384, "1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1")    \
    X(BRAINPOOLP384T1, "brainpoolP384t1", 384, 384, "1.3.36.3.3.2.8.1.1.12", "brainpoolP384t1")    \
    X(BRAINPOOLP512R1, "brainpoolP512r1", 512, 512, "1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1")    \
    X(BRAINPOOLP512T1, "brainpoolP512t1", 512, 512, "1.3.36.3.3.2.8.1.1.14", "brainpoolP512t1")    \
    X(25519, "curve25519", 255, 253, "", "")                                                       \
    X(NISTP192, "nistP192", 192, 192, "1.2.840.10045.3.1.1", "prime192v1")                         \
    X(NISTP224, "nistP224", 224, 224, "1.3.132.0.33", "secp224r1")                                 \
    X(NISTP256, "nistP256", 256, 256, "1.2.840.10045.3.1.7", "prime256v1")                         \
    X(NISTP384, "nistP384", 384, 384, "1.3.132.0.34", "secp384r1")                                 \
    X(NISTP521, "nistP521", 521, 521, "1.3.132.0.35", "secp521r1")                                 \
    X(SECP160K1, "secP160k1", 160, 161, "1.3.132.0.9", "secp160k1")                                \
    X(SECP160R1, "secP160r1", 160, 161, "1.3.132.0.8", "secp160r1")                                \
    X(SECP160R2, "secP160r2", 160, 161, "1.3.132.0.30", "secp160r2")                               \
    X(SECP192K1, "secP192k1", 192, 192, "1.3.132.0.31", "secp192k1")                               \
    X(SECP192R1, "secP192r1", 192, 192, "1.2.840.10045.3.1.1", "prime192v1")                       \
    X(SECP224K1, "secP224k1", 224, 225, "1.3.132.0.32", "secp224k1")                               \
    X(SECP224R1, "secP224r1", 224, 224, "1.3.132.0.33", "secp224r1")                               \
    X(SECP256K1, "secP256k1", 256, 256, "1.3.132.0.10", "secp256k1")                               \
    X(SECP256R1, "secP256r1", 256, 256, "1.2.840.10045.3.1.7", "prime256v1")                       \
    X(SECP384R1, "secP384r1", 384, 384, "1.3.132.0.34", "secp384r1")                               \
    X(SECP521R1, "secP521r1", 521, 521, "1.3.132.0.35", "secp521r1")                               \
    X(WTLS7, "wtls7", 160, 161, "1.3.132.0.30", "secp160r2")                                       \
    X(WTLS9, "wtls9", 160, 161, "2.23.43.1.4.9", "wap-wsg-idm-ecid-wtls9")                         \
    X(WTLS12, "wtls12", 224, 224, "1.3.132.0.33", "secp224r1")                                     \
    X(X962P192V1, "x962P192v1", 192, 192, "1.2.840.10045.3.1.1", "prime192v1")                     \
    X(X962P192V2, "x962P192v2", 192, 192, "1.2.840.10045.3.1.2", "prime192v2")                     \
    X(X962P192V3, "x962P192v3", 192, 192, "1.2.840.10045.3.1.3", "prime192v3")                     \
    X(X962P239V1, "x962P239v1", 239, 239, "1.2.840.10045.3.1.4", "prime239v1")                     \
    X(X962P239V2, "x962P239v2", 239, 239, "1.2.840.10045.3.1.5", "prime239v2")                     \
    X(X962P239V3, "x962P239v3", 239, 239, "1.2.840.10045.3.1.6", "prime239v3")                     \
    X(X962P256V1, "x962P256v1", 256, 256, "1.2.840.10045.3.1.7", "prime256v1")

#define BRIDGE_CURVE_ENUM(id, name, bits, order, oid, ossl) CURVE_##id,
enum bridge_curve
{
    CURVE_NONE, /* not an EC key */
    CURVE_EXPLICIT,
    BRIDGE_CURVES(BRIDGE_CURVE_ENUM) CURVE_COUNT
};
#undef BRIDGE_CURVE_ENUM

_Static_assert(CURVE_COUNT <= 64, "a set of curves is a mask of 64 bits");

/* ------------------------------------------------------------------------------------------
 * Parameter sets of the post-quantum families: X(identifier, CNG name, family, sizes in bytes of public
 * key, expanded private key, seed, and ciphertext or signature; object identifier, libcrypto
 * name).
 * CNG names: bcrypt.h BCRYPT_*_PARAMETER_SET_*.  Sizes: FIPS 203 table 3, FIPS 204 table 2, FIPS 205
 * table 2.  Object identifiers: NIST Computer Security Objects Register.
 */
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

/* ------------------------------------------------------------------------------------------
 * Parameter structures
 */
#define BRIDGE_NAME_MAX 32

/* attach: once per process, before any other call. */
struct bridge_attach
{
    uint32_t version;  /* in: BRIDGE_VERSION of the caller */
    uint32_t families; /* out: bit n set = family n works */
    uint64_t curves;   /* out: bit n set = enum bridge_curve n works */
    uint32_t hashes;   /* out: bit n set = enum bridge_hash n works */
    uint32_t pad;
    char gnutls[BRIDGE_NAME_MAX]; /* out: library versions, "" where the library is absent */
    char nettle[BRIDGE_NAME_MAX];
    char libcrypto[BRIDGE_NAME_MAX];
};

#define BRIDGE_KEY_NO_VALIDATION 1u /* NCRYPT_NO_KEY_VALIDATION: take the numbers as they are */

/* key_import: makes an object from numbers.
 * Parts with size > 0 are given.  Parts with size 0 and capacity > 0 are computed and written,
 * left-padded with zeros to exactly capacity bytes, and come back with size = capacity.
 * RSA private: E, N, P, Q are read, the others computed.  EC private: D is read; X and Y are
 * computed if not given, else compared.  PQ: the seed gives the expanded key, that the public key;
 * what is given besides is compared.
 * BRIDGE_BAD_KEY where the numbers contradict each other (n != pq, a point off the curve, ...);
 * with BRIDGE_KEY_NO_VALIDATION an object is made all the same where that is possible at all, and
 * operations on it fail with BRIDGE_BAD_KEY where it is not. */
struct bridge_key_import
{
    uint64_t object; /* out */
    uint32_t family;
    uint32_t group; /* enum bridge_curve or enum bridge_pq_set */
    uint32_t flags;
    uint32_t pad;
    struct bridge_span parts[BRIDGE_MAX_PARTS];
};

/* key_generate: as key_import, with the private numbers made at random.
 * RSA: E is given; bits is the size of the modulus; p > q.
 * DSA, DH: the group's parts are given, or computed where absent. */
struct bridge_key_generate
{
    uint64_t object; /* out */
    uint32_t family;
    uint32_t group;
    uint32_t bits;
    uint32_t pad;
    struct bridge_span parts[BRIDGE_MAX_PARTS];
};

struct bridge_key_free
{
    uint64_t object;
};

/* How a hash becomes a signature, or a message a ciphertext. */
enum bridge_scheme
{
    SCHEME_NONE,  /* RSA: raw; EC, DSA, PQ: the only scheme they have */
    SCHEME_PKCS1, /* with DigestInfo if hash is set, else the bytes as they are */
    SCHEME_PSS,
    SCHEME_OAEP,
    SCHEME_PKCS1_OPTIONAL_OID /* verify: with or without DigestInfo */
};

/* For PQ signatures hash is an enum bridge_prehash, and digest is the message; the digest where hash is
 * set; or, with this flag, the message representative of ML-DSA. */
#define BRIDGE_PQ_EXTERNAL_MU 1u
/* digest is the M' of FIPS 204 algorithm 7 and FIPS 205 algorithm 19, with all that comes before the
 * message. */
#define BRIDGE_PQ_RAW 2u

/* sign, verify.  EC and DSA signatures are r || s, big-endian, each as long as the group order.
 * BRIDGE_INVALID_PARAMETER where digest does not have the hash's length (SCHEME_PKCS1 with a hash,
 * SCHEME_PSS) or does not fit the key.  verify: BRIDGE_BAD_SIGNATURE. */
struct bridge_sign
{
    uint64_t object;
    uint32_t scheme;
    uint32_t hash;
    uint32_t salt_size; /* PSS, bytes */
    uint32_t flags;     /* PQ: see BRIDGE_PQ_* */
    struct bridge_span digest;
    struct bridge_span context;   /* PQ: context string */
    struct bridge_span signature; /* sign: out */
};

/* encrypt, decrypt (RSA).  SCHEME_NONE: input has exactly the length of the modulus.
 * decrypt writes at most capacity bytes; BRIDGE_BUFFER_TOO_SMALL with size set otherwise.
 * Padding is checked without a data-dependent branch until the one answer is known. */
struct bridge_crypt
{
    uint64_t object;
    uint32_t scheme;
    uint32_t hash; /* OAEP: hash of label and mask */
    struct bridge_span label;
    struct bridge_span input;
    struct bridge_span output;
};

/* What a symmetric key is for: the group of FAMILY_SYMMETRIC. */
enum bridge_symmetric
{
    SYMMETRIC_NONE,
    SYMMETRIC_AES,      /* 128, 192 or 256 bits */
    SYMMETRIC_3DES,     /* 192 bits: three keys with their parity bits */
    SYMMETRIC_3DES_112, /* 128 bits: the first key is also the third */
    SYMMETRIC_DES,      /* 64 bits */
    SYMMETRIC_RC2,      /* 16 to 128 bits, all of them effective (RFC 2268) */
    SYMMETRIC_COUNT
};

enum bridge_chaining
{
    CHAINING_CBC,
    CHAINING_ECB,
    CHAINING_CFB, /* with 8 bits of feedback (SP 800-38A 6.3, s = 8) */
    CHAINING_GCM, /* these two for AES only */
    CHAINING_CCM,
    CHAINING_COUNT
};

#define BRIDGE_CIPHER_DECRYPT 1u
#define BRIDGE_CIPHER_PADDING 2u /* CBC, ECB: RFC 5652 6.3; without it, whole blocks only */

#define BRIDGE_MAX_BLOCK 16

/* cipher: encrypts or decrypts with a symmetric key.
 * iv: of one block, read, and on success replaced by that with which to go on (CBC, CFB); read only
 * (GCM: 12 bytes, CCM: 7 to 13 bytes); empty (ECB).
 * tag, auth_data: GCM and CCM.  Encryption fills the tag to its capacity (12 to 16 bytes; CCM: 4 to
 * 16, even), decryption compares it.
 * input and output may be the same memory.  BRIDGE_BUFFER_TOO_SMALL with output.size set; decryption
 * with padding has to do its work to know it.
 * BRIDGE_INVALID_PARAMETER: a size that is none; BRIDGE_DECRYPTION_FAILED: padding or tag. */
struct bridge_cipher
{
    uint64_t object;
    uint32_t chaining;
    uint32_t flags;
    struct bridge_span iv;
    struct bridge_span auth_data;
    struct bridge_span tag;
    struct bridge_span input;
    struct bridge_span output;
};

/* agree: the secret Z of two keys (EC: the x coordinate of the product, big-endian, as long as the
 * field; DH: big-endian, as long as the modulus; curve25519: the 32 bytes of RFC 7748).
 * BRIDGE_INVALID_PARAMETER where the keys are of different families or domains, or give no secret.
 * secret with capacity 0 asks for the size: BRIDGE_BUFFER_TOO_SMALL without work. */
struct bridge_agree
{
    uint64_t own;  /* with its private part */
    uint64_t peer; /* may be the same object */
    struct bridge_span secret;
};

/* curve_numbers: the domain parameters of a named curve of short Weierstrass form.  The parts EC_P to
 * EC_COFACTOR are written, left-padded with zeros to exactly their capacity. */
struct bridge_curve_numbers
{
    uint32_t group;
    uint32_t pad;
    struct bridge_span parts[BRIDGE_MAX_PARTS]; /* out */
};

/* encapsulate, decapsulate (ML-KEM).  encapsulate: both spans are outputs.  decapsulate: ciphertext is
 * an input; one of the right length that was not made for this key gives a pseudo-random secret (FIPS
 * 203 section 6.3), one of another length BRIDGE_INVALID_PARAMETER. */
struct bridge_kem
{
    uint64_t object;
    struct bridge_span secret; /* out */
    struct bridge_span ciphertext;
};

/* derive: bytes from a secret.  What before, after, key and iterations mean depends on the kdf. */
enum bridge_kdf
{
    DERIVE_HASH,      /* hash(before || secret || after) */
    DERIVE_HMAC,      /* HMAC(key, before || secret || after) */
    DERIVE_TLS_1_0,   /* PRF of RFC 2246 section 5: label before, seed after; hash is not used */
    DERIVE_TLS_1_2,   /* PRF of RFC 5246 section 5: label before, seed after */
    DERIVE_CONCAT,    /* SP 800-56A 5.8.1: hash(counter || secret || after), OtherInfo after */
    DERIVE_SP800_108, /* SP 800-108 5.1: HMAC(secret, counter || after || bits of output), fixed
                       * input after */
    DERIVE_HKDF,      /* RFC 5869: salt key, info after */
    DERIVE_PBKDF2,    /* RFC 8018 5.2 with HMAC: password secret, salt key */
    DERIVE_CAPI       /* CryptDeriveKey: hash(secret), expanded if that is too short */
};

#define BRIDGE_DERIVE_EXPAND 1u /* DERIVE_CAPI: expand in any case */

/* BRIDGE_INVALID_PARAMETER where the kdf cannot give so many bytes, or with 0 iterations.
 * BRIDGE_NOT_SUPPORTED: no such hash. */
struct bridge_derive
{
    uint32_t kdf;
    uint32_t hash;
    uint32_t flags;
    uint32_t pad;
    uint64_t iterations; /* DERIVE_PBKDF2 */
    struct bridge_span secret;
    struct bridge_span key;
    struct bridge_span before;
    struct bridge_span after;
    struct bridge_span output; /* filled to capacity */
};

struct bridge_random
{
    struct bridge_span output; /* filled to capacity */
};

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

#define BRIDGE_SEAL_KEY 32      /* bytes */
#define BRIDGE_SEAL_OVERHEAD 28 /* bytes that seal adds: nonce and tag */

/* seal: encrypts and authenticates with AES-256-GCM under a random nonce; the output is nonce (12) ||
 * ciphertext || tag (16).  header is authenticated and not part of the output.
 * open: the reverse; BRIDGE_BAD_DATA unless everything is as it was sealed. */
struct bridge_seal
{
    struct bridge_span key;
    struct bridge_span header;
    struct bridge_span input;
    struct bridge_span output; /* must not overlap with input */
};

#define BRIDGE_STORE_NAME 255      /* bytes of a file name at most */
#define BRIDGE_STORE_FILE 0x400000 /* bytes of a file at most */
#define BRIDGE_STORE_PREFIX 2u     /* store_read: as much of the file as there is room for */
#define BRIDGE_STORE_EXCLUSIVE 1u  /* store_write: BRIDGE_EXISTS if there is a file already */

/* digest: the hash of input; output has room for all of it. */
struct bridge_digest
{
    uint32_t hash;
    uint32_t pad;
    struct bridge_span input;
    struct bridge_span output;
};

/* Files of a key store.  directory: a Unix path; name: of one file in it, no '/'; neither has a NUL.
 *
 * store_write: makes the directory if need be (mode 0700), and the file (0600) in one step: whoever
 *     reads sees the old contents or the new ones, whenever the machine stops.
 * store_read:  data gets the contents, modified the time of the last write (Unix, nanoseconds).
 *     BRIDGE_BAD_DATA: not a regular file (a symbolic link, say).
 * store_delete: removes the file.
 * store_next:  name gets the next file's name; cursor is 0 at the first call and goes back in at the
 *     next one.  BRIDGE_NOT_FOUND at the end.  Files made or removed meanwhile may be seen or not.
 * store_close: ends an enumeration.
 * store_lock:  waits until nobody else holds the directory's lock (BRIDGE_STORE_EXCLUSIVE: in any way;
 *     else: exclusively), in this process or another, and takes it; cursor gets what store_unlock wants.
 *     For changes that depend on what is there; whoever dies loses the lock.
 *
 * BRIDGE_NOT_FOUND: no such file or directory.  BRIDGE_ACCESS: not permitted, a file system that is
 * read only, or a file or directory of another user's.  BRIDGE_DISK_FULL.  BRIDGE_IO: all else. */
struct bridge_store
{
    struct bridge_span directory;
    struct bridge_span name;
    struct bridge_span data;
    uint64_t cursor;
    uint64_t modified;
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

/* ------------------------------------------------------------------------------------------
 * The calls: X(name, parameter structure, its size)
 */
#define BRIDGE_CALLS(X)                                                                            \
    X(attach, bridge_attach, 120)                                                                  \
    X(key_import, bridge_key_import, 200)                                                          \
    X(key_generate, bridge_key_generate, 200)                                                      \
    X(key_free, bridge_key_free, 8)                                                                \
    X(sign, bridge_sign, 72)                                                                       \
    X(verify, bridge_sign, 72)                                                                     \
    X(encrypt, bridge_crypt, 64)                                                                   \
    X(decrypt, bridge_crypt, 64)                                                                   \
    X(cipher, bridge_cipher, 96)                                                                   \
    X(agree, bridge_agree, 32)                                                                     \
    X(curve_numbers, bridge_curve_numbers, 184)                                                    \
    X(encapsulate, bridge_kem, 40)                                                                 \
    X(decapsulate, bridge_kem, 40)                                                                 \
    X(derive, bridge_derive, 104)                                                                  \
    X(random, bridge_random, 16)                                                                   \
    X(pkcs8_encode, bridge_pkcs8_encode, 208)                                                      \
    X(pkcs8_decode, bridge_pkcs8_decode, 208)                                                      \
    X(pkcs8_encrypt, bridge_pbe, 88)                                                               \
    X(pkcs8_decrypt, bridge_pbe, 88)                                                               \
    X(seal, bridge_seal, 64)                                                                       \
    X(open, bridge_seal, 64)                                                                       \
    X(envelope_encrypt, bridge_envelope, 88)                                                       \
    X(envelope_decrypt, bridge_envelope, 88)                                                       \
    X(rsa_aes_wrap, bridge_rsa_aes, 72)                                                            \
    X(rsa_aes_unwrap, bridge_rsa_aes, 72)                                                          \
    X(store_write, bridge_store, 72)                                                               \
    X(store_read, bridge_store, 72)                                                                \
    X(store_delete, bridge_store, 72)                                                              \
    X(store_next, bridge_store, 72)                                                                \
    X(store_close, bridge_store, 72)                                                               \
    X(store_lock, bridge_store, 72)                                                                \
    X(store_unlock, bridge_store, 72)                                                              \
    X(digest, bridge_digest, 40)

#define BRIDGE_CALL_ENUM(name, type, size) CALL_##name,
enum bridge_call
{
    BRIDGE_CALLS(BRIDGE_CALL_ENUM) CALL_COUNT
};
#undef BRIDGE_CALL_ENUM

#define BRIDGE_CALL_ASSERT(name, type, size)                                                       \
    _Static_assert(sizeof(struct type) == (size),                                                  \
                   "size of struct " #type " differs between the sides");
BRIDGE_CALLS(BRIDGE_CALL_ASSERT)
#undef BRIDGE_CALL_ASSERT

static inline uint64_t bridge_pointer(const void *p)
{
    return (uint64_t)(uintptr_t)p;
}

#endif
