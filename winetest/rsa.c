/*
 * RSA keys: creation, and import and export in every blob type.
 *
 * Sources: Wine's dlls/ncrypt/tests and dlls/bcrypt/tests, dotnet/corefx's tests of CngKey,
 * Microsoft's pages of NCryptImportKey and NCryptExportKey; the vectors name theirs.
 */
#include "rsa_forms.h"

#define BAD_FLAGS 49 /* as in Wine's tests */

/* --- blob types ----------------------------------------------------------------------------- */

static const struct
{
    const WCHAR *type;
    BOOL is_private;
} rsa_types[] = {
    {BCRYPT_RSAPUBLIC_BLOB, FALSE},     {BCRYPT_PUBLIC_KEY_BLOB, FALSE},
    {LEGACY_RSAPUBLIC_BLOB, FALSE},     {BCRYPT_RSAPRIVATE_BLOB, TRUE},
    {BCRYPT_RSAFULLPRIVATE_BLOB, TRUE}, {BCRYPT_PRIVATE_KEY_BLOB, TRUE},
    {LEGACY_RSAPRIVATE_BLOB, TRUE},     {NCRYPT_PKCS8_PRIVATE_KEY_BLOB, TRUE},
};

/* Names of other keys' blobs, and no names at all. */
static const WCHAR *const foreign_types[] = {
    BCRYPT_ECCPUBLIC_BLOB,
    BCRYPT_ECCPRIVATE_BLOB,
    BCRYPT_DSA_PUBLIC_BLOB,
    BCRYPT_DSA_PRIVATE_BLOB,
    BCRYPT_DH_PUBLIC_BLOB,
    BCRYPT_DH_PRIVATE_BLOB,
    NCRYPT_CIPHER_KEY_BLOB,
    L"rsapublicblob",
    L"RSAPUBLIC",
    L"RSAPUBLICBLOBX",
    L"Foo",
    L"",
};

/* The status that a policy leads to.  Flag 2 alone lets plain blobs out (dotnet/corefx creates its
 * ephemeral keys so); without it NTE_NOT_SUPPORTED is the answer (reports at dotnet/corefx). */
static SECURITY_STATUS status_by_policy(BOOL is_private, DWORD policy)
{
    return !is_private || policy & POLICY_PLAIN ? ERROR_SUCCESS : NTE_NOT_SUPPORTED;
}

static void check_foreign_types(NCRYPT_KEY_HANDLE key)
{
    for (size_t i = 0; i < ARRAY_SIZE(foreign_types); i++)
        check_export_status(MARK_INF, NTE_BAD_TYPE, key, foreign_types[i]);
}

/* --- export of a known key ------------------------------------------------------------------ */

/* All types are the forms of this full private blob. */
static void check_forms(NCRYPT_KEY_HANDLE key, const BYTE *full, DWORD policy)
{
    for (size_t i = 0; i < ARRAY_SIZE(rsa_types); i++)
    {
        const WCHAR *type = rsa_types[i].type;
        SECURITY_STATUS status = status_by_policy(rsa_types[i].is_private, policy);
        struct blob want = rsa_form(full, type);

        if (status)
            check_export_status(MARK_SEEN, status, key, type);
        else
            check_export_bytes(MARK_DOC, key, type, want.bytes, want.size);
        free_blob(&want);
    }
}

static void check_all_policies(NCRYPT_KEY_HANDLE key, const BYTE *full)
{
    for (DWORD policy = 0; policy <= POLICY_ALL; policy++)
    {
        winetest_push_context("policy %lu", policy);
        ok_seen(!set_policy(key, policy), "the policy cannot be set\n");
        check_forms(key, full, policy);
        if (policy == POLICY_NONE || policy == POLICY_ALL)
            check_foreign_types(key);
        winetest_pop_context();
    }
}

