#include "archive_format.h"

#include <string.h>

void add_archived_property(struct archived_key *key, const char *name, DWORD flags,
                           const struct bytes *value)
{
    struct archived_property *property;

    key->properties = scratch_copy(key->properties, key->property_count * sizeof(*property),
                                   sizeof(*property));
    property = &key->properties[key->property_count++];
    property->name = name;
    property->flags = flags;
    property->value = *value;
}

/* ------------------------------------------------------------------------------------------
 * Writing: once to count, once to write
 */
struct output
{
    BYTE *data; /* NULL: only counts */
    DWORD size;
};

static void put_bytes(struct output *output, const void *data, DWORD size)
{
    if (output->data && size)
    {
        memcpy(output->data + output->size, data, size);
    }
    output->size += size;
}

static void put_number(struct output *output, DWORD value)
{
    const BYTE bytes[] = {(BYTE)value, (BYTE)(value >> 8), (BYTE)(value >> 16),
                          (BYTE)(value >> 24)};

    put_bytes(output, bytes, sizeof(bytes));
}

static void put_sized(struct output *output, const void *data, DWORD size)
{
    put_number(output, size);
    put_bytes(output, data, size);
}

static void put_text(struct output *output, const char *text)
{
    put_sized(output, text, (DWORD)strlen(text));
}

static void put_key(struct output *output, const struct archived_key *key)
{
    DWORD i;

    put_text(output, key->name);
    put_text(output, key->algorithm);
    put_number(output, key->spec);
    put_number(output, (DWORD)key->status);
    if (key->status)
    {
        return;
    }
    put_text(output, key->type);
    put_sized(output, key->blob.data, key->blob.size);
    put_number(output, key->property_count);
    for (i = 0; i < key->property_count; i++)
    {
        const struct archived_property *property = &key->properties[i];

        put_text(output, property->name);
        put_number(output, property->flags);
        put_sized(output, property->value.data, property->value.size);
    }
}

static void put_archive(struct output *output, const struct archive *archive)
{
    DWORD i;

    put_number(output, archive->count);
    for (i = 0; i < archive->count; i++)
    {
        put_key(output, &archive->keys[i]);
    }
}

struct bytes encode_archive(const struct archive *archive)
{
    struct output output = {0};
    struct bytes bytes;

    put_archive(&output, archive);
    bytes.size = output.size;
    bytes.data = output.data = scratch(output.size);
    output.size = 0;
    put_archive(&output, archive);
    return bytes;
}

/* ------------------------------------------------------------------------------------------
 * Reading
 */
struct input
{
    const BYTE *data;
    DWORD left;
    BOOL failed;
};

static const BYTE *take_bytes(struct input *input, DWORD size)
{
    const BYTE *data = input->data;

    if (input->failed || size > input->left)
    {
        input->failed = TRUE;
        return NULL;
    }
    input->data += size;
    input->left -= size;
    return data;
}

static DWORD take_number(struct input *input)
{
    const BYTE *data = take_bytes(input, 4);

    return data ? data[0] | data[1] << 8 | data[2] << 16 | (DWORD)data[3] << 24 : 0;
}

static struct bytes take_sized(struct input *input)
{
    struct bytes bytes = {NULL, take_number(input)};
    const BYTE *data = take_bytes(input, bytes.size);

    if (!data)
    {
        bytes.size = 0;
    }
    bytes.data = scratch_copy(data, bytes.size, sizeof(WCHAR));
    return bytes;
}

static const char *take_text(struct input *input)
{
    struct bytes text = take_sized(input);

    if (memchr(text.data, 0, text.size))
    {
        input->failed = TRUE;
    }
    return (const char *)text.data;
}

static void take_properties(struct input *input, struct archived_key *key)
{
    DWORD count = take_number(input);

    for (; count && !input->failed; count--)
    {
        const char *name = take_text(input);
        DWORD flags = take_number(input);
        struct bytes value = take_sized(input);

        add_archived_property(key, name, flags, &value);
    }
}

static void take_key(struct input *input, struct archived_key *key)
{
    key->name = take_text(input);
    key->algorithm = take_text(input);
    key->spec = take_number(input);
    key->status = (LONG)take_number(input);
    if (key->status)
    {
        return;
    }
    key->type = take_text(input);
    key->blob = take_sized(input);
    take_properties(input, key);
}

BOOL decode_archive(const struct bytes *bytes, struct archive *archive)
{
    struct input input = {bytes->data, bytes->size, FALSE};
    DWORD i;

    archive->count = take_number(&input);
    if (archive->count > bytes->size / 4)
    {
        return FALSE;
    }
    archive->keys = scratch(archive->count * sizeof(*archive->keys));
    for (i = 0; i < archive->count && !input.failed; i++)
    {
        take_key(&input, &archive->keys[i]);
    }
    return !input.failed && !input.left;
}
