/*
 * The master keys of a key store: what its keys are sealed under.  One file beside the keys,
 *
 *   DWORD magic "NCMK", DWORD version 1, DWORD count (1 to MASTER_KEY_MAX)
 *   count times: 8 bytes identifier, 32 bytes key; the last one is for new seals
 *   32 bytes: SHA-256 of all before
 *
 * More than one: while a change from an old to a new one is on its way.  Whoever can read this file
 * can read the keys: what protects it is that only its owner can (mode 0600 in a folder of 0700).
 */
#ifndef NCRYPTPROV_MASTER_KEY_H
#define NCRYPTPROV_MASTER_KEY_H

#include "store_files.h"

#define MASTER_KEY_FILE "master.key"
#define MASTER_KEY_ID 8 /* bytes */
#define MASTER_KEY_MAX 16

struct master_key
{
    BYTE id[MASTER_KEY_ID];
    BYTE bytes[BRIDGE_SEAL_KEY];
};

/* The caller wipes the key.  GAP_STATUS_MASTER_KEY: the file is there and damaged. */

/* The one for new seals, made at the first use. */
SECURITY_STATUS master_key_current(enum store_scope scope, struct master_key *key);
/* NTE_NOT_FOUND: not among those of this store. */
SECURITY_STATUS master_key_find(enum store_scope scope, const BYTE id[MASTER_KEY_ID],
                                struct master_key *key);

/* A change of the master key, under the store's exclusive lock: adds a new one, which new seals use
 * from then on; removes all but that, when nothing is sealed under the others any more. */
SECURITY_STATUS master_key_add(enum store_scope scope);
SECURITY_STATUS master_key_drop_old(enum store_scope scope);

#endif
