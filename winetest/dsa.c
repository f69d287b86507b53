/*
 * DSA keys: creation, import and export in every blob type, seeds, signatures.
 *
 * Sources: Wine's dlls/bcrypt/tests, dotnet/corefx's DSACng tests, FIPS 186-2 and 186-4, Microsoft's
 * pages of NCryptExportKey and of the DSS blobs; the vectors name theirs.
 */
#include "ffc_forms.h"

enum
{
    MAX_SIGNATURE = 128,
    OLD_COUNT = 8, /* offsets of BCRYPT_DSA_KEY_BLOB */
    OLD_SEED = 12,
    NEW_COUNT = 24, /* of BCRYPT_DSA_KEY_BLOB_V2 */
    NEW_SEED = 28
};

static NCRYPT_PROV_HANDLE provider;

/* --- blobs ---------------------------------------------------------------------------------- */

static void test_round_trip(const WCHAR *type, const char *id, DWORD bits, DWORD signature_size)
{
    const struct test_vector *blob = vector(id);
    NCRYPT_KEY_HANDLE key;
    DWORD value;

    winetest_push_context("round trip of %s", id);
    if ((key = import_bytes(provider, type, blob->bytes, blob->size)))
    {
        ok_seen(!set_policy(key, POLICY_ALL), "the policy cannot be set\n");
        check_export_bytes(vector_mark(blob), key, type, blob->bytes, blob->size);
        expect_doc(ERROR_SUCCESS, get_dword(key, NCRYPT_LENGTH_PROPERTY, &value));
        ok_doc(value == bits, "got a length of %lu\n", value);
        expect_inf(ERROR_SUCCESS, get_dword(key, NCRYPT_SIGNATURE_LENGTH_PROPERTY, &value));
        ok_inf(value == signature_size, "got signatures of %lu\n", value);
        expect_inf(NTE_NOT_SUPPORTED, get_dword(key, NCRYPT_BLOCK_LENGTH_PROPERTY, &value));
    }
    NCryptFreeObject(key);
    winetest_pop_context();
}

static void test_vectors(void)
{
    test_round_trip(BCRYPT_DSA_PUBLIC_BLOB, "wine-dsa512-pub", 512, 40);
    test_round_trip(LEGACY_DSA_V2_PRIVATE_BLOB, "wine-dsa1024-v2capipriv", 1024, 40);
    test_round_trip(BCRYPT_DSA_PRIVATE_BLOB, "corefx-dsa2048-priv-v2", 2048, 64);
    check_all_forms(provider, &dsa_kind, vector("wine-dsa1024-cng-priv")->bytes, FALSE);
    check_all_forms(provider, &dsa_kind, vector("corefx-dsa2048-priv-v2")->bytes, FALSE);
    check_truncated_forms(provider, &dsa_kind, vector("wine-dsa1024-cng-priv")->bytes);
    check_truncated_forms(provider, &dsa_kind, vector("corefx-dsa2048-priv-v2")->bytes);
}

static void test_changed_headers(void)
{
    const BYTE *old = vector("wine-dsa1024-cng-priv")->bytes;
    const BYTE *new = vector("corefx-dsa2048-priv-v2")->bytes;
    const struct ffc_kind *kind = &dsa_kind;

    check_changed_form(provider, kind, old, BCRYPT_DSA_PRIVATE_BLOB, "no length", 4, 0);
    check_changed_form(provider, kind, old, BCRYPT_DSA_PRIVATE_BLOB, "a huge length", 4, ~0u);
    check_changed_form(provider, kind, old, BCRYPT_DSA_PRIVATE_BLOB, "another magic", 0,
                       BCRYPT_DSA_PUBLIC_MAGIC);
    check_changed_form(provider, kind, old, BCRYPT_DSA_PRIVATE_BLOB, "the magic of the other form",
                       0, BCRYPT_DSA_PRIVATE_MAGIC_V2);
    check_changed_form(provider, kind, new, BCRYPT_DSA_PRIVATE_BLOB, "the magic of the other form",
                       0, BCRYPT_DSA_PRIVATE_MAGIC);
    check_changed_form(provider, kind, new, BCRYPT_DSA_PRIVATE_BLOB, "another hash", 8, 2);
    check_changed_form(provider, kind, new, BCRYPT_DSA_PRIVATE_BLOB, "an unknown hash", 8, 3);
    check_changed_form(provider, kind, new, BCRYPT_DSA_PRIVATE_BLOB, "an unknown standard", 12, 2);
    check_changed_form(provider, kind, new, BCRYPT_DSA_PRIVATE_BLOB, "a huge seed", 16, ~0u);
    check_changed_form(provider, kind, new, BCRYPT_DSA_PRIVATE_BLOB, "another q", 20, 20);
    check_changed_form(provider, kind, old, LEGACY_DSA_PRIVATE_BLOB, "a huge q", 16, 0x7fffffff);
    check_changed_form(provider, kind, old, LEGACY_DSA_PRIVATE_BLOB, "no q", 16, 0);
    check_changed_form(provider, kind, old, LEGACY_DSA_PRIVATE_BLOB, "a huge x", 24, 0xffffff);
    check_changed_form(provider, kind, old, LEGACY_DSA_V2_PRIVATE_BLOB, "no length", 12, 0);
    check_changed_form(provider, kind, old, LEGACY_DSA_V2_PRIVATE_BLOB, "version 3", 0, 0x0307);
    check_changed_form(provider, kind, old, LEGACY_DSA_V2_PRIVATE_BLOB, "RSA's algorithm", 4,
                       0x2400);
}

