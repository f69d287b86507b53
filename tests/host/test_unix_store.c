/*
 * Files of a key store: at every step of a write or a removal the process is killed, or the system
 * call fails, and what is there afterwards is the old file or the new one, whole.
 */
#define _GNU_SOURCE 1
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault_points.h"
#include "unix_call.h"

static char root[] = "/tmp/unix-store-XXXXXX", directory[256];

#define SIZE 5000
static uint8_t old_data[SIZE], new_data[SIZE + 1234];

static struct bridge_span text(const char *value)
{
    return span_in((struct data){(const uint8_t *)value, strlen(value)});
}

static struct bridge_store request(const char *name)
{
    return (struct bridge_store){.directory = text(directory), .name = text(name)};
}

static enum bridge_status store(const char *name, struct data data, uint32_t flags)
{
    struct bridge_store params = request(name);

    params.data = span_in(data);
    params.flags = flags;
    return test_call(CALL_store_write, &params);
}

static enum bridge_status load(const char *name, uint8_t *data, size_t *size)
{
    struct bridge_store params = request(name);
    enum bridge_status status;

    params.data = span_out(data, *size);
    status = test_call(CALL_store_read, &params);
    *size = params.data.size;
    return status;
}

static enum bridge_status delete(const char *name)
{
    struct bridge_store params = request(name);

        return test_call(CALL_store_delete, &params);
}

enum content
{
    ABSENT,
    OLD,
    NEW,
    TORN
};

static enum content content(void)
{
    static uint8_t data[2 * SIZE];
    size_t size = sizeof(data);
    enum bridge_status status = load("key", data, &size);

    if (status == BRIDGE_NOT_FOUND)
        return ABSENT;
    if (!status && size == sizeof(old_data) && !memcmp(data, old_data, size))
        return OLD;
    if (!status && size == sizeof(new_data) && !memcmp(data, new_data, size))
        return NEW;
    return TORN;
}

static unsigned int count_files(const char *path)
{
    DIR *list = opendir(path);
    struct dirent *entry;
    unsigned int count = 0;

    while (list && (entry = readdir(list)))
        count += entry->d_name[0] != '.';
    if (list)
        closedir(list);
    return count;
}

static unsigned int count_making(void)
{
    char path[300];

    snprintf(path, sizeof(path), "%s/.making", directory);
    return count_files(path);
}

struct operation
{
    const char *name;
    enum content before, after;
    enum bridge_status (*run)(void);
};

static enum bridge_status run_create(void)
{
    return store("key", DATA(new_data), BRIDGE_STORE_EXCLUSIVE);
}

static enum bridge_status run_replace(void)
{
    return store("key", DATA(new_data), 0);
}

static enum bridge_status run_delete(void)
{
    return delete ("key");
}

static const struct operation operations[] = {{"create", ABSENT, NEW, run_create},
                                              {"replace", OLD, NEW, run_replace},
                                              {"replace nothing", ABSENT, NEW, run_replace},
                                              {"delete", OLD, ABSENT, run_delete}};

static void set_up(const struct operation *operation)
{
    delete ("key");
    if (operation->before == OLD)
        check_status(store("key", DATA(old_data), 0), BRIDGE_OK);
}

/* One write more tidies up, and what it writes is there. */
static void check_recovery(const struct operation *operation, unsigned int step)
{
    enum content now = content();

    check(now == operation->before || now == operation->after, "%s killed at step %u: state %d",
          operation->name, step, now);
    check(count_files(directory) == (now != ABSENT), "step %u: other files", step);
    check(count_making() <= 1, "step %u: %u files in the making", step, count_making());
    check_status(store("key", DATA(old_data), 0), BRIDGE_OK);
    check(content() == OLD, "step %u: the next write", step);
    check(!count_making(), "step %u: not tidied up", step);
}

static bool killed_at(const struct operation *operation, unsigned int step)
{
    int status = 0;
    pid_t child = fork();

    if (!child)
    {
        fault.step = 0;
        fault.at = step;
        fault.error = 0;
        _exit(operation->run() ? 2 : 0);
    }
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status))
        return true;
    check(WIFEXITED(status) && !WEXITSTATUS(status), "%s, step %u: exit %#x", operation->name, step,
          (unsigned int)status);
    return false;
}

