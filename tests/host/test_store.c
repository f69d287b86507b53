/*
 * The key store through the provider: keys by name, what callers are told, what lies on the disk.
 */
#define _GNU_SOURCE /* memmem */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "gaps.h"
#include "provider.h"
#include "store_host.h"
#include "wide.h"

#define FILE_MAX 16384

static SECURITY_STATUS create(const char *algorithm, const char *name, DWORD flags,
                              NCRYPT_KEY_HANDLE *key)
{
    *key = 0;
    return provider_table()->CreatePersistedKey(provider_handle(), key, wide(algorithm), wide(name),
                                                0, flags);
}

static SECURITY_STATUS open_key(const char *name, DWORD flags, NCRYPT_KEY_HANDLE *key)
{
    *key = 0;
    return provider_table()->OpenKey(provider_handle(), key, wide(name), 0, flags);
}

static SECURITY_STATUS finalize(NCRYPT_KEY_HANDLE key)
{
    return provider_table()->FinalizeKey(provider_handle(), key, 0);
}

static SECURITY_STATUS delete_key(NCRYPT_KEY_HANDLE key)
{
    return provider_table()->DeleteKey(provider_handle(), key, 0);
}

static SECURITY_STATUS set(NCRYPT_KEY_HANDLE key, const WCHAR *name, const void *data, DWORD size,
                           DWORD flags)
{
    return provider_table()->SetKeyProperty(provider_handle(), key, name, (BYTE *)data, size,
                                            flags);
}

static SECURITY_STATUS get(NCRYPT_KEY_HANDLE key, const WCHAR *name, void *data, DWORD *size,
                           DWORD flags)
{
    return provider_table()->GetKeyProperty(provider_handle(), key, name, data, *size, size, flags);
}

#define check_is(got, want) check_is_(__LINE__, (got), (want), #got)
static void check_is_(int line, SECURITY_STATUS got, SECURITY_STATUS want, const char *what)
{
    check_(got == want, __FILE__, line, "%s: %#x, not %#x", what, (unsigned int)got,
           (unsigned int)want);
}

/* A finalized key that may be exported. */
static NCRYPT_KEY_HANDLE make(const char *algorithm, const char *name, DWORD flags)
{
    DWORD policy = NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    NCRYPT_KEY_HANDLE key;

    check_is(create(algorithm, name, flags, &key), ERROR_SUCCESS);
    if (!key)
        return 0;
    check_is(set(key, NCRYPT_EXPORT_POLICY_PROPERTY, &policy, sizeof(policy), NCRYPT_PERSIST_FLAG),
             ERROR_SUCCESS);
    check_is(finalize(key), ERROR_SUCCESS);
    return key;
}

static void check_same(NCRYPT_KEY_HANDLE a, NCRYPT_KEY_HANDLE b, bool same)
{
    SECURITY_STATUS status[2];
    DWORD size[2] = {0};
    BYTE *blob[2] = {provider_export(a, "PRIVATEBLOB", &size[0], &status[0]),
                     provider_export(b, "PRIVATEBLOB", &size[1], &status[1])};

    check(!status[0] && !status[1], "exports: %#x, %#x", (unsigned int)status[0],
          (unsigned int)status[1]);
    if (!status[0] && !status[1])
        check(same == (size[0] == size[1] && !memcmp(blob[0], blob[1], size[0])), "the numbers");
    free(blob[0]);
    free(blob[1]);
}

static const char *key_path(NCRYPT_KEY_HANDLE key, enum store_scope scope)
{
    static char path[STORE_PATH];
    WCHAR name[STORE_NAME];
    DWORD size = sizeof(name), i;
    size_t used;

    check_is(get(key, NCRYPT_UNIQUE_NAME_PROPERTY, name, &size, 0), ERROR_SUCCESS);
    used = (size_t)snprintf(path, sizeof(path), "%s/", store_host_path(scope));
    for (i = 0; i < size / sizeof(WCHAR); i++)
        path[used++] = (char)name[i];
    return path;
}

