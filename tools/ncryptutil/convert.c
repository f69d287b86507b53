/*
 * convert: keys from files, written as blobs of other types.
 */
#include "blobtypes.h"
#include "commands.h"
#include "files.h"
#include "keyfile.h"
#include "status.h"
#include "text.h"
#include "transfer.h"

#include <string.h>

#define TYPES_ALL "all"
#define TYPES_SAME "same"

const struct option convert_options[] = {
    {"to", "TYPE,...", "blob types to write, or \"all\", or \"same\" as the input"},
    {"from", "TYPE", "blob type of the input (default: recognised)"},
    {"out", "FILE", "where to write (default: standard output)"},
    {"out-dir", "DIR", "write DIR/NAME.TYPE for each input and type"},
    OPTIONS_OF_OUTPUT,
    OPTIONS_OF_INPUT,
    OPTION_END,
};

struct conversion
{
    const struct arguments *arguments;
    struct export_settings settings;
    const char *out;
    const char *out_dir;
    char **written; /* paths, so that no output of this run overwrites another one */
    int written_count;
    int written_room;
};

static BOOL remember_path(struct conversion *conversion, const char *path)
{
    int i;

    for (i = 0; i < conversion->written_count; i++)
    {
        if (!_stricmp(conversion->written[i], path))
        {
            complain("%s would be written twice: two inputs have the same name", path);
            return FALSE;
        }
    }
    if (conversion->written_count == conversion->written_room)
    {
        size_t size = (size_t)conversion->written_room * sizeof(*conversion->written);

        conversion->written_room = conversion->written_room * 2 + 16;
        conversion->written = scratch_copy(conversion->written, size,
                                           size + 16 * sizeof(*conversion->written));
    }
    conversion->written[conversion->written_count++] = (char *)path;
    return TRUE;
}

static int write_one(struct conversion *conversion, const struct key *key, const char *type,
                     const char *path, BOOL optional)
{
    struct bytes blob;
    SECURITY_STATUS status = export_type(key, type, &conversion->settings, &blob);

    if (status && optional)
    {
        out("%-24s not offered: %s\n", type, status_text(status));
        return RESULT_OK;
    }
    if (status)
    {
        return fail(status, "cannot export the key of %s as %s", key->source, type);
    }
    if (!remember_path(conversion, path) ||
        !write_blob(conversion->arguments, type, &conversion->settings, &blob, path))
    {
        return RESULT_FAILED;
    }
    if (strcmp(path, "-"))
    {
        out("%-24s %6lu bytes  %s\n", type, (unsigned long)blob.size, path);
    }
    return RESULT_OK;
}

static int write_type(struct conversion *conversion, const struct key *key, const char *type,
                      BOOL optional)
{
    const char *path = conversion->out;

    if (conversion->out_dir)
    {
        path = text_of("%s/%s.%s", conversion->out_dir, file_stem(key->source), type);
    }
    return write_one(conversion, key, type, path ? path : "-", optional);
}

/* Every type of the table that fits the key; what the provider does not offer is only told. */
static int write_all_types(struct conversion *conversion, const struct key *key)
{
    const char *group = key_group(key);
    BOOL is_private = has_private_part(key->handle);
    const struct blob_type *type;
    int result = RESULT_OK;
    int i;

    for (i = 0; (type = blob_type_at(i)) != NULL; i++)
    {
        if (blob_type_fits(type, group) && (is_private || !type->is_private) &&
            write_type(conversion, key, type->name, TRUE))
        {
            result = RESULT_FAILED;
        }
    }
    return result;
}

static int write_types(struct conversion *conversion, const struct key *key, const char *types,
                       const char *input_type)
{
    int result = RESULT_OK;

    if (!strcmp(types, TYPES_ALL))
    {
        return write_all_types(conversion, key);
    }
    while (*types)
    {
        int length = (int)strcspn(types, ",");
        const char *name = text_of("%.*s", length, types);
        const char *type = strcmp(name, TYPES_SAME) ? blob_type_name(name) : input_type;

        if (write_type(conversion, key, type, FALSE))
        {
            result = RESULT_FAILED;
        }
        types += length + (types[length] == ',');
    }
    return result;
}

static int convert_file(struct conversion *conversion, const char *path, const char *types)
{
    const char *from = option_text(conversion->arguments, "from");
    struct key key = {0, 0, path};
    struct key_file file;
    int result = RESULT_FAILED;

    if (!read_key_file(path, from ? blob_type_name(from) : NULL, &file) ||
        !import_key_file(conversion->arguments, &file, &key))
    {
        return RESULT_FAILED;
    }
    allow_export(key.handle);
    if (start_wrapping(key.provider, &conversion->settings))
    {
        result = write_types(conversion, &key, types, file.type);
        end_wrapping(&conversion->settings);
    }
    close_key(&key);
    return result;
}

/* One output can take only one blob. */
static BOOL check_outputs(const struct arguments *arguments, const char *types)
{
    BOOL several = arguments->count > 1 || strchr(types, ',') || !strcmp(types, TYPES_ALL);

    if (option_given(arguments, "out") && option_given(arguments, "out-dir"))
    {
        complain("--out and --out-dir exclude each other");
        return FALSE;
    }
    if (several && !option_given(arguments, "out-dir"))
    {
        complain("several inputs or types need --out-dir");
        return FALSE;
    }
    return TRUE;
}

int run_convert(const struct arguments *arguments)
{
    const char *types = option_text(arguments, "to");
    struct conversion conversion = {.arguments = arguments,
                                    .out = option_text(arguments, "out"),
                                    .out_dir = option_text(arguments, "out-dir")};
    int result = RESULT_OK;
    int i;

    if (!types)
    {
        complain("--to must name the blob type to write");
        return RESULT_USAGE;
    }
    if (!check_outputs(arguments, types))
    {
        return RESULT_USAGE;
    }
    if (!read_export_settings(arguments, &conversion.settings))
    {
        return RESULT_FAILED;
    }
    for (i = 0; i < arguments->count; i++)
    {
        if (convert_file(&conversion, arguments->positional[i], types))
        {
            result = RESULT_FAILED;
        }
    }
    return result;
}
