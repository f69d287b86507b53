/*
 * Keys by name: reading and writing them, see store.h.
 */
#include "store.h"

#include <string.h>

#include "gaps.h"
#include "legacy.h"
#include "status.h"
#include "stored.h"
#include "unixcall.h"
#include "wide.h"

_Static_assert(sizeof(((struct key_place *)0)->id) == CONTAINER_ID, "the file has room for it");

/* ------------------------------------------------------------------------------------------
 * Reading
 */

/* The name in the file is compared too: a file under another's name is not that key. */
static bool is_same_name(const WCHAR *a, const WCHAR *b)
{
    WCHAR lower[2][STORE_KEY_NAME + 1];
    size_t length = wide_length(a);

    if (length != wide_length(b))
        return false;
    memcpy(lower[0], a, wide_size(a));
    memcpy(lower[1], b, wide_size(b));
    store_lower(lower[0], length);
    store_lower(lower[1], length);
    return wide_equal(lower[0], lower[1]);
}

static SECURITY_STATUS check_header(const struct key_place *place,
                                    const struct container_header *header)
{
    DWORD flags = place->scope == STORE_MACHINE ? NCRYPT_MACHINE_KEY_FLAG : 0;

    return header->flags == flags && is_same_name(header->name, place->name)
               ? ERROR_SUCCESS
               : GAP_STATUS_KEY_DAMAGED;
}

SECURITY_STATUS stored_read(const struct key_place *place, struct stored *stored)
{
    struct store_data data;
    SECURITY_STATUS status = store_read(place->scope, place->file, &data);

    memset(stored, 0, sizeof(*stored));
    if (status == NTE_BAD_DATA)
        return GAP_STATUS_KEY_DAMAGED;
    if (status)
        return status;
    if (!(status = container_read_header(data.bytes, data.size, &stored->header)) &&
        !(status = check_header(place, &stored->header)))
        status = container_open(&stored->header, place->scope, &data, &stored->contents);
    os_free_secret(data.bytes, data.size);
    if (status)
        blob_contents_clear(&stored->contents);
    return status;
}

/* While the master key is changed, the file and the key for it may be of different times. */
static SECURITY_STATUS read_stored(const struct key_place *place, struct stored *stored)
{
    SECURITY_STATUS status = stored_read(place, stored);

    return status == GAP_STATUS_KEY_FOREIGN ? stored_read(place, stored) : status;
}

struct key *stored_key(struct stored *stored)
{
    struct key *key = key_create(stored->contents.type);

    if (key)
        blob_contents_move(&stored->contents, key, stored->contents.type, 0);
    else
        blob_contents_clear(&stored->contents);
    return key;
}

void stored_copy_header(const struct container_header *header, struct key_place *place)
{
    place->spec = header->spec;
    place->modified = header->modified;
    memcpy(place->id, header->id, sizeof(place->id));
    memcpy(place->name, header->name, sizeof(place->name)); /* as it was written at the creation */
}

SECURITY_STATUS store_load(struct key_place *place, struct key **result)
{
    struct stored stored;
    struct key *key;
    SECURITY_STATUS status = read_stored(place, &stored);

    if (status)
        return status;
    if (!(key = stored_key(&stored)))
        return NTE_NO_MEMORY;
    /* The seal shows that the numbers are those of a key that was checked when it was made. */
    if ((status = key_make_object(key, NCRYPT_NO_KEY_VALIDATION)))
    {
        key_free(key);
        return status;
    }
    stored_copy_header(&stored.header, place);
    key->place = place;
    *result = key;
    return ERROR_SUCCESS;
}

/* ------------------------------------------------------------------------------------------
 * Writing
 */

SECURITY_STATUS stored_write(const struct key *key, bool exclusive)
{
    struct store_data data;
    SECURITY_STATUS status = container_encode(key, &data);

    if (status)
        return status;
    status = store_write(key->place->scope, key->place->file, data.bytes, data.size, exclusive);
    os_free_secret(data.bytes, data.size);
    return status;
}

