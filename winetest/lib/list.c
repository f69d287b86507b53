/*
 * Parameter lists under construction.
 */
#include "list.h"

void add(struct list *list, ULONG type, const void *data, size_t size)
{
    NCryptBuffer *buffer = &list->buffers[list->desc.cBuffers++];

    list->desc.pBuffers = list->buffers;
    buffer->BufferType = type;
    buffer->pvBuffer = (void *)data;
    buffer->cbBuffer = (ULONG)size;
}

void add_text(struct list *list, ULONG type, const WCHAR *text)
{
    add(list, type, text, (wcslen(text) + 1) * sizeof(*text));
}
