/*
 * Import by NCryptSetProperty: the name of a blob type, its value a blob.
 */
#include "blob.h"
#include "curve.h"
#include "property.h"
#include "symmetric_key.h"

/* A key of another cipher, or for another function, is none of this type. */
static bool needs_same_type(const struct key_type *type)
{
    return type->family == &symmetric_family || type->family == &kdf_family;
}

/* Whether the key can become what was read: its type, and the curve or parameter set that it was given. */
static bool fits(const struct key *key, const struct blob_contents *contents)
{
    if (contents->type->family != key->type->family ||
        (contents->type != key->type && needs_same_type(key->type)))
        return false;
    if (key->set != PQ_NONE && contents->set != key->set)
        return false;
    if (key->curve != CURVE_NONE && !curve_is_same(contents->curve, key->curve))
        return false;
    return key_type_has_curve(key->type, contents->curve);
}

SECURITY_STATUS property_set_blob(struct key *key, const WCHAR *name, const BYTE *data, DWORD size)
{
    const struct blob_request request = {.target = key};
    struct blob_contents contents;
    SECURITY_STATUS status;

    if (key_is_finalized(key))
        return NTE_NOT_SUPPORTED;
    if ((status = blob_import(name, &request, data, size, &contents)))
        return status;
    if (!fits(key, &contents))
    {
        blob_contents_clear(&contents);
        return NTE_INVALID_PARAMETER;
    }
    if (key->curve != CURVE_NONE)
        contents.curve = key->curve; /* the name that was set, where a curve has several */
    blob_contents_move(&contents, key, key->type, 0);
    return ERROR_SUCCESS;
}
