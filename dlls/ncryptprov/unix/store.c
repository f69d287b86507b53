/*
 * Files of a key store (see struct bridge_store): written whole or not at all, for the owner only.
 *
 * A write makes a new file beside the others, in a folder of files in the making, flushes it, moves it
 * to its name, and flushes the directory.  A file in the making is locked, so that one whose maker
 * died can be told from one at work; the next write removes it.
 */
#define _GNU_SOURCE 1        /* renameat2 */
#define _FILE_OFFSET_BITS 64 /* inode numbers of today's file systems do not fit 32 bits */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unixlib.h"

#define PATH_SIZE 4096
#define MAKING_FOLDER ".making" /* no name of a key begins with a dot */
#define MAKING_NAME 24

static enum bridge_status status_from_errno(int error)
{
    switch (error)
    {
    case 0:
        return BRIDGE_OK;
    case ENOENT:
    case ENOTDIR:
        return BRIDGE_NOT_FOUND;
    case EEXIST:
        return BRIDGE_EXISTS;
    case EACCES:
    case EPERM:
    case EROFS:
        return BRIDGE_ACCESS;
    case ENOSPC:
    case EDQUOT:
        return BRIDGE_DISK_FULL;
    case ELOOP: /* a symbolic link where none is followed */
        return BRIDGE_BAD_DATA;
    case ENOMEM:
        return BRIDGE_NO_MEMORY;
    default:
        return BRIDGE_IO;
    }
}

/* A span as a string; false if it is too long, empty, or holds a NUL. */
static bool copy_text(const struct bridge_span *span, char *text, size_t size)
{
    if (!span->size || span->size >= size || memchr(span_data(span), 0, span->size))
        return false;
    memcpy(text, span_data(span), span->size);
    text[span->size] = 0;
    return true;
}

/* The name of a file; no path, and none of our own making. */
static bool copy_name(const struct bridge_span *span, char *name)
{
    return copy_text(span, name, BRIDGE_STORE_NAME + 1) && !strchr(name, '/') && name[0] != '.';
}

