/*
 * Text: UTF-8 inside the tool and in everything it prints, UTF-16 at the edge to Windows.
 */
#ifndef NCRYPTUTIL_TEXT_H
#define NCRYPTUTIL_TEXT_H

#include <stdio.h>
#include <windows.h>

/* The arguments of a function by position: the format and the first value. */
#define PRINTF_LIKE(text, first) __attribute__((format(__MINGW_PRINTF_FORMAT, text, first)))

/* Conversions; the result lives until the program ends. */
WCHAR *wide(const char *text);
char *utf8(const WCHAR *text);
char *utf8_of_length(const WCHAR *text, int length);

/* Formatted text that lives until the program ends. */
char *text_of(const char *format, ...) PRINTF_LIKE(1, 2);

/* Switches the console to UTF-8 until the program ends, and the streams to plain "\n". */
void start_output(void);

/* To standard output. */
void out(const char *format, ...) PRINTF_LIKE(1, 2);

/* "ncryptutil: <message>" to standard error. */
void complain(const char *format, ...) PRINTF_LIKE(1, 2);

#endif