/* The key imported from each private type gives each type. */
static void test_private_forms(const char *id)
{
    const BYTE *full = vector(id)->bytes;
    NCRYPT_PROV_HANDLE provider = open_provider();

    for (size_t i = 0; i < ARRAY_SIZE(rsa_types); i++)
    {
        struct blob blob = rsa_form(full, rsa_types[i].type);
        NCRYPT_KEY_HANDLE key = 0;

        winetest_push_context("%s from %s", id, narrow(rsa_types[i].type));
        if (rsa_types[i].is_private)
            key = import_bytes(provider, rsa_types[i].type, blob.bytes, blob.size);
        if (key)
        {
            check_all_policies(key, full);
            expect_seen(ERROR_SUCCESS, NCryptFreeObject(key));
        }
        winetest_pop_context();
        free_blob(&blob);
    }
    NCryptFreeObject(provider);
}

/* A public key has no private forms, whatever its policy. */
static void check_public_key(NCRYPT_KEY_HANDLE key, const BYTE *full, DWORD policy)
{
    for (size_t i = 0; i < ARRAY_SIZE(rsa_types); i++)
    {
        const WCHAR *type = rsa_types[i].type;
        struct blob want = rsa_form(full, type);

        if (!rsa_types[i].is_private)
            check_export_bytes(MARK_DOC, key, type, want.bytes, want.size);
        else
            check_export_status(MARK_INF,
                                policy & POLICY_PLAIN ? NTE_INVALID_PARAMETER : NTE_NOT_SUPPORTED,
                                key, type);
        free_blob(&want);
    }
}

static void test_public_forms(const char *id)
{
    const BYTE *full = vector(id)->bytes;
    NCRYPT_PROV_HANDLE provider = open_provider();

    for (size_t i = 0; i < ARRAY_SIZE(rsa_types); i++)
    {
        struct blob blob = rsa_form(full, rsa_types[i].type);
        NCRYPT_KEY_HANDLE key = 0;

        winetest_push_context("%s from %s", id, narrow(rsa_types[i].type));
        if (!rsa_types[i].is_private)
            key = import_bytes(provider, rsa_types[i].type, blob.bytes, blob.size);
        for (DWORD policy = 0; key && policy <= POLICY_ALL; policy++)
        {
            winetest_push_context("policy %lu", policy);
            ok_seen(!set_policy(key, policy), "the policy cannot be set\n");
            check_public_key(key, full, policy);
            winetest_pop_context();
        }
        NCryptFreeObject(key);
        winetest_pop_context();
        free_blob(&blob);
    }
    NCryptFreeObject(provider);
}

/* --- vectors -------------------------------------------------------------------------------- */

/* Blobs that come back as they went in. */
static void test_round_trip(const WCHAR *type, const char *id, DWORD bits)
{
    const struct test_vector *blob = vector(id);
    NCRYPT_PROV_HANDLE provider;
    NCRYPT_KEY_HANDLE key;
    DWORD value;

    if (bits % 64 && skipped_on_builtin("fails an assertion with such a length"))
        return;
    winetest_push_context("round trip of %s", id);
    provider = open_provider();
    if ((key = import_bytes(provider, type, blob->bytes, blob->size)))
    {
        ok_seen(!set_policy(key, POLICY_ALL), "the policy cannot be set\n");
        check_export_bytes(vector_mark(blob), key, type, blob->bytes, blob->size);
        expect_seen(ERROR_SUCCESS, get_dword(key, NCRYPT_LENGTH_PROPERTY, &value));
        ok_seen(value == bits, "got a length of %lu\n", value);
    }
    NCryptFreeObject(key);
    winetest_pop_context();
    NCryptFreeObject(provider);
}

/* One form of a key in, another one out, both from public sources. */
static void test_conversion(const WCHAR *from, const char *from_id, const WCHAR *to,
                            const char *to_id)
{
    const struct test_vector *want = vector(to_id);
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key;

    winetest_push_context("%s to %s", from_id, to_id);
    if ((key = import_vector(provider, from, from_id)))
    {
        ok_seen(!set_policy(key, POLICY_ALL), "the policy cannot be set\n");
        check_export_bytes(vector_mark(want), key, to, want->bytes, want->size);
    }
    NCryptFreeObject(key);
    winetest_pop_context();
    NCryptFreeObject(provider);
}

