/*
 * Many threads at once: on the same key, each with its own keys, and on a key that is freed while
 * it is in use.
 *
 * NCRYPT_TEST_THREADS sets the number of threads, WINETEST_ROUNDS that of the rounds of each.
 */
#include "ec_forms.h"

enum
{
    MAX_THREADS = 64,
    MAX_SIGNATURE = 132
};

static LONG thread_count = 8, rounds = 200;
static NCRYPT_PROV_HANDLE provider;

/* What the threads of one test share. */
struct job
{
    void (*work)(struct job *job, LONG number);
    NCRYPT_KEY_HANDLE key;
    HANDLE start;
    volatile LONG next;     /* number of the next thread */
    volatile LONG failures; /* calls that did not do what they should */
    volatile LONG successes;
    volatile LONG first_bad; /* the first status that was not expected */
};

static void count(struct job *job, BOOL good, SECURITY_STATUS status)
{
    if (good)
        return;
    InterlockedIncrement(&job->failures);
    InterlockedCompareExchange(&job->first_bad, status, 0);
}

static DWORD WINAPI run(void *argument)
{
    struct job *job = argument;
    LONG number = InterlockedIncrement(&job->next) - 1;

    WaitForSingleObject(job->start, INFINITE);
    job->work(job, number);
    return 0;
}

static void run_job(struct job *job)
{
    HANDLE threads[MAX_THREADS];

    job->start = CreateEventA(NULL, TRUE, FALSE, NULL);
    for (LONG i = 0; i < thread_count; i++)
        threads[i] = CreateThread(NULL, 0, run, job, 0, NULL);
    SetEvent(job->start);
    ok(WaitForMultipleObjects(thread_count, threads, TRUE, 300000) == WAIT_OBJECT_0,
       "the threads do not end\n");
    for (LONG i = 0; i < thread_count; i++)
        CloseHandle(threads[i]);
    CloseHandle(job->start);
}

static void test_job(const char *name, void (*work)(struct job *job, LONG number),
                     NCRYPT_KEY_HANDLE key)
{
    struct job job = {.work = work, .key = key};

    winetest_push_context("%s", name);
    run_job(&job);
    ok_doc(!job.failures, "%ld calls failed, the first with %s\n", job.failures,
           status_name(job.first_bad));
    winetest_pop_context();
}

/* --- the same key --------------------------------------------------------------------------- */

static BYTE hash[32] = {1, 2, 3, 4};

static void sign_with_rsa(struct job *job, LONG number)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM};
    BYTE signature[128], digest[32];
    SECURITY_STATUS status;
    DWORD size;

    memcpy(digest, hash, sizeof(digest));
    digest[31] = (BYTE)number;
    for (LONG i = 0; i < rounds; i++)
    {
        status = NCryptSignHash(job->key, &padding, digest, sizeof(digest), signature,
                                sizeof(signature), &size, NCRYPT_PAD_PKCS1_FLAG);
        count(job, !status, status);
        status = NCryptVerifySignature(job->key, &padding, digest, sizeof(digest), signature, size,
                                       NCRYPT_PAD_PKCS1_FLAG);
        count(job, !status, status);
    }
}

static void sign_with_ec(struct job *job, LONG number)
{
    BYTE signature[MAX_SIGNATURE], digest[32];
    SECURITY_STATUS status;
    DWORD size;

    memcpy(digest, hash, sizeof(digest));
    digest[31] = (BYTE)number;
    for (LONG i = 0; i < rounds; i++)
    {
        status = NCryptSignHash(job->key, NULL, digest, sizeof(digest), signature,
                                sizeof(signature), &size, 0);
        count(job, !status, status);
        status = NCryptVerifySignature(job->key, NULL, digest, sizeof(digest), signature, size, 0);
        count(job, !status, status);
    }
}

