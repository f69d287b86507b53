/*
 * Containers of private keys: PKCS#8 under a password, OpaqueTransport.
 *
 * Sources: dotnet/corefx's CngPkcs8 tests (which policies let an encrypted key out, the parameter
 * list of its exports), Microsoft's pages of NCryptImportKey and NCryptExportKey.
 */
#include "fixture.h"

static const WCHAR password[] = L"p\u00e4ssword";
static char scheme_3des[] = "1.2.840.113549.1.12.1.3";

/* CRYPT_PKCS12_PBE_PARAMS, which headers lack, and the salt */
static struct
{
    INT iterations;
    ULONG salt_size;
    BYTE salt[8];
} pbe_params = {2000, 8, {1, 2, 3, 4, 5, 6, 7, 8}};

struct list
{
    NCryptBufferDesc desc;
    NCryptBuffer buffers[3];
};

static void add(struct list *list, ULONG type, const void *data, ULONG size)
{
    NCryptBuffer *buffer = &list->buffers[list->desc.cBuffers++];

    list->desc.pBuffers = list->buffers;
    buffer->BufferType = type;
    buffer->pvBuffer = (void *)data;
    buffer->cbBuffer = size;
}

/* As .NET does it. */
static void set_list(struct list *list, const WCHAR *secret, BOOL scheme)
{
    memset(list, 0, sizeof(*list));
    add(list, NCRYPTBUFFER_PKCS_SECRET, secret, (lstrlenW(secret) + 1) * sizeof(WCHAR));
    if (!scheme)
        return;
    add(list, NCRYPTBUFFER_PKCS_ALG_OID, scheme_3des, sizeof(scheme_3des));
    add(list, NCRYPTBUFFER_PKCS_ALG_PARAM, &pbe_params, sizeof(pbe_params));
}

static void check_same_key(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE other)
{
    struct blob want, got;

    ok_seen(!set_policy(key, POLICY_PLAIN) && !set_policy(other, POLICY_PLAIN), "policies\n");
    if (!export_blob(key, BCRYPT_PRIVATE_KEY_BLOB, &want))
    {
        ok_seen(FALSE, "no blob to compare with\n");
        return;
    }
    if (export_blob(other, BCRYPT_PRIVATE_KEY_BLOB, &got))
        check_bytes(MARK_DOC, "the key", got.bytes, got.size, want.bytes, want.size);
    else
        ok_seen(FALSE, "no blob\n");
    free_blob(&want);
    free_blob(&got);
}

/* An encrypted export, and what makes a key of it and what does not. */
static void check_encrypted(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE key, BOOL scheme)
{
    BYTE data[8192];
    NCRYPT_KEY_HANDLE other = 0;
    struct list list;
    DWORD asked = 0, size = 0;

    set_list(&list, password, scheme);
    if (!must(
            NCryptExportKey(key, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, &list.desc, NULL, 0, &asked, 0)))
        return;
    if (!must(NCryptExportKey(key, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, &list.desc, data, sizeof(data),
                              &size, 0)))
        return;
    ok_seen(size <= asked, "%lu bytes after a query that said %lu\n", size, asked);
    set_list(&list, password, FALSE);
    if (must(NCryptImportKey(provider, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, &list.desc, &other, data,
                             size, 0)))
    {
        check_same_key(key, other);
        NCryptFreeObject(other);
    }
    set_list(&list, L"wrong", FALSE);
    expect_inf(NTE_INCORRECT_PASSWORD, NCryptImportKey(provider, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB,
                                                       &list.desc, &other, data, size, 0));
    expect_inf(NTE_INVALID_PARAMETER, NCryptImportKey(provider, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB,
                                                      NULL, &other, data, size, 0));
}

static void test_encrypted(const WCHAR *algorithm, DWORD bits)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = create_key(provider, algorithm, bits, POLICY_EXPORT);
    DWORD size;

    winetest_push_context("%s", narrow(algorithm));
    expect_seen(NTE_NOT_SUPPORTED,
                NCryptExportKey(key, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, NULL, NULL, 0, &size, 0));
    check_encrypted(provider, key, TRUE);
    check_encrypted(provider, key, FALSE);
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

/* What is inside is the provider's own business, but it comes back, policy and all. */
static void test_opaque(const WCHAR *algorithm, DWORD bits)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE key = create_key(provider, algorithm, bits, POLICY_EXPORT), other = 0;
    struct blob blob = {0};
    DWORD policy = 0;

    winetest_push_context("%s", narrow(algorithm));
    if (check_export(MARK_DOC, ERROR_SUCCESS, key, NCRYPT_OPAQUETRANSPORT_BLOB, &blob))
    {
        if (must(NCryptImportKey(provider, 0, NCRYPT_OPAQUETRANSPORT_BLOB, NULL, &other, blob.bytes,
                                 blob.size, 0)))
        {
            ok_inf(!get_dword(other, NCRYPT_EXPORT_POLICY_PROPERTY, &policy) &&
                       policy == POLICY_EXPORT,
                   "policy %#lx\n", policy);
            check_same_key(key, other);
            NCryptFreeObject(other);
        }
        blob.bytes[blob.size - 1] ^= 1;
        expect_inf(NTE_BAD_DATA, NCryptImportKey(provider, 0, NCRYPT_OPAQUETRANSPORT_BLOB, NULL,
                                                 &other, blob.bytes, blob.size, 0));
        free_blob(&blob);
    }
    winetest_pop_context();
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

START_TEST(containers)
{
    test_encrypted(BCRYPT_RSA_ALGORITHM, 1024);
    test_encrypted(BCRYPT_ECDSA_P256_ALGORITHM, 0);
    test_opaque(BCRYPT_RSA_ALGORITHM, 1024);
    test_opaque(BCRYPT_ECDSA_P256_ALGORITHM, 0);
}