static void test_vectors(void)
{
    test_round_trip(BCRYPT_RSAPUBLIC_BLOB, "wine-rsa1024-pub", 1024);
    test_round_trip(BCRYPT_RSAPRIVATE_BLOB, "wine-rsa1024-priv", 1024);
    test_round_trip(BCRYPT_RSAFULLPRIVATE_BLOB, "wine-rsa1024-full", 1024);
    test_round_trip(BCRYPT_RSAPUBLIC_BLOB, "wine-rsa2048-pub", 2048);
    test_round_trip(BCRYPT_RSAPRIVATE_BLOB, "wine-rsa512-priv", 512);
    test_round_trip(BCRYPT_RSAFULLPRIVATE_BLOB, "wine-rsa512-full", 512);
    test_round_trip(BCRYPT_RSAPRIVATE_BLOB, "corefx-rsa384-priv", 384);
    test_round_trip(BCRYPT_RSAPRIVATE_BLOB, "corefx-rsa1032-priv", 1032);
    test_round_trip(BCRYPT_RSAFULLPRIVATE_BLOB, "corefx-rsa1024-full", 1024);
    test_round_trip(LEGACY_RSAPRIVATE_BLOB, "wine-rsa512-capipriv", 512);

    test_conversion(BCRYPT_RSAPRIVATE_BLOB, "wine-rsa512-priv", BCRYPT_RSAFULLPRIVATE_BLOB,
                    "wine-rsa512-full");
    test_conversion(LEGACY_RSAPRIVATE_BLOB, "wine-rsa512-capipriv", BCRYPT_RSAFULLPRIVATE_BLOB,
                    "wine-rsa512-full");
    test_conversion(BCRYPT_RSAPRIVATE_BLOB, "wine-rsa512-priv", LEGACY_RSAPRIVATE_BLOB,
                    "wine-rsa512-capipriv");
    test_conversion(BCRYPT_RSAPRIVATE_BLOB, "wine-rsa512-priv", LEGACY_RSAPUBLIC_BLOB,
                    "rsa512-capipub");
    test_conversion(BCRYPT_RSAFULLPRIVATE_BLOB, "wine-rsa1024-full", LEGACY_RSAPRIVATE_BLOB,
                    "rsa1024-capipriv");
    test_conversion(BCRYPT_RSAFULLPRIVATE_BLOB, "wine-rsa1024-full", LEGACY_RSAPUBLIC_BLOB,
                    "rsa1024-capipub");
}

/* --- PKCS#8 --------------------------------------------------------------------------------- */

/* A PKCS#8 blob of an older Windows, whose d is the inverse modulo lcm(p-1,q-1).  Windows 10 gives
 * out the inverse modulo (p-1)(q-1): the last bytes here, computed. */
static void test_pkcs8_of_older_windows(void)
{
    static const BYTE d[] = {
        0x5f, 0xd0, 0x97, 0xb0, 0xec, 0x98, 0x96, 0x37, 0x76, 0x84, 0xb3, 0x84, 0xf7,
        0xf5, 0xf9, 0x93, 0xbf, 0xda, 0xc0, 0xef, 0x52, 0xfc, 0x02, 0x36, 0x60, 0x5d,
        0x93, 0x78, 0x94, 0x5c, 0x04, 0xc9, 0x2c, 0x2c, 0x90, 0x8a, 0xfc, 0x4c, 0xaa,
        0xec, 0x52, 0x21, 0x01, 0x31, 0x56, 0xa8, 0x12, 0x9f, 0x45, 0x95, 0x36, 0xad,
        0xd7, 0x16, 0xaa, 0xad, 0xe3, 0x43, 0xd4, 0x19, 0x16, 0x9e, 0xaa, 0x11,
    };
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key;
    struct blob full, want;

    winetest_push_context("PKCS#8 with another d");
    key = import_vector(provider, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, "pcl-rsa512-pkcs8");
    if (key && !set_policy(key, POLICY_ALL) &&
        check_export(MARK_SEEN, ERROR_SUCCESS, key, BCRYPT_RSAFULLPRIVATE_BLOB, &full))
    {
        check_bytes(MARK_SEEN, "d", full.bytes + full.size - sizeof(d), sizeof(d), d, sizeof(d));
        want = rsa_pkcs8(full.bytes, RSA_USAGE_ALL);
        check_export_bytes(MARK_INF, key, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, want.bytes, want.size);
        free_blob(&want);
        free_blob(&full);
    }
    NCryptFreeObject(key);
    winetest_pop_context();
    NCryptFreeObject(provider);
}

