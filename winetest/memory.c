/*
 * Memory: many rounds of making and freeing leave the process as large as it was, and a key costs
 * little.  The sizes are printed; what is checked is generous, since the numbers are the system's.
 *
 * WINETEST_ROUNDS sets the number of rounds (20000 if it is not set).
 */
#include "ec_forms.h"

#include <psapi.h>

enum
{
    DEFAULT_ROUNDS = 20000,
    KEPT_KEYS = 4000,
    KIB = 1024,
    ALLOWED_GROWTH_KIB = 1024,
    ALLOWED_KEY_SIZE = 8 * KIB
};

/* KiB */
struct usage
{
    LONG working_set;
    LONG private_bytes;
};

static NCRYPT_PROV_HANDLE provider;
static LONG rounds;

static struct usage measure(void)
{
    PROCESS_MEMORY_COUNTERS counters = {.cb = sizeof(counters)};

    GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof(counters));
    return (struct usage){(LONG)(counters.WorkingSetSize / KIB),
                          (LONG)(counters.PagefileUsage / KIB)};
}

/* --- rounds --------------------------------------------------------------------------------- */

static BOOL import_and_free(const WCHAR *type, const void *bytes, size_t size)
{
    NCRYPT_KEY_HANDLE key = 0;

    return !NCryptImportKey(provider, 0, type, NULL, &key, (BYTE *)bytes, (DWORD)size, 0) &&
           !NCryptFreeObject(key);
}

static BOOL import_ec(void)
{
    const struct test_vector *blob = vector("corefx-ecdsa256-priv");

    return import_and_free(BCRYPT_ECCPRIVATE_BLOB, blob->bytes, blob->size);
}

static BOOL import_pkcs8(void)
{
    const struct test_vector *blob = vector("csharp-ecdsa256");

    return import_and_free(NCRYPT_PKCS8_PRIVATE_KEY_BLOB, blob->bytes, blob->size);
}

static BOOL import_rsa(void)
{
    const struct test_vector *blob = vector("wine-rsa1024-pub");

    return import_and_free(BCRYPT_RSAPUBLIC_BLOB, blob->bytes, blob->size);
}

static BOOL import_bad_rsa(void)
{
    const struct test_vector *blob = vector("wine-rsa1024-pub-cbPublicExp-9");

    return !import_and_free(BCRYPT_PUBLIC_KEY_BLOB, blob->bytes, blob->size);
}

static BOOL create_ec(void)
{
    NCRYPT_KEY_HANDLE key = 0;

    return !NCryptCreatePersistedKey(provider, &key, L"ECDSA_P256", NULL, 0, 0) &&
           !NCryptFinalizeKey(key, 0) && !NCryptFreeObject(key);
}

static BOOL create_unfinalized(void)
{
    NCRYPT_KEY_HANDLE key = 0;

    return !NCryptCreatePersistedKey(provider, &key, BCRYPT_RSA_ALGORITHM, NULL, 0, 0) &&
           !NCryptFreeObject(key);
}

static BOOL open_close(void)
{
    NCRYPT_PROV_HANDLE own = 0;

    return !NCryptOpenStorageProvider(&own, MS_KEY_STORAGE_PROVIDER, 0) && !NCryptFreeObject(own);
}

static BOOL enumerate(void)
{
    NCryptAlgorithmName *list;
    DWORD count;

    return !NCryptEnumAlgorithms(provider, 0, &count, &list, 0) && !NCryptFreeBuffer(list);
}

/* All that one key can do. */
static BOOL use_key(void)
{
    static NCRYPT_KEY_HANDLE key;
    BYTE hash[32] = {0}, signature[64];
    struct blob blob;
    DWORD size, value;

    if (!key)
    {
        const struct test_vector *vec = vector("corefx-ecdsa256-priv");

        if (NCryptImportKey(provider, 0, BCRYPT_ECCPRIVATE_BLOB, NULL, &key, (BYTE *)vec->bytes,
                            (DWORD)vec->size, 0))
            return FALSE;
        set_policy(key, POLICY_ALL);
    }
    if (NCryptSignHash(key, NULL, hash, sizeof(hash), signature, sizeof(signature), &size, 0) ||
        NCryptVerifySignature(key, NULL, hash, sizeof(hash), signature, size, 0) ||
        get_dword(key, NCRYPT_LENGTH_PROPERTY, &value) ||
        !export_blob(key, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, &blob))
        return FALSE;
    free_blob(&blob);
    return TRUE;
}

