/*
 * Key derivation: one row per kdf of the bridge.  Hashes, HMAC, HKDF and PBKDF2 are Nettle's.
 */
#include <limits.h>
#include <nettle/hkdf.h>
#include <nettle/macros.h>
#include <nettle/memxor.h>
#include <nettle/pbkdf2.h>
#include <string.h>

#include "unixlib.h"

/* A call with its hash found.  output has room for size bytes. */
struct derivation
{
    const struct bridge_derive *params;
    const struct nettle_hash *hash;
    uint8_t *output;
    size_t size;
};

static size_t at_most(size_t size, size_t limit)
{
    return size < limit ? size : limit;
}

static void hmac_add_span(struct hmac *hmac, const struct bridge_span *span)
{
    hmac_add(hmac, span->size, span_data(span));
}

static enum bridge_status hmac_init_span(struct hmac *hmac, const struct nettle_hash *hash,
                                         const struct bridge_span *key)
{
    return hmac_init(hmac, hash, span_data(key), key->size);
}

/* ------------------------------------------------------------------------------------------
 * Hashes of the secret
 */
static void hash_add_span(const struct nettle_hash *hash, void *context,
                          const struct bridge_span *span)
{
    if (span->size)
        hash->update(context, span->size, span_data(span));
}

static enum bridge_status derive_hash(const struct derivation *d)
{
    void *context = secure_alloc(d->hash->context_size);

    if (!context)
        return BRIDGE_NO_MEMORY;
    d->hash->init(context);
    hash_add_span(d->hash, context, &d->params->before);
    hash_add_span(d->hash, context, &d->params->secret);
    hash_add_span(d->hash, context, &d->params->after);
    d->hash->digest(context, d->size, d->output);
    secure_free(context, d->hash->context_size);
    return BRIDGE_OK;
}

/* The counter starts at 1 and is 32 bits long, big-endian. */
static enum bridge_status derive_concat(const struct derivation *d)
{
    void *context = secure_alloc(d->hash->context_size);
    uint8_t counter[4];
    size_t done, size;
    uint32_t i = 1;

    if (!context)
        return BRIDGE_NO_MEMORY;
    d->hash->init(context);
    for (done = 0; done < d->size; done += size, i++)
    {
        size = at_most(d->size - done, d->hash->digest_size);
        WRITE_UINT32(counter, i);
        d->hash->update(context, sizeof(counter), counter);
        hash_add_span(d->hash, context, &d->params->secret);
        hash_add_span(d->hash, context, &d->params->after);
        d->hash->digest(context, size, d->output + done);
    }
    secure_free(context, d->hash->context_size);
    return BRIDGE_OK;
}

/* hash(pad ^ digest), where pad is 64 times one byte. */
static void capi_half(const struct nettle_hash *hash, void *context, const uint8_t *digest,
                      uint8_t pad, size_t size, uint8_t *output)
{
    uint8_t block[64];

    memset(block, pad, sizeof(block));
    memxor(block, digest, hash->digest_size);
    hash->init(context);
    hash->update(context, sizeof(block), block);
    hash->digest(context, size, output);
    secure_wipe(block, sizeof(block));
}

/* learn.microsoft.com, CryptDeriveKey: the first half of what is expanded comes from a pad of 36,
 * the second from one of 5C. */
static enum bridge_status derive_capi(const struct derivation *d)
{
    size_t length = d->hash->digest_size, first = at_most(d->size, length);
    uint8_t digest[BRIDGE_MAX_DIGEST];
    void *context;

    if (d->size > 2 * length)
        return BRIDGE_INVALID_PARAMETER;
    if (!(context = secure_alloc(d->hash->context_size)))
        return BRIDGE_NO_MEMORY;
    d->hash->init(context);
    hash_add_span(d->hash, context, &d->params->secret);
    d->hash->digest(context, length, digest);
    if (d->size <= length && !(d->params->flags & BRIDGE_DERIVE_EXPAND))
        memcpy(d->output, digest, d->size);
    else
    {
        capi_half(d->hash, context, digest, 0x36, first, d->output);
        capi_half(d->hash, context, digest, 0x5c, d->size - first, d->output + first);
    }
    secure_wipe(digest, sizeof(digest));
    secure_free(context, d->hash->context_size);
    return BRIDGE_OK;
}

/* ------------------------------------------------------------------------------------------
 * HMAC
 */
static enum bridge_status derive_hmac(const struct derivation *d)
{
    struct hmac hmac;
    enum bridge_status status = hmac_init_span(&hmac, d->hash, &d->params->key);

    if (status)
        return status;
    hmac_add_span(&hmac, &d->params->before);
    hmac_add_span(&hmac, &d->params->secret);
    hmac_add_span(&hmac, &d->params->after);
    hmac_finish(&hmac, d->size, d->output);
    hmac_clear(&hmac);
    return BRIDGE_OK;
}

/* The counter starts at 1; it and the number of bits of the output are 32 bits long, big-endian. */
static enum bridge_status derive_sp800_108(const struct derivation *d)
{
    uint8_t counter[4], bits[4];
    struct hmac hmac;
    enum bridge_status status;
    size_t done, size;
    uint32_t i = 1;

    if (d->size > UINT32_MAX / 8)
        return BRIDGE_INVALID_PARAMETER;
    if ((status = hmac_init_span(&hmac, d->hash, &d->params->secret)))
        return status;
    WRITE_UINT32(bits, (uint32_t)d->size * 8);
    for (done = 0; done < d->size; done += size, i++)
    {
        size = at_most(d->size - done, d->hash->digest_size);
        WRITE_UINT32(counter, i);
        hmac_add(&hmac, sizeof(counter), counter);
        hmac_add_span(&hmac, &d->params->after);
        hmac_add(&hmac, sizeof(bits), bits);
        hmac_finish(&hmac, size, d->output + done);
    }
    hmac_clear(&hmac);
    return BRIDGE_OK;
}

