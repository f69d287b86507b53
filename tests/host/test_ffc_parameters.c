/*
 * DSAParameters and DHParameters: the group of a key, read from one and given to another.
 */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "provider.h"
#include "vectors_dh_blobs.h"

/* A property value; bytes to be freed. */
struct value
{
    BYTE *bytes;
    DWORD size;
};

static SECURITY_STATUS get(NCRYPT_KEY_HANDLE key, const WCHAR *name, struct value *value)
{
    const NCRYPT_KEY_STORAGE_FUNCTION_TABLE *table = provider_table();
    DWORD size = 0;
    SECURITY_STATUS status = table->GetKeyProperty(provider_handle(), key, name, NULL, 0,
                                                   &value->size, 0);

    value->bytes = malloc(value->size + 1);
    if (status)
        return status;
    status = table->GetKeyProperty(provider_handle(), key, name, value->bytes, value->size - 1,
                                   &size, 0);
    check(status == NTE_BUFFER_TOO_SMALL && size == value->size, "short buffer: %#x",
          (unsigned int)status);
    return table->GetKeyProperty(provider_handle(), key, name, value->bytes, value->size, &size, 0);
}

static SECURITY_STATUS set(NCRYPT_KEY_HANDLE key, const WCHAR *name, const BYTE *bytes, DWORD size)
{
    return provider_table()->SetKeyProperty(provider_handle(), key, name, (BYTE *)bytes, size, 0);
}

static NCRYPT_KEY_HANDLE create(const char *algorithm)
{
    DWORD policy = NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status = provider_table()->CreatePersistedKey(provider_handle(), &key,
                                                                  wide(algorithm), NULL, 0, 0);

    check(!status, "create: %#x", (unsigned int)status);
    set(key, NCRYPT_EXPORT_POLICY_PROPERTY, (BYTE *)&policy, sizeof(policy));
    return key;
}

static SECURITY_STATUS finalize(NCRYPT_KEY_HANDLE key)
{
    return provider_table()->FinalizeKey(provider_handle(), key, 0);
}

/* ------------------------------------------------------------------------------------------
 * Values that are not taken
 */
static void try_value(const char *algorithm, const WCHAR *name, const BYTE *bytes, DWORD size,
                      const char *what)
{
    NCRYPT_KEY_HANDLE key = create(algorithm);
    SECURITY_STATUS status = set(key, name, bytes, size);

    check(status == NTE_INVALID_PARAMETER, "%s, %u bytes: %#x", what, (unsigned int)size,
          (unsigned int)status);
    provider_free(key);
}

static void test_sizes(const char *algorithm, const WCHAR *name, const struct value *value)
{
    BYTE *longer = calloc(1, value->size + 8);
    DWORD size;

    memcpy(longer, value->bytes, value->size);
    for (size = 0; size <= value->size + 8; size++)
    {
        BYTE *exact = malloc(size ? size : 1);

        memcpy(exact, longer, size);
        if (size != value->size)
            try_value(algorithm, name, exact, size, "cut or extended");
        if (size >= 4 && size != value->size)
        {
            memcpy(exact, &size, sizeof(size)); /* with a size that is right */
            try_value(algorithm, name, exact, size, "cut or extended, size adjusted");
        }
        free(exact);
    }
    longer[4] ^= 1;
    try_value(algorithm, name, longer, value->size, "another magic");
    longer[4] ^= 1;
    longer[0] ^= 1;
    try_value(algorithm, name, longer, value->size, "another size");
    free(longer);
}

/* A group that is well-formed and wrong shows when the key is made, which then can go on with a
 * right one. */
static void test_bad_group(const char *algorithm, const WCHAR *name, const struct value *value,
                           DWORD offset)
{
    NCRYPT_KEY_HANDLE key = create(algorithm);
    BYTE *changed = malloc(value->size);
    SECURITY_STATUS status;

    memcpy(changed, value->bytes, value->size);
    changed[offset] ^= 1;
    status = set(key, name, changed, value->size);
    check(!status, "byte %u: %#x", (unsigned int)offset, (unsigned int)status);
    status = finalize(key);
    check(status == NTE_INVALID_PARAMETER, "byte %u: %#x", (unsigned int)offset,
          (unsigned int)status);
    status = set(key, name, value->bytes, value->size);
    check(!status, "set again: %#x", (unsigned int)status);
    status = finalize(key);
    check(!status, "finalize again: %#x", (unsigned int)status);
    free(changed);
    provider_free(key);
}

/* ------------------------------------------------------------------------------------------
 * Values that are
 */
static void check_value(NCRYPT_KEY_HANDLE key, const WCHAR *name, const struct value *want)
{
    struct value got;
    SECURITY_STATUS status = get(key, name, &got);

    check(!status && got.size == want->size && !memcmp(got.bytes, want->bytes, got.size),
          "another value: %#x", (unsigned int)status);
    free(got.bytes);
}

