/*
 * PKCS7_ENVELOPE: a PrivateKeyInfo in a CMS envelope for the owner of a certificate.
 *
 *   NCRYPTBUFFER_CERT_BLOB       the recipient's certificate, DER
 *   NCRYPTBUFFER_PKCS_ALG_OID    the content cipher, ASCII with its NUL
 *   NCRYPTBUFFER_PKCS_ALG_PARAM  the DER of its parameters (the IV); optional
 *
 * Import needs the recipient's RSA key as hImportKey.
 */
#include "blob_pkcs8.h"
#include "gaps.h"
#include "parameters.h"
#include "status.h"
#include "unixcall.h"

static SECURITY_STATUS set_parameters(const NCryptBufferDesc *list, struct bridge_envelope *params)
{
    const NCryptBuffer *certificate = parameter_find(list, NCRYPTBUFFER_CERT_BLOB);
    const NCryptBuffer *oid = parameter_find(list, NCRYPTBUFFER_PKCS_ALG_OID);
    const NCryptBuffer *param = parameter_find(list, NCRYPTBUFFER_PKCS_ALG_PARAM);
    ULONG size = oid ? parameter_ascii_length(oid) : 0;

    if (!certificate || !certificate->cbBuffer || !size)
        return GAP_STATUS_ENVELOPE_PARAMETERS;
    unixcall_give(&params->certificate, certificate->pvBuffer, certificate->cbBuffer);
    unixcall_give(&params->oid, oid->pvBuffer, size);
    if (param)
        unixcall_give(&params->parameters, param->pvBuffer, param->cbBuffer);
    return ERROR_SUCCESS;
}

SECURITY_STATUS envelope_encode(const struct key *key, const struct blob_request *request,
                                struct writer *writer)
{
    struct bridge_envelope params = {0};
    SECURITY_STATUS status = set_parameters(request->parameters, &params);
    DWORD size;
    BYTE *plain;

    if (status || (status = pkcs8_make(key, &plain, &size)))
        return status;
    unixcall_give(&params.input, plain, size);
    if (writer->data)
    {
        params.output.data = bridge_pointer(writer->data + writer->position);
        params.output.capacity = writer->size - writer->position;
    }
    if (!(status = status_from_bridge(call_envelope_encrypt(&params))))
        writer->position += params.output.size;
    os_free_secret(plain, size);
    return status;
}

static SECURITY_STATUS check_recipient(const struct key *key)
{
    if (!key)
        return GAP_STATUS_ENVELOPE_NO_KEY;
    if (key->type->family != &rsa_family)
        return NTE_BAD_TYPE;
    if (!key_has_private(key))
        return GAP_STATUS_USE_NO_PRIVATE;
    return key->usage & NCRYPT_ALLOW_DECRYPT_FLAG ? ERROR_SUCCESS : NTE_PERM;
}

/* Nothing authenticates the content, and damage can leave the padding right by chance: what is no key
 * gets the answer of wrong padding, so that nobody learns which of the two it was. */
static SECURITY_STATUS take(const BYTE *plain, DWORD size, struct blob_contents *contents)
{
    SECURITY_STATUS status = pkcs8_take(plain, size, contents);

    return status == NTE_BAD_DATA ? GAP_STATUS_ENVELOPE_NOT_OPENED : status;
}

SECURITY_STATUS envelope_decode(const struct blob_request *request, struct reader *reader,
                                struct blob_contents *contents)
{
    SECURITY_STATUS status = check_recipient(request->wrapping_key);
    struct bridge_envelope params = {0};
    DWORD size = reader->left;
    uint32_t result;
    BYTE *plain;

    if (status)
        return status;
    if (!size || size > PKCS8_MAX_SIZE)
        return NTE_BAD_DATA;
    if (!(plain = os_alloc(size)))
        return NTE_NO_MEMORY;
    params.object = request->wrapping_key->object;
    unixcall_give(&params.input, reader_bytes(reader, size), size);
    params.output.data = bridge_pointer(plain);
    params.output.capacity = size;
    result = call_envelope_decrypt(&params);
    status = result == BRIDGE_DECRYPTION_FAILED ? GAP_STATUS_ENVELOPE_NOT_OPENED
                                                : status_from_bridge(result);
    if (!status)
        status = take(plain, params.output.size, contents);
    os_free_secret(plain, size);
    return status;
}
