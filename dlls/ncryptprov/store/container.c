/*
 * Files of keys, see container.h.
 */
#include "container.h"

#include <string.h>

#include "gaps.h"
#include "key_record.h"
#include "protect.h"
#include "wide.h"

#define MAGIC 0x464b434e /* "NCKF" */
#define VERSION 1

static struct protect_request protection(enum store_scope scope, const BYTE *header, DWORD size)
{
    return (struct protect_request){scope, "key file", header, size};
}

/* ------------------------------------------------------------------------------------------
 * Writing
 */
static void write_text(struct writer *writer, const WCHAR *text)
{
    uint32_t size = (uint32_t)(wide_length(text) * sizeof(WCHAR));

    writer_u32(writer, size);
    writer_bytes(writer, (const uint8_t *)text, size);
}

static void write_header(const struct key *key, struct writer *writer)
{
    const struct key_place *place = key->place;

    writer_u32(writer, MAGIC);
    writer_u32(writer, VERSION);
    writer_u32(writer, place->scope == STORE_MACHINE ? NCRYPT_MACHINE_KEY_FLAG : 0);
    writer_u32(writer, place->spec);
    writer_bytes(writer, place->id, CONTAINER_ID);
    writer_u32(writer, (uint32_t)place->modified);
    writer_u32(writer, (uint32_t)(place->modified >> 32));
    write_text(writer, place->name);
    write_text(writer, key->type->name);
}

static SECURITY_STATUS seal_record(const struct key *key, DWORD record_size, BYTE *file,
                                   DWORD header_size)
{
    const struct protect_request request = protection(key->place->scope, file, header_size);
    BYTE *record = os_alloc(record_size);
    struct writer writer;
    SECURITY_STATUS status;

    if (!record)
        return NTE_NO_MEMORY;
    writer_init(&writer, record, record_size);
    key_record_write(key, &writer);
    status = protect_seal(&request, record, record_size, file + header_size);
    os_free_secret(record, record_size);
    return status;
}

SECURITY_STATUS container_encode(const struct key *key, struct store_data *data)
{
    struct writer header, record;
    SECURITY_STATUS status;

    writer_init(&header, NULL, 0);
    write_header(key, &header);
    writer_init(&record, NULL, 0);
    key_record_write(key, &record);
    data->size = header.position + record.position + PROTECT_OVERHEAD;
    if (!(data->bytes = os_alloc(data->size)))
        return NTE_NO_MEMORY;
    writer_init(&header, data->bytes, data->size);
    write_header(key, &header);
    if ((status = seal_record(key, record.position, data->bytes, header.position)))
        os_free(data->bytes);
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Reading
 */
static bool read_text(struct reader *reader, WCHAR text[STORE_KEY_NAME + 1])
{
    uint32_t size = reader_u32(reader), i;
    const uint8_t *data = NULL;

    if (size % sizeof(WCHAR) || size > STORE_KEY_NAME * sizeof(WCHAR) ||
        !(data = reader_bytes(reader, size)))
        return false;
    memcpy(text, data, size);
    text[size / sizeof(WCHAR)] = 0;
    for (i = 0; i < size / sizeof(WCHAR); i++)
    {
        if (!text[i])
            return false;
    }
    return size > 0;
}

static bool read_fields(struct reader *reader, struct container_header *header)
{
    const uint8_t *id;

    header->flags = reader_u32(reader);
    header->spec = reader_u32(reader);
    if (!(id = reader_bytes(reader, CONTAINER_ID)))
        return false;
    memcpy(header->id, id, CONTAINER_ID);
    header->modified = reader_u32(reader);
    header->modified |= (ULONGLONG)reader_u32(reader) << 32;
    return read_text(reader, header->name) && read_text(reader, header->algorithm);
}

SECURITY_STATUS container_read_header(const BYTE *data, DWORD size, struct container_header *header)
{
    struct reader reader;
    DWORD version;

    reader_init(&reader, data, size);
    if (reader_u32(&reader) != MAGIC)
        return size ? GAP_STATUS_KEY_FOREIGN : GAP_STATUS_KEY_DAMAGED;
    version = reader_u32(&reader);
    if (!version || reader.failed)
        return GAP_STATUS_KEY_DAMAGED;
    if (version > VERSION)
        return GAP_STATUS_KEY_VERSION;
    if (!read_fields(&reader, header))
        return GAP_STATUS_KEY_DAMAGED;
    header->size = size - reader.left;
    return ERROR_SUCCESS;
}

/* The algorithm is told twice: in the clear for enumerations, and with the numbers. */
static SECURITY_STATUS read_record(const struct container_header *header, const BYTE *record,
                                   DWORD size, struct blob_contents *contents)
{
    struct reader reader;
    SECURITY_STATUS status;

    reader_init(&reader, record, size);
    if ((status = key_record_read(&reader, contents)))
        return status == NTE_BAD_DATA ? GAP_STATUS_KEY_DAMAGED : status;
    return wide_equal(contents->type->name, header->algorithm) ? ERROR_SUCCESS
                                                               : GAP_STATUS_KEY_DAMAGED;
}

SECURITY_STATUS container_open(const struct container_header *header, enum store_scope scope,
                               const struct store_data *data, struct blob_contents *contents)
{
    const struct protect_request request = protection(scope, data->bytes, header->size);
    DWORD sealed = data->size - header->size;
    BYTE *record;
    SECURITY_STATUS status;

    memset(contents, 0, sizeof(*contents));
    if (sealed < PROTECT_OVERHEAD)
        return GAP_STATUS_KEY_DAMAGED;
    if (!(record = os_alloc(sealed - PROTECT_OVERHEAD)))
        return NTE_NO_MEMORY;
    status = protect_open(&request, data->bytes + header->size, sealed, record);
    if (!status)
        status = read_record(header, record, sealed - PROTECT_OVERHEAD, contents);
    else if (status == NTE_BAD_DATA)
        status = GAP_STATUS_KEY_DAMAGED;
    else if (status == NTE_NOT_FOUND)
        status = GAP_STATUS_KEY_FOREIGN;
    os_free_secret(record, sealed - PROTECT_OVERHEAD);
    return status;
}
