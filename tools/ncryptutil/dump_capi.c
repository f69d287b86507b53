/*
 * Keys of CAPI (the LEGACY_ blob types): PUBLICKEYSTRUC, then a structure with a magic of its own
 * (wincrypt.h).  All numbers are little-endian.
 * https://learn.microsoft.com/windows/win32/seccrypto/base-provider-key-blobs (RSA)
 * https://learn.microsoft.com/windows/win32/seccrypto/dss-provider-key-blobs
 * https://learn.microsoft.com/windows/win32/seccrypto/dss-version-3-public-key-blobs
 * https://learn.microsoft.com/windows/win32/seccrypto/diffie-hellman-version-3-public-key-blobs
 */
#include "dump.h"

#include <wincrypt.h>

#define CAPI_MAGIC_RSA1 0x31415352
#define CAPI_MAGIC_RSA2 0x32415352
#define CAPI_MAGIC_DSS1 0x31535344
#define CAPI_MAGIC_DSS2 0x32535344
#define CAPI_MAGIC_DSS3 0x33535344
#define CAPI_MAGIC_DSS4 0x34535344
#define CAPI_MAGIC_DH1 0x31484400
#define CAPI_MAGIC_DH2 0x32484400
#define CAPI_MAGIC_DH3 0x33484400
#define CAPI_MAGIC_DH4 0x34484400

#define DSS_GROUP_BYTES 20
#define DSS_SEED_BYTES 20

static const struct value_name blob_kinds[] = {
    {PUBLICKEYBLOB, "PUBLICKEYBLOB"},
    {PRIVATEKEYBLOB, "PRIVATEKEYBLOB"},
    {0, NULL},
};

static const struct value_name algorithms[] = {
    {CALG_RSA_KEYX, "CALG_RSA_KEYX"}, {CALG_RSA_SIGN, "CALG_RSA_SIGN"},
    {CALG_DSS_SIGN, "CALG_DSS_SIGN"}, {CALG_DH_SF, "CALG_DH_SF"},
    {CALG_DH_EPHEM, "CALG_DH_EPHEM"}, {0, NULL},
};

#define CAPI_HEADER                                                                                \
    {"bType", FIELD_UINT, 1, NULL, 0, FALSE, blob_kinds},                                          \
        {"bVersion", FIELD_UINT, 1, NULL, 0, FALSE, NULL},                                         \
        {"reserved", FIELD_UINT, 2, NULL, 0, FALSE, NULL},                                         \
        {"aiKeyAlg", FIELD_HEX, 4, NULL, 0, FALSE, algorithms}, MAGIC_FIELD("magic")

/* A number whose length is given in bits; an RSA prime has half the bits of the modulus. */
#define LE_FIELD(name, bits) {name, FIELD_NUMBER_LE, 0, bits, 8, FALSE, NULL}
#define LE_SECRET(name, bits) {name, FIELD_NUMBER_LE, 0, bits, 8, TRUE, NULL}
#define LE_PRIME(name) {name, FIELD_NUMBER_LE, 0, "bitlen", 16, TRUE, NULL}
#define LE_GROUP(name, is_secret) {name, FIELD_NUMBER_LE, DSS_GROUP_BYTES, NULL, 0, is_secret, NULL}

#define DSS_SEED                                                                                   \
    UINT_FIELD("DSSSeed.counter"),                                                                 \
    {                                                                                              \
        "DSSSeed.seed", FIELD_BYTES, DSS_SEED_BYTES, NULL, 0, FALSE, NULL                          \
    }

static const struct field rsa_fields[] = {
    CAPI_HEADER,
    UINT_FIELD("bitlen"),
    UINT_FIELD("pubexp"),
    LE_FIELD("modulus", "bitlen"),
    LE_PRIME("prime1"),
    LE_PRIME("prime2"),
    LE_PRIME("exponent1"),
    LE_PRIME("exponent2"),
    LE_PRIME("coefficient"),
    LE_SECRET("privateExponent", "bitlen"),
};

#define RSA_PUBLIC_FIELDS 8

static const struct field dss2_public_fields[] = {
    CAPI_HEADER,
    UINT_FIELD("bitlen"),
    LE_FIELD("p", "bitlen"),
    LE_GROUP("q", FALSE),
    LE_FIELD("g", "bitlen"),
    LE_FIELD("y", "bitlen"),
    DSS_SEED,
};

/* The private form has no y. */
static const struct field dss2_private_fields[] = {
    CAPI_HEADER,
    UINT_FIELD("bitlen"),
    LE_FIELD("p", "bitlen"),
    LE_GROUP("q", FALSE),
    LE_FIELD("g", "bitlen"),
    LE_GROUP("x", TRUE),
    DSS_SEED,
};

