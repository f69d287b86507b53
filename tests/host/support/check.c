/*
 * Checks for host tests.
 */
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "check.h"

#define MAX_DEPTH 8
#define MAX_FAILURES_SHOWN 200

static atomic_int executed, failures, skipped;
static _Thread_local char contexts[MAX_DEPTH][160];
static _Thread_local int depth;

void check_context_push(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (depth < MAX_DEPTH)
        vsnprintf(contexts[depth], sizeof(contexts[0]), format, args);
    va_end(args);
    depth++;
}

void check_context_pop(void)
{
    depth--;
}

/* One line of output as one write, so that threads do not mix theirs. */
static void print(const char *what, const char *file, int line, const char *format, va_list args)
{
    const char *slash = strrchr(file, '/');
    char text[4096];
    size_t used;
    int i;

    used = snprintf(text, sizeof(text), "%s:%d: %s: ", slash ? slash + 1 : file, line, what);
    for (i = 0; i < depth && i < MAX_DEPTH; i++)
        used += snprintf(text + used, sizeof(text) - used, "%s: ", contexts[i]);
    if (used < sizeof(text))
        vsnprintf(text + used, sizeof(text) - used, format, args);
    puts(text);
}

int check_(int condition, const char *file, int line, const char *format, ...)
{
    va_list args;

    executed++;
    if (condition || failures++ >= MAX_FAILURES_SHOWN)
        return condition;
    va_start(args, format);
    print("Test failed", file, line, format, args);
    va_end(args);
    return condition;
}

void skip_(const char *file, int line, const char *format, ...)
{
    va_list args;

    skipped++;
    va_start(args, format);
    print("Tests skipped", file, line, format, args);
    va_end(args);
}

int check_summary(const char *name)
{
    printf("%s: %d tests executed (0 marked as todo, %d %s), %d skipped.\n", name, executed,
           failures, failures == 1 ? "failure" : "failures", skipped);
    return failures > 0;
}
