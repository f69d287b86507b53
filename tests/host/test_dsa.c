/*
 * DSA keys through the provider: generation, blobs in every form, signatures, DSAParameters.
 */
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "provider.h"
#include "vectors_dsa_blobs.h"
#include "wycheproof.h"

/* Offsets of BCRYPT_DSA_KEY_BLOB, and of BCRYPT_DSA_KEY_BLOB_V2 with a seed and q of 32 bytes. */
#define OLD_COUNT 8
#define OLD_SEED 12
#define NEW_COUNT 24
#define NEW_SEED 28
#define NEW_SEED_SIZE 32

static SECURITY_STATUS get_property(NCRYPT_KEY_HANDLE key, const WCHAR *name, void *data,
                                    DWORD room, DWORD *size)
{
    *size = 0xdead;
    return provider_table()->GetKeyProperty(provider_handle(), key, name, data, room, size, 0);
}

static DWORD get_dword(NCRYPT_KEY_HANDLE key, const WCHAR *name)
{
    DWORD value = 0xdead, size;
    SECURITY_STATUS status = get_property(key, name, &value, sizeof(value), &size);

    check(!status && size == sizeof(value), "property: %#x, %u bytes", (unsigned int)status,
          (unsigned int)size);
    return value;
}

/* ------------------------------------------------------------------------------------------
 * Signatures
 */
static SECURITY_STATUS sign(NCRYPT_KEY_HANDLE key, void *padding, const BYTE *hash, DWORD hash_size,
                            BYTE *signature, DWORD *size, DWORD flags)
{
    return provider_table()->SignHash(provider_handle(), key, padding, (BYTE *)hash, hash_size,
                                      signature, *size, size, flags);
}

static SECURITY_STATUS verify(NCRYPT_KEY_HANDLE key, const BYTE *hash, DWORD hash_size,
                              const BYTE *signature, DWORD size)
{
    return provider_table()->VerifySignature(provider_handle(), key, NULL, (BYTE *)hash, hash_size,
                                             (BYTE *)signature, size, 0);
}

static void check_signature(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE public, DWORD hash_size)
{
    DWORD expected = get_dword(key, NCRYPT_SIGNATURE_LENGTH_PROPERTY), size = expected, i;
    BYTE hash[64], signature[128];
    SECURITY_STATUS status;

    memset(hash, 0xa5, sizeof(hash));
    memset(signature, 0x77, sizeof(signature));
    status = sign(key, NULL, hash, hash_size, signature, &size, 0);
    check(!status && size == expected, "sign: %#x, %u bytes", (unsigned int)status,
          (unsigned int)size);
    check(expected == sizeof(signature) || signature[expected] == 0x77, "written past the end");
    status = verify(public, hash, hash_size, signature, size);
    check(!status, "verify: %#x", (unsigned int)status);
    for (i = 0; i < size; i += size / 4 - 1)
    {
        signature[i] ^= 1;
        status = verify(public, hash, hash_size, signature, size);
        check(status == NTE_BAD_SIGNATURE, "byte %u: %#x", (unsigned int)i, (unsigned int)status);
        signature[i] ^= 1;
    }
    for (i = 0; i <= sizeof(signature); i++)
    {
        status = verify(public, hash, hash_size, signature, i);
        check(status == (i == size ? ERROR_SUCCESS : NTE_INVALID_PARAMETER), "%u bytes: %#x",
              (unsigned int)i, (unsigned int)status);
    }
}

/* Of a longer hash the leftmost bits count, as many as q has (FIPS 186-4 section 4.6). */
static void check_truncation(NCRYPT_KEY_HANDLE key)
{
    DWORD size = get_dword(key, NCRYPT_SIGNATURE_LENGTH_PROPERTY), half = size / 2;
    BYTE hash[80], signature[128];
    SECURITY_STATUS status;

    memset(hash, 0x3c, sizeof(hash));
    status = sign(key, NULL, hash, half + 16, signature, &size, 0);
    check(!status, "sign: %#x", (unsigned int)status);
    status = verify(key, hash, half, signature, size);
    check(!status, "only the first bytes count: %#x", (unsigned int)status);
    hash[half - 1] ^= 1;
    status = verify(key, hash, half + 16, signature, size);
    check(status == NTE_BAD_SIGNATURE, "the last of them: %#x", (unsigned int)status);
}

