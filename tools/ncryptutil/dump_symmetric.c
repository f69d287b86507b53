/*
 * Symmetric keys and wrapped keys: NCRYPT_KEY_BLOB_HEADER (ncrypt.h), BCRYPT_KEY_DATA_BLOB_HEADER,
 * BCRYPT_PKCS11_RSA_AES_WRAP_BLOB (bcrypt.h).
 * https://learn.microsoft.com/windows/win32/api/bcrypt/ns-bcrypt-bcrypt_key_data_blob_header
 */
#include "dump.h"

#include <ncrypt.h>
#include <ncrypt_ext.h>

#define KEY_BLOB_HEADER                                                                            \
    UINT_FIELD("cbSize"), MAGIC_FIELD("dwMagic"), UINT_FIELD("cbAlgName"),                         \
        UINT_FIELD("cbKeyData"), TEXT_FIELD("AlgName", "cbAlgName")

static const struct field cipher_fields[] = {
    KEY_BLOB_HEADER,
    BLOB_FIELD("KeyData", "cbKeyData"),
};

static const struct field opaque_fields[] = {
    KEY_BLOB_HEADER,
    BYTES_SECRET("KeyData", "cbKeyData"),
};

static const struct field key_data_fields[] = {
    MAGIC_FIELD("dwMagic"),
    UINT_FIELD("dwVersion"),
    UINT_FIELD("cbKeyData"),
    BYTES_SECRET("KeyData", "cbKeyData"),
};

static const struct field rsa_aes_wrap_fields[] = {
    MAGIC_FIELD("dwMagic"),
    UINT_FIELD("cbKey"),
    UINT_FIELD("cbPaddingAlgId"),
    UINT_FIELD("cbPaddingLabel"),
    BYTES_FIELD("Key", "cbKey"),
    TEXT_FIELD("PaddingAlgId", "cbPaddingAlgId"),
    BYTES_FIELD("PaddingLabel", "cbPaddingLabel"),
};

/* Of this project's provider; what is sealed can be read by the provider alone. */
static const struct field opaque_transport_fields[] = {
    MAGIC_FIELD("dwMagic"),
    UINT_FIELD("dwVersion"),
    {"nonce", FIELD_BYTES, 12, NULL, 0, FALSE, NULL},
    BYTES_FIELD("sealed key and tag", NULL),
};

#define OPAQUE_TRANSPORT_MAGIC 0x5457434e /* "NCWT" */

/* cbSize, the first member, is the size of this version of the header. */
#define HEADER_MARKS(magic)                                                                        \
    {0, 4, sizeof(NCRYPT_KEY_BLOB_HEADER)},                                                        \
    {                                                                                              \
        4, 4, magic                                                                                \
    }

static const struct layout layouts[] = {
    {"CipherKeyBlob",
     "NCRYPT_KEY_BLOB_HEADER",
     "symmetric key",
     {HEADER_MARKS(NCRYPT_CIPHER_KEY_BLOB_MAGIC)},
     cipher_fields,
     ARRAYSIZE(cipher_fields),
     FALSE},
    {"KDFKeyBlob",
     "NCRYPT_KEY_BLOB_HEADER",
     "key of a key derivation function",
     {HEADER_MARKS(NCRYPT_KDF_KEY_BLOB_MAGIC)},
     opaque_fields,
     ARRAYSIZE(opaque_fields),
     FALSE},
    {"ProtectedKeyBlob",
     "NCRYPT_KEY_BLOB_HEADER",
     "symmetric key, protected by the provider",
     {HEADER_MARKS(NCRYPT_PROTECTED_KEY_BLOB_MAGIC)},
     opaque_fields,
     ARRAYSIZE(opaque_fields),
     FALSE},
    {"KeyDataBlob",
     "BCRYPT_KEY_DATA_BLOB_HEADER",
     "bytes of a symmetric key (bcrypt.dll only)",
     {MAGIC(BCRYPT_KEY_DATA_BLOB_MAGIC)},
     key_data_fields,
     ARRAYSIZE(key_data_fields),
     TRUE},
    {"PKCS11RsaAesWrapBlob",
     "BCRYPT_PKCS11_RSA_AES_WRAP_BLOB",
     "key wrapped under an RSA key (CKM_RSA_AES_KEY_WRAP)",
     {MAGIC(BCRYPT_PKCS11_RSA_AES_WRAP_BLOB_MAGIC)},
     rsa_aes_wrap_fields,
     ARRAYSIZE(rsa_aes_wrap_fields),
     FALSE},
    {"OpaqueTransport",
     "header of this provider",
     "key sealed for its own provider",
     {MAGIC(OPAQUE_TRANSPORT_MAGIC)},
     opaque_transport_fields,
     ARRAYSIZE(opaque_transport_fields),
     FALSE},
};

const struct layout_list symmetric_layouts = {layouts, ARRAYSIZE(layouts)};
