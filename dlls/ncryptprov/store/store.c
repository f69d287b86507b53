/*
 * Keys by name, see store.h.
 */
#include "store.h"

#include <string.h>

#include "container.h"
#include "gaps.h"
#include "master_key.h"
#include "status.h"
#include "unixcall.h"
#include "wide.h"

_Static_assert(STORE_KEY_NAME == GAP_MAX_NAME_LENGTH, "the property tells the limit");
_Static_assert(sizeof(((struct key_place *)0)->id) == CONTAINER_ID, "the file has room for it");

/* ------------------------------------------------------------------------------------------
 * Places
 */

/* MD5 of the name in lower case with its NUL: behaviours of Windows, seen on a native file. */
static SECURITY_STATUS hash_name(const WCHAR *name, BYTE digest[16])
{
    WCHAR lower[STORE_KEY_NAME + 1];
    size_t length = wide_length(name);
    uint32_t size = (uint32_t)wide_size(name);
    struct bridge_digest params = {.hash = HASH_MD5,
                                   .input = {bridge_pointer(lower), size, size},
                                   .output = {bridge_pointer(digest), 0, 16}};

    memcpy(lower, name, size);
    store_lower(lower, length);
    return status_from_bridge(call_digest(&params));
}

/* The digest as four little-endian numbers in hexadecimal, "_", the computer's identifier. */
static SECURITY_STATUS file_name(const WCHAR *name, char file[STORE_NAME])
{
    static const char digits[] = "0123456789abcdef";
    BYTE digest[16];
    SECURITY_STATUS status = hash_name(name, digest);
    unsigned int i;

    if (status)
        return status;
    for (i = 0; i < sizeof(digest); i++)
    {
        BYTE byte = digest[(i & ~3u) + 3 - (i & 3)];

        *file++ = digits[byte >> 4];
        *file++ = digits[byte & 15];
    }
    *file++ = '_';
    return store_machine_id(file);
}

SECURITY_STATUS store_place(const WCHAR *name, DWORD spec, DWORD flags, struct key_place **result)
{
    struct key_place *place;
    SECURITY_STATUS status;

    if (!*name || wide_length(name) > STORE_KEY_NAME)
        return GAP_STATUS_NAME;
    if (!(place = os_alloc(sizeof(*place))))
        return NTE_NO_MEMORY;
    place->scope = flags & NCRYPT_MACHINE_KEY_FLAG ? STORE_MACHINE : STORE_USER;
    place->overwrite = flags & NCRYPT_OVERWRITE_KEY_FLAG;
    place->spec = spec;
    memcpy(place->name, name, wide_size(name));
    if ((status = file_name(name, place->file)))
    {
        os_free(place);
        return status;
    }
    *result = place;
    return ERROR_SUCCESS;
}

SECURITY_STATUS store_check_free(const struct key_place *place)
{
    BYTE byte;
    DWORD size = sizeof(byte);
    SECURITY_STATUS status = store_read_prefix(place->scope, place->file, &byte, &size);

    if (status == NTE_BAD_KEYSET)
        return ERROR_SUCCESS;
    return !status || status == NTE_BAD_DATA ? NTE_EXISTS : status;
}

/* ------------------------------------------------------------------------------------------
 * Reading
 */

/* What a key's file holds. */
struct stored
{
    struct container_header header;
    struct blob_contents contents;
};

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

static SECURITY_STATUS read_once(const struct key_place *place, struct stored *stored)
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
    SECURITY_STATUS status = read_once(place, stored);

    return status == GAP_STATUS_KEY_FOREIGN ? read_once(place, stored) : status;
}

/* A key without object; it takes the contents, not the place. */
static struct key *key_from_stored(struct stored *stored)
{
    struct key *key = key_create(stored->contents.type);

    if (key)
        blob_contents_move(&stored->contents, key, stored->contents.type, 0);
    else
        blob_contents_clear(&stored->contents);
    return key;
}

static void copy_header(const struct container_header *header, struct key_place *place)
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
    if (!(key = key_from_stored(&stored)))
        return NTE_NO_MEMORY;
    /* The seal shows that the numbers are those of a key that was checked when it was made. */
    if ((status = key_make_object(key, NCRYPT_NO_KEY_VALIDATION)))
    {
        key_free(key);
        return status;
    }
    copy_header(&stored.header, place);
    key->place = place;
    *result = key;
    return ERROR_SUCCESS;
}

/* ------------------------------------------------------------------------------------------
 * Writing
 */

/* The caller holds the store's lock, so that the master key in use stays one. */
static SECURITY_STATUS write_key(const struct key *key, bool exclusive)
{
    struct store_data data;
    SECURITY_STATUS status = container_encode(key, &data);

    if (status)
        return status;
    status = store_write(key->place->scope, key->place->file, data.bytes, data.size, exclusive);
    os_free_secret(data.bytes, data.size);
    return status;
}

SECURITY_STATUS store_save(struct key *key)
{
    struct key_place *place = key->place;
    struct bridge_random random = {{bridge_pointer(place->id), 0, sizeof(place->id)}};
    UINT64 lock;
    SECURITY_STATUS status = status_from_bridge(call_random(&random));

    if (status || (status = store_lock(place->scope, false, &lock)))
        return status;
    place->modified = store_time();
    status = write_key(key, !place->overwrite);
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
    if (!(copy = key_from_stored(&stored)))
        return NTE_NO_MEMORY;
    place.modified = store_time();
    copy->place = &place;
    if (!(status = property_list_set(&copy->properties, name, data, size, true)) &&
        !(status = write_key(copy, false)))
        key->place->modified = place.modified;
    copy->place = NULL;
    key_free(copy);
    return status;
}

SECURITY_STATUS store_set_property(struct key *key, const WCHAR *name, const BYTE *data, DWORD size)
{
    UINT64 lock;
    SECURITY_STATUS status = store_lock(key->place->scope, true, &lock);

    if (status)
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

SECURITY_STATUS store_remove(const struct key *key)
{
    UINT64 lock;
    SECURITY_STATUS status = store_lock(key->place->scope, true, &lock);

    if (status)
        return status;
    if (!(status = check_removable(key)))
        status = store_delete(key->place->scope, key->place->file);
    store_unlock(lock);
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Listing
 */
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

/* ------------------------------------------------------------------------------------------
 * A new master key
 */

/* The key of this file as it is, sealed under the current master key. */
static SECURITY_STATUS reseal(struct key_place *place)
{
    struct stored stored;
    struct key *key;
    SECURITY_STATUS status = read_once(place, &stored);

    if (status)
        return status;
    if (!(key = key_from_stored(&stored)))
        return NTE_NO_MEMORY;
    copy_header(&stored.header, place);
    key->place = place;
    status = write_key(key, false);
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
