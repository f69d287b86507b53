#include "status.h"

#include <stdarg.h>
#include <string.h>

struct status
{
    SECURITY_STATUS value;
    const char *name;
    const char *meaning;
};

#define STATUS(name, meaning) {(SECURITY_STATUS)(name), #name, meaning}

/* The statuses that a key storage provider documents, with what they mean for a user of keys. */
static const struct status statuses[] = {
    STATUS(ERROR_SUCCESS, "success"),
    STATUS(NTE_BAD_UID, "the key container's identifier is not valid"),
    STATUS(NTE_BAD_HASH, "the hash is not valid for this operation"),
    STATUS(NTE_BAD_KEY, "the key is not valid, or its parts contradict each other"),
    STATUS(NTE_BAD_LEN, "a length does not fit"),
    STATUS(NTE_BAD_DATA, "the data is malformed: not of this blob type, damaged or cut off"),
    STATUS(NTE_BAD_SIGNATURE, "the signature does not belong to this key and this data"),
    STATUS(NTE_BAD_VER, "the provider does not know this version of the data"),
    STATUS(NTE_BAD_ALGID, "the algorithm is unknown or does not fit the key"),
    STATUS(NTE_BAD_FLAGS, "a flag is not allowed here"),
    STATUS(NTE_BAD_TYPE, "the blob type is unknown, or not possible for this kind of key"),
    STATUS(NTE_BAD_KEY_STATE, "the key is not in the right state (not finalized yet?)"),
    STATUS(NTE_BAD_HASH_STATE, "the hash is not in the right state"),
    STATUS(NTE_NO_KEY, "there is no key, or its private part is missing"),
    STATUS(NTE_NO_MEMORY, "out of memory"),
    STATUS(NTE_EXISTS, "a key of this name exists already"),
    STATUS(NTE_PERM, "access denied: the key's usage or permissions forbid it"),
    STATUS(NTE_NOT_FOUND, "not found"),
    STATUS(NTE_DOUBLE_ENCRYPT, "the data is encrypted already"),
    STATUS(NTE_BAD_PROVIDER, "there is no provider of this name"),
    STATUS(NTE_BAD_PROV_TYPE, "the provider type is not valid"),
    STATUS(NTE_BAD_PUBLIC_KEY, "the public key is not valid"),
    STATUS(NTE_BAD_KEYSET, "there is no key of this name"),
    STATUS(NTE_PROV_TYPE_NOT_DEF, "the provider type is not defined"),
    STATUS(NTE_PROV_TYPE_ENTRY_BAD, "the registration of the provider type is damaged"),
    STATUS(NTE_KEYSET_NOT_DEF, "the provider is not registered"),
    STATUS(NTE_KEYSET_ENTRY_BAD, "the registration of the provider is damaged"),
    STATUS(NTE_PROV_TYPE_NO_MATCH, "the provider is not of this type"),
    STATUS(NTE_SIGNATURE_FILE_BAD, "the signature of the provider's file is not valid"),
    STATUS(NTE_PROVIDER_DLL_FAIL, "the provider's DLL could not start"),
    STATUS(NTE_PROV_DLL_NOT_FOUND, "the provider's DLL was not found"),
    STATUS(NTE_BAD_KEYSET_PARAM, "a parameter of the key container is not valid"),
    STATUS(NTE_FAIL, "an internal error occurred in the provider"),
    STATUS(NTE_SYS_ERR, "a base error occurred in the provider"),
    STATUS(NTE_SILENT_CONTEXT, "the provider would have to ask the user but must be silent"),
    STATUS(NTE_TOKEN_KEYSET_STORAGE_FULL, "the token has no room for another key"),
    STATUS(NTE_TEMPORARY_PROFILE, "a temporary user profile cannot hold keys"),
    STATUS(NTE_FIXEDPARAMETER, "this parameter of the provider cannot be changed"),
    STATUS(NTE_INVALID_HANDLE, "the handle is not valid (the object was freed, or is of "
                               "another kind)"),
    STATUS(NTE_INVALID_PARAMETER, "a parameter is not valid for this key or operation"),
    STATUS(NTE_BUFFER_TOO_SMALL, "the buffer is too small"),
    STATUS(NTE_NOT_SUPPORTED, "the provider does not support this, or the key's export policy "
                              "forbids it"),
    STATUS(NTE_NO_MORE_ITEMS, "there are no more items"),
    STATUS(NTE_BUFFERS_OVERLAP, "the buffers overlap"),
    STATUS(NTE_DECRYPTION_FAILURE, "decryption failed: wrong key, padding or data"),
    STATUS(NTE_INTERNAL_ERROR, "an internal error occurred"),
    STATUS(NTE_UI_REQUIRED, "the user would have to be asked"),
    STATUS(NTE_HMAC_NOT_SUPPORTED, "the provider does not support HMAC"),
    STATUS(NTE_DEVICE_NOT_READY, "the device is not ready"),
    STATUS(NTE_AUTHENTICATION_IGNORED, "the provider ignored the authentication"),
    STATUS(NTE_VALIDATION_FAILED, "the validation failed"),
    STATUS(NTE_INCORRECT_PASSWORD, "the password is wrong"),
    STATUS(NTE_ENCRYPTION_FAILURE, "encryption failed"),
    STATUS(NTE_DEVICE_NOT_FOUND, "the device was not found"),
    STATUS(NTE_USER_CANCELLED, "the user cancelled it"),
    STATUS(NTE_PASSWORD_CHANGE_REQUIRED, "the password must be changed first"),
    STATUS(NTE_NOT_ACTIVE_CONSOLE, "the session is not the active console"),
    STATUS(HRESULT_FROM_WIN32(RPC_X_NULL_REF_POINTER), "a required pointer is NULL"),
};

static const struct status *find_status(SECURITY_STATUS value)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(statuses); i++)
    {
        if (statuses[i].value == value)
        {
            return &statuses[i];
        }
    }
    return NULL;
}

/* The system's own message, without its line end and full stop; NULL where it has none. */
static char *system_message(DWORD code)
{
    WCHAR text[512];
    DWORD length = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL,
                                  code, 0, text, ARRAYSIZE(text), NULL);

    while (length && (text[length - 1] <= ' ' || text[length - 1] == '.'))
    {
        length--;
    }
    return length ? utf8_of_length(text, (int)length) : NULL;
}

const char *status_text(SECURITY_STATUS value)
{
    const struct status *status = find_status(value);
    const char *message;

    if (status)
    {
        return text_of("%s (0x%08lx): %s", status->name, (unsigned long)value, status->meaning);
    }
    message = system_message((DWORD)value);
    return text_of("status 0x%08lx: %s", (unsigned long)value,
                   message ? message : "not a documented status of a key storage provider");
}

const char *win32_text(DWORD error)
{
    const char *message = system_message(error);

    return text_of("%s (error %lu)", message ? message : "unknown error", (unsigned long)error);
}

int fail(SECURITY_STATUS status, const char *format, ...)
{
    char what[1024];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(what, sizeof(what), format, arguments);
    va_end(arguments);
    complain("%s: %s", what, status_text(status));
    return RESULT_FAILED;
}
