/*
 * Secret agreement, and derivation from the secret.
 *
 * Sources: dotnet/corefx's ECDiffieHellmanTests and Wine's dlls/bcrypt/tests (outputs of native
 * Windows), jose-jwt's ConcatKDF, Microsoft's pages of NCryptSecretAgreement and NCryptDeriveKey.
 */
#include "list.h"
#include "vectors_kdf.h"

enum
{
    MAX_OUTPUT = 160
};

static NCRYPT_PROV_HANDLE provider;

/* --- vectors -------------------------------------------------------------------------------- */

/* Nothing, if the vector has no such member. */
static void add_field(struct list *list, ULONG type, const struct test_vector_field *field)
{
    if (field && field->bytes)
        add(list, type, field->bytes, field->len);
}

static const char *text_of(const struct test_vector *v, const char *name)
{
    const struct test_vector_field *field = find_vector_field(v, name);

    return field && field->text ? field->text : "";
}

static unsigned int digit(char c)
{
    return (unsigned int)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* A blob with x = y = 0: the point is computed from d. */
static NCRYPT_KEY_HANDLE p521_key(const char *d)
{
    BYTE blob[8 + 3 * 66] = {0x45, 0x43, 0x4b, 0x36, 66};

    for (size_t i = 0; i < 66; i++)
        blob[8 + 2 * 66 + i] = (BYTE)(digit(d[2 * i]) << 4 | digit(d[2 * i + 1]));
    return import_bytes(provider, BCRYPT_ECCPRIVATE_BLOB, blob, sizeof(blob));
}

static NCRYPT_SECRET_HANDLE agree(NCRYPT_KEY_HANDLE own, NCRYPT_KEY_HANDLE peer)
{
    NCRYPT_SECRET_HANDLE secret = 0;

    expect_doc(ERROR_SUCCESS, NCryptSecretAgreement(own, peer, &secret, 0));
    return secret;
}

static NCRYPT_SECRET_HANDLE secret_of(const struct test_vector *v)
{
    const char *name = text_of(v, "key");
    NCRYPT_KEY_HANDLE own, peer = 0;
    NCRYPT_SECRET_HANDLE secret;

    if (strstr(name, "P-521"))
        own = p521_key(strstr(name, "d=") + 2);
    else if (strstr(name, "ecdh256"))
    {
        own = import_vector(provider, BCRYPT_ECCPRIVATE_BLOB, "wine-ecdh256-priv");
        peer = import_vector(provider, BCRYPT_ECCPUBLIC_BLOB, "wine-ecdh256-peer-pub");
    }
    else
        own = import_vector(provider, BCRYPT_DH_PRIVATE_BLOB,
                            strstr(name, "dh512") ? "wine-dh512-priv" : "wine-dh1024-priv");
    secret = agree(own, peer ? peer : own);
    NCryptFreeObject(own);
    if (peer)
        NCryptFreeObject(peer);
    return secret;
}

static const WCHAR *list_of(const struct test_vector *v, struct list *list, DWORD *flags)
{
    const char *hash = text_of(v, "hash"), *kdf = text_of(v, "kdf");

    if (!strcmp(kdf, "TRUNCATE"))
        return BCRYPT_KDF_RAW_SECRET;
    if (!strcmp(kdf, "TLS_PRF"))
    {
        add(list, KDF_TLS_PRF_LABEL, text_of(v, "label"), strlen(text_of(v, "label")));
        add_field(list, KDF_TLS_PRF_SEED, find_vector_field(v, "seed"));
        return BCRYPT_KDF_TLS_PRF;
    }
    if (!strcmp(hash, "SHA256"))
        add_text(list, KDF_HASH_ALGORITHM, BCRYPT_SHA256_ALGORITHM);
    else if (!strcmp(hash, "SHA1"))
        add_text(list, KDF_HASH_ALGORITHM, BCRYPT_SHA1_ALGORITHM);
    add_field(list, KDF_SECRET_PREPEND, find_vector_field(v, "prepend"));
    add_field(list, KDF_SECRET_APPEND, find_vector_field(v, "append"));
    add_field(list, KDF_HMAC_KEY, find_vector_field(v, "hmac_key"));
    if (!strcmp(text_of(v, "flag_use_secret_as_hmac_key"), "true"))
        *flags = KDF_USE_SECRET_AS_HMAC_KEY_FLAG;
    return strcmp(kdf, "HMAC") ? BCRYPT_KDF_HASH : BCRYPT_KDF_HMAC;
}

/* A query may say that the buffer is too small, which .NET takes as well. */
static void check_derived(enum mark mark, NCRYPT_SECRET_HANDLE secret, const WCHAR *kdf,
                          struct list *list, DWORD flags, const void *want, DWORD want_size)
{
    BYTE output[MAX_OUTPUT];
    DWORD size = 0;

    expect_either(mark, ERROR_SUCCESS, NTE_BUFFER_TOO_SMALL,
                  NCryptDeriveKey(secret, kdf, &list->desc, NULL, 0, &size, flags));
    ok_mark(mark)(size == want_size, "got size %lu, expected %lu\n", size, want_size);
    memset(output, 0xca, sizeof(output));
    expect_mark(mark, ERROR_SUCCESS,
                NCryptDeriveKey(secret, kdf, &list->desc, output, want_size, &size, flags));
    check_bytes(mark, "derived", output, size, want, want_size);
    record_bytes(narrow(kdf), "NCryptDeriveKey", output, want_size);
    ok_seen(output[want_size] == 0xca, "the byte behind the buffer was written\n");
}

static void test_vectors(void)
{
    for (size_t i = 0; i < VECTOR_COUNT(vectors_kdf); i++)
    {
        const struct test_vector *v = &vectors_kdf[i];
        const struct test_vector_field *want = find_vector_field(v, "output");
        NCRYPT_SECRET_HANDLE secret;
        struct list list = {{0}, {{0}}};
        const WCHAR *kdf;
        DWORD flags = 0;

        if (!*text_of(v, "key"))
            continue;
        winetest_push_context("%s", v->id);
        if ((secret = secret_of(v)))
        {
            kdf = list_of(v, &list, &flags);
            check_derived(vector_mark(v), secret, kdf, &list, flags, want->bytes, (DWORD)want->len);
            expect_doc(ERROR_SUCCESS, NCryptFreeObject(secret));
        }
        winetest_pop_context();
    }
}

/* --- rules of NCryptDeriveKey --------------------------------------------------------------- */

static NCRYPT_SECRET_HANDLE p256_secret(void)
{
    NCRYPT_KEY_HANDLE own = import_vector(provider, BCRYPT_ECCPRIVATE_BLOB, "wine-ecdh256-priv");
    NCRYPT_SECRET_HANDLE secret = agree(own, own);

    NCryptFreeObject(own);
    return secret;
}

static void refused(enum mark mark, SECURITY_STATUS want, NCRYPT_SECRET_HANDLE secret,
                    const WCHAR *kdf, struct list *list, DWORD flags)
{
    BYTE output[MAX_OUTPUT];
    DWORD size = 0;

    expect_mark(mark, want,
                NCryptDeriveKey(secret, kdf, list ? &list->desc : NULL, output, sizeof(output),
                                &size, flags));
}

/* Less room cuts the key, more does not make it longer; no list: SHA1. */
static void test_sizes(NCRYPT_SECRET_HANDLE secret)
{
    BYTE output[64], cut[64];
    DWORD size = 0;

    expect_seen(ERROR_SUCCESS,
                NCryptDeriveKey(secret, BCRYPT_KDF_HASH, NULL, output, sizeof(output), &size, 0));
    ok_seen(size == 20, "got size %lu\n", size);
    memset(cut, 0xca, sizeof(cut));
    expect_doc(ERROR_SUCCESS, NCryptDeriveKey(secret, BCRYPT_KDF_HASH, NULL, cut, 7, &size, 0));
    check_bytes(MARK_DOC, "cut", cut, size, output, 7);
    ok_doc(cut[7] == 0xca, "the byte behind the buffer was written\n");
}

static void test_lists(NCRYPT_SECRET_HANDLE secret)
{
    struct list list = {{0}, {{0}}};
    static const BYTE seed[64];

    add_text(&list, KDF_HASH_ALGORITHM, L"FOO");
    refused(MARK_SEEN, NTE_NOT_SUPPORTED, secret, BCRYPT_KDF_HASH, &list, 0);
    refused(MARK_SEEN, NTE_NOT_SUPPORTED, secret, L"FOO", NULL, 0);
    refused(MARK_INF, STATUS_NULL_REFERENCE, secret, NULL, NULL, 0);
    refused(MARK_INF, NTE_BAD_FLAGS, secret, BCRYPT_KDF_HASH, NULL, 2);
    refused(MARK_DOC, NTE_INVALID_PARAMETER, secret, BCRYPT_KDF_TLS_PRF, NULL, 0);
    refused(MARK_DOC, NTE_INVALID_PARAMETER, secret, BCRYPT_KDF_SP80056A_CONCAT, NULL, 0);
    refused(MARK_INF, NTE_INVALID_PARAMETER, secret, BCRYPT_KDF_HKDF, NULL, 0);
    list = (struct list){{0}, {{0}}};
    add(&list, KDF_TLS_PRF_LABEL, "label", 5);
    add(&list, KDF_TLS_PRF_SEED, seed, sizeof(seed) - 1);
    refused(MARK_DOC, NTE_INVALID_PARAMETER, secret, BCRYPT_KDF_TLS_PRF, &list, 0);
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptDeriveKey(secret, BCRYPT_KDF_HASH, NULL, NULL, 0, NULL, 0));
}