static void check_sign_arguments(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE public)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA1_ALGORITHM};
    DWORD expected = get_dword(key, NCRYPT_SIGNATURE_LENGTH_PROPERTY), size;
    BYTE hash[20] = {1}, signature[128] = {0};
    SECURITY_STATUS status;

    size = 0;
    status = sign(key, NULL, hash, sizeof(hash), NULL, &size, 0);
    check(!status && size == expected, "query: %#x, %u", (unsigned int)status, (unsigned int)size);
    size = expected - 1;
    status = sign(key, NULL, hash, sizeof(hash), signature, &size, 0);
    check(status == NTE_BUFFER_TOO_SMALL && size == expected, "small buffer: %#x, %u",
          (unsigned int)status, (unsigned int)size);
    check(!signature[0], "something was written");
    size = sizeof(signature);
    status = sign(key, &padding, hash, sizeof(hash), signature, &size, NCRYPT_PAD_PKCS1_FLAG);
    check(status == NTE_INVALID_PARAMETER, "padding: %#x", (unsigned int)status);
    status = sign(key, NULL, hash, sizeof(hash), signature, &size, 0x800000);
    check(status == NTE_BAD_FLAGS, "flags: %#x", (unsigned int)status);
    status = sign(public, NULL, hash, sizeof(hash), signature, &size, 0);
    check(status == NTE_NO_KEY, "public key: %#x", (unsigned int)status);
    status = provider_table()->Encrypt(provider_handle(), key, hash, sizeof(hash), NULL, signature,
                                       sizeof(signature), &size, NCRYPT_PAD_PKCS1_FLAG);
    check(status == NTE_NOT_SUPPORTED, "encrypt: %#x", (unsigned int)status);
    status = provider_table()->Decrypt(provider_handle(), key, hash, sizeof(hash), NULL, signature,
                                       sizeof(signature), &size, NCRYPT_PAD_PKCS1_FLAG);
    check(status == NTE_NOT_SUPPORTED, "decrypt: %#x", (unsigned int)status);
}

static void check_signatures(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE public)
{
    static const DWORD sizes[] = {0, 1, 16, 20, 32, 48, 64};
    size_t i;

    for (i = 0; i < ARRAYSIZE(sizes); i++)
        check_signature(key, public, sizes[i]);
    check_truncation(key);
    check_sign_arguments(key, public);
}

/* ------------------------------------------------------------------------------------------
 * Blobs
 */

/* The same key without its seed, which not every form can tell. */
static void forget_seed(BYTE *blob, bool old)
{
    memset(blob + (old ? OLD_COUNT : NEW_COUNT), 0xff, 4);
    memset(blob + (old ? OLD_SEED : NEW_SEED), 0xff, old ? 20 : NEW_SEED_SIZE);
}

/* key → type → key → DSAPRIVATEBLOB is the blob; seedless: but for the seed. */
static void check_form(NCRYPT_KEY_HANDLE key, const char *type, const BYTE *blob, DWORD blob_size,
                       bool seedless)
{
    DWORD size, again_size = 0;
    SECURITY_STATUS status;
    BYTE *form = provider_export(key, type, &size, &status), *expected, *again;
    NCRYPT_KEY_HANDLE copy;

    check_context_push("%s", type);
    check(!status, "export: %#x", (unsigned int)status);
    if (form && (copy = provider_import(type, form, size, &status)))
    {
        expected = malloc(blob_size);
        memcpy(expected, blob, blob_size);
        if (seedless)
            forget_seed(expected, blob_size <= 456);
        again = provider_export(copy, "DSAPRIVATEBLOB", &again_size, &status);
        check(!status && again_size == blob_size && !memcmp(again, expected, blob_size),
              "the same key comes back: %#x", (unsigned int)status);
        check_signature(copy, key, 20);
        free(again);
        again = provider_export(copy, type, &again_size, &status);
        check(!status && again_size == size && (seedless || !memcmp(again, form, size)),
              "exported again: %#x", (unsigned int)status);
        free(again);
        free(expected);
        provider_free(copy);
    }
    else
        check(false, "import: %#x", (unsigned int)status);
    free(form);
    check_context_pop();
}