/* The attribute at the end of a PKCS#8 blob says what Key Usage allows. */
static void test_pkcs8_usage(DWORD usage, BYTE want, enum mark mark)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);
    struct blob full, expected;

    winetest_push_context("PKCS#8 of a key with usage %#lx", usage);
    ok_seen(!set_dword(key, NCRYPT_KEY_USAGE_PROPERTY, usage, 0), "the usage cannot be set\n");
    ok_seen(!set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, POLICY_ALL, 0),
            "the policy cannot be set\n");
    if (must(NCryptFinalizeKey(key, 0)) && export_blob(key, BCRYPT_RSAFULLPRIVATE_BLOB, &full))
    {
        expected = rsa_pkcs8(full.bytes, want);
        check_random_export_bytes(mark, key, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, expected.bytes,
                                  expected.size);
        free_blob(&expected);
        free_blob(&full);
    }
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

/* --- refused imports ------------------------------------------------------------------------ */

static void expect_import(enum mark mark, SECURITY_STATUS want, const WCHAR *type,
                          const void *bytes, size_t size, DWORD flags)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status;

    status = expect_mark(
        mark, want,
        NCryptImportKey(provider, 0, type, NULL, &key, (BYTE *)bytes, (DWORD)size, flags));
    ok_inf(status ? !key : key != 0, "got handle %p\n", (void *)key);
    if (!status)
        NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

static void test_import_vector(const char *id, SECURITY_STATUS want)
{
    const struct test_vector *blob = vector(id);

    winetest_push_context("import %s", id);
    expect_import(MARK_SEEN, want, BCRYPT_PUBLIC_KEY_BLOB, blob->bytes, blob->size, 0);
    winetest_pop_context();
}

static void test_refused_vectors(void)
{
    const struct test_vector *blob = vector("wine-rsa1024-pub");

    test_import_vector("wine-rsa1024-pub-bitlen-0x300", ERROR_SUCCESS);
    test_import_vector("wine-rsa1024-pub-cbPublicExp-9", NTE_BAD_DATA);
    test_import_vector("wine-rsa1024-pub-magic-YuA1", NTE_INVALID_PARAMETER);
    test_import_vector("wine-rsa1024-pub-size-1", NTE_BAD_DATA);
    test_import_vector("wine-rsa1024-pub-size+1", NTE_BAD_DATA);

    winetest_push_context("bad flags");
    expect_import(MARK_SEEN, NTE_BAD_FLAGS, BCRYPT_PUBLIC_KEY_BLOB, blob->bytes, blob->size,
                  BAD_FLAGS);
    winetest_pop_context();
    winetest_push_context("silent flag");
    expect_import(MARK_DOC, ERROR_SUCCESS, BCRYPT_PUBLIC_KEY_BLOB, blob->bytes, blob->size,
                  NCRYPT_SILENT_FLAG);
    winetest_pop_context();
}

static BOOL is_refused(NCRYPT_PROV_HANDLE provider, const WCHAR *type, const void *bytes,
                       size_t size)
{
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status = NCryptImportKey(provider, 0, type, NULL, &key, (BYTE *)bytes,
                                             (DWORD)size, 0);

    if (!status)
        NCryptFreeObject(key);
    return status != ERROR_SUCCESS;
}

/* Every blob cut short anywhere is refused; the copy lies at the very end of its memory. */
static void test_truncated(const char *id, const WCHAR *type)
{
    struct blob blob = rsa_form(vector(id)->bytes, type);
    NCRYPT_PROV_HANDLE provider = open_provider();
    LONG accepted = 0;

    winetest_push_context("%s cut short", narrow(type));
    for (DWORD size = 0; size < blob.size; size++)
    {
        BYTE *copy = malloc(size + 1);

        memcpy(copy, blob.bytes, size);
        accepted += !is_refused(provider, type, copy, size);
        free(copy);
    }
    ok_inf(!accepted, "%ld of %lu were accepted\n", accepted, blob.size);
    winetest_pop_context();
    NCryptFreeObject(provider);
    free_blob(&blob);
}

