/*
 * Symmetric keys through the provider's function table: blobs, properties, what a key keeps from
 * call to call, padding, sizes, statuses.
 */
#include <stdlib.h>

#include "derivation.h"
#include "store_host.h"
#include "vectors_constructed.h"

#define MAX_DATA 256

/* SP 800-38A F.2.1: CBC, AES-128. */
static const BYTE nist_key[] = {0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6,
                                0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c};
static const BYTE nist_iv[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
static const BYTE nist_plain[] = {
    0x6b, 0xc1, 0xbe, 0xe2, 0x2e, 0x40, 0x9f, 0x96, 0xe9, 0x3d, 0x7e, 0x11, 0x73, 0x93, 0x17, 0x2a,
    0xae, 0x2d, 0x8a, 0x57, 0x1e, 0x03, 0xac, 0x9c, 0x9e, 0xb7, 0x6f, 0xac, 0x45, 0xaf, 0x8e, 0x51,
    0x30, 0xc8, 0x1c, 0x46, 0xa3, 0x5c, 0xe4, 0x11, 0xe5, 0xfb, 0xc1, 0x19, 0x1a, 0x0a, 0x52, 0xef};
static const BYTE nist_cbc[] = {
    0x76, 0x49, 0xab, 0xac, 0x81, 0x19, 0xb2, 0x46, 0xce, 0xe9, 0x8e, 0x9b, 0x12, 0xe9, 0x19, 0x7d,
    0x50, 0x86, 0xcb, 0x9b, 0x50, 0x72, 0x19, 0xee, 0x95, 0xdb, 0x11, 0x3a, 0x91, 0x76, 0x78, 0xb2,
    0x73, 0xbe, 0xd6, 0xb8, 0xe3, 0xc1, 0x74, 0x3b, 0x71, 0x16, 0xe6, 0x9e, 0x22, 0x22, 0x95, 0x16};
static const BYTE nist_ecb[] = {0x3a, 0xd7, 0x7b, 0xb4, 0x0d, 0x7a, 0x36, 0x60,
                                0xa8, 0x9e, 0xca, 0xf3, 0x24, 0x66, 0xef, 0x97};

/* ------------------------------------------------------------------------------------------
 * Short forms
 */
static SECURITY_STATUS set_property(NCRYPT_KEY_HANDLE key, const WCHAR *name, const void *data,
                                    size_t size)
{
    return provider_table()->SetKeyProperty(provider_handle(), key, name, (BYTE *)data, (DWORD)size,
                                            0);
}

static SECURITY_STATUS set_text(NCRYPT_KEY_HANDLE key, const WCHAR *name, const WCHAR *text)
{
    size_t length = 0;

    while (text[length])
        length++;
    return set_property(key, name, text, (length + 1) * sizeof(*text));
}

static SECURITY_STATUS crypt(NCRYPT_KEY_HANDLE key, bool decrypt, const void *input, DWORD size,
                             void *padding, void *output, DWORD room, DWORD *result, DWORD flags)
{
    return (decrypt ? provider_table()->Decrypt : provider_table()->Encrypt)(
        provider_handle(), key, (BYTE *)input, size, padding, output, room, result, flags);
}

static void check_crypt(NCRYPT_KEY_HANDLE key, bool decrypt, const BYTE *input, DWORD size,
                        const BYTE *want, const char *what)
{
    BYTE output[MAX_DATA];
    DWORD result = 0;

    memset(output, 0xca, sizeof(output));
    check_status(crypt(key, decrypt, input, size, NULL, output, size, &result, 0), ERROR_SUCCESS,
                 what);
    check(result == size, "%s: %u bytes", what, (unsigned int)result);
    check_same(output, want, size, what);
    check(output[size] == 0xca, "%s: written past the end", what);
}

/* An AES-128 key with its bytes, in CBC mode. */
static NCRYPT_KEY_HANDLE aes_key(void)
{
    static const BYTE header[] = {16,   0,    0,    0,    0x43, 0x50, 0x48, 0x52, 8,   0, 0, 0,
                                  28,   0,    0,    0,    'A',  0,    'E',  0,    'S', 0, 0, 0,
                                  0x4b, 0x44, 0x42, 0x4d, 1,    0,    0,    0,    16,  0, 0, 0};
    BYTE blob[sizeof(header) + sizeof(nist_key)];
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE key;

    memcpy(blob, header, sizeof(header));
    memcpy(blob + sizeof(header), nist_key, sizeof(nist_key));
    key = provider_import("CipherKeyBlob", blob, sizeof(blob), &status);
    check_status(status, ERROR_SUCCESS, "import of the AES key");
    return key;
}

/* ------------------------------------------------------------------------------------------
 * Blobs
 */

/* Everything that is not the whole blob, and every other header. */
static void test_damaged_blob(const struct test_vector *vector)
{
    BYTE copy[MAX_DATA] = {0};
    SECURITY_STATUS status;
    size_t size, i;

    memcpy(copy, vector->bytes, vector->size);
    for (size = 0; size <= vector->size + 4; size++)
    {
        BYTE *exact = malloc(size ? size : 1);

        memcpy(exact, copy, size);
        provider_free(provider_import(vector->blob_type, exact, size, &status));
        check((status == ERROR_SUCCESS) == (size == vector->size), "%zu bytes: %#x", size,
              (unsigned int)status);
        free(exact);
    }
    for (i = 0; i < vector->size - 24; i++)
    {
        copy[i] ^= 0x40;
        provider_free(provider_import(vector->blob_type, copy, vector->size, &status));
        check(status == NTE_BAD_DATA || status == NTE_NOT_SUPPORTED, "byte %zu: %#x", i,
              (unsigned int)status);
        copy[i] ^= 0x40;
    }
}

static void test_cipher_blob(const char *id)
{
    const struct test_vector *vector = find_vector(vectors_constructed,
                                                   VECTOR_COUNT(vectors_constructed), id);
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE key = provider_import(vector->blob_type, vector->bytes, vector->size,
                                            &status);
    DWORD size = 0, policy = NCRYPT_ALLOW_EXPORT_FLAG;
    BYTE *data;

    check_context_push("%s", id);
    check_status(status, ERROR_SUCCESS, "import");
    data = provider_export(key, vector->blob_type, &size, &status);
    check(data && size == vector->size, "size %u", (unsigned int)size);
    check_same(data, vector->bytes, size, "blob");
    free(data);
    check_status(set_property(key, NCRYPT_EXPORT_POLICY_PROPERTY, &policy, sizeof(policy)),
                 ERROR_SUCCESS, "policy");
    provider_export(key, vector->blob_type, &size, &status);
    check_status(status, NTE_NOT_SUPPORTED, "export in the clear");
    provider_export(key, "KDFKeyBlob", &size, &status);
    check_status(status, NTE_BAD_TYPE, "export as KDF key");
    provider_export(key, "PRIVATEBLOB", &size, &status);
    check_status(status, NTE_BAD_TYPE, "export as private key");
    test_damaged_blob(vector);
    provider_free(key);
    check_context_pop();
}

/* Sealed: readable by nobody, taken back by its maker only, any change found. */
static void test_protected_blob(void)
{
    DWORD policy = NCRYPT_ALLOW_EXPORT_FLAG, size = 0, i;
    NCRYPT_KEY_HANDLE key = aes_key(), again;
    SECURITY_STATUS status;
    BYTE *data;

    set_property(key, NCRYPT_EXPORT_POLICY_PROPERTY, &policy, sizeof(policy));
    data = provider_export(key, "ProtectedKeyBlob", &size, &status);
    check_status(status, ERROR_SUCCESS, "export");
    check(size > 24 + 16 && !memcmp(data, "\x10\0\0\0PRTK\x08\0\0\0", 12), "header");
    for (i = 0; i + sizeof(nist_key) <= size; i++)
        check(memcmp(data + i, nist_key, sizeof(nist_key)), "the key is there to be read");
    again = provider_import("ProtectedKeyBlob", data, size, &status);
    check_status(status, ERROR_SUCCESS, "import");
    set_property(again, NCRYPT_INITIALIZATION_VECTOR, nist_iv, sizeof(nist_iv));
    check_crypt(again, false, nist_plain, sizeof(nist_plain), nist_cbc, "the imported key");
    provider_free(again);
    for (i = 0; i < size; i++)
    {
        data[i] ^= 1;
        provider_free(provider_import("ProtectedKeyBlob", data, size, &status));
        check(status == NTE_BAD_DATA || status == NTE_NOT_SUPPORTED, "byte %u: %#x",
              (unsigned int)i, (unsigned int)status);
        data[i] ^= 1;
    }
    provider_free(provider_import("ProtectedKeyBlob", data, size - 1, &status));
    check_status(status, NTE_BAD_DATA, "import of less");
    store_host_computer = 1;
    provider_free(provider_import("ProtectedKeyBlob", data, size, &status));
    check_status(status, NTE_BAD_DATA, "import on another computer");
    store_host_computer = 0;
    policy = 0;
    set_property(key, NCRYPT_EXPORT_POLICY_PROPERTY, &policy, sizeof(policy));
    provider_export(key, "ProtectedKeyBlob", &size, &status);
    check_status(status, NTE_NOT_SUPPORTED, "export without policy");
    free(data);
    provider_free(key);
}

/* ------------------------------------------------------------------------------------------
 * Chaining
 */

/* The key goes on where it was until IV is set; no failure and no query changes that. */
static void test_chaining_state(void)
{
    NCRYPT_KEY_HANDLE key = aes_key();
    BYTE memory[48], output[16];
    DWORD result = 0;

    set_property(key, NCRYPT_INITIALIZATION_VECTOR, nist_iv, sizeof(nist_iv));
    check_crypt(key, false, nist_plain, 16, nist_cbc, "first block");
    check_status(crypt(key, false, nist_plain, 16, NULL, NULL, 0, &result, 0), ERROR_SUCCESS,
                 "size");
    check(result == 16, "size %u", (unsigned int)result);
    check_status(crypt(key, false, nist_plain + 16, 16, NULL, output, 15, &result, 0),
                 NTE_BUFFER_TOO_SMALL, "short buffer");
    check(result == 16, "size %u", (unsigned int)result);
    check_status(crypt(key, false, nist_plain + 16, 15, NULL, output, 16, &result, 0),
                 NTE_INVALID_PARAMETER, "no whole block");
    check_crypt(key, false, nist_plain + 16, 32, nist_cbc + 16, "the other blocks");
    set_property(key, NCRYPT_INITIALIZATION_VECTOR, nist_iv, sizeof(nist_iv));
    check_crypt(key, true, nist_cbc, 32, nist_plain, "two blocks back");
    check_crypt(key, true, nist_cbc + 32, 16, nist_plain + 32, "the third block back");

    set_property(key, NCRYPT_INITIALIZATION_VECTOR, nist_iv, sizeof(nist_iv));
    memcpy(memory, nist_plain, sizeof(memory));
    check_status(crypt(key, false, memory, 48, NULL, memory, 48, &result, 0), ERROR_SUCCESS,
                 "in place");
    check_same(memory, nist_cbc, sizeof(memory), "in place");
    check_status(crypt(key, false, NULL, 0, NULL, memory, 48, &result, 0), ERROR_SUCCESS,
                 "nothing");
    check(!result, "%u bytes of nothing", (unsigned int)result);
    provider_free(key);
}

static void test_modes(void)
{
    NCRYPT_KEY_HANDLE key = aes_key(), des = new_key(NCRYPT_3DES_ALGORITHM, true);
    WCHAR mode[32];
    BYTE iv[16];
    DWORD size;

    check_status(provider_table()->GetKeyProperty(provider_handle(), key,
                                                  NCRYPT_CHAINING_MODE_PROPERTY, (BYTE *)mode,
                                                  sizeof(mode), &size, 0),
                 ERROR_SUCCESS, "get mode");
    check(size == sizeof(BCRYPT_CHAIN_MODE_CBC) && !memcmp(mode, BCRYPT_CHAIN_MODE_CBC, size),
          "default mode");
    check_status(set_text(key, NCRYPT_CHAINING_MODE_PROPERTY, BCRYPT_CHAIN_MODE_ECB), ERROR_SUCCESS,
                 "ECB");
    check_crypt(key, false, nist_plain, 16, nist_ecb, "ECB");
    check_crypt(key, false, nist_plain, 16, nist_ecb, "ECB again");
    check_status(set_text(key, NCRYPT_CHAINING_MODE_PROPERTY, L"ChainingModeFOO"),
                 NTE_INVALID_PARAMETER, "unknown mode");
    check_status(set_property(key, NCRYPT_CHAINING_MODE_PROPERTY, BCRYPT_CHAIN_MODE_CBC,
                              sizeof(BCRYPT_CHAIN_MODE_CBC) - 2),
                 NTE_INVALID_PARAMETER, "mode without NUL");
    check_status(set_text(des, NCRYPT_CHAINING_MODE_PROPERTY, BCRYPT_CHAIN_MODE_GCM),
                 NTE_INVALID_PARAMETER, "GCM with 3DES");
    check_status(set_property(key, NCRYPT_INITIALIZATION_VECTOR, nist_iv, 15),
                 NTE_INVALID_PARAMETER, "short IV");
    check_status(set_property(des, NCRYPT_INITIALIZATION_VECTOR, nist_iv, 8), ERROR_SUCCESS, "IV");
    check_status(set_property(des, NCRYPT_INITIALIZATION_VECTOR, nist_iv, 16),
                 NTE_INVALID_PARAMETER, "long IV");
    check_status(provider_table()->GetKeyProperty(provider_handle(), des,
                                                  NCRYPT_INITIALIZATION_VECTOR, iv, sizeof(iv),
                                                  &size, 0),
                 ERROR_SUCCESS, "get IV");
    check(size == 8 && !memcmp(iv, nist_iv, 8), "IV of %u bytes", (unsigned int)size);
    provider_free(key);
    provider_free(des);
}

/* ------------------------------------------------------------------------------------------
 * Padding information
 */
static NCRYPT_CIPHER_PADDING_INFO padding_info(DWORD flags, BYTE *iv)
{
    return (NCRYPT_CIPHER_PADDING_INFO){.cbSize = sizeof(NCRYPT_CIPHER_PADDING_INFO),
                                        .dwFlags = flags,
                                        .pbIV = iv,
                                        .cbIV = iv ? 16 : 0};
}

/* All lengths there and back; the IV of the call is replaced, that of the key is not. */
static void test_padding(void)
{
    NCRYPT_KEY_HANDLE key = aes_key();
    BYTE iv[16], sealed[MAX_DATA], plain[MAX_DATA];
    NCRYPT_CIPHER_PADDING_INFO info = padding_info(NCRYPT_CIPHER_BLOCK_PADDING_FLAG, iv);
    DWORD size, want, result = 0;

    for (size = 0; size <= sizeof(nist_plain); size++)
    {
        want = size / 16 * 16 + 16;
        memcpy(iv, nist_iv, sizeof(iv));
        check_status(
            crypt(key, false, nist_plain, size, &info, NULL, 0, &result, NCRYPT_PAD_CIPHER_FLAG),
            ERROR_SUCCESS, "size");
        check(result == want && !memcmp(iv, nist_iv, 16), "size %u", (unsigned int)result);
        check_status(crypt(key, false, nist_plain, size, &info, sealed, want - 1, &result,
                           NCRYPT_PAD_CIPHER_FLAG),
                     NTE_BUFFER_TOO_SMALL, "short buffer");
        check(result == want && !memcmp(iv, nist_iv, 16), "size %u", (unsigned int)result);
        check_status(crypt(key, false, nist_plain, size, &info, sealed, sizeof(sealed), &result,
                           NCRYPT_PAD_CIPHER_FLAG),
                     ERROR_SUCCESS, "encrypt");
        check(result == want && !memcmp(iv, sealed + want - 16, 16), "the new IV");
        check_same(sealed, nist_cbc, size / 16 * 16, "whole blocks");
        memcpy(iv, nist_iv, sizeof(iv));
        check_status(
            crypt(key, true, sealed, want, &info, NULL, 0, &result, NCRYPT_PAD_CIPHER_FLAG),
            ERROR_SUCCESS, "size back");
        check(result == want, "size back %u", (unsigned int)result);
        check_status(
            crypt(key, true, sealed, want, &info, plain, size, &result, NCRYPT_PAD_CIPHER_FLAG),
            ERROR_SUCCESS, "decrypt");
        check(result == size, "%u bytes", (unsigned int)result);
        check_same(plain, nist_plain, size, "plaintext");
    }
    set_property(key, NCRYPT_INITIALIZATION_VECTOR, nist_iv, sizeof(nist_iv));
    check_crypt(key, false, nist_plain, 48, nist_cbc, "the key's own IV");
    provider_free(key);
}

static void check_refused(NCRYPT_KEY_HANDLE key, NCRYPT_CIPHER_PADDING_INFO *info, DWORD flags,
                          SECURITY_STATUS want, const char *what)
{
    BYTE output[MAX_DATA] = {0};
    DWORD result = 0;

    check_status(crypt(key, false, nist_plain, 16, info, NULL, 0, &result, flags), want, what);
    check_status(crypt(key, false, nist_plain, 16, info, output, sizeof(output), &result, flags),
                 want, what);
    check(!output[0] && !output[1], "%s: something was written", what);
}

static void test_refused(void)
{
    NCRYPT_KEY_HANDLE key = aes_key(), raw = new_key(NCRYPT_AES_ALGORITHM, false);
    BYTE iv[16] = {0}, bad[32] = {0};
    NCRYPT_CIPHER_PADDING_INFO info = padding_info(NCRYPT_CIPHER_BLOCK_PADDING_FLAG, iv);
    DWORD usage = NCRYPT_ALLOW_SIGNING_FLAG, result;

    check_refused(key, NULL, NCRYPT_PAD_CIPHER_FLAG, NTE_INVALID_PARAMETER, "no info");
    check_refused(key, &info, NCRYPT_PAD_PKCS1_FLAG, NTE_BAD_FLAGS, "PKCS #1");
    check_refused(key, &info, NCRYPT_PAD_CIPHER_FLAG | NCRYPT_PAD_OAEP_FLAG, NTE_BAD_FLAGS, "OAEP");
    check_refused(key, &info, 0x8000, NTE_BAD_FLAGS, "unknown flag");
    info.cbSize--;
    check_refused(key, &info, NCRYPT_PAD_CIPHER_FLAG, NTE_INVALID_PARAMETER, "size of the info");
    info = padding_info(4, iv);
    check_refused(key, &info, NCRYPT_PAD_CIPHER_FLAG, NTE_INVALID_PARAMETER, "unknown padding");
    info = padding_info(NCRYPT_CIPHER_BLOCK_PADDING_FLAG, iv);
    info.cbIV = 8;
    check_refused(key, &info, NCRYPT_PAD_CIPHER_FLAG, NTE_INVALID_PARAMETER, "short IV");
    info.cbIV = 16;
    check_status(crypt(key, true, bad, sizeof(bad), &info, bad, sizeof(bad), &result,
                       NCRYPT_PAD_CIPHER_FLAG),
                 NTE_INVALID_PARAMETER, "bad padding");
    check_refused(raw, NULL, 0, NTE_BAD_KEY_STATE, "unfinalized key");
    set_property(key, NCRYPT_KEY_USAGE_PROPERTY, &usage, sizeof(usage));
    check_status(crypt(key, true, nist_cbc, 16, NULL, bad, sizeof(bad), &result, 0), NTE_PERM,
                 "usage");
    provider_free(key);
    provider_free(raw);
}

/* There and back; the figures are tested on the Unix side. */
static void test_gcm(void)
{
    NCRYPT_KEY_HANDLE key = aes_key();
    BYTE nonce[12] = {1, 2, 3}, tag[16], data[5] = {9, 8, 7}, sealed[32], plain[32];
    BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO mode = {
        .cbSize = sizeof(mode),
        .dwInfoVersion = BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO_VERSION,
        .pbNonce = nonce,
        .cbNonce = sizeof(nonce),
        .pbAuthData = data,
        .cbAuthData = sizeof(data),
        .pbTag = tag,
        .cbTag = sizeof(tag)};
    NCRYPT_CIPHER_PADDING_INFO info = padding_info(NCRYPT_CIPHER_OTHER_PADDING_FLAG, NULL);
    DWORD result = 0;

    info.pbOtherInfo = (BYTE *)&mode;
    info.cbOtherInfo = sizeof(mode);
    check_status(set_text(key, NCRYPT_CHAINING_MODE_PROPERTY, BCRYPT_CHAIN_MODE_GCM), ERROR_SUCCESS,
                 "GCM");
    check_refused(key, NULL, 0, NTE_INVALID_PARAMETER, "no info");
    check_status(crypt(key, false, nist_plain, 21, &info, sealed, sizeof(sealed), &result,
                       NCRYPT_PAD_CIPHER_FLAG),
                 ERROR_SUCCESS, "encrypt");
    check(result == 21, "%u bytes", (unsigned int)result);
    check_status(
        crypt(key, true, sealed, 21, &info, plain, sizeof(plain), &result, NCRYPT_PAD_CIPHER_FLAG),
        ERROR_SUCCESS, "decrypt");
    check(result == 21 && !memcmp(plain, nist_plain, 21), "plaintext");
    data[0] ^= 1;
    check_status(
        crypt(key, true, sealed, 21, &info, plain, sizeof(plain), &result, NCRYPT_PAD_CIPHER_FLAG),
        NTE_DECRYPTION_FAILURE, "changed data");
    mode.dwFlags = BCRYPT_AUTH_MODE_CHAIN_CALLS_FLAG;
    check_refused(key, &info, NCRYPT_PAD_CIPHER_FLAG, NTE_NOT_SUPPORTED, "several calls");
    mode.dwFlags = 0;
    mode.cbNonce = 11;
    check_status(crypt(key, false, nist_plain, 21, &info, sealed, sizeof(sealed), &result,
                       NCRYPT_PAD_CIPHER_FLAG),
                 NTE_INVALID_PARAMETER, "short nonce");
    info.cbOtherInfo--;
    check_refused(key, &info, NCRYPT_PAD_CIPHER_FLAG, NTE_INVALID_PARAMETER, "short mode info");
    provider_free(key);
}

/* ------------------------------------------------------------------------------------------
 * New keys
 */
static DWORD get_dword(NCRYPT_KEY_HANDLE key, const WCHAR *name)
{
    DWORD value = 0xdeadbeef, size;

    provider_table()->GetKeyProperty(provider_handle(), key, name, (BYTE *)&value, sizeof(value),
                                     &size, 0);
    return value;
}

static void test_new(const WCHAR *algorithm, DWORD bits, DWORD block, const WCHAR *group)
{
    NCRYPT_KEY_HANDLE key = new_key(algorithm, false);
    DWORD policy = NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG, size = 0;
    BYTE sealed[16], *data;
    SECURITY_STATUS status;
    WCHAR name[16];

    check_context_push("%u bits, block of %u", (unsigned int)bits, (unsigned int)block);
    check_status(set_property(key, NCRYPT_LENGTH_PROPERTY, &bits, sizeof(bits)), ERROR_SUCCESS,
                 "length");
    bits += 4;
    check_status(set_property(key, NCRYPT_LENGTH_PROPERTY, &bits, sizeof(bits)),
                 NTE_INVALID_PARAMETER, "wrong length");
    bits -= 4;
    set_property(key, NCRYPT_EXPORT_POLICY_PROPERTY, &policy, sizeof(policy));
    check_status(provider_table()->FinalizeKey(provider_handle(), key, 0), ERROR_SUCCESS,
                 "finalize");
    check(get_dword(key, NCRYPT_LENGTH_PROPERTY) == bits, "length");
    check(get_dword(key, NCRYPT_BLOCK_LENGTH_PROPERTY) == block, "block length");
    check_status(provider_table()->GetKeyProperty(provider_handle(), key,
                                                  NCRYPT_ALGORITHM_GROUP_PROPERTY, (BYTE *)name,
                                                  sizeof(name), &size, 0),
                 ERROR_SUCCESS, "group");
    check(!memcmp(name, group, size), "group");
    data = provider_export(key, "CipherKeyBlob", &size, &status);
    check(data && size > bits / 8, "blob of %u bytes", (unsigned int)size);
    check_status(crypt(key, false, nist_plain, 16, NULL, sealed, 16, &size, 0), ERROR_SUCCESS,
                 "encrypt");
    set_property(key, NCRYPT_INITIALIZATION_VECTOR, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", block);
    check_crypt(key, true, sealed, 16, nist_plain, "decrypt");
    provider_free(key);
    free(data);
    check_context_pop();
}

/* A key of the wrong kind does not become one by a blob. */
static void test_blob_property(void)
{
    const struct test_vector *des = find_vector(
        vectors_constructed, VECTOR_COUNT(vectors_constructed), "3des-cipherkey");
    NCRYPT_KEY_HANDLE key = new_key(NCRYPT_AES_ALGORITHM, false);
    NCRYPT_KEY_HANDLE right = new_key(NCRYPT_3DES_ALGORITHM, false);

    check_status(set_property(key, NCRYPT_CIPHER_KEY_BLOB, des->bytes, des->size),
                 NTE_INVALID_PARAMETER, "3DES blob for an AES key");
    check_status(set_property(right, NCRYPT_CIPHER_KEY_BLOB, des->bytes, des->size), ERROR_SUCCESS,
                 "3DES blob");
    check_status(provider_table()->FinalizeKey(provider_handle(), right, 0), ERROR_SUCCESS,
                 "finalize");
    provider_free(key);
    provider_free(right);
}

int main(void)
{
    test_cipher_blob("aes128-cipherkey");
    test_cipher_blob("3des-cipherkey");
    test_protected_blob();
    test_chaining_state();
    test_modes();
    test_padding();
    test_refused();
    test_gcm();
    test_new(NCRYPT_AES_ALGORITHM, 128, 16, L"AES");
    test_new(NCRYPT_AES_ALGORITHM, 192, 16, L"AES");
    test_new(NCRYPT_AES_ALGORITHM, 256, 16, L"AES");
    test_new(NCRYPT_3DES_ALGORITHM, 192, 8, L"DES");
    test_new(NCRYPT_3DES_112_ALGORITHM, 128, 8, L"DES");
    test_new(NCRYPT_DES_ALGORITHM, 64, 8, L"DES");
    test_new(NCRYPT_RC2_ALGORITHM, 40, 8, L"RC2");
    test_blob_property();
    provider_close();
    return check_summary("symmetric");
}
