/*
 * Random bytes from GnuTLS, as Nettle's callback.
 *
 * Nettle's callback has no way to fail, so a failure is remembered for the thread, and what was
 * computed from it is thrown away (random_ok).  The bytes handed out after a failure are no
 * secret; they only have to change from call to call, since Nettle's loops (blinding, nonces,
 * primes) ask again until a candidate fits and would never end otherwise.
 */
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "unixlib.h"

static _Thread_local bool failed;
static _Thread_local uint64_t filler;

/* SplitMix64 (Steele, Lea, Flood 2014): a sequence that does not repeat. */
static uint64_t next_filler(void)
{
    uint64_t z = (filler += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static void fill(size_t length, uint8_t *dst)
{
    while (length)
    {
        uint64_t z = next_filler();
        size_t n = length < sizeof(z) ? length : sizeof(z);

        memcpy(dst, &z, n);
        dst += n;
        length -= n;
    }
}

void random_bytes(void *level, size_t length, uint8_t *dst)
{
    gnutls_rnd_level_t strength = level ? GNUTLS_RND_KEY : GNUTLS_RND_RANDOM;

    if (!length)
        return;
    if (!failed && gnutls_rnd(strength, dst, length) == 0)
        return;
    failed = true;
    fill(length, dst);
}

void random_begin(void)
{
    failed = false;
}

bool random_ok(void)
{
    return !failed;
}

/* random: fills the output to its capacity. */
enum bridge_status unix_random(struct bridge_random *params)
{
    struct bridge_span *output = &params->output;

    if (output->capacity && !output->data)
        return BRIDGE_INVALID_PARAMETER;
    random_bytes(NULL, output->capacity, span_data(output));
    if (!random_ok())
    {
        if (output->capacity)
            memset(span_data(output), 0, output->capacity);
        return BRIDGE_NO_RANDOM;
    }
    output->size = output->capacity;
    return BRIDGE_OK;
}
