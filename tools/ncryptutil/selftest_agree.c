/*
 * Secret agreement, for all families of keys that can do it, and checks of DH keys.
 */
#include "selftest.h"

#include <string.h>

/* The secret of two keys, hashed. */
static SECURITY_STATUS agree(NCRYPT_KEY_HANDLE own, NCRYPT_KEY_HANDLE peer, BYTE *derived,
                             DWORD room, DWORD *size)
{
    NCRYPT_SECRET_HANDLE secret;
    SECURITY_STATUS status = NCryptSecretAgreement(own, peer, &secret, 0);

    if (!status)
    {
        status = NCryptDeriveKey(secret, BCRYPT_KDF_HASH, NULL, derived, room, size, 0);
        NCryptFreeObject(secret);
    }
    return status;
}

SECURITY_STATUS check_agreement(const struct subject *subject, const char *detail)
{
    BYTE ours[64], theirs[64];
    DWORD our_size, their_size;
    NCRYPT_KEY_HANDLE peer;
    SECURITY_STATUS status = make_key(subject->provider, subject->kind, &peer);

    (void)detail;
    if (status)
    {
        return status;
    }
    status = agree(subject->key, peer, ours, sizeof(ours), &our_size);
    if (!status)
    {
        status = agree(peer, subject->key, theirs, sizeof(theirs), &their_size);
    }
    NCryptFreeObject(peer);
    if (status)
    {
        return status;
    }
    return our_size == their_size && !memcmp(ours, theirs, our_size) ? 0 : WRONG_RESULT;
}

const struct check dh_checks[] = {
    {"agree with another key, both ways", check_agreement, NULL, TRUE},
    {"export and import", check_round_trip, "DHPUBLICBLOB", FALSE},
    {"export and import", check_round_trip, "DHPRIVATEBLOB", FALSE},
    {"export and import", check_round_trip, "CAPIDHPUBLICBLOB", FALSE},
    {"export and import", check_round_trip, "CAPIDHPRIVATEBLOB", FALSE},
    {"export and import", check_round_trip, "PKCS8_PRIVATEKEY", FALSE},
    {NULL, NULL, NULL, FALSE},
};
