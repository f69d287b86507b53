/*
 * Post-quantum operations through the public API, to compare with tests/bench/direct_pq.c.
 */
#include <windows.h>
#include <bcrypt.h>
#include <ncrypt.h>
#include <stdlib.h>

#include <ncrypt_ext.h>

#include "../measure.h"
#include "../pq_subjects.h"

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
    const char *name;
    const WCHAR *algorithm, *set, *type; /* type: of the private blob */
    NCRYPT_KEY_HANDLE key;
    BYTE output[20000], secret[32], blob[6000];
    DWORD size, blob_size;
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

static void import_key(void *context)
{
    struct subject *subject = context;
    NCRYPT_KEY_HANDLE key;

    must(NCryptImportKey(provider, 0, subject->type, NULL, &key, subject->blob, subject->blob_size,
                         0));
    must(NCryptFreeObject(key));
}

static void export_key(void *context)
{
    struct subject *subject = context;

    must(NCryptExportKey(subject->key, 0, subject->type, NULL, subject->blob, sizeof(subject->blob),
                         &subject->blob_size, 0));
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

static void run(struct subject *subject)
{
    DWORD policy = NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    char name[40];

    subject->key = new_key(subject);
    must(NCryptSetProperty(subject->key, NCRYPT_EXPORT_POLICY_PROPERTY, (BYTE *)&policy,
                           sizeof(policy), NCRYPT_PERSIST_FLAG));
    export_key(subject);
#define RUN(what, function, batch, budget)                                                         \
    snprintf(name, sizeof(name), "%s-%s", subject->name, what);                                    \
    report(name, function, subject, batch, MILLISECONDS(budget));
    PQ_KEY_OPERATIONS(RUN)
    if (!wcscmp(subject->algorithm, NCRYPT_MLKEM_ALGORITHM))
    {
        PQ_KEM_OPERATIONS(RUN)
    }
    else
    {
        PQ_SIGNATURE_OPERATIONS(RUN)
    }
    must(NCryptFreeObject(subject->key));
}

int main(void)
{
#define SUBJECT(id, cng, set_name, openssl, blob_type)                                             \
    {.name = id, .algorithm = L##cng, .set = L##set_name, .type = L##blob_type},
    static struct subject subjects[] = {PQ_SUBJECTS(SUBJECT)};

    must(NCryptOpenStorageProvider(&provider, NULL, 0));
    for (size_t i = 0; i < ARRAYSIZE(subjects); i++)
        run(&subjects[i]);
    return 0;
}
