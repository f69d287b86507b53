/*
 * Memory whose contents never outlive it.
 *
 * GMP, and Nettle through GMP, keep every number of a key in memory that GMP allocates.  GMP takes
 * replacements for its memory functions; these wipe what they give back.  They stay plain
 * malloc() memory, so that blocks that GMP gave to other users of the process before or after
 * may be freed by either side (GMP manual, "Custom Allocation").
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unixlib.h"

/* GMP cannot go on without memory and has no way to say so. */
static void *gmp_alloc(size_t size)
{
    void *p = malloc(size);

    if (!p)
    {
        fputs("ncryptprov: out of memory in a big number operation\n", stderr);
        abort();
    }
    return p;
}

/* Not realloc(): it may move the block and leave the old contents behind. */
static void *gmp_realloc(void *old, size_t old_size, size_t new_size)
{
    void *p = gmp_alloc(new_size);

    memcpy(p, old, old_size < new_size ? old_size : new_size);
    explicit_bzero(old, old_size);
    free(old);
    return p;
}

static void gmp_free(void *p, size_t size)
{
    explicit_bzero(p, size);
    free(p);
}

void memory_attach(void)
{
    mp_set_memory_functions(gmp_alloc, gmp_realloc, gmp_free);
}

void *secure_alloc(size_t size)
{
    return calloc(1, size ? size : 1);
}

void secure_free(void *p, size_t size)
{
    if (!p)
        return;
    explicit_bzero(p, size);
    free(p);
}

void secure_wipe(void *p, size_t size)
{
    explicit_bzero(p, size);
}
