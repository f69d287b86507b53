/*
 * What the files of EC blobs share.
 */
#ifndef NCRYPTPROV_BLOB_EC_H
#define NCRYPTPROV_BLOB_EC_H

#include "blob.h"

/* Whether a type and a magic number of one of its blobs go together, for that half of a key. */
bool ec_magic_fits(const struct key_type *type, DWORD magic, bool is_private);

/* x and y, each size bytes (y zeros where the curve has none). */
void ec_write_point(struct writer *writer, const struct material *material, uint32_t size);

/* Reads x, y (size bytes each) and, for a private key, d (scalar_size bytes), which end the blob, into
 * material that was planned by ec_plan_key.  x = y = 0 beside a d asks for the public key to be
 * computed.  NTE_BAD_DATA if the bytes are not these; GAP_STATUS_EC_NUMBERS for numbers that cannot
 * be any key's. */
SECURITY_STATUS ec_read_numbers(struct reader *reader, bool is_private, uint32_t size,
                                uint32_t scalar_size, struct material *material);

#endif
