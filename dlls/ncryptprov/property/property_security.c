/*
 * NCRYPT_SECURITY_DESCR_PROPERTY: a self-relative security descriptor (winnt.h).
 *
 * What really protects a key is the mode of its file (store_files.h); a descriptor that the caller
 * sets is kept with the key and told again, without an effect.
 */
#include "property_security.h"

#include "gaps.h"
#include "property.h"
#include "store.h"

#define PARTS                                                                                      \
    (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION |         \
     SACL_SECURITY_INFORMATION)

SECURITY_STATUS security_check_flags(const struct key *key, DWORD flags, DWORD other)
{
    if (flags & ~(PARTS | other) || !(flags & PARTS))
        return NTE_BAD_FLAGS;
    return key->place ? ERROR_SUCCESS : GAP_STATUS_SECURITY_EPHEMERAL;
}

SECURITY_STATUS security_get(const struct key *key, BYTE *output, DWORD size, DWORD *result,
                             DWORD flags)
{
    const struct property_value *value;
    BYTE *descriptor = NULL;
    SECURITY_STATUS status = security_check_flags(key, flags, NCRYPT_SILENT_FLAG);
    struct writer writer;

    if (status)
        return status;
    if ((value = property_list_find(&key->properties, NCRYPT_SECURITY_DESCR_PROPERTY)))
        *result = value->size;
    else if ((status = store_security(flags & PARTS, &descriptor, result)))
        return status;
    if (output && size < *result)
        status = NTE_BUFFER_TOO_SMALL;
    else if (output)
    {
        writer_init(&writer, output, size);
        writer_bytes(&writer, value ? value->data : descriptor, *result);
    }
    os_free(descriptor);
    return status;
}

/* SECURITY_DESCRIPTOR_RELATIVE: revision, zero, control, four offsets of parts. */
bool security_is_valid(const BYTE *data, DWORD size)
{
    struct reader reader;
    DWORD control, offset;
    unsigned int i;

    reader_init(&reader, data, size);
    if (reader_u8(&reader) != SECURITY_DESCRIPTOR_REVISION)
        return false;
    reader_u8(&reader);
    control = reader_u16(&reader);
    for (i = 0; i < 4; i++)
    {
        offset = reader_u32(&reader);
        if (offset && (offset < sizeof(SECURITY_DESCRIPTOR_RELATIVE) || offset > size - 8))
            return false;
    }
    return !reader.failed && control & SE_SELF_RELATIVE;
}
