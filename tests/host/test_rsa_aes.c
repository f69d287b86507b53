/*
 * PKCS11RsaAesWrapBlob through the provider: keys under an RSA key, parameters, policy, and the
 * status of everything that is wrong.  The bytes are checked against OpenSSL (tests/test_rsa_aes.py).
 */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "key.h"
#include "list.h"
#include "provider.h"
#include "vectors_ec_blobs.h"
#include "vectors_rsa_blobs.h"

#define WRAPPED BCRYPT_PKCS11_RSA_AES_WRAP_KEY_BLOB

static NCRYPT_KEY_HANDLE vector_key(const struct test_vector *table, size_t count, const char *id)
{
    const struct test_vector *vector = find_vector(table, count, id);
    SECURITY_STATUS status;

    if (!vector)
        abort();
    return provider_import(vector->blob_type, vector->bytes, vector->size, &status);
}

static NCRYPT_KEY_HANDLE rsa_key(void)
{
    return vector_key(vectors_rsa_blobs, VECTOR_COUNT(vectors_rsa_blobs), "wine-rsa1024-full");
}

static NCRYPT_KEY_HANDLE ec_key(void)
{
    return vector_key(vectors_ec_blobs, VECTOR_COUNT(vectors_ec_blobs), "wine-ecdsa256-priv");
}

static void set_dword(NCRYPT_KEY_HANDLE key, const WCHAR *name, DWORD value)
{
    SECURITY_STATUS status = provider_table()->SetKeyProperty(
        provider_handle(), key, name, (BYTE *)&value, sizeof(value), NCRYPT_PERSIST_FLAG);

    check(!status, "property: %#x", (unsigned int)status);
}

static void create_key(const WCHAR *algorithm, DWORD bits, NCRYPT_KEY_HANDLE *key)
{
    *key = 0;
    provider_table()->CreatePersistedKey(provider_handle(), key, algorithm, NULL, 0, 0);
    set_dword(*key, NCRYPT_LENGTH_PROPERTY, bits);
    check(!provider_table()->FinalizeKey(provider_handle(), *key, 0), "finalize");
}

static NCRYPT_KEY_HANDLE new_rsa_key(DWORD bits)
{
    NCRYPT_KEY_HANDLE key;

    create_key(BCRYPT_RSA_ALGORITHM, bits, &key);
    return key;
}

/* The same key without its private part. */
static NCRYPT_KEY_HANDLE public_half(NCRYPT_KEY_HANDLE key)
{
    SECURITY_STATUS status;
    DWORD size = 0;
    BYTE *data = provider_export(key, "PUBLICBLOB", &size, &status);
    NCRYPT_KEY_HANDLE result = provider_import("PUBLICBLOB", data, size, &status);

    check(!status, "public half: %#x", (unsigned int)status);
    free(data);
    return result;
}

static SECURITY_STATUS export(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE wrapping, struct list *list,
                              BYTE *output, DWORD size, DWORD *result)
{
    return provider_table()->ExportKey(provider_handle(), key, wrapping, WRAPPED, list_desc(list),
                                       output, size, result, 0);
}

static void expect_import(const char *what, NCRYPT_KEY_HANDLE wrapping, const BYTE *data,
                          DWORD size, SECURITY_STATUS expected)
{
    NCRYPT_KEY_HANDLE key = 0;
    BYTE *exact = malloc(size ? size : 1);
    SECURITY_STATUS status;

    memcpy(exact, data, size);
    status = provider_table()->ImportKey(provider_handle(), wrapping, WRAPPED, NULL, &key, exact,
                                         size, 0);
    check(status == expected && !status == !!key, "%s: %#x, expected %#x", what,
          (unsigned int)status, (unsigned int)expected);
    free(exact);
    provider_free(key);
}

static void check_same(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE other)
{
    DWORD size = 0, other_size = 0;
    SECURITY_STATUS status, other_status;
    BYTE *data, *other_data;

    set_dword(other, NCRYPT_EXPORT_POLICY_PROPERTY, NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG);
    data = provider_export(key, "PRIVATEBLOB", &size, &status);
    other_data = provider_export(other, "PRIVATEBLOB", &other_size, &other_status);
    check(!status && !other_status && size == other_size && !memcmp(data, other_data, size),
          "another key came back");
    free(data);
    free(other_data);
}

/* An export as large as was told; NULL: it failed. */
static BYTE *export_all(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE wrapping, struct list *list,
                        DWORD *size)
{
    DWORD asked = 0;
    SECURITY_STATUS status = export(key, wrapping, list, NULL, 0, &asked);
    BYTE *data = malloc(asked + 1);

    check(!status, "size query: %#x", (unsigned int)status);
    status = export(key, wrapping, list, data, asked - 1, size);
    check(status == NTE_BUFFER_TOO_SMALL && *size == asked, "short: %#x", (unsigned int)status);
    status = export(key, wrapping, list, data, asked, size);
    check(!status && *size == asked, "export: %#x, %u of %u bytes", (unsigned int)status,
          (unsigned int)*size, (unsigned int)asked);
    return data;
}

