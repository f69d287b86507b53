/*
 * ECDSA and ECDH keys on the NIST curves: creation, and import and export in every blob type.
 *
 * Sources: dotnet/corefx's CngKey tests, Wine's dlls/bcrypt/tests, microsoft/go-crypto-winnative,
 * Microsoft's pages of NCryptImportKey and NCryptExportKey; the vectors name theirs.
 */
#include "ec_forms.h"

#define HEADER_SIZE sizeof(BCRYPT_ECCKEY_BLOB)

static NCRYPT_PROV_HANDLE provider;

/* --- blob types ----------------------------------------------------------------------------- */

static const struct
{
    const WCHAR *type;
    BOOL is_private;
} ec_types[] = {
    {BCRYPT_ECCPUBLIC_BLOB, FALSE},        {BCRYPT_PUBLIC_KEY_BLOB, FALSE},
    {BCRYPT_ECCPRIVATE_BLOB, TRUE},        {BCRYPT_PRIVATE_KEY_BLOB, TRUE},
    {NCRYPT_PKCS8_PRIVATE_KEY_BLOB, TRUE},
};

static const WCHAR *const foreign_types[] = {
    BCRYPT_RSAPUBLIC_BLOB,
    BCRYPT_RSAPRIVATE_BLOB,
    BCRYPT_RSAFULLPRIVATE_BLOB,
    LEGACY_RSAPUBLIC_BLOB,
    LEGACY_RSAPRIVATE_BLOB,
    BCRYPT_DSA_PUBLIC_BLOB,
    BCRYPT_DH_PRIVATE_BLOB,
    NCRYPT_CIPHER_KEY_BLOB,
    L"eccpublicblob",
    L"Foo",
    L"",
};

static SECURITY_STATUS status_by_policy(BOOL is_private, DWORD policy)
{
    return !is_private || policy & POLICY_PLAIN ? ERROR_SUCCESS : NTE_NOT_SUPPORTED;
}

/* The usage that a PKCS#8 blob names is proven for ECDSA only. */
static enum mark form_mark(const struct ec_algorithm *algorithm, const WCHAR *type)
{
    if (wcscmp(type, NCRYPT_PKCS8_PRIVATE_KEY_BLOB))
        return MARK_DOC;
    return algorithm->usage == EC_USAGE_SIGN ? MARK_SEEN : MARK_INF;
}

static void check_text(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *name, const WCHAR *want)
{
    WCHAR text[64] = L"";
    DWORD size = 0;

    expect_mark(mark, ERROR_SUCCESS,
                NCryptGetProperty(key, name, (BYTE *)text, sizeof(text), &size, 0));
    ok_mark(mark)(!wcscmp(text, want), "%ls is %s\n", name, wine_dbgstr_w(text));
    record_text(narrow(name), "NCryptGetProperty", text);
}

static void check_algorithm(NCRYPT_KEY_HANDLE key, const struct ec_algorithm *algorithm)
{
    DWORD bits = 0;

    check_text(MARK_SEEN, key, NCRYPT_ALGORITHM_PROPERTY, algorithm->name);
    check_text(MARK_SEEN, key, NCRYPT_ALGORITHM_GROUP_PROPERTY, algorithm->group);
    expect_seen(ERROR_SUCCESS, get_dword(key, NCRYPT_LENGTH_PROPERTY, &bits));
    ok_seen(bits == algorithm->bits, "got a length of %lu\n", bits);
}

/* --- export of a known key ------------------------------------------------------------------ */

static void check_forms(NCRYPT_KEY_HANDLE key, const struct ec_algorithm *algorithm,
                        const BYTE *private, DWORD policy)
{
    for (size_t i = 0; i < ARRAY_SIZE(ec_types); i++)
    {
        const WCHAR *type = ec_types[i].type;
        SECURITY_STATUS status = status_by_policy(ec_types[i].is_private, policy);
        struct blob want = ec_form(algorithm, private, type);

        if (status)
            check_export_status(MARK_SEEN, status, key, type);
        else
            check_export_bytes(form_mark(algorithm, type), key, type, want.bytes, want.size);
        free_blob(&want);
    }
}

