/*
 * Key derivation on the Unix side: native vectors, RFC figures, Wycheproof, and OpenSSL's opinion.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vectors_kdf.h"
#include "wycheproof.h"

#define MAX_OUTPUT 16384

/* ------------------------------------------------------------------------------------------
 * One derivation
 */
struct inputs
{
    enum bridge_kdf kdf;
    enum bridge_hash hash;
    uint32_t flags;
    uint64_t iterations;
    struct data secret, key, before, after;
};

static enum bridge_status derive(const struct inputs *inputs, uint8_t *output, size_t size)
{
    struct bridge_derive params = {.kdf = inputs->kdf,
                                   .hash = inputs->hash,
                                   .flags = inputs->flags,
                                   .iterations = inputs->iterations,
                                   .secret = span_in(inputs->secret),
                                   .key = span_in(inputs->key),
                                   .before = span_in(inputs->before),
                                   .after = span_in(inputs->after),
                                   .output = span_out(output, size)};
    enum bridge_status status = test_call(CALL_derive, &params);

    check(params.output.size == (status ? 0 : size), "size %u", params.output.size);
    return status;
}

static void check_derived(const struct inputs *inputs, struct data want)
{
    uint8_t *output = malloc(want.size + 1);

    output[want.size] = 0xca;
    check_status(derive(inputs, output, want.size), BRIDGE_OK);
    check_bytes(((struct data){output, want.size}), want);
    check(output[want.size] == 0xca, "written past the end");
    free(output);
}

static void free_data(struct data data)
{
    free((void *)data.bytes);
}

static void check_hex(struct inputs inputs, const char *hex)
{
    struct data want = test_unhex(hex);

    check_derived(&inputs, want);
    free_data(want);
}

static enum bridge_hash hash_by_name(const char *name)
{
    unsigned int i;

    for (i = HASH_NONE + 1; i < HASH_COUNT; i++)
    {
        if (!strcmp(test_hash_name(i), name))
            return i;
    }
    abort();
}

/* ------------------------------------------------------------------------------------------
 * Native vectors
 */
static struct data field(const struct test_vector *vector, const char *name)
{
    const struct test_vector_field *found = find_vector_field(vector, name);

    return found && found->bytes ? (struct data){found->bytes, found->len} : NO_DATA;
}

static const char *text(const struct test_vector *vector, const char *name)
{
    const struct test_vector_field *found = find_vector_field(vector, name);

    return found && found->text ? found->text : "";
}

static struct inputs vector_inputs(const struct test_vector *vector)
{
    struct inputs inputs = {.secret = field(vector, "secret_z_big_endian"),
                            .before = field(vector, "prepend"),
                            .after = field(vector, "append"),
                            .key = field(vector, "hmac_key")};

    if (!strcmp(text(vector, "kdf"), "TLS_PRF"))
    {
        inputs.kdf = DERIVE_TLS_1_0;
        inputs.before = (struct data){(const uint8_t *)text(vector, "label"),
                                      strlen(text(vector, "label"))};
        inputs.after = field(vector, "seed");
        return inputs;
    }
    inputs.hash = hash_by_name(text(vector, "hash"));
    inputs.kdf = strcmp(text(vector, "kdf"), "HMAC") ? DERIVE_HASH : DERIVE_HMAC;
    if (!strcmp(text(vector, "flag_use_secret_as_hmac_key"), "true"))
        inputs.key = inputs.secret;
    return inputs;
}

static void test_vectors(void)
{
    size_t i, count = 0;

    for (i = 0; i < VECTOR_COUNT(vectors_kdf); i++)
    {
        const struct test_vector *vector = &vectors_kdf[i];
        struct inputs inputs;

        if (!field(vector, "secret_z_big_endian").size)
            continue;
        inputs = vector_inputs(vector);
        check_context_push("%s", vector->id);
        check_derived(&inputs, field(vector, "output"));
        check_context_pop();
        count++;
    }
    check(count == 10, "%zu vectors", count);
}

