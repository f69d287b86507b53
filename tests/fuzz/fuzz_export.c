/*
 * Parameter lists of NCryptExportKey and NCryptImportKey.
 *
 *   byte 0  number of the blob type (types.h)
 *   byte 1  bits: 1 with hExportKey, 2 import instead, of what an export without parameters gives
 *   then    buffers, each: 1 byte type, 1 byte size, data; 255 as the size: no data, but some size
 */
#include <stdlib.h>
#include <string.h>

#include "list.h"
#include "provider.h"
#include "types.h"
#include "use_key.h"

#define WITH_KEY 1
#define IMPORT 2

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Returns how much of the data it took.  The buffer's own memory, so that a read past it is seen. */
static size_t take_buffer(struct list *list, const uint8_t *data, size_t size)
{
    size_t length = data[1];
    void *copy;

    if (length == 255)
    {
        list_add(list, data[0], NULL, 255);
        return 2;
    }
    if (length > size - 2)
        length = size - 2;
    copy = malloc(length ? length : 1);
    memcpy(copy, data + 2, length);
    list_add(list, data[0], copy, (ULONG)length);
    return 2 + length;
}

static void free_list(struct list *list)
{
    ULONG i;

    for (i = 0; i < list->desc.cBuffers; i++)
        free(list->buffers[i].pvBuffer);
}

static void export(const char *type, struct list *list, NCRYPT_KEY_HANDLE wrapping)
{
    const NCRYPT_KEY_STORAGE_FUNCTION_TABLE *table = provider_table();
    NCRYPT_KEY_HANDLE key = fuzz_rsa_key();
    DWORD asked = 0, size = 0;
    SECURITY_STATUS status = table->ExportKey(provider_handle(), key, wrapping, wide(type),
                                              list_desc(list), NULL, 0, &asked, 0);
    BYTE *data;

    expect_no_mistake(status);
    if (status)
        return;
    data = malloc(asked ? asked : 1);
    status = table->ExportKey(provider_handle(), key, wrapping, wide(type), list_desc(list), data,
                              asked, &size, 0);
    if (status || size > asked)
        abort();
    free(data);
}

static void import(const char *type, struct list *list, NCRYPT_KEY_HANDLE wrapping)
{
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status;
    DWORD size = 0;
    BYTE *data = provider_export(fuzz_rsa_key(), type, &size, &status);

    if (status)
        return;
    status = provider_table()->ImportKey(provider_handle(), wrapping, wide(type), list_desc(list),
                                         &key, data, size, 0);
    expect_no_mistake(status);
    if (!status)
        provider_free(key);
    free(data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct list list = {0};
    NCRYPT_KEY_HANDLE wrapping;
    size_t at = 2;

    if (size < 2 || data[0] >= FUZZ_TYPE_COUNT)
        return 0;
    while (size - at >= 2 && list.desc.cBuffers < ARRAYSIZE(list.buffers))
        at += take_buffer(&list, data + at, size - at);
    wrapping = data[1] & WITH_KEY ? fuzz_rsa_key() : 0;
    if (data[1] & IMPORT)
        import(fuzz_types[data[0]], &list, wrapping);
    else
        export(fuzz_types[data[0]], &list, wrapping);
    free_list(&list);
    return 0;
}
