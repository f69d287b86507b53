/*
 * The Unix side of ncryptprov: mathematics only.
 *
 * One file per key family implements struct family_ops; families.c is the one table of them.
 * Objects are never shared between families and are immutable once made, so that any number of
 * threads may use one object at the same time without a lock.
 *
 * Adding a key family: a file that implements struct family_ops, its row in families.c, and where
 * it has a PKCS#8 form, a row in pkcs8.c.
 */
#ifndef NCRYPTPROV_UNIXLIB_H
#define NCRYPTPROV_UNIXLIB_H

#include <gmp.h>
#include <nettle/nettle-types.h>
#include <nettle/nettle-meta.h>
#include <stdbool.h>

#include "bridge.h"

/* ------------------------------------------------------------------------------------------
 * main.c: the calls of the bridge and the two tables through which the PE side reaches them.
 */
typedef int32_t (*unixlib_entry_t)(void *args); /* takes the call's structure, enum bridge_status */
extern const unixlib_entry_t __wine_unix_call_funcs[];
extern const unixlib_entry_t __wine_unix_call_wow64_funcs[];

#define DECLARE_CALL(name, type, size) enum bridge_status unix_##name(struct type *params);
BRIDGE_CALLS(DECLARE_CALL)
#undef DECLARE_CALL

/* ------------------------------------------------------------------------------------------
 * Objects and families
 */

/* What every object starts with; a family's own object embeds it first. */
struct object
{
    const struct family_ops *ops;
    uint32_t group;
    bool has_private;
    bool usable; /* false: numbers taken unseen (BRIDGE_KEY_NO_VALIDATION) that make no key */
};

/* Operations of one key family.  A missing operation is BRIDGE_NOT_SUPPORTED.  The caller
 * (main.c) has called random_begin, and has seen to it that the object is usable, and that it has
 * a private part for sign and decrypt. */
struct family_ops
{
    bool (*available)(void); /* NULL: always */
    enum bridge_status (*import)(struct bridge_key_import *params);
    enum bridge_status (*generate)(struct bridge_key_generate *params);
    void (*destroy)(struct object *object); /* wipes and frees */
    enum bridge_status (*sign)(const struct object *object, struct bridge_sign *params);
    enum bridge_status (*verify)(const struct object *object, const struct bridge_sign *params);
    enum bridge_status (*encrypt)(const struct object *object, struct bridge_crypt *params);
    enum bridge_status (*decrypt)(const struct object *object, struct bridge_crypt *params);
    enum bridge_status (*cipher)(const struct object *object, struct bridge_cipher *params);
    /* The caller has seen to it that both objects are of this family and group.  span_reserve comes
     * before any work. */
    enum bridge_status (*agree)(const struct object *own, const struct object *peer,
                                struct bridge_span *secret);
    enum bridge_status (*encapsulate)(const struct object *object, struct bridge_kem *params);
    enum bridge_status (*decapsulate)(const struct object *object, struct bridge_kem *params);
};

extern const struct family_ops symmetric_ops, kdf_ops;
extern const struct family_ops rsa_ops, ec_ops, dsa_ops, dh_ops;
extern const struct family_ops mlkem_ops, mldsa_ops, slhdsa_ops;

const struct family_ops *family_find(uint32_t family); /* NULL if absent */

/* ------------------------------------------------------------------------------------------
 * curves.c: what the list of curves says; which of them work is the families' knowledge.
 */
struct curve_info
{
    uint32_t field_bits;
    uint32_t order_bits;
    const char *oid;       /* dotted; "": it has none */
    const char *libcrypto; /* its name there; "": it has none */
};
const struct curve_info *curve_find(uint32_t curve); /* NULL if there is none */
uint32_t curve_find_oid(const char *oid);            /* CURVE_NONE if there is none */
/* One curve, or two names of it; CURVE_NONE, the group of a key of another family, is like itself. */
bool curve_same(uint32_t a, uint32_t b);

bool ec_curve_available(uint32_t curve);

static inline uint32_t bytes_of_bits(uint32_t bits)
{
    return (bits + 7) / 8;
}

/* ------------------------------------------------------------------------------------------
 * span.c: reading and writing spans
 */
static inline uint8_t *span_data(const struct bridge_span *span)
{
    return (uint8_t *)(uintptr_t)span->data;
}