/* What CONCAT does without a named hash: programs get SHA256 for P-256. */
static void test_concat_default(NCRYPT_SECRET_HANDLE secret)
{
    struct list list = {{0}, {{0}}};
    BYTE named[32], plain[32];
    DWORD size = 0;

    add(&list, KDF_ALGORITHMID, "id", 2);
    add(&list, KDF_PARTYUINFO, "u", 1);
    add(&list, KDF_PARTYVINFO, "v", 1);
    expect_doc(ERROR_SUCCESS, NCryptDeriveKey(secret, BCRYPT_KDF_SP80056A_CONCAT, &list.desc, plain,
                                              sizeof(plain), &size, 0));
    ok_seen(size == 32, "got size %lu\n", size);
    add_text(&list, KDF_HASH_ALGORITHM, BCRYPT_SHA256_ALGORITHM);
    expect_doc(ERROR_SUCCESS, NCryptDeriveKey(secret, BCRYPT_KDF_SP80056A_CONCAT, &list.desc, named,
                                              sizeof(named), &size, 0));
    check_bytes(MARK_SEEN, "default hash", plain, sizeof(plain), named, sizeof(named));
}

static void test_tls_1_2(NCRYPT_SECRET_HANDLE secret)
{
    DWORD protocol = 0x0303, size = 0;
    struct list list = {{0}, {{0}}};
    BYTE plain[48], named[48], old[48];
    static const BYTE seed[64];

    add(&list, KDF_TLS_PRF_LABEL, "label", 5);
    add(&list, KDF_TLS_PRF_SEED, seed, sizeof(seed));
    expect_seen(ERROR_SUCCESS, NCryptDeriveKey(secret, BCRYPT_KDF_TLS_PRF, &list.desc, old,
                                               sizeof(old), &size, 0));
    add(&list, KDF_TLS_PRF_PROTOCOL, &protocol, sizeof(protocol));
    expect_doc(ERROR_SUCCESS, NCryptDeriveKey(secret, BCRYPT_KDF_TLS_PRF, &list.desc, plain,
                                              sizeof(plain), &size, 0));
    add_text(&list, KDF_HASH_ALGORITHM, BCRYPT_SHA256_ALGORITHM);
    expect_doc(ERROR_SUCCESS, NCryptDeriveKey(secret, BCRYPT_KDF_TLS_PRF, &list.desc, named,
                                              sizeof(named), &size, 0));
    check_bytes(MARK_DOC, "default hash", plain, sizeof(plain), named, sizeof(named));
    ok_doc(memcmp(plain, old, sizeof(old)) != 0, "TLS 1.2 is like TLS 1.0\n");
    record_bytes("TLS 1.2", "NCryptDeriveKey", plain, sizeof(plain));
}

