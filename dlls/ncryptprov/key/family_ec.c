/*
 * EC keys on named curves and on explicit ones.
 */
#include "blob.h"
#include "ec_domain.h"
#include "gaps.h"

static uint32_t group(const struct key *key)
{
    return key->curve;
}

/* The parameters of a curve that the caller made, else NULL. */
static SECURITY_STATUS explicit_domain(const struct key *key, struct material **domain)
{
    *domain = NULL;
    return key->curve == CURVE_EXPLICIT ? ec_key_domain(key, domain) : ERROR_SUCCESS;
}

static void plan_new(const struct key *key, uint32_t sizes[BRIDGE_MAX_PARTS])
{
    struct material *domain;

    if (!explicit_domain(key, &domain)) /* a failure comes up again in prepare_new */
        ec_plan_key(key->curve, domain, true, sizes);
    material_free(domain);
}

static SECURITY_STATUS prepare_new(const struct key *key, struct material *material)
{
    struct material *domain;
    SECURITY_STATUS status;

    if (key->curve == CURVE_NONE)
        return GAP_STATUS_NO_CURVE;
    if ((status = explicit_domain(key, &domain)))
        return status;
    if (domain && !material->size[EC_P])
        status = NTE_NO_MEMORY; /* plan_new had none */
    else if (domain)
        ec_copy_domain(material, domain);
    material_free(domain);
    return status;
}

#define USAGE_SIGNATURE 0x80 /* of the key usage attribute */
#define USAGE_AGREEMENT 0x08

/* id-ecPublicKey does not tell ECDSA from ECDH.  Windows makes an ECDH key, which signs too, unless the
 * attribute allows signatures and no agreement (dotnet/runtime#115249, #122997; dotnet/corefx#9070). */
static DWORD ec_operation(const struct bridge_pkcs8_decode *decoded)
{
    bool signs_only = (decoded->usage & (USAGE_SIGNATURE | USAGE_AGREEMENT)) == USAGE_SIGNATURE;

    return signs_only && decoded->group != CURVE_25519 ? NCRYPT_SIGNATURE_OPERATION
                                                       : NCRYPT_SECRET_AGREEMENT_OPERATION;
}

/* Explicit parameters come with the public key, which must fit.  That of a named curve is computed:
 * Windows ignores a wrong one there. */
static void take_part(struct material *material, const struct bridge_pkcs8_decode *decoded,
                      unsigned int part)
{
    if (material->size[part] && decoded->parts[part].size)
        material_set(material, part, pkcs8_part(decoded, part), decoded->parts[part].size);
}

static void plan_explicit(const struct bridge_pkcs8_decode *decoded,
                          uint32_t sizes[BRIDGE_MAX_PARTS])
{
    unsigned int i;

    for (i = EC_P; i <= EC_SEED; i++)
        sizes[i] = decoded->parts[i].size;
    sizes[EC_X] = sizes[EC_Y] = sizes[EC_P];
    sizes[EC_D] = sizes[EC_ORDER];
}

static SECURITY_STATUS take_pkcs8(const struct bridge_pkcs8_decode *decoded,
                                  struct blob_contents *contents)
{
    bool is_explicit = decoded->group == CURVE_EXPLICIT;
    uint32_t sizes[BRIDGE_MAX_PARTS];
    unsigned int i;

    contents->curve = decoded->group;
    contents->type = key_type_by_family(FAMILY_EC, decoded->group, ec_operation(decoded));
    if (!contents->type)
        return NTE_NOT_SUPPORTED;
    ec_plan_key(decoded->group, NULL, true, sizes);
    if (is_explicit)
        plan_explicit(decoded, sizes);
    if (decoded->parts[EC_D].size > sizes[EC_D])
        return NTE_BAD_DATA;
    if (!(contents->material = material_create(sizes)))
        return NTE_NO_MEMORY;
    take_part(contents->material, decoded, EC_D);
    for (i = 0; is_explicit && i < BRIDGE_MAX_PARTS; i++)
        take_part(contents->material, decoded, i);
    return ERROR_SUCCESS;
}

static DWORD length(const struct key *key)
{
    struct ec_sizes sizes;

    ec_key_sizes(key, &sizes);
    return sizes.field_bits;
}

/* 0 while there is no curve, and for curve25519, which does not sign. */
static DWORD signature_size(const struct key *key)
{
    struct ec_sizes sizes;

    ec_key_sizes(key, &sizes);
    return key->curve == CURVE_25519 ? 0 : 2 * bits_to_bytes(sizes.order_bits);
}

/* ECDSA has one form and takes no padding information.  ECDH keys sign too, as natively. */
static SECURITY_STATUS sign_setup(const struct key *key, const void *padding, DWORD flags,
                                  DWORD digest_size, bool verify, struct bridge_sign *params)
{
    (void)digest_size, (void)verify, (void)params;
    if (key->curve == CURVE_25519)
        return NTE_NOT_SUPPORTED;
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
    .group = group,
    .plan_new = plan_new,
    .prepare_new = prepare_new,
    .length = length,
    .take_pkcs8 = take_pkcs8,
    .signature_size = signature_size,
    .sign_setup = sign_setup,
};
