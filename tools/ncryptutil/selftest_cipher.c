/*
 * Checks of symmetric keys.
 */
#include "selftest.h"

#include <ncrypt_ext.h>
#include <string.h>

/* The key keeps the chaining value of its last use, so each use begins with a new one. */
static SECURITY_STATUS set_vector(NCRYPT_KEY_HANDLE key)
{
    BYTE vector[16] = "initial vector";
    DWORD size, result;
    SECURITY_STATUS status = NCryptGetProperty(key, NCRYPT_BLOCK_LENGTH_PROPERTY, (BYTE *)&size,
                                               sizeof(size), &result, 0);

    if (!status && size > sizeof(vector))
    {
        status = WRONG_RESULT;
    }
    return status ? status : NCryptSetProperty(key, NCRYPT_INITIALIZATION_VECTOR, vector, size, 0);
}

/* Without padding the data must be whole blocks. */
static SECURITY_STATUS encrypt(const struct subject *subject, const char *detail)
{
    BYTE plain[32] = "two blocks of AES, four of 3DES";
    BYTE encrypted[sizeof(plain)], decrypted[sizeof(plain)];
    DWORD size;
    SECURITY_STATUS status = set_vector(subject->key);

    (void)detail;
    if (!status)
    {
        status = NCryptEncrypt(subject->key, plain, sizeof(plain), NULL, encrypted,
                               sizeof(encrypted), &size, 0);
    }
    if (!status && (size != sizeof(plain) || !memcmp(plain, encrypted, size)))
    {
        status = WRONG_RESULT;
    }
    if (!status)
    {
        status = set_vector(subject->key);
    }
    if (!status)
    {
        status = NCryptDecrypt(subject->key, encrypted, size, NULL, decrypted, sizeof(decrypted),
                               &size, 0);
    }
    if (status)
    {
        return status;
    }
    return size == sizeof(plain) && !memcmp(plain, decrypted, size) ? 0 : WRONG_RESULT;
}

const struct check cipher_checks[] = {
    {"encrypt and decrypt", encrypt, NULL, FALSE},
    {"export and import", check_round_trip, "CipherKeyBlob", FALSE},
    {NULL, NULL, NULL, FALSE},
};
