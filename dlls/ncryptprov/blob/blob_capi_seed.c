/*
 * DSSSEED, see blob_capi_seed.h.
 */
#include "blob_capi_seed.h"

#define NO_SEED 0xffffffff

void capi_put_no_seed(struct writer *writer, BYTE filler)
{
    unsigned int i;

    writer_u32(writer, NO_SEED);
    for (i = 0; i < DSA_OLD_SEED_SIZE; i++)
        writer_u8(writer, filler);
}

void capi_put_dsa_seed(struct writer *writer, const struct key *key)
{
    if (key->material->size[DSA_SEED] != DSA_OLD_SEED_SIZE)
    {
        capi_put_no_seed(writer, 0xff);
        return;
    }
    capi_put(writer, key, DSA_COUNT, DSA_COUNT_SIZE);
    capi_put(writer, key, DSA_SEED, DSA_OLD_SEED_SIZE);
}

static bool is_unknown(const struct number *counter)
{
    uint32_t i;

    for (i = 0; i < counter->size; i++)
    {
        if (counter->data[i] != 0xff)
            return false;
    }
    return true;
}

void capi_take_dsa_seed(struct capi_scratch *scratch, struct reader *reader,
                        struct ffc_numbers *numbers)
{
    struct number counter = capi_take(scratch, reader, DSA_COUNT_SIZE);
    struct number seed = capi_take(scratch, reader, DSA_OLD_SEED_SIZE);

    if (!counter.data || !seed.data || is_unknown(&counter))
        return;
    numbers->part[DSA_COUNT] = counter;
    numbers->part[DSA_SEED] = seed;
}