static size_t read_path(const char *path, BYTE *data)
{
    FILE *file = fopen(path, "rb");
    size_t size = file ? fread(data, 1, FILE_MAX, file) : 0;

    if (file)
        fclose(file);
    return size;
}

static void write_path(const char *path, const BYTE *data, size_t size)
{
    FILE *file = fopen(path, "wb");

    if (!file || fwrite(data, 1, size, file) != size || fclose(file))
        abort();
}

static void test_life(const char *algorithm)
{
    NCRYPT_KEY_HANDLE key, other;

    check_context_push("%s", algorithm);
    check_is(open_key("Life", 0, &key), NTE_BAD_KEYSET);
    key = make(algorithm, "Life", 0);
    check_is(finalize(key), NTE_INVALID_HANDLE);
    check_is(create(algorithm, "LIFE", 0, &other), NTE_EXISTS);
    check_is(open_key("life", 0, &other), ERROR_SUCCESS);
    if (other)
        check_same(key, other, true);
    provider_free(key);
    check_is(delete_key(other), ERROR_SUCCESS);
    check_is(open_key("Life", 0, &key), NTE_BAD_KEYSET);
    check_context_pop();
}

/* Before it is finalized there is no key of that name, and the loser is told so at the end. */
static void test_race(void)
{
    NCRYPT_KEY_HANDLE first, second, key;

    check_is(create("ECDSA_P256", "Race", 0, &first), ERROR_SUCCESS);
    check_is(create("ECDSA_P256", "Race", 0, &second), ERROR_SUCCESS);
    check_is(delete_key(first), GAP_STATUS_DELETE_UNFINALIZED);
    check_is(finalize(first), ERROR_SUCCESS);
    check_is(finalize(second), NTE_EXISTS);
    check_is(finalize(second), NTE_EXISTS);
    check_is(open_key("Race", 0, &key), ERROR_SUCCESS);
    check_is(delete_key(key), ERROR_SUCCESS);
    check_is(finalize(second), ERROR_SUCCESS);
    check_is(delete_key(first), NTE_BAD_KEYSET); /* another key has the name now */
    check_is(delete_key(second), ERROR_SUCCESS);
    check_is(delete_key(first), NTE_BAD_KEYSET);
    provider_free(first);
}

static void test_overwrite(void)
{
    NCRYPT_KEY_HANDLE old = make("ECDSA_P256", "Over", 0), key, again;
    BYTE value = 1;

    check_is(create("RSA", "Over", NCRYPT_OVERWRITE_KEY_FLAG, &key), ERROR_SUCCESS);
    check_is(open_key("Over", 0, &again), ERROR_SUCCESS);
    check_same(old, again, true);
    provider_free(again);
    provider_free(key);
    key = make("ECDSA_P256", "Over", NCRYPT_OVERWRITE_KEY_FLAG);
    check_same(old, key, false);
    check_is(open_key("Over", 0, &again), ERROR_SUCCESS);
    check_same(key, again, true);
    provider_free(again);
    /* What becomes of the old key must not touch the new one. */
    check_is(set(old, wide("Mine"), &value, 1, NCRYPT_PERSIST_ONLY_FLAG), NTE_BAD_KEYSET);
    check_is(delete_key(old), NTE_BAD_KEYSET);
    provider_free(old);
    check_is(delete_key(key), ERROR_SUCCESS);
}

