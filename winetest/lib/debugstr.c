/*
 * Values as readable text, in buffers that a thread uses in turn.
 */
#define __USE_MINGW_ANSI_STDIO 1
#include "state.h"

enum
{
    TEXT_COUNT = 32,
    TEXT_LENGTH = 320,
    SHOWN_CHARACTERS = 80
};

static char *next_text(void)
{
    static _Thread_local char texts[TEXT_COUNT][TEXT_LENGTH];
    static _Thread_local unsigned int next;

    return texts[next++ % TEXT_COUNT];
}

const char *wine_dbg_sprintf(const char *format, ...)
{
    char *text = next_text();
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, TEXT_LENGTH, format, arguments);
    va_end(arguments);
    return text;
}

/* One character as in a C string; returns how many bytes it took, at most 6. */
static int write_character(char *out, unsigned int character, int is_wide)
{
    static const char names[] = "\nn\tt\rr\"\"\\\\";

    for (const char *p = names; *p; p += 2)
        if (character == (unsigned char)*p)
            return sprintf(out, "\\%c", p[1]);
    if (character >= ' ' && character < 0x7f)
        return sprintf(out, "%c", (int)character);
    return sprintf(out, is_wide ? "\\%04x" : "\\x%02x", character);
}

static const char *finish(char *text, char *end, int is_cut)
{
    strcpy(end, is_cut ? "\"..." : "\"");
    return text;
}

const char *wine_dbgstr_an(const char *string, int length)
{
    char *text, *out;
    int i;

    if (!((ULONG_PTR)string >> 16))
        return string ? wine_dbg_sprintf("#%04x", (WORD)(ULONG_PTR)string) : "(null)";
    if (length < 0)
        length = (int)strlen(string);
    out = text = next_text();
    *out++ = '"';
    for (i = 0; i < length && out - text < TEXT_LENGTH - 12 && i < SHOWN_CHARACTERS; i++)
        out += write_character(out, (unsigned char)string[i], 0);
    return finish(text, out, i < length);
}

const char *wine_dbgstr_wn(const WCHAR *string, int length)
{
    char *text, *out;
    int i;

    if (!((ULONG_PTR)string >> 16))
        return string ? wine_dbg_sprintf("#%04x", (WORD)(ULONG_PTR)string) : "(null)";
    if (length < 0)
        length = lstrlenW(string);
    out = text = next_text();
    *out++ = 'L';
    *out++ = '"';
    for (i = 0; i < length && out - text < TEXT_LENGTH - 12 && i < SHOWN_CHARACTERS; i++)
        out += write_character(out, string[i], 1);
    return finish(text, out, i < length);
}

const char *wine_dbgstr_guid(const GUID *guid)
{
    const BYTE *d;

    if (!((ULONG_PTR)guid >> 16))
        return guid ? wine_dbg_sprintf("<guid-0x%04x>", (WORD)(ULONG_PTR)guid) : "(null)";
    d = guid->Data4;
    return wine_dbg_sprintf("{%08lx-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x}",
                            (unsigned long)guid->Data1, guid->Data2, guid->Data3, d[0], d[1], d[2],
                            d[3], d[4], d[5], d[6], d[7]);
}

const char *wine_dbgstr_point(const POINT *point)
{
    return point ? wine_dbg_sprintf("(%ld,%ld)", point->x, point->y) : "(null)";
}

const char *wine_dbgstr_size(const SIZE *size)
{
    return size ? wine_dbg_sprintf("(%ld,%ld)", size->cx, size->cy) : "(null)";
}

const char *wine_dbgstr_rect(const RECT *rect)
{
    if (!rect)
        return "(null)";
    return wine_dbg_sprintf("(%ld,%ld)-(%ld,%ld)", rect->left, rect->top, rect->right,
                            rect->bottom);
}

const char *wine_dbgstr_longlong(ULONGLONG value)
{
    return wine_dbg_sprintf("%llx", value);
}
