/*
 * The table of a key's properties, for the files that fill it.
 */
#ifndef NCRYPTPROV_PROPERTY_KEY_H
#define NCRYPTPROV_PROPERTY_KEY_H

#include "property.h"

/* get writes the value, or returns a status; a row without get answers absent while nothing was set,
 * and the value that was set afterwards.  A row without set and keeps is read only. */
struct key_property
{
    const WCHAR *name;
    SECURITY_STATUS (*get)(const struct key *key, struct writer *writer);
    SECURITY_STATUS (*set)(struct key *key, const BYTE *data, DWORD size);
    SECURITY_STATUS absent;
    bool keeps; /* set stores the value as it is */
};

/* NULL: a property of the caller's own. */
const struct key_property *key_property_find(const WCHAR *name);

/* property_policy.c: what a key may do, and what it is for; it is settled when the key goes to its
 * store (seen natively: dotnet/runtime issue 48472). */
SECURITY_STATUS policy_get_export(const struct key *key, struct writer *writer);
SECURITY_STATUS policy_set_export(struct key *key, const BYTE *data, DWORD size);
SECURITY_STATUS policy_get_usage(const struct key *key, struct writer *writer);
SECURITY_STATUS policy_set_usage(struct key *key, const BYTE *data, DWORD size);
/* Nothing but a check: UI policy is fixed once the key is made (learn.microsoft.com). */
SECURITY_STATUS policy_check_unfinalized(struct key *key, const BYTE *data, DWORD size);

/* property_place.c: where a key is kept. */
SECURITY_STATUS place_get_type(const struct key *key, struct writer *writer);
SECURITY_STATUS place_get_name(const struct key *key, struct writer *writer);
SECURITY_STATUS place_get_unique_name(const struct key *key, struct writer *writer);
SECURITY_STATUS place_get_modified(const struct key *key, struct writer *writer);

#endif
