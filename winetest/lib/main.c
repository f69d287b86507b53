/*
 * The main program: options, choice of the tests, summary of one.
 *
 * usage: program [--record FILE] [--timeout SECONDS] [--list] [TEST [ARGUMENT...]]
 *
 * A program of one test runs it.  A program of several runs all of them, or those that are named,
 * each in a process of its own (run_all.c); such a process, and what it starts, runs TEST with its
 * arguments.
 */
#define __USE_MINGW_ANSI_STDIO 1
#include "run_all.h"

enum
{
    MAX_TESTS = 64,
    MAX_EXIT_CODE = 255
};

const char *winetest_current_name = "";

static struct
{
    const char *name;
    void (*function)(void);
} tests[MAX_TESTS];

static int test_count;
static int main_argc;
static char **main_argv;
static ULONGLONG start_time;
static BOOL exceptions_ignored;
static DWORD main_thread;

/* Called by constructors, whose order is the linker's; kept in the order of the names. */
void winetest_register(const char *name, void (*function)(void))
{
    int place = test_count++;

    if (test_count > MAX_TESTS)
        abort();
    for (; place && strcmp(tests[place - 1].name, name) > 0; place--)
        tests[place] = tests[place - 1];
    tests[place].name = name;
    tests[place].function = function;
}

BOOL winetest_is_main_thread(void)
{
    return GetCurrentThreadId() == main_thread;
}

int winetest_get_mainargs(char ***arguments)
{
    *arguments = main_argv;
    return main_argc;
}

static int to_exit_code(LONG failures)
{
    return failures > MAX_EXIT_CODE ? MAX_EXIT_CODE : (int)failures;
}

/* --- summary -------------------------------------------------------------------------------- */

static const char *elapsed_text(void)
{
    ULONGLONG elapsed = GetTickCount64() - start_time;

    if (!getenv("WINETEST_TIME"))
        return "";
    return wine_dbg_sprintf("%llu.%03llu", elapsed / 1000, elapsed % 1000);
}

static void print_marks(void)
{
    static const char *const names[] = {"", "seen", "documented", "inferred"};
    char text[256];
    size_t used = 0;

    for (int i = MARK_SEEN; i < MARK_COUNT; i++)
    {
        LONG checks = winetest_mark_checks[i], failures = winetest_mark_failures[i];

        if (checks)
            used += snprintf(text + used, sizeof(text) - used, "%s%s %ld of %ld", used ? ", " : "",
                             names[i], checks - failures, checks);
    }
    if (used)
        winetest_print("%04lx:%s: held by mark: %s\n", GetCurrentProcessId(), winetest_current_name,
                       text);
}

static void print_summary(void)
{
    LONG failures = winetest_get_failures(), total = 0;

    for (int i = 0; i < COUNT_SKIPPED; i++)
        total += winetest_counters[i];
    report_outcome(total, failures, winetest_counters[COUNT_SKIPPED]);
    if (winetest_debug <= 0)
        return;
    print_marks();
    winetest_print("%04lx:%s:%s %ld tests executed (%ld marked as todo, %ld as flaky, %ld %s), "
                   "%ld skipped.\n",
                   GetCurrentProcessId(), winetest_current_name, elapsed_text(), total,
                   winetest_counters[COUNT_TODO], winetest_counters[COUNT_FLAKY_FAILURE], failures,
                   failures == 1 ? "failure" : "failures", winetest_counters[COUNT_SKIPPED]);
}

void winetest_give_up(void)
{
    winetest_add_failures(!winetest_get_failures());
    print_summary();
    record_close();
    exit(to_exit_code(winetest_get_failures()));
}

/* --- faults --------------------------------------------------------------------------------- */

void winetest_ignore_exceptions(BOOL ignore)
{
    exceptions_ignored = ignore;
}

static LONG CALLBACK report_exception(EXCEPTION_POINTERS *pointers)
{
    const EXCEPTION_RECORD *exception = pointers->ExceptionRecord;
    struct thread_state *thread = winetest_thread();

    if (exceptions_ignored)
        return EXCEPTION_CONTINUE_SEARCH;
    if (thread->file)
        winetest_print("%s:%d: this is the last test seen before the exception\n", thread->file,
                       thread->line);
    winetest_print("%04lx:%s: unhandled exception %08lx at %p\n", GetCurrentProcessId(),
                   winetest_current_name, exception->ExceptionCode, exception->ExceptionAddress);
    winetest_add_failures(1);
    report_crash(exception->ExceptionCode);
    print_summary();
    record_close();
    TerminateProcess(GetCurrentProcess(), to_exit_code(winetest_get_failures()));
    return EXCEPTION_EXECUTE_HANDLER;
}

/* --- running -------------------------------------------------------------------------------- */

