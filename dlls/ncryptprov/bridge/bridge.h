/*
 * The one bridge between the provider (PE) and the mathematics (Unix).
 *
 * Both sides include this file.  It holds every list that both must agree on: the calls with
 * their parameter structures, the key families with their numbers, the hashes, the curves.
 * Nothing in it depends on a platform's headers.
 *
 * Rules of the bridge:
 *  - Only fixed-width members, pointers as 64-bit integers, every structure a multiple of 8
 *    bytes.  The layout is thus the same for 32- and 64-bit callers, and one table of Unix
 *    functions serves both (the sizes are asserted below the list of calls).
 *  - Numbers travel as big-endian bytes.
 *  - A call returns an enum bridge_status.  On failure no output has been written.
 */
#ifndef NCRYPTPROV_BRIDGE_H
#define NCRYPTPROV_BRIDGE_H

#include "bridge_base.h"
#include "bridge_container.h"
#include "bridge_curves.h"
#include "bridge_families.h"
#include "bridge_hashes.h"
#include "bridge_key.h"
#include "bridge_operation.h"
#include "bridge_pq.h"
#include "bridge_store.h"

/* Raised whenever a structure or a list below changes; both sides compare it when they meet. */
#define BRIDGE_VERSION 6

#define BRIDGE_NAME_MAX 32

/* attach: once per process, before any other call. */
struct bridge_attach
{
    uint32_t version;  /* in: BRIDGE_VERSION of the caller */
    uint32_t families; /* out: bit n set = family n works */
    uint64_t curves;   /* out: bit n set = enum bridge_curve n works */
    uint32_t hashes;   /* out: bit n set = enum bridge_hash n works */
    uint32_t pad;
    char gnutls[BRIDGE_NAME_MAX]; /* out: library versions, "" where the library is absent */
    char nettle[BRIDGE_NAME_MAX];
    char libcrypto[BRIDGE_NAME_MAX];
};

/* The calls: X(name, parameter structure, its size) */
#define BRIDGE_CALLS(X)                                                                            \
    X(attach, bridge_attach, 120)                                                                  \
    X(key_import, bridge_key_import, 200)                                                          \
    X(key_generate, bridge_key_generate, 200)                                                      \
    X(key_free, bridge_key_free, 8)                                                                \
    X(sign, bridge_sign, 72)                                                                       \
    X(verify, bridge_sign, 72)                                                                     \
    X(encrypt, bridge_crypt, 64)                                                                   \
    X(decrypt, bridge_crypt, 64)                                                                   \
    X(cipher, bridge_cipher, 96)                                                                   \
    X(agree, bridge_agree, 32)                                                                     \
    X(curve_numbers, bridge_curve_numbers, 184)                                                    \
    X(encapsulate, bridge_kem, 40)                                                                 \
    X(decapsulate, bridge_kem, 40)                                                                 \
    X(derive, bridge_derive, 104)                                                                  \
    X(random, bridge_random, 16)                                                                   \
    X(pkcs8_encode, bridge_pkcs8_encode, 208)                                                      \
    X(pkcs8_decode, bridge_pkcs8_decode, 208)                                                      \
    X(pkcs8_encrypt, bridge_pbe, 88)                                                               \
    X(pkcs8_decrypt, bridge_pbe, 88)                                                               \
    X(seal, bridge_seal, 64)                                                                       \
    X(open, bridge_seal, 64)                                                                       \
    X(envelope_encrypt, bridge_envelope, 88)                                                       \
    X(envelope_decrypt, bridge_envelope, 88)                                                       \
    X(rsa_aes_wrap, bridge_rsa_aes, 72)                                                            \
    X(rsa_aes_unwrap, bridge_rsa_aes, 72)                                                          \
    X(store_write, bridge_store, 72)                                                               \
    X(store_read, bridge_store, 72)                                                                \
    X(store_delete, bridge_store, 72)                                                              \
    X(store_next, bridge_store, 72)                                                                \
    X(store_close, bridge_store, 72)                                                               \
    X(store_lock, bridge_store, 72)                                                                \
    X(store_unlock, bridge_store, 72)                                                              \
    X(digest, bridge_digest, 40)

#define BRIDGE_CALL_ENUM(name, type, size) CALL_##name,
enum bridge_call
{
    BRIDGE_CALLS(BRIDGE_CALL_ENUM) CALL_COUNT
};
#undef BRIDGE_CALL_ENUM

#define BRIDGE_CALL_ASSERT(name, type, size)                                                       \
    _Static_assert(sizeof(struct type) == (size),                                                  \
                   "size of struct " #type " differs between the sides");
BRIDGE_CALLS(BRIDGE_CALL_ASSERT)
#undef BRIDGE_CALL_ASSERT

static inline uint64_t bridge_pointer(const void *p)
{
    return (uint64_t)(uintptr_t)p;
}

#endif