/* A blob with one DWORD changed. */
static void test_changed(const char *what, const WCHAR *type, size_t offset, DWORD value)
{
    struct blob blob = rsa_form(vector("wine-rsa1024-full")->bytes, type);
    NCRYPT_PROV_HANDLE provider = open_provider();

    winetest_push_context("%s with %s", narrow(type), what);
    memcpy(blob.bytes + offset, &value, sizeof(value));
    ok_inf(is_refused(provider, type, blob.bytes, blob.size), "was accepted\n");
    winetest_pop_context();
    NCryptFreeObject(provider);
    free_blob(&blob);
}

static void test_changed_headers(void)
{
    static const size_t exponent_size = 8, modulus_size = 12, prime1_size = 16, prime2_size = 20;

    test_changed("no exponent", BCRYPT_RSAPUBLIC_BLOB, exponent_size, 0);
    test_changed("a huge exponent", BCRYPT_RSAPUBLIC_BLOB, exponent_size, 0xffffffff);
    test_changed("no modulus", BCRYPT_RSAPUBLIC_BLOB, modulus_size, 0);
    test_changed("a huge modulus", BCRYPT_RSAPUBLIC_BLOB, modulus_size, 0xffffffff);
    test_changed("sizes that wrap around", BCRYPT_RSAPUBLIC_BLOB, modulus_size, 0xffffff80);
    test_changed("no prime", BCRYPT_RSAPRIVATE_BLOB, prime1_size, 0);
    test_changed("a huge prime", BCRYPT_RSAPRIVATE_BLOB, prime1_size, 0x7fffffff);
    test_changed("unequal primes", BCRYPT_RSAPRIVATE_BLOB, prime2_size, 65);
    test_changed("no prime", BCRYPT_RSAFULLPRIVATE_BLOB, prime2_size, 0);
    test_changed("the magic of another key", BCRYPT_RSAPRIVATE_BLOB, 0, 0x32534345);
    test_changed("a bad version", LEGACY_RSAPRIVATE_BLOB, 0, 0x00000907);
    test_changed("another type", LEGACY_RSAPRIVATE_BLOB, 0, 0x00000208);
    test_changed("a huge length", LEGACY_RSAPRIVATE_BLOB, 12, 0xfffffff8);
    test_changed("no length", LEGACY_RSAPRIVATE_BLOB, 12, 0);
}

/* The form's name and its magic must agree; only the generic names take what the magic says. */
static void test_wrong_magic(void)
{
    const struct test_vector *full = vector("wine-rsa1024-full");
    struct blob public = rsa_form(full->bytes, BCRYPT_RSAPUBLIC_BLOB);
    struct blob private = rsa_form(full->bytes, BCRYPT_RSAPRIVATE_BLOB);
    NCRYPT_PROV_HANDLE provider = open_provider();

    ok_inf(is_refused(provider, BCRYPT_RSAPRIVATE_BLOB, public.bytes, public.size),
           "a public blob is a private one\n");
    ok_inf(is_refused(provider, BCRYPT_RSAPUBLIC_BLOB, private.bytes, private.size),
           "a private blob is a public one\n");
    ok_inf(is_refused(provider, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, private.bytes, private.size),
           "a CNG blob is a PKCS#8 one\n");
    ok_inf(is_refused(provider, LEGACY_RSAPRIVATE_BLOB, private.bytes, private.size),
           "a CNG blob is a CAPI one\n");
    NCryptFreeObject(provider);
    free_blob(&public);
    free_blob(&private);
}

static void test_unknown_import_types(void)
{
    const struct test_vector *blob = vector("wine-rsa1024-pub");
    NCRYPT_PROV_HANDLE provider = open_provider();

    for (size_t i = 0; i < ARRAY_SIZE(foreign_types); i++)
    {
        winetest_push_context("as %s", narrow(foreign_types[i]));
        ok_inf(is_refused(provider, foreign_types[i], blob->bytes, blob->size), "was accepted\n");
        winetest_pop_context();
    }
    NCryptFreeObject(provider);
}

