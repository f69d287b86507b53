/*
 * Numbers of keys, see material.h.
 */
#include "material.h"

#include <string.h>

struct material *material_create(const uint32_t sizes[BRIDGE_MAX_PARTS])
{
    struct material *material;
    uint32_t total = 0, i;

    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
        total += sizes[i];
    if (!(material = os_alloc(sizeof(*material) + total)))
        return NULL;
    material->total = total;
    for (i = 0, total = 0; i < BRIDGE_MAX_PARTS; total += sizes[i++])
    {
        material->size[i] = sizes[i];
        material->part[i] = material->data + total;
    }
    return material;
}

void material_free(struct material *material)
{
    if (material)
        os_free_secret(material, sizeof(*material) + material->total);
}

/* A number may come with more leading zeros than were planned for it. */
static void skip_zeros(const struct material *material, unsigned int part, const uint8_t **data,
                       uint32_t *size)
{
    if (*size <= material->size[part])
        return;
    *data += *size - material->size[part];
    *size = material->size[part];
}

void material_set(struct material *material, unsigned int part, const uint8_t *data, uint32_t size)
{
    skip_zeros(material, part, &data, &size);
    memcpy(material->part[part] + material->size[part] - size, data, size);
    material->given |= 1u << part;
}

void material_set_reversed(struct material *material, unsigned int part, const uint8_t *data,
                           uint32_t size)
{
    uint8_t *end = material->part[part] + material->size[part];
    uint32_t i;

    for (i = 0; i < size && i < material->size[part]; i++)
        *--end = data[i];
    material->given |= 1u << part;
}

void material_to_spans(const struct material *material, struct bridge_span spans[BRIDGE_MAX_PARTS])
{
    uint32_t i;

    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
    {
        spans[i].data = material->size[i] ? bridge_pointer(material->part[i]) : 0;
        spans[i].size = material->given & 1u << i ? material->size[i] : 0;
        spans[i].capacity = material->size[i];
    }
}

uint32_t number_size(const uint8_t *data, uint32_t size)
{
    while (size && !*data)
        data++, size--;
    return size;
}

uint32_t number_bits(const uint8_t *data, uint32_t size)
{
    uint32_t length = number_size(data, size), bits = length * 8;
    uint8_t mask = 0x80;

    if (!length)
        return 0;
    for (data += size - length; !(*data & mask); mask >>= 1)
        bits--;
    return bits;
}
