/*
 * What the harness's own files share: counters, and what a thread is doing.
 */
#ifndef WINETEST_STATE_H
#define WINETEST_STATE_H

#include "wine/test.h"

/* How sure an expectation is; see check.h. */
enum mark
{
    MARK_NONE,
    MARK_SEEN,
    MARK_DOC,
    MARK_INF,
    MARK_COUNT
};

enum counter
{
    COUNT_SUCCESS,
    COUNT_FAILURE,
    COUNT_TODO,         /* failed as expected */
    COUNT_TODO_SUCCESS, /* succeeded though marked todo: a failure */
    COUNT_FLAKY_FAILURE,
    COUNT_SKIPPED,
    COUNT_COUNT
};

enum
{
    CONTEXT_DEPTH = 8,
    CONTEXT_LENGTH = 192
};

struct thread_state
{
    const char *file;
    int line;
    enum mark mark; /* of the next check */
    int blocks[2];  /* how deep in todo and flaky blocks */
    int context_count;
    char contexts[CONTEXT_DEPTH][CONTEXT_LENGTH];
};

extern volatile LONG winetest_counters[COUNT_COUNT];
extern volatile LONG winetest_mark_checks[MARK_COUNT];
extern volatile LONG winetest_mark_failures[MARK_COUNT];
extern const char *winetest_current_name; /* of the running test */

struct thread_state *winetest_thread(void);
BOOL winetest_is_main_thread(void); /* the one that runs the test */
void winetest_set_mark(enum mark mark);
void winetest_reset_counters(void);

/* Ends the program with a summary, for a test that cannot go on at all. */
void winetest_give_up(void) __attribute__((noreturn));

/* The contexts of this thread, each followed by separator. */
void winetest_context_text(char *text, size_t size, const char *separator);

#endif
