/*
 * A new master key for a whole store.
 */
#include <string.h>

#include "gaps.h"
#include "master_key.h"
#include "stored.h"

/* The key of this file as it is, sealed under the current master key. */
static SECURITY_STATUS reseal(struct key_place *place)
{
    struct stored stored;
    struct key *key;
    SECURITY_STATUS status = stored_read(place, &stored);

    if (status)
        return status;
    if (!(key = stored_key(&stored)))
        return NTE_NO_MEMORY;
    stored_copy_header(&stored.header, place);
    key->place = place;
    status = stored_write(key, false);
    key->place = NULL;
    key_free(key);
    return status;
}

/* Whether a file is sealed under that master key already: a directory may show a file twice that is
 * replaced while it is read. */
static bool is_sealed_under(const BYTE *data, DWORD size, const struct container_header *header,
                            const BYTE *id)
{
    return size - header->size >= MASTER_KEY_ID && !memcmp(data + header->size, id, MASTER_KEY_ID);
}

static SECURITY_STATUS reseal_file(enum store_scope scope, const char *file, const BYTE *id)
{
    struct container_header header;
    struct key_place *place;
    BYTE data[CONTAINER_HEADER_MAX + MASTER_KEY_ID];
    DWORD size = sizeof(data), flags = scope == STORE_MACHINE ? NCRYPT_MACHINE_KEY_FLAG : 0;
    SECURITY_STATUS status;

    if ((status = store_read_prefix(scope, file, data, &size)) ||
        (status = container_read_header(data, size, &header)))
        return status;
    if (is_sealed_under(data, size, &header, id))
        return ERROR_SUCCESS;
    if ((status = store_place(header.name, 0, flags, &place)))
        return status;
    memcpy(place->file, file, strlen(file) + 1); /* of another MachineGuid perhaps */
    status = reseal(place);
    os_free(place);
    return status;
}

/* Deleted meanwhile, or not sealed under a master key of this store anyway. */
static bool is_no_loss(SECURITY_STATUS status)
{
    return status == NTE_BAD_KEYSET || status == GAP_STATUS_KEY_FOREIGN;
}

static SECURITY_STATUS reseal_all(enum store_scope scope)
{
    SECURITY_STATUS status, result = ERROR_SUCCESS;
    struct master_key current;
    char file[STORE_NAME];
    UINT64 cursor = 0;

    if ((status = master_key_current(scope, &current)))
        return status;
    os_wipe(current.bytes, sizeof(current.bytes));
    while (!(status = store_list(scope, &cursor, file)))
    {
        if (!strcmp(file, MASTER_KEY_FILE))
            continue;
        status = reseal_file(scope, file, current.id);
        if (!result && !is_no_loss(status))
            result = status;
    }
    store_list_end(cursor);
    return result || status == NTE_NO_MORE_ITEMS ? result : status;
}

SECURITY_STATUS store_change_master_key(enum store_scope scope)
{
    UINT64 lock;
    SECURITY_STATUS status = store_lock(scope, true, &lock);

    if (status)
        return status;
    if (!(status = master_key_add(scope)) && !(status = reseal_all(scope)))
        status = master_key_drop_old(scope);
    store_unlock(lock);
    return status;
}
