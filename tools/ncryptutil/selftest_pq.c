/*
 * Checks of post-quantum keys.  The DLL of an older Windows, or Wine's own, has neither the algorithms nor
 * NCryptEncapsulate and NCryptDecapsulate.
 */
#include "kem.h"
#include "selftest.h"

#include <ncrypt_ext.h>
#include <string.h>

#define PARTS_OF_A_KEY(prefix)                                                                     \
    {"export and import", check_round_trip, prefix "PUBLICBLOB", FALSE},                           \
    {                                                                                              \
        "export and import", check_round_trip, prefix "PRIVATEBLOB", FALSE                         \
    }
#define FORMS_OF_A_KEY                                                                             \
    {"export and import", check_round_trip, "PUBLICBLOB", FALSE},                                  \
        {"export and import", check_round_trip, "PRIVATEBLOB", FALSE},                             \
        {"export and import", check_round_trip, "PQPrivateKeyBlob", FALSE},                        \
        {"export and import", check_round_trip, "PKCS8_PRIVATEKEY", FALSE},                        \
    {                                                                                              \
        NULL, NULL, NULL, FALSE                                                                    \
    }

/* ------------------------------------------------------------------------------------------
 * Signatures: of a message with a context, or of a digest
 */
static SECURITY_STATUS check_form(NCRYPT_KEY_HANDLE key, const WCHAR *prehash)
{
    BYTE message[32] = "A message or a digest of SHA256";
    BCRYPT_PQDSA_PADDING_INFO padding = {(BYTE *)"selftest", 8, (WCHAR *)prehash};
    DWORD flags = NCRYPT_PAD_PQDSA_FLAG, size = 0;
    BYTE *signature;
    SECURITY_STATUS status = NCryptSignHash(key, &padding, message, sizeof(message), NULL, 0, &size,
                                            flags);

    if (status)
    {
        return status;
    }
    signature = scratch(size);
    status = NCryptSignHash(key, &padding, message, sizeof(message), signature, size, &size, flags);
    if (!status)
    {
        status = NCryptVerifySignature(key, &padding, message, sizeof(message), signature, size,
                                       flags);
    }
    if (status)
    {
        return status;
    }
    padding.cbCtx--;
    status = NCryptVerifySignature(key, &padding, message, sizeof(message), signature, size, flags);
    return status == NTE_BAD_SIGNATURE ? 0 : WRONG_RESULT;
}

static SECURITY_STATUS sign(const struct subject *subject, const char *detail)
{
    (void)detail;
    return check_form(subject->key, NULL);
}

static SECURITY_STATUS sign_digest(const struct subject *subject, const char *detail)
{
    (void)detail;
    return check_form(subject->key, BCRYPT_SHA256_ALGORITHM);
}

/* ------------------------------------------------------------------------------------------
 * Encapsulation
 */
static SECURITY_STATUS encapsulate(const struct subject *subject, const char *detail)
{
    struct bytes secret, ciphertext, again;
    SECURITY_STATUS status = kem_encapsulate(subject->key, &secret, &ciphertext);

    (void)detail;
    if (!status)
    {
        status = kem_decapsulate(subject->key, &ciphertext, &again);
    }
    if (status)
    {
        return status;
    }
    if (again.size != secret.size || memcmp(again.data, secret.data, secret.size))
    {
        return WRONG_RESULT;
    }
    ciphertext.data[0] ^= 1; /* gives another secret: implicit rejection */
    status = kem_decapsulate(subject->key, &ciphertext, &again);
    return status || memcmp(again.data, secret.data, secret.size) ? status : WRONG_RESULT;
}

const struct check mlkem_checks[] = {
    {"encapsulate and decapsulate", encapsulate, NULL, FALSE},
    PARTS_OF_A_KEY("MLKEM"),
    {"export and import", check_round_trip, "MLKEMPRIVATESEEDBLOB", FALSE},
    FORMS_OF_A_KEY,
};

const struct check mldsa_checks[] = {
    {"sign and verify with a context", sign, NULL, FALSE},
    {"sign and verify a digest", sign_digest, NULL, FALSE},
    PARTS_OF_A_KEY("PQDSA"),
    {"export and import", check_round_trip, "PQDSAPRIVATESEEDBLOB", FALSE},
    FORMS_OF_A_KEY,
};

/* One signature, as it may take half a second. */
const struct check slhdsa_checks[] = {
    {"sign and verify with a context", sign, NULL, FALSE},
    PARTS_OF_A_KEY("PQDSA"),
    FORMS_OF_A_KEY,
};
