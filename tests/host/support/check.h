/*
 * Checks for host tests: each counts, a failed one is told with its place, and the last line sums
 * up in the words of Wine's tests.
 */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

/* check(condition, format, ...): format says what was expected and what came instead. */
#define check(condition, ...) check_((condition) != 0, __FILE__, __LINE__, __VA_ARGS__)

/* Says why something was not tested. */
#define skip(...) skip_(__FILE__, __LINE__, __VA_ARGS__)

/* Puts a text before every message of this thread until check_context_pop; they nest. */
void check_context_push(const char *format, ...) __attribute__((format(printf, 1, 2)));
void check_context_pop(void);

/* Prints the summary; returns the exit code of main. */
int check_summary(const char *name);

int check_(int condition, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void skip_(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
