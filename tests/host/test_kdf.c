/*
 * Secret agreement and NCryptDeriveKey through the provider's function table.
 */
#include <stdlib.h>

#include "derivation.h"
#include "vectors_dh_blobs.h"
#include "vectors_ec_blobs.h"
#include "vectors_kdf.h"

#define MAX_OUTPUT 256

/* ------------------------------------------------------------------------------------------
 * Short forms
 */
static SECURITY_STATUS derive(NCRYPT_SECRET_HANDLE secret, const WCHAR *kdf, struct list *list,
                              BYTE *output, DWORD size, DWORD *result, DWORD flags)
{
    return provider_table()->DeriveKey(provider_handle(), secret, kdf, list ? &list->desc : NULL,
                                       output, size, result, flags);
}

/* Size query, then all that there is, with room to spare, and less. */
static void check_derived(NCRYPT_SECRET_HANDLE secret, const WCHAR *kdf, struct list *list,
                          DWORD flags, const unsigned char *want, size_t size)
{
    BYTE output[MAX_OUTPUT];
    DWORD result = 0xdeadbeef;

    check_status(derive(secret, kdf, list, NULL, 0, &result, flags), ERROR_SUCCESS, "size");
    check(result == size, "size %u, expected %zu", (unsigned int)result, size);
    memset(output, 0xca, sizeof(output));
    check_status(derive(secret, kdf, list, output, sizeof(output), &result, flags), ERROR_SUCCESS,
                 "derive");
    check(result == size, "%u bytes, expected %zu", (unsigned int)result, size);
    check_same(output, want, size, "output");
    check(output[size] == 0xca, "written past the end");

    memset(output, 0xca, sizeof(output));
    check_status(derive(secret, kdf, list, output, (DWORD)size, &result, flags), ERROR_SUCCESS,
                 "derive exactly");
    check_same(output, want, size, "output");
}

static void check_cut(NCRYPT_SECRET_HANDLE secret, const WCHAR *kdf, struct list *list,
                      const unsigned char *want)
{
    BYTE output[MAX_OUTPUT];
    DWORD result = 0;

    memset(output, 0xca, sizeof(output));
    check_status(derive(secret, kdf, list, output, 11, &result, 0), ERROR_SUCCESS, "derive less");
    check(result == 11, "%u bytes", (unsigned int)result);
    check_same(output, want, 11, "output");
    check(output[11] == 0xca, "written past the end");
}

static NCRYPT_SECRET_HANDLE agree(NCRYPT_KEY_HANDLE own, NCRYPT_KEY_HANDLE peer)
{
    NCRYPT_SECRET_HANDLE secret = 0;

    check_status(provider_table()->SecretAgreement(provider_handle(), own, peer, &secret, 0),
                 ERROR_SUCCESS, "agreement");
    return secret;
}

static void free_secret(NCRYPT_SECRET_HANDLE secret)
{
    check_status(provider_table()->FreeSecret(provider_handle(), secret), ERROR_SUCCESS,
                 "free secret");
}

/* ------------------------------------------------------------------------------------------
 * Keys of the vectors
 */
