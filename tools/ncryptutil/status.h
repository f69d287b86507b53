/*
 * Status codes: their names and meanings, and the exit codes of the tool.
 */
#ifndef NCRYPTUTIL_STATUS_H
#define NCRYPTUTIL_STATUS_H

#include "text.h"

#include <ncrypt.h>

enum
{
    RESULT_OK = 0,
    RESULT_FAILED = 1,
    RESULT_USAGE = 2
};

/* "NTE_BAD_DATA (0x80090005): the data is malformed" */
const char *status_text(SECURITY_STATUS status);

/* The same for an error of the Win32 API (GetLastError). */
const char *win32_text(DWORD error);

/* Prints "<what>: <status>" as an error; returns RESULT_FAILED. */
int fail(SECURITY_STATUS status, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
