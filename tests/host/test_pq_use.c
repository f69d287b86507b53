/*
 * What post-quantum keys do, through the provider: signatures with every kind of padding information,
 * encapsulation with every rule for its arguments.
 */
#include <stdlib.h>

#include "gaps.h"
#include "kem_interface.h"
#include "pq_keys.h"

NTSTATUS WINAPI NcryptprovGetKemInterface(const struct kem_interface **result);

static const BYTE message[] = "What is signed is the message itself.";
static BYTE signature[50000];

static SECURITY_STATUS sign(NCRYPT_KEY_HANDLE key, BCRYPT_PQDSA_PADDING_INFO *padding,
                            const BYTE *data, DWORD size, DWORD flags)
{
    DWORD length = 0;

    return provider_table()->SignHash(provider_handle(), key, padding, (BYTE *)data, size,
                                      signature, sizeof(signature), &length, flags);
}

static SECURITY_STATUS verify(NCRYPT_KEY_HANDLE key, const struct test_set *set,
                              BCRYPT_PQDSA_PADDING_INFO *padding, const BYTE *data, DWORD size,
                              DWORD flags)
{
    return provider_table()->VerifySignature(provider_handle(), key, padding, (BYTE *)data, size,
                                             signature, set->set->output_size, flags);
}

/* Signs and verifies; then nothing else may verify: another message, context or hash. */
static void check_round(NCRYPT_KEY_HANDLE key, const struct test_set *set,
                        BCRYPT_PQDSA_PADDING_INFO *padding, DWORD size, DWORD flags,
                        const char *what)
{
    BYTE other[64] = "another context";
    BCRYPT_PQDSA_PADDING_INFO wrong = {other, 15, padding ? padding->pszPrehashAlgId : NULL};
    BYTE data[64];
    SECURITY_STATUS status;

    memcpy(data, message, sizeof(message));
    memset(data + sizeof(message), 0x5a, sizeof(data) - sizeof(message));
    status = sign(key, padding, data, size, flags);
    check(!status, "%s: sign %#x", what, (unsigned int)status);
    status = verify(key, set, padding, data, size, flags);
    check(!status, "%s: verify %#x", what, (unsigned int)status);
    if (flags != GAP_EXTERNAL_MU_FLAGS)
    {
        status = verify(key, set, &wrong, data, size, NCRYPT_PAD_PQDSA_FLAG);
        check(status == NTE_BAD_SIGNATURE, "%s: other context %#x", what, (unsigned int)status);
    }
    if (size)
    {
        data[size - 1] ^= 1;
        status = verify(key, set, padding, data, size, flags);
        check(status == NTE_BAD_SIGNATURE, "%s: other message %#x", what, (unsigned int)status);
        data[size - 1] ^= 1;
    }
    signature[100] ^= 1;
    status = verify(key, set, padding, data, size, flags);
    check(status == NTE_BAD_SIGNATURE, "%s: other signature %#x", what, (unsigned int)status);
}

static void test_prehash(NCRYPT_KEY_HANDLE key, const struct test_set *set)
{
    static const struct
    {
        const WCHAR *name;
        DWORD size;
    } hashes[] = {{L"SHA256", 32},   {L"SHA384", 48},   {L"SHA512", 64},   {L"SHA3-256", 32},
                  {L"SHA3-384", 48}, {L"SHA3-512", 64}, {L"SHAKE128", 32}, {L"SHAKE256", 64}};
    BCRYPT_PQDSA_PADDING_INFO padding = {(BYTE *)"ctx", 3, NULL};
    SECURITY_STATUS status;
    size_t i;

    for (i = 0; i < (test_set_is_slow(set) ? 1 : ARRAYSIZE(hashes)); i++)
    {
        padding.pszPrehashAlgId = hashes[i].name;
        check_round(key, set, &padding, hashes[i].size, NCRYPT_PAD_PQDSA_FLAG, "pre-hash");
        status = sign(key, &padding, message, hashes[i].size - 1, NCRYPT_PAD_PQDSA_FLAG);
        check(status == NTE_INVALID_PARAMETER, "digest too short: %#x", (unsigned int)status);
    }
    padding.pszPrehashAlgId = L"MD5";
    status = sign(key, &padding, message, 16, NCRYPT_PAD_PQDSA_FLAG);
    check(status == GAP_STATUS_PREHASH, "MD5: %#x", (unsigned int)status);
    padding.pszPrehashAlgId = L"SHA1";
    status = sign(key, &padding, message, 20, NCRYPT_PAD_PQDSA_FLAG);
    check(status == GAP_STATUS_PREHASH, "SHA1: %#x", (unsigned int)status);
}

