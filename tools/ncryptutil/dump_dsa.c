/*
 * DSA keys of CNG: BCRYPT_DSA_KEY_BLOB up to 1024 bits, BCRYPT_DSA_KEY_BLOB_V2 above (bcrypt.h).
 * https://learn.microsoft.com/windows/win32/api/bcrypt/ns-bcrypt-bcrypt_dsa_key_blob
 * https://learn.microsoft.com/windows/win32/api/bcrypt/ns-bcrypt-bcrypt_dsa_key_blob_v2
 */
#include "dump.h"

#include <bcrypt.h>

static const struct value_name hash_algorithms[] = {
    {DSA_HASH_ALGORITHM_SHA1, "SHA1"},
    {DSA_HASH_ALGORITHM_SHA256, "SHA256"},
    {DSA_HASH_ALGORITHM_SHA512, "SHA512"},
    {0, NULL},
};

static const struct value_name standards[] = {
    {DSA_FIPS186_2, "FIPS 186-2"},
    {DSA_FIPS186_3, "FIPS 186-3"},
    {0, NULL},
};

/* The counter is big-endian in both versions. */
#define COUNT_FIELD {"Count", FIELD_NUMBER_BE, 4, NULL, 0, FALSE, NULL}

static const struct field v1_fields[] = {
    MAGIC_FIELD("dwMagic"),
    UINT_FIELD("cbKey"),
    COUNT_FIELD,
    {"Seed", FIELD_BYTES, 20, NULL, 0, FALSE, NULL},
    {"q", FIELD_NUMBER_BE, 20, NULL, 0, FALSE, NULL},
    BE_FIELD("p", "cbKey"),
    BE_FIELD("g", "cbKey"),
    BE_FIELD("y", "cbKey"),
    {"x", FIELD_NUMBER_BE, 20, NULL, 0, TRUE, NULL},
};

static const struct field v2_fields[] = {
    MAGIC_FIELD("dwMagic"),
    UINT_FIELD("cbKey"),
    NAMED_FIELD("hashAlgorithm", hash_algorithms),
    NAMED_FIELD("standardVersion", standards),
    UINT_FIELD("cbSeedLength"),
    UINT_FIELD("cbGroupSize"),
    COUNT_FIELD,
    BYTES_FIELD("Seed", "cbSeedLength"),
    BE_FIELD("q", "cbGroupSize"),
    BE_FIELD("p", "cbKey"),
    BE_FIELD("g", "cbKey"),
    BE_FIELD("y", "cbKey"),
    BE_SECRET("x", "cbGroupSize"),
};

static const struct layout layouts[] = {
    {"DSAPUBLICBLOB",
     "BCRYPT_DSA_KEY_BLOB",
     "DSA public key",
     {MAGIC(BCRYPT_DSA_PUBLIC_MAGIC)},
     v1_fields,
     ARRAYSIZE(v1_fields) - 1,
     FALSE},
    {"DSAPRIVATEBLOB",
     "BCRYPT_DSA_KEY_BLOB",
     "DSA private key",
     {MAGIC(BCRYPT_DSA_PRIVATE_MAGIC)},
     v1_fields,
     ARRAYSIZE(v1_fields),
     FALSE},
    {"DSAPUBLICBLOB",
     "BCRYPT_DSA_KEY_BLOB_V2",
     "DSA public key, version 2",
     {MAGIC(BCRYPT_DSA_PUBLIC_MAGIC_V2)},
     v2_fields,
     ARRAYSIZE(v2_fields) - 1,
     FALSE},
    {"DSAPRIVATEBLOB",
     "BCRYPT_DSA_KEY_BLOB_V2",
     "DSA private key, version 2",
     {MAGIC(BCRYPT_DSA_PRIVATE_MAGIC_V2)},
     v2_fields,
     ARRAYSIZE(v2_fields),
     FALSE},
};

const struct layout_list dsa_layouts = {layouts, ARRAYSIZE(layouts)};
