/*
 * Key stores without Windows, see store_host.h.
 */
#define _GNU_SOURCE 1
#include "store_host.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

unsigned int store_host_computer;

static char root[64];
static pid_t owner;
static pthread_once_t once = PTHREAD_ONCE_INIT;

void store_host_remove(const char *path)
{
    char child[STORE_PATH];
    DIR *list = opendir(path);
    struct dirent *entry;

    while (list && (entry = readdir(list)))
    {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        snprintf(child, sizeof(child), "%s/%s", path, entry->d_name);
        if (unlink(child))
            store_host_remove(child);
    }
    if (list)
        closedir(list);
    rmdir(path);
}

static void remove_root(void)
{
    if (getpid() == owner)
        store_host_remove(root);
}

static void make_root(void)
{
    const char *directory = getenv("TMPDIR");

    snprintf(root, sizeof(root), "%s/ncrypt-store-XXXXXX", directory ? directory : "/tmp");
    if (!mkdtemp(root))
        abort();
    owner = getpid();
    atexit(remove_root);
}

const char *store_host_path(enum store_scope scope)
{
    static __thread char path[STORE_PATH];

    pthread_once(&once, make_root);
    snprintf(path, sizeof(path), "%s/%u/%s", root, store_host_computer,
             scope == STORE_USER ? "user/Keys" : "machine/Keys");
    return path;
}

SECURITY_STATUS store_folder(enum store_scope scope, bool make, char path[STORE_PATH])
{
    (void)make; /* writing does it */
    strcpy(path, store_host_path(scope));
    return ERROR_SUCCESS;
}

/* That of the native file in tests/vectors/key_file_names.json. */
SECURITY_STATUS store_machine_id(char id[STORE_MACHINE_ID])
{
    strcpy(id, "6cb60582-bd80-4bf3-a90f-76cc41b823e0");
    return ERROR_SUCCESS;
}

void store_lower(WCHAR *text, size_t length)
{
    size_t i;

    for (i = 0; i < length; i++)
    {
        if (text[i] >= 'A' && text[i] <= 'Z')
            text[i] += 'a' - 'A';
    }
}

ULONGLONG store_time(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return ((ULONGLONG)now.tv_sec + 11644473600) * 10000000 + (ULONGLONG)now.tv_nsec / 100;
}

/* A descriptor without parts: SECURITY_DESCRIPTOR_RELATIVE of revision 1, SE_SELF_RELATIVE. */
SECURITY_STATUS store_security(DWORD information, BYTE **descriptor, DWORD *size)
{
    static const BYTE empty[20] = {1, 0, 0, 0x80};

    (void)information;
    *size = sizeof(empty);
    *descriptor = os_alloc(sizeof(empty));
    memcpy(*descriptor, empty, sizeof(empty));
    return ERROR_SUCCESS;
}

/* A descriptor of inotify that can be polled; 0 is none. */
SECURITY_STATUS store_watch(enum store_scope scope, HANDLE *handle)
{
    int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    UINT64 lock;

    if (store_lock(scope, false, &lock))
        abort();
    store_unlock(lock);
    if (watch <= 0 || inotify_add_watch(watch, store_host_path(scope),
                                        IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM) < 0)
        abort();
    *handle = (HANDLE)(intptr_t)watch;
    return ERROR_SUCCESS;
}

SECURITY_STATUS store_unwatch(HANDLE handle)
{
    return close((int)(intptr_t)handle) ? NTE_INVALID_HANDLE : ERROR_SUCCESS;
}