/* External mu has the bit of NCRYPT_SILENT_FLAG, see GAP_EXTERNAL_MU_FLAGS. */
static void test_mu(NCRYPT_KEY_HANDLE key, const struct test_set *set)
{
    BCRYPT_PQDSA_PADDING_INFO padding = {(BYTE *)"x", 1, NULL};
    BYTE mu[64] = {1};
    SECURITY_STATUS status;

    if (set->set->family != FAMILY_MLDSA)
        return;
    check_round(key, set, NULL, 64, GAP_EXTERNAL_MU_FLAGS, "external mu");
    status = sign(key, NULL, mu, 63, GAP_EXTERNAL_MU_FLAGS);
    check(status == NTE_INVALID_PARAMETER, "short mu: %#x", (unsigned int)status);
    sign(key, NULL, mu, 64, GAP_EXTERNAL_MU_FLAGS);
    status = verify(key, set, NULL, mu, 64, 0);
    check(status == NTE_BAD_SIGNATURE, "mu as a message: %#x", (unsigned int)status);
    check_round(key, set, &padding, 64, NCRYPT_PAD_PQDSA_FLAG | NCRYPT_SILENT_FLAG,
                "silent, padding");
    check_round(key, set, NULL, 64, NCRYPT_SILENT_FLAG, "silent, no padding");
    sign(key, NULL, mu, 64, NCRYPT_SILENT_FLAG);
    status = verify(key, set, NULL, mu, 64, 0);
    check(!status, "silent is not mu: %#x", (unsigned int)status);
}

static void test_sign_arguments(NCRYPT_KEY_HANDLE key, const struct test_set *set)
{
    static BYTE context[256];
    BCRYPT_PQDSA_PADDING_INFO padding = {context, 256, NULL};
    SECURITY_STATUS status;
    DWORD size = 0;

    status = sign(key, &padding, message, sizeof(message), NCRYPT_PAD_PQDSA_FLAG);
    check(status == GAP_STATUS_LONG_CONTEXT, "context of 256 bytes: %#x", (unsigned int)status);
    padding = (BCRYPT_PQDSA_PADDING_INFO){NULL, 1, NULL};
    status = sign(key, &padding, message, sizeof(message), NCRYPT_PAD_PQDSA_FLAG);
    check(status == NTE_INVALID_PARAMETER, "context NULL, 1 byte: %#x", (unsigned int)status);
    padding.cbCtx = 0;
    status = sign(key, &padding, message, sizeof(message), 0);
    check(status == NTE_INVALID_PARAMETER, "padding without flag: %#x", (unsigned int)status);
    status = sign(key, NULL, message, sizeof(message), NCRYPT_PAD_PSS_FLAG);
    check(status == NTE_INVALID_PARAMETER, "PSS: %#x", (unsigned int)status);
    status = provider_table()->SignHash(provider_handle(), key, NULL, NULL, 0, NULL, 0, &size, 0);
    check(!status && size == set->set->output_size, "size: %#x, %u", (unsigned int)status,
          (unsigned int)size);
    size = 0;
    status = provider_table()->SignHash(provider_handle(), key, NULL, (BYTE *)message, 5, signature,
                                        set->set->output_size - 1, &size, 0);
    check(status == NTE_BUFFER_TOO_SMALL && size == set->set->output_size, "short: %#x, %u",
          (unsigned int)status, (unsigned int)size);
    status = provider_table()->VerifySignature(provider_handle(), key, NULL, (BYTE *)message, 5,
                                               signature, set->set->output_size - 1, 0);
    check(status == NTE_INVALID_PARAMETER, "short signature: %#x", (unsigned int)status);
}

