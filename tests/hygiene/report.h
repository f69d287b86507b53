/*
 * Results as lines of text, which tests/tools/hygiene reads.
 */
#ifndef HYGIENE_REPORT_H
#define HYGIENE_REPORT_H

#include <stdbool.h>

/* "ok - TEXT" or "not ok - TEXT" */
void check(bool condition, const char *format, ...) __attribute__((format(gnu_printf, 2, 3)));
int failures(void);

/* "sample NAME handles=N private=KIB": the test measures the process from outside, then says go on. */
void sample(const char *name);

#endif
