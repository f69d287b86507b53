/*
 * Symmetric keys on the Unix side: Wycheproof, figures of NIST, and OpenSSL's opinion.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wycheproof.h"

#define MAX_DATA 512

static struct test_key *import_key(enum bridge_symmetric group, struct data bytes)
{
    struct test_key *key = test_key_new(FAMILY_SYMMETRIC, group);

    test_key_set(key, SECRET_KEY, bytes);
    check_status(test_key_import(key, 0), BRIDGE_OK);
    return key;
}

/* One call; output: room of *size bytes, iv and tag as the call wants them. */
static enum bridge_status run(const struct test_key *key, enum bridge_chaining chaining,
                              uint32_t flags, struct bridge_span iv, struct data input,
                              uint8_t *output, uint32_t *size)
{
    struct bridge_cipher params = {.object = key->object,
                                   .chaining = chaining,
                                   .flags = flags,
                                   .iv = iv,
                                   .input = span_in(input),
                                   .output = span_out(output, *size)};
    enum bridge_status status = test_call(CALL_cipher, &params);

    *size = params.output.size;
    return status;
}

static struct bridge_span iv_span(uint8_t *iv, uint32_t size)
{
    return (struct bridge_span){bridge_pointer(iv), size, size};
}

/* ------------------------------------------------------------------------------------------
 * Wycheproof
 */
static void test_pkcs5_case(struct wycheproof *cases)
{
    struct test_key *key = import_key(SYMMETRIC_AES, wycheproof_bytes(cases, 0));
    struct data message = wycheproof_bytes(cases, 2), sealed = wycheproof_bytes(cases, 3);
    uint8_t output[MAX_DATA], iv[16];
    uint32_t size = sizeof(output);
    enum bridge_status status;

    memcpy(iv, wycheproof_bytes(cases, 1).bytes, sizeof(iv));
    status = run(key, CHAINING_CBC, BRIDGE_CIPHER_DECRYPT | BRIDGE_CIPHER_PADDING, iv_span(iv, 16),
                 sealed, output, &size);
    if (wycheproof_invalid(cases))
    {
        check(status == BRIDGE_DECRYPTION_FAILED || status == BRIDGE_INVALID_PARAMETER, "%s",
              test_status_name(status));
        check(!memcmp(iv, wycheproof_bytes(cases, 1).bytes, sizeof(iv)), "the IV has changed");
    }
    else
    {
        check_status(status, BRIDGE_OK);
        check_bytes(((struct data){output, size}), message);
        memcpy(iv, wycheproof_bytes(cases, 1).bytes, sizeof(iv));
        size = sizeof(output);
        check_status(
            run(key, CHAINING_CBC, BRIDGE_CIPHER_PADDING, iv_span(iv, 16), message, output, &size),
            BRIDGE_OK);
        check_bytes(((struct data){output, size}), sealed);
    }
    test_key_delete(key);
}

static void test_wycheproof(void)
{
    struct wycheproof *cases = wycheproof_open("aes_cbc_pkcs5_test.json", "key iv msg ct");

    while (cases && wycheproof_next(cases))
        test_pkcs5_case(cases);
}

/* ------------------------------------------------------------------------------------------
 * Figures
 */
struct figure
{
    const char *name, *key, *iv, *input, *output;
    enum bridge_chaining chaining;
};

static void test_figure(const struct figure *figure)
{
    struct data bytes = test_unhex(figure->key), iv = test_unhex(figure->iv);
    struct data input = test_unhex(figure->input), want = test_unhex(figure->output);
    struct test_key *key = import_key(SYMMETRIC_AES, bytes);
    uint8_t output[MAX_DATA], state[16];
    uint32_t size = sizeof(output), done;

    check_context_push("%s", figure->name);
    memcpy(state, iv.bytes, iv.size);
    check_status(
        run(key, figure->chaining, 0, iv_span(state, (uint32_t)iv.size), input, output, &size),
        BRIDGE_OK);
    check_bytes(((struct data){output, size}), want);

    /* back, in place, in two calls that go on one from the other */
    memcpy(state, iv.bytes, iv.size);
    for (done = 0; done < want.size; done += size)
    {
        size = done ? (uint32_t)want.size - done : (uint32_t)want.size / 32 * 16;
        if (!size)
            size = (uint32_t)want.size;
        check_status(run(key, figure->chaining, BRIDGE_CIPHER_DECRYPT,
                         iv_span(state, (uint32_t)iv.size), (struct data){output + done, size},
                         output + done, &size),
                     BRIDGE_OK);
        if (!size)
            break;
    }
    check_bytes(((struct data){output, want.size}), input);
    check_context_pop();
    test_key_delete(key);
    free((void *)bytes.bytes);
    free((void *)iv.bytes);
    free((void *)input.bytes);
    free((void *)want.bytes);
}

