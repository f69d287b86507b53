/*
 * EC keys with explicit parameters, and EC blobs that are refused.
 */
#include "ec_keys.h"

/* ------------------------------------------------------------------------------------------
 * Explicit parameters
 */
static struct blob parameters_of(const WCHAR *curve)
{
    NCRYPT_KEY_HANDLE key = create_on(NCRYPT_ECDSA_ALGORITHM, curve);
    struct blob parameters = get(key, NCRYPT_ECC_PARAMETERS_PROPERTY);

    provider_free(key);
    return parameters;
}

static void check_explicit(NCRYPT_KEY_HANDLE key, struct blob parameters, DWORD bits)
{
    struct blob got = get(key, NCRYPT_ECC_PARAMETERS_PROPERTY);

    check_same(got, parameters.data, parameters.size);
    check_sec(get_status(key, NCRYPT_ECC_CURVE_NAME_PROPERTY), NTE_NOT_FOUND);
    check(get_dword(key, NCRYPT_LENGTH_PROPERTY) == bits, "length");
    blob_free(got);
}

static void test_explicit(void)
{
    struct blob parameters = parameters_of(L"brainpoolP384r1"), public, full, pkcs8;
    NCRYPT_KEY_HANDLE key = create(NCRYPT_ECDSA_ALGORITHM, 0), copy;

    check_sec(set_name(key, L"nistP256"), 0);
    check_sec(set(key, NCRYPT_ECC_PARAMETERS_PROPERTY, parameters.data, parameters.size), 0);
    check_explicit(key, parameters, 384);
    check(get_dword(key, NCRYPT_SIGNATURE_LENGTH_PROPERTY) == 96, "signature length");
    check_sec(TABLE->FinalizeKey(PROV, key, 0), 0);
    check_explicit(key, parameters, 384);
    check_sec(set(key, NCRYPT_ECC_PARAMETERS_PROPERTY, parameters.data, parameters.size),
              NTE_NOT_SUPPORTED);
    check_sec(export_status(key, SSL_ECCPUBLIC_BLOB), NTE_BAD_TYPE);

    public = export_blob(key, BCRYPT_PUBLIC_KEY_BLOB);
    check_sec(import(BCRYPT_ECCPUBLIC_BLOB, public.data, public.size, NULL, &parameters, 0, &copy),
              0);
    check_explicit(copy, parameters, 384);
    check_pair(key, copy, 48);
    provider_free(copy);
    check_sec(import(BCRYPT_ECCPUBLIC_BLOB, public.data, public.size, L"brainpoolP384r1",
                     &parameters, 0, &copy),
              NTE_INVALID_PARAMETER);
    check_sec(
        import(BCRYPT_ECCPUBLIC_BLOB, public.data, public.size, L"brainpoolP384r1", NULL, 0, &copy),
        0);
    check_pair(key, copy, 48);
    provider_free(copy);

    full = export_blob(key, BCRYPT_ECCFULLPUBLIC_BLOB);
    check(full.size == 4 + parameters.size + 96 &&
              !memcmp(full.data + 4, parameters.data, parameters.size),
          "parameters in the full blob");
    pkcs8 = export_blob(key, NCRYPT_PKCS8_PRIVATE_KEY_BLOB);
    check_sec(import(NCRYPT_PKCS8_PRIVATE_KEY_BLOB, pkcs8.data, pkcs8.size, NULL, NULL, 0, &copy),
              0);
    check_explicit(copy, parameters, 384);
    check_pair(copy, key, 48);
    provider_free(copy);
    blob_free(pkcs8);
    blob_free(full);
    blob_free(public);
    blob_free(parameters);
    provider_free(key);
}

/* Offsets in the blob of .NET's P-256 key. */
#define OFFSET_P 32
#define OFFSET_A (OFFSET_P + 32)
#define OFFSET_B (OFFSET_A + 32)
#define OFFSET_G (OFFSET_B + 32)
#define OFFSET_N (OFFSET_G + 64)
#define OFFSET_H (OFFSET_N + 32)
#define OFFSET_Q (OFFSET_H + 1)
#define OFFSET_D (OFFSET_Q + 64)

