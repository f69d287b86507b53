/*
 * Export and import through the table of blob types.
 */
#include "blob.h"

#include <string.h>

#include "consent.h"
#include "gaps.h"
#include "parameters.h"
#include "wide.h"

bool blob_is_type(const WCHAR *name)
{
    return blob_type_find(name, NULL) || wide_equal(name, BCRYPT_PUBLIC_KEY_BLOB) ||
           wide_equal(name, BCRYPT_PRIVATE_KEY_BLOB);
}

/* The generic types stand for one of the key's own. */
static const struct blob_type *type_for_key(const struct key *key, const WCHAR *name)
{
    if (wide_equal(name, BCRYPT_PUBLIC_KEY_BLOB))
        name = key->type->family->public_blob;
    else if (wide_equal(name, BCRYPT_PRIVATE_KEY_BLOB))
        name = key->type->family->private_blob;
    return blob_type_find(name, key->type->family);
}

/* What the request puts the key under changes which policies let it out. */
static DWORD policies(const struct blob_type *type, const struct blob_request *request)
{
    bool under_buffer = type->protecting_buffer &&
                        parameter_find(request->parameters, type->protecting_buffer);
    bool under_key = type->takes_session_key && request->wrapping_key;

    return under_buffer || under_key ? BLOB_POLICY_PROTECTED : type->policies;
}

static SECURITY_STATUS run_codec(const struct blob_type *type, const struct key *key,
                                 const struct blob_request *request, struct writer *writer)
{
    return type->takes_session_key && request->wrapping_key
               ? session_key_encode(type, key, request, writer)
               : type->encode(key, request, writer);
}

static SECURITY_STATUS decode(const struct blob_type *type, const struct blob_request *request,
                              struct reader *reader, struct blob_contents *contents)
{
    return type->takes_session_key && request->wrapping_key
               ? session_key_decode(type, request, reader, contents)
               : type->decode(request, reader, contents);
}

/* Encodes twice: to learn the size, then for good, so that nothing is written that does not fit. */
static SECURITY_STATUS encode(const struct blob_type *type, const struct key *key,
                              const struct blob_request *request, BYTE *output, DWORD size,
                              DWORD *result)
{
    struct writer writer;
    SECURITY_STATUS status;

    writer_init(&writer, NULL, 0);
    if ((status = run_codec(type, key, request, &writer)))
        return status;
    *result = writer.position;
    if (!output)
        return ERROR_SUCCESS;
    if (size < writer.position)
        return NTE_BUFFER_TOO_SMALL;
    writer_init(&writer, output, writer.position);
    if ((status = run_codec(type, key, request, &writer)))
        return status;
    *result = writer.position;
    return writer.overflow ? NTE_INTERNAL_ERROR : ERROR_SUCCESS;
}

/* What an archiving policy allows, once, through the handle that made the key (learn.microsoft.com,
 * "Key Storage Property Identifiers"). */
static DWORD archiving_policy(const struct key *key)
{
    DWORD policy = 0;

    if (!key->original || __atomic_load_n(&key->archived, __ATOMIC_RELAXED))
        return 0;
    if (key->export_policy & NCRYPT_ALLOW_ARCHIVING_FLAG)
        policy |= NCRYPT_ALLOW_EXPORT_FLAG;
    if (key->export_policy & NCRYPT_ALLOW_PLAINTEXT_ARCHIVING_FLAG)
        policy |= NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    return policy;
}

/* Of several who want the one export at the same time one gets it. */
static SECURITY_STATUS encode_archive(const struct blob_type *type, struct key *key,
                                      const struct blob_request *request, BYTE *output, DWORD size,
                                      DWORD *result)
{
    uint32_t unused = 0;
    SECURITY_STATUS status;

    if (!__atomic_compare_exchange_n(&key->archived, &unused, 1, false, __ATOMIC_RELAXED,
                                     __ATOMIC_RELAXED))
        return NTE_NOT_SUPPORTED;
    if ((status = encode(type, key, request, output, size, result)))
        __atomic_store_n(&key->archived, 0, __ATOMIC_RELAXED);
    return status;
}

