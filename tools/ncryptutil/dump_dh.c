/*
 * DH keys of CNG: BCRYPT_DH_KEY_BLOB and BCRYPT_DH_PARAMETER_HEADER (bcrypt.h).
 * https://learn.microsoft.com/windows/win32/api/bcrypt/ns-bcrypt-bcrypt_dh_key_blob
 */
#include "dump.h"

#include <bcrypt.h>

static const struct field key_fields[] = {
    MAGIC_FIELD("dwMagic"), UINT_FIELD("cbKey"),    BE_FIELD("p", "cbKey"),
    BE_FIELD("g", "cbKey"), BE_FIELD("y", "cbKey"), BE_SECRET("x", "cbKey"),
};

static const struct field parameter_fields[] = {
    UINT_FIELD("cbLength"),       MAGIC_FIELD("dwMagic"),       UINT_FIELD("cbKeyLength"),
    BE_FIELD("p", "cbKeyLength"), BE_FIELD("g", "cbKeyLength"),
};

static const struct layout layouts[] = {
    {"DHPUBLICBLOB",
     "BCRYPT_DH_KEY_BLOB",
     "DH public key",
     {MAGIC(BCRYPT_DH_PUBLIC_MAGIC)},
     key_fields,
     ARRAYSIZE(key_fields) - 1,
     FALSE},
    {"DHPRIVATEBLOB",
     "BCRYPT_DH_KEY_BLOB",
     "DH private key",
     {MAGIC(BCRYPT_DH_PRIVATE_MAGIC)},
     key_fields,
     ARRAYSIZE(key_fields),
     FALSE},
    {"DHParameters",
     "BCRYPT_DH_PARAMETER_HEADER",
     "DH group (property DHParameters)",
     {{4, 4, BCRYPT_DH_PARAMETERS_MAGIC}},
     parameter_fields,
     ARRAYSIZE(parameter_fields),
     TRUE},
};

const struct layout_list dh_layouts = {layouts, ARRAYSIZE(layouts)};
