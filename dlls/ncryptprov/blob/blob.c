/*
 * The table of blob types, and export and import through it.
 */
#include "blob.h"

#include <string.h>

#include "gaps.h"
#include "parameters.h"
#include "wide.h"

/* One of these policies lets a private key out in the clear: the flag ALLOW_EXPORT is neither needed
 * nor enough (seen natively: .NET creates its keys with ALLOW_PLAINTEXT_EXPORT alone). */
#define PLAINTEXT NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG

/* One of these lets it out where nobody can read it: seen natively for PKCS#8 under a password. */
#define PROTECTED (NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG)

/* The columns that a row does not give are empty. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
/* clang-format off */
static const struct blob_type blob_types[] = {
    {BCRYPT_RSAPUBLIC_BLOB, &rsa_family, false, 0, rsa_encode_public, rsa_decode_public,
     {BCRYPT_RSAPUBLIC_MAGIC}},
    {BCRYPT_RSAPRIVATE_BLOB, &rsa_family, true, PLAINTEXT, rsa_encode_private, rsa_decode_private,
     {BCRYPT_RSAPRIVATE_MAGIC}},
    {BCRYPT_RSAFULLPRIVATE_BLOB, &rsa_family, true, PLAINTEXT, rsa_encode_full, rsa_decode_full,
     {BCRYPT_RSAFULLPRIVATE_MAGIC}},
    {LEGACY_RSAPUBLIC_BLOB, &rsa_family, false, 0, capi_rsa_encode_public, capi_rsa_decode_public,
     {0}},
    {LEGACY_RSAPRIVATE_BLOB, &rsa_family, true, PLAINTEXT, capi_rsa_encode_private,
     capi_rsa_decode_private, {0}, .takes_session_key = true},

    {BCRYPT_ECCPUBLIC_BLOB, &ec_family, false, 0, ec_encode_public, ec_decode_public,
     {BCRYPT_ECDH_PUBLIC_P256_MAGIC, BCRYPT_ECDH_PUBLIC_P384_MAGIC, BCRYPT_ECDH_PUBLIC_P521_MAGIC,
      BCRYPT_ECDSA_PUBLIC_P256_MAGIC, BCRYPT_ECDSA_PUBLIC_P384_MAGIC,
      BCRYPT_ECDSA_PUBLIC_P521_MAGIC, BCRYPT_ECDH_PUBLIC_GENERIC_MAGIC,
      BCRYPT_ECDSA_PUBLIC_GENERIC_MAGIC},
     {0}, {NCRYPTBUFFER_ECC_CURVE_NAME, NCRYPTBUFFER_ECC_PARAMETERS}},
    {BCRYPT_ECCPRIVATE_BLOB, &ec_family, true, PLAINTEXT, ec_encode_private, ec_decode_private,
     {BCRYPT_ECDH_PRIVATE_P256_MAGIC, BCRYPT_ECDH_PRIVATE_P384_MAGIC,
      BCRYPT_ECDH_PRIVATE_P521_MAGIC, BCRYPT_ECDSA_PRIVATE_P256_MAGIC,
      BCRYPT_ECDSA_PRIVATE_P384_MAGIC, BCRYPT_ECDSA_PRIVATE_P521_MAGIC,
      BCRYPT_ECDH_PRIVATE_GENERIC_MAGIC, BCRYPT_ECDSA_PRIVATE_GENERIC_MAGIC},
     {0}, {NCRYPTBUFFER_ECC_CURVE_NAME, NCRYPTBUFFER_ECC_PARAMETERS}},
    {BCRYPT_ECCFULLPUBLIC_BLOB, &ec_family, false, 0, ec_encode_full_public, ec_decode_full_public},
    {BCRYPT_ECCFULLPRIVATE_BLOB, &ec_family, true, PLAINTEXT, ec_encode_full_private,
     ec_decode_full_private},
    {SSL_ECCPUBLIC_BLOB, &ec_family, false, 0, ec_encode_ssl, ec_decode_ssl},

    {BCRYPT_DH_PUBLIC_BLOB, &dh_family, false, 0, dh_encode_public, dh_decode_public,
     {BCRYPT_DH_PUBLIC_MAGIC}},
    {BCRYPT_DH_PRIVATE_BLOB, &dh_family, true, PLAINTEXT, dh_encode_private, dh_decode_private,
     {BCRYPT_DH_PRIVATE_MAGIC}},
    {LEGACY_DH_PUBLIC_BLOB, &dh_family, false, 0, capi_dh_encode_public, capi_dh_decode_public,
     {0}},
    {LEGACY_DH_PRIVATE_BLOB, &dh_family, true, PLAINTEXT, capi_dh_encode_private,
     capi_dh_decode_private, {0}, .takes_session_key = true},

    {BCRYPT_DSA_PUBLIC_BLOB, &dsa_family, false, 0, dsa_encode_public, dsa_decode_public,
     {BCRYPT_DSA_PUBLIC_MAGIC, BCRYPT_DSA_PUBLIC_MAGIC_V2}},
    {BCRYPT_DSA_PRIVATE_BLOB, &dsa_family, true, PLAINTEXT, dsa_encode_private, dsa_decode_private,
     {BCRYPT_DSA_PRIVATE_MAGIC, BCRYPT_DSA_PRIVATE_MAGIC_V2}},
    {LEGACY_DSA_PUBLIC_BLOB, &dsa_family, false, 0, capi_dsa_encode_public, capi_dsa_decode_public,
     {0}},
    {LEGACY_DSA_PRIVATE_BLOB, &dsa_family, true, PLAINTEXT, capi_dsa_encode_private,
     capi_dsa_decode_private, {0}, .takes_session_key = true},
    {LEGACY_DSA_V2_PUBLIC_BLOB, &dsa_family, false, 0, capi_dss_encode_public,
     capi_dss_decode_public, {0}},
    {LEGACY_DSA_V2_PRIVATE_BLOB, &dsa_family, true, PLAINTEXT, capi_dss_encode_private,
     capi_dss_decode_private, {0}, .takes_session_key = true},

    {BCRYPT_MLKEM_PUBLIC_BLOB, &mlkem_family, false, 0, pq_encode_public, mlkem_decode_public,
     {BCRYPT_MLKEM_PUBLIC_MAGIC}},
    {BCRYPT_MLKEM_PRIVATE_BLOB, &mlkem_family, true, PLAINTEXT, pq_encode_private,
     mlkem_decode_private, {BCRYPT_MLKEM_PRIVATE_MAGIC}},
    {BCRYPT_MLKEM_PRIVATE_SEED_BLOB, &mlkem_family, true, PLAINTEXT, pq_encode_seed,
     mlkem_decode_seed, {BCRYPT_MLKEM_PRIVATE_SEED_MAGIC}},
    {BCRYPT_PQDSA_PUBLIC_BLOB, &mldsa_family, false, 0, pq_encode_public, pqdsa_decode_public,
     {BCRYPT_MLDSA_PUBLIC_MAGIC}},
    {BCRYPT_PQDSA_PRIVATE_BLOB, &mldsa_family, true, PLAINTEXT, pq_encode_private,
     pqdsa_decode_private, {BCRYPT_MLDSA_PRIVATE_MAGIC}},
    {BCRYPT_PQDSA_PRIVATE_SEED_BLOB, &mldsa_family, true, PLAINTEXT, pq_encode_seed,
     pqdsa_decode_seed, {BCRYPT_MLDSA_PRIVATE_SEED_MAGIC}},
    {BCRYPT_PQDSA_PUBLIC_BLOB, &slhdsa_family, false, 0, pq_encode_public, pqdsa_decode_public,
     {BCRYPT_SLHDSA_PUBLIC_MAGIC}},
    {BCRYPT_PQDSA_PRIVATE_BLOB, &slhdsa_family, true, PLAINTEXT, pq_encode_private,
     pqdsa_decode_private, {BCRYPT_SLHDSA_PRIVATE_MAGIC}},
    {NCRYPT_PQ_PRIVATE_KEY_BLOB, &mlkem_family, true, PLAINTEXT, pq_encode_wrapped,
     pq_decode_wrapped, {NCRYPT_PQ_PRIVATE_BLOB_MAGIC}},
    {NCRYPT_PQ_PRIVATE_KEY_BLOB, &mldsa_family, true, PLAINTEXT, pq_encode_wrapped,
     pq_decode_wrapped, {0}},
    {NCRYPT_PQ_PRIVATE_KEY_BLOB, &slhdsa_family, true, PLAINTEXT, pq_encode_wrapped,
     pq_decode_wrapped, {0}},

    {NCRYPT_CIPHER_KEY_BLOB, &symmetric_family, true, PLAINTEXT, cipher_key_encode,
     cipher_key_decode},
    {NCRYPT_PROTECTED_KEY_BLOB, &symmetric_family, true, PROTECTED, protected_key_encode,
     protected_key_decode},
    {NCRYPT_KDF_KEY_BLOB, &kdf_family, true, PLAINTEXT, kdf_key_encode, kdf_key_decode},

    {NCRYPT_PKCS8_PRIVATE_KEY_BLOB, NULL, true, PLAINTEXT, pkcs8_encode, pkcs8_decode, {0},
     {NCRYPTBUFFER_PKCS_SECRET, NCRYPTBUFFER_PKCS_ALG_OID, NCRYPTBUFFER_PKCS_ALG_PARAM},
     {NCRYPTBUFFER_PKCS_SECRET}},
    {NCRYPT_PKCS7_ENVELOPE_BLOB, NULL, true, PROTECTED, envelope_encode, envelope_decode, {0},
     {NCRYPTBUFFER_CERT_BLOB, NCRYPTBUFFER_PKCS_ALG_OID, NCRYPTBUFFER_PKCS_ALG_PARAM},
     {NCRYPTBUFFER_CERT_BLOB}, false, true},
    {BCRYPT_PKCS11_RSA_AES_WRAP_KEY_BLOB, NULL, true, GAP_POLICY_RSA_AES_WRAP, rsa_aes_encode,
     rsa_aes_decode, {0},
     {NCRYPTBUFFER_PKCS_AES_KEY_BITS, NCRYPTBUFFER_PKCS_PADDING_ALGO,
      NCRYPTBUFFER_PKCS_PADDING_LABEL}, {0}, true, true},
    {NCRYPT_OPAQUETRANSPORT_BLOB, NULL, true, PROTECTED, opaque_encode, opaque_decode},
};
/* clang-format on */
#pragma GCC diagnostic pop

