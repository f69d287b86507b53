/*
 * Test harness with the vocabulary of Wine's conformance tests, so that a test file written for
 * Wine's tree compiles with it unchanged, and the same program runs under Wine and on Windows.
 *
 *     #include "wine/test.h"
 *
 *     START_TEST(example)
 *     {
 *         ok(GetVersion() != 0, "no version\n");
 *     }
 *
 * Link it with the files of lib/.  A program may hold several tests; each START_TEST registers
 * itself.
 *
 * Environment: WINETEST_DEBUG (0 silent, 1 default), WINETEST_REPORT_SUCCESS (1: every check that
 * holds), WINETEST_REPORT_FLAKY, WINETEST_INTERACTIVE, WINETEST_TIME (1: seconds in the summary),
 * WINETEST_PLATFORM (wine or windows), and those of lib/platform.h.
 */
#ifndef WINE_TEST_H
#define WINE_TEST_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windef.h>
#include <winbase.h>

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#endif

#ifndef __WINE_PRINTF_ATTR
#define __WINE_PRINTF_ATTR(format_index, first_index)                                              \
    __attribute__((format(__MINGW_PRINTF_FORMAT, format_index, first_index)))
#endif

/* --- what a test may read or set ------------------------------------------------------------ */

extern int winetest_debug;            /* WINETEST_DEBUG */
extern int winetest_interactive;      /* WINETEST_INTERACTIVE */
extern int winetest_report_success;   /* WINETEST_REPORT_SUCCESS */
extern int winetest_report_flaky;     /* WINETEST_REPORT_FLAKY */
extern int winetest_mute_threshold;   /* notes of one line shown before it falls silent */
extern int winetest_platform_is_wine; /* not on Windows */
extern const char *winetest_platform; /* "wine" or "windows" */

int winetest_get_mainargs(char ***arguments); /* the count; without the harness's own options */
LONG winetest_get_failures(void);
void winetest_add_failures(LONG count);
void winetest_ignore_exceptions(BOOL ignore);
void winetest_wait_child_process(HANDLE process);

/* --- checks --------------------------------------------------------------------------------- */

void winetest_set_location(const char *file, int line);
int winetest_ok(int condition, const char *format, ...) __WINE_PRINTF_ATTR(2, 3);
int winetest_vok(int condition, const char *format, va_list arguments);
void winetest_trace(const char *format, ...) __WINE_PRINTF_ATTR(1, 2);
void winetest_skip(const char *format, ...) __WINE_PRINTF_ATTR(1, 2);
void winetest_win_skip(const char *format, ...) __WINE_PRINTF_ATTR(1, 2);
void winetest_print(const char *format, ...) __WINE_PRINTF_ATTR(1, 2);
void winetest_push_context(const char *format, ...) __WINE_PRINTF_ATTR(1, 2);
void winetest_pop_context(void);

#define ok_(file, line) (winetest_set_location(file, line), winetest_ok)
#define trace_(file, line) (winetest_set_location(file, line), winetest_trace)
#define skip_(file, line) (winetest_set_location(file, line), winetest_skip)
#define win_skip_(file, line) (winetest_set_location(file, line), winetest_win_skip)

#define ok ok_(__FILE__, __LINE__)
#define trace trace_(__FILE__, __LINE__)
#define skip skip_(__FILE__, __LINE__)
#define win_skip win_skip_(__FILE__, __LINE__)

/* A result that only old or faulty Windows versions give; Wine must not give it. */
#define broken(condition) (!winetest_platform_is_wine && (condition))

/* --- blocks --------------------------------------------------------------------------------- */

/* A block whose checks are counted in another way.  It ends however it is left. */
enum winetest_block_kind
{
    WINETEST_BLOCK_TODO, /* its checks are known to fail */
    WINETEST_BLOCK_FLAKY /* its checks fail now and then */
};

struct winetest_block
{
    enum winetest_block_kind kind;
    int entered;
    int pass;
};

struct winetest_block winetest_enter_block(enum winetest_block_kind kind, int applies);
void winetest_leave_block(struct winetest_block *block);

/* todo_wine marks what Wine's own DLL does not do yet.  The DLL of this project has to do it: with
 * that one loaded the block's checks are ordinary ones. */
int winetest_todo_applies(void);

#define WINETEST_BLOCK(kind, condition)                                                            \
    for (struct winetest_block winetest_block __attribute__((cleanup(winetest_leave_block))) =     \
             winetest_enter_block(kind, (condition) != 0);                                         \
         winetest_block.pass; winetest_block.pass = 0)

#define todo_if(condition) WINETEST_BLOCK(WINETEST_BLOCK_TODO, condition)
#define todo_wine_if(condition) todo_if((condition) && winetest_todo_applies())
#define todo_wine todo_wine_if(1)
#define flaky_if(condition) WINETEST_BLOCK(WINETEST_BLOCK_FLAKY, condition)
#define flaky flaky_if(1)
#define flaky_wine_if(condition) flaky_if((condition) && winetest_platform_is_wine)
#define flaky_wine flaky_wine_if(1)

/* --- values as text; good until the thread has made a few dozen more ------------------------- */

const char *wine_dbg_sprintf(const char *format, ...) __WINE_PRINTF_ATTR(1, 2);
const char *wine_dbgstr_an(const char *text, int length);
const char *wine_dbgstr_wn(const WCHAR *text, int length);
const char *wine_dbgstr_guid(const GUID *guid);
const char *wine_dbgstr_point(const POINT *point);
const char *wine_dbgstr_size(const SIZE *size);
const char *wine_dbgstr_rect(const RECT *rect);
const char *wine_dbgstr_longlong(ULONGLONG value);

static inline const char *wine_dbgstr_a(const char *text)
{
    return wine_dbgstr_an(text, -1);
}

static inline const char *wine_dbgstr_w(const WCHAR *text)
{
    return wine_dbgstr_wn(text, -1);
}

#define debugstr_an wine_dbgstr_an
#define debugstr_a wine_dbgstr_a
#define debugstr_wn wine_dbgstr_wn
#define debugstr_w wine_dbgstr_w
#define debugstr_guid wine_dbgstr_guid

/* --- tests ---------------------------------------------------------------------------------- */

void winetest_register(const char *name, void (*function)(void));

#define START_TEST(name)                                                                           \
    void func_##name(void);                                                                        \
    static void __attribute__((constructor)) winetest_register_##name(void)                        \
    {                                                                                              \
        winetest_register(#name, func_##name);                                                     \
    }                                                                                              \
    void func_##name(void)

/* Calls to ncrypt.dll are recorded; see lib/observe.h. */
#ifdef __NCRYPT_H__
#include "../lib/observe.h"
#endif

#endif
