/*
 * Private blobs of CryptoAPI under a session key: there and back with every cipher and chaining mode,
 * the bytes by decrypting them with the key itself, and the status of everything that is wrong.
 */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "list.h"
#include "provider.h"
#include "vectors_constructed.h"
#include "vectors_dh_blobs.h"
#include "vectors_rsa_blobs.h"
#include "wide.h"

#define HEADER_SIZE 8

static const NCRYPT_KEY_STORAGE_FUNCTION_TABLE *table;

static NCRYPT_KEY_HANDLE vector_key(const struct test_vector *vectors, size_t count, const char *id)
{
    const struct test_vector *vector = find_vector(vectors, count, id);
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE key;

    if (!vector)
        abort();
    key = provider_import(vector->blob_type, vector->bytes, vector->size, &status);
    check(!status, "%s: %#x", id, (unsigned int)status);
    return key;
}

static void set_property(NCRYPT_KEY_HANDLE key, const WCHAR *name, const void *data, size_t size)
{
    SECURITY_STATUS status = table->SetKeyProperty(provider_handle(), key, name, (BYTE *)data,
                                                   (DWORD)size, 0);

    check(!status, "property: %#x", (unsigned int)status);
}

static NCRYPT_KEY_HANDLE session_key(const WCHAR *algorithm, const WCHAR *mode)
{
    static const BYTE iv[16] = {9, 8, 7, 6, 5, 4, 3, 2, 1};
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status = table->CreatePersistedKey(provider_handle(), &key, algorithm, NULL, 0,
                                                       0);

    check(!status && !table->FinalizeKey(provider_handle(), key, 0), "session key");
    set_property(key, NCRYPT_CHAINING_MODE_PROPERTY, mode, wide_size(mode));
    set_property(key, NCRYPT_INITIALIZATION_VECTOR, iv,
                 wide_equal(algorithm, BCRYPT_AES_ALGORITHM) ? 16 : 8);
    return key;
}

static SECURITY_STATUS import(const char *type, NCRYPT_KEY_HANDLE session, const BYTE *data,
                              DWORD size, NCRYPT_KEY_HANDLE *key)
{
    *key = 0;
    return table->ImportKey(provider_handle(), session, wide(type), NULL, key, (BYTE *)data, size,
                            0);
}

static void expect_import(const char *what, const char *type, NCRYPT_KEY_HANDLE session,
                          const BYTE *data, DWORD size, SECURITY_STATUS expected)
{
    NCRYPT_KEY_HANDLE key;
    BYTE *exact = malloc(size ? size : 1);
    SECURITY_STATUS status;

    memcpy(exact, data, size);
    status = import(type, session, exact, size, &key);
    check(status == expected && !status == !!key, "%s: %#x, expected %#x", what,
          (unsigned int)status, (unsigned int)expected);
    free(exact);
    provider_free(key);
}

/* The header, and behind it what the session key makes of the rest (its IV is as it was). */
static void check_bytes_by_key(NCRYPT_KEY_HANDLE session, const BYTE *data, DWORD size,
                               const BYTE *plain, DWORD plain_size, bool pads)
{
    NCRYPT_CIPHER_PADDING_INFO info = {.cbSize = sizeof(info),
                                       .dwFlags = NCRYPT_CIPHER_BLOCK_PADDING_FLAG};
    BYTE *out = malloc(size);
    DWORD out_size = 0;
    SECURITY_STATUS status = table->Decrypt(provider_handle(), session, (BYTE *)data + HEADER_SIZE,
                                            size - HEADER_SIZE, pads ? &info : NULL, out, size,
                                            &out_size, pads ? NCRYPT_PAD_CIPHER_FLAG : 0);

    check(!status, "decrypt: %#x", (unsigned int)status);
    check(!memcmp(data, plain, HEADER_SIZE), "the header changed");
    check(out_size == plain_size - HEADER_SIZE && !memcmp(out, plain + HEADER_SIZE, out_size),
          "%u bytes of something else", (unsigned int)out_size);
    free(out);
}

static BYTE *export_wrapped(NCRYPT_KEY_HANDLE key, const char *type, NCRYPT_KEY_HANDLE session,
                            DWORD *size)
{
    DWORD asked = 0;
    SECURITY_STATUS status = table->ExportKey(provider_handle(), key, session, wide(type), NULL,
                                              NULL, 0, &asked, 0);
    BYTE *data = malloc(asked + 1);

    check(!status, "size query: %#x", (unsigned int)status);
    status = table->ExportKey(provider_handle(), key, session, wide(type), NULL, data, asked - 1,
                              size, 0);
    check(status == NTE_BUFFER_TOO_SMALL, "short: %#x", (unsigned int)status);
    status = table->ExportKey(provider_handle(), key, session, wide(type), NULL, data, asked, size,
                              0);
    check(!status && *size == asked, "export: %#x, %u of %u bytes", (unsigned int)status,
          (unsigned int)*size, (unsigned int)asked);
    return data;
}