static void test_round_trip(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE wrapping, struct list *list)
{
    NCRYPT_KEY_HANDLE half = public_half(wrapping), other = 0;
    BCRYPT_PKCS11_RSA_AES_WRAP_BLOB header;
    SECURITY_STATUS status;
    DWORD size = 0;
    BYTE *data = export_all(key, half, list, &size);

    memcpy(&header, data, sizeof(header));
    check(header.dwMagic == BCRYPT_PKCS11_RSA_AES_WRAP_BLOB_MAGIC, "magic %#x",
          (unsigned int)header.dwMagic);
    check(sizeof(header) + header.cbKey + header.cbPaddingAlgId + header.cbPaddingLabel == size,
          "the sizes do not add up");
    status = provider_table()->ImportKey(provider_handle(), wrapping, WRAPPED, NULL, &other, data,
                                         size, 0);
    check(!status, "import: %#x", (unsigned int)status);
    if (!status)
        check_same(key, other);
    expect_import("the public half", half, data, size, NTE_NO_KEY);
    free(data);
    provider_free(half);
    provider_free(other);
}

static void test_parameters(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE wrapping)
{
    static const WCHAR *const hashes[] = {NULL, BCRYPT_SHA1_ALGORITHM, BCRYPT_SHA256_ALGORITHM,
                                          BCRYPT_SHA384_ALGORITHM, BCRYPT_SHA512_ALGORITHM};
    static const DWORD sizes[] = {0, 128, 192, 256};
    size_t i, j;

    for (i = 0; i < ARRAYSIZE(hashes); i++)
    {
        for (j = 0; j < ARRAYSIZE(sizes); j++)
        {
            struct list list = {0};

            check_context_push("hash %zu, %u bits", i, (unsigned int)sizes[j]);
            if (hashes[i])
                list_add(&list, NCRYPTBUFFER_PKCS_PADDING_ALGO, hashes[i],
                         hashes[i] == hashes[1] ? 10 : 14);
            if (sizes[j])
                list_add(&list, NCRYPTBUFFER_PKCS_AES_KEY_BITS, &sizes[j], sizeof(sizes[j]));
            if (i & 1)
                list_add(&list, NCRYPTBUFFER_PKCS_PADDING_LABEL, "label", 5);
            test_round_trip(key, wrapping, &list);
            check_context_pop();
        }
    }
}

static void expect_export(const char *what, NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE wrapping,
                          struct list *list, SECURITY_STATUS expected)
{
    BYTE data[4096];
    DWORD size = 0;
    SECURITY_STATUS query = export(key, wrapping, list, NULL, 0, &size);
    SECURITY_STATUS status = export(key, wrapping, list, data, sizeof(data), &size);

    check(query == expected && status == expected, "%s: %#x and %#x, expected %#x", what,
          (unsigned int)query, (unsigned int)status, (unsigned int)expected);
}

static void test_refused_exports(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE wrapping)
{
    static const DWORD bits = 255;
    NCRYPT_KEY_HANDLE curve = ec_key(), unfinished = 0;
    struct list list = {0};
    DWORD policy;

    provider_table()->CreatePersistedKey(provider_handle(), &unfinished, BCRYPT_RSA_ALGORITHM, NULL,
                                         0, 0);
    expect_export("no key to wrap with", key, 0, NULL, NTE_INVALID_PARAMETER);
    expect_export("a key on a curve", key, curve, NULL, NTE_BAD_TYPE);
    expect_export("an unfinished key", key, unfinished, NULL, NTE_BAD_KEY_STATE);
    list_add(&list, NCRYPTBUFFER_PKCS_AES_KEY_BITS, &bits, sizeof(bits));
    expect_export("255 bits", key, wrapping, &list, NTE_INVALID_PARAMETER);
    list.buffers[0].cbBuffer = 2;
    expect_export("half a number", key, wrapping, &list, NTE_INVALID_PARAMETER);
    memset(&list, 0, sizeof(list));
    list_add(&list, NCRYPTBUFFER_PKCS_PADDING_ALGO, BCRYPT_RSA_ALGORITHM, 8);
    expect_export("RSA is no hash", key, wrapping, &list, NTE_NOT_SUPPORTED);
    list.buffers[0].cbBuffer = 6;
    expect_export("a name without NUL", key, wrapping, &list, NTE_INVALID_PARAMETER);
    for (policy = 0; policy < 32; policy++)
    {
        /* An archiving policy allows one export, which is another test's. */
        if (policy & (NCRYPT_ALLOW_ARCHIVING_FLAG | NCRYPT_ALLOW_PLAINTEXT_ARCHIVING_FLAG))
            continue;
        set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, policy);
        expect_export("policy", key, wrapping, NULL,
                      policy & 0x12 ? ERROR_SUCCESS : NTE_NOT_SUPPORTED);
    }
    set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG);
    provider_free(curve);
    provider_free(unfinished);
}

