/*
 * PKCS8_PRIVATEKEY with a parameter list, through the provider: which buffers it takes, what the
 * export policy lets out, and the status of everything that is wrong.  That the bytes are right is
 * shown against OpenSSL and certtool (tests/test_pkcs8_password.py).
 */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "list.h"
#include "provider.h"
#include "vectors_pkcs8.h"
#include "vectors_rsa_blobs.h"

#define PKCS8 NCRYPT_PKCS8_PRIVATE_KEY_BLOB
#define SCHEME_3DES "1.2.840.113549.1.12.1.3"
#define BLOCK_3DES 8 /* 3DES is the default */
#define SCHEME_PBES2 "1.2.840.113549.1.5.13"

static const WCHAR password[] = {'p', 0xe4, 's', 's', 0};

/* CRYPT_PKCS12_PBE_PARAMS, which headers lack, and the salt */
static const struct
{
    INT iterations;
    ULONG salt_size;
    BYTE salt[8];
} few_iterations = {3, 8, {1, 2, 3, 4, 5, 6, 7, 8}};

static struct list with_secret(const char *oid)
{
    struct list list = {0};

    list_add(&list, NCRYPTBUFFER_PKCS_SECRET, password, sizeof(password));
    if (oid)
        list_add(&list, NCRYPTBUFFER_PKCS_ALG_OID, oid, (ULONG)strlen(oid) + 1);
    return list;
}

static SECURITY_STATUS export(NCRYPT_KEY_HANDLE key, struct list *list, BYTE *output, DWORD size,
                              DWORD *result)
{
    return provider_table()->ExportKey(provider_handle(), key, 0, PKCS8, list_desc(list), output,
                                       size, result, 0);
}

static SECURITY_STATUS import(const BYTE *data, DWORD size, struct list *list,
                              NCRYPT_KEY_HANDLE *key)
{
    *key = 0;
    return provider_table()->ImportKey(provider_handle(), 0, PKCS8, list_desc(list), key,
                                       (BYTE *)data, size, 0);
}

static NCRYPT_KEY_HANDLE some_key(DWORD policy)
{
    const struct test_vector *vector = find_vector(
        vectors_rsa_blobs, VECTOR_COUNT(vectors_rsa_blobs), "wine-rsa1024-full");
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE key;

    if (!vector)
        abort();
    key = provider_import(vector->blob_type, vector->bytes, vector->size, &status);
    check(!status, "import: %#x", (unsigned int)status);
    status = provider_table()->SetKeyProperty(provider_handle(), key, NCRYPT_EXPORT_POLICY_PROPERTY,
                                              (BYTE *)&policy, sizeof(policy), NCRYPT_PERSIST_FLAG);
    check(!status, "export policy: %#x", (unsigned int)status);
    return key;
}

/* Exports with the list, after a size query that must be right. */
static BYTE *export_all(NCRYPT_KEY_HANDLE key, struct list *list, DWORD *size)
{
    SECURITY_STATUS status = export(key, list, NULL, 0, size);
    DWORD asked = *size;
    BYTE *data;

    check(!status, "size query: %#x", (unsigned int)status);
    if (status)
        return NULL;
    data = malloc(asked);
    status = export(key, list, data, asked - 1, size);
    check(status == NTE_BUFFER_TOO_SMALL && *size == asked, "short buffer: %#x, %u",
          (unsigned int)status, (unsigned int)*size);
    status = export(key, list, data, asked, size);
    check(!status && *size == asked, "export: %#x, %u bytes, %u asked", (unsigned int)status,
          (unsigned int)*size, (unsigned int)asked);
    return data;
}

