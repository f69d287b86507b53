/*
 * Observed calls that make, change, import and export keys.
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

/* "RSA key"; what is no text is "key" */
static void name_key(char *label, const WCHAR *of)
{
    if (can_read(of, sizeof(*of)) && !IsBadStringPtrW(of, 256) && wcslen(of) < 32)
        snprintf(label, LABEL_LENGTH, "%ls key", of);
    else
        strcpy(label, "key");
}

/* --- life ----------------------------------------------------------------------------------- */

SECURITY_STATUS observed_NCryptOpenKey(PLACE, NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE *key,
                                       LPCWSTR name, DWORD legacy_spec, DWORD flags)
{
    SECURITY_STATUS status = NCryptOpenKey(provider, key, name, legacy_spec, flags);
    struct call call = {.used = 0};

    if (!observing())
        return status;
    call_add_handle(&call, provider);
    call_add(&call, "name %s, spec %lu", name ? "given" : "NULL", legacy_spec);
    call_add_flags(&call, flags);
    if (!status)
        subject_add(*key, "stored key", TRUE, TRUE);
    observe(place, "NCryptOpenKey", &call, status);
    return status;
}

SECURITY_STATUS observed_NCryptCreatePersistedKey(PLACE, NCRYPT_PROV_HANDLE provider,
                                                  NCRYPT_KEY_HANDLE *key, LPCWSTR algorithm,
                                                  LPCWSTR name, DWORD legacy_spec, DWORD flags)
{
    SECURITY_STATUS status = NCryptCreatePersistedKey(provider, key, algorithm, name, legacy_spec,
                                                      flags);
    struct call call = {.used = 0};
    char label[LABEL_LENGTH];

    if (!observing())
        return status;
    call_add_handle(&call, provider);
    call_add_name(&call, "algorithm", algorithm);
    call_add(&call, "name %s, spec %lu", name ? "given" : "NULL", legacy_spec);
    call_add_flags(&call, flags);
    name_key(label, algorithm);
    if (!status)
        subject_add(*key, label, TRUE, name != NULL);
    observe(place, "NCryptCreatePersistedKey", &call, status);
    return status;
}

SECURITY_STATUS observed_NCryptFinalizeKey(PLACE, NCRYPT_KEY_HANDLE key, DWORD flags)
{
    SECURITY_STATUS status = NCryptFinalizeKey(key, flags);
    struct call call = {.used = 0};

    if (!observing())
        return status;
    call_add_handle(&call, key);
    call_add_flags(&call, flags);
    observe(place, "NCryptFinalizeKey", &call, status);
    return status;
}

SECURITY_STATUS observed_NCryptDeleteKey(PLACE, NCRYPT_KEY_HANDLE key, DWORD flags)
{
    SECURITY_STATUS status = NCryptDeleteKey(key, flags);
    struct call call = {.used = 0};

    if (!observing())
        return status;
    call_add_handle(&call, key);
    call_add_flags(&call, flags);
    if (!status)
        subject_remove(key);
    observe(place, "NCryptDeleteKey", &call, status);
    return status;
}

/* --- properties ----------------------------------------------------------------------------- */

enum shown
{
    SHOWN_VALUE,
    SHOWN_MATERIAL, /* the value, unless the key is a random one */
    SHOWN_NAME,     /* the value, unless the key was given a name */
    SHOWN_SIZE,     /* a handle, a time, pointers */
    SHOWN_NOTHING   /* of the user or the machine */
};

static enum shown shown_of(const WCHAR *name)
{
    static const struct
    {
        const WCHAR *name;
        enum shown shown;
    } properties[] = {
        {L"DHParameters", SHOWN_MATERIAL},
        {L"DSAParameters", SHOWN_MATERIAL},
        {NCRYPT_NAME_PROPERTY, SHOWN_NAME},
        {NCRYPT_UNIQUE_NAME_PROPERTY, SHOWN_NAME},
        {NCRYPT_PROVIDER_HANDLE_PROPERTY, SHOWN_SIZE},
        {NCRYPT_WINDOW_HANDLE_PROPERTY, SHOWN_SIZE},
        {NCRYPT_LAST_MODIFIED_PROPERTY, SHOWN_SIZE},
        {NCRYPT_UI_POLICY_PROPERTY, SHOWN_SIZE},
        {NCRYPT_SECURITY_DESCR_PROPERTY, SHOWN_NOTHING},
        {NCRYPT_USER_CERTSTORE_PROPERTY, SHOWN_NOTHING},
    };

    if (!can_read(name, sizeof(*name)) || IsBadStringPtrW(name, 256))
        return SHOWN_VALUE;
    for (size_t i = 0; i < ARRAY_SIZE(properties); i++)
        if (!wcscmp(name, properties[i].name))
            return properties[i].shown;
    return SHOWN_VALUE;
}

static BOOL is_shown(enum shown shown, const struct subject *subject)
{
    return shown == SHOWN_VALUE || (shown == SHOWN_MATERIAL && !subject->is_fresh) ||
           (shown == SHOWN_NAME && !subject->is_named);
}

static BOOL is_text(const BYTE *value, DWORD size)
{
    const WCHAR *text = (const WCHAR *)value;
    DWORD length = size / sizeof(*text);

    if (size % sizeof(*text) || length < 2 || text[length - 1])
        return FALSE;
    for (DWORD i = 0; i < length - 1; i++)
        if (text[i] < ' ' || text[i] > 0xff)
            return FALSE;
    return TRUE;
}

