/*
 * The parts of trace.h that need nothing from the system.
 */
#include "trace.h"

#include <stdio.h>

#define SLOTS 32
#define SLOT_SIZE 96

const char *trace_wide(const WCHAR *text)
{
    static char slots[SLOTS][SLOT_SIZE];
    static unsigned int next;
    char *slot = slots[__atomic_fetch_add(&next, 1, __ATOMIC_RELAXED) % SLOTS], *p = slot;

    if (!text)
        return "(null)";
    if (IS_INTRESOURCE(text))
    {
        snprintf(slot, SLOT_SIZE, "#%04x", (unsigned int)(ULONG_PTR)text);
        return slot;
    }
    *p++ = 'L';
    *p++ = '"';
    while (*text && p < slot + SLOT_SIZE - 6)
    {
        *p++ = *text >= ' ' && *text < 0x7f ? (char)*text : '?';
        text++;
    }
    snprintf(p, slot + SLOT_SIZE - p, *text ? "..\"" : "\"");
    return slot;
}

SECURITY_STATUS trace_status(const char *function, SECURITY_STATUS status)
{
    if (status && trace_enabled(TRACE_CLASS_WARN))
        trace_message(TRACE_CLASS_WARN, function, "returns %#x\n", (unsigned int)status);
    return status;
}
