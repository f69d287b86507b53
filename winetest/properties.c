/*
 * Properties of ephemeral keys.
 *
 * Source of the RSA table: Wine's dlls/ncrypt/tests, which pass on native Windows; of the rest:
 * dotnet/corefx's tests of CngKey and Microsoft's list of key storage property identifiers.
 */
#include "fixture.h"

#define BAD_FLAGS 20
#define CUSTOM_NAME L"My Custom Property"

/* What the properties of one key have to say. */
struct facts
{
    const WCHAR *algorithm;
    const WCHAR *group;
    DWORD bits;
    DWORD block_length;     /* bytes; 0: not supported */
    DWORD signature_length; /* bytes; 0: not supported */
    NCRYPT_SUPPORTED_LENGTHS lengths;
    enum mark mark;
};

static const struct facts rsa1024_facts = {L"RSA",   L"RSA", 1024, 128, 128, {512, 16384, 8, 1024},
                                           MARK_SEEN};

static const struct facts ec_facts[] = {
    {L"ECDSA_P256", L"ECDSA", 256, 0, 64, {256, 256, 0, 256}, MARK_INF},
    {L"ECDSA_P384", L"ECDSA", 384, 0, 96, {384, 384, 0, 384}, MARK_INF},
    {L"ECDSA_P521", L"ECDSA", 521, 0, 132, {521, 521, 0, 521}, MARK_INF},
    {L"ECDH_P256", L"ECDH", 256, 0, 0, {256, 256, 0, 256}, MARK_INF},
    {L"ECDH_P384", L"ECDH", 384, 0, 0, {384, 384, 0, 384}, MARK_INF},
    {L"ECDH_P521", L"ECDH", 521, 0, 0, {521, 521, 0, 521}, MARK_INF},
};

/* --- reading -------------------------------------------------------------------------------- */

static void record_value(const WCHAR *name, const BYTE *bytes, DWORD size)
{
    if (!wcscmp(name, NCRYPT_PROVIDER_HANDLE_PROPERTY))
        record_size(NULL, "NCryptGetProperty", size);
    else
        record_bytes(NULL, "NCryptGetProperty", bytes, size);
}

/* Size query, a buffer too short, one that fits, one too large. */
static void check_value(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *name, const void *want,
                        DWORD want_size)
{
    BYTE buffer[256];
    DWORD size = 0xdeadbeef;

    winetest_push_context("%s", narrow(name));
    expect_mark(mark, ERROR_SUCCESS, NCryptGetProperty(key, name, NULL, 0, &size, 0));
    ok_mark(mark)(size == want_size, "got size %lu, expected %lu\n", size, want_size);

    memset(buffer, 0xca, sizeof(buffer));
    size = 0xdeadbeef;
    expect_inf(NTE_BUFFER_TOO_SMALL, NCryptGetProperty(key, name, buffer, want_size - 1, &size, 0));
    ok_inf(size == want_size, "a short buffer: got size %lu, expected %lu\n", size, want_size);
    ok_inf(buffer[0] == 0xca && buffer[want_size - 1] == 0xca, "a short buffer was written\n");

    size = 0xdeadbeef;
    expect_mark(mark, ERROR_SUCCESS, NCryptGetProperty(key, name, buffer, want_size, &size, 0));
    check_bytes(mark, "value", buffer, size, want, want_size);
    record_value(name, buffer, size <= sizeof(buffer) ? size : 0);
    ok_seen(buffer[want_size] == 0xca, "the byte behind the buffer was written\n");

    expect_mark(mark, ERROR_SUCCESS,
                NCryptGetProperty(key, name, buffer, sizeof(buffer), &size, 0));
    ok_mark(mark)(size == want_size, "a large buffer: got size %lu\n", size);
    winetest_pop_context();
}

static void check_dword(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *name, DWORD want)
{
    check_value(mark, key, name, &want, sizeof(want));
}

static void check_text(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *name, const WCHAR *want)
{
    check_value(mark, key, name, want, (DWORD)(wcslen(want) + 1) * sizeof(*want));
}

