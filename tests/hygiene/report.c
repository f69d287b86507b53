/*
 * Results as lines of text, see report.h.
 */
#define __USE_MINGW_ANSI_STDIO 1
#include "report.h"

#include <stdarg.h>
#include <stdio.h>
#include <windows.h>

#include <psapi.h>
#include <winternl.h>

static int failed;

void check(bool condition, const char *format, ...)
{
    char line[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    printf("%s - %s\n", condition ? "ok" : "not ok", line);
    fflush(stdout);
    failed += !condition;
}

int failures(void)
{
    return failed;
}

/* Wine's GetProcessHandleCount always says 0, but the list of all handles of the system is real. */
static unsigned int count_handles(void)
{
    static BYTE buffer[1 << 20];
    const SYSTEM_HANDLE_INFORMATION *list = (void *)buffer;
    unsigned int own = 0;

    if (NtQuerySystemInformation(SystemHandleInformation, buffer, sizeof(buffer), NULL))
        return 0;
    for (ULONG i = 0; i < list->Count; i++)
        own += list->Handle[i].OwnerPid == GetCurrentProcessId();
    return own;
}

void sample(const char *name)
{
    PROCESS_MEMORY_COUNTERS counters = {.cb = sizeof(counters)};
    char line[16];

    GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof(counters));
    printf("sample %s handles=%u private=%lu\n", name, count_handles(),
           (unsigned long)(counters.PagefileUsage / 1024));
    fflush(stdout);
    if (!fgets(line, sizeof(line), stdin))
        ExitProcess(1);
}
