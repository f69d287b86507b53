/*
 * Symmetric keys: blobs, properties, encryption with the chaining state that the key keeps.
 *
 * Sources: dotnet/corefx's BasicSymmetricCipherNCrypt and SymmetricImportExportExtensions (how native
 * keys are used and exported), ncrypt.h, SP 800-38A; bcrypt.dll gives a second opinion.
 */
#include "fixture.h"

enum
{
    MAX_BLOCK = 16,
    DATA_SIZE = 96
};

static NCRYPT_PROV_HANDLE provider;

static const BYTE iv[MAX_BLOCK] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

struct cipher
{
    const WCHAR *algorithm, *group;
    DWORD bits, block;
    enum mark mark; /* of its properties */
};

static const struct cipher ciphers[] = {
    {L"AES", L"AES", 128, 16, MARK_DOC},     {L"AES", L"AES", 192, 16, MARK_DOC},
    {L"AES", L"AES", 256, 16, MARK_DOC},     {L"3DES", L"DES", 192, 8, MARK_DOC},
    {L"3DES_112", L"DES", 128, 8, MARK_INF}, {L"DES", L"DES", 64, 8, MARK_INF},
    {L"RC2", L"RC2", 64, 8, MARK_INF},
};

static void fill(BYTE *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        data[i] = (BYTE)(i * 37 + 11);
}

static SECURITY_STATUS set_text(NCRYPT_KEY_HANDLE key, const WCHAR *name, const WCHAR *text)
{
    return NCryptSetProperty(key, name, (BYTE *)text, (DWORD)(wcslen(text) + 1) * sizeof(*text), 0);
}

static void set_iv(NCRYPT_KEY_HANDLE key, DWORD size)
{
    expect_seen(ERROR_SUCCESS,
                NCryptSetProperty(key, NCRYPT_INITIALIZATION_VECTOR, (BYTE *)iv, size, 0));
}

/* --- a second opinion ----------------------------------------------------------------------- */

/* bcrypt.dll's encryption without padding; FALSE: it has no such cipher. */
static BOOL oracle_encrypt(const struct cipher *cipher, const WCHAR *mode, BYTE *key,
                           const BYTE *input, BYTE *output, DWORD size)
{
    BCRYPT_ALG_HANDLE algorithm;
    BCRYPT_KEY_HANDLE handle = NULL;
    BYTE state[MAX_BLOCK];
    NTSTATUS status;
    DWORD got;

    memcpy(state, iv, sizeof(state));
    if (BCryptOpenAlgorithmProvider(&algorithm, cipher->algorithm, NULL, 0))
        return FALSE;
    status = BCryptSetProperty(algorithm, BCRYPT_CHAINING_MODE, (BYTE *)mode,
                               (ULONG)(wcslen(mode) + 1) * sizeof(*mode), 0);
    if (!status)
        status = BCryptGenerateSymmetricKey(algorithm, &handle, NULL, 0, key, cipher->bits / 8, 0);
    if (!status)
        status = BCryptEncrypt(
            handle, (BYTE *)input, size, NULL, wcscmp(mode, BCRYPT_CHAIN_MODE_ECB) ? state : NULL,
            wcscmp(mode, BCRYPT_CHAIN_MODE_ECB) ? cipher->block : 0, output, size, &got, 0);
    if (handle)
        BCryptDestroyKey(handle);
    BCryptCloseAlgorithmProvider(algorithm, 0);
    return !status;
}

/* --- keys ----------------------------------------------------------------------------------- */

/* The key's bytes: the end of its blob, which .NET takes apart in this way. */
static BOOL key_bytes(const struct cipher *cipher, NCRYPT_KEY_HANDLE key, BYTE bytes[32])
{
    DWORD name_size = (DWORD)(wcslen(cipher->algorithm) + 1) * sizeof(WCHAR);
    const DWORD size = 16 + name_size + 12 + cipher->bits / 8;
    const DWORD header[] = {16, NCRYPT_CIPHER_KEY_BLOB_MAGIC, name_size, 12 + cipher->bits / 8};
    const DWORD data[] = {BCRYPT_KEY_DATA_BLOB_MAGIC, 1, cipher->bits / 8};
    struct blob blob;

    if (!check_export(MARK_SEEN, ERROR_SUCCESS, key, NCRYPT_CIPHER_KEY_BLOB, &blob))
        return FALSE;
    ok_seen(blob.size == size, "got size %lu, expected %lu\n", blob.size, size);
    if (blob.size == size)
    {
        check_bytes(MARK_SEEN, "header", blob.bytes, 16, header, sizeof(header));
        check_bytes(MARK_SEEN, "name", blob.bytes + 16, name_size, cipher->algorithm, name_size);
        check_bytes(MARK_SEEN, "key header", blob.bytes + 16 + name_size, 12, data, sizeof(data));
        memcpy(bytes, blob.bytes + size - cipher->bits / 8, cipher->bits / 8);
    }
    free_blob(&blob);
    return TRUE;
}

