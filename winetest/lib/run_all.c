/*
 * Several tests, each in a process of its own.
 *
 * The child's numbers come back in shared memory, whose handle it inherits.  The child and what it
 * has started belong to a job, so that nothing outlives its time.
 */
#define __USE_MINGW_ANSI_STDIO 1
#include "run_all.h"

#define OUTCOME_VARIABLE "NCRYPT_TEST_OUTCOME"
#define SINGLE_VARIABLE "NCRYPT_TEST_SINGLE"

struct outcome
{
    LONG has_ended;
    LONG checks, failures, skipped;
    DWORD exception;
};

enum ending
{
    ENDING_DONE,
    ENDING_CRASH,
    ENDING_TIMEOUT
};

static const char *const ending_names[] = {"done", "crash", "timeout"};

struct run
{
    const char *name;
    HANDLE mapping;
    struct outcome *outcome;
    DWORD seconds;
    DWORD code;
    enum ending ending;
};

/* --- in the child --------------------------------------------------------------------------- */

static struct outcome *reported;

BOOL take_outcome(void)
{
    char text[24];

    if (GetEnvironmentVariableA(OUTCOME_VARIABLE, text, sizeof(text)))
    {
        HANDLE mapping = (HANDLE)(ULONG_PTR)strtoul(text, NULL, 16);

        reported = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, sizeof(*reported));
        SetEnvironmentVariableA(OUTCOME_VARIABLE, NULL);
    }
    return getenv(SINGLE_VARIABLE) != NULL;
}

void report_outcome(LONG checks, LONG failures, LONG skipped)
{
    if (reported)
        *reported = (struct outcome){1, checks, failures, skipped, reported->exception};
}

void report_crash(DWORD exception)
{
    if (reported)
        reported->exception = exception;
}

/* --- one test ------------------------------------------------------------------------------- */

static BOOL make_outcome(struct run *run)
{
    SECURITY_ATTRIBUTES inherited = {sizeof(inherited), NULL, TRUE};
    char text[24];

    run->mapping = CreateFileMappingA(INVALID_HANDLE_VALUE, &inherited, PAGE_READWRITE, 0,
                                      sizeof(*run->outcome), NULL);
    if (!run->mapping)
        return FALSE;
    run->outcome = MapViewOfFile(run->mapping, FILE_MAP_WRITE, 0, 0, sizeof(*run->outcome));
    snprintf(text, sizeof(text), "%lx", (unsigned long)(ULONG_PTR)run->mapping);
    SetEnvironmentVariableA(OUTCOME_VARIABLE, text);
    return run->outcome != NULL;
}

static void free_outcome(struct run *run)
{
    SetEnvironmentVariableA(OUTCOME_VARIABLE, NULL);
    if (run->outcome)
        UnmapViewOfFile(run->outcome);
    if (run->mapping)
        CloseHandle(run->mapping);
}

static HANDLE start(const char *name, PROCESS_INFORMATION *process)
{
    STARTUPINFOA startup = {.cb = sizeof(startup)};
    char program[MAX_PATH], command[MAX_PATH + 80];
    HANDLE job = CreateJobObjectA(NULL, NULL);

    GetModuleFileNameA(NULL, program, sizeof(program));
    snprintf(command, sizeof(command), "\"%s\" %s", program, name);
    if (!CreateProcessA(program, command, NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL, &startup,
                        process))
    {
        CloseHandle(job);
        return NULL;
    }
    AssignProcessToJobObject(job, process->hProcess);
    ResumeThread(process->hThread);
    CloseHandle(process->hThread);
    return job;
}

static void run_child(struct run *run)
{
    PROCESS_INFORMATION process;
    HANDLE job = start(run->name, &process);

    run->code = 0;
    run->ending = ENDING_CRASH;
    if (!job)
        return;
    if (WaitForSingleObject(process.hProcess, run->seconds * 1000) == WAIT_OBJECT_0)
    {
        GetExitCodeProcess(process.hProcess, &run->code);
        if (run->outcome->exception)
            run->code = run->outcome->exception;
        else if (run->outcome->has_ended && run->code <= 255)
            run->ending = ENDING_DONE;
    }
    else
    {
        run->ending = ENDING_TIMEOUT;
        TerminateProcess(process.hProcess, 1);
    }
    TerminateJobObject(job, 1);
    CloseHandle(process.hProcess);
    CloseHandle(job);
}

static LONG failures_of(const struct run *run)
{
    LONG failures = run->outcome->failures;

    if (run->ending == ENDING_DONE)
        return failures;
    return failures ? failures : 1;
}

/* An exit code that is a status in hexadecimal. */
static const char *code_text(DWORD code)
{
    return wine_dbg_sprintf(code > 255 ? "%#lx" : "%lu", code);
}

static void print_run(const struct run *run)
{
    LONG failures = failures_of(run);

    if (run->ending == ENDING_DONE)
        winetest_print("winetest: %-13s %s: %ld checks, %ld failed, %ld skipped\n", run->name,
                       failures ? "FAIL" : "ok", run->outcome->checks, failures,
                       run->outcome->skipped);
    else if (run->ending == ENDING_CRASH)
        winetest_print("winetest: %-13s CRASH: exit code %s before its end\n", run->name,
                       code_text(run->code));
    else
        winetest_print("winetest: %-13s TIMEOUT: no end after %lu seconds\n", run->name,
                       run->seconds);
}

/* --- all of them ---------------------------------------------------------------------------- */

static LONG run_one(const char *name, const char *record_path, DWORD seconds)
{
    struct run run = {.name = name, .seconds = seconds};
    LONG failures = 1;

    if (make_outcome(&run))
    {
        run_child(&run);
        print_run(&run);
        failures = failures_of(&run);
        if (record_path && record_open(record_path, TRUE))
        {
            record_test_end(name, ending_names[run.ending], run.code);
            record_close();
        }
    }
    free_outcome(&run);
    return failures;
}

LONG run_in_processes(const char *const *names, int count, const char *record_path, DWORD seconds)
{
    LONG failures = 0, failed = 0;

    record_close();
    if (!record_path)
        record_path = getenv("NCRYPT_TEST_RECORD");
    else
        SetEnvironmentVariableA("NCRYPT_TEST_RECORD", record_path);
    SetEnvironmentVariableA(SINGLE_VARIABLE, "1");
    /* no window that asks what to do after a crash */
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    for (int i = 0; i < count; i++)
    {
        LONG more = run_one(names[i], record_path, seconds);

        failures += more;
        failed += more != 0;
    }
    winetest_print("winetest: %d programs, %ld failed, %ld failures\n", count, failed, failures);
    return failures;
}