static void test_handles(NCRYPT_SECRET_HANDLE secret)
{
    NCRYPT_KEY_HANDLE key = import_vector(provider, BCRYPT_ECCPRIVATE_BLOB, "wine-ecdh256-priv");
    NCRYPT_SECRET_HANDLE other = 0;
    BYTE output[20];
    DWORD size = 0;

    expect_seen(NTE_INVALID_HANDLE,
                NCryptDeriveKey(0, BCRYPT_KDF_HASH, NULL, output, sizeof(output), &size, 0));
    expect_seen(NTE_INVALID_HANDLE,
                NCryptDeriveKey(key, BCRYPT_KDF_HASH, NULL, output, sizeof(output), &size, 0));
    expect_doc(NTE_INVALID_HANDLE, NCryptSecretAgreement(0, key, &other, 0));
    expect_doc(NTE_INVALID_HANDLE, NCryptSecretAgreement(key, 0, &other, 0));
    expect_doc(NTE_INVALID_HANDLE, NCryptSecretAgreement(provider, key, &other, 0));
    expect_doc(NTE_INVALID_HANDLE, NCryptSecretAgreement(key, secret, &other, 0));
    expect_seen(NTE_INVALID_PARAMETER, NCryptSecretAgreement(key, key, NULL, 0));
    expect_inf(NTE_BAD_FLAGS, NCryptSecretAgreement(key, key, &other, 1));
    expect_doc(ERROR_SUCCESS, NCryptSecretAgreement(key, key, &other, NCRYPT_SILENT_FLAG));
    ok_doc(!NCryptIsKeyHandle(other), "the secret is a key\n");
    NCryptFreeObject(key);
    expect_inf(ERROR_SUCCESS,
               NCryptDeriveKey(other, BCRYPT_KDF_HASH, NULL, output, sizeof(output), &size, 0));
    expect_doc(ERROR_SUCCESS, NCryptFreeObject(other));
    expect_inf(NTE_INVALID_HANDLE,
               NCryptDeriveKey(other, BCRYPT_KDF_HASH, NULL, output, sizeof(output), &size, 0));
}

