/*
 * PKCS#8 under a password: what the parameter list says, for the Unix side.
 *
 *   NCRYPTBUFFER_PKCS_SECRET     the password, UTF-16 with its NUL; no data at all is the empty one
 *   NCRYPTBUFFER_PKCS_ALG_OID    the scheme, ASCII with its NUL
 *   NCRYPTBUFFER_PKCS_ALG_PARAM  CRYPT_PKCS12_PBE_PARAMS and salt, or the DER of PBES2's parameters
 */
#include "blob_pkcs8.h"
#include "parameters.h"
#include "status.h"
#include "unixcall.h"
#include "wide.h"

/* The password, up to its NUL. */
static SECURITY_STATUS set_password(const NCryptBufferDesc *list, struct bridge_pbe *params)
{
    const NCryptBuffer *buffer = parameter_find(list, NCRYPTBUFFER_PKCS_SECRET);
    const WCHAR *text;

    params->flags = BRIDGE_PBE_PASSWORD;
    if (!buffer->cbBuffer)
        return ERROR_SUCCESS;
    if (!(text = parameter_text(buffer)))
        return NTE_INVALID_PARAMETER;
    params->password.data = bridge_pointer(text);
    params->password.size = (uint32_t)(wide_length(text) * sizeof(WCHAR));
    return ERROR_SUCCESS;
}

static SECURITY_STATUS set_scheme(const NCryptBufferDesc *list, struct bridge_pbe *params)
{
    const NCryptBuffer *oid = parameter_find(list, NCRYPTBUFFER_PKCS_ALG_OID);
    const NCryptBuffer *param = parameter_find(list, NCRYPTBUFFER_PKCS_ALG_PARAM);
    ULONG size;

    if (oid && !(size = parameter_ascii_length(oid)))
        return NTE_INVALID_PARAMETER;
    if (oid)
        unixcall_give(&params->oid, oid->pvBuffer, size);
    if (param)
        unixcall_give(&params->parameters, param->pvBuffer, param->cbBuffer);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS encrypt(const NCryptBufferDesc *list, const BYTE *plain, DWORD size,
                               struct writer *writer)
{
    struct bridge_pbe params = {0};
    SECURITY_STATUS status = set_password(list, &params);

    if (!status)
        status = set_scheme(list, &params);
    if (status)
        return status;
    unixcall_give(&params.input, plain, size);
    if (writer->data)
    {
        params.output.data = bridge_pointer(writer->data + writer->position);
        params.output.capacity = writer->size - writer->position;
    }
    if (!(status = status_from_bridge(call_pkcs8_encrypt(&params))))
        writer->position += params.output.size;
    return status;
}

SECURITY_STATUS pkcs8_encode_encrypted(const struct key *key, const struct blob_request *request,
                                       struct writer *writer)
{
    DWORD size;
    BYTE *plain;
    SECURITY_STATUS status = pkcs8_make(key, &plain, &size);

    if (status)
        return status;
    status = encrypt(request->parameters, plain, size, writer);
    os_free_secret(plain, size);
    return status;
}

SECURITY_STATUS pkcs8_decode_encrypted(const struct blob_request *request, const BYTE *data,
                                       DWORD size, struct blob_contents *contents)
{
    struct bridge_pbe params = {0};
    SECURITY_STATUS status = set_password(request->parameters, &params);
    BYTE *plain;

    if (status)
        return status;
    if (!size || size > PKCS8_MAX_SIZE)
        return NTE_BAD_DATA;
    if (!(plain = os_alloc(size)))
        return NTE_NO_MEMORY;
    unixcall_give(&params.input, data, size);
    params.output.data = bridge_pointer(plain);
    params.output.capacity = size;
    status = status_from_bridge(call_pkcs8_decrypt(&params));
    if (!status)
        status = pkcs8_take(plain, params.output.size, contents);
    os_free_secret(plain, size);
    return status;
}

/* Without a password the Unix side only tells what it is. */
bool pkcs8_is_encrypted(const BYTE *data, DWORD size)
{
    struct bridge_pbe params = {0};

    unixcall_give(&params.input, data, size);
    return call_pkcs8_decrypt(&params) == BRIDGE_BAD_PASSWORD;
}
