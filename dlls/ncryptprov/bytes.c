/*
 * Reading and writing bytes, see bytes.h.
 */
#include "bytes.h"

#include <string.h>

void reader_init(struct reader *reader, const void *data, uint32_t size)
{
    reader->data = data;
    reader->left = size;
    reader->failed = false;
}

const uint8_t *reader_bytes(struct reader *reader, uint32_t size)
{
    const uint8_t *data = reader->data;

    if (reader->failed || size > reader->left)
    {
        reader->failed = true;
        return NULL;
    }
    reader->data += size;
    reader->left -= size;
    return data;
}

uint8_t reader_u8(struct reader *reader)
{
    const uint8_t *data = reader_bytes(reader, 1);

    return data ? data[0] : 0;
}

uint16_t reader_u16(struct reader *reader)
{
    const uint8_t *data = reader_bytes(reader, 2);

    return data ? (uint16_t)(data[0] | data[1] << 8) : 0;
}

uint32_t reader_u32(struct reader *reader)
{
    const uint8_t *data = reader_bytes(reader, 4);

    return data ? data[0] | data[1] << 8 | data[2] << 16 | (uint32_t)data[3] << 24 : 0;
}

bool reader_done(const struct reader *reader)
{
    return !reader->failed && !reader->left;
}

void writer_init(struct writer *writer, void *data, uint32_t size)
{
    writer->data = data;
    writer->size = size;
    writer->position = 0;
    writer->overflow = false;
}

/* Where the next size bytes go, or NULL if they are only counted. */
static uint8_t *advance(struct writer *writer, uint32_t size)
{
    uint8_t *data = writer->data ? writer->data + writer->position : NULL;

    if (writer->data && size > writer->size - writer->position)
    {
        writer->overflow = true;
        return NULL;
    }
    writer->position += size;
    return data;
}

void writer_bytes(struct writer *writer, const uint8_t *data, uint32_t size)
{
    uint8_t *out = advance(writer, size);

    if (out && size)
        memcpy(out, data, size);
}

void writer_u8(struct writer *writer, uint8_t value)
{
    writer_bytes(writer, &value, 1);
}

void writer_u16(struct writer *writer, uint16_t value)
{
    uint8_t bytes[2] = {(uint8_t)value, (uint8_t)(value >> 8)};

    writer_bytes(writer, bytes, sizeof(bytes));
}

void writer_u32(struct writer *writer, uint32_t value)
{
    uint8_t bytes[4] = {(uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16),
                        (uint8_t)(value >> 24)};

    writer_bytes(writer, bytes, sizeof(bytes));
}

/* The last width bytes of a number at most: what is cut off are leading zeros. */
static void cut(const uint8_t **data, uint32_t *size, uint32_t width)
{
    if (*size <= width)
        return;
    *data += *size - width;
    *size = width;
}

void writer_reversed(struct writer *writer, const uint8_t *data, uint32_t size, uint32_t width)
{
    uint8_t *out = advance(writer, width);
    uint32_t i;

    if (!out)
        return;
    cut(&data, &size, width);
    for (i = 0; i < size; i++)
        out[i] = data[size - 1 - i];
    memset(out + size, 0, width - size);
}

void writer_padded(struct writer *writer, const uint8_t *data, uint32_t size, uint32_t width)
{
    uint8_t *out = advance(writer, width);

    if (!out)
        return;
    cut(&data, &size, width);
    memset(out, 0, width - size);
    memcpy(out + width - size, data, size);
}
