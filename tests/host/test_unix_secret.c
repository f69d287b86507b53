/*
 * OAEP decoding does not tell why it fails, not even by its time: under valgrind the decrypted block is
 * marked as undefined, and the only thing that may depend on it is the one verdict at the end.
 *
 * Without valgrind (and under a sanitizer, which cannot be combined with it) the answers alone are
 * checked.
 */
#include <string.h>
#include <unistd.h>
#include <nettle/sha1.h>
#include <valgrind/memcheck.h>

#include "unix_call.h"
#include "unixlib.h"

#define BLOCK 256

static const uint8_t label[] = "label", message[] = "message";

/* What is wrong with a block: the byte at that offset of the unmasked data block, from the end if
 * negative, is changed. */
static const struct
{
    const char *what;
    int first, offset;
    uint8_t change;
} cases[] = {
    {"nothing", 0, 0, 0},
    {"first byte", 1, 0, 0},
    {"hash of the label, first byte", 0, 0, 1},
    {"hash of the label, last byte", 0, 19, 0x80},
    {"first byte of the zeros", 0, 20, 2},
    {"last byte of the zeros", 0, -10, 2}, /* 1 would be a separator */
    {"separator", 0, -9, 3},
};

/* An encoded message with that change.  To change the masked data is to change the data under the mask;
 * the seed's mask, which is made of the masked data, is put right again. */
static void encode_changed(const struct oaep_params *params, size_t row, uint8_t *block)
{
    size_t hash_size = params->hash->digest_size, db_size = BLOCK - hash_size - 1, i;
    uint8_t *seed = block + 1, *db = seed + hash_size, before[64], after[64];
    struct sha1_ctx hash;

    random_begin();
    check_status(oaep_encode(params, message, sizeof(message), block, BLOCK), BRIDGE_OK);
    sha1_init(&hash);
    sha1_update(&hash, db_size, db);
    sha1_update(&hash, 4, (const uint8_t[4]){0});
    sha1_digest(&hash, hash_size, before);
    db[cases[row].offset < 0 ? (int)db_size + cases[row].offset : cases[row].offset] ^=
        cases[row].change;
    sha1_update(&hash, db_size, db);
    sha1_update(&hash, 4, (const uint8_t[4]){0});
    sha1_digest(&hash, hash_size, after);
    for (i = 0; i < hash_size; i++)
        seed[i] ^= before[i] ^ after[i];
    block[0] = (uint8_t)cases[row].first;
}

static void test_case(const struct oaep_params *params, size_t row)
{
    bool good = !cases[row].first && !cases[row].change;
    uint8_t block[BLOCK];
    const uint8_t *found = NULL;
    size_t size = 0;
    enum bridge_status status;
    unsigned long before, errors;

    encode_changed(params, row, block);
    VALGRIND_MAKE_MEM_UNDEFINED(block, sizeof(block));
    before = VALGRIND_COUNT_ERRORS;
    status = oaep_decode(params, block, sizeof(block), &found, &size);
    errors = VALGRIND_COUNT_ERRORS - before;
    VALGRIND_MAKE_MEM_DEFINED(block, sizeof(block));
    VALGRIND_MAKE_MEM_DEFINED(&found, sizeof(found));
    VALGRIND_MAKE_MEM_DEFINED(&size, sizeof(size));
    VALGRIND_MAKE_MEM_DEFINED(&status, sizeof(status));

    check_context_push("%s", cases[row].what);
    check(errors == (RUNNING_ON_VALGRIND ? 1 : 0), "%lu branches depend on the block", errors);
    check_status(status, good ? BRIDGE_OK : BRIDGE_DECRYPTION_FAILED);
    if (good)
        check_bytes(((struct data){found, size}), DATA(message));
    check_context_pop();
}

#ifdef __SANITIZE_ADDRESS__
#define RUN_UNDER_VALGRIND 0
#elif defined(__SANITIZE_THREAD__)
#define RUN_UNDER_VALGRIND 0
#else
#define RUN_UNDER_VALGRIND 1
#endif

int main(int argc, char **argv)
{
    const struct oaep_params params = {hash_find(HASH_SHA1)->nettle, label, sizeof(label)};
    size_t row;

    if (RUN_UNDER_VALGRIND && !RUNNING_ON_VALGRIND && argc == 1)
    {
        execlp("valgrind", "valgrind", "-q", "--error-limit=no", "--log-file=/dev/null", argv[0],
               "again", NULL);
        skip("valgrind is not installed");
    }
    for (row = 0; row < sizeof(cases) / sizeof(cases[0]); row++)
        test_case(&params, row);
    return check_summary("test_unix_secret");
}
