/*
 * EC keys on named curves.
 */
#include "curve.h"
#include "gaps.h"
#include "key.h"

static void plan_new(const struct key *key, uint32_t sizes[BRIDGE_MAX_PARTS])
{
    const struct curve *curve = curve_info(key->curve);

    sizes[EC_X] = sizes[EC_Y] = sizes[EC_D] = bits_to_bytes(curve->bits);
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
    .pkcs8_usages = NCRYPT_ALLOW_SIGNING_FLAG | NCRYPT_ALLOW_KEY_AGREEMENT_FLAG,
    .bad_numbers = GAP_STATUS_EC_NUMBERS,
    .plan_new = plan_new,
    .length = length,
    .signature_size = signature_size,
    .sign_setup = sign_setup,
};
