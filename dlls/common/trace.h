/*
 * Diagnosis on Wine's debug channel "ncrypt": WINEDEBUG=+ncrypt shows every call with its status,
 * WINEDEBUG=warn+ncrypt only refusals, and messages of class err appear unless they are turned off.
 * On native Windows nothing is printed.  Never pass a secret: sizes, names and statuses only.
 */
#ifndef COMMON_TRACE_H
#define COMMON_TRACE_H

#include <stdbool.h>

#include "windows_headers.h"

enum trace_class /* Wine's numbers */
{
    TRACE_CLASS_FIXME,
    TRACE_CLASS_ERR,
    TRACE_CLASS_WARN,
    TRACE_CLASS_TRACE
};

/* The arguments are evaluated only if somebody listens. */
#define TRACE_IF(cls, ...)                                                                         \
    do                                                                                             \
    {                                                                                              \
        if (trace_enabled(cls))                                                                    \
            trace_message(cls, __func__, __VA_ARGS__);                                             \
    } while (0)
#define TRACE(...) TRACE_IF(TRACE_CLASS_TRACE, __VA_ARGS__)
#define WARN(...) TRACE_IF(TRACE_CLASS_WARN, __VA_ARGS__)
#define ERR(...) TRACE_IF(TRACE_CLASS_ERR, __VA_ARGS__)
#define FIXME(...) TRACE_IF(TRACE_CLASS_FIXME, __VA_ARGS__)

/* Before anything else, when the DLL is loaded. */
void trace_attach(void);

bool trace_enabled(enum trace_class cls);

/* printf-like, one line with its newline; class and function name are put before it. */
void trace_message(enum trace_class cls, const char *function, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A wide string for a message: quoted, cut to a sensible length; "(null)" for NULL.  The result
 * lives until a few dozen more were asked for. */
const char *trace_wide(const WCHAR *text);

/* Hands a status back to the caller of an API function, and tells the trace. */
SECURITY_STATUS trace_status(const char *function, SECURITY_STATUS status);
#define RETURN_STATUS(status) return trace_status(__func__, status)

#endif
