/*
 * Curves of keys, see ec_domain.h.
 */
#include "ec_domain.h"

#include <string.h>

#include "curve.h"
#include "gaps.h"
#include "status.h"
#include "unixcall.h"

#define FIELD_ELEMENTS 5 /* p, a, b, Gx, Gy */

/* ------------------------------------------------------------------------------------------
 * Reading
 */
static SECURITY_STATUS check_header(const struct ec_header *header, DWORD version, DWORD curve_type)
{
    if (version != BCRYPT_ECC_PARAMETER_HEADER_V1)
        return NTE_INVALID_PARAMETER;
    if (curve_type != BCRYPT_ECC_PRIME_SHORT_WEIERSTRASS_CURVE)
        return GAP_STATUS_CURVE_TYPE;
    return header->field && header->order && header->cofactor ? ERROR_SUCCESS
                                                              : NTE_INVALID_PARAMETER;
}

SECURITY_STATUS ec_read_header(struct reader *reader, uint32_t field_elements, uint32_t scalars,
                               struct ec_header *header)
{
    DWORD version = reader_u32(reader), curve_type = reader_u32(reader);
    SECURITY_STATUS status;
    uint64_t size;

    reader_u32(reader); /* how the curve was generated tells nothing to whoever computes on it */
    header->field = reader_u32(reader);
    header->order = reader_u32(reader);
    header->cofactor = reader_u32(reader);
    header->seed = reader_u32(reader);
    if (reader->failed)
        return NTE_BAD_DATA;
    if ((status = check_header(header, version, curve_type)))
        return status;
    size = (uint64_t)header->field * (FIELD_ELEMENTS + field_elements) +
           (uint64_t)header->order * (1 + scalars) + header->cofactor + header->seed;
    return size == reader->left ? ERROR_SUCCESS : NTE_BAD_DATA;
}

void ec_plan_domain(const struct ec_header *header, uint32_t sizes[BRIDGE_MAX_PARTS])
{
    sizes[EC_P] = sizes[EC_A] = sizes[EC_B] = sizes[EC_GX] = sizes[EC_GY] = header->field;
    sizes[EC_ORDER] = header->order;
    sizes[EC_COFACTOR] = header->cofactor;
    sizes[EC_SEED] = header->seed;
}

/* p and n say how long numbers are, so they may not be shorter themselves. */
SECURITY_STATUS ec_read_domain(struct reader *reader, struct material *material)
{
    unsigned int i;

    for (i = EC_P; i <= EC_SEED; i++)
    {
        const uint8_t *data = reader_bytes(reader, material->size[i]);

        if (!data)
            return NTE_BAD_DATA;
        if ((i == EC_P || i == EC_ORDER) &&
            number_size(data, material->size[i]) != material->size[i])
            return NTE_INVALID_PARAMETER;
        if (material->size[i])
            material_set(material, i, data, material->size[i]);
    }
    return ERROR_SUCCESS;
}

