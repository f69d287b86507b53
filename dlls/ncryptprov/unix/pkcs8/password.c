/*
 * Passwords: UTF-16LE, as Windows has them, to the forms that the standards want.
 */
#include "pbe.h"

static uint32_t unit_at(const struct bridge_span *password, size_t i)
{
    const uint8_t *data = span_data(password) + 2 * i;

    return data[0] | (uint32_t)data[1] << 8;
}

/* RFC 7292 Appendix B.1: big-endian, with a NUL at the end.  Surrogates stay as they are. */
enum bridge_status password_to_bmp(const struct bridge_span *password, struct bytes *out)
{
    size_t count = password->size / 2, i;
    enum bridge_status status;

    if (password->size % 2)
        return BRIDGE_INVALID_PARAMETER;
    if ((status = bytes_alloc(out, 2 * count + 2)))
        return status;
    for (i = 0; i < count; i++)
    {
        uint32_t unit = unit_at(password, i);

        out->data[2 * i] = (uint8_t)(unit >> 8);
        out->data[2 * i + 1] = (uint8_t)unit;
    }
    return BRIDGE_OK;
}

/* The character at *i, which moves on; false: half a surrogate pair. */
static bool next_character(const struct bridge_span *password, size_t *i, uint32_t *character)
{
    uint32_t unit = unit_at(password, (*i)++), low;

    *character = unit;
    if (unit < 0xd800 || unit > 0xdfff)
        return true;
    if (unit > 0xdbff || *i == password->size / 2)
        return false;
    low = unit_at(password, (*i)++);
    *character = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    return low >= 0xdc00 && low <= 0xdfff;
}

/* RFC 3629 section 3; returns the number of bytes. */
static size_t put_utf8(uint32_t character, uint8_t *out)
{
    static const uint8_t first[] = {0, 0x00, 0xc0, 0xe0, 0xf0};
    size_t count = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4, i;

    for (i = count - 1; i; i--)
    {
        out[i] = (uint8_t)(0x80 | (character & 0x3f));
        character >>= 6;
    }
    out[0] = (uint8_t)(first[count] | character);
    return count;
}

/* RFC 8018 leaves the encoding open and recommends UTF-8 (section 3); so do OpenSSL and GnuTLS. */
enum bridge_status password_to_utf8(const struct bridge_span *password, struct bytes *out)
{
    size_t count = password->size / 2, i, used = 0;
    uint32_t character;
    enum bridge_status status;

    if (password->size % 2)
        return BRIDGE_INVALID_PARAMETER;
    if ((status = bytes_alloc(out, 3 * count)))
        return status;
    for (i = 0; i < count;)
    {
        if (!next_character(password, &i, &character))
            return BRIDGE_INVALID_PARAMETER;
        used += put_utf8(character, out->data + used);
    }
    bytes_cut(out, used);
    return BRIDGE_OK;
}
