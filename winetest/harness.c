/*
 * The harness itself: a child process does something that the harness has to notice, and this
 * looks at its exit code and its output.
 */
#include "check.h"

/* --- what the child does -------------------------------------------------------------------- */

static void do_success(void)
{
    ok(1, "not shown\n");
}

static void do_failure(void)
{
    ok(0, "the answer is %d\n", 42);
    ok(1, "not shown\n");
}

static void do_many(void)
{
    for (int i = 0; i < 300; i++)
        ok(0, "number %d\n", i);
}

static void do_todo(void)
{
    todo_wine ok(0, "not done\n");
    todo_wine_if(0) ok(1, "done\n");
}

static void do_todo_success(void)
{
    todo_wine
    {
        ok(1, "done\n");
    }
}

static void leave_todo_block(void)
{
    todo_wine
    {
        return;
    }
}

static void do_left_todo(void)
{
    leave_todo_block();
    ok(0, "outside\n");
}

static void do_todo_ours(void)
{
    todo_ours ok(0, "not done\n");
}

static void do_broken(void)
{
    ok(broken(1), "an old Windows\n");
}

static void do_skip(void)
{
    skip("no reason\n");
}

static void do_win_skip(void)
{
    win_skip("no reason\n");
}

static void do_flaky(void)
{
    flaky ok(0, "now and then\n");
    flaky_wine ok(1, "fine\n");
}

static void do_contexts(void)
{
    winetest_push_context("first %d", 1);
    winetest_push_context("second");
    ok(0, "inside\n");
    winetest_pop_context();
    winetest_pop_context();
    ok(0, "outside\n");
}

static void do_marks(void)
{
    ok_seen(1, "fine\n");
    ok_doc(0, "not so\n");
    ok_inf(0, "not so\n");
    expect_inf(ERROR_SUCCESS, (LONG)NTE_BAD_FLAGS);
}

static void do_bytes(void)
{
    check_bytes(MARK_SEEN, "text", "abcd", 4, "abXd", 4);
    check_bytes(MARK_SEEN, "text", "abcd", 4, "abc", 3);
    check_bytes(MARK_SEEN, "text", "abcd", 4, "abcd", 4);
}

static void do_crash(void)
{
    ok(1, "before\n");
    RaiseException(0xc0001234, 0, 0, NULL);
}

static void do_abort(void)
{
    abort();
}

static void do_hang(void)
{
    Sleep(INFINITE);
}

static void do_record(void)
{
    winetest_push_context("a \"case\"");
    record_status("first", "NCryptFoo", NTE_BAD_FLAGS);
    record_bytes(NULL, "NCryptBar", "\1\2\xff", 3);
    record_text(NULL, "NCryptBar", L"t\xe4xt");
    record_number(NULL, "NCryptBar", 7);
    record_normal(NULL, "NCryptBar", "size %d", 8);
    winetest_pop_context();
}

static void do_debugstr(void)
{
    static const GUID guid = {1, 2, 3, {4, 5, 6, 7, 8, 9, 10, 11}};

    trace("%s %s %s %s %s\n", wine_dbgstr_w(L"a\n\x20ac"), wine_dbgstr_a("a\"b"),
          wine_dbgstr_w(NULL), wine_dbgstr_wn(L"abc", 2), wine_dbgstr_guid(&guid));
}

/* --- what has to come of it ----------------------------------------------------------------- */

struct scenario
{
    const char *name;
    void (*act)(void);
    const char *platform;
    const char *dll;
    DWORD code;
    const char *lines[4]; /* parts of the output */
};

#define WINE "wine"
#define WINDOWS "windows"

