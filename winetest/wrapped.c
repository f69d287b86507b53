/*
 * Private keys that leave under another key: PKCS7_ENVELOPE, PKCS11RsaAesWrapBlob; and the public blob
 * of TLS, SSLECCPUBLICBLOB.
 *
 * Sources: Microsoft's pages of NCryptExportKey and NCryptImportKey, bcrypt.h; PKCS #11 v3.1,
 * CKM_RSA_AES_KEY_WRAP.
 */
#include "list.h"

/* A certificate of the vector wine-rsa1024-full, made by OpenSSL: subject and issuer CN=r, serial 7. */
static const BYTE certificate[] = {
    0x30, 0x82, 0x01, 0x88, 0x30, 0x81, 0xf2, 0x02, 0x01, 0x07, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86,
    0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00, 0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06,
    0x03, 0x55, 0x04, 0x03, 0x0c, 0x01, 0x72, 0x30, 0x20, 0x17, 0x0d, 0x32, 0x36, 0x31, 0x31, 0x32,
    0x33, 0x30, 0x31, 0x35, 0x39, 0x30, 0x35, 0x5a, 0x18, 0x0f, 0x32, 0x31, 0x32, 0x36, 0x31, 0x30,
    0x33, 0x30, 0x30, 0x31, 0x35, 0x39, 0x30, 0x35, 0x5a, 0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06,
    0x03, 0x55, 0x04, 0x03, 0x0c, 0x01, 0x72, 0x30, 0x81, 0x9f, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86,
    0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x81, 0x8d, 0x00, 0x30, 0x81, 0x89,
    0x02, 0x81, 0x81, 0x00, 0xbb, 0x49, 0x0d, 0x3f, 0xfa, 0x15, 0x1a, 0xd7, 0xd4, 0x7e, 0x51, 0xe7,
    0x7f, 0xaf, 0xbb, 0x63, 0x8e, 0x88, 0x71, 0x8c, 0x67, 0x91, 0xb0, 0x6b, 0xd2, 0x4f, 0x58, 0xb4,
    0xd7, 0xdd, 0xcb, 0xa8, 0xc0, 0x0c, 0xf5, 0x41, 0xfd, 0x28, 0xdf, 0xb9, 0x0d, 0x4e, 0x22, 0x24,
    0x37, 0xa5, 0xae, 0x3c, 0x9a, 0xbf, 0xae, 0x8f, 0xd9, 0xc1, 0x30, 0x87, 0x71, 0xee, 0x5a, 0x2b,
    0xfc, 0x2d, 0x5b, 0xf6, 0xe7, 0xf1, 0x69, 0xf2, 0x94, 0x47, 0x55, 0x6e, 0xca, 0x4f, 0x66, 0xba,
    0x82, 0xbb, 0x98, 0x09, 0xd0, 0x3b, 0x8e, 0x30, 0x20, 0x0e, 0x8f, 0x44, 0xc8, 0x8d, 0xfd, 0x06,
    0x65, 0x6d, 0x7a, 0xbb, 0x0d, 0xad, 0x5c, 0x3f, 0xc5, 0x7c, 0x57, 0x0a, 0x3b, 0x21, 0x54, 0x3e,
    0xd1, 0x54, 0x07, 0x40, 0xbb, 0x85, 0x78, 0x55, 0x47, 0x2a, 0x06, 0xbd, 0x81, 0xa7, 0x77, 0x32,
    0x37, 0x56, 0x3c, 0x49, 0x02, 0x03, 0x01, 0x00, 0x01, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48,
    0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00, 0x03, 0x81, 0x81, 0x00, 0x3d, 0x7f, 0xa1, 0xb9,
    0xc2, 0x72, 0xe4, 0xef, 0x2f, 0xcc, 0x3a, 0x6f, 0x7e, 0x1e, 0xc1, 0x91, 0x77, 0xfb, 0xe4, 0x47,
    0x8f, 0x00, 0xe6, 0x1b, 0x7d, 0xf0, 0xae, 0x22, 0x35, 0xf5, 0x73, 0x50, 0x38, 0x25, 0x71, 0x54,
    0x8e, 0xef, 0xb8, 0xe4, 0x57, 0x91, 0x3c, 0xe1, 0x60, 0x11, 0x24, 0x99, 0x50, 0x2c, 0x36, 0xed,
    0x42, 0x72, 0x18, 0xc1, 0x70, 0x5d, 0xaf, 0xf2, 0xa5, 0xc2, 0xe1, 0x1b, 0x59, 0x9a, 0xbe, 0x3a,
    0x63, 0x5f, 0xc1, 0x28, 0x3f, 0x8a, 0x5e, 0x38, 0x5d, 0x87, 0x59, 0x96, 0xa8, 0xd6, 0x0e, 0x4e,
    0xf9, 0x8d, 0x42, 0xbb, 0xe9, 0xe1, 0x79, 0x70, 0x67, 0xef, 0x9f, 0x9b, 0x2e, 0xc0, 0x10, 0x3a,
    0x0a, 0x50, 0x5c, 0x87, 0xfb, 0x38, 0x67, 0x15, 0x2b, 0xcd, 0xb2, 0x65, 0x70, 0xea, 0x52, 0x3a,
    0x7f, 0x37, 0x1c, 0xa9, 0x2c, 0x4d, 0xed, 0xb4, 0x5e, 0x5c, 0x9b, 0x57,
};

