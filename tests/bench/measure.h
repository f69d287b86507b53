/*
 * How both sides of a comparison measure: the shortest of many small batches, since whatever else
 * the machine does can only make a batch longer.  Prints "NAME NANOSECONDS" per operation.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdint.h>
#include <stdio.h>

uint64_t now_ns(void); /* a monotonic clock, supplied by the program */

static inline double measure(void (*operation)(void *context), void *context, unsigned int batch,
                             uint64_t budget_ns)
{
    uint64_t begin = now_ns(), best = UINT64_MAX, start, end;
    unsigned int i;

    do
    {
        start = now_ns();
        for (i = 0; i < batch; i++)
            operation(context);
        end = now_ns();
        if (end - start < best)
            best = end - start;
    } while (end - begin < budget_ns);
    return (double)best / batch;
}

static inline void report(const char *name, void (*operation)(void *context), void *context,
                          unsigned int batch, uint64_t budget_ns)
{
    printf("%s %.1f\n", name, measure(operation, context, batch, budget_ns));
    fflush(stdout);
}

#define MILLISECONDS(n) ((uint64_t)(n) * 1000000)

#endif
