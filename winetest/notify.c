/*
 * NCryptNotifyChangeKey: who waits for changes of the stored keys, and hears of them whoever makes them.
 *
 * Sources: Microsoft's pages of NCryptNotifyChangeKey and FindFirstChangeNotification.
 *
 * A second process, this program with the arguments "notify DO NAME", makes the changes.  What has to
 * happen gets a minute; that something does not happen is only asked where no other program can make
 * it happen: under Wine the stores are in folders of the test's own.
 */
#include <stdio.h>
#include <stdlib.h>

#include "fixture.h"
#include "stores.h"

enum
{
    PATIENCE = 60000 /* milliseconds */
};

static WCHAR key_name[64];
static BOOL alone; /* nobody else changes the stores */

/* ------------------------------------------------------------------------------------------
 * The second process
 */
static SECURITY_STATUS create(NCRYPT_PROV_HANDLE provider, DWORD flags)
{
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = NCryptCreatePersistedKey(provider, &key, BCRYPT_ECDSA_P256_ALGORITHM,
                                                      key_name, 0, flags);

    if (status)
        return status;
    status = NCryptFinalizeKey(key, NCRYPT_SILENT_FLAG);
    NCryptFreeObject(key);
    return status;
}

static SECURITY_STATUS change(NCRYPT_PROV_HANDLE provider, const char *what)
{
    BOOL machine = !strncmp(what, "machine-", 8);
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status;

    if (machine)
        what += 8;
    if (!strcmp(what, "create") || !strcmp(what, "overwrite"))
        return create(provider, (machine ? NCRYPT_MACHINE_KEY_FLAG : 0) |
                                    (*what == 'o' ? NCRYPT_OVERWRITE_KEY_FLAG : 0));
    if ((status = NCryptOpenKey(provider, &key, key_name, 0,
                                machine ? NCRYPT_MACHINE_KEY_FLAG : 0)))
        return status;
    if (!strcmp(what, "delete"))
        return NCryptDeleteKey(key, 0);
    if (!strcmp(what, "set"))
        status = NCryptSetProperty(key, L"Mine", (BYTE *)"value", 5, NCRYPT_PERSIST_ONLY_FLAG);
    NCryptFreeObject(key);
    return status;
}

static void run_second_process(char **arguments)
{
    NCRYPT_PROV_HANDLE provider = open_provider();

    wsprintfW(key_name, L"%hs", arguments[3]);
    expect_doc(ERROR_SUCCESS, change(provider, arguments[2]));
    NCryptFreeObject(provider);
}

static void in_second_process(const char *what)
{
    char program[MAX_PATH], command[2 * MAX_PATH];
    STARTUPINFOA startup = {.cb = sizeof(startup)};
    PROCESS_INFORMATION process;

    GetModuleFileNameA(NULL, program, sizeof(program));
    sprintf(command, "\"%s\" notify %s \"%s\"", program, what, narrow(key_name));
    if (!CreateProcessA(program, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process))
    {
        ok_doc(FALSE, "no second process: %lu\n", GetLastError());
        return;
    }
    winetest_wait_child_process(process.hProcess);
    CloseHandle(process.hProcess);
    CloseHandle(process.hThread);
}

/* ------------------------------------------------------------------------------------------
 * The first one
 */

static void test_flags(NCRYPT_PROV_HANDLE provider)
{
    static const DWORD wrong[] = {
        0,
        NCRYPT_MACHINE_KEY_FLAG,
        NCRYPT_REGISTER_NOTIFY_FLAG | NCRYPT_UNREGISTER_NOTIFY_FLAG,
        NCRYPT_UNREGISTER_NOTIFY_FLAG | NCRYPT_MACHINE_KEY_FLAG,
        4,
        0x80000000 | NCRYPT_REGISTER_NOTIFY_FLAG,
    };
    HANDLE event = (HANDLE)0x1234;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(wrong); i++)
    {
        winetest_push_context("flags %#lx", wrong[i]);
        expect_doc(NTE_BAD_FLAGS, NCryptNotifyChangeKey(provider, &event, wrong[i]));
        ok_doc(event == (HANDLE)0x1234, "changed\n");
        winetest_pop_context();
    }
    expect_doc(NTE_INVALID_HANDLE, NCryptNotifyChangeKey(0, &event, NCRYPT_REGISTER_NOTIFY_FLAG));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptNotifyChangeKey(provider, NULL, NCRYPT_REGISTER_NOTIFY_FLAG));
    event = INVALID_HANDLE_VALUE;
    expect_inf(NTE_INVALID_HANDLE,
               NCryptNotifyChangeKey(provider, &event, NCRYPT_UNREGISTER_NOTIFY_FLAG));
    event = NULL;
    expect_inf(NTE_INVALID_HANDLE,
               NCryptNotifyChangeKey(provider, &event, NCRYPT_UNREGISTER_NOTIFY_FLAG));
}