/* rsaEncryption's companion for the content: aes256-CBC */
static char aes256_cbc[] = "2.16.840.1.101.3.4.1.42";

static NCRYPT_PROV_HANDLE provider;

static NCRYPT_KEY_HANDLE rsa_key(void)
{
    return import_vector(provider, BCRYPT_RSAFULLPRIVATE_BLOB, "wine-rsa1024-full");
}

static NCRYPT_KEY_HANDLE ec_key(DWORD policy)
{
    return create_key(provider, BCRYPT_ECDSA_P256_ALGORITHM, 0, policy);
}

/* Whether two keys have the same private blob. */
static void check_same_key(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE other)
{
    struct blob first = {0}, second = {0};

    ok_doc(!set_policy(key, POLICY_ALL) && !set_policy(other, POLICY_ALL), "policy\n");
    ok_doc(export_blob(key, BCRYPT_PRIVATE_KEY_BLOB, &first) &&
               export_blob(other, BCRYPT_PRIVATE_KEY_BLOB, &second) && first.size == second.size &&
               !memcmp(first.bytes, second.bytes, first.size),
           "another key came back\n");
    free_blob(&first);
    free_blob(&second);
}

static void envelope_list(struct list *list)
{
    memset(list, 0, sizeof(*list));
    add(list, NCRYPTBUFFER_CERT_BLOB, certificate, sizeof(certificate));
    add(list, NCRYPTBUFFER_PKCS_ALG_OID, aes256_cbc, sizeof(aes256_cbc));
}

static void test_envelope(void)
{
    NCRYPT_KEY_HANDLE recipient = rsa_key(), key = ec_key(POLICY_EXPORT), back = 0;
    BYTE blob[2048];
    struct list list, none = {{0}, {{0}}};
    DWORD size = 0;

    winetest_push_context("PKCS7_ENVELOPE");
    envelope_list(&list);
    expect_doc(ERROR_SUCCESS, NCryptExportKey(key, 0, NCRYPT_PKCS7_ENVELOPE_BLOB, &list.desc, blob,
                                              sizeof(blob), &size, 0));
    record_normal("envelope", "NCryptExportKey", "%s", blob[0] == 0x30 ? "a SEQUENCE" : "other");
    ok_doc(blob[0] == 0x30, "it begins with %#x\n", blob[0]);
    expect_doc(NTE_INVALID_PARAMETER, NCryptExportKey(key, 0, NCRYPT_PKCS7_ENVELOPE_BLOB,
                                                      &none.desc, blob, sizeof(blob), &size, 0));
    list.desc.cBuffers = 1;
    expect_doc(NTE_INVALID_PARAMETER, NCryptExportKey(key, 0, NCRYPT_PKCS7_ENVELOPE_BLOB,
                                                      &list.desc, blob, sizeof(blob), &size, 0));
    envelope_list(&list);
    if (must(NCryptExportKey(key, 0, NCRYPT_PKCS7_ENVELOPE_BLOB, &list.desc, blob, sizeof(blob),
                             &size, 0)))
    {
        expect_inf(NTE_NO_KEY, NCryptImportKey(provider, 0, NCRYPT_PKCS7_ENVELOPE_BLOB, NULL, &back,
                                               blob, size, 0));
        expect_inf(ERROR_SUCCESS, NCryptImportKey(provider, recipient, NCRYPT_PKCS7_ENVELOPE_BLOB,
                                                  NULL, &back, blob, size, 0));
        check_same_key(key, back);
        NCryptFreeObject(back);
        expect_inf(NTE_BAD_DATA, NCryptImportKey(provider, recipient, NCRYPT_PKCS7_ENVELOPE_BLOB,
                                                 NULL, &back, blob, size / 2, 0));
    }
    NCryptFreeObject(key);
    key = ec_key(POLICY_NONE);
    envelope_list(&list);
    expect_doc(NTE_NOT_SUPPORTED,
               NCryptExportKey(key, 0, NCRYPT_PKCS7_ENVELOPE_BLOB, &list.desc, NULL, 0, &size, 0));
    NCryptFreeObject(key);
    NCryptFreeObject(recipient);
    winetest_pop_context();
}

/* --- PKCS11RsaAesWrapBlob ------------------------------------------------------------------- */

static SECURITY_STATUS wrap(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE wrapping, struct list *list,
                            BYTE *blob, DWORD room, DWORD *size)
{
    return NCryptExportKey(key, wrapping, BCRYPT_PKCS11_RSA_AES_WRAP_KEY_BLOB,
                           list ? &list->desc : NULL, blob, room, size, 0);
}