/* The seed must give p and q; bytes FF stand for none. */
static void test_seed(const char *id, size_t count, size_t seed, size_t seed_size)
{
    const struct test_vector *v = vector(id);
    BYTE *blob = malloc(v->size);
    NCRYPT_KEY_HANDLE key = 0;

    winetest_push_context("seed of %s", id);
    memcpy(blob, v->bytes, v->size);
    blob[seed] ^= 1;
    ok_seen(import_is_refused(provider, BCRYPT_DSA_PRIVATE_BLOB, blob, v->size),
            "another seed was accepted\n");
    expect_inf(ERROR_SUCCESS, NCryptImportKey(provider, 0, BCRYPT_DSA_PRIVATE_BLOB, NULL, &key,
                                              blob, (DWORD)v->size, NCRYPT_NO_KEY_VALIDATION));
    NCryptFreeObject(key);
    blob[seed] ^= 1;
    blob[count + 3] ^= 1;
    ok_seen(import_is_refused(provider, BCRYPT_DSA_PRIVATE_BLOB, blob, v->size),
            "another count was accepted\n");
    memset(blob + count, 0xff, 4);
    memset(blob + seed, 0xff, seed_size);
    if ((key = import_bytes(provider, BCRYPT_DSA_PRIVATE_BLOB, blob, v->size)))
    {
        ok_seen(!set_policy(key, POLICY_ALL), "the policy cannot be set\n");
        check_export_bytes(MARK_SEEN, key, BCRYPT_DSA_PRIVATE_BLOB, blob, v->size);
    }
    NCryptFreeObject(key);
    free(blob);
    winetest_pop_context();
}

/* --- signatures ----------------------------------------------------------------------------- */

static void test_known_signature(void)
{
    const struct test_vector_field *hash = vector_field("wine-dsa512-sha1", "hash");
    const struct test_vector_field *signature = vector_field("wine-dsa512-sha1", "signature");
    NCRYPT_KEY_HANDLE key = import_vector(provider, BCRYPT_PUBLIC_KEY_BLOB, "wine-dsa512-pub");
    DWORD size = 0;

    winetest_push_context("known signature");
    expect_seen(ERROR_SUCCESS,
                NCryptVerifySignature(key, NULL, (BYTE *)hash->bytes, (DWORD)hash->len,
                                      (BYTE *)signature->bytes, (DWORD)signature->len, 0));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptVerifySignature(key, NULL, (BYTE *)hash->bytes, (DWORD)hash->len,
                                     (BYTE *)signature->bytes, (DWORD)signature->len - 1, 0));
    expect_inf(NTE_NO_KEY,
               NCryptSignHash(key, NULL, (BYTE *)hash->bytes, (DWORD)hash->len, NULL, 0, &size, 0));
    NCryptFreeObject(key);
    winetest_pop_context();
}

static void check_signature(NCRYPT_KEY_HANDLE key, DWORD hash_size, DWORD want)
{
    BYTE hash[64], signature[MAX_SIGNATURE];
    DWORD size = 0;

    winetest_push_context("hash of %lu bytes", hash_size);
    memset(hash, 0x5a, sizeof(hash));
    expect_doc(ERROR_SUCCESS, NCryptSignHash(key, NULL, hash, hash_size, NULL, 0, &size, 0));
    ok_seen(size == want, "the query gives %lu bytes\n", size);
    expect_inf(NTE_BUFFER_TOO_SMALL,
               NCryptSignHash(key, NULL, hash, hash_size, signature, want - 1, &size, 0));
    expect_seen(ERROR_SUCCESS,
                NCryptSignHash(key, NULL, hash, hash_size, signature, want, &size, 0));
    ok_seen(size == want, "got %lu bytes\n", size);
    expect_seen(ERROR_SUCCESS,
                NCryptVerifySignature(key, NULL, hash, hash_size, signature, size, 0));
    hash[0] ^= 1;
    expect_seen(NTE_BAD_SIGNATURE,
                NCryptVerifySignature(key, NULL, hash, hash_size, signature, size, 0));
    hash[0] ^= 1;
    signature[size - 1] ^= 1;
    expect_seen(NTE_BAD_SIGNATURE,
                NCryptVerifySignature(key, NULL, hash, hash_size, signature, size, 0));
    winetest_pop_context();
}

