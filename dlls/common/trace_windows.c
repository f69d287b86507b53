/*
 * trace.h on top of the debug functions that Wine's ntdll exports.  They are looked up at run time,
 * because native Windows has none of them; when the DLL is loaded, because GetProcAddress takes the
 * loader's lock, which a thread in the DllMain of another DLL may hold while it waits for us.
 */
#include "trace.h"

#include <stdio.h>

/* Wine: struct __wine_debug_channel, include/wine/debug.h (layout is part of ntdll's interface). */
struct debug_channel
{
    unsigned char flags;
    char name[15];
};

static struct debug_channel channel = {0xff, "ncrypt"};

static unsigned char(__cdecl *get_channel_flags)(struct debug_channel *channel);
static int(__cdecl *debug_header)(int cls, struct debug_channel *channel, const char *function);
static int(__cdecl *debug_output)(const char *text);

void trace_attach(void)
{
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");

    debug_header = (void *)GetProcAddress(ntdll, "__wine_dbg_header");
    debug_output = (void *)GetProcAddress(ntdll, "__wine_dbg_output");
    get_channel_flags = (void *)GetProcAddress(ntdll, "__wine_dbg_get_channel_flags");
}

bool trace_enabled(enum trace_class cls)
{
    if (!get_channel_flags || !debug_header || !debug_output)
        return false;
    return get_channel_flags(&channel) & (1 << cls);
}

void trace_message(enum trace_class cls, const char *function, const char *format, ...)
{
    char line[512];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    if (debug_header(cls, &channel, function) != -1)
        debug_output(line);
}
