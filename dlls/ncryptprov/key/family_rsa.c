/*
 * RSA keys: lengths, and what padding information means.
 */
#include "blob.h"
#include "gaps.h"
#include "hash.h"

static const uint8_t default_exponent[] = {1, 0, 1}; /* 65537 */

static void plan_new(const struct key *key, uint32_t sizes[BRIDGE_MAX_PARTS])
{
    DWORD modulus = bits_to_bytes(key->length), prime = bits_to_bytes((key->length + 1) / 2);

    sizes[RSA_E] = sizeof(default_exponent);
    sizes[RSA_N] = sizes[RSA_D] = modulus;
    sizes[RSA_P] = sizes[RSA_DP] = sizes[RSA_QINV] = prime;
    sizes[RSA_Q] = sizes[RSA_DQ] = bits_to_bytes(key->length / 2);
}

static SECURITY_STATUS prepare_new(const struct key *key, struct material *material)
{
    (void)key;
    material_set(material, RSA_E, default_exponent, sizeof(default_exponent));
    return ERROR_SUCCESS;
}

static SECURITY_STATUS take_pkcs8(const struct bridge_pkcs8_decode *decoded,
                                  struct blob_contents *contents)
{
    const struct rsa_numbers numbers = {
        .e = pkcs8_part(decoded, RSA_E),
        .e_size = decoded->parts[RSA_E].size,
        .n = pkcs8_part(decoded, RSA_N),
        .n_size = decoded->parts[RSA_N].size,
        .p = pkcs8_part(decoded, RSA_P),
        .p_size = decoded->parts[RSA_P].size,
        .q = pkcs8_part(decoded, RSA_Q),
        .q_size = decoded->parts[RSA_Q].size,
    };

    return rsa_contents(&numbers, contents);
}

static DWORD length(const struct key *key)
{
    return number_bits(key->material->part[RSA_N], key->material->size[RSA_N]);
}

static DWORD modulus_size(const struct key *key)
{
    return bits_to_bytes(key->length);
}

/* The hash that an algorithm name in padding information stands for. */
static SECURITY_STATUS find_hash(const WCHAR *name, DWORD digest_size, uint32_t *hash)
{
    if ((*hash = hash_by_name(name)) == HASH_NONE)
        return NTE_NOT_SUPPORTED;
    return hash_digest_size(*hash) == digest_size ? ERROR_SUCCESS : NTE_INVALID_PARAMETER;
}

static SECURITY_STATUS setup_pkcs1(const BCRYPT_PKCS1_PADDING_INFO *info, DWORD digest_size,
                                   struct bridge_sign *params)
{
    if (!info)
        return NTE_INVALID_PARAMETER;
    params->scheme = SCHEME_PKCS1;
    /* No name: the bytes are signed without a DigestInfo around them. */
    return info->pszAlgId ? find_hash(info->pszAlgId, digest_size, &params->hash) : ERROR_SUCCESS;
}

static SECURITY_STATUS setup_pss(const BCRYPT_PSS_PADDING_INFO *info, DWORD digest_size,
                                 struct bridge_sign *params)
{
    if (!info || !info->pszAlgId)
        return NTE_INVALID_PARAMETER;
    params->scheme = SCHEME_PSS;
    params->salt_size = info->cbSalt;
    return find_hash(info->pszAlgId, digest_size, &params->hash);
}

static SECURITY_STATUS sign_setup(const struct key *key, const void *padding, DWORD flags,
                                  DWORD digest_size, bool verify, struct bridge_sign *params)
{
    SECURITY_STATUS status;

    (void)key;
    switch (flags & ~(DWORD)NCRYPT_SILENT_FLAG)
    {
    case NCRYPT_PAD_PKCS1_FLAG:
        return setup_pkcs1(padding, digest_size, params);
    case NCRYPT_PAD_PSS_FLAG:
        return setup_pss(padding, digest_size, params);
    case NCRYPT_PAD_PKCS1_FLAG | BCRYPT_PAD_PKCS1_OPTIONAL_HASH_OID:
    case BCRYPT_PAD_PKCS1_OPTIONAL_HASH_OID:
        if ((status = setup_pkcs1(padding, digest_size, params)))
            return status;
        if (verify)
            params->scheme = SCHEME_PKCS1_OPTIONAL_OID;
        return ERROR_SUCCESS;
    default:
        return NTE_INVALID_PARAMETER;
    }
}

static SECURITY_STATUS setup_oaep(const BCRYPT_OAEP_PADDING_INFO *info, struct bridge_crypt *params)
{
    if (!info || !info->pszAlgId || (info->cbLabel && !info->pbLabel))
        return NTE_INVALID_PARAMETER;
    params->scheme = SCHEME_OAEP;
    params->label.data = bridge_pointer(info->pbLabel);
    params->label.size = info->cbLabel;
    params->hash = hash_by_name(info->pszAlgId);
    return params->hash == HASH_NONE ? NTE_NOT_SUPPORTED : ERROR_SUCCESS;
}

static SECURITY_STATUS crypt_setup(const struct key *key, const void *padding, DWORD flags,
                                   struct bridge_crypt *params)
{
    (void)key;
    switch (flags & ~(DWORD)NCRYPT_SILENT_FLAG)
    {
    case NCRYPT_NO_PADDING_FLAG:
        params->scheme = SCHEME_NONE;
        return ERROR_SUCCESS;
    case NCRYPT_PAD_PKCS1_FLAG:
        params->scheme = SCHEME_PKCS1;
        return ERROR_SUCCESS;
    case NCRYPT_PAD_OAEP_FLAG:
        return setup_oaep(padding, params);
    default:
        return NTE_INVALID_PARAMETER;
    }
}

const struct key_family rsa_family = {
    .id = FAMILY_RSA,
    .private_parts = 1u << RSA_P | 1u << RSA_Q | 1u << RSA_DP | 1u << RSA_DQ | 1u << RSA_QINV |
                     1u << RSA_D,
    .public_blob = BCRYPT_RSAPUBLIC_BLOB,
    .private_blob = BCRYPT_RSAPRIVATE_BLOB,
    .bad_numbers = GAP_STATUS_RSA_NUMBERS,
    .plan_new = plan_new,
    .prepare_new = prepare_new,
    .length = length,
    .take_pkcs8 = take_pkcs8,
    .signature_size = modulus_size,
    .block_size = modulus_size,
    .sign_setup = sign_setup,
    .crypt_setup = crypt_setup,
};
