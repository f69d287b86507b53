/*
 * The keys of a store, one after another.
 */
#include <string.h>

#include "container.h"
#include "master_key.h"
#include "wide.h"

static NCryptKeyName *make_name(const struct container_header *header,
                                void *(*allocate)(size_t size))
{
    size_t name = wide_size(header->name), algorithm = wide_size(header->algorithm);
    NCryptKeyName *result = allocate(sizeof(*result) + name + algorithm);

    if (!result)
        return NULL;
    result->pszName = memcpy(result + 1, header->name, name);
    result->pszAlgid = memcpy((char *)(result + 1) + name, header->algorithm, algorithm);
    result->dwLegacyKeySpec = header->spec;
    result->dwFlags = header->flags;
    return result;
}

SECURITY_STATUS store_next_key(enum store_scope scope, UINT64 *cursor, NCryptKeyName **name,
                               void *(*allocate)(size_t size))
{
    struct container_header header;
    BYTE data[CONTAINER_HEADER_MAX];
    char file[STORE_NAME];
    SECURITY_STATUS status;
    DWORD size;

    while (!(status = store_list(scope, cursor, file)))
    {
        size = sizeof(data);
        if (!strcmp(file, MASTER_KEY_FILE) || store_read_prefix(scope, file, data, &size) ||
            container_read_header(data, size, &header))
            continue;
        return (*name = make_name(&header, allocate)) ? ERROR_SUCCESS : NTE_NO_MEMORY;
    }
    return status;
}
