/*
 * What happens on the Unix side when something is missing: random bytes, a library's support, the
 * right version; that errors of libraries mean what they should; that memory stays flat.
 */
#include <gnutls/gnutls.h>
#include <libtasn1.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "unix_call.h"
#include "unixlib.h"

#define ROOM 512

static const uint8_t f4[] = {1, 0, 1};
static const uint8_t digest[32] = {1, 2, 3};

/* ------------------------------------------------------------------------------------------
 * Every call of the random generator made to fail in turn
 */

/* An operation that uses random bytes; output: where a result would appear. */
struct operation
{
    const char *what;
    enum bridge_status (*run)(struct test_key *key, uint8_t *output);
};

static enum bridge_status sign_pkcs1(struct test_key *key, uint8_t *output)
{
    uint32_t size = ROOM;

    return test_sign(key, SCHEME_PKCS1, HASH_SHA256, 0, DATA(digest), output, &size);
}

static enum bridge_status sign_pss(struct test_key *key, uint8_t *output)
{
    uint32_t size = ROOM;

    return test_sign(key, SCHEME_PSS, HASH_SHA256, 32, DATA(digest), output, &size);
}

static enum bridge_status sign_ecdsa(struct test_key *key, uint8_t *output)
{
    uint32_t size = ROOM;

    return test_sign(key, SCHEME_NONE, HASH_NONE, 0, DATA(digest), output, &size);
}

static enum bridge_status encrypt_pkcs1(struct test_key *key, uint8_t *output)
{
    uint32_t size = ROOM;

    return test_crypt(CALL_encrypt, key, SCHEME_PKCS1, HASH_NONE, NO_DATA, DATA(digest), output,
                      &size);
}

static enum bridge_status encrypt_oaep(struct test_key *key, uint8_t *output)
{
    uint32_t size = ROOM;

    return test_crypt(CALL_encrypt, key, SCHEME_OAEP, HASH_SHA1, NO_DATA, DATA(digest), output,
                      &size);
}

/* Decryption of something that is no ciphertext: without random bytes even that is not found out. */
static enum bridge_status decrypt(struct test_key *key, enum bridge_scheme scheme, uint8_t *output)
{
    uint8_t input[128] = {0};
    uint32_t size = ROOM;
    enum bridge_status status;

    input[127] = 3;
    status = test_crypt(CALL_decrypt, key, scheme, HASH_SHA1, NO_DATA, DATA(input), output, &size);
    return status == BRIDGE_DECRYPTION_FAILED ? BRIDGE_OK : status;
}

static enum bridge_status decrypt_none(struct test_key *key, uint8_t *output)
{
    return decrypt(key, SCHEME_NONE, output);
}

static enum bridge_status decrypt_pkcs1(struct test_key *key, uint8_t *output)
{
    return decrypt(key, SCHEME_PKCS1, output);
}

static enum bridge_status decrypt_oaep(struct test_key *key, uint8_t *output)
{
    return decrypt(key, SCHEME_OAEP, output);
}

/* Import of a private key tests the pair, with blinding. */
static enum bridge_status import_rsa(struct test_key *key, uint8_t *output)
{
    struct test_key *copy = test_rsa_key(test_key_part(key, RSA_E), test_key_part(key, RSA_N),
                                         test_key_part(key, RSA_P), test_key_part(key, RSA_Q));
    enum bridge_status status = test_key_import(copy, 0);
    int part;

    for (part = RSA_DP; part <= RSA_D; part++)
        output[part] |= copy->buffers[part][copy->parts[part].capacity - 1];
    check(!status == (copy->object != 0), "object only on success");
    test_key_delete(copy);
    return status;
}

static enum bridge_status generate(struct test_key *key, uint32_t bits, uint8_t *output)
{
    enum bridge_status status = test_key_generate(key, bits);
    int part;

    for (part = 1; part < BRIDGE_MAX_PARTS; part++)
        if (key->parts[part].capacity)
            output[part] |= key->buffers[part][16];
    check(!status == (key->object != 0), "object only on success");
    test_key_delete(key);
    return status;
}

static enum bridge_status generate_rsa(struct test_key *unused, uint8_t *output)
{
    struct test_key *key = test_key_new(FAMILY_RSA, 0);

