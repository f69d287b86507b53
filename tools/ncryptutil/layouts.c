/*
 * Finds the layout of a blob.
 */
#include "dump.h"

#include <string.h>

static const struct layout_list *const families[] = {
    &rsa_layouts,  &ecc_layouts, &dsa_layouts,       &dh_layouts,
    &capi_layouts, &pq_layouts,  &symmetric_layouts,
};

DWORD read_uint(const BYTE *data, DWORD size)
{
    DWORD value = 0;

    while (size--)
    {
        value = value << 8 | data[size];
    }
    return value;
}

static BOOL has_marks(const struct layout *layout, const struct bytes *data)
{
    int i;

    for (i = 0; i < MAX_MARKS && layout->marks[i].size; i++)
    {
        const struct mark *mark = &layout->marks[i];

        if (data->size < mark->offset + mark->size ||
            read_uint(data->data + mark->offset, mark->size) != mark->value)
        {
            return FALSE;
        }
    }
    return i > 0;
}

const struct layout *recognise_layout(const struct bytes *data)
{
    size_t family;
    unsigned int i;

    for (family = 0; family < ARRAYSIZE(families); family++)
    {
        for (i = 0; i < families[family]->count; i++)
        {
            if (has_marks(&families[family]->layouts[i], data))
            {
                return &families[family]->layouts[i];
            }
        }
    }
    return NULL;
}

const struct layout *find_layout(const char *type)
{
    size_t family;
    unsigned int i;

    for (family = 0; family < ARRAYSIZE(families); family++)
    {
        for (i = 0; i < families[family]->count; i++)
        {
            if (!strcmp(families[family]->layouts[i].type, type))
            {
                return &families[family]->layouts[i];
            }
        }
    }
    return NULL;
}
