/*
 * Wycheproof's vectors (github.com/C2SP/wycheproof) for RSA and ECDSA.
 *
 * They are not part of the project; tests/tools/wycheproof.py finds them.  Every "valid" case must
 * work and every "invalid" one must fail.  What is only "acceptable" works here, as it does on
 * Windows: hashes and exponents that are weak (WeakHash, SmallPublicKey), a DigestInfo without the
 * NULL parameters (MissingNull, RFC 4055 2.1), a ciphertext that is a small number
 * (SmallIntegerCiphertext).
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <nettle/version.h>

#include "unix_call.h"

#define MAX_BLOCK 2048
#define MAX_FIELDS 10
#define VECTORS_ABSENT 3 /* exit code of the tool */

/* One line: its first word, and its NAME=VALUE pairs. */
struct line
{
    char *word;
    char *rest;
    struct
    {
        const char *name, *value;
    } fields[MAX_FIELDS];
    size_t count;
};

static void parse(struct line *line, char *text)
{
    char *save, *token;

    text[strcspn(text, "\n")] = 0;
    line->count = 0;
    line->word = text;
    line->rest = text + strcspn(text, " ");
    if (*line->rest)
        *line->rest++ = 0;
    if (strcmp(line->word, "key") && strcmp(line->word, "case"))
        return;
    for (token = strtok_r(line->rest, " ", &save); token && line->count < MAX_FIELDS;
         token = strtok_r(NULL, " ", &save))
    {
        char *equal = strchr(token, '=');

        if (!equal)
            abort();
        *equal = 0;
        line->fields[line->count].name = token;
        line->fields[line->count++].value = equal + 1;
    }
}

static const char *value(const struct line *line, const char *name)
{
    size_t i;

    for (i = 0; i < line->count; i++)
        if (!strcmp(line->fields[i].name, name))
            return line->fields[i].value;
    return "";
}

static struct data bytes(const struct line *line, const char *name)
{
    return test_unhex(value(line, name));
}

static void free_data(struct data data)
{
    free((void *)data.bytes);
}

/* ------------------------------------------------------------------------------------------
 * Names
 */
static enum bridge_hash hash_of(const char *name)
{
#define NAME(id, name, size) {#id, HASH_##id},
    static const struct
    {
        const char *name;
        enum bridge_hash hash;
    } hashes[] = {{"NONE", HASH_NONE}, BRIDGE_HASHES(NAME)};
#undef NAME
    size_t i;

    for (i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++)
        if (!strcmp(hashes[i].name, name))
            return hashes[i].hash;
    abort();
}

static enum bridge_curve curve_of(const char *name)
{
#define NAME(id, name, bits, order, oid, ossl) {#id, CURVE_##id},
    static const struct
    {
        const char *name;
        enum bridge_curve curve;
    } curves[] = {BRIDGE_CURVES(NAME)};
#undef NAME
    size_t i;

    for (i = 0; i < sizeof(curves) / sizeof(curves[0]); i++)
        if (!strcmp(curves[i].name, name))
            return curves[i].curve;
    abort();
}

static enum bridge_scheme scheme_of(const char *name)
{
    if (!strcmp(name, "PKCS1"))
        return SCHEME_PKCS1;
    if (!strcmp(name, "PSS"))
        return SCHEME_PSS;
    if (!strcmp(name, "OAEP"))
        return SCHEME_OAEP;
    return SCHEME_NONE;
}

/* ------------------------------------------------------------------------------------------
 * Keys
 */
static struct test_key *pkcs8_key(struct data der)
{
    struct bridge_pkcs8_decode params = {.input = span_in(der)};
    struct test_key *key = test_key_new(FAMILY_RSA, 0);
    int i;

    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
        params.parts[i] = span_out(key->buffers[i], TEST_MAX_PART);
    check_status(test_call(CALL_pkcs8_decode, &params), BRIDGE_OK);
    memcpy(key->parts, params.parts, sizeof(key->parts));
    return key;
}

static struct test_key *rsa_key(const struct line *line)
{
    struct data e = bytes(line, "e"), n = bytes(line, "n");
    struct test_key *key = test_rsa_key(e, n, NO_DATA, NO_DATA);

    free_data(e);
    free_data(n);
    return key;
}

static struct test_key *ec_key(const struct line *line)
{
    struct data x = bytes(line, "x"), y = bytes(line, "y");
    struct test_key *key = test_ec_key(curve_of(value(line, "curve")), x, y, NO_DATA);

    free_data(x);
    free_data(y);
    return key;
}

static struct test_key *make_key(const struct line *line)
{
    struct data der = bytes(line, "pkcs8");
    struct test_key *key = der.size                ? pkcs8_key(der)
                           : *value(line, "curve") ? ec_key(line)
                                                   : rsa_key(line);

