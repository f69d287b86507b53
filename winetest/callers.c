/*
 * What real programs do with persisted keys, written from their public behaviour:
 *
 *   .NET's CngKey          dotnet/corefx, System.Security.Cryptography.Cng
 *   a chat client          discord/libdave, persisted key pairs
 *   a browser              Chromium, crypto/unexportable_key_win.cc
 *   a launcher             a DPoP key (RFC 9449): ES256 signatures with a key that stays
 */
#include <string.h>

#include "fixture.h"

static WCHAR key_name[64];

static const WCHAR *new_name(const WCHAR *program)
{
    wsprintfW(key_name, L"%s %lu-%lu", program, GetCurrentProcessId(), GetTickCount());
    return key_name;
}

/* CngKey.Exists: opens; only NTE_BAD_KEYSET means that there is none. */
static BOOL exists(NCRYPT_PROV_HANDLE provider, const WCHAR *name)
{
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = NCryptOpenKey(provider, &key, name, 0, 0);

    ok_seen(!status || status == NTE_BAD_KEYSET, "exists: %s\n", status_name(status));
    if (!status)
        NCryptFreeObject(key);
    return !status;
}

/* CngKey.GetProperty: a size query, then the value; NTE_NOT_FOUND is "no value", all else throws. */
static BOOL read_property(NCRYPT_KEY_HANDLE key, const WCHAR *name, void *value, DWORD room,
                          DWORD *size, DWORD flags)
{
    SECURITY_STATUS status = NCryptGetProperty(key, name, NULL, 0, size, flags);

    ok_seen(!status || status == NTE_NOT_FOUND, "%s: %s\n", narrow(name), status_name(status));
    if (status || *size > room)
        return FALSE;
    expect_seen(ERROR_SUCCESS, NCryptGetProperty(key, name, value, *size, size, flags));
    return TRUE;
}

static void check_text(NCRYPT_KEY_HANDLE key, const WCHAR *property, const WCHAR *want)
{
    WCHAR text[128];
    DWORD size;

    ok_seen(read_property(key, property, text, sizeof(text), &size, 0) && !lstrcmpW(text, want),
            "%s\n", narrow(property));
}

static void check_number(NCRYPT_KEY_HANDLE key, const WCHAR *property, DWORD want)
{
    DWORD value = 0, size;

    ok_seen(read_property(key, property, &value, sizeof(value), &size, 0) &&
                size == sizeof(value) && value == want,
            "%s: %#lx\n", narrow(property), value);
}

/* The properties of CngKey.StandardProperties.cs. */
static void check_standard_properties(NCRYPT_KEY_HANDLE key, const WCHAR *name)
{
    BYTE buffer[256];
    WCHAR text[128];
    DWORD size;

    check_text(key, NCRYPT_ALGORITHM_PROPERTY, BCRYPT_ECDSA_P256_ALGORITHM);
    check_text(key, NCRYPT_ALGORITHM_GROUP_PROPERTY, NCRYPT_ECDSA_ALGORITHM_GROUP);
    check_text(key, NCRYPT_NAME_PROPERTY, name);
    check_number(key, NCRYPT_EXPORT_POLICY_PROPERTY, NCRYPT_ALLOW_EXPORT_FLAG);
    check_number(key, NCRYPT_KEY_TYPE_PROPERTY, 0);
    check_number(key, BCRYPT_PUBLIC_KEY_LENGTH, 256);
    check_number(key, NCRYPT_LENGTH_PROPERTY, 256);
    check_number(key, NCRYPT_KEY_USAGE_PROPERTY, NCRYPT_ALLOW_SIGNING_FLAG);
    ok_seen(!read_property(key, NCRYPT_UI_POLICY_PROPERTY, buffer, sizeof(buffer), &size, 0),
            "UI policy\n");
    ok_seen(!read_property(key, NCRYPT_USE_CONTEXT_PROPERTY, buffer, sizeof(buffer), &size, 0),
            "use context\n");
    ok_seen(!read_property(key, NCRYPT_WINDOW_HANDLE_PROPERTY, buffer, sizeof(buffer), &size, 0),
            "window\n");
    ok_seen(read_property(key, NCRYPT_UNIQUE_NAME_PROPERTY, text, sizeof(text), &size, 0),
            "unique name\n");
}

/* CngKey.IsEphemeral: one byte under a name of .NET's own. */
static void mark_persisted(NCRYPT_KEY_HANDLE key)
{
    BYTE ephemeral = 0, value = 7;
    DWORD size;

    ok_seen(!read_property(key, L"CLR IsEphemeral", &value, 1, &size, NCRYPT_PERSIST_ONLY_FLAG),
            "already marked\n");
    expect_seen(ERROR_SUCCESS, NCryptSetProperty(key, L"CLR IsEphemeral", &ephemeral, 1,
                                                 NCRYPT_PERSIST_ONLY_FLAG));
    ok_seen(read_property(key, L"CLR IsEphemeral", &value, 1, &size, NCRYPT_PERSIST_ONLY_FLAG) &&
                size == 1 && !value,
            "the mark\n");
}

