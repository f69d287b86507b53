/*
 * Post-quantum keys: ML-KEM, ML-DSA, SLH-DSA.
 *
 * Sources: learn.microsoft.com (BCRYPT_MLKEM_KEY_BLOB, BCRYPT_PQDSA_KEY_BLOB, BCRYPT_PQDSA_PADDING_INFO,
 * NCryptEncapsulate, NCryptDecapsulate), the tests of .NET's MLKemCng and MLDsaCng.
 */
#include "libraries.h"

enum
{
    MAX_SIGNATURE = 49856,
    MAX_CIPHERTEXT = 1568
};

static NCRYPT_PROV_HANDLE provider;

/* Older DLLs do not export these. */
static SECURITY_STATUS(WINAPI *pNCryptEncapsulate)(NCRYPT_KEY_HANDLE, PBYTE, ULONG, ULONG *, PBYTE,
                                                   ULONG, ULONG *, ULONG);
static SECURITY_STATUS(WINAPI *pNCryptDecapsulate)(NCRYPT_KEY_HANDLE, PBYTE, ULONG, PBYTE, ULONG,
                                                   ULONG *, ULONG);

struct set
{
    const WCHAR *algorithm, *group, *name;
    DWORD output; /* bytes of a ciphertext or a signature */
    const char *vector_private, *vector_public, *vector_seed;
};

static const struct set sets[] = {
    {L"ML-KEM", L"MLKEM", L"512", 768, "mlkem512-priv", "mlkem512-pub", "mlkem512-seed"},
    {L"ML-KEM", L"MLKEM", L"768", 1088, "mlkem768-priv", "mlkem768-pub", "mlkem768-seed"},
    {L"ML-KEM", L"MLKEM", L"1024", 1568, NULL, NULL, NULL},
    {L"ML-DSA", L"MLDSA", L"44", 2420, "mldsa44-priv", "mldsa44-pub", "mldsa44-seed"},
    {L"ML-DSA", L"MLDSA", L"65", 3309, "mldsa65-priv", "mldsa65-pub", "mldsa65-seed"},
    {L"ML-DSA", L"MLDSA", L"87", 4627, NULL, NULL, NULL},
    {L"SLH-DSA", L"SLHDSA", L"SHA2-128f", 17088, NULL, NULL, NULL},
    {L"SLH-DSA", L"SLHDSA", L"SHAKE-128f", 17088, NULL, NULL, NULL},
};

static BOOL is_kem(const struct set *set)
{
    return !wcscmp(set->algorithm, L"ML-KEM");
}

static SECURITY_STATUS set_name(NCRYPT_KEY_HANDLE key, const WCHAR *name)
{
    return NCryptSetProperty(key, NCRYPT_PARAMETER_SET_NAME_PROPERTY, (BYTE *)name,
                             (DWORD)(wcslen(name) + 1) * sizeof(WCHAR), 0);
}

static NCRYPT_KEY_HANDLE create(const struct set *set)
{
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, set->algorithm);

    if (!key)
        return 0;
    set_policy(key, POLICY_ALL);
    expect_seen(ERROR_SUCCESS, set_name(key, set->name));
    if (expect_seen(ERROR_SUCCESS, NCryptFinalizeKey(key, 0)))
    {
        NCryptFreeObject(key);
        return 0;
    }
    return key;
}

/* --- properties ----------------------------------------------------------------------------- */

static void check_text(NCRYPT_KEY_HANDLE key, const WCHAR *name, const WCHAR *want)
{
    WCHAR text[32] = {0};
    DWORD size = 0;

    expect_seen(ERROR_SUCCESS, NCryptGetProperty(key, name, (BYTE *)text, sizeof(text), &size, 0));
    ok_seen(size == (wcslen(want) + 1) * sizeof(WCHAR) && !wcscmp(text, want), "%s: %s\n",
            narrow(name), narrow(text));
}

static void check_dword(const WCHAR *name, NCRYPT_KEY_HANDLE key, BOOL has, DWORD want)
{
    DWORD value = 0;

    expect_inf(has ? ERROR_SUCCESS : NTE_NOT_SUPPORTED, get_dword(key, name, &value));
    if (has)
        ok_doc(value == want, "%s: %u\n", narrow(name), (unsigned int)value);
}