static void check_all_policies(NCRYPT_KEY_HANDLE key, const struct ec_algorithm *algorithm,
                               const BYTE *private)
{
    for (DWORD policy = 0; policy <= POLICY_ALL; policy++)
    {
        winetest_push_context("policy %lu", policy);
        ok_seen(!set_policy(key, policy), "the policy cannot be set\n");
        check_forms(key, algorithm, private, policy);
        winetest_pop_context();
    }
    for (size_t i = 0; i < ARRAY_SIZE(foreign_types); i++)
        check_export_status(MARK_INF, NTE_BAD_TYPE, key, foreign_types[i]);
}

static void test_private_forms(const struct ec_algorithm *algorithm)
{
    struct blob sample = ec_sample(algorithm);

    for (size_t i = 0; i < ARRAY_SIZE(ec_types); i++)
    {
        struct blob blob = ec_form(algorithm, sample.bytes, ec_types[i].type);
        NCRYPT_KEY_HANDLE key = 0;

        winetest_push_context("%s from %s", narrow(algorithm->name), narrow(ec_types[i].type));
        if (ec_types[i].is_private)
            key = import_bytes(provider, ec_types[i].type, blob.bytes, blob.size);
        if (key)
        {
            check_algorithm(key, algorithm);
            check_all_policies(key, algorithm, sample.bytes);
            expect_seen(ERROR_SUCCESS, NCryptFreeObject(key));
        }
        winetest_pop_context();
        free_blob(&blob);
    }
    free_blob(&sample);
}

/* A public key has no private forms, whatever its policy. */
static void check_public_key(NCRYPT_KEY_HANDLE key, const struct blob *public, DWORD policy)
{
    for (size_t i = 0; i < ARRAY_SIZE(ec_types); i++)
    {
        if (!ec_types[i].is_private)
            check_export_bytes(MARK_SEEN, key, ec_types[i].type, public->bytes, public->size);
        else
            check_export_status(MARK_INF,
                                policy & POLICY_PLAIN ? NTE_INVALID_PARAMETER : NTE_NOT_SUPPORTED,
                                key, ec_types[i].type);
    }
}

static void test_public_forms(const struct ec_algorithm *algorithm)
{
    struct blob sample = ec_sample(algorithm), public = ec_public(algorithm, sample.bytes);

    for (size_t i = 0; i < ARRAY_SIZE(ec_types); i++)
    {
        NCRYPT_KEY_HANDLE key = 0;

        winetest_push_context("%s from %s", narrow(algorithm->name), narrow(ec_types[i].type));
        if (!ec_types[i].is_private)
            key = import_bytes(provider, ec_types[i].type, public.bytes, public.size);
        if (key)
            check_algorithm(key, algorithm);
        for (DWORD policy = 0; key && policy <= POLICY_ALL; policy++)
        {
            winetest_push_context("policy %lu", policy);
            ok_seen(!set_policy(key, policy), "the policy cannot be set\n");
            check_public_key(key, &public, policy);
            winetest_pop_context();
        }
        NCryptFreeObject(key);
        winetest_pop_context();
    }
    free_blob(&public);
    free_blob(&sample);
}

/* --- vectors -------------------------------------------------------------------------------- */

static void test_round_trip(const WCHAR *type, const char *id, const WCHAR *algorithm)
{
    const struct test_vector *blob = vector(id);
    NCRYPT_KEY_HANDLE key;

    winetest_push_context("round trip of %s", id);
    if ((key = import_bytes(provider, type, blob->bytes, blob->size)))
    {
        ok_seen(!set_policy(key, POLICY_ALL), "the policy cannot be set\n");
        check_export_bytes(vector_mark(blob), key, type, blob->bytes, blob->size);
        check_text(MARK_SEEN, key, NCRYPT_ALGORITHM_PROPERTY, algorithm);
    }
    NCryptFreeObject(key);
    winetest_pop_context();
}