    free_data(der);
    check_status(test_key_import(key, 0), BRIDGE_OK);
    return key;
}

/* ------------------------------------------------------------------------------------------
 * Cases
 */
static bool verify(const struct test_key *key, const struct line *line)
{
    struct data digest = bytes(line, "digest"), signature = bytes(line, "sig");
    enum bridge_status status = test_verify(key, scheme_of(value(line, "scheme")),
                                            hash_of(value(line, "hash")),
                                            (uint32_t)atoi(value(line, "salt")), digest, signature);

    check(status == BRIDGE_OK || status == BRIDGE_BAD_SIGNATURE ||
              status == BRIDGE_INVALID_PARAMETER,
          "status %s", test_status_name(status));
    free_data(digest);
    free_data(signature);
    return !status;
}

static bool sign(const struct test_key *key, const struct line *line)
{
    struct data digest = bytes(line, "digest"), want = bytes(line, "sig");
    uint8_t signature[MAX_BLOCK];
    uint32_t size = sizeof(signature);

    check_status(test_sign(key, scheme_of(value(line, "scheme")), hash_of(value(line, "hash")), 0,
                           digest, signature, &size),
                 BRIDGE_OK);
    check_bytes(((struct data){signature, size}), want);
    free_data(digest);
    free_data(want);
    return true;
}

static bool decrypt(const struct test_key *key, const struct line *line)
{
    struct data label = bytes(line, "label"), cipher = bytes(line, "ct"), want = bytes(line, "msg");
    uint8_t output[MAX_BLOCK];
    uint32_t size = sizeof(output);
    enum bridge_status status = test_crypt(CALL_decrypt, key, scheme_of(value(line, "scheme")),
                                           hash_of(value(line, "hash")), label, cipher, output,
                                           &size);

    if (!status)
        check_bytes(((struct data){output, size}), want);
    check(status == BRIDGE_OK || status == BRIDGE_DECRYPTION_FAILED ||
              status == BRIDGE_INVALID_PARAMETER,
          "status %s", test_status_name(status));
    free_data(label);
    free_data(cipher);
    free_data(want);
    return !status;
}

/* ECDSA: Nettle 3.8 does not verify signatures for which it has to add a point to itself (whoever knows
 * the private key can make one; by chance they do not happen). */
static size_t misjudged;

static bool nettle_misjudges(const struct line *line)
{
    return !strcmp(value(line, "note"), "PointDuplication") && nettle_version_major() == 3 &&
           nettle_version_minor() <= 8;
}

static void run_case(const struct test_key *key, const struct line *line)
{
    const char *op = value(line, "op"), *result = value(line, "result");
    bool works;

    check_context_push("case %s", value(line, "id"));
    works = !strcmp(op, "verify") ? verify(key, line)
            : !strcmp(op, "sign") ? sign(key, line)
                                  : decrypt(key, line);
    if (!works && nettle_misjudges(line))
        misjudged++;
    else
        check(works == (strcmp(result, "invalid") != 0), "%s, but it %s", result,
              works ? "works" : "fails");
    check_context_pop();
}

/* Runs all lines; the number of cases. */
static size_t run(FILE *lines)
{
    struct test_key *key = NULL;
    size_t room = 0, files = 0, cases = 0;
    struct line line;
    char *text = NULL;

    while (getline(&text, &room, lines) > 0)
    {
        parse(&line, text);
        if (!strcmp(line.word, "file"))
        {
            if (files++)
                check_context_pop();
            check_context_push("%s", line.rest);
        }
        else if (!strcmp(line.word, "key"))
        {
            test_key_delete(key);
            key = make_key(&line);
        }
        else if (!strcmp(line.word, "case"))
        {
            run_case(key, &line);
            cases++;
        }
        else
            printf("left out: %s\n", line.rest);
    }
    if (files)
        check_context_pop();
    test_key_delete(key);
    free(text);
    printf("%zu cases of %zu files\n", cases, files);
    return cases;
}

int main(void)
{
    FILE *lines = popen("tests/tools/wycheproof.py --signatures", "r");
    size_t cases;
    int status;

    if (!lines)
        abort();
    cases = run(lines);
    status = pclose(lines);
    if (WIFEXITED(status) && WEXITSTATUS(status) == VECTORS_ABSENT)
        skip("Wycheproof's vectors are not at hand (WYCHEPROOF_DIR)");
    else
        check(!status && cases, "%zu cases, exit status %d", cases, status);
    if (misjudged)
        skip("%zu signatures that Nettle %d.%d cannot verify (point duplication)", misjudged,
             nettle_version_major(), nettle_version_minor());
    return check_summary("test_unix_wycheproof");
}
