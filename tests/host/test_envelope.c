/*
 * PKCS7_ENVELOPE through the provider: parameters, policy, hImportKey, and the status of everything
 * that is wrong.  That the bytes are right is shown against OpenSSL (tests/test_envelope.py).
 */
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "check.h"
#include "key.h"
#include "list.h"
#include "provider.h"
#include "unix_call.h"
#include "vectors_ec_blobs.h"
#include "vectors_rsa_blobs.h"

#define ENVELOPE NCRYPT_PKCS7_ENVELOPE_BLOB
#define AES_BLOCK 16
static const char aes_256[] = "2.16.840.1.101.3.4.1.42";

static BYTE certificate[2048], recipient_key[4096];
static size_t certificate_size = sizeof(certificate), recipient_key_size = sizeof(recipient_key);

/* A new key and its certificate, from GnuTLS. */
static void make_recipient(void)
{
    gnutls_x509_privkey_t key;
    gnutls_x509_crt_t crt;
    int error = 0;

    gnutls_x509_privkey_init(&key);
    gnutls_x509_crt_init(&crt);
    error |= gnutls_x509_privkey_generate(key, GNUTLS_PK_RSA, 2048, 0);
    error |= gnutls_x509_crt_set_version(crt, 3);
    error |= gnutls_x509_crt_set_serial(crt, "\x01", 1);
    error |= gnutls_x509_crt_set_dn(crt, "CN=recipient", NULL);
    error |= gnutls_x509_crt_set_activation_time(crt, time(NULL));
    error |= gnutls_x509_crt_set_expiration_time(crt, time(NULL) + 1000);
    error |= gnutls_x509_crt_set_key(crt, key);
    error |= gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0);
    error |= gnutls_x509_crt_export(crt, GNUTLS_X509_FMT_DER, certificate, &certificate_size);
    error |= gnutls_x509_privkey_export_pkcs8(key, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN,
                                              recipient_key, &recipient_key_size);
    if (error)
        abort();
    gnutls_x509_privkey_deinit(key);
    gnutls_x509_crt_deinit(crt);
}

static NCRYPT_KEY_HANDLE recipient(void)
{
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE key = provider_import("PKCS8_PRIVATEKEY", recipient_key, recipient_key_size,
                                            &status);

    check(!status, "recipient: %#x", (unsigned int)status);
    return key;
}

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

static struct list full_list(void)
{
    struct list list = {0};

    list_add(&list, NCRYPTBUFFER_CERT_BLOB, certificate, (ULONG)certificate_size);
    list_add(&list, NCRYPTBUFFER_PKCS_ALG_OID, aes_256, sizeof(aes_256));
    return list;
}

static SECURITY_STATUS export(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE wrapping, struct list *list,
                              BYTE *output, DWORD size, DWORD *result)
{
    return provider_table()->ExportKey(provider_handle(), key, wrapping, ENVELOPE, list_desc(list),
                                       output, size, result, 0);
}

static SECURITY_STATUS import(NCRYPT_KEY_HANDLE wrapping, struct list *list, const BYTE *data,
                              DWORD size, NCRYPT_KEY_HANDLE *key)
{
    *key = 0;
    return provider_table()->ImportKey(provider_handle(), wrapping, ENVELOPE, list_desc(list), key,
                                       (BYTE *)data, size, 0);
}

static void check_same(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE other)
{
    DWORD policy = NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG, size = 0, other_size = 0;
    SECURITY_STATUS status, other_status;
    BYTE *data, *other_data;

    provider_table()->SetKeyProperty(provider_handle(), other, NCRYPT_EXPORT_POLICY_PROPERTY,
                                     (BYTE *)&policy, sizeof(policy), NCRYPT_PERSIST_FLAG);
    data = provider_export(key, "PRIVATEBLOB", &size, &status);
    other_data = provider_export(other, "PRIVATEBLOB", &other_size, &other_status);
    check(!status && !other_status && size == other_size && !memcmp(data, other_data, size),
          "another key came back");
    free(data);
    free(other_data);
}

static void expect_import(const char *what, NCRYPT_KEY_HANDLE wrapping, struct list *list,
                          const BYTE *data, DWORD size, SECURITY_STATUS expected)
{
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = import(wrapping, list, data, size, &key);

    check(status == expected && !status == !!key, "%s: %#x, expected %#x", what,
          (unsigned int)status, (unsigned int)expected);
    provider_free(key);
}