static void test_vectors(void)
{
    test_round_trip(BCRYPT_PUBLIC_KEY_BLOB, "corefx-ecdh256-pub", L"ECDH_P256");
    test_round_trip(BCRYPT_ECCPUBLIC_BLOB, "corefx-ecdh256-pub", L"ECDH_P256");
    test_round_trip(BCRYPT_PRIVATE_KEY_BLOB, "corefx-ecdsa256-priv", L"ECDSA_P256");
    test_round_trip(BCRYPT_ECCPRIVATE_BLOB, "corefx-ecdsa521-priv", L"ECDSA_P521");
    test_round_trip(BCRYPT_ECCPRIVATE_BLOB, "wine-ecdsa256-priv", L"ECDSA_P256");
    test_round_trip(BCRYPT_ECCPUBLIC_BLOB, "wine-ecdsa256-pub", L"ECDSA_P256");
    test_round_trip(BCRYPT_ECCPRIVATE_BLOB, "wine-ecdh256-priv", L"ECDH_P256");
    test_round_trip(BCRYPT_ECCPUBLIC_BLOB, "wine-ecdh256-peer-pub", L"ECDH_P256");
    test_round_trip(NCRYPT_PKCS8_PRIVATE_KEY_BLOB, "jsrsasign-ecdsa256", L"ECDSA_P256");
    test_round_trip(NCRYPT_PKCS8_PRIVATE_KEY_BLOB, "csharp-ecdsa256", L"ECDSA_P256");
}

/* --- private blobs without a public key ----------------------------------------------------- */

static NCRYPT_KEY_HANDLE try_import(const WCHAR *type, const struct blob *blob, DWORD flags,
                                    SECURITY_STATUS *status)
{
    NCRYPT_KEY_HANDLE key = 0;

    *status = NCryptImportKey(provider, 0, type, NULL, &key, blob->bytes, blob->size, flags);
    record_status(NULL, "NCryptImportKey", *status);
    return *status ? 0 : key;
}

/* X and Y zero: the public key is computed (microsoft/go-crypto-winnative relies on it). */
static void test_no_public_key(const struct ec_algorithm *algorithm)
{
    struct blob sample = ec_sample(algorithm);
    struct blob blob = ec_form(algorithm, sample.bytes, BCRYPT_ECCPRIVATE_BLOB);
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status;

    winetest_push_context("%s without X and Y", narrow(algorithm->name));
    memset(blob.bytes + HEADER_SIZE, 0, 2 * algorithm->size);
    key = try_import(BCRYPT_ECCPRIVATE_BLOB, &blob, 0, &status);
    ok_seen(status == ERROR_SUCCESS, "got %s\n", status_name(status));
    if (key && !set_policy(key, POLICY_ALL))
        check_forms(key, algorithm, sample.bytes, POLICY_ALL);
    NCryptFreeObject(key);
    winetest_pop_context();
    free_blob(&blob);
    free_blob(&sample);
}

/* A public key that is not d*G: refused, unless NCRYPT_NO_KEY_VALIDATION is given. */
static void test_wrong_public_key(const struct ec_algorithm *algorithm)
{
    struct blob sample = ec_sample(algorithm);
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status;

    winetest_push_context("%s with another d", narrow(algorithm->name));
    sample.bytes[sample.size - 1] ^= 1;
    key = try_import(BCRYPT_ECCPRIVATE_BLOB, &sample, 0, &status);
    ok_doc(!key, "was accepted\n");
    NCryptFreeObject(key);
    winetest_pop_context();

    winetest_push_context("%s with another d, unvalidated", narrow(algorithm->name));
    key = try_import(BCRYPT_ECCPRIVATE_BLOB, &sample, NCRYPT_NO_KEY_VALIDATION, &status);
    ok_doc(status == ERROR_SUCCESS, "got %s\n", status_name(status));
    NCryptFreeObject(key);
    winetest_pop_context();
    free_blob(&sample);
}

/* --- refused imports ------------------------------------------------------------------------ */

