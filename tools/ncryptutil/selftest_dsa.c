/*
 * Checks of DSA keys of up to 1024 bits, which have every blob type.
 */
#include "selftest.h"

#define DSA_DIGEST_SIZE 20 /* q has 160 bits */

static SECURITY_STATUS sign(const struct subject *subject, const char *detail)
{
    BYTE digest[DSA_DIGEST_SIZE] = "any 20 bytes will d";
    BYTE signature[2 * DSA_DIGEST_SIZE];
    DWORD size;
    SECURITY_STATUS status = NCryptSignHash(subject->key, NULL, digest, sizeof(digest), signature,
                                            sizeof(signature), &size, 0);

    (void)detail;
    if (status)
    {
        return status;
    }
    status = NCryptVerifySignature(subject->key, NULL, digest, sizeof(digest), signature, size, 0);
    if (status)
    {
        return status;
    }
    digest[0] ^= 1;
    status = NCryptVerifySignature(subject->key, NULL, digest, sizeof(digest), signature, size, 0);
    return status == NTE_BAD_SIGNATURE ? 0 : WRONG_RESULT;
}

const struct check dsa_checks[] = {
    {"sign and verify", sign, NULL, FALSE},
    {"export and import", check_round_trip, "DSAPUBLICBLOB", FALSE},
    {"export and import", check_round_trip, "DSAPRIVATEBLOB", FALSE},
    {"export and import", check_round_trip, "CAPIDSAPUBLICBLOB", FALSE},
    {"export and import", check_round_trip, "CAPIDSAPRIVATEBLOB", FALSE},
    {"export and import", check_round_trip, "V2CAPIDSAPUBLICBLOB", FALSE},
    {"export and import", check_round_trip, "V2CAPIDSAPRIVATEBLOB", FALSE},
    {"export and import", check_round_trip, "PKCS8_PRIVATEKEY", FALSE},
    {NULL, NULL, NULL, FALSE},
};
