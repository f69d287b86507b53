/*
 * The places of keys in a store: from a key's name to its file's.
 */
#include "store.h"

#include <string.h>

#include "gaps.h"
#include "status.h"
#include "unixcall.h"
#include "wide.h"

_Static_assert(STORE_KEY_NAME == GAP_MAX_NAME_LENGTH, "the property tells the limit");

/* MD5 of the name in lower case with its NUL: behaviours of Windows, seen on a native file. */
static SECURITY_STATUS hash_name(const WCHAR *name, BYTE digest[16])
{
    WCHAR lower[STORE_KEY_NAME + 1];
    size_t length = wide_length(name);
    uint32_t size = (uint32_t)wide_size(name);
    struct bridge_digest params = {.hash = HASH_MD5,
                                   .input = {bridge_pointer(lower), size, size},
                                   .output = {bridge_pointer(digest), 0, 16}};

    memcpy(lower, name, size);
    store_lower(lower, length);
    return status_from_bridge(call_digest(&params));
}

/* The digest as four little-endian numbers in hexadecimal, "_", the computer's identifier. */
static SECURITY_STATUS file_name(const WCHAR *name, char file[STORE_NAME])
{
    static const char digits[] = "0123456789abcdef";
    BYTE digest[16];
    SECURITY_STATUS status = hash_name(name, digest);
    unsigned int i;

    if (status)
        return status;
    for (i = 0; i < sizeof(digest); i++)
    {
        BYTE byte = digest[(i & ~3u) + 3 - (i & 3)];

        *file++ = digits[byte >> 4];
        *file++ = digits[byte & 15];
    }
    *file++ = '_';
    return store_machine_id(file);
}

SECURITY_STATUS store_place(const WCHAR *name, DWORD spec, DWORD flags, struct key_place **result)
{
    struct key_place *place;
    SECURITY_STATUS status;

    if (!*name || wide_length(name) > STORE_KEY_NAME)
        return GAP_STATUS_NAME;
    if (!(place = os_alloc(sizeof(*place))))
        return NTE_NO_MEMORY;
    place->scope = flags & NCRYPT_MACHINE_KEY_FLAG ? STORE_MACHINE : STORE_USER;
    place->overwrite = flags & NCRYPT_OVERWRITE_KEY_FLAG;
    place->spec = spec;
    memcpy(place->name, name, wide_size(name));
    if ((status = file_name(name, place->file)))
    {
        os_free(place);
        return status;
    }
    *result = place;
    return ERROR_SUCCESS;
}

SECURITY_STATUS store_check_free(const struct key_place *place)
{
    BYTE byte;
    DWORD size = sizeof(byte);
    SECURITY_STATUS status = store_read_prefix(place->scope, place->file, &byte, &size);

    if (status == NTE_BAD_KEYSET)
        return ERROR_SUCCESS;
    return !status || status == NTE_BAD_DATA ? NTE_EXISTS : status;
}
