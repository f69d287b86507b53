/*
 * DH keys through the provider: groups, blobs in every form, DHParameters; the secret on the Unix
 * side.
 */
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "ffc_blob.h"
#include "provider.h"
#include "unix_call.h"
#include "vectors_dh_blobs.h"
#include "vectors_kdf.h"

#define HEADER 8

static const struct test_vector *blob_vector(const char *id)
{
    return find_vector(vectors_dh_blobs, VECTOR_COUNT(vectors_dh_blobs), id);
}

/* ------------------------------------------------------------------------------------------
 * Secrets, on the Unix side
 */

/* The numbers of a blob as a key of the bridge; x absent for a public one. */
static struct test_key *unix_key(const BYTE *blob, uint32_t flags)
{
    uint32_t size = blob[4] | blob[5] << 8;
    struct test_key *key = test_key_new(FAMILY_DH, 0);
    int part, last = blob[3] == 'V' ? DH_X : DH_Y;

    for (part = DH_P; part <= last; part++)
        test_key_set(key, part, (struct data){blob + HEADER + part * size, size});
    check_status(test_key_import(key, flags), BRIDGE_OK);
    return key;
}

static enum bridge_status agree(const struct test_key *own, const struct test_key *peer,
                                uint8_t *secret, uint32_t *size)
{
    struct bridge_agree params = {
        .own = own->object, .peer = peer->object, .secret = span_out(secret, *size)};
    enum bridge_status status = test_call(CALL_agree, &params);

    *size = params.secret.size;
    return status;
}

/* What the derivation of the vector makes of the secret. */
static size_t derive(const char *kdf, const char *hash, struct data secret, uint8_t *output)
{
    struct sha1_ctx sha1;
    struct sha256_ctx sha256;
    size_t i;

    if (!strcmp(kdf, "TRUNCATE"))
    {
        for (i = 0; i < secret.size; i++)
            output[i] = secret.bytes[secret.size - 1 - i];
        return secret.size;
    }
    if (!strncmp(hash, "SHA256", 6))
    {
        sha256_init(&sha256);
        sha256_update(&sha256, secret.size, secret.bytes);
        sha256_digest(&sha256, SHA256_DIGEST_SIZE, output);
        return SHA256_DIGEST_SIZE;
    }
    sha1_init(&sha1);
    sha1_update(&sha1, secret.size, secret.bytes);
    sha1_digest(&sha1, SHA1_DIGEST_SIZE, output);
    return SHA1_DIGEST_SIZE;
}

static void test_vector(const struct test_vector *vector, const char *id)
{
    const struct test_vector_field *hash = find_vector_field(vector, "hash");
    const struct test_vector_field *want = find_vector_field(vector, "output");
    struct test_key *key = unix_key(blob_vector(id)->bytes, 0);
    uint8_t secret[128], output[128];
    uint32_t size = sizeof(secret);
    size_t length;

    check_context_push("%s %s", id, find_vector_field(vector, "kdf")->text);
    check_status(agree(key, key, secret, &size), BRIDGE_OK);
    check(size == blob_vector(id)->bytes[4], "%u bytes", (unsigned int)size);
    length = derive(find_vector_field(vector, "kdf")->text, hash ? hash->text : "",
                    (struct data){secret, size}, output);
    check_bytes(((struct data){output, length}), ((struct data){want->bytes, want->len}));
    check_context_pop();
    test_key_delete(key);
}

static void test_vectors(void)
{
    size_t i, count = 0;

    for (i = 0; i < VECTOR_COUNT(vectors_kdf); i++)
    {
        const struct test_vector_field *key = find_vector_field(&vectors_kdf[i], "key");

        if (!key || !key->text || !strstr(key->text, "-dh") || !strstr(key->text, "itself"))
            continue;
        test_vector(&vectors_kdf[i],
                    strstr(key->text, "dh512") ? "wine-dh512-priv" : "wine-dh1024-priv");
        count++;
    }
    check(count == 4, "%zu vectors", count);
}