/* --- which keys agree ----------------------------------------------------------------------- */

static void test_keys(void)
{
    NCRYPT_KEY_HANDLE ecdh = create_key(provider, NCRYPT_ECDH_P256_ALGORITHM, 0, 0);
    NCRYPT_KEY_HANDLE larger = create_key(provider, NCRYPT_ECDH_P384_ALGORITHM, 0, 0);
    NCRYPT_KEY_HANDLE ecdsa = create_key(provider, NCRYPT_ECDSA_P256_ALGORITHM, 0, 0);
    NCRYPT_KEY_HANDLE raw = create_unfinalized_key(provider, NCRYPT_ECDH_P256_ALGORITHM);
    NCRYPT_KEY_HANDLE public = import_vector(provider, BCRYPT_ECCPUBLIC_BLOB,
                                             "wine-ecdh256-peer-pub");
    NCRYPT_SECRET_HANDLE secret = 0;

    expect_inf(NTE_INVALID_PARAMETER, NCryptSecretAgreement(ecdh, larger, &secret, 0));
    expect_inf(NTE_INVALID_PARAMETER, NCryptSecretAgreement(ecdh, ecdsa, &secret, 0));
    expect_inf(NTE_NOT_SUPPORTED, NCryptSecretAgreement(ecdsa, ecdh, &secret, 0));
    expect_inf(NTE_NO_KEY, NCryptSecretAgreement(public, ecdh, &secret, 0));
    expect_inf(NTE_BAD_KEY_STATE, NCryptSecretAgreement(raw, ecdh, &secret, 0));
    expect_inf(NTE_BAD_KEY_STATE, NCryptSecretAgreement(ecdh, raw, &secret, 0));
    ok_doc(!set_dword(ecdh, NCRYPT_KEY_USAGE_PROPERTY, NCRYPT_ALLOW_SIGNING_FLAG, 0), "usage\n");
    expect_inf(NTE_PERM, NCryptSecretAgreement(ecdh, public, &secret, 0));
    ok_inf(!secret, "a failed call gave %p\n", (void *)secret);
    NCryptFreeObject(ecdh);
    NCryptFreeObject(larger);
    NCryptFreeObject(ecdsa);
    NCryptFreeObject(raw);
    NCryptFreeObject(public);
}

static void check_both_ways(NCRYPT_KEY_HANDLE a, NCRYPT_KEY_HANDLE b)
{
    NCRYPT_SECRET_HANDLE ab = agree(a, b), ba = agree(b, a);
    BYTE from_ab[32], from_ba[32];
    struct list list = {{0}, {{0}}};
    DWORD size = 0;

    add_text(&list, KDF_HASH_ALGORITHM, BCRYPT_SHA256_ALGORITHM);
    expect_doc(ERROR_SUCCESS,
               NCryptDeriveKey(ab, BCRYPT_KDF_HASH, &list.desc, from_ab, 32, &size, 0));
    expect_doc(ERROR_SUCCESS,
               NCryptDeriveKey(ba, BCRYPT_KDF_HASH, &list.desc, from_ba, 32, &size, 0));
    check_bytes(MARK_DOC, "both ways", from_ab, 32, from_ba, 32);
    NCryptFreeObject(ab);
    NCryptFreeObject(ba);
}

static void test_new_keys(void)
{
    static const WCHAR *const algorithms[] = {L"ECDH_P256", L"ECDH_P384", L"ECDH_P521"};

    for (size_t i = 0; i < ARRAY_SIZE(algorithms); i++)
    {
        NCRYPT_KEY_HANDLE a = create_key(provider, algorithms[i], 0, 0);
        NCRYPT_KEY_HANDLE b = create_key(provider, algorithms[i], 0, 0);

        winetest_push_context("%s", narrow(algorithms[i]));
        check_both_ways(a, b);
        winetest_pop_context();
        NCryptFreeObject(a);
        NCryptFreeObject(b);
    }
}

START_TEST(agreement)
{
    NCRYPT_SECRET_HANDLE secret;

    if (skipped_on_builtin("has no secret agreement"))
        return;
    provider = open_provider();
    test_vectors();
    secret = p256_secret();
    test_sizes(secret);
    test_lists(secret);
    test_concat_default(secret);
    test_tls_1_2(secret);
    test_handles(secret);
    NCryptFreeObject(secret);
    test_keys();
    test_new_keys();
    NCryptFreeObject(provider);
}
