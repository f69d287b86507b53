/*
 * PKCS8_PRIVATEKEY: in the clear, or under a password where the parameter list has one.
 */
#include "blob_pkcs8.h"
#include "gaps.h"
#include "parameters.h"

SECURITY_STATUS pkcs8_encode(const struct key *key, const struct blob_request *request,
                             struct writer *writer)
{
    if (!key->type->family->take_pkcs8)
        return GAP_STATUS_BLOB_TYPE;
    if (parameter_find(request->parameters, NCRYPTBUFFER_PKCS_SECRET))
        return pkcs8_encode_encrypted(key, request, writer);
    /* Who says how to encrypt wants it encrypted: nothing leaves in the clear by oversight. */
    if (parameter_find(request->parameters, NCRYPTBUFFER_PKCS_ALG_OID) ||
        parameter_find(request->parameters, NCRYPTBUFFER_PKCS_ALG_PARAM))
        return GAP_STATUS_PKCS8_NO_SECRET;
    return pkcs8_write(key, writer);
}

SECURITY_STATUS pkcs8_decode(const struct blob_request *request, struct reader *reader,
                             struct blob_contents *contents)
{
    DWORD size = reader->left;
    const BYTE *data = reader_bytes(reader, size);
    SECURITY_STATUS status;

    if (parameter_find(request->parameters, NCRYPTBUFFER_PKCS_SECRET))
        return pkcs8_decode_encrypted(request, data, size, contents);
    status = pkcs8_take(data, size, contents);
    return status == NTE_BAD_DATA && pkcs8_is_encrypted(data, size) ? GAP_STATUS_PKCS8_NO_SECRET
                                                                    : status;
}
