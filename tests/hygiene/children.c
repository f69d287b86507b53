/*
 * Processes that inherit all handles and do the same work, while the parent works on.
 */
#define __USE_MINGW_ANSI_STDIO 1
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"
#include "report.h"
#include "work.h"

enum
{
    MAX_CHILDREN = 32,
    PATIENCE = 120000 /* milliseconds, only of a test that fails */
};

static struct api api;

static HANDLE start_child(const WCHAR *name, NCRYPT_KEY_HANDLE key)
{
    STARTUPINFOW startup = {.cb = sizeof(startup)};
    PROCESS_INFORMATION process;
    WCHAR program[MAX_PATH], command[2 * MAX_PATH];

    GetModuleFileNameW(NULL, program, MAX_PATH);
    swprintf(command, 2 * MAX_PATH, L"hygiene.exe child \"%ls\" %llu", name,
             (unsigned long long)key);
    if (!CreateProcessW(program, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process))
        return NULL;
    CloseHandle(process.hThread);
    return process.hProcess;
}

/* How many children ended well. */
static int run_together(int count, const WCHAR *name, NCRYPT_KEY_HANDLE key)
{
    HANDLE children[MAX_CHILDREN] = {0};
    DWORD code;
    int good = 0;

    for (int i = 0; i < count; i++)
        children[i] = start_child(name, key);
    for (int i = 0; i < count; i++)
    {
        if (work(&api) || WaitForSingleObject(children[i], PATIENCE) != WAIT_OBJECT_0)
            continue;
        good += GetExitCodeProcess(children[i], &code) && !code;
        CloseHandle(children[i]);
    }
    return good;
}

/* children COUNT ROUNDS */
void run_children(char **arguments)
{
    int count = atoi(arguments[0]), rounds = atoi(arguments[1]), good = 0;
    NCRYPT_PROV_HANDLE provider = 0;
    NCRYPT_KEY_HANDLE key = 0;
    WCHAR name[64];

    if (!api_load(&api, L"ncrypt.dll") || count > MAX_CHILDREN)
        return check(false, "ncrypt.dll is loaded");
    swprintf(name, 64, L"hygiene %lu %lu", GetCurrentProcessId(), GetTickCount());
    check(!api.NCryptOpenStorageProvider(&provider, NULL, 0) &&
              !make_key(&api, provider, BCRYPT_ECDSA_P256_ALGORITHM, name, &key),
          "a key of the parent's is stored");
    for (int i = 0; i < rounds; i++)
        good += run_together(count, name, key);
    check(good == count * rounds, "%d of %d children", good, count * rounds);
    check(!sign_and_verify(&api, key), "the parent's key afterwards");
    check(!api.NCryptDeleteKey(key, 0), "it is deleted");
    api.NCryptFreeObject(provider);
}

/* A key of the child's own under a name of its own. */
static bool use_own_key(NCRYPT_PROV_HANDLE provider, const WCHAR *name)
{
    NCRYPT_KEY_HANDLE key;
    WCHAR own[128];

    swprintf(own, 128, L"%ls child %lu", name, GetCurrentProcessId());
    if (make_key(&api, provider, BCRYPT_ECDSA_P256_ALGORITHM, own, &key))
        return false;
    api.NCryptFreeObject(key);
    return !api.NCryptOpenKey(provider, &key, own, 0, 0) && !sign_and_verify(&api, key) &&
           !api.NCryptDeleteKey(key, 0);
}

/* child NAME HANDLE: the parent's stored key, and its handle, which is none here */
void run_child(char **arguments)
{
    NCRYPT_KEY_HANDLE inherited = (NCRYPT_KEY_HANDLE)strtoull(arguments[1], NULL, 10), key = 0;
    NCRYPT_PROV_HANDLE provider = 0;
    WCHAR name[64];

    swprintf(name, 64, L"%hs", arguments[0]);
    check(api_load(&api, L"ncrypt.dll"), "child: ncrypt.dll is loaded");
    check(!api.NCryptIsKeyHandle(inherited) &&
              api.NCryptFreeObject(inherited) == NTE_INVALID_HANDLE,
          "child: the parent's handle is none here");
    check(!work(&api), "child: work");
    check(!api.NCryptOpenStorageProvider(&provider, NULL, 0) &&
              !api.NCryptOpenKey(provider, &key, name, 0, 0) && !sign_and_verify(&api, key) &&
              !api.NCryptFreeObject(key),
          "child: the parent's stored key");
    check(use_own_key(provider, name), "child: a key of its own");
    api.NCryptFreeObject(provider);
}