static void check_absent(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *name, DWORD flags,
                         SECURITY_STATUS want)
{
    BYTE buffer[64];
    DWORD size = 0;

    winetest_push_context("%s", narrow(name));
    expect_mark(mark, want, NCryptGetProperty(key, name, buffer, sizeof(buffer), &size, flags));
    expect_mark(mark, want, NCryptGetProperty(key, name, NULL, 0, &size, flags));
    winetest_pop_context();
}

/* --- the table ------------------------------------------------------------------------------ */

/* Properties that an ephemeral key has not, whatever its algorithm. */
static const struct
{
    const WCHAR *name;
    SECURITY_STATUS status;
} absent[] = {
    {NCRYPT_NAME_PROPERTY, NTE_NOT_SUPPORTED},
    {NCRYPT_UNIQUE_NAME_PROPERTY, NTE_NOT_SUPPORTED},
    {NCRYPT_UI_POLICY_PROPERTY, NTE_NOT_FOUND},
    {NCRYPT_WINDOW_HANDLE_PROPERTY, NTE_NOT_FOUND},
    {NCRYPT_USE_CONTEXT_PROPERTY, NTE_NOT_FOUND},
    {NCRYPT_LAST_MODIFIED_PROPERTY, NTE_NOT_FOUND},
    {NCRYPT_CERTIFICATE_PROPERTY, NTE_NOT_FOUND},
    {NCRYPT_SECURITY_DESCR_PROPERTY, NTE_BAD_FLAGS},
    {NCRYPT_IMPL_TYPE_PROPERTY, NTE_NOT_SUPPORTED},
    {NCRYPT_VERSION_PROPERTY, NTE_NOT_SUPPORTED},
    {NCRYPT_SECURITY_DESCR_SUPPORT_PROPERTY, NTE_NOT_SUPPORTED},
    {NCRYPT_USE_COUNT_ENABLED_PROPERTY, NTE_NOT_SUPPORTED},
    {NCRYPT_USE_COUNT_PROPERTY, NTE_NOT_SUPPORTED},
    {NCRYPT_MAX_NAME_LENGTH_PROPERTY, NTE_NOT_SUPPORTED},
    {NCRYPT_PIN_PROPERTY, NTE_NOT_SUPPORTED},
    {NCRYPT_READER_PROPERTY, NTE_NOT_SUPPORTED},
    {NCRYPT_SMARTCARD_GUID_PROPERTY, NTE_NOT_SUPPORTED},
    {NCRYPT_PIN_PROMPT_PROPERTY, NTE_NOT_SUPPORTED},
    {NCRYPT_USER_CERTSTORE_PROPERTY, NTE_NOT_SUPPORTED},
    {NCRYPT_ROOT_CERTSTORE_PROPERTY, NTE_NOT_SUPPORTED},
    {NCRYPT_SECURE_PIN_PROPERTY, NTE_NOT_SUPPORTED},
    {NCRYPT_ASSOCIATED_ECDH_KEY, NTE_NOT_SUPPORTED},
    {NCRYPT_SCARD_PIN_ID, NTE_NOT_SUPPORTED},
    {NCRYPT_SCARD_PIN_INFO, NTE_NOT_SUPPORTED},
    {BCRYPT_ALGORITHM_NAME, NTE_NOT_SUPPORTED},
    {BCRYPT_AUTH_TAG_LENGTH, NTE_NOT_SUPPORTED},
    {BCRYPT_BLOCK_LENGTH, NTE_NOT_SUPPORTED},
    {BCRYPT_BLOCK_SIZE_LIST, NTE_NOT_SUPPORTED},
    {BCRYPT_CHAINING_MODE, NTE_NOT_SUPPORTED},
    {BCRYPT_EFFECTIVE_KEY_LENGTH, NTE_NOT_SUPPORTED},
    {BCRYPT_HASH_BLOCK_LENGTH, NTE_NOT_SUPPORTED},
    {BCRYPT_HASH_LENGTH, NTE_NOT_SUPPORTED},
    {BCRYPT_HASH_OID_LIST, NTE_NOT_SUPPORTED},
    {BCRYPT_KEY_LENGTH, NTE_NOT_SUPPORTED},
    {BCRYPT_KEY_LENGTHS, NTE_NOT_SUPPORTED},
    {BCRYPT_KEY_OBJECT_LENGTH, NTE_NOT_SUPPORTED},
    {BCRYPT_KEY_STRENGTH, NTE_NOT_SUPPORTED},
    {BCRYPT_OBJECT_LENGTH, NTE_NOT_SUPPORTED},
    {BCRYPT_PADDING_SCHEMES, NTE_NOT_SUPPORTED},
    {BCRYPT_PROVIDER_HANDLE, NTE_NOT_SUPPORTED},
};

