/*
 * Hashes and paddings.
 */
#include "padding.h"

static const BYTE md5_prefix[] = {0x30, 0x20, 0x30, 0x0c, 0x06, 0x08, 0x2a, 0x86, 0x48,
                                  0x86, 0xf7, 0x0d, 0x02, 0x05, 0x05, 0x00, 0x04, 0x10};
static const BYTE sha1_prefix[] = {0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e,
                                   0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14};
static const BYTE sha256_prefix[] = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                     0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
static const BYTE sha384_prefix[] = {0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                     0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30};
static const BYTE sha512_prefix[] = {0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                     0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00, 0x04, 0x40};

const struct hash hashes[] = {
    {L"MD5", 16, md5_prefix, sizeof(md5_prefix)},
    {L"SHA1", 20, sha1_prefix, sizeof(sha1_prefix)},
    {L"SHA256", 32, sha256_prefix, sizeof(sha256_prefix)},
    {L"SHA384", 48, sha384_prefix, sizeof(sha384_prefix)},
    {L"SHA512", 64, sha512_prefix, sizeof(sha512_prefix)},
};
const size_t hash_count = ARRAY_SIZE(hashes);

void fill_hash(BYTE *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] = (BYTE)(size * 31 + i * 7 + 1);
}

void encode_pkcs1(BYTE *encoded, size_t size, const struct hash *hash, const BYTE *digest,
                  size_t digest_size)
{
    size_t prefix_size = hash ? hash->prefix_size : 0;

    memset(encoded, 0xff, size);
    encoded[0] = 0;
    encoded[1] = 1;
    encoded[size - digest_size - prefix_size - 1] = 0;
    if (hash)
        memcpy(encoded + size - digest_size - prefix_size, hash->prefix, prefix_size);
    memcpy(encoded + size - digest_size, digest, digest_size);
}
