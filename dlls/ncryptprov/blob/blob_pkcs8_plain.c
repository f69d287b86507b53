/*
 * PrivateKeyInfo (RFC 5208): the DER is written and read on the Unix side; here is what Windows adds.
 */
#include "blob_pkcs8.h"
#include "gaps.h"
#include "status.h"
#include "unixcall.h"

/*
 * The key usage attribute (2.5.29.15, X.509 bit order) that Windows appends: digitalSignature if the
 * key may sign, dataEncipherment if it may decrypt, keyAgreement if it may agree, keyEncipherment if it
 * decapsulates.  A signature key of the ECDSA group does not agree and an ECDH key does not sign, as far
 * as this attribute goes.
 */
static const struct
{
    DWORD usage;     /* NCRYPT_ALLOW_*_FLAG */
    DWORD operation; /* of the key type */
    BYTE bit;
} usage_bits[] = {
    {NCRYPT_ALLOW_SIGNING_FLAG, NCRYPT_SIGNATURE_OPERATION, 0x80},
    {NCRYPT_ALLOW_DECRYPT_FLAG, NCRYPT_ASYMMETRIC_ENCRYPTION_OPERATION, 0x10},
    {NCRYPT_ALLOW_KEY_AGREEMENT_FLAG, NCRYPT_SECRET_AGREEMENT_OPERATION, 0x08},
    {NCRYPT_ALLOW_ALL_USAGES, NCRYPT_KEY_ENCAPSULATION_OPERATION, 0x20},
};

static BYTE usage_attribute(const struct key *key)
{
    BYTE bits = 0;
    size_t i;

    for (i = 0; i < ARRAYSIZE(usage_bits); i++)
    {
        if (key->usage & usage_bits[i].usage && key->type->operations & usage_bits[i].operation)
            bits |= usage_bits[i].bit;
    }
    return key->type->family->has_sets ? bits & GAP_PKCS8_PQ_USAGE : bits;
}

static SECURITY_STATUS encode_plain(const struct key *key, BYTE *output, DWORD capacity,
                                    DWORD *size)
{
    struct bridge_pkcs8_encode params = {
        .family = key->type->family->id, .group = key_group(key), .usage = usage_attribute(key)};
    SECURITY_STATUS status;

    material_to_spans(key->material, params.parts);
    for (size_t i = 0; i < BRIDGE_MAX_PARTS; i++)
        params.parts[i].size = params.parts[i].capacity;
    params.output.data = bridge_pointer(output);
    params.output.capacity = output ? capacity : 0;
    status = status_from_bridge(call_pkcs8_encode(&params));
    *size = params.output.size;
    return status;
}

SECURITY_STATUS pkcs8_make(const struct key *key, BYTE **data, DWORD *size)
{
    DWORD capacity;
    SECURITY_STATUS status = encode_plain(key, NULL, 0, &capacity);

    if (status)
        return status;
    if (!(*data = os_alloc(capacity)))
        return NTE_NO_MEMORY;
    if ((status = encode_plain(key, *data, capacity, size)))
        os_free_secret(*data, capacity);
    return status;
}

SECURITY_STATUS pkcs8_write(const struct key *key, struct writer *writer)
{
    BYTE *output = writer->data ? writer->data + writer->position : NULL;
    DWORD size;
    SECURITY_STATUS status = encode_plain(key, output, writer->size - writer->position, &size);

    if (!status)
        writer->position += size;
    return status;
}

const uint8_t *pkcs8_part(const struct bridge_pkcs8_decode *decoded, unsigned int part)
{
    return (const uint8_t *)(uintptr_t)decoded->parts[part].data;
}

static SECURITY_STATUS take(const struct bridge_pkcs8_decode *decoded,
                            struct blob_contents *contents)
{
    const struct key_family *family = key_family_find(decoded->family);

    if (!family || !family->take_pkcs8)
        return NTE_NOT_SUPPORTED;
    return family->take_pkcs8(decoded, contents);
}

/* EC numbers come padded to the field, which may be longer than a terse input. */
#define LONGEST_FIELD 72

SECURITY_STATUS pkcs8_take(const BYTE *data, DWORD size, struct blob_contents *contents)
{
    struct bridge_pkcs8_decode params = {0};
    uint32_t room = size + LONGEST_FIELD, total, i;
    uint8_t *scratch;
    SECURITY_STATUS status;

    if (!size || size > PKCS8_MAX_SIZE)
        return NTE_BAD_DATA;
    total = room * BRIDGE_MAX_PARTS;
    if (!(scratch = os_alloc(total)))
        return NTE_NO_MEMORY;
    params.input.data = bridge_pointer(data);
    params.input.size = size;
    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
    {
        params.parts[i].data = bridge_pointer(scratch + i * room);
        params.parts[i].capacity = room;
    }
    status = status_from_bridge(call_pkcs8_decode(&params));
    if (!status)
        status = take(&params, contents);
    os_free_secret(scratch, total);
    return status;
}