static void test_names(void)
{
    static const struct
    {
        const char *name, *file;
    } rows[] = {{"Microsoft Connected Devices Platform device certificate",
                 "de7cf8a7901d2ad13e5c67c29e5d1662_6cb60582-bd80-4bf3-a90f-76cc41b823e0"},
                {"test", "83d86b636f4becd6e8277b436c7245b5_6cb60582-bd80-4bf3-a90f-76cc41b823e0"},
                {"MyKey", "ffaf0ef818645261c2262379de7fb319_6cb60582-bd80-4bf3-a90f-76cc41b823e0"}};
    WCHAR name[STORE_NAME], longest[262];
    NCRYPT_KEY_HANDLE key;
    DWORD size, i;

    for (i = 0; i < ARRAYSIZE(rows); i++)
    {
        key = make("ECDSA_P256", rows[i].name, 0);
        size = sizeof(name);
        check_is(get(key, NCRYPT_UNIQUE_NAME_PROPERTY, name, &size, 0), ERROR_SUCCESS);
        check(wide_equal(name, wide(rows[i].file)), "file of %s", rows[i].name);
        size = sizeof(name);
        check_is(get(key, NCRYPT_NAME_PROPERTY, name, &size, 0), ERROR_SUCCESS);
        check(wide_equal(name, wide(rows[i].name)), "name of %s", rows[i].name);
        check_is(delete_key(key), ERROR_SUCCESS);
    }
    for (i = 0; i < 261; i++)
        longest[i] = 'x';
    longest[261] = 0;
    check_is(
        provider_table()->CreatePersistedKey(provider_handle(), &key, wide("RSA"), longest, 0, 0),
        GAP_STATUS_NAME);
    longest[260] = 0;
    check_is(
        provider_table()->CreatePersistedKey(provider_handle(), &key, wide("RSA"), longest, 0, 0),
        ERROR_SUCCESS);
    provider_free(key);
    check_is(create("RSA", "", 0, &key), GAP_STATUS_NAME);
}

/* Names as they were given, algorithms, each once. */
static void test_enumeration(void)
{
    enum
    {
        COUNT = 40
    };
    NCRYPT_KEY_HANDLE key;
    NCryptKeyName *name;
    SECURITY_STATUS status;
    char text[COUNT][16], path[STORE_PATH];
    unsigned int seen[COUNT] = {0}, i, strangers = 0;
    void *state = NULL;

    for (i = 0; i < COUNT; i++)
    {
        snprintf(text[i], sizeof(text[i]), "Number %u", i);
        provider_free(make(i & 1 ? "ECDSA_P256" : "ECDH_P384", text[i], 0));
    }
    snprintf(path, sizeof(path), "%s/no key", store_host_path(STORE_USER));
    write_path(path, (const BYTE *)"something", 9);
    while (!(status = provider_table()->EnumKeys(provider_handle(), NULL, &name, &state, 0)))
    {
        for (i = 0; i < COUNT && !wide_equal_ascii(name->pszName, text[i]); i++)
            ;
        if (i == COUNT)
            strangers++;
        else
            seen[i]++;
        check(wide_equal_ascii(name->pszAlgid, i & 1 ? "ECDSA_P256" : "ECDH_P384"), "algorithm");
        check(!name->dwLegacyKeySpec && !name->dwFlags, "spec and flags");
        provider_table()->FreeBuffer(name);
    }
    check_is(status, NTE_NO_MORE_ITEMS);
    check_is(provider_table()->EnumKeys(provider_handle(), NULL, &name, &state, 0),
             NTE_NO_MORE_ITEMS);
    provider_table()->FreeBuffer(state);
    unlink(path);
    for (i = 0; i < COUNT; i++)
    {
        check(seen[i] == 1, "%s: %u times", text[i], seen[i]);
        if (!open_key(text[i], 0, &key))
            check_is(delete_key(key), ERROR_SUCCESS);
    }
    check(!strangers, "%u strangers", strangers);
    state = NULL;
    check_is(provider_table()->EnumKeys(provider_handle(), wide("scope"), &name, &state, 0),
             NTE_INVALID_PARAMETER);
    check_is(provider_table()->EnumKeys(provider_handle(), NULL, &name, &state, 1), NTE_BAD_FLAGS);
}

static void check_mode(const char *path, mode_t mode)
{
    struct stat info = {0};

    check(!lstat(path, &info) && (info.st_mode & 07777) == mode, "%s: mode %o", path,
          (unsigned int)info.st_mode);
}

static bool contains(const BYTE *data, size_t size, const BYTE *part, size_t part_size)
{
    return memmem(data, size, part, part_size) != NULL;
}

