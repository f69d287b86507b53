/*
 * RSA on the Unix side: keys, signatures, encryption.
 */
#include <gmp.h>
#include <gnutls/gnutls.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "unix_blob.h"
#include "vectors_rsa_blobs.h"
#include "vectors_signatures.h"

#define MAX_BLOCK 2048

static const uint8_t f4[] = {1, 0, 1};

static size_t digest_size(enum bridge_hash hash)
{
#define SIZE(id, name, size) [HASH_##id] = size,
    static const size_t sizes[HASH_COUNT] = {BRIDGE_HASHES(SIZE)};
#undef SIZE

    return sizes[hash];
}

static size_t modulus_size(const struct test_key *key)
{
    size_t n = 0;
    struct data data = test_key_part(key, RSA_N);

    while (n < data.size && !data.bytes[n])
        n++;
    return data.size - n;
}

/* A digest of the hash's length, with some content. */
static struct data some_digest(enum bridge_hash hash)
{
    static const uint8_t bytes[BRIDGE_MAX_DIGEST] = "some digest, zero to the end";

    return (struct data){bytes, digest_size(hash)};
}

/* ------------------------------------------------------------------------------------------
 * Vectors
 */
static struct test_key *vector_key(const char *id)
{
    const struct test_vector *vector = find_vector(vectors_rsa_blobs,
                                                   VECTOR_COUNT(vectors_rsa_blobs), id);
    struct test_key *key;

    if (!vector)
        abort();
    key = test_rsa_blob((struct data){vector->bytes, vector->size});
    if (!key)
        abort();
    check_status(test_key_import(key, 0), BRIDGE_OK);
    return key;
}

/* Native import takes every well-formed blob, and computes the rest of the numbers itself. */
static void test_vectors(void)
{
    size_t i, full = 0;

    for (i = 0; i < VECTOR_COUNT(vectors_rsa_blobs); i++)
    {
        const struct test_vector *vector = &vectors_rsa_blobs[i];
        struct data blob = {vector->bytes, vector->size};
        struct test_key *key = test_rsa_blob(blob);
        int part;

        if (!key)
            continue;
        check_context_push("%s", vector->id);
        check_status(test_key_import(key, 0), BRIDGE_OK);
        for (part = RSA_DP; part <= RSA_D; part++)
        {
            struct data want = test_rsa_blob_part(blob, part);

            if (want.size)
                check_bytes(test_key_part(key, part), want);
            if (want.size)
                full++;
        }
        test_key_delete(key);
        check_context_pop();
    }
    check(full == 12, "%zu numbers of full private blobs compared", full);
}

static struct data field(const struct test_vector *vector, const char *name)
{
    const struct test_vector_field *found = find_vector_field(vector, name);

    return found ? (struct data){found->bytes, found->len} : NO_DATA;
}

static const struct test_vector *signature_vector(const char *id)
{
    const struct test_vector *vector = find_vector(vectors_signatures,
                                                   VECTOR_COUNT(vectors_signatures), id);

    if (!vector)
        abort();
    return vector;
}

static void test_signature_vectors(void)
{
    const struct test_vector *sign = signature_vector("wine-rsa2048-pkcs1-sha256");
    const struct test_vector *raw = signature_vector("wine-rsa512-nopad-encrypt");
    struct test_key *key = vector_key("wine-rsa2048-pub");
    uint8_t output[MAX_BLOCK];
    uint32_t size = sizeof(output);

    check_status(test_verify(key, SCHEME_PKCS1, HASH_SHA256, 0, field(sign, "hash"),
                             field(sign, "signature")),
                 BRIDGE_OK);
    check_status(
        test_verify(key, SCHEME_PKCS1, HASH_NONE, 0, field(sign, "hash"), field(sign, "signature")),
        BRIDGE_BAD_SIGNATURE);
    test_key_delete(key);

    key = vector_key("wine-rsa512-priv");
    check_status(test_crypt(CALL_encrypt, key, SCHEME_NONE, HASH_NONE, NO_DATA, field(raw, "input"),
                            output, &size),
                 BRIDGE_OK);
    check_bytes(((struct data){output, size}), field(raw, "output"));
    size = sizeof(output);
    check_status(test_crypt(CALL_decrypt, key, SCHEME_NONE, HASH_NONE, NO_DATA,
                            field(raw, "output"), output, &size),
                 BRIDGE_OK);
    check_bytes(((struct data){output, size}), field(raw, "input"));
    test_key_delete(key);
}

/* ------------------------------------------------------------------------------------------
 * Signatures
 */

/* Length of the DER before the digest (RFC 8017 9.2 note 1). */
static size_t prefix_size(enum bridge_hash hash)
{
    switch (hash)
    {
    case HASH_MD2:
    case HASH_MD4:
    case HASH_MD5:
        return 18;
    case HASH_SHA1:
        return 15;
    default:
        return 19;
    }
}

