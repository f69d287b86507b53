/*
 * What DSA and DH share, see ffc.h.
 */
#include "ffc.h"

bool ffc_number_fits(const struct number *number, uint32_t width)
{
    return number_size(number->data, number->size) <= width;
}

SECURITY_STATUS ffc_give(const struct key *key, const struct ffc_numbers *numbers,
                         struct material *material)
{
    const struct number *p = &numbers->part[0]; /* DSA_P, DH_P */
    unsigned int i;

    if (number_bits(p->data, p->size) != key->length)
        return NTE_INVALID_PARAMETER; /* the length was set to another one afterwards */
    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
    {
        const struct number *number = &numbers->part[i];

        if (number->data && !ffc_number_fits(number, material->size[i]))
            return NTE_INVALID_PARAMETER;
        if (number->data)
            material_set(material, i, number->data, number->size);
    }
    return ERROR_SUCCESS;
}

void ffc_take_pkcs8(const struct bridge_pkcs8_decode *decoded, struct ffc_numbers *numbers)
{
    unsigned int i;

    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
    {
        numbers->part[i].size = decoded->parts[i].size;
        numbers->part[i].data = decoded->parts[i].size ? pkcs8_part(decoded, i) : NULL;
    }
}
