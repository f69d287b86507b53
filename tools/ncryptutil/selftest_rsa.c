/*
 * Checks of RSA keys.
 */
#include "selftest.h"

#include <string.h>

#define SALT_BYTES 32

static SECURITY_STATUS sign_pkcs1(const struct subject *subject, const char *detail)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM};

    (void)detail;
    return check_signature(subject->key, &padding, BCRYPT_PAD_PKCS1);
}

static SECURITY_STATUS sign_pss(const struct subject *subject, const char *detail)
{
    BCRYPT_PSS_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM, SALT_BYTES};

    (void)detail;
    return check_signature(subject->key, &padding, BCRYPT_PAD_PSS);
}

static SECURITY_STATUS encrypt(NCRYPT_KEY_HANDLE key, void *padding, DWORD flags)
{
    BYTE message[] = "a message of some bytes";
    BYTE encrypted[2048], decrypted[2048];
    DWORD encrypted_size, size;
    SECURITY_STATUS status = NCryptEncrypt(key, message, sizeof(message), padding, encrypted,
                                           sizeof(encrypted), &encrypted_size, flags);

    if (status)
    {
        return status;
    }
    status = NCryptDecrypt(key, encrypted, encrypted_size, padding, decrypted, sizeof(decrypted),
                           &size, flags);
    if (status)
    {
        return status;
    }
    return size == sizeof(message) && !memcmp(message, decrypted, size) ? 0 : WRONG_RESULT;
}

static SECURITY_STATUS encrypt_oaep(const struct subject *subject, const char *detail)
{
    static BYTE label[] = {'l', 'a', 'b', 'e', 'l'};
    BCRYPT_OAEP_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM, label, sizeof(label)};

    (void)detail;
    return encrypt(subject->key, &padding, NCRYPT_PAD_OAEP_FLAG);
}

static SECURITY_STATUS encrypt_pkcs1(const struct subject *subject, const char *detail)
{
    (void)detail;
    return encrypt(subject->key, NULL, NCRYPT_PAD_PKCS1_FLAG);
}

const struct check rsa_checks[] = {
    {"sign and verify, PKCS#1 with SHA-256", sign_pkcs1, NULL, FALSE},
    {"sign and verify, PSS with SHA-256", sign_pss, NULL, FALSE},
    {"encrypt and decrypt, OAEP with SHA-256", encrypt_oaep, NULL, FALSE},
    {"encrypt and decrypt, PKCS#1", encrypt_pkcs1, NULL, FALSE},
    {"export and import", check_round_trip, "RSAPUBLICBLOB", FALSE},
    {"export and import", check_round_trip, "RSAPRIVATEBLOB", FALSE},
    {"export and import", check_round_trip, "RSAFULLPRIVATEBLOB", FALSE},
    {"export and import", check_round_trip, "CAPIPUBLICBLOB", FALSE},
    {"export and import", check_round_trip, "CAPIPRIVATEBLOB", FALSE},
    {"export and import", check_round_trip, "PKCS8_PRIVATEKEY", FALSE},
    {NULL, NULL, NULL, FALSE},
};
