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
    union /* as in struct key */
    {
        enum bridge_curve curve;
        uint32_t group;
    };
    struct material *material;
    /* Only OpaqueTransport holds more than the numbers: */
    bool has_properties; /* the rest is set */
    DWORD export_policy;
    DWORD usage;
    struct property_list properties;
};

struct blob_type
{
    const WCHAR *name;
    const struct key_family *family; /* NULL: any (the codec decides) */
    bool is_private;
    DWORD policies; /* NCRYPT_ALLOW_* export policies of which one is enough */
    SECURITY_STATUS (*encode)(const struct key *key, const struct blob_request *request,
                              struct writer *writer);
    SECURITY_STATUS (*decode)(const struct blob_request *request, struct reader *reader,
                              struct blob_contents *contents);
    DWORD magics[8]; /* first DWORDs by which PUBLICBLOB and PRIVATEBLOB know this type */
    /* NCRYPTBUFFER_* types that parameter lists may hold, 0-terminated; NCRYPTBUFFER_PKCS_KEY_NAME
     * may always come with an import. */
    ULONG export_buffers[5], import_buffers[5];
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

/* The codecs, one file per format. */
SECURITY_STATUS rsa_encode_public(const struct key *key, const struct blob_request *request,
                                  struct writer *writer);
SECURITY_STATUS rsa_encode_private(const struct key *key, const struct blob_request *request,
                                   struct writer *writer);
SECURITY_STATUS rsa_encode_full(const struct key *key, const struct blob_request *request,
                                struct writer *writer);
SECURITY_STATUS rsa_decode_public(const struct blob_request *request, struct reader *reader,
                                  struct blob_contents *contents);
SECURITY_STATUS rsa_decode_private(const struct blob_request *request, struct reader *reader,
                                   struct blob_contents *contents);
SECURITY_STATUS rsa_decode_full(const struct blob_request *request, struct reader *reader,
                                struct blob_contents *contents);

/* Plans and fills RSA material from big-endian numbers; p and q NULL for a public key. */
struct rsa_numbers
{
    const uint8_t *e, *n, *p, *q;
    uint32_t e_size, n_size, p_size, q_size;
};
SECURITY_STATUS rsa_contents(const struct rsa_numbers *numbers, struct blob_contents *contents);

SECURITY_STATUS capi_rsa_encode_public(const struct key *key, const struct blob_request *request,
                                       struct writer *writer);
SECURITY_STATUS capi_rsa_encode_private(const struct key *key, const struct blob_request *request,
                                        struct writer *writer);
SECURITY_STATUS capi_rsa_decode_public(const struct blob_request *request, struct reader *reader,
                                       struct blob_contents *contents);
SECURITY_STATUS capi_rsa_decode_private(const struct blob_request *request, struct reader *reader,
                                        struct blob_contents *contents);

SECURITY_STATUS ec_encode_public(const struct key *key, const struct blob_request *request,
                                 struct writer *writer);
SECURITY_STATUS ec_encode_private(const struct key *key, const struct blob_request *request,
                                  struct writer *writer);
SECURITY_STATUS ec_decode_public(const struct blob_request *request, struct reader *reader,
                                 struct blob_contents *contents);
SECURITY_STATUS ec_decode_private(const struct blob_request *request, struct reader *reader,
                                  struct blob_contents *contents);
SECURITY_STATUS ec_encode_full_public(const struct key *key, const struct blob_request *request,
                                      struct writer *writer);
SECURITY_STATUS ec_encode_full_private(const struct key *key, const struct blob_request *request,
                                       struct writer *writer);
SECURITY_STATUS ec_decode_full_public(const struct blob_request *request, struct reader *reader,
                                      struct blob_contents *contents);
SECURITY_STATUS ec_decode_full_private(const struct blob_request *request, struct reader *reader,
                                       struct blob_contents *contents);
SECURITY_STATUS ec_encode_ssl(const struct key *key, const struct blob_request *request,
                              struct writer *writer);
SECURITY_STATUS ec_decode_ssl(const struct blob_request *request, struct reader *reader,
                              struct blob_contents *contents);

/* blob_dsa.c, blob_dh.c; blob_capi_dss.c (version 2); blob_capi_ffc.c (version 3) */
SECURITY_STATUS dsa_encode_public(const struct key *key, const struct blob_request *request,
                                  struct writer *writer);
SECURITY_STATUS dsa_encode_private(const struct key *key, const struct blob_request *request,
                                   struct writer *writer);
SECURITY_STATUS dsa_decode_public(const struct blob_request *request, struct reader *reader,
                                  struct blob_contents *contents);
SECURITY_STATUS dsa_decode_private(const struct blob_request *request, struct reader *reader,
                                   struct blob_contents *contents);
SECURITY_STATUS dh_encode_public(const struct key *key, const struct blob_request *request,
                                 struct writer *writer);
SECURITY_STATUS dh_encode_private(const struct key *key, const struct blob_request *request,
                                  struct writer *writer);
SECURITY_STATUS dh_decode_public(const struct blob_request *request, struct reader *reader,
                                 struct blob_contents *contents);
SECURITY_STATUS dh_decode_private(const struct blob_request *request, struct reader *reader,
                                  struct blob_contents *contents);
SECURITY_STATUS capi_dss_encode_public(const struct key *key, const struct blob_request *request,
                                       struct writer *writer);
SECURITY_STATUS capi_dss_encode_private(const struct key *key, const struct blob_request *request,
                                        struct writer *writer);
SECURITY_STATUS capi_dss_decode_public(const struct blob_request *request, struct reader *reader,
                                       struct blob_contents *contents);
SECURITY_STATUS capi_dss_decode_private(const struct blob_request *request, struct reader *reader,
                                        struct blob_contents *contents);
SECURITY_STATUS capi_dsa_encode_public(const struct key *key, const struct blob_request *request,
                                       struct writer *writer);
SECURITY_STATUS capi_dsa_encode_private(const struct key *key, const struct blob_request *request,
                                        struct writer *writer);
SECURITY_STATUS capi_dsa_decode_public(const struct blob_request *request, struct reader *reader,
                                       struct blob_contents *contents);
SECURITY_STATUS capi_dsa_decode_private(const struct blob_request *request, struct reader *reader,
                                        struct blob_contents *contents);
SECURITY_STATUS capi_dh_encode_public(const struct key *key, const struct blob_request *request,
                                      struct writer *writer);
SECURITY_STATUS capi_dh_encode_private(const struct key *key, const struct blob_request *request,
                                       struct writer *writer);
SECURITY_STATUS capi_dh_decode_public(const struct blob_request *request, struct reader *reader,
                                      struct blob_contents *contents);
SECURITY_STATUS capi_dh_decode_private(const struct blob_request *request, struct reader *reader,
                                       struct blob_contents *contents);
SECURITY_STATUS pq_encode_public(const struct key *key, const struct blob_request *request,
                                 struct writer *writer);
SECURITY_STATUS pq_encode_private(const struct key *key, const struct blob_request *request,
                                  struct writer *writer);
SECURITY_STATUS pq_encode_seed(const struct key *key, const struct blob_request *request,
                               struct writer *writer);
SECURITY_STATUS pq_encode_wrapped(const struct key *key, const struct blob_request *request,
                                  struct writer *writer);
SECURITY_STATUS mlkem_decode_public(const struct blob_request *request, struct reader *reader,
                                    struct blob_contents *contents);
SECURITY_STATUS mlkem_decode_private(const struct blob_request *request, struct reader *reader,
                                     struct blob_contents *contents);
SECURITY_STATUS mlkem_decode_seed(const struct blob_request *request, struct reader *reader,
                                  struct blob_contents *contents);
SECURITY_STATUS pqdsa_decode_public(const struct blob_request *request, struct reader *reader,
                                    struct blob_contents *contents);
SECURITY_STATUS pqdsa_decode_private(const struct blob_request *request, struct reader *reader,
                                     struct blob_contents *contents);
SECURITY_STATUS pqdsa_decode_seed(const struct blob_request *request, struct reader *reader,
                                  struct blob_contents *contents);
SECURITY_STATUS pq_decode_wrapped(const struct blob_request *request, struct reader *reader,
                                  struct blob_contents *contents);

SECURITY_STATUS cipher_key_encode(const struct key *key, const struct blob_request *request,
                                  struct writer *writer);
SECURITY_STATUS cipher_key_decode(const struct blob_request *request, struct reader *reader,
                                  struct blob_contents *contents);
SECURITY_STATUS protected_key_encode(const struct key *key, const struct blob_request *request,
                                     struct writer *writer);
SECURITY_STATUS protected_key_decode(const struct blob_request *request, struct reader *reader,
                                     struct blob_contents *contents);
SECURITY_STATUS kdf_key_encode(const struct key *key, const struct blob_request *request,
                               struct writer *writer);
SECURITY_STATUS kdf_key_decode(const struct blob_request *request, struct reader *reader,
                               struct blob_contents *contents);

/* The bytes of a number of a decoded PKCS#8 structure, for the families' take_pkcs8. */
const uint8_t *pkcs8_part(const struct bridge_pkcs8_decode *decoded, unsigned int part);
SECURITY_STATUS pkcs8_encode(const struct key *key, const struct blob_request *request,
                             struct writer *writer);
SECURITY_STATUS pkcs8_decode(const struct blob_request *request, struct reader *reader,
                             struct blob_contents *contents);

/* blob_session_key.c: a legacy blob, all but its header encrypted under request->wrapping_key. */
SECURITY_STATUS session_key_encode(const struct blob_type *type, const struct key *key,
                                   const struct blob_request *request, struct writer *writer);
SECURITY_STATUS session_key_decode(const struct blob_type *type, const struct blob_request *request,
                                   struct reader *reader, struct blob_contents *contents);

/* blob_opaque.c */
SECURITY_STATUS opaque_encode(const struct key *key, const struct blob_request *request,
                              struct writer *writer);
SECURITY_STATUS opaque_decode(const struct blob_request *request, struct reader *reader,
                              struct blob_contents *contents);

/* blob_envelope.c */
SECURITY_STATUS envelope_encode(const struct key *key, const struct blob_request *request,
                                struct writer *writer);
SECURITY_STATUS envelope_decode(const struct blob_request *request, struct reader *reader,
                                struct blob_contents *contents);

/* blob_rsa_aes.c */
SECURITY_STATUS rsa_aes_encode(const struct key *key, const struct blob_request *request,
                               struct writer *writer);
SECURITY_STATUS rsa_aes_decode(const struct blob_request *request, struct reader *reader,
                               struct blob_contents *contents);

#endif
