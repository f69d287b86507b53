/*
 * Keys in containers of CryptoAPI and keys written to one (store/legacy.h), with containers in memory
 * (support/capi_host.h): what is opened, what happens when a write fails, who wins.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capi_host.h"
#include "check.h"
#include "gaps.h"
#include "provider.h"
#include "store_host.h"
#include "wide.h"

#define WRITE NCRYPT_WRITE_KEY_TO_LEGACY_STORE_FLAG
#define EXPORTABLE (NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG)

#define check_is(got, want) check_is_(__LINE__, (got), (want), #got)
static void check_is_(int line, SECURITY_STATUS got, SECURITY_STATUS want, const char *what)
{
    check_(got == want, __FILE__, line, "%s: %#x, not %#x", what, (unsigned int)got,
           (unsigned int)want);
}

static NCRYPT_KEY_HANDLE create(const char *algorithm, const char *name, DWORD spec, DWORD flags)
{
    NCRYPT_KEY_HANDLE key = 0;
    DWORD bits = 1024;

    check_is(provider_table()->CreatePersistedKey(provider_handle(), &key, wide(algorithm),
                                                  wide(name), spec, flags),
             ERROR_SUCCESS);
    if (!strcmp(algorithm, "RSA"))
        provider_table()->SetKeyProperty(provider_handle(), key, NCRYPT_LENGTH_PROPERTY,
                                         (BYTE *)&bits, sizeof(bits), 0);
    return key;
}

static void set_policy(NCRYPT_KEY_HANDLE key, DWORD policy)
{
    check_is(provider_table()->SetKeyProperty(provider_handle(), key, NCRYPT_EXPORT_POLICY_PROPERTY,
                                              (BYTE *)&policy, sizeof(policy), 0),
             ERROR_SUCCESS);
}

static SECURITY_STATUS finalize(NCRYPT_KEY_HANDLE key, DWORD flags)
{
    return provider_table()->FinalizeKey(provider_handle(), key, flags);
}

static SECURITY_STATUS open_key(const char *name, DWORD spec, NCRYPT_KEY_HANDLE *key)
{
    *key = 0;
    return provider_table()->OpenKey(provider_handle(), key, wide(name), spec, 0);
}

static SECURITY_STATUS delete_key(NCRYPT_KEY_HANDLE key)
{
    return provider_table()->DeleteKey(provider_handle(), key, 0);
}

static DWORD get_dword(NCRYPT_KEY_HANDLE key, const WCHAR *name)
{
    DWORD value = 0xdeadbeef, size = sizeof(value);

    check_is(provider_table()->GetKeyProperty(provider_handle(), key, name, (BYTE *)&value, size,
                                              &size, 0),
             ERROR_SUCCESS);
    return value;
}

/* An RSA key as CryptoAPI writes it. */
struct blob
{
    BYTE *data;
    DWORD size;
};

static struct blob make_blob(DWORD bits)
{
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE key = provider_generate("RSA", bits, &status);
    struct blob blob = {NULL, 0};

    blob.data = provider_export(key, "CAPIPRIVATEBLOB", &blob.size, &status);
    check_is(status, ERROR_SUCCESS);
    provider_free(key);
    return blob;
}

/* The public numbers are those of the blob: all but the header up to the modulus' end. */
static void check_is_key(NCRYPT_KEY_HANDLE key, const BYTE *data)
{
    SECURITY_STATUS status;
    DWORD size;
    BYTE *public = provider_export(key, "CAPIPUBLICBLOB", &size, &status);

    check_is(status, ERROR_SUCCESS);
    check(public && !memcmp(public + 12, data + 12, size - 12), "another key");
    free(public);
}

static void check_container(const char *name, DWORD spec, NCRYPT_KEY_HANDLE key, bool exportable)
{
    struct capi_key capi;
    SECURITY_STATUS status = capi_read(STORE_USER, wide(name), spec, &capi);

    check_is(status, ERROR_SUCCESS);
    if (status)
        return;
    check(capi.exportable == exportable, "exportable");
    check_is_key(key, capi.blob);
    os_free_secret(capi.blob, capi.size);
}

static void check_no_container(const char *name, DWORD spec)
{
    struct capi_key capi;

    check_is(capi_read(STORE_USER, wide(name), spec, &capi), NTE_BAD_KEYSET);
}

static void check_no_key(const char *name, DWORD spec)
{
    NCRYPT_KEY_HANDLE key;

    check_is(open_key(name, spec, &key), NTE_BAD_KEYSET);
}

