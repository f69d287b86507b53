/*
 * The rows of a dump.
 */
#include "dump.h"

#include <stdarg.h>
#include <stdio.h>

#define BYTES_PER_LINE 16
#define SHORT_DATA 8 /* so many bytes stand behind the value */
#define FOLD_ABOVE 5 /* lines; more are folded unless --all is given */
#define LINES_BEFORE_FOLD 3
#define VALUE_WIDTH 36

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