static BOOL is_refused(const WCHAR *type, const void *bytes, size_t size)
{
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status = NCryptImportKey(provider, 0, type, NULL, &key, (BYTE *)bytes,
                                             (DWORD)size, 0);

    record_status(NULL, "NCryptImportKey", status);
    if (!status)
        NCryptFreeObject(key);
    return status != ERROR_SUCCESS;
}

static void test_truncated(const struct ec_algorithm *algorithm, const WCHAR *type)
{
    struct blob sample = ec_sample(algorithm), blob = ec_form(algorithm, sample.bytes, type);
    LONG accepted = 0;

    winetest_push_context("%s %s cut short", narrow(algorithm->name), narrow(type));
    for (DWORD size = 0; size < blob.size; size++)
    {
        BYTE *copy = malloc(size + 1);

        memcpy(copy, blob.bytes, size);
        accepted += !is_refused(type, copy, size);
        free(copy);
    }
    ok_inf(!accepted, "%ld of %lu were accepted\n", accepted, blob.size);
    winetest_pop_context();
    free_blob(&blob);
    free_blob(&sample);
}

/* A private blob of the sample with some bytes replaced. */
static void test_changed(const struct ec_algorithm *algorithm, const char *what, size_t offset,
                         const void *bytes, size_t size)
{
    struct blob blob = ec_sample(algorithm);

    winetest_push_context("%s with %s", narrow(algorithm->name), what);
    memcpy(blob.bytes + offset, bytes, size);
    ok_inf(is_refused(BCRYPT_ECCPRIVATE_BLOB, blob.bytes, blob.size), "was accepted\n");
    winetest_pop_context();
    free_blob(&blob);
}

static void test_bad_private_keys(const struct ec_algorithm *algorithm)
{
    static const BYTE zeros[80];
    static const DWORD bad_magics[] = {0, 0x31415352, 0x99999999};
    DWORD size = algorithm->size, larger = size + 1, huge = 0x55555555;
    size_t d = HEADER_SIZE + 2 * size;

    test_changed(algorithm, "d = 0", d, zeros, size);
    test_changed(algorithm, "d = n", d, algorithm->order, size);
    test_changed(algorithm, "X = p", HEADER_SIZE, algorithm->prime, size);
    test_changed(algorithm, "X = 0", HEADER_SIZE, zeros, size);
    test_changed(algorithm, "Y = 0", HEADER_SIZE + size, zeros, size);
    test_changed(algorithm, "no size", 4, zeros, 4);
    test_changed(algorithm, "a larger size", 4, &larger, 4);
    test_changed(algorithm, "a huge size", 4, &huge, 4);
    for (size_t i = 0; i < ARRAY_SIZE(bad_magics); i++)
        test_changed(algorithm, "a bad magic", 0, &bad_magics[i], 4);
    test_changed(algorithm, "a public magic", 0, &algorithm->public_magic, 4);
}

/* Points that are none, and one that is not on the curve. */
static void test_bad_public_keys(const struct ec_algorithm *algorithm)
{
    struct blob sample = ec_sample(algorithm), blob = ec_public(algorithm, sample.bytes);

    winetest_push_context("%s not on the curve", narrow(algorithm->name));
    blob.bytes[blob.size - 1] ^= 1;
    ok_inf(is_refused(BCRYPT_ECCPUBLIC_BLOB, blob.bytes, blob.size), "was accepted\n");
    winetest_pop_context();

    winetest_push_context("%s at infinity", narrow(algorithm->name));
    memset(blob.bytes + HEADER_SIZE, 0, 2 * algorithm->size);
    ok_inf(is_refused(BCRYPT_ECCPUBLIC_BLOB, blob.bytes, blob.size), "was accepted\n");
    winetest_pop_context();
    free_blob(&blob);
    free_blob(&sample);
}