static void test_kill(const struct operation *operation, unsigned int least_steps)
{
    unsigned int step = 0;
    bool killed;

    do
    {
        set_up(operation);
        killed = killed_at(operation, ++step);
        check_recovery(operation, step);
    } while (killed && step < 100);
    check(step > least_steps && step < 100, "%s: %u steps", operation->name, step);
}

static unsigned int count_open(void)
{
    return count_files("/proc/self/fd");
}

static bool fails_at(const struct operation *operation, unsigned int step, int error,
                     enum bridge_status want)
{
    unsigned int open_before = count_open();
    enum bridge_status status;
    enum content now;
    bool failed;

    set_up(operation);
    fault.step = 0;
    fault.failed = NULL;
    fault.error = error;
    fault.at = step;
    status = operation->run();
    failed = fault.step >= step;
    fault.at = 0;
    now = content();
    check(now == operation->before || now == operation->after, "%s, %s fails at step %u: state %d",
          operation->name, fault.failed, step, now);
    /* What cannot be undone: a new file whose directory could not be flushed; a lock that was not
     * got on what another writer left behind; the second name that a link leaves. */
    if (failed && status)
        check(status == want, "%s, %s fails: status %s", operation->name, fault.failed,
              test_status_name(status));
    else
        check(!status && now == operation->after, "%s, %s fails: success", operation->name,
              fault.failed ? fault.failed : "nothing");
    check(count_open() == open_before, "%s: %s leaks a file", operation->name, fault.failed);
    check(count_making() <= (failed && !strcmp(fault.failed, "unlink")), "%s, %s: left behind",
          operation->name, fault.failed);
    return failed;
}

static void test_failures(const struct operation *operation)
{
    static const struct
    {
        int error;
        enum bridge_status status;
    } errors[] = {{ENOSPC, BRIDGE_DISK_FULL}, {EDQUOT, BRIDGE_DISK_FULL},
                  {EIO, BRIDGE_IO},           {EACCES, BRIDGE_ACCESS},
                  {EROFS, BRIDGE_ACCESS},     {ENOMEM, BRIDGE_NO_MEMORY}};
    unsigned int i, step;

    for (i = 0; i < sizeof(errors) / sizeof(*errors); i++)
    {
        for (step = 1; fails_at(operation, step, errors[i].error, errors[i].status); step++)
            ;
    }
}

/* An interrupted system call is no failure. */
static void test_interrupted(void)
{
    enum bridge_status status;
    unsigned int step;

    for (step = 1; step < 40; step++)
    {
        set_up(&operations[1]);
        fault.step = 0;
        fault.failed = NULL;
        fault.error = EINTR;
        fault.at = step;
        status = run_replace();
        fault.at = 0;
        if (!status)
            check(content() == NEW, "interrupted at %u", step);
        else
            check(strcmp(fault.failed, "write") && strcmp(fault.failed, "flock"), "%s interrupted",
                  fault.failed);
    }
}

static mode_t mode_of(const char *name)
{
    char path[600];
    struct stat info = {0};

    snprintf(path, sizeof(path), "%s/%s", directory, name);
    return lstat(path, &info) ? 0 : info.st_mode;
}

static void link_to(const char *target, const char *name)
{
    char path[600];

    snprintf(path, sizeof(path), "%s/%s", directory, name);
    unlink(path);
    if (symlink(target, path))
        abort();
}