    (void)unused;
    test_key_set(key, RSA_E, DATA(f4));
    test_key_want(key, RSA_N, 64);
    test_key_want(key, RSA_P, 32);
    return generate(key, 512, output);
}

static enum bridge_status generate_ec(struct test_key *unused, uint8_t *output)
{
    struct test_key *key = test_key_new(FAMILY_EC, CURVE_NISTP256);

    (void)unused;
    test_key_want(key, EC_Y, 32);
    test_key_want(key, EC_D, 32);
    return generate(key, 0, output);
}

static enum bridge_status generate_x25519(struct test_key *unused, uint8_t *output)
{
    struct test_key *key = test_key_new(FAMILY_EC, CURVE_25519);

    (void)unused;
    test_key_want(key, EC_X, 32);
    test_key_want(key, EC_D, 32);
    return generate(key, 0, output);
}

static enum bridge_status random_output(struct test_key *unused, uint8_t *output)
{
    struct bridge_random params = {.output = span_out(output, 64)};

    (void)unused;
    return test_call(CALL_random, &params);
}

static bool all_zero(const uint8_t *bytes, size_t size)
{
    size_t i;

    for (i = 0; i < size; i++)
        if (bytes[i])
            return false;
    return true;
}

/* One call is left out after the other, until the operation no longer gets that far. */
static void fail_each(const struct operation *operation, struct test_key *key)
{
    unsigned long nth;

    check_context_push("%s", operation->what);
    for (nth = 1;; nth++)
    {
        uint8_t output[ROOM] = {0};
        enum bridge_status status;
        bool reached;

        random_fail_at(nth);
        status = operation->run(key, output);
        reached = random_calls() >= nth;
        random_fail_at(0);
        check_status(status, reached ? BRIDGE_NO_RANDOM : BRIDGE_OK);
        check(!reached || all_zero(output, sizeof(output)), "nothing written");
        if (!reached)
            break;
    }
    check(nth > 1, "needs random bytes");
    check_context_pop();
}

static void test_no_random(void)
{
    static const struct operation rsa[] = {
        {"PKCS#1 signature", sign_pkcs1},     {"PSS signature", sign_pss},
        {"PKCS#1 encryption", encrypt_pkcs1}, {"OAEP encryption", encrypt_oaep},
        {"raw decryption", decrypt_none},     {"PKCS#1 decryption", decrypt_pkcs1},
        {"OAEP decryption", decrypt_oaep},    {"RSA import", import_rsa},
        {"RSA generation", generate_rsa},
    };
    static const struct operation ec[] = {{"ECDSA signature", sign_ecdsa},
                                          {"EC generation", generate_ec},
                                          {"curve25519 generation", generate_x25519},
                                          {"random", random_output}};
    struct test_key *rsa_key = test_rsa_generate(1024, 65537);
    struct test_key *ec_key = test_ec_generate(CURVE_NISTP256);
    size_t i;

    for (i = 0; rsa_key && i < sizeof(rsa) / sizeof(rsa[0]); i++)
        fail_each(&rsa[i], rsa_key);
    for (i = 0; ec_key && i < sizeof(ec) / sizeof(ec[0]); i++)
        fail_each(&ec[i], ec_key);
    test_key_delete(rsa_key);
    test_key_delete(ec_key);
}

/* A failure belongs to its thread and its call. */
static void *sign_in_thread(void *key)
{
    uint8_t output[ROOM];

    check_status(sign_ecdsa(key, output), BRIDGE_OK);
    return NULL;
}

static void test_failure_is_local(void)
{
    struct test_key *key = test_ec_generate(CURVE_NISTP256);
    uint8_t output[ROOM];
    pthread_t thread;

    random_fail_at(1);
    check_status(sign_ecdsa(key, output), BRIDGE_NO_RANDOM);
    random_fail_at(0);
    pthread_create(&thread, NULL, sign_in_thread, key);
    pthread_join(thread, NULL);
    check_status(sign_ecdsa(key, output), BRIDGE_OK);
    test_key_delete(key);
}

/* ------------------------------------------------------------------------------------------
 * attach, free, families that are not there
 */
