/*
 * Figures of NIST (ACVP) for ML-KEM, ML-DSA and SLH-DSA, through the bridge.  What the standards draw at
 * random comes from the generator, into whose place the tests put NIST's choice.
 */
#include <nettle/sha2.h>
#include <string.h>

#include "pq_available.h"
#include "unix_call.h"
#include "vectors_acvp_mldsa.h"
#include "vectors_acvp_mlkem.h"
#include "vectors_acvp_slhdsa.h"

struct set
{
    const char *algorithm, *name;
    uint32_t family, public_size, private_size, output_size;
};

#define ALGORITHM_MLKEM "ML-KEM"
#define ALGORITHM_MLDSA "ML-DSA"
#define ALGORITHM_SLHDSA "SLH-DSA"
#define ROW(id, name, family, public, private, seed, output, oid, ossl)                            \
    [PQ_##id] = {ALGORITHM_##family, name, FAMILY_##family, public, private, output},
static const struct set sets[PQ_COUNT] = {BRIDGE_PQ_SETS(ROW)};
#undef ROW

static const char *text(const struct test_vector *vector, const char *name)
{
    const struct test_vector_field *field = find_vector_field(vector, name);

    return field && field->text ? field->text : "";
}

static struct data bytes(const struct test_vector *vector, const char *name)
{
    const struct test_vector_field *field = find_vector_field(vector, name);

    return field && field->bytes ? (struct data){field->bytes, field->len} : NO_DATA;
}

static uint32_t find_set(const struct test_vector *vector)
{
    uint32_t i;

    for (i = PQ_NONE + 1; i < PQ_COUNT; i++)
        if (!strcmp(sets[i].algorithm, vector->algorithm) &&
            !strcmp(sets[i].name, text(vector, "parameter_set")))
            return i;
    return PQ_NONE;
}

static uint32_t find_prehash(const char *name)
{
#define NAME(id, name, size, arc) [PREHASH_##id] = name,
    static const char *const names[PREHASH_COUNT] = {BRIDGE_PREHASHES(NAME)};
#undef NAME
    uint32_t i;

    for (i = PREHASH_NONE + 1; i < PREHASH_COUNT; i++)
        if (!strcmp(names[i], name))
            return i;
    return PREHASH_NONE;
}

/* The key with the parts that the vector has among these two; import's answer in *status. */
static struct test_key *import(const struct test_vector *vector, uint32_t set,
                               enum bridge_status *status)
{
    struct test_key *key = test_key_new(sets[set].family, set);
    struct data private = bytes(vector, "private"), public = bytes(vector, "public");

    if (private.size)
        test_key_set(key, PQ_PRIVATE, private);
    if (public.size)
        test_key_set(key, PQ_PUBLIC, public);
    else
        test_key_want(key, PQ_PUBLIC, sets[set].public_size);
    *status = test_key_import(key, 0);
    return key;
}

/* Both by the generator and by import of the seed. */
static void test_keygen(const struct test_vector *vector, uint32_t set)
{
    struct test_key *made = test_key_new(sets[set].family, set);
    struct test_key *imported = test_key_new(sets[set].family, set);
    struct data seed = bytes(vector, "seed");

    test_key_want(made, PQ_PUBLIC, sets[set].public_size);
    test_key_want(made, PQ_PRIVATE, sets[set].private_size);
    test_key_want(made, PQ_SEED, seed.size);
    random_give(seed);
    if (check_status(test_key_generate(made, 0), BRIDGE_OK))
    {
        check_bytes(test_key_part(made, PQ_PUBLIC), bytes(vector, "public"));
        check_bytes(test_key_part(made, PQ_PRIVATE), bytes(vector, "private"));
        check_bytes(test_key_part(made, PQ_SEED), seed);
    }
    test_key_set(imported, PQ_SEED, seed);
    test_key_want(imported, PQ_PUBLIC, sets[set].public_size);
    test_key_want(imported, PQ_PRIVATE, sets[set].private_size);
    if (check_status(test_key_import(imported, 0), BRIDGE_OK))
    {
        check_bytes(test_key_part(imported, PQ_PUBLIC), bytes(vector, "public"));
        check_bytes(test_key_part(imported, PQ_PRIVATE), bytes(vector, "private"));
    }
    test_key_delete(made);
    test_key_delete(imported);
}

static void test_encap(const struct test_vector *vector, uint32_t set)
{
    uint8_t secret[32], ciphertext[1568];
    struct bridge_kem params = {.secret = span_out(secret, sizeof(secret)),
                                .ciphertext = span_out(ciphertext, sizeof(ciphertext))};
    enum bridge_status status;
    struct test_key *key = import(vector, set, &status);

    check_status(status, BRIDGE_OK);
    params.object = key->object;
    random_give(bytes(vector, "random"));
    if (check_status(test_call(CALL_encapsulate, &params), BRIDGE_OK))
    {
        check_bytes(span_result(&params.ciphertext), bytes(vector, "ciphertext"));
        check_bytes(span_result(&params.secret), bytes(vector, "secret"));
    }
    test_key_delete(key);
}

static void test_decap(const struct test_vector *vector, uint32_t set)
{
    uint8_t secret[32];
    struct bridge_kem params = {.secret = span_out(secret, sizeof(secret)),
                                .ciphertext = span_in(bytes(vector, "ciphertext"))};
    enum bridge_status status;
    struct test_key *key = import(vector, set, &status);

    check_status(status, BRIDGE_OK);
    params.object = key->object;
    if (check_status(test_call(CALL_decapsulate, &params), BRIDGE_OK))
        check_bytes(span_result(&params.secret), bytes(vector, "secret"));
    test_key_delete(key);
}

static void test_keycheck(const struct test_vector *vector, uint32_t set)
{
    enum bridge_status status;
    struct test_key *key = import(vector, set, &status);

    check_status(status, BRIDGE_BAD_KEY);
    test_key_delete(key);
}

/* Message, digest, representative or M', whichever the vector has. */
static struct bridge_sign request(const struct test_vector *vector, const struct test_key *key)
{
    static const char *const names[] = {"message", "digest", "mu", "raw"};
    struct bridge_sign params = {.object = key->object,
                                 .hash = find_prehash(text(vector, "prehash")),
                                 .context = span_in(bytes(vector, "context"))};
    size_t i;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (bytes(vector, names[i]).size)
            params.digest = span_in(bytes(vector, names[i]));
    if (bytes(vector, "mu").size)
        params.flags = BRIDGE_PQ_EXTERNAL_MU;
    if (bytes(vector, "raw").size)
        params.flags = BRIDGE_PQ_RAW;
    return params;
}

static void check_digest(struct data signature, struct data expected)
{
    struct sha256_ctx ctx;
    uint8_t digest[SHA256_DIGEST_SIZE];

    sha256_init(&ctx);
    sha256_update(&ctx, signature.size, signature.bytes);
    sha256_digest(&ctx, sizeof(digest), digest);
    check_bytes(DATA(digest), expected);
}

static void test_sign_vector(const struct test_vector *vector, uint32_t set)
{
    static uint8_t signature[50000];
    enum bridge_status status;
    struct test_key *key = import(vector, set, &status);
    struct bridge_sign params = request(vector, key);

    check_status(status, BRIDGE_OK);
    params.signature = span_out(signature, sizeof(signature));
    random_give(bytes(vector, "random"));
    if (check_status(test_call(CALL_sign, &params), BRIDGE_OK))
    {
        check_digest(span_result(&params.signature), bytes(vector, "signature_sha256"));
        check_status(test_call(CALL_verify, &params), BRIDGE_OK);
        signature[0] ^= 1;
        check_status(test_call(CALL_verify, &params), BRIDGE_BAD_SIGNATURE);
    }
    test_key_delete(key);
}

/* A signature of another length is refused before it is looked at. */
static void test_verify_vector(const struct test_vector *vector, uint32_t set)
{
    struct data signature = bytes(vector, "signature");
    bool valid = !strcmp(text(vector, "expect"), "ERROR_SUCCESS");
    enum bridge_status status;
    struct test_key *key = import(vector, set, &status);
    struct bridge_sign params = request(vector, key);

    check_status(status, BRIDGE_OK);
    params.signature = span_in(signature);
    check_status(test_call(CALL_verify, &params), valid ? BRIDGE_OK
                                                  : signature.size != sets[set].output_size
                                                      ? BRIDGE_INVALID_PARAMETER
                                                      : BRIDGE_BAD_SIGNATURE);
    test_key_delete(key);
}

static void test_vector(const struct test_vector *vector)
{
    static const struct
    {
        const char *kind;
        void (*test)(const struct test_vector *vector, uint32_t set);
    } kinds[] = {{"keygen", test_keygen},        {"encap", test_encap},
                 {"decap", test_decap},          {"sign", test_sign_vector},
                 {"verify", test_verify_vector}, {"keycheck", test_keycheck}};
    uint32_t set = find_set(vector);
    size_t i;

    check_context_push("%s", vector->id);
    check(set != PQ_NONE, "unknown parameter set");
    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (!strcmp(kinds[i].kind, text(vector, "kind")))
            break;
    check(i < sizeof(kinds) / sizeof(kinds[0]), "unknown kind");
    if (set != PQ_NONE && i < sizeof(kinds) / sizeof(kinds[0]))
        kinds[i].test(vector, set);
    random_give(NO_DATA);
    check_context_pop();
}

static void test_table(const struct test_vector *vectors, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        test_vector(&vectors[i]);
}

int main(void)
{
    if (!test_pq_available())
        return check_summary("pq_acvp");
    test_table(vectors_acvp_mlkem, VECTOR_COUNT(vectors_acvp_mlkem));
    test_table(vectors_acvp_mldsa, VECTOR_COUNT(vectors_acvp_mldsa));
    test_table(vectors_acvp_slhdsa, VECTOR_COUNT(vectors_acvp_slhdsa));
    return check_summary("pq_acvp");
}