/* What a test has given a stored key under a name of its own may be anything. */
static void put_value(const BYTE *value, DWORD size, BOOL is_own)
{
    if (is_text(value, size))
        record_put_wide("text", (const WCHAR *)value, size / sizeof(WCHAR) - 1);
    else
        put_output(value, size, &size, is_own && !bytes_are_fixed(value, size), 0);
}

SECURITY_STATUS observed_NCryptGetProperty(PLACE, NCRYPT_HANDLE object, LPCWSTR name, PBYTE output,
                                           DWORD size, DWORD *result, DWORD flags)
{
    const struct subject *subject = observing() ? subject_find(object) : NULL;
    struct call call = {.used = 0};
    enum shown shown = shown_of(name);
    SECURITY_STATUS status;

    if (!subject)
        return NCryptGetProperty(object, name, output, size, result, flags);
    call_add_handle(&call, object);
    call_add_name(&call, "name", name);
    call_add_size(&call, "output", output, size, is_shown(shown, subject));
    call_add_flags(&call, flags);
    call_note_result(&call, result);
    status = NCryptGetProperty(object, name, output, size, result, flags);
    if (!observation_begin(place, "NCryptGetProperty", &call))
        return status;
    record_put_status(status);
    if (is_shown(shown, subject) || shown == SHOWN_SIZE)
        put_result_size(&call, status, result);
    if (!status && output && is_shown(shown, subject) && call.has_result && *result <= size)
        put_value(output, *result, (flags & NCRYPT_PERSIST_ONLY_FLAG) != 0);
    record_end();
    return status;
}

SECURITY_STATUS observed_NCryptSetProperty(PLACE, NCRYPT_HANDLE object, LPCWSTR name, PBYTE input,
                                           DWORD size, DWORD flags)
{
    struct call call = {.used = 0};
    SECURITY_STATUS status;

    if (!observing())
        return NCryptSetProperty(object, name, input, size, flags);
    call_add_handle(&call, object);
    call_add_name(&call, "name", name);
    if (size == sizeof(DWORD) && can_read(input, size) && shown_of(name) == SHOWN_VALUE)
        call_add(&call, "value %#lx", *(DWORD *)input);
    else
        call_add_size(&call, "value", input, size, shown_of(name) != SHOWN_NOTHING);
    call_add_flags(&call, flags);
    status = NCryptSetProperty(object, name, input, size, flags);
    observe(place, "NCryptSetProperty", &call, status);
    return status;
}

/* --- blobs ---------------------------------------------------------------------------------- */

SECURITY_STATUS observed_NCryptImportKey(PLACE, NCRYPT_PROV_HANDLE provider,
                                         NCRYPT_KEY_HANDLE wrapping, LPCWSTR type,
                                         NCryptBufferDesc *parameters, NCRYPT_KEY_HANDLE *key,
                                         PBYTE data, DWORD size, DWORD flags)
{
    struct call call = {.used = 0};
    char label[LABEL_LENGTH];
    SECURITY_STATUS status;
    BOOL is_fixed;

    if (!observing())
        return NCryptImportKey(provider, wrapping, type, parameters, key, data, size, flags);
    is_fixed = bytes_are_fixed(data, size);
    call_add_handle(&call, provider);
    if (wrapping)
        call_add(&call, "under %s", subject_find(wrapping)->label);
    call_add_name(&call, "type", type);
    call_add_list(&call, parameters);
    call_add_size(&call, "data", data, size, is_fixed || !type_varies_in_size(type));
    call_add_flags(&call, flags);
    status = NCryptImportKey(provider, wrapping, type, parameters, key, data, size, flags);
    name_key(label, type);
    if (!status)
        subject_add(*key, label, !is_fixed, FALSE);
    observe(place, "NCryptImportKey", &call, status);
    return status;
}

/* How much of a random blob is the same in every run: magic and size, or CAPI's header. */
#define BLOB_HEAD 8

SECURITY_STATUS observed_NCryptExportKey(PLACE, NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE wrapping,
                                         LPCWSTR type, NCryptBufferDesc *parameters, PBYTE output,
                                         DWORD size, DWORD *result, DWORD flags)
{
    struct call call = {.used = 0};
    BOOL is_fresh, varies;
    SECURITY_STATUS status;

    if (!observing())
        return NCryptExportKey(key, wrapping, type, parameters, output, size, result, flags);
    varies = type_varies_in_size(type);
    is_fresh = subject_find(key)->is_fresh || (varies && (wrapping || parameters)) ||
               (varies && wcscmp(type, NCRYPT_PKCS8_PRIVATE_KEY_BLOB));
    varies &= is_fresh;
    call_add_handle(&call, key);
    if (wrapping)
        call_add(&call, "under %s", subject_find(wrapping)->label);
    call_add_name(&call, "type", type);
    call_add_list(&call, parameters);
    call_add_size(&call, "output", output, size, !varies);
    call_add_flags(&call, flags);
    call_note_result(&call, result);
    status = NCryptExportKey(key, wrapping, type, parameters, output, size, result, flags);
    if (!observation_begin(place, "NCryptExportKey", &call))
        return status;
    record_put_status(status);
    if (!varies)
        put_result_size(&call, status, result);
    if (!status)
        put_output(output, size, result, is_fresh, varies ? 0 : BLOB_HEAD);
    record_end();
    return status;
}