static void check_absent_properties(enum mark mark, NCRYPT_KEY_HANDLE key)
{
    for (size_t i = 0; i < ARRAY_SIZE(absent); i++)
        check_absent(mark, key, absent[i].name, 0, absent[i].status);
    check_absent(MARK_INF, key, CUSTOM_NAME, 0, NTE_NOT_SUPPORTED);
    check_absent(MARK_SEEN, key, CUSTOM_NAME, NCRYPT_PERSIST_ONLY_FLAG, NTE_NOT_FOUND);
}

static void check_optional_dword(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *name,
                                 DWORD want)
{
    if (want)
        check_dword(mark, key, name, want);
    else
        check_absent(MARK_INF, key, name, 0, NTE_NOT_SUPPORTED);
}

static void check_table(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE key,
                        const struct facts *facts)
{
    check_text(MARK_SEEN, key, NCRYPT_ALGORITHM_PROPERTY, facts->algorithm);
    check_text(MARK_SEEN, key, NCRYPT_ALGORITHM_GROUP_PROPERTY, facts->group);
    check_dword(MARK_SEEN, key, NCRYPT_LENGTH_PROPERTY, facts->bits);
    check_dword(MARK_SEEN, key, BCRYPT_PUBLIC_KEY_LENGTH, facts->bits);
    check_value(facts->mark, key, NCRYPT_LENGTHS_PROPERTY, &facts->lengths, sizeof(facts->lengths));
    check_optional_dword(facts->mark, key, NCRYPT_BLOCK_LENGTH_PROPERTY, facts->block_length);
    if (facts->signature_length)
        check_dword(facts->mark, key, BCRYPT_SIGNATURE_LENGTH, facts->signature_length);
    check_dword(MARK_SEEN, key, NCRYPT_EXPORT_POLICY_PROPERTY, 0);
    check_dword(facts->mark, key, NCRYPT_KEY_USAGE_PROPERTY, NCRYPT_ALLOW_ALL_USAGES);
    check_dword(facts->mark, key, NCRYPT_KEY_TYPE_PROPERTY, 0);
    if (!skipped_on_builtin("counts no references of a provider"))
    {
        check_value(MARK_SEEN, key, NCRYPT_PROVIDER_HANDLE_PROPERTY, &provider, sizeof(provider));
        NCryptFreeObject(provider); /* one per success with a buffer */
        NCryptFreeObject(provider);
    }
    check_absent_properties(facts->mark, key);
}

/* --- RSA ------------------------------------------------------------------------------------ */

static void test_imported_rsa(const WCHAR *type, const char *id)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = import_vector(provider, type, id);

    winetest_push_context("%s", id);
    if (key)
        check_table(provider, key, &rsa1024_facts);
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

/* The same answers before and after the key is made. */
static void test_created_rsa(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);

    winetest_push_context("unfinalized RSA");
    check_table(provider, key, &rsa1024_facts);
    winetest_pop_context();

    if (must(NCryptFinalizeKey(key, 0)))
    {
        winetest_push_context("finalized RSA");
        check_table(provider, key, &rsa1024_facts);
        winetest_pop_context();
    }
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

