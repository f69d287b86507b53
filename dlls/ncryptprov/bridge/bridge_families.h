/*
 * The families of keys, and the numbers of a key of each: its "parts".
 */
#ifndef NCRYPTPROV_BRIDGE_FAMILIES_H
#define NCRYPTPROV_BRIDGE_FAMILIES_H

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

#endif