static void test_permissions(void)
{
    static const char *const bad_names[] = {"", "a/b", "/etc/passwd", "..", ".", ".making", "../x"};
    uint8_t data[16];
    size_t size, i;
    mode_t mask = umask(0);

    check_status(store("key", DATA(old_data), 0), BRIDGE_OK);
    check(mode_of("key") == (S_IFREG | 0600), "file mode %o", mode_of("key"));
    check(mode_of("") == (S_IFDIR | 0700), "directory mode %o", mode_of(""));
    chmod(directory, 0755);
    check_status(store("key", DATA(old_data), 0), BRIDGE_OK);
    check(mode_of("") == (S_IFDIR | 0700), "directory mode %o", mode_of(""));
    umask(mask);
    for (i = 0; i < sizeof(bad_names) / sizeof(*bad_names); i++)
    {
        size = sizeof(data);
        check_status(store(bad_names[i], DATA(old_data), 0), BRIDGE_INVALID_PARAMETER);
        check_status(load(bad_names[i], data, &size), BRIDGE_INVALID_PARAMETER);
        check_status(delete (bad_names[i]), BRIDGE_INVALID_PARAMETER);
    }
    link_to("/etc/passwd", "link");
    size = sizeof(data);
    check_status(load("link", data, &size), BRIDGE_BAD_DATA);
    check_status(store("link", DATA(old_data), 0), BRIDGE_BAD_DATA);
    check_status(store("link", DATA(old_data), BRIDGE_STORE_EXCLUSIVE), BRIDGE_EXISTS);
    check(S_ISLNK(mode_of("link")), "the link was replaced");
    check_status(delete ("link"), BRIDGE_OK);
}

/* The directory itself is no link, and nobody else's. */
static void test_directory(void)
{
    struct bridge_store params = request("key");
    char path[600];

    snprintf(path, sizeof(path), "%s/alias", root);
    if (symlink(directory, path))
        abort();
    params.directory = text(path);
    params.data = span_in(DATA(old_data));
    check_status(test_call(CALL_store_write, &params), BRIDGE_ACCESS);
    unlink(path);
    params.directory = text("relative");
    check_status(test_call(CALL_store_write, &params), BRIDGE_INVALID_PARAMETER);
    if (!geteuid() && !mkdir(path, 0700) && !chown(path, 1, 1))
    {
        params.directory = text(path);
        check_status(test_call(CALL_store_write, &params), BRIDGE_ACCESS);
        check_status(test_call(CALL_store_read, &params), BRIDGE_ACCESS);
    }
    rmdir(path);
}

/* Exclusive against exclusive and shared; a lock ends with its process. */
static void test_lock(void)
{
    struct bridge_store lock = request("key");
    int channel[2], status;
    char byte;
    pid_t child;

    lock.flags = BRIDGE_STORE_EXCLUSIVE;
    if (pipe(channel))
        abort();
    if (!(child = fork()))
    {
        test_call(CALL_store_lock, &lock);
        if (NEXT(write)(channel[1], "1", 1) != 1)
            _exit(1);
        pause();
    }
    check(read(channel[0], &byte, 1) == 1, "the child's lock");
    check(NEXT(flock)(open(directory, O_RDONLY | O_DIRECTORY), LOCK_SH | LOCK_NB) &&
              errno == EWOULDBLOCK,
          "it is not held");
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    check_status(test_call(CALL_store_lock, &lock), BRIDGE_OK);
    check_status(test_call(CALL_store_unlock, &lock), BRIDGE_OK);
    close(channel[0]);
    close(channel[1]);
}

int main(void)
{
    size_t i;

    if (!mkdtemp(root))
        abort();
    snprintf(directory, sizeof(directory), "%s/a/b/Keys", root);
    memset(old_data, 'o', sizeof(old_data));
    memset(new_data, 'n', sizeof(new_data));
    test_permissions();
    delete ("key");
    for (i = 0; i < sizeof(operations) / sizeof(*operations); i++)
    {
        test_kill(&operations[i], i == 3 ? 2 : 7);
        test_failures(&operations[i]);
    }
    test_interrupted();
    fault.no_exclusive_rename = true;
    test_kill(&operations[0], 8);
    test_failures(&operations[0]);
    fault.no_exclusive_rename = false;
    test_directory();
    test_lock();
    delete ("key");
    {
        char path[300];

        snprintf(path, sizeof(path), "rm -rf %s", root);
        check(!system(path), "tidy up");
    }
    return check_summary("unix_store");
}
