/*
 * Prints a blob by the table of its layout.
 */
#include "dump.h"

#include <ctype.h>
#include <string.h>

/* ------------------------------------------------------------------------------------------
 * Values
 */
DWORD number_bits(const BYTE *data, DWORD size, BOOL little_endian)
{
    DWORD bits;
    BYTE top;

    while (size && !data[little_endian ? size - 1 : 0])
    {
        data += little_endian ? 0 : 1;
        size--;
    }
    if (!size)
    {
        return 0;
    }
    top = data[little_endian ? size - 1 : 0];
    for (bits = (size - 1) * 8; top; top >>= 1)
    {
        bits++;
    }
    return bits;
}

static const char *number_text(const BYTE *data, DWORD size, BOOL little_endian)
{
    unsigned long long value = 0;
    DWORD i;

    if (size > sizeof(value))
    {
        return text_of("%lu bits, %s-endian", (unsigned long)number_bits(data, size, little_endian),
                       little_endian ? "little" : "big");
    }
    for (i = 0; i < size; i++)
    {
        value = value << 8 | data[little_endian ? size - 1 - i : i];
    }
    return size ? text_of("%llu", value) : "(absent)";
}

static const char *magic_text(const BYTE *data)
{
    char text[5] = "";
    int i;

    for (i = 0; i < 4; i++)
    {
        text[i] = isprint(data[i]) && data[i] < 0x80 ? (char)data[i] : '.';
    }
    return text_of("\"%s\" = 0x%08lx", text, (unsigned long)read_uint(data, 4));
}

static const char *uint_text(const struct field *field, DWORD value)
{
    const char *number = text_of(field->kind == FIELD_HEX ? "0x%08lx" : "%lu",
                                 (unsigned long)value);
    int i;

    for (i = 0; field->names && field->names[i].name; i++)
    {
        if (field->names[i].value == value)
        {
            return text_of("%s = %s", number, field->names[i].name);
        }
    }
    return number;
}

static const char *wide_text(const BYTE *data, DWORD size)
{
    WCHAR *copy = scratch_copy(data, size, sizeof(WCHAR));

    return text_of("\"%s\"", utf8(copy));
}

static const char *field_text(const struct field *field, const BYTE *data, DWORD size)
{
    switch (field->kind)
    {
    case FIELD_UINT:
    case FIELD_HEX:
        return uint_text(field, read_uint(data, size));
    case FIELD_MAGIC:
        return magic_text(data);
    case FIELD_NUMBER_BE:
        return number_text(data, size, FALSE);
    case FIELD_NUMBER_LE:
        return number_text(data, size, TRUE);
    case FIELD_TEXT:
        return wide_text(data, size);
    case FIELD_BYTES:
    case FIELD_BLOB:
        break;
    }
    return size ? text_of("%lu bytes", (unsigned long)size) : "(absent)";
}

/* ------------------------------------------------------------------------------------------
 * A blob
 */
static DWORD field_size(const struct layout *layout, const struct field *field, const DWORD *values,
                        DWORD left)
{
    unsigned int i;

    if (field->size)
    {
        return field->size;
    }
    for (i = 0; field->size_field && i < layout->count; i++)
    {
        if (!strcmp(layout->fields[i].name, field->size_field))
        {
            return values[i] / field->divisor + (values[i] % field->divisor != 0);
        }
    }
    return left;
}

static void dump_inner_blob(struct dump *dump, const struct field *field, const BYTE *data,
                            DWORD size, DWORD offset, int depth)
{
    struct bytes inner = {(BYTE *)data, size};
    const struct layout *layout = recognise_layout(&inner);

    if (!layout)
    {
        dump_data(dump, offset, depth, field->name, "", data, size, field->secret);
        return;
    }
    dump_row(offset, size, depth, field->name, text_of("%s:\n", layout->type));
    dump_layout(dump, layout, data, size, offset, depth + 1);
}

void dump_layout(struct dump *dump, const struct layout *layout, const BYTE *data, DWORD size,
                 DWORD base, int depth)
{
    DWORD *values = scratch(layout->count * sizeof(*values));
    DWORD offset = 0;
    unsigned int i;

    for (i = 0; i < layout->count; i++)
    {
        const struct field *field = &layout->fields[i];
        DWORD length = field_size(layout, field, values, size - offset);
        const BYTE *place = data + offset;

        if (length > size - offset)
        {
            dump_damage(dump, "%s has %lu bytes, but the blob ends after %lu of them", field->name,
                        (unsigned long)length, (unsigned long)(size - offset));
            return;
        }
        if (field->kind == FIELD_UINT)
        {
            values[i] = read_uint(place, length);
        }
        if (field->kind == FIELD_BLOB)
        {
            dump_inner_blob(dump, field, place, length, base + offset, depth);
        }
        else
        {
            dump_data(dump, base + offset, depth, field->name, field_text(field, place, length),
                      place, length, field->secret);
        }
        offset += length;
    }
    if (offset < size)
    {
        dump_damage(dump, "the blob ends at 0x%05lx; bytes after it: %lu",
                    (unsigned long)(base + offset), (unsigned long)(size - offset));
    }
}