static void test_properties(const struct set *set, NCRYPT_KEY_HANDLE key)
{
    check_text(key, NCRYPT_ALGORITHM_PROPERTY, set->algorithm);
    check_text(key, NCRYPT_ALGORITHM_GROUP_PROPERTY, set->group);
    check_text(key, NCRYPT_PARAMETER_SET_NAME_PROPERTY, set->name);
    check_dword(NCRYPT_SIGNATURE_LENGTH_PROPERTY, key, !is_kem(set), set->output);
    check_dword(NCRYPT_KEM_CIPHERTEXT_LENGTH_PROPERTY, key, is_kem(set), set->output);
    /* as Microsoft's page prints their names */
    check_dword(L"KEM Ciphertext Length", key, is_kem(set), set->output);
    check_dword(L"KEM Shared Secret Length", key, is_kem(set), 32);
    check_dword(NCRYPT_KEM_SHARED_SECRET_LENGTH_PROPERTY, key, is_kem(set), 32);
}

static void test_parameter_set(const struct set *set)
{
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, set->algorithm);

    winetest_push_context("%s, parameter set", narrow(set->algorithm));
    expect_inf(NTE_INVALID_PARAMETER, set_name(key, L"no such set"));
    expect_inf(NTE_INVALID_PARAMETER, NCryptFinalizeKey(key, 0));
    expect_seen(ERROR_SUCCESS, set_name(key, set->name));
    expect_seen(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    expect_inf(NTE_NOT_SUPPORTED, set_name(key, set->name));
    NCryptFreeObject(key);
    winetest_pop_context();
}

/* --- blobs ---------------------------------------------------------------------------------- */

static const WCHAR *type_of(const struct set *set, const char *part)
{
    if (!strcmp(part, "public"))
        return is_kem(set) ? BCRYPT_MLKEM_PUBLIC_BLOB : BCRYPT_PQDSA_PUBLIC_BLOB;
    if (!strcmp(part, "private"))
        return is_kem(set) ? BCRYPT_MLKEM_PRIVATE_BLOB : BCRYPT_PQDSA_PRIVATE_BLOB;
    return is_kem(set) ? BCRYPT_MLKEM_PRIVATE_SEED_BLOB : BCRYPT_PQDSA_PRIVATE_SEED_BLOB;
}

static void check_vector(const struct set *set, NCRYPT_KEY_HANDLE key, const char *part,
                         const char *id)
{
    const struct test_vector *blob = vector(id);

    check_export_bytes(vector_mark(blob), key, type_of(set, part), blob->bytes, blob->size);
}

/* A seed gives all three forms, an expanded key all but the seed. */
static void test_vectors(const struct set *set)
{
    NCRYPT_KEY_HANDLE key = import_vector(provider, type_of(set, "seed"), set->vector_seed);

    set_policy(key, POLICY_ALL);
    check_vector(set, key, "seed", set->vector_seed);
    check_vector(set, key, "private", set->vector_private);
    check_vector(set, key, "public", set->vector_public);
    NCryptFreeObject(key);

    key = import_vector(provider, type_of(set, "private"), set->vector_private);
    set_policy(key, POLICY_ALL);
    check_vector(set, key, "private", set->vector_private);
    check_vector(set, key, "public", set->vector_public);
    check_export_status(MARK_SEEN, NTE_NOT_SUPPORTED, key, type_of(set, "seed"));
    NCryptFreeObject(key);

    key = import_vector(provider, type_of(set, "public"), set->vector_public);
    check_vector(set, key, "public", set->vector_public);
    check_export_status(MARK_SEEN, NTE_NOT_SUPPORTED, key, type_of(set, "private"));
    NCryptFreeObject(key);
}

/* As Windows callers import a private key: create, set the blob, finalize. */
static NCRYPT_KEY_HANDLE import_by_property(const struct set *set, const WCHAR *type,
                                            const struct blob *blob)
{
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, set->algorithm);

    set_policy(key, POLICY_ALL);
    expect_seen(ERROR_SUCCESS, NCryptSetProperty(key, type, blob->bytes, blob->size, 0));
    expect_seen(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    return key;
}

static void test_round(const struct set *set, NCRYPT_KEY_HANDLE original, const WCHAR *type)
{
    const WCHAR *public_type = type_of(set, "public");
    struct blob blob, public;
    NCRYPT_KEY_HANDLE key;

    winetest_push_context("%s", narrow(type));
    if (check_export(MARK_DOC, ERROR_SUCCESS, original, type, &blob))
    {
        export_blob(original, public_type, &public);
        key = import_bytes(provider, type, blob.bytes, blob.size);
        check_random_export_bytes(MARK_SEEN, key, public_type, public.bytes, public.size);
        NCryptFreeObject(key);
        key = import_by_property(set, type, &blob);
        check_random_export_bytes(MARK_SEEN, key, public_type, public.bytes, public.size);
        check_random_export_bytes(MARK_DOC, key, type, blob.bytes, blob.size);
        NCryptFreeObject(key);
        free_blob(&public);
        free_blob(&blob);
    }
    winetest_pop_context();
}