/* Modes, and no part of the private key in the clear. */
static void test_disk(void)
{
    NCRYPT_KEY_HANDLE key;
    BYTE data[FILE_MAX], *blob;
    DWORD blob_size;
    size_t size, i;
    SECURITY_STATUS status;
    mode_t mask = umask(0);

    key = make("RSA", "Disk", 0);
    umask(mask);
    size = read_path(key_path(key, STORE_USER), data);
    check_mode(key_path(key, STORE_USER), 0600);
    check_mode(store_host_path(STORE_USER), 0700);
    blob = provider_export(key, "RSAFULLPRIVATEBLOB", &blob_size, &status);
    for (i = 24 + 3 + 128; blob && i + 16 <= blob_size; i += 16)
        check(!contains(data, size, blob + i, 16) && size > blob_size, "in the clear at %u",
              (unsigned int)i);
    free(blob);
    check_is(delete_key(key), ERROR_SUCCESS);
}

/* Each byte that is changed, each end that is cut off, files of others: a status of their own, and
 * nobody takes the key's name as free. */
static void check_damaged(const char *what, SECURITY_STATUS want)
{
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = open_key("Damage", 0, &key);

    check(status == want && !key, "%s: %#x", what, (unsigned int)status);
    provider_free(key);
    status = create("RSA", "Damage", 0, &key);
    check(status == NTE_EXISTS, "%s: create %#x", what, (unsigned int)status);
}

static void test_damage(void)
{
    NCRYPT_KEY_HANDLE key = make("ECDSA_P256", "Damage", 0), again;
    BYTE data[FILE_MAX], copy[FILE_MAX];
    const char *path = key_path(key, STORE_USER);
    size_t size = read_path(path, data), i;
    SECURITY_STATUS status;

    for (i = 0; i < size; i++)
    {
        memcpy(copy, data, size);
        copy[i] ^= 0x20;
        write_path(path, copy, size);
        status = open_key("Damage", 0, &again);
        check(!again && (status == GAP_STATUS_KEY_DAMAGED || status == GAP_STATUS_KEY_FOREIGN ||
                         status == GAP_STATUS_KEY_VERSION),
              "byte %u: %#x", (unsigned int)i, (unsigned int)status);
        provider_free(again);
    }
    for (i = 0; i < size; i++)
    {
        write_path(path, data, i);
        check_damaged("cut off", i && i < 4 ? GAP_STATUS_KEY_FOREIGN : GAP_STATUS_KEY_DAMAGED);
    }
    memcpy(copy, data, size);
    copy[4] = 2;
    write_path(path, copy, size);
    check_damaged("newer version", GAP_STATUS_KEY_VERSION);
    write_path(path, (const BYTE *)"\1\0\0\0native\0", 12);
    check_damaged("of another program", GAP_STATUS_KEY_FOREIGN);
    unlink(path);
    if (symlink("/etc/passwd", path))
        abort();
    check_damaged("symbolic link", GAP_STATUS_KEY_DAMAGED);
    unlink(path);
    mkdir(path, 0700);
    check_damaged("folder", GAP_STATUS_KEY_DAMAGED);
    rmdir(path);
    if (mkfifo(path, 0600))
        abort();
    check_damaged("pipe", GAP_STATUS_KEY_DAMAGED);
    unlink(path);
    write_path(path, data, size);
    check_is(open_key("Damage", 0, &again), ERROR_SUCCESS);
    provider_free(again);
    /* With leave to overwrite, a damaged file can be replaced; the holder of the key can remove it. */
    write_path(path, data, 10);
    provider_free(make("ECDSA_P256", "Damage", NCRYPT_OVERWRITE_KEY_FLAG));
    write_path(path, data, size);
    check_is(delete_key(key), ERROR_SUCCESS);
}

/* A file under the name of another key is not that key. */
static void test_swapped(void)
{
    NCRYPT_KEY_HANDLE a = make("ECDSA_P256", "Swap A", 0), b = make("ECDSA_P256", "Swap B", 0), key;
    BYTE data[FILE_MAX];
    size_t size = read_path(key_path(a, STORE_USER), data);

    write_path(key_path(b, STORE_USER), data, size);
    check_is(open_key("Swap B", 0, &key), GAP_STATUS_KEY_DAMAGED);
    check_is(delete_key(b), NTE_BAD_KEYSET);
    unlink(key_path(b, STORE_USER));
    provider_free(b);
    check_is(delete_key(a), ERROR_SUCCESS);
}

