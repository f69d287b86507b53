/*
 * Values by name, see propertylist.h.
 */
#include "propertylist.h"

#include <string.h>

#include "wide.h"

static struct property_value **find(const struct property_list *list, const WCHAR *name)
{
    struct property_value **link = (struct property_value **)&list->first;

    while (*link && !wide_equal((*link)->name, name))
        link = &(*link)->next;
    return link;
}

const struct property_value *property_list_find(const struct property_list *list, const WCHAR *name)
{
    return *find(list, name);
}

/* A value may be a secret (a PIN, say). */
static void free_value(struct property_value *value)
{
    os_free_secret(value->data, value->size);
    os_free(value->name);
    os_free(value);
}

SECURITY_STATUS property_list_set(struct property_list *list, const WCHAR *name, const BYTE *data,
                                  DWORD size, bool persistent)
{
    struct property_value *value = os_alloc(sizeof(*value)), **link = find(list, name),
                          *old = *link;

    if (!value)
        return NTE_NO_MEMORY;
    value->name = wide_duplicate(name);
    value->data = os_alloc(size);
    value->size = size;
    value->persistent = persistent;
    if (!value->name || !value->data)
    {
        free_value(value);
        return NTE_NO_MEMORY;
    }
    if (size)
        memcpy(value->data, data, size);
    value->next = old ? old->next : NULL;
    *link = value;
    if (old)
        free_value(old);
    return ERROR_SUCCESS;
}

void property_list_clear(struct property_list *list)
{
    struct property_value *value;

    while ((value = list->first))
    {
        list->first = value->next;
        free_value(value);
    }
}
