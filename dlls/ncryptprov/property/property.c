/*
 * What properties of providers and keys have in common, see property.h.
 */
#include "property.h"

#include "wide.h"

SECURITY_STATUS property_put_dword(struct writer *writer, DWORD value)
{
    writer_u32(writer, value);
    return ERROR_SUCCESS;
}

SECURITY_STATUS property_put_text(struct writer *writer, const WCHAR *text)
{
    writer_bytes(writer, (const uint8_t *)text, (uint32_t)wide_size(text));
    return ERROR_SUCCESS;
}

SECURITY_STATUS property_put_value(const struct property_list *list, const WCHAR *name,
                                   SECURITY_STATUS absent, struct writer *writer)
{
    const struct property_value *value = property_list_find(list, name);

    if (!value)
        return absent;
    writer_bytes(writer, value->data, value->size);
    return ERROR_SUCCESS;
}

bool property_take_dword(const BYTE *data, DWORD size, DWORD *value)
{
    struct reader reader;

    reader_init(&reader, data, size);
    *value = reader_u32(&reader);
    return reader_done(&reader);
}

SECURITY_STATUS property_sized_output(SECURITY_STATUS (*put)(const void *, struct writer *),
                                      const void *context, BYTE *output, DWORD size, DWORD *result)
{
    struct writer writer;
    SECURITY_STATUS status;

    writer_init(&writer, NULL, 0);
    if ((status = put(context, &writer)))
        return status;
    *result = writer.position;
    if (!output)
        return ERROR_SUCCESS;
    if (size < writer.position)
        return NTE_BUFFER_TOO_SMALL;
    writer_init(&writer, output, size);
    return put(context, &writer);
}