static void test_full_refused(void)
{
    static const struct
    {
        const char *what;
        DWORD offset, size;
        BYTE value; /* of all these bytes */
        SECURITY_STATUS status;
    } cases[] = {
        {"magic", 0, 1, 0, NTE_INVALID_PARAMETER},
        {"magic of P-256", 3, 1, '2', NTE_INVALID_PARAMETER},
        {"version", 4, 1, 2, NTE_INVALID_PARAMETER},
        {"twisted Edwards", 8, 1, 2, NTE_NOT_SUPPORTED},
        {"Montgomery", 8, 1, 3, NTE_NOT_SUPPORTED},
        {"field of nothing", 16, 1, 0, NTE_INVALID_PARAMETER},
        {"field one longer", 16, 1, 33, NTE_BAD_DATA},
        {"field too long", 16, 4, 0xff, NTE_BAD_DATA},
        {"order of nothing", 20, 1, 0, NTE_INVALID_PARAMETER},
        {"order one shorter", 20, 1, 31, NTE_BAD_DATA},
        {"order too long", 20, 4, 0xff, NTE_BAD_DATA},
        {"no cofactor", 24, 1, 0, NTE_INVALID_PARAMETER},
        {"cofactor too long", 24, 4, 0xff, NTE_BAD_DATA},
        {"seed too long", 28, 4, 0xff, NTE_BAD_DATA},
        {"p short", OFFSET_P, 1, 0, NTE_INVALID_PARAMETER},
        {"p even", OFFSET_P + 31, 1, 0xfe, NTE_INVALID_PARAMETER},
        {"p composite", OFFSET_P + 31, 1, 0xfd, NTE_INVALID_PARAMETER},
        {"a = p or more", OFFSET_A, 32, 0xff, NTE_INVALID_PARAMETER},
        {"another b", OFFSET_B + 31, 1, 0, NTE_INVALID_PARAMETER},
        {"another generator", OFFSET_G, 1, 0, NTE_INVALID_PARAMETER},
        {"n short", OFFSET_N, 1, 0, NTE_INVALID_PARAMETER},
        {"another n", OFFSET_N + 31, 1, 0x53, NTE_INVALID_PARAMETER},
        {"cofactor 0", OFFSET_H, 1, 0, NTE_INVALID_PARAMETER},
        {"cofactor 2", OFFSET_H, 1, 2, NTE_INVALID_PARAMETER},
        {"off the curve", OFFSET_Q, 1, 0, NTE_INVALID_PARAMETER},
        {"x of all ones", OFFSET_Q, 32, 0xff, NTE_INVALID_PARAMETER},
        {"d = 0", OFFSET_D, 32, 0, NTE_INVALID_PARAMETER},
        {"d > n", OFFSET_D, 32, 0xff, NTE_INVALID_PARAMETER},
        {"another d", OFFSET_D + 31, 1, 0, NTE_INVALID_PARAMETER},
        {"no public key", OFFSET_Q, 64, 0, 0},
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(cases); i++)
    {
        struct blob blob = vector_blob("ecdsa-p256-explicit-fullpriv");
        NCRYPT_KEY_HANDLE key;

        memset(blob.data + cases[i].offset, cases[i].value, cases[i].size);
        check_context_push("%s", cases[i].what);
        check_sec(refused(BCRYPT_ECCFULLPRIVATE_BLOB, blob.data, blob.size, NULL), cases[i].status);
        /* unseen: no more than the form counts, and nothing breaks */
        if (!import(BCRYPT_ECCFULLPRIVATE_BLOB, blob.data, blob.size, NULL, NULL,
                    NCRYPT_NO_KEY_VALIDATION, &key))
        {
            BYTE hash[32] = {1}, signature[64];
            DWORD size;

            TABLE->SignHash(PROV, key, NULL, hash, sizeof(hash), signature, sizeof(signature),
                            &size, 0);
            TABLE->VerifySignature(PROV, key, NULL, hash, sizeof(hash), signature,
                                   sizeof(signature), 0);
        }
        provider_free(key);
        check_context_pop();
        blob_free(blob);
    }
}

/* ------------------------------------------------------------------------------------------
 * Refused blobs of named curves
 */
