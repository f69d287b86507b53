/*
 * What the provider keeps for itself, or hands out for nobody else to read: authenticated
 * encryption under the master key of a key store (one per user, one per machine).
 *
 * Sealed bytes: the master key's identifier, then what struct bridge_seal says.
 */
#ifndef NCRYPTPROV_PROTECT_H
#define NCRYPTPROV_PROTECT_H

#include "master_key.h"

/* What sealing adds to a size, in bytes. */
#define PROTECT_OVERHEAD (MASTER_KEY_ID + BRIDGE_SEAL_OVERHEAD)

/* What is sealed, and for what: data sealed for one purpose cannot be opened for another.  header:
 * bytes that lie beside the sealed ones in the clear, and must not be changed either. */
struct protect_request
{
    enum store_scope scope;
    const char *purpose; /* ASCII, one for each format */
    const BYTE *header;
    DWORD header_size;
};

/* sealed: size + PROTECT_OVERHEAD bytes. */
SECURITY_STATUS protect_seal(const struct protect_request *request, const BYTE *data, DWORD size,
                             BYTE *sealed);
/* data: size - PROTECT_OVERHEAD bytes.  NTE_NOT_FOUND: sealed under a master key that is not here;
 * NTE_BAD_DATA: too short, for another purpose, or changed. */
SECURITY_STATUS protect_open(const struct protect_request *request, const BYTE *sealed, DWORD size,
                             BYTE *data);

#endif
