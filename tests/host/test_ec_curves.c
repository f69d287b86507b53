/*
 * Generic EC keys through the provider: every curve that it lists, in every blob type.
 */
#include "bridge.h"
#include "ec_keys.h"

/* ------------------------------------------------------------------------------------------
 * Every curve
 */
static const struct
{
    const WCHAR *name;
    DWORD bits, order_bits;
    bool signs;
} curves[] = {
#define ROW(id, name, bits, order, oid, ossl) {L##name, bits, order, CURVE_##id != CURVE_25519},
    BRIDGE_CURVES(ROW)
#undef ROW
};
#define CURVE_ROWS ARRAYSIZE(curves)

/* Export in that type, import, export again: the same bytes, and a key that works with the first. */
static void check_type(NCRYPT_KEY_HANDLE key, size_t row, const WCHAR *type, bool needs_name)
{
    struct blob blob = export_blob(key, type), again;
    NCRYPT_KEY_HANDLE copy;

    if (check_sec(import(type, blob.data, blob.size, needs_name ? curves[row].name : NULL, NULL, 0,
                         &copy),
                  0))
    {
        again = export_blob(copy, type);
        check_same(again, blob.data, blob.size);
        blob_free(again);
        if (curves[row].signs)
            check_pair(key, copy, (curves[row].order_bits + 7) / 8);
    }
    provider_free(copy);
    if (needs_name)
        check_sec(refused(type, blob.data, blob.size, NULL), NTE_INVALID_PARAMETER);
    blob_free(blob);
}

static void check_properties(NCRYPT_KEY_HANDLE key, size_t row, const WCHAR *algorithm)
{
    DWORD bits = curves[row].bits;
    struct blob lengths = get(key, NCRYPT_LENGTHS_PROPERTY);

    check_text(key, NCRYPT_ECC_CURVE_NAME_PROPERTY, curves[row].name);
    check_text(key, NCRYPT_ALGORITHM_PROPERTY, algorithm);
    check_text(key, NCRYPT_ALGORITHM_GROUP_PROPERTY, algorithm);
    check(get_dword(key, NCRYPT_LENGTH_PROPERTY) == bits, "length");
    check(get_dword(key, NCRYPT_PUBLIC_LENGTH_PROPERTY) == bits, "public length");
    check(lengths.size == 16 && dword_at(lengths, 0) == bits && dword_at(lengths, 4) == bits &&
              dword_at(lengths, 8) == 0 && dword_at(lengths, 12) == bits,
          "lengths");
    if (curves[row].signs)
        check(get_dword(key, NCRYPT_SIGNATURE_LENGTH_PROPERTY) ==
                  (curves[row].order_bits + 7) / 8 * 2,
              "signature length");
    else
        check_sec(get_status(key, NCRYPT_SIGNATURE_LENGTH_PROPERTY), NTE_NOT_SUPPORTED);
    blob_free(lengths);
}

/* Magic, cbKey and size of the plain blobs; what the generic names stand for. */
static void check_layout(NCRYPT_KEY_HANDLE key, size_t row, bool agreement)
{
    DWORD field = (curves[row].bits + 7) / 8;
    struct blob public = export_blob(key, BCRYPT_PUBLIC_KEY_BLOB);
    struct blob private = export_blob(key, BCRYPT_PRIVATE_KEY_BLOB);

    check(dword_at(public, 0) == (agreement ? 0x504b4345 : 0x50444345), "ECKP, ECDP");
    check(dword_at(private, 0) == (agreement ? 0x564b4345 : 0x56444345), "ECKV, ECDV");
    check(dword_at(public, 4) == field && dword_at(private, 4) == field, "cbKey");
    check(public.size == 8 + 2 * field && private.size == 8 + 3 * field, "sizes");
    check(!memcmp(public.data + 4, private.data + 4, 4 + 2 * field), "public part");
    blob_free(public);
    blob_free(private);
}

static void check_curve(size_t row, bool agreement)
{
    const WCHAR *algorithm = agreement ? NCRYPT_ECDH_ALGORITHM : NCRYPT_ECDSA_ALGORITHM;
    NCRYPT_KEY_HANDLE key = create_on(algorithm, curves[row].name);
    bool weierstrass = curves[row].signs;

    check_properties(key, row, algorithm);
    check_layout(key, row, agreement);
    check_type(key, row, BCRYPT_ECCPUBLIC_BLOB, true);
    check_type(key, row, BCRYPT_ECCPRIVATE_BLOB, true);
    check_type(key, row, BCRYPT_PUBLIC_KEY_BLOB, true);
    check_type(key, row, BCRYPT_PRIVATE_KEY_BLOB, true);
    check_type(key, row, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, false);
    if (weierstrass)
    {
        check_type(key, row, BCRYPT_ECCFULLPUBLIC_BLOB, false);
        check_type(key, row, BCRYPT_ECCFULLPRIVATE_BLOB, false);
    }
    else
    {
        check_sec(export_status(key, BCRYPT_ECCFULLPUBLIC_BLOB), NTE_NOT_SUPPORTED);
        check_sec(export_status(key, BCRYPT_ECCFULLPRIVATE_BLOB), NTE_NOT_SUPPORTED);
        check_sec(get_status(key, NCRYPT_ECC_PARAMETERS_PROPERTY), NTE_NOT_SUPPORTED);
    }
    provider_free(key);
}

