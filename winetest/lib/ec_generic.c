/*
 * EC keys whose curve is said by a name or by numbers.
 */
#include "ec_generic.h"

SECURITY_STATUS import_generic(NCRYPT_PROV_HANDLE provider, const WCHAR *type, const void *bytes,
                               DWORD size, const WCHAR *name, const struct blob *parameters,
                               DWORD flags, NCRYPT_KEY_HANDLE *key)
{
    BCryptBuffer buffers[2];
    BCryptBufferDesc list = {BCRYPTBUFFER_VERSION, 0, buffers};

    if (name)
        buffers[list.cBuffers++] = (BCryptBuffer){(ULONG)(wcslen(name) + 1) * sizeof(WCHAR),
                                                  NCRYPTBUFFER_ECC_CURVE_NAME, (WCHAR *)name};
    if (parameters)
        buffers[list.cBuffers++] = (BCryptBuffer){parameters->size, NCRYPTBUFFER_ECC_PARAMETERS,
                                                  parameters->bytes};
    *key = 0;
    return NCryptImportKey(provider, 0, type, list.cBuffers ? &list : NULL, key, (BYTE *)bytes,
                           size, flags);
}

SECURITY_STATUS import_on_curve(NCRYPT_PROV_HANDLE provider, const WCHAR *type, const void *bytes,
                                DWORD size, const WCHAR *name, DWORD flags)
{
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = import_generic(provider, type, bytes, size, name, NULL, flags, &key);

    if (!status)
        NCryptFreeObject(key);
    return status;
}

void check_text(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *name, const WCHAR *want)
{
    WCHAR text[64] = L"";
    DWORD size = 0;

    expect_mark(mark, ERROR_SUCCESS,
                NCryptGetProperty(key, name, (BYTE *)text, sizeof(text), &size, 0));
    ok_mark(mark)(!wcscmp(text, want), "%ls is %s\n", name, wine_dbgstr_w(text));
    record_text(narrow(name), "NCryptGetProperty", text);
}

void check_dword(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *name, DWORD want)
{
    DWORD value = 0;

    expect_mark(mark, ERROR_SUCCESS, get_dword(key, name, &value));
    ok_mark(mark)(value == want, "%ls is %lu\n", name, value);
    record_number(narrow(name), "NCryptGetProperty", value);
}

struct blob copy_vector(const char *id)
{
    const struct test_vector *data = vector(id);
    struct blob blob = {malloc(data->size), (DWORD)data->size};

    memcpy(blob.bytes, data->bytes, data->size);
    return blob;
}
