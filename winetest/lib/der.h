/*
 * A small DER writer for the expected bytes of PKCS#8 blobs.  It writes from the end to the start.
 */
#ifndef WINETEST_DER_H
#define WINETEST_DER_H

#include "wine/test.h"

struct der
{
    size_t at; /* where the written bytes start */
    BYTE bytes[8192];
};

void der_start(struct der *der);
void der_prepend(struct der *der, const void *bytes, size_t size);

/* An unsigned big-endian number, in its shortest form. */
void der_integer(struct der *der, const BYTE *number, size_t size);

/* A header for everything written since der->at was end. */
void der_wrap(struct der *der, BYTE tag, size_t end);

/* [0] with the one attribute keyUsage, which native exports end with. */
void der_key_usage(struct der *der, BYTE usage);

static inline const BYTE *der_bytes(const struct der *der)
{
    return der->bytes + der->at;
}

static inline size_t der_size(const struct der *der)
{
    return sizeof(der->bytes) - der->at;
}

#endif
