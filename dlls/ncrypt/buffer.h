/*
 * Memory that the router gives to the caller and gets back through NCryptFreeBuffer.
 *
 * All of it is the router's own, whatever a provider DLL allocated is copied and freed there at once.
 * Live buffers are remembered, so that a pointer which is none of ours is refused, not freed.
 */
#ifndef NCRYPT_BUFFER_H
#define NCRYPT_BUFFER_H

#include "os.h"

/* cleanup (may be NULL) runs before the memory is freed. */
void *buffer_alloc(size_t size, void (*cleanup)(void *buffer));
bool buffer_free(void *buffer); /* false if it is no live buffer */
void buffer_free_all(void);     /* when the DLL is unloaded */
bool buffer_is_live(const void *buffer, void (*cleanup)(void *buffer));

#endif