/* A peer in another group, or whose number gives a secret that everybody knows. */
static void test_bad_peers(void)
{
    struct test_key *own = unix_key(blob_vector("wine-dh1024-priv")->bytes, 0), *peer;
    uint8_t secret[129];
    uint32_t size;
    struct ffc_key numbers;
    struct ffc_blob blob;
    int i;

    ffc_dh_read(&numbers, blob_vector("wine-dh1024-priv")->bytes);
    for (i = 0; i < 5; i++)
    {
        if (i < 2)
            mpz_set_ui(numbers.y, 1 - i);
        else
            mpz_sub_ui(numbers.y, numbers.p, 4 - i);
        if (i == 2)
            mpz_set(numbers.y, numbers.g);
        ffc_dh_blob(&blob, &numbers, false);
        peer = unix_key(blob.bytes, BRIDGE_KEY_NO_VALIDATION);
        size = sizeof(secret);
        check_context_push("peer %d", i);
        if (i == 2)
            check_status(agree(own, peer, secret, &size), BRIDGE_OK);
        else if (i == 1 || i == 4) /* 0 and p: no key at all */
            check_status(agree(own, peer, secret, &size), BRIDGE_BAD_KEY);
        else
            check_status(agree(own, peer, secret, &size), BRIDGE_INVALID_PARAMETER);
        check_context_pop();
        test_key_delete(peer);
    }
    peer = unix_key(blob_vector("wine-dh512-priv")->bytes, 0);
    check_status(agree(own, peer, secret, &size), BRIDGE_INVALID_PARAMETER);
    check_status(agree(peer, own, secret, &size), BRIDGE_INVALID_PARAMETER);
    size = 0;
    check_status(agree(own, own, NULL, &size), BRIDGE_BUFFER_TOO_SMALL);
    check(size == 128, "asked: %u bytes", (unsigned int)size);
    test_key_delete(peer);
    test_key_delete(own);
    ffc_key_clear(&numbers);
}

/* ------------------------------------------------------------------------------------------
 * Keys
 */

/* key → type → key → DHPRIVATEBLOB is the blob. */
static void check_form(NCRYPT_KEY_HANDLE key, const char *type, const BYTE *blob, DWORD blob_size)
{
    DWORD size, again_size;
    SECURITY_STATUS status;
    BYTE *form = provider_export(key, type, &size, &status), *again;
    NCRYPT_KEY_HANDLE copy = 0;

    check_context_push("%s", type);
    check(!status, "export: %#x", (unsigned int)status);
    if (form)
        copy = provider_import(type, form, size, &status);
    check(copy != 0, "import: %#x", (unsigned int)status);
    if (copy)
    {
        again = provider_export(copy, "DHPRIVATEBLOB", &again_size, &status);
        check(!status && again_size == blob_size && !memcmp(again, blob, blob_size),
              "the same key comes back: %#x", (unsigned int)status);
        free(again);
        again = provider_export(copy, type, &again_size, &status);
        check(!status && again_size == size && !memcmp(again, form, size), "exported again: %#x",
              (unsigned int)status);
        free(again);
    }
    provider_free(copy);
    free(form);
    check_context_pop();
}

static SECURITY_STATUS get_property(NCRYPT_KEY_HANDLE key, const WCHAR *name, void *data,
                                    DWORD room, DWORD *size)
{
    return provider_table()->GetKeyProperty(provider_handle(), key, name, data, room, size, 0);
}

static void check_properties(NCRYPT_KEY_HANDLE key, DWORD length)
{
    static const DWORD lengths[] = {512, 16384, 64, 1024};
    DWORD got[4] = {0}, size;

    check(!get_property(key, NCRYPT_LENGTH_PROPERTY, got, sizeof(got), &size) && got[0] == length,
          "length %u", (unsigned int)got[0]);
    check(!get_property(key, NCRYPT_LENGTHS_PROPERTY, got, sizeof(got), &size) &&
              !memcmp(got, lengths, sizeof(got)),
          "lengths");
    check(get_property(key, NCRYPT_SIGNATURE_LENGTH_PROPERTY, got, sizeof(got), &size) ==
              NTE_NOT_SUPPORTED,
          "signature length");
    check(get_property(key, BCRYPT_DSA_PARAMETERS, got, sizeof(got), &size) == NTE_NOT_SUPPORTED,
          "DSA parameters");
}

static void check_no_other_operation(NCRYPT_KEY_HANDLE key)
{
    BYTE hash[20] = {0}, output[2048];
    SECURITY_STATUS status;
    DWORD size;

    status = provider_table()->SignHash(provider_handle(), key, NULL, hash, sizeof(hash), output,
                                        sizeof(output), &size, 0);
    check(status == NTE_NOT_SUPPORTED, "sign: %#x", (unsigned int)status);
    status = provider_table()->VerifySignature(provider_handle(), key, NULL, hash, sizeof(hash),
                                               output, 40, 0);
    check(status == NTE_NOT_SUPPORTED, "verify: %#x", (unsigned int)status);
    status = provider_table()->Encrypt(provider_handle(), key, hash, sizeof(hash), NULL, output,
                                       sizeof(output), &size, NCRYPT_PAD_PKCS1_FLAG);
    check(status == NTE_NOT_SUPPORTED, "encrypt: %#x", (unsigned int)status);
    status = provider_table()->Decrypt(provider_handle(), key, hash, sizeof(hash), NULL, output,
                                       sizeof(output), &size, NCRYPT_PAD_PKCS1_FLAG);
    check(status == NTE_NOT_SUPPORTED, "decrypt: %#x", (unsigned int)status);
}