/* A store under another master key: of another computer, or of nobody any more. */
static void test_master_key(void)
{
    NCRYPT_KEY_HANDLE key = make("ECDSA_P256", "Master", 0), fresh, other;
    char path[STORE_PATH];
    BYTE data[FILE_MAX];
    size_t size;

    snprintf(path, sizeof(path), "%s/master.key", store_host_path(STORE_USER));
    check_mode(path, 0600);
    size = read_path(path, data);
    data[20] ^= 1;
    write_path(path, data, size);
    check_is(open_key("Master", 0, &other), GAP_STATUS_MASTER_KEY);
    check_is(create("ECDSA_P256", "Master 2", 0, &fresh), ERROR_SUCCESS);
    check_is(finalize(fresh), GAP_STATUS_MASTER_KEY);
    data[20] ^= 1;
    write_path(path, data, size - 1);
    check_is(finalize(fresh), GAP_STATUS_MASTER_KEY);
    unlink(path);
    check_is(open_key("Master", 0, &other), GAP_STATUS_KEY_FOREIGN);
    check_is(finalize(fresh), ERROR_SUCCESS); /* makes a new one */
    check_is(delete_key(fresh), ERROR_SUCCESS);
    check_is(open_key("Master", 0, &other), GAP_STATUS_KEY_FOREIGN);
    write_path(path, data, size);
    check_is(open_key("Master", 0, &other), ERROR_SUCCESS);
    provider_free(other);
    check_is(delete_key(key), ERROR_SUCCESS);
}

static void test_machine(void)
{
    NCRYPT_KEY_HANDLE user = make("ECDSA_P256", "Both", 0), key, other;
    DWORD value = 7, size = sizeof(value);

    check_is(open_key("Both", NCRYPT_MACHINE_KEY_FLAG, &key), NTE_BAD_KEYSET);
    key = make("ECDSA_P256", "Both", NCRYPT_MACHINE_KEY_FLAG);
    check_same(user, key, false);
    check_is(get(key, NCRYPT_KEY_TYPE_PROPERTY, &value, &size, 0), ERROR_SUCCESS);
    check(value == NCRYPT_MACHINE_KEY_FLAG, "key type %u", (unsigned int)value);
    check_is(open_key("Both", NCRYPT_MACHINE_KEY_FLAG, &other), ERROR_SUCCESS);
    check_same(key, other, true);
    provider_free(other);
    check_mode(key_path(key, STORE_MACHINE), 0600);
    check_is(get(user, NCRYPT_KEY_TYPE_PROPERTY, &value, &size, 0), ERROR_SUCCESS);
    check(!value, "key type %u", (unsigned int)value);
    check_is(delete_key(key), ERROR_SUCCESS);
    check_is(delete_key(user), ERROR_SUCCESS);
}

/* Properties: what is kept, wherever it was set, and by whichever handle. */
static void check_value(NCRYPT_KEY_HANDLE key, const char *name, const char *want)
{
    char value[64];
    DWORD size = sizeof(value);
    SECURITY_STATUS status = get(key, wide(name), value, &size, NCRYPT_PERSIST_ONLY_FLAG);

    if (!want)
        check(status == NTE_NOT_FOUND, "%s: %#x", name, (unsigned int)status);
    else
        check(!status && size == strlen(want) && !memcmp(value, want, size), "%s: %#x", name,
              (unsigned int)status);
}

static void set_value(NCRYPT_KEY_HANDLE key, const char *name, const char *value)
{
    check_is(set(key, wide(name), value, (DWORD)strlen(value), NCRYPT_PERSIST_ONLY_FLAG),
             ERROR_SUCCESS);
}

