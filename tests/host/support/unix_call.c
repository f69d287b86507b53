/*
 * The Unix side as its caller sees it.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unix_call.h"

typedef int32_t entry(void *args);
extern entry *const __wine_unix_call_funcs[];

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void attach(void)
{
    struct bridge_attach params = {.version = BRIDGE_VERSION};

    if (__wine_unix_call_funcs[CALL_attach](&params))
        abort();
}

enum bridge_status test_call(enum bridge_call call, void *params)
{
    pthread_once(&once, attach);
    return __wine_unix_call_funcs[call](params);
}

const char *test_status_name(enum bridge_status status)
{
    static const char *const names[BRIDGE_STATUS_COUNT] = {
        [BRIDGE_OK] = "OK",
        [BRIDGE_INVALID_PARAMETER] = "INVALID_PARAMETER",
        [BRIDGE_BAD_DATA] = "BAD_DATA",
        [BRIDGE_BAD_KEY] = "BAD_KEY",
        [BRIDGE_BAD_SIGNATURE] = "BAD_SIGNATURE",
        [BRIDGE_DECRYPTION_FAILED] = "DECRYPTION_FAILED",
        [BRIDGE_BAD_PASSWORD] = "BAD_PASSWORD",
        [BRIDGE_BUFFER_TOO_SMALL] = "BUFFER_TOO_SMALL",
        [BRIDGE_NOT_SUPPORTED] = "NOT_SUPPORTED",
        [BRIDGE_NO_MEMORY] = "NO_MEMORY",
        [BRIDGE_NO_RANDOM] = "NO_RANDOM",
        [BRIDGE_INTERNAL] = "INTERNAL",
    };

    return status < BRIDGE_STATUS_COUNT && names[status] ? names[status] : "?";
}

const char *test_hash_name(enum bridge_hash hash)
{
#define NAME(id, name, size) [HASH_##id] = name,
    static const char *const names[HASH_COUNT] = {BRIDGE_HASHES(NAME)};
#undef NAME

    return hash < HASH_COUNT && names[hash] ? names[hash] : "no hash";
}

bool check_status_(const char *file, int line, enum bridge_status got, enum bridge_status want,
                   const char *what)
{
    return check_(got == want, file, line, "%s: %s, expected %s", what, test_status_name(got),
                  test_status_name(want));
}

static void hex(char *text, size_t room, struct data data)
{
    size_t i;

    for (i = 0; i < data.size && 2 * i + 6 < room; i++)
        sprintf(text + 2 * i, "%02x", data.bytes[i]);
    strcpy(text + 2 * i, i < data.size ? "..." : "");
}

bool check_bytes_(const char *file, int line, struct data got, struct data want, const char *what)
{
    bool equal = got.size == want.size && (!got.size || !memcmp(got.bytes, want.bytes, got.size));
    char a[600] = "", b[600] = "";

    if (!equal)
    {
        hex(a, sizeof(a), got);
        hex(b, sizeof(b), want);
    }
    return check_(equal, file, line, "%s: %zu bytes %s, expected %zu bytes %s", what, got.size, a,
                  want.size, b);
}

static int digit(char c)
{
    return c >= 'a' ? c - 'a' + 10 : c >= 'A' ? c - 'A' + 10 : c - '0';
}

struct data test_unhex(const char *text)
{
    size_t size = strlen(text) / 2, i;
    uint8_t *bytes = malloc(size ? size : 1);

    for (i = 0; i < size; i++)
        bytes[i] = (uint8_t)(digit(text[2 * i]) << 4 | digit(text[2 * i + 1]));
    return (struct data){bytes, size};
}

struct bridge_span span_in(struct data data)
{
    return (struct bridge_span){bridge_pointer(data.bytes), (uint32_t)data.size, 0};
}

struct bridge_span span_out(void *buffer, size_t capacity)
{
    return (struct bridge_span){bridge_pointer(buffer), 0, (uint32_t)capacity};
}

struct data span_result(const struct bridge_span *span)
{
    return (struct data){(const uint8_t *)(uintptr_t)span->data, span->size};
}

/* ------------------------------------------------------------------------------------------
 * Keys
 */
struct test_key *test_key_new(enum bridge_family family, uint32_t group)
{
    struct test_key *key = calloc(1, sizeof(*key));

    if (!key)
        abort();
    key->family = family;
    key->group = group;
    return key;
}

void test_key_delete(struct test_key *key)
{
    struct bridge_key_free params;

    if (!key)
        return;
    params.object = key->object;
    test_call(CALL_key_free, &params);
    free(key);
}

void test_key_set(struct test_key *key, int part, struct data data)
{
    if (data.size > TEST_MAX_PART)
        abort();
    if (data.size)
        memcpy(key->buffers[part], data.bytes, data.size);
    key->parts[part] = span_out(key->buffers[part], data.size);
    key->parts[part].size = (uint32_t)data.size;
}

struct data test_key_part(const struct test_key *key, int part)
{
    return span_result(&key->parts[part]);
}

void test_key_want(struct test_key *key, int part, size_t size)
{
    if (size > TEST_MAX_PART)
        abort();
    key->parts[part] = span_out(key->buffers[part], size);
}

enum bridge_status test_key_import(struct test_key *key, uint32_t flags)
{
    struct bridge_key_import params = {.family = key->family, .group = key->group, .flags = flags};
    enum bridge_status status;