static void export_all(struct job *job, LONG number)
{
    static const WCHAR *const types[] = {BCRYPT_RSAPUBLIC_BLOB, BCRYPT_RSAFULLPRIVATE_BLOB,
                                         LEGACY_RSAPRIVATE_BLOB, NCRYPT_PKCS8_PRIVATE_KEY_BLOB};
    struct blob first, blob;

    if (!export_blob(job->key, types[number % ARRAY_SIZE(types)], &first))
    {
        count(job, FALSE, NTE_FAIL);
        return;
    }
    for (LONG i = 0; i < rounds; i++)
    {
        BOOL done = export_blob(job->key, types[number % ARRAY_SIZE(types)], &blob);

        count(job, done && blob.size == first.size && !memcmp(blob.bytes, first.bytes, first.size),
              NTE_BAD_DATA);
        free_blob(&blob);
    }
    free_blob(&first);
}

/* Some threads set a property, others read it: each value is one that was set. */
static void use_properties(struct job *job, LONG number)
{
    DWORD value;

    for (LONG i = 0; i < rounds; i++)
    {
        SECURITY_STATUS status;

        if (number % 2)
            status = set_policy(job->key, i % 2 ? POLICY_ALL : POLICY_PLAIN);
        else
            status = get_dword(job->key, NCRYPT_EXPORT_POLICY_PROPERTY, &value);
        count(job, !status && (number % 2 || value == POLICY_ALL || value == POLICY_PLAIN), status);
    }
}

static void test_same_key(void)
{
    struct blob sample = ec_sample(&ec_algorithms[0]);
    NCRYPT_KEY_HANDLE key;

    key = import_vector(provider, BCRYPT_RSAFULLPRIVATE_BLOB, "wine-rsa1024-full");
    set_policy(key, POLICY_ALL);
    test_job("sign with one RSA key", sign_with_rsa, key);
    if (!skipped_on_builtin("lacks most blob types"))
        test_job("export one RSA key", export_all, key);
    test_job("properties of one key", use_properties, key);
    NCryptFreeObject(key);

    if (!skipped_on_builtin("has no EC keys"))
    {
        key = import_bytes(provider, BCRYPT_ECCPRIVATE_BLOB, sample.bytes, sample.size);
        test_job("sign with one EC key", sign_with_ec, key);
        NCryptFreeObject(key);
    }
    free_blob(&sample);
}

/* --- keys of their own ---------------------------------------------------------------------- */

static void import_and_free(struct job *job, LONG number)
{
    const struct test_vector *blob = vector(number % 2 ? "wine-rsa1024-pub" : "wine-rsa1024-full");
    const WCHAR *type = number % 2 ? BCRYPT_RSAPUBLIC_BLOB : BCRYPT_RSAFULLPRIVATE_BLOB;

    for (LONG i = 0; i < rounds; i++)
    {
        NCRYPT_KEY_HANDLE key = 0;
        SECURITY_STATUS status;

        status = NCryptImportKey(provider, 0, type, NULL, &key, (BYTE *)blob->bytes,
                                 (DWORD)blob->size, 0);
        count(job, !status && NCryptIsKeyHandle(key), status);
        status = NCryptFreeObject(key);
        count(job, !status, status);
    }
}

static void create_and_use(struct job *job, LONG number)
{
    const struct ec_algorithm *algorithm = &ec_algorithms[number % ec_algorithm_count];

    for (LONG i = 0; i < rounds / 10 + 1; i++)
    {
        BYTE signature[MAX_SIGNATURE];
        NCRYPT_KEY_HANDLE key = 0;
        SECURITY_STATUS status;
        DWORD size = 0;

        status = NCryptCreatePersistedKey(provider, &key, algorithm->name, NULL, 0, 0);
        if (!status)
            status = NCryptFinalizeKey(key, 0);
        if (!status)
            status = NCryptSignHash(key, NULL, hash, sizeof(hash), signature, sizeof(signature),
                                    &size, 0);
        if (!status)
            status = NCryptVerifySignature(key, NULL, hash, sizeof(hash), signature, size, 0);
        count(job, !status, status);
        NCryptFreeObject(key);
    }
}

static void open_and_close(struct job *job, LONG number)
{
    for (LONG i = 0; i < rounds; i++)
    {
        NCRYPT_PROV_HANDLE own = 0;
        SECURITY_STATUS status;

        status = NCryptOpenStorageProvider(&own, number % 2 ? MS_KEY_STORAGE_PROVIDER : NULL, 0);
        count(job, !status, status);
        status = NCryptIsAlgSupported(own, BCRYPT_RSA_ALGORITHM, 0);
        count(job, !status, status);
        status = NCryptFreeObject(own);
        count(job, !status, status);
    }
}

