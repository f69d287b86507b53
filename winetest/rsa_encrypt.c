/*
 * RSA encryption: no padding, PKCS#1, OAEP.
 *
 * Sources: Wine's dlls/ncrypt/tests and dlls/bcrypt/tests, Microsoft's pages of NCryptEncrypt and
 * NCryptDecrypt.  bcrypt.dll gives a second opinion.
 */
#include "oracle.h"
#include "padding.h"

#define KEY_SIZE 128
#define BAD_FLAGS 51342 /* as in Wine's tests */

static NCRYPT_PROV_HANDLE provider;
static NCRYPT_KEY_HANDLE private_key, public_key;

static BYTE hello[12] = "Hello world";

static void open_keys(void)
{
    struct blob blob;

    provider = open_provider();
    private_key = import_vector(provider, BCRYPT_RSAFULLPRIVATE_BLOB, "wine-rsa1024-full");
    if (export_blob(private_key, BCRYPT_RSAPUBLIC_BLOB, &blob))
        public_key = import_bytes(provider, BCRYPT_RSAPUBLIC_BLOB, blob.bytes, blob.size);
    free_blob(&blob);
}

static void close_keys(void)
{
    NCryptFreeObject(public_key);
    NCryptFreeObject(private_key);
    NCryptFreeObject(provider);
}

/* --- Wine's test ---------------------------------------------------------------------------- */

static void test_like_wine(void)
{
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);
    BYTE first[KEY_SIZE], second[KEY_SIZE];
    DWORD size = 0;

    winetest_push_context("like Wine's test");
    expect_seen(NTE_INVALID_HANDLE, NCryptEncrypt(provider, hello, sizeof(hello), NULL, NULL, 0,
                                                  &size, NCRYPT_PAD_PKCS1_FLAG));
    expect_seen(NTE_BAD_KEY_STATE, NCryptEncrypt(key, hello, sizeof(hello), NULL, NULL, 0, &size,
                                                 NCRYPT_PAD_PKCS1_FLAG));
    if (!must(NCryptFinalizeKey(key, 0)))
        return;
    expect_seen(NTE_BAD_FLAGS,
                NCryptEncrypt(key, hello, sizeof(hello), NULL, NULL, 0, &size, BAD_FLAGS));
    expect_seen(ERROR_SUCCESS, NCryptEncrypt(key, hello, sizeof(hello), NULL, NULL, 0, &size,
                                             NCRYPT_NO_PADDING_FLAG));
    ok_seen(size == KEY_SIZE, "got size %lu\n", size);
    expect_seen(NTE_INVALID_PARAMETER, NCryptEncrypt(key, hello, sizeof(hello), NULL, first,
                                                     KEY_SIZE, &size, NCRYPT_NO_PADDING_FLAG));
    size = 0;
    expect_seen(ERROR_SUCCESS, NCryptEncrypt(key, hello, sizeof(hello), NULL, NULL, 0, &size,
                                             NCRYPT_PAD_PKCS1_FLAG));
    ok_seen(size == KEY_SIZE, "got size %lu\n", size);
    expect_seen(NTE_BUFFER_TOO_SMALL, NCryptEncrypt(key, hello, sizeof(hello), NULL, first, 12,
                                                    &size, NCRYPT_PAD_PKCS1_FLAG));
    expect_seen(ERROR_SUCCESS, NCryptEncrypt(key, hello, sizeof(hello), NULL, first, KEY_SIZE,
                                             &size, NCRYPT_PAD_PKCS1_FLAG));
    expect_seen(ERROR_SUCCESS, NCryptEncrypt(key, hello, sizeof(hello), NULL, second, KEY_SIZE,
                                             &size, NCRYPT_PAD_PKCS1_FLAG));
    ok_seen(memcmp(first, second, KEY_SIZE), "the padding is not random\n");
    winetest_pop_context();
    NCryptFreeObject(key);
}

/* --- no padding ----------------------------------------------------------------------------- */