/* --- creation ------------------------------------------------------------------------------- */

/* What is fixed about a random key, as record and as check. */
static void check_created_blob(NCRYPT_KEY_HANDLE key, const WCHAR *type, DWORD bits, DWORD size)
{
    const BCRYPT_RSAKEY_BLOB *header;
    struct blob blob;

    if (!check_export(MARK_SEEN, ERROR_SUCCESS, key, type, &blob))
        return;
    header = (const BCRYPT_RSAKEY_BLOB *)blob.bytes;
    ok_seen(blob.size == size, "got %lu bytes, expected %lu\n", blob.size, size);
    ok_doc(header->BitLength == bits, "got %lu bits\n", header->BitLength);
    ok_inf(header->cbPublicExp == 3 && !memcmp(header + 1, "\1\0\1", 3), "e is not 65537\n");
    ok_doc(header->cbModulus == bits / 8, "got a modulus of %lu bytes\n", header->cbModulus);
    ok_doc(((const BYTE *)(header + 1))[3] & 0x80, "the modulus is short of a bit\n");
    record_normal(narrow(type), "NCryptExportKey", "magic %08lx bits %lu sizes %lu %lu %lu %lu",
                  header->Magic, header->BitLength, header->cbPublicExp, header->cbModulus,
                  header->cbPrime1, header->cbPrime2);
    free_blob(&blob);
}

/* What was exported comes back, in each form. */
static void check_reimport(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE key)
{
    struct blob full;

    if (!export_blob(key, BCRYPT_RSAFULLPRIVATE_BLOB, &full))
        return;
    for (size_t i = 0; i < ARRAY_SIZE(rsa_types); i++)
    {
        struct blob blob;
        NCRYPT_KEY_HANDLE copy = 0;

        winetest_push_context("again from %s", narrow(rsa_types[i].type));
        if (rsa_types[i].is_private && export_blob(key, rsa_types[i].type, &blob))
        {
            copy = import_bytes(provider, rsa_types[i].type, blob.bytes, blob.size);
            ok_seen(!set_policy(copy, POLICY_ALL), "the policy cannot be set\n");
            check_random_export_bytes(MARK_DOC, copy, BCRYPT_RSAFULLPRIVATE_BLOB, full.bytes,
                                      full.size);
            NCryptFreeObject(copy);
            free_blob(&blob);
        }
        winetest_pop_context();
    }
    free_blob(&full);
}

static void test_create(DWORD bits)
{
    NCRYPT_PROV_HANDLE provider;
    NCRYPT_KEY_HANDLE key;
    DWORD bytes = bits / 8, prime = (bits / 2 + 7) / 8;

    if (bits % 64 && skipped_on_builtin("fails an assertion with such a length"))
        return;
    winetest_push_context("create %lu bits", bits);
    provider = open_provider();
    if ((key = create_key(provider, BCRYPT_RSA_ALGORITHM, bits, POLICY_ALL)))
    {
        check_created_blob(key, BCRYPT_RSAPUBLIC_BLOB, bits, 27 + bytes);
        check_created_blob(key, BCRYPT_PUBLIC_KEY_BLOB, bits, 27 + bytes);
        check_created_blob(key, BCRYPT_RSAPRIVATE_BLOB, bits, 27 + bytes + 2 * prime);
        check_created_blob(key, BCRYPT_PRIVATE_KEY_BLOB, bits, 27 + bytes + 2 * prime);
        check_created_blob(key, BCRYPT_RSAFULLPRIVATE_BLOB, bits, 27 + 2 * bytes + 5 * prime);
        check_reimport(provider, key);
    }
    NCryptFreeObject(key);
    winetest_pop_context();
    NCryptFreeObject(provider);
}

