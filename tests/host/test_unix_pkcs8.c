/*
 * PKCS#8 on the Unix side: what Windows wrote is read and written again byte for byte, what others
 * write is read, and nothing malformed is.
 */
#include <stdlib.h>
#include <string.h>

#include "unix_call.h"
#include "vectors_pkcs8.h"

#define ROOM 16384 /* more than any PrivateKeyInfo here */

/* A decoded key. */
struct decoded
{
    struct bridge_pkcs8_decode params;
    uint8_t buffers[BRIDGE_MAX_PARTS][ROOM];
};

static enum bridge_status decode_to(struct decoded *out, struct data input, size_t room)
{
    int i;

    memset(out, 0, sizeof(*out));
    out->params.input = span_in(input);
    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
        out->params.parts[i] = span_out(out->buffers[i], room);
    return test_call(CALL_pkcs8_decode, &out->params);
}

static enum bridge_status decode(struct decoded *out, struct data input)
{
    return decode_to(out, input, ROOM);
}

static struct data part(const struct decoded *key, int i)
{
    return span_result(&key->params.parts[i]);
}

static enum bridge_status encode(const struct decoded *key, uint32_t usage, uint8_t *buffer,
                                 uint32_t *size)
{
    struct bridge_pkcs8_encode params = {
        .family = key->params.family, .group = key->params.group, .usage = usage};
    enum bridge_status status;

    memcpy(params.parts, key->params.parts, sizeof(params.parts));
    params.output = span_out(buffer, *size);
    status = test_call(CALL_pkcs8_encode, &params);
    *size = params.output.size;
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Windows' own bytes
 */
static void test_vector(const struct test_vector *vector)
{
    static struct decoded key;
    struct data blob = {vector->bytes, vector->size};
    uint8_t output[ROOM];
    uint32_t size = 0;

    check_context_push("%s", vector->id);
    check_status(decode(&key, blob), BRIDGE_OK);
    check(key.params.family == (strstr(vector->algorithm, "RSA") ? FAMILY_RSA : FAMILY_EC) ||
              strstr(vector->algorithm, "EC"),
          "family %u", key.params.family);
    check(key.params.usage == blob.bytes[blob.size - 1], "usage %#x", key.params.usage);
    check_status(encode(&key, key.params.usage, NULL, &size), BRIDGE_OK);
    check(size == blob.size, "size query %u", size);
    size = sizeof(output);
    check_status(encode(&key, key.params.usage, output, &size), BRIDGE_OK);
    check_bytes(((struct data){output, size}), blob);
    size = (uint32_t)blob.size - 1;
    memset(output, 0xee, sizeof(output));
    check_status(encode(&key, key.params.usage, output, &size), BRIDGE_BUFFER_TOO_SMALL);
    check(size == blob.size && output[0] == 0xee, "needed size %u, nothing written", size);
    check_context_pop();
}

static struct data minimal(struct data number)
{
    while (number.size && !number.bytes[0])
        number.bytes++, number.size--;
    return number;
}

/* The numbers make a key. */
static void check_import(const struct decoded *decoded)
{
    struct test_key *key;

    if (decoded->params.family == FAMILY_RSA)
        key = test_rsa_key(part(decoded, RSA_E), part(decoded, RSA_N), part(decoded, RSA_P),
                           part(decoded, RSA_Q));
    else
        key = test_ec_key(decoded->params.group, part(decoded, EC_X), part(decoded, EC_Y),
                          part(decoded, EC_D));
    check_status(test_key_import(key, 0), BRIDGE_OK);
    if (decoded->params.family == FAMILY_RSA)
        check_bytes(minimal(test_key_part(key, RSA_QINV)), part(decoded, RSA_QINV));
    test_key_delete(key);
}

/* ------------------------------------------------------------------------------------------
 * What others write: made by OpenSSL 3.5 and GnuTLS 3.8 from the scalar 1..32, and by hand
 */
#define P256_OID "06082a8648ce3d030107"
#define P256_ALGORITHM "301306072a8648ce3d0201" P256_OID
#define D256 "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"
#define X256 "515c3d6eb9e396b904d3feca7f54fdcd0cc1e997bf375dca515ad0a6c3b4035f"
#define Y256 "4536be3a50f318fbf9a5475902a221502bef0d57e08c53b2cc0a56f17d9f9354"

static const struct
{
    const char *what;
    const char *hex;
    enum bridge_status status;
    bool public; /* the public key is in it */
    uint32_t usage;
} forms[] = {
    {"with public key (OpenSSL)",
     "308187020100" P256_ALGORITHM "046d306b0201010420" D256 "a14403420004" X256 Y256, BRIDGE_OK,
     true, 0},
    {"without public key",
     "304102010030130607"
     "2a8648ce3d0201" P256_OID "042730250201010420" D256,
     BRIDGE_OK, false, 0},
    {"with the curve repeated (Windows, Java)",
     "304d020100" P256_ALGORITHM "043330310201010420" D256 "a00a" P256_OID, BRIDGE_OK, false, 0},
    {"with another curve inside",
     "304a020100" P256_ALGORITHM "0430302e0201010420" D256 "a00706052b81040022", BRIDGE_BAD_DATA,
     false, 0},
    {"compressed public key",
     "3067020100" P256_ALGORITHM "044d304b0201010420" D256 "a12403220002" X256, BRIDGE_OK, false,
     0},
    {"public key of the wrong length",
     "308186020100" P256_ALGORITHM "046c306a0201010420" D256 "a14303410004" X256
     "4536be3a50f318fbf9a5475902a221502bef0d57e08c53b2cc0a56f17d9f93",
     BRIDGE_BAD_DATA, false, 0},
    {"public key with unused bits",
     "308187020100" P256_ALGORITHM "046d306b0201010420" D256 "a14403420104" X256 Y256,
     BRIDGE_BAD_DATA, false, 0},
    {"public key of unknown form",
     "308187020100" P256_ALGORITHM "046d306b0201010420" D256 "a14403420005" X256 Y256,
     BRIDGE_BAD_DATA, false, 0},
    {"empty public key",
     "3047020100" P256_ALGORITHM "042d302b0201010420" D256 "a104030200"
     "04",
     BRIDGE_BAD_DATA, false, 0},
    {"short private key",
     "3022020100" P256_ALGORITHM "0408300602010104"
     "0105",
     BRIDGE_OK, false, 0},
    {"private key with a zero before",
     "3042020100" P256_ALGORITHM "042830260201010421"
     "00" D256,
     BRIDGE_OK, false, 0},
    {"private key too long",
     "3042020100" P256_ALGORITHM "042830260201010421"
     "01" D256,
     BRIDGE_BAD_DATA, false, 0},
    {"no private key",
     "3021020100" P256_ALGORITHM "04073005020101"
     "0400",
     BRIDGE_BAD_DATA, false, 0},
    {"ECPrivateKey of version 0", "3041020100" P256_ALGORITHM "042730250201000420" D256,
     BRIDGE_BAD_DATA, false, 0},
    {"version 1 (RFC 5958)", "3041020101" P256_ALGORITHM "042730250201010420" D256, BRIDGE_OK,
     false, 0},
    {"version 1 with public key (RFC 5958)",
     "308185020101" P256_ALGORITHM "042730250201010420" D256 "81420004" X256 Y256, BRIDGE_OK, false,
     0},
    {"version 2", "3041020102" P256_ALGORITHM "042730250201010420" D256, BRIDGE_BAD_DATA, false, 0},
    {"negative version", "30410201ff" P256_ALGORITHM "042730250201010420" D256, BRIDGE_BAD_DATA,
     false, 0},
    {"attributes: empty", "3043020100" P256_ALGORITHM "042730250201010420" D256 "a000", BRIDGE_OK,
     false, 0},
    {"attributes: usage of 9 bits",
     "3051020100" P256_ALGORITHM "042730250201010420" D256 "a00e300c0603551d0f3105030307"
     "8080",
     BRIDGE_OK, false, 0x80},
    {"attributes: usage, one bit, as DER has it",
     "3050020100" P256_ALGORITHM "042730250201010420" D256 "a00d300b0603551d0f3104030207"
     "80",
     BRIDGE_OK, false, 0x80},
    {"attributes: usage without value",
     "304c020100" P256_ALGORITHM "042730250201010420" D256 "a00930070603551d0f3100", BRIDGE_OK,
     false, 0},
    {"attributes: usage that is no bit string",
     "304f020100" P256_ALGORITHM "042730250201010420" D256 "a00c300a0603551d0f3103020180",
     BRIDGE_BAD_DATA, false, 0},
    {"attributes: localKeyID, usage",
     "3063020100" P256_ALGORITHM "042730250201010420" D256
     "a020301106092a864886f70d0109153104040201"
     "ff"
     "300b0603551d0f310403020010",
     BRIDGE_OK, false, 0x10},
    {"no parameters", "3037020100300906072a8648ce3d0201042730250201010420" D256, BRIDGE_BAD_DATA,
     false, 0},
    {"implicit curve", "3039020100300b06072a8648ce3d02010500042730250201010420" D256,
     BRIDGE_NOT_SUPPORTED, false, 0},
    {"unknown curve", "303e020100301006072a8648ce3d020106052b81040006042730250201010420" D256,
     BRIDGE_NOT_SUPPORTED, false, 0},
    {"Ed25519", "302e020100300506032b657004220420" D256, BRIDGE_NOT_SUPPORTED, false, 0},
    {"RSA without parameters and key", "3012020100300b06092a864886f70d0101010400", BRIDGE_BAD_DATA,
     false, 0},
    {"RSA of more than two primes",
     "303e020100300d06092a864886f70d0101010500042a3028"
     "020101"
     "020101"
     "020103"
     "020101"
     "020101"
     "020101"
     "020101"
     "020101"
     "020101"
     "300b3009"
     "020101"
     "020101"
     "020101",
     BRIDGE_NOT_SUPPORTED, false, 0},
    {"RSA without primes",
     "3031020100300d06092a864886f70d0101010500041d301b"
     "020100"
     "020101"
     "020103"
     "020101"
     "020100"
     "020100"
     "020100"
     "020100"
     "020100",
     BRIDGE_BAD_DATA, false, 0},
    {"an empty sequence", "3000", BRIDGE_BAD_DATA, false, 0},
    {"nothing", "", BRIDGE_BAD_DATA, false, 0},
    {"a length beyond the end", "3084ffffffff", BRIDGE_BAD_DATA, false, 0},
};

static void test_form(size_t row)
{
    static const uint8_t d[] = {1, 2, 3, 4};
    static struct decoded key;
    struct data input = test_unhex(forms[row].hex), x = test_unhex(X256), y = test_unhex(Y256);
    enum bridge_status status = decode(&key, input);

    check_context_push("%s", forms[row].what);
    check_status(status, forms[row].status);
    if (!status)
    {
        check(key.params.family == FAMILY_EC && key.params.group == CURVE_NISTP256, "P-256");
        check(key.params.usage == forms[row].usage, "usage %#x", key.params.usage);
        check(part(&key, EC_D).size == 32, "d of %zu bytes", part(&key, EC_D).size);
        check(!memcmp(key.buffers[EC_D], d, sizeof(d)) || strstr(forms[row].what, "short"), "d");
        check_bytes(part(&key, EC_X), forms[row].public ? x : NO_DATA);
        check_bytes(part(&key, EC_Y), forms[row].public ? y : NO_DATA);
        check_import(&key);
    }
    check_context_pop();
    free((void *)input.bytes);
    free((void *)x.bytes);
    free((void *)y.bytes);
}

/* ------------------------------------------------------------------------------------------
 * Generated keys, there and back
 */
static void round_trip(struct test_key *key, uint32_t usage, int parts)
{
    static struct decoded source, back;
    uint8_t der[ROOM], again[ROOM];
    uint32_t size = sizeof(der), size_again = sizeof(again);
    int i;

    if (!key)
        return;
    source.params.family = key->family;
    source.params.group = key->group;
    memcpy(source.params.parts, key->parts, sizeof(key->parts));
    check_context_push("family %u, group %u, usage %#x", key->family, key->group, usage);
    check_status(encode(&source, usage, der, &size), BRIDGE_OK);
    check_status(decode(&back, (struct data){der, size}), BRIDGE_OK);
    check(back.params.usage == usage, "usage %#x", back.params.usage);
    check_status(encode(&back, usage, again, &size_again), BRIDGE_OK);
    check_bytes(((struct data){again, size_again}), ((struct data){der, size}));
    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
        check(!back.params.parts[i].size == (i >= parts), "part %d: %u bytes", i,
              back.params.parts[i].size);
    check_import(&back);
    check_context_pop();
    test_key_delete(key);
}

static void test_round_trips(void)
{
    int i;

    round_trip(test_rsa_generate(512, 65537), 0, RSA_D + 1);
    round_trip(test_rsa_generate(1024, 65537), 0x90, RSA_D + 1);
    for (i = 0; i < 20; i++) /* some have numbers with leading zeros, or with the top bit set */
        round_trip(test_rsa_generate(520, 3), 0xff, RSA_D + 1);
    for (i = 0; i < 20; i++)
        round_trip(test_ec_generate(CURVE_NISTP256 + i % 3), i % 2 ? 0x80 : 0, EC_D + 1);
}

/* ------------------------------------------------------------------------------------------
 * Refusals
 */
static void test_encode_refused(void)
{
    static struct decoded key;
    struct data vector = {vectors_pkcs8[0].bytes, vectors_pkcs8[0].size};
    uint8_t output[ROOM];
    uint32_t size = sizeof(output);
    int i;

    check_status(encode(&key, 0, output, &size), BRIDGE_INVALID_PARAMETER); /* RSA, no numbers */
    key.params.family = FAMILY_KDF;                                         /* has no such form */
    check_status(encode(&key, 0, output, &size), BRIDGE_NOT_SUPPORTED);
    key.params.family = FAMILY_COUNT;
    check_status(encode(&key, 0, output, &size), BRIDGE_NOT_SUPPORTED);

    check_status(decode(&key, vector), BRIDGE_OK);
    check_status(encode(&key, 0x100, output, &size), BRIDGE_INVALID_PARAMETER);
    for (i = EC_X; i <= EC_D; i++)
    {
        uint32_t had = key.params.parts[i].size;

        key.params.parts[i].size = 0;
        check_status(encode(&key, 0, output, &size), BRIDGE_INVALID_PARAMETER);
        memset(key.buffers[i] + had, 0xff, 1);
        key.params.parts[i].size = had + 1;
        check_status(encode(&key, 0, output, &size), BRIDGE_INVALID_PARAMETER);
        key.params.parts[i].size = had;
    }
    key.params.group = CURVE_NONE;
    check_status(encode(&key, 0, output, &size), BRIDGE_NOT_SUPPORTED);
    check_status(decode_to(&key, vector, 31), BRIDGE_BUFFER_TOO_SMALL);
    check(!key.buffers[EC_X][0] && !key.buffers[EC_D][0], "nothing written");
}

/* Every shorter piece, and the whole with something behind. */
static void test_truncated(const struct test_vector *vector)
{
    static struct decoded key;
    uint8_t *copy;
    size_t size;

    check_context_push("%s", vector->id);
    for (size = 0; size < vector->size; size++)
    {
        copy = malloc(size ? size : 1); /* of its own, for the sanitizer to see a byte too far */
        memcpy(copy, vector->bytes, size);
        check_context_push("first %zu bytes", size);
        check_status(decode(&key, (struct data){copy, size}), BRIDGE_BAD_DATA);
        check_context_pop();
        free(copy);
    }
    copy = calloc(1, size + 2);
    memcpy(copy, vector->bytes, size);
    check_status(decode(&key, (struct data){copy, size + 1}), BRIDGE_BAD_DATA);
    check_status(decode(&key, (struct data){copy, size + 2}), BRIDGE_BAD_DATA);
    check_context_pop();
    free(copy);
}

/* Every byte replaced by a few others: any answer will do that comes with no fault, but what is read
 * has to be writable again. */
static void test_mutated(const struct test_vector *vector)
{
    static const uint8_t values[] = {0x00, 0x01, 0x7f, 0x80, 0x84, 0xff, 0x30, 0x04};
    static struct decoded key;
    uint8_t output[ROOM], *copy = malloc(vector->size);
    size_t at, i;

    memcpy(copy, vector->bytes, vector->size);
    for (at = 0; at < vector->size; at++)
    {
        for (i = 0; i < sizeof(values); i++)
        {
            uint32_t size = sizeof(output);
            enum bridge_status status;

            copy[at] = values[i];
            status = decode(&key, (struct data){copy, vector->size});
            check(status == BRIDGE_OK || status == BRIDGE_BAD_DATA ||
                      status == BRIDGE_NOT_SUPPORTED,
                  "byte %zu = %02x: %s", at, values[i], test_status_name(status));
            if (!status && key.params.parts[0].size && key.params.parts[RSA_D].size)
                check_status(encode(&key, key.params.usage, output, &size), BRIDGE_OK);
        }
        copy[at] = vector->bytes[at];
    }
    free(copy);
}

int main(void)
{
    size_t i;

    for (i = 0; i < VECTOR_COUNT(vectors_pkcs8); i++)
    {
        test_vector(&vectors_pkcs8[i]);
        test_truncated(&vectors_pkcs8[i]);
        test_mutated(&vectors_pkcs8[i]);
    }
    for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
        test_form(i);
    test_round_trips();
    test_encode_refused();
    return check_summary("test_unix_pkcs8");
}
