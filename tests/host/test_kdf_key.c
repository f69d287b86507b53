/*
 * Keys for derivation and NCryptKeyDerivation through the provider's function table.
 */
#include <stdlib.h>

#include "derivation.h"
#include "vectors_kdf.h"

#define MAX_OUTPUT 256

static NCRYPT_KEY_HANDLE kdf_key(const WCHAR *algorithm, const void *secret, size_t size)
{
    NCRYPT_KEY_HANDLE key = new_key(algorithm, false);

    check_status(provider_table()->SetKeyProperty(provider_handle(), key, NCRYPT_KDF_SECRET_VALUE,
                                                  (BYTE *)secret, (DWORD)size, 0),
                 ERROR_SUCCESS, "secret");
    check_status(provider_table()->FinalizeKey(provider_handle(), key, 0), ERROR_SUCCESS,
                 "finalize");
    return key;
}

static SECURITY_STATUS derive_key(NCRYPT_KEY_HANDLE key, struct list *list, BYTE *output,
                                  DWORD size, DWORD *result, DWORD flags)
{
    return provider_table()->KeyDerivation(provider_handle(), key, list ? &list->desc : NULL,
                                           output, size, result, flags);
}

static void check_key(NCRYPT_KEY_HANDLE key, struct list *list, DWORD flags,
                      const unsigned char *want, size_t size)
{
    BYTE output[MAX_OUTPUT];
    DWORD result = 0;

    memset(output, 0xca, sizeof(output));
    check_status(derive_key(key, list, output, (DWORD)size, &result, flags), ERROR_SUCCESS,
                 "derive");
    check(result == size, "%u bytes", (unsigned int)result);
    check_same(output, want, size, "output");
    check(output[size] == 0xca, "written past the end");
}

/* RFC 6070 (PBKDF2 of RFC 8018), and the default number of iterations. */
static void test_pbkdf2(void)
{
    static const BYTE want[] = {0x4b, 0x00, 0x79, 0x01, 0xb7, 0x65, 0x48, 0x9a, 0xbe, 0xad,
                                0x49, 0xd9, 0x26, 0xf7, 0x21, 0xd0, 0x65, 0xa4, 0x29, 0xc1};
    NCRYPT_KEY_HANDLE key = kdf_key(BCRYPT_PBKDF2_ALGORITHM, "password", 8);
    ULONGLONG iterations = 4096;
    struct list list = EMPTY_LIST;
    BYTE with_default[20];
    DWORD result;

    add_text(&list, KDF_HASH_ALGORITHM, BCRYPT_SHA1_ALGORITHM);
    add(&list, KDF_SALT, "salt", 4);
    add(&list, KDF_ITERATION_COUNT, &iterations, sizeof(iterations));
    check_key(key, &list, 0, want, sizeof(want));
    list.buffers[1].BufferType = KDF_GENERIC_PARAMETER;
    check_key(key, &list, NCRYPT_SILENT_FLAG, want, sizeof(want));
    list.desc.cBuffers = 2;
    check_status(derive_key(key, &list, with_default, 20, &result, 0), ERROR_SUCCESS, "default");
    list.desc.cBuffers = 3;
    iterations = 10000;
    check_key(key, &list, 0, with_default, 20);
    iterations = 0;
    check_status(derive_key(key, &list, with_default, 20, &result, 0), NTE_INVALID_PARAMETER,
                 "no iterations");
    list.buffers[2].cbBuffer = 4;
    check_status(derive_key(key, &list, with_default, 20, &result, 0), NTE_INVALID_PARAMETER,
                 "iterations in 4 bytes");
    check_status(derive_key(key, &list, NULL, 0, &result, 0), NTE_INVALID_PARAMETER, "no output");
    check_status(derive_key(key, NULL, with_default, 20, &result, 0), NTE_INVALID_PARAMETER,
                 "no list");
    check_status(derive_key(key, &list, with_default, 20, &result, BCRYPT_CAPI_AES_FLAG),
                 NTE_BAD_FLAGS, "flag of CAPI_KDF");
    check_status(derive_key(key, &list, with_default, 20, &result, 1), NTE_BAD_FLAGS, "flag 1");
    provider_free(key);
}

static void test_capi(void)
{
    struct test_vector_field want = field(&vectors_kdf[VECTOR_COUNT(vectors_kdf) - 1], "output");
    NCRYPT_KEY_HANDLE key = kdf_key(BCRYPT_CAPI_KDF_ALGORITHM, "test", 4);
    struct list list = EMPTY_LIST;
    BYTE output[41];
    DWORD result;

    add_text(&list, KDF_HASH_ALGORITHM, BCRYPT_SHA1_ALGORITHM);
    check_key(key, &list, 0, want.bytes, want.len);
    check_key(key, &list, BCRYPT_CAPI_AES_FLAG, want.bytes, 16);
    check_status(derive_key(key, &list, output, 41, &result, 0), NTE_INVALID_PARAMETER, "41 bytes");
    provider_free(key);
}

/* The generic parameter stands for the others; it and they together are refused. */
static void test_generic(const WCHAR *algorithm, struct list *specific, struct list *generic)
{
    NCRYPT_KEY_HANDLE key = kdf_key(algorithm, "some secret", 11);
    BYTE output[75];
    DWORD result = 0;

    check_status(derive_key(key, specific, output, sizeof(output), &result, 0), ERROR_SUCCESS,
                 "derive");
    check_key(key, generic, 0, output, sizeof(output));
    add(specific, KDF_GENERIC_PARAMETER, "x", 1);
    check_status(derive_key(key, specific, output, sizeof(output), &result, 0),
                 NTE_INVALID_PARAMETER, "both");
    generic->desc.cBuffers--;
    check_status(derive_key(key, generic, output, sizeof(output), &result, 0),
                 NTE_INVALID_PARAMETER, "neither");
    provider_free(key);
}

