/*
 * Getting and setting properties of keys.
 */
#include "blob.h"
#include "gaps.h"
#include "property_key.h"
#include "property_security.h"
#include "store.h"
#include "wide.h"

static const DWORD set_flags = (DWORD)NCRYPT_SILENT_FLAG | NCRYPT_PERSIST_ONLY_FLAG |
                               NCRYPT_PERSIST_FLAG;

static SECURITY_STATUS put_key_property(const struct key *key, const WCHAR *name, DWORD flags,
                                        struct writer *writer)
{
    const struct key_property *row = key_property_find(name);

    /* A custom property lives in the list of what the caller had persisted, and only there. */
    if (!row)
        return property_put_value(
            &key->properties, name,
            flags & NCRYPT_PERSIST_ONLY_FLAG ? NTE_NOT_FOUND : GAP_STATUS_UNKNOWN_PROPERTY, writer);
    if (row->get)
        return row->get(key, writer);
    return property_put_value(&key->properties, name, row->absent, writer);
}

/* The arguments of a get, for property_sized_output. */
struct get_request
{
    const struct key *key;
    const WCHAR *name;
    DWORD flags;
};

static SECURITY_STATUS put_requested(const void *context, struct writer *writer)
{
    const struct get_request *request = context;

    return put_key_property(request->key, request->name, request->flags, writer);
}

SECURITY_STATUS property_get_key(const struct key *key, const WCHAR *name, BYTE *output, DWORD size,
                                 DWORD *result, DWORD flags)
{
    const struct get_request request = {key, name, flags};

    if (wide_equal(name, NCRYPT_SECURITY_DESCR_PROPERTY))
        return security_get(key, output, size, result, flags);
    if (flags & ~(DWORD)(NCRYPT_SILENT_FLAG | NCRYPT_PERSIST_ONLY_FLAG))
        return NTE_BAD_FLAGS;
    return property_sized_output(put_requested, &request, output, size, result);
}

/* Keeps a value as it is, in the file first: what the caller is told was kept is kept. */
static SECURITY_STATUS keep(struct key *key, const WCHAR *name, const BYTE *data, DWORD size,
                            DWORD flags)
{
    bool persistent = flags & (NCRYPT_PERSIST_FLAG | NCRYPT_PERSIST_ONLY_FLAG);
    SECURITY_STATUS status;

    if (persistent && key_is_stored(key) && (status = store_set_property(key, name, data, size)))
        return status;
    return property_list_set(&key->properties, name, data, size, persistent);
}

static SECURITY_STATUS set_security(struct key *key, const BYTE *data, DWORD size, DWORD flags)
{
    SECURITY_STATUS status = security_check_flags(key, flags, set_flags);

    if (status)
        return status;
    if (!security_is_valid(data, size))
        return NTE_INVALID_PARAMETER;
    return keep(key, NCRYPT_SECURITY_DESCR_PROPERTY, data, size, NCRYPT_PERSIST_FLAG);
}

SECURITY_STATUS property_set_key(struct key *key, const WCHAR *name, const BYTE *data, DWORD size,
                                 DWORD flags)
{
    const struct key_property *row = key_property_find(name);
    SECURITY_STATUS status;

    if (wide_equal(name, NCRYPT_SECURITY_DESCR_PROPERTY))
        return set_security(key, data, size, flags);
    if (flags & ~set_flags)
        return NTE_BAD_FLAGS;
    if (wide_length(name) > NCRYPT_MAX_PROPERTY_NAME || size > NCRYPT_MAX_PROPERTY_DATA)
        return NTE_INVALID_PARAMETER;
    if (blob_is_type(name))
        return property_set_blob(key, name, data, size);
    if (!row)
        return flags & NCRYPT_PERSIST_ONLY_FLAG ? keep(key, name, data, size, flags)
                                                : GAP_STATUS_UNKNOWN_PROPERTY;
    if (!row->set && !row->keeps)
        return NTE_NOT_SUPPORTED;
    if (row->set && (status = row->set(key, data, size)))
        return status;
    return row->keeps ? keep(key, name, data, size, flags) : ERROR_SUCCESS;
}
