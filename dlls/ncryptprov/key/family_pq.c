/*
 * Post-quantum keys: what their three families share and where they differ.
 */
#include "blob.h"
#include "gaps.h"
#include "pq.h"

static uint32_t group(const struct key *key)
{
    return key->set;
}

/* There is no standard parameter set. */
static SECURITY_STATUS check_new(const struct key *key)
{
    return key->set == PQ_NONE ? GAP_STATUS_NO_PARAMETER_SET : ERROR_SUCCESS;
}

static void plan_new(const struct key *key, uint32_t sizes[BRIDGE_MAX_PARTS])
{
    const struct pq_set *set = pq_set_info(key->set);

    sizes[PQ_PUBLIC] = set->public_size;
    sizes[PQ_PRIVATE] = set->private_size;
    sizes[PQ_SEED] = set->seed_size;
}

/* What these keys have are parameter sets, not lengths. */
static DWORD length(const struct key *key)
{
    (void)key;
    return 0;
}

/* The public key is computed in any case. */
static SECURITY_STATUS take_pkcs8(const struct bridge_pkcs8_decode *decoded,
                                  struct blob_contents *contents)
{
    const struct pq_set *set = pq_set_info(decoded->group);
    uint32_t sizes[BRIDGE_MAX_PARTS] = {0}, seed, private;

    contents->set = decoded->group;
    contents->type = key_type_by_family(decoded->family, CURVE_NONE, ~(DWORD)0);
    if (!set || !contents->type)
        return NTE_NOT_SUPPORTED;
    seed = decoded->parts[PQ_SEED].size;
    private = decoded->parts[PQ_PRIVATE].size;
    sizes[PQ_PUBLIC] = set->public_size;
    sizes[PQ_PRIVATE] = set->private_size;
    sizes[PQ_SEED] = seed;
    if (!(contents->material = material_create(sizes)))
        return NTE_NO_MEMORY;
    if (seed)
        material_set(contents->material, PQ_SEED, pkcs8_part(decoded, PQ_SEED), seed);
    if (private)
        material_set(contents->material, PQ_PRIVATE, pkcs8_part(decoded, PQ_PRIVATE), private);
    return ERROR_SUCCESS;
}

static DWORD output_size(const struct key *key)
{
    const struct pq_set *set = pq_set_info(key->set);

    return set ? set->output_size : 0;
}

/* BCRYPT_PQDSA_PADDING_INFO (learn.microsoft.com): a context of at most 255 bytes, and the hash where
 * what is signed is a digest. */
static SECURITY_STATUS read_padding(const BCRYPT_PQDSA_PADDING_INFO *info, DWORD digest_size,
                                    struct bridge_sign *params)
{
    if (info->cbCtx > BRIDGE_PQ_MAX_CONTEXT)
        return GAP_STATUS_LONG_CONTEXT;
    if (info->cbCtx && !info->pbCtx)
        return NTE_INVALID_PARAMETER;
    params->context.data = bridge_pointer(info->pbCtx);
    params->context.size = info->cbCtx;
    if (!info->pszPrehashAlgId)
        return ERROR_SUCCESS;
    if ((params->hash = pq_prehash_by_name(info->pszPrehashAlgId)) == PREHASH_NONE)
        return GAP_STATUS_PREHASH;
    return pq_prehash_size(params->hash) == digest_size ? ERROR_SUCCESS : NTE_INVALID_PARAMETER;
}

/* The message representative holds the context already (FIPS 204 algorithm 7). */
static SECURITY_STATUS setup_mu(DWORD digest_size, struct bridge_sign *params)
{
    if (digest_size != BRIDGE_PQ_MU_SIZE)
        return NTE_INVALID_PARAMETER;
    params->flags |= BRIDGE_PQ_EXTERNAL_MU;
    return ERROR_SUCCESS;
}

/* Padding information may be left out: the pure form with an empty context. */
static SECURITY_STATUS sign_setup(const struct key *key, const void *padding, DWORD flags,
                                  DWORD digest_size, bool verify, struct bridge_sign *params)
{
    (void)verify;
    if (flags & ~(DWORD)(NCRYPT_PAD_PQDSA_FLAG | NCRYPT_SILENT_FLAG) ||
        (padding && !(flags & NCRYPT_PAD_PQDSA_FLAG)))
        return NTE_INVALID_PARAMETER;
    if (padding)
        return read_padding(padding, digest_size, params);
    if (key->type->family->id == FAMILY_MLDSA && flags == GAP_EXTERNAL_MU_FLAGS)
        return setup_mu(digest_size, params);
    return ERROR_SUCCESS;
}

#define PQ_FAMILY(family)                                                                          \
    .id = (family), .has_sets = true, .private_parts = 1u << PQ_PRIVATE | 1u << PQ_SEED,           \
    .bad_numbers = GAP_STATUS_PQ_NUMBERS, .group = group, .check_new = check_new,                  \
    .plan_new = plan_new, .length = length, .take_pkcs8 = take_pkcs8

const struct key_family mlkem_family = {
    PQ_FAMILY(FAMILY_MLKEM),
    .public_blob = BCRYPT_MLKEM_PUBLIC_BLOB,
    .private_blob = BCRYPT_MLKEM_PRIVATE_BLOB,
    .ciphertext_size = output_size,
};

const struct key_family mldsa_family = {
    PQ_FAMILY(FAMILY_MLDSA),
    .public_blob = BCRYPT_PQDSA_PUBLIC_BLOB,
    .private_blob = BCRYPT_PQDSA_PRIVATE_BLOB,
    .signature_size = output_size,
    .sign_setup = sign_setup,
};

const struct key_family slhdsa_family = {
    PQ_FAMILY(FAMILY_SLHDSA),
    .public_blob = BCRYPT_PQDSA_PUBLIC_BLOB,
    .private_blob = BCRYPT_PQDSA_PRIVATE_BLOB,
    .signature_size = output_size,
    .sign_setup = sign_setup,
};