/* Two keys of one length are in one group, and both ways lead to one secret. */
static void check_secret(const BYTE *blob, DWORD length)
{
    struct test_key *own = unix_key(blob, 0), *other = test_key_new(FAMILY_DH, 0);
    uint8_t one[TEST_MAX_PART], two[TEST_MAX_PART];
    uint32_t size = sizeof(one), again = sizeof(two);
    int part;

    test_key_set(other, DH_P, test_key_part(own, DH_P));
    test_key_set(other, DH_G, test_key_part(own, DH_G));
    for (part = DH_Y; part <= DH_X; part++)
        test_key_want(other, part, length / 8);
    check_status(test_key_generate(other, length), BRIDGE_OK);
    check_status(agree(own, other, one, &size), BRIDGE_OK);
    check_status(agree(other, own, two, &again), BRIDGE_OK);
    check(size == length / 8, "%u bytes", (unsigned int)size);
    check_bytes(((struct data){one, size}), ((struct data){two, again}));
    test_key_delete(own);
    test_key_delete(other);
}

static void check_generated(NCRYPT_KEY_HANDLE key, DWORD length)
{
    SECURITY_STATUS status;
    DWORD size = 0;
    BYTE *blob = provider_export(key, "DHPRIVATEBLOB", &size, &status);

    check(!status && size == HEADER + length / 2, "%u bytes: %#x", (unsigned int)size,
          (unsigned int)status);
    check_properties(key, length);
    check_no_other_operation(key);
    check_form(key, "DHPRIVATEBLOB", blob, size);
    check_form(key, "PRIVATEBLOB", blob, size);
    check_form(key, "CAPIDHPRIVATEBLOB", blob, size);
    check_form(key, "PKCS8_PRIVATEKEY", blob, size);
    check_secret(blob, length);
    free(blob);
}

static void test_generation(void)
{
    static const DWORD lengths[] = {0, 512, 640, 768, 1024, 1536, 2048, 3072, 4096};
    SECURITY_STATUS status;
    size_t i;

    for (i = 0; i < ARRAYSIZE(lengths); i++)
    {
        NCRYPT_KEY_HANDLE key = provider_generate("DH", lengths[i], &status);

        check_context_push("%u bits", (unsigned int)lengths[i]);
        if (check(key != 0, "generation: %#x", (unsigned int)status))
            check_generated(key, lengths[i] ? lengths[i] : 1024);
        provider_free(key);
        check_context_pop();
    }
    provider_free(provider_generate("DH", 2112, &status)); /* no standard group */
    check(status == NTE_NOT_SUPPORTED, "2112 bits: %#x", (unsigned int)status);
    provider_free(provider_generate("DH", 448, &status));
    check(status == NTE_INVALID_PARAMETER, "448 bits: %#x", (unsigned int)status);
    provider_free(provider_generate("DH", 16448, &status));
    check(status == NTE_INVALID_PARAMETER, "16448 bits: %#x", (unsigned int)status);
}

/* The standard groups are safe primes: their generator 2 has the order (p-1)/2. */
static void test_groups(void)
{
    static const DWORD lengths[] = {768, 1024, 1536, 2048, 3072, 4096, 6144, 8192};
    size_t i;

    for (i = 0; i < ARRAYSIZE(lengths); i++)
    {
        struct test_key *key = test_key_new(FAMILY_DH, 0);
        struct data p;
        mpz_t prime;
        int part;

        for (part = DH_P; part <= DH_X; part++)
            test_key_want(key, part, lengths[i] / 8);
        check_context_push("group of %u bits", (unsigned int)lengths[i]);
        check_status(test_key_generate(key, lengths[i]), BRIDGE_OK);
        p = test_key_part(key, DH_P);
        mpz_init(prime);
        mpz_import(prime, p.size, 1, 1, 1, 0, p.bytes);
        check(mpz_sizeinbase(prime, 2) == lengths[i] && mpz_probab_prime_p(prime, 25),
              "p is prime");
        mpz_fdiv_q_2exp(prime, prime, 1);
        check(mpz_probab_prime_p(prime, 25), "(p-1)/2 is prime");
        check(key->buffers[DH_G][lengths[i] / 8 - 1] == 2, "g = 2");
        mpz_clear(prime);
        check_context_pop();
        test_key_delete(key);
    }
}

int main(void)
{
    test_vectors();
    test_bad_peers();
    test_generation();
    test_groups();
    provider_close();
    return check_summary("dh");
}
