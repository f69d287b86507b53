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

/* NTE_INVALID_PARAMETER if the list holds a buffer of a type that is not in allowed (0-terminated;
 * type 0 itself, NCRYPTBUFFER_EMPTY, is always allowed), or a buffer without data but with a size. */
SECURITY_STATUS parameters_check(const NCryptBufferDesc *list, const ULONG *allowed);

#endif
