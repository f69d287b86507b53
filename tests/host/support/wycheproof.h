/*
 * Test cases of Project Wycheproof, see tests/tools/wycheproof.py.
 */
#ifndef TESTS_WYCHEPROOF_H
#define TESTS_WYCHEPROOF_H

#include "unix_call.h"

struct wycheproof;

/* fields: names, separated by blanks; the result and the number come without being asked for.
 * NULL, and one skipped test, if the files are not at hand. */
struct wycheproof *wycheproof_open(const char *file, const char *fields);

/* The next case; false after the last, when all is freed and a file without cases is a failure. */
bool wycheproof_next(struct wycheproof *cases);

/* Field n of the case as text, or from hexadecimal digits; both until wycheproof_next. */
const char *wycheproof_text(const struct wycheproof *cases, unsigned int n);
struct data wycheproof_bytes(struct wycheproof *cases, unsigned int n);

/* The expected result is "valid" / "invalid"; neither: "acceptable". */
bool wycheproof_valid(const struct wycheproof *cases);
bool wycheproof_invalid(const struct wycheproof *cases);

#endif
