/*
 * The record file.
 */
#define __USE_MINGW_ANSI_STDIO 1
#include "record.h"

#include "platform.h"
#include "state.h"
#include "status_name.h"

static FILE *record;
static CRITICAL_SECTION record_lock;

/* --- JSON ----------------------------------------------------------------------------------- */

static void write_character(unsigned int character)
{
    if (character == '"' || character == '\\')
        fprintf(record, "\\%c", (int)character);
    else if (character >= ' ' && character < 0x7f)
        fputc((int)character, record);
    else
        fprintf(record, "\\u%04x", character);
}

static void write_string(const char *text)
{
    fputc('"', record);
    for (; *text; text++)
        write_character((unsigned char)*text);
    fputc('"', record);
}

static void write_wide_string(const WCHAR *text)
{
    fputc('"', record);
    for (; *text; text++)
        write_character(*text);
    fputc('"', record);
}

static void write_member(const char *key, const char *value)
{
    fprintf(record, ", \"%s\": ", key);
    write_string(value);
}

static void write_wide_member(const char *key, const WCHAR *value)
{
    fprintf(record, ", \"%s\": ", key);
    write_wide_string(value);
}

/* --- file ----------------------------------------------------------------------------------- */

/* The first line says what was tested. */
static void write_head(void)
{
    const struct dll_identity *dll = platform_dll();
    const char *wine = platform_wine_version();

    fputs("{\"record\": 1", record);
    write_member("platform", winetest_platform);
    write_member("wine", wine ? wine : "");
    write_member("architecture", platform_architecture());
    write_member("dll", platform_dll_name(dll->kind));
    write_wide_member("product", dll->product);
    write_wide_member("version", dll->version);
    fputs("}\n", record);
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

/* --- observations --------------------------------------------------------------------------- */

static BOOL begin(const char *name, const char *function)
{
    char context[CONTEXT_DEPTH * CONTEXT_LENGTH];

    if (!record)
        return FALSE;
    winetest_context_text(context, sizeof(context), "/");
    if (name)
        strncat(context, name, sizeof(context) - strlen(context) - 1);
    EnterCriticalSection(&record_lock);
    fputs("{\"test\": ", record);
    write_string(winetest_current_name);
    write_member("case", context);
    write_member("function", function);
    return TRUE;
}

static void end(void)
{
    fputs("}\n", record);
    fflush(record);
    LeaveCriticalSection(&record_lock);
}

void record_status(const char *name, const char *function, LONG status)
{
    if (!begin(name, function))
        return;
    fprintf(record, ", \"status\": \"0x%08lx\"", (unsigned long)status);
    write_member("name", status_name(status));
    end();
}

void record_size(const char *name, const char *function, size_t size)
{
    if (!begin(name, function))
        return;
    fprintf(record, ", \"size\": %zu", size);
    end();
}

void record_bytes(const char *name, const char *function, const void *bytes, size_t size)
{
    const BYTE *p = bytes;

    if (!begin(name, function))
        return;
    fprintf(record, ", \"size\": %zu, \"bytes\": \"", size);
    for (size_t i = 0; i < size; i++)
        fprintf(record, "%02x", p[i]);
    fputc('"', record);
    end();
}

void record_number(const char *name, const char *function, ULONGLONG number)
{
    if (!begin(name, function))
        return;
    fprintf(record, ", \"number\": %llu", number);
    end();
}

void record_text(const char *name, const char *function, const WCHAR *text)
{
    if (!begin(name, function))
        return;
    write_wide_member("text", text);
    end();
}

void record_normal(const char *name, const char *function, const char *format, ...)
{
    char text[1024];
    va_list arguments;

    if (!begin(name, function))
        return;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    write_member("normal", text);
    end();
}