static unsigned int count_listed(void)
{
    unsigned int count = 0;
    NCryptKeyName *name;
    void *state = NULL;
    SECURITY_STATUS status;

    while (!(status = provider_table()->EnumKeys(provider_handle(), NULL, &name, &state, 0)))
    {
        provider_table()->FreeBuffer(name);
        count++;
    }
    check_is(status, NTE_NO_MORE_ITEMS);
    check_is(provider_table()->EnumKeys(provider_handle(), NULL, &name, &state, 0),
             NTE_NO_MORE_ITEMS);
    provider_table()->FreeBuffer(state);
    return count;
}

/* ------------------------------------------------------------------------------------------
 * Opening
 */
static void test_open(void)
{
    struct blob one = make_blob(1024), two = make_blob(512);
    NCRYPT_KEY_HANDLE key;

    capi_host_put(STORE_USER, wide("Open"), AT_SIGNATURE, false, two.data, two.size);
    check_is(open_key("open", 0, &key), ERROR_SUCCESS);
    check_is_key(key, two.data);
    check(get_dword(key, NCRYPT_KEY_USAGE_PROPERTY) == GAP_LEGACY_SIGNATURE_USAGE, "usage");
    check(!get_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY), "policy");
    provider_free(key);
    capi_host_put(STORE_USER, wide("Open"), AT_KEYEXCHANGE, true, one.data, one.size);
    check_is(open_key("Open", 0, &key), ERROR_SUCCESS);
    check_is_key(key, one.data);
    check(get_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY) == EXPORTABLE, "policy");
    check(count_listed() == 2, "listed");
    check_is(delete_key(key), ERROR_SUCCESS);
    check_is(open_key("Open", AT_SIGNATURE, &key), ERROR_SUCCESS);
    check_is_key(key, two.data);
    check_no_key("Open", AT_KEYEXCHANGE);
    check_no_key("Open", 3);
    check_is(delete_key(key), ERROR_SUCCESS);
    check(!capi_host_count() && !count_listed(), "left");
    free(one.data);
    free(two.data);
}

/* Whatever lies in the container: a key, or the status of a damaged one. */
static void test_damage(void)
{
    struct blob blob = make_blob(512);
    NCRYPT_KEY_HANDLE key;
    DWORD i;

    for (i = 0; i < blob.size; i++)
    {
        capi_host_put(STORE_USER, wide("Cut"), AT_SIGNATURE, false, blob.data, i);
        check_is(open_key("Cut", AT_SIGNATURE, &key), GAP_STATUS_KEY_DAMAGED);
    }
    for (i = 0; i < blob.size; i++)
    {
        SECURITY_STATUS status;

        check_context_push("byte %u", (unsigned int)i);
        blob.data[i] ^= 0x55;
        capi_host_put(STORE_USER, wide("Cut"), AT_SIGNATURE, false, blob.data, blob.size);
        blob.data[i] ^= 0x55;
        status = open_key("Cut", AT_SIGNATURE, &key);
        check(status == GAP_STATUS_KEY_DAMAGED || !status, "%#x", (unsigned int)status);
        /* the numbers that are not derived: modulus and primes */
        if (i >= 20 && i < 20 + 64 + 2 * 32)
            check_is(status, GAP_STATUS_KEY_DAMAGED);
        if (!status)
            provider_free(key);
        check_context_pop();
    }
    capi_host_clear();
    free(blob.data);
}

/* A key of the store goes first, unless only the container has one of the spec asked for. */
static void test_order(void)
{
    struct blob blob = make_blob(512);
    NCRYPT_KEY_HANDLE own = create("RSA", "Order", AT_SIGNATURE, 0), key;

    check_is(finalize(own, 0), ERROR_SUCCESS);
    capi_host_put(STORE_USER, wide("Order"), AT_SIGNATURE, false, blob.data, blob.size);
    check(count_listed() == 1, "listed");
    check_is(open_key("Order", AT_SIGNATURE, &key), ERROR_SUCCESS);
    check(get_dword(key, NCRYPT_LENGTH_PROPERTY) == 1024, "not the store's key");
    provider_free(key);
    check_is(open_key("Order", AT_KEYEXCHANGE, &key), ERROR_SUCCESS);
    check(get_dword(key, NCRYPT_LENGTH_PROPERTY) == 1024, "not the store's key");
    provider_free(key);
    capi_host_put(STORE_USER, wide("Order"), AT_KEYEXCHANGE, false, blob.data, blob.size);
    check_is(open_key("Order", AT_KEYEXCHANGE, &key), ERROR_SUCCESS);
    check_is_key(key, blob.data);
    provider_free(key);
    check(count_listed() == 2, "listed");
    /* the container's key is another: it stays */
    check_is(delete_key(own), ERROR_SUCCESS);
    check(capi_host_count() == 2, "a key of CryptoAPI is gone");
    capi_host_clear();
    free(blob.data);
}

