/*
 * Keys as bytes, see key_record.h.
 *
 *   algorithm name, curve name (empty: none), each: DWORD size in bytes, UTF-16 without NUL
 *   DWORD parameter set of a post-quantum key (enum bridge_pq_set), 0: none
 *   DWORD export policy, DWORD key usage
 *   DWORD count of numbers, each: DWORD which, DWORD size, big-endian bytes (enum *_part)
 *   DWORD count of persistent properties, each: DWORD size and name, DWORD size and value
 */
#include "key_record.h"

#include <string.h>

#include "curve.h"
#include "pq.h"
#include "wide.h"

/* The curve name of explicit parameters, which are among the numbers. */
static const WCHAR explicit_curve[] = {'*', 0};

/* ------------------------------------------------------------------------------------------
 * Writing
 */
static void write_text(struct writer *writer, const WCHAR *text)
{
    uint32_t size = (uint32_t)(wide_length(text) * sizeof(WCHAR));

    writer_u32(writer, size);
    writer_bytes(writer, (const uint8_t *)text, size);
}

static void write_curve(const struct key *key, struct writer *writer)
{
    static const WCHAR none[] = {0};
    bool has_curve = key->type->family->id == FAMILY_EC;
    const struct curve *curve = has_curve ? curve_info(key->curve) : NULL;

    write_text(writer, curve ? curve->name : has_curve ? explicit_curve : none);
    writer_u32(writer, key->set);
}

static void write_numbers(const struct material *material, struct writer *writer)
{
    uint32_t i, count = 0;

    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
        count += material->size[i] != 0;
    writer_u32(writer, count);
    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
    {
        if (!material->size[i])
            continue;
        writer_u32(writer, i);
        writer_u32(writer, material->size[i]);
        writer_bytes(writer, material->part[i], material->size[i]);
    }
}

static void write_properties(const struct property_list *list, struct writer *writer)
{
    const struct property_value *value;
    uint32_t count = 0;

    for (value = list->first; value; value = value->next)
        count += value->persistent;
    writer_u32(writer, count);
    for (value = list->first; value; value = value->next)
    {
        if (!value->persistent)
            continue;
        write_text(writer, value->name);
        writer_u32(writer, value->size);
        writer_bytes(writer, value->data, value->size);
    }
}

void key_record_write(const struct key *key, struct writer *writer)
{
    write_text(writer, key->type->name);
    write_curve(key, writer);
    writer_u32(writer, key->export_policy);
    writer_u32(writer, key->usage);
    write_numbers(key->material, writer);
    write_properties(&key->properties, writer);
}

/* ------------------------------------------------------------------------------------------
 * Reading
 */
#define MAX_NAME 256 /* characters with NUL; property names have at most 64 */

static bool read_text(struct reader *reader, WCHAR text[MAX_NAME])
{
    uint32_t size = reader_u32(reader);
    const uint8_t *data = NULL;

    if (size % sizeof(WCHAR) || size >= MAX_NAME * sizeof(WCHAR) ||
        !(data = reader_bytes(reader, size)))
    {
        reader->failed = true;
        return false;
    }
    memcpy(text, data, size);
    text[size / sizeof(WCHAR)] = 0;
    return true;
}

static SECURITY_STATUS find_curve(const WCHAR *name, enum bridge_curve *result)
{
    const struct curve *curve;
    uint32_t i;

    *result = CURVE_EXPLICIT;
    if (wide_equal(name, explicit_curve))
        return ERROR_SUCCESS;
    for (i = 0; i < CURVE_COUNT; i++)
    {
        if ((curve = curve_info(i)) && wide_equal(curve->name, name))
        {
            *result = i;
            return ERROR_SUCCESS;
        }
    }
    return NTE_NOT_SUPPORTED;
}

/* Whether the parameter set is one of the key's family, which may have none. */
static bool has_set(const struct blob_contents *contents)
{
    const struct pq_set *set = pq_set_info(contents->set);

    if (!contents->type->family->has_sets)
        return contents->set == PQ_NONE;
    return set && set->family == contents->type->family->id;
}

static SECURITY_STATUS read_type(struct reader *reader, struct blob_contents *contents)
{
    WCHAR algorithm[MAX_NAME], curve[MAX_NAME];
    uint32_t set;

    if (!read_text(reader, algorithm) || !read_text(reader, curve))
        return NTE_BAD_DATA;
    set = reader_u32(reader);
    if (!(contents->type = key_type_find(algorithm)))
        return NTE_NOT_SUPPORTED;
    if (contents->type->family->id == FAMILY_EC)
        return find_curve(curve, &contents->curve);
    contents->set = set;
    return has_set(contents) ? ERROR_SUCCESS : NTE_BAD_DATA;
}

/* Where the numbers are, and how large. */
struct numbers
{
    const uint8_t *data[BRIDGE_MAX_PARTS];
    uint32_t size[BRIDGE_MAX_PARTS];
};

static bool find_numbers(struct reader *reader, struct numbers *numbers)
{
    uint32_t count = reader_u32(reader), part;

    for (; count && !reader->failed; count--)
    {
        part = reader_u32(reader);
        if (part >= BRIDGE_MAX_PARTS || numbers->size[part])
            return false;
        numbers->size[part] = reader_u32(reader);
        numbers->data[part] = reader_bytes(reader, numbers->size[part]);
    }
    return !reader->failed;
}

static SECURITY_STATUS read_numbers(struct reader *reader, struct blob_contents *contents)
{
    struct numbers numbers = {0};
    uint32_t i;

    if (!find_numbers(reader, &numbers))
        return NTE_BAD_DATA;
    if (!(contents->material = material_create(numbers.size)))
        return NTE_NO_MEMORY;
    for (i = 0; i < BRIDGE_MAX_PARTS; i++)
    {
        if (numbers.size[i])
            material_set(contents->material, i, numbers.data[i], numbers.size[i]);
    }
    return ERROR_SUCCESS;
}

static SECURITY_STATUS read_properties(struct reader *reader, struct property_list *list)
{
    uint32_t count = reader_u32(reader);
    SECURITY_STATUS status = ERROR_SUCCESS;

    for (; count && !reader->failed && !status; count--)
    {
        WCHAR name[MAX_NAME];
        const uint8_t *data;
        uint32_t size;

        if (!read_text(reader, name))
            return NTE_BAD_DATA;
        size = reader_u32(reader);
        if (!(data = reader_bytes(reader, size)))
            return NTE_BAD_DATA;
        status = property_list_set(list, name, data, size, true);
    }
    return status;
}

SECURITY_STATUS key_record_read(struct reader *reader, struct blob_contents *contents)
{
    SECURITY_STATUS status = read_type(reader, contents);

    if (status)
        return status;
    contents->has_properties = true;
    contents->export_policy = reader_u32(reader);
    contents->usage = reader_u32(reader);
    if (!(status = read_numbers(reader, contents)))
        status = read_properties(reader, &contents->properties);
    return !status && !reader_done(reader) ? NTE_BAD_DATA : status;
}