static const struct scenario scenarios[] = {
    {"success",
     do_success,
     WINE,
     "ours",
     0,
     {":harness: 1 tests executed (0 marked as todo, 0 as flaky, 0 failures), 0 skipped.\n"}},
    {"failure",
     do_failure,
     WINE,
     "ours",
     1,
     {"harness.c:", ": Test failed: the answer is 42\n",
      ":harness: 2 tests executed (0 marked as todo, 0 as flaky, 1 failure), 0 skipped.\n"}},
    {"many", do_many, WINE, "ours", 255, {"number 299\n", " 300 failures), 0 skipped.\n"}},
    {"todo",
     do_todo,
     WINE,
     "builtin",
     0,
     {": Test marked todo: not done\n", " 2 tests executed (1 marked as todo, "}},
    {"todo of ours", do_todo, WINE, "ours", 1, {": Test failed: not done\n"}},
    {"todo on Windows", do_todo, WINDOWS, "native", 1, {": Test failed: not done\n"}},
    {"todo that holds",
     do_todo_success,
     WINE,
     "builtin",
     1,
     {": Test succeeded inside todo block: done\n", " 1 failure)"}},
    {"todo that holds in ours", do_todo_success, WINE, "ours", 0, {" 0 failures)"}},
    {"left todo", do_left_todo, WINE, "builtin", 1, {": Test failed: outside\n"}},
    {"todo_ours", do_todo_ours, WINE, "ours", 0, {": Test marked todo: not done\n"}},
    {"todo_ours of another", do_todo_ours, WINE, "builtin", 1, {": Test failed: not done\n"}},
    {"broken", do_broken, WINE, "builtin", 1, {": Test failed: an old Windows\n"}},
    {"broken on Windows", do_broken, WINDOWS, "native", 0, {" 0 failures)"}},
    {"skip", do_skip, WINE, "ours", 0, {": Tests skipped: no reason\n", " 1 skipped.\n"}},
    {"win_skip", do_win_skip, WINE, "ours", 1, {": Test failed: no reason\n"}},
    {"win_skip on Windows", do_win_skip, WINDOWS, "native", 0, {": Tests skipped: no reason\n"}},
    {"flaky", do_flaky, WINE, "ours", 0, {" 2 tests executed (0 marked as todo, 1 as flaky, "}},
    {"contexts",
     do_contexts,
     WINE,
     "ours",
     2,
     {": Test failed: first 1: second: inside\n", ": Test failed: outside\n"}},
    {"marks",
     do_marks,
     WINE,
     "ours",
     3,
     {": Test failed: [DOC] not so\n", ": Test failed: [INF] not so\n",
      "got NTE_BAD_FLAGS, expected ERROR_SUCCESS\n",
      "held by mark: seen 1 of 1, documented 0 of 1, inferred 0 of 2\n"}},
    {"bytes",
     do_bytes,
     WINE,
     "ours",
     2,
     {"text: byte 0x2 is 63, expected 58\n", "text: 4 bytes, expected 3\n"}},
    {"crash",
     do_crash,
     WINE,
     "ours",
     1,
     {": this is the last test seen before the exception\n",
      ":harness: unhandled exception c0001234 at ", " 2 tests executed ("}},
    {"debugstr",
     do_debugstr,
     WINE,
     "ours",
     0,
     {"L\"a\\n\\20ac\" \"a\\\"b\" (null) L\"ab\" {00000001-0002-0003-0405-060708090a0b}\n"}},
    {"wrong DLL", do_success, WINE, "builtin", 0, {"testing the builtin ncrypt.dll"}},
};

/* --- running the child ---------------------------------------------------------------------- */

static char output[0x10000];

static void read_output(HANDLE pipe)
{
    DWORD used = 0, size;

    while (used < sizeof(output) - 1 &&
           ReadFile(pipe, output + used, sizeof(output) - 1 - used, &size, NULL) && size)
        used += size;
    output[used] = 0;
    while (ReadFile(pipe, output, 0, &size, NULL) && size)
        ;
    for (char *from = output, *to = output; (*to = *from); from++)
        if (*from != '\r')
            to++;
}