static void test_curves(void)
{
    size_t row;

    for (row = 0; row < CURVE_ROWS; row++)
    {
        check_context_push("curve %zu", row);
        check_curve(row, true);
        if (curves[row].signs)
            check_curve(row, false);
        check_context_pop();
    }
}

/* ------------------------------------------------------------------------------------------
 * ECCCurveNameList
 */
static void check_list(const BCRYPT_ECC_CURVE_NAMES *names, DWORD size, DWORD want)
{
    const BYTE *end = (const BYTE *)names + size;
    DWORD i, row = 0;

    check(names->dwEccCurveNames == want, "%u curves", (unsigned int)names->dwEccCurveNames);
    for (i = 0; i < names->dwEccCurveNames; i++, row++)
    {
        if (want < CURVE_ROWS && !curves[row].signs)
            row++;
        check((const BYTE *)names->pEccCurveNames[i] < end &&
                  wide_equal(names->pEccCurveNames[i], curves[row].name),
              "name %u", (unsigned int)i);
    }
}

static void test_name_list(void)
{
    NCRYPT_KEY_HANDLE key = create(NCRYPT_ECDSA_ALGORITHM, 0),
                      rsa = create(NCRYPT_RSA_ALGORITHM, 0);
    struct blob list = get(key, NCRYPT_ECC_CURVE_NAME_LIST_PROPERTY);
    BYTE buffer[4096];
    DWORD size = 0;

    check_list((BCRYPT_ECC_CURVE_NAMES *)list.data, list.size, CURVE_ROWS - 1);
    check_sec(TABLE->GetProviderProperty(PROV, NCRYPT_ECC_CURVE_NAME_LIST_PROPERTY, buffer,
                                         sizeof(buffer), &size, 0),
              0);
    check_list((BCRYPT_ECC_CURVE_NAMES *)buffer, size, CURVE_ROWS);
    check_sec(get_status(rsa, NCRYPT_ECC_CURVE_NAME_LIST_PROPERTY), NTE_NOT_SUPPORTED);
    check_sec(get_status(rsa, NCRYPT_ECC_CURVE_NAME_PROPERTY), NTE_NOT_SUPPORTED);
    check_sec(get_status(rsa, NCRYPT_ECC_PARAMETERS_PROPERTY), NTE_NOT_SUPPORTED);
    check_sec(set_name(rsa, L"nistP256"), NTE_NOT_SUPPORTED);
    blob_free(list);
    provider_free(key);
    provider_free(rsa);
}

/* ------------------------------------------------------------------------------------------
 * Vectors of the types that test_blob_vectors leaves out
 */
static void check_vector(const char *id, const WCHAR *type, const WCHAR *curve,
                         const WCHAR *generic)
{
    const struct test_vector *vector = find_vector(vectors_ec_blobs, VECTOR_COUNT(vectors_ec_blobs),
                                                   id);
    NCRYPT_KEY_HANDLE key;
    struct blob blob;

    check_context_push("%s", id);
    if (check(vector != NULL, "no vector") &&
        check_sec(import(type, vector->bytes, (DWORD)vector->size, curve, NULL, 0, &key), 0))
    {
        blob = export_blob(key, type);
        check_same(blob, vector->bytes, vector->size);
        blob_free(blob);
        provider_free(key);
        if (generic &&
            check_sec(import(generic, vector->bytes, (DWORD)vector->size, curve, NULL, 0, &key), 0))
        {
            blob = export_blob(key, generic);
            check_same(blob, vector->bytes, vector->size);
            blob_free(blob);
            provider_free(key);
        }
    }
    check_context_pop();
}

static void test_vectors(void)
{
    check_vector("x25519-rfc7748-priv", BCRYPT_ECCPRIVATE_BLOB, L"curve25519",
                 BCRYPT_PRIVATE_KEY_BLOB);
    check_vector("x25519-rfc7748-peer-pub", BCRYPT_ECCPUBLIC_BLOB, L"curve25519",
                 BCRYPT_PUBLIC_KEY_BLOB);
    check_vector("ecdsa-brainpoolP160r1-priv", BCRYPT_ECCPRIVATE_BLOB, L"brainpoolP160r1",
                 BCRYPT_PRIVATE_KEY_BLOB);
    check_vector("ecdsa-p256-explicit-fullpriv", BCRYPT_ECCFULLPRIVATE_BLOB, NULL, NULL);
    check_vector("ecdsa-p256-explicit-fullpub", BCRYPT_ECCFULLPUBLIC_BLOB, NULL, NULL);
    check_vector("ecdh-p256-explicit-fullpriv-seed", BCRYPT_ECCFULLPRIVATE_BLOB, NULL, NULL);
}

/* The curve of explicit parameters, written for a key on the named curve, is .NET's. */
static void test_named_full(void)
{
    struct blob explicit = vector_blob("ecdsa-p256-explicit-fullpriv"), full;
    struct blob plain = vector_blob("corefx-ecdsa256-priv");
    NCRYPT_KEY_HANDLE key;

    check_sec(import(BCRYPT_ECCPRIVATE_BLOB, plain.data, plain.size, NULL, NULL, 0, &key), 0);
    full = export_blob(key, BCRYPT_ECCFULLPRIVATE_BLOB);
    check_same(full, explicit.data, explicit.size);
    provider_free(key);
    blob_free(full);
    blob_free(plain);
    blob_free(explicit);
}

int main(void)
{
    test_curves();
    test_name_list();
    test_vectors();
    test_named_full();
    provider_close();
    return check_summary("ec_curves");
}
