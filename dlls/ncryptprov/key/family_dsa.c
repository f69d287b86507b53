/*
 * DSA keys (FIPS 186-4).
 */
#include "ffc.h"

#include <string.h>

#include "gaps.h"

#define OLD_MAX_BITS (8 * DSA_OLD_MAX_SIZE)
#define NEW_Q_SIZE 32 /* with SHA-256, for every new group above 1024 bits */

static void plan_new(const struct key *key, uint32_t sizes[BRIDGE_MAX_PARTS])
{
    uint32_t size = bits_to_bytes(key->length);
    struct ffc_numbers group = {0};

    sizes[DSA_P] = sizes[DSA_G] = sizes[DSA_Y] = size;
    sizes[DSA_Q] = sizes[DSA_SEED] = key->length <= OLD_MAX_BITS ? DSA_OLD_SEED_SIZE : NEW_Q_SIZE;
    if (ffc_waiting_group(key, &group))
    {
        sizes[DSA_Q] = group.part[DSA_Q].size;
        sizes[DSA_SEED] = group.part[DSA_SEED].size;
    }
    sizes[DSA_X] = sizes[DSA_Q];
    sizes[DSA_COUNT] = DSA_COUNT_SIZE;
}

static SECURITY_STATUS prepare_new(const struct key *key, struct material *material)
{
    struct ffc_numbers group = {0};

    return ffc_waiting_group(key, &group) ? ffc_give(key, &group, material) : ERROR_SUCCESS;
}

static DWORD length(const struct key *key)
{
    return number_bits(key->material->part[DSA_P], key->material->size[DSA_P]);
}

/* What CNG's blobs can tell: q as long as a SHA-1, SHA-256 or SHA-512 hash, and SHA-1 alone up to
 * 1024 bits of p. */
static bool group_fits(uint32_t p_size, uint32_t q_size)
{
    if (p_size < 512 / 8 || p_size > 3072 / 8)
        return false;
    return q_size == 20 || (p_size > DSA_OLD_MAX_SIZE && (q_size == 32 || q_size == 64));
}

static bool numbers_fit(const struct ffc_numbers *numbers, const uint32_t sizes[BRIDGE_MAX_PARTS])
{
    unsigned int i;

    for (i = DSA_P; i <= DSA_X; i++)
    {
        if (numbers->part[i].data && !ffc_number_fits(&numbers->part[i], sizes[i]))
            return false;
    }
    return true;
}

static void plan(const struct ffc_numbers *numbers, uint32_t sizes[BRIDGE_MAX_PARTS])
{
    const struct number *p = &numbers->part[DSA_P], *q = &numbers->part[DSA_Q];
    const struct number *seed = &numbers->part[DSA_SEED];

    sizes[DSA_P] = sizes[DSA_G] = sizes[DSA_Y] = number_size(p->data, p->size);
    sizes[DSA_Q] = number_size(q->data, q->size);
    sizes[DSA_X] = numbers->part[DSA_X].data ? sizes[DSA_Q] : 0;
    sizes[DSA_SEED] = seed->data ? seed->size : sizes[DSA_Q];
    sizes[DSA_COUNT] = DSA_COUNT_SIZE;
}

static void fill(struct material *material, enum dsa_part part)
{
    memset(material->part[part], 0xff, material->size[part]);
    material->given |= 1u << part;
}

SECURITY_STATUS dsa_contents(const struct ffc_numbers *numbers, struct blob_contents *contents)
{
    uint32_t sizes[BRIDGE_MAX_PARTS] = {0};
    unsigned int i;

    plan(numbers, sizes);
    if (!group_fits(sizes[DSA_P], sizes[DSA_Q]))
        return GAP_STATUS_DSA_GROUP;
    if (!numbers_fit(numbers, sizes))
        return GAP_STATUS_FFC_NUMBERS;
    if (!(contents->material = material_create(sizes)))
        return NTE_NO_MEMORY;
    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
    {
        if (numbers->part[i].data)
            material_set(contents->material, i, numbers->part[i].data, numbers->part[i].size);
    }
    if (!numbers->part[DSA_SEED].data)
    {
        fill(contents->material, DSA_SEED);
        fill(contents->material, DSA_COUNT);
    }
    contents->type = key_type_by_family(FAMILY_DSA, CURVE_NONE, NCRYPT_SIGNATURE_OPERATION);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS take_pkcs8(const struct bridge_pkcs8_decode *decoded,
                                  struct blob_contents *contents)
{
    struct ffc_numbers numbers = {0};

    ffc_take_pkcs8(decoded, &numbers);
    return dsa_contents(&numbers, contents);
}

static DWORD signature_size(const struct key *key)
{
    struct ffc_numbers group = {0};

    if (key->material)
        return 2 * key->material->size[DSA_Q];
    if (ffc_waiting_group(key, &group))
        return 2 * group.part[DSA_Q].size;
    return 2 * (key->length <= OLD_MAX_BITS ? DSA_OLD_SEED_SIZE : NEW_Q_SIZE);
}

/* DSA has one form and takes no padding information. */
static SECURITY_STATUS sign_setup(const struct key *key, const void *padding, DWORD flags,
                                  DWORD digest_size, bool verify, struct bridge_sign *params)
{
    (void)key, (void)digest_size, (void)verify, (void)params;
    if (padding || flags & ~(DWORD)NCRYPT_SILENT_FLAG)
        return NTE_INVALID_PARAMETER;
    return ERROR_SUCCESS;
}

const struct key_family dsa_family = {
    .id = FAMILY_DSA,
    .private_parts = 1u << DSA_X,
    .public_blob = BCRYPT_DSA_PUBLIC_BLOB,
    .private_blob = BCRYPT_DSA_PRIVATE_BLOB,
    .bad_numbers = GAP_STATUS_FFC_NUMBERS,
    .plan_new = plan_new,
    .prepare_new = prepare_new,
    .length = length,
    .take_pkcs8 = take_pkcs8,
    .signature_size = signature_size,
    .sign_setup = sign_setup,
};
