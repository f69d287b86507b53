/*
 * PKCS#8: ML-DSA (RFC 9881 section 6), ML-KEM (RFC 9935 section 6), SLH-DSA (RFC 9909 section 6).
 *
 * The key inside the OCTET STRING is a CHOICE for the first two: the seed, the expanded key, or both.
 * Drafts of these RFCs, and early builds of Windows, put the bare bytes of one of them there, as SLH-DSA
 * does for good.  A seed goes out as a seed.
 */
#include <string.h>

#include "pkcs8.h"
#include "pq_set.h"

static enum bridge_status copy(struct bytes *out, const uint8_t *data, size_t size)
{
    if (!(out->data = secure_alloc(size)))
        return BRIDGE_NO_MEMORY;
    out->size = size;
    memcpy(out->data, data, size);
    return BRIDGE_OK;
}

static enum bridge_status encode_choice(const char *choice, const struct bridge_span *part,
                                        struct bytes *key)
{
    asn1_node node;
    enum bridge_status status = der_new("PQPrivateKey", &node);

    if (!status)
        status = der_write(node, "", choice, 1);
    if (!status)
        status = der_write(node, choice, span_data(part), part->size);
    if (!status)
        status = der_encode(node, key);
    der_delete(&node);
    return status;
}

static enum bridge_status encode(const struct bridge_pkcs8_encode *params, struct bytes *parameters,
                                 struct bytes *key)
{
    const struct pq_set *set = pq_set_find(params->group);
    const struct bridge_span *seed = &params->parts[PQ_SEED], *private = &params->parts[PQ_PRIVATE];

    (void)parameters; /* absent */
    if (!set || (span_given(seed) && seed->size != set->seed_size) ||
        (span_given(private) && private->size != set->private_size))
        return BRIDGE_INVALID_PARAMETER;
    if (set->family == FAMILY_SLHDSA && span_given(private))
        return copy(key, span_data(private), private->size);
    if (set->family != FAMILY_SLHDSA && span_given(seed))
        return encode_choice("seed", seed, key);
    return span_given(private) ? encode_choice("expandedKey", private, key)
                               : BRIDGE_INVALID_PARAMETER;
}

static enum bridge_status read_part(asn1_node node, const char *name, size_t size,
                                    struct bytes *part)
{
    enum bridge_status status = der_read(node, name, part);

    return !status && part->data && part->size != size ? BRIDGE_BAD_DATA : status;
}

/* The fields of the alternatives that were not taken are absent. */
static enum bridge_status decode_choice(const struct pq_set *set, const struct bytes *key,
                                        struct bytes *parts)
{
    asn1_node node;
    enum bridge_status status = der_decode("PQPrivateKey", key->data, key->size, &node);

    if (!status)
        status = read_part(node, "seed", set->seed_size, &parts[PQ_SEED]);
    if (!status && !parts[PQ_SEED].data)
        status = read_part(node, "both.seed", set->seed_size, &parts[PQ_SEED]);
    if (!status)
        status = read_part(node, "expandedKey", set->private_size, &parts[PQ_PRIVATE]);
    if (!status && !parts[PQ_PRIVATE].data)
        status = read_part(node, "both.expandedKey", set->private_size, &parts[PQ_PRIVATE]);
    der_delete(&node);
    return status;
}

/* An encoded alternative is never as long as a bare one: tag and length come before it. */
static enum bridge_status decode_set(const struct pq_set *set, const struct bytes *parameters,
                                     const struct bytes *key, struct pkcs8_key *out)
{
    if (parameters->data) /* RFC 9881 section 2 and its sisters: absent */
        return BRIDGE_BAD_DATA;
    if (key->size == set->private_size)
        return copy(&out->parts[PQ_PRIVATE], key->data, key->size);
    if (set->family == FAMILY_SLHDSA)
        return BRIDGE_BAD_DATA;
    if (key->size == set->seed_size)
        return copy(&out->parts[PQ_SEED], key->data, key->size);
    return decode_choice(set, key, out->parts);
}

/* The codec table names a decoder for each object identifier, which is one parameter set. */
#define DECODER(id, name, family, public, private, seed, output, oid, ossl)                        \
    static enum bridge_status decode_##id(const struct bytes *parameters, const struct bytes *key, \
                                          struct pkcs8_key *out)                                   \
    {                                                                                              \
        out->group = PQ_##id;                                                                      \
        return decode_set(pq_set_find(PQ_##id), parameters, key, out);                             \
    }
BRIDGE_PQ_SETS(DECODER)
#undef DECODER

#define CODEC(id, name, family, public, private, seed, output, oid, ossl)                          \
    [PQ_##id] = {FAMILY_##family, PQ_##id, oid, encode, decode_##id},
const struct pkcs8_codec pkcs8_pq[PQ_COUNT] = {BRIDGE_PQ_SETS(CODEC)};
#undef CODEC
