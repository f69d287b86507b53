/*
 * Master keys, see master_key.h.
 */
#include "master_key.h"

#include <string.h>

#include "bytes.h"
#include "gaps.h"
#include "status.h"
#include "unixcall.h"

#define MAGIC 0x4b4d434e /* "NCMK" */
#define VERSION 1
#define CHECKSUM 32
#define ENTRY (MASTER_KEY_ID + BRIDGE_SEAL_KEY)
#define FILE_SIZE(count) (12 + (count) * ENTRY + CHECKSUM)

struct master_keys
{
    DWORD count;
    struct master_key keys[MASTER_KEY_MAX];
};

static SECURITY_STATUS checksum(const BYTE *data, DWORD size, BYTE digest[CHECKSUM])
{
    struct bridge_digest params = {.hash = HASH_SHA256,
                                   .input = {bridge_pointer(data), size, size},
                                   .output = {bridge_pointer(digest), 0, CHECKSUM}};

    return status_from_bridge(call_digest(&params));
}

/* ------------------------------------------------------------------------------------------
 * The file
 */
static SECURITY_STATUS check_file(const BYTE *data, DWORD size)
{
    BYTE digest[CHECKSUM];
    SECURITY_STATUS status;

    if (size < FILE_SIZE(1))
        return GAP_STATUS_MASTER_KEY;
    if ((status = checksum(data, size - CHECKSUM, digest)))
        return status;
    return memcmp(digest, data + size - CHECKSUM, CHECKSUM) ? GAP_STATUS_MASTER_KEY : ERROR_SUCCESS;
}

static SECURITY_STATUS decode(const BYTE *data, DWORD size, struct master_keys *keys)
{
    struct reader reader;
    SECURITY_STATUS status;
    DWORD i;

    if ((status = check_file(data, size)))
        return status;
    reader_init(&reader, data, size);
    if (reader_u32(&reader) != MAGIC || reader_u32(&reader) != VERSION)
        return GAP_STATUS_MASTER_KEY;
    keys->count = reader_u32(&reader);
    if (!keys->count || keys->count > MASTER_KEY_MAX || size != FILE_SIZE(keys->count))
        return GAP_STATUS_MASTER_KEY;
    for (i = 0; i < keys->count; i++)
    {
        memcpy(keys->keys[i].id, reader_bytes(&reader, MASTER_KEY_ID), MASTER_KEY_ID);
        memcpy(keys->keys[i].bytes, reader_bytes(&reader, BRIDGE_SEAL_KEY), BRIDGE_SEAL_KEY);
    }
    return ERROR_SUCCESS;
}

/* NTE_BAD_KEYSET: there is none yet. */
static SECURITY_STATUS read_keys(enum store_scope scope, struct master_keys *keys)
{
    struct store_data data;
    SECURITY_STATUS status = store_read(scope, MASTER_KEY_FILE, &data);

    if (status == NTE_BAD_DATA)
        return GAP_STATUS_MASTER_KEY;
    if (status)
        return status;
    if ((status = decode(data.bytes, data.size, keys)))
        os_wipe(keys, sizeof(*keys));
    os_free_secret(data.bytes, data.size);
    return status;
}

static SECURITY_STATUS write_keys(enum store_scope scope, const struct master_keys *keys,
                                  bool exclusive)
{
    BYTE data[FILE_SIZE(MASTER_KEY_MAX)];
    struct writer writer;
    SECURITY_STATUS status;
    DWORD i;

    writer_init(&writer, data, sizeof(data));
    writer_u32(&writer, MAGIC);
    writer_u32(&writer, VERSION);
    writer_u32(&writer, keys->count);
    for (i = 0; i < keys->count; i++)
    {
        writer_bytes(&writer, keys->keys[i].id, MASTER_KEY_ID);
        writer_bytes(&writer, keys->keys[i].bytes, BRIDGE_SEAL_KEY);
    }
    status = checksum(data, writer.position, data + writer.position);
    if (!status)
        status = store_write(scope, MASTER_KEY_FILE, data, writer.position + CHECKSUM, exclusive);
    os_wipe(data, sizeof(data));
    return status;
}

static SECURITY_STATUS append_new(struct master_keys *keys)
{
    struct master_key *key = &keys->keys[keys->count];
    struct bridge_random id = {{bridge_pointer(key->id), 0, sizeof(key->id)}};
    struct bridge_random bytes = {{bridge_pointer(key->bytes), 0, sizeof(key->bytes)}};
    SECURITY_STATUS status = status_from_bridge(call_random(&id));

    if (!status)
        status = status_from_bridge(call_random(&bytes));
    if (!status)
        keys->count++;
    return status;
}

/* Somebody else may make it at the same time: theirs counts then. */
static SECURITY_STATUS make_keys(enum store_scope scope, struct master_keys *keys)
{
    SECURITY_STATUS status;

    keys->count = 0;
    if ((status = append_new(keys)))
        return status;
    status = write_keys(scope, keys, true);
    return status == NTE_EXISTS ? read_keys(scope, keys) : status;
}

/* ------------------------------------------------------------------------------------------
 * Use
 */
SECURITY_STATUS master_key_current(enum store_scope scope, struct master_key *key)
{
    struct master_keys keys;
    SECURITY_STATUS status = read_keys(scope, &keys);

    if (status == NTE_BAD_KEYSET)
        status = make_keys(scope, &keys);
    if (!status)
        *key = keys.keys[keys.count - 1];
    os_wipe(&keys, sizeof(keys));
    return status;
}

SECURITY_STATUS master_key_find(enum store_scope scope, const BYTE id[MASTER_KEY_ID],
                                struct master_key *key)
{
    struct master_keys keys;
    SECURITY_STATUS status = read_keys(scope, &keys), result = NTE_NOT_FOUND;
    DWORD i;

    for (i = 0; !status && i < keys.count; i++)
    {
        if (memcmp(keys.keys[i].id, id, MASTER_KEY_ID))
            continue;
        *key = keys.keys[i];
        result = ERROR_SUCCESS;
    }
    os_wipe(&keys, sizeof(keys));
    return status && status != NTE_BAD_KEYSET ? status : result;
}

SECURITY_STATUS master_key_add(enum store_scope scope)
{
    struct master_keys keys;
    SECURITY_STATUS status = read_keys(scope, &keys);

    if (status == NTE_BAD_KEYSET)
        status = make_keys(scope, &keys);
    else if (!status && keys.count == MASTER_KEY_MAX)
        status = GAP_STATUS_MASTER_KEY;
    else if (!status && !(status = append_new(&keys)))
        status = write_keys(scope, &keys, false);
    os_wipe(&keys, sizeof(keys));
    return status;
}

SECURITY_STATUS master_key_drop_old(enum store_scope scope)
{
    struct master_keys keys;
    SECURITY_STATUS status = read_keys(scope, &keys);

    if (!status)
    {
        keys.keys[0] = keys.keys[keys.count - 1];
        keys.count = 1;
        status = write_keys(scope, &keys, false);
    }
    os_wipe(&keys, sizeof(keys));
    return status;
}
