/*
 * RSA blobs of CryptoAPI, all little-endian.
 *
 * Layout (learn.microsoft.com, base-provider-key-blobs): PUBLICKEYSTRUC {bType, bVersion 2,
 * reserved 0, aiKeyAlg}, RSAPUBKEY {magic RSA1 or RSA2, bitlen, pubexp}, n[bitlen/8]; a private
 * blob goes on with p, q, dp, dq, qinv [bitlen/16 each] and d[bitlen/8].  CNG writes CALG_RSA_KEYX
 * for every key (native exports).
 */
#include "blob.h"
#include "gaps.h"

#define BLOB_VERSION 2

/* pubexp is a DWORD, and both primes have one length: not every key can be told in this form. */
static bool fits(const struct key *key)
{
    return key->material->size[RSA_E] <= 4;
}

static bool private_fits(const struct key *key)
{
    DWORD half = (bits_to_bytes(key->length) + 1) / 2;

    return key->material->size[RSA_P] <= half && key->material->size[RSA_Q] <= half;
}

static void put(struct writer *writer, const struct key *key, enum rsa_part part, DWORD width)
{
    writer_reversed(writer, key->material->part[part], key->material->size[part], width);
}

static void put_public(struct writer *writer, const struct key *key, BYTE blob_type, DWORD magic)
{
    writer_u8(writer, blob_type);
    writer_u8(writer, BLOB_VERSION);
    writer_u16(writer, 0);
    writer_u32(writer, CALG_RSA_KEYX);
    writer_u32(writer, magic);
    writer_u32(writer, key->length);
    put(writer, key, RSA_E, 4);
    put(writer, key, RSA_N, bits_to_bytes(key->length));
}

SECURITY_STATUS capi_rsa_encode_public(const struct key *key, const struct blob_request *request,
                                       struct writer *writer)
{
    (void)request;
    if (!fits(key))
        return GAP_STATUS_CAPI_RANGE;
    put_public(writer, key, PUBLICKEYBLOB, BCRYPT_RSAPUBLIC_MAGIC);
    return ERROR_SUCCESS;
}

SECURITY_STATUS capi_rsa_encode_private(const struct key *key, const struct blob_request *request,
                                        struct writer *writer)
{
    DWORD size = bits_to_bytes(key->length), half = (size + 1) / 2;

    (void)request;
    if (!fits(key) || !private_fits(key))
        return GAP_STATUS_CAPI_RANGE;
    put_public(writer, key, PRIVATEKEYBLOB, BCRYPT_RSAPRIVATE_MAGIC);
    put(writer, key, RSA_P, half);
    put(writer, key, RSA_Q, half);
    put(writer, key, RSA_DP, half);
    put(writer, key, RSA_DQ, half);
    put(writer, key, RSA_QINV, half);
    put(writer, key, RSA_D, size);
    return ERROR_SUCCESS;
}

/* PUBLICKEYSTRUC and the magic of RSAPUBKEY. */
static SECURITY_STATUS check_header(struct reader *reader, BYTE blob_type, DWORD magic)
{
    BYTE type = reader_u8(reader), version = reader_u8(reader);
    DWORD algorithm;

    reader_u16(reader);
    algorithm = reader_u32(reader);
    if (reader->failed || type != blob_type || version != BLOB_VERSION ||
        (algorithm != CALG_RSA_KEYX && algorithm != CALG_RSA_SIGN))
        return NTE_BAD_DATA;
    return reader_u32(reader) == magic ? ERROR_SUCCESS : NTE_BAD_DATA;
}

/* A copy of n little-endian bytes, most significant first, in scratch; NULL if they are not there. */
static const uint8_t *take_reversed(struct reader *reader, uint8_t **scratch, uint32_t size)
{
    const uint8_t *data = reader_bytes(reader, size);
    uint8_t *copy = *scratch;
    uint32_t i;

    if (!data)
        return NULL;
    for (i = 0; i < size; i++)
        copy[i] = data[size - 1 - i];
    *scratch += size;
    return copy;
}

static SECURITY_STATUS decode_numbers(struct reader *reader, bool is_private, uint8_t *scratch,
                                      struct blob_contents *contents)
{
    DWORD size = bits_to_bytes(reader_u32(reader)), half = (size + 1) / 2;
    struct rsa_numbers numbers = {.e_size = 4, .n_size = size, .p_size = half, .q_size = half};

    numbers.e = take_reversed(reader, &scratch, 4);
    numbers.n = take_reversed(reader, &scratch, size);
    if (is_private)
    {
        numbers.p = take_reversed(reader, &scratch, half);
        numbers.q = take_reversed(reader, &scratch, half);
        reader_bytes(reader, half);
        reader_bytes(reader, half);
        reader_bytes(reader, half);
        reader_bytes(reader, size);
    }
    return reader_done(reader) ? rsa_contents(&numbers, contents) : NTE_BAD_DATA;
}

static SECURITY_STATUS decode(struct reader *reader, BYTE blob_type, DWORD magic,
                              struct blob_contents *contents)
{
    SECURITY_STATUS status = check_header(reader, blob_type, magic);
    uint32_t scratch_size = reader->left;
    uint8_t *scratch;

    if (status)
        return status;
    if (!(scratch = os_alloc(scratch_size)))
        return NTE_NO_MEMORY;
    status = decode_numbers(reader, blob_type == PRIVATEKEYBLOB, scratch, contents);
    os_free_secret(scratch, scratch_size);
    return status;
}

SECURITY_STATUS capi_rsa_decode_public(const struct blob_request *request, struct reader *reader,
                                       struct blob_contents *contents)
{
    (void)request;
    return decode(reader, PUBLICKEYBLOB, BCRYPT_RSAPUBLIC_MAGIC, contents);
}

SECURITY_STATUS capi_rsa_decode_private(const struct blob_request *request, struct reader *reader,
                                        struct blob_contents *contents)
{
    (void)request;
    return decode(reader, PRIVATEKEYBLOB, BCRYPT_RSAPRIVATE_MAGIC, contents);
}
