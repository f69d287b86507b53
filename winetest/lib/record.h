/*
 * Observations as JSON lines, for laying the run of one ncrypt.dll beside that of another.
 *
 * Written with --record FILE, or appended to the file that NCRYPT_TEST_RECORD names.  A record is
 * {"test", "case", "function", ...}; the case is the context of the thread (winetest_push_context)
 * and the given name.  What differs from run to run (random keys, handles) is not recorded as
 * bytes, but in a normal form.
 */
#ifndef WINETEST_RECORD_H
#define WINETEST_RECORD_H

#include "wine/test.h"

BOOL record_open(const char *path, BOOL append);
void record_close(void);
BOOL record_is_open(void);

/* name may be NULL: the context says it all. */
void record_status(const char *name, const char *function, LONG status);
void record_size(const char *name, const char *function, size_t size);
void record_bytes(const char *name, const char *function, const void *bytes, size_t size);
void record_number(const char *name, const char *function, ULONGLONG number);
void record_text(const char *name, const char *function, const WCHAR *text);

/* A normal form: text that is the same in every run. */
void record_normal(const char *name, const char *function, const char *format, ...)
    __WINE_PRINTF_ATTR(3, 4);

#endif