static void test_policy(const struct set *set, NCRYPT_KEY_HANDLE key)
{
    set_policy(key, POLICY_NONE);
    check_export_status(MARK_SEEN, NTE_NOT_SUPPORTED, key, type_of(set, "private"));
    check_export_status(MARK_SEEN, NTE_NOT_SUPPORTED, key, NCRYPT_PQ_PRIVATE_KEY_BLOB);
    check_export_status(MARK_SEEN, NTE_NOT_SUPPORTED, key, NCRYPT_PKCS8_PRIVATE_KEY_BLOB);
    set_policy(key, POLICY_ALL);
}

/* --- signatures ----------------------------------------------------------------------------- */

static BYTE signature[MAX_SIGNATURE];

static void test_form(const struct set *set, NCRYPT_KEY_HANDLE key,
                      BCRYPT_PQDSA_PADDING_INFO *padding, DWORD length, const char *what)
{
    DWORD flags = padding ? NCRYPT_PAD_PQDSA_FLAG : 0, size = 0;
    BYTE message[64] = "What is signed is the message.";

    winetest_push_context("%s", what);
    expect_doc(ERROR_SUCCESS, NCryptSignHash(key, padding, message, length, NULL, 0, &size, flags));
    ok_doc(size == set->output, "size %u\n", (unsigned int)size);
    expect_doc(NTE_BUFFER_TOO_SMALL, NCryptSignHash(key, padding, message, length, signature,
                                                    set->output - 1, &size, flags));
    expect_seen(ERROR_SUCCESS, NCryptSignHash(key, padding, message, length, signature,
                                              sizeof(signature), &size, flags));
    ok_doc(size == set->output, "size %u\n", (unsigned int)size);
    expect_seen(ERROR_SUCCESS,
                NCryptVerifySignature(key, padding, message, length, signature, size, flags));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptVerifySignature(key, padding, message, length, signature, size - 1, flags));
    signature[size / 2] ^= 1;
    expect_seen(NTE_BAD_SIGNATURE,
                NCryptVerifySignature(key, padding, message, length, signature, size, flags));
    winetest_pop_context();
}

static void test_signatures(const struct set *set, NCRYPT_KEY_HANDLE key)
{
    static BYTE context[256];
    BCRYPT_PQDSA_PADDING_INFO none = {NULL, 0, NULL}, some = {context, 255, NULL};
    BCRYPT_PQDSA_PADDING_INFO prehash = {context, 3, L"SHA512"}, longer = {context, 256, NULL};
    DWORD size = 0;

    test_form(set, key, NULL, 31, "no padding information");
    test_form(set, key, NULL, 0, "empty message");
    test_form(set, key, &none, 31, "empty context");
    test_form(set, key, &some, 31, "longest context");
    test_form(set, key, &prehash, 64, "pre-hash");
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSignHash(key, &prehash, context, 63, signature, sizeof(signature), &size,
                              NCRYPT_PAD_PQDSA_FLAG));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSignHash(key, &longer, context, 10, signature, sizeof(signature), &size,
                              NCRYPT_PAD_PQDSA_FLAG));
    expect_doc(NTE_BAD_FLAGS,
               NCryptSignHash(key, NULL, context, 10, signature, sizeof(signature), &size, 0x8000));
}

/* --- encapsulation -------------------------------------------------------------------------- */

static void test_exchange(const struct set *set, NCRYPT_KEY_HANDLE key)
{
    BYTE secret[32], other[32], ciphertext[MAX_CIPHERTEXT];
    ULONG secret_size = 0, size = 0;

    expect_doc(ERROR_SUCCESS, pNCryptEncapsulate(key, NULL, 0, &secret_size, NULL, 0, &size, 0));
    ok_doc(secret_size == 32 && size == set->output, "sizes %u, %u\n", (unsigned int)secret_size,
           (unsigned int)size);
    expect_seen(ERROR_SUCCESS, pNCryptEncapsulate(key, secret, sizeof(secret), &secret_size,
                                                  ciphertext, sizeof(ciphertext), &size, 0));
    expect_doc(ERROR_SUCCESS, pNCryptDecapsulate(key, ciphertext, size, NULL, 0, &secret_size, 0));
    expect_seen(ERROR_SUCCESS,
                pNCryptDecapsulate(key, ciphertext, size, other, sizeof(other), &secret_size, 0));
    check_bytes(MARK_DOC, "secret", other, 32, secret, 32);
    ciphertext[9] ^= 1;
    expect_doc(ERROR_SUCCESS,
               pNCryptDecapsulate(key, ciphertext, size, other, sizeof(other), &secret_size, 0));
    ok_doc(memcmp(other, secret, 32), "a wrong ciphertext gives the secret\n");
    expect_inf(NTE_INVALID_PARAMETER, pNCryptDecapsulate(key, ciphertext, size - 1, other,
                                                         sizeof(other), &secret_size, 0));
}