static void tampered(const struct test_key *key, enum bridge_scheme scheme, enum bridge_hash hash,
                     uint32_t salt, struct data digest, uint8_t *signature, size_t size)
{
    struct data whole = {signature, size};
    size_t at;

    for (at = 0; at < size; at += size / 4)
    {
        signature[at] ^= 0x10;
        check_status(test_verify(key, scheme, hash, salt, digest, whole), BRIDGE_BAD_SIGNATURE);
        signature[at] ^= 0x10;
    }
    whole.size--;
    check_status(test_verify(key, scheme, hash, salt, digest, whole), BRIDGE_INVALID_PARAMETER);
    digest.size--;
    check_status(test_verify(key, scheme, hash, salt, digest, (struct data){signature, size}),
                 hash ? BRIDGE_INVALID_PARAMETER : BRIDGE_BAD_SIGNATURE);
}

static void sign_and_verify(const struct test_key *key, enum bridge_scheme scheme,
                            enum bridge_hash hash, uint32_t salt, bool fits)
{
    struct data digest = some_digest(hash ? hash : HASH_SHA1);
    uint8_t signature[MAX_BLOCK];
    uint32_t size = sizeof(signature);
    enum bridge_status status = test_sign(key, scheme, hash, salt, digest, signature, &size);

    check_context_push("scheme %d, %s, salt %u", scheme, test_hash_name(hash), salt);
    if (check_status(status, fits ? BRIDGE_OK : BRIDGE_INVALID_PARAMETER) && fits)
    {
        check(size == modulus_size(key), "size %u", size);
        check_status(test_verify(key, scheme, hash, salt, digest, (struct data){signature, size}),
                     BRIDGE_OK);
        tampered(key, scheme, hash, salt, digest, signature, size);
    }
    check_context_pop();
}

static void test_signatures(const struct test_key *key)
{
    size_t k = modulus_size(key);
    int hash;

    for (hash = HASH_NONE + 1; hash < HASH_COUNT; hash++)
    {
        size_t n = digest_size(hash);
        /* PSS: the encoded message is a byte shorter where the modulus has 8m + 1 bits */
        size_t em = key->parts[RSA_N].size == k && test_key_part(key, RSA_N).bytes[0] == 1 ? k - 1
                                                                                           : k;

        sign_and_verify(key, SCHEME_PKCS1, hash, 0, prefix_size(hash) + n + 11 <= k);
        sign_and_verify(key, SCHEME_PSS, hash, 0, n + 2 <= em);
        sign_and_verify(key, SCHEME_PSS, hash, n, 2 * n + 2 <= em);
        if (n + 2 > em)
            continue;
        sign_and_verify(key, SCHEME_PSS, hash, em - n - 2, true);
        sign_and_verify(key, SCHEME_PSS, hash, em - n - 1, false);
    }
    sign_and_verify(key, SCHEME_PKCS1, HASH_NONE, 0, 20 + 11 <= k);
}

/* The salt's length is part of the signature: CNG has no automatic detection. */
static void test_pss_salt(const struct test_key *key)
{
    struct data digest = some_digest(HASH_SHA256);
    uint8_t signature[MAX_BLOCK];
    uint32_t size = sizeof(signature);
    struct data result = {signature, 0};

    check_status(test_sign(key, SCHEME_PSS, HASH_SHA256, 32, digest, signature, &size), BRIDGE_OK);
    result.size = size;
    check_status(test_verify(key, SCHEME_PSS, HASH_SHA256, 31, digest, result),
                 BRIDGE_BAD_SIGNATURE);
    check_status(test_verify(key, SCHEME_PSS, HASH_SHA256, 0, digest, result),
                 BRIDGE_BAD_SIGNATURE);
    check_status(test_verify(key, SCHEME_PSS, HASH_SHA3_256, 32, digest, result),
                 BRIDGE_BAD_SIGNATURE);
    check_status(test_verify(key, SCHEME_PSS, HASH_SHA256, 0xffffffff, digest, result),
                 BRIDGE_INVALID_PARAMETER);
    check_status(test_verify(key, SCHEME_PSS, HASH_NONE, 32, digest, result),
                 BRIDGE_INVALID_PARAMETER);
    check_status(test_verify(key, SCHEME_PSS, HASH_COUNT, 32, digest, result),
                 BRIDGE_NOT_SUPPORTED);
}

/* Signs an encoded message of the test's own making. */
static struct data sign_block(const struct test_key *key, struct data block, uint8_t *signature)
{
    uint32_t size = MAX_BLOCK;

    check_status(
        test_crypt(CALL_decrypt, key, SCHEME_NONE, HASH_NONE, NO_DATA, block, signature, &size),
        BRIDGE_OK);
    return (struct data){signature, size};
}

/* 00 01 FF.. 00 info digest trailing */
static struct data pkcs1_block(uint8_t *block, size_t size, struct data info, struct data digest,
                               size_t trailing)
{
    size_t start = size - trailing - digest.size - info.size;

    memset(block, 0xff, start);
    block[0] = 0, block[1] = 1, block[start - 1] = 0;
    if (info.size)
        memcpy(block + start, info.bytes, info.size);
    memcpy(block + start + info.size, digest.bytes, digest.size);
    memset(block + size - trailing, 0, trailing);
    return (struct data){block, size};
}

