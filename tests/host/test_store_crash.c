/*
 * What a key store looks like after the worst: the process is killed at every system call of every
 * change, every call fails once, the disk is full, the file system becomes read only.  Each time what was
 * there is there, or what was to come, and nothing else; and the next one who comes can go on.
 */
#define _GNU_SOURCE 1
#include "fault_points.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "check.h"
#include "gaps.h"
#include "provider.h"
#include "store_host.h"
#include "wide.h"

enum
{
    KEYS = 4,         /* that nobody touches */
    MASTER_FILE = 84, /* bytes with one master key */
    MAX_STEPS = 1000
};

static const WCHAR property[] = {'V', 'a', 'l', 'u', 'e', 0};
static BYTE *numbers[KEYS]; /* of the keys, when they were made */
static DWORD number_size[KEYS];

static const WCHAR *key_name(unsigned int i)
{
    static const char *const names[KEYS] = {"one", "two", "three", "four"};

    return wide(names[i]);
}

static SECURITY_STATUS open_key(const WCHAR *name, NCRYPT_KEY_HANDLE *key)
{
    *key = 0;
    return provider_table()->OpenKey(provider_handle(), key, name, 0, 0);
}

static SECURITY_STATUS make(const WCHAR *name, DWORD flags, NCRYPT_KEY_HANDLE *key)
{
    DWORD policy = NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    WCHAR copy[16];
    SECURITY_STATUS status;

    memcpy(copy, name, wide_size(name)); /* wide() reuses its buffer */
    *key = 0;
    status = provider_table()->CreatePersistedKey(provider_handle(), key, wide("ECDSA_P256"), copy,
                                                  0, flags);
    if (!status)
        status = provider_table()->SetKeyProperty(provider_handle(), *key,
                                                  NCRYPT_EXPORT_POLICY_PROPERTY, (BYTE *)&policy,
                                                  sizeof(policy), NCRYPT_PERSIST_FLAG);
    return status ? status : provider_table()->FinalizeKey(provider_handle(), *key, 0);
}

static SECURITY_STATUS set_value(NCRYPT_KEY_HANDLE key, char value)
{
    return provider_table()->SetKeyProperty(provider_handle(), key, property, (BYTE *)&value, 1,
                                            NCRYPT_PERSIST_ONLY_FLAG);
}

static char get_value(NCRYPT_KEY_HANDLE key)
{
    char value = 0;
    DWORD size;

    provider_table()->GetKeyProperty(provider_handle(), key, property, (BYTE *)&value, 1, &size,
                                     NCRYPT_PERSIST_ONLY_FLAG);
    return value;
}

static SECURITY_STATUS rotate(void)
{
    DWORD scope = 0;

    return provider_table()->SetProviderProperty(provider_handle(), wide("Change Master Key"),
                                                 (BYTE *)&scope, sizeof(scope), 0);
}

/* ------------------------------------------------------------------------------------------
 * Changes of the key "x", and what may be seen of it afterwards
 */
enum state
{
    ABSENT = 'a',
    FIRST = '1', /* the values of its property */
    SECOND = '2',
    BROKEN = 'b'
};

static enum state state(void)
{
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = open_key(wide("x"), &key);
    char value;

    if (status)
        return status == NTE_BAD_KEYSET ? ABSENT : BROKEN;
    value = get_value(key);
    provider_free(key);
    return value == FIRST || value == SECOND ? (enum state)value : BROKEN;
}

static SECURITY_STATUS make_x(DWORD flags, char value)
{
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status = provider_table()->CreatePersistedKey(
        provider_handle(), &key, wide("ECDSA_P256"), wide("x"), 0, flags);

    if (!status)
        status = set_value(key, value);
    if (!status)
        status = provider_table()->FinalizeKey(provider_handle(), key, 0);
    provider_free(key);
    return status;
}

static SECURITY_STATUS run_create(void)
{
    return make_x(0, SECOND);
}

static SECURITY_STATUS run_overwrite(void)
{
    return make_x(NCRYPT_OVERWRITE_KEY_FLAG, SECOND);
}

static SECURITY_STATUS run_set(void)
{
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = open_key(wide("x"), &key);

    if (!status)
        status = set_value(key, SECOND);
    provider_free(key);
    return status;
}

static SECURITY_STATUS run_delete(void)
{
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = open_key(wide("x"), &key);

    if (status)
        return status;
    if ((status = provider_table()->DeleteKey(provider_handle(), key, 0)))
        provider_free(key);
    return status;
}

