/*
 * DER by libtasn1, with the types of keys.asn and cms.asn, in memory that is wiped.
 */
#ifndef NCRYPTPROV_DER_H
#define NCRYPTPROV_DER_H

#include <libtasn1.h>

#include "unixlib.h"

/* Bytes of our own; data NULL: absent. */
struct bytes
{
    uint8_t *data;
    size_t size;
};
void bytes_clear(struct bytes *bytes); /* wipes and frees */
enum bridge_status bytes_alloc(struct bytes *bytes,
                               size_t size); /* zeros; no size is data all the same */
enum bridge_status bytes_set(struct bytes *bytes, const void *data, size_t size);
void bytes_cut(struct bytes *bytes, size_t size); /* keeps the first size bytes, wipes the rest */
/* Copies the number without its leading zeros, left-padded to at least size bytes; a number that
 * is 0 then has size bytes.  BRIDGE_BAD_DATA if it needs more than size, unless size is 0. */
enum bridge_status bytes_set_number(struct bytes *bytes, const uint8_t *data, size_t data_size,
                                    size_t size);

/* type: a name of one of the modules.  *node is to be given to der_delete, also after a failure. */
enum bridge_status der_new(const char *type, asn1_node *node);
enum bridge_status der_decode(const char *type, const uint8_t *data, size_t size, asn1_node *node);
enum bridge_status der_encode(asn1_node node, struct bytes *out);
void der_delete(asn1_node *node);

/* Writing.  name: the field, "" for a type that has none. */
enum bridge_status der_write(asn1_node node, const char *name, const void *data, size_t size);
enum bridge_status der_write_bits(asn1_node node, const char *name, const void *data, size_t size);
enum bridge_status der_write_oid(asn1_node node, const char *name, const char *oid);
/* A non-negative INTEGER; value: big-endian, any number of leading zeros. */
enum bridge_status der_write_number(asn1_node node, const char *name,
                                    const struct bridge_span *value);
enum bridge_status der_write_small(asn1_node node, const char *name, uint8_t value);
enum bridge_status der_write_u32(asn1_node node, const char *name, uint32_t value);
/* An AlgorithmIdentifier: the fields algorithm and parameters below name.  Parameters without data
 * are left out. */
enum bridge_status der_write_algorithm(asn1_node node, const char *name, const char *oid,
                                       const struct bytes *parameters);
/* The parameters of algorithms that have none: NULL, or absent as some write it. */
enum bridge_status der_encode_null(struct bytes *out);
enum bridge_status der_check_null(const struct bytes *parameters);
/* Leaves an OPTIONAL field out. */
enum bridge_status der_omit(asn1_node node, const char *name);

/* Reading.  An OPTIONAL field that is absent gives BRIDGE_OK and data NULL.  The result is for the
 * caller to clear, also after a failure. */
enum bridge_status der_read(asn1_node node, const char *name, struct bytes *out);
/* BRIDGE_BAD_DATA unless the number of bits is a multiple of 8, or any_bits is set. */
enum bridge_status der_read_bits(asn1_node node, const char *name, struct bytes *out,
                                 bool any_bits);
/* BRIDGE_BAD_DATA if the number is negative.  The result is minimal; 0 has no bytes. */
enum bridge_status der_read_number(asn1_node node, const char *name, struct bytes *out);
/* An INTEGER of 0..127; any other value is BRIDGE_BAD_DATA. */
enum bridge_status der_read_small(asn1_node node, const char *name, uint8_t *value);
/* An INTEGER of 0..0xffffffff; any other value is BRIDGE_BAD_DATA. */
enum bridge_status der_read_u32(asn1_node node, const char *name, uint32_t *value);
enum bridge_status der_read_algorithm(asn1_node node, const char *name, struct bytes *oid,
                                      struct bytes *parameters);
/* Dotted, with its NUL. */
enum bridge_status der_read_oid(asn1_node node, const char *name, struct bytes *out);

#endif
