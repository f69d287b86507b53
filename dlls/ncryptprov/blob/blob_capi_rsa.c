/*
 * RSA blobs of CryptoAPI, all little-endian.
 *
 * Layout (learn.microsoft.com, base-provider-key-blobs): PUBLICKEYSTRUC {bType, bVersion 2,
 * reserved 0, aiKeyAlg}, RSAPUBKEY {magic RSA1 or RSA2, bitlen, pubexp}, n[bitlen/8]; a private
 * blob goes on with p, q, dp, dq, qinv [bitlen/16 each] and d[bitlen/8].  CNG writes CALG_RSA_KEYX
 * for every key (native exports).
 */
#include "blob_capi.h"
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

static void put_public(struct writer *writer, const struct key *key, BYTE blob_type, DWORD magic)
{
    capi_put_header(writer, blob_type, BLOB_VERSION, CALG_RSA_KEYX, magic);
    writer_u32(writer, key->length);
    capi_put(writer, key, RSA_E, 4);
    capi_put(writer, key, RSA_N, bits_to_bytes(key->length));
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
    capi_put(writer, key, RSA_P, half);
    capi_put(writer, key, RSA_Q, half);
    capi_put(writer, key, RSA_DP, half);
    capi_put(writer, key, RSA_DQ, half);
    capi_put(writer, key, RSA_QINV, half);
    capi_put(writer, key, RSA_D, size);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS decode_numbers(struct reader *reader, bool is_private,
                                      struct capi_scratch *scratch, struct blob_contents *contents)
{
    DWORD size = bits_to_bytes(reader_u32(reader)), half = (size + 1) / 2;
    struct rsa_numbers numbers = {.e_size = 4, .n_size = size, .p_size = half, .q_size = half};

    numbers.e = capi_take(scratch, reader, 4).data;
    numbers.n = capi_take(scratch, reader, size).data;
    if (is_private)
    {
        numbers.p = capi_take(scratch, reader, half).data;
        numbers.q = capi_take(scratch, reader, half).data;
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
    static const ALG_ID algorithms[] = {CALG_RSA_KEYX, CALG_RSA_SIGN, 0};
    struct capi_scratch scratch;
    SECURITY_STATUS status = capi_check_header(reader, blob_type, BLOB_VERSION, algorithms, magic);

    if (status || (status = capi_scratch_create(&scratch, reader)))
        return status;
    status = decode_numbers(reader, blob_type == PRIVATEKEYBLOB, &scratch, contents);
    capi_scratch_free(&scratch);
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
