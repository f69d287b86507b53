/*
 * Prints and recognises blobs by the tables of their layouts.
 */
#include "dump.h"

#include "args.h"
#include "blobtypes.h"
#include "commands.h"
#include "der.h"
#include "files.h"
#include "keyfile.h"
#include "status.h"
#include "text.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#define BYTES_PER_LINE 16
#define SHORT_DATA 8 /* so many bytes stand behind the value */
#define FOLD_ABOVE 5 /* lines; more are folded unless --all is given */
#define LINES_BEFORE_FOLD 3
#define NAME_WIDTH 24
#define VALUE_WIDTH 36

static const struct layout_list *const families[] = {
    &rsa_layouts,  &ecc_layouts, &dsa_layouts,       &dh_layouts,
    &capi_layouts, &pq_layouts,  &symmetric_layouts,
};

/* ------------------------------------------------------------------------------------------
 * Recognition
 */
static DWORD read_uint(const BYTE *data, DWORD size)
{
    DWORD value = 0;

    while (size--)
    {
        value = value << 8 | data[size];
    }
    return value;
}

static BOOL has_marks(const struct layout *layout, const struct bytes *data)
{
    int i;

    for (i = 0; i < MAX_MARKS && layout->marks[i].size; i++)
    {
        const struct mark *mark = &layout->marks[i];

        if (data->size < mark->offset + mark->size ||
            read_uint(data->data + mark->offset, mark->size) != mark->value)
        {
            return FALSE;
        }
    }
    return i > 0;
}

const struct layout *recognise_layout(const struct bytes *data)
{
    size_t family;
    unsigned int i;

    for (family = 0; family < ARRAYSIZE(families); family++)
    {
        for (i = 0; i < families[family]->count; i++)
        {
            if (has_marks(&families[family]->layouts[i], data))
            {
                return &families[family]->layouts[i];
            }
        }
    }
    return NULL;
}

const struct layout *find_layout(const char *type)
{
    size_t family;
    unsigned int i;

    for (family = 0; family < ARRAYSIZE(families); family++)
    {
        for (i = 0; i < families[family]->count; i++)
        {
            if (!strcmp(families[family]->layouts[i].type, type))
            {
                return &families[family]->layouts[i];
            }
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------------
 * Rows
 */
void dump_row(DWORD offset, DWORD size, int depth, const char *name, const char *value)
{
    out("  0x%05lx %7lu  %*s%-*s %s", (unsigned long)offset, (unsigned long)size, depth * 2, "",
        NAME_WIDTH - depth * 2, name, value);
}

static void dump_line(DWORD offset, const BYTE *data, DWORD size)
{
    DWORD i;

    out("      0x%05lx ", (unsigned long)offset);
    for (i = 0; i < size; i++)
    {
        out(" %02x", data[i]);
    }
    out("\n");
}

void dump_bytes(const struct dump *dump, DWORD offset, const BYTE *data, DWORD size)
{
    DWORD lines = (size + BYTES_PER_LINE - 1) / BYTES_PER_LINE;
    DWORD line;

    for (line = 0; line < lines; line++)
    {
        DWORD start = line * BYTES_PER_LINE;

        if (!dump->all && lines > FOLD_ABOVE && line == LINES_BEFORE_FOLD)
        {
            DWORD folded = (lines - 1 - line) * BYTES_PER_LINE;

            out("      ...      %lu more bytes (--all shows them)\n", (unsigned long)folded);
            line = lines - 1;
            start = line * BYTES_PER_LINE;
        }
        dump_line(offset + start, data + start,
                  size - start < BYTES_PER_LINE ? size - start : BYTES_PER_LINE);
    }
}

void dump_data(const struct dump *dump, DWORD offset, int depth, const char *name,
               const char *value, const BYTE *data, DWORD size, BOOL secret)
{
    DWORD i;

    if (secret && !dump->secrets && size)
    {
        dump_row(offset, size, depth, name, "(hidden, --secrets shows it)\n");
        return;
    }
    if (size > SHORT_DATA || !size)
    {
        dump_row(offset, size, depth, name, value);
        out("\n");
        dump_bytes(dump, offset, data, size);
        return;
    }
    dump_row(offset, size, depth, name, text_of("%-*s", VALUE_WIDTH, value));
    for (i = 0; i < size; i++)
    {
        out(" %02x", data[i]);
    }
    out("\n");
}

void dump_damage(struct dump *dump, const char *format, ...)
{
    char text[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    out("  ** %s\n", text);
    dump->damages++;
}

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

/* ------------------------------------------------------------------------------------------
 * The command
 */
const struct option dump_options[] = {
    {"secrets", NULL, "show private numbers"},
    {"all", NULL, "show every byte of long fields"},
    {"type", "TYPE", "blob type (default: recognised by its magic)"},
    OPTION_END,
};

static void dump_heading(const char *path, const char *label, const char *type,
                         const char *structure, const char *what, DWORD size)
{
    out("%s: %s", path, type);
    if (structure)
    {
        out(" (%s)", structure);
    }
    out(", %s, %lu bytes\n", what, (unsigned long)size);
    if (label)
    {
        out("  taken from the PEM block \"%s\"; offsets are those of the decoded bytes\n", label);
    }
    out("  %-7s %7s  %-*s %s\n", "offset", "size", NAME_WIDTH, "field", "value");
}

/* A recognised form may be damaged; other DER must at least be a sequence of the right size. */
static BOOL open_der(const struct bytes *content, struct der *element, const struct der_form **form)
{
    if (!der_open(content->data, content->size, element))
    {
        return FALSE;
    }
    *form = recognise_der(element);
    return *form || (element->tag == DER_SEQUENCE && element->size == content->size);
}

static int dump_content(struct dump *dump, const char *path, const char *label,
                        const struct bytes *content, const char *type)
{
    const struct layout *layout = type ? find_layout(blob_type_name(type))
                                       : recognise_layout(content);
    const struct der_form *form;
    struct der element;

    if (layout)
    {
        dump_heading(path, label, layout->type, layout->structure, layout->what, content->size);
        dump_layout(dump, layout, content->data, content->size, 0, 0);
        return RESULT_OK;
    }
    if (!open_der(content, &element, &form))
    {
        complain("%s is no key blob that this program knows: no magic fits, and it is no DER",
                 path);
        return RESULT_FAILED;
    }
    dump_heading(path, label, form && form->type ? form->type : "DER", NULL,
                 form ? form->what : "unknown content", content->size);
    dump_der(dump, &element);
    if (element.size < content->size)
    {
        dump_damage(dump, "the DER data ends at 0x%05lx; bytes after it: %lu",
                    (unsigned long)element.size, (unsigned long)(content->size - element.size));
    }
    return RESULT_OK;
}

static int dump_file(const struct arguments *arguments, const char *path)
{
    struct dump dump = {option_given(arguments, "secrets"), option_given(arguments, "all"), 0};
    struct bytes content, decoded;
    const char *label;
    int result;

    if (!read_file(path, &content))
    {
        return RESULT_FAILED;
    }
    label = decode_pem(&content, &decoded);
    result = dump_content(&dump, path, label, label ? &decoded : &content,
                          option_text(arguments, "type"));
    if (dump.damages)
    {
        complain("%s is damaged (see the lines marked **)", path);
        return RESULT_FAILED;
    }
    return result;
}

int run_dump(const struct arguments *arguments)
{
    int result = RESULT_OK;
    int i;

    for (i = 0; i < arguments->count; i++)
    {
        out("%s", i ? "\n" : "");
        if (dump_file(arguments, arguments->positional[i]))
        {
            result = RESULT_FAILED;
        }
    }
    return result;
}
