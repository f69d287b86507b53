/*
 * What the tests of derivation share, see derivation.h.
 */
#include "derivation.h"

void add(struct list *list, ULONG type, const void *data, size_t size)
{
    NCryptBuffer *buffer = &list->buffers[list->desc.cBuffers++];

    list->desc.pBuffers = list->buffers;
    buffer->BufferType = type;
    buffer->cbBuffer = (ULONG)size;
    buffer->pvBuffer = (void *)data;
}

void add_text(struct list *list, ULONG type, const WCHAR *text)
{
    size_t length = 0;

    while (text[length])
        length++;
    add(list, type, text, (length + 1) * sizeof(*text));
}

void check_status(SECURITY_STATUS got, SECURITY_STATUS want, const char *what)
{
    check(got == want, "%s: %#x, expected %#x", what, (unsigned int)got, (unsigned int)want);
}

void check_same(const BYTE *got, const unsigned char *want, size_t size, const char *what)
{
    size_t i = 0;

    while (i < size && got[i] == want[i])
        i++;
    check(i == size, "%s differs at byte %zu of %zu", what, i, size);
}

struct test_vector_field field(const struct test_vector *vector, const char *name)
{
    static const struct test_vector_field none;
    const struct test_vector_field *found = find_vector_field(vector, name);

    return found ? *found : none;
}

bool field_is(const struct test_vector *vector, const char *name, const char *text)
{
    const char *value = field(vector, name).text;

    return value && !strncmp(value, text, strlen(text));
}

NCRYPT_KEY_HANDLE new_key(const WCHAR *algorithm, bool finalized)
{
    NCRYPT_KEY_HANDLE key = 0;

    check_status(
        provider_table()->CreatePersistedKey(provider_handle(), &key, algorithm, NULL, 0, 0),
        ERROR_SUCCESS, "create");
    if (finalized)
        check_status(provider_table()->FinalizeKey(provider_handle(), key, 0), ERROR_SUCCESS,
                     "finalize");
    return key;
}
