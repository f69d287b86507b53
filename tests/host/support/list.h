/*
 * Parameter lists for tests.
 */
#ifndef TESTS_LIST_H
#define TESTS_LIST_H

#include "os.h"

struct list
{
    NCryptBufferDesc desc;
    NCryptBuffer buffers[6];
};

static inline void list_add(struct list *list, ULONG type, const void *data, ULONG size)
{
    NCryptBuffer *buffer = &list->buffers[list->desc.cBuffers++];

    buffer->BufferType = type;
    buffer->pvBuffer = (void *)data;
    buffer->cbBuffer = size;
}

/* What the calls want; NULL for NULL.  Right also for a copy of a list. */
static inline NCryptBufferDesc *list_desc(struct list *list)
{
    if (!list)
        return NULL;
    list->desc.pBuffers = list->buffers;
    return &list->desc;
}

#endif
