/*
 * ncrypt.dll: the router of the CNG key storage API.
 */
#include "buffer.h"
#include "handle.h"
#include "ksp.h"
#include "trace.h"

/* In this order: a state of enumeration keeps its provider, a key does, and both need the DLLs. */
static void unload(void)
{
    buffer_free_all();
    object_close_all();
    ksp_unload_all();
}

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved)
{
    if (reason == DLL_PROCESS_ATTACH)
    {
        DisableThreadLibraryCalls(instance);
        trace_attach();
    }
    /* When the process ends, the system takes everything; other DLLs may be gone already. */
    if (reason == DLL_PROCESS_DETACH && !reserved)
        unload();
    return TRUE;
}
