/*
 * Blob types: one row per type of NCryptExportKey and NCryptImportKey.
 */
#ifndef NCRYPTPROV_BLOB_H
#define NCRYPTPROV_BLOB_H

#include "bytes.h"
#include "key.h"

/* What comes with an export or import besides the blob. */
struct blob_request
{
    const NCryptBufferDesc *parameters; /* of the caller, or NULL */
    const struct key *wrapping_key;     /* hExportKey or hImportKey, or NULL */
    DWORD flags;
    const struct key *target; /* import: the unfinalized key that is to take the blob, or NULL */
};

/* What a blob holds once it is read: enough to make a key. */
struct blob_contents
{
    const struct key_type *type;
    enum bridge_curve curve; /* curve and set as in struct key */
    enum bridge_pq_set set;
    struct material *material;
    /* Only OpaqueTransport holds more than the numbers: */
    bool has_properties; /* the rest is set */
    DWORD export_policy;
    DWORD usage;
    struct property_list properties;
};

/* The two halves of a codec. */
typedef SECURITY_STATUS blob_encoder(const struct key *key, const struct blob_request *request,
                                     struct writer *writer);
typedef SECURITY_STATUS blob_decoder(const struct blob_request *request, struct reader *reader,
                                     struct blob_contents *contents);

struct blob_type
{
    const WCHAR *name;
    const struct key_family *family; /* NULL: any (the codec decides) */
    bool is_private;
    DWORD policies; /* NCRYPT_ALLOW_* export policies of which one is enough */
    blob_encoder *encode;
    blob_decoder *decode;
    DWORD magics[8]; /* first DWORDs by which PUBLICBLOB and PRIVATEBLOB know this type */
    /* NCRYPTBUFFER_* types that parameter lists may hold, 0-terminated; NCRYPTBUFFER_PKCS_KEY_NAME
     * may always come with an import. */
    ULONG export_buffers[5], import_buffers[5];
    ULONG protecting_buffer; /* the one under whose contents nobody can read the key */
    bool takes_export_key, takes_import_key; /* hExportKey, hImportKey; else NTE_NOT_SUPPORTED */
    bool takes_session_key;                  /* both, a symmetric key: blob_session_key.c */
};

/* NCryptExportKey from the blob type on: type, policy, parameters, buffer.  The key is finalized. */
SECURITY_STATUS blob_export(struct key *key, const WCHAR *name, const struct blob_request *request,
                            BYTE *output, DWORD size, DWORD *result);

/* Reads a blob.  On success the caller owns what contents points to. */
SECURITY_STATUS blob_import(const WCHAR *name, const struct blob_request *request, const BYTE *data,
                            DWORD size, struct blob_contents *contents);
void blob_contents_clear(struct blob_contents *contents);
/* Gives all that was read to an unfinalized key, which becomes one of this type.  flags: of the import. */
void blob_contents_move(struct blob_contents *contents, struct key *key,
                        const struct key_type *type, DWORD flags);

/* Whether the name is that of a blob type (setting a property of that name imports it). */
bool blob_is_type(const WCHAR *name);

/* blob_types.c: the table.  Some types serve several families, with a row for each; family NULL: any of
 * them. */
const struct blob_type *blob_type_find(const WCHAR *name, const struct key_family *family);
const struct blob_type *blob_type_by_magic(DWORD magic, bool is_private);

/* The export policies of which one lets a private key out where nobody can read it: seen natively for
 * PKCS#8 under a password. */
#define BLOB_POLICY_PROTECTED (NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG)

/* blob_rsa.c */
blob_encoder rsa_encode_public, rsa_encode_private, rsa_encode_full;
blob_decoder rsa_decode_public, rsa_decode_private, rsa_decode_full;

/* Plans and fills RSA material from big-endian numbers; p and q NULL for a public key. */
struct rsa_numbers
{
    const uint8_t *e, *n, *p, *q;
    uint32_t e_size, n_size, p_size, q_size;
};
SECURITY_STATUS rsa_contents(const struct rsa_numbers *numbers, struct blob_contents *contents);

/* blob_ec.c, blob_ec_full.c */
blob_encoder ec_encode_public, ec_encode_private, ec_encode_ssl;
blob_decoder ec_decode_public, ec_decode_private, ec_decode_ssl;
blob_encoder ec_encode_full_public, ec_encode_full_private;
blob_decoder ec_decode_full_public, ec_decode_full_private;

/* blob_dsa.c, blob_dh.c */
blob_encoder dsa_encode_public, dsa_encode_private, dh_encode_public, dh_encode_private;
blob_decoder dsa_decode_public, dsa_decode_private, dh_decode_public, dh_decode_private;

/* blob_capi_rsa.c; blob_capi_dss.c (version 2); blob_capi_ffc.c (version 3) */
blob_encoder capi_rsa_encode_public, capi_rsa_encode_private;
blob_decoder capi_rsa_decode_public, capi_rsa_decode_private;
blob_encoder capi_dss_encode_public, capi_dss_encode_private;
blob_decoder capi_dss_decode_public, capi_dss_decode_private;
blob_encoder capi_dsa_encode_public, capi_dsa_encode_private;
blob_decoder capi_dsa_decode_public, capi_dsa_decode_private;
blob_encoder capi_dh_encode_public, capi_dh_encode_private;
blob_decoder capi_dh_decode_public, capi_dh_decode_private;

/* blob_pq.c */
blob_encoder pq_encode_public, pq_encode_private, pq_encode_seed, pq_encode_wrapped;
blob_decoder mlkem_decode_public, mlkem_decode_private, mlkem_decode_seed;
blob_decoder pqdsa_decode_public, pqdsa_decode_private, pqdsa_decode_seed, pq_decode_wrapped;

/* blob_symmetric.c */
blob_encoder cipher_key_encode, protected_key_encode, kdf_key_encode;
blob_decoder cipher_key_decode, protected_key_decode, kdf_key_decode;

/* blob_pkcs8.c */
blob_encoder pkcs8_encode;
blob_decoder pkcs8_decode;
/* blob_pkcs8_plain.c: the bytes of a number of a decoded PKCS#8 structure, for the families' take_pkcs8. */
const uint8_t *pkcs8_part(const struct bridge_pkcs8_decode *decoded, unsigned int part);

/* blob_envelope.c, blob_rsa_aes.c, blob_opaque.c */
blob_encoder envelope_encode, rsa_aes_encode, opaque_encode;
blob_decoder envelope_decode, rsa_aes_decode, opaque_decode;

/* blob_session_key.c: a legacy blob, all but its header encrypted under request->wrapping_key. */
SECURITY_STATUS session_key_encode(const struct blob_type *type, const struct key *key,
                                   const struct blob_request *request, struct writer *writer);
SECURITY_STATUS session_key_decode(const struct blob_type *type, const struct blob_request *request,
                                   struct reader *reader, struct blob_contents *contents);

#endif
