/*
 * Files in a key store.  The first byte of the data says what they are:
 *
 *   0  the file of a key, as it is
 *   1  the file of a key before its record is sealed: sealed here, it gets past the authentication, as
 *      only our own mistakes would; the key is opened from the store then, and used
 *   2  the file of the master keys, as it is
 *   3  the same without its checksum, which is right then
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "container.h"
#include "protect.h"
#include "provider.h"
#include "store_host.h"
#include "unixcall.h"
#include "use_key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a listing and an opening do with it. */
static void read_key(const uint8_t *data, DWORD size)
{
    struct store_data file = {(BYTE *)data, size};
    struct container_header header;
    struct blob_contents contents = {0};

    if (container_read_header(data, size, &header))
        return;
    container_open(&header, STORE_USER, &file, &contents);
    blob_contents_clear(&contents);
}

static void open_stored(const struct container_header *header)
{
    struct key_place *place;
    struct key *key;

    if (store_place(header->name, 0, header->flags & NCRYPT_MACHINE_KEY_FLAG, &place))
        return;
    if (store_load(place, &key))
    {
        os_free(place);
        return;
    }
    use_key((NCRYPT_KEY_HANDLE)key, false);
    key_free(key);
}

static void write_and_open(const struct container_header *header, const BYTE *file, DWORD size)
{
    struct key_place *place;

    if (store_place(header->name, 0, header->flags & NCRYPT_MACHINE_KEY_FLAG, &place))
        return;
    if (!store_write(place->scope, place->file, file, size, false))
        open_stored(header);
    store_delete(place->scope, place->file);
    os_free(place);
}

static void seal_key(const uint8_t *data, DWORD size)
{
    struct container_header header;
    struct protect_request request = {STORE_USER, "key file", data, 0};
    BYTE *file;

    if (container_read_header(data, size, &header))
        return;
    request.header_size = header.size;
    if (header.flags & NCRYPT_MACHINE_KEY_FLAG)
        request.scope = STORE_MACHINE;
    if (!(file = malloc(size + PROTECT_OVERHEAD)))
        abort();
    memcpy(file, data, header.size);
    expect_no_mistake(
        protect_seal(&request, data + header.size, size - header.size, file + header.size));
    write_and_open(&header, file, size + PROTECT_OVERHEAD);
    free(file);
}

/* A store of its own, which would else make master keys of random bytes. */
static void read_master_keys(const uint8_t *data, DWORD size, bool add_checksum)
{
    BYTE *file = calloc(1, size + 32);
    struct bridge_digest digest = {.hash = HASH_SHA256,
                                   .input = {bridge_pointer(data), size, size},
                                   .output = {bridge_pointer(file + size), 0, 32}};
    static const BYTE id[MASTER_KEY_ID];
    struct master_key key;

    if (!file || call_digest(&digest))
        abort();
    memcpy(file, data, size);
    store_host_computer = 1;
    if (!store_write(STORE_USER, MASTER_KEY_FILE, file, size + (add_checksum ? 32 : 0), false))
    {
        master_key_find(STORE_USER, id, &key);
        if (!master_key_current(STORE_USER, &key) && !master_key_add(STORE_USER))
            expect_no_mistake(master_key_drop_old(STORE_USER));
    }
    store_delete(STORE_USER, MASTER_KEY_FILE);
    store_host_computer = 0;
    free(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    provider_handle();
    switch (data[0])
    {
    case 0:
        read_key(data + 1, (DWORD)size - 1);
        break;
    case 1:
        seal_key(data + 1, (DWORD)size - 1);
        break;
    case 2:
    case 3:
        read_master_keys(data + 1, (DWORD)size - 1, data[0] == 3);
        break;
    default:
        break;
    }
    return 0;
}