static void check_properties(const struct cipher *cipher, NCRYPT_KEY_HANDLE key)
{
    WCHAR text[32];
    DWORD value, size = 0;

    expect_mark(cipher->mark, ERROR_SUCCESS, get_dword(key, NCRYPT_LENGTH_PROPERTY, &value));
    ok_mark(cipher->mark)(value == cipher->bits, "got length %lu\n", value);
    expect_mark(cipher->mark, ERROR_SUCCESS, get_dword(key, NCRYPT_BLOCK_LENGTH_PROPERTY, &value));
    ok_mark(cipher->mark)(value == cipher->block, "got block length %lu\n", value);
    expect_mark(cipher->mark, ERROR_SUCCESS,
                NCryptGetProperty(key, NCRYPT_ALGORITHM_GROUP_PROPERTY, (BYTE *)text, sizeof(text),
                                  &size, 0));
    ok_mark(cipher->mark)(!wcscmp(text, cipher->group), "got group %s\n", narrow(text));
    expect_inf(ERROR_SUCCESS, NCryptGetProperty(key, NCRYPT_CHAINING_MODE_PROPERTY, (BYTE *)text,
                                                sizeof(text), &size, 0));
    ok_inf(!wcscmp(text, BCRYPT_CHAIN_MODE_CBC), "got mode %s\n", narrow(text));
    expect_inf(NTE_NOT_SUPPORTED, get_dword(key, NCRYPT_SIGNATURE_LENGTH_PROPERTY, &value));
}

/* --- chaining ------------------------------------------------------------------------------- */

/* All at once, and in runs: the key goes on where it was. */
static void check_mode(const struct cipher *cipher, NCRYPT_KEY_HANDLE key, const WCHAR *mode,
                       BYTE bytes[32])
{
    BYTE plain[DATA_SIZE], want[DATA_SIZE], output[DATA_SIZE];
    DWORD size = 0;

    winetest_push_context("%s", narrow(mode));
    fill(plain, sizeof(plain));
    expect_seen(ERROR_SUCCESS, set_text(key, NCRYPT_CHAINING_MODE_PROPERTY, mode));
    set_iv(key, cipher->block);
    expect_seen(ERROR_SUCCESS, NCryptEncrypt(key, plain, DATA_SIZE, NULL, NULL, 0, &size, 0));
    ok_doc(size == DATA_SIZE, "got size %lu\n", size);
    expect_seen(ERROR_SUCCESS,
                NCryptEncrypt(key, plain, DATA_SIZE, NULL, output, DATA_SIZE, &size, 0));
    if (oracle_encrypt(cipher, mode, bytes, plain, want, DATA_SIZE))
        check_bytes(MARK_DOC, "as bcrypt", output, size, want, DATA_SIZE);
    memcpy(want, output, sizeof(want));
    set_iv(key, cipher->block);
    for (DWORD done = 0; done < DATA_SIZE; done += 32)
        expect_seen(ERROR_SUCCESS,
                    NCryptEncrypt(key, plain + done, 32, NULL, output + done, 32, &size, 0));
    check_bytes(MARK_SEEN, "in runs", output, DATA_SIZE, want, DATA_SIZE);
    set_iv(key, cipher->block);
    expect_doc(ERROR_SUCCESS,
               NCryptDecrypt(key, output, DATA_SIZE, NULL, output, DATA_SIZE, &size, 0));
    check_bytes(MARK_DOC, "back, in place", output, DATA_SIZE, plain, DATA_SIZE);
    winetest_pop_context();
}

