/*
 * RSA on the Unix side: vectors, signatures, public keys.
 */
#include <stdlib.h>
#include <string.h>

#include "rsa_checks.h"
#include "vectors_rsa_blobs.h"
#include "vectors_signatures.h"

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
    struct test_key *key = rsa_vector_key("wine-rsa2048-pub");
    uint8_t output[MAX_BLOCK];
    uint32_t size = sizeof(output);

    check_status(test_verify(key, SCHEME_PKCS1, HASH_SHA256, 0, field(sign, "hash"),
                             field(sign, "signature")),
                 BRIDGE_OK);
    check_status(
        test_verify(key, SCHEME_PKCS1, HASH_NONE, 0, field(sign, "hash"), field(sign, "signature")),
        BRIDGE_BAD_SIGNATURE);
    test_key_delete(key);

    key = rsa_vector_key("wine-rsa512-priv");
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

static void test_signatures(const struct test_key *key)
{
    size_t k = rsa_modulus_size(key);
    int hash;

    for (hash = HASH_NONE + 1; hash < HASH_COUNT; hash++)
    {
        size_t n = rsa_digest_size(hash);
        /* PSS: the encoded message is a byte shorter where the modulus has 8m + 1 bits */
        size_t em = key->parts[RSA_N].size == k && test_key_part(key, RSA_N).bytes[0] == 1 ? k - 1
                                                                                           : k;

        rsa_sign_and_verify(key, SCHEME_PKCS1, hash, 0, prefix_size(hash) + n + 11 <= k);
        rsa_sign_and_verify(key, SCHEME_PSS, hash, 0, n + 2 <= em);
        rsa_sign_and_verify(key, SCHEME_PSS, hash, n, 2 * n + 2 <= em);
        if (n + 2 > em)
            continue;
        rsa_sign_and_verify(key, SCHEME_PSS, hash, em - n - 2, true);
        rsa_sign_and_verify(key, SCHEME_PSS, hash, em - n - 1, false);
    }
    rsa_sign_and_verify(key, SCHEME_PKCS1, HASH_NONE, 0, 20 + 11 <= k);
}

/* The salt's length is part of the signature: CNG has no automatic detection. */
static void test_pss_salt(const struct test_key *key)
{
    struct data digest = rsa_digest(HASH_SHA256);
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
    struct data digest = rsa_digest(HASH_SHA256);
    size_t k = rsa_modulus_size(key), i;
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
    size_t k = rsa_modulus_size(key), sizes[] = {0, 1, 36, k - 11, k - 10, k, k + 1, 1 << 20}, i;
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
    struct data n = test_key_part(key, RSA_N), digest = rsa_digest(HASH_SHA256);
    uint8_t signature[MAX_BLOCK] = {0};
    struct data result = {signature, rsa_modulus_size(key)};
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

/* A public key can do the public operations only. */
static void test_public_key(const struct test_key *private)
{
    struct test_key *key = test_rsa_key(test_key_part(private, RSA_E),
                                        test_key_part(private, RSA_N), NO_DATA, NO_DATA);
    struct data digest = rsa_digest(HASH_SHA256);
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

static void test_vector(const char *id)
{
    struct test_key *key = rsa_vector_key(id);

    check_context_push("%s", id);
    test_signatures(key);
    check_context_pop();
    test_key_delete(key);
}

int main(void)
{
    struct test_key *key;

    test_vectors();
    test_signature_vectors();
    test_vector("corefx-rsa384-priv");
    test_vector("wine-rsa512-full");
    test_vector("wine-rsa1024-full");
    test_vector("corefx-rsa1024-full"); /* p < q */
    test_vector("corefx-rsa1032-priv");
    if ((key = test_rsa_generate(2048, 65537)))
    {
        test_signatures(key);
        test_pss_salt(key);
        test_pkcs1_forms(key);
        test_pkcs1_raw_lengths(key);
        test_signature_range(key);
        test_public_key(key);
        test_key_delete(key);
    }
    return check_summary("test_unix_rsa");
}