/* Some types serve several families, with a row for each; family NULL: any of them. */
static const struct blob_type *find_type(const WCHAR *name, const struct key_family *family)
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

static const struct blob_type *find_type_by_magic(DWORD magic, bool is_private)
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

bool blob_is_type(const WCHAR *name)
{
    return find_type(name, NULL) || wide_equal(name, BCRYPT_PUBLIC_KEY_BLOB) ||
           wide_equal(name, BCRYPT_PRIVATE_KEY_BLOB);
}

/* The generic types stand for one of the key's own. */
static const struct blob_type *type_for_key(const struct key *key, const WCHAR *name)
{
    if (wide_equal(name, BCRYPT_PUBLIC_KEY_BLOB))
        name = key->type->family->public_blob;
    else if (wide_equal(name, BCRYPT_PRIVATE_KEY_BLOB))
        name = key->type->family->private_blob;
    return find_type(name, key->type->family);
}

static DWORD policies(const struct blob_type *type, const struct blob_request *request)
{
    bool secret = type->encode == pkcs8_encode &&
                  parameter_find(request->parameters, NCRYPTBUFFER_PKCS_SECRET);

    return secret || (type->takes_session_key && request->wrapping_key) ? PROTECTED
                                                                        : type->policies;
}

static SECURITY_STATUS run_codec(const struct blob_type *type, const struct key *key,
                                 const struct blob_request *request, struct writer *writer)
{
    return type->takes_session_key && request->wrapping_key
               ? session_key_encode(type, key, request, writer)
               : type->encode(key, request, writer);
}

