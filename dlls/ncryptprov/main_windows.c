/*
 * ncryptprov.dll: the Microsoft Software Key Storage Provider.
 */
#include "trace.h"
#include "unixcall.h"
#include "windows_headers.h"

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved)
{
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH)
    {
        DisableThreadLibraryCalls(instance);
        trace_attach();
        unixcall_find();
    }
    return TRUE;
}