static enum bridge_status derive_pbkdf2(const struct derivation *d)
{
    uint64_t iterations = d->params->iterations;
    struct hmac hmac;
    enum bridge_status status;

    if (!iterations || iterations > UINT_MAX)
        return BRIDGE_INVALID_PARAMETER;
    if ((status = hmac_init_span(&hmac, d->hash, &d->params->secret)))
        return status;
    pbkdf2(&hmac, hmac_add, hmac_finish, d->hash->digest_size, (unsigned int)iterations,
           d->params->key.size, span_data(&d->params->key), d->size, d->output);
    hmac_clear(&hmac);
    return BRIDGE_OK;
}

static enum bridge_status derive_hkdf(const struct derivation *d)
{
    size_t length = d->hash->digest_size;
    uint8_t prk[BRIDGE_MAX_DIGEST];
    struct hmac hmac;
    enum bridge_status status;

    if (d->size > 255 * length)
        return BRIDGE_INVALID_PARAMETER;
    if ((status = hmac_init_span(&hmac, d->hash, &d->params->key)))
        return status;
    hkdf_extract(&hmac, hmac_add, hmac_finish, length, d->params->secret.size,
                 span_data(&d->params->secret), prk);
    hmac_clear(&hmac);
    if (!(status = hmac_init(&hmac, d->hash, prk, length)))
        hkdf_expand(&hmac, hmac_add, hmac_finish, length, d->params->after.size,
                    span_data(&d->params->after), d->size, d->output);
    hmac_clear(&hmac);
    secure_wipe(prk, sizeof(prk));
    return status;
}

/* ------------------------------------------------------------------------------------------
 * TLS
 */

/* P_hash (RFC 5246 section 5), xored to the output. */
static enum bridge_status tls_p_hash(const struct derivation *d, const struct nettle_hash *hash,
                                     const uint8_t *secret, size_t secret_size)
{
    uint8_t a[BRIDGE_MAX_DIGEST], block[BRIDGE_MAX_DIGEST];
    size_t done, size, length = hash->digest_size;
    struct hmac hmac;
    enum bridge_status status = hmac_init(&hmac, hash, secret, secret_size);

    if (status)
        return status;
    for (done = 0; done < d->size; done += size)
    {
        size = at_most(d->size - done, length);
        if (done)
            hmac_add(&hmac, length, a);
        else
        {
            hmac_add_span(&hmac, &d->params->before);
            hmac_add_span(&hmac, &d->params->after);
        }
        hmac_finish(&hmac, length, a);
        hmac_add(&hmac, length, a);
        hmac_add_span(&hmac, &d->params->before);
        hmac_add_span(&hmac, &d->params->after);
        hmac_finish(&hmac, length, block);
        memxor(d->output + done, block, size);
    }
    hmac_clear(&hmac);
    secure_wipe(a, sizeof(a));
    secure_wipe(block, sizeof(block));
    return BRIDGE_OK;
}

static enum bridge_status derive_tls_1_2(const struct derivation *d)
{
    memset(d->output, 0, d->size);
    return tls_p_hash(d, d->hash, span_data(&d->params->secret), d->params->secret.size);
}

/* MD5 with the first half of the secret, SHA-1 with the second; they share the middle byte of an
 * odd number. */
static enum bridge_status derive_tls_1_0(const struct derivation *d)
{
    const uint8_t *secret = span_data(&d->params->secret);
    size_t size = d->params->secret.size, half = (size + 1) / 2;
    enum bridge_status status;

    memset(d->output, 0, d->size);
    status = tls_p_hash(d, hash_find(HASH_MD5)->nettle, secret, half);
    if (!status)
        status = tls_p_hash(d, hash_find(HASH_SHA1)->nettle, secret + size - half, half);
    if (status)
        memset(d->output, 0, d->size);
    return status;
}

/* ------------------------------------------------------------------------------------------
 * The table
 */
static const struct
{
    enum bridge_status (*derive)(const struct derivation *d);
    bool needs_hash;
    bool one_digest; /* gives no more than one digest */
} rows[] = {
    [DERIVE_HASH] = {derive_hash, true, true},
    [DERIVE_HMAC] = {derive_hmac, true, true},
    [DERIVE_TLS_1_0] = {derive_tls_1_0, false, false},
    [DERIVE_TLS_1_2] = {derive_tls_1_2, true, false},
    [DERIVE_CONCAT] = {derive_concat, true, false},
    [DERIVE_SP800_108] = {derive_sp800_108, true, false},
    [DERIVE_HKDF] = {derive_hkdf, true, false},
    [DERIVE_PBKDF2] = {derive_pbkdf2, true, false},
    [DERIVE_CAPI] = {derive_capi, true, false},
};

enum bridge_status unix_derive(struct bridge_derive *params)
{
    const struct hash_info *hash = hash_find(params->hash);
    struct derivation d = {params, hash ? hash->nettle : NULL, span_data(&params->output),
                           params->output.capacity};
    enum bridge_status status;

    if (params->kdf >= sizeof(rows) / sizeof(rows[0]))
        return BRIDGE_INVALID_PARAMETER;
    if (!d.hash && rows[params->kdf].needs_hash)
        return BRIDGE_NOT_SUPPORTED;
    if (!d.size || (rows[params->kdf].one_digest && d.size > d.hash->digest_size))
        return BRIDGE_INVALID_PARAMETER;
    status = rows[params->kdf].derive(&d);
    params->output.size = status ? 0 : params->output.capacity;
    return status;
}
