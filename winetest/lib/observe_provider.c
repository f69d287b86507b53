/*
 * Observed calls about providers, their lists, and handles.
 */
#define __USE_MINGW_ANSI_STDIO 1
#include "observation.h"

#define PLACE const struct observed_place *place

static void observe(PLACE, const char *function, const struct call *call, SECURITY_STATUS status)
{
    if (!observation_begin(place, function, call))
        return;
    record_put_status(status);
    record_end();
}

SECURITY_STATUS observed_NCryptOpenStorageProvider(PLACE, NCRYPT_PROV_HANDLE *provider,
                                                   LPCWSTR name, DWORD flags)
{
    SECURITY_STATUS status = NCryptOpenStorageProvider(provider, name, flags);
    struct call call = {.used = 0};

    if (!observing())
        return status;
    call_add_name(&call, "name", name);
    call_add_flags(&call, flags);
    if (!status)
        subject_add(*provider, "provider", FALSE, FALSE);
    observe(place, "NCryptOpenStorageProvider", &call, status);
    return status;
}

/* --- lists ---------------------------------------------------------------------------------- */

enum
{
    LIST_LENGTH = 0x4000
};

/* Appends to text as far as there is room. */
static void append(char *text, const char *format, ...) __WINE_PRINTF_ATTR(2, 3);
static void append(char *text, const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text + used, LIST_LENGTH - used, format, arguments);
    va_end(arguments);
}

SECURITY_STATUS observed_NCryptEnumStorageProviders(PLACE, DWORD *count, NCryptProviderName **list,
                                                    DWORD flags)
{
    SECURITY_STATUS status = NCryptEnumStorageProviders(count, list, flags);
    static char text[LIST_LENGTH];
    struct call call = {.used = 0};

    if (!observing())
        return status;
    call_add_flags(&call, flags);
    if (!observation_begin(place, "NCryptEnumStorageProviders", &call))
        return status;
    record_put_status(status);
    text[0] = 0;
    for (DWORD i = 0; !status && i < *count; i++)
        append(text, "%s%ls", i ? "; " : "", (*list)[i].pszName);
    if (!status)
        record_put_text("text", text);
    record_end();
    return status;
}

SECURITY_STATUS observed_NCryptEnumAlgorithms(PLACE, NCRYPT_PROV_HANDLE provider, DWORD operations,
                                              DWORD *count, NCryptAlgorithmName **list, DWORD flags)
{
    SECURITY_STATUS status = NCryptEnumAlgorithms(provider, operations, count, list, flags);
    static char text[LIST_LENGTH];
    struct call call = {.used = 0};

    if (!observing())
        return status;
    call_add_handle(&call, provider);
    call_add(&call, "operations %#lx", operations);
    call_add_flags(&call, flags);
    if (!observation_begin(place, "NCryptEnumAlgorithms", &call))
        return status;
    record_put_status(status);
    text[0] = 0;
    for (DWORD i = 0; !status && i < *count; i++)
        append(text, "%s%ls class %lu operations %#lx flags %#lx", i ? "; " : "",
               (*list)[i].pszName, (*list)[i].dwClass, (*list)[i].dwAlgOperations,
               (*list)[i].dwFlags);
    if (!status)
        record_put_text("text", text);
    record_end();
    return status;
}

SECURITY_STATUS observed_NCryptIsAlgSupported(PLACE, NCRYPT_PROV_HANDLE provider, LPCWSTR name,
                                              DWORD flags)
{
    SECURITY_STATUS status = NCryptIsAlgSupported(provider, name, flags);
    struct call call = {.used = 0};

    if (!observing())
        return status;
    call_add_handle(&call, provider);
    call_add_name(&call, "name", name);
    call_add_flags(&call, flags);
    observe(place, "NCryptIsAlgSupported", &call, status);
    return status;
}

/* Which keys there are is the user's matter: neither their names nor their number is recorded. */
SECURITY_STATUS observed_NCryptEnumKeys(PLACE, NCRYPT_PROV_HANDLE provider, LPCWSTR scope,
                                        NCryptKeyName **name, PVOID *state, DWORD flags)
{
    BOOL is_first = !can_read(state, sizeof(*state)) || !*state;
    SECURITY_STATUS status = NCryptEnumKeys(provider, scope, name, state, flags);
    struct call call = {.used = 0};

    if (!observing() || status == ERROR_SUCCESS || (status == NTE_NO_MORE_ITEMS && is_first))
        return status;
    call_add_handle(&call, provider);
    call_add_name(&call, "scope", scope);
    call_add_flags(&call, flags);
    observe(place, "NCryptEnumKeys", &call, status);
    return status;
}

/* --- handles and buffers -------------------------------------------------------------------- */

SECURITY_STATUS observed_NCryptFreeBuffer(PLACE, PVOID buffer)
{
    SECURITY_STATUS status = NCryptFreeBuffer(buffer);
    struct call call = {.used = 0};

    if (!observing())
        return status;
    call_add(&call, "%s", buffer ? "buffer" : "NULL");
    observe(place, "NCryptFreeBuffer", &call, status);
    return status;
}

SECURITY_STATUS observed_NCryptFreeObject(PLACE, NCRYPT_HANDLE object)
{
    SECURITY_STATUS status = NCryptFreeObject(object);
    struct call call = {.used = 0};

    if (!observing())
        return status;
    call_add_handle(&call, object);
    if (!status)
        subject_remove(object);
    observe(place, "NCryptFreeObject", &call, status);
    return status;
}

BOOL observed_NCryptIsKeyHandle(PLACE, NCRYPT_KEY_HANDLE key)
{
    BOOL is_key = NCryptIsKeyHandle(key);
    struct call call = {.used = 0};

    if (!observing())
        return is_key;
    call_add_handle(&call, key);
    if (!observation_begin(place, "NCryptIsKeyHandle", &call))
        return is_key;
    record_put_number("number", (ULONGLONG)is_key);
    record_end();
    return is_key;
}

SECURITY_STATUS observed_NCryptTranslateHandle(PLACE, NCRYPT_PROV_HANDLE *provider,
                                               NCRYPT_KEY_HANDLE *key, HCRYPTPROV legacy_provider,
                                               HCRYPTKEY legacy_key, DWORD legacy_spec, DWORD flags)
{
    SECURITY_STATUS status = NCryptTranslateHandle(provider, key, legacy_provider, legacy_key,
                                                   legacy_spec, flags);
    struct call call = {.used = 0};

    if (!observing())
        return status;
    call_add(&call, "%s, %s, spec %lu", legacy_provider ? "provider" : "no provider",
             legacy_key ? "key" : "no key", legacy_spec);
    call_add_flags(&call, flags);
    if (!status && provider)
        subject_add(*provider, "translated provider", FALSE, FALSE);
    if (!status && key)
        subject_add(*key, "translated key", TRUE, TRUE);
    observe(place, "NCryptTranslateHandle", &call, status);
    return status;
}

SECURITY_STATUS observed_NCryptNotifyChangeKey(PLACE, NCRYPT_PROV_HANDLE provider, HANDLE *event,
                                               DWORD flags)
{
    SECURITY_STATUS status = NCryptNotifyChangeKey(provider, event, flags);
    struct call call = {.used = 0};

    if (!observing())
        return status;
    call_add_handle(&call, provider);
    call_add_flags(&call, flags);
    observe(place, "NCryptNotifyChangeKey", &call, status);
    return status;
}