static void test_round_trip(const char *oid, bool params)
{
    NCRYPT_KEY_HANDLE key = some_key(NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG), other;
    struct list list = with_secret(oid), secret = with_secret(NULL);
    BYTE *data, *plain, *again;
    DWORD size = 0, plain_size = 0, again_size = 0, policy = NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    SECURITY_STATUS status;

    check_context_push("%s%s", oid ? oid : "default", params ? ", parameters" : "");
    if (params)
        list_add(&list, NCRYPTBUFFER_PKCS_ALG_PARAM, &few_iterations, sizeof(few_iterations));
    data = export_all(key, &list, &size);
    plain = export_all(key, NULL, &plain_size);
    status = import(data, size, &secret, &other);
    check(!status, "import: %#x", (unsigned int)status);
    provider_table()->SetKeyProperty(provider_handle(), other, NCRYPT_EXPORT_POLICY_PROPERTY,
                                     (BYTE *)&policy, sizeof(policy), NCRYPT_PERSIST_FLAG);
    again = export_all(other, NULL, &again_size);
    check(again_size == plain_size && !memcmp(again, plain, plain_size), "another key came back");
    free(data);
    free(plain);
    free(again);
    provider_free(key);
    provider_free(other);
    check_context_pop();
}

/* With a secret either policy will do, without only the one for the clear. */
static void test_policy(void)
{
    static const struct
    {
        DWORD policy;
        SECURITY_STATUS plain, secret;
    } rows[] = {
        {0, NTE_NOT_SUPPORTED, NTE_NOT_SUPPORTED},
        {NCRYPT_ALLOW_EXPORT_FLAG, NTE_NOT_SUPPORTED, ERROR_SUCCESS},
        {NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG, ERROR_SUCCESS, ERROR_SUCCESS},
        {NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG, ERROR_SUCCESS,
         ERROR_SUCCESS},
    };
    struct list list = with_secret(NULL);
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++)
    {
        NCRYPT_KEY_HANDLE key = some_key(rows[i].policy);
        DWORD size;
        SECURITY_STATUS status = export(key, NULL, NULL, 0, &size);

        check(status == rows[i].plain, "policy %u: %#x", (unsigned int)rows[i].policy,
              (unsigned int)status);
        status = export(key, &list, NULL, 0, &size);
        check(status == rows[i].secret, "policy %u, secret: %#x", (unsigned int)rows[i].policy,
              (unsigned int)status);
        provider_free(key);
    }
}

static void expect_export(const char *what, struct list *list, SECURITY_STATUS expected)
{
    NCRYPT_KEY_HANDLE key = some_key(NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG);
    BYTE data[4096];
    DWORD size = 0;
    SECURITY_STATUS query = export(key, list, NULL, 0, &size);
    SECURITY_STATUS status = export(key, list, data, sizeof(data), &size);

    check(query == expected && status == expected, "%s: %#x and %#x, expected %#x", what,
          (unsigned int)query, (unsigned int)status, (unsigned int)expected);
    provider_free(key);
}

static void test_export_lists(void)
{
    static const BYTE half_params[] = {1, 0, 0, 0, 8, 0, 0, 0, 1, 2, 3};
    struct list list = {0};

    expect_export("an empty list", &list, ERROR_SUCCESS);
    list_add(&list, NCRYPTBUFFER_PKCS_ALG_OID, SCHEME_3DES, sizeof(SCHEME_3DES));
    expect_export("a scheme without a secret", &list, NTE_INVALID_PARAMETER);
    list = with_secret(NULL);
    list.buffers[0].cbBuffer -= sizeof(WCHAR);
    expect_export("a secret without NUL", &list, NTE_INVALID_PARAMETER);
    list = with_secret(NULL);
    list.buffers[0].pvBuffer = NULL;
    expect_export("a secret of no data and some size", &list, NTE_INVALID_PARAMETER);
    list.buffers[0].cbBuffer = 0;
    expect_export("no data: the empty secret", &list, ERROR_SUCCESS);
    list = with_secret(SCHEME_3DES);
    list.buffers[1].cbBuffer--;
    expect_export("an identifier without NUL", &list, NTE_INVALID_PARAMETER);
    list = with_secret("");
    expect_export("an empty identifier", &list, NTE_INVALID_PARAMETER);
    list = with_secret("1.2.3.4");
    expect_export("an unknown scheme", &list, NTE_NOT_SUPPORTED);
    list = with_secret(SCHEME_3DES);
    list_add(&list, NCRYPTBUFFER_PKCS_ALG_PARAM, half_params, sizeof(half_params));
    expect_export("less salt than told", &list, NTE_INVALID_PARAMETER);
    list = with_secret(NULL);
    list_add(&list, NCRYPTBUFFER_EMPTY, NULL, 0);
    expect_export("an empty buffer", &list, ERROR_SUCCESS);
    list = with_secret(NULL);
    list_add(&list, NCRYPTBUFFER_CERT_BLOB, "x", 1);
    expect_export("a certificate", &list, NTE_INVALID_PARAMETER);
}