static void test_refused_imports(NCRYPT_KEY_HANDLE owner, BYTE *data, DWORD size)
{
    NCRYPT_KEY_HANDLE other = rsa_key(), curve = ec_key(), unfinished = 0;
    struct list list = full_list();

    expect_import("no key", 0, NULL, data, size, NTE_NO_KEY);
    expect_import("another key", other, NULL, data, size, NTE_DECRYPTION_FAILURE);
    expect_import("a key on a curve", curve, NULL, data, size, NTE_BAD_TYPE);
    provider_table()->CreatePersistedKey(provider_handle(), &unfinished, BCRYPT_RSA_ALGORITHM, NULL,
                                         0, 0);
    expect_import("an unfinished key", unfinished, NULL, data, size, NTE_BAD_KEY_STATE);
    ((struct key *)owner)->usage = NCRYPT_ALLOW_SIGNING_FLAG;
    expect_import("a key that may only sign", owner, NULL, data, size, NTE_PERM);
    ((struct key *)owner)->usage = NCRYPT_ALLOW_ALL_USAGES;
    expect_import("a buffer too many", owner, &list, data, size, NTE_INVALID_PARAMETER);
    expect_import("no data", owner, NULL, data, 0, NTE_BAD_DATA);
    expect_import("a byte less", owner, NULL, data, size - 1, NTE_BAD_DATA);
    /* A bit of the block before is a bit of the last block's plain text: never right padding. */
    data[size - AES_BLOCK - 1] ^= 1;
    expect_import("a damaged length of padding", owner, NULL, data, size, NTE_DECRYPTION_FAILURE);
    data[size - AES_BLOCK - 1] ^= 1;
    provider_free(other);
    provider_free(curve);
    provider_free(unfinished);
}

/* Right padding around what is no key: the same answer as wrong padding. */
static void test_other_content(void)
{
    NCRYPT_KEY_HANDLE owner = recipient();
    struct bridge_envelope params = {0};
    BYTE data[1024];
    uint32_t status;

    params.certificate.data = (uintptr_t)certificate;
    params.certificate.size = (uint32_t)certificate_size;
    params.oid.data = (uintptr_t)aes_256;
    params.oid.size = sizeof(aes_256) - 1;
    params.input.data = (uintptr_t)"no key";
    params.input.size = 6;
    params.output.data = (uintptr_t)data;
    params.output.capacity = sizeof(data);
    status = test_call(CALL_envelope_encrypt, &params);
    check(!status, "envelope: %u", (unsigned int)status);
    expect_import("no key inside", owner, NULL, data, params.output.size, NTE_DECRYPTION_FAILURE);
    provider_free(owner);
}

static void test_round_trip(NCRYPT_KEY_HANDLE key, const char *what)
{
    NCRYPT_KEY_HANDLE owner = recipient(), other;
    struct list list = full_list();
    SECURITY_STATUS status;
    DWORD asked = 0, size = 0;
    BYTE *data;

    check_context_push("%s", what);
    status = export(key, 0, &list, NULL, 0, &asked);
    check(!status, "size query: %#x", (unsigned int)status);
    data = malloc(asked);
    status = export(key, 0, &list, data, asked - 1, &size);
    check(status == NTE_BUFFER_TOO_SMALL && size == asked, "short buffer: %#x",
          (unsigned int)status);
    status = export(key, 0, &list, data, asked, &size);
    check(!status && size == asked, "export: %#x, %u of %u bytes", (unsigned int)status,
          (unsigned int)size, (unsigned int)asked);
    status = import(owner, NULL, data, size, &other);
    check(!status, "import: %#x", (unsigned int)status);
    if (!status)
        check_same(key, other);
    test_refused_imports(owner, data, size);
    free(data);
    provider_free(owner);
    provider_free(other);
    check_context_pop();
}

static void expect_export(const char *what, NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE wrapping,
                          struct list *list, SECURITY_STATUS expected)
{
    DWORD size = 0;
    BYTE data[8192];
    SECURITY_STATUS query = export(key, wrapping, list, NULL, 0, &size);
    SECURITY_STATUS status = export(key, wrapping, list, data, sizeof(data), &size);

