/*
 * Keys for derivation: a secret of any length, for the function that the key type names.
 */
#include "gaps.h"
#include "symmetric_key.h"

struct material *secret_material(const uint8_t *data, uint32_t size)
{
    const uint32_t sizes[BRIDGE_MAX_PARTS] = {[SECRET_KEY] = size};
    struct material *material = material_create(sizes);

    if (material)
        material_set(material, SECRET_KEY, data, size);
    return material;
}

static DWORD length(const struct key *key)
{
    return key->material->size[SECRET_KEY] * 8;
}

/* KDFKeySecret (learn.microsoft.com, NCryptKeyDerivation): set before NCryptFinalizeKey, never read. */
SECURITY_STATUS kdf_set_secret(struct key *key, const BYTE *data, DWORD size)
{
    struct material *material;

    if (key->type->family != &kdf_family || key_is_finalized(key))
        return NTE_NOT_SUPPORTED;
    if (!data || !size)
        return NTE_INVALID_PARAMETER;
    if (!(material = secret_material(data, size)))
        return NTE_NO_MEMORY;
    key_set_material(key, key->type, material, 0);
    return ERROR_SUCCESS;
}

const struct key_family kdf_family = {
    .id = FAMILY_KDF,
    .private_parts = 1u << SECRET_KEY,
    .bad_numbers = NTE_BAD_DATA,
    .length = length,
};