/* The caller holds the store's lock exclusively, so that nobody takes the name between the two. */
static SECURITY_STATUS write_both(struct key *key)
{
    struct legacy_change change;
    SECURITY_STATUS status;

    if (!key->place->overwrite && (status = store_check_free(key->place)))
        return status;
    if ((status = legacy_write(key, &change)))
        return status;
    status = stored_write(key, !key->place->overwrite);
    legacy_end(key, &change, !status);
    return status;
}

SECURITY_STATUS store_save(struct key *key, bool legacy)
{
    struct key_place *place = key->place;
    struct bridge_random random = {{bridge_pointer(place->id), 0, sizeof(place->id)}};
    UINT64 lock;
    SECURITY_STATUS status = status_from_bridge(call_random(&random));

    if (status || (status = store_lock(place->scope, legacy, &lock)))
        return status;
    place->modified = store_time();
    status = legacy ? write_both(key) : stored_write(key, !place->overwrite);
    store_unlock(lock);
    if (status)
        place->modified = 0;
    return status;
}

/* The file's key, if it still is this one. */
static SECURITY_STATUS read_same(const struct key *key, struct stored *stored)
{
    SECURITY_STATUS status = read_stored(key->place, stored);

    if (!status && memcmp(stored->header.id, key->place->id, CONTAINER_ID))
    {
        blob_contents_clear(&stored->contents);
        status = NTE_BAD_KEYSET;
    }
    return status;
}

/* Changes what is in the file, which another handle may have changed since ours was opened. */
static SECURITY_STATUS change_property(struct key *key, const WCHAR *name, const BYTE *data,
                                       DWORD size)
{
    struct key_place place = *key->place;
    struct stored stored;
    struct key *copy;
    SECURITY_STATUS status = read_same(key, &stored);

    if (status)
        return status;
    if (!(copy = stored_key(&stored)))
        return NTE_NO_MEMORY;
    place.modified = store_time();
    copy->place = &place;
    if (!(status = property_list_set(&copy->properties, name, data, size, true)) &&
        !(status = stored_write(copy, false)))
        key->place->modified = place.modified;
    copy->place = NULL;
    key_free(copy);
    return status;
}

SECURITY_STATUS store_set_property(struct key *key, const WCHAR *name, const BYTE *data, DWORD size)
{
    UINT64 lock;
    SECURITY_STATUS status;

    if (key->place->legacy)
        return GAP_STATUS_LEGACY_PROPERTY;
    if ((status = store_lock(key->place->scope, true, &lock)))
        return status;
    status = change_property(key, name, data, size);
    store_unlock(lock);
    return status;
}

/* A damaged file can be removed by who still holds the key; another key of that name cannot. */
static SECURITY_STATUS check_removable(const struct key *key)
{
    struct container_header header;
    BYTE data[CONTAINER_HEADER_MAX];
    DWORD size = sizeof(data);
    SECURITY_STATUS status = store_read_prefix(key->place->scope, key->place->file, data, &size);

    if (status)
        return status;
    if (container_read_header(data, size, &header))
        return ERROR_SUCCESS;
    return memcmp(header.id, key->place->id, CONTAINER_ID) ? NTE_BAD_KEYSET : ERROR_SUCCESS;
}

/* The container may hold no such key, or one that is another's. */
static SECURITY_STATUS remove_copy(const struct key *key)
{
    SECURITY_STATUS status = ERROR_SUCCESS;

    if (key->type->family == &rsa_family && key->place->spec)
        status = legacy_remove(key);
    return status == NTE_BAD_KEYSET || status == GAP_STATUS_KEY_DAMAGED ? ERROR_SUCCESS : status;
}

static SECURITY_STATUS remove_file(const struct key *key)
{
    SECURITY_STATUS status = check_removable(key);

    if (!status && !(status = remove_copy(key)))
        status = store_delete(key->place->scope, key->place->file);
    return status;
}

SECURITY_STATUS store_remove(const struct key *key)
{
    UINT64 lock;
    SECURITY_STATUS status = store_lock(key->place->scope, true, &lock);

    if (status)
        return status;
    status = key->place->legacy ? legacy_remove(key) : remove_file(key);
    store_unlock(lock);
    return status;
}