static void test_generics(void)
{
    struct list specific = EMPTY_LIST, generic = EMPTY_LIST;

    add_text(&specific, KDF_HASH_ALGORITHM, BCRYPT_SHA256_ALGORITHM);
    add(&specific, KDF_CONTEXT, "context", 7);
    add(&specific, KDF_LABEL, "label", 5);
    add_text(&generic, KDF_HASH_ALGORITHM, BCRYPT_SHA256_ALGORITHM);
    add(&generic, KDF_GENERIC_PARAMETER, "label\0context", 13);
    test_generic(BCRYPT_SP800108_CTR_HMAC_ALGORITHM, &specific, &generic);

    specific = EMPTY_LIST;
    generic = EMPTY_LIST;
    add_text(&specific, KDF_HASH_ALGORITHM, BCRYPT_SHA384_ALGORITHM);
    add(&specific, KDF_SUPPPRIVINFO, "private", 7);
    add(&specific, KDF_PARTYVINFO, "v", 1);
    add(&specific, KDF_PARTYUINFO, "u", 1);
    add(&specific, KDF_ALGORITHMID, "id", 2);
    add_text(&generic, KDF_HASH_ALGORITHM, BCRYPT_SHA384_ALGORITHM);
    add(&generic, KDF_GENERIC_PARAMETER, "iduvprivate", 11);
    test_generic(BCRYPT_SP80056A_CONCAT_ALGORITHM, &specific, &generic);
}

/* RFC 5869 A.1. */
static void test_hkdf(void)
{
    static const BYTE ikm[22] = {0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b,
                                 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b};
    static const BYTE salt[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    static const BYTE info[] = {0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9};
    static const BYTE want[] = {0x3c, 0xb2, 0x5f, 0x25, 0xfa, 0xac, 0xd5, 0x7a, 0x90, 0x43, 0x4f,
                                0x64, 0xd0, 0x36, 0x2f, 0x2a, 0x2d, 0x2d, 0x0a, 0x90, 0xcf, 0x1a,
                                0x5a, 0x4c, 0x5d, 0xb0, 0x2d, 0x56, 0xec, 0xc4, 0xc5, 0xbf, 0x34,
                                0x00, 0x72, 0x08, 0xd5, 0xb8, 0x87, 0x18, 0x58, 0x65};
    NCRYPT_KEY_HANDLE key = kdf_key(BCRYPT_HKDF_ALGORITHM, ikm, sizeof(ikm));
    struct list list = EMPTY_LIST;

    add_text(&list, KDF_HASH_ALGORITHM, BCRYPT_SHA256_ALGORITHM);
    add(&list, KDF_HKDF_SALT, salt, sizeof(salt));
    add(&list, KDF_HKDF_INFO, info, sizeof(info));
    check_key(key, &list, 0, want, sizeof(want));
    provider_free(key);
}

/* Import, export, what a secret can and cannot. */
static void test_kdf_blob(void)
{
    static const BYTE blob[] = {16,  0, 0,   0, 0x4b, 0x44, 0x46, 0x31, 14, 0,   0,
                                0,   3, 0,   0, 0,    'P',  0,    'B',  0,  'K', 0,
                                'D', 0, 'F', 0, '2',  0,    0,    0,    1,  2,   3};
    NCRYPT_KEY_HANDLE key = kdf_key(BCRYPT_PBKDF2_ALGORITHM, blob + 30, 3);
    DWORD policy = NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG, size = 0, result;
    SECURITY_STATUS status;
    BYTE *data, again[8];

    data = provider_export(key, "KDFKeyBlob", &size, &status);
    check_status(status, NTE_NOT_SUPPORTED, "export without policy");
    check_status(provider_table()->SetKeyProperty(provider_handle(), key,
                                                  NCRYPT_EXPORT_POLICY_PROPERTY, (BYTE *)&policy,
                                                  sizeof(policy), 0),
                 ERROR_SUCCESS, "policy");
    data = provider_export(key, "KDFKeyBlob", &size, &status);
    check(data && size == sizeof(blob), "size %u", (unsigned int)size);
    check_same(data, blob, size, "blob");
    free(data);
    check_status(provider_table()->GetKeyProperty(provider_handle(), key, NCRYPT_KDF_SECRET_VALUE,
                                                  again, sizeof(again), &result, 0),
                 NTE_NOT_SUPPORTED, "get secret");
    check_status(provider_table()->SetKeyProperty(provider_handle(), key, NCRYPT_KDF_SECRET_VALUE,
                                                  again, 3, 0),
                 NTE_NOT_SUPPORTED, "set secret again");
    data = provider_export(key, "PKCS8_PRIVATEKEY", &size, &status);
    check_status(status, NTE_BAD_TYPE, "export as PKCS#8");
    provider_free(key);

    key = new_key(BCRYPT_PBKDF2_ALGORITHM, false);
    check_status(provider_table()->FinalizeKey(provider_handle(), key, 0), NTE_INVALID_PARAMETER,
                 "finalize without secret");
    provider_free(key);
    provider_free(provider_import("KDFKeyBlob", blob, sizeof(blob), &status));
    check_status(status, ERROR_SUCCESS, "import");
    provider_free(provider_import("KDFKeyBlob", blob, sizeof(blob) - 1, &status));
    check_status(status, NTE_BAD_DATA, "import of less");
    provider_free(provider_import("CipherKeyBlob", blob, sizeof(blob), &status));
    check_status(status, NTE_BAD_DATA, "import as a cipher's key");
}

int main(void)
{
    test_pbkdf2();
    test_capi();
    test_generics();
    test_hkdf();
    test_kdf_blob();
    provider_close();
    return check_summary("kdf_key");
}
