/*
 * Post-quantum operations through the public API, to compare with tests/bench/direct_pq.c.
 */
#include <windows.h>
#include <bcrypt.h>
#include <ncrypt.h>
#include <stdlib.h>

#include <ncrypt_ext.h>

#include "../measure.h"

uint64_t now_ns(void)
{
    static LARGE_INTEGER frequency;
    LARGE_INTEGER now;

    if (!frequency.QuadPart)
        QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&now);
    return (uint64_t)((double)now.QuadPart * 1e9 / (double)frequency.QuadPart);
}

static void must(SECURITY_STATUS status)
{
    if (!status)
        return;
    fprintf(stderr, "status %#lx\n", (unsigned long)status);
    exit(1);
}

struct subject
{
    const WCHAR *algorithm, *set;
    NCRYPT_KEY_HANDLE key;
    BYTE output[20000], secret[32];
    DWORD size;
};

static NCRYPT_PROV_HANDLE provider;
static BYTE message[32] = {1, 2, 3};

static NCRYPT_KEY_HANDLE new_key(const struct subject *subject)
{
    NCRYPT_KEY_HANDLE key;

    must(NCryptCreatePersistedKey(provider, &key, subject->algorithm, NULL, 0, 0));
    must(NCryptSetProperty(key, NCRYPT_PARAMETER_SET_NAME_PROPERTY, (BYTE *)subject->set,
                           (DWORD)(wcslen(subject->set) + 1) * sizeof(WCHAR), 0));
    must(NCryptFinalizeKey(key, 0));
    return key;
}

static void generate(void *context)
{
    must(NCryptFreeObject(new_key(context)));
}

static void sign(void *context)
{
    struct subject *subject = context;

    must(NCryptSignHash(subject->key, NULL, message, sizeof(message), subject->output,
                        sizeof(subject->output), &subject->size, 0));
}

static void verify(void *context)
{
    struct subject *subject = context;

    must(NCryptVerifySignature(subject->key, NULL, message, sizeof(message), subject->output,
                               subject->size, 0));
}

static void encapsulate(void *context)
{
    struct subject *subject = context;
    ULONG secret, size;

    must(NCryptEncapsulate(subject->key, subject->secret, sizeof(subject->secret), &secret,
                           subject->output, sizeof(subject->output), &size, 0));
    subject->size = size;
}

static void decapsulate(void *context)
{
    struct subject *subject = context;
    ULONG secret;

    must(NCryptDecapsulate(subject->key, subject->output, subject->size, subject->secret,
                           sizeof(subject->secret), &secret, 0));
}

static void open_subject(struct subject *subject, const WCHAR *algorithm, const WCHAR *set)
{
    subject->algorithm = algorithm;
    subject->set = set;
    subject->key = new_key(subject);
}

int main(void)
{
    static struct subject kem, dsa, slh;

    must(NCryptOpenStorageProvider(&provider, NULL, 0));
    open_subject(&kem, NCRYPT_MLKEM_ALGORITHM, L"768");
    open_subject(&dsa, NCRYPT_MLDSA_ALGORITHM, L"65");
    open_subject(&slh, NCRYPT_SLHDSA_ALGORITHM, L"SHA2-128f");
    report("mlkem768-generate", generate, &kem, 20, MILLISECONDS(300));
    report("mlkem768-encapsulate", encapsulate, &kem, 50, MILLISECONDS(300));
    report("mlkem768-decapsulate", decapsulate, &kem, 50, MILLISECONDS(300));
    report("mldsa65-generate", generate, &dsa, 20, MILLISECONDS(300));
    report("mldsa65-sign", sign, &dsa, 200, MILLISECONDS(1000));
    report("mldsa65-verify", verify, &dsa, 20, MILLISECONDS(300));
    report("slhdsa128f-sign", sign, &slh, 2, MILLISECONDS(600));
    report("slhdsa128f-verify", verify, &slh, 10, MILLISECONDS(300));
    return 0;
}
