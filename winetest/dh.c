/*
 * DH keys: creation in given and in standard groups, import and export in every blob type.
 *
 * Sources: Wine's dlls/bcrypt/tests, Microsoft's pages of NCryptExportKey and of the Diffie-Hellman
 * blobs, RFC 2409, RFC 3526, RFC 7919; the vectors name theirs.
 */
#include "ffc_forms.h"

enum
{
    HEADER = 8 /* BCRYPT_DH_KEY_BLOB */
};

static NCRYPT_PROV_HANDLE provider;

static void test_round_trip(const WCHAR *type, const char *id, DWORD bits)
{
    const struct test_vector *blob = vector(id);
    NCRYPT_KEY_HANDLE key;
    DWORD value;

    winetest_push_context("round trip of %s", id);
    if ((key = import_bytes(provider, type, blob->bytes, blob->size)))
    {
        ok_seen(!set_policy(key, POLICY_ALL), "the policy cannot be set\n");
        check_export_bytes(vector_mark(blob), key, type, blob->bytes, blob->size);
        expect_doc(ERROR_SUCCESS, get_dword(key, NCRYPT_LENGTH_PROPERTY, &value));
        ok_doc(value == bits, "got a length of %lu\n", value);
        expect_inf(NTE_NOT_SUPPORTED, get_dword(key, NCRYPT_SIGNATURE_LENGTH_PROPERTY, &value));
    }
    NCryptFreeObject(key);
    winetest_pop_context();
}

static void test_vectors(void)
{
    static const char *const ids[] = {"wine-dh512-priv", "wine-dh1024-priv"};

    test_round_trip(BCRYPT_DH_PRIVATE_BLOB, "wine-dh1024-priv", 1024);
    test_round_trip(BCRYPT_DH_PUBLIC_BLOB, "wine-dh1024-pub", 1024);
    test_round_trip(BCRYPT_DH_PRIVATE_BLOB, "wine-dh512-priv", 512);
    test_round_trip(BCRYPT_DH_PUBLIC_BLOB, "wine-dh512-pub", 512);
    for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
    {
        check_all_forms(provider, &dh_kind, vector(ids[i])->bytes, FALSE);
        check_truncated_forms(provider, &dh_kind, vector(ids[i])->bytes);
    }
}

static void expect_import(enum mark mark, SECURITY_STATUS want, const WCHAR *type,
                          const BYTE *bytes, DWORD size)
{
    NCRYPT_KEY_HANDLE key = 0;

    if (!expect_mark(mark, want,
                     NCryptImportKey(provider, 0, type, NULL, &key, (BYTE *)bytes, size, 0)))
        NCryptFreeObject(key);
}

static void test_refused_blobs(void)
{
    const struct test_vector *v = vector("wine-dh1024-priv");
    BYTE *longer = calloc(1, v->size + 1);

    memcpy(longer, v->bytes, v->size);
    winetest_push_context("one byte more");
    expect_import(MARK_INF, NTE_INVALID_PARAMETER, BCRYPT_DH_PRIVATE_BLOB, longer,
                  (DWORD)v->size + 1);
    winetest_pop_context();
    longer[v->size - 1] ^= 1;
    winetest_push_context("the private number of another key");
    expect_import(MARK_INF, NTE_INVALID_PARAMETER, BCRYPT_DH_PRIVATE_BLOB, longer, (DWORD)v->size);
    winetest_pop_context();
    winetest_push_context("a private blob as a public one");
    expect_import(MARK_INF, NTE_INVALID_PARAMETER, BCRYPT_DH_PUBLIC_BLOB, v->bytes, (DWORD)v->size);
    winetest_pop_context();
    free(longer);
    check_changed_form(provider, &dh_kind, v->bytes, BCRYPT_DH_PRIVATE_BLOB, "no length", 4, 0);
    check_changed_form(provider, &dh_kind, v->bytes, BCRYPT_DH_PRIVATE_BLOB, "a huge length", 4,
                       ~0u);
    check_changed_form(provider, &dh_kind, v->bytes, BCRYPT_DH_PRIVATE_BLOB, "a length that wraps",
                       4, 0x40000080);
    check_changed_form(provider, &dh_kind, v->bytes, LEGACY_DH_PRIVATE_BLOB, "a huge x", 24,
                       0xfffffff8);
    check_changed_form(provider, &dh_kind, v->bytes, LEGACY_DH_PRIVATE_BLOB, "q", 16, 160);
    check_changed_form(provider, &dh_kind, v->bytes, LEGACY_DH_PRIVATE_BLOB, "version 2", 0,
                       0x0207);
}

/* --- groups --------------------------------------------------------------------------------- */

static BOOL get_parameters(NCRYPT_KEY_HANDLE key, BYTE *value, DWORD room, DWORD *size)
{
    *size = 0;
    return expect_doc(ERROR_SUCCESS, NCryptGetProperty(key, NCRYPT_DH_PARAMETERS_PROPERTY, value,
                                                       room, size, 0)) == ERROR_SUCCESS;
}

