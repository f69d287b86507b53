/*
 * DER by libtasn1.
 *
 * libtasn1 wipes its trees when told so (ASN1_DELETE_FLAG_ZEROIZE); the copies that its encoder
 * and its INTEGER writer make for themselves are out of reach.
 */
#include <pthread.h>
#include <string.h>

#include "der.h"

/* made from keys.asn and cms.asn by asn1Parser */
extern const asn1_static_node keys_asn1_tab[], cms_asn1_tab[];

static pthread_once_t once = PTHREAD_ONCE_INIT;

static struct module
{
    const char *prefix;
    const asn1_static_node *table;
    asn1_node definitions; /* never written after once */
} modules[] = {{"KEYS.", keys_asn1_tab, NULL}, {"CMS.", cms_asn1_tab, NULL}};
#define MODULE_COUNT (sizeof(modules) / sizeof(modules[0]))

static void load_definitions(void)
{
    size_t i;

    for (i = 0; i < MODULE_COUNT; i++)
        asn1_array2tree(modules[i].table, &modules[i].definitions, NULL);
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

enum bridge_status bytes_alloc(struct bytes *bytes, size_t size)
{
    bytes->data = secure_alloc(size);
    bytes->size = bytes->data ? size : 0;
    return bytes->data ? BRIDGE_OK : BRIDGE_NO_MEMORY;
}

enum bridge_status bytes_set(struct bytes *bytes, const void *data, size_t size)
{
    enum bridge_status status = bytes_alloc(bytes, size);

    if (!status && size)
        memcpy(bytes->data, data, size);
    return status;
}

void bytes_cut(struct bytes *bytes, size_t size)
{
    secure_wipe(bytes->data + size, bytes->size - size);
    bytes->size = size;
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

/* ASN1_ELEMENT_NOT_FOUND: the type is in another module. */
static int create(const struct module *module, const char *type, asn1_node *node)
{
    char name[ASN1_MAX_NAME_SIZE];

    strcpy(name, module->prefix);
    strncat(name, type, sizeof(name) - strlen(name) - 1);
    return asn1_create_element(module->definitions, name, node);
}

enum bridge_status der_new(const char *type, asn1_node *node)
{
    int error = ASN1_ELEMENT_NOT_FOUND;
    size_t i;

    *node = NULL;
    pthread_once(&once, load_definitions);
    for (i = 0; i < MODULE_COUNT && error == ASN1_ELEMENT_NOT_FOUND; i++)
    {
        if (!modules[i].definitions)
            return BRIDGE_NO_MEMORY;
        error = create(&modules[i], type, node);
    }
    return status_from_tasn1(error);
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

enum bridge_status der_write_u32(asn1_node node, const char *name, uint32_t value)
{
    const uint8_t bytes[4] = {value >> 24, value >> 16, value >> 8, value};
    const struct bridge_span span = {(uintptr_t)bytes, sizeof(bytes), sizeof(bytes)};

    return der_write_number(node, name, &span);
}

/* "name.field", or the field alone below a type without name. */
static const char *below(char *buffer, const char *name, const char *field)
{
    *buffer = 0;
    strncat(buffer, name, ASN1_MAX_NAME_SIZE - 1);
    if (*name)
        strncat(buffer, ".", ASN1_MAX_NAME_SIZE - 1 - strlen(buffer));
    strncat(buffer, field, ASN1_MAX_NAME_SIZE - 1 - strlen(buffer));
    return buffer;
}

enum bridge_status der_write_algorithm(asn1_node node, const char *name, const char *oid,
                                       const struct bytes *parameters)
{
    char field[ASN1_MAX_NAME_SIZE];
    enum bridge_status status = der_write_oid(node, below(field, name, "algorithm"), oid);

    if (status)
        return status;
    below(field, name, "parameters");
    return parameters->data ? der_write(node, field, parameters->data, parameters->size)
                            : der_omit(node, field);
}

enum bridge_status der_encode_null(struct bytes *out)
{
    asn1_node node;
    enum bridge_status status = der_new("NoParameters", &node);

    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

enum bridge_status der_check_null(const struct bytes *parameters)
{
    asn1_node node;
    enum bridge_status status;

    if (!parameters->data)
        return BRIDGE_OK;
    status = der_decode("NoParameters", parameters->data, parameters->size, &node);
    der_delete(&node);
    return status;
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

enum bridge_status der_read_u32(asn1_node node, const char *name, uint32_t *value)
{
    struct bytes number = {0};
    enum bridge_status status = der_read_number(node, name, &number);
    size_t i;

    if (!status && number.size > 4)
        status = BRIDGE_BAD_DATA;
    for (i = 0, *value = 0; !status && i < number.size; i++)
        *value = *value << 8 | number.data[i];
    bytes_clear(&number);
    return status;
}

enum bridge_status der_read_algorithm(asn1_node node, const char *name, struct bytes *oid,
                                      struct bytes *parameters)
{
    char field[ASN1_MAX_NAME_SIZE];
    enum bridge_status status = der_read_oid(node, below(field, name, "algorithm"), oid);

    return status ? status : der_read(node, below(field, name, "parameters"), parameters);
}

enum bridge_status der_read_oid(asn1_node node, const char *name, struct bytes *out)
{
    enum bridge_status status = der_read(node, name, out);

    return !status && !out->size ? BRIDGE_BAD_DATA : status;
}