/* New keys let nothing private out (Export Policy is 0). */
static void test_create_without_policy(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = create_key(provider, BCRYPT_RSA_ALGORITHM, 0, 0);

    winetest_push_context("a new key");
    for (size_t i = 0; i < ARRAY_SIZE(rsa_types); i++)
        check_export_status(MARK_SEEN, status_by_policy(rsa_types[i].is_private, 0), key,
                            rsa_types[i].type);
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

/* Lengths outside 512, 520, ... 16384 fail when they are set or when the key is made. */
static void test_bad_length(DWORD bits)
{
    NCRYPT_PROV_HANDLE provider;
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status;

    if (skipped_on_builtin("makes a key of any length, or faults"))
        return;
    winetest_push_context("create %lu bits", bits);
    provider = open_provider();
    key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);
    status = set_dword(key, NCRYPT_LENGTH_PROPERTY, bits, 0);
    record_status(NULL, "NCryptSetProperty", status);
    if (!status)
    {
        status = NCryptFinalizeKey(key, 0);
        record_status(NULL, "NCryptFinalizeKey", status);
    }
    ok_inf(status == NTE_INVALID_PARAMETER || status == NTE_NOT_SUPPORTED, "got %s\n",
           status_name(status));
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

static void test_finalize(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);
    DWORD size;

    winetest_push_context("finalize");
    if (!skipped_on_builtin("exports keys that are not made yet"))
        for (size_t i = 0; i < ARRAY_SIZE(rsa_types); i++)
            expect_doc(NTE_BAD_KEY_STATE,
                       NCryptExportKey(key, 0, rsa_types[i].type, NULL, NULL, 0, &size, 0));
    expect_seen(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    expect_seen(NTE_INVALID_HANDLE, NCryptFinalizeKey(key, 0));
    expect_seen(NTE_INVALID_HANDLE, NCryptFinalizeKey(0, 0));
    winetest_pop_context();
    NCryptFreeObject(key);

    key = import_vector(provider, BCRYPT_RSAPUBLIC_BLOB, "wine-rsa1024-pub");
    winetest_push_context("finalize an imported key");
    expect_inf(NTE_INVALID_HANDLE, NCryptFinalizeKey(key, 0));
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

START_TEST(rsa)
{
    static const DWORD bad_lengths[] = {0, 8, 504, 511, 513, 1023, 16392, 0xfffffff8};
    static const DWORD lengths[] = {512, 520, 1024, 1032, 2048};

    for (size_t i = 0; i < ARRAY_SIZE(lengths); i++)
        test_create(lengths[i]);
    test_create_without_policy();
    for (size_t i = 0; i < ARRAY_SIZE(bad_lengths); i++)
        test_bad_length(bad_lengths[i]);
    test_finalize();

    test_vectors();
    test_private_forms("wine-rsa1024-full");
    test_private_forms("wine-rsa512-full");
    test_private_forms("corefx-rsa1024-full");
    test_public_forms("wine-rsa1024-full");
    test_pkcs8_of_older_windows();
    test_pkcs8_usage(NCRYPT_ALLOW_ALL_USAGES, RSA_USAGE_ALL, MARK_SEEN);
    test_pkcs8_usage(NCRYPT_ALLOW_SIGNING_FLAG, RSA_USAGE_SIGN, MARK_INF);
    test_pkcs8_usage(NCRYPT_ALLOW_DECRYPT_FLAG, RSA_USAGE_DECRYPT, MARK_SEEN);

    test_refused_vectors();
    test_truncated("wine-rsa1024-full", BCRYPT_RSAPUBLIC_BLOB);
    test_truncated("wine-rsa1024-full", BCRYPT_RSAPRIVATE_BLOB);
    test_truncated("wine-rsa512-full", BCRYPT_RSAFULLPRIVATE_BLOB);
    test_truncated("wine-rsa512-full", BCRYPT_PRIVATE_KEY_BLOB);
    test_truncated("wine-rsa512-full", LEGACY_RSAPUBLIC_BLOB);
    test_truncated("wine-rsa512-full", LEGACY_RSAPRIVATE_BLOB);
    test_truncated("wine-rsa512-full", NCRYPT_PKCS8_PRIVATE_KEY_BLOB);
    test_changed_headers();
    test_wrong_magic();
    test_unknown_import_types();
}
