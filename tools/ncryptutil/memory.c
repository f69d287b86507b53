#include "memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct block
{
    struct block *next;
    size_t size;
    uint64_t data[]; /* aligned for everything that is stored here */
};

static struct block *blocks;

void *scratch(size_t size)
{
    struct block *block = NULL;

    if (size <= SIZE_MAX - sizeof(*block))
    {
        block = calloc(1, sizeof(*block) + size);
    }
    if (!block)
    {
        fprintf(stderr, "ncryptutil: out of memory\n");
        release_scratch();
        exit(1);
    }
    block->next = blocks;
    block->size = size;
    blocks = block;
    return block->data;
}

void *scratch_copy(const void *data, size_t size, size_t room)
{
    void *copy = scratch(size + room);

    if (size)
    {
        memcpy(copy, data, size);
    }
    return copy;
}

void release_scratch(void)
{
    while (blocks)
    {
        struct block *block = blocks;

        blocks = block->next;
        SecureZeroMemory(block->data, block->size);
        free(block);
    }
}