static void check_bad_seed(const BYTE *blob, DWORD size, bool old)
{
    size_t offsets[] = {old ? OLD_COUNT + 3 : NEW_COUNT + 3, old ? OLD_SEED : NEW_SEED,
                        old ? OLD_COUNT : NEW_COUNT};
    BYTE *changed = malloc(size);
    SECURITY_STATUS status;
    size_t i;

    for (i = 0; i < ARRAYSIZE(offsets); i++)
    {
        memcpy(changed, blob, size);
        changed[offsets[i]] ^= 1;
        provider_free(provider_import("DSAPRIVATEBLOB", changed, size, &status));
        check(status == NTE_INVALID_PARAMETER, "byte %zu: %#x", offsets[i], (unsigned int)status);
        provider_free(provider_import_flags("DSAPRIVATEBLOB", changed, size,
                                            NCRYPT_NO_KEY_VALIDATION, &status));
        check(!status, "byte %zu without validation: %#x", offsets[i], (unsigned int)status);
    }
    memcpy(changed, blob, size);
    forget_seed(changed, old);
    provider_free(provider_import("DSAPRIVATEBLOB", changed, size, &status));
    check(!status, "no seed: %#x", (unsigned int)status);
    changed[old ? OLD_COUNT : NEW_COUNT] = 0;
    provider_free(provider_import("DSAPRIVATEBLOB", changed, size, &status));
    check(status == NTE_INVALID_PARAMETER, "half a filler: %#x", (unsigned int)status);
    free(changed);
}

static void check_properties(NCRYPT_KEY_HANDLE key, DWORD length)
{
    static const DWORD lengths[] = {512, 3072, 64, 1024};
    DWORD got[4], size;
    WCHAR name[8];

    check(get_dword(key, NCRYPT_LENGTH_PROPERTY) == length, "length");
    check(get_dword(key, NCRYPT_PUBLIC_LENGTH_PROPERTY) == length, "public length");
    check(get_dword(key, NCRYPT_SIGNATURE_LENGTH_PROPERTY) == (length > 1024 ? 64 : 40),
          "signature length");
    check(!get_property(key, NCRYPT_LENGTHS_PROPERTY, got, sizeof(got), &size) &&
              !memcmp(got, lengths, sizeof(got)),
          "lengths");
    check(!get_property(key, NCRYPT_ALGORITHM_GROUP_PROPERTY, name, sizeof(name), &size) &&
              size == 8 && !memcmp(name, L"DSA", 8),
          "group");
    check(get_property(key, NCRYPT_BLOCK_LENGTH_PROPERTY, got, sizeof(got), &size) ==
              NTE_NOT_SUPPORTED,
          "block length");
}

static void check_generated(NCRYPT_KEY_HANDLE key, DWORD length)
{
    bool old = length <= 1024;
    DWORD size = 0, public_size = 0;
    SECURITY_STATUS status;
    BYTE *blob = provider_export(key, "DSAPRIVATEBLOB", &size, &status);
    BYTE *public_blob = provider_export(key, "DSAPUBLICBLOB", &public_size, &status);
    NCRYPT_KEY_HANDLE public = provider_import("DSAPUBLICBLOB", public_blob, public_size, &status);

    check(!status && size == (old ? 72 : 124) + 3 * length / 8, "%u bytes", (unsigned int)size);
    check(public_size == size - (old ? 20 : 32), "%u public bytes", (unsigned int)public_size);
    check(!memcmp(blob, old ? "DSPV" : "DPV2", 4), "magic");
    check_properties(key, length);
    check_signatures(key, public);
    check_form(key, "DSAPRIVATEBLOB", blob, size, false);
    check_form(key, "PRIVATEBLOB", blob, size, false);
    check_form(key, "CAPIDSAPRIVATEBLOB", blob, size, !old);
    check_form(key, "PKCS8_PRIVATEKEY", blob, size, true);
    if (old)
        check_form(key, "V2CAPIDSAPRIVATEBLOB", blob, size, false);
    else
        free(provider_export(key, "V2CAPIDSAPRIVATEBLOB", &size, &status));
    check(status == (old ? ERROR_SUCCESS : NTE_NOT_SUPPORTED), "version 2: %#x",
          (unsigned int)status);
    check_bad_seed(blob, (old ? 72 : 124) + 3 * length / 8, old);
    provider_free(public);
    free(public_blob);
    free(blob);
}

