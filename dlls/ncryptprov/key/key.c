/*
 * Keys, see key.h.
 */
#include "key.h"

#include "curve.h"
#include "gaps.h"
#include "status.h"
#include "unixcall.h"

struct key *key_create(const struct key_type *type)
{
    struct key *key = os_alloc(sizeof(*key));

    if (!key)
        return NULL;
    key->type = type;
    key->curve = type->curve;
    key->length = type->lengths.standard;
    key->usage = NCRYPT_ALLOW_ALL_USAGES;
    return key;
}

void key_free(struct key *key)
{
    struct bridge_key_free params = {key->object};

    if (key->object)
        call_key_free(&params);
    material_free(key->material);
    property_list_clear(&key->properties);
    os_free(key->place);
    os_free_secret(key, sizeof(*key));
}

void keys_lock_shared(struct key *a, struct key *b)
{
    if (!b)
        b = a;
    os_lock_shared(a < b ? &a->lock : &b->lock);
    if (a != b)
        os_lock_shared(a < b ? &b->lock : &a->lock);
}

void keys_unlock_shared(struct key *a, struct key *b)
{
    os_unlock_shared(&a->lock);
    if (b && a != b)
        os_unlock_shared(&b->lock);
}

bool key_is_finalized(const struct key *key)
{
    return key->object != 0;
}

bool key_is_stored(const struct key *key)
{
    return key->place && key_is_finalized(key);
}

bool key_has_private(const struct key *key)
{
    uint32_t i;

    for (i = 0; key->material && i < BRIDGE_MAX_PARTS; i++)
    {
        if (key->type->family->private_parts >> i & 1 && key->material->size[i])
            return true;
    }
    return false;
}

void key_set_material(struct key *key, const struct key_type *type, struct material *material,
                      DWORD flags)
{
    material_free(key->material);
    key->type = type;
    key->material = material;
    key->import_flags = flags;
    key->length = type->family->length(key);
}

uint32_t key_group(const struct key *key)
{
    return key->type->family->group ? key->type->family->group(key) : 0;
}

static SECURITY_STATUS import(struct key *key, DWORD flags)
{
    struct bridge_key_import params = {.family = key->type->family->id, .group = key_group(key)};
    SECURITY_STATUS status;

    if ((flags | key->import_flags) & NCRYPT_NO_KEY_VALIDATION)
        params.flags |= BRIDGE_KEY_NO_VALIDATION;
    material_to_spans(key->material, params.parts);
    status = status_from_bridge(call_key_import(&params));
    if (!status)
        key->object = params.object;
    return status == NTE_BAD_KEY ? key->type->family->bad_numbers : status;
}

static SECURITY_STATUS generate(struct key *key)
{
    const struct key_family *family = key->type->family;
    struct bridge_key_generate params = {
        .family = family->id, .group = key_group(key), .bits = key->length};
    uint32_t sizes[BRIDGE_MAX_PARTS] = {0};
    struct material *material;
    SECURITY_STATUS status;

    if (family->check_new && (status = family->check_new(key)))
        return status;
    if (!family->plan_new)
        return GAP_STATUS_KDF_NO_SECRET;
    family->plan_new(key, sizes);
    if (!(material = material_create(sizes)))
        return NTE_NO_MEMORY;
    status = family->prepare_new ? family->prepare_new(key, material) : ERROR_SUCCESS;
    material_to_spans(material, params.parts);
    if (!status)
        status = status_from_bridge(call_key_generate(&params));
    if (status)
    {
        material_free(material);
        return status == NTE_BAD_KEY ? family->bad_numbers : status;
    }
    key->material = material;
    key->object = params.object;
    return ERROR_SUCCESS;
}

SECURITY_STATUS key_make_object(struct key *key, DWORD flags)
{
    return key->material ? import(key, flags) : generate(key);
}
