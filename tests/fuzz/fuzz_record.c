/*
 * The records of keys that the provider seals: only it makes them, but they must be read with care all
 * the same (a store may be damaged in ways that nobody thought of).  The data is a record in the clear.
 */
#include "key_record.h"
#include "provider.h"
#include "store.h"
#include "use_key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void use_contents(struct blob_contents *contents)
{
    struct key *key = key_create(contents->type);

    blob_contents_move(contents, key, contents->type, 0);
    if (!store_finalize(key, 0))
        use_key((NCRYPT_KEY_HANDLE)key, true);
    key_free(key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct blob_contents contents = {0};
    struct reader reader;

    provider_handle();
    reader_init(&reader, data, (uint32_t)size);
    if (!key_record_read(&reader, &contents))
        use_contents(&contents);
    blob_contents_clear(&contents);
    return 0;
}