/* ------------------------------------------------------------------------------------------
 * Writing
 */
static void test_write(DWORD spec, DWORD policy)
{
    DWORD written = spec ? spec : GAP_LEGACY_SPEC;
    NCRYPT_KEY_HANDLE key = create("RSA", "Write", spec, 0), other;

    check_context_push("spec %u, policy %u", (unsigned int)spec, (unsigned int)policy);
    set_policy(key, policy);
    check_is(finalize(key, WRITE), ERROR_SUCCESS);
    check_container("Write", written, key, policy & NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG);
    check(capi_host_count() == 1 && count_listed() == 1, "listed");
    check_is(open_key("Write", written, &other), ERROR_SUCCESS);
    check_is(delete_key(other), ERROR_SUCCESS);
    check(!capi_host_count() && !count_listed(), "left");
    check_is(delete_key(key), NTE_BAD_KEYSET);
    provider_free(key);
    check_context_pop();
}

/* A write to the container that fails, and says so or not, leaves nothing, and can be tried again. */
static void test_failed_write(SECURITY_STATUS status, bool writes)
{
    NCRYPT_KEY_HANDLE key = create("RSA", "Fail", 0, 0), other;

    check_context_push("%#x, %d", (unsigned int)status, writes);
    capi_host_write_status = status;
    capi_host_writes = writes;
    check_is(finalize(key, WRITE), status ? status : NTE_FAIL);
    check(!capi_host_count(), "left");
    check_no_key("Fail", 0);
    capi_host_write_status = ERROR_SUCCESS;
    capi_host_writes = true;
    check_is(finalize(key, WRITE), ERROR_SUCCESS);
    check_container("Fail", AT_KEYEXCHANGE, key, false);
    check_is(open_key("Fail", 0, &other), ERROR_SUCCESS);
    provider_free(other);
    check_is(delete_key(key), ERROR_SUCCESS);
    check(!capi_host_count(), "left");
    check_context_pop();
}

/* The store's own file cannot be written, because a folder has its name: the container is as before. */
static void test_failed_file(bool had_key)
{
    struct blob blob = make_blob(512);
    NCRYPT_KEY_HANDLE key = create("RSA", "Folder", AT_SIGNATURE, NCRYPT_OVERWRITE_KEY_FLAG);
    char path[STORE_PATH];
    struct capi_key capi;
    WCHAR file[STORE_NAME];
    DWORD size = sizeof(file), i, length;

    check_is(provider_table()->GetKeyProperty(provider_handle(), key, NCRYPT_UNIQUE_NAME_PROPERTY,
                                              (BYTE *)file, size, &size, 0),
             ERROR_SUCCESS);
    length = (DWORD)snprintf(path, sizeof(path), "%s/", store_host_path(STORE_USER));
    for (i = 0; i < size / sizeof(WCHAR); i++)
        path[length + i] = (char)file[i];
    if (mkdir(path, 0700))
        abort();
    if (had_key)
        capi_host_put(STORE_USER, wide("Folder"), AT_SIGNATURE, true, blob.data, blob.size);
    check(finalize(key, WRITE) != ERROR_SUCCESS, "finalized");
    if (had_key)
    {
        check_is(capi_read(STORE_USER, wide("Folder"), AT_SIGNATURE, &capi), ERROR_SUCCESS);
        check(capi.exportable && capi.size == blob.size &&
                  !memcmp(capi.blob + 12, blob.data + 12, blob.size - 12),
              "CryptoAPI's key is another");
        os_free_secret(capi.blob, capi.size);
    }
    else
        check_no_container("Folder", AT_SIGNATURE);
    rmdir(path);
    check_is(finalize(key, WRITE), ERROR_SUCCESS);
    check_container("Folder", AT_SIGNATURE, key, false);
    check_is(delete_key(key), ERROR_SUCCESS);
    capi_host_clear();
    free(blob.data);
}