static SECURITY_STATUS unwrap(NCRYPT_KEY_HANDLE wrapping, BYTE *blob, DWORD size,
                              NCRYPT_KEY_HANDLE *key)
{
    return NCryptImportKey(provider, wrapping, BCRYPT_PKCS11_RSA_AES_WRAP_KEY_BLOB, NULL, key, blob,
                           size, 0);
}

static void test_wrap_parameters(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE wrapping)
{
    DWORD bits = 128, size = 0;
    struct list list = {{0}, {{0}}};
    NCRYPT_KEY_HANDLE back = 0;
    BYTE blob[1024];

    add(&list, NCRYPTBUFFER_PKCS_AES_KEY_BITS, &bits, sizeof(bits));
    add_text(&list, NCRYPTBUFFER_PKCS_PADDING_ALGO, BCRYPT_SHA256_ALGORITHM);
    add(&list, NCRYPTBUFFER_PKCS_PADDING_LABEL, "label", 5);
    expect_doc(ERROR_SUCCESS, wrap(key, wrapping, &list, blob, sizeof(blob), &size));
    expect_inf(ERROR_SUCCESS, unwrap(wrapping, blob, size, &back));
    check_same_key(key, back);
    NCryptFreeObject(back);
    bits = 100;
    expect_inf(NTE_INVALID_PARAMETER, wrap(key, wrapping, &list, blob, sizeof(blob), &size));
}

static void test_rsa_aes(void)
{
    NCRYPT_KEY_HANDLE wrapping = rsa_key(), key = ec_key(POLICY_PLAIN), back = 0;
    BYTE blob[1024];
    DWORD size = 0;

    winetest_push_context("PKCS11RsaAesWrapBlob");
    expect_inf(NTE_INVALID_PARAMETER, wrap(key, 0, NULL, blob, sizeof(blob), &size));
    expect_doc(ERROR_SUCCESS, wrap(key, wrapping, NULL, NULL, 0, &size));
    expect_doc(ERROR_SUCCESS, wrap(key, wrapping, NULL, blob, sizeof(blob), &size));
    expect_doc(ERROR_SUCCESS, unwrap(wrapping, blob, size, &back));
    check_same_key(key, back);
    NCryptFreeObject(back);
    /* a key that may import and nothing else */
    expect_doc(ERROR_SUCCESS,
               set_dword(wrapping, NCRYPT_KEY_USAGE_PROPERTY, NCRYPT_ALLOW_KEY_IMPORT_FLAG, 0));
    expect_inf(ERROR_SUCCESS, unwrap(wrapping, blob, size, &back));
    NCryptFreeObject(back);
    expect_doc(ERROR_SUCCESS,
               set_dword(wrapping, NCRYPT_KEY_USAGE_PROPERTY, NCRYPT_ALLOW_ALL_USAGES, 0));
    test_wrap_parameters(key, wrapping);
    NCryptFreeObject(key);

    key = ec_key(POLICY_NONE);
    expect_doc(NTE_NOT_SUPPORTED, wrap(key, wrapping, NULL, NULL, 0, &size));
    ok_doc(!set_policy(key, NCRYPT_ALLOW_PKCS11_RSA_AES_EXPORT_FLAG), "policy\n");
    expect_doc(ERROR_SUCCESS, wrap(key, wrapping, NULL, NULL, 0, &size));
    check_export_status(MARK_DOC, NTE_NOT_SUPPORTED, key, BCRYPT_ECCPRIVATE_BLOB);
    NCryptFreeObject(key);
    NCryptFreeObject(wrapping);
    winetest_pop_context();
}

/* --- SSLECCPUBLICBLOB ----------------------------------------------------------------------- */

/* SSL_ECCKEY_BLOB: number of the curve in TLS (RFC 8422: 23 is secp256r1), length; X, Y. */
static void test_ssl(void)
{
    const struct test_vector *public = vector("wine-ecdh256-peer-pub");
    NCRYPT_KEY_HANDLE key = import_vector(provider, BCRYPT_ECCPUBLIC_BLOB, "wine-ecdh256-peer-pub");
    BYTE want[72] = {23, 0, 0, 0, 32};
    NCRYPT_KEY_HANDLE back;

    winetest_push_context("SSLECCPUBLICBLOB");
    memcpy(want + 8, (const BYTE *)public->bytes + 8, 64);
    check_export_bytes(MARK_INF, key, SSL_ECCPUBLIC_BLOB, want, sizeof(want));
    back = import_bytes(provider, SSL_ECCPUBLIC_BLOB, want, sizeof(want));
    check_export_bytes(MARK_INF, back, BCRYPT_ECCPUBLIC_BLOB, public->bytes, public->size);
    NCryptFreeObject(back);
    NCryptFreeObject(key);
    winetest_pop_context();
}

START_TEST(wrapped)
{
    if (skipped_on_builtin("has none of these blob types"))
        return;
    provider = open_provider();
    test_envelope();
    test_rsa_aes();
    test_ssl();
    NCryptFreeObject(provider);
}