static void test_attach(void)
{
    struct bridge_attach params = {.version = BRIDGE_VERSION};
    int i;

    check_status(test_call(CALL_attach, &params), BRIDGE_OK);
    check(params.version == BRIDGE_VERSION, "version %u", params.version);
    check(params.families & 1u << FAMILY_RSA && params.families & 1u << FAMILY_EC, "families %#x",
          params.families);
    for (i = CURVE_NISTP256; i <= CURVE_NISTP521; i++)
        check(params.curves >> i & 1, "curve %d", i);
    check(!(params.curves & (1u << CURVE_NONE | 1u << CURVE_EXPLICIT)), "no curve without name");
    for (i = HASH_NONE; i < HASH_COUNT; i++)
        check((params.hashes >> i & 1) == (i != HASH_NONE), "hash %d", i);
    check(!strncmp(params.gnutls, "3.", 2), "GnuTLS \"%s\"", params.gnutls);
    check(!strncmp(params.nettle, "3.", 2) || !strncmp(params.nettle, "4.", 2), "Nettle \"%s\"",
          params.nettle);

    params.version = BRIDGE_VERSION + 1;
    check_status(test_call(CALL_attach, &params), BRIDGE_NOT_SUPPORTED);
    check(params.version == BRIDGE_VERSION, "version %u", params.version);
}

static void test_absent_family(void)
{
    struct test_key *key = test_key_new(FAMILY_COUNT, 0);
    struct bridge_key_free params = {0};
    struct bridge_sign sign = {0};

    check_status(test_key_import(key, 0), BRIDGE_NOT_SUPPORTED);
    check_status(test_key_generate(key, 2048), BRIDGE_NOT_SUPPORTED);
    check_status(test_call(CALL_key_free, &params), BRIDGE_OK);
    check_status(test_call(CALL_sign, &sign), BRIDGE_INVALID_PARAMETER);
    check_status(test_call(CALL_verify, &sign), BRIDGE_INVALID_PARAMETER);
    test_key_delete(key);
}

static void test_random(void)
{
    uint8_t a[256] = {0}, b[256] = {0};
    struct bridge_random params = {.output = span_out(a, sizeof(a))};

    check_status(test_call(CALL_random, &params), BRIDGE_OK);
    check(params.output.size == sizeof(a), "size %u", params.output.size);
    params.output = span_out(b, sizeof(b));
    check_status(test_call(CALL_random, &params), BRIDGE_OK);
    check(memcmp(a, b, sizeof(a)), "two outputs differ");
    params.output = span_out(NULL, 0);
    check_status(test_call(CALL_random, &params), BRIDGE_OK);
    params.output.capacity = 1;
    check_status(test_call(CALL_random, &params), BRIDGE_INVALID_PARAMETER);
}

/* Both tables of entry points hold the same functions. */
static void test_tables(void)
{
    int i;

    for (i = 0; i < CALL_COUNT; i++)
        check(__wine_unix_call_funcs[i] &&
                  __wine_unix_call_funcs[i] == __wine_unix_call_wow64_funcs[i],
              "call %d", i);
}

/* ------------------------------------------------------------------------------------------
 * Library errors
 */