static const struct change
{
    const char *name;
    enum state before, after;
    SECURITY_STATUS (*run)(void);
} changes[] = {
    {"create", ABSENT, SECOND, run_create},          {"overwrite", FIRST, SECOND, run_overwrite},
    {"set a property", FIRST, SECOND, run_set},      {"delete", FIRST, ABSENT, run_delete},
    {"change the master key", FIRST, FIRST, rotate},
};

static void set_up(const struct change *change)
{
    SECURITY_STATUS status = ERROR_SUCCESS;

    if (change->before != ABSENT)
        status = make_x(NCRYPT_OVERWRITE_KEY_FLAG, FIRST);
    else if (state() != ABSENT)
        status = run_delete();
    check(!status, "%s: set up: %#x", change->name, (unsigned int)status);
}

/* All other keys, as they were made. */
static void check_others(void)
{
    unsigned int i;

    for (i = 0; i < KEYS; i++)
    {
        NCRYPT_KEY_HANDLE key;
        SECURITY_STATUS status = open_key(key_name(i), &key);
        DWORD size = 0;
        BYTE *blob;

        check(!status, "key %u: %#x", i, (unsigned int)status);
        if (status)
            continue;
        blob = provider_export(key, "PRIVATEBLOB", &size, &status);
        check(!status && size == number_size[i] && !memcmp(blob, numbers[i], size), "key %u", i);
        free(blob);
        provider_free(key);
    }
}

static size_t master_size(void)
{
    char path[STORE_PATH];
    struct stat info = {0};

    snprintf(path, sizeof(path), "%s/master.key", store_host_path(STORE_USER));
    return stat(path, &info) ? 0 : (size_t)info.st_size;
}

/* Afterwards: nothing lost, nothing torn, and the same change succeeds. */
static void check_after(const struct change *change, unsigned int step)
{
    enum state now = state();

    check(now == change->before || now == change->after, "%s, step %u: state %c", change->name,
          step, now);
    check_others();
    set_up(change);
    check(!change->run(), "%s, step %u: again", change->name, step);
    check(state() == change->after, "%s, step %u: again: state %c", change->name, step, state());
    if (change->run == rotate)
        check(master_size() == MASTER_FILE, "%u bytes of master keys", (unsigned int)master_size());
}

static bool killed_at(const struct change *change, unsigned int step)
{
    int status = 0;
    pid_t child = fork();

    if (!child)
    {
        fault.step = 0;
        fault.error = 0;
        fault.at = step;
        _exit(change->run() ? 2 : 0);
    }
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return true;
    check(!status, "%s, step %u: ended with %#x", change->name, step, (unsigned int)status);
    return false;
}

static void test_kill(const struct change *change)
{
    unsigned int step = 0;
    bool killed;

    do
    {
        set_up(change);
        killed = killed_at(change, ++step);
        check_after(change, step);
    } while (killed && step < MAX_STEPS);
    check(step > 10 && step < MAX_STEPS, "%s: %u steps", change->name, step);
}

static void test_failing(const struct change *change, int error)
{
    unsigned int step = 0;
    SECURITY_STATUS status;
    bool reached;

    do
    {
        set_up(change);
        fault.step = 0;
        fault.error = error;
        fault.at = ++step;
        status = change->run();
        reached = fault.step >= step;
        fault.at = 0;
        check(status || state() == change->after, "%s, step %u: said to be done, state %c",
              change->name, step, state());
        check_after(change, step);
    } while (reached && step < MAX_STEPS);
    check(step > 10 && step < MAX_STEPS, "%s: %u steps", change->name, step);
}

/* ------------------------------------------------------------------------------------------
 * A small disk
 */
static bool mount_small(const char *path)
{
    char message[64];

    if (!unshare(CLONE_NEWNS) && !mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
        !mount("none", path, "tmpfs", 0, "size=128k,mode=0700"))
        return true;
    snprintf(message, sizeof(message), "no file system of its own: %s", strerror(errno));
    skip("%s", message);
    return false;
}

static unsigned int fill_disk(void)
{
    SECURITY_STATUS status = ERROR_SUCCESS;
    NCRYPT_KEY_HANDLE key = 0;
    unsigned int count = 0;
    WCHAR name[16] = {'f', 'i', 'l', 'l', 0};

    while (!status && count < 1000)
    {
        name[4] = (WCHAR)('a' + count % 26);
        name[5] = (WCHAR)('a' + count / 26);
        status = make(name, 0, &key);
        if (status != HRESULT_FROM_WIN32(ERROR_DISK_FULL))
            check(!status, "key %u: %#x", count, (unsigned int)status);
        provider_free(key);
        count += !status;
    }
    return count;
}

