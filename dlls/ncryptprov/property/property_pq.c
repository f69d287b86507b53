/*
 * Properties of post-quantum keys.
 */
#include "gaps.h"
#include "pq.h"
#include "property.h"

/* With its NUL. */
SECURITY_STATUS pq_get_set_name(const struct key *key, struct writer *writer)
{
    const struct pq_set *set;

    if (!key->type->family->has_sets)
        return NTE_NOT_SUPPORTED;
    if (!(set = pq_set_info(key->set)))
        return GAP_STATUS_PARAMETER_SET_ABSENT;
    return property_put_text(writer, set->name);
}

/* Before the key is made. */
SECURITY_STATUS pq_set_set_name(struct key *key, const BYTE *data, DWORD size)
{
    enum bridge_pq_set set;

    if (!key->type->family->has_sets)
        return NTE_NOT_SUPPORTED;
    if (key->material)
        return GAP_STATUS_PARAMETER_SET_FIXED;
    set = pq_set_by_name(key->type->family->id, data, size, GAP_PARAMETER_SET_WITHOUT_NUL);
    if (set == PQ_NONE)
        return GAP_STATUS_PARAMETER_SET;
    key->set = set;
    return ERROR_SUCCESS;
}

SECURITY_STATUS pq_get_secret_length(const struct key *key, struct writer *writer)
{
    if (!key->type->family->ciphertext_size)
        return NTE_NOT_SUPPORTED;
    return property_put_dword(writer, BRIDGE_PQ_SECRET_SIZE);
}

SECURITY_STATUS pq_get_ciphertext_length(const struct key *key, struct writer *writer)
{
    if (!key->type->family->ciphertext_size)
        return NTE_NOT_SUPPORTED;
    if (key->set == PQ_NONE)
        return GAP_STATUS_PARAMETER_SET_ABSENT;
    return property_put_dword(writer, key->type->family->ciphertext_size(key));
}
