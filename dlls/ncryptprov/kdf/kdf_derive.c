/*
 * A derivation from its parameter list to its bytes, as a row of the table of functions says.
 */
#include <string.h>

#include "bytes.h"
#include "gaps.h"
#include "hash.h"
#include "kdf.h"
#include "parameters.h"
#include "status.h"
#include "unixcall.h"

#define TLS_PRF_OUTPUT_SIZE 48

static bool has_generic(const struct kdf *kdf, const NCryptBufferDesc *list)
{
    return kdf->generic && parameter_find(list, KDF_GENERIC_PARAMETER);
}

/* The generic parameter takes the place of the buffers that it stands for. */
static SECURITY_STATUS check_buffers(const struct kdf *kdf, const NCryptBufferDesc *list)
{
    bool generic = has_generic(kdf, list);
    uint32_t replaced = generic ? kdf->generic : 0, given = 0;
    uint32_t allowed = (kdf->required | kdf->optional) & ~replaced;
    ULONG i;

    if (generic)
        allowed |= KDF_TYPE(KDF_GENERIC_PARAMETER);
    if (list && list->cBuffers && !list->pBuffers)
        return NTE_INVALID_PARAMETER;
    for (i = 0; list && i < list->cBuffers; i++)
    {
        const NCryptBuffer *buffer = &list->pBuffers[i];

        if (buffer->BufferType > KDF_LAST_TYPE || !(allowed & KDF_TYPE(buffer->BufferType)))
            return GAP_STATUS_KDF_BUFFER;
        if (buffer->cbBuffer && !buffer->pvBuffer)
            return NTE_INVALID_PARAMETER;
        given |= KDF_TYPE(buffer->BufferType);
    }
    return kdf->required & ~replaced & ~given ? GAP_STATUS_KDF_BUFFER : ERROR_SUCCESS;
}

static SECURITY_STATUS read_hash(struct derivation *derivation)
{
    const NCryptBuffer *buffer = parameter_find(derivation->request->parameters,
                                                KDF_HASH_ALGORITHM);
    const WCHAR *name;

    derivation->hash = derivation->kdf->hash;
    if (!buffer)
        return ERROR_SUCCESS;
    if (!(name = parameter_text(buffer)))
        return NTE_INVALID_PARAMETER;
    derivation->hash = hash_by_name(name);
    return derivation->hash == HASH_NONE ? NTE_NOT_SUPPORTED : ERROR_SUCCESS;
}

/* ------------------------------------------------------------------------------------------
 * Inputs: buffers of several types, those of one type in the order of the list, one after the other
 */
static bool write_type(const NCryptBufferDesc *list, ULONG type, struct writer *writer)
{
    bool found = false;
    ULONG i;

    for (i = 0; list && i < list->cBuffers; i++)
    {
        const NCryptBuffer *buffer = &list->pBuffers[i];

        if (buffer->BufferType != type)
            continue;
        writer_bytes(writer, buffer->pvBuffer, buffer->cbBuffer);
        found = true;
    }
    return found;
}

static void write_input(const struct kdf *kdf, const NCryptBufferDesc *list, uint32_t types,
                        struct writer *writer)
{
    bool any = false;
    ULONG type;

    if (types & kdf->generic && has_generic(kdf, list))
    {
        write_type(list, KDF_GENERIC_PARAMETER, writer);
        return;
    }
    for (type = 0; type <= KDF_LAST_TYPE; type++)
    {
        if (!(types & KDF_TYPE(type)))
            continue;
        if (any && kdf->zero_between)
            writer_u8(writer, 0);
        any |= write_type(list, type, writer);
    }
}

static uint64_t list_size(const NCryptBufferDesc *list)
{
    uint64_t size = 0;
    ULONG i;

    for (i = 0; list && i < list->cBuffers; i++)
        size += list->pBuffers[i].cbBuffer;
    return size;
}

