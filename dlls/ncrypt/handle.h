/*
 * Handles of the router.
 *
 * An NCRYPT_HANDLE is a number made of a slot index and a generation, looked up in a table.  It is
 * never dereferenced, so a stale, foreign or random value is refused and cannot fault.  Behind the
 * number stands a reference-counted object, which lives until the handle is closed and the last
 * call that uses it has returned.
 */
#ifndef NCRYPT_HANDLE_H
#define NCRYPT_HANDLE_H

#include "os.h"

enum object_kind
{
    OBJECT_PROVIDER,
    OBJECT_KEY,
    OBJECT_SECRET
};

struct ksp;

struct object
{
    LONG references; /* the table, the calls in flight, the objects that depend on it */
    LONG opened;     /* how many NCryptFreeObject calls are owed (0: handle closed) */
    enum object_kind kind;
    struct ksp *ksp;         /* the provider DLL */
    struct object *provider; /* NULL for a provider */
    ULONG_PTR native;        /* the provider DLL's own handle; 0: already gone there */
    NCRYPT_HANDLE handle;
};

/* Makes an object of the provider DLL's handle and a number for it.  On failure (NTE_NO_MEMORY) the
 * native handle has been freed at the provider DLL.  provider gains a reference. */
SECURITY_STATUS object_create(enum object_kind kind, struct ksp *ksp, struct object *provider,
                              ULONG_PTR native, NCRYPT_HANDLE *handle);

/* The object behind a handle with one more reference, or NULL if it is no handle of that kind. */
struct object *object_acquire(NCRYPT_HANDLE handle, enum object_kind kind);
struct object *object_acquire_any(NCRYPT_HANDLE handle);
void object_release(struct object *object);

/* One more owner of the same handle value, reopening it if it was closed (see "Provider Handle"). */
SECURITY_STATUS object_reopen(struct object *object, NCRYPT_HANDLE *handle);

/* NCryptFreeObject: false if handle is none. */
bool object_close(NCRYPT_HANDLE handle);

/* Closes what is still open, when the DLL is unloaded: no key stays in memory.  Nobody calls us then. */
void object_close_all(void);

/* Takes a key out of use for its deletion: the handle is refused from now on, and the calls in flight
 * have returned.  object_release_exclusive ends that: the handle is gone, or usable again. */
struct object *object_acquire_exclusive(NCRYPT_HANDLE handle);
void object_release_exclusive(struct object *object, bool deleted);

#endif
