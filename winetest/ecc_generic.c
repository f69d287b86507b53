/*
 * Generic EC keys: ECDSA and ECDH on every named curve, in every blob type.
 *
 * Sources: Microsoft's page "CNG Named Elliptic Curves"; dotnet/corefx's ECCng and its tests;
 * microsoft/go-crypto-winnative.
 */
#include "ec_generic.h"

static NCRYPT_PROV_HANDLE provider;

/* --- the named curves ------------------------------------------------------------------------ */

static const struct named_curve
{
    const WCHAR *name;
    DWORD bits; /* "key size" of the page */
    DWORD order_bits;
    BOOL absent_here; /* no library of this project's DLL has it */
} named_curves[] = {
    {L"curve25519", 255, 0, FALSE},        {L"brainpoolP160r1", 160, 160, FALSE},
    {L"brainpoolP160t1", 160, 160, FALSE}, {L"brainpoolP192r1", 192, 192, FALSE},
    {L"brainpoolP192t1", 192, 192, FALSE}, {L"brainpoolP224r1", 224, 224, FALSE},
    {L"brainpoolP224t1", 224, 224, FALSE}, {L"brainpoolP256r1", 256, 256, FALSE},
    {L"brainpoolP256t1", 256, 256, FALSE}, {L"brainpoolP320r1", 320, 320, FALSE},
    {L"brainpoolP320t1", 320, 320, FALSE}, {L"brainpoolP384r1", 384, 384, FALSE},
    {L"brainpoolP384t1", 384, 384, FALSE}, {L"brainpoolP512r1", 512, 512, FALSE},
    {L"brainpoolP512t1", 512, 512, FALSE}, {L"ec192wapi", 192, 192, TRUE},
    {L"nistP192", 192, 192, FALSE},        {L"nistP224", 224, 224, FALSE},
    {L"nistP256", 256, 256, FALSE},        {L"nistP384", 384, 384, FALSE},
    {L"nistP521", 521, 521, FALSE},        {L"numsP256t1", 256, 256, TRUE},
    {L"numsP384t1", 384, 384, TRUE},       {L"numsP512t1", 512, 512, TRUE},
    {L"secP160k1", 160, 161, FALSE},       {L"secP160r1", 160, 161, FALSE},
    {L"secP160r2", 160, 161, FALSE},       {L"secP192k1", 192, 192, FALSE},
    {L"secP192r1", 192, 192, FALSE},       {L"secP224k1", 224, 225, FALSE},
    {L"secP224r1", 224, 224, FALSE},       {L"secP256k1", 256, 256, FALSE},
    {L"secP256r1", 256, 256, FALSE},       {L"secP384r1", 384, 384, FALSE},
    {L"secP521r1", 521, 521, FALSE},       {L"wtls7", 160, 161, FALSE},
    {L"wtls9", 160, 161, FALSE},           {L"wtls12", 224, 224, FALSE},
    {L"x962P192v1", 192, 192, FALSE},      {L"x962P192v2", 192, 192, FALSE},
    {L"x962P192v3", 192, 192, FALSE},      {L"x962P239v1", 239, 239, FALSE},
    {L"x962P239v2", 239, 239, FALSE},      {L"x962P239v3", 239, 239, FALSE},
    {L"x962P256v1", 256, 256, FALSE},
};

static BOOL is_25519(const struct named_curve *curve)
{
    return !curve->order_bits;
}

static SECURITY_STATUS set_curve(NCRYPT_KEY_HANDLE key, const WCHAR *name)
{
    return NCryptSetProperty(key, BCRYPT_ECC_CURVE_NAME, (BYTE *)name,
                             (DWORD)(wcslen(name) + 1) * sizeof(WCHAR), 0);
}

/* --- properties ------------------------------------------------------------------------------ */

