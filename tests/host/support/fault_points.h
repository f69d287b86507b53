/*
 * The system calls of the key store, each a step at which the process is killed or the call fails.  Only
 * for the programs that include it: their definitions come before the C library's.
 */
#ifndef TESTS_FAULT_POINTS_H
#define TESTS_FAULT_POINTS_H

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static struct
{
    unsigned int step, at; /* at 0: nothing happens */
    int error;             /* 0: the process is killed */
    const char *failed;    /* the call that failed */
    bool no_exclusive_rename;
    int failed_error;
} fault;

/* Before a step: true if it has to fail, with errno set. */
static bool fails(const char *name)
{
    if (!fault.at || ++fault.step != fault.at)
        return false;
    if (!fault.error)
        kill(getpid(), SIGKILL);
    fault.failed = name;
    errno = fault.error;
    return true;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int open64(const char *path, int flags, ...)
{
    return fails("open") ? -1 : NEXT(open64)(path, flags);
}

int openat64(int directory, const char *path, int flags, ...)
{
    va_list args;
    mode_t mode;

    va_start(args, flags);
    mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    return fails("openat") ? -1 : NEXT(openat64)(directory, path, flags, mode);
}

/* A write is done by halves, so that there is something torn. */
ssize_t write(int file, const void *data, size_t size)
{
    if (fault.at && size > 1)
        size /= 2;
    return fails("write") ? -1 : NEXT(write)(file, data, size);
}

int fsync(int file)
{
    return fails("fsync") ? -1 : NEXT(fsync)(file);
}

int renameat2(int from, const char *old, int to, const char *new, unsigned int flags)
{
    if (fault.no_exclusive_rename && flags)
    {
        errno = EINVAL;
        return -1;
    }
    return fails("rename") ? -1 : NEXT(renameat2)(from, old, to, new, flags);
}

int linkat(int from, const char *old, int to, const char *new, int flags)
{
    return fails("link") ? -1 : NEXT(linkat)(from, old, to, new, flags);
}

int unlinkat(int directory, const char *name, int flags)
{
    return fails("unlink") ? -1 : NEXT(unlinkat)(directory, name, flags);
}

int flock(int file, int operation)
{
    return fails("flock") ? -1 : NEXT(flock)(file, operation);
}

int mkdir(const char *path, mode_t mode)
{
    return fails("mkdir") ? -1 : NEXT(mkdir)(path, mode);
}

int mkdirat(int directory, const char *path, mode_t mode)
{
    return fails("mkdirat") ? -1 : NEXT(mkdirat)(directory, path, mode);
}

#endif
