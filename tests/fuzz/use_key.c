/*
 * Using keys, see use_key.h.
 */
#include "use_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "provider.h"
#include "types.h"
#include "vectors_rsa_blobs.h"
#include "wide.h"

static void fail(const char *what, SECURITY_STATUS status)
{
    fprintf(stderr, "%s: %#x\n", what, (unsigned int)status);
    abort();
}

void expect_no_mistake(SECURITY_STATUS status)
{
    if (status == NTE_INTERNAL_ERROR)
        fail("an internal error", status);
}

NCRYPT_KEY_HANDLE fuzz_rsa_key(void)
{
    static NCRYPT_KEY_HANDLE key;
    const struct test_vector *vector = find_vector(
        vectors_rsa_blobs, VECTOR_COUNT(vectors_rsa_blobs), "wine-rsa1024-full");
    SECURITY_STATUS status = 0;

    if (!key)
        key = provider_import(vector->blob_type, vector->bytes, vector->size, &status);
    if (status)
        fail("the RSA key", status);
    return key;
}

NCRYPT_KEY_HANDLE fuzz_session_key(void)
{
    static NCRYPT_KEY_HANDLE key;
    static const BYTE blob[52] = {16,  0,   0,   0,   'C', 'P', 'H', 'R', 8,   0, 0, 0,
                                  28,  0,   0,   0,   'A', 0,   'E', 0,   'S', 0, 0, 0,
                                  'K', 'D', 'B', 'M', 1,   0,   0,   0,   16,  0, 0, 0};
    SECURITY_STATUS status = 0;

    if (!key)
        key = provider_import("CipherKeyBlob", blob, sizeof(blob), &status);
    if (status)
        fail("the session key", status);
    return key;
}

/* The size that was told is enough, and nothing is written behind what is told to be written. */
static void export_type(NCRYPT_KEY_HANDLE key, const char *type)
{
    const NCRYPT_KEY_STORAGE_FUNCTION_TABLE *table = provider_table();
    NCRYPT_PROV_HANDLE provider = provider_handle();
    DWORD asked = 0, size = 0;
    SECURITY_STATUS status = table->ExportKey(provider, key, 0, wide(type), NULL, NULL, 0, &asked,
                                              0);
    BYTE *data;

    expect_no_mistake(status);
    if (status)
        return;
    data = malloc(asked ? asked : 1);
    status = table->ExportKey(provider, key, 0, wide(type), NULL, data, asked, &size, 0);
    if (status || size > asked)
        fail("an export after its size query", status);
    if (asked && table->ExportKey(provider, key, 0, wide(type), NULL, data, asked - 1, &size, 0) !=
                     NTE_BUFFER_TOO_SMALL)
        fail("an export into a short buffer", 0);
    free(data);
}

static void get_properties(NCRYPT_KEY_HANDLE key)
{
    static const char *const names[] = {
        "Algorithm Name",   "Algorithm Group", "Length",       "Lengths",       "Block Length",
        "SignatureLength",  "PublicKeyLength", "ECCCurveName", "ECCParameters", "DHParameters",
        "ParameterSetName", "Key Usage",       "Export Policy"};
    size_t i;

    for (i = 0; i < ARRAYSIZE(names); i++)
    {
        BYTE value[16];
        DWORD size;

        expect_no_mistake(provider_table()->GetKeyProperty(provider_handle(), key, wide(names[i]),
                                                           value, sizeof(value), &size, 0));
    }
}

static bool is_rsa(NCRYPT_KEY_HANDLE key)
{
    WCHAR name[64] = {0};
    DWORD size;

    provider_table()->GetKeyProperty(provider_handle(), key, NCRYPT_ALGORITHM_GROUP_PROPERTY,
                                     (BYTE *)name, sizeof(name), &size, 0);
    return wide_equal_ascii(name, "RSA");
}

static void sign(NCRYPT_KEY_HANDLE key, bool rsa, bool validated)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM};
    void *info = rsa ? &padding : NULL;
    BYTE hash[32] = {1, 2, 3}, signature[8192] = {1};
    DWORD flags = rsa ? NCRYPT_PAD_PKCS1_FLAG : 0, size = 0;
    SECURITY_STATUS status = provider_table()->SignHash(provider_handle(), key, info, hash,
                                                        sizeof(hash), signature, sizeof(signature),
                                                        &size, flags);

    SECURITY_STATUS verdict;

    expect_no_mistake(status);
    if (status)
        size = 64; /* some bytes, then */
    verdict = provider_table()->VerifySignature(provider_handle(), key, info, hash, sizeof(hash),
                                                signature, size, flags);
    expect_no_mistake(verdict);
    if (!status && verdict && validated)
        fail("a signature of the key's own does not verify", verdict);
}

static void crypt(NCRYPT_KEY_HANDLE key, bool rsa, bool validated)
{
    BYTE text[16] = {1, 2, 3}, data[8192], again[8192];
    DWORD flags = rsa ? NCRYPT_PAD_PKCS1_FLAG : 0, size = 0, again_size = 0;
    SECURITY_STATUS status = provider_table()->Encrypt(provider_handle(), key, text, sizeof(text),
                                                       NULL, data, sizeof(data), &size, flags);

    expect_no_mistake(status);
    if (status)
        return;
    status = provider_table()->Decrypt(provider_handle(), key, data, size, NULL, again,
                                       sizeof(again), &again_size, flags);
    expect_no_mistake(status);
    if (!status && validated && rsa &&
        (again_size != sizeof(text) || memcmp(again, text, sizeof(text))))
        fail("what was encrypted comes out otherwise", status);
}

void use_key(NCRYPT_KEY_HANDLE key, bool validated)
{
    DWORD policy = NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    bool rsa = is_rsa(key);
    size_t i;

    provider_table()->SetKeyProperty(provider_handle(), key, NCRYPT_EXPORT_POLICY_PROPERTY,
                                     (BYTE *)&policy, sizeof(policy), NCRYPT_PERSIST_FLAG);
    get_properties(key);
    for (i = 0; i < FUZZ_TYPE_COUNT; i++)
        export_type(key, fuzz_types[i]);
    sign(key, rsa, validated);
    crypt(key, rsa, validated);
}
