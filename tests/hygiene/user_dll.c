/*
 * A DLL that uses ncrypt.dll in its DllMain, see user_dll.h.
 */
#include "user_dll.h"

#include "work.h"

__declspec(dllexport) struct user_results user_results;

static struct api api = {
#define API_IMPORTED(name) .name = name,
    API_FUNCTIONS(API_IMPORTED)
#undef API_IMPORTED
};

static void meet(void)
{
    HANDLE event = OpenEventA(EVENT_MODIFY_STATE, FALSE, USER_MEETING);

    if (!event)
        return;
    SetEvent(event);
    CloseHandle(event);
    Sleep(100);
}

/* The CRT may be gone already. */
static void print(const char *text)
{
    DWORD written;

    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), text, lstrlenA(text), &written, NULL);
}

static void detach(bool process_ends)
{
    SECURITY_STATUS status = work(&api);
    DWORD bits = 0, size;

    if (user_results.detach_status)
        *user_results.detach_status = status;
    if (!process_ends || !user_results.busy_key)
        return;
    print(status ? "not ok - work at the end of the process\n"
                 : "ok - work at the end of the process\n");
    status = NCryptGetProperty(user_results.busy_key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&bits,
                               sizeof(bits), &size, 0);
    print(status || bits != 16384 ? "not ok - a key that a thread died at\n"
                                  : "ok - a key that a thread died at\n");
    status = NCryptDeleteKey(user_results.busy_key, 0);
    print("ok - and its deletion comes back\n");
}

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved)
{
    SECURITY_STATUS status;

    (void)instance;
    switch (reason)
    {
    case DLL_PROCESS_ATTACH:
        meet();
        user_results.process_attach = work(&api);
        break;
    case DLL_THREAD_ATTACH:
        user_results.thread_attach++;
        /* fall through */
    case DLL_THREAD_DETACH:
        if ((status = work(&api)))
            user_results.thread_status = status;
        break;
    case DLL_PROCESS_DETACH:
        detach(reserved != NULL);
        break;
    }
    return TRUE;
}
