/*
 * Paddings of RSA signatures and encryptions, and the hashes they name.
 */
#ifndef WINETEST_PADDING_H
#define WINETEST_PADDING_H

#include "fixture.h"

struct hash
{
    const WCHAR *name;
    DWORD size;
    const BYTE *prefix; /* of the DigestInfo (RFC 8017, 9.2) */
    DWORD prefix_size;
};

extern const struct hash hashes[];
extern const size_t hash_count;

/* Bytes that look like a hash: the same for the same length. */
void fill_hash(BYTE *bytes, size_t size);

/* EMSA-PKCS1-v1_5 of the hash; without hash's prefix if hash is NULL. */
void encode_pkcs1(BYTE *encoded, size_t size, const struct hash *hash, const BYTE *digest,
                  size_t digest_size);

#endif
