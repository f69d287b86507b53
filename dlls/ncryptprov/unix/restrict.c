/*
 * Files and folders for their owner only.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unixlib.h"

static enum bridge_status restrict_open(int file)
{
    struct stat info;
    mode_t mode;

    if (fstat(file, &info))
        return BRIDGE_INTERNAL;
    if (!S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode))
        return BRIDGE_INVALID_PARAMETER;
    mode = S_ISDIR(info.st_mode) ? S_IRWXU : S_IRUSR | S_IWUSR;
    return fchmod(file, mode) ? BRIDGE_NOT_SUPPORTED : BRIDGE_OK;
}

enum bridge_status unix_restrict_file(struct bridge_restrict *params)
{
    char path[4096];
    enum bridge_status status;
    int file;

    if (params->path.size >= sizeof(path))
        return BRIDGE_INVALID_PARAMETER;
    memcpy(path, span_data(&params->path), params->path.size);
    path[params->path.size] = 0;
    if ((file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)) < 0)
        return errno == EACCES ? BRIDGE_NOT_SUPPORTED : BRIDGE_INVALID_PARAMETER;
    status = restrict_open(file);
    close(file);
    return status;
}
