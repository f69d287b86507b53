#include "archive_key.h"

#include "keys.h"
#include "parameters.h"
#include "status.h"
#include "text.h"

#include <ncrypt_ext.h>
#include <ncrypt_provider.h>
#include <string.h>

/* Our provider's own: the names of all properties that are kept with a key, each with its NUL, and a
 * NUL after the last.  Other providers do not tell the names of custom ones. */
#define KEPT_PROPERTIES L"Persistent Properties"

/* What is asked for of every key, and how it is set. */
static const struct
{
    const WCHAR *name;
    DWORD flags;
} known_properties[] = {
    {NCRYPT_EXPORT_POLICY_PROPERTY, NCRYPT_PERSIST_FLAG},
    {NCRYPT_KEY_USAGE_PROPERTY, NCRYPT_PERSIST_FLAG},
    {NCRYPT_UI_POLICY_PROPERTY, NCRYPT_PERSIST_FLAG},
    {NCRYPT_USE_CONTEXT_PROPERTY, NCRYPT_PERSIST_FLAG},
    {NCRYPT_CERTIFICATE_PROPERTY, NCRYPT_PERSIST_FLAG},
    {BCRYPT_ECC_CURVE_NAME, 0},
};

static BOOL is_known(const WCHAR *name)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(known_properties); i++)
    {
        if (!wcscmp(known_properties[i].name, name))
        {
            return TRUE;
        }
    }
    return FALSE;
}

/* Set on a key's handle, these are no custom properties; the last is of its computer. */
static DWORD flags_of(const WCHAR *name)
{
    return wcscmp(name, NCRYPT_CHAINING_MODE_PROPERTY) ? NCRYPT_PERSIST_ONLY_FLAG
                                                       : NCRYPT_PERSIST_FLAG;
}

/* ------------------------------------------------------------------------------------------
 * UI policy: the structure with pointers, and the one without (ncrypt.h)
 */
static struct bytes flatten_policy(const struct bytes *value)
{
    const NCRYPT_UI_POLICY *policy = (const NCRYPT_UI_POLICY *)value->data;
    const WCHAR *texts[] = {policy->pszCreationTitle, policy->pszFriendlyName,
                            policy->pszDescription};
    DWORD sizes[3], i;
    struct bytes flat = {NULL, sizeof(NCRYPT_UI_POLICY_BLOB)};
    BYTE *place;

    for (i = 0; i < 3; i++)
    {
        sizes[i] = texts[i] ? (DWORD)(wcslen(texts[i]) + 1) * sizeof(WCHAR) : 0;
        flat.size += sizes[i];
    }
    flat.data = scratch(flat.size);
    *(NCRYPT_UI_POLICY_BLOB *)flat.data = (NCRYPT_UI_POLICY_BLOB){
        policy->dwVersion, policy->dwFlags, sizes[0], sizes[1], sizes[2]};
    place = flat.data + sizeof(NCRYPT_UI_POLICY_BLOB);
    for (i = 0; i < 3; place += sizes[i++])
    {
        memcpy(place, sizes[i] ? texts[i] : L"", sizes[i]);
    }
    return flat;
}

/* FALSE: not such a blob. */
static BOOL unflatten_policy(const struct bytes *flat, NCRYPT_UI_POLICY *policy)
{
    const NCRYPT_UI_POLICY_BLOB *blob = (const NCRYPT_UI_POLICY_BLOB *)flat->data;
    LPCWSTR *texts[] = {&policy->pszCreationTitle, &policy->pszFriendlyName,
                        &policy->pszDescription};
    DWORD sizes[3], left = flat->size - sizeof(*blob), i;
    const BYTE *place = flat->data + sizeof(*blob);

    if (flat->size < sizeof(*blob))
    {
        return FALSE;
    }
    memset(policy, 0, sizeof(*policy));
    policy->dwVersion = blob->dwVersion;
    policy->dwFlags = blob->dwFlags;
    sizes[0] = blob->cbCreationTitle;
    sizes[1] = blob->cbFriendlyName;
    sizes[2] = blob->cbDescription;
    for (i = 0; i < 3; place += sizes[i++])
    {
        if (sizes[i] > left)
        {
            return FALSE;
        }
        left -= sizes[i];
        /* with room behind it: the NUL is there whatever the archive says */
        *texts[i] = sizes[i] ? scratch_copy(place, sizes[i], sizeof(WCHAR)) : NULL;
    }
    return TRUE;
}

/* ------------------------------------------------------------------------------------------
 * Into the archive
 */
static SECURITY_STATUS export_as(NCRYPT_KEY_HANDLE handle, const WCHAR *type, const char *password,
                                 struct archived_key *key)
{
    struct parameters parameters;
    NCryptBufferDesc *list;
    SECURITY_STATUS status;
    DWORD size = 0;