static void test_signatures(NCRYPT_KEY_HANDLE key, const struct test_set *set)
{
    static BYTE context[255] = {7};
    BCRYPT_PQDSA_PADDING_INFO none = {NULL, 0, NULL}, longest = {context, 255, NULL};

    check_round(key, set, NULL, sizeof(message), 0, "no padding");
    check_round(key, set, &longest, sizeof(message), NCRYPT_PAD_PQDSA_FLAG, "longest context");
    if (!test_set_is_slow(set))
    {
        check_round(key, set, NULL, 0, 0, "empty message");
        check_round(key, set, &none, sizeof(message), NCRYPT_PAD_PQDSA_FLAG, "empty context");
        check_round(key, set, NULL, 64, NCRYPT_PAD_PQDSA_FLAG, "flags");
    }
    test_prehash(key, set);
    test_mu(key, set);
    test_sign_arguments(key, set);
}

/* ------------------------------------------------------------------------------------------
 * Encapsulation
 */
struct exchange
{
    BYTE secret[32], other[32], ciphertext[1568];
    DWORD secret_size, ciphertext_size;
};

static SECURITY_STATUS encapsulate(NCRYPT_KEY_HANDLE key, struct exchange *e)
{
    const struct kem_interface *kem;

    NcryptprovGetKemInterface(&kem);
    return kem->Encapsulate(provider_handle(), key, e->secret, sizeof(e->secret), &e->secret_size,
                            e->ciphertext, sizeof(e->ciphertext), &e->ciphertext_size, 0);
}

static SECURITY_STATUS decapsulate(NCRYPT_KEY_HANDLE key, struct exchange *e)
{
    const struct kem_interface *kem;
    DWORD size = 0;

    NcryptprovGetKemInterface(&kem);
    return kem->Decapsulate(provider_handle(), key, e->ciphertext, e->ciphertext_size, e->other,
                            sizeof(e->other), &size, 0);
}

static void test_exchange(NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE public_key,
                          const struct test_set *set)
{
    struct exchange e = {0};
    BYTE rejected[32];
    SECURITY_STATUS status = encapsulate(public_key, &e);

    check(!status && e.secret_size == 32 && e.ciphertext_size == set->set->output_size,
          "encapsulate: %#x, %u, %u", (unsigned int)status, (unsigned int)e.secret_size,
          (unsigned int)e.ciphertext_size);
    status = decapsulate(key, &e);
    check(!status && !memcmp(e.secret, e.other, 32), "decapsulate: %#x, or another secret",
          (unsigned int)status);
    e.ciphertext[17] ^= 1;
    status = decapsulate(key, &e);
    memcpy(rejected, e.other, 32);
    check(!status && memcmp(e.secret, rejected, 32), "wrong ciphertext: %#x, or the same secret",
          (unsigned int)status);
    status = decapsulate(key, &e);
    check(!status && !memcmp(e.other, rejected, 32), "the same secret for a wrong ciphertext: %#x",
          (unsigned int)status);
    e.ciphertext_size--;
    status = decapsulate(key, &e);
    check(status == NTE_INVALID_PARAMETER, "short ciphertext: %#x", (unsigned int)status);
    e.ciphertext_size++;
    status = decapsulate(public_key, &e);
    check(status == NTE_NO_KEY, "decapsulate by a public key: %#x", (unsigned int)status);
}

