/*
 * ncrypt.dll used from the DllMain of another DLL (user_dll.c), under the loader's lock.
 */
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"
#include "report.h"
#include "user_dll.h"
#include "work.h"

enum
{
    PATIENCE = 60000,  /* milliseconds, only of a test that fails */
    MEETING_TIME = 100 /* how long a thread in DllMain lets the other one get to its lock */
};

static HMODULE load_user(struct user_results **results)
{
    HMODULE user = LoadLibraryA("user_dll.dll");

    *results = user ? (void *)GetProcAddress(user, "user_results") : NULL;
    return *results ? user : NULL;
}

static DWORD WINAPI do_nothing(void *argument)
{
    (void)argument;
    return 0;
}

static void run_a_thread(void)
{
    HANDLE thread = CreateThread(NULL, 0, do_nothing, NULL, 0, NULL);

    WaitForSingleObject(thread, PATIENCE);
    CloseHandle(thread);
}

/* dllmain ROUNDS: attached, threads come and go, detached by FreeLibrary */
void run_dllmain(char **arguments)
{
    int count = atoi(arguments[0]), good = 0;
    LONG detached = -1;

    for (int i = 0; i < count; i++)
    {
        struct user_results *results;
        HMODULE user = load_user(&results);

        if (!user)
            break;
        run_a_thread();
        results->detach_status = &detached;
        good += !results->process_attach && results->thread_attach == 1 && !results->thread_status;
        FreeLibrary(user);
        good += !detached;
    }
    check(good == 2 * count, "%d of %d calls from DllMain", good, 2 * count);
    check(!GetModuleHandleA("ncrypt.dll"), "the DLLs are gone afterwards");
}

static struct api api;

/*
 * exit: detached because the process ends, while another thread makes a key that takes minutes and
 * holds its lock.  user_dll uses that key as well, and prints the result.
 */
static DWORD WINAPI make_large_key(void *argument)
{
    api.NCryptFinalizeKey(*(NCRYPT_KEY_HANDLE *)argument, 0);
    return 0;
}

void run_exit(char **arguments)
{
    struct user_results *results = NULL;
    NCRYPT_PROV_HANDLE provider = 0;
    NCRYPT_KEY_HANDLE key = 0;
    DWORD bits = 16384;

    (void)arguments;
    check(load_user(&results) && !results->process_attach, "the DLL is loaded");
    check(api_load(&api, L"ncrypt.dll"), "ncrypt.dll is loaded");
    check(!api.NCryptOpenStorageProvider(&provider, NULL, 0) &&
              !api.NCryptCreatePersistedKey(provider, &key, BCRYPT_RSA_ALGORITHM, NULL, 0, 0) &&
              !api.NCryptSetProperty(key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&bits, sizeof(bits), 0),
          "a key is begun");
    results->busy_key = key;
    CloseHandle(CreateThread(NULL, 0, make_large_key, &key, 0, NULL));
    Sleep(MEETING_TIME);
    fflush(stdout);
    ExitProcess(failures() ? 1 : 0);
}

/*
 * inversion ROUNDS: one thread is in DllMain and holds the loader's lock, another one makes the first
 * call, which loads the provider, so that it holds what it holds and waits for the loader's lock.
 * Then the one in DllMain calls too.
 */
static SECURITY_STATUS first_status;
static HANDLE ready; /* the thread runs: starting needs the loader's lock as well */

static DWORD WINAPI make_first_call(void *argument)
{
    SetEvent(ready);
    WaitForSingleObject((HANDLE)argument, PATIENCE);
    first_status = work(&api);
    return 0;
}

static bool meet(void)
{
    HANDLE inside = CreateEventA(NULL, FALSE, FALSE, USER_MEETING), thread;
    struct user_results *results;
    HMODULE user;
    bool good;

    if (!api_load(&api, L"ncrypt.dll"))
        return false;
    first_status = NTE_FAIL;
    thread = CreateThread(NULL, 0, make_first_call, inside, 0, NULL);
    WaitForSingleObject(ready, PATIENCE);
    user = load_user(&results); /* sets the event in DllMain, and waits MEETING_TIME */
    good = user && !results->process_attach &&
           WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0 && !first_status;
    if (good)
    {
        FreeLibrary(user);
        api_unload(&api);
    }
    CloseHandle(thread);
    CloseHandle(inside);
    return good;
}

void run_inversion(char **arguments)
{
    int count = atoi(arguments[0]), good = 0;

    ready = CreateEventA(NULL, FALSE, FALSE, NULL);
    while (good < count && meet())
        good++;
    check(good == count, "%d of %d meetings of a first call and a DllMain", good, count);
}
