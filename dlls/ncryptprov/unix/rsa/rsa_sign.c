/*
 * RSA signatures: RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 8017 section 8).
 */
#include <nettle/bignum.h>
#include <nettle/pkcs1.h>
#include <nettle/pss.h>
#include <string.h>

#include "rsa_object.h"

/* ------------------------------------------------------------------------------------------
 * PKCS#1 v1.5
 */

/* em = 00 01 FF.. 00 || prefix || digest (RFC 8017 9.2).  BRIDGE_INVALID_PARAMETER: too long. */
static enum bridge_status encode_pkcs1(const struct rsa_object *key, mpz_t em,
                                       const uint8_t *prefix, size_t prefix_size,
                                       const struct bridge_span *digest)
{
    uint8_t info[HASH_MAX_DIGEST_INFO + BRIDGE_MAX_DIGEST];
    const uint8_t *data = span_data(digest);
    size_t size = digest->size;

    if (prefix_size)
    {
        memcpy(info, prefix, prefix_size);
        memcpy(info + prefix_size, data, size);
        data = info;
        size += prefix_size;
    }
    if (size > key->pub.size)
        return BRIDGE_INVALID_PARAMETER;
    return pkcs1_rsa_digest_encode(em, key->pub.size, size, data) ? BRIDGE_OK
                                                                  : BRIDGE_INVALID_PARAMETER;
}

/* The row of the hash that the caller names; NULL in *info for HASH_NONE. */
static enum bridge_status pkcs1_hash(const struct bridge_sign *params,
                                     const struct hash_info **info)
{
    *info = NULL;
    if (params->hash == HASH_NONE)
        return BRIDGE_OK;
    if (!(*info = hash_find(params->hash)) || !(*info)->digest_info)
        return BRIDGE_NOT_SUPPORTED;
    if (params->digest.size != (*info)->nettle->digest_size)
        return BRIDGE_INVALID_PARAMETER;
    return BRIDGE_OK;
}

/* What is signed: with the DigestInfo of the hash, or for HASH_NONE the bytes as they are. */
static enum bridge_status encode_pkcs1_sign(const struct rsa_object *key,
                                            const struct bridge_sign *params, mpz_t em)
{
    const struct hash_info *info;
    enum bridge_status status = pkcs1_hash(params, &info);

    if (status)
        return status;
    if (!info)
        return encode_pkcs1(key, em, NULL, 0, &params->digest);
    return encode_pkcs1(key, em, info->digest_info, info->digest_info_size, &params->digest);
}

/* One of the forms in which a digest may be signed. */
struct pkcs1_form
{
    const uint8_t *prefix;
    size_t size;
};

/* The forms that a verifier takes.  With a hash: its DigestInfo, with NULL parameters or, as RFC
 * 4055 2.1 wants and Windows does, without; and with SCHEME_PKCS1_OPTIONAL_OID the bare digest. */
static size_t pkcs1_forms(const struct bridge_sign *params, const struct hash_info *info,
                          struct pkcs1_form forms[3])
{
    size_t count = 0;

    if (info)
    {
        forms[count++] = (struct pkcs1_form){info->digest_info, info->digest_info_size};
        forms[count++] = (struct pkcs1_form){info->digest_info_bare, info->digest_info_bare_size};
    }
    if (!info || params->scheme == SCHEME_PKCS1_OPTIONAL_OID)
        forms[count++] = (struct pkcs1_form){NULL, 0};
    return count;
}

/* Compares the whole encoded block with what a signer would have made, rather than parse it
 * (RFC 8017 8.2.2; Bleichenbacher's forgery of 2006). */
static enum bridge_status verify_pkcs1(const struct rsa_object *key,
                                       const struct bridge_sign *params, const mpz_t em)
{
    struct pkcs1_form forms[3];
    const struct hash_info *info;
    enum bridge_status status = pkcs1_hash(params, &info);
    bool fits = false, equal = false;
    size_t count, i;
    mpz_t expected;

    if (status)
        return status;
    count = pkcs1_forms(params, info, forms);
    mpz_init(expected);
    for (i = 0; i < count && !equal; i++)
    {
        if (encode_pkcs1(key, expected, forms[i].prefix, forms[i].size, &params->digest))
            continue;
        fits = true;
        equal = !mpz_cmp(expected, em);
    }
    mpz_clear(expected);
    if (!fits)
        return BRIDGE_INVALID_PARAMETER;
    return equal ? BRIDGE_OK : BRIDGE_BAD_SIGNATURE;
}