    check(query == expected && status == expected, "%s: %#x and %#x, expected %#x", what,
          (unsigned int)query, (unsigned int)status, (unsigned int)expected);
}

static void test_export_lists(NCRYPT_KEY_HANDLE key)
{
    struct list list = full_list(), none = {0};

    expect_export("no list", key, 0, NULL, NTE_INVALID_PARAMETER);
    expect_export("an empty list", key, 0, &none, NTE_INVALID_PARAMETER);
    expect_export("an export key", key, key, &list, NTE_NOT_SUPPORTED);
    list.buffers[0].BufferType = NCRYPTBUFFER_EMPTY;
    expect_export("no certificate", key, 0, &list, NTE_INVALID_PARAMETER);
    list = full_list();
    list.buffers[1].BufferType = NCRYPTBUFFER_EMPTY;
    expect_export("no cipher", key, 0, &list, NTE_INVALID_PARAMETER);
    list = full_list();
    list.buffers[0].cbBuffer--;
    expect_export("a certificate cut off", key, 0, &list, NTE_INVALID_PARAMETER);
    list = full_list();
    list.buffers[1].pvBuffer = (void *)"1.2.3";
    list.buffers[1].cbBuffer = 6;
    expect_export("an unknown cipher", key, 0, &list, NTE_NOT_SUPPORTED);
    list = full_list();
    list_add(&list, NCRYPTBUFFER_PKCS_ALG_PARAM, "\x04\x08IVIVIVIV", 10);
    expect_export("an IV too short", key, 0, &list, NTE_INVALID_PARAMETER);
    list = full_list();
    list_add(&list, NCRYPTBUFFER_PKCS_SECRET, L"x", 4);
    expect_export("a secret", key, 0, &list, NTE_INVALID_PARAMETER);
}

static void test_policy(NCRYPT_KEY_HANDLE key)
{
    static const SECURITY_STATUS expected[] = {NTE_NOT_SUPPORTED, ERROR_SUCCESS, ERROR_SUCCESS};
    struct list list = full_list();
    DWORD policy;

    for (policy = 0; policy < ARRAYSIZE(expected); policy++)
    {
        provider_table()->SetKeyProperty(provider_handle(), key, NCRYPT_EXPORT_POLICY_PROPERTY,
                                         (BYTE *)&policy, sizeof(policy), NCRYPT_PERSIST_FLAG);
        expect_export("policy", key, 0, &list, expected[policy]);
    }
}

/* Blob types that nothing wraps. */
static void test_other_types(NCRYPT_KEY_HANDLE key)
{
    static const WCHAR *const types[] = {BCRYPT_PRIVATE_KEY_BLOB, BCRYPT_PUBLIC_KEY_BLOB,
                                         NCRYPT_PKCS8_PRIVATE_KEY_BLOB,
                                         NCRYPT_OPAQUETRANSPORT_BLOB};
    NCRYPT_KEY_HANDLE owner = recipient(), other;
    SECURITY_STATUS status;
    DWORD size;
    size_t i;

    for (i = 0; i < ARRAYSIZE(types); i++)
    {
        status = provider_table()->ExportKey(provider_handle(), key, owner, types[i], NULL, NULL, 0,
                                             &size, 0);
        check(status == NTE_NOT_SUPPORTED, "export %zu: %#x", i, (unsigned int)status);
        status = provider_table()->ImportKey(provider_handle(), owner, types[i], NULL, &other,
                                             (BYTE *)"RSA2xxxx", 8, 0);
        check(status == NTE_NOT_SUPPORTED || status == NTE_INVALID_PARAMETER, "import %zu: %#x", i,
              (unsigned int)status);
    }
    provider_free(owner);
}

int main(void)
{
    NCRYPT_KEY_HANDLE rsa = rsa_key(), curve = ec_key();

    make_recipient();
    test_round_trip(rsa, "RSA");
    test_round_trip(curve, "curve");
    test_export_lists(rsa);
    test_other_content();
    test_other_types(rsa);
    test_policy(rsa);
    provider_free(rsa);
    provider_free(curve);
    provider_close();
    return check_summary("envelope");
}