static SECURITY_STATUS decode(const struct blob_type *type, const struct blob_request *request,
                              struct reader *reader, struct blob_contents *contents)
{
    return type->takes_session_key && request->wrapping_key
               ? session_key_decode(type, request, reader, contents)
               : type->decode(request, reader, contents);
}

/* Encodes twice: to learn the size, then for good, so that nothing is written that does not fit. */
static SECURITY_STATUS encode(const struct blob_type *type, const struct key *key,
                              const struct blob_request *request, BYTE *output, DWORD size,
                              DWORD *result)
{
    struct writer writer;
    SECURITY_STATUS status;

    writer_init(&writer, NULL, 0);
    if ((status = run_codec(type, key, request, &writer)))
        return status;
    *result = writer.position;
    if (!output)
        return ERROR_SUCCESS;
    if (size < writer.position)
        return NTE_BUFFER_TOO_SMALL;
    writer_init(&writer, output, writer.position);
    if ((status = run_codec(type, key, request, &writer)))
        return status;
    *result = writer.position;
    return writer.overflow ? NTE_INTERNAL_ERROR : ERROR_SUCCESS;
}

/* What an archiving policy allows, once, through the handle that made the key (learn.microsoft.com,
 * "Key Storage Property Identifiers"). */
static DWORD archiving_policy(const struct key *key)
{
    DWORD policy = 0;

    if (!key->original || __atomic_load_n(&key->archived, __ATOMIC_RELAXED))
        return 0;
    if (key->export_policy & NCRYPT_ALLOW_ARCHIVING_FLAG)
        policy |= NCRYPT_ALLOW_EXPORT_FLAG;
    if (key->export_policy & NCRYPT_ALLOW_PLAINTEXT_ARCHIVING_FLAG)
        policy |= NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    return policy;
}

