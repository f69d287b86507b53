/*
 * Keys and blobs for the tests.
 */
#include "fixture.h"

enum
{
    GUARD_SIZE = 32,
    GUARD_BYTE = 0xca
};

NCRYPT_PROV_HANDLE open_provider(void)
{
    NCRYPT_PROV_HANDLE provider = 0;

    if (expect_seen(ERROR_SUCCESS,
                    NCryptOpenStorageProvider(&provider, MS_KEY_STORAGE_PROVIDER, 0)))
        winetest_give_up();
    return provider;
}

NCRYPT_KEY_HANDLE import_bytes(NCRYPT_PROV_HANDLE provider, const WCHAR *type, const void *bytes,
                               size_t size)
{
    NCRYPT_KEY_HANDLE key = 0;

    if (!must(NCryptImportKey(provider, 0, type, NULL, &key, (BYTE *)bytes, (DWORD)size, 0)))
        return 0;
    return key;
}

NCRYPT_KEY_HANDLE import_vector(NCRYPT_PROV_HANDLE provider, const WCHAR *type, const char *id)
{
    const struct test_vector *v = vector(id);

    return import_bytes(provider, type, v->bytes, v->size);
}

NCRYPT_KEY_HANDLE create_unfinalized_key(NCRYPT_PROV_HANDLE provider, const WCHAR *algorithm)
{
    NCRYPT_KEY_HANDLE key = 0;

    if (!must(NCryptCreatePersistedKey(provider, &key, algorithm, NULL, 0, 0)))
        return 0;
    return key;
}

NCRYPT_KEY_HANDLE create_key(NCRYPT_PROV_HANDLE provider, const WCHAR *algorithm, DWORD bits,
                             DWORD policy)
{
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, algorithm);

    if (!key)
        return 0;
    if (bits)
        ok_doc(!set_dword(key, NCRYPT_LENGTH_PROPERTY, bits, 0), "cannot set the length\n");
    if (policy)
        ok_doc(!set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, policy, 0),
               "cannot set the policy\n");
    if (must(NCryptFinalizeKey(key, 0)))
        return key;
    NCryptFreeObject(key);
    return 0;
}

SECURITY_STATUS set_dword(NCRYPT_HANDLE object, const WCHAR *name, DWORD value, DWORD flags)
{
    return NCryptSetProperty(object, name, (BYTE *)&value, sizeof(value), flags);
}

SECURITY_STATUS get_dword(NCRYPT_HANDLE object, const WCHAR *name, DWORD *value)
{
    DWORD size = 0;

    *value = 0xdeadbeef;
    return NCryptGetProperty(object, name, (BYTE *)value, sizeof(*value), &size, 0);
}

SECURITY_STATUS set_policy(NCRYPT_KEY_HANDLE key, DWORD policy)
{
    return set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, policy, NCRYPT_PERSIST_FLAG);
}

const char *narrow(const WCHAR *text)
{
    if (!text)
        return "NULL";
    return wine_dbg_sprintf("%ls", text);
}

/* --- export --------------------------------------------------------------------------------- */

static BYTE *alloc_guarded(DWORD size)
{
    BYTE *block = malloc(size + 2 * GUARD_SIZE);

    memset(block, GUARD_BYTE, size + 2 * GUARD_SIZE);
    return block + GUARD_SIZE;
}

static void free_guarded(BYTE *bytes)
{
    if (bytes)
        free(bytes - GUARD_SIZE);
}

static BOOL is_filled(const BYTE *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != GUARD_BYTE)
            return FALSE;
    return TRUE;
}

static void check_guards(const BYTE *bytes, DWORD size)
{
    ok_seen(is_filled(bytes - GUARD_SIZE, GUARD_SIZE), "bytes before the buffer were written\n");
    ok_seen(is_filled(bytes + size, GUARD_SIZE), "bytes behind the buffer were written\n");
}

static SECURITY_STATUS export_to(NCRYPT_KEY_HANDLE key, const WCHAR *type, BYTE *bytes, DWORD size,
                                 DWORD *result)
{
    *result = 0xdeadbeef;
    return NCryptExportKey(key, 0, type, NULL, bytes, size, result, 0);
}

/* One byte less than needed: refused, the needed size returned, nothing written. */
static void check_short_export(NCRYPT_KEY_HANDLE key, const WCHAR *type, DWORD size)
{
    BYTE *bytes = alloc_guarded(size);
    DWORD result;

    ok_seen(export_to(key, type, bytes, size - 1, &result) == NTE_BUFFER_TOO_SMALL,
            "a buffer of %lu bytes is not refused\n", size - 1);
    ok_doc(result == size, "a short buffer: got size %lu, expected %lu\n", result, size);
    ok_inf(is_filled(bytes, size), "a short buffer was written\n");
    check_guards(bytes, size);
    free_guarded(bytes);
}