static void test_round_trip(NCRYPT_KEY_HANDLE key, const char *type, const WCHAR *algorithm,
                            const WCHAR *mode)
{
    NCRYPT_KEY_HANDLE session = session_key(algorithm, mode), wrong = session_key(algorithm, mode);
    NCRYPT_KEY_HANDLE other;
    DWORD size = 0, plain_size = 0, again_size = 0, policy = NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    SECURITY_STATUS status;
    BYTE *data = export_wrapped(key, type, session, &size), *again;
    BYTE *plain = provider_export(key, type, &plain_size, &status);

    status = import(type, session, data, size, &other);
    check(!status, "import: %#x", (unsigned int)status);
    table->SetKeyProperty(provider_handle(), other, NCRYPT_EXPORT_POLICY_PROPERTY, (BYTE *)&policy,
                          sizeof(policy), NCRYPT_PERSIST_FLAG);
    again = provider_export(other, type, &again_size, &status);
    check(again_size == plain_size && !memcmp(again, plain, plain_size), "another key came back");
    expect_import("another session key", type, wrong, data, size, NTE_BAD_DATA);
    expect_import("no session key", type, 0, data, size, NTE_BAD_DATA);
    expect_import("cut off", type, session, data, size - 1, NTE_BAD_DATA);
    expect_import("the header alone", type, session, data, HEADER_SIZE, NTE_BAD_DATA);
    expect_import("nothing", type, session, data, 0, NTE_BAD_DATA);
    check_bytes_by_key(session, data, size, plain, plain_size,
                       !wide_equal(mode, BCRYPT_CHAIN_MODE_CFB));
    free(data);
    free(plain);
    free(again);
    provider_free(session);
    provider_free(wrong);
    provider_free(other);
}

static void expect_export(const char *what, NCRYPT_KEY_HANDLE key, const char *type,
                          NCRYPT_KEY_HANDLE session, SECURITY_STATUS expected)
{
    DWORD size;
    SECURITY_STATUS status = table->ExportKey(provider_handle(), key, session, wide(type), NULL,
                                              NULL, 0, &size, 0);

    check(status == expected, "%s: %#x, expected %#x", what, (unsigned int)status,
          (unsigned int)expected);
}

static void test_refused(NCRYPT_KEY_HANDLE key)
{
    NCRYPT_KEY_HANDLE gcm = session_key(BCRYPT_AES_ALGORITHM, BCRYPT_CHAIN_MODE_GCM);
    NCRYPT_KEY_HANDLE cbc = session_key(BCRYPT_AES_ALGORITHM, BCRYPT_CHAIN_MODE_CBC);
    DWORD policy;

    expect_export("GCM", key, "CAPIPRIVATEBLOB", gcm, NTE_NOT_SUPPORTED);
    expect_export("an RSA key", key, "CAPIPRIVATEBLOB", key, NTE_BAD_TYPE);
    expect_export("a public blob", key, "CAPIPUBLICBLOB", cbc, NTE_NOT_SUPPORTED);
    expect_export("another blob", key, "RSAPRIVATEBLOB", cbc, NTE_NOT_SUPPORTED);
    for (policy = 0; policy < 4; policy++)
    {
        table->SetKeyProperty(provider_handle(), key, NCRYPT_EXPORT_POLICY_PROPERTY,
                              (BYTE *)&policy, sizeof(policy), NCRYPT_PERSIST_FLAG);
        expect_export("policy", key, "CAPIPRIVATEBLOB", cbc,
                      policy ? ERROR_SUCCESS : NTE_NOT_SUPPORTED);
    }
    provider_free(gcm);
    provider_free(cbc);
}

int main(void)
{
    static const WCHAR *const algorithms[] = {BCRYPT_AES_ALGORITHM, BCRYPT_3DES_ALGORITHM};
    static const WCHAR *const modes[] = {BCRYPT_CHAIN_MODE_CBC, BCRYPT_CHAIN_MODE_ECB,
                                         BCRYPT_CHAIN_MODE_CFB};
    NCRYPT_KEY_HANDLE rsa, dsa, dh;
    size_t i, j;

    table = provider_table();
    rsa = vector_key(vectors_rsa_blobs, VECTOR_COUNT(vectors_rsa_blobs), "wine-rsa1024-full");
    dsa = vector_key(vectors_constructed, VECTOR_COUNT(vectors_constructed),
                     "wine-dsa1024-cng-priv");
    dh = vector_key(vectors_dh_blobs, VECTOR_COUNT(vectors_dh_blobs), "wine-dh1024-priv");
    for (i = 0; i < ARRAYSIZE(algorithms); i++)
    {
        for (j = 0; j < ARRAYSIZE(modes); j++)
        {
            check_context_push("cipher %zu, mode %zu", i, j);
            test_round_trip(rsa, "CAPIPRIVATEBLOB", algorithms[i], modes[j]);
            test_round_trip(dsa, "CAPIDSAPRIVATEBLOB", algorithms[i], modes[j]);
            test_round_trip(dsa, "V2CAPIDSAPRIVATEBLOB", algorithms[i], modes[j]);
            test_round_trip(dh, "CAPIDHPRIVATEBLOB", algorithms[i], modes[j]);
            check_context_pop();
        }
    }
    test_refused(rsa);
    provider_free(rsa);
    provider_free(dsa);
    provider_free(dh);
    provider_close();
    return check_summary("session_key");
}
