/*
 * Marked checks.
 */
#include "check.h"

/* The function's name out of the text of a call. */
static void copy_function_name(char *name, size_t size, const char *call)
{
    size_t length;

    if (!strncmp(call, OBSERVED_PREFIX, sizeof(OBSERVED_PREFIX) - 1))
        call += sizeof(OBSERVED_PREFIX) - 1;
    length = strcspn(call, "( ");

    if (length >= size)
        length = size - 1;
    memcpy(name, call, length);
    name[length] = 0;
}

LONG check_status(const char *file, int line, enum mark mark, const char *call, LONG got, LONG want,
                  LONG other)
{
    char function[64];

    copy_function_name(function, sizeof(function), call);
    /* helpers of the tests make observed calls */
    if (strstr(function, "NCrypt"))
        record_status(NULL, function, got);
    winetest_set_location(file, line);
    winetest_set_mark(mark);
    if (want == other)
        winetest_ok(got == want, "%s: got %s, expected %s\n", function, status_name(got),
                    status_name(want));
    else
        winetest_ok(got == want || got == other, "%s: got %s, expected %s or %s\n", function,
                    status_name(got), status_name(want), status_name(other));
    return got;
}

static size_t first_difference(const BYTE *a, const BYTE *b, size_t size)
{
    size_t i = 0;

    while (i < size && a[i] == b[i])
        i++;
    return i;
}

BOOL check_bytes_(const char *file, int line, enum mark mark, const char *what, const void *got,
                  size_t got_size, const void *want, size_t want_size)
{
    size_t common = got_size < want_size ? got_size : want_size;
    size_t offset = first_difference(got, want, common);

    winetest_set_location(file, line);
    winetest_set_mark(mark);
    if (offset < common)
        return winetest_ok(0, "%s: byte %#zx is %02x, expected %02x\n", what, offset,
                           ((const BYTE *)got)[offset], ((const BYTE *)want)[offset]);
    return winetest_ok(got_size == want_size, "%s: %zu bytes, expected %zu\n", what, got_size,
                       want_size);
}

BOOL skipped_on_builtin_(const char *file, int line, const char *reason)
{
    if (!dll_is_builtin())
        return FALSE;
    skip_(file, line)("Wine's own ncrypt.dll %s\n", reason);
    return TRUE;
}
