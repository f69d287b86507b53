/*
 * How the key store's costs grow with the number of keys in it: one line for each size, with the time to
 * open a key, the time to list all keys, and the memory that the listing took.
 *
 * The store is filled with copies of one key's file, which is all that listing and finding see.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "provider.h"
#include "store_host.h"

enum
{
    OPENS = 300,
    ROUNDS = 5
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3; /* microseconds */
}

static void must(SECURITY_STATUS status)
{
    if (status)
        abort();
}

static void make_key(void)
{
    NCRYPT_KEY_HANDLE key;

    must(provider_table()->CreatePersistedKey(provider_handle(), &key, wide("ECDSA_P256"),
                                              wide("one"), 0, 0));
    must(provider_table()->FinalizeKey(provider_handle(), key, 0));
    provider_free(key);
}

/* Copies of the first file that is a key's. */
static void fill(unsigned int from, unsigned int to)
{
    static BYTE data[8192];
    char path[STORE_PATH], name[STORE_NAME];
    UINT64 cursor = 0;
    size_t size;
    FILE *file;

    do
        must(store_list(STORE_USER, &cursor, name));
    while (strlen(name) < 40);
    store_list_end(cursor);
    snprintf(path, sizeof(path), "%s/%s", store_host_path(STORE_USER), name);
    if (!(file = fopen(path, "rb")) || !(size = fread(data, 1, sizeof(data), file)))
        abort();
    fclose(file);
    for (; from < to; from++)
    {
        snprintf(path, sizeof(path), "%s/%032x_copy-of-a-key", store_host_path(STORE_USER), from);
        if (!(file = fopen(path, "wb")) || fwrite(data, 1, size, file) != size || fclose(file))
            abort();
    }
}

/* The best round, in microseconds a key. */
static double time_open(void)
{
    double best = 1e9, start;
    unsigned int i, round;

    for (round = 0; round < ROUNDS; round++)
    {
        start = now();
        for (i = 0; i < OPENS; i++)
        {
            NCRYPT_KEY_HANDLE key;

            must(provider_table()->OpenKey(provider_handle(), &key, wide("one"), 0, 0));
            provider_free(key);
        }
        if (now() - start < best)
            best = now() - start;
    }
    return best / OPENS;
}

static unsigned int list(void)
{
    NCryptKeyName *name;
    unsigned int count = 0;
    void *state = NULL;

    while (!provider_table()->EnumKeys(provider_handle(), NULL, &name, &state, 0))
    {
        provider_table()->FreeBuffer(name);
        count++;
    }
    provider_table()->FreeBuffer(state);
    return count;
}

int main(void)
{
    static const unsigned int sizes[] = {100, 1000, 10000, 100000};
    double first = 0, open, start, listing;
    struct rusage before, after;
    unsigned int count;
    size_t i;

    make_key();
    printf("%8s %12s %7s %12s %14s\n", "keys", "open (us)", "ratio", "list (ms)", "memory (KiB)");
    for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
    {
        fill(i ? sizes[i - 1] : 1, sizes[i]);
        open = time_open();
        first = i ? first : open;
        getrusage(RUSAGE_SELF, &before);
        start = now();
        count = list();
        listing = (now() - start) / 1000;
        getrusage(RUSAGE_SELF, &after);
        printf("%8u %12.1f %7.2f %12.1f %14ld\n", count, open, open / first, listing,
               after.ru_maxrss - before.ru_maxrss);
    }
    provider_close();
    return 0;
}