static unsigned int digit(char c)
{
    return (unsigned int)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* A blob with x = y = 0: the point is computed. */
static NCRYPT_KEY_HANDLE p521_key(const char *d)
{
    BYTE blob[8 + 3 * 66] = {0x45, 0x43, 0x4b, 0x36, 66};
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE key;
    size_t i;

    for (i = 0; i < 66; i++)
        blob[8 + 2 * 66 + i] = (BYTE)(digit(d[2 * i]) << 4 | digit(d[2 * i + 1]));
    key = provider_import("ECCPRIVATEBLOB", blob, sizeof(blob), &status);
    check_status(status, ERROR_SUCCESS, "import of the P-521 key");
    return key;
}

static NCRYPT_KEY_HANDLE blob_key(const struct test_vector *table, size_t count, const char *id)
{
    const struct test_vector *vector = find_vector(table, count, id);
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE key = provider_import(vector->blob_type, vector->bytes, vector->size,
                                            &status);

    check_status(status, ERROR_SUCCESS, id);
    return key;
}

static NCRYPT_KEY_HANDLE ec_key(const char *id)
{
    return blob_key(vectors_ec_blobs, VECTOR_COUNT(vectors_ec_blobs), id);
}

/* The secret of a vector's key or keys; 0 if it has none. */
static NCRYPT_SECRET_HANDLE vector_secret(const struct test_vector *vector)
{
    const char *name = field(vector, "key").text;
    NCRYPT_KEY_HANDLE own, peer = 0;
    NCRYPT_SECRET_HANDLE secret;

    if (!name)
        return 0;
    if (strstr(name, "P-521"))
        own = p521_key(strstr(name, "d=") + 2);
    else if (strstr(name, "ecdh256"))
    {
        own = ec_key("wine-ecdh256-priv");
        peer = ec_key("wine-ecdh256-peer-pub");
    }
    else
    {
        if (provider_table()->IsAlgSupported(provider_handle(), BCRYPT_DH_ALGORITHM, 0))
        {
            skip("%s: no DH keys", vector->id);
            return 0;
        }
        own = blob_key(vectors_dh_blobs, VECTOR_COUNT(vectors_dh_blobs),
                       strstr(name, "dh512") ? "wine-dh512-priv" : "wine-dh1024-priv");
    }
    secret = agree(own, peer ? peer : own);
    provider_free(own);
    provider_free(peer);
    return secret;
}

/* ------------------------------------------------------------------------------------------
 * Native vectors
 */
static const WCHAR *vector_hash(const struct test_vector *vector)
{
    if (field_is(vector, "hash", "SHA256"))
        return BCRYPT_SHA256_ALGORITHM;
    check(field_is(vector, "hash", "SHA1"), "another hash");
    return field_is(vector, "hash", "SHA1 (default)") ? NULL : BCRYPT_SHA1_ALGORITHM;
}

static void add_field(struct list *list, ULONG type, struct test_vector_field value)
{
    if (value.bytes)
        add(list, type, value.bytes, value.len);
}

static const WCHAR *vector_list(const struct test_vector *vector, struct list *list, DWORD *flags)
{
    if (field_is(vector, "kdf", "TRUNCATE"))
        return BCRYPT_KDF_RAW_SECRET;
    if (field_is(vector, "kdf", "TLS_PRF"))
    {
        add(list, KDF_TLS_PRF_LABEL, field(vector, "label").text,
            strlen(field(vector, "label").text));
        add_field(list, KDF_TLS_PRF_SEED, field(vector, "seed"));
        return BCRYPT_KDF_TLS_PRF;
    }
    if (vector_hash(vector))
        add_text(list, KDF_HASH_ALGORITHM, vector_hash(vector));
    add_field(list, KDF_SECRET_PREPEND, field(vector, "prepend"));
    add_field(list, KDF_SECRET_APPEND, field(vector, "append"));
    add_field(list, KDF_HMAC_KEY, field(vector, "hmac_key"));
    if (field_is(vector, "flag_use_secret_as_hmac_key", "true"))
        *flags = KDF_USE_SECRET_AS_HMAC_KEY_FLAG;
    return field_is(vector, "kdf", "HMAC") ? BCRYPT_KDF_HMAC : BCRYPT_KDF_HASH;
}

static void test_vectors(void)
{
    size_t i, count = 0;

    for (i = 0; i < VECTOR_COUNT(vectors_kdf); i++)
    {
        const struct test_vector *vector = &vectors_kdf[i];
        struct test_vector_field output = field(vector, "output");
        NCRYPT_SECRET_HANDLE secret;
        struct list list = EMPTY_LIST;
        const WCHAR *kdf;
        DWORD flags = 0;

        check_context_push("%s", vector->id);
        if ((secret = vector_secret(vector)))
        {
            kdf = vector_list(vector, &list, &flags);
            check_derived(secret, kdf, &list, flags, output.bytes, output.len);
            if (!flags && !field_is(vector, "kdf", "TLS_PRF"))
                check_cut(secret, kdf, &list, output.bytes);
            free_secret(secret);
            count++;
        }
        check_context_pop();
    }
    check(count >= 12, "%zu vectors", count);
}

/* ------------------------------------------------------------------------------------------
 * Rules of NCryptDeriveKey
 */

/* Several buffers of a type are one after the other, whatever lies between them. */
static void test_concatenation(NCRYPT_SECRET_HANDLE secret, const struct test_vector *vector)
{
    struct test_vector_field before = field(vector, "prepend"), after = field(vector, "append");
    struct test_vector_field output = field(vector, "output");
    struct list list = EMPTY_LIST;

    add(&list, KDF_SECRET_APPEND, after.bytes, 1);
    add(&list, KDF_SECRET_PREPEND, before.bytes, 3);
    add(&list, KDF_SECRET_APPEND, NULL, 0);
    add_text(&list, KDF_HASH_ALGORITHM, BCRYPT_SHA256_ALGORITHM);
    add(&list, KDF_SECRET_PREPEND, before.bytes + 3, before.len - 3);
    add(&list, KDF_SECRET_APPEND, after.bytes + 1, after.len - 1);
    list.desc.ulVersion = 4711;
    check_derived(secret, BCRYPT_KDF_HASH, &list, 0, output.bytes, output.len);
}

static void check_refused(NCRYPT_SECRET_HANDLE secret, const WCHAR *kdf, struct list *list,
                          DWORD flags, SECURITY_STATUS want, const char *what)
{
    BYTE output[MAX_OUTPUT];
    DWORD result = 0;

    memset(output, 0xca, sizeof(output));
    check_status(derive(secret, kdf, list, NULL, 0, &result, flags), want, what);
    check_status(derive(secret, kdf, list, output, sizeof(output), &result, flags), want, what);
    check(output[0] == 0xca, "%s: something was written", what);
}

static void test_lists(NCRYPT_SECRET_HANDLE secret)
{
    struct list list = EMPTY_LIST;
    static const BYTE bytes[65];

    check_refused(secret, L"FOO", NULL, 0, NTE_NOT_SUPPORTED, "unknown KDF");
    check_refused(secret, BCRYPT_KDF_HASH, NULL, 2, NTE_BAD_FLAGS, "unknown flag");
    add_text(&list, KDF_HASH_ALGORITHM, L"FOO");
    check_refused(secret, BCRYPT_KDF_HASH, &list, 0, NTE_NOT_SUPPORTED, "unknown hash");
    list.buffers[0].cbBuffer = 6;
    check_refused(secret, BCRYPT_KDF_HASH, &list, 0, NTE_INVALID_PARAMETER, "hash without NUL");
    list.desc.pBuffers = NULL;
    check_refused(secret, BCRYPT_KDF_HASH, &list, 0, NTE_INVALID_PARAMETER, "NULL buffers");
    list = EMPTY_LIST;
    add(&list, KDF_SECRET_APPEND, NULL, 3);
    check_refused(secret, BCRYPT_KDF_HASH, &list, 0, NTE_INVALID_PARAMETER, "NULL buffer");
    list = EMPTY_LIST;
    add(&list, KDF_LABEL, bytes, 3);
    check_refused(secret, BCRYPT_KDF_HASH, &list, 0, NTE_INVALID_PARAMETER, "other buffer");
    list.buffers[0].BufferType = 77;
    check_refused(secret, BCRYPT_KDF_HASH, &list, 0, NTE_INVALID_PARAMETER, "unknown buffer");
    list.buffers[0].BufferType = KDF_HMAC_KEY;
    check_refused(secret, BCRYPT_KDF_HMAC, &list, KDF_USE_SECRET_AS_HMAC_KEY_FLAG,
                  NTE_INVALID_PARAMETER, "two HMAC keys");
}

static void test_required(NCRYPT_SECRET_HANDLE secret)
{
    struct list list = EMPTY_LIST;
    static const BYTE bytes[65];

    check_refused(secret, BCRYPT_KDF_TLS_PRF, NULL, 0, NTE_INVALID_PARAMETER, "no label, no seed");
    add(&list, KDF_TLS_PRF_LABEL, bytes, 3);
    check_refused(secret, BCRYPT_KDF_TLS_PRF, &list, 0, NTE_INVALID_PARAMETER, "no seed");
    add(&list, KDF_TLS_PRF_SEED, bytes, 65);
    check_refused(secret, BCRYPT_KDF_TLS_PRF, &list, 0, NTE_INVALID_PARAMETER, "long seed");
    list.buffers[1].cbBuffer = 63;
    check_refused(secret, BCRYPT_KDF_TLS_PRF, &list, 0, NTE_INVALID_PARAMETER, "short seed");

    list = EMPTY_LIST;
    add(&list, KDF_ALGORITHMID, bytes, 1);
    add(&list, KDF_PARTYUINFO, bytes, 1);
    check_refused(secret, BCRYPT_KDF_SP80056A_CONCAT, &list, 0, NTE_INVALID_PARAMETER,
                  "no PartyVInfo");
    check_refused(secret, BCRYPT_KDF_HKDF, NULL, 0, NTE_INVALID_PARAMETER, "no hash");
}

/* Version, hash, status: which PRF it is. */
static void test_tls_protocols(NCRYPT_SECRET_HANDLE secret)
{
    static const struct
    {
        DWORD protocol;
        const WCHAR *hash;
        SECURITY_STATUS status;
        int same_as; /* row with the same output */
    } rows[] = {
        {0x0301, NULL, ERROR_SUCCESS, 0},
        {0x0302, NULL, ERROR_SUCCESS, 0},
        {0xfeff, BCRYPT_SHA512_ALGORITHM, ERROR_SUCCESS, 0},
        {0x0303, NULL, ERROR_SUCCESS, 3},
        {0x0303, BCRYPT_SHA256_ALGORITHM, ERROR_SUCCESS, 3},
        {0x0303, BCRYPT_SHA384_ALGORITHM, ERROR_SUCCESS, 5},
        {0x0303, BCRYPT_SHA1_ALGORITHM, NTE_NOT_SUPPORTED, 0},
        {0x0300, NULL, NTE_NOT_SUPPORTED, 0},
        {0x0002, NULL, NTE_NOT_SUPPORTED, 0},
    };
    BYTE outputs[ARRAYSIZE(rows)][48];
    static const BYTE seed[64];
    DWORD i, j, result;

    for (i = 0; i < ARRAYSIZE(rows); i++)
    {
        struct list list = EMPTY_LIST;

        add(&list, KDF_TLS_PRF_LABEL, "label", 5);
        add(&list, KDF_TLS_PRF_SEED, seed, sizeof(seed));
        add(&list, KDF_TLS_PRF_PROTOCOL, &rows[i].protocol, sizeof(rows[i].protocol));
        if (rows[i].hash)
            add_text(&list, KDF_HASH_ALGORITHM, rows[i].hash);
        check_context_push("protocol %#x, row %u", (unsigned int)rows[i].protocol, (unsigned int)i);
        check_status(derive(secret, BCRYPT_KDF_TLS_PRF, &list, outputs[i], 48, &result, 0),
                     rows[i].status, "derive");
        for (j = 0; !rows[i].status && j <= i; j++)
            check(!memcmp(outputs[i], outputs[j], 48) == (rows[i].same_as == rows[j].same_as),
                  "row %u", (unsigned int)j);
        check_status(derive(secret, BCRYPT_KDF_TLS_PRF, &list, outputs[i], 47, &result, 0),
                     rows[i].status ? rows[i].status : NTE_INVALID_PARAMETER, "47 bytes");
        check_context_pop();
    }
}

/* RFC 7518 appendix C through the keys of that appendix; the hash is the default one. */
static void test_concat(void)
{
    static const BYTE alice[] = {0x45, 0x43, 0x4b, 0x32, 32, 0, 0, 0,
                                 /* x: gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0
         * y: SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps */
                                 0x80, 0x8d, 0x06, 0x00, 0x82, 0xc1, 0x76, 0xee, 0xd3, 0xe7, 0x76,
                                 0xa4, 0xac, 0x59, 0x8c, 0xc8, 0x67, 0x2c, 0x17, 0x79, 0xf9, 0x74,
                                 0xee, 0xcc, 0x9b, 0x03, 0x41, 0x1c, 0xa5, 0xb9, 0x49, 0x5d, 0x48,
                                 0xb5, 0xbf, 0xc5, 0x27, 0xdf, 0xce, 0x53, 0xd6, 0xac, 0x71, 0x15,
                                 0x23, 0x7d, 0x03, 0x1c, 0xcf, 0xf8, 0x7a, 0x05, 0x70, 0xb7, 0x73,
                                 0x50, 0xa9, 0xe5, 0x03, 0xee, 0x73, 0x05, 0xa6, 0x9b,
                                 /* d: 0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo */
                                 0xd3, 0xf3, 0x71, 0x69, 0x13, 0xd4, 0x31, 0x0a, 0x00, 0x26, 0xde,
                                 0x74, 0x1b, 0x3f, 0x18, 0x89, 0x3a, 0xfc, 0x81, 0x14, 0xf0, 0xc8,
                                 0x46, 0x82, 0xba, 0x67, 0x7e, 0x31, 0x3a, 0x13, 0x98, 0x8a};
    static const BYTE bob[] = {0x45, 0x43, 0x4b, 0x31, 32, 0, 0, 0,
                               /* x: weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ
         * y: e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck */
                               0xc1, 0xe3, 0x49, 0xcb, 0x61, 0xec, 0x70, 0x24, 0x8c, 0xe8, 0x01,
                               0x03, 0x4c, 0x38, 0x34, 0xe1, 0xb8, 0x8e, 0xbe, 0x11, 0x61, 0xcb,
                               0x25, 0xaf, 0x38, 0x74, 0x1f, 0x78, 0x5f, 0xcf, 0xc4, 0xc4, 0x7b,
                               0xc9, 0x67, 0x08, 0xef, 0x80, 0x95, 0x2b, 0x53, 0xf8, 0xd2, 0x55,
                               0x5f, 0xe7, 0x2b, 0x84, 0x1e, 0xd0, 0x45, 0x88, 0x62, 0x8b, 0x1d,
                               0x37, 0x8a, 0x59, 0x49, 0x39, 0x50, 0x0e, 0xc9, 0xc9};
    static const BYTE algorithm[] = {0, 0, 0, 7, 'A', '1', '2', '8', 'G', 'C', 'M'};
    static const BYTE u[] = {0, 0, 0, 5, 'A', 'l', 'i', 'c', 'e'};
    static const BYTE v[] = {0, 0, 0, 3, 'B', 'o', 'b'}, bits[] = {0, 0, 0, 128};
    static const BYTE want[] = {0x56, 0xaa, 0x8d, 0xea, 0xf8, 0x23, 0x6d, 0x20,
                                0x5c, 0x22, 0x28, 0xcd, 0x71, 0xa7, 0x10, 0x1a};
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE own = provider_import("ECCPRIVATEBLOB", alice, sizeof(alice), &status);
    NCRYPT_KEY_HANDLE peer = provider_import("ECCPUBLICBLOB", bob, sizeof(bob), &status);
    NCRYPT_SECRET_HANDLE secret;
    struct list list = EMPTY_LIST;
    BYTE output[32];
    DWORD size = 0;

    check(own && peer, "keys");
    secret = agree(own, peer);
    add(&list, KDF_SUPPPUBINFO, bits, sizeof(bits)); /* not in the order of OtherInfo */
    add(&list, KDF_PARTYVINFO, v, sizeof(v));
    add(&list, KDF_PARTYUINFO, u, sizeof(u));
    add(&list, KDF_ALGORITHMID, algorithm, sizeof(algorithm));
    check_status(derive(secret, BCRYPT_KDF_SP80056A_CONCAT, &list, NULL, 0, &size, 0),
                 ERROR_SUCCESS, "size");
    check(size == 32, "size %u", (unsigned int)size);
    check_status(derive(secret, BCRYPT_KDF_SP80056A_CONCAT, &list, output, 16, &size, 0),
                 ERROR_SUCCESS, "derive");
    check_same(output, want, sizeof(want), "output");
    free_secret(secret);
    provider_free(own);
    provider_free(peer);
}

static void test_rules(void)
{
    NCRYPT_SECRET_HANDLE secret = vector_secret(&vectors_kdf[3]);

    test_concatenation(secret, &vectors_kdf[3]);
    test_lists(secret);
    test_required(secret);
    test_tls_protocols(secret);
    free_secret(secret);
}

/* ------------------------------------------------------------------------------------------
 * Which keys agree
 */
static void check_agreement(NCRYPT_KEY_HANDLE own, NCRYPT_KEY_HANDLE peer, DWORD flags,
                            SECURITY_STATUS want, const char *what)
{
    NCRYPT_SECRET_HANDLE secret = 0;

    check_status(provider_table()->SecretAgreement(provider_handle(), own, peer, &secret, flags),
                 want, what);
    check(!secret == !!want, "%s: secret %p", what, (void *)secret);
    if (secret)
        free_secret(secret);
}

static void test_agreement(void)
{
    NCRYPT_KEY_HANDLE ecdh = new_key(NCRYPT_ECDH_P256_ALGORITHM, true);
    NCRYPT_KEY_HANDLE ecdsa = new_key(NCRYPT_ECDSA_P256_ALGORITHM, true);
    NCRYPT_KEY_HANDLE larger = new_key(NCRYPT_ECDH_P384_ALGORITHM, true);
    NCRYPT_KEY_HANDLE raw = new_key(NCRYPT_ECDH_P256_ALGORITHM, false);
    NCRYPT_KEY_HANDLE rsa = new_key(NCRYPT_RSA_ALGORITHM, true);
    NCRYPT_KEY_HANDLE public = ec_key("wine-ecdh256-peer-pub");
    DWORD usage = NCRYPT_ALLOW_SIGNING_FLAG | NCRYPT_ALLOW_DECRYPT_FLAG;

    check_agreement(ecdh, public, 0, ERROR_SUCCESS, "public peer");
    check_agreement(ecdh, ecdh, NCRYPT_SILENT_FLAG, ERROR_SUCCESS, "with itself");
    check_agreement(ecdh, public, 1, NTE_BAD_FLAGS, "flag 1");
    check_agreement(public, ecdh, 0, NTE_NO_KEY, "own without private part");
    check_agreement(ecdh, larger, 0, NTE_INVALID_PARAMETER, "another curve");
    check_agreement(ecdh, rsa, 0, NTE_INVALID_PARAMETER, "RSA peer");
    check_agreement(ecdh, ecdsa, 0, NTE_INVALID_PARAMETER, "ECDSA peer");
    check_agreement(ecdsa, ecdh, 0, NTE_NOT_SUPPORTED, "own ECDSA");
    check_agreement(rsa, ecdh, 0, NTE_NOT_SUPPORTED, "own RSA");
    check_agreement(raw, public, 0, NTE_BAD_KEY_STATE, "own unfinalized");
    check_agreement(ecdh, raw, 0, NTE_BAD_KEY_STATE, "peer unfinalized");
    check_status(provider_table()->SetKeyProperty(provider_handle(), ecdh,
                                                  NCRYPT_KEY_USAGE_PROPERTY, (BYTE *)&usage,
                                                  sizeof(usage), 0),
                 ERROR_SUCCESS, "usage");
    check_agreement(ecdh, public, 0, NTE_PERM, "usage");
    provider_free(ecdh);
    provider_free(ecdsa);
    provider_free(larger);
    provider_free(raw);
    provider_free(rsa);
    provider_free(public);
}

int main(void)
{
    test_vectors();
    test_rules();
    test_concat();
    test_agreement();
    provider_close();
    return check_summary("kdf");
}