static void check_statuses(const struct cipher *cipher, NCRYPT_KEY_HANDLE key)
{
    BYTE plain[DATA_SIZE] = {0}, output[DATA_SIZE];
    DWORD size = 0;

    set_iv(key, cipher->block);
    expect_inf(NTE_INVALID_PARAMETER, NCryptEncrypt(key, plain, cipher->block + 1, NULL, output,
                                                    sizeof(output), &size, 0));
    expect_seen(NTE_BUFFER_TOO_SMALL, NCryptEncrypt(key, plain, cipher->block, NULL, output,
                                                    cipher->block - 1, &size, 0));
    ok_seen(size == cipher->block, "got size %lu\n", size);
    expect_inf(NTE_BAD_FLAGS, NCryptEncrypt(key, plain, cipher->block, NULL, output, sizeof(output),
                                            &size, NCRYPT_PAD_PKCS1_FLAG));
    expect_inf(NTE_INVALID_PARAMETER, NCryptEncrypt(key, plain, cipher->block, NULL, output,
                                                    sizeof(output), &size, NCRYPT_PAD_CIPHER_FLAG));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSetProperty(key, NCRYPT_INITIALIZATION_VECTOR, plain, cipher->block - 1, 0));
    expect_inf(NTE_INVALID_PARAMETER, set_text(key, NCRYPT_CHAINING_MODE_PROPERTY, L"Foo"));
    expect_inf(NTE_NOT_SUPPORTED,
               NCryptSignHash(key, NULL, plain, 20, output, sizeof(output), &size, 0));
}

/* PKCS #7 with the call's own IV: every length there and back. */
static void check_padding(const struct cipher *cipher, NCRYPT_KEY_HANDLE key)
{
    BYTE plain[DATA_SIZE], sealed[DATA_SIZE + MAX_BLOCK], back[DATA_SIZE + MAX_BLOCK];
    BYTE state[MAX_BLOCK];
    NCRYPT_CIPHER_PADDING_INFO info = {
        sizeof(info), NCRYPT_CIPHER_BLOCK_PADDING_FLAG, state, cipher->block, NULL, 0};

    fill(plain, sizeof(plain));
    for (DWORD length = 0; length < 2 * cipher->block + 1; length++)
    {
        DWORD want = length / cipher->block * cipher->block + cipher->block, size = 0;

        memcpy(state, iv, sizeof(state));
        expect_inf(ERROR_SUCCESS, NCryptEncrypt(key, plain, length, &info, NULL, 0, &size,
                                                NCRYPT_PAD_CIPHER_FLAG));
        ok_inf(size == want, "got size %lu, expected %lu\n", size, want);
        expect_inf(ERROR_SUCCESS, NCryptEncrypt(key, plain, length, &info, sealed, sizeof(sealed),
                                                &size, NCRYPT_PAD_CIPHER_FLAG));
        ok_inf(size == want, "got size %lu, expected %lu\n", size, want);
        memcpy(state, iv, sizeof(state));
        expect_inf(ERROR_SUCCESS, NCryptDecrypt(key, sealed, size, &info, back, sizeof(back), &size,
                                                NCRYPT_PAD_CIPHER_FLAG));
        check_bytes(MARK_INF, "back", back, size, plain, length);
    }
}

static void test_cipher(const struct cipher *cipher)
{
    NCRYPT_KEY_HANDLE key = create_key(provider, cipher->algorithm, cipher->bits, POLICY_PLAIN);
    BYTE bytes[32];

    winetest_push_context("%s, %lu bits", narrow(cipher->algorithm), cipher->bits);
    if (key)
    {
        check_properties(cipher, key);
        if (key_bytes(cipher, key, bytes))
        {
            check_mode(cipher, key, BCRYPT_CHAIN_MODE_ECB, bytes);
            check_mode(cipher, key, BCRYPT_CHAIN_MODE_CFB, bytes);
            check_mode(cipher, key, BCRYPT_CHAIN_MODE_CBC, bytes);
        }
        check_statuses(cipher, key);
        check_padding(cipher, key);
        NCryptFreeObject(key);
    }
    winetest_pop_context();
}

/* --- blobs ---------------------------------------------------------------------------------- */

