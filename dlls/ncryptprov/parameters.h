/*
 * Parameter lists (NCryptBufferDesc) of import, export and derivation.
 */
#ifndef NCRYPTPROV_PARAMETERS_H
#define NCRYPTPROV_PARAMETERS_H

#include "os.h"

/* The first buffer of that type, or NULL.  ulVersion is not looked at, as natively. */
const NCryptBuffer *parameter_find(const NCryptBufferDesc *list, ULONG type);

/* The text of a buffer that holds a UTF-16 string with its NUL; NULL if there is no NUL in it. */
const WCHAR *parameter_text(const NCryptBuffer *buffer);

/* The length of the ASCII text of a buffer that holds it with its NUL; 0 if it is empty or has no NUL. */
ULONG parameter_ascii_length(const NCryptBuffer *buffer);

/* Refuses a list with a buffer of a type that is neither in allowed (0-terminated) nor is also (type 0
 * itself, NCRYPTBUFFER_EMPTY, is always allowed), and one that says there is data where there is
 * none. */
SECURITY_STATUS parameters_check(const NCryptBufferDesc *list, const ULONG *allowed, ULONG also);

#endif