static void test_properties(void)
{
    ULONGLONG before, after;
    DWORD size = sizeof(before), window = 5, policy = 0;
    NCRYPT_KEY_HANDLE key, other;

    check_is(create("ECDSA_P256", "Props", 0, &key), ERROR_SUCCESS);
    set_value(key, "A", "1");
    check_is(set(key, NCRYPT_WINDOW_HANDLE_PROPERTY, &window, 4, 0), ERROR_SUCCESS);
    check_is(finalize(key), ERROR_SUCCESS);
    check_is(get(key, NCRYPT_LAST_MODIFIED_PROPERTY, &before, &size, 0), ERROR_SUCCESS);
    check_is(open_key("Props", 0, &other), ERROR_SUCCESS);
    usleep(1000);
    set_value(key, "B", "2");
    set_value(other, "C", "");
    set_value(other, "A", "3");
    check_is(get(other, NCRYPT_LAST_MODIFIED_PROPERTY, &after, &size, 0), ERROR_SUCCESS);
    check(after > before, "Modified does not change");
    provider_free(other);
    check_is(open_key("Props", 0, &other), ERROR_SUCCESS);
    check_value(other, "A", "3");
    check_value(other, "B", "2");
    check_value(other, "C", "");
    check_value(other, "D", NULL);
    size = 4;
    check_is(get(other, NCRYPT_WINDOW_HANDLE_PROPERTY, &window, &size, 0), NTE_NOT_FOUND);
    check_is(set(other, NCRYPT_EXPORT_POLICY_PROPERTY, &policy, 4, NCRYPT_PERSIST_FLAG),
             NTE_NOT_SUPPORTED);
    check_is(set(other, NCRYPT_KEY_USAGE_PROPERTY, &policy, 4, NCRYPT_PERSIST_FLAG),
             GAP_STATUS_SET_FINALIZED);
    provider_free(other);
    check_is(delete_key(key), ERROR_SUCCESS);
}

static void test_security(void)
{
    BYTE descriptor[20] = {1, 0, 0, 0x80}, data[64];
    NCRYPT_KEY_HANDLE key = make("ECDSA_P256", "Security", 0);
    DWORD size = sizeof(data);

    check_is(get(key, NCRYPT_SECURITY_DESCR_PROPERTY, data, &size, 0), NTE_BAD_FLAGS);
    check_is(get(key, NCRYPT_SECURITY_DESCR_PROPERTY, data, &size, DACL_SECURITY_INFORMATION),
             ERROR_SUCCESS);
    check_is(set(key, NCRYPT_SECURITY_DESCR_PROPERTY, descriptor, 20, 0), NTE_BAD_FLAGS);
    check_is(set(key, NCRYPT_SECURITY_DESCR_PROPERTY, descriptor, 19, DACL_SECURITY_INFORMATION),
             NTE_INVALID_PARAMETER);
    descriptor[4] = 13;
    check_is(set(key, NCRYPT_SECURITY_DESCR_PROPERTY, descriptor, 20, DACL_SECURITY_INFORMATION),
             NTE_INVALID_PARAMETER);
    descriptor[4] = 0;
    descriptor[2] = 4;
    check_is(set(key, NCRYPT_SECURITY_DESCR_PROPERTY, descriptor, 20, DACL_SECURITY_INFORMATION),
             ERROR_SUCCESS);
    provider_free(key);
    check_is(open_key("Security", 0, &key), ERROR_SUCCESS);
    size = sizeof(data);
    check_is(get(key, NCRYPT_SECURITY_DESCR_PROPERTY, data, &size, DACL_SECURITY_INFORMATION),
             ERROR_SUCCESS);
    check(size == 20 && !memcmp(data, descriptor, 20), "another descriptor");
    size = 19;
    check_is(get(key, NCRYPT_SECURITY_DESCR_PROPERTY, data, &size, DACL_SECURITY_INFORMATION),
             NTE_BUFFER_TOO_SMALL);
    check_is(delete_key(key), ERROR_SUCCESS);
}