/* A part of a key that the caller gave. */
static inline bool span_given(const struct bridge_span *span)
{
    return span->size > 0;
}

void span_read_mpz(mpz_t value, const struct bridge_span *span);
/* Left-pads to exactly capacity and sets size; BRIDGE_INTERNAL if the number does not fit. */
enum bridge_status span_write_mpz(struct bridge_span *span, const mpz_t value);
/* Writes values[i] into every part i < count that the caller did not give and has room for.
 * Either all are written or, with BRIDGE_INTERNAL, none. */
enum bridge_status span_write_parts(struct bridge_span *parts, const mpz_srcptr *values,
                                    size_t count);
/* Copies size bytes; BRIDGE_BUFFER_TOO_SMALL with span->size = size if they do not fit. */
enum bridge_status span_write(struct bridge_span *span, const void *data, size_t size);
/* The check of span_write alone, for those who write into the span by themselves. */
enum bridge_status span_reserve(struct bridge_span *span, size_t size);

/* ------------------------------------------------------------------------------------------
 * memory.c: memory whose contents never outlive it.  GMP's own memory goes through it too.
 */
void memory_attach(void);
void *secure_alloc(size_t size); /* zeroed; NULL if there is none */
void secure_free(void *p, size_t size);
void secure_wipe(void *p, size_t size);

/* ------------------------------------------------------------------------------------------
 * random.c: the generator for Nettle's callbacks.  A failure is remembered for the calling thread.
 * level: NULL for nonces, padding and blinding, RANDOM_LONG_TERM for the numbers of a key.
 */
#define RANDOM_LONG_TERM ((void *)1)
void random_bytes(void *level, size_t length, uint8_t *dst);
/* Clears the memory of a failure / tells whether one happened since: a result made from random
 * bytes is only given out if random_ok(). */
void random_begin(void);
bool random_ok(void);

/* ------------------------------------------------------------------------------------------
 * hash.c: one row per hash of BRIDGE_HASHES
 */
struct hash_info
{
    const struct nettle_hash *nettle; /* NULL: absent */
    const uint8_t *digest_info;       /* DER DigestInfo up to the digest (RFC 8017 9.2), or NULL */
    size_t digest_info_size;
    const uint8_t *digest_info_bare; /* the same without the NULL parameters (RFC 4055 2.1) */
    size_t digest_info_bare_size;
};
#define HASH_MAX_DIGEST_INFO 24
const struct hash_info *hash_find(uint32_t hash); /* NULL if absent */

/* ------------------------------------------------------------------------------------------
 * hmac.c: HMAC (RFC 2104) with any of the hashes.
 */
struct hmac
{
    const struct nettle_hash *hash;
    uint8_t *state; /* outer, inner, message */
};
/* BRIDGE_NO_MEMORY; hmac_clear is fine then, too. */
enum bridge_status hmac_init(struct hmac *hmac, const struct nettle_hash *hash, const uint8_t *key,
                             size_t size);
/* Of the types that Nettle's KDFs want; context: a struct hmac.  After digest a new message begins. */
void hmac_add(void *context, size_t size, const uint8_t *data);
void hmac_finish(void *context, size_t size, uint8_t *digest);
void hmac_clear(struct hmac *hmac);

/* ------------------------------------------------------------------------------------------
 * oaep.c: EME-OAEP (RFC 8017 7.1) with MGF1 of the same hash.
 */
struct oaep_params
{
    const struct nettle_hash *hash;
    const uint8_t *label;
    size_t label_size;
};
/* em: size bytes, the length of the modulus.  BRIDGE_INVALID_PARAMETER: message too long. */
enum bridge_status oaep_encode(const struct oaep_params *params, const uint8_t *message,
                               size_t message_size, uint8_t *em, size_t size);
/* Decodes em in place and tells where in it the message is.  BRIDGE_DECRYPTION_FAILED without a
 * hint why; em then holds nothing of use and is for the caller to wipe, as it is on success. */
enum bridge_status oaep_decode(const struct oaep_params *params, uint8_t *em, size_t size,
                               const uint8_t **message, size_t *message_size);

/* ------------------------------------------------------------------------------------------
 * errors.c: what a library's error code means to the caller; one table per library.
 */
enum bridge_status status_from_gnutls(int error);
enum bridge_status status_from_tasn1(int error);

#endif
