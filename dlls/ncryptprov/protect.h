/*
 * What the provider keeps for itself, or hands out for nobody else to read: authenticated
 * encryption under the master key of a store of keys (design: one per user, one per machine).
 */
#ifndef NCRYPTPROV_PROTECT_H
#define NCRYPTPROV_PROTECT_H

#include "bridge.h"
#include "os.h"

/* Whose master key. */
enum protect_scope
{
    PROTECT_USER,
    PROTECT_MACHINE
};

struct protect_key
{
    BYTE bytes[BRIDGE_SEAL_KEY];
};

/* The master key, made at the first use; the caller wipes it.  GAP_STATUS_MASTER_KEY if it is there
 * and damaged.  master_key_windows.c; host tests have their own. */
SECURITY_STATUS protect_master_key(enum protect_scope scope, struct protect_key *key);

/* What sealing adds to a size, in bytes. */
#define PROTECT_OVERHEAD BRIDGE_SEAL_OVERHEAD

/* What is sealed, and for what: data sealed for one purpose cannot be opened for another.  header:
 * bytes that lie beside the sealed ones in the clear, and must not be changed either. */
struct protect_request
{
    enum protect_scope scope;
    const char *purpose; /* ASCII, one for each format */
    const BYTE *header;
    DWORD header_size;
};

/* sealed: size + PROTECT_OVERHEAD bytes. */
SECURITY_STATUS protect_seal(const struct protect_request *request, const BYTE *data, DWORD size,
                             BYTE *sealed);
/* data: size - PROTECT_OVERHEAD bytes.  NTE_BAD_DATA if it is too short, from elsewhere, for another
 * purpose, or changed. */
SECURITY_STATUS protect_open(const struct protect_request *request, const BYTE *sealed, DWORD size,
                             BYTE *data);

#endif
