/*
 * A whole key store in one file under a password, and back: archive, unarchive.
 */
#include "archive_key.h"
#include "archive_seal.h"
#include "commands.h"
#include "files.h"
#include "keys.h"
#include "status.h"
#include "stored.h"

#include <ncrypt_ext.h>
#include <string.h>

const struct option archive_options[] = {
    {"password", "TEXT", "password of the archive"},
    OPTION_PASSWORD_FILE,
    OPTION_MACHINE,
    OPTION_PROVIDER,
    OPTION_END,
};

const struct option unarchive_options[] = {
    {"password", "TEXT", "password of the archive"},
    OPTION_PASSWORD_FILE,
    {"list", NULL, "only tell what is in it"},
    {"overwrite", NULL, "replace keys that have the names"},
    OPTION_MACHINE,
    OPTION_PROVIDER,
    OPTION_END,
};

static DWORD machine_flag(const struct arguments *arguments)
{
    return option_given(arguments, "machine") ? NCRYPT_MACHINE_KEY_FLAG : 0;
}

/* ------------------------------------------------------------------------------------------
 * archive
 */

/* How many keys are missing, each of which is told. */
static DWORD collect(const struct arguments *arguments, NCRYPT_PROV_HANDLE provider,
                     const struct name_list *list, const char *password, struct archive *archive)
{
    DWORD missing = 0, i;

    archive->count = list->count;
    archive->keys = scratch(list->count * sizeof(*archive->keys));
    for (i = 0; i < list->count; i++)
    {
        struct archived_key *key = &archive->keys[i];

        key->name = list->entries[i].name;
        key->algorithm = list->entries[i].algorithm;
        key->spec = list->entries[i].spec;
        archive_key(provider, machine_flag(arguments), password, key);
        if (key->status)
        {
            fail(key->status, "the key \"%s\" is not in the archive", key->name);
            missing++;
        }
    }
    return missing;
}

static BOOL write_archive(const struct archive *archive, const char *password, const char *path)
{
    const struct bytes plain = encode_archive(archive);
    struct bytes sealed;

    return seal_archive(&plain, password, &sealed) && replace_file(path, &sealed);
}

int run_archive(const struct arguments *arguments)
{
    const char *path = arguments->positional[0], *password;
    NCRYPT_PROV_HANDLE provider;
    struct name_list list;
    struct archive archive;
    DWORD missing;
    BOOL done;

    if (!need_password(arguments, &password) || !open_provider(arguments, &provider))
    {
        return RESULT_FAILED;
    }
    done = list_names(arguments, provider, &list);
    if (done)
    {
        missing = collect(arguments, provider, &list, password, &archive);
        done = write_archive(&archive, password, path);
    }
    NCryptFreeObject(provider);
    if (!done)
    {
        return RESULT_FAILED;
    }
    out("%s: %lu of %lu keys\n", path, list.count - missing, list.count);
    return missing ? RESULT_FAILED : RESULT_OK;
}

/* ------------------------------------------------------------------------------------------
 * unarchive
 */
static BOOL read_archive(const char *path, const char *password, struct archive *archive)
{
    struct bytes sealed, plain;

    if (!read_file(path, &sealed) || !open_archive(&sealed, password, &plain))
    {
        return FALSE;
    }
    if (!decode_archive(&plain, archive))
    {
        complain("the archive's content is malformed");
        return FALSE;
    }
    return TRUE;
}

static void print_archive(const struct archive *archive)
{
    DWORD i;

    for (i = 0; i < archive->count; i++)
    {
        const struct archived_key *key = &archive->keys[i];

        out("%-16s %s%s\n", key->algorithm, key->name, key->status ? " (missing)" : "");
    }
}

/* Nothing is begun that would end half way: all names must be free. */
static BOOL names_are_free(const struct arguments *arguments, NCRYPT_PROV_HANDLE provider,
                           const struct archive *archive)
{
    BOOL all_free = TRUE;
    DWORD i;

    for (i = 0; i < archive->count; i++)
    {
        const struct archived_key *key = &archive->keys[i];
        NCRYPT_KEY_HANDLE handle;
        SECURITY_STATUS status;

        if (key->status)
        {
            continue;
        }
        status = NCryptOpenKey(provider, &handle, wide(key->name), key->spec,
                               machine_flag(arguments) | NCRYPT_SILENT_FLAG);
        if (status == NTE_BAD_KEYSET)
        {
            continue;
        }
        if (!status)
        {
            NCryptFreeObject(handle);
            status = NTE_EXISTS;
        }
        fail(status, "the key \"%s\" stands in the way", key->name);
        all_free = FALSE;
    }
    return all_free;
}

/* How many keys came out whole; each that did not is told. */
static DWORD restore_all(const struct arguments *arguments, NCRYPT_PROV_HANDLE provider,
                         const char *password, const struct archive *archive)
{
    DWORD flags = machine_flag(arguments), restored = 0, i;

    if (option_given(arguments, "overwrite"))
    {
        flags |= NCRYPT_OVERWRITE_KEY_FLAG;
    }
    for (i = 0; i < archive->count; i++)
    {
        const struct archived_key *key = &archive->keys[i];
        SECURITY_STATUS status;
        const char *step;
        DWORD lost = 0;

        if (key->status)
        {
            fail(key->status, "the key \"%s\" was not in the archive", key->name);
            continue;
        }
        status = unarchive_key(provider, flags, password, key, &step, &lost);
        if (status)
        {
            fail(status, "the key \"%s\" is not restored: %s", key->name, step);
        }
        else if (!lost)
        {
            restored++;
        }
    }
    return restored;
}

static int unarchive(const struct arguments *arguments, const char *password,
                     const struct archive *archive)
{
    NCRYPT_PROV_HANDLE provider;
    DWORD restored;

    if (!open_provider(arguments, &provider))
    {
        return RESULT_FAILED;
    }
    if (!option_given(arguments, "overwrite") && !names_are_free(arguments, provider, archive))
    {
        NCryptFreeObject(provider);
        complain("nothing is restored; --overwrite replaces keys");
        return RESULT_FAILED;
    }
    restored = restore_all(arguments, provider, password, archive);
    NCryptFreeObject(provider);
    out("%lu of %lu keys restored\n", restored, archive->count);
    return restored == archive->count ? RESULT_OK : RESULT_FAILED;
}

int run_unarchive(const struct arguments *arguments)
{
    struct archive archive;
    const char *password;

    if (!need_password(arguments, &password) ||
        !read_archive(arguments->positional[0], password, &archive))
    {
        return RESULT_FAILED;
    }
    if (option_given(arguments, "list"))
    {
        print_archive(&archive);
        return RESULT_OK;
    }
    return unarchive(arguments, password, &archive);
}
