/*
 * How the curve of a key is said: by the algorithm, a property, a blob, TLS's number.
 */
#include "ec_keys.h"

/* ------------------------------------------------------------------------------------------
 * The NIST curves as generic ones
 */
static void test_nist(void)
{
    struct blob blob = vector_blob("corefx-ecdsa256-priv"), other;
    NCRYPT_KEY_HANDLE key;

    /* .NET repeats the name of the curve. */
    check_sec(import(BCRYPT_ECCPRIVATE_BLOB, blob.data, blob.size, L"nistP256", NULL, 0, &key), 0);
    check_text(key, NCRYPT_ALGORITHM_PROPERTY, L"ECDSA_P256");
    provider_free(key);
    check_sec(import(BCRYPT_ECCPRIVATE_BLOB, blob.data, blob.size, L"secP256r1", NULL, 0, &key), 0);
    check_text(key, NCRYPT_ECC_CURVE_NAME_PROPERTY, L"nistP256");
    provider_free(key);
    check_sec(refused(BCRYPT_ECCPRIVATE_BLOB, blob.data, blob.size, L"nistP384"),
              NTE_INVALID_PARAMETER);
    check_sec(refused(BCRYPT_ECCPRIVATE_BLOB, blob.data, blob.size, L"brainpoolP256r1"),
              NTE_INVALID_PARAMETER);

    check_sec(import(BCRYPT_ECCPRIVATE_BLOB, blob.data, blob.size, NULL, NULL,
                     NCRYPT_TREAT_NIST_AS_GENERIC_ECC_FLAG, &key),
              0);
    check_text(key, NCRYPT_ALGORITHM_PROPERTY, L"ECDSA");
    check_text(key, NCRYPT_ECC_CURVE_NAME_PROPERTY, L"nistP256");
    other = export_blob(key, BCRYPT_ECCPRIVATE_BLOB);
    check(dword_at(other, 0) == 0x56444345, "ECDV");
    check(other.size == blob.size && !memcmp(other.data + 4, blob.data + 4, blob.size - 4),
          "numbers");
    provider_free(key);
    check_sec(import(BCRYPT_ECCPRIVATE_BLOB, other.data, other.size, L"nistP256", NULL, 0, &key),
              0);
    check_text(key, NCRYPT_ALGORITHM_PROPERTY, L"ECDSA");
    provider_free(key);
    blob_free(other);
    blob_free(blob);

    key = create(NCRYPT_ECDH_P384_ALGORITHM, NCRYPT_TREAT_NIST_AS_GENERIC_ECC_FLAG);
    check_text(key, NCRYPT_ALGORITHM_PROPERTY, L"ECDH");
    check(get_dword(key, NCRYPT_LENGTH_PROPERTY) == 384, "length");
    check_sec(TABLE->FinalizeKey(PROV, key, 0), 0);
    check_text(key, NCRYPT_ECC_CURVE_NAME_PROPERTY, L"nistP384");
    other = export_blob(key, BCRYPT_PUBLIC_KEY_BLOB);
    check(dword_at(other, 0) == 0x504b4345, "ECKP");
    blob_free(other);
    provider_free(key);
}

/* ------------------------------------------------------------------------------------------
 * Setting the curve of a key that is to be made
 */
static void test_set_curve(void)
{
    NCRYPT_KEY_HANDLE key = create(NCRYPT_ECDSA_ALGORITHM, 0);
    static const WCHAR no_nul[] = {'n', 'i', 's', 't', 'P', '2', '5', '6'};
    DWORD length = 384;

    check_sec(get_status(key, NCRYPT_ECC_CURVE_NAME_PROPERTY), NTE_NOT_FOUND);
    check_sec(get_status(key, NCRYPT_ECC_PARAMETERS_PROPERTY), NTE_NOT_FOUND);
    check(get_dword(key, NCRYPT_LENGTH_PROPERTY) == 0, "length without a curve");
    check_sec(get_status(key, NCRYPT_SIGNATURE_LENGTH_PROPERTY), NTE_NOT_SUPPORTED);
    check_sec(TABLE->FinalizeKey(PROV, key, 0), NTE_INVALID_PARAMETER);
    check_sec(set_name(key, L"nosuchcurve"), NTE_NOT_SUPPORTED);
    check_sec(set_name(key, L"ec192wapi"), NTE_NOT_SUPPORTED);
    check_sec(set_name(key, L"numsP256t1"), NTE_NOT_SUPPORTED);
    check_sec(set_name(key, L"NISTP256"), NTE_NOT_SUPPORTED);
    check_sec(set_name(key, L""), NTE_NOT_SUPPORTED);
    check_sec(set_name(key, L"curve25519"), NTE_NOT_SUPPORTED);
    check_sec(set(key, NCRYPT_ECC_CURVE_NAME_PROPERTY, no_nul, sizeof(no_nul)),
              NTE_INVALID_PARAMETER);
    check_sec(set(key, NCRYPT_ECC_CURVE_NAME_PROPERTY, no_nul, 0), NTE_INVALID_PARAMETER);
    check_sec(set(key, NCRYPT_ECC_PARAMETERS_PROPERTY, no_nul, sizeof(no_nul)), NTE_BAD_DATA);
    check_sec(set_name(key, L"nistP256"), 0);
    check_sec(set_name(key, L"secP384r1"), 0);
    check_sec(set(key, NCRYPT_LENGTH_PROPERTY, &length, sizeof(length)), 0);
    length = 256;
    check_sec(set(key, NCRYPT_LENGTH_PROPERTY, &length, sizeof(length)), NTE_INVALID_PARAMETER);
    check_sec(TABLE->FinalizeKey(PROV, key, 0), 0);
    check_text(key, NCRYPT_ECC_CURVE_NAME_PROPERTY, L"secP384r1");
    check_sec(set_name(key, L"nistP256"), NTE_NOT_SUPPORTED);
    provider_free(key);

    key = create(NCRYPT_ECDSA_P256_ALGORITHM, 0);
    check_text(key, NCRYPT_ECC_CURVE_NAME_PROPERTY, L"nistP256");
    check_sec(set_name(key, L"nistP256"), 0);
    check_sec(set_name(key, L"nistP384"), NTE_NOT_SUPPORTED);
    check_sec(TABLE->FinalizeKey(PROV, key, 0), 0);
    provider_free(key);
}

