/*
 * ECC keys of CNG: BCRYPT_ECCKEY_BLOB, BCRYPT_ECCFULLKEY_BLOB, BCRYPT_ECC_PARAMETER_HEADER and
 * SSL_ECCKEY_BLOB (bcrypt.h).
 * https://learn.microsoft.com/windows/win32/api/bcrypt/ns-bcrypt-bcrypt_ecckey_blob
 */
#include "dump.h"

#include <bcrypt.h>

static const struct value_name curve_types[] = {
    {1, "prime field, short Weierstrass"},
    {2, "prime field, twisted Edwards"},
    {3, "prime field, Montgomery"},
    {0, NULL},
};

static const struct value_name generation_ids[] = {
    {0, "none"},
    {0, NULL},
};

/* https://www.iana.org/assignments/tls-parameters (Supported Groups) */
static const struct value_name tls_groups[] = {
    {23, "secp256r1"}, {24, "secp384r1"}, {25, "secp521r1"}, {29, "x25519"}, {0, NULL},
};

static const struct field key_fields[] = {
    MAGIC_FIELD("dwMagic"), UINT_FIELD("cbKey"),     BE_FIELD("X", "cbKey"),
    BE_FIELD("Y", "cbKey"), BE_SECRET("d", "cbKey"),
};

#define PUBLIC_FIELDS (ARRAYSIZE(key_fields) - 1)
#define PRIVATE_FIELDS ARRAYSIZE(key_fields)

/* The domain parameters, the same in a full blob and in the property ECCParameters. */
#define PARAMETER_SIZES                                                                            \
    UINT_FIELD("dwVersion"), NAMED_FIELD("dwCurveType", curve_types),                              \
        NAMED_FIELD("dwCurveGenerationAlgId", generation_ids), UINT_FIELD("cbFieldLength"),        \
        UINT_FIELD("cbSubgroupOrder"), UINT_FIELD("cbCofactor"), UINT_FIELD("cbSeed")
#define PARAMETERS                                                                                 \
    BE_FIELD("p", "cbFieldLength"), BE_FIELD("a", "cbFieldLength"),                                \
        BE_FIELD("b", "cbFieldLength"), BE_FIELD("Gx", "cbFieldLength"),                           \
        BE_FIELD("Gy", "cbFieldLength"), BE_FIELD("n", "cbSubgroupOrder"),                         \
        BE_FIELD("h", "cbCofactor"), BYTES_FIELD("S", "cbSeed")

static const struct field full_fields[] = {
    MAGIC_FIELD("dwMagic"),
    PARAMETER_SIZES,
    PARAMETERS,
    BE_FIELD("Qx", "cbFieldLength"),
    BE_FIELD("Qy", "cbFieldLength"),
    BE_SECRET("d", "cbSubgroupOrder"),
};

#define FULL_PUBLIC_FIELDS (ARRAYSIZE(full_fields) - 1)
#define FULL_PRIVATE_FIELDS ARRAYSIZE(full_fields)

static const struct field parameter_fields[] = {PARAMETER_SIZES, PARAMETERS};

/* The part after the header is not documented; X and Y are what the sizes allow. */
static const struct field ssl_fields[] = {
    NAMED_FIELD("dwCurveType", tls_groups),
    UINT_FIELD("cbKey"),
    BYTES_FIELD("public point", NULL),
};

#define KEY(type, what, magic, count)                                                              \
    {type, "BCRYPT_ECCKEY_BLOB", what, {MAGIC(magic)}, key_fields, count, FALSE}
#define PUBLIC_KEY(what, magic) KEY("ECCPUBLICBLOB", what, magic, PUBLIC_FIELDS)
#define PRIVATE_KEY(what, magic) KEY("ECCPRIVATEBLOB", what, magic, PRIVATE_FIELDS)

/* A full blob has the magic of a generic key, but a version (1) where that has cbKey; no curve has
 * keys of one byte. */
