/*
 * RSA on the Unix side: encryption, wrong padding, one object in many threads.
 */
#include <pthread.h>
#include <string.h>

#include "rsa_checks.h"

/* The longest message of the scheme; -1 if there is none. */
static int capacity(size_t k, enum bridge_scheme scheme, enum bridge_hash hash)
{
    return scheme == SCHEME_PKCS1 ? (int)k - 11 : (int)(k - 2 * rsa_digest_size(hash) - 2);
}

static void crypt_scheme(const struct test_key *key, enum bridge_scheme scheme,
                         enum bridge_hash hash, struct data label)
{
    int most = capacity(rsa_modulus_size(key), scheme, hash);

    rsa_crypt_length(key, scheme, hash, label, 0, most >= 0);
    if (most < 0)
        return;
    rsa_crypt_length(key, scheme, hash, label, most, true);
    rsa_crypt_length(key, scheme, hash, label, most / 2, true);
    rsa_crypt_length(key, scheme, hash, label, most + 1, false);
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
    uint32_t size = (uint32_t)rsa_modulus_size(key) - 1, plain = sizeof(message) - 1;

    check_status(test_crypt(CALL_encrypt, key, SCHEME_PKCS1, HASH_NONE, NO_DATA, DATA(message),
                            cipher, &size),
                 BRIDGE_BUFFER_TOO_SMALL);
    check(size == rsa_modulus_size(key), "needed size %u", size);
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
 * One object, many threads
 */
static void *use_key(void *arg)
{
    const struct test_key *key = arg;
    int i;

    for (i = 0; i < 10; i++)
    {
        rsa_sign_and_verify(key, SCHEME_PSS, HASH_SHA256, 32, true);
        rsa_crypt_length(key, SCHEME_OAEP, HASH_SHA256, NO_DATA, 10, true);
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

static void test_vector(const char *id)
{
    struct test_key *key = rsa_vector_key(id);

    check_context_push("%s", id);
    test_encryption(key);
    check_context_pop();
    test_key_delete(key);
}

int main(void)
{
    struct test_key *key;

    test_vector("corefx-rsa384-priv");
    test_vector("wine-rsa512-full");
    test_vector("wine-rsa1024-full");
    test_vector("corefx-rsa1024-full"); /* p < q */
    test_vector("corefx-rsa1032-priv");
    if ((key = test_rsa_generate(2048, 65537)))
    {
        test_encryption(key);
        test_wrong_padding(key);
        test_small_output(key);
        test_threads(key);
        test_key_delete(key);
    }
    return check_summary("test_unix_rsa_crypt");
}
