/*
 * Handles: what is one, what is refused, how long one lives.
 *
 * A handle of this project's DLL is a number that is looked up, so that any value may be passed.
 * Windows reads the memory that a handle points to; there the random values are left out.
 */
#include "fixture.h"

#define RANDOM_COUNT 100000

/* Functions that take a key handle first; whatever else they get must not matter. */
static SECURITY_STATUS call_get_property(NCRYPT_KEY_HANDLE key)
{
    DWORD value, size;

    return NCryptGetProperty(key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&value, sizeof(value), &size, 0);
}

static SECURITY_STATUS call_set_property(NCRYPT_KEY_HANDLE key)
{
    return set_dword(key, NCRYPT_LENGTH_PROPERTY, 2048, 0);
}

static SECURITY_STATUS call_finalize(NCRYPT_KEY_HANDLE key)
{
    return NCryptFinalizeKey(key, 0);
}

static SECURITY_STATUS call_export(NCRYPT_KEY_HANDLE key)
{
    DWORD size;

    return NCryptExportKey(key, 0, BCRYPT_PUBLIC_KEY_BLOB, NULL, NULL, 0, &size, 0);
}

static SECURITY_STATUS call_sign(NCRYPT_KEY_HANDLE key)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA1_ALGORITHM};
    BYTE hash[20] = {0};
    DWORD size;

    return NCryptSignHash(key, &padding, hash, sizeof(hash), NULL, 0, &size, NCRYPT_PAD_PKCS1_FLAG);
}

static SECURITY_STATUS call_verify(NCRYPT_KEY_HANDLE key)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA1_ALGORITHM};
    BYTE hash[20] = {0}, signature[128] = {0};

    return NCryptVerifySignature(key, &padding, hash, sizeof(hash), signature, sizeof(signature),
                                 NCRYPT_PAD_PKCS1_FLAG);
}

static SECURITY_STATUS call_encrypt(NCRYPT_KEY_HANDLE key)
{
    BYTE data[12] = {0};
    DWORD size;

    return NCryptEncrypt(key, data, sizeof(data), NULL, NULL, 0, &size, NCRYPT_PAD_PKCS1_FLAG);
}

static SECURITY_STATUS call_decrypt(NCRYPT_KEY_HANDLE key)
{
    BYTE data[128] = {0};
    DWORD size;

    return NCryptDecrypt(key, data, sizeof(data), NULL, NULL, 0, &size, NCRYPT_PAD_PKCS1_FLAG);
}

static SECURITY_STATUS call_delete(NCRYPT_KEY_HANDLE key)
{
    return NCryptDeleteKey(key, 0);
}

static SECURITY_STATUS call_free(NCRYPT_KEY_HANDLE key)
{
    return NCryptFreeObject(key);
}

struct function
{
    const char *name;
    SECURITY_STATUS (*call)(NCRYPT_KEY_HANDLE key);
    enum mark zero_mark; /* how sure the answer to 0 is */
    BOOL any_object;     /* also takes a provider */
};

static const struct function functions[] = {
    {"NCryptGetProperty", call_get_property, MARK_SEEN, TRUE},
    {"NCryptSetProperty", call_set_property, MARK_SEEN, TRUE},
    {"NCryptFinalizeKey", call_finalize, MARK_SEEN, FALSE},
    {"NCryptExportKey", call_export, MARK_DOC, FALSE},
    {"NCryptSignHash", call_sign, MARK_DOC, FALSE},
    {"NCryptVerifySignature", call_verify, MARK_SEEN, FALSE},
    {"NCryptEncrypt", call_encrypt, MARK_DOC, FALSE},
    {"NCryptDecrypt", call_decrypt, MARK_DOC, FALSE},
    {"NCryptDeleteKey", call_delete, MARK_DOC, FALSE},
    {"NCryptFreeObject", call_free, MARK_SEEN, TRUE},
};

static void expect_refusal(const struct function *function, enum mark mark, NCRYPT_HANDLE handle)
{
    SECURITY_STATUS status = function->call(handle);

    record_status(NULL, function->name, status);
    ok_mark(mark)(status == NTE_INVALID_HANDLE, "%s: got %s\n", function->name,
                  status_name(status));
}

/* --- no handles ----------------------------------------------------------------------------- */

static void test_zero(void)
{
    winetest_push_context("handle 0");
    for (size_t i = 0; i < ARRAY_SIZE(functions); i++)
    {
        if (functions[i].zero_mark != MARK_SEEN && skipped_on_builtin("faults there"))
            continue;
        expect_refusal(&functions[i], functions[i].zero_mark, 0);
    }
    ok_doc(!NCryptIsKeyHandle(0), "0 is a key\n");
    winetest_pop_context();
}

