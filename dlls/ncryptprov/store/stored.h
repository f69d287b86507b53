/*
 * A key's file taken apart, for the files of the store itself.
 */
#ifndef NCRYPTPROV_STORED_H
#define NCRYPTPROV_STORED_H

#include "container.h"
#include "store.h"

struct stored
{
    struct container_header header;
    struct blob_contents contents;
};

/* What is at that place, once.  NTE_BAD_KEYSET; GAP_STATUS_KEY_*; what key_record_read says. */
SECURITY_STATUS stored_read(const struct key_place *place, struct stored *stored);

/* A key without object; it takes the contents, not the place.  NULL: no memory. */
struct key *stored_key(struct stored *stored);

/* What the file says of the key's place. */
void stored_copy_header(const struct container_header *header, struct key_place *place);

/* Writes a key to its place.  The caller holds the store's lock, so that the master key in use stays
 * one.  exclusive: NTE_EXISTS if there is a file of that name. */
SECURITY_STATUS stored_write(const struct key *key, bool exclusive);

#endif
