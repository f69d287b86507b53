/*
 * The record file.  A line is put together in memory and written at once, so that a program that
 * dies leaves whole lines.
 */
#define __USE_MINGW_ANSI_STDIO 1
#include "record.h"

#include "platform.h"
#include "state.h"
#include "status_name.h"

static FILE *record;
static CRITICAL_SECTION record_lock;

static struct
{
    char *text;
    size_t used, room;
} line;

/* --- JSON ----------------------------------------------------------------------------------- */

static void put(const char *text, size_t length)
{
    if (line.used + length > line.room)
    {
        line.room = 2 * (line.used + length) + 1024;
        if (!(line.text = realloc(line.text, line.room)))
            abort();
    }
    memcpy(line.text + line.used, text, length);
    line.used += length;
}

static void put_literal(const char *text)
{
    put(text, strlen(text));
}

static void put_character(unsigned int character)
{
    char text[8];
    int length;

    if (character == '"' || character == '\\')
        length = sprintf(text, "\\%c", (int)character);
    else if (character >= ' ' && character < 0x7f)
        length = sprintf(text, "%c", (int)character);
    else
        length = sprintf(text, "\\u%04x", character & 0xffff);
    put(text, (size_t)length);
}

static void put_string(const char *text)
{
    put_literal("\"");
    for (; *text; text++)
        put_character((unsigned char)*text);
    put_literal("\"");
}

static void put_key(const char *key)
{
    if (line.text[line.used - 1] != '{')
        put_literal(", ");
    put_string(key);
    put_literal(": ");
}

void record_put_text(const char *key, const char *text)
{
    put_key(key);
    put_string(text);
}

void record_put_wide(const char *key, const WCHAR *text, size_t length)
{
    put_key(key);
    put_literal("\"");
    for (size_t i = 0; i < length; i++)
        put_character(text[i]);
    put_literal("\"");
}

void record_put_number(const char *key, ULONGLONG number)
{
    char text[24];

    put_key(key);
    put(text, (size_t)sprintf(text, "%llu", number));
}

void record_put_bytes(const void *bytes, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    const BYTE *p = bytes;

    put_key("bytes");
    put_literal("\"");
    for (size_t i = 0; i < size; i++)
    {
        char text[2] = {digits[p[i] >> 4], digits[p[i] & 15]};

        put(text, 2);
    }
    put_literal("\"");
}

void record_put_status(LONG status)
{
    char text[16];

    sprintf(text, "0x%08lx", (unsigned long)status);
    record_put_text("status", text);
    record_put_text("name", status_name(status));
}

/* --- lines ---------------------------------------------------------------------------------- */

static void begin_line(void)
{
    EnterCriticalSection(&record_lock);
    line.used = 0;
    put_literal("{");
}

static void end_line(void)
{
    put_literal("}\n");
    fwrite(line.text, 1, line.used, record);
    fflush(record);
    LeaveCriticalSection(&record_lock);
}

BOOL record_begin(const char *name, const char *function)
{
    char context[CONTEXT_DEPTH * CONTEXT_LENGTH];

    if (!record || !winetest_is_main_thread())
        return FALSE;
    winetest_context_text(context, sizeof(context), "/");
    if (name)
        strncat(context, name, sizeof(context) - strlen(context) - 1);
    begin_line();
    record_put_text("test", winetest_current_name);
    record_put_text("case", context);
    record_put_text("function", function);
    return TRUE;
}

void record_end(void)
{
    end_line();
}

/* --- file ----------------------------------------------------------------------------------- */

static void write_head(void)
{
    const struct dll_identity *dll = platform_dll();
    const char *wine = platform_wine_version();

    begin_line();
    record_put_number("record", 1);
    record_put_text("platform", winetest_platform);
    record_put_text("wine", wine ? wine : "");
    record_put_text("windows", platform_windows_version());
    record_put_text("architecture", platform_architecture());
    record_put_text("dll", platform_dll_name(dll->kind));
    record_put_wide("product", dll->product, wcslen(dll->product));
    record_put_wide("version", dll->version, wcslen(dll->version));
    end_line();
}

BOOL record_open(const char *path, BOOL append)
{
    if (!(record = fopen(path, append ? "ab" : "wb")))
        return FALSE;
    InitializeCriticalSection(&record_lock);
    fseek(record, 0, SEEK_END);
    if (!ftell(record))
        write_head();
    return TRUE;
}

void record_close(void)
{
    if (!record)
        return;
    fclose(record);
    record = NULL;
    DeleteCriticalSection(&record_lock);
}

BOOL record_is_open(void)
{
    return record != NULL;
}

void record_test_end(const char *test, const char *how, DWORD code)
{
    char text[16];

    if (!record)
        return;
    sprintf(text, code > 255 ? "0x%08lx" : "%lu", (unsigned long)code);
    begin_line();
    record_put_text("test", test);
    record_put_text("end", how);
    record_put_text("code", text);
    end_line();
}

/* --- observations of one value -------------------------------------------------------------- */

static const char *skipped_function = "";

void record_skip_status(const char *function)
{
    skipped_function = function;
}

void record_status(const char *name, const char *function, LONG status)
{
    BOOL is_known;

    if (!winetest_is_main_thread())
        return;
    is_known = !strcmp(function, skipped_function);
    skipped_function = "";
    if (is_known || !record_begin(name, function))
        return;
    record_put_status(status);
    record_end();
}

void record_size(const char *name, const char *function, size_t size)
{
    if (!record_begin(name, function))
        return;
    record_put_number("size", size);
    record_end();
}

void record_bytes(const char *name, const char *function, const void *bytes, size_t size)
{
    if (!record_begin(name, function))
        return;
    record_put_number("size", size);
    record_put_bytes(bytes, size);
    record_end();
}

void record_number(const char *name, const char *function, ULONGLONG number)
{
    if (!record_begin(name, function))
        return;
    record_put_number("number", number);
    record_end();
}

void record_text(const char *name, const char *function, const WCHAR *text)
{
    if (!record_begin(name, function))
        return;
    record_put_wide("text", text, wcslen(text));
    record_end();
}

void record_normal(const char *name, const char *function, const char *format, ...)
{
    char text[1024];
    va_list arguments;

    if (!record_begin(name, function))
        return;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    record_put_text("normal", text);
    record_end();
}
