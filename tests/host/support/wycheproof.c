/*
 * Test cases of Project Wycheproof, see wycheproof.h: a line of the tool's output for each.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "wycheproof.h"

#define MAX_FIELDS 12
#define FILES_ABSENT 3 /* exit code of the tool */
#define OWN_FIELDS 2   /* tcId and result come before those asked for */

struct wycheproof
{
    char file[128];
    FILE *pipe;
    char *line;
    size_t room;
    unsigned long count;
    unsigned int field_count;
    char *fields[MAX_FIELDS];
    uint8_t *bytes[MAX_FIELDS];
};

static bool read_line(struct wycheproof *cases)
{
    ssize_t length = getline(&cases->line, &cases->room, cases->pipe);

    if (length > 0 && cases->line[length - 1] == '\n')
        cases->line[length - 1] = 0;
    return length > 0;
}

static void forget_case(struct wycheproof *cases)
{
    unsigned int i;

    for (i = 0; i < MAX_FIELDS; i++)
    {
        free(cases->bytes[i]);
        cases->bytes[i] = NULL;
    }
}

/* The exit code of the tool. */
static int close_cases(struct wycheproof *cases)
{
    int status = pclose(cases->pipe);

    forget_case(cases);
    free(cases->line);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void split(struct wycheproof *cases)
{
    char *rest = cases->line;

    cases->field_count = 0;
    while (rest && cases->field_count < MAX_FIELDS)
        cases->fields[cases->field_count++] = strsep(&rest, "\t");
}

struct wycheproof *wycheproof_open(const char *file, const char *fields)
{
    struct wycheproof *cases = calloc(1, sizeof(*cases));
    char command[512];
    int code;

    snprintf(cases->file, sizeof(cases->file), "%s", file);
    snprintf(command, sizeof(command), "tests/tools/wycheproof.py %s tcId result %s", file, fields);
    cases->pipe = popen(command, "r");
    if (!cases->pipe)
        abort();
    if (read_line(cases))
    {
        check_context_push("%s", file);
        return cases;
    }
    code = close_cases(cases);
    if (code == FILES_ABSENT)
        skip("%s is not at hand (WYCHEPROOF_DIR)", file);
    else
        check(0, "%s: no cases, exit code %d", file, code);
    free(cases);
    return NULL;
}

bool wycheproof_next(struct wycheproof *cases)
{
    int code;

    if (cases->count++)
        check_context_pop();
    forget_case(cases);
    if (cases->count > 1 && !read_line(cases))
    {
        code = close_cases(cases);
        check(!code, "exit code %d", code);
        check_context_pop();
        free(cases);
        return false;
    }
    split(cases);
    check_context_push("case %s", cases->fields[0]);
    return true;
}

const char *wycheproof_text(const struct wycheproof *cases, unsigned int n)
{
    if (n + OWN_FIELDS >= cases->field_count)
        abort();
    return cases->fields[n + OWN_FIELDS];
}

struct data wycheproof_bytes(struct wycheproof *cases, unsigned int n)
{
    struct data data = test_unhex(wycheproof_text(cases, n));

    free(cases->bytes[n]);
    cases->bytes[n] = (uint8_t *)data.bytes;
    return data;
}

bool wycheproof_valid(const struct wycheproof *cases)
{
    return !strcmp(cases->fields[1], "valid");
}

bool wycheproof_invalid(const struct wycheproof *cases)
{
    return !strcmp(cases->fields[1], "invalid");
}