static void test_wrong_types(const struct ec_algorithm *algorithm)
{
    struct blob sample = ec_sample(algorithm), public = ec_public(algorithm, sample.bytes);

    winetest_push_context("%s as another type", narrow(algorithm->name));
    ok_inf(is_refused(BCRYPT_ECCPUBLIC_BLOB, sample.bytes, sample.size), "private as public\n");
    ok_inf(is_refused(BCRYPT_ECCPRIVATE_BLOB, public.bytes, public.size), "public as private\n");
    ok_inf(is_refused(NCRYPT_PKCS8_PRIVATE_KEY_BLOB, sample.bytes, sample.size), "as PKCS#8\n");
    for (size_t i = 0; i < ARRAY_SIZE(foreign_types); i++)
        ok_inf(is_refused(foreign_types[i], sample.bytes, sample.size), "as %ls\n",
               foreign_types[i]);
    winetest_pop_context();
    free_blob(&public);
    free_blob(&sample);
}

/* --- creation ------------------------------------------------------------------------------- */

static void check_created_blob(NCRYPT_KEY_HANDLE key, const WCHAR *type, ULONG magic, DWORD size,
                               DWORD key_size)
{
    const BCRYPT_ECCKEY_BLOB *header;
    struct blob blob;

    if (!check_export(MARK_SEEN, ERROR_SUCCESS, key, type, &blob))
        return;
    header = (const BCRYPT_ECCKEY_BLOB *)blob.bytes;
    ok_seen(blob.size == size, "got %lu bytes, expected %lu\n", blob.size, size);
    ok_seen(header->dwMagic == magic, "got magic %08lx\n", header->dwMagic);
    ok_seen(header->cbKey == key_size, "got a size of %lu\n", header->cbKey);
    record_normal(narrow(type), "NCryptExportKey", "magic %08lx size %lu", header->dwMagic,
                  header->cbKey);
    free_blob(&blob);
}

/* Every private form gives the same key again. */
static void check_reimport(NCRYPT_KEY_HANDLE key, const struct ec_algorithm *algorithm)
{
    struct blob private, blob;

    if (!export_blob(key, BCRYPT_ECCPRIVATE_BLOB, &private))
        return;
    for (size_t i = 0; i < ARRAY_SIZE(ec_types); i++)
    {
        if (!ec_types[i].is_private || !export_blob(key, ec_types[i].type, &blob))
            continue;
        NCRYPT_KEY_HANDLE copy = import_bytes(provider, ec_types[i].type, blob.bytes, blob.size);

        winetest_push_context("again from %s", narrow(ec_types[i].type));
        ok_seen(!set_policy(copy, POLICY_ALL), "the policy cannot be set\n");
        if (copy)
            check_random_export_bytes(MARK_DOC, copy, BCRYPT_ECCPRIVATE_BLOB, private.bytes,
                                      private.size);
        NCryptFreeObject(copy);
        winetest_pop_context();
        free_blob(&blob);
    }
    blob = ec_pkcs8(algorithm, private.bytes);
    check_random_export_bytes(form_mark(algorithm, NCRYPT_PKCS8_PRIVATE_KEY_BLOB), key,
                              NCRYPT_PKCS8_PRIVATE_KEY_BLOB, blob.bytes, blob.size);
    free_blob(&blob);
    free_blob(&private);
}

static void test_create(const struct ec_algorithm *algorithm)
{
    NCRYPT_KEY_HANDLE key;
    DWORD size = algorithm->size;

    winetest_push_context("create %s", narrow(algorithm->name));
    if ((key = create_key(provider, algorithm->name, 0, POLICY_ALL)))
    {
        check_algorithm(key, algorithm);
        check_created_blob(key, BCRYPT_ECCPUBLIC_BLOB, algorithm->public_magic, 8 + 2 * size, size);
        check_created_blob(key, BCRYPT_PUBLIC_KEY_BLOB, algorithm->public_magic, 8 + 2 * size,
                           size);
        check_created_blob(key, BCRYPT_ECCPRIVATE_BLOB, algorithm->private_magic, 8 + 3 * size,
                           size);
        check_created_blob(key, BCRYPT_PRIVATE_KEY_BLOB, algorithm->private_magic, 8 + 3 * size,
                           size);
        check_reimport(key, algorithm);
        expect_inf(NTE_INVALID_HANDLE, NCryptFinalizeKey(key, 0));
    }
    NCryptFreeObject(key);
    winetest_pop_context();
}

