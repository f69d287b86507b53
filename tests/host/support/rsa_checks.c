/*
 * Checks of RSA keys of the Unix side, see rsa_checks.h.
 */
#include "rsa_checks.h"

#include <stdlib.h>
#include <string.h>

#include "vectors_rsa_blobs.h"

size_t rsa_digest_size(enum bridge_hash hash)
{
#define SIZE(id, name, size) [HASH_##id] = size,
    static const size_t sizes[HASH_COUNT] = {BRIDGE_HASHES(SIZE)};
#undef SIZE

    return sizes[hash];
}

size_t rsa_modulus_size(const struct test_key *key)
{
    size_t n = 0;
    struct data data = test_key_part(key, RSA_N);

    while (n < data.size && !data.bytes[n])
        n++;
    return data.size - n;
}

/* A digest of the hash's length, with some content. */
struct data rsa_digest(enum bridge_hash hash)
{
    static const uint8_t bytes[BRIDGE_MAX_DIGEST] = "some digest, zero to the end";

    return (struct data){bytes, rsa_digest_size(hash)};
}

struct test_key *rsa_vector_key(const char *id)
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

void rsa_sign_and_verify(const struct test_key *key, enum bridge_scheme scheme,
                         enum bridge_hash hash, uint32_t salt, bool fits)
{
    struct data digest = rsa_digest(hash ? hash : HASH_SHA1);
    uint8_t signature[MAX_BLOCK];
    uint32_t size = sizeof(signature);
    enum bridge_status status = test_sign(key, scheme, hash, salt, digest, signature, &size);

    check_context_push("scheme %d, %s, salt %u", scheme, test_hash_name(hash), salt);
    if (check_status(status, fits ? BRIDGE_OK : BRIDGE_INVALID_PARAMETER) && fits)
    {
        check(size == rsa_modulus_size(key), "size %u", size);
        check_status(test_verify(key, scheme, hash, salt, digest, (struct data){signature, size}),
                     BRIDGE_OK);
        tampered(key, scheme, hash, salt, digest, signature, size);
    }
    check_context_pop();
}

void rsa_crypt_length(const struct test_key *key, enum bridge_scheme scheme, enum bridge_hash hash,
                      struct data label, size_t length, bool fits)
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
        check(size == rsa_modulus_size(key), "size %u", size);
        check_status(test_crypt(CALL_decrypt, key, scheme, hash, label, (struct data){cipher, size},
                                output, &plain),
                     BRIDGE_OK);
        check_bytes(((struct data){output, plain}), ((struct data){input, length}));
    }
    check_context_pop();
}
