/*
 * ncrypt.dll: the router of the CNG key storage API.
 */
#include "ksp.h"

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved)
{
    if (reason == DLL_PROCESS_ATTACH)
        DisableThreadLibraryCalls(instance);
    /* When the process ends, the system takes everything; other DLLs may be gone already. */
    if (reason == DLL_PROCESS_DETACH && !reserved)
        ksp_unload_all();
    return TRUE;
}