static void test_rsa_length(DWORD bits)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);

    winetest_push_context("RSA of %lu bits", bits);
    ok_seen(!set_dword(key, NCRYPT_LENGTH_PROPERTY, bits, 0), "cannot set the length\n");
    check_dword(MARK_SEEN, key, NCRYPT_LENGTH_PROPERTY, bits);
    check_dword(MARK_INF, key, NCRYPT_BLOCK_LENGTH_PROPERTY, bits / 8);
    check_dword(MARK_INF, key, BCRYPT_SIGNATURE_LENGTH, bits / 8);
    check_dword(MARK_INF, key, BCRYPT_PUBLIC_KEY_LENGTH, bits);
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

/* --- elliptic curves ------------------------------------------------------------------------ */

static void test_ec(const struct facts *facts)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = create_key(provider, facts->algorithm, 0, 0);

    winetest_push_context("%s", narrow(facts->algorithm));
    if (key)
        check_table(provider, key, facts);
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

/* dotnet/corefx reads it of keys with a generic algorithm; here the algorithm names the curve. */
static void test_curve_name(const WCHAR *algorithm, const WCHAR *curve)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = create_key(provider, algorithm, 0, 0);

    winetest_push_context("%s", narrow(algorithm));
    if (key)
        check_text(MARK_INF, key, BCRYPT_ECC_CURVE_NAME, curve);
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

/* --- setting -------------------------------------------------------------------------------- */

