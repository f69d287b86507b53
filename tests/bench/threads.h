/*
 * How both sides of a comparison measure many threads doing one thing: all begin together and count what
 * they have done when the time is over.  Prints "NAME-COUNT NANOSECONDS", the time of one operation of
 * all of them together.
 */
#ifndef BENCH_THREADS_H
#define BENCH_THREADS_H

#include <stdlib.h>

#include "measure.h"

#ifdef _WIN32
#include <windows.h>
typedef HANDLE bench_thread;
#define BENCH_THREAD DWORD WINAPI
static inline void bench_start(bench_thread *thread, LPTHREAD_START_ROUTINE routine, void *context)
{
    if (!(*thread = CreateThread(NULL, 0, routine, context, 0, NULL)))
        abort();
}
static inline void bench_join(bench_thread thread)
{
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}
#else
#include <pthread.h>
typedef pthread_t bench_thread;
#define BENCH_THREAD void *
static inline void bench_start(bench_thread *thread, void *(*routine)(void *), void *context)
{
    if (pthread_create(thread, NULL, routine, context))
        abort();
}
static inline void bench_join(bench_thread thread)
{
    pthread_join(thread, NULL);
}
#endif

#define BENCH_MOST_THREADS 8

struct bench_work
{
    void (*operation)(void *context);
    void *context;
    uint64_t end; /* when to stop */
    unsigned int waiting, count;
};

static inline BENCH_THREAD bench_worker(void *argument)
{
    struct bench_work *work = argument;
    unsigned int done = 0;

    __atomic_fetch_sub(&work->waiting, 1, __ATOMIC_SEQ_CST);
    while (__atomic_load_n(&work->waiting, __ATOMIC_SEQ_CST))
        ;
    for (; now_ns() < __atomic_load_n(&work->end, __ATOMIC_SEQ_CST); done++)
        work->operation(work->context);
    __atomic_fetch_add(&work->count, done, __ATOMIC_SEQ_CST);
    return 0;
}

static inline void report_threads(const char *name, void (*operation)(void *context), void *context,
                                  unsigned int threads, uint64_t budget_ns)
{
    struct bench_work work = {operation, context, UINT64_MAX, threads + 1, 0};
    bench_thread handles[BENCH_MOST_THREADS];
    uint64_t start;
    unsigned int i;

    for (i = 0; i < threads; i++)
        bench_start(&handles[i], bench_worker, &work);
    while (__atomic_load_n(&work.waiting, __ATOMIC_SEQ_CST) > 1)
        ;
    start = now_ns();
    __atomic_store_n(&work.end, start + budget_ns, __ATOMIC_SEQ_CST);
    __atomic_store_n(&work.waiting, 0, __ATOMIC_SEQ_CST);
    for (i = 0; i < threads; i++)
        bench_join(handles[i]);
    printf("%s-%u %.1f\n", name, threads,
           (double)(now_ns() - start) / (work.count ? work.count : 1));
    fflush(stdout);
}

#endif
