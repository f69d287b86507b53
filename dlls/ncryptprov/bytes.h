/*
 * Reading and writing the bytes of blobs.  Neither ever passes the end of its buffer.
 */
#ifndef NCRYPTPROV_BYTES_H
#define NCRYPTPROV_BYTES_H

#include "os.h"

struct reader
{
    const uint8_t *data;
    uint32_t left;
    bool failed; /* something was asked for that is not there; all reads give zeros from then on */
};

void reader_init(struct reader *reader, const void *data, uint32_t size);
uint32_t reader_u32(struct reader *reader); /* little-endian, as all header fields */
uint16_t reader_u16(struct reader *reader);
uint8_t reader_u8(struct reader *reader);
const uint8_t *reader_bytes(struct reader *reader, uint32_t size); /* NULL if they are not there */
bool reader_done(const struct reader *reader); /* everything was read, and nothing was missing */

/* A writer without a buffer counts what would be written. */
struct writer
{
    uint8_t *data; /* NULL: count only */
    uint32_t size, position;
    bool overflow;
};

void writer_init(struct writer *writer, void *data, uint32_t size);
void writer_u32(struct writer *writer, uint32_t value);
void writer_u16(struct writer *writer, uint16_t value);
void writer_u8(struct writer *writer, uint8_t value);
void writer_bytes(struct writer *writer, const uint8_t *data, uint32_t size);
/* A big-endian number, reversed, with zeros behind it up to width. */
void writer_reversed(struct writer *writer, const uint8_t *data, uint32_t size, uint32_t width);
/* A big-endian number with zeros before it up to width. */
void writer_padded(struct writer *writer, const uint8_t *data, uint32_t size, uint32_t width);

#endif
