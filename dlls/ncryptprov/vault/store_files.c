/*
 * Files of the key stores, see store_files.h.
 */
#include "store_files.h"

#include <string.h>

#include "status.h"
#include "unixcall.h"

#define FIRST_READ 8192 /* bytes: most keys fit */

static void set_text(struct bridge_span *span, const char *text)
{
    span->data = bridge_pointer(text);
    span->size = span->capacity = (uint32_t)strlen(text);
}

static SECURITY_STATUS prepare(enum store_scope scope, bool make, const char *file,
                               char path[STORE_PATH], struct bridge_store *params)
{
    SECURITY_STATUS status = store_folder(scope, make, path);

    if (status)
        return status;
    memset(params, 0, sizeof(*params));
    set_text(&params->directory, path);
    if (file)
        set_text(&params->name, file);
    return ERROR_SUCCESS;
}

/* Reads into memory of that capacity; NTE_BUFFER_TOO_SMALL with data->size = the file's size. */
static SECURITY_STATUS read_sized(struct bridge_store *params, DWORD capacity,
                                  struct store_data *data)
{
    SECURITY_STATUS status;

    if (!(data->bytes = os_alloc(capacity)))
        return NTE_NO_MEMORY;
    params->data = (struct bridge_span){bridge_pointer(data->bytes), 0, capacity};
    status = status_from_bridge(call_store_read(params));
    data->size = params->data.size;
    if (status)
    {
        os_free(data->bytes);
        data->bytes = NULL;
    }
    return status;
}

SECURITY_STATUS store_read(enum store_scope scope, const char *file, struct store_data *data)
{
    char path[STORE_PATH];
    struct bridge_store params;
    SECURITY_STATUS status = prepare(scope, false, file, path, &params);

    if (status)
        return status;
    status = read_sized(&params, FIRST_READ, data);
    /* It may be replaced by a larger one meanwhile, again and again. */
    while (status == NTE_BUFFER_TOO_SMALL && data->size <= BRIDGE_STORE_FILE)
        status = read_sized(&params, data->size, data);
    return status;
}

SECURITY_STATUS store_read_prefix(enum store_scope scope, const char *file, BYTE *bytes,
                                  DWORD *size)
{
    char path[STORE_PATH];
    struct bridge_store params;
    SECURITY_STATUS status = prepare(scope, false, file, path, &params);

    if (status)
        return status;
    params.flags = BRIDGE_STORE_PREFIX;
    params.data = (struct bridge_span){bridge_pointer(bytes), 0, *size};
    status = status_from_bridge(call_store_read(&params));
    *size = status ? 0 : params.data.size;
    return status;
}

SECURITY_STATUS store_write(enum store_scope scope, const char *file, const BYTE *bytes, DWORD size,
                            bool exclusive)
{
    char path[STORE_PATH];
    struct bridge_store params;
    SECURITY_STATUS status = prepare(scope, true, file, path, &params);

    if (status)
        return status;
    params.data = (struct bridge_span){bridge_pointer(bytes), size, size};
    params.flags = exclusive ? BRIDGE_STORE_EXCLUSIVE : 0;
    return status_from_bridge(call_store_write(&params));
}

SECURITY_STATUS store_delete(enum store_scope scope, const char *file)
{
    char path[STORE_PATH];
    struct bridge_store params;
    SECURITY_STATUS status = prepare(scope, false, file, path, &params);

    return status ? status : status_from_bridge(call_store_delete(&params));
}

SECURITY_STATUS store_list(enum store_scope scope, UINT64 *cursor, char file[STORE_NAME])
{
    char path[STORE_PATH];
    struct bridge_store params;
    SECURITY_STATUS status = prepare(scope, false, NULL, path, &params);

    if (!status)
    {
        params.name = (struct bridge_span){bridge_pointer(file), 0, STORE_NAME - 1};
        params.cursor = *cursor;
        status = status_from_bridge(call_store_next(&params));
        *cursor = params.cursor;
    }
    if (!status)
        file[params.name.size] = 0;
    return status == NTE_BAD_KEYSET ? NTE_NO_MORE_ITEMS : status;
}

void store_list_end(UINT64 cursor)
{
    struct bridge_store params = {.cursor = cursor};

    call_store_close(&params);
}

SECURITY_STATUS store_lock(enum store_scope scope, bool exclusive, UINT64 *lock)
{
    char path[STORE_PATH];
    struct bridge_store params;
    SECURITY_STATUS status = prepare(scope, true, NULL, path, &params);

    if (status)
        return status;
    params.flags = exclusive ? BRIDGE_STORE_EXCLUSIVE : 0;
    status = status_from_bridge(call_store_lock(&params));
    *lock = params.cursor;
    return status;
}

void store_unlock(UINT64 lock)
{
    struct bridge_store params = {.cursor = lock};

    call_store_unlock(&params);
}