static void test_dotnet(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    const WCHAR *name = new_name(L"CngKey");
    NCRYPT_KEY_HANDLE key = 0;

    ok_seen(!exists(provider, name), "there already\n");
    if (must(NCryptCreatePersistedKey(provider, &key, BCRYPT_ECDSA_P256_ALGORITHM, name, 0, 0)))
    {
        expect_seen(ERROR_SUCCESS, set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY,
                                             NCRYPT_ALLOW_EXPORT_FLAG, NCRYPT_PERSIST_FLAG));
        expect_seen(ERROR_SUCCESS, set_dword(key, NCRYPT_KEY_USAGE_PROPERTY,
                                             NCRYPT_ALLOW_SIGNING_FLAG, NCRYPT_PERSIST_FLAG));
        expect_seen(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
        mark_persisted(key);
        check_standard_properties(key, name);
        NCryptFreeObject(key);
    }
    ok_seen(exists(provider, name), "not there\n");
    if (must(NCryptOpenKey(provider, &key, name, 0, 0)))
    {
        check_standard_properties(key, name);
        expect_seen(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
    }
    ok_seen(!exists(provider, name), "still there\n");
    NCryptFreeObject(provider);
}

/* The key with its legacy spec, or NTE_BAD_KEYSET and nothing else. */
static void test_chat_client(void)
{
    const DWORD policy = NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    const DWORD flags = NCRYPT_PERSIST_FLAG | NCRYPT_SILENT_FLAG;
    NCRYPT_PROV_HANDLE provider = open_provider();
    const WCHAR *name = new_name(L"chat client");
    NCRYPT_UI_POLICY ui = {1, 0, NULL, NULL, NULL};
    NCRYPT_KEY_HANDLE key = 0;
    BYTE blob[2][256];
    DWORD size[2] = {0}, i;

    expect_seen(NTE_BAD_KEYSET,
                NCryptOpenKey(provider, &key, name, AT_SIGNATURE, NCRYPT_SILENT_FLAG));
    if (!must(NCryptCreatePersistedKey(provider, &key, BCRYPT_ECDSA_P256_ALGORITHM, name,
                                       AT_SIGNATURE, 0)))
        return;
    expect_seen(ERROR_SUCCESS, set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, policy, flags));
    expect_seen(ERROR_SUCCESS,
                NCryptSetProperty(key, NCRYPT_UI_POLICY_PROPERTY, (BYTE *)&ui, sizeof(ui), flags));
    expect_seen(ERROR_SUCCESS, NCryptFinalizeKey(key, NCRYPT_SILENT_FLAG));
    for (i = 0; i < 2; i++)
    {
        expect_seen(ERROR_SUCCESS,
                    NCryptExportKey(key, 0, BCRYPT_PRIVATE_KEY_BLOB, NULL, NULL, 0, &size[i], 0));
        expect_seen(ERROR_SUCCESS, NCryptExportKey(key, 0, BCRYPT_PRIVATE_KEY_BLOB, NULL, blob[i],
                                                   size[i], &size[i], 0));
        NCryptFreeObject(key);
        expect_seen(ERROR_SUCCESS,
                    NCryptOpenKey(provider, &key, name, AT_SIGNATURE, NCRYPT_SILENT_FLAG));
    }
    ok_seen(size[0] == 104 && size[1] == 104 && !memcmp(blob[0], blob[1], 104), "the blobs\n");
    ok_seen(!memcmp(blob[0], "ECS2", 4), "the magic\n");
    expect_seen(ERROR_SUCCESS, NCryptDeleteKey(key, NCRYPT_SILENT_FLAG));
    expect_seen(NTE_BAD_KEYSET,
                NCryptOpenKey(provider, &key, name, AT_SIGNATURE, NCRYPT_SILENT_FLAG));
    NCryptFreeObject(provider);
}

