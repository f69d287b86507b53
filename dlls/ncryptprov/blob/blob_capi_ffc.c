/*
 * DSS and DH blobs of CryptoAPI, version 3, all little-endian.
 *
 * Layout (learn.microsoft.com, dss-version-3-public-key-blobs, -private-key-blobs,
 * diffie-hellman-version-3-public-key-blobs, -private-key-blobs): PUBLICKEYSTRUC {bType, bVersion 3,
 * reserved 0, aiKeyAlg}, DWORD magic, bitlenP, bitlenQ, bitlenJ and, in a private blob, bitlenX;
 * DSSSEED; then p, q, g, j, y and, in a private blob, x, each as long as its field says (g and y as
 * p); q and j are absent where their fields are 0.
 */
#include "blob_capi.h"
#include "blob_capi_seed.h"
#include "gaps.h"

#define BLOB_VERSION 3
#define NO_PART BRIDGE_MAX_PARTS

/* What the two algorithms do differently. */
struct form
{
    const ALG_ID *algorithms; /* that are read; the first is written */
    DWORD public_magic, private_magic;
    unsigned int p, q, g, y, x; /* parts; q: NO_PART */
    SECURITY_STATUS (*contents)(const struct ffc_numbers *numbers, struct blob_contents *contents);
};

static const ALG_ID dss_algorithms[] = {CALG_DSS_SIGN, 0};
static const ALG_ID dh_algorithms[] = {GAP_CAPI_DH_ALGORITHM, CALG_DH_SF, CALG_DH_EPHEM, 0};

static const struct form dss = {
    dss_algorithms, 0x33535344 /* DSS3 */, 0x34535344 /* DSS4 */, DSA_P, DSA_Q, DSA_G, DSA_Y,
    DSA_X,          dsa_contents,
};
static const struct form dh = {
    dh_algorithms, 0x33484400 /* \0DH3 */, 0x34484400 /* \0DH4 */, DH_P, NO_PART, DH_G, DH_Y, DH_X,
    dh_contents,
};

/* ------------------------------------------------------------------------------------------
 * Writing
 */
static uint32_t q_size(const struct form *form, const struct key *key)
{
    return form->q == NO_PART ? 0 : key->material->size[form->q];
}

static void put_seed(const struct form *form, const struct key *key, struct writer *writer)
{
    if (form == &dss)
        capi_put_dsa_seed(writer, key);
    else
        capi_put_no_seed(writer, GAP_CAPI_DH_SEED_FILLER);
}

static void encode(const struct form *form, const struct key *key, bool is_private,
                   struct writer *writer)
{
    const uint32_t *sizes = key->material->size;

    capi_put_header(writer, is_private ? PRIVATEKEYBLOB : PUBLICKEYBLOB, BLOB_VERSION,
                    form->algorithms[0], is_private ? form->private_magic : form->public_magic);
    writer_u32(writer, key->length);
    writer_u32(writer, 8 * q_size(form, key));
    writer_u32(writer, 0);
    if (is_private)
        writer_u32(writer, 8 * sizes[form->x]);
    put_seed(form, key, writer);
    capi_put(writer, key, form->p, sizes[form->p]);
    if (form->q != NO_PART)
        capi_put(writer, key, form->q, sizes[form->q]);
    capi_put(writer, key, form->g, sizes[form->p]);
    capi_put(writer, key, form->y, sizes[form->p]);
    if (is_private)
        capi_put(writer, key, form->x, sizes[form->x]);
}

/* ------------------------------------------------------------------------------------------
 * Reading
 */
struct lengths
{
    uint32_t p, q, j, x; /* bytes */
};

static void take_lengths(struct reader *reader, bool is_private, struct lengths *lengths)
{
    lengths->p = bits_to_bytes(reader_u32(reader));
    lengths->q = bits_to_bytes(reader_u32(reader));
    lengths->j = bits_to_bytes(reader_u32(reader));
    lengths->x = is_private ? bits_to_bytes(reader_u32(reader)) : 0;
}

/* q and j of a DH key, and j of a DSS key, are of no use to CNG. */
static SECURITY_STATUS decode_numbers(const struct form *form, struct reader *reader,
                                      bool is_private, struct capi_scratch *scratch,
                                      struct blob_contents *contents)
{
    struct ffc_numbers numbers = {0}, seed = {0};
    struct lengths lengths;
    struct number q;

    take_lengths(reader, is_private, &lengths);
    capi_take_dsa_seed(scratch, reader, form == &dss ? &numbers : &seed);
    numbers.part[form->p] = capi_take(scratch, reader, lengths.p);
    q = capi_take(scratch, reader, lengths.q);
    if (form->q != NO_PART)
        numbers.part[form->q] = q;
    numbers.part[form->g] = capi_take(scratch, reader, lengths.p);
    reader_bytes(reader, lengths.j);
    numbers.part[form->y] = capi_take(scratch, reader, lengths.p);
    if (is_private)
        numbers.part[form->x] = capi_take(scratch, reader, lengths.x);
    return reader_done(reader) ? form->contents(&numbers, contents) : NTE_BAD_DATA;
}

static SECURITY_STATUS decode(const struct form *form, struct reader *reader, bool is_private,
                              struct blob_contents *contents)
{
    struct capi_scratch scratch;
    SECURITY_STATUS status = capi_check_header(
        reader, is_private ? PRIVATEKEYBLOB : PUBLICKEYBLOB, BLOB_VERSION, form->algorithms,
        is_private ? form->private_magic : form->public_magic);

    if (status || (status = capi_scratch_create(&scratch, reader)))
        return status;
    status = decode_numbers(form, reader, is_private, &scratch, contents);
    capi_scratch_free(&scratch);
    return status;
}

/* ------------------------------------------------------------------------------------------
 * The codecs
 */
#define CODEC(name, form, kind, is_private)                                                        \
    SECURITY_STATUS name##_encode_##kind(                                                          \
        const struct key *key, const struct blob_request *request, struct writer *writer)          \
    {                                                                                              \
        (void)request;                                                                             \
        encode(form, key, is_private, writer);                                                     \
        return ERROR_SUCCESS;                                                                      \
    }                                                                                              \
    SECURITY_STATUS name##_decode_##kind(const struct blob_request *request,                       \
                                         struct reader *reader, struct blob_contents *contents)    \
    {                                                                                              \
        (void)request;                                                                             \
        return decode(form, reader, is_private, contents);                                         \
    }

CODEC(capi_dsa, &dss, public, false)
CODEC(capi_dsa, &dss, private, true)
CODEC(capi_dh, &dh, public, false)
CODEC(capi_dh, &dh, private, true)
