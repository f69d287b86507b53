/*
 * Project Wycheproof's cases for ML-KEM and ML-DSA, through the bridge.
 */
#include <string.h>

#include "pq_available.h"
#include "wycheproof.h"

#define ROW(id, name, family, public, private, seed, output, oid, ossl)                            \
    [PQ_##id] = {FAMILY_##family, public, private, output},
static const struct
{
    uint32_t family, public_size, private_size, output_size;
} sets[PQ_COUNT] = {BRIDGE_PQ_SETS(ROW)};
#undef ROW

/* A key from one part, of whatever length; the others computed.  NULL if it is refused. */
static struct test_key *import(uint32_t set, int part, struct data data)
{
    struct test_key *key;

    if (data.size > TEST_MAX_PART || !data.size)
        return NULL;
    key = test_key_new(sets[set].family, set);
    test_key_set(key, part, data);
    if (part != PQ_PUBLIC)
        test_key_want(key, PQ_PUBLIC, sets[set].public_size);
    if (part == PQ_SEED)
        test_key_want(key, PQ_PRIVATE, sets[set].private_size);
    if (test_key_import(key, 0) == BRIDGE_OK)
        return key;
    test_key_delete(key);
    return NULL;
}

static bool same(struct data a, struct data b)
{
    return a.size == b.size && (!a.size || !memcmp(a.bytes, b.bytes, a.size));
}

static void check_result(struct wycheproof *cases, bool result)
{
    check(result == wycheproof_valid(cases), "%s, expected the contrary",
          result ? "accepted" : "refused");
}

/* ------------------------------------------------------------------------------------------
 * ML-KEM
 */
static bool decapsulates(struct test_key *key, struct data ciphertext, struct data expected)
{
    uint8_t secret[32];
    struct bridge_kem params = {.secret = span_out(secret, sizeof(secret)),
                                .ciphertext = span_in(ciphertext)};
    bool result;

    if (!key)
        return false;
    params.object = key->object;
    result = test_call(CALL_decapsulate, &params) == BRIDGE_OK &&
             same(span_result(&params.secret), expected);
    test_key_delete(key);
    return result;
}

static bool encapsulates(struct test_key *key, struct data m, struct data ciphertext,
                         struct data expected)
{
    uint8_t secret[32], output[1568];
    struct bridge_kem params = {.secret = span_out(secret, sizeof(secret)),
                                .ciphertext = span_out(output, sizeof(output))};
    bool result;

    if (!key)
        return false;
    params.object = key->object;
    random_give(m);
    result = test_call(CALL_encapsulate, &params) == BRIDGE_OK &&
             same(span_result(&params.secret), expected) &&
             same(span_result(&params.ciphertext), ciphertext);
    test_key_delete(key);
    return result;
}

static void test_decapsulation(const char *file, uint32_t set, const char *name, int part)
{
    char fields[32];
    struct wycheproof *cases;

    strcpy(fields, name);
    cases = wycheproof_open(file, strcat(fields, " c K"));
    while (cases && wycheproof_next(cases))
        check_result(cases, decapsulates(import(set, part, wycheproof_bytes(cases, 0)),
                                         wycheproof_bytes(cases, 1), wycheproof_bytes(cases, 2)));
}

static void test_encapsulation(const char *file, uint32_t set)
{
    struct wycheproof *cases = wycheproof_open(file, "ek m c K");

    while (cases && wycheproof_next(cases))
        check_result(cases, encapsulates(import(set, PQ_PUBLIC, wycheproof_bytes(cases, 0)),
                                         wycheproof_bytes(cases, 1), wycheproof_bytes(cases, 2),
                                         wycheproof_bytes(cases, 3)));
}

static void test_generation(const char *file, uint32_t set)
{
    struct wycheproof *cases = wycheproof_open(file, "seed ek dk");

    while (cases && wycheproof_next(cases))
    {
        struct test_key *key = import(set, PQ_SEED, wycheproof_bytes(cases, 0));

        check_result(cases, key &&
                                same(test_key_part(key, PQ_PUBLIC), wycheproof_bytes(cases, 1)) &&
                                same(test_key_part(key, PQ_PRIVATE), wycheproof_bytes(cases, 2)));
        if (key)
            test_key_delete(key);
    }
}

/* ------------------------------------------------------------------------------------------
 * ML-DSA.  Signatures are deterministic but for those of flag Randomized.
 */
#define SIGN_FIELDS " msg mu ctx rnd sig flags"

static void fill_message(struct wycheproof *cases, unsigned int first, struct bridge_sign *params)
{
    bool internal = strstr(wycheproof_text(cases, first + 5), "Internal");

    params->digest = span_in(wycheproof_bytes(cases, internal ? first + 1 : first));
    params->flags = internal ? BRIDGE_PQ_EXTERNAL_MU : 0;
    params->context = span_in(wycheproof_bytes(cases, first + 2));
}

static bool signs(struct wycheproof *cases, struct test_key *key)
{
    static const uint8_t zeros[32];
    static uint8_t signature[4627];
    struct bridge_sign params = {.signature = span_out(signature, sizeof(signature))};
    struct data random = wycheproof_bytes(cases, 4);
    bool result;

    if (!key)
        return false;
    params.object = key->object;
    fill_message(cases, 1, &params);
    random_give(random.size ? random : DATA(zeros));
    result = test_call(CALL_sign, &params) == BRIDGE_OK &&
             same(span_result(&params.signature), wycheproof_bytes(cases, 5));
    random_give(NO_DATA);
    test_key_delete(key);
    return result;
}

static void test_signing(const char *file, uint32_t set, const char *name, int part)
{
    char fields[64];
    struct wycheproof *cases;

    strcpy(fields, name);
    cases = wycheproof_open(file, strcat(fields, SIGN_FIELDS));
    while (cases && wycheproof_next(cases))
        check_result(cases, signs(cases, import(set, part, wycheproof_bytes(cases, 0))));
}

static bool verifies(struct wycheproof *cases, struct test_key *key)
{
    struct bridge_sign params = {.digest = span_in(wycheproof_bytes(cases, 1)),
                                 .context = span_in(wycheproof_bytes(cases, 2)),
                                 .signature = span_in(wycheproof_bytes(cases, 3))};
    bool result;

    if (!key)
        return false;
    params.object = key->object;
    result = test_call(CALL_verify, &params) == BRIDGE_OK;
    test_key_delete(key);
    return result;
}

static void test_verification(const char *file, uint32_t set)
{
    struct wycheproof *cases = wycheproof_open(file, "publicKey msg ctx sig");

    while (cases && wycheproof_next(cases))
        check_result(cases, verifies(cases, import(set, PQ_PUBLIC, wycheproof_bytes(cases, 0))));
}

int main(void)
{
    if (!test_pq_available())
        return check_summary("pq_wycheproof");
    test_generation("mlkem_512_keygen_seed_test.json", PQ_MLKEM_512);
    test_generation("mlkem_768_keygen_seed_test.json", PQ_MLKEM_768);
    test_encapsulation("mlkem_512_encaps_test.json", PQ_MLKEM_512);
    test_encapsulation("mlkem_768_encaps_test.json", PQ_MLKEM_768);
    test_decapsulation("mlkem_512_test.json", PQ_MLKEM_512, "seed", PQ_SEED);
    test_decapsulation("mlkem_768_test.json", PQ_MLKEM_768, "seed", PQ_SEED);
    test_decapsulation("mlkem_512_semi_expanded_decaps_test.json", PQ_MLKEM_512, "dk", PQ_PRIVATE);
    test_decapsulation("mlkem_768_semi_expanded_decaps_test.json", PQ_MLKEM_768, "dk", PQ_PRIVATE);
    test_signing("mldsa_44_sign_seed_test.json", PQ_MLDSA_44, "privateSeed", PQ_SEED);
    test_signing("mldsa_65_sign_seed_test.json", PQ_MLDSA_65, "privateSeed", PQ_SEED);
    test_signing("mldsa_44_sign_noseed_test.json", PQ_MLDSA_44, "privateKey", PQ_PRIVATE);
    test_signing("mldsa_65_sign_noseed_test.json", PQ_MLDSA_65, "privateKey", PQ_PRIVATE);
    test_verification("mldsa_44_verify_test.json", PQ_MLDSA_44);
    test_verification("mldsa_65_verify_test.json", PQ_MLDSA_65);
    return check_summary("pq_wycheproof");
}
