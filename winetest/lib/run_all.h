/*
 * Several tests, each in a process of its own.
 */
#ifndef WINETEST_RUN_ALL_H
#define WINETEST_RUN_ALL_H

#include "check.h"

/* Runs this program again for each name, one after the other.  A test that crashes, or that has not
 * ended after that many seconds, is one failure.  Prints a line for each and a total; records how
 * each has ended.  Returns the number of failures. */
LONG run_in_processes(const char *const *names, int count, const char *record_path, DWORD seconds);

/* At the start of a process.  TRUE: it was started, perhaps indirectly, to run a single test. */
BOOL take_outcome(void);

/* Tells the process that has started this one, if there is one, how the test has gone. */
void report_outcome(LONG checks, LONG failures, LONG skipped);
void report_crash(DWORD exception);

#endif
