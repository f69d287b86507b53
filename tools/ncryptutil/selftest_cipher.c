/*
 * Checks of symmetric keys.
 */
#include "selftest.h"

#include <string.h>

/* Without a chaining mode and padding the data must be whole blocks. */
static SECURITY_STATUS encrypt(const struct subject *subject, const char *detail)
{
    BYTE plain[32] = "two blocks of AES, four of 3DES";
    BYTE encrypted[sizeof(plain)], decrypted[sizeof(plain)];
    DWORD size;
    SECURITY_STATUS status = NCryptEncrypt(subject->key, plain, sizeof(plain), NULL, encrypted,
                                           sizeof(encrypted), &size, 0);

    (void)detail;
    if (!status && (size != sizeof(plain) || !memcmp(plain, encrypted, size)))
    {
        status = WRONG_RESULT;
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