/* Of several who want the one export at the same time one gets it. */
static SECURITY_STATUS encode_archive(const struct blob_type *type, struct key *key,
                                      const struct blob_request *request, BYTE *output, DWORD size,
                                      DWORD *result)
{
    uint32_t unused = 0;
    SECURITY_STATUS status;

    if (!__atomic_compare_exchange_n(&key->archived, &unused, 1, false, __ATOMIC_RELAXED,
                                     __ATOMIC_RELAXED))
        return NTE_NOT_SUPPORTED;
    if ((status = encode(type, key, request, output, size, result)))
        __atomic_store_n(&key->archived, 0, __ATOMIC_RELAXED);
    return status;
}

SECURITY_STATUS blob_export(struct key *key, const WCHAR *name, const struct blob_request *request,
                            BYTE *output, DWORD size, DWORD *result)
{
    const struct blob_type *type = type_for_key(key, name);
    bool allowed;
    SECURITY_STATUS status;

    if (!type)
        return GAP_STATUS_BLOB_TYPE;
    allowed = !type->is_private || key->export_policy & policies(type, request);
    if (!allowed && !(archiving_policy(key) & policies(type, request)))
        return NTE_NOT_SUPPORTED;
    if (type->is_private && !key_has_private(key))
        return GAP_STATUS_EXPORT_NO_PRIVATE;
    if (request->wrapping_key && !type->takes_export_key && !type->takes_session_key)
        return NTE_NOT_SUPPORTED;
    if ((status = parameters_check(request->parameters, type->export_buffers, 0)))
        return status;
    if (output && !allowed)
        return encode_archive(type, key, request, output, size, result);
    return encode(type, key, request, output, size, result);
}

static DWORD first_dword(const BYTE *data, DWORD size)
{
    struct reader reader;

    reader_init(&reader, data, size);
    return reader_u32(&reader);
}

static SECURITY_STATUS type_for_data(const WCHAR *name, const BYTE *data, DWORD size,
                                     const struct blob_type **type)
{
    bool is_private = wide_equal(name, BCRYPT_PRIVATE_KEY_BLOB);

    if (is_private || wide_equal(name, BCRYPT_PUBLIC_KEY_BLOB))
    {
        *type = find_type_by_magic(first_dword(data, size), is_private);
        return *type ? ERROR_SUCCESS : NTE_INVALID_PARAMETER;
    }
    *type = find_type(name, NULL);
    return *type && (*type)->decode ? ERROR_SUCCESS : GAP_STATUS_IMPORT_BLOB_TYPE;
}

void blob_contents_clear(struct blob_contents *contents)
{
    material_free(contents->material);
    property_list_clear(&contents->properties);
    memset(contents, 0, sizeof(*contents));
}

void blob_contents_move(struct blob_contents *contents, struct key *key,
                        const struct key_type *type, DWORD flags)
{
    key_set_material(key, type, contents->curve, contents->material, flags);
    if (contents->has_properties)
    {
        key->export_policy = contents->export_policy;
        key->usage = contents->usage;
        property_list_clear(&key->properties);
        key->properties = contents->properties;
    }
    memset(contents, 0, sizeof(*contents));
}

SECURITY_STATUS blob_import(const WCHAR *name, const struct blob_request *request, const BYTE *data,
                            DWORD size, struct blob_contents *contents)
{
    const struct blob_type *type;
    struct reader reader;
    SECURITY_STATUS status;

    memset(contents, 0, sizeof(*contents));
    if ((status = type_for_data(name, data, size, &type)))
        return status;
    if (request->wrapping_key && !type->takes_import_key && !type->takes_session_key)
        return NTE_NOT_SUPPORTED;
    if ((status = parameters_check(request->parameters, type->import_buffers,
                                   NCRYPTBUFFER_PKCS_KEY_NAME)))
        return status;
    reader_init(&reader, data, size);
    status = decode(type, request, &reader, contents);
    if (!status && !contents->type)
        status = NTE_NOT_SUPPORTED;
    if (!status && request->flags & GAP_GENERIC_ECC_FLAG)
        contents->type = key_type_generic(contents->type);
    if (status)
        blob_contents_clear(contents);
    return status;
}
