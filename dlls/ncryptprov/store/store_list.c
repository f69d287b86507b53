/*
 * The keys of a store, one after another.
 */
#include <string.h>

#include "capi.h"
#include "container.h"
#include "master_key.h"
#include "wide.h"

/* The texts are copied. */
static NCryptKeyName *make_name(const NCryptKeyName *source, void *(*allocate)(size_t size))
{
    size_t name = wide_size(source->pszName), algorithm = wide_size(source->pszAlgid);
    NCryptKeyName *result = allocate(sizeof(*result) + name + algorithm);

    if (!result)
        return NULL;
    *result = *source;
    result->pszName = memcpy(result + 1, source->pszName, name);
    result->pszAlgid = memcpy((char *)(result + 1) + name, source->pszAlgid, algorithm);
    return result;
}

static SECURITY_STATUS read_header(enum store_scope scope, const char *file,
                                   struct container_header *header)
{
    BYTE data[CONTAINER_HEADER_MAX];
    DWORD size = sizeof(data);
    SECURITY_STATUS status = store_read_prefix(scope, file, data, &size);

    return status ? status : container_read_header(data, size, header);
}

SECURITY_STATUS store_next_key(enum store_scope scope, UINT64 *cursor, NCryptKeyName **name,
                               void *(*allocate)(size_t size))
{
    struct container_header header;
    char file[STORE_NAME];
    SECURITY_STATUS status;

    while (!(status = store_list(scope, cursor, file)))
    {
        if (!strcmp(file, MASTER_KEY_FILE) || read_header(scope, file, &header))
            continue;
        *name = make_name(
            &(NCryptKeyName){header.name, header.algorithm, header.spec, header.flags}, allocate);
        return *name ? ERROR_SUCCESS : NTE_NO_MEMORY;
    }
    return status;
}

/* A key that was written to both is listed once. */
static bool is_in_store(enum store_scope scope, const struct capi_entry *entry, DWORD flags)
{
    struct container_header header;
    struct key_place *place;
    bool found;

    if (store_place(entry->name, entry->spec, flags, &place))
        return false;
    found = !read_header(scope, place->file, &header) && header.spec == entry->spec;
    os_free(place);
    return found;
}

SECURITY_STATUS store_next_legacy(enum store_scope scope, struct capi_entry **list,
                                  NCryptKeyName **name, void *(*allocate)(size_t size))
{
    static WCHAR algorithm[] = BCRYPT_RSA_ALGORITHM;
    DWORD flags = scope == STORE_MACHINE ? NCRYPT_MACHINE_KEY_FLAG : 0;
    struct capi_entry *entry;
    bool listed = false;

    while (!listed && (entry = *list))
    {
        *list = entry->next;
        if ((listed = !is_in_store(scope, entry, flags)))
            *name = make_name(&(NCryptKeyName){entry->name, algorithm, entry->spec, flags},
                              allocate);
        os_free(entry);
    }
    if (!listed)
        return NTE_NO_MORE_ITEMS;
    return *name ? ERROR_SUCCESS : NTE_NO_MEMORY;
}

void store_legacy_end(struct capi_entry *list)
{
    struct capi_entry *next;

    for (; list; list = next)
    {
        next = list->next;
        os_free(list);
    }
}
