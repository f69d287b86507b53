/*
 * Checks that say how sure their expectation is, so that a run on native Windows settles the
 * unsure ones:
 *
 *     SEEN  a public test or a public file shows native Windows do it
 *     DOC   Microsoft documents it
 *     INF   inferred; no public source shows it
 *
 * A failed check prints the mark, and the program counts checks and failures by mark.
 */
#ifndef WINETEST_CHECK_H
#define WINETEST_CHECK_H

#include "observe.h"
#include "platform.h"
#include "record.h"
#include "state.h"
#include "status_name.h"

#define ok_mark(mark)                                                                              \
    (winetest_set_location(__FILE__, __LINE__), winetest_set_mark(mark), winetest_ok)
#define ok_seen ok_mark(MARK_SEEN)
#define ok_doc ok_mark(MARK_DOC)
#define ok_inf ok_mark(MARK_INF)

/* expect_seen(NTE_BAD_FLAGS, NCryptFoo(...)): makes the call, checks its status, and is its
 * status, which is recorded unless observe.h has recorded the call itself. */
#define expect_mark(mark, want, call)                                                              \
    check_status(__FILE__, __LINE__, mark, #call, call, want, want)
#define expect_seen(want, call) expect_mark(MARK_SEEN, want, call)
#define expect_doc(want, call) expect_mark(MARK_DOC, want, call)
#define expect_inf(want, call) expect_mark(MARK_INF, want, call)

/* Either of two results is right. */
#define expect_either(mark, want, other, call)                                                     \
    check_status(__FILE__, __LINE__, mark, #call, call, want, other)

/* A call that has to work for the test to go on.  FALSE: it has failed. */
#define must(call) (check_status(__FILE__, __LINE__, MARK_DOC, #call, call, 0, 0) == 0)

LONG check_status(const char *file, int line, enum mark mark, const char *call, LONG got, LONG want,
                  LONG other);

/* What this project's DLL does not do yet.  A check that holds in there is a failure, so that the
 * mark goes when the work is done. */
#define todo_ours_if(condition) todo_if((condition) && dll_is_ours())
#define todo_ours todo_ours_if(1)

/* Equal bytes; a difference is shown by its offset. */
#define check_bytes(mark, what, got, got_size, want, want_size)                                    \
    check_bytes_(__FILE__, __LINE__, mark, what, got, got_size, want, want_size)

BOOL check_bytes_(const char *file, int line, enum mark mark, const char *what, const void *got,
                  size_t got_size, const void *want, size_t want_size);

/* Wine's own DLL faults or aborts there.  TRUE: skipped, with that reason. */
#define skipped_on_builtin(reason) skipped_on_builtin_(__FILE__, __LINE__, reason)

BOOL skipped_on_builtin_(const char *file, int line, const char *reason);

#endif
