/*
 * UTF-16 strings, see wide.h.
 */
#include "wide.h"

#include <string.h>

#include "os.h"

size_t wide_length(const WCHAR *text)
{
    size_t length = 0;

    while (text[length])
        length++;
    return length;
}

size_t wide_size(const WCHAR *text)
{
    return (wide_length(text) + 1) * sizeof(WCHAR);
}

bool wide_equal(const WCHAR *a, const WCHAR *b)
{
    if (!a || !b)
        return false;
    while (*a && *a == *b)
        a++, b++;
    return *a == *b;
}

static WCHAR fold(WCHAR c)
{
    return c >= 'A' && c <= 'Z' ? (WCHAR)(c + 'a' - 'A') : c;
}

bool wide_equal_nocase(const WCHAR *a, const WCHAR *b)
{
    if (!a || !b)
        return false;
    while (*a && fold(*a) == fold(*b))
        a++, b++;
    return fold(*a) == fold(*b);
}

bool wide_equal_ascii(const WCHAR *a, const char *b)
{
    while (*a && *a == (unsigned char)*b)
        a++, b++;
    return *a == (unsigned char)*b;
}

WCHAR *wide_duplicate(const WCHAR *text)
{
    size_t size = wide_size(text);
    WCHAR *copy = os_alloc(size);

    if (copy)
        memcpy(copy, text, size);
    return copy;
}
