/*
 * The numbers of CNG key blobs.
 */
#include <string.h>

#include "unix_blob.h"

#define RSA_HEADER 24
#define EC_HEADER 8

static uint32_t le32(const uint8_t *p)
{
    return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

/* Sizes of the fields in the order of enum rsa_part, which is that of the blob; 0: absent. */
static bool rsa_sizes(struct data blob, size_t sizes[RSA_D + 1])
{
    size_t e, n, p, q, total = RSA_HEADER, i;
    char kind;

    if (blob.size < RSA_HEADER || memcmp(blob.bytes, "RSA", 3))
        return false;
    kind = (char)blob.bytes[3];
    e = le32(blob.bytes + 8), n = le32(blob.bytes + 12);
    p = le32(blob.bytes + 16), q = le32(blob.bytes + 20);
    memcpy(sizes, (size_t[]){e, n, p, q, p, q, p, n}, (RSA_D + 1) * sizeof(*sizes));
    if (kind < '2')
        sizes[RSA_P] = sizes[RSA_Q] = 0;
    for (i = RSA_DP; i <= RSA_D; i++)
        if (kind < '3')
            sizes[i] = 0;
    for (i = 0; i <= RSA_D; i++)
        total += sizes[i];
    return kind >= '1' && kind <= '3' && total == blob.size;
}

struct data test_rsa_blob_part(struct data blob, enum rsa_part part)
{
    size_t sizes[RSA_D + 1], offset = RSA_HEADER;
    int i;

    if (!rsa_sizes(blob, sizes))
        return NO_DATA;
    for (i = 0; i < (int)part; i++)
        offset += sizes[i];
    return (struct data){blob.bytes + offset, sizes[part]};
}

struct test_key *test_rsa_blob(struct data blob)
{
    size_t sizes[RSA_D + 1];

    if (!rsa_sizes(blob, sizes))
        return NULL;
    return test_rsa_key(test_rsa_blob_part(blob, RSA_E), test_rsa_blob_part(blob, RSA_N),
                        test_rsa_blob_part(blob, RSA_P), test_rsa_blob_part(blob, RSA_Q));
}

struct test_key *test_ec_blob(struct data blob)
{
    static const enum bridge_curve curves[] = {CURVE_NISTP256, CURVE_NISTP384, CURVE_NISTP521};
    struct data x, y, d = NO_DATA;
    uint32_t size;
    int kind;

    if (blob.size < EC_HEADER || memcmp(blob.bytes, "EC", 2))
        return NULL;
    kind = blob.bytes[3] - '1';
    if (kind < 0 || kind > 5)
        return NULL;
    size = le32(blob.bytes + 4);
    if (blob.size != EC_HEADER + size * (kind % 2 ? 3u : 2u))
        return NULL;
    x = (struct data){blob.bytes + EC_HEADER, size};
    y = (struct data){x.bytes + size, size};
    if (kind % 2)
        d = (struct data){y.bytes + size, size};
    return test_ec_key(curves[kind / 2], x, y, d);
}
