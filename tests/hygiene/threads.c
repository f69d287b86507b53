/*
 * Many threads: all of them the first to call, and ending wherever they are.
 */
#include <stdlib.h>

#include "commands.h"
#include "report.h"
#include "work.h"

enum
{
    CROWD = 24,
    PATIENCE = 120000 /* milliseconds, only of a test that fails */
};

static struct api shared;
static HANDLE start;
static volatile LONG failed_status, started;

static void note(SECURITY_STATUS status)
{
    if (status)
        InterlockedCompareExchange(&failed_status, status, 0);
}

static void run_crowd(DWORD(WINAPI *function)(void *argument), int count)
{
    HANDLE threads[CROWD];

    start = CreateEventA(NULL, TRUE, FALSE, NULL);
    for (int i = 0; i < count; i++)
        threads[i] = CreateThread(NULL, 0, function, (void *)(INT_PTR)i, 0, NULL);
    SetEvent(start);
    if (WaitForMultipleObjects(count, threads, TRUE, PATIENCE) != WAIT_OBJECT_0)
        note(NTE_FAIL);
    for (int i = 0; i < count; i++)
        CloseHandle(threads[i]);
    CloseHandle(start);
}

/* The first call of all: the provider is loaded and the bridge met by one of the crowd. */
static DWORD WINAPI call_first(void *argument)
{
    (void)argument;
    WaitForSingleObject(start, INFINITE);
    note(work(&shared));
    return 0;
}

/* Each with the DLL for itself: it comes and goes while others use it. */
static DWORD WINAPI load_and_call(void *argument)
{
    struct api api;

    (void)argument;
    WaitForSingleObject(start, INFINITE);
    for (int i = 0; i < 3; i++)
    {
        if (!api_load(&api, L"ncrypt.dll"))
            note(NTE_FAIL);
        else
            note(work(&api));
        api_unload(&api);
    }
    return 0;
}

/* first ROUNDS */
void run_first(char **arguments)
{
    int count = atoi(arguments[0]);

    for (int i = 0; i < count; i++)
    {
        if (!api_load(&shared, L"ncrypt.dll"))
            note(NTE_FAIL);
        run_crowd(call_first, CROWD);
        api_unload(&shared);
    }
    check(!failed_status, "%d threads call first, %d times: %#lx", CROWD, count,
          (unsigned long)failed_status);
    for (int i = 0; i < count; i++)
        run_crowd(load_and_call, CROWD / 2);
    check(!failed_status, "%d threads load, call and unload, %d times: %#lx", CROWD / 2, count,
          (unsigned long)failed_status);
    check(!GetModuleHandleA("ncrypt.dll") && !GetModuleHandleA("ncryptprov.dll"),
          "the DLLs are gone afterwards");
}

static NCRYPT_PROV_HANDLE provider;

static DWORD WINAPI work_and_end(void *argument)
{
    (void)argument;
    WaitForSingleObject(start, INFINITE);
    note(work(&shared));
    return 0;
}

/* A thread that ends with keys of its own open, deep in its calls. */
static DWORD WINAPI end_in_the_middle(void *argument)
{
    NCRYPT_KEY_HANDLE *key = (NCRYPT_KEY_HANDLE *)argument;

    note(make_key(&shared, provider, BCRYPT_ECDSA_P256_ALGORITHM, NULL, key));
    note(sign_and_verify(&shared, *key));
    ExitThread(7);
}

static void test_orphans(void)
{
    NCRYPT_KEY_HANDLE key;
    HANDLE thread;
    DWORD code;
    int good = 0;

    for (int i = 0; i < 50; i++)
    {
        key = 0;
        thread = CreateThread(NULL, 0, end_in_the_middle, &key, 0, NULL);
        WaitForSingleObject(thread, PATIENCE);
        GetExitCodeThread(thread, &code);
        CloseHandle(thread);
        good += code == 7 && !sign_and_verify(&shared, key) && !shared.NCryptFreeObject(key);
    }
    check(good == 50 && !failed_status, "%d of 50 keys outlive the thread that made them", good);
}

static void short_lives(int count)
{
    for (int i = 0; i < count; i += 8)
        run_crowd(work_and_end, 8);
}

/* threads COUNT */
void run_threads(char **arguments)
{
    int count = atoi(arguments[0]);

    if (!api_load(&shared, L"ncrypt.dll"))
        return check(false, "ncrypt.dll is loaded");
    note(shared.NCryptOpenStorageProvider(&provider, NULL, 0));
    test_orphans();
    short_lives(count / 4);
    sample("before");
    short_lives(count);
    check(!failed_status, "%d threads live and end: %#lx", count, (unsigned long)failed_status);
    sample("after");
    shared.NCryptFreeObject(provider);
    api_unload(&shared);
}
