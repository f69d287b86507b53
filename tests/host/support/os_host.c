/*
 * os.h, trace.h and the bridge for the provider as a Linux program: calls go straight to the Unix
 * side's table, without Wine between.
 */
#include "os.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trace.h"
#include "unixcall.h"

void *os_alloc(size_t size)
{
    return calloc(1, size ? size : 1);
}

void os_free(void *p)
{
    free(p);
}

void os_wipe(void *p, size_t size)
{
    explicit_bzero(p, size);
}

void os_free_secret(void *p, size_t size)
{
    if (p)
        os_wipe(p, size);
    free(p);
}

bool os_is_ending(void)
{
    return false;
}

/* struct os_lock has room for a pointer, a pthread lock needs more: it is made at the first use.
 * A program that ends takes them with it; they are reachable from here for the leak checker. */
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;

struct made_lock
{
    pthread_rwlock_t lock;
    struct made_lock *next;
};
static struct made_lock *made_locks;

static pthread_rwlock_t *get_lock(struct os_lock *lock)
{
    struct made_lock *made = __atomic_load_n(&lock->state, __ATOMIC_ACQUIRE);

    if (made)
        return &made->lock;
    pthread_mutex_lock(&making);
    if (!(made = lock->state))
    {
        made = calloc(1, sizeof(*made));
        pthread_rwlock_init(&made->lock, NULL);
        made->next = made_locks;
        made_locks = made;
        __atomic_store_n(&lock->state, made, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&making);
    return &made->lock;
}

void os_lock_shared(struct os_lock *lock)
{
    pthread_rwlock_rdlock(get_lock(lock));
}

void os_unlock_shared(struct os_lock *lock)
{
    pthread_rwlock_unlock(get_lock(lock));
}

void os_lock_exclusive(struct os_lock *lock)
{
    pthread_rwlock_wrlock(get_lock(lock));
}

void os_unlock_exclusive(struct os_lock *lock)
{
    pthread_rwlock_unlock(get_lock(lock));
}

bool trace_enabled(enum trace_class cls)
{
    return cls <= TRACE_CLASS_ERR;
}

void trace_message(enum trace_class cls, const char *function, const char *format, ...)
{
    va_list args;

    (void)cls;
    va_start(args, format);
    fprintf(stderr, "%s ", function);
    vfprintf(stderr, format, args);
    va_end(args);
}

typedef int32_t (*unixlib_entry_t)(void *args);
extern const unixlib_entry_t __wine_unix_call_funcs[];

static struct bridge_attach attach_params;
static pthread_once_t attach_once = PTHREAD_ONCE_INIT;

static void attach(void)
{
    attach_params.version = BRIDGE_VERSION;
    if (__wine_unix_call_funcs[CALL_attach](&attach_params))
        abort();
}

const struct bridge_attach *unixcall_attach(void)
{
    pthread_once(&attach_once, attach);
    return &attach_params;
}

uint32_t unixcall(enum bridge_call call, void *params)
{
    return (uint32_t)__wine_unix_call_funcs[call](params);
}