static HANDLE watch(NCRYPT_PROV_HANDLE provider, DWORD flags)
{
    HANDLE event = NULL;

    expect_doc(ERROR_SUCCESS,
               NCryptNotifyChangeKey(provider, &event, NCRYPT_REGISTER_NOTIFY_FLAG | flags));
    ok_doc(event && event != INVALID_HANDLE_VALUE, "handle %p\n", event);
    return event;
}

static void unwatch(NCRYPT_PROV_HANDLE provider, HANDLE event)
{
    expect_doc(ERROR_SUCCESS,
               NCryptNotifyChangeKey(provider, &event, NCRYPT_UNREGISTER_NOTIFY_FLAG));
    ok_doc(event == INVALID_HANDLE_VALUE, "handle %p\n", event);
}

static void expect_change(HANDLE event, const char *what)
{
    DWORD result = WaitForSingleObject(event, PATIENCE);

    ok_doc(result == WAIT_OBJECT_0, "%s: %lu\n", what, result);
}

static void expect_silence(HANDLE event, const char *what)
{
    DWORD result = WaitForSingleObject(event, 0);

    ok_doc(!alone || result == WAIT_TIMEOUT, "%s: %lu\n", what, result);
}

/* Each change by a handle registered just before, which it alone can signal. */
static void test_changes(NCRYPT_PROV_HANDLE provider, const char *prefix, DWORD flags)
{
    static const char *const changes[] = {"create", "overwrite", "set", "delete"};
    HANDLE event, other;
    char what[32];
    size_t i;

    for (i = 0; i < ARRAY_SIZE(changes); i++)
    {
        sprintf(what, "%s%s", prefix, changes[i]);
        event = watch(provider, flags);
        other = watch(provider, flags ^ NCRYPT_MACHINE_KEY_FLAG);
        expect_silence(event, what);
        if (i % 2)
            expect_doc(ERROR_SUCCESS, change(provider, what));
        else
            in_second_process(what);
        expect_change(event, what);
        expect_silence(other, what);
        unwatch(provider, other);
        unwatch(provider, event);
    }
}

/* FindNextChangeNotification makes the handle wait for the next change. */
static void test_again(NCRYPT_PROV_HANDLE provider)
{
    HANDLE event = watch(provider, 0), second = watch(provider, 0);

    in_second_process("create");
    expect_change(event, "create");
    expect_change(second, "create");
    ok_doc(FindNextChangeNotification(event), "next: %lu\n", GetLastError());
    in_second_process("delete");
    expect_change(event, "delete");
    expect_change(second, "still signalled");
    unwatch(provider, event);
    /* It belongs to no provider handle: it lives on without. */
    NCryptFreeObject(provider);
    provider = open_provider();
    ok_doc(FindNextChangeNotification(second), "next: %lu\n", GetLastError());
    in_second_process("create");
    expect_change(second, "create");
    unwatch(provider, second);
    expect_doc(ERROR_SUCCESS, change(provider, "delete"));
    NCryptFreeObject(provider);
}

START_TEST(notify)
{
    NCRYPT_PROV_HANDLE provider;
    char **arguments;

    if (winetest_get_mainargs(&arguments) >= 4)
    {
        run_second_process(arguments);
        return;
    }
    alone = make_own_stores();
    wsprintfW(key_name, L"notify %lu-%lu", GetCurrentProcessId(), GetTickCount());
    provider = open_provider();
    test_flags(provider);
    test_changes(provider, "", 0);
    test_changes(provider, "machine-", NCRYPT_MACHINE_KEY_FLAG);
    test_again(provider);
    remove_own_stores();
}