SECURITY_STATUS ec_decode_parameters(const BYTE *data, DWORD size, struct material **domain)
{
    uint32_t sizes[BRIDGE_MAX_PARTS] = {0};
    struct ec_header header;
    struct reader reader;
    SECURITY_STATUS status;

    reader_init(&reader, data, size);
    if ((status = ec_read_header(&reader, 0, 0, &header)))
        return status;
    ec_plan_domain(&header, sizes);
    if (!(*domain = material_create(sizes)))
        return NTE_NO_MEMORY;
    if ((status = ec_read_domain(&reader, *domain)))
    {
        material_free(*domain);
        *domain = NULL;
    }
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Writing
 */
void ec_write_domain(struct writer *writer, const struct material *domain)
{
    unsigned int i;

    writer_u32(writer, BCRYPT_ECC_PARAMETER_HEADER_V1);
    writer_u32(writer, BCRYPT_ECC_PRIME_SHORT_WEIERSTRASS_CURVE);
    writer_u32(writer, GAP_CURVE_GENERATION);
    writer_u32(writer, domain->size[EC_P]);
    writer_u32(writer, domain->size[EC_ORDER]);
    writer_u32(writer, domain->size[EC_COFACTOR]);
    writer_u32(writer, domain->size[EC_SEED]);
    for (i = EC_P; i <= EC_SEED; i++)
        writer_bytes(writer, domain->part[i], domain->size[i]);
}

/* ------------------------------------------------------------------------------------------
 * The curve of a key
 */
void ec_copy_domain(struct material *to, const struct material *from)
{
    unsigned int i;

    for (i = EC_P; i <= EC_SEED; i++)
    {
        if (from->size[i])
            material_set(to, i, from->part[i], from->size[i]);
    }
}

static SECURITY_STATUS duplicate_domain(const struct material *from, struct material **domain)
{
    uint32_t sizes[BRIDGE_MAX_PARTS] = {0};

    memcpy(sizes + EC_P, from->size + EC_P, (EC_SEED - EC_P + 1) * sizeof(*sizes));
    if (!(*domain = material_create(sizes)))
        return NTE_NO_MEMORY;
    ec_copy_domain(*domain, from);
    return ERROR_SUCCESS;
}

/* All named curves have a cofactor of one byte.  A seed Windows may add: GAP_NAMED_SEED. */
SECURITY_STATUS ec_named_domain(enum bridge_curve curve, struct material **domain)
{
    const struct curve *info = curve_info(curve);
    struct bridge_curve_numbers params = {.group = curve};
    uint32_t sizes[BRIDGE_MAX_PARTS] = {0};
    SECURITY_STATUS status;

    if (!info || curve == CURVE_25519)
        return GAP_STATUS_25519_PARAMETERS;
    ec_plan_domain(&(struct ec_header){bits_to_bytes(info->bits), bits_to_bytes(info->order_bits),
                                       1, GAP_NAMED_SEED},
                   sizes);
    if (!(*domain = material_create(sizes)))
        return NTE_NO_MEMORY;
    material_to_spans(*domain, params.parts);
    if ((status = status_from_bridge(call_curve_numbers(&params))))
    {
        material_free(*domain);
        *domain = NULL;
    }
    return status;
}

SECURITY_STATUS ec_key_domain(const struct key *key, struct material **domain)
{
    const struct property_value *value;

    if (key->curve != CURVE_EXPLICIT)
        return ec_named_domain(key->curve, domain);
    if (key->material)
        return duplicate_domain(key->material, domain);
    value = property_list_find(&key->properties, NCRYPT_ECC_PARAMETERS_PROPERTY);
    return value ? ec_decode_parameters(value->data, value->size, domain) : NTE_NOT_FOUND;
}

void ec_domain_sizes(enum bridge_curve curve, const struct material *domain, struct ec_sizes *sizes)
{
    const struct curve *info = curve_info(curve);

    memset(sizes, 0, sizeof(*sizes));
    if (info)
    {
        sizes->field_bits = info->bits;
        sizes->order_bits = info->order_bits;
    }
    else if (domain)
    {
        sizes->field_bits = number_bits(domain->part[EC_P], domain->size[EC_P]);
        sizes->order_bits = number_bits(domain->part[EC_ORDER], domain->size[EC_ORDER]);
    }
}

void ec_key_sizes(const struct key *key, struct ec_sizes *sizes)
{
    struct material *domain = NULL;

    if (key->curve == CURVE_EXPLICIT && !key->material)
        ec_key_domain(key, &domain); /* sizes stay 0 if there is no memory for it */
    ec_domain_sizes(key->curve, domain ? domain : key->material, sizes);
    material_free(domain);
}

void ec_plan_key(enum bridge_curve curve, const struct material *domain, bool is_private,
                 uint32_t sizes[BRIDGE_MAX_PARTS])
{
    struct ec_sizes bits;

    ec_domain_sizes(curve, domain, &bits);
    memset(sizes, 0, BRIDGE_MAX_PARTS * sizeof(*sizes));
    sizes[EC_X] = bits_to_bytes(bits.field_bits);
    sizes[EC_Y] = curve == CURVE_25519 ? 0 : sizes[EC_X];
    sizes[EC_D] = is_private ? bits_to_bytes(bits.order_bits) : 0;
    if (domain)
        memcpy(sizes + EC_P, domain->size + EC_P, (EC_SEED - EC_P + 1) * sizeof(*sizes));
}
