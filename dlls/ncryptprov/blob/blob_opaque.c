/*
 * OpaqueTransport: a whole key for this provider alone.  The native layout is not public; ours is
 *
 *   DWORD magic "NCWT", DWORD version 1     authenticated
 *   the sealed record of the key            key_record.h, protect.h
 *
 * With it go the policies and the persistent properties.  The key's name does not: nothing documented
 * gives it back, a key that is to be stored again gets one by NCRYPTBUFFER_PKCS_KEY_NAME.
 *
 * The master key is the user's: what another user or another computer made is NTE_BAD_DATA, as is
 * whatever was changed.
 */
#include "key_record.h"
#include "protect.h"

#define OPAQUE_MAGIC 0x5457434e /* "NCWT" */
#define OPAQUE_VERSION 1
#define HEADER_SIZE 8

static struct protect_request protection(const BYTE *header)
{
    return (struct protect_request){STORE_USER, "OpaqueTransport", header, HEADER_SIZE};
}

static void write_header(struct writer *writer)
{
    writer_u32(writer, OPAQUE_MAGIC);
    writer_u32(writer, OPAQUE_VERSION);
}

/* The record in the clear, for os_free_secret. */
static BYTE *make_record(const struct key *key, DWORD *size)
{
    struct writer writer;
    BYTE *record;

    writer_init(&writer, NULL, 0);
    key_record_write(key, &writer);
    if (!(record = os_alloc(writer.position)))
        return NULL;
    *size = writer.position;
    writer_init(&writer, record, *size);
    key_record_write(key, &writer);
    return record;
}

static SECURITY_STATUS write_sealed(const BYTE *record, DWORD size, struct writer *writer)
{
    BYTE header[HEADER_SIZE], *sealed = os_alloc(size + PROTECT_OVERHEAD);
    const struct protect_request request = protection(header);
    struct writer header_writer;
    SECURITY_STATUS status;

    if (!sealed)
        return NTE_NO_MEMORY;
    writer_init(&header_writer, header, sizeof(header));
    write_header(&header_writer);
    if (!(status = protect_seal(&request, record, size, sealed)))
        writer_bytes(writer, sealed, size + PROTECT_OVERHEAD);
    os_free(sealed);
    return status;
}

/* To learn the size nothing needs to be sealed. */
SECURITY_STATUS opaque_encode(const struct key *key, const struct blob_request *request,
                              struct writer *writer)
{
    DWORD size;
    BYTE *record = make_record(key, &size);
    SECURITY_STATUS status = ERROR_SUCCESS;

    (void)request;
    if (!record)
        return NTE_NO_MEMORY;
    write_header(writer);
    if (writer->data)
        status = write_sealed(record, size, writer);
    else
        writer_bytes(writer, NULL, size + PROTECT_OVERHEAD);
    os_free_secret(record, size);
    return status;
}

static SECURITY_STATUS read_record(const BYTE *record, DWORD size, struct blob_contents *contents)
{
    struct reader reader;

    reader_init(&reader, record, size);
    return key_record_read(&reader, contents);
}

SECURITY_STATUS opaque_decode(const struct blob_request *request, struct reader *reader,
                              struct blob_contents *contents)
{
    const BYTE *header = reader->data;
    const struct protect_request seal = protection(header);
    DWORD size;
    BYTE *record;
    SECURITY_STATUS status;

    (void)request;
    if (reader_u32(reader) != OPAQUE_MAGIC || reader_u32(reader) != OPAQUE_VERSION ||
        (size = reader->left) < PROTECT_OVERHEAD)
        return NTE_BAD_DATA;
    if (!(record = os_alloc(size - PROTECT_OVERHEAD)))
        return NTE_NO_MEMORY;
    if (!(status = protect_open(&seal, reader_bytes(reader, size), size, record)))
        status = read_record(record, size - PROTECT_OVERHEAD, contents);
    os_free_secret(record, size - PROTECT_OVERHEAD);
    return status == NTE_NOT_FOUND ? NTE_BAD_DATA : status;
}