static void test_known_raw(void)
{
    const struct test_vector_field *in = vector_field("wine-rsa512-nopad-encrypt", "input");
    const struct test_vector_field *out = vector_field("wine-rsa512-nopad-encrypt", "output");
    NCRYPT_KEY_HANDLE key = import_vector(provider, BCRYPT_RSAPRIVATE_BLOB, "wine-rsa512-priv");
    BYTE got[64] = {0};
    DWORD size = 0;

    winetest_push_context("no padding");
    expect_seen(ERROR_SUCCESS, NCryptEncrypt(key, (BYTE *)in->bytes, (DWORD)in->len, NULL, got,
                                             sizeof(got), &size, NCRYPT_NO_PADDING_FLAG));
    check_bytes(MARK_SEEN, "encrypted", got, size, out->bytes, out->len);
    record_bytes("encrypted", "NCryptEncrypt", got, sizeof(got));
    expect_doc(ERROR_SUCCESS, NCryptDecrypt(key, (BYTE *)out->bytes, (DWORD)out->len, NULL, got,
                                            sizeof(got), &size, NCRYPT_NO_PADDING_FLAG));
    check_bytes(MARK_DOC, "decrypted", got, size, in->bytes, in->len);
    winetest_pop_context();
    NCryptFreeObject(key);
}

/* The input is a number below the modulus, in as many bytes. */
static void test_raw_limits(void)
{
    BYTE in[KEY_SIZE + 1], out[KEY_SIZE];
    DWORD size;

    winetest_push_context("no padding, limits");
    memset(in, 0xff, sizeof(in));
    expect_inf(NTE_INVALID_PARAMETER, NCryptEncrypt(public_key, in, KEY_SIZE, NULL, out,
                                                    sizeof(out), &size, NCRYPT_NO_PADDING_FLAG));
    memset(in, 0, sizeof(in));
    memset(out, 0xca, sizeof(out));
    expect_inf(ERROR_SUCCESS, NCryptEncrypt(public_key, in, KEY_SIZE, NULL, out, sizeof(out), &size,
                                            NCRYPT_NO_PADDING_FLAG));
    check_bytes(MARK_INF, "zero", out, size, in, KEY_SIZE);
    expect_seen(NTE_INVALID_PARAMETER, NCryptEncrypt(public_key, in, KEY_SIZE - 1, NULL, out,
                                                     sizeof(out), &size, NCRYPT_NO_PADDING_FLAG));
    winetest_pop_context();
}

/* --- PKCS#1 and OAEP ------------------------------------------------------------------------ */

struct mode
{
    const char *name;
    void *padding;
    DWORD flags;
    DWORD longest; /* bytes of a message */
};

/* Encrypts with the public key, decrypts with the private one, with all buffer sizes. */
static void check_round_trip(const struct mode *mode, DWORD length)
{
    BYTE in[KEY_SIZE], secret[KEY_SIZE] = {0}, out[KEY_SIZE];
    DWORD size = 0;

    winetest_push_context("%s of %lu bytes", mode->name, length);
    fill_hash(in, sizeof(in));
    expect_doc(ERROR_SUCCESS, NCryptEncrypt(public_key, in, length, mode->padding, secret,
                                            sizeof(secret), &size, mode->flags));
    ok_doc(size == KEY_SIZE, "encrypted to %lu bytes\n", size);
    expect_doc(ERROR_SUCCESS, NCryptDecrypt(private_key, secret, sizeof(secret), mode->padding,
                                            NULL, 0, &size, mode->flags));
    ok_inf(size == KEY_SIZE, "the query gives %lu bytes\n", size);
    memset(out, 0xca, sizeof(out));
    expect_doc(ERROR_SUCCESS, NCryptDecrypt(private_key, secret, sizeof(secret), mode->padding, out,
                                            sizeof(out), &size, mode->flags));
    check_bytes(MARK_DOC, "decrypted", out, size, in, length);
    winetest_pop_context();
}

static void test_too_long(const struct mode *mode)
{
    BYTE in[KEY_SIZE] = {0}, secret[KEY_SIZE];
    DWORD size;

    winetest_push_context("%s of %lu bytes", mode->name, mode->longest + 1);
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptEncrypt(public_key, in, mode->longest + 1, mode->padding, secret,
                             sizeof(secret), &size, mode->flags));
    winetest_pop_context();
}

static void test_in_place(const struct mode *mode)
{
    BYTE buffer[KEY_SIZE] = "in place";
    DWORD size;

    winetest_push_context("%s in place", mode->name);
    expect_doc(ERROR_SUCCESS, NCryptEncrypt(public_key, buffer, 8, mode->padding, buffer,
                                            sizeof(buffer), &size, mode->flags));
    expect_doc(ERROR_SUCCESS, NCryptDecrypt(private_key, buffer, sizeof(buffer), mode->padding,
                                            buffer, sizeof(buffer), &size, mode->flags));
    check_bytes(MARK_DOC, "decrypted", buffer, size, "in place", 8);
    winetest_pop_context();
}