/* Makes the directory and those above it, for the owner only. */
static int make_directory(char *path)
{
    char *slash;

    for (slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/'))
    {
        *slash = 0;
        if (mkdir(path, 0700) && errno != EEXIST)
            return errno;
        *slash = '/';
    }
    return mkdir(path, 0700) && errno != EEXIST ? errno : 0;
}

/* Opens the directory itself, which must be the caller's own; takes others' rights away. */
static enum bridge_status open_directory(const struct bridge_span *span, bool make, int *directory)
{
    char path[PATH_SIZE];
    struct stat info;
    int error = 0;

    if (!copy_text(span, path, sizeof(path)) || path[0] != '/')
        return BRIDGE_INVALID_PARAMETER;
    if (make && (error = make_directory(path)))
        return status_from_errno(error);
    if ((*directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) < 0)
        return errno == ENOTDIR || errno == ELOOP ? BRIDGE_ACCESS : status_from_errno(errno);
    if (fstat(*directory, &info))
        error = errno;
    else if (info.st_uid != geteuid())
        error = EACCES;
    else if (info.st_mode & 077 && fchmod(*directory, info.st_mode & 0700))
        error = errno;
    if (error)
        close(*directory);
    return status_from_errno(error);
}

/* ------------------------------------------------------------------------------------------
 * Writing
 */

static int lock_file(int file, int how)
{
    int result;

    while ((result = flock(file, how)) && errno == EINTR)
        ;
    return result;
}

/* The folder of files in the making. */
static enum bridge_status open_making(int directory, int *making)
{
    if (mkdirat(directory, MAKING_FOLDER, 0700) && errno != EEXIST)
        return status_from_errno(errno);
    *making = openat(directory, MAKING_FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return *making < 0 ? status_from_errno(errno) : BRIDGE_OK;
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
            return status_from_errno(errno);
        error = lock_file(*file, LOCK_EX) || fstat(*file, &info) ? errno : 0;
        if (!error && info.st_nlink)
            return BRIDGE_OK;
        if (error)
            unlinkat(making, name, 0);
        close(*file);
        if (error)
            return status_from_errno(error);
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
    return status_from_errno(error);
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

    if (!copy_name(&params->name, name) || params->data.size > BRIDGE_STORE_FILE)
        return BRIDGE_INVALID_PARAMETER;
    if ((status = open_directory(&params->directory, true, &directory)))
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

/* ------------------------------------------------------------------------------------------
 * Reading, deleting, listing
 */

static uint64_t nanoseconds(const struct timespec *time)
{
    return (uint64_t)time->tv_sec * 1000000000 + (uint64_t)time->tv_nsec;
}

static int read_all(int file, uint8_t *data, size_t size)
{
    ssize_t count;

    while (size)
    {
        count = read(file, data, size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return errno;
        if (!count) /* a file never shrinks: it is replaced as a whole */
            return EIO;
        data += count;
        size -= (size_t)count;
    }
    return 0;
}

static enum bridge_status read_file(int file, struct bridge_store *params)
{
    bool prefix = params->flags & BRIDGE_STORE_PREFIX;
    enum bridge_status status;
    struct stat info;
    size_t size;
    int error;

    if (fstat(file, &info))
        return status_from_errno(errno);
    if (!S_ISREG(info.st_mode) || info.st_size > BRIDGE_STORE_FILE)
        return BRIDGE_BAD_DATA;
    if (info.st_uid != geteuid())
        return BRIDGE_ACCESS;
    size = (size_t)info.st_size;
    if (prefix && size > params->data.capacity)
        size = params->data.capacity;
    if ((status = span_reserve(&params->data, size)))
        return status;
    if ((error = read_all(file, span_data(&params->data), size)))
        return status_from_errno(error);
    params->modified = nanoseconds(&info.st_mtim);
    return BRIDGE_OK;
}

enum bridge_status unix_store_read(struct bridge_store *params)
{
    char name[BRIDGE_STORE_NAME + 1];
    enum bridge_status status;
    int directory, file;

    if (!copy_name(&params->name, name))
        return BRIDGE_INVALID_PARAMETER;
    if ((status = open_directory(&params->directory, false, &directory)))
        return status;
    /* O_NONBLOCK: a FIFO of that name must not hold us up. */
    file = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        status = status_from_errno(errno);
    else
    {
        status = read_file(file, params);
        close(file);
    }
    close(directory);
    return status;
}

enum bridge_status unix_store_delete(struct bridge_store *params)
{
    char name[BRIDGE_STORE_NAME + 1];
    enum bridge_status status;
    int directory;

    if (!copy_name(&params->name, name))
        return BRIDGE_INVALID_PARAMETER;
    if ((status = open_directory(&params->directory, false, &directory)))
        return status;
    if (unlinkat(directory, name, 0) || fsync(directory))
        status = status_from_errno(errno);
    close(directory);
    return status;
}

static enum bridge_status begin_list(struct bridge_store *params)
{
    int directory;
    enum bridge_status status = open_directory(&params->directory, false, &directory);
    DIR *list;

    if (status)
        return status;
    if (!(list = fdopendir(directory)))
    {
        close(directory);
        return BRIDGE_NO_MEMORY;
    }
    params->cursor = bridge_pointer(list);
    return BRIDGE_OK;
}

enum bridge_status unix_store_next(struct bridge_store *params)
{
    enum bridge_status status;
    struct dirent *entry;

    if (!params->cursor && (status = begin_list(params)))
        return status;
    do
    {
        errno = 0;
        if (!(entry = readdir((DIR *)(uintptr_t)params->cursor)))
            return errno ? status_from_errno(errno) : BRIDGE_NOT_FOUND;
    } while (entry->d_name[0] == '.');
    return span_write(&params->name, entry->d_name, strlen(entry->d_name));
}

enum bridge_status unix_store_close(struct bridge_store *params)
{
    if (params->cursor)
        closedir((DIR *)(uintptr_t)params->cursor);
    params->cursor = 0;
    return BRIDGE_OK;
}

enum bridge_status unix_store_lock(struct bridge_store *params)
{
    int directory, error = 0;
    enum bridge_status status = open_directory(&params->directory, true, &directory);

    if (status)
        return status;
    if (lock_file(directory, params->flags & BRIDGE_STORE_EXCLUSIVE ? LOCK_EX : LOCK_SH))
        error = errno;
    if (error)
        close(directory);
    else
        params->cursor = (uint64_t)directory + 1;
    return status_from_errno(error);
}

enum bridge_status unix_store_unlock(struct bridge_store *params)
{
    if (params->cursor)
        close((int)(params->cursor - 1));
    params->cursor = 0;
    return BRIDGE_OK;
}
