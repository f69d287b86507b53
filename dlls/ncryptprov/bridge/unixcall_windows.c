/*
 * Reaching the Unix side under Wine.
 *
 * Wine maps NAME.so beside a DLL NAME that bears its builtin mark, and hands out a handle for it
 * through NtQueryVirtualMemory, information class 1000.  Calls go through the pointer that ntdll
 * exports as __wine_unix_call_dispatcher.  Both are part of the interface between Wine's DLLs and
 * are stable from Wine 8.0 on; Debian ships no header that declares them.
 */
#include "os.h"
#include "trace.h"
#include "unixcall.h"

#define MEMORY_WINE_UNIX_FUNCS 1000

typedef LONG(WINAPI *query_function)(HANDLE, LPCVOID, int, PVOID, SIZE_T, SIZE_T *);
typedef LONG(WINAPI *dispatcher_function)(UINT64, unsigned int, void *);

static UINT64 unix_handle;
static dispatcher_function dispatch;
static LONG found;
static struct bridge_attach attach_params;
static bool attached;

extern IMAGE_DOS_HEADER __ImageBase; /* the linker's name for our own module */

static LONG find_unix_side(void)
{
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    dispatcher_function *dispatcher = (void *)GetProcAddress(ntdll, "__wine_unix_call_dispatcher");
    query_function query = (void *)GetProcAddress(ntdll, "NtQueryVirtualMemory");

    if (!dispatcher || !query)
        return 0xc0000139; /* STATUS_ENTRYPOINT_NOT_FOUND: not Wine, or an old one */
    dispatch = *dispatcher;
    return query(GetCurrentProcess(), &__ImageBase, MEMORY_WINE_UNIX_FUNCS, &unix_handle,
                 sizeof(unix_handle), NULL);
}

/* Here and not at the first call, because it needs the loader's lock, which a thread in the DllMain of
 * another DLL may hold while it waits for attach_once. */
void unixcall_find(void)
{
    found = find_unix_side();
}

static BOOL CALLBACK attach_once(INIT_ONCE *once, void *parameter, void **context)
{
    LONG status = found;

    (void)once, (void)parameter, (void)context;
    if (status)
    {
        ERR("no Unix side (%#x): ncryptprov.so must lie in %s of WINEDLLPATH or of Wine's library "
            "directory, and needs the packages libgnutls30, libhogweed6, libtasn1-6 of this "
            "architecture\n",
            (unsigned int)status,
            sizeof(void *) == 8 ? "x86_64-unix"
                                : "i386-unix (or x86_64-unix, if Wine has no i386-unix)");
        return TRUE;
    }
    attach_params.version = BRIDGE_VERSION;
    status = dispatch(unix_handle, CALL_attach, &attach_params);
    attached = !status && attach_params.version == BRIDGE_VERSION;
    if (!attached)
        ERR("ncryptprov.so is of another version than ncryptprov.dll (%u, %u)\n",
            (unsigned int)attach_params.version, BRIDGE_VERSION);
    return TRUE;
}

const struct bridge_attach *unixcall_attach(void)
{
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

    InitOnceExecuteOnce(&once, attach_once, NULL, NULL);
    return attached ? &attach_params : NULL;
}

uint32_t unixcall(enum bridge_call call, void *params)
{
    if (!attached)
        return BRIDGE_ABSENT;
    return dispatch(unix_handle, call, params);
}