static void test_own_keys(void)
{
    test_job("import and free", import_and_free, 0);
    test_job("open and close providers", open_and_close, 0);
    if (!skipped_on_builtin("has no EC keys"))
        test_job("create, sign, verify, free", create_and_use, 0);
}

/* --- one key, freed or finalized by many ----------------------------------------------------- */

static void free_key(struct job *job, LONG number)
{
    SECURITY_STATUS status = NCryptFreeObject(job->key);

    (void)number;
    if (!status)
        InterlockedIncrement(&job->successes);
    count(job, !status || status == NTE_INVALID_HANDLE, status);
}

static void finalize_key(struct job *job, LONG number)
{
    SECURITY_STATUS status = NCryptFinalizeKey(job->key, 0);

    (void)number;
    if (!status)
        InterlockedIncrement(&job->successes);
    count(job, !status || status == NTE_INVALID_HANDLE || status == NTE_BAD_KEY_STATE, status);
}

static void test_one_winner(const char *name, void (*work)(struct job *job, LONG number),
                            BOOL is_finalized)
{
    winetest_push_context("%s", name);
    for (LONG i = 0; i < 20; i++)
    {
        struct job job = {.work = work};

        job.key = is_finalized ? import_vector(provider, BCRYPT_RSAPUBLIC_BLOB, "wine-rsa1024-pub")
                               : create_unfinalized_key(provider, L"ECDSA_P256");
        run_job(&job);
        ok_inf(job.successes == 1, "%ld threads had success\n", job.successes);
        ok_inf(!job.failures, "a call failed with %s\n", status_name(job.first_bad));
        if (!is_finalized)
            NCryptFreeObject(job.key);
    }
    winetest_pop_context();
}

/* Every call on a key that goes away works or finds no handle; nothing else, and no fault. */
static void use_until_freed(struct job *job, LONG number)
{
    BYTE signature[MAX_SIGNATURE];
    SECURITY_STATUS status;
    DWORD size;

    if (!number)
    {
        Sleep(1);
        status = NCryptFreeObject(job->key);
        count(job, !status, status);
        return;
    }
    do
    {
        if (number % 2)
            status = NCryptSignHash(job->key, NULL, hash, sizeof(hash), signature,
                                    sizeof(signature), &size, 0);
        else
            status = NCryptExportKey(job->key, 0, BCRYPT_ECCPUBLIC_BLOB, NULL, signature,
                                     sizeof(signature), &size, 0);
        count(job, !status || status == NTE_INVALID_HANDLE, status);
    } while (!status);
}

static void test_free_during_use(void)
{
    struct blob sample = ec_sample(&ec_algorithms[0]);

    winetest_push_context("free during use");
    for (LONG i = 0; i < 50; i++)
    {
        struct job job = {.work = use_until_freed};

        job.key = import_bytes(provider, BCRYPT_ECCPRIVATE_BLOB, sample.bytes, sample.size);
        run_job(&job);
        ok_inf(!job.failures, "%ld calls failed, the first with %s\n", job.failures,
               status_name(job.first_bad));
        ok_inf(!NCryptIsKeyHandle(job.key), "the key is still there\n");
    }
    winetest_pop_context();
    free_blob(&sample);
}

static LONG read_number(const char *name, LONG otherwise, LONG largest)
{
    const char *text = getenv(name);
    LONG number = text ? atoi(text) : otherwise;

    return number < 1 ? 1 : number > largest ? largest : number;
}

START_TEST(threads)
{
    thread_count = read_number("NCRYPT_TEST_THREADS", thread_count, MAX_THREADS);
    rounds = read_number("WINETEST_ROUNDS", rounds, 100000);
    provider = open_provider();
    test_same_key();
    test_own_keys();
    if (dll_is_ours())
    {
        test_one_winner("free by many", free_key, TRUE);
        test_one_winner("finalize by many", finalize_key, FALSE);
        test_free_during_use();
    }
    else
        skip("other DLLs do not promise that a handle may be freed while it is used\n");
    NCryptFreeObject(provider);
}