/* A blob as a property: the curve of the key is that of a generic blob. */
static void test_set_blob(void)
{
    struct blob blob = vector_blob("ecdsa-brainpoolP160r1-priv"), again;
    NCRYPT_KEY_HANDLE key = create(NCRYPT_ECDSA_ALGORITHM, 0);

    check_sec(set(key, BCRYPT_ECCPRIVATE_BLOB, blob.data, blob.size), NTE_INVALID_PARAMETER);
    check_sec(set_name(key, L"nistP256"), 0);
    check_sec(set(key, BCRYPT_ECCPRIVATE_BLOB, blob.data, blob.size), NTE_BAD_DATA);
    check_sec(set_name(key, L"brainpoolP160r1"), 0);
    check_sec(set(key, BCRYPT_ECCPRIVATE_BLOB, blob.data, blob.size), 0);
    check_sec(set_name(key, L"nistP256"), NTE_NOT_SUPPORTED);
    check_sec(TABLE->FinalizeKey(PROV, key, 0), 0);
    again = export_blob(key, BCRYPT_ECCPRIVATE_BLOB);
    check_same(again, blob.data, blob.size);
    provider_free(key);
    blob_free(again);
    blob_free(blob);

    blob = vector_blob("ecdsa-p256-explicit-fullpriv");
    key = create(NCRYPT_ECDSA_P256_ALGORITHM, 0);
    check_sec(set(key, BCRYPT_ECCFULLPRIVATE_BLOB, blob.data, blob.size), NTE_INVALID_PARAMETER);
    provider_free(key);
    key = create(NCRYPT_ECDSA_ALGORITHM, 0);
    check_sec(set(key, BCRYPT_ECCFULLPRIVATE_BLOB, blob.data, blob.size), 0);
    check_sec(TABLE->FinalizeKey(PROV, key, 0), 0);
    again = export_blob(key, BCRYPT_ECCFULLPRIVATE_BLOB);
    check_same(again, blob.data, blob.size);
    provider_free(key);
    blob_free(again);
    blob_free(blob);
}

/* ------------------------------------------------------------------------------------------
 * SSLECCPUBLICBLOB
 */
static void check_ssl(const WCHAR *algorithm, const WCHAR *curve, DWORD group)
{
    NCRYPT_KEY_HANDLE key = create_on(algorithm, curve), copy;
    struct blob blob, public = export_blob(key, BCRYPT_ECCPUBLIC_BLOB), again;

    check_context_push("group %u", (unsigned int)group);
    blob = export_blob(key, SSL_ECCPUBLIC_BLOB);
    check(dword_at(blob, 0) == group, "%u", (unsigned int)dword_at(blob, 0));
    check(blob.size == public.size && !memcmp(blob.data + 4, public.data + 4, blob.size - 4),
          "the rest is as in ECCPUBLICBLOB");
    check_sec(import(SSL_ECCPUBLIC_BLOB, blob.data, blob.size, NULL, NULL, 0, &copy), 0);
    again = export_blob(copy, BCRYPT_ECCPUBLIC_BLOB);
    check_same(again, public.data, public.size);
    provider_free(copy);
    check_sizes(SSL_ECCPUBLIC_BLOB, blob, NULL);
    put_dword(blob, 0, 1);
    check_sec(refused(SSL_ECCPUBLIC_BLOB, blob.data, blob.size, NULL), NTE_NOT_SUPPORTED);
    put_dword(blob, 0, 0);
    check_sec(refused(SSL_ECCPUBLIC_BLOB, blob.data, blob.size, NULL), NTE_NOT_SUPPORTED);
    blob_free(again);
    blob_free(public);
    blob_free(blob);
    provider_free(key);
    check_context_pop();
}

static void test_ssl(void)
{
    NCRYPT_KEY_HANDLE key;

    check_ssl(NCRYPT_ECDH_P256_ALGORITHM, L"nistP256", 23);
    check_ssl(NCRYPT_ECDH_P521_ALGORITHM, L"nistP521", 25);
    check_ssl(NCRYPT_ECDH_ALGORITHM, L"brainpoolP512r1", 28);
    check_ssl(NCRYPT_ECDH_ALGORITHM, L"secP256k1", 22);
    check_ssl(NCRYPT_ECDH_ALGORITHM, L"curve25519", 29);
    key = create_on(NCRYPT_ECDSA_ALGORITHM, L"secP256k1");
    check_sec(export_status(key, SSL_ECCPUBLIC_BLOB), NTE_BAD_TYPE);
    provider_free(key);
    key = create_on(NCRYPT_ECDH_ALGORITHM, L"brainpoolP160t1");
    check_sec(export_status(key, SSL_ECCPUBLIC_BLOB), NTE_NOT_SUPPORTED);
    provider_free(key);
}

int main(void)
{
    test_nist();
    test_set_curve();
    test_set_blob();
    test_ssl();
    provider_close();
    return check_summary("ec_names");
}