/* dotnet/corefx expects a failure, not which one. */
static void test_corrupted(const struct mode *mode)
{
    BYTE in[4] = {1, 2, 3, 4}, secret[KEY_SIZE], out[KEY_SIZE];
    SECURITY_STATUS status;
    DWORD size;

    winetest_push_context("%s, corrupted", mode->name);
    if (must(NCryptEncrypt(public_key, in, sizeof(in), mode->padding, secret, sizeof(secret), &size,
                           mode->flags)))
    {
        secret[KEY_SIZE - 1] ^= 1;
        status = NCryptDecrypt(private_key, secret, sizeof(secret), mode->padding, out, sizeof(out),
                               &size, mode->flags);
        record_status(NULL, "NCryptDecrypt", status);
        ok_seen(status != ERROR_SUCCESS, "succeeds\n");
        ok_inf(status == NTE_INVALID_PARAMETER || status == NTE_DECRYPTION_FAILURE, "got %s\n",
               status_name(status));
        expect_inf(NTE_INVALID_PARAMETER,
                   NCryptDecrypt(private_key, secret, KEY_SIZE - 1, mode->padding, out, sizeof(out),
                                 &size, mode->flags));
    }
    winetest_pop_context();
}

/* What bcrypt.dll encrypts is decrypted. */
static void test_of_oracle(const struct mode *mode)
{
    BYTE in[5] = {5, 4, 3, 2, 1}, secret[KEY_SIZE], out[KEY_SIZE];
    struct oracle_key oracle;
    DWORD size = 0;

    winetest_push_context("%s of bcrypt.dll", mode->name);
    if (!oracle_import_public(&oracle, BCRYPT_RSA_ALGORITHM, private_key))
        skip("bcrypt.dll does not take the key\n");
    else if (oracle_encrypt(&oracle, in, sizeof(in), mode->padding, secret, sizeof(secret), &size,
                            mode->flags))
        skip("bcrypt.dll does not encrypt so\n");
    else
    {
        expect_doc(ERROR_SUCCESS, NCryptDecrypt(private_key, secret, size, mode->padding, out,
                                                sizeof(out), &size, mode->flags));
        check_bytes(MARK_DOC, "decrypted", out, size, in, sizeof(in));
    }
    oracle_free(&oracle);
    winetest_pop_context();
}

static void test_mode(const struct mode *mode)
{
    for (DWORD length = 0; length <= mode->longest; length += 1 + mode->longest / 4)
        check_round_trip(mode, length);
    check_round_trip(mode, mode->longest);
    test_too_long(mode);
    test_in_place(mode);
    test_corrupted(mode);
    test_of_oracle(mode);
}

static void test_pkcs1(void)
{
    struct mode mode = {"PKCS#1", NULL, NCRYPT_PAD_PKCS1_FLAG, KEY_SIZE - 11};

    test_mode(&mode);
}

static void test_oaep(const struct hash *hash, const char *label)
{
    BCRYPT_OAEP_PADDING_INFO padding = {hash->name, (BYTE *)label, (ULONG)strlen(label)};
    struct mode mode = {wine_dbg_sprintf("OAEP %ls label '%s'", hash->name, label), &padding,
                        NCRYPT_PAD_OAEP_FLAG, KEY_SIZE - 2 * hash->size - 2};

    if (hash->size < 64)
        test_mode(&mode);
}

/* The label and the hash have to be those of the encryption. */
static void test_oaep_mismatch(void)
{
    BCRYPT_OAEP_PADDING_INFO padding = {L"SHA1", (BYTE *)"label", 5};
    BCRYPT_OAEP_PADDING_INFO others[] = {{L"SHA1", (BYTE *)"Label", 5},
                                         {L"SHA1", (BYTE *)"label", 4},
                                         {L"SHA1", NULL, 0},
                                         {L"SHA256", (BYTE *)"label", 5}};
    BYTE secret[KEY_SIZE], out[KEY_SIZE];
    DWORD size;

    winetest_push_context("OAEP mismatch");
    if (must(NCryptEncrypt(public_key, hello, sizeof(hello), &padding, secret, sizeof(secret),
                           &size, NCRYPT_PAD_OAEP_FLAG)))
        for (size_t i = 0; i < ARRAY_SIZE(others); i++)
            ok_doc(NCryptDecrypt(private_key, secret, sizeof(secret), &others[i], out, sizeof(out),
                                 &size, NCRYPT_PAD_OAEP_FLAG) != ERROR_SUCCESS,
                   "padding %zu is right\n", i);
    winetest_pop_context();
}