/* No TPM: the provider is refused, nothing else happens; the software provider takes its place. */
static void test_browser(void)
{
    NCRYPT_PROV_HANDLE provider = 0;
    const WCHAR *name = new_name(L"browser");
    BYTE hash[32] = {1, 2, 3}, signature[64], blob[256], opaque[4096];
    NCRYPT_KEY_HANDLE key = 0, again = 0;
    DWORD size = 0, opaque_size = 0;
    SECURITY_STATUS status = NCryptOpenStorageProvider(&provider, MS_PLATFORM_KEY_STORAGE_PROVIDER,
                                                       0);

    if (!status)
    {
        NCryptFreeObject(provider);
        skip("there is a TPM\n");
    }
    else
        ok_inf(status == NTE_DEVICE_NOT_READY && !provider, "platform provider: %s\n",
               status_name(status));
    provider = open_provider();
    expect_seen(ERROR_SUCCESS,
                NCryptIsAlgSupported(provider, BCRYPT_ECDSA_P256_ALGORITHM, NCRYPT_SILENT_FLAG));
    if (!must(NCryptCreatePersistedKey(provider, &key, BCRYPT_ECDSA_P256_ALGORITHM, name, 0, 0)))
        return;
    expect_doc(ERROR_SUCCESS, set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY,
                                        NCRYPT_ALLOW_EXPORT_FLAG, NCRYPT_PERSIST_FLAG));
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, NCRYPT_SILENT_FLAG));
    expect_doc(ERROR_SUCCESS, NCryptExportKey(key, 0, BCRYPT_ECCPUBLIC_BLOB, NULL, blob,
                                              sizeof(blob), &size, NCRYPT_SILENT_FLAG));
    ok_doc(size == 72, "public blob of %lu bytes\n", size);
    expect_doc(ERROR_SUCCESS, NCryptExportKey(key, 0, NCRYPT_OPAQUETRANSPORT_BLOB, NULL, opaque,
                                              sizeof(opaque), &opaque_size, NCRYPT_SILENT_FLAG));
    expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, NCRYPT_SILENT_FLAG));
    if (must(NCryptImportKey(provider, 0, NCRYPT_OPAQUETRANSPORT_BLOB, NULL, &again, opaque,
                             opaque_size, NCRYPT_SILENT_FLAG)))
    {
        expect_doc(ERROR_SUCCESS, NCryptSignHash(again, NULL, hash, sizeof(hash), NULL, 0, &size,
                                                 NCRYPT_SILENT_FLAG));
        ok_doc(size == 64, "signature of %lu bytes\n", size);
        expect_doc(ERROR_SUCCESS, NCryptSignHash(again, NULL, hash, sizeof(hash), signature,
                                                 sizeof(signature), &size, NCRYPT_SILENT_FLAG));
        ok_doc(size == 64, "signature of %lu bytes\n", size);
        NCryptFreeObject(again);
    }
    NCryptFreeObject(provider);
}

/* Makes the key at the first start, finds it at the next ones, and shows its public part. */
static void test_launcher(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    const WCHAR *name = new_name(L"launcher");
    BYTE hash[32] = {9}, signature[64], blob[2][72];
    NCRYPT_KEY_HANDLE key, public_key = 0;
    DWORD size, start;

    for (start = 0; start < 2; start++)
    {
        SECURITY_STATUS status = NCryptOpenKey(provider, &key, name, 0, NCRYPT_SILENT_FLAG);

        ok_doc(status == (start ? ERROR_SUCCESS : NTE_BAD_KEYSET), "start %lu: %s\n", start,
               status_name(status));
        if (status)
        {
            if (!must(NCryptCreatePersistedKey(provider, &key, BCRYPT_ECDSA_P256_ALGORITHM, name, 0,
                                               NCRYPT_OVERWRITE_KEY_FLAG)))
                return;
            expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, NCRYPT_SILENT_FLAG));
        }
        expect_doc(ERROR_SUCCESS, NCryptExportKey(key, 0, BCRYPT_ECCPUBLIC_BLOB, NULL, blob[start],
                                                  sizeof(blob[start]), &size, 0));
        expect_doc(NTE_NOT_SUPPORTED,
                   NCryptExportKey(key, 0, BCRYPT_ECCPRIVATE_BLOB, NULL, NULL, 0, &size, 0));
        expect_doc(ERROR_SUCCESS, NCryptSignHash(key, NULL, hash, sizeof(hash), signature,
                                                 sizeof(signature), &size, NCRYPT_SILENT_FLAG));
        NCryptFreeObject(key);
    }
    ok_doc(!memcmp(blob[0], blob[1], sizeof(blob[0])), "another key\n");
    if (must(NCryptImportKey(provider, 0, BCRYPT_ECCPUBLIC_BLOB, NULL, &public_key, blob[0],
                             sizeof(blob[0]), 0)))
    {
        expect_doc(ERROR_SUCCESS, NCryptVerifySignature(public_key, NULL, hash, sizeof(hash),
                                                        signature, sizeof(signature), 0));
        NCryptFreeObject(public_key);
    }
    if (must(NCryptOpenKey(provider, &key, name, 0, 0)))
        expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
    NCryptFreeObject(provider);
}

START_TEST(callers)
{
    test_dotnet();
    test_chat_client();
    test_browser();
    test_launcher();
}
