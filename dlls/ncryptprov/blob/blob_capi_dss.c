/*
 * DSS blobs of CryptoAPI, version 2, all little-endian: keys up to 1024 bits.
 *
 * Layout (learn.microsoft.com, dss-provider-key-blobs): PUBLICKEYSTRUC {bType, bVersion 2, reserved
 * 0, CALG_DSS_SIGN}, DSSPUBKEY {magic DSS1 or DSS2, bitlen}, p[bitlen/8], q[20], g[bitlen/8]; then y
 * of a public blob or x[20] of a private one, which has no y; DSSSEED {counter, seed[20]}.
 */
#include "blob_capi.h"
#include "blob_capi_seed.h"
#include "gaps.h"

#define BLOB_VERSION 2
#define Q_SIZE 20
#define PUBLIC_MAGIC 0x31535344  /* DSS1 */
#define PRIVATE_MAGIC 0x32535344 /* DSS2 */

static const ALG_ID algorithms[] = {CALG_DSS_SIGN, 0};

static SECURITY_STATUS encode(const struct key *key, bool is_private, struct writer *writer)
{
    uint32_t size = key->material->size[DSA_P];

    if (size > DSA_OLD_MAX_SIZE || key->material->size[DSA_Q] != Q_SIZE)
        return GAP_STATUS_CAPI_RANGE;
    capi_put_header(writer, is_private ? PRIVATEKEYBLOB : PUBLICKEYBLOB, BLOB_VERSION,
                    CALG_DSS_SIGN, is_private ? PRIVATE_MAGIC : PUBLIC_MAGIC);
    writer_u32(writer, key->length);
    capi_put(writer, key, DSA_P, size);
    capi_put(writer, key, DSA_Q, Q_SIZE);
    capi_put(writer, key, DSA_G, size);
    if (is_private)
        capi_put(writer, key, DSA_X, Q_SIZE);
    else
        capi_put(writer, key, DSA_Y, size);
    capi_put_dsa_seed(writer, key);
    return ERROR_SUCCESS;
}

SECURITY_STATUS capi_dss_encode_public(const struct key *key, const struct blob_request *request,
                                       struct writer *writer)
{
    (void)request;
    return encode(key, false, writer);
}

SECURITY_STATUS capi_dss_encode_private(const struct key *key, const struct blob_request *request,
                                        struct writer *writer)
{
    (void)request;
    return encode(key, true, writer);
}

static SECURITY_STATUS decode_numbers(struct reader *reader, bool is_private,
                                      struct capi_scratch *scratch, struct blob_contents *contents)
{
    uint32_t size = bits_to_bytes(reader_u32(reader));
    struct ffc_numbers numbers = {0};

    numbers.part[DSA_P] = capi_take(scratch, reader, size);
    numbers.part[DSA_Q] = capi_take(scratch, reader, Q_SIZE);
    numbers.part[DSA_G] = capi_take(scratch, reader, size);
    if (is_private)
        numbers.part[DSA_X] = capi_take(scratch, reader, Q_SIZE);
    else
        numbers.part[DSA_Y] = capi_take(scratch, reader, size);
    capi_take_dsa_seed(scratch, reader, &numbers);
    if (!reader_done(reader))
        return NTE_BAD_DATA;
    /* this form has no more than the standard of its time */
    return size > DSA_OLD_MAX_SIZE ? GAP_STATUS_CAPI_RANGE : dsa_contents(&numbers, contents);
}

static SECURITY_STATUS decode(struct reader *reader, bool is_private,
                              struct blob_contents *contents)
{
    struct capi_scratch scratch;
    SECURITY_STATUS status = capi_check_header(reader, is_private ? PRIVATEKEYBLOB : PUBLICKEYBLOB,
                                               BLOB_VERSION, algorithms,
                                               is_private ? PRIVATE_MAGIC : PUBLIC_MAGIC);

    if (status || (status = capi_scratch_create(&scratch, reader)))
        return status;
    status = decode_numbers(reader, is_private, &scratch, contents);
    capi_scratch_free(&scratch);
    return status;
}

SECURITY_STATUS capi_dss_decode_public(const struct blob_request *request, struct reader *reader,
                                       struct blob_contents *contents)
{
    (void)request;
    return decode(reader, false, contents);
}

SECURITY_STATUS capi_dss_decode_private(const struct blob_request *request, struct reader *reader,
                                        struct blob_contents *contents)
{
    (void)request;
    return decode(reader, true, contents);
}
