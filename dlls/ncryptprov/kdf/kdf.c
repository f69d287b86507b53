/*
 * The table of key derivation functions, see kdf.h.
 *
 * Sources: learn.microsoft.com, NCryptDeriveKey, BCryptDeriveKey, NCryptKeyDerivation; the comments
 * on KDF_* in bcrypt.h; Wine's and .NET's tests for what is not written there.
 */
#include "kdf.h"

#include "bytes.h"
#include "gaps.h"
#include "parameters.h"
#include "unixcall.h"
#include "wide.h"

#define DEFAULT_ITERATIONS 10000
#define TLS_PRF_SEED_SIZE 64

/* Protocols of KDF_TLS_PRF_PROTOCOL (schannel.h). */
#define PROTOCOL_TLS_1_0 0x0301
#define PROTOCOL_TLS_1_1 0x0302
#define PROTOCOL_TLS_1_2 0x0303
#define PROTOCOL_DTLS_1_0 0xfeff
#define PROTOCOL_DTLS_1_2 0xfefd

static SECURITY_STATUS setup_hmac(struct derivation *derivation)
{
    const struct kdf_request *request = derivation->request;

    derivation->secret_is_key = request->flags & KDF_USE_SECRET_AS_HMAC_KEY_FLAG;
    if (derivation->secret_is_key && parameter_find(request->parameters, KDF_HMAC_KEY))
        return GAP_STATUS_KDF_BUFFER;
    return ERROR_SUCCESS;
}

static SECURITY_STATUS read_protocol(const NCryptBufferDesc *parameters, DWORD *protocol)
{
    const NCryptBuffer *buffer = parameter_find(parameters, KDF_TLS_PRF_PROTOCOL);
    struct reader reader;

    *protocol = PROTOCOL_TLS_1_0;
    if (!buffer)
        return ERROR_SUCCESS;
    reader_init(&reader, buffer->pvBuffer, buffer->cbBuffer);
    *protocol = reader_u32(&reader);
    return reader_done(&reader) ? ERROR_SUCCESS : NTE_INVALID_PARAMETER;
}

/* Before TLS 1.2 the hashes are fixed, and one that is named does not matter. */
static SECURITY_STATUS setup_tls_prf(struct derivation *derivation)
{
    const NCryptBufferDesc *parameters = derivation->request->parameters;
    SECURITY_STATUS status;
    DWORD protocol;

    if ((status = read_protocol(parameters, &protocol)))
        return status;
    if (parameter_find(parameters, KDF_TLS_PRF_SEED)->cbBuffer != TLS_PRF_SEED_SIZE)
        return NTE_INVALID_PARAMETER;
    switch (protocol)
    {
    case PROTOCOL_TLS_1_0:
    case PROTOCOL_TLS_1_1:
    case PROTOCOL_DTLS_1_0:
        return ERROR_SUCCESS;
    case PROTOCOL_TLS_1_2:
    case PROTOCOL_DTLS_1_2:
        derivation->id = DERIVE_TLS_1_2;
        return derivation->hash == HASH_SHA256 || derivation->hash == HASH_SHA384
                   ? ERROR_SUCCESS
                   : GAP_STATUS_KDF_TLS_HASH;
    default:
        return GAP_STATUS_KDF_TLS_PROTOCOL;
    }
}

