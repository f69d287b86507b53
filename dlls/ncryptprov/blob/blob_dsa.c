/*
 * DSA blobs of CNG, and the property DSAParameters.
 *
 * Layouts (learn.microsoft.com, ns-bcrypt-bcrypt_dsa_key_blob, ..._key_blob_v2,
 * ..._parameter_header, ..._parameter_header_v2).  Keys up to 1024 bits:
 *   DWORD dwMagic, cbKey; BYTE Count[4], Seed[20], q[20]; p, g, y [cbKey], x[20]
 * above:
 *   DWORD dwMagic, cbKey, hashAlgorithm, standardVersion, cbSeedLength, cbGroupSize; BYTE Count[4];
 *   seed[cbSeedLength], q[cbGroupSize], p, g, y [cbKey], x[cbGroupSize]
 * The property is the same without y and x, and with its size as a DWORD before the magic.  DWORDs
 * are little-endian, all else big-endian.
 */
#include "ffc.h"
#include "gaps.h"

/* No standard has a seed much longer than q. */
#define MAX_SEED_SIZE 128

/* hashAlgorithm by length of q */
static const struct
{
    HASHALGORITHM_ENUM hash;
    uint32_t q_size;
} hashes[] = {
    {DSA_HASH_ALGORITHM_SHA1, 20},
    {DSA_HASH_ALGORITHM_SHA256, 32},
    {DSA_HASH_ALGORITHM_SHA512, 64},
};

struct magics
{
    DWORD old, new; /* up to 1024 bits, above */
};
static const struct magics public_magics = {BCRYPT_DSA_PUBLIC_MAGIC, BCRYPT_DSA_PUBLIC_MAGIC_V2};
static const struct magics private_magics = {BCRYPT_DSA_PRIVATE_MAGIC, BCRYPT_DSA_PRIVATE_MAGIC_V2};
static const struct magics parameter_magics = {BCRYPT_DSA_PARAMETERS_MAGIC,
                                               BCRYPT_DSA_PARAMETERS_MAGIC_V2};

static bool is_old(const struct material *material)
{
    return material->size[DSA_P] <= DSA_OLD_MAX_SIZE;
}

/* ------------------------------------------------------------------------------------------
 * Writing
 */
static void put(struct writer *writer, const struct material *material, enum dsa_part part)
{
    writer_bytes(writer, material->part[part], material->size[part]);
}

static DWORD hash_of(uint32_t q_size)
{
    size_t i = 0;

    while (i < ARRAYSIZE(hashes) - 1 && hashes[i].q_size != q_size)
        i++;
    return hashes[i].hash;
}

static void put_group(struct writer *writer, const struct material *material,
                      const struct magics *magics)
{
    writer_u32(writer, is_old(material) ? magics->old : magics->new);
    writer_u32(writer, material->size[DSA_P]);
    if (!is_old(material))
    {
        writer_u32(writer, hash_of(material->size[DSA_Q]));
        writer_u32(writer, DSA_FIPS186_3);
        writer_u32(writer, material->size[DSA_SEED]);
        writer_u32(writer, material->size[DSA_Q]);
    }
    put(writer, material, DSA_COUNT);
    put(writer, material, DSA_SEED);
    put(writer, material, DSA_Q);
    put(writer, material, DSA_P);
    put(writer, material, DSA_G);
}

SECURITY_STATUS dsa_encode_public(const struct key *key, const struct blob_request *request,
                                  struct writer *writer)
{
    (void)request;
    put_group(writer, key->material, &public_magics);
    put(writer, key->material, DSA_Y);
    return ERROR_SUCCESS;
}

SECURITY_STATUS dsa_encode_private(const struct key *key, const struct blob_request *request,
                                   struct writer *writer)
{
    (void)request;
    put_group(writer, key->material, &private_magics);
    put(writer, key->material, DSA_Y);
    put(writer, key->material, DSA_X);
    return ERROR_SUCCESS;
}

/* ------------------------------------------------------------------------------------------
 * Reading
 */
static void take(struct reader *reader, struct ffc_numbers *numbers, enum dsa_part part,
                 uint32_t size)
{
    numbers->part[part].data = reader_bytes(reader, size);
    numbers->part[part].size = size;
}

/* The fields of the new form that the old one leaves unsaid. */
static SECURITY_STATUS take_sizes(struct reader *reader, uint32_t *seed_size, uint32_t *q_size)
{
    DWORD hash = reader_u32(reader), standard = reader_u32(reader);

    *seed_size = reader_u32(reader);
    *q_size = reader_u32(reader);
    if (reader->failed)
        return GAP_STATUS_FFC_SIZE;
    if (standard != DSA_FIPS186_3 || hash != hash_of(*q_size) || !*seed_size ||
        *seed_size > MAX_SEED_SIZE)
        return NTE_INVALID_PARAMETER;
    return ERROR_SUCCESS;
}

/* From the magic to g; *size: what y is long. */
static SECURITY_STATUS take_group(struct reader *reader, const struct magics *magics,
                                  struct ffc_numbers *numbers, uint32_t *size)
{
    DWORD magic = reader_u32(reader);
    uint32_t seed_size = DSA_OLD_SEED_SIZE, q_size = DSA_OLD_SEED_SIZE;
    SECURITY_STATUS status;

    *size = reader_u32(reader);
    if (reader->failed)
        return GAP_STATUS_FFC_SIZE;
    if (magic != magics->old && magic != magics->new)
        return NTE_INVALID_PARAMETER;
    if ((*size <= DSA_OLD_MAX_SIZE) != (magic == magics->old))
        return NTE_INVALID_PARAMETER;
    if (magic == magics->new && (status = take_sizes(reader, &seed_size, &q_size)))
        return status;
    take(reader, numbers, DSA_COUNT, DSA_COUNT_SIZE);
    take(reader, numbers, DSA_SEED, seed_size);
    take(reader, numbers, DSA_Q, q_size);
    take(reader, numbers, DSA_P, *size);
    take(reader, numbers, DSA_G, *size);
    return reader->failed ? GAP_STATUS_FFC_SIZE : ERROR_SUCCESS;
}

static SECURITY_STATUS decode(struct reader *reader, bool is_private,
                              struct blob_contents *contents)
{
    struct ffc_numbers numbers = {0};
    SECURITY_STATUS status;
    uint32_t size;

    status = take_group(reader, is_private ? &private_magics : &public_magics, &numbers, &size);
    if (status)
        return status;
    take(reader, &numbers, DSA_Y, size);
    if (is_private)
        take(reader, &numbers, DSA_X, numbers.part[DSA_Q].size);
    return reader_done(reader) ? dsa_contents(&numbers, contents) : GAP_STATUS_FFC_SIZE;
}

SECURITY_STATUS dsa_decode_public(const struct blob_request *request, struct reader *reader,
                                  struct blob_contents *contents)
{
    (void)request;
    return decode(reader, false, contents);
}

SECURITY_STATUS dsa_decode_private(const struct blob_request *request, struct reader *reader,
                                   struct blob_contents *contents)
{
    (void)request;
    return decode(reader, true, contents);
}

/* ------------------------------------------------------------------------------------------
 * DSAParameters
 */
void dsa_put_parameters(struct writer *writer, const struct material *material)
{
    put_group(writer, material, &parameter_magics);
}

SECURITY_STATUS dsa_take_parameters(struct reader *reader, struct ffc_numbers *numbers)
{
    uint32_t size;

    return take_group(reader, &parameter_magics, numbers, &size);
}
