/*
 * What a PKCS#8 structure of an EC key makes: id-ecPublicKey does not tell ECDSA from ECDH, the key usage
 * attribute may.
 *
 * Sources: dotnet/runtime pull requests 115249 ("Windows CNG prefers loading as EC-DH if an ECC key can
 * be both") and 122997, dotnet/corefx issue 9070; .NET's ECDiffieHellmanCng takes no other than ECDH keys.
 */
#include "ec_forms.h"

#define ATTRIBUTES_SIZE 15 /* [0] { SEQUENCE { keyUsage, SET { BIT STRING } } } at the end */
#define LENGTH_OFFSET 2    /* 30 81 LENGTH */

static NCRYPT_PROV_HANDLE provider;

static void check_import(const char *what, const BYTE *bytes, DWORD size, const WCHAR *algorithm)
{
    NCRYPT_KEY_HANDLE key = import_bytes(provider, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, bytes, size);
    BYTE hash[32] = {1}, signature[64];
    WCHAR name[64] = L"";
    DWORD length = 0;

    winetest_push_context("%s", what);
    expect_seen(ERROR_SUCCESS, NCryptGetProperty(key, NCRYPT_ALGORITHM_PROPERTY, (BYTE *)name,
                                                 sizeof(name), &length, 0));
    ok_seen(!wcscmp(name, algorithm), "it is %s\n", wine_dbgstr_w(name));
    expect_seen(ERROR_SUCCESS, NCryptSignHash(key, NULL, hash, sizeof(hash), signature,
                                              sizeof(signature), &length, 0));
    ok_seen(length == sizeof(signature), "the signature has %lu bytes\n", length);
    expect_seen(ERROR_SUCCESS, NCryptVerifySignature(key, NULL, hash, sizeof(hash), signature,
                                                     sizeof(signature), 0));
    NCryptFreeObject(key);
    winetest_pop_context();
}

START_TEST(ecc_usage)
{
    const struct test_vector *exported = vector("jsrsasign-ecdsa256");
    DWORD size = exported->size - ATTRIBUTES_SIZE;
    BYTE bytes[256];

    provider = open_provider();
    memcpy(bytes, exported->bytes, exported->size);
    check_import("for signatures", bytes, exported->size, L"ECDSA_P256");
    bytes[exported->size - 1] = 0x08;
    check_import("for agreement", bytes, exported->size, L"ECDH_P256");
    bytes[exported->size - 1] = 0x88;
    check_import("for both", bytes, exported->size, L"ECDH_P256");
    bytes[LENGTH_OFFSET] -= ATTRIBUTES_SIZE;
    check_import("without attributes", bytes, size, L"ECDH_P256");
    NCryptFreeObject(provider);
}
