/*
 * Checks of ECDSA and ECDH keys.
 */
#include "selftest.h"

static SECURITY_STATUS sign(const struct subject *subject, const char *detail)
{
    (void)detail;
    return check_signature(subject->key, NULL, 0);
}

const struct check ecdsa_checks[] = {
    {"sign and verify", sign, NULL, FALSE},
    {"export and import", check_round_trip, "ECCPUBLICBLOB", FALSE},
    {"export and import", check_round_trip, "ECCPRIVATEBLOB", FALSE},
    {"export and import", check_round_trip, "PKCS8_PRIVATEKEY", FALSE},
    {NULL, NULL, NULL, FALSE},
};

const struct check ecdh_checks[] = {
    {"agree with another key, both ways", check_agreement, NULL, TRUE},
    {"export and import", check_round_trip, "ECCPUBLICBLOB", FALSE},
    {"export and import", check_round_trip, "ECCPRIVATEBLOB", FALSE},
    {"export and import", check_round_trip, "PKCS8_PRIVATEKEY", FALSE},
    {NULL, NULL, NULL, FALSE},
};

/* Keys on a curve that has no algorithm of its own. */
const struct check generic_ecdsa_checks[] = {
    {"sign and verify", sign, NULL, FALSE},
    {"export and import", check_round_trip, "ECCPUBLICBLOB", FALSE},
    {"export and import", check_round_trip, "ECCPRIVATEBLOB", FALSE},
    {"export and import", check_round_trip, "ECCFULLPUBLICBLOB", FALSE},
    {"export and import", check_round_trip, "ECCFULLPRIVATEBLOB", FALSE},
    {"export and import", check_round_trip, "PKCS8_PRIVATEKEY", FALSE},
    {NULL, NULL, NULL, FALSE},
};

/* The full types are for short Weierstrass curves, which curve25519 is not. */
const struct check generic_ecdh_checks[] = {
    {"agree with another key, both ways", check_agreement, NULL, TRUE},
    {"export and import", check_round_trip, "ECCPUBLICBLOB", FALSE},
    {"export and import", check_round_trip, "ECCPRIVATEBLOB", FALSE},
    {"export and import", check_round_trip, "ECCFULLPUBLICBLOB", TRUE},
    {"export and import", check_round_trip, "ECCFULLPRIVATEBLOB", TRUE},
    {"export and import", check_round_trip, "PKCS8_PRIVATEKEY", FALSE},
    {NULL, NULL, NULL, FALSE},
};
