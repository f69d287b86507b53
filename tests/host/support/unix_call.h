/*
 * The Unix side as its caller sees it: the bridge's calls through the table of entry points.
 */
#ifndef TESTS_UNIX_CALL_H
#define TESTS_UNIX_CALL_H

#include <stdbool.h>
#include <stddef.h>

#include "bridge.h"
#include "check.h"

/* Bytes as a literal, for inputs. */
struct data
{
    const uint8_t *bytes;
    size_t size;
};
#define DATA(array) ((struct data){(array), sizeof(array)})
#define NO_DATA ((struct data){NULL, 0})

/* Calls the entry point; attaches before the first call. */
enum bridge_status test_call(enum bridge_call call, void *params);
const char *test_status_name(enum bridge_status status);
const char *test_hash_name(enum bridge_hash hash);

#define check_status(got, want) check_status_(__FILE__, __LINE__, (got), (want), #got)
bool check_status_(const char *file, int line, enum bridge_status got, enum bridge_status want,
                   const char *what);
#define check_bytes(got, want) check_bytes_(__FILE__, __LINE__, (got), (want), #got)
bool check_bytes_(const char *file, int line, struct data got, struct data want, const char *what);

/* Hexadecimal digits to bytes: in a block from malloc. */
struct data test_unhex(const char *text);

struct bridge_span span_in(struct data data);
struct bridge_span span_out(void *buffer, size_t capacity);
struct data span_result(const struct bridge_span *span);

/* A key with its parts in buffers of its own; usable as the parts of import, generate, PKCS#8. */
#define TEST_MAX_PART 4896
struct test_key
{
    uint64_t object;
    uint32_t family;
    uint32_t group;
    struct bridge_span parts[BRIDGE_MAX_PARTS];
    uint8_t buffers[BRIDGE_MAX_PARTS][TEST_MAX_PART];
};

struct test_key *test_key_new(enum bridge_family family, uint32_t group);
void test_key_delete(struct test_key *key); /* frees the object too */
void test_key_set(struct test_key *key, int part, struct data data);
struct data test_key_part(const struct test_key *key, int part);
/* Lets the part be computed, to so many bytes. */
void test_key_want(struct test_key *key, int part, size_t size);
enum bridge_status test_key_import(struct test_key *key, uint32_t flags);
enum bridge_status test_key_generate(struct test_key *key, uint32_t bits);

/* RSA from the numbers of a public or (p given) private key, all derived parts wanted at their
 * natural sizes; EC likewise. */
struct test_key *test_rsa_key(struct data e, struct data n, struct data p, struct data q);
struct test_key *test_ec_key(enum bridge_curve curve, struct data x, struct data y, struct data d);
/* A new key; a failure is a failed check and NULL. */
struct test_key *test_rsa_generate(uint32_t bits, uint32_t exponent);
struct test_key *test_ec_generate(enum bridge_curve curve);

/* One operation; the output goes to a buffer of *size bytes, which becomes the size of the result. */
enum bridge_status test_sign(const struct test_key *key, enum bridge_scheme scheme,
                             enum bridge_hash hash, uint32_t salt, struct data digest,
                             uint8_t *signature, uint32_t *size);
enum bridge_status test_verify(const struct test_key *key, enum bridge_scheme scheme,
                               enum bridge_hash hash, uint32_t salt, struct data digest,
                               struct data signature);
enum bridge_status test_crypt(enum bridge_call call, const struct test_key *key,
                              enum bridge_scheme scheme, enum bridge_hash hash, struct data label,
                              struct data input, uint8_t *output, uint32_t *size);

/* The generator of GnuTLS, which the tests put themselves before: the nth call from now on and
 * every later one fails; 0: none. */
void random_fail_at(unsigned long nth);
/* The next random bytes are these, as far as they go; the data must live until then. */
void random_give(struct data data);
unsigned long random_calls(void); /* since random_fail_at */

#endif