static void test_blob(const char *id)
{
    const struct test_vector *v = vector(id);
    NCRYPT_KEY_HANDLE key = import_vector(provider, NCRYPT_CIPHER_KEY_BLOB, id), other = 0;

    winetest_push_context("%s", id);
    check_export_status(MARK_SEEN, NTE_NOT_SUPPORTED, key, NCRYPT_CIPHER_KEY_BLOB);
    ok_doc(!set_policy(key, POLICY_EXPORT), "policy\n");
    check_export_status(MARK_SEEN, NTE_NOT_SUPPORTED, key, NCRYPT_CIPHER_KEY_BLOB);
    ok_doc(!set_policy(key, POLICY_PLAIN), "policy\n");
    check_export_bytes(vector_mark(v), key, NCRYPT_CIPHER_KEY_BLOB, v->bytes, v->size);
    check_export_status(MARK_INF, NTE_BAD_TYPE, key, BCRYPT_PRIVATE_KEY_BLOB);
    check_export_status(MARK_INF, NTE_BAD_TYPE, key, NCRYPT_PKCS8_PRIVATE_KEY_BLOB);
    expect_inf(NTE_BAD_DATA, NCryptImportKey(provider, 0, NCRYPT_CIPHER_KEY_BLOB, NULL, &other,
                                             (BYTE *)v->bytes, (DWORD)v->size - 1, 0));
    NCryptFreeObject(key);
    winetest_pop_context();
}

/* What it holds is the provider's own affair: only that it comes back, and not when changed. */
static void test_protected_blob(void)
{
    NCRYPT_KEY_HANDLE key = import_vector(provider, NCRYPT_CIPHER_KEY_BLOB, "aes128-cipherkey");
    NCRYPT_KEY_HANDLE again = 0;
    struct blob blob;

    winetest_push_context("ProtectedKeyBlob");
    ok_doc(!set_policy(key, POLICY_EXPORT), "policy\n");
    expect_doc(ERROR_SUCCESS,
               NCryptExportKey(key, 0, NCRYPT_PROTECTED_KEY_BLOB, NULL, NULL, 0, &blob.size, 0));
    blob.bytes = calloc(1, blob.size);
    if (must(NCryptExportKey(key, 0, NCRYPT_PROTECTED_KEY_BLOB, NULL, blob.bytes, blob.size,
                             &blob.size, 0)))
    {
        ok_doc(!memcmp(blob.bytes, "\x10\0\0\0PRTK\x08\0\0\0", 12), "another header\n");
        again = import_bytes(provider, NCRYPT_PROTECTED_KEY_BLOB, blob.bytes, blob.size);
        ok_doc(!set_policy(again, POLICY_PLAIN), "policy\n");
        check_export_bytes(MARK_DOC, again, NCRYPT_CIPHER_KEY_BLOB,
                           vector("aes128-cipherkey")->bytes, vector("aes128-cipherkey")->size);
        NCryptFreeObject(again);
        blob.bytes[blob.size - 1] ^= 1;
        expect_inf(NTE_BAD_DATA, NCryptImportKey(provider, 0, NCRYPT_PROTECTED_KEY_BLOB, NULL,
                                                 &again, blob.bytes, blob.size, 0));
    }
    free(blob.bytes);
    NCryptFreeObject(key);
    winetest_pop_context();
}

static void test_lengths(void)
{
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, BCRYPT_AES_ALGORITHM);
    BYTE data[16] = {0};
    DWORD size = 0;

    expect_inf(NTE_INVALID_PARAMETER, set_dword(key, NCRYPT_LENGTH_PROPERTY, 64, 0));
    expect_inf(NTE_INVALID_PARAMETER, set_dword(key, NCRYPT_LENGTH_PROPERTY, 160, 0));
    expect_inf(NTE_INVALID_PARAMETER, set_dword(key, NCRYPT_LENGTH_PROPERTY, 512, 0));
    expect_seen(NTE_BAD_KEY_STATE,
                NCryptEncrypt(key, data, sizeof(data), NULL, data, sizeof(data), &size, 0));
    NCryptFreeObject(key);
}

START_TEST(symmetric)
{
    if (skipped_on_builtin("has no symmetric keys"))
        return;
    provider = open_provider();
    for (size_t i = 0; i < ARRAY_SIZE(ciphers); i++)
        test_cipher(&ciphers[i]);
    test_blob("aes128-cipherkey");
    test_blob("3des-cipherkey");
    test_protected_blob();
    test_lengths();
    NCryptFreeObject(provider);
}