static void test_set_on_imported_key(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = import_vector(provider, BCRYPT_RSAPUBLIC_BLOB, "wine-rsa1024-pub");
    DWORD bits = 2048;
    BYTE name[] = "K\0e\0y\0\0";

    winetest_push_context("set on an imported key");
    expect_seen(ERROR_SUCCESS,
                NCryptSetProperty(key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&bits, sizeof(bits), 0));
    check_dword(MARK_INF, key, NCRYPT_LENGTH_PROPERTY, 1024);
    expect_seen(NTE_NOT_SUPPORTED,
                NCryptSetProperty(key, NCRYPT_NAME_PROPERTY, name, sizeof(name), 0));
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

static void check_settable_policy(NCRYPT_KEY_HANDLE key)
{
    for (DWORD policy = 0; policy <= POLICY_ALL; policy++)
    {
        winetest_push_context("policy %lu", policy);
        ok_seen(!set_policy(key, policy), "cannot be set\n");
        check_dword(MARK_SEEN, key, NCRYPT_EXPORT_POLICY_PROPERTY, policy);
        winetest_pop_context();
    }
}

/* dotnet/corefx sets the policy of ephemeral keys whenever it likes. */
static void test_set_policy(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);

    winetest_push_context("unfinalized");
    check_settable_policy(key);
    winetest_pop_context();
    winetest_push_context("finalized");
    if (must(NCryptFinalizeKey(key, 0)))
        check_settable_policy(key);
    winetest_pop_context();
    NCryptFreeObject(key);

    key = import_vector(provider, BCRYPT_RSAFULLPRIVATE_BLOB, "wine-rsa1024-full");
    winetest_push_context("imported");
    if (key)
        check_settable_policy(key);
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

static void test_set_before_finalize(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);
    NCRYPT_UI_POLICY policy = {1, 0, L"title", L"friendly name", L"description"};
    WCHAR context[] = L"a use context";

    winetest_push_context("before finalize");
    ok_seen(
        !set_dword(key, NCRYPT_KEY_USAGE_PROPERTY, NCRYPT_ALLOW_SIGNING_FLAG, NCRYPT_PERSIST_FLAG),
        "cannot set the usage\n");
    check_dword(MARK_SEEN, key, NCRYPT_KEY_USAGE_PROPERTY, NCRYPT_ALLOW_SIGNING_FLAG);
    expect_seen(ERROR_SUCCESS, NCryptSetProperty(key, NCRYPT_USE_CONTEXT_PROPERTY, (BYTE *)context,
                                                 sizeof(context), NCRYPT_PERSIST_FLAG));
    check_text(MARK_SEEN, key, NCRYPT_USE_CONTEXT_PROPERTY, context);
    expect_seen(ERROR_SUCCESS, NCryptSetProperty(key, NCRYPT_UI_POLICY_PROPERTY, (BYTE *)&policy,
                                                 sizeof(policy), NCRYPT_PERSIST_FLAG));
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

static BOOL is_same_text_inside(const WCHAR *got, const WCHAR *want, const void *buffer, DWORD size)
{
    const BYTE *start = buffer, *p = (const BYTE *)got;
    DWORD length = (DWORD)(wcslen(want) + 1) * sizeof(*want);

    return p >= start && p + length <= start + size && !memcmp(p, want, length);
}

/* dotnet/corefx reads it as one buffer: the struct, then the texts that it points to. */
static void test_ui_policy(void)
{
    NCRYPT_UI_POLICY set = {1, 0, L"title", L"friendly name", L"description"}, *got;
    NCRYPT_PROV_HANDLE provider;
    NCRYPT_KEY_HANDLE key;
    BYTE buffer[512];
    DWORD size = 0;

    if (skipped_on_builtin("knows no UI Policy"))
        return;
    provider = open_provider();
    key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);
    winetest_push_context("UI Policy");
    expect_seen(ERROR_SUCCESS, NCryptSetProperty(key, NCRYPT_UI_POLICY_PROPERTY, (BYTE *)&set,
                                                 sizeof(set), NCRYPT_PERSIST_FLAG));
    if (must(NCryptGetProperty(key, NCRYPT_UI_POLICY_PROPERTY, buffer, sizeof(buffer), &size, 0)))
    {
        got = (NCRYPT_UI_POLICY *)buffer;
        ok_seen(size > sizeof(set) && size <= sizeof(buffer), "got size %lu\n", size);
        ok_seen(got->dwVersion == 1 && !got->dwFlags, "got version %lu flags %#lx\n",
                got->dwVersion, got->dwFlags);
        ok_seen(is_same_text_inside(got->pszCreationTitle, set.pszCreationTitle, buffer, size),
                "the title differs\n");
        ok_seen(is_same_text_inside(got->pszFriendlyName, set.pszFriendlyName, buffer, size),
                "the friendly name differs\n");
        ok_seen(is_same_text_inside(got->pszDescription, set.pszDescription, buffer, size),
                "the description differs\n");
        expect_inf(NTE_BUFFER_TOO_SMALL,
                   NCryptGetProperty(key, NCRYPT_UI_POLICY_PROPERTY, buffer, size - 1, &size, 0));
    }
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

/* --- custom properties ---------------------------------------------------------------------- */

static void check_custom_values(NCRYPT_KEY_HANDLE key)
{
    BYTE first[] = {1, 2, 3, 4, 5}, second[] = {6};
    BYTE buffer[16];
    DWORD size = 0xdeadbeef;

    expect_seen(ERROR_SUCCESS, NCryptSetProperty(key, CUSTOM_NAME, first, sizeof(first),
                                                 NCRYPT_PERSIST_ONLY_FLAG));
    expect_seen(ERROR_SUCCESS, NCryptGetProperty(key, CUSTOM_NAME, buffer, sizeof(buffer), &size,
                                                 NCRYPT_PERSIST_ONLY_FLAG));
    check_bytes(MARK_SEEN, "first value", buffer, size, first, sizeof(first));

    expect_seen(ERROR_SUCCESS, NCryptSetProperty(key, CUSTOM_NAME, second, sizeof(second),
                                                 NCRYPT_PERSIST_ONLY_FLAG));
    expect_seen(ERROR_SUCCESS, NCryptGetProperty(key, CUSTOM_NAME, buffer, sizeof(buffer), &size,
                                                 NCRYPT_PERSIST_ONLY_FLAG));
    check_bytes(MARK_SEEN, "second value", buffer, size, second, sizeof(second));

    expect_seen(ERROR_SUCCESS,
                NCryptSetProperty(key, CUSTOM_NAME, NULL, 0, NCRYPT_PERSIST_ONLY_FLAG));
    expect_seen(ERROR_SUCCESS,
                NCryptGetProperty(key, CUSTOM_NAME, NULL, 0, &size, NCRYPT_PERSIST_ONLY_FLAG));
    ok_seen(!size, "an empty value: got size %lu\n", size);
}

/* dotnet/corefx PropertyTests; a custom name needs PERSIST_ONLY (Wine's tests). */
static void test_custom_property(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);
    BYTE value[] = "v\0a\0l\0u\0e\0\0";

    winetest_push_context("custom");
    expect_seen(NTE_NOT_SUPPORTED, NCryptSetProperty(key, CUSTOM_NAME, value, sizeof(value), 0));
    NCryptFreeObject(key);
    if (!skipped_on_builtin("keeps no custom properties"))
    {
        key = import_vector(provider, BCRYPT_RSAPUBLIC_BLOB, "wine-rsa1024-pub");
        check_custom_values(key);
        NCryptFreeObject(key);
    }
    winetest_pop_context();
    NCryptFreeObject(provider);
}