/* What is and what is not a signature of that digest. */
static void test_pkcs1_forms(const struct test_key *key)
{
    static const uint8_t null[] = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                   0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
    static const uint8_t bare[] = {0x30, 0x2f, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48,
                                   0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x04, 0x20};
    static const uint8_t ber[] = {0x30, 0x81, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48,
                                  0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
    struct data digest = some_digest(HASH_SHA256);
    size_t k = modulus_size(key), i;
    const struct
    {
        struct data info;
        size_t trailing;
        bool hash, optional, none; /* accepted with the hash, with the OID optional, without */
    } forms[] = {
        {DATA(null), 0, true, true, false},   {DATA(bare), 0, true, true, false},
        {DATA(ber), 0, false, false, false},  {NO_DATA, 0, false, true, true},
        {DATA(null), 8, false, false, false}, {NO_DATA, 1, false, false, false},
    };

    for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
    {
        uint8_t block[MAX_BLOCK], signature[MAX_BLOCK];
        struct data result = sign_block(
            key, pkcs1_block(block, k, forms[i].info, digest, forms[i].trailing), signature);

        check_context_push("form %zu", i);
        check_status(test_verify(key, SCHEME_PKCS1, HASH_SHA256, 0, digest, result),
                     forms[i].hash ? BRIDGE_OK : BRIDGE_BAD_SIGNATURE);
        check_status(test_verify(key, SCHEME_PKCS1_OPTIONAL_OID, HASH_SHA256, 0, digest, result),
                     forms[i].optional ? BRIDGE_OK : BRIDGE_BAD_SIGNATURE);
        check_status(test_verify(key, SCHEME_PKCS1, HASH_NONE, 0, digest, result),
                     forms[i].none ? BRIDGE_OK : BRIDGE_BAD_SIGNATURE);
        check_context_pop();
    }
}

/* HASH_NONE: any number of bytes that leaves 11 for the padding. */
static void test_pkcs1_raw_lengths(const struct test_key *key)
{
    size_t k = modulus_size(key), sizes[] = {0, 1, 36, k - 11, k - 10, k, k + 1, 1 << 20}, i;
    uint8_t *input = calloc(1, 1 << 20), signature[MAX_BLOCK];

    for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
    {
        struct data digest = {input, sizes[i]};
        uint32_t size = sizeof(signature);
        bool fits = sizes[i] <= k - 11;
        enum bridge_status status = test_sign(key, SCHEME_PKCS1, HASH_NONE, 0, digest, signature,
                                              &size);

        check_context_push("%zu bytes", sizes[i]);
        check_status(status, fits ? BRIDGE_OK : BRIDGE_INVALID_PARAMETER);
        check_status(
            test_verify(key, SCHEME_PKCS1, HASH_NONE, 0, digest, (struct data){signature, k}),
            fits ? BRIDGE_OK : BRIDGE_INVALID_PARAMETER);
        check_context_pop();
    }
    free(input);
}

static void test_signature_range(const struct test_key *key)
{
    struct data n = test_key_part(key, RSA_N), digest = some_digest(HASH_SHA256);
    uint8_t signature[MAX_BLOCK] = {0};
    struct data result = {signature, modulus_size(key)};
    uint32_t size = (uint32_t)result.size - 1;

    check_status(test_verify(key, SCHEME_PKCS1, HASH_SHA256, 0, digest, result),
                 BRIDGE_BAD_SIGNATURE);
    memcpy(signature, n.bytes + n.size - result.size, result.size);
    check_status(test_verify(key, SCHEME_PKCS1, HASH_SHA256, 0, digest, result),
                 BRIDGE_BAD_SIGNATURE);
    memset(signature, 0xff, sizeof(signature));
    check_status(test_verify(key, SCHEME_PSS, HASH_SHA256, 32, digest, result),
                 BRIDGE_BAD_SIGNATURE);
    memset(signature, 1, sizeof(signature));
    check_status(test_verify(key, SCHEME_OAEP, HASH_SHA256, 0, digest, result),
                 BRIDGE_INVALID_PARAMETER);
    check_status(test_sign(key, SCHEME_NONE, HASH_SHA256, 0, digest, signature, &size),
                 BRIDGE_INVALID_PARAMETER);
    size = (uint32_t)result.size - 1;
    check_status(test_sign(key, SCHEME_PKCS1, HASH_SHA256, 0, digest, signature, &size),
                 BRIDGE_BUFFER_TOO_SMALL);
    check(size == result.size, "needed size %u", size);
}

/* ------------------------------------------------------------------------------------------
 * Encryption
 */

/* The longest message of the scheme; -1 if there is none. */
static int capacity(size_t k, enum bridge_scheme scheme, enum bridge_hash hash)
{
    return scheme == SCHEME_PKCS1 ? (int)k - 11 : (int)(k - 2 * digest_size(hash) - 2);
}

static void crypt_length(const struct test_key *key, enum bridge_scheme scheme,
                         enum bridge_hash hash, struct data label, size_t length, bool fits)
{
    uint8_t input[MAX_BLOCK + 1], cipher[MAX_BLOCK], output[MAX_BLOCK];
    uint32_t size = sizeof(cipher), plain = sizeof(output);
    enum bridge_status status;

    memset(input, 0, sizeof(input)); /* zeros must not be taken for padding */
    if (length)
        input[length - 1] = 0x5a;
    check_context_push("scheme %d, %s, %zu bytes", scheme, test_hash_name(hash), length);
    status = test_crypt(CALL_encrypt, key, scheme, hash, label, (struct data){input, length},
                        cipher, &size);
    if (check_status(status, fits ? BRIDGE_OK : BRIDGE_INVALID_PARAMETER) && fits)
    {
        check(size == modulus_size(key), "size %u", size);
        check_status(test_crypt(CALL_decrypt, key, scheme, hash, label, (struct data){cipher, size},
                                output, &plain),
                     BRIDGE_OK);
        check_bytes(((struct data){output, plain}), ((struct data){input, length}));
    }
    check_context_pop();
}

static void crypt_scheme(const struct test_key *key, enum bridge_scheme scheme,
                         enum bridge_hash hash, struct data label)
{
    int most = capacity(modulus_size(key), scheme, hash);

    crypt_length(key, scheme, hash, label, 0, most >= 0);
    if (most < 0)
        return;
    crypt_length(key, scheme, hash, label, most, true);
    crypt_length(key, scheme, hash, label, most / 2, true);
    crypt_length(key, scheme, hash, label, most + 1, false);
}

static void test_encryption(const struct test_key *key)
{
    static const uint8_t label[] = "label";
    int hash;

    crypt_scheme(key, SCHEME_PKCS1, HASH_NONE, NO_DATA);
    for (hash = HASH_NONE + 1; hash < HASH_COUNT; hash++)
        crypt_scheme(key, SCHEME_OAEP, hash, hash % 2 ? DATA(label) : NO_DATA);
}

static void test_wrong_padding(const struct test_key *key)
{
    static const uint8_t message[] = "message", label[] = "label", other[] = "labem";
    uint8_t cipher[MAX_BLOCK], output[MAX_BLOCK];
    uint32_t size = sizeof(cipher), plain;
    struct data result;

    check_status(test_crypt(CALL_encrypt, key, SCHEME_OAEP, HASH_SHA1, DATA(label), DATA(message),
                            cipher, &size),
                 BRIDGE_OK);
    result = (struct data){cipher, size};

#define DECRYPT(scheme, hash, label, want)                                                         \
    plain = sizeof(output);                                                                        \
    memset(output, 0xee, sizeof(output));                                                          \
    check_status(test_crypt(CALL_decrypt, key, scheme, hash, label, result, output, &plain),       \
                 want);                                                                            \
    check(output[0] == 0xee, "nothing written")

    DECRYPT(SCHEME_OAEP, HASH_SHA1, DATA(other), BRIDGE_DECRYPTION_FAILED);
    DECRYPT(SCHEME_OAEP, HASH_SHA1, NO_DATA, BRIDGE_DECRYPTION_FAILED);
    DECRYPT(SCHEME_OAEP, HASH_MD5, DATA(label), BRIDGE_DECRYPTION_FAILED);
    DECRYPT(SCHEME_PKCS1, HASH_NONE, NO_DATA, BRIDGE_DECRYPTION_FAILED);
    DECRYPT(SCHEME_OAEP, HASH_NONE, NO_DATA, BRIDGE_INVALID_PARAMETER);
    DECRYPT(SCHEME_OAEP, HASH_COUNT, NO_DATA, BRIDGE_NOT_SUPPORTED);
    DECRYPT(SCHEME_PSS, HASH_SHA1, NO_DATA, BRIDGE_INVALID_PARAMETER);
    cipher[size - 1] ^= 1;
    DECRYPT(SCHEME_OAEP, HASH_SHA1, DATA(label), BRIDGE_DECRYPTION_FAILED);
    result.size--;
    DECRYPT(SCHEME_OAEP, HASH_SHA1, DATA(label), BRIDGE_INVALID_PARAMETER);
    memset(cipher, 0xff, size);
    result.size++;
    DECRYPT(SCHEME_OAEP, HASH_SHA1, DATA(label), BRIDGE_INVALID_PARAMETER);
    DECRYPT(SCHEME_NONE, HASH_NONE, NO_DATA, BRIDGE_INVALID_PARAMETER);
#undef DECRYPT
}

static void test_small_output(const struct test_key *key)
{
    static const uint8_t message[] = "message";
    uint8_t cipher[MAX_BLOCK], output[MAX_BLOCK];
    uint32_t size = (uint32_t)modulus_size(key) - 1, plain = sizeof(message) - 1;

    check_status(test_crypt(CALL_encrypt, key, SCHEME_PKCS1, HASH_NONE, NO_DATA, DATA(message),
                            cipher, &size),
                 BRIDGE_BUFFER_TOO_SMALL);
    check(size == modulus_size(key), "needed size %u", size);
    check_status(test_crypt(CALL_encrypt, key, SCHEME_PKCS1, HASH_NONE, NO_DATA, DATA(message),
                            cipher, &size),
                 BRIDGE_OK);
    check_status(test_crypt(CALL_decrypt, key, SCHEME_PKCS1, HASH_NONE, NO_DATA,
                            (struct data){cipher, size}, output, &plain),
                 BRIDGE_BUFFER_TOO_SMALL);
    check(plain == sizeof(message), "needed size %u", plain);
    check_status(test_crypt(CALL_decrypt, key, SCHEME_PKCS1, HASH_NONE, NO_DATA,
                            (struct data){cipher, size}, output, &plain),
                 BRIDGE_OK);
}

/* ------------------------------------------------------------------------------------------
 * Keys that are put together here
 */
struct number
{
    uint8_t bytes[TEST_MAX_PART];
    size_t size;
};

static struct data number_data(const struct number *number)
{
    return (struct data){number->bytes, number->size};
}

static void number_set(struct number *number, const mpz_t value)
{
    mpz_export(number->bytes, &number->size, 1, 1, 1, 0, value);
}

static void mpz_from(mpz_t value, struct data data)
{
    mpz_import(value, data.size, 1, 1, 1, 0, data.bytes);
}

/* A key with modulus p*q. */
static struct test_key *key_of_primes(struct data e, const mpz_t p, const mpz_t q)
{
    struct number np, nq, nn;
    mpz_t n;

    mpz_init(n);
    mpz_mul(n, p, q);
    number_set(&np, p);
    number_set(&nq, q);
    number_set(&nn, n);
    mpz_clear(n);
    return test_rsa_key(e, number_data(&nn), number_data(&np), number_data(&nq));
}

/* The derived numbers against GMP's own arithmetic. */
static void check_derived(const struct test_key *key)
{
    mpz_t v[RSA_D + 1], t, phi;
    int i;

    for (i = 0; i <= RSA_D; i++)
    {
        mpz_init(v[i]);
        mpz_from(v[i], test_key_part(key, i));
    }
    mpz_inits(t, phi, NULL);
    mpz_mul(t, v[RSA_P], v[RSA_Q]);
    check(!mpz_cmp(t, v[RSA_N]), "n = pq");
    mpz_sub(phi, v[RSA_N], v[RSA_P]);
    mpz_sub(phi, phi, v[RSA_Q]);
    mpz_add_ui(phi, phi, 1);
    mpz_mul(t, v[RSA_E], v[RSA_D]);
    mpz_mod(t, t, phi);
    check(!mpz_cmp_ui(t, 1) && mpz_cmp(v[RSA_D], phi) < 0, "ed = 1 mod (p-1)(q-1)");
    mpz_sub_ui(t, v[RSA_P], 1);
    mpz_mod(t, v[RSA_D], t);
    check(!mpz_cmp(t, v[RSA_DP]), "dp = d mod (p-1)");
    mpz_sub_ui(t, v[RSA_Q], 1);
    mpz_mod(t, v[RSA_D], t);
    check(!mpz_cmp(t, v[RSA_DQ]), "dq = d mod (q-1)");
    mpz_mul(t, v[RSA_Q], v[RSA_QINV]);
    mpz_mod(t, t, v[RSA_P]);
    check(!mpz_cmp_ui(t, 1) && mpz_cmp(v[RSA_QINV], v[RSA_P]) < 0, "qinv = 1/q mod p");
    for (i = 0; i <= RSA_D; i++)
        mpz_clear(v[i]);
    mpz_clears(t, phi, NULL);
}

/* A working private key. */
static void check_works(const struct test_key *key)
{
    size_t k = modulus_size(key);

    check_derived(key);
    sign_and_verify(key, SCHEME_PKCS1, HASH_NONE, 0, k >= 31);
    crypt_length(key, SCHEME_PKCS1, HASH_NONE, NO_DATA, k - 11, true);
    if (k >= 42)
        crypt_length(key, SCHEME_OAEP, HASH_SHA1, NO_DATA, k - 42, true);
}

static void prime_of(mpz_t prime, uint32_t bits, int part)
{
    struct test_key *key = test_rsa_generate(bits, 65537);

    if (!key)
        abort();
    mpz_from(prime, test_key_part(key, part));
    test_key_delete(key);
}

/* Primes in either order and of any two sizes. */
static void test_unequal_primes(void)
{
    static const uint32_t sizes[] = {512, 520, 1024, 1536, 2048};
    mpz_t p, q, three;
    size_t i;

    mpz_inits(p, q, NULL);
    mpz_init_set_ui(three, 3);
    prime_of(q, 512, RSA_Q);
    for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
    {
        struct test_key *keys[4];
        int order;

        prime_of(p, sizes[i], RSA_P);
        keys[0] = key_of_primes(DATA(f4), p, q);
        keys[1] = key_of_primes(DATA(f4), q, p);
        keys[2] = key_of_primes(DATA(f4), p, three);
        keys[3] = key_of_primes(DATA(f4), three, p);
        for (order = 0; order < 4; order++)
        {
            check_context_push("primes of 256 and %u bits, order %d", sizes[i] / 2, order);
            if (check_status(test_key_import(keys[order], 0), BRIDGE_OK))
                check_works(keys[order]);
            check_context_pop();
            test_key_delete(keys[order]);
        }
    }
    mpz_clears(p, q, three, NULL);
}

static void import_exponent(const char *hex, const mpz_t p, const mpz_t q, enum bridge_status want)
{
    struct data e = test_unhex(hex);
    struct test_key *key = key_of_primes(e, p, q);

    check_context_push("e = %s", hex);
    if (check_status(test_key_import(key, 0), want) && !want)
        check_works(key);
    check_context_pop();
    test_key_delete(key);
    free((void *)e.bytes);
}

static void test_exponents(void)
{
    mpz_t p, q;

    mpz_inits(p, q, NULL);
    do /* 3 and 5 must not divide p-1, q-1 for the small exponents to work */
        prime_of(p, 1024, RSA_P);
    while (mpz_fdiv_ui(p, 3) == 1 || mpz_fdiv_ui(p, 5) == 1);
    do
        prime_of(q, 1024, RSA_Q);
    while (mpz_fdiv_ui(q, 3) == 1 || mpz_fdiv_ui(q, 5) == 1);
    import_exponent("03", p, q, BRIDGE_OK);
    import_exponent("00000005", p, q, BRIDGE_OK);
    import_exponent("fffffffb", p, q, BRIDGE_OK);           /* these are primes: 2^32 - 5, */
    import_exponent("ffffffffffffffc5", p, q, BRIDGE_OK);   /* 2^64 - 59, */
    import_exponent("01000000000000000d", p, q, BRIDGE_OK); /* 2^64 + 13, */
    import_exponent("7fffffffffffffffffffffffffffffff", p, q, BRIDGE_OK); /* 2^127 - 1 */
    import_exponent("01", p, q, BRIDGE_BAD_KEY);
    import_exponent("00", p, q, BRIDGE_BAD_KEY);
    import_exponent("02", p, q, BRIDGE_BAD_KEY);
    import_exponent("010002", p, q, BRIDGE_BAD_KEY);
    mpz_clears(p, q, NULL);
}

/* BRIDGE_BAD_KEY on import; with BRIDGE_KEY_NO_VALIDATION an object, whose private operations fail
 * and do not crash. */
static void refused(const char *why, struct test_key *key)
{
    struct data digest = some_digest(HASH_SHA1);
    uint8_t signature[MAX_BLOCK];
    uint32_t size = sizeof(signature);

    check_context_push("%s", why);
    check_status(test_key_import(key, 0), BRIDGE_BAD_KEY);
    check(!key->object, "no object");
    check_status(test_key_import(key, BRIDGE_KEY_NO_VALIDATION), BRIDGE_OK);
    check(key->object != 0, "an object");
    check_status(test_sign(key, SCHEME_PKCS1, HASH_NONE, 0, digest, signature, &size),
                 key->parts[RSA_P].size ? BRIDGE_BAD_KEY : BRIDGE_INVALID_PARAMETER);
    check_context_pop();
    test_key_delete(key);
}

static struct test_key *changed(const struct test_key *good, int part, struct data value)
{
    struct test_key *key = test_rsa_key(part == RSA_E ? value : test_key_part(good, RSA_E),
                                        part == RSA_N ? value : test_key_part(good, RSA_N),
                                        part == RSA_P ? value : test_key_part(good, RSA_P),
                                        part == RSA_Q ? value : test_key_part(good, RSA_Q));

    return key;
}

static void test_bad_keys(void)
{
    static const uint8_t zero[] = {0}, one[] = {1}, two[] = {2};
    struct test_key *good = test_rsa_generate(1024, 65537), *other;
    struct data n;
    mpz_t p, q, r;
    uint8_t even[128];

    if (!good)
        return;
    n = test_key_part(good, RSA_N);
    memcpy(even, n.bytes, n.size);
    even[n.size - 1] ^= 1;
    refused("n not pq", changed(good, RSA_N, DATA(even)));
    even[n.size - 1] ^= 3;
    refused("n not pq, odd", changed(good, RSA_N, DATA(even)));
    refused("p = 0", changed(good, RSA_P, DATA(zero)));
    refused("p = 1", changed(good, RSA_P, DATA(one)));
    refused("p = 2", changed(good, RSA_P, DATA(two)));
    refused("q = 0", changed(good, RSA_Q, DATA(zero)));
    refused("q = 1", changed(good, RSA_Q, DATA(one)));
    refused("p = q", changed(good, RSA_P, test_key_part(good, RSA_Q)));
    refused("p = n", changed(good, RSA_P, n));
    refused("e = 0", changed(good, RSA_E, DATA(zero)));

    mpz_inits(p, q, r, NULL);
    mpz_from(p, test_key_part(good, RSA_P));
    mpz_from(q, test_key_part(good, RSA_Q));
    prime_of(r, 512, RSA_P);
    mpz_mul(r, r, p);
    refused("composite p", key_of_primes(DATA(f4), r, q));
    refused("composite q", key_of_primes(DATA(f4), q, r));
    refused("square of a prime", key_of_primes(DATA(f4), p, p));
    mpz_mul(r, p, p);
    refused("p a square", key_of_primes(DATA(f4), r, q));
    mpz_set_ui(r, 1);
    refused("p = 1, n = q", key_of_primes(DATA(f4), r, q));
    mpz_set_ui(r, 65538); /* p-1 a multiple of e */
    mpz_sub_ui(r, r, 1);
    mpz_mul_ui(r, r, 2);
    mpz_add_ui(r, r, 1);
    refused("p - 1 divisible by e", key_of_primes(DATA(f4), r, q));
    mpz_clears(p, q, r, NULL);

    /* incomplete ones are the caller's mistake */
    other = test_rsa_key(DATA(f4), n, test_key_part(good, RSA_P), NO_DATA);
    check_status(test_key_import(other, 0), BRIDGE_INVALID_PARAMETER);
    test_key_delete(other);
    other = test_rsa_key(NO_DATA, n, NO_DATA, NO_DATA);
    check_status(test_key_import(other, 0), BRIDGE_INVALID_PARAMETER);
    test_key_delete(other);
    other = test_rsa_key(DATA(f4), NO_DATA, NO_DATA, NO_DATA);
    check_status(test_key_import(other, 0), BRIDGE_INVALID_PARAMETER);
    test_key_delete(other);
    other = changed(good, RSA_E, n);
    check_status(test_key_import(other, 0), BRIDGE_BAD_KEY);
    test_key_delete(other);
    test_key_delete(good);
}

static void test_bad_public_keys(void)
{
    static const uint8_t even_e[] = {4}, short_n[] = {0xff, 0xff, 0xff, 0xff};
    uint8_t n[2050];

    memset(n, 0xff, sizeof(n));
    refused("tiny n", test_rsa_key(DATA(f4), DATA(short_n), NO_DATA, NO_DATA));
    refused("even e", test_rsa_key(DATA(even_e), (struct data){n, 128}, NO_DATA, NO_DATA));
    n[127] = 0xfe;
    refused("even n", test_rsa_key(DATA(f4), (struct data){n, 128}, NO_DATA, NO_DATA));
    n[127] = 0xff;
    {
        struct test_key *key = test_rsa_key(DATA(f4), DATA(n), NO_DATA, NO_DATA);

        check_status(test_key_import(key, BRIDGE_KEY_NO_VALIDATION), BRIDGE_INVALID_PARAMETER);
        test_key_delete(key);
    }
}

/* A modulus of the largest size, from two primes that RFC 7919 and RFC 5054 (RFC 3526) give. */
static void test_largest(void)
{
    struct test_key *key;
    mpz_t p, q;

    mpz_inits(p, q, NULL);
    mpz_from(p,
             (struct data){gnutls_ffdhe_8192_group_prime.data, gnutls_ffdhe_8192_group_prime.size});
    mpz_from(q, (struct data){gnutls_srp_8192_group_prime.data, gnutls_srp_8192_group_prime.size});
    key = key_of_primes(DATA(f4), p, q);
    if (check_status(test_key_import(key, 0), BRIDGE_OK))
    {
        check(modulus_size(key) == 2048, "%zu bytes", modulus_size(key));
        check_works(key);
    }
    test_key_delete(key);
    mpz_clears(p, q, NULL);
}

/* Moduli of every number of bits, so that all cases of PSS come up. */
static void test_bit_lengths(void)
{
    uint32_t bits, step;
    mpz_t p, q;

    mpz_inits(p, q, NULL);
    prime_of(p, 512, RSA_P);
    for (step = 0; step < 9; step++)
    {
        struct test_key *key;

        bits = 256 + step; /* the smallest prime above 2^bits: n has 512 + step bits or one more */
        mpz_set_ui(q, 1);
        mpz_mul_2exp(q, q, bits);
        mpz_nextprime(q, q);
        key = key_of_primes(DATA(f4), p, q);
        check_context_push("primes of 256 and %u bits", bits + 1);
        if (check_status(test_key_import(key, 0), BRIDGE_OK))
        {
            mpz_t n;

            check_derived(key);
            mpz_init(n);
            mpz_from(n, test_key_part(key, RSA_N));
            sign_and_verify(key, SCHEME_PSS, HASH_SHA1, 20, true);
            sign_and_verify(key, SCHEME_PSS, HASH_SHA1,
                            (uint32_t)((mpz_sizeinbase(n, 2) + 6) / 8) - 22, true);
            sign_and_verify(key, SCHEME_PSS, HASH_SHA1,
                            (uint32_t)((mpz_sizeinbase(n, 2) + 6) / 8) - 21, false);
            mpz_clear(n);
        }
        check_context_pop();
        test_key_delete(key);
    }
    mpz_clears(p, q, NULL);
}

/* ------------------------------------------------------------------------------------------
 * Generation
 */
static void test_generate(uint32_t bits, uint32_t exponent)
{
    struct test_key *key = test_rsa_generate(bits, exponent);
    mpz_t p, q, n;

    if (!key)
        return;
    check_context_push("generated, %u bits, e = %u", bits, exponent);
    mpz_inits(p, q, n, NULL);
    mpz_from(n, test_key_part(key, RSA_N));
    mpz_from(p, test_key_part(key, RSA_P));
    mpz_from(q, test_key_part(key, RSA_Q));
    check(mpz_sizeinbase(n, 2) == bits, "%zu bits", mpz_sizeinbase(n, 2));
    check(mpz_cmp(p, q) > 0, "p > q");
    check(mpz_sizeinbase(p, 2) == bits / 2 && mpz_sizeinbase(q, 2) == bits / 2, "sizes of primes");
    check(mpz_probab_prime_p(p, 20) && mpz_probab_prime_p(q, 20), "prime");
    mpz_clears(p, q, n, NULL);
    check_works(key);
    test_key_delete(key);
    check_context_pop();
}

static void generate_refused(uint32_t bits, struct data e)
{
    struct test_key *key = test_key_new(FAMILY_RSA, 0);

    test_key_set(key, RSA_E, e);
    check_context_push("%u bits", bits);
    check_status(test_key_generate(key, bits), BRIDGE_INVALID_PARAMETER);
    check_context_pop();
    test_key_delete(key);
}

static void test_generation(void)
{
    static const uint8_t even[] = {1, 0, 0}, one[] = {1};
    uint8_t large[65];

    test_generate(512, 65537);
    test_generate(520, 65537);
    test_generate(768, 3);
    test_generate(1024, 0xfffffffb);
    test_generate(2048, 65537);
    memset(large, 0xff, sizeof(large));
    generate_refused(504, DATA(f4));
    generate_refused(0, DATA(f4));
    generate_refused(513, DATA(f4));
    generate_refused(16392, DATA(f4));
    generate_refused(0xfffffff8, DATA(f4));
    generate_refused(512, DATA(even));
    generate_refused(512, DATA(one));
    generate_refused(512, DATA(large));
    generate_refused(512, NO_DATA);
}

/* ------------------------------------------------------------------------------------------
 * One object, many threads
 */
static void *use_key(void *arg)
{
    const struct test_key *key = arg;
    int i;

    for (i = 0; i < 10; i++)
    {
        sign_and_verify(key, SCHEME_PSS, HASH_SHA256, 32, true);
        crypt_length(key, SCHEME_OAEP, HASH_SHA256, NO_DATA, 10, true);
    }
    return NULL;
}

static void test_threads(struct test_key *key)
{
    pthread_t threads[4];
    size_t i;

    for (i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, use_key, key);
    for (i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
}

/* A public key can do the public operations only. */
static void test_public_key(const struct test_key *private)
{
    struct test_key *key = test_rsa_key(test_key_part(private, RSA_E),
                                        test_key_part(private, RSA_N), NO_DATA, NO_DATA);
    struct data digest = some_digest(HASH_SHA256);
    uint8_t signature[MAX_BLOCK], output[MAX_BLOCK];
    uint32_t size = sizeof(signature), plain = sizeof(output);

    check_status(test_key_import(key, 0), BRIDGE_OK);
    check_status(test_sign(key, SCHEME_PKCS1, HASH_SHA256, 0, digest, signature, &size),
                 BRIDGE_INVALID_PARAMETER);
    size = sizeof(signature);
    check_status(test_sign(private, SCHEME_PKCS1, HASH_SHA256, 0, digest, signature, &size),
                 BRIDGE_OK);
    check_status(
        test_verify(key, SCHEME_PKCS1, HASH_SHA256, 0, digest, (struct data){signature, size}),
        BRIDGE_OK);
    check_status(test_crypt(CALL_decrypt, key, SCHEME_NONE, HASH_NONE, NO_DATA,
                            (struct data){signature, size}, output, &plain),
                 BRIDGE_INVALID_PARAMETER);
    test_key_delete(key);
}

static void test_key_of(const char *id)
{
    struct test_key *key = vector_key(id);

    check_context_push("%s", id);
    check_derived(key);
    test_signatures(key);
    test_encryption(key);
    check_context_pop();
    test_key_delete(key);
}

int main(void)
{
    struct test_key *key;

    test_vectors();
    test_signature_vectors();
    test_key_of("corefx-rsa384-priv");
    test_key_of("wine-rsa512-full");
    test_key_of("wine-rsa1024-full");
    test_key_of("corefx-rsa1024-full"); /* p < q */
    test_key_of("corefx-rsa1032-priv");
    if ((key = test_rsa_generate(2048, 65537)))
    {
        test_signatures(key);
        test_encryption(key);
        test_pss_salt(key);
        test_pkcs1_forms(key);
        test_pkcs1_raw_lengths(key);
        test_signature_range(key);
        test_wrong_padding(key);
        test_small_output(key);
        test_public_key(key);
        test_threads(key);
        test_key_delete(key);
    }
    test_unequal_primes();
    test_exponents();
    test_bad_keys();
    test_bad_public_keys();
    test_largest();
    test_bit_lengths();
    test_generation();
    return check_summary("test_unix_rsa");
}
