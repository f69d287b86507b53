/*
 * Parameter lists, see parameters.h.
 */
#include "parameters.h"

#include "gaps.h"

const NCryptBuffer *parameter_find(const NCryptBufferDesc *list, ULONG type)
{
    ULONG i;

    for (i = 0; list && list->pBuffers && i < list->cBuffers; i++)
    {
        if (list->pBuffers[i].BufferType == type)
            return &list->pBuffers[i];
    }
    return NULL;
}

const WCHAR *parameter_text(const NCryptBuffer *buffer)
{
    const WCHAR *text = buffer->pvBuffer;
    ULONG i;

    for (i = 0; text && i < buffer->cbBuffer / sizeof(WCHAR); i++)
    {
        if (!text[i])
            return text;
    }
    return NULL;
}

ULONG parameter_ascii_length(const NCryptBuffer *buffer)
{
    const char *text = buffer->pvBuffer;
    ULONG i;

    for (i = 0; text && i < buffer->cbBuffer; i++)
    {
        if (!text[i])
            return i;
    }
    return 0;
}

static bool is_allowed(ULONG type, const ULONG *allowed)
{
    while (*allowed && *allowed != type)
        allowed++;
    return type == *allowed;
}

SECURITY_STATUS parameters_check(const NCryptBufferDesc *list, const ULONG *allowed, ULONG also)
{
    ULONG i;

    if (list && list->cBuffers && !list->pBuffers)
        return NTE_INVALID_PARAMETER;
    for (i = 0; list && i < list->cBuffers; i++)
    {
        const NCryptBuffer *buffer = &list->pBuffers[i];

        if (!is_allowed(buffer->BufferType, allowed) && buffer->BufferType != also)
            return GAP_STATUS_UNKNOWN_BUFFER;
        if (buffer->cbBuffer && !buffer->pvBuffer)
            return NTE_INVALID_PARAMETER;
    }
    return ERROR_SUCCESS;
}