/* SP 800-38A F.1.1, F.2.5, F.3.7. */
static void test_figures(void)
{
    static const char blocks[] = "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
                                 "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";
    static const struct figure figures[] = {
        {"ECB, AES-128", "2b7e151628aed2a6abf7158809cf4f3c", "", blocks,
         "3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf"
         "43b1cd7f598ece23881b00e3ed0306887b0c785e27e8ad3f8223207104725dd4",
         CHAINING_ECB},
        {"CBC, AES-256", "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
         "000102030405060708090a0b0c0d0e0f", blocks,
         "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"
         "39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b",
         CHAINING_CBC},
        {"CFB8, AES-128", "2b7e151628aed2a6abf7158809cf4f3c", "000102030405060708090a0b0c0d0e0f",
         "6bc1bee22e409f96e93d7e117393172aae2d", "3b79424c9c0dd436bace9e0ed4586a4f32b9",
         CHAINING_CFB},
    };
    size_t i;

    for (i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
        test_figure(&figures[i]);
}

/* Encrypts to output and tag, decrypts, and refuses each damaged bit of the tag. */
static void test_authenticated(enum bridge_chaining chaining, const char *const hex[6])
{
    struct data key_bytes = test_unhex(hex[0]), nonce = test_unhex(hex[1]);
    struct data aad = test_unhex(hex[2]), input = test_unhex(hex[3]);
    struct data want = test_unhex(hex[4]), want_tag = test_unhex(hex[5]);
    struct test_key *key = import_key(SYMMETRIC_AES, key_bytes);
    uint8_t output[MAX_DATA], plain[MAX_DATA], tag[16];
    struct bridge_cipher params = {.object = key->object,
                                   .chaining = chaining,
                                   .iv = span_in(nonce),
                                   .auth_data = span_in(aad),
                                   .tag = span_out(tag, want_tag.size),
                                   .input = span_in(input),
                                   .output = span_out(output, sizeof(output))};
    size_t bit;

    check_status(test_call(CALL_cipher, &params), BRIDGE_OK);
    check_bytes(span_result(&params.output), want);
    check_bytes(((struct data){tag, want_tag.size}), want_tag);
    params.flags = BRIDGE_CIPHER_DECRYPT;
    params.tag = span_in((struct data){tag, want_tag.size});
    params.input = span_in(want);
    params.output = span_out(plain, sizeof(plain));
    check_status(test_call(CALL_cipher, &params), BRIDGE_OK);
    check_bytes(span_result(&params.output), input);
    memset(plain, 0, sizeof(plain));
    for (bit = 0; bit < want_tag.size * 8; bit++)
    {
        tag[bit / 8] ^= (uint8_t)(1 << bit % 8);
        check_status(test_call(CALL_cipher, &params), BRIDGE_DECRYPTION_FAILED);
        tag[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    check(!plain[0] && !memcmp(plain, plain + 1, input.size), "plaintext without a right tag");
    params.flags |= BRIDGE_CIPHER_PADDING;
    check_status(test_call(CALL_cipher, &params), BRIDGE_INVALID_PARAMETER);
    params.flags = 0;
    params.iv.size = 6;
    check_status(test_call(CALL_cipher, &params), BRIDGE_INVALID_PARAMETER);
    test_key_delete(key);
    free((void *)key_bytes.bytes);
    free((void *)nonce.bytes);
    free((void *)aad.bytes);
    free((void *)input.bytes);
    free((void *)want.bytes);
    free((void *)want_tag.bytes);
}

/* McGrew and Viega, "The Galois/Counter Mode of Operation", test case 4; SP 800-38C example 1. */
static void test_modes(void)
{
    static const char *const gcm[] = {
        "feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
        "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
        "5bc94fbc3221a5db94fae95ae7121a47"};
    static const char *const ccm[] = {"404142434445464748494a4b4c4d4e4f",
                                      "10111213141516",
                                      "0001020304050607",
                                      "20212223",
                                      "7162015b",
                                      "4dac255d"};

    test_authenticated(CHAINING_GCM, gcm);
    test_authenticated(CHAINING_CCM, ccm);
}

/* ------------------------------------------------------------------------------------------
 * OpenSSL
 */
static void append_hex(char *line, const char *option, const uint8_t *data, size_t size)
{
    size_t i, length = strlen(line);

    if (size)
        length += (size_t)sprintf(line + length, " %s ", option);
    for (i = 0; i < size; i++)
        length += (size_t)sprintf(line + length, "%02x", data[i]);
}

struct openssl_cipher
{
    const char *name;
    enum bridge_symmetric group;
    enum bridge_chaining chaining;
    uint32_t key_size, block_size;
};

static void compare(const struct openssl_cipher *cipher, size_t size, bool pad)
{
    uint8_t key_bytes[32], iv[16], input[MAX_DATA], output[MAX_DATA], want[MAX_DATA];
    uint32_t iv_size = cipher->chaining == CHAINING_ECB ? 0 : cipher->block_size;
    uint32_t got = sizeof(output);
    char line[4000] = "printf '";
    struct test_key *key;
    size_t i, length = strlen(line), want_size;
    FILE *pipe;

    for (i = 0; i < sizeof(input); i++)
        input[i] = (uint8_t)(i * 11 + size);
    for (i = 0; i < sizeof(key_bytes); i++)
        key_bytes[i] = (uint8_t)(i * 29 + 3);
    memset(iv, 0x5a, sizeof(iv));
    for (i = 0; i < size; i++)
        length += (size_t)sprintf(line + length, "\\%03o", input[i]);
    sprintf(line + length, "' | openssl enc -%s %s -provider default -provider legacy",
            cipher->name, pad ? "" : "-nopad");
    append_hex(line, "-K", key_bytes, cipher->key_size);
    append_hex(line, "-iv", iv, iv_size);
    if (!(pipe = popen(line, "r")))
        abort();
    want_size = fread(want, 1, sizeof(want), pipe);
    check_context_push("%s, %zu bytes", cipher->name, size);
    check(!pclose(pipe), "openssl failed");
    key = import_key(cipher->group, (struct data){key_bytes, cipher->key_size});
    check_status(run(key, cipher->chaining, pad ? BRIDGE_CIPHER_PADDING : 0, iv_span(iv, iv_size),
                     (struct data){input, size}, output, &got),
                 BRIDGE_OK);
    check_bytes(((struct data){output, got}), ((struct data){want, want_size}));
    test_key_delete(key);
    check_context_pop();
}

static void test_openssl(void)
{
    static const struct openssl_cipher ciphers[] = {
        {"aes-128-cbc", SYMMETRIC_AES, CHAINING_CBC, 16, 16},
        {"aes-192-cbc", SYMMETRIC_AES, CHAINING_CBC, 24, 16},
        {"aes-256-ecb", SYMMETRIC_AES, CHAINING_ECB, 32, 16},
        {"aes-192-cfb8", SYMMETRIC_AES, CHAINING_CFB, 24, 16},
        {"des-ede3-cbc", SYMMETRIC_3DES, CHAINING_CBC, 24, 8},
        {"des-ede3-ecb", SYMMETRIC_3DES, CHAINING_ECB, 24, 8},
        {"des-ede3-cfb8", SYMMETRIC_3DES, CHAINING_CFB, 24, 8},
        {"des-ede-cbc", SYMMETRIC_3DES_112, CHAINING_CBC, 16, 8},
        {"des-ede-ecb", SYMMETRIC_3DES_112, CHAINING_ECB, 16, 8},
        {"des-cbc", SYMMETRIC_DES, CHAINING_CBC, 8, 8},
        {"des-ecb", SYMMETRIC_DES, CHAINING_ECB, 8, 8},
        {"des-cfb8", SYMMETRIC_DES, CHAINING_CFB, 8, 8},
        {"rc2-cbc", SYMMETRIC_RC2, CHAINING_CBC, 16, 8},
        {"rc2-ecb", SYMMETRIC_RC2, CHAINING_ECB, 16, 8},
        {"rc2-40-cbc", SYMMETRIC_RC2, CHAINING_CBC, 5, 8},
        {"rc2-64-cbc", SYMMETRIC_RC2, CHAINING_CBC, 8, 8},
    };
    size_t i;

    for (i = 0; i < sizeof(ciphers) / sizeof(ciphers[0]); i++)
    {
        compare(&ciphers[i], 3 * ciphers[i].block_size, false);
        if (ciphers[i].chaining == CHAINING_CFB)
        {
            compare(&ciphers[i], 29, false);
            continue;
        }
        compare(&ciphers[i], 2 * ciphers[i].block_size, true);
        compare(&ciphers[i], 61, true);
    }
}

/* ------------------------------------------------------------------------------------------
 * Sizes, memory, keys
 */
static void test_sizes(void)
{
    static const uint8_t bytes[16];
    struct test_key *key = import_key(SYMMETRIC_AES, DATA(bytes));
    uint8_t iv[16] = {0}, output[64];
    const struct data one = {bytes, 15}, block = {bytes, 16};
    uint32_t size = sizeof(output);

    memset(output, 0xca, sizeof(output));
    check_status(run(key, CHAINING_CBC, 0, iv_span(iv, 16), one, output, &size),
                 BRIDGE_INVALID_PARAMETER);
    check_status(run(key, CHAINING_CBC, 0, iv_span(iv, 15), block, output, &size),
                 BRIDGE_INVALID_PARAMETER);
    check_status(run(key, CHAINING_ECB, 0, iv_span(iv, 16), block, output, &size),
                 BRIDGE_INVALID_PARAMETER);
    check_status(
        run(key, CHAINING_CFB, BRIDGE_CIPHER_PADDING, iv_span(iv, 16), block, output, &size),
        BRIDGE_INVALID_PARAMETER);
    check_status(run(key, CHAINING_COUNT, 0, iv_span(iv, 16), block, output, &size),
                 BRIDGE_INVALID_PARAMETER);
    check_status(run(key, CHAINING_CBC, BRIDGE_CIPHER_DECRYPT | BRIDGE_CIPHER_PADDING,
                     iv_span(iv, 16), NO_DATA, output, &size),
                 BRIDGE_INVALID_PARAMETER);
    size = 31;
    check_status(
        run(key, CHAINING_CBC, BRIDGE_CIPHER_PADDING, iv_span(iv, 16), block, output, &size),
        BRIDGE_BUFFER_TOO_SMALL);
    check(size == 32 && output[0] == 0xca && !iv[0], "size %u, or something written", size);
    size = sizeof(output);
    check_status(run(key, CHAINING_CBC, 0, iv_span(iv, 16), NO_DATA, output, &size), BRIDGE_OK);
    check(!size, "size %u", size);
    test_key_delete(key);
}

/* Output one byte behind the input, and one before it. */
static void test_overlap(void)
{
    static const uint8_t bytes[16] = {1, 2, 3};
    struct test_key *key = import_key(SYMMETRIC_AES, DATA(bytes));
    uint8_t apart[64], memory[80];
    uint32_t size, i, shift;

    for (shift = 0; shift <= 2; shift++)
    {
        for (i = 0; i < sizeof(memory); i++)
            memory[i] = (uint8_t)i;
        size = sizeof(apart);
        check_status(run(key, CHAINING_ECB, 0, iv_span(NULL, 0), (struct data){memory + 1, 64},
                         apart, &size),
                     BRIDGE_OK);
        size = 64;
        check_status(run(key, CHAINING_ECB, 0, iv_span(NULL, 0), (struct data){memory + 1, 64},
                         memory + shift, &size),
                     BRIDGE_OK);
        check_bytes(((struct data){memory + shift, 64}), DATA(apart));
    }
    test_key_delete(key);
}

static void test_keys(void)
{
    static const struct
    {
        enum bridge_symmetric group;
        uint32_t size;
        enum bridge_status status;
    } rows[] = {{SYMMETRIC_AES, 16, BRIDGE_OK},      {SYMMETRIC_AES, 24, BRIDGE_OK},
                {SYMMETRIC_AES, 32, BRIDGE_OK},      {SYMMETRIC_AES, 8, BRIDGE_BAD_KEY},
                {SYMMETRIC_3DES, 24, BRIDGE_OK},     {SYMMETRIC_3DES, 16, BRIDGE_BAD_KEY},
                {SYMMETRIC_3DES_112, 16, BRIDGE_OK}, {SYMMETRIC_DES, 8, BRIDGE_OK},
                {SYMMETRIC_DES, 16, BRIDGE_BAD_KEY}, {SYMMETRIC_RC2, 2, BRIDGE_OK},
                {SYMMETRIC_RC2, 16, BRIDGE_OK},      {SYMMETRIC_RC2, 1, BRIDGE_BAD_KEY},
                {SYMMETRIC_NONE, 16, BRIDGE_BAD_KEY}};
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
    {
        struct test_key *a = test_key_new(FAMILY_SYMMETRIC, rows[i].group);
        struct test_key *b = test_key_new(FAMILY_SYMMETRIC, rows[i].group);

        check_context_push("group %u, %u bytes", rows[i].group, rows[i].size);
        test_key_want(a, SECRET_KEY, rows[i].size);
        test_key_want(b, SECRET_KEY, rows[i].size);
        check_status(test_key_generate(a, rows[i].size * 8), rows[i].status);
        check_status(test_key_generate(b, rows[i].size * 8), rows[i].status);
        if (!rows[i].status && rows[i].size > 2)
            check(memcmp(a->buffers[SECRET_KEY], b->buffers[SECRET_KEY], rows[i].size),
                  "twice the same key");
        check_context_pop();
        test_key_delete(a);
        test_key_delete(b);
    }
}

int main(void)
{
    test_figures();
    test_modes();
    test_openssl();
    test_sizes();
    test_overlap();
    test_keys();
    test_wycheproof();
    return check_summary("unix_symmetric");
}
