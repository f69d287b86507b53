/*
 * A whole key as bytes: type, policies, numbers, properties.  For containers that only this provider
 * reads (they seal it, see protect.h); the layout is ours.
 */
#ifndef NCRYPTPROV_KEY_RECORD_H
#define NCRYPTPROV_KEY_RECORD_H

#include "blob.h"

/* The key has its numbers, and is locked by the caller. */
void key_record_write(const struct key *key, struct writer *writer);

/* Everything up to the reader's end.  NTE_BAD_DATA: malformed; NTE_NOT_SUPPORTED: a type or a curve
 * that does not work here.  The caller clears contents, also after a failure. */
SECURITY_STATUS key_record_read(struct reader *reader, struct blob_contents *contents);

#endif