static void check_other_operations(NCRYPT_KEY_HANDLE key)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA1_ALGORITHM};
    BYTE hash[20] = {1}, output[512];
    NCRYPT_SECRET_HANDLE secret = 0;
    DWORD size = 0;

    expect_inf(NTE_INVALID_PARAMETER, NCryptSignHash(key, &padding, hash, sizeof(hash), output,
                                                     sizeof(output), &size, NCRYPT_PAD_PKCS1_FLAG));
    expect_doc(NTE_NOT_SUPPORTED, NCryptEncrypt(key, hash, sizeof(hash), NULL, output,
                                                sizeof(output), &size, NCRYPT_PAD_PKCS1_FLAG));
    expect_doc(NTE_NOT_SUPPORTED, NCryptDecrypt(key, hash, sizeof(hash), NULL, output,
                                                sizeof(output), &size, NCRYPT_PAD_PKCS1_FLAG));
    ok_doc(NCryptSecretAgreement(key, key, &secret, 0) != ERROR_SUCCESS, "agrees\n");
}

/* --- new keys ------------------------------------------------------------------------------- */

/* The group of one key makes another. */
static void check_parameters(NCRYPT_KEY_HANDLE key)
{
    NCRYPT_KEY_HANDLE other = create_unfinalized_key(provider, BCRYPT_DSA_ALGORITHM);
    BYTE value[2048], again[2048];
    DWORD size = 0, again_size = 0;

    expect_inf(ERROR_SUCCESS,
               NCryptGetProperty(key, BCRYPT_DSA_PARAMETERS, value, sizeof(value), &size, 0));
    expect_inf(ERROR_SUCCESS, NCryptSetProperty(other, BCRYPT_DSA_PARAMETERS, value, size, 0));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptSetProperty(other, BCRYPT_DSA_PARAMETERS, value, size - 1, 0));
    expect_inf(ERROR_SUCCESS, NCryptFinalizeKey(other, 0));
    expect_inf(ERROR_SUCCESS, NCryptGetProperty(other, BCRYPT_DSA_PARAMETERS, again, sizeof(again),
                                                &again_size, 0));
    check_bytes(MARK_INF, "DSAParameters", again, again_size, value, size);
    NCryptFreeObject(other);
}

static void test_new_key(DWORD bits)
{
    BOOL old = bits <= 1024;
    NCRYPT_KEY_HANDLE key;
    struct blob blob;

    winetest_push_context("new key of %lu bits", bits);
    key = create_key(provider, BCRYPT_DSA_ALGORITHM, bits, POLICY_ALL);
    if (key && check_export(MARK_DOC, ERROR_SUCCESS, key, BCRYPT_DSA_PRIVATE_BLOB, &blob))
    {
        ok_doc(blob.size == (old ? 72 : 124) + 3 * bits / 8, "got %lu bytes\n", blob.size);
        ok_doc(!memcmp(blob.bytes, old ? "DSPV" : "DPV2", 4), "got another magic\n");
        /* a known seed, not the filler; the import verifies it */
        ok_inf(blob.bytes[old ? OLD_COUNT : NEW_COUNT] == 0, "got no seed\n");
        check_truncated_forms(provider, &dsa_kind, blob.bytes);
        for (DWORD size = 16; size <= 64; size += 16)
            check_signature(key, size, old ? 40 : 64);
        check_signature(key, 20, old ? 40 : 64);
        check_other_operations(key);
        check_parameters(key);
        NCryptFreeObject(key);
        key = import_bytes(provider, BCRYPT_DSA_PRIVATE_BLOB, blob.bytes, blob.size);
        free_blob(&blob);
    }
    NCryptFreeObject(key);
    winetest_pop_context();
}

static void test_lengths(void)
{
    static const DWORD refused[] = {0, 448, 1000, 3136};
    NCRYPT_KEY_HANDLE key = create_unfinalized_key(provider, BCRYPT_DSA_ALGORITHM);
    DWORD value;

    expect_inf(ERROR_SUCCESS, get_dword(key, NCRYPT_LENGTH_PROPERTY, &value));
    ok_inf(value == 1024, "got a default of %lu\n", value);
    for (size_t i = 0; i < ARRAY_SIZE(refused); i++)
    {
        winetest_push_context("length %lu", refused[i]);
        expect_inf(NTE_INVALID_PARAMETER, set_dword(key, NCRYPT_LENGTH_PROPERTY, refused[i], 0));
        winetest_pop_context();
    }
    NCryptFreeObject(key);
}

START_TEST(dsa)
{
    provider = open_provider();
    test_vectors();
    test_changed_headers();
    test_seed("wine-dsa1024-cng-priv", OLD_COUNT, OLD_SEED, 20);
    test_seed("corefx-dsa2048-priv-v2", NEW_COUNT, NEW_SEED, 32);
    test_known_signature();
    test_new_key(512);
    test_new_key(1024);
    test_new_key(2048);
    test_lengths();
    NCryptFreeObject(provider);
}