    start_parameters(&parameters);
    if (password)
    {
        add_wide_text(&parameters, NCRYPTBUFFER_PKCS_SECRET, password);
    }
    list = parameter_list(&parameters);
    status = NCryptExportKey(handle, 0, type, list, NULL, 0, &size, 0);
    if (!status)
    {
        key->blob.data = scratch(size);
        status = NCryptExportKey(handle, 0, type, list, key->blob.data, size, &key->blob.size, 0);
    }
    if (!status)
    {
        key->type = utf8(type);
    }
    return status;
}

/* PKCS#8 under the password if there is such a form and the policy allows that; else in the clear, which
 * a DSA key wants in the first place: PKCS#8 has no room for the seed of its group. */
static SECURITY_STATUS export_private(NCRYPT_KEY_HANDLE handle, const char *password,
                                      struct archived_key *key)
{
    static const WCHAR *const plain[] = {NCRYPT_CIPHER_KEY_BLOB, NCRYPT_KDF_KEY_BLOB,
                                         BCRYPT_PRIVATE_KEY_BLOB};
    SECURITY_STATUS first, status;
    size_t i;

    if (!strcmp(key->algorithm, "DSA") && !export_as(handle, BCRYPT_DSA_PRIVATE_BLOB, NULL, key))
    {
        return ERROR_SUCCESS;
    }
    status = first = export_as(handle, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, password, key);
    for (i = 0; status && i < ARRAYSIZE(plain); i++)
    {
        status = export_as(handle, plain[i], NULL, key);
    }
    return status ? first : ERROR_SUCCESS;
}

static void archive_property(NCRYPT_KEY_HANDLE handle, const WCHAR *name, DWORD flags,
                             struct archived_key *key)
{
    struct bytes value;
    DWORD size = 0, get = flags & NCRYPT_PERSIST_ONLY_FLAG;

    if (NCryptGetProperty(handle, name, NULL, 0, &size, get))
    {
        return;
    }
    value.data = scratch(size + sizeof(WCHAR));
    if (NCryptGetProperty(handle, name, value.data, size, &value.size, get))
    {
        return;
    }
    if (!wcscmp(name, NCRYPT_UI_POLICY_PROPERTY))
    {
        value = flatten_policy(&value);
    }
    add_archived_property(key, utf8(name), flags, &value);
}

static void archive_properties(NCRYPT_KEY_HANDLE handle, struct archived_key *key)
{
    struct bytes names;
    const WCHAR *name;
    size_t i;

    for (i = 0; i < ARRAYSIZE(known_properties); i++)
    {
        archive_property(handle, known_properties[i].name, known_properties[i].flags, key);
    }
    if (get_property(handle, KEPT_PROPERTIES, &names))
    {
        return;
    }
    for (name = (const WCHAR *)names.data; *name; name += wcslen(name) + 1)
    {
        /* a security descriptor names the users of one computer */
        if (!is_known(name) && wcscmp(name, NCRYPT_SECURITY_DESCR_PROPERTY))
        {
            archive_property(handle, name, flags_of(name), key);
        }
    }
}

void archive_key(NCRYPT_PROV_HANDLE provider, DWORD flags, const char *password,
                 struct archived_key *key)
{
    NCRYPT_KEY_HANDLE handle;

    key->status = NCryptOpenKey(provider, &handle, wide(key->name), key->spec, flags);
    if (key->status)
    {
        return;
    }
    key->status = export_private(handle, password, key);
    if (!key->status)
    {
        archive_properties(handle, key);
    }
    NCryptFreeObject(handle);
}

/* ------------------------------------------------------------------------------------------
 * Out of it
 */
static const struct archived_property *find_property(const struct archived_key *key,
                                                     const WCHAR *name)
{
    const char *text = utf8(name);
    DWORD i;

    for (i = 0; i < key->property_count; i++)
    {
        if (!strcmp(key->properties[i].name, text))
        {
            return &key->properties[i];
        }
    }
    return NULL;
}

/* An ECC blob's magic number tells the use as well as the curve: "ECK2" for agreement, "ECS2" for signatures,
 * "ECKV" and "ECDV" where the curve is told elsewhere (bcrypt.h).  PKCS#8 may have lost which it was. */
static void set_magic(const char *algorithm, struct bytes *blob)
{
    if (blob->size < 4 || memcmp(blob->data, "EC", 2))
    {
        return;
    }
    if (!strncmp(algorithm, "ECDH", 4))
    {
        blob->data[2] = 'K';
    }
    else if (!strncmp(algorithm, "ECDSA", 5))
    {
        blob->data[2] = blob->data[3] == 'V' ? 'D' : 'S';
    }
}