/* Wine's test: SHA-1 of "test", 40 bytes; and what follows from it for other lengths. */
static void test_capi(void)
{
    const struct test_vector *vector = &vectors_kdf[VECTOR_COUNT(vectors_kdf) - 1];
    static const char sha1[] = "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3";
    const struct data secret = {(const uint8_t *)"test", 4}, want = field(vector, "output");
    struct inputs inputs = {.kdf = DERIVE_CAPI, .hash = HASH_SHA1, .secret = secret};
    uint8_t output[41];
    size_t size;

    check(!strncmp(text(vector, "kdf"), "CAPI_KDF", 8), "another vector");
    check_hex(inputs, sha1);
    check_hex(inputs, "a94a8fe5ccb19ba61c4c0873d391e987");
    check_status(derive(&inputs, output, 41), BRIDGE_INVALID_PARAMETER);
    for (size = 21; size <= want.size; size++)
        check_derived(&inputs, (struct data){want.bytes, size});
    inputs.flags = BRIDGE_DERIVE_EXPAND;
    for (size = 1; size <= want.size; size++)
        check_derived(&inputs, (struct data){want.bytes, size});
}

/* ------------------------------------------------------------------------------------------
 * Figures of RFCs
 */

/* RFC 7518 appendix C: "A128GCM", "Alice", "Bob", 128 bits, each with its length before it. */
static void test_concat(void)
{
    struct data z = test_unhex("9e56d91d817135d372834283bf84269cfb316ea3da806a48f6daa7798cfe90c4");
    struct data info = test_unhex("000000074131323847434d00000005416c69636500000003426f6200000080");
    struct inputs inputs = {.kdf = DERIVE_CONCAT, .hash = HASH_SHA256, .secret = z, .after = info};

    check_hex(inputs, "56aa8deaf8236d205c2228cd71a7101a");
    free_data(z);
    free_data(info);
}

/* RFC 5869 A.1 and A.3. */
static void test_hkdf(void)
{
    struct data ikm = test_unhex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
    struct data salt = test_unhex("000102030405060708090a0b0c");
    struct data info = test_unhex("f0f1f2f3f4f5f6f7f8f9");
    struct inputs inputs = {.kdf = DERIVE_HKDF, .hash = HASH_SHA256, .secret = ikm};

    check_hex(inputs, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                      "9d201395faa4b61a96c8");
    inputs.key = salt;
    inputs.after = info;
    check_hex(inputs, "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
                      "34007208d5b887185865");
    free_data(ikm);
    free_data(salt);
    free_data(info);
}

/* ------------------------------------------------------------------------------------------
 * Wycheproof
 */
static void test_wycheproof_hkdf(const char *file, enum bridge_hash hash)
{
    struct wycheproof *cases = wycheproof_open(file, "ikm salt info size okm");
    struct inputs inputs = {.kdf = DERIVE_HKDF, .hash = hash};
    static uint8_t output[MAX_OUTPUT + 1];
    size_t size;

    while (cases && wycheproof_next(cases))
    {
        inputs.secret = wycheproof_bytes(cases, 0);
        inputs.key = wycheproof_bytes(cases, 1);
        inputs.after = wycheproof_bytes(cases, 2);
        size = strtoul(wycheproof_text(cases, 3), NULL, 10);
        check(size <= MAX_OUTPUT + 1, "size %zu", size);
        if (wycheproof_invalid(cases))
            check_status(derive(&inputs, output, size), BRIDGE_INVALID_PARAMETER);
        else
            check_derived(&inputs, wycheproof_bytes(cases, 4));
    }
}

static void test_wycheproof_pbkdf2(const char *file, enum bridge_hash hash)
{
    struct wycheproof *cases = wycheproof_open(file, "password salt iterationCount dk");
    struct inputs inputs = {.kdf = DERIVE_PBKDF2, .hash = hash};

    while (cases && wycheproof_next(cases))
    {
        inputs.secret = wycheproof_bytes(cases, 0);
        inputs.key = wycheproof_bytes(cases, 1);
        inputs.iterations = strtoull(wycheproof_text(cases, 2), NULL, 10);
        check_derived(&inputs, wycheproof_bytes(cases, 3));
    }
}

