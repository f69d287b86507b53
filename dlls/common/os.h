/*
 * What the PE sources need from the system beneath them, kept this small so that the same sources
 * also build as an ordinary Linux program for the host-side tests (tests/host/support/os_host.c).
 */
#ifndef COMMON_OS_H
#define COMMON_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "windows_headers.h"

/* Memory comes zeroed; NULL if there is none.  os_free_secret wipes before it frees. */
void *os_alloc(size_t size);
void os_free(void *p);
void os_free_secret(void *p, size_t size);
void os_wipe(void *p, size_t size);

/* The process is ending: all threads but this one are gone, wherever they were.  The DllMain of another
 * DLL may still call us. */
bool os_is_ending(void);

/* A reader-writer lock that needs no initialisation beyond zeroes and no destruction.  While the process
 * is ending it does nothing: a thread that is gone may have held it. */
struct os_lock
{
    void *state;
};
void os_lock_shared(struct os_lock *lock);
void os_unlock_shared(struct os_lock *lock);
void os_lock_exclusive(struct os_lock *lock);
void os_unlock_exclusive(struct os_lock *lock);

#endif