static DWORD run_command(char *command)
{
    SECURITY_ATTRIBUTES inherited = {sizeof(inherited), NULL, TRUE};
    STARTUPINFOA startup = {.cb = sizeof(startup), .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION process;
    DWORD code = ~0u;
    HANDLE pipe;

    CreatePipe(&pipe, &startup.hStdOutput, &inherited, sizeof(output));
    SetHandleInformation(pipe, HANDLE_FLAG_INHERIT, 0);
    startup.hStdError = startup.hStdOutput;
    if (!CreateProcessA(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process))
        return code;
    CloseHandle(startup.hStdOutput);
    read_output(pipe);
    CloseHandle(pipe);
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    return code;
}

static DWORD run_child(const char *scenario, const char *options)
{
    char program[MAX_PATH], command[2 * MAX_PATH];

    GetModuleFileNameA(NULL, program, sizeof(program));
    snprintf(command, sizeof(command), "\"%s\" %s harness child \"%s\"", program, options,
             scenario);
    return run_command(command);
}

static void set_environment(const char *platform, const char *dll)
{
    SetEnvironmentVariableA("WINETEST_PLATFORM", platform);
    SetEnvironmentVariableA("NCRYPT_TEST_DLL", dll);
}

static void test_scenario(const struct scenario *scenario)
{
    DWORD code;

    set_environment(scenario->platform, scenario->dll);
    code = run_child(scenario->name, "");
    set_environment(NULL, NULL);

    winetest_push_context("%s", scenario->name);
    ok(code == scenario->code, "got exit code %lu, expected %lu\n", code, scenario->code);
    for (int i = 0; i < 4 && scenario->lines[i]; i++)
        ok(strstr(output, scenario->lines[i]) != NULL, "no %s in: %s\n",
           wine_dbgstr_a(scenario->lines[i]), output);
    winetest_pop_context();
}

/* A program that tests the wrong DLL fails. */
static void test_expected_dll(void)
{
    set_environment(WINE, "builtin");
    SetEnvironmentVariableA("NCRYPT_TEST_EXPECT", "ours");
    ok(run_child("success", "") == 1, "the wrong DLL is not noticed\n");
    SetEnvironmentVariableA("NCRYPT_TEST_EXPECT", "builtin");
    ok(run_child("success", "") == 0, "the right DLL is a failure\n");
    SetEnvironmentVariableA("NCRYPT_TEST_EXPECT", NULL);
    set_environment(NULL, NULL);
}

static void test_report_success(void)
{
    SetEnvironmentVariableA("WINETEST_REPORT_SUCCESS", "1");
    run_child("success", "");
    ok(strstr(output, ": Test succeeded: not shown\n") != NULL, "got %s\n", output);
    SetEnvironmentVariableA("WINETEST_REPORT_SUCCESS", NULL);
    SetEnvironmentVariableA("WINETEST_DEBUG", "0");
    run_child("success", "");
    ok(!output[0], "got %s\n", output);
    SetEnvironmentVariableA("WINETEST_DEBUG", NULL);
}

/* --- records -------------------------------------------------------------------------------- */

static const char *const record_lines[] = {
    "{\"record\": 1, \"platform\": \"wine\", ",
    "{\"test\": \"harness\", \"case\": \"a \\\"case\\\"/first\", \"function\": \"NCryptFoo\", "
    "\"status\": \"0x80090009\", \"name\": \"NTE_BAD_FLAGS\"}\n",
    "\"function\": \"NCryptBar\", \"size\": 3, \"bytes\": \"0102ff\"}\n",
    "\"text\": \"t\\u00e4xt\"}\n",
    "\"number\": 7}\n",
    "\"normal\": \"size 8\"}\n",
};

static void read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t size = file ? fread(output, 1, sizeof(output) - 1, file) : 0;

    output[size] = 0;
    if (file)
        fclose(file);
}

static void test_record(void)
{
    char directory[MAX_PATH], path[MAX_PATH], option[MAX_PATH + 16];

    GetTempPathA(sizeof(directory), directory);
    GetTempFileNameA(directory, "rec", 0, path);
    snprintf(option, sizeof(option), "--record \"%s\"", path);
    set_environment(WINE, "ours");
    ok(!run_child("record", option), "the child fails: %s\n", output);
    set_environment(NULL, NULL);
    read_file(path);
    for (size_t i = 0; i < ARRAY_SIZE(record_lines); i++)
        ok(strstr(output, record_lines[i]) != NULL, "no %s in: %s\n", record_lines[i], output);
    DeleteFileA(path);
}

/* --- the test ------------------------------------------------------------------------------- */

static void act(const char *name)
{
    if (!strcmp(name, "abort"))
        do_abort();
    if (!strcmp(name, "hang"))
        do_hang();
    if (!strcmp(name, "record"))
        do_record();
    for (size_t i = 0; i < ARRAY_SIZE(scenarios); i++)
        if (!strcmp(scenarios[i].name, name))
            scenarios[i].act();
}

START_TEST(harness)
{
    char **arguments;
    int count = winetest_get_mainargs(&arguments);
    char *expected = getenv("NCRYPT_TEST_EXPECT");
    char *recorded = getenv("NCRYPT_TEST_RECORD");
    char *act_of_tests = getenv("NCRYPT_TEST_ACT");

    if (count >= 4 && !strcmp(arguments[2], "child"))
    {
        act(arguments[3]);
        return;
    }
    if (act_of_tests) /* tests/test_winetest.py looks at how this program ends */
    {
        act(act_of_tests);
        return;
    }
    if (expected)
        SetEnvironmentVariableA("NCRYPT_TEST_EXPECT", NULL);
    if (recorded)
        SetEnvironmentVariableA("NCRYPT_TEST_RECORD", NULL);
    for (size_t i = 0; i < ARRAY_SIZE(scenarios); i++)
        test_scenario(&scenarios[i]);
    test_expected_dll();
    test_report_success();
    test_record();
}