/* ------------------------------------------------------------------------------------------
 * OpenSSL
 */
static void append_hex(char *line, const char *option, struct data data)
{
    size_t i, length = strlen(line);

    if (!data.size)
        return;
    length += (size_t)sprintf(line + length, " -kdfopt %s:", option);
    for (i = 0; i < data.size; i++)
        length += (size_t)sprintf(line + length, "%02x", data.bytes[i]);
}

/* The output of "openssl kdf -binary" is size bytes. */
static void check_openssl(const struct inputs *inputs, const char *arguments, size_t size)
{
    static uint8_t output[MAX_OUTPUT];
    FILE *pipe;
    size_t got;

    if (!(pipe = popen(arguments, "r")))
        abort();
    got = fread(output, 1, sizeof(output), pipe);
    check(!pclose(pipe) && got == size, "%s: %zu bytes", arguments, got);
    check_derived(inputs, (struct data){output, got});
}

static const char *openssl_hash(enum bridge_hash hash)
{
    return hash == HASH_NONE ? "MD5-SHA1" : test_hash_name(hash);
}

struct openssl_kdf
{
    enum bridge_kdf kdf;
    const char *name, *options;
    const char *secret, *key; /* what OpenSSL calls them */
};

static void compare(const struct openssl_kdf *kdf, enum bridge_hash hash, size_t secret_size,
                    size_t size)
{
    static const uint8_t label[] = "label", context[] = {0xde, 0xad, 0, 0xbe, 0xef};
    static const uint8_t joined[] = {'l', 'a', 'b', 'e', 'l', 0, 0xde, 0xad, 0, 0xbe, 0xef};
    static uint8_t secret[200];
    const struct data name = {label, 5}, both = DATA(joined);
    struct inputs inputs = {
        .kdf = kdf->kdf, .hash = hash, .iterations = 77, .secret = {secret, secret_size}};
    char line[2000];
    size_t i;

    for (i = 0; i < secret_size; i++)
        secret[i] = (uint8_t)(7 * i + size);
    sprintf(line, "openssl kdf -binary -keylen %zu -kdfopt digest:%s %s", size, openssl_hash(hash),
            kdf->options);
    append_hex(line, kdf->secret, inputs.secret);
    if (kdf->key)
        append_hex(line, kdf->key, inputs.key = name);
    if (kdf->kdf == DERIVE_SP800_108)
    {
        append_hex(line, "hexsalt", name);
        append_hex(line, "hexinfo", DATA(context));
        inputs.after = both;
    }
    else if (kdf->kdf == DERIVE_TLS_1_0 || kdf->kdf == DERIVE_TLS_1_2)
    {
        append_hex(line, "hexseed", both);
        inputs.before = (struct data){joined, 3};
        inputs.after = (struct data){joined + 3, sizeof(joined) - 3};
    }
    else if (kdf->kdf != DERIVE_PBKDF2)
        append_hex(line, "hexinfo", inputs.after = both);
    sprintf(line + strlen(line), " %s", kdf->name);
    check_context_push("%s, %s, secret of %zu bytes, %zu bytes", kdf->name, openssl_hash(hash),
                       secret_size, size);
    check_openssl(&inputs, line, size);
    check_context_pop();
}