/* The span is for free_input, also after a failure. */
static SECURITY_STATUS make_input(const struct kdf *kdf, const NCryptBufferDesc *list,
                                  uint32_t types, struct bridge_span *span)
{
    struct writer writer;
    uint8_t *data;

    writer_init(&writer, NULL, 0);
    write_input(kdf, list, types, &writer);
    if (!writer.position)
        return ERROR_SUCCESS;
    if (!(data = os_alloc(writer.position)))
        return NTE_NO_MEMORY;
    *span = (struct bridge_span){bridge_pointer(data), writer.position, writer.position};
    writer_init(&writer, data, span->size);
    write_input(kdf, list, types, &writer);
    return ERROR_SUCCESS;
}

static void free_input(struct bridge_span *span)
{
    os_free_secret((void *)(uintptr_t)span->data, span->capacity);
}

/* ------------------------------------------------------------------------------------------
 * Output
 */
static DWORD natural_size(const struct derivation *derivation)
{
    switch (derivation->kdf->size)
    {
    case KDF_SIZE_SECRET:
        return derivation->request->secret_size;
    case KDF_SIZE_TLS:
        return TLS_PRF_OUTPUT_SIZE;
    default:
        return hash_digest_size(derivation->hash);
    }
}

/* How many bytes to write; *result is set.  0: none, the status says it all. */
static DWORD output_size(const struct derivation *derivation, SECURITY_STATUS *status)
{
    const struct kdf_request *request = derivation->request;
    bool asked = derivation->kdf->size == KDF_SIZE_ASKED;
    DWORD size = natural_size(derivation);

    *status = ERROR_SUCCESS;
    if (!request->output)
    {
        if (asked && derivation->kdf->from_key)
            *status = GAP_STATUS_KDF_NO_OUTPUT;
        else
            *request->result = size;
        return 0;
    }
    if (asked || (request->size < size && derivation->kdf->size != KDF_SIZE_TLS))
        size = request->size;
    if (request->size < size)
    {
        *status = GAP_STATUS_KDF_TLS_SIZE;
        return 0;
    }
    *request->result = size;
    return size;
}

static SECURITY_STATUS call_bridge(const struct derivation *derivation, DWORD size)
{
    const struct kdf_request *request = derivation->request;
    const struct kdf *kdf = derivation->kdf;
    struct bridge_derive call = {
        .kdf = derivation->id,
        .hash = derivation->hash,
        .flags = derivation->flags,
        .iterations = derivation->iterations,
        .secret = {bridge_pointer(request->secret), request->secret_size, 0},
        .output = {bridge_pointer(request->output), 0, size}};
    struct bridge_span inputs[KDF_INPUT_COUNT] = {{0}};
    SECURITY_STATUS status = ERROR_SUCCESS;
    unsigned int i;

    for (i = 0; !status && i < KDF_INPUT_COUNT; i++)
        status = make_input(kdf, request->parameters, kdf->inputs[i], &inputs[i]);
    call.key = derivation->secret_is_key ? call.secret : inputs[KDF_KEY];
    call.before = inputs[KDF_BEFORE];
    call.after = inputs[KDF_AFTER];
    if (!status)
        status = status_from_bridge(call_derive(&call));
    for (i = 0; i < KDF_INPUT_COUNT; i++)
        free_input(&inputs[i]);
    return status;
}

SECURITY_STATUS kdf_derive(const struct kdf *kdf, const struct kdf_request *request)
{
    struct derivation derivation = {.kdf = kdf, .request = request, .id = kdf->id};
    SECURITY_STATUS status = check_buffers(kdf, request->parameters);
    DWORD size;

    if (status || (status = read_hash(&derivation)))
        return status;
    if (kdf->setup && (status = kdf->setup(&derivation)))
        return status;
    if (list_size(request->parameters) > INT32_MAX)
        return NTE_INVALID_PARAMETER;
    size = output_size(&derivation, &status);
    if (status || !size)
        return status;
    if (!kdf->derive)
        return call_bridge(&derivation, size);
    kdf->derive(request, request->output, size);
    return ERROR_SUCCESS;
}