/* The modulus has no room for the AES key and so long a hash. */
static void test_small_modulus(NCRYPT_KEY_HANDLE key)
{
    NCRYPT_KEY_HANDLE small = new_rsa_key(1024);
    struct list list = {0};

    list_add(&list, NCRYPTBUFFER_PKCS_PADDING_ALGO, BCRYPT_SHA512_ALGORITHM, 14);
    expect_export("a hash too long for the modulus", key, small, &list, NTE_INVALID_PARAMETER);
    provider_free(small);
}

static void test_damage(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE wrapping)
{
    NCRYPT_KEY_HANDLE other = new_rsa_key(2048), curve = ec_key();
    DWORD size = 0, i;
    BYTE *data = export_all(key, wrapping, NULL, &size);

    expect_import("no key", 0, data, size, NTE_INVALID_PARAMETER);
    expect_import("another key", other, data, size, NTE_DECRYPTION_FAILURE);
    expect_import("a key on a curve", curve, data, size, NTE_BAD_TYPE);
    for (i = 0; i < size; i += i < 24 ? 1 : 37)
        expect_import("cut off", wrapping, data, i, NTE_BAD_DATA);
    for (i = 0; i < 16; i++)
    {
        data[i] ^= 1;
        expect_import("a damaged header", wrapping, data, size, NTE_BAD_DATA);
        data[i] ^= 1;
    }
    data[20] ^= 1;
    expect_import("a damaged first part", wrapping, data, size, NTE_DECRYPTION_FAILURE);
    data[20] ^= 1;
    data[16 + 256 + 5] ^= 1;
    expect_import("a damaged second part", wrapping, data, size, NTE_DECRYPTION_FAILURE);
    data[16 + 256 + 5] ^= 1;
    data[size - 2] = 'x';
    expect_import("no NUL", wrapping, data, size, NTE_NOT_SUPPORTED);
    data[size - 2] = 0;
    data[size - 4] = 'x';
    expect_import("an unknown hash", wrapping, data, size, NTE_NOT_SUPPORTED);
    free(data);
    provider_free(other);
    provider_free(curve);
}

/* The bytes of an AES key, without a PrivateKeyInfo around them. */
static void test_aes(NCRYPT_KEY_HANDLE wrapping)
{
    static const DWORD sizes[] = {128, 192, 256};
    NCRYPT_KEY_HANDLE key, other;
    SECURITY_STATUS status;
    DWORD size, plain_size = 0, again_size = 0;
    BYTE *data, *plain, *again;
    size_t i;

    for (i = 0; i < ARRAYSIZE(sizes); i++)
    {
        create_key(BCRYPT_AES_ALGORITHM, sizes[i], &key);
        set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG);
        data = export_all(key, wrapping, NULL, &size);
        status = provider_table()->ImportKey(provider_handle(), wrapping, WRAPPED, NULL, &other,
                                             data, size, 0);
        check(!status, "import: %#x", (unsigned int)status);
        set_dword(other, NCRYPT_EXPORT_POLICY_PROPERTY, NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG);
        plain = provider_export(key, "CipherKeyBlob", &plain_size, &status);
        again = provider_export(other, "CipherKeyBlob", &again_size, &status);
        check(plain_size == again_size && !memcmp(plain, again, plain_size), "another key");
        free(data);
        free(plain);
        free(again);
        provider_free(key);
        provider_free(other);
    }
    create_key(BCRYPT_3DES_ALGORITHM, 192, &key);
    set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG);
    expect_export("3DES", key, wrapping, NULL, NTE_BAD_TYPE);
    provider_free(key);
}

int main(void)
{
    NCRYPT_KEY_HANDLE wrapping = new_rsa_key(2048), rsa = rsa_key(), curve = ec_key();

    test_parameters(rsa, wrapping);
    test_parameters(curve, wrapping);
    test_refused_exports(rsa, wrapping);
    test_small_modulus(rsa);
    test_damage(rsa, wrapping);
    test_aes(wrapping);
    provider_free(wrapping);
    provider_free(rsa);
    provider_free(curve);
    provider_close();
    return check_summary("rsa_aes");
}