static void test_kem_arguments(NCRYPT_KEY_HANDLE key, const struct test_set *set)
{
    const DWORD size = set->set->output_size;
    const struct kem_interface *kem;
    DWORD secret = 0, ciphertext = 0;
    struct exchange e = {0};
    SECURITY_STATUS status;

    NcryptprovGetKemInterface(&kem);
    status = kem->Encapsulate(provider_handle(), key, NULL, 0, &secret, NULL, 0, &ciphertext, 0);
    check(!status && secret == 32 && ciphertext == size, "query: %#x, %u, %u", (unsigned int)status,
          (unsigned int)secret, (unsigned int)ciphertext);
    secret = ciphertext = 0;
    status = kem->Encapsulate(provider_handle(), key, e.secret, 31, &secret, e.ciphertext, size,
                              &ciphertext, 0);
    check(status == NTE_BUFFER_TOO_SMALL && secret == 32 && ciphertext == size,
          "short secret: %#x, %u, %u", (unsigned int)status, (unsigned int)secret,
          (unsigned int)ciphertext);
    secret = ciphertext = 0;
    status = kem->Encapsulate(provider_handle(), key, e.secret, 32, &secret, e.ciphertext, size - 1,
                              &ciphertext, 0);
    check(status == NTE_BUFFER_TOO_SMALL && secret == 32 && ciphertext == size,
          "short ciphertext: %#x, %u, %u", (unsigned int)status, (unsigned int)secret,
          (unsigned int)ciphertext);
    check(!e.secret[0] && !e.ciphertext[0] && !e.ciphertext[1], "partly written");
    status = kem->Encapsulate(provider_handle(), key, e.secret, 32, &secret, NULL, 0, &ciphertext,
                              0);
    check(status == NTE_INVALID_PARAMETER, "one buffer: %#x", (unsigned int)status);
    status = kem->Encapsulate(provider_handle(), key, NULL, 0, &secret, NULL, 0, &ciphertext,
                              NCRYPT_SILENT_FLAG);
    check(status == NTE_BAD_FLAGS, "flags: %#x", (unsigned int)status);
    secret = 0;
    status = kem->Decapsulate(provider_handle(), key, e.ciphertext, size, NULL, 0, &secret, 0);
    check(!status && secret == 32, "decapsulate query: %#x, %u", (unsigned int)status,
          (unsigned int)secret);
    secret = 0;
    status = kem->Decapsulate(provider_handle(), key, e.ciphertext, size, e.secret, 31, &secret, 0);
    check(status == NTE_BUFFER_TOO_SMALL && secret == 32, "decapsulate short: %#x, %u",
          (unsigned int)status, (unsigned int)secret);
    status = sign(key, NULL, message, 5, 0);
    check(status == NTE_NOT_SUPPORTED, "sign: %#x", (unsigned int)status);
}

/* Whatever else a key may be used for, it decapsulates.  Not to be set after the key is finalized. */
static void test_kem_usage(NCRYPT_KEY_HANDLE handle, const struct test_set *set)
{
    struct key *key = (struct key *)handle;
    struct exchange e = {.ciphertext_size = set->set->output_size};
    SECURITY_STATUS status;

    key->usage = NCRYPT_ALLOW_SIGNING_FLAG;
    status = decapsulate(handle, &e);
    check(status == (GAP_DECAPSULATE_USAGE ? NTE_PERM : ERROR_SUCCESS), "usage: %#x",
          (unsigned int)status);
    key->usage = NCRYPT_ALLOW_ALL_USAGES;
}

static void test_kem(NCRYPT_KEY_HANDLE key, const struct test_set *set)
{
    SECURITY_STATUS status;
    DWORD size = 0;
    BYTE *blob = provider_export(key, "PUBLICBLOB", &size, &status);
    NCRYPT_KEY_HANDLE public_key = provider_import("PUBLICBLOB", blob, size, &status);

    test_exchange(key, public_key, set);
    test_exchange(key, public_key, set);
    test_kem_arguments(key, set);
    test_kem_usage(key, set);
    provider_free(public_key);
    free(blob);
}

static void test_set(const struct test_set *set)
{
    struct exchange e = {0};
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status;

    check_context_push("%s", set->openssl);
    if ((key = test_pq_new(set)))
    {
        if (set->set->family == FAMILY_MLKEM)
            test_kem(key, set);
        else
        {
            test_signatures(key, set);
            status = encapsulate(key, &e);
            check(status == NTE_NOT_SUPPORTED, "encapsulate: %#x", (unsigned int)status);
        }
    }
    provider_free(key);
    check_context_pop();
}

int main(void)
{
    const struct test_set *set;
    unsigned int i;

    if (!test_pq_available())
        return check_summary("pq_use");
    for (i = 0; (set = test_set_at(i)); i++)
        test_set(set);
    provider_close();
    return check_summary("pq_use");
}
