/*
 * Keys whose UI policy wants the user to be asked.
 */
#ifndef NCRYPTPROV_CONSENT_H
#define NCRYPTPROV_CONSENT_H

#include "key.h"

/* Whether the private part may be made or used now.  flags: the caller's, of which
 * NCRYPT_SILENT_FLAG forbids to ask: GAP_STATUS_SILENT then.  Else GAP_STATUS_CONSENT. */
SECURITY_STATUS consent_check(const struct key *key, DWORD flags);

#endif