/* A list that says it has buffers and has none. */
static void test_null_buffers(void)
{
    NCRYPT_KEY_HANDLE key = some_key(NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG), other;
    NCryptBufferDesc desc = {NCRYPTBUFFER_VERSION, 3, NULL};
    DWORD size = 0;
    SECURITY_STATUS status = provider_table()->ExportKey(provider_handle(), key, 0, PKCS8, &desc,
                                                         NULL, 0, &size, 0);

    check(status == NTE_INVALID_PARAMETER, "export: %#x", (unsigned int)status);
    status = provider_table()->ImportKey(provider_handle(), 0, PKCS8, &desc, &other, (BYTE *)"x", 1,
                                         0);
    check(status == NTE_INVALID_PARAMETER, "import: %#x", (unsigned int)status);
    provider_free(key);
}

static void expect_import(const char *what, const BYTE *data, DWORD size, struct list *list,
                          SECURITY_STATUS expected)
{
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = import(data, size, list, &key);

    check(status == expected, "%s: %#x, expected %#x", what, (unsigned int)status,
          (unsigned int)expected);
    check(!status == !!key, "%s: a key and a failure", what);
    provider_free(key);
}

static void test_import_lists(void)
{
    static const WCHAR wrong[] = {'p', 'a', 's', 's', 0};
    NCRYPT_KEY_HANDLE key = some_key(NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG);
    struct list list = with_secret(NULL), none = {0};
    DWORD size = 0, plain_size = 0;
    BYTE *data = export_all(key, &list, &size), *plain = export_all(key, NULL, &plain_size);

    expect_import("no list", data, size, NULL, NTE_INVALID_PARAMETER);
    expect_import("an empty list", data, size, &none, NTE_INVALID_PARAMETER);
    expect_import("the password", data, size, &list, ERROR_SUCCESS);
    expect_import("a key in the clear with a password", plain, plain_size, &list, NTE_BAD_DATA);
    expect_import("one byte less", data, size - 1, &list, NTE_BAD_DATA);
    expect_import("no bytes", data, 0, &list, NTE_BAD_DATA);
    /* A bit of the block before is a bit of the last block's plain text: never right padding. */
    data[size - BLOCK_3DES - 1] ^= 1;
    expect_import("a damaged length of padding", data, size, &list, NTE_INCORRECT_PASSWORD);
    data[size - BLOCK_3DES - 1] ^= 1;
    list.buffers[0].pvBuffer = (void *)wrong;
    expect_import("a wrong password", data, size, &list, NTE_INCORRECT_PASSWORD);
    list.buffers[0].cbBuffer = 0;
    expect_import("the empty password", data, size, &list, NTE_INCORRECT_PASSWORD);
    list.buffers[0].BufferType = NCRYPTBUFFER_CERT_BLOB;
    expect_import("a certificate", data, size, &list, NTE_INVALID_PARAMETER);
    free(data);
    free(plain);
    provider_free(key);
}

int main(void)
{
    static const char *const schemes[] = {
        "1.2.840.113549.1.12.1.1", "1.2.840.113549.1.12.1.2", SCHEME_3DES,
        "1.2.840.113549.1.12.1.4", "1.2.840.113549.1.12.1.5", "1.2.840.113549.1.12.1.6",
    };
    size_t i;

    test_round_trip(NULL, false);
    test_round_trip(NULL, true);
    test_round_trip(SCHEME_PBES2, false);
    for (i = 0; i < ARRAYSIZE(schemes); i++)
    {
        test_round_trip(schemes[i], false);
        test_round_trip(schemes[i], true);
    }
    test_policy();
    test_export_lists();
    test_null_buffers();
    test_import_lists();
    provider_close();
    return check_summary("pkcs8_encrypted");
}
