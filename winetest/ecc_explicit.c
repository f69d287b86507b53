/*
 * EC keys with explicit domain parameters, and the particulars of curve25519.
 *
 * Sources: dotnet/corefx's ECCng and its tests of explicit curves; dotnet/runtime's
 * X25519DiffieHellmanCng and its tests; microsoft/go-crypto-winnative.
 */
#include "ec_generic.h"

static NCRYPT_PROV_HANDLE provider;

/* --- explicit parameters --------------------------------------------------------------------- */

/* dotnet/corefx: a key is created with the parameters of its curve, and has no curve name then. */
static void test_explicit(void)
{
    struct blob full = copy_vector("ecdsa-p256-explicit-fullpub");
    struct blob parameters = {full.bytes + 4, full.size - 4 - 64}, exported;
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, NCRYPT_ECDSA_ALGORITHM);
    BYTE value[512];
    DWORD size = 0;

    winetest_push_context("explicit parameters");
    expect_seen(ERROR_SUCCESS, NCryptSetProperty(key, BCRYPT_ECC_PARAMETERS, parameters.bytes,
                                                 parameters.size, 0));
    expect_seen(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    expect_inf(ERROR_SUCCESS,
               NCryptGetProperty(key, BCRYPT_ECC_PARAMETERS, value, sizeof(value), &size, 0));
    check_bytes(MARK_INF, "ECCParameters", value, size, parameters.bytes, parameters.size);
    expect_inf(NTE_NOT_FOUND, NCryptGetProperty(key, BCRYPT_ECC_CURVE_NAME, NULL, 0, &size, 0));
    check_text(MARK_SEEN, key, NCRYPT_ALGORITHM_PROPERTY, NCRYPT_ECDSA_ALGORITHM);
    check_dword(MARK_SEEN, key, NCRYPT_LENGTH_PROPERTY, 256);
    if (check_export(MARK_SEEN, ERROR_SUCCESS, key, BCRYPT_ECCFULLPUBLIC_BLOB, &exported))
    {
        check_bytes(MARK_SEEN, "domain parameters", exported.bytes, exported.size - 64, full.bytes,
                    full.size - 64);
        free_blob(&exported);
    }
    NCryptFreeObject(key);
    free_blob(&full);
    winetest_pop_context();
}

/* Header fields and numbers that contradict each other; offsets in .NET's blob for P-256. */
static void test_bad_parameters(void)
{
    static const struct
    {
        const char *what;
        DWORD offset;
        BYTE value;
        SECURITY_STATUS status;
    } cases[] = {
        {"version 2", 4, 2, NTE_INVALID_PARAMETER},
        {"Edwards", 8, 2, NTE_NOT_SUPPORTED},
        {"cbField 33", 16, 33, NTE_BAD_DATA},
        {"cbField 0", 16, 0, NTE_INVALID_PARAMETER},
        {"cbSeed 1", 28, 1, NTE_BAD_DATA},
        {"p even", 63, 0xfe, NTE_INVALID_PARAMETER},
        {"p composite", 63, 0xfd, NTE_INVALID_PARAMETER},
        {"another b", 127, 0, NTE_INVALID_PARAMETER},
        {"another base point", 128, 0, NTE_INVALID_PARAMETER},
        {"another order", 223, 0x53, NTE_INVALID_PARAMETER},
        {"cofactor 2", 224, 2, NTE_INVALID_PARAMETER},
        {"off the curve", 225, 0, NTE_INVALID_PARAMETER},
    };

    for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
    {
        struct blob blob = copy_vector("ecdsa-p256-explicit-fullpub");

        winetest_push_context("full blob, %s", cases[i].what);
        blob.bytes[cases[i].offset] = cases[i].value;
        expect_inf(cases[i].status, import_on_curve(provider, BCRYPT_ECCFULLPUBLIC_BLOB, blob.bytes,
                                                    blob.size, NULL, 0));
        winetest_pop_context();
        free_blob(&blob);
    }
}

/* --- curve25519 ------------------------------------------------------------------------------ */

/* The public key is what RFC 7748 computes, and a scalar is taken only as it is used. */
static void test_25519_private(void)
{
    struct blob blob = copy_vector("x25519-rfc7748-priv"), want;
    const WCHAR *type = BCRYPT_ECCPRIVATE_BLOB, *name = L"curve25519";
    NCRYPT_KEY_HANDLE key;
    BYTE *u = blob.bytes + 8, *d = blob.bytes + 72;

    winetest_push_context("curve25519, private");
    want = copy_vector("x25519-rfc7748-priv");
    memset(u, 0, 32);
    if (!expect_seen(ERROR_SUCCESS, import_generic(provider, type, blob.bytes, blob.size, name,
                                                   NULL, NCRYPT_NO_KEY_VALIDATION, &key)))
    {
        set_policy(key, POLICY_PLAIN);
        check_export_bytes(MARK_SEEN, key, type, want.bytes, want.size);
        NCryptFreeObject(key);
    }
    d[0] |= 1;
    ok_seen(import_on_curve(provider, type, blob.bytes, blob.size, name, 0) != ERROR_SUCCESS,
            "bit 0 taken\n");
    ok_seen(import_on_curve(provider, type, blob.bytes, blob.size, name,
                            NCRYPT_NO_KEY_VALIDATION) != ERROR_SUCCESS,
            "bit 0 taken without validation\n");
    d[0] &= 0xf8;
    d[31] |= 0x80;
    expect_inf(NTE_INVALID_PARAMETER,
               import_on_curve(provider, type, blob.bytes, blob.size, name, 0));
    free_blob(&want);
    free_blob(&blob);
    winetest_pop_context();
}

static void test_25519_public(void)
{
    struct blob blob = copy_vector("x25519-rfc7748-peer-pub");
    const WCHAR *type = BCRYPT_ECCPUBLIC_BLOB, *name = L"curve25519";
    BYTE *u = blob.bytes + 8;

    winetest_push_context("curve25519, public");
    u[31] |= 0x80;
    expect_inf(NTE_INVALID_PARAMETER,
               import_on_curve(provider, type, blob.bytes, blob.size, name, 0));
    memset(u, 0xff, 31);
    u[31] = 0x7f;
    expect_inf(NTE_INVALID_PARAMETER, import_on_curve(provider, type, blob.bytes, blob.size, name,
                                                      NCRYPT_NO_KEY_VALIDATION));
    memset(u, 0, 32);
    u[0] = 1; /* of order 4 */
    expect_inf(NTE_INVALID_PARAMETER,
               import_on_curve(provider, type, blob.bytes, blob.size, name, 0));
    expect_seen(ERROR_SUCCESS, import_on_curve(provider, type, blob.bytes, blob.size, name,
                                               NCRYPT_NO_KEY_VALIDATION));
    free_blob(&blob);
    winetest_pop_context();
}

START_TEST(ecc_explicit)
{
    provider = open_provider();
    if (skipped_on_builtin("has no generic keys"))
        return;
    test_explicit();
    test_bad_parameters();
    test_25519_private();
    test_25519_public();
    NCryptFreeObject(provider);
}
