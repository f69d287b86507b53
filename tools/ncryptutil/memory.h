/*
 * Memory of the tool.
 *
 * Much of what the tool holds is key material or a password.  So nothing is freed piecemeal:
 * every block lives until the program ends and is wiped then, in one place.
 */
#ifndef NCRYPTUTIL_MEMORY_H
#define NCRYPTUTIL_MEMORY_H

#include <windows.h>

/* A piece of memory: a file, a blob, a signature. */
struct bytes
{
    BYTE *data;
    DWORD size;
};

/* Zeroed memory; ends the program with a message when there is none. */
void *scratch(size_t size);

/* A copy with room for `room` more zero bytes behind it. */
void *scratch_copy(const void *data, size_t size, size_t room);

/* Wipes and frees everything. */
void release_scratch(void);

#endif
