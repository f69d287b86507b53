/*
 * Values that callers have set on a provider or a key, by name.
 */
#ifndef NCRYPTPROV_PROPERTYLIST_H
#define NCRYPTPROV_PROPERTYLIST_H

#include "os.h"

struct property_value
{
    struct property_value *next;
    WCHAR *name;
    BYTE *data;
    DWORD size;
    bool persistent; /* to be kept with the key, wherever it goes */
};

struct property_list
{
    struct property_value *first;
};

const struct property_value *property_list_find(const struct property_list *list,
                                                const WCHAR *name);

/* Sets or replaces a value; on failure (NTE_NO_MEMORY) the old one stays. */
SECURITY_STATUS property_list_set(struct property_list *list, const WCHAR *name, const BYTE *data,
                                  DWORD size, bool persistent);
void property_list_clear(struct property_list *list);

#endif