static void test_oaep_refusals(void)
{
    BCRYPT_OAEP_PADDING_INFO unknown = {L"AES", NULL, 0}, none = {NULL, NULL, 0};
    BYTE out[KEY_SIZE];
    DWORD size;

    if (skipped_on_builtin("faults on NULL"))
        return;
    winetest_push_context("OAEP refusals");
    expect_inf(NTE_INVALID_PARAMETER, NCryptEncrypt(public_key, hello, sizeof(hello), NULL, out,
                                                    sizeof(out), &size, NCRYPT_PAD_OAEP_FLAG));
    expect_either(MARK_INF, NTE_NOT_SUPPORTED, NTE_INVALID_PARAMETER,
                  NCryptEncrypt(public_key, hello, sizeof(hello), &unknown, out, sizeof(out), &size,
                                NCRYPT_PAD_OAEP_FLAG));
    expect_inf(NTE_INVALID_PARAMETER, NCryptEncrypt(public_key, hello, sizeof(hello), &none, out,
                                                    sizeof(out), &size, NCRYPT_PAD_OAEP_FLAG));
    winetest_pop_context();
}

/* SHA-512 needs 130 bytes of a modulus. */
static void test_oaep_short_key(void)
{
    BCRYPT_OAEP_PADDING_INFO sha512 = {L"SHA512", NULL, 0};
    BYTE out[KEY_SIZE];
    DWORD size;

    winetest_push_context("OAEP SHA512 with 1024 bits");
    expect_inf(NTE_INVALID_PARAMETER, NCryptEncrypt(public_key, hello, 0, &sha512, out, sizeof(out),
                                                    &size, NCRYPT_PAD_OAEP_FLAG));
    winetest_pop_context();
}

/* --- refusals ------------------------------------------------------------------------------- */

static void test_refusals(void)
{
    BYTE secret[KEY_SIZE] = {0}, out[KEY_SIZE];
    DWORD size;

    if (skipped_on_builtin("faults on NULL"))
        return;
    winetest_push_context("refusals");
    expect_inf(NTE_INVALID_PARAMETER, NCryptEncrypt(public_key, hello, sizeof(hello), NULL, out,
                                                    sizeof(out), NULL, NCRYPT_PAD_PKCS1_FLAG));
    expect_inf(NTE_INVALID_PARAMETER, NCryptDecrypt(private_key, secret, sizeof(secret), NULL, out,
                                                    sizeof(out), NULL, NCRYPT_PAD_PKCS1_FLAG));
    expect_inf(NTE_BAD_FLAGS, NCryptDecrypt(private_key, secret, sizeof(secret), NULL, out,
                                            sizeof(out), &size, BAD_FLAGS));
    expect_doc(NTE_INVALID_HANDLE, NCryptDecrypt(provider, secret, sizeof(secret), NULL, out,
                                                 sizeof(out), &size, NCRYPT_PAD_PKCS1_FLAG));
    ok_inf(NCryptDecrypt(public_key, secret, sizeof(secret), NULL, out, sizeof(out), &size,
                         NCRYPT_PAD_PKCS1_FLAG) != ERROR_SUCCESS,
           "a public key decrypts\n");
    winetest_pop_context();
}

/* A key that is not meant for decryption. */
static void test_key_usage(void)
{
    NCRYPT_KEY_HANDLE key;
    BYTE secret[KEY_SIZE] = {0}, out[KEY_SIZE];
    DWORD size;

    if (skipped_on_builtin("knows no key usage"))
        return;
    key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);
    winetest_push_context("a key for signatures");
    set_dword(key, NCRYPT_KEY_USAGE_PROPERTY, NCRYPT_ALLOW_SIGNING_FLAG, 0);
    if (must(NCryptFinalizeKey(key, 0)) &&
        must(NCryptEncrypt(key, hello, sizeof(hello), NULL, secret, sizeof(secret), &size,
                           NCRYPT_PAD_PKCS1_FLAG)))
        expect_doc(NTE_PERM, NCryptDecrypt(key, secret, sizeof(secret), NULL, out, sizeof(out),
                                           &size, NCRYPT_PAD_PKCS1_FLAG));
    winetest_pop_context();
    NCryptFreeObject(key);
}

START_TEST(rsa_encrypt)
{
    open_keys();
    test_like_wine();
    test_known_raw();
    test_raw_limits();
    test_pkcs1();
    for (size_t i = 0; i < hash_count; i++)
    {
        test_oaep(&hashes[i], "");
        test_oaep(&hashes[i], "a label");
    }
    test_oaep_mismatch();
    test_oaep_refusals();
    test_oaep_short_key();
    test_refusals();
    test_key_usage();
    close_keys();
}