static void check_large_export(NCRYPT_KEY_HANDLE key, const WCHAR *type, DWORD size)
{
    enum
    {
        MORE = 7
    };
    BYTE *bytes = alloc_guarded(size + MORE);
    DWORD result;

    ok_seen(export_to(key, type, bytes, size + MORE, &result) == ERROR_SUCCESS,
            "a large buffer is refused\n");
    ok_seen(result == size, "a large buffer: got size %lu, expected %lu\n", result, size);
    ok_seen(is_filled(bytes + size, MORE), "more bytes were written than returned\n");
    free_guarded(bytes);
}

static BOOL take_blob(struct blob *blob, BYTE *bytes, DWORD size)
{
    blob->bytes = malloc(size);
    blob->size = size;
    memcpy(blob->bytes, bytes, size);
    return TRUE;
}

/* A buffer of the size that the query returned; the blob may turn out smaller. */
static BOOL check_fitting_export(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *type,
                                 DWORD queried, struct blob *blob)
{
    BYTE *bytes = alloc_guarded(queried);
    SECURITY_STATUS status;
    DWORD size = 0;
    BOOL done = FALSE;

    status = export_to(key, type, bytes, queried, &size);
    ok_mark(mark)(status == ERROR_SUCCESS, "%ls: a fitting buffer: got %s\n", type,
                  status_name(status));
    if (status == ERROR_SUCCESS)
    {
        ok_seen(size <= queried, "got size %lu, more than the %lu queried\n", size, queried);
        check_guards(bytes, queried);
        done = size <= queried && take_blob(blob, bytes, size);
    }
    free_guarded(bytes);
    return done;
}

BOOL check_export(enum mark mark, SECURITY_STATUS want, NCRYPT_KEY_HANDLE key, const WCHAR *type,
                  struct blob *blob)
{
    SECURITY_STATUS status;
    DWORD size = 0;

    *blob = (struct blob){NULL, 0};
    if (!key)
        return FALSE;
    winetest_push_context("export %s", narrow(type));
    status = expect_mark(mark, want, NCryptExportKey(key, 0, type, NULL, NULL, 0, &size, 0));
    if (want == ERROR_SUCCESS && status == ERROR_SUCCESS &&
        check_fitting_export(mark, key, type, size, blob))
    {
        check_short_export(key, type, blob->size);
        check_large_export(key, type, blob->size);
    }
    winetest_pop_context();
    return blob->bytes != NULL;
}

void check_export_status(enum mark mark, SECURITY_STATUS want, NCRYPT_KEY_HANDLE key,
                         const WCHAR *type)
{
    struct blob blob;

    check_export(mark, want, key, type, &blob);
    free_blob(&blob);
}

void check_export_bytes(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *type, const void *bytes,
                        size_t size)
{
    struct blob blob;

    if (!check_export(mark, ERROR_SUCCESS, key, type, &blob))
        return;
    observe_fixed_bytes(bytes, size);
    record_bytes(narrow(type), "NCryptExportKey", blob.bytes, blob.size);
    check_bytes(mark, narrow(type), blob.bytes, blob.size, bytes, size);
    free_blob(&blob);
}

void check_random_export_bytes(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *type,
                               const void *bytes, size_t size)
{
    struct blob blob;
    BOOL same;

    if (!check_export(mark, ERROR_SUCCESS, key, type, &blob))
        return;
    same = check_bytes(mark, narrow(type), blob.bytes, blob.size, bytes, size);
    record_normal(narrow(type), "NCryptExportKey", same ? "the expected bytes" : "other bytes");
    free_blob(&blob);
}

BOOL export_blob(NCRYPT_KEY_HANDLE key, const WCHAR *type, struct blob *blob)
{
    DWORD size = 0;

    *blob = (struct blob){NULL, 0};
    if (!key || NCryptExportKey(key, 0, type, NULL, NULL, 0, &size, 0))
        return FALSE;
    blob->bytes = malloc(size);
    if (!NCryptExportKey(key, 0, type, NULL, blob->bytes, size, &blob->size, 0))
        return TRUE;
    free_blob(blob);
    return FALSE;
}

void free_blob(struct blob *blob)
{
    free(blob->bytes);
    *blob = (struct blob){NULL, 0};
}
