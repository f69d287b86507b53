/*
 * What a library's error code means to the caller of the bridge.
 */
#include <gnutls/gnutls.h>
#include <libtasn1.h>

#include "unixlib.h"

struct error_row
{
    int error;
    enum bridge_status status;
};

static const struct error_row gnutls_errors[] = {
    {GNUTLS_E_SUCCESS, BRIDGE_OK},
    {GNUTLS_E_INVALID_REQUEST, BRIDGE_INVALID_PARAMETER},
    {GNUTLS_E_SHORT_MEMORY_BUFFER, BRIDGE_BUFFER_TOO_SMALL},
    {GNUTLS_E_MEMORY_ERROR, BRIDGE_NO_MEMORY},
    {GNUTLS_E_RANDOM_FAILED, BRIDGE_NO_RANDOM},
    {GNUTLS_E_DECRYPTION_FAILED, BRIDGE_DECRYPTION_FAILED},
    {GNUTLS_E_PK_SIG_VERIFY_FAILED, BRIDGE_BAD_SIGNATURE},
    {GNUTLS_E_PK_INVALID_PUBKEY, BRIDGE_BAD_KEY},
    {GNUTLS_E_PK_INVALID_PRIVKEY, BRIDGE_BAD_KEY},
    {GNUTLS_E_UNKNOWN_PK_ALGORITHM, BRIDGE_NOT_SUPPORTED},
    {GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM, BRIDGE_NOT_SUPPORTED},
    {GNUTLS_E_UNIMPLEMENTED_FEATURE, BRIDGE_NOT_SUPPORTED},
    {GNUTLS_E_ECC_UNSUPPORTED_CURVE, BRIDGE_NOT_SUPPORTED},
    {GNUTLS_E_ASN1_DER_ERROR, BRIDGE_BAD_DATA},
    {GNUTLS_E_ASN1_DER_OVERFLOW, BRIDGE_BAD_DATA},
    {GNUTLS_E_ASN1_ELEMENT_NOT_FOUND, BRIDGE_BAD_DATA},
    {GNUTLS_E_ASN1_TAG_ERROR, BRIDGE_BAD_DATA},
    {GNUTLS_E_ASN1_VALUE_NOT_FOUND, BRIDGE_BAD_DATA},
    {GNUTLS_E_ASN1_GENERIC_ERROR, BRIDGE_BAD_DATA},
};

static const struct error_row tasn1_errors[] = {
    {ASN1_SUCCESS, BRIDGE_OK},
    {ASN1_MEM_ALLOC_ERROR, BRIDGE_NO_MEMORY},
    {ASN1_MEM_ERROR, BRIDGE_BUFFER_TOO_SMALL},
    {ASN1_DER_ERROR, BRIDGE_BAD_DATA},
    {ASN1_DER_OVERFLOW, BRIDGE_BAD_DATA},
    {ASN1_TAG_ERROR, BRIDGE_BAD_DATA},
    {ASN1_TAG_IMPLICIT, BRIDGE_BAD_DATA},
    {ASN1_VALUE_NOT_FOUND, BRIDGE_BAD_DATA},
    {ASN1_VALUE_NOT_VALID, BRIDGE_BAD_DATA},
    {ASN1_ERROR_TYPE_ANY, BRIDGE_BAD_DATA},
    {ASN1_TIME_ENCODING_ERROR, BRIDGE_BAD_DATA},
    {ASN1_RECURSION, BRIDGE_BAD_DATA},
};

/* A code that no table knows is a bug, of ours or of the library. */
static enum bridge_status find(const struct error_row *rows, size_t count, int error)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (rows[i].error == error)
            return rows[i].status;
    return BRIDGE_INTERNAL;
}

enum bridge_status status_from_gnutls(int error)
{
    return find(gnutls_errors, sizeof(gnutls_errors) / sizeof(gnutls_errors[0]), error);
}

enum bridge_status status_from_tasn1(int error)
{
    return find(tasn1_errors, sizeof(tasn1_errors) / sizeof(tasn1_errors[0]), error);
}