static void test_refused(void)
{
    struct blob blob = vector_blob("ecdsa-brainpoolP160r1-priv"), full, other;
    const WCHAR *type = BCRYPT_ECCPRIVATE_BLOB, *curve = L"brainpoolP160r1";
    NCRYPT_KEY_HANDLE key;

    check_sizes(type, blob, curve);
    full = vector_blob("ecdh-p256-explicit-fullpriv-seed");
    check_sizes(BCRYPT_ECCFULLPRIVATE_BLOB, full, NULL);
    blob_free(full);
    check_sec(refused(type, blob.data, blob.size, NULL), NTE_INVALID_PARAMETER);
    check_sec(refused(type, blob.data, blob.size, L"nosuchcurve"), NTE_NOT_SUPPORTED);
    check_sec(refused(type, blob.data, blob.size, L"brainpoolP192r1"), NTE_BAD_DATA);
    check_sec(refused(type, blob.data, blob.size, L"brainpoolP160t1"), NTE_INVALID_PARAMETER);
    check_sec(refused(BCRYPT_ECCPUBLIC_BLOB, blob.data, blob.size, curve), NTE_INVALID_PARAMETER);
    check_sec(refused(type, blob.data, blob.size, L"curve25519"), NTE_NOT_SUPPORTED);

    other = blob_copy(blob.data, blob.size);
    put_dword(other, 4, 21);
    check_sec(refused(type, other.data, other.size, curve), NTE_BAD_DATA);
    put_dword(other, 4, ~0u);
    check_sec(refused(type, other.data, other.size, curve), NTE_BAD_DATA);
    put_dword(other, 4, 20);
    other.data[8] ^= 1;
    check_sec(refused(type, other.data, other.size, curve), NTE_INVALID_PARAMETER);
    memset(other.data + 8, 0, 40);
    check_sec(import(type, other.data, other.size, curve, NULL, 0, &key), 0);
    full = export_blob(key, type);
    check_same(full, blob.data, blob.size);
    blob_free(full);
    provider_free(key);
    memset(other.data + 48, 0, 20);
    check_sec(refused(type, other.data, other.size, curve), NTE_INVALID_PARAMETER);
    memset(other.data + 48, 0xff, 20);
    check_sec(refused(type, other.data, other.size, curve), NTE_INVALID_PARAMETER);
    blob_free(other);
    blob_free(blob);
}

static void test_refused_25519(void)
{
    struct blob private = vector_blob("x25519-rfc7748-priv"), copy;
    const WCHAR *type = BCRYPT_ECCPRIVATE_BLOB, *curve = L"curve25519";
    NCRYPT_KEY_HANDLE key;
    DWORD size;

    check_sizes(type, private, curve);
    copy = blob_copy(private.data, private.size);
    copy.data[8 + 64] |= 1;
    check_sec(refused(type, copy.data, copy.size, curve), NTE_INVALID_PARAMETER);
    copy.data[8 + 64] &= 0xf8;
    copy.data[8 + 32] = 1; /* y */
    check_sec(refused(type, copy.data, copy.size, curve), NTE_INVALID_PARAMETER);
    copy.data[8 + 32] = 0;
    copy.data[8 + 31] |= 0x80; /* the top bit of u */
    check_sec(refused(type, copy.data, copy.size, curve), NTE_INVALID_PARAMETER);
    memset(copy.data + 8, 0, 32);
    check_sec(import(type, copy.data, copy.size, curve, NULL, 0, &key), 0);
    copy.size = 0;
    blob_free(copy);
    copy = export_blob(key, type);
    check_same(copy, private.data, private.size);
    check_sec(TABLE->SignHash(PROV, key, NULL, private.data, 32, NULL, 0, &size, 0),
              NTE_NOT_SUPPORTED);
    provider_free(key);

    /* a public key of order 1 */
    memset(copy.data + 8, 0, 64);
    put_dword(copy, 0, 0x504b4345);
    check_sec(refused(BCRYPT_ECCPUBLIC_BLOB, copy.data, 72, curve), NTE_INVALID_PARAMETER);
    check_sec(
        import(BCRYPT_ECCPUBLIC_BLOB, copy.data, 72, curve, NULL, NCRYPT_NO_KEY_VALIDATION, &key),
        0);
    provider_free(key);
    blob_free(copy);
    blob_free(private);
}

int main(void)
{
    test_explicit();
    test_full_refused();
    test_refused();
    test_refused_25519();
    provider_close();
    return check_summary("ec_explicit");
}
