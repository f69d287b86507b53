/*
 * Loading libcrypto, see libcrypto.h.
 */
#include "libcrypto.h"

#include <dlfcn.h>
#include <pthread.h>

#define SONAME "libcrypto.so.3"

static struct libcrypto functions;
static unsigned int version;
static bool has_pq;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static bool load_pq(void *library)
{
#define FIND(name)                                                                                 \
    if (!(functions.name = (__typeof__(&name))dlsym(library, #name)))                              \
        return false;
    LIBCRYPTO_PQ_FUNCTIONS(FIND)
#undef FIND
    return true;
}

/* The handle is never closed, and libcrypto does not clean up when the process ends: Wine calls exit()
 * while other threads are still at work or are being ended, and they would go on in what was freed. */
static void load(void)
{
    void *library = dlopen(SONAME, RTLD_NOW | RTLD_LOCAL);

    if (!library)
        return;
#define FIND(name)                                                                                 \
    if (!(functions.name = (__typeof__(&name))dlsym(library, #name)))                              \
        return;
    LIBCRYPTO_FUNCTIONS(FIND)
#undef FIND
    functions.OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, NULL); /* before anything else of it */
    version = functions.OPENSSL_version_major() * 100 + functions.OPENSSL_version_minor();
    has_pq = version >= 305 && load_pq(library);
}

unsigned int libcrypto_version(void)
{
    pthread_once(&once, load);
    return version;
}

const struct libcrypto *libcrypto(void)
{
    return libcrypto_version() >= 300 ? &functions : NULL;
}

bool libcrypto_has_pq(void)
{
    return libcrypto_version() && has_pq;
}