static void test_errors(void)
{
    static const struct
    {
        int error;
        enum bridge_status status;
    } gnutls[] =
        {
            {GNUTLS_E_SUCCESS, BRIDGE_OK},
            {GNUTLS_E_INVALID_REQUEST, BRIDGE_INVALID_PARAMETER},
            {GNUTLS_E_SHORT_MEMORY_BUFFER, BRIDGE_BUFFER_TOO_SMALL},
            {GNUTLS_E_MEMORY_ERROR, BRIDGE_NO_MEMORY},
            {GNUTLS_E_RANDOM_FAILED, BRIDGE_NO_RANDOM},
            {GNUTLS_E_DECRYPTION_FAILED, BRIDGE_DECRYPTION_FAILED},
            {GNUTLS_E_PK_SIG_VERIFY_FAILED, BRIDGE_BAD_SIGNATURE},
            {GNUTLS_E_PK_INVALID_PRIVKEY, BRIDGE_BAD_KEY},
            {GNUTLS_E_PK_INVALID_PUBKEY, BRIDGE_BAD_KEY},
            {GNUTLS_E_UNKNOWN_PK_ALGORITHM, BRIDGE_NOT_SUPPORTED},
            {GNUTLS_E_ASN1_DER_ERROR, BRIDGE_BAD_DATA},
            {GNUTLS_E_INTERNAL_ERROR, BRIDGE_INTERNAL},
            {-30000, BRIDGE_INTERNAL},
        },
      tasn1[] = {
          {ASN1_SUCCESS, BRIDGE_OK},
          {ASN1_MEM_ALLOC_ERROR, BRIDGE_NO_MEMORY},
          {ASN1_MEM_ERROR, BRIDGE_BUFFER_TOO_SMALL},
          {ASN1_DER_ERROR, BRIDGE_BAD_DATA},
          {ASN1_TAG_ERROR, BRIDGE_BAD_DATA},
          {ASN1_DER_OVERFLOW, BRIDGE_BAD_DATA},
          {ASN1_GENERIC_ERROR, BRIDGE_INTERNAL},
          {30000, BRIDGE_INTERNAL},
      };
    size_t i;

    for (i = 0; i < sizeof(gnutls) / sizeof(gnutls[0]); i++)
        check(status_from_gnutls(gnutls[i].error) == gnutls[i].status, "GnuTLS %d",
              gnutls[i].error);
    for (i = 0; i < sizeof(tasn1) / sizeof(tasn1[0]); i++)
        check(status_from_tasn1(tasn1[i].error) == tasn1[i].status, "libtasn1 %d", tasn1[i].error);
}

/* ------------------------------------------------------------------------------------------
 * Memory
 */

/* GMP's memory comes back wiped: a number's limbs are no longer where they were. */
static void test_gmp_memory(void)
{
    void *(*alloc)(size_t);
    void *(*reallocate)(void *, size_t, size_t);
    void (*release)(void *, size_t);
    uint8_t *p, *q;

    mp_get_memory_functions(&alloc, &reallocate, &release);
    p = alloc(64);
    memset(p, 0xa5, 64);
    q = reallocate(p, 64, 1 << 20);
    check(q[0] == 0xa5 && q[63] == 0xa5, "contents moved");
    q = reallocate(q, 1 << 20, 16);
    check(q[15] == 0xa5, "contents moved");
    free(q); /* blocks are malloc's */
    release(malloc(16), 16);
}

static void one_round(struct test_key *ec)
{
    struct test_key *key = test_ec_key(CURVE_NISTP256, test_key_part(ec, EC_X),
                                       test_key_part(ec, EC_Y), test_key_part(ec, EC_D));
    uint8_t output[ROOM];

    test_key_import(key, 0);
    sign_ecdsa(key, output);
    test_key_delete(key);
}

/* Rounds of import, use, free do not add up. */
static void test_flat_memory(void)
{
    struct test_key *ec = test_ec_generate(CURVE_NISTP256);
    size_t before, after;
    int i;

    for (i = 0; i < 100; i++)
        one_round(ec);
    before = mallinfo2().uordblks;
    for (i = 0; i < 1000; i++)
        one_round(ec);
    after = mallinfo2().uordblks;
    check(after <= before, "%zu bytes in use, then %zu", before, after);
    test_key_delete(ec);
}

/* What an object costs beyond its numbers. */
static void test_object_size(void)
{
    struct test_key *ec = test_ec_generate(CURVE_NISTP256), *rsa = test_rsa_generate(2048, 65537);
    size_t before = mallinfo2().uordblks, used;
    uint64_t object;

    test_key_delete(ec);
    ec = test_ec_generate(CURVE_NISTP256);
    before = mallinfo2().uordblks;
    object = ec->object;
    test_key_import(ec, 0);
    used = mallinfo2().uordblks - before;
    check(used < 1024, "an EC object takes %zu bytes", used);
    test_call(CALL_key_free, &object);

    before = mallinfo2().uordblks;
    object = rsa->object;
    test_key_import(rsa, 0);
    used = mallinfo2().uordblks - before;
    check(used < 4096, "an RSA-2048 object takes %zu bytes", used);
    test_call(CALL_key_free, &object);
    test_key_delete(ec);
    test_key_delete(rsa);
}

int main(void)
{
    test_tables();
    test_attach();
    test_absent_family();
    test_random();
    test_errors();
    test_gmp_memory();
    test_no_random();
    test_failure_is_local();
    test_flat_memory();
    test_object_size();
    return check_summary("test_unix_failure");
}
