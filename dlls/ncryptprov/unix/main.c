/*
 * The calls of the bridge: attach, the dispatch to the key families, and the tables of entry points
 * that the PE side reaches through Wine's Unix call dispatcher.
 */
#include <gnutls/gnutls.h>
#include <nettle/version.h>
#include <pthread.h>
#include <stdio.h>

#include "libcrypto.h"
#include "unixlib.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;

static uint32_t family_bits(void)
{
    uint32_t bits = 0, i;

    for (i = 0; i < FAMILY_COUNT; i++)
        if (family_find(i))
            bits |= UINT32_C(1) << i;
    return bits;
}

static uint64_t curve_bits(void)
{
    uint64_t bits = 0;
    uint32_t i;

    for (i = 0; i < CURVE_COUNT; i++)
        if (curve_find(i) && ec_curve_available(i))
            bits |= UINT64_C(1) << i;
    return bits;
}

static uint32_t hash_bits(void)
{
    uint32_t bits = 0, i;

    for (i = 0; i < HASH_COUNT; i++)
        if (hash_find(i))
            bits |= UINT32_C(1) << i;
    return bits;
}

/* attach: once per process, before any other call.  BRIDGE_NOT_SUPPORTED where the two sides were
 * built from different versions of bridge.h; version then tells that of this side. */
enum bridge_status unix_attach(struct bridge_attach *params)
{
    uint32_t caller = params->version;

    params->version = BRIDGE_VERSION;
    if (caller != BRIDGE_VERSION)
        return BRIDGE_NOT_SUPPORTED;
    pthread_once(&once, memory_attach);

    params->families = family_bits();
    params->curves = curve_bits();
    params->hashes = hash_bits();
    snprintf(params->gnutls, sizeof(params->gnutls), "%s", gnutls_check_version(NULL));
    snprintf(params->nettle, sizeof(params->nettle), "%d.%d", nettle_version_major(),
             nettle_version_minor());
    params->libcrypto[0] = 0;
    if (libcrypto())
        snprintf(params->libcrypto, sizeof(params->libcrypto), "%u.%u.%u",
                 libcrypto()->OPENSSL_version_major(), libcrypto()->OPENSSL_version_minor(),
                 libcrypto()->OPENSSL_version_patch());
    return BRIDGE_OK;
}

enum bridge_status unix_key_import(struct bridge_key_import *params)
{
    const struct family_ops *ops = family_find(params->family);

    if (!ops || !ops->import)
        return BRIDGE_NOT_SUPPORTED;
    return ops->import(params);
}

enum bridge_status unix_key_generate(struct bridge_key_generate *params)
{
    const struct family_ops *ops = family_find(params->family);

    if (!ops || !ops->generate)
        return BRIDGE_NOT_SUPPORTED;
    return ops->generate(params);
}

static struct object *object_from(uint64_t value)
{
    return (struct object *)(uintptr_t)value;
}

enum bridge_status unix_key_free(struct bridge_key_free *params)
{
    struct object *object = object_from(params->object);

    if (object)
        object->ops->destroy(object);
    params->object = 0;
    return BRIDGE_OK;
}

/* BRIDGE_OK if the object can be used for an operation, private: for one with its private part. */
static enum bridge_status check_object(const struct object *object, bool private)
{
    if (!object || (private && !object->has_private))
        return BRIDGE_INVALID_PARAMETER;
    return object->usable ? BRIDGE_OK : BRIDGE_BAD_KEY;
}

/* The body of a call that hands an object and the parameters to the family's operation. */
#define DISPATCH(operation, params, private)                                                       \
    do                                                                                             \
    {                                                                                              \
        const struct object *object_ = object_from((params)->object);                              \
        enum bridge_status status_ = check_object(object_, private);                               \
        if (status_)                                                                               \
            return status_;                                                                        \
        if (!object_->ops->operation)                                                              \
            return BRIDGE_NOT_SUPPORTED;                                                           \
        return object_->ops->operation(object_, params);                                           \
    } while (0)

enum bridge_status unix_sign(struct bridge_sign *params)
{
    DISPATCH(sign, params, true);
}

enum bridge_status unix_verify(struct bridge_sign *params)
{
    DISPATCH(verify, params, false);
}

enum bridge_status unix_encrypt(struct bridge_crypt *params)
{
    DISPATCH(encrypt, params, false);
}

enum bridge_status unix_decrypt(struct bridge_crypt *params)
{
    DISPATCH(decrypt, params, true);
}

enum bridge_status unix_encapsulate(struct bridge_kem *params)
{
    DISPATCH(encapsulate, params, false);
}

enum bridge_status unix_decapsulate(struct bridge_kem *params)
{
    DISPATCH(decapsulate, params, true);
}

enum bridge_status unix_cipher(struct bridge_cipher *params)
{
    DISPATCH(cipher, params, true);
}

enum bridge_status unix_agree(struct bridge_agree *params)
{
    const struct object *own = object_from(params->own), *peer = object_from(params->peer);
    enum bridge_status status = check_object(own, true);

    if (!status)
        status = check_object(peer, false);
    if (status)
        return status;
    if (own->ops != peer->ops || !curve_same(own->group, peer->group))
        return BRIDGE_INVALID_PARAMETER;
    return own->ops->agree ? own->ops->agree(own, peer, &params->secret) : BRIDGE_NOT_SUPPORTED;
}

/* The entry points: one per call, of the type that Wine's dispatcher wants. */
#define ENTRY(name, type, size)                                                                    \
    static int32_t entry_##name(void *args)                                                        \
    {                                                                                              \
        random_begin();                                                                            \
        return unix_##name(args);                                                                  \
    }
BRIDGE_CALLS(ENTRY)
#undef ENTRY

#define EXPORT __attribute__((visibility("default")))
#define TABLE_ROW(name, type, size) [CALL_##name] = entry_##name,

EXPORT const unixlib_entry_t __wine_unix_call_funcs[CALL_COUNT] = {BRIDGE_CALLS(TABLE_ROW)};

/* No structure of the bridge differs between a 32-bit and a 64-bit caller. */
EXPORT const unixlib_entry_t __wine_unix_call_wow64_funcs[CALL_COUNT] = {BRIDGE_CALLS(TABLE_ROW)};
