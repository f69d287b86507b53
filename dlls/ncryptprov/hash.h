/*
 * Hash algorithms by their CNG names.
 */
#ifndef NCRYPTPROV_HASH_H
#define NCRYPTPROV_HASH_H

#include "bridge.h"
#include "os.h"

/* HASH_NONE if the name is none that works here. */
enum bridge_hash hash_by_name(const WCHAR *name);
uint32_t hash_digest_size(enum bridge_hash hash);
const WCHAR *hash_name(enum bridge_hash hash); /* NULL: none */

#endif