static unsigned int count_keys(void)
{
    NCryptKeyName *name;
    unsigned int count = 0;
    void *list = NULL;

    while (!provider_table()->EnumKeys(provider_handle(), NULL, &name, &list, 0))
    {
        provider_table()->FreeBuffer(name);
        count++;
    }
    provider_table()->FreeBuffer(list);
    return count;
}

static void test_full_disk(void)
{
    unsigned int count;
    enum state now;

    check(!make_x(0, FIRST), "the key x");
    count = fill_disk();
    check(count >= 5 && count < 1000, "%u keys fit", count);
    check(count_keys() == count + KEYS + 1, "%u keys are listed", count_keys());
    check_others();
    check(run_set() && state() == FIRST, "a property on a full disk: %c", state());
    check(run_overwrite() && state() == FIRST, "overwriting on a full disk: %c", state());
    check(rotate() && state() == FIRST, "a new master key on a full disk: %c", state());
    check_others();
    check(count_keys() == count + KEYS + 1, "%u keys are listed", count_keys());
    check(!run_delete() && state() == ABSENT, "removing on a full disk: %c", state());
    now = run_create() ? ABSENT : SECOND; /* there is room for one again, or just not */
    check(state() == now, "creating: %c", state());
}

/* Room again: what was begun is ended. */
static void test_room_again(void)
{
    WCHAR name[16] = {'f', 'i', 'l', 'l', 'a', 'a', 0};
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status;

    for (; name[4] <= 'h'; name[4]++)
    {
        status = open_key(name, &key);
        check(!status, "key %c: %#x", name[4], (unsigned int)status);
        if (!status)
            check(!provider_table()->DeleteKey(provider_handle(), key, 0), "delete %c", name[4]);
    }
    check(!rotate(), "a new master key");
    check(master_size() == MASTER_FILE, "%u bytes of master keys", (unsigned int)master_size());
    check_others();
}

static void test_read_only(const char *path)
{
    NCRYPT_KEY_HANDLE key, other;
    unsigned int count = count_keys();

    check(!make_x(NCRYPT_OVERWRITE_KEY_FLAG, FIRST), "the key x");
    count = count_keys();
    check(!open_key(wide("x"), &key), "opened");
    check(!mount(NULL, path, NULL, MS_REMOUNT | MS_RDONLY, NULL), "read only");
    check_others();
    check(count_keys() == count, "%u keys are listed", count_keys());
    check(state() == FIRST, "state %c", state());
    check(make(wide("another name"), 0, &other) == NTE_PERM, "create");
    provider_free(other);
    check(set_value(key, SECOND) == NTE_PERM && state() == FIRST, "set");
    check(run_overwrite() == NTE_PERM && state() == FIRST, "overwrite");
    check(rotate() == NTE_PERM, "a new master key");
    check(provider_table()->DeleteKey(provider_handle(), key, 0) == NTE_PERM, "delete");
    check(state() == FIRST, "state %c", state());
    check(!mount(NULL, path, NULL, MS_REMOUNT, NULL), "writable");
    /* The handle outlived the refusal. */
    check(!provider_table()->DeleteKey(provider_handle(), key, 0), "delete");
    check(state() == ABSENT, "state %c", state());
}

static void make_others(void)
{
    unsigned int i;

    for (i = 0; i < KEYS; i++)
    {
        NCRYPT_KEY_HANDLE key;
        SECURITY_STATUS status = make(key_name(i), 0, &key);

        check(!status, "key %u: %#x", i, (unsigned int)status);
        free(numbers[i]);
        numbers[i] = provider_export(key, "PRIVATEBLOB", &number_size[i], &status);
        provider_free(key);
    }
}

int main(void)
{
    static const int errors[] = {ENOSPC, EIO};
    char small[STORE_PATH];
    size_t i, j;

    /* thousands of flushes, which a disk would take minutes for */
    if (!access("/dev/shm", W_OK))
        setenv("TMPDIR", "/dev/shm", 0);
    make_others();
    for (i = 0; i < sizeof(changes) / sizeof(*changes); i++)
    {
        test_kill(&changes[i]);
        for (j = 0; j < sizeof(errors) / sizeof(*errors); j++)
            test_failing(&changes[i], errors[j]);
    }
    /* Another computer's stores, on a disk of their own. */
    store_host_computer = 2;
    snprintf(small, sizeof(small), "%s", store_host_path(STORE_USER));
    *strrchr(small, '/') = 0;
    *strrchr(small, '/') = 0;
    if (!mkdir(small, 0700) && mount_small(small))
    {
        make_others();
        test_full_disk();
        test_room_again();
        test_read_only(small);
        check(!umount(small), "unmounted");
    }
    for (i = 0; i < KEYS; i++)
        free(numbers[i]);
    provider_close();
    return check_summary("store_crash");
}
