/*
 * Files of a key store (see struct bridge_store): written whole or not at all, for the owner only.
 *
 * A write makes a new file beside the others, in a folder of files in the making, flushes it, moves it
 * to its name, and flushes the directory.  A file in the making is locked, so that one whose maker
 * died can be told from one at work; the next write removes it.
 */
#define _GNU_SOURCE 1 /* renameat2 */
#define _FILE_OFFSET_BITS 64
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_unix.h"

#define MAKING_FOLDER ".making" /* no name of a key begins with a dot */
#define MAKING_NAME 24

/* The folder of files in the making. */
static enum bridge_status open_making(int directory, int *making)
{
    if (mkdirat(directory, MAKING_FOLDER, 0700) && errno != EEXIST)
        return store_status(errno);
    *making = openat(directory, MAKING_FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return *making < 0 ? store_status(errno) : BRIDGE_OK;
}

/* Removes what a writer left behind that is not there any more. */
static void remove_abandoned(int making)
{
    int copy = dup(making), file;
    DIR *list = copy < 0 ? NULL : fdopendir(copy);
    struct dirent *entry;

    if (!list)
        return;
    rewinddir(list);
    while ((entry = readdir(list)))
    {
        if (entry->d_name[0] == '.')
            continue;
        file = openat(making, entry->d_name, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
        if (file < 0)
            continue;
        if (!flock(file, LOCK_EX | LOCK_NB))
            unlinkat(making, entry->d_name, 0);
        close(file);
    }
    closedir(list);
}

static enum bridge_status random_name(char *name)
{
    uint8_t random[MAKING_NAME / 2];
    size_t i;

    random_bytes(NULL, sizeof(random), random);
    if (!random_ok())
        return BRIDGE_NO_RANDOM;
    for (i = 0; i < sizeof(random); i++)
        snprintf(name + 2 * i, 3, "%02x", random[i]);
    return BRIDGE_OK;
}

/* A new, locked file of a name that nobody else uses.  Between its making and its lock somebody may
 * take it for an abandoned one: then it has no name any more, and another is made. */
static enum bridge_status make_file(int making, char *name, int *file)
{
    enum bridge_status status;
    struct stat info;
    int error;

    for (;;)
    {
        if ((status = random_name(name)))
            return status;
        *file = openat(making, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (*file < 0)
            return store_status(errno);
        error = store_lock_file(*file, LOCK_EX) || fstat(*file, &info) ? errno : 0;
        if (!error && info.st_nlink)
            return BRIDGE_OK;
        if (error)
            unlinkat(making, name, 0);
        close(*file);
        if (error)
            return store_status(error);
    }
}

static int write_all(int file, const uint8_t *data, size_t size)
{
    ssize_t written;

    while (size)
    {
        if ((written = write(file, data, size)) < 0)
        {
            if (errno == EINTR)
                continue;
            return errno;
        }
        data += written;
        size -= (size_t)written;
    }
    return fsync(file) ? errno : 0;
}

/* Gives the file its name.  An exclusive one fails if the name is taken; file systems that cannot
 * move a file like that can mostly make a link. */
static int name_file(int making, const char *made, int directory, const char *name, bool exclusive)
{
    if (!renameat2(making, made, directory, name, exclusive ? RENAME_NOREPLACE : 0))
        return 0;
    if (!exclusive || (errno != EINVAL && errno != ENOSYS))
        return errno;
    if (linkat(making, made, directory, name, 0))
        return errno;
    return unlinkat(making, made, 0) ? errno : 0;
}

static enum bridge_status write_file(int making, int directory, const char *name,
                                     const struct bridge_span *data, bool exclusive)
{
    char made[MAKING_NAME + 1];
    enum bridge_status status;
    int file, error;

    if ((status = make_file(making, made, &file)))
        return status;
    error = write_all(file, span_data(data), data->size);
    if (!error)
        error = name_file(making, made, directory, name, exclusive);
    if (error)
        unlinkat(making, made, 0);
    close(file);
    /* The name is there for everybody from now on; after a failure of this last step it may be gone
     * when the machine stops, but the file is whole as long as it is there. */
    if (!error && fsync(directory))
        error = errno;
    return store_status(error);
}

/* What already bears the name: an exclusive write wants nothing, the other a file to replace. */
static enum bridge_status check_present(int directory, const char *name, bool exclusive)
{
    struct stat info;

    if (fstatat(directory, name, &info, AT_SYMLINK_NOFOLLOW))
        return BRIDGE_OK;
    if (exclusive)
        return BRIDGE_EXISTS;
    return S_ISREG(info.st_mode) ? BRIDGE_OK : BRIDGE_BAD_DATA;
}

enum bridge_status unix_store_write(struct bridge_store *params)
{
    bool exclusive = params->flags & BRIDGE_STORE_EXCLUSIVE;
    char name[BRIDGE_STORE_NAME + 1];
    enum bridge_status status;
    int directory, making = -1;

    if (!store_copy_name(&params->name, name) || params->data.size > BRIDGE_STORE_FILE)
        return BRIDGE_INVALID_PARAMETER;
    if ((status = store_open_directory(&params->directory, true, &directory)))
        return status;
    status = check_present(directory, name, exclusive);
    if (!status && !(status = open_making(directory, &making)))
    {
        remove_abandoned(making);
        status = write_file(making, directory, name, &params->data, exclusive);
        close(making);
    }
    close(directory);
    return status;
}
