#include "text.h"

#include "memory.h"

#include <fcntl.h>
#include <io.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static UINT console_code_page;

WCHAR *wide(const char *text)
{
    int size = MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
    WCHAR *result = scratch((size_t)size * sizeof(WCHAR) + sizeof(WCHAR));

    MultiByteToWideChar(CP_UTF8, 0, text, -1, result, size);
    return result;
}

char *utf8_of_length(const WCHAR *text, int length)
{
    int size = WideCharToMultiByte(CP_UTF8, 0, text, length, NULL, 0, NULL, NULL);
    char *result = scratch((size_t)size + 1);

    WideCharToMultiByte(CP_UTF8, 0, text, length, result, size, NULL, NULL);
    return result;
}

char *utf8(const WCHAR *text)
{
    return utf8_of_length(text, (int)wcslen(text));
}

static char *format_text(const char *format, va_list arguments)
{
    va_list again;
    int length;
    char *result;

    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
    {
        length = 0;
    }
    result = scratch((size_t)length + 1);
    vsnprintf(result, (size_t)length + 1, format, arguments);
    return result;
}

char *text_of(const char *format, ...)
{
    va_list arguments;
    char *result;

    va_start(arguments, format);
    result = format_text(format, arguments);
    va_end(arguments);
    return result;
}

static void restore_console(void)
{
    SetConsoleOutputCP(console_code_page);
}

void start_output(void)
{
    DWORD mode;

    _setmode(_fileno(stdout), _O_BINARY);
    _setmode(_fileno(stderr), _O_BINARY);
    if (GetConsoleMode(GetStdHandle(STD_OUTPUT_HANDLE), &mode) ||
        GetConsoleMode(GetStdHandle(STD_ERROR_HANDLE), &mode))
    {
        console_code_page = GetConsoleOutputCP();
        SetConsoleOutputCP(CP_UTF8);
        atexit(restore_console);
    }
}

void out(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
}

void complain(const char *format, ...)
{
    va_list arguments;

    fflush(stdout); /* keeps the order of lines where both streams end in one file */
    va_start(arguments, format);
    fputs("ncryptutil: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}
