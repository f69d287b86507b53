/*
 * Speed and memory through the public API; the same program runs on our DLL and on Wine's builtin.
 *
 * ncrypt_bench sign      signatures, to compare with the direct calls of tests/bench/direct.c
 * ncrypt_bench threads   the same by 1, 2, 4, 8 threads with one key
 * ncrypt_bench export    export of public blobs
 * ncrypt_bench memory    what a key handle costs
 */
#include <windows.h>
#include <bcrypt.h>
#include <ncrypt.h>
#include <psapi.h>
#include <stdlib.h>
#include <string.h>

#include "../threads.h"

uint64_t now_ns(void)
{
    static LARGE_INTEGER frequency;
    LARGE_INTEGER now;

    if (!frequency.QuadPart)
        QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&now);
    return (uint64_t)((double)now.QuadPart * 1e9 / (double)frequency.QuadPart);
}

static void must(SECURITY_STATUS status, const char *what)
{
    if (!status)
        return;
    fprintf(stderr, "%s: status %#lx\n", what, (unsigned long)status);
    exit(1);
}

static NCRYPT_PROV_HANDLE provider;
static BYTE digest[32] = {1, 2, 3};

static NCRYPT_KEY_HANDLE new_key(const WCHAR *algorithm, DWORD length)
{
    NCRYPT_KEY_HANDLE key;

    must(NCryptCreatePersistedKey(provider, &key, algorithm, NULL, 0, 0), "create");
    if (length)
        must(NCryptSetProperty(key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&length, sizeof(length), 0),
             "length");
    must(NCryptFinalizeKey(key, 0), "finalize");
    return key;
}

static void sign_rsa(void *context)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM};
    BYTE signature[256];
    DWORD size;

    must(NCryptSignHash(*(NCRYPT_KEY_HANDLE *)context, &padding, digest, sizeof(digest), signature,
                        sizeof(signature), &size, NCRYPT_PAD_PKCS1_FLAG),
         "sign");
}

static void sign_ecdsa(void *context)
{
    BYTE signature[64];
    DWORD size;

    must(NCryptSignHash(*(NCRYPT_KEY_HANDLE *)context, NULL, digest, sizeof(digest), signature,
                        sizeof(signature), &size, 0),
         "sign");
}

static void export_rsa(void *context)
{
    BYTE blob[1024];
    DWORD size;

    must(NCryptExportKey(*(NCRYPT_KEY_HANDLE *)context, 0, BCRYPT_RSAPUBLIC_BLOB, NULL, blob,
                         sizeof(blob), &size, 0),
         "export");
}

static void run_sign(void)
{
    NCRYPT_KEY_HANDLE rsa = new_key(NCRYPT_RSA_ALGORITHM, 2048);
    NCRYPT_KEY_HANDLE ecdsa = new_key(NCRYPT_ECDSA_P256_ALGORITHM, 0);

    report("rsa2048-sign", sign_rsa, &rsa, 10, MILLISECONDS(600));
    report("p256-sign", sign_ecdsa, &ecdsa, 100, MILLISECONDS(600));
}

static void run_threads(void)
{
    NCRYPT_KEY_HANDLE rsa = new_key(NCRYPT_RSA_ALGORITHM, 2048);
    NCRYPT_KEY_HANDLE ecdsa = new_key(NCRYPT_ECDSA_P256_ALGORITHM, 0);
    unsigned int threads;

    for (threads = 1; threads <= BENCH_MOST_THREADS; threads *= 2)
    {
        report_threads("rsa2048-sign", sign_rsa, &rsa, threads, MILLISECONDS(400));
        report_threads("p256-sign", sign_ecdsa, &ecdsa, threads, MILLISECONDS(400));
    }
}

static void run_export(void)
{
    NCRYPT_KEY_HANDLE rsa = new_key(NCRYPT_RSA_ALGORITHM, 2048);

    report("rsa2048-export-public", export_rsa, &rsa, 1000, MILLISECONDS(400));
}

static size_t memory_in_use(void)
{
    PROCESS_MEMORY_COUNTERS counters = {.cb = sizeof(counters)};

    GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof(counters));
    return counters.WorkingSetSize;
}

/* Bytes per handle beyond the key's own numbers (n, e twice: here and on the Unix side). */
static void run_memory(void)
{
    static NCRYPT_KEY_HANDLE keys[4000];
    BYTE blob[1024];
    NCRYPT_KEY_HANDLE key = new_key(NCRYPT_ECDSA_P256_ALGORITHM, 0);
    DWORD size, i;
    size_t before;

    must(NCryptExportKey(key, 0, BCRYPT_ECCPUBLIC_BLOB, NULL, blob, sizeof(blob), &size, 0),
         "export");
    for (i = 0; i < 200; i++) /* what a first use costs once is no cost of a handle */
        must(NCryptImportKey(provider, 0, BCRYPT_ECCPUBLIC_BLOB, NULL, &keys[0], blob, size, 0),
             "import");
    before = memory_in_use();
    for (i = 0; i < ARRAYSIZE(keys); i++)
        must(NCryptImportKey(provider, 0, BCRYPT_ECCPUBLIC_BLOB, NULL, &keys[i], blob, size, 0),
             "import");
    printf("p256-handle-bytes %.1f\n", (double)(memory_in_use() - before) / ARRAYSIZE(keys));
}

int main(int argc, char **argv)
{
    static const struct
    {
        const char *name;
        void (*run)(void);
    } groups[] = {{"sign", run_sign},
                  {"threads", run_threads},
                  {"export", run_export},
                  {"memory", run_memory}};
    size_t i;

    must(NCryptOpenStorageProvider(&provider, NULL, 0), "open");
    for (i = 0; argc == 2 && i < ARRAYSIZE(groups); i++)
    {
        if (strcmp(argv[1], groups[i].name))
            continue;
        groups[i].run();
        return 0;
    }
    fprintf(stderr, "usage: ncrypt_bench sign|threads|export|memory\n");
    return 2;
}
