/*
 * UTF-16 strings as CNG uses them: names of algorithms, blob types and properties.  Independent of
 * the C library, whose wchar_t may be of another size.
 */
#ifndef COMMON_WIDE_H
#define COMMON_WIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "windows_headers.h"

size_t wide_length(const WCHAR *text);                  /* characters without the NUL */
size_t wide_size(const WCHAR *text);                    /* bytes with the NUL */
bool wide_equal(const WCHAR *a, const WCHAR *b);        /* exact; NULL equals nothing */
bool wide_equal_nocase(const WCHAR *a, const WCHAR *b); /* ASCII case folded */
bool wide_equal_ascii(const WCHAR *a, const char *b);
WCHAR *wide_duplicate(const WCHAR *text); /* os_free; NULL if there is no memory */

#endif