static void check_properties(NCRYPT_KEY_HANDLE key, const struct named_curve *curve,
                             const WCHAR *algorithm)
{
    DWORD size = 0;

    check_text(MARK_SEEN, key, BCRYPT_ECC_CURVE_NAME, curve->name);
    check_text(MARK_SEEN, key, NCRYPT_ALGORITHM_PROPERTY, algorithm);
    check_text(MARK_SEEN, key, NCRYPT_ALGORITHM_GROUP_PROPERTY, algorithm);
    check_dword(MARK_DOC, key, NCRYPT_LENGTH_PROPERTY, curve->bits);
    if (is_25519(curve))
        expect_inf(NTE_NOT_SUPPORTED,
                   NCryptGetProperty(key, NCRYPT_SIGNATURE_LENGTH_PROPERTY, NULL, 0, &size, 0));
    else
        check_dword(MARK_INF, key, NCRYPT_SIGNATURE_LENGTH_PROPERTY,
                    (curve->order_bits + 7) / 8 * 2);
}

/* --- blobs of new keys ----------------------------------------------------------------------- */

/* What is exported is taken, and exported again in the same bytes. */
static void check_round_trip(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *type,
                             const WCHAR *name)
{
    NCRYPT_KEY_HANDLE copy;
    struct blob blob;

    if (!check_export(mark, ERROR_SUCCESS, key, type, &blob))
        return;
    if (!expect_mark(mark, ERROR_SUCCESS,
                     import_generic(provider, type, blob.bytes, blob.size, name, NULL, 0, &copy)))
    {
        set_policy(copy, POLICY_ALL);
        check_random_export_bytes(mark, copy, type, blob.bytes, blob.size);
        NCryptFreeObject(copy);
    }
    free_blob(&blob);
}

static void check_magic(NCRYPT_KEY_HANDLE key, const WCHAR *type, ULONG magic, DWORD size,
                        DWORD elements)
{
    const BCRYPT_ECCKEY_BLOB *header;
    struct blob blob;

    if (!check_export(MARK_SEEN, ERROR_SUCCESS, key, type, &blob))
        return;
    header = (const BCRYPT_ECCKEY_BLOB *)blob.bytes;
    ok_inf(header->dwMagic == magic, "got magic %#lx\n", header->dwMagic);
    ok_seen(header->cbKey == size, "got cbKey %lu\n", header->cbKey);
    ok_seen(blob.size == sizeof(*header) + elements * size, "got %lu bytes\n", blob.size);
    free_blob(&blob);
}

static void check_blobs(NCRYPT_KEY_HANDLE key, const struct named_curve *curve, BOOL agreement)
{
    DWORD size = (curve->bits + 7) / 8;

    check_magic(key, BCRYPT_PUBLIC_KEY_BLOB, agreement ? 0x504b4345 : 0x50444345, size, 2);
    check_magic(key, BCRYPT_PRIVATE_KEY_BLOB, agreement ? 0x564b4345 : 0x56444345, size, 3);
    check_round_trip(MARK_SEEN, key, BCRYPT_ECCPUBLIC_BLOB, curve->name);
    check_round_trip(MARK_SEEN, key, BCRYPT_ECCPRIVATE_BLOB, curve->name);
    check_round_trip(MARK_INF, key, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, NULL);
    if (is_25519(curve))
        return;
    check_round_trip(MARK_SEEN, key, BCRYPT_ECCFULLPUBLIC_BLOB, NULL);
    check_round_trip(MARK_SEEN, key, BCRYPT_ECCFULLPRIVATE_BLOB, NULL);
}

static void check_signature(NCRYPT_KEY_HANDLE key, const struct named_curve *curve)
{
    BYTE hash[32] = "thirty-two bytes", signature[160];
    DWORD size = 0;

    expect_seen(ERROR_SUCCESS, NCryptSignHash(key, NULL, hash, sizeof(hash), signature,
                                              sizeof(signature), &size, 0));
    ok_seen(size == (curve->order_bits + 7) / 8 * 2, "got %lu bytes\n", size);
    expect_seen(ERROR_SUCCESS,
                NCryptVerifySignature(key, NULL, hash, sizeof(hash), signature, size, 0));
    hash[0] ^= 1;
    expect_seen(NTE_BAD_SIGNATURE,
                NCryptVerifySignature(key, NULL, hash, sizeof(hash), signature, size, 0));
}