static SECURITY_STATUS setup_concat(struct derivation *derivation)
{
    if (derivation->hash == HASH_NONE)
        derivation->hash = GAP_CONCAT_HASH(derivation->request->secret_size);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS setup_pbkdf2(struct derivation *derivation)
{
    const NCryptBuffer *buffer = parameter_find(derivation->request->parameters,
                                                KDF_ITERATION_COUNT);
    struct reader reader;

    derivation->iterations = DEFAULT_ITERATIONS;
    if (!buffer)
        return ERROR_SUCCESS;
    reader_init(&reader, buffer->pvBuffer, buffer->cbBuffer); /* a ULONGLONG */
    derivation->iterations = reader_u32(&reader);
    derivation->iterations |= (uint64_t)reader_u32(&reader) << 32;
    return reader_done(&reader) ? ERROR_SUCCESS : NTE_INVALID_PARAMETER;
}

static SECURITY_STATUS setup_capi(struct derivation *derivation)
{
    if (derivation->request->flags & BCRYPT_CAPI_AES_FLAG)
        derivation->flags |= BRIDGE_DERIVE_EXPAND;
    return ERROR_SUCCESS;
}

/* The secret backwards, whatever its own byte order: little-endian for all but curve25519. */
static void derive_raw(const struct kdf_request *request, BYTE *output, DWORD size)
{
    DWORD i;

    for (i = 0; i < size; i++)
        output[i] = request->secret[request->secret_size - 1 - i];
}

#define HASH KDF_TYPE(KDF_HASH_ALGORITHM)
#define PREPEND KDF_TYPE(KDF_SECRET_PREPEND)
#define APPEND KDF_TYPE(KDF_SECRET_APPEND)
#define HMAC_KEY KDF_TYPE(KDF_HMAC_KEY)
#define TLS_LABEL KDF_TYPE(KDF_TLS_PRF_LABEL)
#define TLS_SEED KDF_TYPE(KDF_TLS_PRF_SEED)
#define TLS_PROTOCOL KDF_TYPE(KDF_TLS_PRF_PROTOCOL)
#define PARTIES (KDF_TYPE(KDF_ALGORITHMID) | KDF_TYPE(KDF_PARTYUINFO) | KDF_TYPE(KDF_PARTYVINFO))
#define SUPPLEMENTS (KDF_TYPE(KDF_SUPPPUBINFO) | KDF_TYPE(KDF_SUPPPRIVINFO))
#define LABEL_CONTEXT (KDF_TYPE(KDF_LABEL) | KDF_TYPE(KDF_CONTEXT))
#define SALT KDF_TYPE(KDF_SALT)
#define ITERATIONS KDF_TYPE(KDF_ITERATION_COUNT)
#define HKDF_SALT KDF_TYPE(KDF_HKDF_SALT)
#define HKDF_INFO KDF_TYPE(KDF_HKDF_INFO)

static const struct kdf kdfs[] = {
    /* of NCryptDeriveKey */
    {.name = BCRYPT_KDF_HASH,
     .id = DERIVE_HASH,
     .size = KDF_SIZE_DIGEST,
     .hash = HASH_SHA1,
     .optional = HASH | PREPEND | APPEND,
     .inputs = {0, PREPEND, APPEND}},
    {.name = BCRYPT_KDF_HMAC,
     .id = DERIVE_HMAC,
     .size = KDF_SIZE_DIGEST,
     .hash = HASH_SHA1,
     .optional = HASH | HMAC_KEY | PREPEND | APPEND,
     .inputs = {HMAC_KEY, PREPEND, APPEND},
     .setup = setup_hmac},
    {.name = BCRYPT_KDF_TLS_PRF,
     .id = DERIVE_TLS_1_0,
     .size = KDF_SIZE_TLS,
     .hash = HASH_SHA256,
     .required = TLS_LABEL | TLS_SEED,
     .optional = HASH | TLS_PROTOCOL,
     .inputs = {0, TLS_LABEL, TLS_SEED},
     .setup = setup_tls_prf},
    {.name = BCRYPT_KDF_SP80056A_CONCAT,
     .id = DERIVE_CONCAT,
     .size = KDF_SIZE_DIGEST,
     .required = PARTIES,
     .optional = HASH | SUPPLEMENTS,
     .inputs = {0, 0, PARTIES | SUPPLEMENTS},
     .setup = setup_concat},
    {.name = BCRYPT_KDF_HKDF,
     .id = DERIVE_HKDF,
     .size = KDF_SIZE_ASKED,
     .required = HASH,
     .optional = HKDF_SALT | HKDF_INFO,
     .inputs = {HKDF_SALT, 0, HKDF_INFO}},
    {.name = BCRYPT_KDF_RAW_SECRET, .size = KDF_SIZE_SECRET, .derive = derive_raw},

    /* of NCryptKeyDerivation */
    {.name = BCRYPT_SP800108_CTR_HMAC_ALGORITHM,
     .from_key = true,
     .id = DERIVE_SP800_108,
     .size = KDF_SIZE_ASKED,
     .required = HASH | LABEL_CONTEXT,
     .inputs = {0, 0, LABEL_CONTEXT},
     .generic = LABEL_CONTEXT,
     .zero_between = true},
    {.name = BCRYPT_SP80056A_CONCAT_ALGORITHM,
     .from_key = true,
     .id = DERIVE_CONCAT,
     .size = KDF_SIZE_ASKED,
     .required = HASH | PARTIES,
     .optional = SUPPLEMENTS,
     .inputs = {0, 0, PARTIES | SUPPLEMENTS},
     .generic = PARTIES | SUPPLEMENTS},
    {.name = BCRYPT_PBKDF2_ALGORITHM,
     .from_key = true,
     .id = DERIVE_PBKDF2,
     .size = KDF_SIZE_ASKED,
     .required = HASH,
     .optional = SALT | ITERATIONS,
     .inputs = {SALT, 0, 0},
     .generic = SALT,
     .setup = setup_pbkdf2},
    {.name = BCRYPT_CAPI_KDF_ALGORITHM,
     .from_key = true,
     .id = DERIVE_CAPI,
     .size = KDF_SIZE_ASKED,
     .required = HASH,
     .setup = setup_capi},
    {.name = BCRYPT_TLS1_1_KDF_ALGORITHM,
     .from_key = true,
     .id = DERIVE_TLS_1_0,
     .size = KDF_SIZE_ASKED,
     .required = TLS_LABEL | TLS_SEED,
     .inputs = {0, TLS_LABEL, TLS_SEED}},
    {.name = BCRYPT_TLS1_2_KDF_ALGORITHM,
     .from_key = true,
     .id = DERIVE_TLS_1_2,
     .size = KDF_SIZE_ASKED,
     .required = HASH | TLS_LABEL | TLS_SEED,
     .inputs = {0, TLS_LABEL, TLS_SEED}},
    {.name = BCRYPT_HKDF_ALGORITHM,
     .from_key = true,
     .id = DERIVE_HKDF,
     .size = KDF_SIZE_ASKED,
     .required = HASH,
     .optional = HKDF_SALT | HKDF_INFO,
     .inputs = {HKDF_SALT, 0, HKDF_INFO}},
};

const struct kdf *kdf_find(const WCHAR *name, bool from_key)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(kdfs); i++)
    {
        if (kdfs[i].from_key == from_key && wide_equal(kdfs[i].name, name))
            return &kdfs[i];
    }
    return NULL;
}
