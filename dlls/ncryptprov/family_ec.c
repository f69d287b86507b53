/*
 * EC keys on named curves.
 */
#include "blob.h"
#include "curve.h"
#include "gaps.h"

static void plan_new(const struct key *key, uint32_t sizes[BRIDGE_MAX_PARTS])
{
    const struct curve *curve = curve_info(key->curve);

    sizes[EC_X] = sizes[EC_Y] = sizes[EC_D] = bits_to_bytes(curve->bits);
}

/* id-ecPublicKey does not tell ECDSA from ECDH.  Windows makes an ECDSA key unless the attribute
 * says that it is for agreement. */
static DWORD ec_operation(const struct bridge_pkcs8_decode *decoded)
{
    return decoded->usage & 0x08 && !(decoded->usage & 0x80) ? NCRYPT_SECRET_AGREEMENT_OPERATION
                                                             : NCRYPT_SIGNATURE_OPERATION;
}

static SECURITY_STATUS take_pkcs8(const struct bridge_pkcs8_decode *decoded,
                                  struct blob_contents *contents)
{
    const struct curve *curve = curve_info(decoded->group);
    uint32_t sizes[BRIDGE_MAX_PARTS] = {0};

    contents->curve = decoded->group;
    contents->type = key_type_by_family(FAMILY_EC, decoded->group, ec_operation(decoded));
    if (!curve || !contents->type)
        return NTE_NOT_SUPPORTED;
    sizes[EC_X] = sizes[EC_Y] = sizes[EC_D] = bits_to_bytes(curve->bits);
    if (decoded->parts[EC_D].size > sizes[EC_D])
        return NTE_BAD_DATA;
    if (!(contents->material = material_create(sizes)))
        return NTE_NO_MEMORY;
    /* The public point is computed: Windows ignores a wrong one here. */
    material_set(contents->material, EC_D, pkcs8_part(decoded, EC_D), decoded->parts[EC_D].size);
    return ERROR_SUCCESS;
}

static DWORD length(const struct key *key)
{
    return curve_info(key->curve)->bits;
}

static DWORD signature_size(const struct key *key)
{
    return 2 * bits_to_bytes(curve_info(key->curve)->order_bits);
}

/* ECDSA has one form and takes no padding information.  ECDH keys sign too, as natively. */
static SECURITY_STATUS sign_setup(const struct key *key, const void *padding, DWORD flags,
                                  DWORD digest_size, bool verify, struct bridge_sign *params)
{
    (void)key, (void)digest_size, (void)verify, (void)params;
    if (padding || flags & ~(DWORD)NCRYPT_SILENT_FLAG)
        return NTE_INVALID_PARAMETER;
    return ERROR_SUCCESS;
}

const struct key_family ec_family = {
    .id = FAMILY_EC,
    .private_parts = 1u << EC_D,
    .public_blob = BCRYPT_ECCPUBLIC_BLOB,
    .private_blob = BCRYPT_ECCPRIVATE_BLOB,
    .bad_numbers = GAP_STATUS_EC_NUMBERS,
    .plan_new = plan_new,
    .length = length,
    .take_pkcs8 = take_pkcs8,
    .signature_size = signature_size,
    .sign_setup = sign_setup,
};
