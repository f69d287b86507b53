/*
 * RSA keys of CNG: BCRYPT_RSAKEY_BLOB (bcrypt.h).
 * https://learn.microsoft.com/windows/win32/api/bcrypt/ns-bcrypt-bcrypt_rsakey_blob
 */
#include "dump.h"

#include <bcrypt.h>

static const struct field rsa_fields[] = {
    MAGIC_FIELD("Magic"),
    UINT_FIELD("BitLength"),
    UINT_FIELD("cbPublicExp"),
    UINT_FIELD("cbModulus"),
    UINT_FIELD("cbPrime1"),
    UINT_FIELD("cbPrime2"),
    BE_FIELD("PublicExponent", "cbPublicExp"),
    BE_FIELD("Modulus", "cbModulus"),
    BE_SECRET("Prime1", "cbPrime1"),
    BE_SECRET("Prime2", "cbPrime2"),
    BE_SECRET("Exponent1", "cbPrime1"),
    BE_SECRET("Exponent2", "cbPrime2"),
    BE_SECRET("Coefficient", "cbPrime1"),
    BE_SECRET("PrivateExponent", "cbModulus"),
};

enum
{
    RSA_PUBLIC_FIELDS = 8,
    RSA_PRIVATE_FIELDS = 10,
    RSA_FULL_FIELDS = ARRAYSIZE(rsa_fields)
};

static const struct layout layouts[] = {
    {"RSAPUBLICBLOB",
     "BCRYPT_RSAKEY_BLOB",
     "RSA public key",
     {MAGIC(BCRYPT_RSAPUBLIC_MAGIC)},
     rsa_fields,
     RSA_PUBLIC_FIELDS,
     FALSE},
    {"RSAPRIVATEBLOB",
     "BCRYPT_RSAKEY_BLOB",
     "RSA private key, primes only",
     {MAGIC(BCRYPT_RSAPRIVATE_MAGIC)},
     rsa_fields,
     RSA_PRIVATE_FIELDS,
     FALSE},
    {"RSAFULLPRIVATEBLOB",
     "BCRYPT_RSAKEY_BLOB",
     "RSA private key with CRT numbers and exponent",
     {MAGIC(BCRYPT_RSAFULLPRIVATE_MAGIC)},
     rsa_fields,
     RSA_FULL_FIELDS,
     FALSE},
};

const struct layout_list rsa_layouts = {layouts, ARRAYSIZE(layouts)};
