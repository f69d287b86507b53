/*
 * NCryptImportKey through the provider's function table, and then all that can be done with the key.
 *
 *   byte 0  number of the blob type (types.h)
 *   byte 1  bits: 1 without validation, 2 + 4 curve name, 8 password, 16 hImportKey,
 *          32 finalized later, 64 the session key as hImportKey
 *   rest    the blob
 */
#include <stdlib.h>
#include <string.h>

#include "list.h"
#include "provider.h"
#include "types.h"
#include "use_key.h"

#define WITHOUT_VALIDATION 1
#define PASSWORD 8
#define IMPORT_KEY 16
#define FINALIZED_LATER 32
#define SESSION_KEY 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_text(struct list *list, ULONG type, const WCHAR *text)
{
    ULONG length = 0;

    while (text[length])
        length++;
    list_add(list, type, text, (length + 1) * sizeof(WCHAR));
}

static struct list make_list(uint8_t options)
{
    static const WCHAR *const curves[] = {NULL, L"nistP256", L"brainpoolP256r1", L"curve25519"};
    struct list list = {0};

    if (options >> 1 & 3)
        add_text(&list, NCRYPTBUFFER_ECC_CURVE_NAME, curves[options >> 1 & 3]);
    if (options & PASSWORD)
        add_text(&list, NCRYPTBUFFER_PKCS_SECRET, L"secret");
    return list;
}

static DWORD flags(uint8_t options)
{
    return (options & WITHOUT_VALIDATION ? NCRYPT_NO_KEY_VALIDATION : 0) |
           (options & FINALIZED_LATER ? NCRYPT_DO_NOT_FINALIZE_FLAG : 0);
}

static SECURITY_STATUS finalize(NCRYPT_KEY_HANDLE key, uint8_t options)
{
    return options & FINALIZED_LATER ? provider_table()->FinalizeKey(provider_handle(), key, 0)
                                     : ERROR_SUCCESS;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    NCRYPT_KEY_HANDLE key = 0, import_key;
    struct list list;
    uint8_t options;
    BYTE *blob;
    SECURITY_STATUS status;

    if (size < 2 || data[0] >= FUZZ_TYPE_COUNT)
        return 0;
    options = data[1];
    list = make_list(options);
    import_key = options & IMPORT_KEY    ? fuzz_rsa_key()
                 : options & SESSION_KEY ? fuzz_session_key()
                                         : 0;
    blob = malloc(size - 2 ? size - 2 : 1);
    memcpy(blob, data + 2, size - 2);
    status = provider_table()->ImportKey(provider_handle(), import_key, wide(fuzz_types[data[0]]),
                                         list_desc(&list), &key, blob, (DWORD)size - 2,
                                         flags(options));
    free(blob);
    expect_no_mistake(status);
    if (!status)
    {
        expect_no_mistake(status = finalize(key, options));
        if (!status)
            use_key(key, !(options & WITHOUT_VALIDATION));
        provider_free(key);
    }
    return 0;
}