static void test_create_without_policy(const struct ec_algorithm *algorithm)
{
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, algorithm->name);
    DWORD size;

    winetest_push_context("a new %s", narrow(algorithm->name));
    for (size_t i = 0; key && i < ARRAY_SIZE(ec_types); i++)
        expect_doc(NTE_BAD_KEY_STATE,
                   NCryptExportKey(key, 0, ec_types[i].type, NULL, NULL, 0, &size, 0));
    if (key && must(NCryptFinalizeKey(key, 0)))
        for (size_t i = 0; i < ARRAY_SIZE(ec_types); i++)
            check_export_status(MARK_SEEN, status_by_policy(ec_types[i].is_private, 0), key,
                                ec_types[i].type);
    NCryptFreeObject(key);
    winetest_pop_context();
}

/* A length that the curve has not fails when it is set or when the key is made. */
static void test_bad_length(const struct ec_algorithm *algorithm)
{
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, algorithm->name);
    SECURITY_STATUS status = ERROR_SUCCESS;

    winetest_push_context("%s of 255 bits", narrow(algorithm->name));
    if (key && !(status = set_dword(key, NCRYPT_LENGTH_PROPERTY, 255, 0)))
        status = NCryptFinalizeKey(key, 0);
    record_status(NULL, "NCryptSetProperty", status);
    ok_inf(status == NTE_INVALID_PARAMETER || status == NTE_NOT_SUPPORTED, "got %s\n",
           status_name(status));
    NCryptFreeObject(key);
    winetest_pop_context();
}

/* --- generic algorithms --------------------------------------------------------------------- */

/* dotnet/corefx: an algorithm without a curve cannot be finalized. */
static void test_no_curve(const WCHAR *algorithm)
{
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status = NCryptCreatePersistedKey(provider, &key, algorithm, NULL, 0, 0);

    winetest_push_context("%s without a curve", narrow(algorithm));
    if (!status)
        status = NCryptFinalizeKey(key, 0);
    record_status(NULL, "NCryptFinalizeKey", status);
    ok_seen(status == NTE_INVALID_PARAMETER || status == NTE_NOT_SUPPORTED, "got %s\n",
            status_name(status));
    NCryptFreeObject(key);
    winetest_pop_context();
}

static void test_named_curve(const WCHAR *algorithm)
{
    WCHAR curve[] = L"nistP256";
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status = NCryptCreatePersistedKey(provider, &key, algorithm, NULL, 0, 0);

    winetest_push_context("%s with curve", narrow(algorithm));
    if (!status)
        status = NCryptSetProperty(key, BCRYPT_ECC_CURVE_NAME, (BYTE *)curve, sizeof(curve), 0);
    if (!status)
        status = NCryptFinalizeKey(key, 0);
    ok_seen(status == ERROR_SUCCESS, "got %s\n", status_name(status));
    if (!status)
    {
        check_text(MARK_SEEN, key, NCRYPT_ALGORITHM_PROPERTY, algorithm);
        check_text(MARK_SEEN, key, BCRYPT_ECC_CURVE_NAME, curve);
    }
    NCryptFreeObject(key);
    winetest_pop_context();
}

START_TEST(ecc)
{
    provider = open_provider();
    for (size_t i = 0; i < ec_algorithm_count; i++)
    {
        const struct ec_algorithm *algorithm = &ec_algorithms[i];

        test_create(algorithm);
        test_create_without_policy(algorithm);
        test_bad_length(algorithm);
        test_private_forms(algorithm);
        test_public_forms(algorithm);
        test_no_public_key(algorithm);
        test_wrong_public_key(algorithm);
        test_bad_private_keys(algorithm);
        test_bad_public_keys(algorithm);
        test_wrong_types(algorithm);
        for (size_t j = 0; j < ARRAY_SIZE(ec_types); j++)
            test_truncated(algorithm, ec_types[j].type);
    }
    test_vectors();
    test_no_curve(L"ECDSA");
    test_no_curve(L"ECDH");
    test_named_curve(L"ECDSA");
    test_named_curve(L"ECDH");
    NCryptFreeObject(provider);
}
