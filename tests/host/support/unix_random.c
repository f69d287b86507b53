/*
 * GnuTLS's generator with a switch: a program's own gnutls_rnd comes before the library's.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "unix_call.h"

#define FAILURE (-206) /* GNUTLS_E_RANDOM_FAILED */

typedef int generator(int level, void *data, size_t size);

static atomic_ulong calls, fail_at;

void random_fail_at(unsigned long nth)
{
    calls = 0;
    fail_at = nth;
}

unsigned long random_calls(void)
{
    return calls;
}

static struct data given;

void random_give(struct data data)
{
    given = data;
}

/* Not for several threads. */
static bool take_given(void *data, size_t size)
{
    if (!size || given.size < size)
        return false;
    memcpy(data, given.bytes, size);
    given.bytes += size;
    given.size -= size;
    return true;
}

generator gnutls_rnd;

int gnutls_rnd(int level, void *data, size_t size)
{
    static _Atomic(generator *) real;
    unsigned long call = ++calls;

    if (fail_at && call >= fail_at)
        return FAILURE;
    if (take_given(data, size))
        return 0;
    if (!real)
        real = (generator *)dlsym(RTLD_NEXT, "gnutls_rnd");
    if (!real)
        abort();
    return real(level, data, size);
}