/* ------------------------------------------------------------------------------------------
 * PSS, with MGF1 of the same hash
 */

/* The encoded message has one bit less than the modulus (RFC 8017 8.1.1). */
static size_t pss_bits(const struct rsa_object *key)
{
    return mpz_sizeinbase(key->pub.n, 2) - 1;
}

static enum bridge_status pss_hash(const struct rsa_object *key, const struct bridge_sign *params,
                                   const struct nettle_hash **hash)
{
    const struct hash_info *info = hash_find(params->hash);

    if (params->hash == HASH_NONE)
        return BRIDGE_INVALID_PARAMETER;
    if (!info)
        return BRIDGE_NOT_SUPPORTED;
    *hash = info->nettle;
    if (params->digest.size != (*hash)->digest_size)
        return BRIDGE_INVALID_PARAMETER;
    if ((uint64_t)params->salt_size + (*hash)->digest_size + 2 > (pss_bits(key) + 7) / 8)
        return BRIDGE_INVALID_PARAMETER;
    return BRIDGE_OK;
}

static enum bridge_status encode_pss_sign(const struct rsa_object *key,
                                          const struct bridge_sign *params, mpz_t em)
{
    const struct nettle_hash *hash;
    enum bridge_status status = pss_hash(key, params, &hash);
    uint8_t *salt;
    bool ok;

    if (status)
        return status;
    if (!(salt = secure_alloc(params->salt_size)))
        return BRIDGE_NO_MEMORY;
    random_bytes(NULL, params->salt_size, salt);
    ok = pss_encode_mgf1(em, pss_bits(key), hash, params->salt_size, salt,
                         span_data(&params->digest));
    secure_free(salt, params->salt_size);
    if (!random_ok())
        return BRIDGE_NO_RANDOM;
    return ok ? BRIDGE_OK : BRIDGE_INTERNAL;
}

static enum bridge_status verify_pss(const struct rsa_object *key, const struct bridge_sign *params,
                                     const mpz_t em)
{
    const struct nettle_hash *hash;
    enum bridge_status status = pss_hash(key, params, &hash);

    if (status)
        return status;
    return pss_verify_mgf1(em, pss_bits(key), hash, params->salt_size, span_data(&params->digest))
               ? BRIDGE_OK
               : BRIDGE_BAD_SIGNATURE;
}

/* ------------------------------------------------------------------------------------------
 * The operations
 */

static enum bridge_status encode_sign(const struct rsa_object *key,
                                      const struct bridge_sign *params, mpz_t em)
{
    switch (params->scheme)
    {
    case SCHEME_PKCS1:
        return encode_pkcs1_sign(key, params, em);
    case SCHEME_PSS:
        return encode_pss_sign(key, params, em);
    default:
        return BRIDGE_INVALID_PARAMETER;
    }
}

enum bridge_status rsa_sign(const struct object *object, struct bridge_sign *params)
{
    const struct rsa_object *key = rsa_from(object);
    enum bridge_status status;
    mpz_t em;

    mpz_init(em);
    status = encode_sign(key, params, em);
    if (!status)
        status = span_reserve(&params->signature, key->pub.size);
    if (!status)
        status = rsa_private_op(key, em, em);
    if (!status)
        nettle_mpz_get_str_256(key->pub.size, span_data(&params->signature), em);
    mpz_clear(em);
    return status;
}

static enum bridge_status verify_em(const struct rsa_object *key, const struct bridge_sign *params,
                                    const mpz_t em)
{
    switch (params->scheme)
    {
    case SCHEME_PKCS1:
    case SCHEME_PKCS1_OPTIONAL_OID:
        return verify_pkcs1(key, params, em);
    case SCHEME_PSS:
        return verify_pss(key, params, em);
    default:
        return BRIDGE_INVALID_PARAMETER;
    }
}

/* A signature of the wrong length is the caller's mistake, one that is not smaller than the
 * modulus is a bad signature (RFC 8017 8.1.2, 8.2.2). */
enum bridge_status rsa_verify(const struct object *object, const struct bridge_sign *params)
{
    const struct rsa_object *key = rsa_from(object);
    enum bridge_status status;
    mpz_t em;

    if (params->signature.size != key->pub.size)
        return BRIDGE_INVALID_PARAMETER;
    mpz_init(em);
    if (rsa_read_block(key, &params->signature, em))
        status = BRIDGE_BAD_SIGNATURE;
    else
    {
        rsa_public_op(key, em, em);
        status = verify_em(key, params, em);
    }
    mpz_clear(em);
    return status;
}