static void test_given_group(void)
{
    const struct test_vector *want = vector("wine-dh1024-params");
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, BCRYPT_DH_ALGORITHM);
    struct blob blob;
    BYTE value[512];
    DWORD size;

    winetest_push_context("a given group");
    expect_inf(NTE_NOT_FOUND, NCryptGetProperty(key, NCRYPT_DH_PARAMETERS_PROPERTY, value,
                                                sizeof(value), &size, 0));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSetProperty(key, NCRYPT_DH_PARAMETERS_PROPERTY, (BYTE *)want->bytes,
                                 (DWORD)want->size - 1, 0));
    expect_seen(ERROR_SUCCESS, NCryptSetProperty(key, NCRYPT_DH_PARAMETERS_PROPERTY,
                                                 (BYTE *)want->bytes, (DWORD)want->size, 0));
    ok_doc(!set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, POLICY_ALL, 0), "no policy\n");
    expect_seen(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    if (get_parameters(key, value, sizeof(value), &size))
        check_bytes(MARK_SEEN, "DHParameters", value, size, want->bytes, want->size);
    if (check_export(MARK_SEEN, ERROR_SUCCESS, key, BCRYPT_DH_PRIVATE_BLOB, &blob))
    {
        check_bytes(MARK_SEEN, "p and g", blob.bytes + HEADER, 256, want->bytes + 12, 256);
        free_blob(&blob);
    }
    NCryptFreeObject(key);
    winetest_pop_context();
}

/* --- new keys ------------------------------------------------------------------------------- */

static void check_agreement(NCRYPT_KEY_HANDLE key, DWORD bits)
{
    NCRYPT_KEY_HANDLE other = import_vector(provider, BCRYPT_DH_PUBLIC_BLOB, "wine-dh512-pub");
    NCRYPT_KEY_HANDLE ecdh = create_key(provider, BCRYPT_ECDH_P256_ALGORITHM, 0, 0);
    NCRYPT_SECRET_HANDLE secret = 0;

    if (!expect_seen(ERROR_SUCCESS, NCryptSecretAgreement(key, key, &secret, 0)))
        expect_doc(ERROR_SUCCESS, NCryptFreeObject(secret));
    winetest_push_context("another group than that of %lu bits", bits);
    expect_inf(NTE_INVALID_PARAMETER, NCryptSecretAgreement(key, other, &secret, 0));
    expect_inf(NTE_INVALID_PARAMETER, NCryptSecretAgreement(key, ecdh, &secret, 0));
    winetest_pop_context();
    NCryptFreeObject(other);
    NCryptFreeObject(ecdh);
}

static void check_other_operations(NCRYPT_KEY_HANDLE key)
{
    BYTE hash[20] = {1}, output[2048];
    DWORD size = 0;

    expect_doc(NTE_NOT_SUPPORTED,
               NCryptSignHash(key, NULL, hash, sizeof(hash), output, sizeof(output), &size, 0));
    expect_doc(NTE_NOT_SUPPORTED,
               NCryptVerifySignature(key, NULL, hash, sizeof(hash), output, 40, 0));
    expect_seen(NTE_NOT_SUPPORTED, NCryptEncrypt(key, hash, sizeof(hash), NULL, output,
                                                 sizeof(output), &size, NCRYPT_PAD_PKCS1_FLAG));
    expect_doc(NTE_NOT_SUPPORTED, NCryptDecrypt(key, hash, sizeof(hash), NULL, output,
                                                sizeof(output), &size, NCRYPT_PAD_PKCS1_FLAG));
}

static void test_new_key(DWORD bits)
{
    NCRYPT_KEY_HANDLE key;
    struct blob blob;

    winetest_push_context("new key of %lu bits", bits);
    key = create_key(provider, BCRYPT_DH_ALGORITHM, bits, POLICY_ALL);
    if (key && check_export(MARK_DOC, ERROR_SUCCESS, key, BCRYPT_DH_PRIVATE_BLOB, &blob))
    {
        ok_doc(blob.size == HEADER + bits / 2, "got %lu bytes\n", blob.size);
        check_all_forms(provider, &dh_kind, blob.bytes, TRUE);
        check_agreement(key, bits);
        check_other_operations(key);
        free_blob(&blob);
    }
    NCryptFreeObject(key);
    winetest_pop_context();
}

static void test_lengths(void)
{
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, BCRYPT_DH_ALGORITHM);
    DWORD value;

    expect_inf(ERROR_SUCCESS, get_dword(key, NCRYPT_LENGTH_PROPERTY, &value));
    ok_inf(value == 1024, "got a default of %lu\n", value);
    expect_inf(NTE_INVALID_PARAMETER, set_dword(key, NCRYPT_LENGTH_PROPERTY, 448, 0));
    expect_inf(NTE_INVALID_PARAMETER, set_dword(key, NCRYPT_LENGTH_PROPERTY, 16448, 0));
    expect_inf(NTE_INVALID_PARAMETER, set_dword(key, NCRYPT_LENGTH_PROPERTY, 1000, 0));
    NCryptFreeObject(key);
}

START_TEST(dh)
{
    provider = open_provider();
    test_vectors();
    test_refused_blobs();
    test_given_group();
    test_new_key(512);
    test_new_key(1024);
    test_new_key(1536);
    test_new_key(2048);
    test_lengths();
    NCryptFreeObject(provider);
}