static void test_kem_arguments(const struct set *set, NCRYPT_KEY_HANDLE key)
{
    BYTE secret[32], ciphertext[MAX_CIPHERTEXT];
    ULONG secret_size = 0, size = 0;

    expect_doc(NTE_BUFFER_TOO_SMALL, pNCryptEncapsulate(key, secret, 31, &secret_size, ciphertext,
                                                        sizeof(ciphertext), &size, 0));
    ok_doc(secret_size == 32 && size == set->output, "sizes %u, %u\n", (unsigned int)secret_size,
           (unsigned int)size);
    secret_size = size = 0;
    expect_doc(NTE_BUFFER_TOO_SMALL, pNCryptEncapsulate(key, secret, 32, &secret_size, ciphertext,
                                                        set->output - 1, &size, 0));
    ok_doc(secret_size == 32 && size == set->output, "sizes %u, %u\n", (unsigned int)secret_size,
           (unsigned int)size);
    expect_doc(NTE_BAD_FLAGS,
               pNCryptEncapsulate(key, NULL, 0, &secret_size, NULL, 0, &size, NCRYPT_SILENT_FLAG));
    expect_doc(NTE_BAD_FLAGS, pNCryptDecapsulate(key, ciphertext, set->output, NULL, 0,
                                                 &secret_size, NCRYPT_SILENT_FLAG));
    expect_doc(NTE_INVALID_PARAMETER,
               pNCryptEncapsulate(0, NULL, 0, &secret_size, NULL, 0, &size, 0));
    expect_doc(NTE_INVALID_PARAMETER, pNCryptEncapsulate(key, NULL, 0, NULL, NULL, 0, &size, 0));
    expect_doc(NTE_INVALID_PARAMETER,
               pNCryptEncapsulate(key, NULL, 0, &secret_size, NULL, 0, NULL, 0));
    expect_doc(NTE_INVALID_PARAMETER,
               pNCryptDecapsulate(0, ciphertext, set->output, NULL, 0, &secret_size, 0));
    expect_doc(NTE_INVALID_PARAMETER,
               pNCryptDecapsulate(key, ciphertext, set->output, NULL, 0, NULL, 0));
    expect_inf(NTE_INVALID_HANDLE,
               pNCryptEncapsulate(provider, NULL, 0, &secret_size, NULL, 0, &size, 0));
}

static void test_kem(const struct set *set, NCRYPT_KEY_HANDLE key)
{
    if (!pNCryptEncapsulate || !pNCryptDecapsulate)
    {
        ok_doc(!dll_is_ours(), "no NCryptEncapsulate\n");
        win_skip("no NCryptEncapsulate\n");
        return;
    }
    test_exchange(set, key);
    test_kem_arguments(set, key);
}

static void test_set(const struct set *set)
{
    NCRYPT_KEY_HANDLE key;

    if (!pq_available(provider, set->algorithm))
        return;
    winetest_push_context("%s %s", narrow(set->algorithm), narrow(set->name));
    test_parameter_set(set);
    if (set->vector_seed)
        test_vectors(set);
    if ((key = create(set)))
    {
        test_properties(set, key);
        test_round(set, key, type_of(set, "private"));
        if (wcscmp(set->algorithm, L"SLH-DSA"))
            test_round(set, key, type_of(set, "seed"));
        test_round(set, key, NCRYPT_PQ_PRIVATE_KEY_BLOB);
        test_round(set, key, NCRYPT_PKCS8_PRIVATE_KEY_BLOB);
        test_policy(set, key);
        if (is_kem(set))
            test_kem(set, key);
        else
            test_signatures(set, key);
    }
    NCryptFreeObject(key);
    winetest_pop_context();
}

START_TEST(pq)
{
    HMODULE ncrypt = GetModuleHandleW(L"ncrypt.dll");

    pNCryptEncapsulate = (void *)GetProcAddress(ncrypt, "NCryptEncapsulate");
    pNCryptDecapsulate = (void *)GetProcAddress(ncrypt, "NCryptDecapsulate");
    provider = open_provider();
    for (size_t i = 0; i < ARRAY_SIZE(sets); i++)
        test_set(&sets[i]);
    NCryptFreeObject(provider);
}
