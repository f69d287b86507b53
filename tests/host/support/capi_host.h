/*
 * Containers of CryptoAPI for host tests: in memory, for the whole program.
 */
#ifndef TESTS_CAPI_HOST_H
#define TESTS_CAPI_HOST_H

#include "capi.h"

/* What the next calls of capi_write answer, and whether they write all the same (as rsaenh does not tell
 * that the registry failed): 0 and true at first. */
extern SECURITY_STATUS capi_host_write_status;
extern bool capi_host_writes;

/* Puts a key there as CryptoAPI would. */
void capi_host_put(enum store_scope scope, const WCHAR *name, DWORD spec, bool exportable,
                   const BYTE *blob, DWORD size);
unsigned int capi_host_count(void);
/* Removes all. */
void capi_host_clear(void);

#endif