/* The numbers in the clear, which a new key can be made of: PKCS#8 does not say which algorithm's. */
static SECURITY_STATUS open_pkcs8(NCRYPT_PROV_HANDLE provider, const char *password,
                                  const struct archived_key *key, struct archived_key *plain)
{
    const WCHAR *type = BCRYPT_PRIVATE_KEY_BLOB;
    struct parameters parameters;
    NCRYPT_KEY_HANDLE handle;
    SECURITY_STATUS status;

    start_parameters(&parameters);
    add_wide_text(&parameters, NCRYPTBUFFER_PKCS_SECRET, password);
    status = NCryptImportKey(provider, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB,
                             parameter_list(&parameters), &handle, key->blob.data, key->blob.size,
                             NCRYPT_SILENT_FLAG | NCRYPT_DO_NOT_FINALIZE_FLAG);
    if (status)
    {
        return status;
    }
    status = allow_export(handle);
    if (!status)
    {
        status = NCryptFinalizeKey(handle, NCRYPT_SILENT_FLAG);
    }
    if (!status && (!strcmp(key->algorithm, "ECDSA") || !strcmp(key->algorithm, "ECDH")) &&
        !find_property(key, BCRYPT_ECC_CURVE_NAME))
    {
        type = BCRYPT_ECCFULLPRIVATE_BLOB; /* the curve is nowhere else */
    }
    if (!status)
    {
        status = export_as(handle, type, NULL, plain);
        set_magic(key->algorithm, &plain->blob);
    }
    NCryptFreeObject(handle);
    return status;
}

static SECURITY_STATUS set_one(NCRYPT_KEY_HANDLE handle, const struct archived_property *property)
{
    const WCHAR *name = wide(property->name);
    NCRYPT_UI_POLICY policy;

    if (wcscmp(name, NCRYPT_UI_POLICY_PROPERTY))
    {
        return NCryptSetProperty(handle, name, property->value.data, property->value.size,
                                 property->flags);
    }
    if (!unflatten_policy(&property->value, &policy))
    {
        return NTE_BAD_DATA;
    }
    return NCryptSetProperty(handle, name, (BYTE *)&policy, sizeof(policy), property->flags);
}

static BOOL is_policy(const char *name)
{
    return !strcmp(name, utf8(NCRYPT_EXPORT_POLICY_PROPERTY)) ||
           !strcmp(name, utf8(NCRYPT_KEY_USAGE_PROPERTY));
}

/* Without its policies a key is not restored; what else another provider does not take is told. */
static SECURITY_STATUS set_all(NCRYPT_KEY_HANDLE handle, const struct archived_key *key,
                               const char **step, DWORD *lost)
{
    DWORD i;

    for (i = 0; i < key->property_count; i++)
    {
        const struct archived_property *property = &key->properties[i];
        SECURITY_STATUS status;

        if (!strcmp(property->name, utf8(BCRYPT_ECC_CURVE_NAME)))
        {
            continue;
        }
        status = set_one(handle, property);
        if (status && is_policy(property->name))
        {
            *step = text_of("setting the property \"%s\"", property->name);
            return status;
        }
        if (status)
        {
            fail(status, "the key \"%s\" loses its property \"%s\"", key->name, property->name);
            (*lost)++;
        }
    }
    return ERROR_SUCCESS;
}

static SECURITY_STATUS complete(NCRYPT_KEY_HANDLE handle, const struct archived_key *key,
                                const struct archived_key *plain, const char **step, DWORD *lost)
{
    const struct archived_property *curve = find_property(key, BCRYPT_ECC_CURVE_NAME);
    SECURITY_STATUS status = ERROR_SUCCESS;

    *step = "setting the curve";
    if (curve && (!strcmp(key->algorithm, "ECDSA") || !strcmp(key->algorithm, "ECDH")))
    {
        status = set_one(handle, curve);
    }
    if (!status)
    {
        *step = "setting the numbers";
        status = NCryptSetProperty(handle, wide(plain->type), plain->blob.data, plain->blob.size,
                                   0);
    }
    if (!status)
    {
        status = set_all(handle, key, step, lost);
    }
    if (!status)
    {
        *step = "finishing it";
        status = NCryptFinalizeKey(handle, 0);
    }
    return status;
}

SECURITY_STATUS unarchive_key(NCRYPT_PROV_HANDLE provider, DWORD flags, const char *password,
                              const struct archived_key *key, const char **step, DWORD *lost)
{
    struct archived_key plain = *key;
    NCRYPT_KEY_HANDLE handle;
    SECURITY_STATUS status = ERROR_SUCCESS;

    *step = "opening it";
    if (!strcmp(key->type, utf8(NCRYPT_PKCS8_PRIVATE_KEY_BLOB)))
    {
        status = open_pkcs8(provider, password, key, &plain);
    }
    if (status)
    {
        return status;
    }
    *step = "creating it";
    status = NCryptCreatePersistedKey(provider, &handle, wide(key->algorithm), wide(key->name),
                                      key->spec, flags);
    if (status)
    {
        return status;
    }
    status = complete(handle, key, &plain, step, lost);
    NCryptFreeObject(handle); /* what is not finished is in no store */
    return status;
}
