/*
 * DH keys (PKCS #3).
 */
#include "ffc.h"
#include "gaps.h"

#define MAX_SIZE (16384 / 8)

static void plan_new(const struct key *key, uint32_t sizes[BRIDGE_MAX_PARTS])
{
    sizes[DH_P] = sizes[DH_G] = sizes[DH_Y] = sizes[DH_X] = bits_to_bytes(key->length);
}

static SECURITY_STATUS prepare_new(const struct key *key, struct material *material)
{
    struct ffc_numbers group = {0};

    return ffc_waiting_group(key, &group) ? ffc_give(key, &group, material) : ERROR_SUCCESS;
}

static DWORD length(const struct key *key)
{
    return number_bits(key->material->part[DH_P], key->material->size[DH_P]);
}

SECURITY_STATUS dh_contents(const struct ffc_numbers *numbers, struct blob_contents *contents)
{
    const struct number *p = &numbers->part[DH_P];
    uint32_t sizes[BRIDGE_MAX_PARTS] = {0};
    unsigned int i;

    if (number_size(p->data, p->size) > MAX_SIZE)
        return GAP_STATUS_FFC_NUMBERS;
    sizes[DH_P] = sizes[DH_G] = sizes[DH_Y] = number_size(p->data, p->size);
    sizes[DH_X] = numbers->part[DH_X].data ? sizes[DH_P] : 0;
    for (i = 0; i <= DH_X; i++)
    {
        if (numbers->part[i].data && !ffc_number_fits(&numbers->part[i], sizes[i]))
            return GAP_STATUS_FFC_NUMBERS;
    }
    if (!(contents->material = material_create(sizes)))
        return NTE_NO_MEMORY;
    for (i = 0; i <= DH_X; i++)
    {
        if (numbers->part[i].data)
            material_set(contents->material, i, numbers->part[i].data, numbers->part[i].size);
    }
    contents->type = key_type_by_family(FAMILY_DH, CURVE_NONE, NCRYPT_SECRET_AGREEMENT_OPERATION);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS take_pkcs8(const struct bridge_pkcs8_decode *decoded,
                                  struct blob_contents *contents)
{
    struct ffc_numbers numbers = {0};

    ffc_take_pkcs8(decoded, &numbers);
    return dh_contents(&numbers, contents);
}

const struct key_family dh_family = {
    .id = FAMILY_DH,
    .private_parts = 1u << DH_X,
    .public_blob = BCRYPT_DH_PUBLIC_BLOB,
    .private_blob = BCRYPT_DH_PRIVATE_BLOB,
    .bad_numbers = GAP_STATUS_FFC_NUMBERS,
    .plan_new = plan_new,
    .prepare_new = prepare_new,
    .length = length,
    .take_pkcs8 = take_pkcs8,
};