static void test_openssl(void)
{
    static const struct openssl_kdf kdfs[] = {
        {DERIVE_CONCAT, "SSKDF", "", "hexsecret", NULL},
        {DERIVE_SP800_108, "KBKDF", "-kdfopt mac:HMAC -kdfopt mode:COUNTER", "hexkey", NULL},
        {DERIVE_HKDF, "HKDF", "", "hexkey", "hexsalt"},
        {DERIVE_PBKDF2, "PBKDF2", "-kdfopt iter:77 -kdfopt pkcs5:1", "hexpass", "hexsalt"},
        {DERIVE_TLS_1_2, "TLS1-PRF", "", "hexsecret", NULL},
    };
    static const struct openssl_kdf tls = {DERIVE_TLS_1_0, "TLS1-PRF", "", "hexsecret", NULL};
    static const enum bridge_hash hashes[] = {HASH_SHA1, HASH_SHA256, HASH_SHA384, HASH_SHA512};
    static const size_t sizes[] = {1, 20, 48, 200};
    size_t i, j;

    for (i = 0; i < sizeof(kdfs) / sizeof(kdfs[0]); i++)
    {
        for (j = 0; j < sizeof(sizes) / sizeof(sizes[0]); j++)
            compare(&kdfs[i], hashes[(i + j) % 4], j % 2 ? 66 : 133, sizes[j]);
    }
    for (j = 0; j < sizeof(sizes) / sizeof(sizes[0]); j++)
        compare(&tls, HASH_NONE, 47 + j, sizes[j]);
}

/* ------------------------------------------------------------------------------------------
 * What is refused
 */
static void test_refused(void)
{
    const struct data secret = {(const uint8_t *)"secret", 6};
    struct inputs inputs = {.kdf = DERIVE_HASH, .hash = HASH_SHA256, .secret = secret};
    static uint8_t output[MAX_OUTPUT];

    check_status(derive(&inputs, output, 33), BRIDGE_INVALID_PARAMETER);
    check_status(derive(&inputs, output, 0), BRIDGE_INVALID_PARAMETER);
    inputs.kdf = DERIVE_HMAC;
    check_status(derive(&inputs, output, 33), BRIDGE_INVALID_PARAMETER);
    inputs.kdf = DERIVE_PBKDF2;
    check_status(derive(&inputs, output, 32), BRIDGE_INVALID_PARAMETER);
    inputs.iterations = UINT64_C(1) << 32;
    check_status(derive(&inputs, output, 32), BRIDGE_INVALID_PARAMETER);
    inputs.kdf = DERIVE_HKDF;
    check_status(derive(&inputs, output, 255 * 32 + 1), BRIDGE_INVALID_PARAMETER);
    check_status(derive(&inputs, output, 255 * 32), BRIDGE_OK);
    inputs.hash = HASH_NONE;
    check_status(derive(&inputs, output, 32), BRIDGE_NOT_SUPPORTED);
    inputs.hash = HASH_COUNT;
    check_status(derive(&inputs, output, 32), BRIDGE_NOT_SUPPORTED);
    inputs.kdf = DERIVE_CAPI + 1;
    check_status(derive(&inputs, output, 32), BRIDGE_INVALID_PARAMETER);
}

/* Nothing but a secret, and not even that. */
static void test_empty(void)
{
    struct inputs inputs = {.kdf = DERIVE_HASH, .hash = HASH_SHA1};

    check_hex(inputs, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    inputs.kdf = DERIVE_HMAC;
    check_hex(inputs, "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d");
}

int main(void)
{
    test_vectors();
    test_capi();
    test_concat();
    test_hkdf();
    test_openssl();
    test_refused();
    test_empty();
    test_wycheproof_hkdf("hkdf_sha1_test.json", HASH_SHA1);
    test_wycheproof_hkdf("hkdf_sha256_test.json", HASH_SHA256);
    test_wycheproof_hkdf("hkdf_sha384_test.json", HASH_SHA384);
    test_wycheproof_hkdf("hkdf_sha512_test.json", HASH_SHA512);
    test_wycheproof_pbkdf2("pbkdf2_hmacsha1_test.json", HASH_SHA1);
    test_wycheproof_pbkdf2("pbkdf2_hmacsha256_test.json", HASH_SHA256);
    test_wycheproof_pbkdf2("pbkdf2_hmacsha384_test.json", HASH_SHA384);
    test_wycheproof_pbkdf2("pbkdf2_hmacsha512_test.json", HASH_SHA512);
    return check_summary("unix_derive");
}
