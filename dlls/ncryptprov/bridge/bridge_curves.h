/*
 * The list of named curves.
 */
#ifndef NCRYPTPROV_BRIDGE_CURVES_H
#define NCRYPTPROV_BRIDGE_CURVES_H

/* Curves: X(identifier, CNG curve name, field bits, order bits, object identifier, libcrypto name)
 * Names and object identifiers: learn.microsoft.com, "CNG Named Elliptic Curves", in the order of
 * bcrypt.h.  Some are names of the same curve; of those the first is what an object identifier
 * stands for.  curve25519 has no identifier there, and libcrypto has it only under another roof.
 * Not here, because no library at hand has them: ec192wapi and the numsP* curves.
 * A curve whose library is absent at run time is reported as absent by the attach call. */
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

#endif