/* One export through the handle that made the key, none through another. */
static void test_archiving(void)
{
    DWORD policy = NCRYPT_ALLOW_PLAINTEXT_ARCHIVING_FLAG, size, asked;
    NCRYPT_KEY_HANDLE key, other;
    SECURITY_STATUS status;
    BYTE data[512];

    check_is(create("ECDSA_P256", "Archive", 0, &key), ERROR_SUCCESS);
    check_is(set(key, NCRYPT_EXPORT_POLICY_PROPERTY, &policy, 4, NCRYPT_PERSIST_FLAG),
             ERROR_SUCCESS);
    check_is(finalize(key), ERROR_SUCCESS);
    check_is(open_key("Archive", 0, &other), ERROR_SUCCESS);
    for (asked = 0; asked < 4; asked++)
    {
        status = provider_table()->ExportKey(provider_handle(), key, 0, wide("ECCPRIVATEBLOB"),
                                             NULL, asked < 2 ? NULL : data,
                                             asked < 2 ? 0 : sizeof(data), &size, 0);
        check(status == (asked < 3 ? ERROR_SUCCESS : NTE_NOT_SUPPORTED), "export %u: %#x",
              (unsigned int)asked, (unsigned int)status);
        status = provider_table()->ExportKey(provider_handle(), other, 0, wide("ECCPRIVATEBLOB"),
                                             NULL, data, sizeof(data), &size, 0);
        check_is(status, NTE_NOT_SUPPORTED);
    }
    provider_free(other);
    check_is(delete_key(key), ERROR_SUCCESS);
}

static SECURITY_STATUS change_master_key(void)
{
    DWORD user = 0;

    return provider_table()->SetProviderProperty(provider_handle(), wide("Change Master Key"),
                                                 (BYTE *)&user, sizeof(user), 0);
}

/* All keys open afterwards, the old master key is gone; unless a file could not be sealed anew. */
static void test_change(void)
{
    NCRYPT_KEY_HANDLE a = make("RSA", "Change A", 0), b = make("ECDSA_P256", "Change B", 0), key;
    BYTE before[FILE_MAX], after[FILE_MAX], file[FILE_MAX];
    char path[STORE_PATH];
    size_t size, file_size;
    const char *file_path;

    snprintf(path, sizeof(path), "%s/master.key", store_host_path(STORE_USER));
    size = read_path(path, before);
    check_is(change_master_key(), ERROR_SUCCESS);
    check(read_path(path, after) == size && memcmp(before, after, size), "the same master key");
    check_is(open_key("Change A", 0, &key), ERROR_SUCCESS);
    check_same(a, key, true);
    provider_free(key);
    file_path = key_path(b, STORE_USER);
    file_size = read_path(file_path, file);
    file[file_size - 1] ^= 1;
    write_path(file_path, file, file_size);
    check_is(change_master_key(), GAP_STATUS_KEY_DAMAGED);
    check(read_path(path, before) == size + 40, "the old master key was not kept");
    file[file_size - 1] ^= 1;
    write_path(file_path, file, file_size); /* as from a backup */
    check_is(open_key("Change B", 0, &key), ERROR_SUCCESS);
    provider_free(key);
    check_is(change_master_key(), ERROR_SUCCESS);
    check(read_path(path, before) == size, "an old master key was kept");
    check_is(open_key("Change B", 0, &key), ERROR_SUCCESS);
    provider_free(key);
    check_is(delete_key(a), ERROR_SUCCESS);
    check_is(delete_key(b), ERROR_SUCCESS);
}

int main(void)
{
    static const char *const algorithms[] = {"RSA",       "ECDSA_P256", "ECDSA_P521",
                                             "ECDH_P384", "DSA",        "DH"};
    size_t i;

    for (i = 0; i < ARRAYSIZE(algorithms); i++)
        test_life(algorithms[i]);
    test_race();
    test_overwrite();
    test_names();
    test_enumeration();
    test_disk();
    test_damage();
    test_swapped();
    test_master_key();
    test_machine();
    test_properties();
    test_security();
    test_archiving();
    test_change();
    provider_close();
    return check_summary("store");
}