static void test_limits(void)
{
    enum
    {
        TOO_LARGE = NCRYPT_MAX_PROPERTY_DATA + 1
    };
    NCRYPT_PROV_HANDLE provider;
    NCRYPT_KEY_HANDLE key;
    WCHAR name[NCRYPT_MAX_PROPERTY_NAME + 8];
    BYTE *value;

    if (skipped_on_builtin("keeps no custom properties"))
        return;
    provider = open_provider();
    key = import_vector(provider, BCRYPT_RSAPUBLIC_BLOB, "wine-rsa1024-pub");
    value = calloc(1, TOO_LARGE);
    winetest_push_context("limits");
    for (size_t i = 0; i < ARRAY_SIZE(name) - 1; i++)
        name[i] = 'n';
    name[ARRAY_SIZE(name) - 1] = 0;
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSetProperty(key, name, value, 1, NCRYPT_PERSIST_ONLY_FLAG));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSetProperty(key, CUSTOM_NAME, value, TOO_LARGE, NCRYPT_PERSIST_ONLY_FLAG));
    winetest_pop_context();
    free(value);
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

/* Sizes that cannot be: a DWORD of three bytes, a text without its NUL. */
static void test_bad_values(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);
    DWORD value = 1024;

    winetest_push_context("bad values");
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSetProperty(key, NCRYPT_EXPORT_POLICY_PROPERTY, (BYTE *)&value, 3, 0));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSetProperty(key, NCRYPT_KEY_USAGE_PROPERTY, (BYTE *)&value, 3, 0));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSetProperty(key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&value, 3, 0));
    expect_doc(NTE_BAD_FLAGS, NCryptSetProperty(key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&value,
                                                sizeof(value), BAD_FLAGS));
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

START_TEST(properties)
{
    static const DWORD lengths[] = {512, 520, 2048, 3072, 4096, 16384};

    test_imported_rsa(BCRYPT_RSAPUBLIC_BLOB, "wine-rsa1024-pub");
    test_imported_rsa(BCRYPT_RSAPRIVATE_BLOB, "wine-rsa1024-priv");
    test_imported_rsa(BCRYPT_RSAFULLPRIVATE_BLOB, "wine-rsa1024-full");
    test_created_rsa();
    for (size_t i = 0; i < ARRAY_SIZE(lengths); i++)
        test_rsa_length(lengths[i]);
    for (size_t i = 0; i < ARRAY_SIZE(ec_facts); i++)
        test_ec(&ec_facts[i]);
    test_curve_name(L"ECDSA_P256", L"nistP256");
    test_curve_name(L"ECDSA_P384", L"nistP384");
    test_curve_name(L"ECDH_P521", L"nistP521");
    test_set_on_imported_key();
    test_set_policy();
    test_set_before_finalize();
    test_ui_policy();
    test_custom_property();
    test_limits();
    test_bad_values();
}
