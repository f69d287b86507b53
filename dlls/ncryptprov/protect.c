/*
 * Sealing, see protect.h.
 */
#include "protect.h"

#include <string.h>

#include "status.h"
#include "unixcall.h"

static void set_span(struct bridge_span *span, const void *data, DWORD size)
{
    span->data = bridge_pointer(data);
    span->size = span->capacity = size;
}

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

static SECURITY_STATUS apply(uint32_t (*call)(struct bridge_seal *),
                             const struct protect_request *request, struct bridge_seal *params)
{
    struct protect_key key;
    DWORD header_size;
    BYTE *header = make_header(request, &header_size);
    SECURITY_STATUS status = NTE_NO_MEMORY;

    if (header && !(status = protect_master_key(request->scope, &key)))
    {
        set_span(&params->key, key.bytes, sizeof(key.bytes));
        set_span(&params->header, header, header_size);
        status = status_from_bridge(call(params));
        os_wipe(&key, sizeof(key));
    }
    os_free(header);
    return status;
}

static uint32_t seal(struct bridge_seal *params)
{
    return call_seal(params);
}

static uint32_t open_sealed(struct bridge_seal *params)
{
    return call_open(params);
}

SECURITY_STATUS protect_seal(const struct protect_request *request, const BYTE *data, DWORD size,
                             BYTE *sealed)
{
    struct bridge_seal params = {0};

    if (size > MAXDWORD - PROTECT_OVERHEAD)
        return NTE_INVALID_PARAMETER;
    set_span(&params.input, data, size);
    set_span(&params.output, sealed, size + PROTECT_OVERHEAD);
    return apply(seal, request, &params);
}

SECURITY_STATUS protect_open(const struct protect_request *request, const BYTE *sealed, DWORD size,
                             BYTE *data)
{
    struct bridge_seal params = {0};

    if (size < PROTECT_OVERHEAD)
        return NTE_BAD_DATA;
    set_span(&params.input, sealed, size);
    set_span(&params.output, data, size - PROTECT_OVERHEAD);
    return apply(open_sealed, request, &params);
}