#define FULL_KEY(type, what, magic, count)                                                         \
    {type, "BCRYPT_ECCFULLKEY_BLOB", what, {MAGIC(magic), {4, 4, 1}}, full_fields, count, FALSE}
#define FULL_PUBLIC(what, magic)                                                                   \
    FULL_KEY("ECCFULLPUBLICBLOB", what " with explicit curve", magic, FULL_PUBLIC_FIELDS)
#define FULL_PRIVATE(what, magic)                                                                  \
    FULL_KEY("ECCFULLPRIVATEBLOB", what " with explicit curve", magic, FULL_PRIVATE_FIELDS)

static const struct layout layouts[] = {
    PUBLIC_KEY("ECDH public key, P-256", BCRYPT_ECDH_PUBLIC_P256_MAGIC),
    PUBLIC_KEY("ECDH public key, P-384", BCRYPT_ECDH_PUBLIC_P384_MAGIC),
    PUBLIC_KEY("ECDH public key, P-521", BCRYPT_ECDH_PUBLIC_P521_MAGIC),
    PUBLIC_KEY("ECDSA public key, P-256", BCRYPT_ECDSA_PUBLIC_P256_MAGIC),
    PUBLIC_KEY("ECDSA public key, P-384", BCRYPT_ECDSA_PUBLIC_P384_MAGIC),
    PUBLIC_KEY("ECDSA public key, P-521", BCRYPT_ECDSA_PUBLIC_P521_MAGIC),
    PRIVATE_KEY("ECDH private key, P-256", BCRYPT_ECDH_PRIVATE_P256_MAGIC),
    PRIVATE_KEY("ECDH private key, P-384", BCRYPT_ECDH_PRIVATE_P384_MAGIC),
    PRIVATE_KEY("ECDH private key, P-521", BCRYPT_ECDH_PRIVATE_P521_MAGIC),
    PRIVATE_KEY("ECDSA private key, P-256", BCRYPT_ECDSA_PRIVATE_P256_MAGIC),
    PRIVATE_KEY("ECDSA private key, P-384", BCRYPT_ECDSA_PRIVATE_P384_MAGIC),
    PRIVATE_KEY("ECDSA private key, P-521", BCRYPT_ECDSA_PRIVATE_P521_MAGIC),
    FULL_PUBLIC("ECDH public key", BCRYPT_ECDH_PUBLIC_GENERIC_MAGIC),
    FULL_PUBLIC("ECDSA public key", BCRYPT_ECDSA_PUBLIC_GENERIC_MAGIC),
    FULL_PRIVATE("ECDH private key", BCRYPT_ECDH_PRIVATE_GENERIC_MAGIC),
    FULL_PRIVATE("ECDSA private key", BCRYPT_ECDSA_PRIVATE_GENERIC_MAGIC),
    PUBLIC_KEY("ECDH public key, curve not named", BCRYPT_ECDH_PUBLIC_GENERIC_MAGIC),
    PUBLIC_KEY("ECDSA public key, curve not named", BCRYPT_ECDSA_PUBLIC_GENERIC_MAGIC),
    PRIVATE_KEY("ECDH private key, curve not named", BCRYPT_ECDH_PRIVATE_GENERIC_MAGIC),
    PRIVATE_KEY("ECDSA private key, curve not named", BCRYPT_ECDSA_PRIVATE_GENERIC_MAGIC),
    {"SSLECCPUBLICBLOB",
     "SSL_ECCKEY_BLOB",
     "ECDH public key as TLS has it",
     {{0, 0, 0}},
     ssl_fields,
     ARRAYSIZE(ssl_fields),
     FALSE},
    {"ECCParameters",
     "BCRYPT_ECC_PARAMETER_HEADER",
     "curve parameters (property ECCParameters)",
     {{0, 0, 0}},
     parameter_fields,
     ARRAYSIZE(parameter_fields),
     TRUE},
};

const struct layout_list ecc_layouts = {layouts, ARRAYSIZE(layouts)};