static void print_dll_under_test(void)
{
    const struct dll_identity *dll = platform_dll();

    if (winetest_debug <= 0 || dll->kind == DLL_NONE)
        return;
    winetest_print("%04lx:%s: testing the %s ncrypt.dll (%s) %ls %ls %ls\n", GetCurrentProcessId(),
                   winetest_current_name, platform_dll_name(dll->kind), platform_architecture(),
                   dll->path, dll->product, dll->version);
}

static int run_test(int index)
{
    winetest_current_name = tests[index].name;
    winetest_reset_counters();
    start_time = GetTickCount64();
    print_dll_under_test();
    platform_check_expected_dll();
    tests[index].function();
    print_summary();
    return to_exit_code(winetest_get_failures());
}

static int find_test(const char *name)
{
    for (int i = 0; i < test_count; i++)
        if (!strcmp(tests[i].name, name))
            return i;
    return -1;
}

void winetest_wait_child_process(HANDLE process)
{
    DWORD code = MAX_EXIT_CODE;

    ok(WaitForSingleObject(process, 60000) == WAIT_OBJECT_0, "the child process does not end\n");
    GetExitCodeProcess(process, &code);
    if (code > MAX_EXIT_CODE)
        ok(0, "the child process died of %#lx\n", code);
    else if (code)
    {
        trace("the child process had %lu failures\n", code);
        winetest_add_failures(code);
    }
}

/* --- options -------------------------------------------------------------------------------- */

static int environment_number(const char *name, int otherwise)
{
    const char *value = getenv(name);

    return value ? atoi(value) : otherwise;
}

static void read_environment(void)
{
    winetest_debug = environment_number("WINETEST_DEBUG", 1);
    winetest_interactive = environment_number("WINETEST_INTERACTIVE", 0);
    winetest_report_success = environment_number("WINETEST_REPORT_SUCCESS", 0);
    winetest_report_flaky = environment_number("WINETEST_REPORT_FLAKY", 0);
}

static struct
{
    const char *record_path;
    DWORD timeout; /* seconds */
    BOOL is_list, is_single;
} options = {.timeout = 600};

/* Takes the harness's own options out of the arguments. */
static void take_options(void)
{
    int kept = 1;

    for (int i = 1; i < main_argc; i++)
    {
        if (!strcmp(main_argv[i], "--record") && i + 1 < main_argc)
            options.record_path = main_argv[++i];
        else if (!strcmp(main_argv[i], "--timeout") && i + 1 < main_argc)
            options.timeout = (DWORD)atoi(main_argv[++i]);
        else if (!strcmp(main_argv[i], "--list"))
            options.is_list = TRUE;
        else
            main_argv[kept++] = main_argv[i];
    }
    main_argc = kept;
    main_argv[kept] = NULL;
}

static BOOL open_record(void)
{
    const char *path = options.record_path;
    const char *appended = getenv("NCRYPT_TEST_RECORD");

    if (path ? !record_open(path, FALSE) : appended && !record_open(appended, TRUE))
    {
        fprintf(stderr, "cannot write %s\n", path ? path : appended);
        return FALSE;
    }
    return TRUE;
}

static int list_tests(void)
{
    for (int i = 0; i < test_count; i++)
        puts(tests[i].name);
    return 0;
}

static int run_chosen_tests(void)
{
    static const char *chosen[MAX_TESTS];
    int count = 0;

    for (int i = 1; i < main_argc; i++)
        if (find_test(main_argv[i]) < 0)
        {
            fprintf(stderr, "there is no test %s; --list names them\n", main_argv[i]);
            return MAX_EXIT_CODE;
        }
    for (int i = 0; i < test_count; i++)
        for (int k = 1; k < main_argc || k == 1; k++)
            if (main_argc == 1 || !strcmp(main_argv[k], tests[i].name))
            {
                chosen[count++] = tests[i].name;
                break;
            }
    return to_exit_code(run_in_processes(chosen, count, options.record_path, options.timeout));
}

/* The test that this process itself runs; -1: it runs several, in processes of their own. */
static int own_test(void)
{
    int named = main_argc > 1 ? find_test(main_argv[1]) : -1;

    if (options.is_single)
        return named;
    return test_count == 1 ? 0 : -1;
}

int main(int argc, char **argv)
{
    int index, code;

    main_argc = argc;
    main_argv = argv;
    main_thread = GetCurrentThreadId();
    read_environment();
    platform_init();
    take_options();
    options.is_single = take_outcome();
    if (options.is_list)
        return list_tests();
    if (!open_record())
        return 1;
    SetUnhandledExceptionFilter(report_exception);
    index = own_test();
    code = index < 0 ? run_chosen_tests() : run_test(index);
    record_close();
    return code;
}