    memcpy(params.parts, key->parts, sizeof(params.parts));
    status = test_call(CALL_key_import, &params);
    memcpy(key->parts, params.parts, sizeof(params.parts));
    key->object = params.object;
    return status;
}

enum bridge_status test_key_generate(struct test_key *key, uint32_t bits)
{
    struct bridge_key_generate params = {.family = key->family, .group = key->group, .bits = bits};
    enum bridge_status status;

    memcpy(params.parts, key->parts, sizeof(params.parts));
    status = test_call(CALL_key_generate, &params);
    memcpy(key->parts, params.parts, sizeof(params.parts));
    key->object = params.object;
    return status;
}

struct test_key *test_rsa_key(struct data e, struct data n, struct data p, struct data q)
{
    struct test_key *key = test_key_new(FAMILY_RSA, 0);

    test_key_set(key, RSA_E, e);
    test_key_set(key, RSA_N, n);
    if (!p.size)
        return key;
    test_key_set(key, RSA_P, p);
    test_key_set(key, RSA_Q, q);
    test_key_want(key, RSA_DP, p.size);
    test_key_want(key, RSA_DQ, q.size);
    test_key_want(key, RSA_QINV, p.size);
    test_key_want(key, RSA_D, n.size);
    return key;
}

static size_t field_size(enum bridge_curve curve)
{
#define SIZE(id, name, bits, order, oid, ossl) [CURVE_##id] = ((bits) + 7) / 8,
    static const size_t sizes[CURVE_COUNT] = {BRIDGE_CURVES(SIZE)};
#undef SIZE

    return curve < CURVE_COUNT ? sizes[curve] : 0;
}

static size_t order_size(enum bridge_curve curve)
{
#define SIZE(id, name, bits, order, oid, ossl) [CURVE_##id] = ((order) + 7) / 8,
    static const size_t sizes[CURVE_COUNT] = {BRIDGE_CURVES(SIZE)};
#undef SIZE

    return curve < CURVE_COUNT ? sizes[curve] : 0;
}

/* curve25519 has no y. */
static void want_public(struct test_key *key, enum bridge_curve curve)
{
    test_key_want(key, EC_X, field_size(curve));
    test_key_want(key, EC_Y, curve == CURVE_25519 ? 0 : field_size(curve));
}

struct test_key *test_ec_key(enum bridge_curve curve, struct data x, struct data y, struct data d)
{
    struct test_key *key = test_key_new(FAMILY_EC, curve);

    want_public(key, curve);
    if (x.size)
        test_key_set(key, EC_X, x);
    if (y.size)
        test_key_set(key, EC_Y, y);
    if (d.size)
        test_key_set(key, EC_D, d);
    return key;
}

static struct test_key *generated(struct test_key *key, uint32_t bits)
{
    enum bridge_status status = test_key_generate(key, bits);

    if (check(!status, "generation, family %u, group %u, %u bits: %s", key->family, key->group,
              bits, test_status_name(status)))
        return key;
    test_key_delete(key);
    return NULL;
}

struct test_key *test_rsa_generate(uint32_t bits, uint32_t exponent)
{
    const uint8_t e[] = {exponent >> 24, exponent >> 16, exponent >> 8, exponent};
    struct test_key *key = test_key_new(FAMILY_RSA, 0);
    int i;

    test_key_set(key, RSA_E, DATA(e));
    test_key_want(key, RSA_N, bits / 8);
    test_key_want(key, RSA_D, bits / 8);
    for (i = RSA_P; i <= RSA_QINV; i++)
        test_key_want(key, i, (bits / 2 + 7) / 8);
    return generated(key, bits);
}

struct test_key *test_ec_generate(enum bridge_curve curve)
{
    struct test_key *key = test_key_new(FAMILY_EC, curve);

    want_public(key, curve);
    test_key_want(key, EC_D, order_size(curve));
    return generated(key, 0);
}

/* ------------------------------------------------------------------------------------------
 * Operations
 */
enum bridge_status test_sign(const struct test_key *key, enum bridge_scheme scheme,
                             enum bridge_hash hash, uint32_t salt, struct data digest,
                             uint8_t *signature, uint32_t *size)
{
    struct bridge_sign params = {.object = key->object,
                                 .scheme = scheme,
                                 .hash = hash,
                                 .salt_size = salt,
                                 .digest = span_in(digest)};
    enum bridge_status status;

    params.signature = span_out(signature, *size);
    status = test_call(CALL_sign, &params);
    *size = params.signature.size;
    return status;
}

enum bridge_status test_verify(const struct test_key *key, enum bridge_scheme scheme,
                               enum bridge_hash hash, uint32_t salt, struct data digest,
                               struct data signature)
{
    struct bridge_sign params = {.object = key->object,
                                 .scheme = scheme,
                                 .hash = hash,
                                 .salt_size = salt,
                                 .digest = span_in(digest),
                                 .signature = span_in(signature)};

    return test_call(CALL_verify, &params);
}

enum bridge_status test_crypt(enum bridge_call call, const struct test_key *key,
                              enum bridge_scheme scheme, enum bridge_hash hash, struct data label,
                              struct data input, uint8_t *output, uint32_t *size)
{
    struct bridge_crypt params = {.object = key->object,
                                  .scheme = scheme,
                                  .hash = hash,
                                  .label = span_in(label),
                                  .input = span_in(input),
                                  .output = span_out(output, *size)};
    enum bridge_status status = test_call(call, &params);

    *size = params.output.size;
    return status;
}
