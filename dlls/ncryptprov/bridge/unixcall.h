/*
 * The PE side's end of the bridge: one function per call of BRIDGE_CALLS, named call_NAME.
 */
#ifndef NCRYPTPROV_UNIXCALL_H
#define NCRYPTPROV_UNIXCALL_H

#include "bridge.h"

/* When the DLL is loaded: finds the Unix side. */
void unixcall_find(void);

/* Makes sure that the Unix side is there and speaks our version.  The first caller prints one
 * line if it cannot be used.  NULL then, else what the Unix side says of itself. */
const struct bridge_attach *unixcall_attach(void);

/* Does one call; implemented by unixcall_windows.c, and by the host-side tests without Wine. */
uint32_t unixcall(enum bridge_call call, void *params);

/* Makes a span of bytes that are there. */
static inline void unixcall_give(struct bridge_span *span, const void *data, uint32_t size)
{
    span->data = bridge_pointer(data);
    span->size = span->capacity = size;
}

#define UNIXCALL_WRAPPER(name, type, size)                                                         \
    static inline uint32_t call_##name(struct type *params)                                        \
    {                                                                                              \
        return unixcall(CALL_##name, params);                                                      \
    }
BRIDGE_CALLS(UNIXCALL_WRAPPER)
#undef UNIXCALL_WRAPPER

#endif
