/*
 * os.h on Windows and Wine.
 */
#include "os.h"

void *os_alloc(size_t size)
{
    return HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, size ? size : 1);
}

void os_free(void *p)
{
    HeapFree(GetProcessHeap(), 0, p);
}

void os_wipe(void *p, size_t size)
{
    SecureZeroMemory(p, size);
}

void os_free_secret(void *p, size_t size)
{
    if (p)
        os_wipe(p, size);
    os_free(p);
}

BOOLEAN NTAPI RtlDllShutdownInProgress(void); /* ntdll; in no header of MinGW-w64 */

bool os_is_ending(void)
{
    return RtlDllShutdownInProgress();
}

_Static_assert(sizeof(struct os_lock) == sizeof(SRWLOCK),
               "an SRWLOCK is one pointer, zero when free");

void os_lock_shared(struct os_lock *lock)
{
    if (!os_is_ending())
        AcquireSRWLockShared((SRWLOCK *)lock);
}

void os_unlock_shared(struct os_lock *lock)
{
    if (!os_is_ending())
        ReleaseSRWLockShared((SRWLOCK *)lock);
}

void os_lock_exclusive(struct os_lock *lock)
{
    if (!os_is_ending())
        AcquireSRWLockExclusive((SRWLOCK *)lock);
}

void os_unlock_exclusive(struct os_lock *lock)
{
    if (!os_is_ending())
        ReleaseSRWLockExclusive((SRWLOCK *)lock);
}
