/*
 * RSA blobs of CNG: BCRYPT_RSAKEY_BLOB.
 *
 * Layout (learn.microsoft.com, ns-bcrypt-bcrypt_rsakey_blob): six little-endian DWORDs Magic,
 * BitLength, cbPublicExp, cbModulus, cbPrime1, cbPrime2; then big-endian numbers, each as long as
 * its field says: e, n | p, q | dp[cbPrime1], dq[cbPrime2], qinv[cbPrime1], d[cbModulus].
 */
#include "blob.h"

static void put(struct writer *writer, const struct key *key, enum rsa_part part)
{
    writer_bytes(writer, key->material->part[part], key->material->size[part]);
}

static void put_public(struct writer *writer, const struct key *key, DWORD magic, DWORD p_size,
                       DWORD q_size)
{
    writer_u32(writer, magic);
    writer_u32(writer, key->length);
    writer_u32(writer, key->material->size[RSA_E]);
    writer_u32(writer, key->material->size[RSA_N]);
    writer_u32(writer, p_size);
    writer_u32(writer, q_size);
    put(writer, key, RSA_E);
    put(writer, key, RSA_N);
}

static void put_private(struct writer *writer, const struct key *key, DWORD magic)
{
    put_public(writer, key, magic, key->material->size[RSA_P], key->material->size[RSA_Q]);
    put(writer, key, RSA_P);
    put(writer, key, RSA_Q);
}

SECURITY_STATUS rsa_encode_public(const struct key *key, const struct blob_request *request,
                                  struct writer *writer)
{
    (void)request;
    put_public(writer, key, BCRYPT_RSAPUBLIC_MAGIC, 0, 0);
    return ERROR_SUCCESS;
}

SECURITY_STATUS rsa_encode_private(const struct key *key, const struct blob_request *request,
                                   struct writer *writer)
{
    (void)request;
    put_private(writer, key, BCRYPT_RSAPRIVATE_MAGIC);
    return ERROR_SUCCESS;
}

SECURITY_STATUS rsa_encode_full(const struct key *key, const struct blob_request *request,
                                struct writer *writer)
{
    (void)request;
    put_private(writer, key, BCRYPT_RSAFULLPRIVATE_MAGIC);
    put(writer, key, RSA_DP);
    put(writer, key, RSA_DQ);
    put(writer, key, RSA_QINV);
    put(writer, key, RSA_D);
    return ERROR_SUCCESS;
}

#define MAX_MODULUS_SIZE (16384 / 8)

/* The sizes of a key's numbers; false if they are out of all proportion. */
static bool plan(const struct rsa_numbers *numbers, uint32_t sizes[BRIDGE_MAX_PARTS])
{
    sizes[RSA_E] = number_size(numbers->e, numbers->e_size);
    sizes[RSA_N] = number_size(numbers->n, numbers->n_size);
    if (!sizes[RSA_E] || sizes[RSA_E] > sizes[RSA_N] || sizes[RSA_N] > MAX_MODULUS_SIZE)
        return false;
    if (!numbers->p)
        return true;
    sizes[RSA_P] = sizes[RSA_DP] = sizes[RSA_QINV] = number_size(numbers->p, numbers->p_size);
    sizes[RSA_Q] = sizes[RSA_DQ] = number_size(numbers->q, numbers->q_size);
    sizes[RSA_D] = sizes[RSA_N];
    return sizes[RSA_P] && sizes[RSA_P] <= sizes[RSA_N] && sizes[RSA_Q] &&
           sizes[RSA_Q] <= sizes[RSA_N];
}

/* Numbers come with leading zeros or without; a key keeps them without, and computes the rest anew:
 * Windows writes d modulo (p-1)(q-1) whatever d was imported. */
SECURITY_STATUS rsa_contents(const struct rsa_numbers *numbers, struct blob_contents *contents)
{
    uint32_t sizes[BRIDGE_MAX_PARTS] = {0};

    if (!plan(numbers, sizes))
        return NTE_BAD_DATA;
    if (!(contents->material = material_create(sizes)))
        return NTE_NO_MEMORY;
    material_set(contents->material, RSA_E, numbers->e, numbers->e_size);
    material_set(contents->material, RSA_N, numbers->n, numbers->n_size);
    if (numbers->p)
    {
        material_set(contents->material, RSA_P, numbers->p, numbers->p_size);
        material_set(contents->material, RSA_Q, numbers->q, numbers->q_size);
    }
    contents->type = key_type_by_family(FAMILY_RSA, CURVE_NONE, NCRYPT_SIGNATURE_OPERATION);
    return ERROR_SUCCESS;
}

/* BitLength is not compared with the modulus: native import accepts any. */
static SECURITY_STATUS decode(struct reader *reader, DWORD magic, struct blob_contents *contents)
{
    struct rsa_numbers numbers = {0};

    if (reader_u32(reader) != magic)
        return reader->failed ? NTE_BAD_DATA : NTE_INVALID_PARAMETER;
    reader_u32(reader);
    numbers.e_size = reader_u32(reader);
    numbers.n_size = reader_u32(reader);
    numbers.p_size = reader_u32(reader);
    numbers.q_size = reader_u32(reader);
    numbers.e = reader_bytes(reader, numbers.e_size);
    numbers.n = reader_bytes(reader, numbers.n_size);
    if (magic != BCRYPT_RSAPUBLIC_MAGIC)
    {
        numbers.p = reader_bytes(reader, numbers.p_size);
        numbers.q = reader_bytes(reader, numbers.q_size);
    }
    if (magic == BCRYPT_RSAFULLPRIVATE_MAGIC)
    {
        reader_bytes(reader, numbers.p_size);
        reader_bytes(reader, numbers.q_size);
        reader_bytes(reader, numbers.p_size);
        reader_bytes(reader, numbers.n_size);
    }
    return reader_done(reader) ? rsa_contents(&numbers, contents) : NTE_BAD_DATA;
}

SECURITY_STATUS rsa_decode_public(const struct blob_request *request, struct reader *reader,
                                  struct blob_contents *contents)
{
    (void)request;
    return decode(reader, BCRYPT_RSAPUBLIC_MAGIC, contents);
}

SECURITY_STATUS rsa_decode_private(const struct blob_request *request, struct reader *reader,
                                   struct blob_contents *contents)
{
    (void)request;
    return decode(reader, BCRYPT_RSAPRIVATE_MAGIC, contents);
}

SECURITY_STATUS rsa_decode_full(const struct blob_request *request, struct reader *reader,
                                struct blob_contents *contents)
{
    (void)request;
    return decode(reader, BCRYPT_RSAFULLPRIVATE_MAGIC, contents);
}
