/*
 * What all blobs of CryptoAPI have in common, see blob_capi.h.
 */
#include "blob_capi.h"

void capi_put_header(struct writer *writer, BYTE blob_type, BYTE version, ALG_ID algorithm,
                     DWORD magic)
{
    writer_u8(writer, blob_type);
    writer_u8(writer, version);
    writer_u16(writer, 0);
    writer_u32(writer, algorithm);
    writer_u32(writer, magic);
}

static bool is_one_of(ALG_ID algorithm, const ALG_ID *algorithms)
{
    while (*algorithms && *algorithms != algorithm)
        algorithms++;
    return *algorithms != 0;
}

/* The reserved word is not looked at, as by CryptoAPI. */
SECURITY_STATUS capi_check_header(struct reader *reader, BYTE blob_type, BYTE version,
                                  const ALG_ID *algorithms, DWORD magic)
{
    BYTE got_type = reader_u8(reader), got_version = reader_u8(reader);
    ALG_ID algorithm;

    reader_u16(reader);
    algorithm = reader_u32(reader);
    if (reader_u32(reader) != magic || reader->failed || got_type != blob_type ||
        got_version != version || !is_one_of(algorithm, algorithms))
        return NTE_BAD_DATA;
    return ERROR_SUCCESS;
}

SECURITY_STATUS capi_scratch_create(struct capi_scratch *scratch, const struct reader *reader)
{
    scratch->size = reader->left;
    scratch->used = 0;
    scratch->data = os_alloc(scratch->size);
    return scratch->data ? ERROR_SUCCESS : NTE_NO_MEMORY;
}

void capi_scratch_free(struct capi_scratch *scratch)
{
    os_free_secret(scratch->data, scratch->size);
}

struct number capi_take(struct capi_scratch *scratch, struct reader *reader, uint32_t size)
{
    const uint8_t *data = reader_bytes(reader, size);
    uint8_t *copy = scratch->data + scratch->used;
    uint32_t i;

    if (!data)
        return (struct number){NULL, 0};
    for (i = 0; i < size; i++)
        copy[i] = data[size - 1 - i];
    scratch->used += size;
    return (struct number){copy, size};
}

void capi_put(struct writer *writer, const struct key *key, unsigned int part, uint32_t width)
{
    writer_reversed(writer, key->material->part[part], key->material->size[part], width);
}
