/*
 * Checks, notes and their counters.
 */
#define __USE_MINGW_ANSI_STDIO 1
#include "state.h"

enum
{
    MESSAGE_LENGTH = 4096,
    LINE_COUNT = 8192
};

int winetest_debug = 1;
int winetest_interactive;
int winetest_report_success;
int winetest_report_flaky;
int winetest_mute_threshold = 42;

volatile LONG winetest_counters[COUNT_COUNT];
volatile LONG winetest_mark_checks[MARK_COUNT];
volatile LONG winetest_mark_failures[MARK_COUNT];

static volatile LONG notes_of_line[LINE_COUNT];
static _Thread_local struct thread_state state;

static const char *const mark_prefix[MARK_COUNT] = {"", "[SEEN] ", "[DOC] ", "[INF] "};

struct thread_state *winetest_thread(void)
{
    return &state;
}

void winetest_set_location(const char *file, int line)
{
    const char *name = file;

    for (const char *p = file; *p; p++)
        if (*p == '/' || *p == '\\')
            name = p + 1;
    state.file = name;
    state.line = line;
    state.mark = MARK_NONE;
}

void winetest_set_mark(enum mark mark)
{
    state.mark = mark;
}

void winetest_reset_counters(void)
{
    for (int i = 0; i < COUNT_COUNT; i++)
        winetest_counters[i] = 0;
    for (int i = 0; i < MARK_COUNT; i++)
        winetest_mark_checks[i] = winetest_mark_failures[i] = 0;
}

LONG winetest_get_failures(void)
{
    return winetest_counters[COUNT_FAILURE] + winetest_counters[COUNT_TODO_SUCCESS];
}

void winetest_add_failures(LONG count)
{
    InterlockedExchangeAdd(&winetest_counters[COUNT_FAILURE], count);
}

/* --- contexts ------------------------------------------------------------------------------- */

void winetest_push_context(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    if (state.context_count < CONTEXT_DEPTH)
        vsnprintf(state.contexts[state.context_count], CONTEXT_LENGTH, format, arguments);
    va_end(arguments);
    state.context_count++;
}

void winetest_pop_context(void)
{
    if (state.context_count > 0)
        state.context_count--;
}

void winetest_context_text(char *text, size_t size, const char *separator)
{
    size_t used = 0;

    text[0] = 0;
    for (int i = 0; i < state.context_count && i < CONTEXT_DEPTH && used < size; i++)
        used += snprintf(text + used, size - used, "%s%s", state.contexts[i], separator);
}

/* --- output --------------------------------------------------------------------------------- */

static void write_text(const char *text)
{
    fputs(text, stdout);
    fflush(stdout);
}

void winetest_print(const char *format, ...)
{
    char message[MESSAGE_LENGTH];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    write_text(message);
}

/* file:line: KIND: contexts text, in one piece, so that threads do not mix their lines */
static void write_note(const char *kind, const char *prefix, const char *format, va_list arguments)
{
    char contexts[CONTEXT_DEPTH * CONTEXT_LENGTH];
    char message[MESSAGE_LENGTH];
    size_t used, left;

    winetest_context_text(contexts, sizeof(contexts), ": ");
    used = snprintf(message, sizeof(message), "%s:%d: %s: %s%s", state.file, state.line, kind,
                    prefix, contexts);
    if (used >= sizeof(message))
        used = sizeof(message) - 1;
    left = sizeof(message) - used;
    if (vsnprintf(message + used, left, format, arguments) >= (int)left)
        message[sizeof(message) - 2] = '\n';
    write_text(message);
}

/* Notes that are no failures fall silent when one line makes too many of them. */
static int line_is_muted(void)
{
    unsigned int line = state.line;
    LONG count;

    if (line >= LINE_COUNT)
        return 0;
    count = InterlockedIncrement(&notes_of_line[line]);
    if (count == winetest_mute_threshold + 1 && winetest_debug > 0)
        winetest_print("%s:%d: more of this line is not shown\n", state.file, state.line);
    return count > winetest_mute_threshold;
}

/* --- checks --------------------------------------------------------------------------------- */

static const char *const counter_text[COUNT_COUNT] = {
    [COUNT_SUCCESS] = "Test succeeded",
    [COUNT_FAILURE] = "Test failed",
    [COUNT_TODO] = "Test marked todo",
    [COUNT_TODO_SUCCESS] = "Test succeeded inside todo block",
    [COUNT_FLAKY_FAILURE] = "Test marked flaky",
    [COUNT_SKIPPED] = "Tests skipped",
};

static enum counter classify(int condition)
{
    if (state.blocks[WINETEST_BLOCK_TODO])
        return condition ? COUNT_TODO_SUCCESS : COUNT_TODO;
    return condition ? COUNT_SUCCESS : COUNT_FAILURE;
}

static int is_shown(enum counter counter)
{
    switch (counter)
    {
    case COUNT_FAILURE:
    case COUNT_TODO_SUCCESS:
        return 1;
    case COUNT_SUCCESS:
        return winetest_report_success;
    case COUNT_FLAKY_FAILURE:
        return winetest_report_flaky && !line_is_muted();
    default:
        return winetest_debug > 0 && !line_is_muted();
    }
}

static void count_mark(int condition)
{
    InterlockedIncrement(&winetest_mark_checks[state.mark]);
    if (!condition)
        InterlockedIncrement(&winetest_mark_failures[state.mark]);
}

int winetest_vok(int condition, const char *format, va_list arguments)
{
    enum counter counter = classify(condition);
    int is_bad = counter == COUNT_FAILURE || counter == COUNT_TODO_SUCCESS;

    if (is_bad && state.blocks[WINETEST_BLOCK_FLAKY])
        counter = COUNT_FLAKY_FAILURE;
    InterlockedIncrement(&winetest_counters[counter]);
    count_mark(condition);
    if (is_shown(counter))
        write_note(counter_text[counter], mark_prefix[state.mark], format, arguments);
    return counter == COUNT_SUCCESS || counter == COUNT_TODO;
}

int winetest_ok(int condition, const char *format, ...)
{
    va_list arguments;
    int result;

    va_start(arguments, format);
    result = winetest_vok(condition, format, arguments);
    va_end(arguments);
    return result;
}

void winetest_trace(const char *format, ...)
{
    va_list arguments;

    if (winetest_debug <= 0 || line_is_muted())
        return;
    va_start(arguments, format);
    write_note("note", "", format, arguments);
    va_end(arguments);
}

static void skip_v(const char *format, va_list arguments)
{
    InterlockedIncrement(&winetest_counters[COUNT_SKIPPED]);
    if (is_shown(COUNT_SKIPPED))
        write_note(counter_text[COUNT_SKIPPED], "", format, arguments);
}

void winetest_skip(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    skip_v(format, arguments);
    va_end(arguments);
}

/* What a Windows version may lack, but Wine has to have. */
void winetest_win_skip(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    if (winetest_platform_is_wine)
        winetest_vok(0, format, arguments);
    else
        skip_v(format, arguments);
    va_end(arguments);
}

/* --- blocks --------------------------------------------------------------------------------- */

struct winetest_block winetest_enter_block(enum winetest_block_kind kind, int applies)
{
    struct winetest_block block = {.kind = kind, .entered = applies, .pass = 1};

    if (applies)
        state.blocks[kind]++;
    return block;
}

void winetest_leave_block(struct winetest_block *block)
{
    if (block->entered)
        state.blocks[block->kind]--;
}
