/*
 * UI policies, see consent.h.
 */
#include "consent.h"

#include "bytes.h"
#include "gaps.h"

/* NCRYPT_UI_POLICY_BLOB: DWORD dwVersion, dwFlags, ... */
static DWORD policy_flags(const struct property_value *policy)
{
    struct reader reader;

    reader_init(&reader, policy->data, policy->size);
    reader_u32(&reader);
    return reader_u32(&reader);
}

SECURITY_STATUS consent_check(const struct key *key, DWORD flags)
{
    const DWORD protecting = NCRYPT_UI_PROTECT_KEY_FLAG | NCRYPT_UI_FORCE_HIGH_PROTECTION_FLAG;
    const struct property_value *policy;

    if (!key->place ||
        !(policy = property_list_find(&key->properties, NCRYPT_UI_POLICY_PROPERTY)) ||
        !(policy_flags(policy) & protecting))
        return ERROR_SUCCESS;
    return flags & NCRYPT_SILENT_FLAG ? GAP_STATUS_SILENT : GAP_STATUS_CONSENT;
}