static void test_curve(const struct named_curve *curve, BOOL agreement)
{
    const WCHAR *algorithm = agreement ? NCRYPT_ECDH_ALGORITHM : NCRYPT_ECDSA_ALGORITHM;
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, algorithm);
    SECURITY_STATUS status;

    winetest_push_context("%s, %s", narrow(algorithm), narrow(curve->name));
    status = set_curve(key, curve->name);
    if (!status)
        status = NCryptFinalizeKey(key, 0);
    record_status(NULL, "NCryptFinalizeKey", status);
    if (is_25519(curve) && !agreement)
        ok_inf(status == NTE_NOT_SUPPORTED || status == NTE_INVALID_PARAMETER, "got %s\n",
               status_name(status));
    else
        todo_ours_if(curve->absent_here)
            ok_doc(status == ERROR_SUCCESS, "got %s\n", status_name(status));
    if (!status)
    {
        set_policy(key, POLICY_ALL);
        check_properties(key, curve, algorithm);
        check_blobs(key, curve, agreement);
        if (!is_25519(curve))
            check_signature(key, curve);
    }
    NCryptFreeObject(key);
    winetest_pop_context();
}

/* --- vectors --------------------------------------------------------------------------------- */

static void test_vector_blob(const char *id, const WCHAR *type, const WCHAR *name)
{
    const struct test_vector *data = vector(id);
    NCRYPT_KEY_HANDLE key;

    winetest_push_context("%s", id);
    if (!expect_seen(ERROR_SUCCESS, import_generic(provider, type, data->bytes, (DWORD)data->size,
                                                   name, NULL, 0, &key)))
    {
        set_policy(key, POLICY_ALL);
        check_export_bytes(vector_mark(data), key, type, data->bytes, data->size);
        NCryptFreeObject(key);
    }
    winetest_pop_context();
}

/* --- how the curve is said ------------------------------------------------------------------- */

static void test_names(void)
{
    struct blob brainpool = copy_vector("ecdsa-brainpoolP160r1-priv");
    struct blob nist = copy_vector("corefx-ecdsa256-priv");
    const WCHAR *type = BCRYPT_ECCPRIVATE_BLOB;
    SECURITY_STATUS status;

    winetest_push_context("curve of a blob");
    status = import_on_curve(provider, type, brainpool.bytes, brainpool.size, L"nosuchcurve", 0);
    record_status("unknown", "NCryptImportKey", status);
    ok_seen(status == NTE_NOT_SUPPORTED || status == NTE_INVALID_PARAMETER, "got %s\n",
            status_name(status));
    expect_inf(NTE_INVALID_PARAMETER,
               import_on_curve(provider, type, brainpool.bytes, brainpool.size, NULL, 0));
    expect_inf(NTE_BAD_DATA,
               import_on_curve(provider, type, brainpool.bytes, brainpool.size, L"nistP256", 0));
    expect_inf(NTE_INVALID_PARAMETER, import_on_curve(provider, type, brainpool.bytes,
                                                      brainpool.size, L"brainpoolP160t1", 0));
    expect_seen(ERROR_SUCCESS,
                import_on_curve(provider, type, nist.bytes, nist.size, L"nistP256", 0));
    expect_inf(NTE_INVALID_PARAMETER,
               import_on_curve(provider, type, nist.bytes, nist.size, L"nistP384", 0));
    free_blob(&brainpool);
    free_blob(&nist);
    winetest_pop_context();
}

START_TEST(ecc_generic)
{
    provider = open_provider();
    if (skipped_on_builtin("has no generic keys"))
        return;
    for (size_t i = 0; i < ARRAY_SIZE(named_curves); i++)
    {
        test_curve(&named_curves[i], FALSE);
        test_curve(&named_curves[i], TRUE);
    }
    test_vector_blob("x25519-rfc7748-priv", BCRYPT_ECCPRIVATE_BLOB, L"curve25519");
    test_vector_blob("x25519-rfc7748-peer-pub", BCRYPT_ECCPUBLIC_BLOB, L"curve25519");
    test_vector_blob("ecdsa-brainpoolP160r1-priv", BCRYPT_ECCPRIVATE_BLOB, L"brainpoolP160r1");
    test_vector_blob("ecdsa-p256-explicit-fullpriv", BCRYPT_ECCFULLPRIVATE_BLOB, NULL);
    test_vector_blob("ecdsa-p256-explicit-fullpub", BCRYPT_ECCFULLPUBLIC_BLOB, NULL);
    test_vector_blob("ecdh-p256-explicit-fullpriv-seed", BCRYPT_ECCFULLPRIVATE_BLOB, NULL);
    test_names();
    NCryptFreeObject(provider);
}
