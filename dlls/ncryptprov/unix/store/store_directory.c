/*
 * The directory of a key store: opening it, its lock.
 */
#define _FILE_OFFSET_BITS 64 /* inode numbers of today's file systems do not fit 32 bits */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_unix.h"

#define PATH_SIZE 4096

enum bridge_status store_status(int error)
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

bool store_copy_name(const struct bridge_span *span, char *name)
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

enum bridge_status store_open_directory(const struct bridge_span *span, bool make, int *directory)
{
    char path[PATH_SIZE];
    struct stat info;
    int error = 0;

    if (!copy_text(span, path, sizeof(path)) || path[0] != '/')
        return BRIDGE_INVALID_PARAMETER;
    if (make && (error = make_directory(path)))
        return store_status(error);
    if ((*directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) < 0)
        return errno == ENOTDIR || errno == ELOOP ? BRIDGE_ACCESS : store_status(errno);
    if (fstat(*directory, &info))
        error = errno;
    else if (info.st_uid != geteuid())
        error = EACCES;
    else if (info.st_mode & 077 && fchmod(*directory, info.st_mode & 0700))
        error = errno;
    if (error)
        close(*directory);
    return store_status(error);
}

int store_lock_file(int file, int how)
{
    int result;

    while ((result = flock(file, how)) && errno == EINTR)
        ;
    return result;
}

enum bridge_status unix_store_lock(struct bridge_store *params)
{
    int directory, error = 0;
    enum bridge_status status = store_open_directory(&params->directory, true, &directory);

    if (status)
        return status;
    if (store_lock_file(directory, params->flags & BRIDGE_STORE_EXCLUSIVE ? LOCK_EX : LOCK_SH))
        error = errno;
    if (error)
        close(directory);
    else
        params->cursor = (uint64_t)directory + 1;
    return store_status(error);
}

enum bridge_status unix_store_unlock(struct bridge_store *params)
{
    if (params->cursor)
        close((int)(params->cursor - 1));
    params->cursor = 0;
    return BRIDGE_OK;
}
