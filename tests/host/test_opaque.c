/*
 * OpaqueTransport and the sealing beneath it: what comes back, and that nothing but the provider's
 * own unchanged data is taken.
 */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "store_host.h"
#include "protect.h"
#include "provider.h"
#include "key.h"
#include "vectors_ec_blobs.h"
#include "vectors_rsa_blobs.h"

static const BYTE custom_value[] = {7, 8, 9};

static SECURITY_STATUS set_dword(NCRYPT_KEY_HANDLE key, const WCHAR *name, DWORD value)
{
    return provider_table()->SetKeyProperty(provider_handle(), key, name, (BYTE *)&value,
                                            sizeof(value), NCRYPT_PERSIST_FLAG);
}

static DWORD get_dword(NCRYPT_KEY_HANDLE key, const WCHAR *name)
{
    DWORD value = 0xdeadbeef, size;

    provider_table()->GetKeyProperty(provider_handle(), key, name, (BYTE *)&value, sizeof(value),
                                     &size, 0);
    return value;
}

static SECURITY_STATUS import(const BYTE *data, DWORD size, NCRYPT_KEY_HANDLE *key)
{
    *key = 0;
    return provider_table()->ImportKey(provider_handle(), 0, NCRYPT_OPAQUETRANSPORT_BLOB, NULL, key,
                                       (BYTE *)data, size, 0);
}

static void check_import(const BYTE *data, DWORD size, SECURITY_STATUS expected, const char *what)
{
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = import(data, size, &key);

    check(status == expected && !status == !!key, "%s: %#x", what, (unsigned int)status);
    provider_free(key);
}

/* Every byte counts, and so does every byte that is missing or too many. */
static void test_damage(const BYTE *data, DWORD size)
{
    BYTE *copy = malloc(size + 1);
    DWORD i;

    memcpy(copy, data, size);
    copy[size] = 0;
    for (i = 0; i < size; i++)
    {
        copy[i] ^= 1;
        check_import(copy, size, NTE_BAD_DATA, "a changed bit");
        copy[i] ^= 1;
    }
    for (i = 0; i < size; i += i < 64 ? 1 : 13)
    {
        BYTE *exact = malloc(i ? i : 1);

        memcpy(exact, data, i);
        check_import(exact, i, NTE_BAD_DATA, "cut off");
        free(exact);
    }
    check_import(copy, size + 1, NTE_BAD_DATA, "a byte more");
    free(copy);
}

static void test_foreign(const BYTE *data, DWORD size)
{
    store_host_computer = 1;
    check_import(data, size, NTE_BAD_DATA, "another computer's");
    store_host_computer = 0;
    check_import(data, size, ERROR_SUCCESS, "this computer's");
}

static void check_policy(NCRYPT_KEY_HANDLE key)
{
    static const struct
    {
        DWORD policy;
        SECURITY_STATUS expected;
    } rows[] = {{0, NTE_NOT_SUPPORTED},
                {NCRYPT_ALLOW_EXPORT_FLAG, ERROR_SUCCESS},
                {NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG, ERROR_SUCCESS}};
    SECURITY_STATUS status;
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++)
    {
        DWORD size;

        set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, rows[i].policy);
        status = provider_table()->ExportKey(provider_handle(), key, 0, NCRYPT_OPAQUETRANSPORT_BLOB,
                                             NULL, NULL, 0, &size, 0);
        check(status == rows[i].expected, "policy %u: %#x", (unsigned int)rows[i].policy,
              (unsigned int)status);
    }
}