static const struct
{
    const char *name;
    BOOL (*round)(void);
    LONG divisor; /* for rounds that take long */
} families[] = {
    {"import and free a P-256 key", import_ec, 1},
    {"import and free a PKCS#8 key", import_pkcs8, 1},
    {"import and free an RSA public key", import_rsa, 1},
    {"refuse a bad RSA blob", import_bad_rsa, 1},
    {"create and free a P-256 key", create_ec, 2},
    {"create and free an unfinalized RSA key", create_unfinalized, 1},
    {"open and close the provider", open_close, 1},
    {"list the algorithms", enumerate, 1},
    {"sign, verify, export", use_key, 2},
};

static LONG repeat(BOOL (*round)(void), LONG count)
{
    LONG failures = 0;

    for (LONG i = 0; i < count; i++)
        failures += !round();
    return failures;
}

/* The first tenth of the rounds may grow caches. */
static void test_family(const char *name, BOOL (*round)(void), LONG count)
{
    struct usage before, after;
    LONG failures;

    winetest_push_context("%s", name);
    if (dll_is_builtin() && !round())
    {
        skip("Wine's own ncrypt.dll cannot\n");
        winetest_pop_context();
        return;
    }
    failures = repeat(round, count / 10 + 1);
    before = measure();
    failures += repeat(round, count);
    after = measure();
    winetest_print("memory: %s: %ld rounds: working set %ld -> %ld KiB, private %ld -> %ld KiB\n",
                   name, count, before.working_set, after.working_set, before.private_bytes,
                   after.private_bytes);
    ok_doc(!failures, "%ld rounds failed\n", failures);
    ok_doc(after.working_set - before.working_set < ALLOWED_GROWTH_KIB,
           "the working set has grown by %ld KiB\n", after.working_set - before.working_set);
    winetest_pop_context();
}

/* --- the size of a key ---------------------------------------------------------------------- */

static void test_key_size(const char *name, const WCHAR *type, const char *id)
{
    static NCRYPT_KEY_HANDLE keys[KEPT_KEYS];
    const struct test_vector *blob = vector(id);
    struct usage before, after;
    LONG failures = 0, bytes;

    winetest_push_context("%s", name);
    repeat(open_close, 10);
    before = measure();
    for (LONG i = 0; i < KEPT_KEYS; i++)
        failures += NCryptImportKey(provider, 0, type, NULL, &keys[i], (BYTE *)blob->bytes,
                                    (DWORD)blob->size, 0) != ERROR_SUCCESS;
    after = measure();
    bytes = (after.working_set - before.working_set) * KIB / KEPT_KEYS;
    winetest_print("memory: %s: %ld bytes a key\n", name, bytes);
    if (dll_is_ours())
    {
        ok(!failures, "%ld imports failed\n", failures);
        ok(bytes < ALLOWED_KEY_SIZE, "a key takes %ld bytes\n", bytes);
    }
    for (LONG i = 0; i < KEPT_KEYS; i++)
        if (keys[i])
            NCryptFreeObject(keys[i]);
    memset(keys, 0, sizeof(keys));
    winetest_pop_context();
}

START_TEST(memory)
{
    const char *text = getenv("WINETEST_ROUNDS");

    rounds = text ? atoi(text) : DEFAULT_ROUNDS;
    provider = open_provider();
    test_key_size("P-256 private key", BCRYPT_ECCPRIVATE_BLOB, "corefx-ecdsa256-priv");
    test_key_size("RSA-1024 private key", BCRYPT_RSAFULLPRIVATE_BLOB, "wine-rsa1024-full");
    for (size_t i = 0; i < ARRAY_SIZE(families); i++)
        test_family(families[i].name, families[i].round, rounds / families[i].divisor);
    NCryptFreeObject(provider);
}
