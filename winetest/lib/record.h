/*
 * Observations as JSON lines, for laying the run of one ncrypt.dll beside that of another.
 *
 * Written with --record FILE, or appended to the file that NCRYPT_TEST_RECORD names.  The first
 * line says what was tested; then every line is
 *
 *     {"test", "case", "function", ...}       an observation; the case is the context of the thread
 *                                             (winetest_push_context) and the given name
 *     {"test", "end", ...}                    a program's end, written by the run of all programs
 *
 * What differs from run to run (random keys, handles, times) is not recorded as bytes, but in a
 * normal form; no path, no name of a user or a machine is recorded.
 */
#ifndef WINETEST_RECORD_H
#define WINETEST_RECORD_H

#include "wine/test.h"

BOOL record_open(const char *path, BOOL append);
void record_close(void);
BOOL record_is_open(void);

/* Observations of one value.  name may be NULL: the context says it all. */
void record_status(const char *name, const char *function, LONG status);
void record_skip_status(const char *function); /* the next status of it is known already */
void record_size(const char *name, const char *function, size_t size);
void record_bytes(const char *name, const char *function, const void *bytes, size_t size);
void record_number(const char *name, const char *function, ULONGLONG number);
void record_text(const char *name, const char *function, const WCHAR *text);

/* A normal form: text that is the same in every run. */
void record_normal(const char *name, const char *function, const char *format, ...)
    __WINE_PRINTF_ATTR(3, 4);

/* How the program of a test has ended: "done", "crash" or "timeout", and its exit code. */
void record_test_end(const char *test, const char *how, DWORD code);

/* An observation of several members, in pieces.  FALSE: nothing is recorded now. */
BOOL record_begin(const char *name, const char *function);
void record_put_text(const char *key, const char *text);
void record_put_wide(const char *key, const WCHAR *text, size_t length);
void record_put_number(const char *key, ULONGLONG number);
void record_put_bytes(const void *bytes, size_t size); /* as "bytes" */
void record_put_status(LONG status);                   /* as "status" and "name" */
void record_end(void);

#endif
