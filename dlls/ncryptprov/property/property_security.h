/*
 * The security descriptor of a key, see property_security.c.
 */
#ifndef NCRYPTPROV_PROPERTY_SECURITY_H
#define NCRYPTPROV_PROPERTY_SECURITY_H

#include "key.h"

/* NTE_BAD_FLAGS unless flags name parts of a descriptor (OWNER_SECURITY_INFORMATION and so on), besides
 * those in other. */
SECURITY_STATUS security_check_flags(const struct key *key, DWORD flags, DWORD other);

SECURITY_STATUS security_get(const struct key *key, BYTE *output, DWORD size, DWORD *result,
                             DWORD flags);

/* Whether these bytes are a self-relative security descriptor. */
bool security_is_valid(const BYTE *data, DWORD size);

#endif
