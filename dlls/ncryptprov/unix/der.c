/*
 * DER by libtasn1.
 *
 * libtasn1 wipes its trees when told so (ASN1_DELETE_FLAG_ZEROIZE); the copies that its encoder
 * and its INTEGER writer make for themselves are out of reach.
 */
#include <pthread.h>
#include <string.h>

#include "der.h"

extern const asn1_static_node keys_asn1_tab[]; /* made from keys.asn by asn1Parser */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static asn1_node definitions; /* never written after once */

static void load_definitions(void)
{
    asn1_array2tree(keys_asn1_tab, &definitions, NULL);
}

/* ------------------------------------------------------------------------------------------
 * Bytes
 */
void bytes_clear(struct bytes *bytes)
{
    secure_free(bytes->data, bytes->size);
    bytes->data = NULL;
    bytes->size = 0;
}

static enum bridge_status bytes_alloc(struct bytes *bytes, size_t size)
{
    bytes->data = secure_alloc(size);
    bytes->size = bytes->data ? size : 0;
    return bytes->data ? BRIDGE_OK : BRIDGE_NO_MEMORY;
}

static size_t leading_zeros(const uint8_t *data, size_t size)
{
    size_t n = 0;

    while (n < size && !data[n])
        n++;
    return n;
}

enum bridge_status bytes_set_number(struct bytes *bytes, const uint8_t *data, size_t data_size,
                                    size_t size)
{
    size_t skip = leading_zeros(data, data_size), n = data_size - skip;
    enum bridge_status status;

    if (size && n > size)
        return BRIDGE_BAD_DATA;
    if ((status = bytes_alloc(bytes, size ? size : n)))
        return status;
    if (n)
        memcpy(bytes->data + bytes->size - n, data + skip, n);
    return BRIDGE_OK;
}

/* ------------------------------------------------------------------------------------------
 * Trees
 */
enum bridge_status der_new(const char *type, asn1_node *node)
{
    char name[ASN1_MAX_NAME_SIZE] = "KEYS.";

    *node = NULL;
    pthread_once(&once, load_definitions);
    if (!definitions)
        return BRIDGE_NO_MEMORY;
    strncat(name, type, sizeof(name) - strlen(name) - 1);
    return status_from_tasn1(asn1_create_element(definitions, name, node));
}

enum bridge_status der_decode(const char *type, const uint8_t *data, size_t size, asn1_node *node)
{
    enum bridge_status status = der_new(type, node);

    if (status)
        return status;
    if (size > INT32_MAX)
        return BRIDGE_BAD_DATA;
    return status_from_tasn1(asn1_der_decoding(node, data, (int)size, NULL));
}

enum bridge_status der_encode(asn1_node node, struct bytes *out)
{
    int size = 0;
    int error = asn1_der_coding(node, "", NULL, &size, NULL);
    enum bridge_status status;

    if (error != ASN1_MEM_ERROR)
        return error ? status_from_tasn1(error) : BRIDGE_INTERNAL;
    if ((status = bytes_alloc(out, size)))
        return status;
    return status_from_tasn1(asn1_der_coding(node, "", out->data, &size, NULL));
}

void der_delete(asn1_node *node)
{
    if (*node)
        asn1_delete_structure2(node, ASN1_DELETE_FLAG_ZEROIZE);
}

/* ------------------------------------------------------------------------------------------
 * Writing
 */
enum bridge_status der_write(asn1_node node, const char *name, const void *data, size_t size)
{
    return status_from_tasn1(asn1_write_value(node, name, data, (int)size));
}

enum bridge_status der_write_bits(asn1_node node, const char *name, const void *data, size_t size)
{
    return der_write(node, name, data, 8 * size);
}

enum bridge_status der_write_oid(asn1_node node, const char *name, const char *oid)
{
    return der_write(node, name, oid, 1);
}

/* An INTEGER is signed: a byte of zeros keeps the top bit clear, and libtasn1 takes it off again
 * where it is not needed. */
enum bridge_status der_write_number(asn1_node node, const char *name,
                                    const struct bridge_span *value)
{
    struct bytes number = {0};
    enum bridge_status status = bytes_alloc(&number, value->size + 1u);

    if (status)
        return status;
    if (value->size)
        memcpy(number.data + 1, span_data(value), value->size);
    status = der_write(node, name, number.data, number.size);
    bytes_clear(&number);
    return status;
}

enum bridge_status der_write_small(asn1_node node, const char *name, uint8_t value)
{
    return der_write(node, name, &value, 1);
}

enum bridge_status der_omit(asn1_node node, const char *name)
{
    return der_write(node, name, NULL, 0);
}

/* ------------------------------------------------------------------------------------------
 * Reading
 */

/* units_per_byte: what libtasn1 counts the value in, 8 for a BIT STRING.  A BIT STRING that claims
 * more than 7 unused bits gives a number of bits too small for its bytes, even below 0. */
static enum bridge_status read_value(asn1_node node, const char *name, struct bytes *out,
                                     int units_per_byte, int *units)
{
    enum bridge_status status;
    int error;

    *units = 0;
    error = asn1_read_value(node, name, NULL, units);
    if (error == ASN1_ELEMENT_NOT_FOUND || error == ASN1_VALUE_NOT_FOUND)
        return BRIDGE_OK;
    if (error && error != ASN1_MEM_ERROR)
        return status_from_tasn1(error);
    if (*units < 0)
        return BRIDGE_BAD_DATA;
    if ((status = bytes_alloc(out, (*units + units_per_byte - 1) / units_per_byte)))
        return status;
    if (!*units)
        return BRIDGE_OK;
    *units = (int)out->size;
    error = asn1_read_value(node, name, out->data, units);
    return error == ASN1_MEM_ERROR ? BRIDGE_BAD_DATA : status_from_tasn1(error);
}

enum bridge_status der_read(asn1_node node, const char *name, struct bytes *out)
{
    int units;

    return read_value(node, name, out, 1, &units);
}

enum bridge_status der_read_bits(asn1_node node, const char *name, struct bytes *out, bool any_bits)
{
    int bits;
    enum bridge_status status = read_value(node, name, out, 8, &bits);

    return !status && !any_bits && bits % 8 ? BRIDGE_BAD_DATA : status;
}

enum bridge_status der_read_number(asn1_node node, const char *name, struct bytes *out)
{
    struct bytes value = {0};
    enum bridge_status status = der_read(node, name, &value);

    if (!status && (!value.size || value.data[0] & 0x80))
        status = BRIDGE_BAD_DATA;
    if (!status)
        status = bytes_set_number(out, value.data, value.size, 0);
    bytes_clear(&value);
    return status;
}

enum bridge_status der_read_small(asn1_node node, const char *name, uint8_t *value)
{
    struct bytes number = {0};
    enum bridge_status status = der_read_number(node, name, &number);

    if (!status && (number.size > 1 || (number.size && number.data[0] > 127)))
        status = BRIDGE_BAD_DATA;
    if (!status)
        *value = number.size ? number.data[0] : 0;
    bytes_clear(&number);
    return status;
}

enum bridge_status der_read_oid(asn1_node node, const char *name, struct bytes *out)
{
    enum bridge_status status = der_read(node, name, out);

    return !status && !out->size ? BRIDGE_BAD_DATA : status;
}