/* The blobs of both keys have one group, and different private numbers at the end. */
static void check_keys(NCRYPT_KEY_HANDLE a, NCRYPT_KEY_HANDLE b, DWORD group_size)
{
    SECURITY_STATUS status;
    DWORD a_size = 0, b_size = 0;
    BYTE *a_blob = provider_export(a, "PRIVATEBLOB", &a_size, &status);
    BYTE *b_blob = provider_export(b, "PRIVATEBLOB", &b_size, &status);

    check(!status && a_size == b_size, "%u and %u bytes", (unsigned int)a_size,
          (unsigned int)b_size);
    check(a_blob && b_blob && !memcmp(a_blob, b_blob, group_size), "another group");
    check(a_blob && b_blob && memcmp(a_blob + a_size - 20, b_blob + b_size - 20, 20),
          "the same private number");
    free(a_blob);
    free(b_blob);
}

static void test_group(const char *algorithm, const WCHAR *name, DWORD length)
{
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE source = provider_generate(algorithm, length, &status), key;
    DWORD other = length == 512 ? 576 : 512, got = 0, size;
    struct value value, none;

    check_context_push("%s %u", algorithm, (unsigned int)length);
    status = get(source, name, &value);
    check(!status, "get: %#x", (unsigned int)status);
    status = set(source, name, value.bytes, value.size);
    check(status == NTE_NOT_SUPPORTED, "set on a finished key: %#x", (unsigned int)status);

    key = create(algorithm);
    status = get(key, name, &none);
    check(status == NTE_NOT_FOUND, "get without a group: %#x", (unsigned int)status);
    free(none.bytes);
    status = set(key, name, value.bytes, value.size);
    check(!status, "set: %#x", (unsigned int)status);
    check_value(key, name, &value);
    provider_table()->GetKeyProperty(provider_handle(), key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&got,
                                     sizeof(got), &size, 0);
    check(got == length, "length %u", (unsigned int)got);
    set(key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&other, sizeof(other));
    status = finalize(key);
    check(status == NTE_INVALID_PARAMETER, "another length: %#x", (unsigned int)status);
    set(key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&length, sizeof(length));
    status = finalize(key);
    check(!status, "finalize: %#x", (unsigned int)status);
    check_value(key, name, &value);
    check_keys(source, key, value.size - 4);
    provider_free(key);

    test_sizes(algorithm, name, &value);
    /* a byte of the seed, the end of p; the end of g */
    test_bad_group(algorithm, name, &value, strcmp(algorithm, "DH") ? 35 : 11 + length / 8);
    if (strcmp(algorithm, "DH"))
        test_bad_group(algorithm, name, &value, value.size - 1);
    free(value.bytes);
    provider_free(source);
    check_context_pop();
}

static void test_foreign_keys(void)
{
    const struct test_vector *dh = find_vector(vectors_dh_blobs, VECTOR_COUNT(vectors_dh_blobs),
                                               "wine-dh1024-params");
    static const char *const algorithms[] = {"RSA", "DSA", "ECDH_P256"};
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status;
    struct value value = {(BYTE *)dh->bytes, (DWORD)dh->size}, none;
    size_t i;

    for (i = 0; i < ARRAYSIZE(algorithms); i++)
    {
        key = create(algorithms[i]);
        status = set(key, NCRYPT_DH_PARAMETERS_PROPERTY, dh->bytes, (DWORD)dh->size);
        check(status == NTE_NOT_SUPPORTED, "set on %s: %#x", algorithms[i], (unsigned int)status);
        status = get(key, NCRYPT_DH_PARAMETERS_PROPERTY, &none);
        check(status == NTE_NOT_SUPPORTED, "get on %s: %#x", algorithms[i], (unsigned int)status);
        free(none.bytes);
        provider_free(key);
    }
    key = create("DH");
    status = set(key, NCRYPT_DH_PARAMETERS_PROPERTY, dh->bytes, (DWORD)dh->size);
    check(!status, "native value: %#x", (unsigned int)status);
    status = finalize(key);
    check(!status, "native group: %#x", (unsigned int)status);
    check_value(key, NCRYPT_DH_PARAMETERS_PROPERTY, &value);
    provider_free(key);
}

int main(void)
{
    test_group("DSA", BCRYPT_DSA_PARAMETERS, 512);
    test_group("DSA", BCRYPT_DSA_PARAMETERS, 1024);
    test_group("DSA", BCRYPT_DSA_PARAMETERS, 2048);
    test_group("DH", NCRYPT_DH_PARAMETERS_PROPERTY, 512);
    test_group("DH", NCRYPT_DH_PARAMETERS_PROPERTY, 2048);
    test_foreign_keys();
    provider_close();
    return check_summary("ffc_parameters");
}
