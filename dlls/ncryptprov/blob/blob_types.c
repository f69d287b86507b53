/*
 * The table of blob types, see struct blob_type.
 */
#include "blob.h"
#include "gaps.h"
#include "wide.h"

/* One of these policies lets a private key out in the clear: the flag ALLOW_EXPORT is neither needed
 * nor enough (seen natively: .NET creates its keys with ALLOW_PLAINTEXT_EXPORT alone). */
#define PLAINTEXT NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG

/* The beginnings of rows. */
#define PUBLIC_OF(type, of, encode_with, decode_with)                                              \
    .name = type, .family = of, .encode = encode_with, .decode = decode_with
#define PRIVATE_OF(type, of, let_out_by, encode_with, decode_with)                                 \
    PUBLIC_OF(type, of, encode_with, decode_with), .is_private = true, .policies = let_out_by

/* clang-format off */
static const struct blob_type blob_types[] = {
    {PUBLIC_OF(BCRYPT_RSAPUBLIC_BLOB, &rsa_family, rsa_encode_public, rsa_decode_public),
     .magics = {BCRYPT_RSAPUBLIC_MAGIC}},
    {PRIVATE_OF(BCRYPT_RSAPRIVATE_BLOB, &rsa_family, PLAINTEXT, rsa_encode_private,
                rsa_decode_private), .magics = {BCRYPT_RSAPRIVATE_MAGIC}},
    {PRIVATE_OF(BCRYPT_RSAFULLPRIVATE_BLOB, &rsa_family, PLAINTEXT, rsa_encode_full,
                rsa_decode_full), .magics = {BCRYPT_RSAFULLPRIVATE_MAGIC}},
    {PUBLIC_OF(LEGACY_RSAPUBLIC_BLOB, &rsa_family, capi_rsa_encode_public, capi_rsa_decode_public)},
    {PRIVATE_OF(LEGACY_RSAPRIVATE_BLOB, &rsa_family, PLAINTEXT, capi_rsa_encode_private,
                capi_rsa_decode_private), .takes_session_key = true},

    {PUBLIC_OF(BCRYPT_ECCPUBLIC_BLOB, &ec_family, ec_encode_public, ec_decode_public),
     .magics = {BCRYPT_ECDH_PUBLIC_P256_MAGIC, BCRYPT_ECDH_PUBLIC_P384_MAGIC,
                BCRYPT_ECDH_PUBLIC_P521_MAGIC, BCRYPT_ECDSA_PUBLIC_P256_MAGIC,
                BCRYPT_ECDSA_PUBLIC_P384_MAGIC, BCRYPT_ECDSA_PUBLIC_P521_MAGIC,
                BCRYPT_ECDH_PUBLIC_GENERIC_MAGIC, BCRYPT_ECDSA_PUBLIC_GENERIC_MAGIC},
     .import_buffers = {NCRYPTBUFFER_ECC_CURVE_NAME, NCRYPTBUFFER_ECC_PARAMETERS}},
    {PRIVATE_OF(BCRYPT_ECCPRIVATE_BLOB, &ec_family, PLAINTEXT, ec_encode_private, ec_decode_private),
     .magics = {BCRYPT_ECDH_PRIVATE_P256_MAGIC, BCRYPT_ECDH_PRIVATE_P384_MAGIC,
                BCRYPT_ECDH_PRIVATE_P521_MAGIC, BCRYPT_ECDSA_PRIVATE_P256_MAGIC,
                BCRYPT_ECDSA_PRIVATE_P384_MAGIC, BCRYPT_ECDSA_PRIVATE_P521_MAGIC,
                BCRYPT_ECDH_PRIVATE_GENERIC_MAGIC, BCRYPT_ECDSA_PRIVATE_GENERIC_MAGIC},
     .import_buffers = {NCRYPTBUFFER_ECC_CURVE_NAME, NCRYPTBUFFER_ECC_PARAMETERS}},
    {PUBLIC_OF(BCRYPT_ECCFULLPUBLIC_BLOB, &ec_family, ec_encode_full_public, ec_decode_full_public)},
    {PRIVATE_OF(BCRYPT_ECCFULLPRIVATE_BLOB, &ec_family, PLAINTEXT, ec_encode_full_private,
                ec_decode_full_private)},
    {PUBLIC_OF(SSL_ECCPUBLIC_BLOB, &ec_family, ec_encode_ssl, ec_decode_ssl)},

    {PUBLIC_OF(BCRYPT_DH_PUBLIC_BLOB, &dh_family, dh_encode_public, dh_decode_public),
     .magics = {BCRYPT_DH_PUBLIC_MAGIC}},
    {PRIVATE_OF(BCRYPT_DH_PRIVATE_BLOB, &dh_family, PLAINTEXT, dh_encode_private, dh_decode_private),
     .magics = {BCRYPT_DH_PRIVATE_MAGIC}},
    {PUBLIC_OF(LEGACY_DH_PUBLIC_BLOB, &dh_family, capi_dh_encode_public, capi_dh_decode_public)},
    {PRIVATE_OF(LEGACY_DH_PRIVATE_BLOB, &dh_family, PLAINTEXT, capi_dh_encode_private,
                capi_dh_decode_private), .takes_session_key = true},

    {PUBLIC_OF(BCRYPT_DSA_PUBLIC_BLOB, &dsa_family, dsa_encode_public, dsa_decode_public),
     .magics = {BCRYPT_DSA_PUBLIC_MAGIC, BCRYPT_DSA_PUBLIC_MAGIC_V2}},
    {PRIVATE_OF(BCRYPT_DSA_PRIVATE_BLOB, &dsa_family, PLAINTEXT, dsa_encode_private,
                dsa_decode_private),
     .magics = {BCRYPT_DSA_PRIVATE_MAGIC, BCRYPT_DSA_PRIVATE_MAGIC_V2}},
    {PUBLIC_OF(LEGACY_DSA_PUBLIC_BLOB, &dsa_family, capi_dsa_encode_public, capi_dsa_decode_public)},
    {PRIVATE_OF(LEGACY_DSA_PRIVATE_BLOB, &dsa_family, PLAINTEXT, capi_dsa_encode_private,
                capi_dsa_decode_private), .takes_session_key = true},
    {PUBLIC_OF(LEGACY_DSA_V2_PUBLIC_BLOB, &dsa_family, capi_dss_encode_public,
               capi_dss_decode_public)},
    {PRIVATE_OF(LEGACY_DSA_V2_PRIVATE_BLOB, &dsa_family, PLAINTEXT, capi_dss_encode_private,
                capi_dss_decode_private), .takes_session_key = true},

    {PUBLIC_OF(BCRYPT_MLKEM_PUBLIC_BLOB, &mlkem_family, pq_encode_public, mlkem_decode_public),
     .magics = {BCRYPT_MLKEM_PUBLIC_MAGIC}},
    {PRIVATE_OF(BCRYPT_MLKEM_PRIVATE_BLOB, &mlkem_family, PLAINTEXT, pq_encode_private,
                mlkem_decode_private), .magics = {BCRYPT_MLKEM_PRIVATE_MAGIC}},
    {PRIVATE_OF(BCRYPT_MLKEM_PRIVATE_SEED_BLOB, &mlkem_family, PLAINTEXT, pq_encode_seed,
                mlkem_decode_seed), .magics = {BCRYPT_MLKEM_PRIVATE_SEED_MAGIC}},
    {PUBLIC_OF(BCRYPT_PQDSA_PUBLIC_BLOB, &mldsa_family, pq_encode_public, pqdsa_decode_public),
     .magics = {BCRYPT_MLDSA_PUBLIC_MAGIC}},
    {PRIVATE_OF(BCRYPT_PQDSA_PRIVATE_BLOB, &mldsa_family, PLAINTEXT, pq_encode_private,
                pqdsa_decode_private), .magics = {BCRYPT_MLDSA_PRIVATE_MAGIC}},
    {PRIVATE_OF(BCRYPT_PQDSA_PRIVATE_SEED_BLOB, &mldsa_family, PLAINTEXT, pq_encode_seed,
                pqdsa_decode_seed), .magics = {BCRYPT_MLDSA_PRIVATE_SEED_MAGIC}},
    {PUBLIC_OF(BCRYPT_PQDSA_PUBLIC_BLOB, &slhdsa_family, pq_encode_public, pqdsa_decode_public),
     .magics = {BCRYPT_SLHDSA_PUBLIC_MAGIC}},
    {PRIVATE_OF(BCRYPT_PQDSA_PRIVATE_BLOB, &slhdsa_family, PLAINTEXT, pq_encode_private,
                pqdsa_decode_private), .magics = {BCRYPT_SLHDSA_PRIVATE_MAGIC}},
    {PRIVATE_OF(NCRYPT_PQ_PRIVATE_KEY_BLOB, &mlkem_family, PLAINTEXT, pq_encode_wrapped,
                pq_decode_wrapped), .magics = {NCRYPT_PQ_PRIVATE_BLOB_MAGIC}},
    {PRIVATE_OF(NCRYPT_PQ_PRIVATE_KEY_BLOB, &mldsa_family, PLAINTEXT, pq_encode_wrapped,
                pq_decode_wrapped)},
    {PRIVATE_OF(NCRYPT_PQ_PRIVATE_KEY_BLOB, &slhdsa_family, PLAINTEXT, pq_encode_wrapped,
                pq_decode_wrapped)},

    {PRIVATE_OF(NCRYPT_CIPHER_KEY_BLOB, &symmetric_family, PLAINTEXT, cipher_key_encode,
                cipher_key_decode)},
    {PRIVATE_OF(NCRYPT_PROTECTED_KEY_BLOB, &symmetric_family, BLOB_POLICY_PROTECTED, protected_key_encode,
                protected_key_decode)},
    {PRIVATE_OF(NCRYPT_KDF_KEY_BLOB, &kdf_family, PLAINTEXT, kdf_key_encode, kdf_key_decode)},

    {PRIVATE_OF(NCRYPT_PKCS8_PRIVATE_KEY_BLOB, NULL, PLAINTEXT, pkcs8_encode, pkcs8_decode),
     .export_buffers = {NCRYPTBUFFER_PKCS_SECRET, NCRYPTBUFFER_PKCS_ALG_OID,
                        NCRYPTBUFFER_PKCS_ALG_PARAM},
     .import_buffers = {NCRYPTBUFFER_PKCS_SECRET}, .protecting_buffer = NCRYPTBUFFER_PKCS_SECRET},
    {PRIVATE_OF(NCRYPT_PKCS7_ENVELOPE_BLOB, NULL, BLOB_POLICY_PROTECTED, envelope_encode, envelope_decode),
     .export_buffers = {NCRYPTBUFFER_CERT_BLOB, NCRYPTBUFFER_PKCS_ALG_OID,
                        NCRYPTBUFFER_PKCS_ALG_PARAM},
     .import_buffers = {NCRYPTBUFFER_CERT_BLOB}, .takes_import_key = true},
    {PRIVATE_OF(BCRYPT_PKCS11_RSA_AES_WRAP_KEY_BLOB, NULL, GAP_POLICY_RSA_AES_WRAP, rsa_aes_encode,
                rsa_aes_decode),
     .export_buffers = {NCRYPTBUFFER_PKCS_AES_KEY_BITS, NCRYPTBUFFER_PKCS_PADDING_ALGO,
                        NCRYPTBUFFER_PKCS_PADDING_LABEL},
     .takes_export_key = true, .takes_import_key = true},
    {PRIVATE_OF(NCRYPT_OPAQUETRANSPORT_BLOB, NULL, BLOB_POLICY_PROTECTED, opaque_encode, opaque_decode)},
};
/* clang-format on */

const struct blob_type *blob_type_find(const WCHAR *name, const struct key_family *family)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(blob_types); i++)
    {
        if ((!family || !blob_types[i].family || blob_types[i].family == family) &&
            wide_equal(blob_types[i].name, name))
            return &blob_types[i];
    }
    return NULL;
}

const struct blob_type *blob_type_by_magic(DWORD magic, bool is_private)
{
    size_t i, j;

    for (i = 0; magic && i < ARRAYSIZE(blob_types); i++)
    {
        for (j = 0; blob_types[i].is_private == is_private && j < ARRAYSIZE(blob_types[i].magics);
             j++)
        {
            if (blob_types[i].magics[j] == magic)
                return &blob_types[i];
        }
    }
    return NULL;
}