static void test_generation(void)
{
    static const DWORD lengths[] = {0, 512, 576, 960, 1088, 2048, 3072};
    SECURITY_STATUS status;
    size_t i;

    for (i = 0; i < ARRAYSIZE(lengths); i++)
    {
        NCRYPT_KEY_HANDLE key = provider_generate("DSA", lengths[i], &status);

        check_context_push("%u bits", (unsigned int)lengths[i]);
        if (check(key != 0, "generation: %#x", (unsigned int)status))
            check_generated(key, lengths[i] ? lengths[i] : 1024);
        provider_free(key);
        check_context_pop();
    }
    provider_free(provider_generate("DSA", 448, &status));
    check(status == NTE_INVALID_PARAMETER, "448 bits: %#x", (unsigned int)status);
    provider_free(provider_generate("DSA", 3136, &status));
    check(status == NTE_INVALID_PARAMETER, "3136 bits: %#x", (unsigned int)status);
    provider_free(provider_generate("DSA", 1000, &status));
    check(status == NTE_INVALID_PARAMETER, "1000 bits: %#x", (unsigned int)status);
}

/* ------------------------------------------------------------------------------------------
 * Wycheproof: public keys of 2048 and 3072 bits with q of 256
 */
static void put_number(BYTE *out, size_t width, struct data number)
{
    while (number.size > width)
        number.bytes++, number.size--;
    memset(out, 0, width - number.size);
    memcpy(out + width - number.size, number.bytes, number.size);
}

static NCRYPT_KEY_HANDLE wycheproof_key(struct wycheproof *cases, DWORD key_size)
{
    const DWORD header[] = {
        BCRYPT_DSA_PUBLIC_MAGIC_V2, key_size, DSA_HASH_ALGORITHM_SHA256, DSA_FIPS186_3, 32, 32};
    BYTE blob[28 + 64 + 3 * 384];
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE key;
    unsigned int i;

    memcpy(blob, header, sizeof(header));
    memset(blob + NEW_COUNT, 0xff, 4 + 32);
    put_number(blob + 60, 32, wycheproof_bytes(cases, 1));
    for (i = 0; i < 3; i++)
        put_number(blob + 92 + i * key_size, key_size, wycheproof_bytes(cases, i ? i + 1 : 0));
    key = provider_import("DSAPUBLICBLOB", blob, 92 + 3 * key_size, &status);
    check(key != 0, "import: %#x", (unsigned int)status);
    return key;
}

static void test_wycheproof(const char *file, DWORD key_size)
{
    struct wycheproof *cases = wycheproof_open(
        file, "publicKey.p publicKey.q publicKey.g publicKey.y msg sig");

    while (cases && wycheproof_next(cases))
    {
        struct data message = wycheproof_bytes(cases, 4), signature = wycheproof_bytes(cases, 5);
        NCRYPT_KEY_HANDLE key = wycheproof_key(cases, key_size);
        struct sha256_ctx context;
        SECURITY_STATUS status;
        BYTE hash[32];

        sha256_init(&context);
        sha256_update(&context, message.size, message.bytes);
        sha256_digest(&context, sizeof(hash), hash);
        status = verify(key, hash, sizeof(hash), signature.bytes, (DWORD)signature.size);
        check(wycheproof_valid(cases) == !status, "%#x", (unsigned int)status);
        check(!status || status == NTE_BAD_SIGNATURE || status == NTE_INVALID_PARAMETER, "%#x",
              (unsigned int)status);
        provider_free(key);
    }
}

int main(void)
{
    test_generation();
    test_wycheproof("dsa_2048_256_sha256_p1363_test.json", 256);
    test_wycheproof("dsa_3072_256_sha256_p1363_test.json", 384);
    provider_close();
    return check_summary("dsa");
}
