#include "parameters.h"

#include "text.h"

#include <string.h>

void start_parameters(struct parameters *parameters)
{
    parameters->list.ulVersion = NCRYPTBUFFER_VERSION;
    parameters->list.cBuffers = 0;
    parameters->list.pBuffers = parameters->buffers;
}

void add_parameter(struct parameters *parameters, ULONG type, const void *data, size_t size)
{
    NCryptBuffer *buffer = &parameters->buffers[parameters->list.cBuffers++];

    buffer->BufferType = type;
    buffer->pvBuffer = (void *)data;
    buffer->cbBuffer = (ULONG)size;
}

void add_text(struct parameters *parameters, ULONG type, const char *text)
{
    add_parameter(parameters, type, text, strlen(text) + 1);
}

void add_wide_text(struct parameters *parameters, ULONG type, const char *text)
{
    WCHAR *copy = wide(text);

    add_parameter(parameters, type, copy, (wcslen(copy) + 1) * sizeof(WCHAR));
}

/* Some providers look at the pointer, not at the number of buffers. */
NCryptBufferDesc *parameter_list(struct parameters *parameters)
{
    return parameters->list.cBuffers ? &parameters->list : NULL;
}
