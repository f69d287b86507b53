/*
 * Signatures and raw RSA from native Windows, through the provider's function table.
 */
#include "check.h"
#include "provider.h"
#include "vectors_dsa_blobs.h"
#include "vectors_ec_blobs.h"
#include "vectors_rsa_blobs.h"
#include "vectors_signatures.h"

/* The key that a vector names, from whichever table has it. */
static const struct test_vector *find_key(const char *id)
{
    const struct test_vector *key = find_vector(vectors_rsa_blobs, VECTOR_COUNT(vectors_rsa_blobs),
                                                id);

    if (!key)
        key = find_vector(vectors_ec_blobs, VECTOR_COUNT(vectors_ec_blobs), id);
    if (!key)
        key = find_vector(vectors_dsa_blobs, VECTOR_COUNT(vectors_dsa_blobs), id);
    return key;
}

static const char *text_of(const struct test_vector *vector, const char *name)
{
    const struct test_vector_field *field = find_vector_field(vector, name);

    return field ? field->text : NULL;
}

static SECURITY_STATUS expected_status(const struct test_vector *vector)
{
    return strstr(text_of(vector, "expect"), "NTE_BAD_SIGNATURE") ? NTE_BAD_SIGNATURE
                                                                  : ERROR_SUCCESS;
}

static void test_signature(const struct test_vector *vector, NCRYPT_KEY_HANDLE key)
{
    const struct test_vector_field *hash = find_vector_field(vector, "hash");
    const struct test_vector_field *signature = find_vector_field(vector, "signature");
    BCRYPT_PKCS1_PADDING_INFO pkcs1 = {BCRYPT_SHA256_ALGORITHM};
    bool padded = text_of(vector, "padding") != NULL;
    SECURITY_STATUS status = provider_table()->VerifySignature(
        provider_handle(), key, padded ? &pkcs1 : NULL, (BYTE *)hash->bytes, (DWORD)hash->len,
        (BYTE *)signature->bytes, (DWORD)signature->len, padded ? NCRYPT_PAD_PKCS1_FLAG : 0);

    check(status == expected_status(vector), "verify: %#x, expected %#x", (unsigned int)status,
          (unsigned int)expected_status(vector));
}

static void test_raw_encryption(const struct test_vector *vector, NCRYPT_KEY_HANDLE key)
{
    const struct test_vector_field *input = find_vector_field(vector, "input");
    const struct test_vector_field *output = find_vector_field(vector, "output");
    BYTE buffer[2048];
    DWORD size = 0;
    SECURITY_STATUS status = provider_table()->Encrypt(
        provider_handle(), key, (BYTE *)input->bytes, (DWORD)input->len, NULL, buffer,
        sizeof(buffer), &size, NCRYPT_NO_PADDING_FLAG);

    check(!status, "encrypt: %#x", (unsigned int)status);
    check(size == output->len && !memcmp(buffer, output->bytes, size), "other ciphertext");
    status = provider_table()->Decrypt(provider_handle(), key, buffer, size, NULL, buffer,
                                       sizeof(buffer), &size, NCRYPT_NO_PADDING_FLAG);
    check(!status, "decrypt in place: %#x", (unsigned int)status);
    check(size == input->len && !memcmp(buffer, input->bytes, size), "other plaintext");
}

static void test_vector(const struct test_vector *vector)
{
    const struct test_vector *blob = find_key(text_of(vector, "key"));
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status;

    check_context_push("%s", vector->id);
    check(blob != NULL, "there is no key %s", text_of(vector, "key"));
    key = blob ? provider_import(blob->blob_type, blob->bytes, blob->size, &status) : 0;
    check(key != 0, "import: %#x", (unsigned int)status);
    if (key && find_vector_field(vector, "signature"))
        test_signature(vector, key);
    else if (key)
        test_raw_encryption(vector, key);
    provider_free(key);
    check_context_pop();
}

int main(void)
{
    size_t i;

    for (i = 0; i < VECTOR_COUNT(vectors_signatures); i++)
        test_vector(&vectors_signatures[i]);
    provider_close();
    return check_summary("signature_vectors");
}