/* Wine's tests: zeroed heap memory is no object. */
static void test_zeroed_memory(void)
{
    BYTE *memory = calloc(1, 4096);

    winetest_push_context("zeroed memory");
    expect_seen(NTE_INVALID_HANDLE, NCryptFreeObject((NCRYPT_HANDLE)memory));
    ok_inf(!NCryptIsKeyHandle((NCRYPT_HANDLE)memory), "is a key\n");
    winetest_pop_context();
    free(memory);
}

static void test_provider_as_key(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();

    winetest_push_context("provider as key");
    ok_doc(!NCryptIsKeyHandle(provider), "a provider is a key\n");
    for (size_t i = 0; i < ARRAY_SIZE(functions); i++)
        if (!functions[i].any_object)
            expect_refusal(&functions[i], functions[i].call == call_encrypt ? MARK_SEEN : MARK_INF,
                           provider);
    winetest_pop_context();
    NCryptFreeObject(provider);
}

static void test_key_as_provider(void)
{
    const struct test_vector *blob = vector("wine-rsa1024-pub");
    NCRYPT_PROV_HANDLE provider;
    NCRYPT_KEY_HANDLE key, other = 0;
    NCryptAlgorithmName *list;
    DWORD count;

    if (skipped_on_builtin("takes any object as provider"))
        return;
    winetest_push_context("key as provider");
    provider = open_provider();
    key = import_vector(provider, BCRYPT_RSAPUBLIC_BLOB, "wine-rsa1024-pub");
    ok_doc(NCryptIsKeyHandle(key), "a key is none\n");
    expect_inf(NTE_INVALID_HANDLE,
               NCryptCreatePersistedKey(key, &other, BCRYPT_RSA_ALGORITHM, NULL, 0, 0));
    expect_inf(NTE_INVALID_HANDLE, NCryptImportKey(key, 0, BCRYPT_RSAPUBLIC_BLOB, NULL, &other,
                                                   (BYTE *)blob->bytes, (DWORD)blob->size, 0));
    expect_inf(NTE_INVALID_HANDLE, NCryptIsAlgSupported(key, BCRYPT_RSA_ALGORITHM, 0));
    expect_inf(NTE_INVALID_HANDLE, NCryptEnumAlgorithms(key, 0, &count, &list, 0));
    expect_inf(NTE_INVALID_HANDLE, NCryptOpenKey(key, &other, L"some key", 0, 0));
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

/* --- freed handles -------------------------------------------------------------------------- */

static void test_freed_key(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key;

    if (skipped_on_builtin("uses memory after it was freed"))
        return;
    winetest_push_context("freed key");
    key = import_vector(provider, BCRYPT_RSAFULLPRIVATE_BLOB, "wine-rsa1024-full");
    expect_seen(ERROR_SUCCESS, NCryptFreeObject(key));
    ok_inf(!NCryptIsKeyHandle(key), "is still a key\n");
    for (size_t i = 0; i < ARRAY_SIZE(functions); i++)
        expect_refusal(&functions[i], MARK_INF, key);
    winetest_pop_context();
    NCryptFreeObject(provider);
}

static void test_freed_provider(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = 0;

    if (skipped_on_builtin("uses memory after it was freed"))
        return;
    if (!dll_is_ours())
    {
        skip("Windows may give out a provider's handle again\n");
        return;
    }
    winetest_push_context("freed provider");
    expect_seen(ERROR_SUCCESS, NCryptFreeObject(provider));
    expect_inf(NTE_INVALID_HANDLE, NCryptFreeObject(provider));
    expect_inf(NTE_INVALID_HANDLE,
               NCryptCreatePersistedKey(provider, &key, BCRYPT_RSA_ALGORITHM, NULL, 0, 0));
    expect_inf(NTE_INVALID_HANDLE, NCryptIsAlgSupported(provider, BCRYPT_RSA_ALGORITHM, 0));
    winetest_pop_context();
}

/* .NET frees provider handles early and goes on with the keys. */
static void test_key_outlives_provider(void)
{
    const struct test_vector *blob = vector("wine-rsa1024-pub");
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key;

    winetest_push_context("key without its provider");
    key = import_vector(provider, BCRYPT_RSAPUBLIC_BLOB, "wine-rsa1024-pub");
    expect_seen(ERROR_SUCCESS, NCryptFreeObject(provider));
    check_export_bytes(MARK_INF, key, BCRYPT_RSAPUBLIC_BLOB, blob->bytes, blob->size);
    expect_inf(ERROR_SUCCESS, NCryptFreeObject(key));
    winetest_pop_context();
}

/* A handle that was freed is not the next object's handle. */
static void test_reuse(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE first, second;

    first = import_vector(provider, BCRYPT_RSAPUBLIC_BLOB, "wine-rsa1024-pub");
    NCryptFreeObject(first);
    second = import_vector(provider, BCRYPT_RSAPUBLIC_BLOB, "wine-rsa1024-pub");
    if (dll_is_ours())
        ok(first != second, "the handle %p is used again at once\n", (void *)first);
    NCryptFreeObject(second);
    NCryptFreeObject(provider);
}

/* The Provider Handle property gives a handle that has to be freed once more. */
static void test_provider_handle_property(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider(), other = 0;
    NCRYPT_KEY_HANDLE key = import_vector(provider, BCRYPT_RSAPUBLIC_BLOB, "wine-rsa1024-pub");
    DWORD size = 0;

    winetest_push_context("Provider Handle");
    expect_seen(ERROR_SUCCESS, NCryptGetProperty(key, NCRYPT_PROVIDER_HANDLE_PROPERTY,
                                                 (BYTE *)&other, sizeof(other), &size, 0));
    ok_seen(size == sizeof(other), "got size %lu\n", size);
    ok_seen(other == provider, "got %p, expected %p\n", (void *)other, (void *)provider);
    if (!skipped_on_builtin("counts no references"))
    {
        expect_doc(ERROR_SUCCESS, NCryptFreeObject(other));
        expect_doc(ERROR_SUCCESS, NCryptIsAlgSupported(provider, BCRYPT_RSA_ALGORITHM, 0));
    }
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

/* --- arbitrary values ----------------------------------------------------------------------- */

static ULONGLONG next_random(void)
{
    static ULONGLONG state = 0x243f6a8885a308d3; /* xorshift */

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* All functions in turn with a value that is no handle. */
static BOOL refuses(const struct function *function, NCRYPT_HANDLE value)
{
    return function->call(value) == NTE_INVALID_HANDLE && !NCryptIsKeyHandle(value);
}

static void test_random_values(void)
{
    NCRYPT_PROV_HANDLE provider;
    NCRYPT_KEY_HANDLE key;
    LONG accepted = 0;

    if (!dll_is_ours())
    {
        skip("other DLLs read the memory that a handle points to\n");
        return;
    }
    provider = open_provider();
    key = import_vector(provider, BCRYPT_RSAPUBLIC_BLOB, "wine-rsa1024-pub");
    for (int i = 0; i < RANDOM_COUNT; i++)
    {
        NCRYPT_HANDLE value = (NCRYPT_HANDLE)(next_random() >> (i % 4 * 16));

        if (value != key && value != provider)
            accepted += !refuses(&functions[i % ARRAY_SIZE(functions)], value);
    }
    ok(!accepted, "%ld of %d random values were accepted\n", accepted, RANDOM_COUNT);
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

/* Every value that differs from a key's handle in one bit, and its neighbours. */
static void test_near_values(void)
{
    NCRYPT_PROV_HANDLE provider;
    NCRYPT_KEY_HANDLE key;
    LONG accepted = 0;

    if (!dll_is_ours())
    {
        skip("other DLLs read the memory that a handle points to\n");
        return;
    }
    provider = open_provider();
    key = import_vector(provider, BCRYPT_RSAPUBLIC_BLOB, "wine-rsa1024-pub");
    for (unsigned int bit = 0; bit < 8 * sizeof(key); bit++)
    {
        NCRYPT_HANDLE value = key ^ (NCRYPT_HANDLE)1 << bit;

        if (value == provider)
            continue;
        for (size_t i = 0; i < ARRAY_SIZE(functions); i++)
            accepted += !refuses(&functions[i], value);
    }
    ok(!accepted, "%ld values near a handle were accepted\n", accepted);
    ok(NCryptIsKeyHandle(key), "the key is gone\n");
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

START_TEST(handles)
{
    test_zero();
    test_zeroed_memory();
    test_provider_as_key();
    test_key_as_provider();
    test_freed_key();
    test_freed_provider();
    test_key_outlives_provider();
    test_reuse();
    test_provider_handle_property();
    test_random_values();
    test_near_values();
}
