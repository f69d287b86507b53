/*
 * Files of a key store: reading, deleting, listing.
 */
#define _FILE_OFFSET_BITS 64
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_unix.h"

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
        return store_status(errno);
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
        return store_status(error);
    params->modified = nanoseconds(&info.st_mtim);
    return BRIDGE_OK;
}

enum bridge_status unix_store_read(struct bridge_store *params)
{
    char name[BRIDGE_STORE_NAME + 1];
    enum bridge_status status;
    int directory, file;

    if (!store_copy_name(&params->name, name))
        return BRIDGE_INVALID_PARAMETER;
    if ((status = store_open_directory(&params->directory, false, &directory)))
        return status;
    /* O_NONBLOCK: a FIFO of that name must not hold us up. */
    file = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        status = store_status(errno);
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

    if (!store_copy_name(&params->name, name))
        return BRIDGE_INVALID_PARAMETER;
    if ((status = store_open_directory(&params->directory, false, &directory)))
        return status;
    if (unlinkat(directory, name, 0) || fsync(directory))
        status = store_status(errno);
    close(directory);
    return status;
}

static enum bridge_status begin_list(struct bridge_store *params)
{
    int directory;
    enum bridge_status status = store_open_directory(&params->directory, false, &directory);
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
            return errno ? store_status(errno) : BRIDGE_NOT_FOUND;
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
