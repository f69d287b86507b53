/*
 * Properties of the provider.  Names: ncrypt.h.
 */
#include "gaps.h"
#include "property.h"
#include "store.h"
#include "property_curve.h"
#include "unixcall.h"
#include "wide.h"

/* get NULL: what the caller has set.  keeps: it can be set, and is kept as it is.  set: does something
 * instead of keeping the value. */
struct provider_property
{
    const WCHAR *name;
    SECURITY_STATUS (*get)(const struct provider *provider, struct writer *writer);
    bool keeps;
    SECURITY_STATUS (*set)(const BYTE *data, DWORD size);
};

static SECURITY_STATUS get_provider_name(const struct provider *provider, struct writer *writer)
{
    (void)provider;
    return property_put_text(writer, MS_KEY_STORAGE_PROVIDER);
}

static SECURITY_STATUS get_impl_type(const struct provider *provider, struct writer *writer)
{
    (void)provider;
    return property_put_dword(writer, NCRYPT_IMPL_SOFTWARE_FLAG);
}

static SECURITY_STATUS get_version(const struct provider *provider, struct writer *writer)
{
    (void)provider;
    return property_put_dword(writer, GAP_PROVIDER_VERSION);
}

static SECURITY_STATUS get_max_name_length(const struct provider *provider, struct writer *writer)
{
    (void)provider;
    return property_put_dword(writer, GAP_MAX_NAME_LENGTH);
}

static SECURITY_STATUS get_security_support(const struct provider *provider, struct writer *writer)
{
    (void)provider;
    return property_put_dword(writer, 1);
}

static void put_ascii(struct writer *writer, const char *text)
{
    while (*text)
        writer_u16(writer, (uint8_t)*text++);
}

static void put_library(struct writer *writer, const char *name, const char *version)
{
    put_ascii(writer, name);
    put_ascii(writer, *version ? version : "absent");
}

static SECURITY_STATUS get_curve_names(const struct provider *provider, struct writer *writer)
{
    (void)provider;
    return curve_put_name_list(true, writer);
}

/* Ours alone: what does the mathematics, for people who look for a fault. */
static SECURITY_STATUS get_library_versions(const struct provider *provider, struct writer *writer)
{
    const struct bridge_attach *unix_side = unixcall_attach();

    (void)provider;
    if (!unix_side)
        return NTE_NOT_FOUND;
    put_library(writer, "GnuTLS ", unix_side->gnutls);
    put_library(writer, ", Nettle ", unix_side->nettle);
    put_library(writer, ", libcrypto ", unix_side->libcrypto);
    writer_u16(writer, 0);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS refuse_get(const struct provider *provider, struct writer *writer)
{
    (void)provider, (void)writer;
    return NTE_NOT_SUPPORTED;
}

/* Ours alone: seals all keys under a new master key.  Value: a DWORD, NCRYPT_MACHINE_KEY_FLAG for the
 * machine's store, 0 for the user's. */
static SECURITY_STATUS change_master_key(const BYTE *data, DWORD size)
{
    DWORD flags;

    if (!property_take_dword(data, size, &flags) || flags & ~(DWORD)NCRYPT_MACHINE_KEY_FLAG)
        return NTE_INVALID_PARAMETER;
    return store_change_master_key(flags ? STORE_MACHINE : STORE_USER);
}

static const struct provider_property provider_properties[] = {
    {.name = NCRYPT_NAME_PROPERTY, .get = get_provider_name},
    {.name = NCRYPT_IMPL_TYPE_PROPERTY, .get = get_impl_type},
    {.name = NCRYPT_VERSION_PROPERTY, .get = get_version},
    {.name = NCRYPT_MAX_NAME_LENGTH_PROPERTY, .get = get_max_name_length},
    {.name = NCRYPT_SECURITY_DESCR_SUPPORT_PROPERTY, .get = get_security_support},
    {.name = NCRYPT_USE_CONTEXT_PROPERTY, .keeps = true},
    {.name = NCRYPT_WINDOW_HANDLE_PROPERTY, .keeps = true},
    {.name = NCRYPT_ECC_CURVE_NAME_LIST_PROPERTY, .get = get_curve_names},
    {.name = L"Library Versions", .get = get_library_versions},
    {.name = L"Change Master Key", .get = refuse_get, .set = change_master_key},
};

static const struct provider_property *find_provider_property(const WCHAR *name)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(provider_properties); i++)
    {
        if (wide_equal(provider_properties[i].name, name))
            return &provider_properties[i];
    }
    return NULL;
}

static SECURITY_STATUS put_provider_property(const struct provider *provider, const WCHAR *name,
                                             struct writer *writer)
{
    const struct provider_property *row = find_provider_property(name);

    if (!row)
        return NTE_NOT_SUPPORTED;
    if (row->get)
        return row->get(provider, writer);
    return property_put_value(&provider->properties, name, NTE_NOT_FOUND, writer);
}

struct get_request
{
    const struct provider *provider;
    const WCHAR *name;
};

static SECURITY_STATUS put_requested(const void *context, struct writer *writer)
{
    const struct get_request *request = context;

    return put_provider_property(request->provider, request->name, writer);
}

SECURITY_STATUS property_get_provider(const struct provider *provider, const WCHAR *name,
                                      BYTE *output, DWORD size, DWORD *result, DWORD flags)
{
    const struct get_request request = {provider, name};

    if (flags & ~(DWORD)(NCRYPT_SILENT_FLAG | NCRYPT_PERSIST_ONLY_FLAG))
        return NTE_BAD_FLAGS;
    return property_sized_output(put_requested, &request, output, size, result);
}

SECURITY_STATUS property_set_provider(struct provider *provider, const WCHAR *name,
                                      const BYTE *data, DWORD size, DWORD flags)
{
    const struct provider_property *row = find_provider_property(name);

    if (flags & ~(DWORD)NCRYPT_SILENT_FLAG)
        return NTE_BAD_FLAGS;
    if (row && row->set)
        return row->set(data, size);
    if (!row || !row->keeps)
        return NTE_NOT_SUPPORTED;
    if (size > NCRYPT_MAX_PROPERTY_DATA)
        return NTE_INVALID_PARAMETER;
    return property_list_set(&provider->properties, name, data, size, false);
}