/* The numbers, the policies and the caller's own property come back. */
static void check_same(NCRYPT_KEY_HANDLE other, const struct test_vector *vector)
{
    SECURITY_STATUS status;
    DWORD size = 0;
    BYTE value[8], *data;

    check(get_dword(other, NCRYPT_EXPORT_POLICY_PROPERTY) == NCRYPT_ALLOW_EXPORT_FLAG, "policy %#x",
          (unsigned int)get_dword(other, NCRYPT_EXPORT_POLICY_PROPERTY));
    check(get_dword(other, NCRYPT_KEY_USAGE_PROPERTY) == NCRYPT_ALLOW_SIGNING_FLAG, "usage %#x",
          (unsigned int)get_dword(other, NCRYPT_KEY_USAGE_PROPERTY));
    status = provider_table()->GetKeyProperty(provider_handle(), other, wide("Mine"), value,
                                              sizeof(value), &size, NCRYPT_PERSIST_ONLY_FLAG);
    check(!status && size == sizeof(custom_value) && !memcmp(value, custom_value, size),
          "custom property: %#x, %u bytes", (unsigned int)status, (unsigned int)size);
    set_dword(other, NCRYPT_EXPORT_POLICY_PROPERTY, NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG);
    data = provider_export(other, vector->blob_type, &size, &status);
    check(!status && size == vector->size && !memcmp(data, vector->bytes, size),
          "the numbers: %#x, %u bytes", (unsigned int)status, (unsigned int)size);
    free(data);
}

static void test_key(const struct test_vector *vector)
{
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE other,
        key = provider_import(vector->blob_type, vector->bytes, vector->size, &status);
    DWORD size = 0;
    BYTE *data;

    check_context_push("%s", vector->id);
    check(!status, "import: %#x", (unsigned int)status);
    status = set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, NCRYPT_ALLOW_EXPORT_FLAG);
    check(!status, "export policy: %#x", (unsigned int)status);
    provider_table()->SetKeyProperty(provider_handle(), key, wide("Mine"), (BYTE *)custom_value,
                                     sizeof(custom_value), NCRYPT_PERSIST_ONLY_FLAG);
    /* Not to be set after the key is finalized. */
    ((struct key *)key)->usage = NCRYPT_ALLOW_SIGNING_FLAG;
    data = provider_export(key, "OpaqueTransport", &size, &status);
    check(!status, "export: %#x", (unsigned int)status);
    status = import(data, size, &other);
    check(!status, "import: %#x", (unsigned int)status);
    check_same(other, vector);
    test_damage(data, size);
    test_foreign(data, size);
    check_policy(key);
    free(data);
    provider_free(key);
    provider_free(other);
    check_context_pop();
}

static void test_vector_id(const struct test_vector *table, size_t count, const char *id)
{
    const struct test_vector *vector = find_vector(table, count, id);

    check(vector != NULL, "no vector %s", id);
    if (vector)
        test_key(vector);
}

/* What is sealed for one purpose, with one header, in one store opens for no other. */
static void test_purposes(void)
{
    static const BYTE data[] = "some secret", header[] = {1, 2};
    const struct protect_request request = {STORE_USER, "A", header, sizeof(header)};
    struct protect_request other;
    BYTE sealed[sizeof(data) + PROTECT_OVERHEAD], again[sizeof(sealed)], opened[sizeof(data)];

    check(!protect_seal(&request, data, sizeof(data), sealed), "seal");
    check(!protect_seal(&request, data, sizeof(data), again), "seal again");
    check(memcmp(sealed, again, sizeof(sealed)), "the nonce is not random");
    check(!protect_open(&request, sealed, sizeof(sealed), opened) &&
              !memcmp(opened, data, sizeof(data)),
          "open");
    other = request;
    other.purpose = "B";
    check(protect_open(&other, sealed, sizeof(sealed), opened) == NTE_BAD_DATA, "another purpose");
    other = request;
    other.scope = STORE_MACHINE;
    check(protect_open(&other, sealed, sizeof(sealed), opened) == NTE_NOT_FOUND, "another store");
    other = request;
    other.header_size = 1;
    check(protect_open(&other, sealed, sizeof(sealed), opened) == NTE_BAD_DATA, "another header");
    check(protect_open(&request, sealed, PROTECT_OVERHEAD - 1, opened) == NTE_BAD_DATA,
          "too short");
    check(!protect_seal(&request, NULL, 0, sealed), "seal nothing");
    check(!protect_open(&request, sealed, PROTECT_OVERHEAD, opened), "open nothing");
}

int main(void)
{
    test_purposes();
    test_vector_id(vectors_rsa_blobs, VECTOR_COUNT(vectors_rsa_blobs), "wine-rsa1024-full");
    test_vector_id(vectors_ec_blobs, VECTOR_COUNT(vectors_ec_blobs), "wine-ecdh256-priv");
    provider_close();
    return check_summary("opaque");
}
