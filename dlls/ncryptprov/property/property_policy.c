/*
 * Properties that say what a key may do, see property_key.h.
 */
#include "gaps.h"
#include "property_key.h"
#include "store.h"

SECURITY_STATUS policy_get_export(const struct key *key, struct writer *writer)
{
    return property_put_dword(writer, key->export_policy);
}

SECURITY_STATUS policy_get_usage(const struct key *key, struct writer *writer)
{
    return property_put_dword(writer, key->usage);
}

SECURITY_STATUS policy_set_export(struct key *key, const BYTE *data, DWORD size)
{
    DWORD policy;

    if (key_is_stored(key))
        return NTE_NOT_SUPPORTED;
    if (!property_take_dword(data, size, &policy))
        return NTE_INVALID_PARAMETER;
    key->export_policy = policy;
    return ERROR_SUCCESS;
}

SECURITY_STATUS policy_set_usage(struct key *key, const BYTE *data, DWORD size)
{
    DWORD usage;

    if (key_is_stored(key))
        return GAP_STATUS_SET_FINALIZED;
    if (!property_take_dword(data, size, &usage))
        return NTE_INVALID_PARAMETER;
    key->usage = usage;
    return ERROR_SUCCESS;
}

SECURITY_STATUS policy_check_unfinalized(struct key *key, const BYTE *data, DWORD size)
{
    (void)data, (void)size;
    return key_is_finalized(key) ? NTE_NOT_SUPPORTED : ERROR_SUCCESS;
}
