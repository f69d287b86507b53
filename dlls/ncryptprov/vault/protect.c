/*
 * Sealing, see protect.h.
 */
#include "protect.h"

#include <string.h>

#include "status.h"
#include "unixcall.h"

/* purpose, NUL, header: what is authenticated besides the data. */
static BYTE *make_header(const struct protect_request *request, DWORD *size)
{
    DWORD length = (DWORD)strlen(request->purpose) + 1;
    BYTE *header = os_alloc(length + request->header_size);

    if (!header)
        return NULL;
    memcpy(header, request->purpose, length);
    if (request->header_size)
        memcpy(header + length, request->header, request->header_size);
    *size = length + request->header_size;
    return header;
}

/* One of the two calls; key is wiped. */
static SECURITY_STATUS apply(enum bridge_call call, const struct protect_request *request,
                             struct master_key *key, struct bridge_seal *params)
{
    DWORD header_size;
    BYTE *header = make_header(request, &header_size);
    SECURITY_STATUS status = NTE_NO_MEMORY;

    if (header)
    {
        unixcall_give(&params->key, key->bytes, sizeof(key->bytes));
        unixcall_give(&params->header, header, header_size);
        status = status_from_bridge(unixcall(call, params));
    }
    os_wipe(key, sizeof(*key));
    os_free(header);
    return status;
}

SECURITY_STATUS protect_seal(const struct protect_request *request, const BYTE *data, DWORD size,
                             BYTE *sealed)
{
    struct bridge_seal params = {0};
    struct master_key key;
    SECURITY_STATUS status;

    if (size > MAXDWORD - PROTECT_OVERHEAD)
        return NTE_INVALID_PARAMETER;
    if ((status = master_key_current(request->scope, &key)))
        return status;
    memcpy(sealed, key.id, sizeof(key.id));
    unixcall_give(&params.input, data, size);
    unixcall_give(&params.output, sealed + MASTER_KEY_ID, size + BRIDGE_SEAL_OVERHEAD);
    return apply(CALL_seal, request, &key, &params);
}

SECURITY_STATUS protect_open(const struct protect_request *request, const BYTE *sealed, DWORD size,
                             BYTE *data)
{
    struct bridge_seal params = {0};
    struct master_key key;
    SECURITY_STATUS status;

    if (size < PROTECT_OVERHEAD)
        return NTE_BAD_DATA;
    if ((status = master_key_find(request->scope, sealed, &key)))
        return status;
    unixcall_give(&params.input, sealed + MASTER_KEY_ID, size - MASTER_KEY_ID);
    unixcall_give(&params.output, data, size - PROTECT_OVERHEAD);
    return apply(CALL_open, request, &key, &params);
}
