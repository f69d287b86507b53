/*
 * Parameter lists under construction.
 */
#ifndef WINETEST_LIST_H
#define WINETEST_LIST_H

#include "fixture.h"

enum
{
    MAX_BUFFERS = 6
};

/* Starts as zeros. */
struct list
{
    NCryptBufferDesc desc;
    NCryptBuffer buffers[MAX_BUFFERS];
};

void add(struct list *list, ULONG type, const void *data, size_t size);
void add_text(struct list *list, ULONG type, const WCHAR *text); /* with its NUL */

#endif