/* Version 3 has the same fields for DSS and DH; DH leaves q and j out (length 0). */
static const struct field version3_public_fields[] = {
    CAPI_HEADER,
    UINT_FIELD("bitlenP"),
    UINT_FIELD("bitlenQ"),
    UINT_FIELD("bitlenJ"),
    DSS_SEED,
    LE_FIELD("p", "bitlenP"),
    LE_FIELD("q", "bitlenQ"),
    LE_FIELD("g", "bitlenP"),
    LE_FIELD("j", "bitlenJ"),
    LE_FIELD("y", "bitlenP"),
};

static const struct field version3_private_fields[] = {
    CAPI_HEADER,
    UINT_FIELD("bitlenP"),
    UINT_FIELD("bitlenQ"),
    UINT_FIELD("bitlenJ"),
    UINT_FIELD("bitlenX"),
    DSS_SEED,
    LE_FIELD("p", "bitlenP"),
    LE_FIELD("q", "bitlenQ"),
    LE_FIELD("g", "bitlenP"),
    LE_FIELD("j", "bitlenJ"),
    LE_FIELD("y", "bitlenP"),
    LE_SECRET("x", "bitlenX"),
};

static const struct field dh2_public_fields[] = {
    CAPI_HEADER,
    UINT_FIELD("bitlen"),
    LE_FIELD("y", "bitlen"),
};

static const struct field dh2_private_fields[] = {
    CAPI_HEADER,
    UINT_FIELD("bitlen"),
    LE_FIELD("p", "bitlen"),
    LE_FIELD("g", "bitlen"),
    LE_SECRET("x", "bitlen"),
};

#define CAPI_KEY(type, structure, what, kind, magic, fields, count)                                \
    {type,   "PUBLICKEYSTRUC, " structure,                                                         \
     what,   {{0, 1, kind}, {2, 2, 0}, {8, 4, magic}},                                             \
     fields, count,                                                                                \
     FALSE}
#define CAPI_PUBLIC(type, structure, what, magic, fields, count)                                   \
    CAPI_KEY(type, structure, what " (CAPI)", PUBLICKEYBLOB, magic, fields, count)
#define CAPI_PRIVATE(type, structure, what, magic, fields)                                         \
    CAPI_KEY(type, structure, what " (CAPI)", PRIVATEKEYBLOB, magic, fields, ARRAYSIZE(fields))

static const struct layout layouts[] = {
    CAPI_PUBLIC("CAPIPUBLICBLOB", "RSAPUBKEY", "RSA public key", CAPI_MAGIC_RSA1, rsa_fields,
                RSA_PUBLIC_FIELDS),
    CAPI_PRIVATE("CAPIPRIVATEBLOB", "RSAPUBKEY", "RSA private key", CAPI_MAGIC_RSA2, rsa_fields),
    CAPI_PUBLIC("V2CAPIDSAPUBLICBLOB", "DSSPUBKEY", "DSA public key, version 2", CAPI_MAGIC_DSS1,
                dss2_public_fields, ARRAYSIZE(dss2_public_fields)),
    CAPI_PRIVATE("V2CAPIDSAPRIVATEBLOB", "DSSPUBKEY", "DSA private key, version 2", CAPI_MAGIC_DSS2,
                 dss2_private_fields),
    CAPI_PUBLIC("CAPIDSAPUBLICBLOB", "DSSPUBKEY_VER3", "DSA public key, version 3", CAPI_MAGIC_DSS3,
                version3_public_fields, ARRAYSIZE(version3_public_fields)),
    CAPI_PRIVATE("CAPIDSAPRIVATEBLOB", "DSSPRIVKEY_VER3", "DSA private key, version 3",
                 CAPI_MAGIC_DSS4, version3_private_fields),
    CAPI_PUBLIC("CAPIDHPUBLICBLOB", "DHPUBKEY", "DH public key, version 2", CAPI_MAGIC_DH1,
                dh2_public_fields, ARRAYSIZE(dh2_public_fields)),
    CAPI_PRIVATE("CAPIDHPRIVATEBLOB", "DHPUBKEY", "DH private key, version 2", CAPI_MAGIC_DH2,
                 dh2_private_fields),
    CAPI_PUBLIC("CAPIDHPUBLICBLOB", "DHPUBKEY_VER3", "DH public key, version 3", CAPI_MAGIC_DH3,
                version3_public_fields, ARRAYSIZE(version3_public_fields)),
    CAPI_PRIVATE("CAPIDHPRIVATEBLOB", "DHPRIVKEY_VER3", "DH private key, version 3", CAPI_MAGIC_DH4,
                 version3_private_fields),
};

const struct layout_list capi_layouts = {layouts, ARRAYSIZE(layouts)};
