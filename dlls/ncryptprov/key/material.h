/*
 * The numbers of a key ("parts", see bridge.h), in one piece of memory that is wiped when freed.
 */
#ifndef NCRYPTPROV_MATERIAL_H
#define NCRYPTPROV_MATERIAL_H

#include "bridge.h"
#include "os.h"

struct material
{
    uint32_t total;                  /* bytes in data */
    uint32_t given;                  /* bit n: part n was given, not computed */
    uint32_t size[BRIDGE_MAX_PARTS]; /* 0: the key has no such part */
    uint8_t *part[BRIDGE_MAX_PARTS];
    uint8_t data[];
};

/* A big-endian number somewhere else; data NULL: absent. */
struct number
{
    const uint8_t *data;
    uint32_t size;
};

/* Room for parts of these sizes, all zero.  NULL if there is no memory. */
struct material *material_create(const uint32_t sizes[BRIDGE_MAX_PARTS]);
void material_free(struct material *material);

/* Fills a part that was planned with this very size (left-padding a shorter number). */
void material_set(struct material *material, unsigned int part, const uint8_t *data, uint32_t size);
void material_set_reversed(struct material *material, unsigned int part, const uint8_t *data,
                           uint32_t size);

/* Describes the parts for the bridge: given ones as inputs, the others as outputs. */
void material_to_spans(const struct material *material, struct bridge_span spans[BRIDGE_MAX_PARTS]);

/* Sizes of big-endian numbers without their leading zeros. */
uint32_t number_size(const uint8_t *data, uint32_t size);
uint32_t number_bits(const uint8_t *data, uint32_t size);

#endif