SECURITY_STATUS blob_export(struct key *key, const WCHAR *name, const struct blob_request *request,
                            BYTE *output, DWORD size, DWORD *result)
{
    const struct blob_type *type = type_for_key(key, name);
    bool allowed;
    SECURITY_STATUS status;

    if (!type)
        return GAP_STATUS_BLOB_TYPE;
    allowed = !type->is_private || key->export_policy & policies(type, request);
    if (!allowed && !(archiving_policy(key) & policies(type, request)))
        return NTE_NOT_SUPPORTED;
    if (type->is_private && !key_has_private(key))
        return GAP_STATUS_EXPORT_NO_PRIVATE;
    if (type->is_private && (status = consent_check(key, request->flags)))
        return status;
    if (request->wrapping_key && !type->takes_export_key && !type->takes_session_key)
        return NTE_NOT_SUPPORTED;
    if ((status = parameters_check(request->parameters, type->export_buffers, 0)))
        return status;
    if (output && !allowed)
        return encode_archive(type, key, request, output, size, result);
    return encode(type, key, request, output, size, result);
}

static DWORD first_dword(const BYTE *data, DWORD size)
{
    struct reader reader;

    reader_init(&reader, data, size);
    return reader_u32(&reader);
}

static SECURITY_STATUS type_for_data(const WCHAR *name, const BYTE *data, DWORD size,
                                     const struct blob_type **type)
{
    bool is_private = wide_equal(name, BCRYPT_PRIVATE_KEY_BLOB);

    if (is_private || wide_equal(name, BCRYPT_PUBLIC_KEY_BLOB))
    {
        *type = blob_type_by_magic(first_dword(data, size), is_private);
        return *type ? ERROR_SUCCESS : NTE_INVALID_PARAMETER;
    }
    *type = blob_type_find(name, NULL);
    return *type && (*type)->decode ? ERROR_SUCCESS : GAP_STATUS_IMPORT_BLOB_TYPE;
}

void blob_contents_clear(struct blob_contents *contents)
{
    material_free(contents->material);
    property_list_clear(&contents->properties);
    memset(contents, 0, sizeof(*contents));
}

void blob_contents_move(struct blob_contents *contents, struct key *key,
                        const struct key_type *type, DWORD flags)
{
    key->curve = contents->curve;
    key->set = contents->set;
    key_set_material(key, type, contents->material, flags);
    if (contents->has_properties)
    {
        key->export_policy = contents->export_policy;
        key->usage = contents->usage;
        property_list_clear(&key->properties);
        key->properties = contents->properties;
        if (type->family->restore)
            type->family->restore(key);
    }
    memset(contents, 0, sizeof(*contents));
}

SECURITY_STATUS blob_import(const WCHAR *name, const struct blob_request *request, const BYTE *data,
                            DWORD size, struct blob_contents *contents)
{
    const struct blob_type *type;
    struct reader reader;
    SECURITY_STATUS status;

    memset(contents, 0, sizeof(*contents));
    if ((status = type_for_data(name, data, size, &type)))
        return status;
    if (request->wrapping_key && !type->takes_import_key && !type->takes_session_key)
        return NTE_NOT_SUPPORTED;
    if ((status = parameters_check(request->parameters, type->import_buffers,
                                   NCRYPTBUFFER_PKCS_KEY_NAME)))
        return status;
    reader_init(&reader, data, size);
    status = decode(type, request, &reader, contents);
    if (!status && !contents->type)
        status = NTE_NOT_SUPPORTED;
    if (!status && request->flags & GAP_GENERIC_ECC_FLAG)
        contents->type = key_type_generic(contents->type);
    if (status)
        blob_contents_clear(contents);
    return status;
}