static void test_taken(void)
{
    struct blob blob = make_blob(512);
    NCRYPT_KEY_HANDLE key = create("RSA", "Taken", AT_SIGNATURE, 0);

    capi_host_put(STORE_USER, wide("Taken"), AT_SIGNATURE, false, blob.data, blob.size);
    check_is(finalize(key, WRITE), NTE_EXISTS);
    check(capi_host_count() == 1 && count_listed() == 1, "left");
    check_is(finalize(key, 0), ERROR_SUCCESS); /* without the container there is room */
    check_is(delete_key(key), ERROR_SUCCESS);
    /* what cannot be read is no reason to take the name either */
    capi_host_put(STORE_USER, wide("Taken"), AT_SIGNATURE, false, blob.data, 3);
    key = create("RSA", "Taken", AT_SIGNATURE, 0);
    check_is(finalize(key, WRITE), NTE_EXISTS);
    provider_free(key);
    key = create("RSA", "Taken", AT_SIGNATURE, NCRYPT_OVERWRITE_KEY_FLAG);
    capi_host_write_status = NTE_FAIL;
    check_is(finalize(key, WRITE), NTE_FAIL);
    capi_host_write_status = ERROR_SUCCESS;
    check_is(finalize(key, WRITE), ERROR_SUCCESS);
    check_container("Taken", AT_SIGNATURE, key, false);
    check_is(delete_key(key), ERROR_SUCCESS);
    check(!capi_host_count(), "left");
    free(blob.data);
}

static void test_refused(void)
{
    NCRYPT_KEY_HANDLE key = create("ECDSA_P256", "Curve", 0, 0);
    SECURITY_STATUS status;
    DWORD size;
    BYTE *public;

    check_is(finalize(key, WRITE), GAP_STATUS_LEGACY_FAMILY);
    check_is(finalize(key, 0), ERROR_SUCCESS);
    check_is(delete_key(key), ERROR_SUCCESS);
    /* a public key alone is none for a container */
    key = provider_generate("RSA", 512, &status);
    public = provider_export(key, "RSAPUBLICBLOB", &size, &status);
    provider_free(key);
    key = create("RSA", "Public", 0, 0);
    check_is(provider_table()->SetKeyProperty(provider_handle(), key, BCRYPT_RSAPUBLIC_BLOB, public,
                                              size, 0),
             ERROR_SUCCESS);
    check_is(finalize(key, WRITE), GAP_STATUS_LEGACY_FAMILY);
    provider_free(key);
    check(!capi_host_count(), "written");
    free(public);
}

/* ------------------------------------------------------------------------------------------
 * Several at once
 */
#define THREADS 8
#define ROUNDS 10

static void *race(void *argument)
{
    NCRYPT_KEY_HANDLE key = *(NCRYPT_KEY_HANDLE *)argument;

    return (void *)(uintptr_t)(DWORD)finalize(key, WRITE);
}

/* One of many who make the same key does, and both stores have that one. */
static void test_race(void)
{
    NCRYPT_KEY_HANDLE keys[THREADS];
    pthread_t threads[THREADS];
    unsigned int i, winners = 0;
    void *status[THREADS];

    for (i = 0; i < THREADS; i++)
        keys[i] = create("RSA", "Race", AT_SIGNATURE, 0);
    for (i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, race, &keys[i]);
    for (i = 0; i < THREADS; i++)
        pthread_join(threads[i], &status[i]);
    for (i = 0; i < THREADS; i++)
    {
        if (!status[i])
        {
            winners++;
            check_container("Race", AT_SIGNATURE, keys[i], false);
            check_is(delete_key(keys[i]), ERROR_SUCCESS);
            continue;
        }
        check((DWORD)(uintptr_t)status[i] == (DWORD)NTE_EXISTS, "%#x",
              (unsigned int)(uintptr_t)status[i]);
        provider_free(keys[i]);
    }
    check(winners == 1, "%u winners", winners);
    check(!capi_host_count(), "left");
}

int main(void)
{
    static const DWORD specs[] = {0, AT_KEYEXCHANGE, AT_SIGNATURE};
    unsigned int i;

    test_open();
    test_damage();
    test_order();
    for (i = 0; i < ARRAYSIZE(specs); i++)
    {
        test_write(specs[i], 0);
        test_write(specs[i], NCRYPT_ALLOW_EXPORT_FLAG);
        test_write(specs[i], EXPORTABLE);
    }
    test_failed_write(NTE_KEYSET_NOT_DEF, false);
    test_failed_write(NTE_FAIL, true);
    test_failed_write(ERROR_SUCCESS, false);
    test_failed_file(false);
    test_failed_file(true);
    test_taken();
    test_refused();
    for (i = 0; i < ROUNDS; i++)
        test_race();
    provider_close();
    return check_summary("legacy");
}
