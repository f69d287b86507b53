/*
 * Many processes and one key store: each sees keys or no keys, never anything else, and of those who
 * create the same key at the same time one has made it.
 */
#define _GNU_SOURCE 1
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "gaps.h"
#include "provider.h"
#include "store_host.h"

enum
{
    PROCESSES = 8,
    ROUNDS = 120,
    NAMES = 5,
    RACES = 40
};

/* What the processes have in common. */
static struct shared
{
    volatile unsigned int arrived[RACES], created[RACES], bad, made, opened, deleted, listed,
        rotated;
    BYTE winner[RACES][72];
} *shared;

#define COUNT(what) __sync_fetch_and_add(&shared->what, 1)

static void bad(const char *what, SECURITY_STATUS status)
{
    COUNT(bad);
    printf("%s: %#x\n", what, (unsigned int)status);
}

static const WCHAR *name_of(const char *prefix, unsigned int number)
{
    char text[32];

    snprintf(text, sizeof(text), "%s %u", prefix, number);
    return wide(text);
}

static SECURITY_STATUS create(const WCHAR *name, DWORD flags, NCRYPT_KEY_HANDLE *key)
{
    SECURITY_STATUS status = provider_table()->CreatePersistedKey(
        provider_handle(), key, wide("ECDSA_P256"), name, 0, flags);

    if (status)
        return status;
    if ((status = provider_table()->FinalizeKey(provider_handle(), *key, 0)))
        provider_free(*key);
    return status;
}

/* The key is whole: what it signs, it verifies. */
static void use(NCRYPT_KEY_HANDLE key)
{
    BYTE hash[32] = {1}, signature[64], value[200];
    DWORD size = 0;
    SECURITY_STATUS status = provider_table()->SignHash(provider_handle(), key, NULL, hash, 32,
                                                        signature, sizeof(signature), &size, 0);

    if (!status)
        status = provider_table()->VerifySignature(provider_handle(), key, NULL, hash, 32,
                                                   signature, size, 0);
    if (status)
        bad("use", status);
    status = provider_table()->GetKeyProperty(provider_handle(), key, wide("Mark"), value,
                                              sizeof(value), &size, NCRYPT_PERSIST_ONLY_FLAG);
    if (status != NTE_NOT_FOUND && (status || size < 2 || value[0] != value[size - 1]))
        bad("property", status);
}

static void act_create(unsigned int number)
{
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = create(name_of("Storm", number),
                                    rand() % 4 ? 0 : NCRYPT_OVERWRITE_KEY_FLAG, &key);

    if (status == NTE_EXISTS)
        return;
    if (status)
    {
        bad("create", status);
        return;
    }
    COUNT(made);
    provider_free(key);
}

static void act_open(unsigned int number, bool remove)
{
    BYTE value[200];
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = provider_table()->OpenKey(provider_handle(), &key,
                                                       name_of("Storm", number), 0, 0);

    if (status)
    {
        if (status != NTE_BAD_KEYSET)
            bad("open", status);
        return;
    }
    COUNT(opened);
    use(key);
    memset(value, rand(), sizeof(value));
    status = provider_table()->SetKeyProperty(provider_handle(), key, wide("Mark"), value,
                                              2 + (DWORD)rand() % 198, NCRYPT_PERSIST_ONLY_FLAG);
    if (status && status != NTE_BAD_KEYSET)
        bad("set", status);
    status = remove ? provider_table()->DeleteKey(provider_handle(), key, 0) : NTE_BAD_KEYSET;
    if (!status)
        COUNT(deleted);
    else if (status != NTE_BAD_KEYSET)
        bad("delete", status);
    if (status)
        provider_free(key);
}

static void act_list(void)
{
    NCryptKeyName *name;
    SECURITY_STATUS status;
    void *state = NULL;

    while (!(status = provider_table()->EnumKeys(provider_handle(), NULL, &name, &state, 0)))
    {
        COUNT(listed);
        provider_table()->FreeBuffer(name);
    }
    if (status != NTE_NO_MORE_ITEMS)
        bad("list", status);
    provider_table()->FreeBuffer(state);
}

static void act_change_master_key(void)
{
    DWORD user = 0;
    SECURITY_STATUS status = provider_table()->SetProviderProperty(
        provider_handle(), wide("Change Master Key"), (BYTE *)&user, sizeof(user), 0);

    if (status)
        bad("master key", status);
    else
        COUNT(rotated);
}

/* All arrive, then all create: one wins, and everybody finds the winner's key. */
static void race(unsigned int round)
{
    NCRYPT_KEY_HANDLE key;
    BYTE blob[72];
    DWORD size = 0;
    SECURITY_STATUS status;

    COUNT(arrived[round]);
    while (shared->arrived[round] < PROCESSES)
        usleep(50);
    status = create(name_of("Race", round), 0, &key);
    if (!status)
        COUNT(created[round]);
    else if (status != NTE_EXISTS)
        bad("race", status);
    if (status &&
        (status = provider_table()->OpenKey(provider_handle(), &key, name_of("Race", round), 0, 0)))
    {
        bad("open after the race", status);
        return;
    }
    if (provider_table()->ExportKey(provider_handle(), key, 0, wide("ECCPUBLICBLOB"), NULL, blob,
                                    sizeof(blob), &size, 0))
        bad("export", 0);
    /* Whoever is first tells, the others compare. */
    if (__sync_bool_compare_and_swap(&shared->winner[round][0], 0, 1))
    {
        memcpy(shared->winner[round] + 1, blob + 1, size - 1);
        __sync_synchronize();
        shared->winner[round][0] = 2;
    }
    while (*(volatile BYTE *)shared->winner[round] != 2)
        usleep(50);
    if (memcmp(shared->winner[round] + 1, blob + 1, size - 1))
        bad("another key", 0);
    provider_free(key);
}

static void child(unsigned int number)
{
    unsigned int i;

    srand(number);
    for (i = 0; i < ROUNDS; i++)
    {
        unsigned int key = (unsigned int)rand() % NAMES;

        switch (rand() % 8)
        {
        case 0:
        case 1:
        case 2:
            act_create(key);
            break;
        case 3:
        case 4:
            act_open(key, false);
            break;
        case 5:
        case 6:
            act_open(key, true);
            break;
        default:
            act_list();
        }
        if (!number && i % 12 == 0)
            act_change_master_key();
        if (i % (ROUNDS / RACES) == 0)
            race(i / (ROUNDS / RACES));
    }
    fflush(stdout);
}

int main(void)
{
    pid_t children[PROCESSES];
    unsigned int i;
    int status;

    shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    store_host_path(STORE_USER); /* one for all */
    provider_handle();
    for (i = 0; i < PROCESSES; i++)
    {
        if ((children[i] = fork()))
            continue;
        alarm(240);
        child(i);
        _exit(0);
    }
    for (i = 0; i < PROCESSES; i++)
    {
        waitpid(children[i], &status, 0);
        check(WIFEXITED(status) && !WEXITSTATUS(status), "process %u: %#x", i,
              (unsigned int)status);
    }
    check(!shared->bad, "%u answers that may not be", shared->bad);
    for (i = 0; i < RACES; i++)
        check(shared->created[i] == 1, "race %u: %u have made the key", i, shared->created[i]);
    check(shared->made && shared->opened && shared->deleted && shared->listed && shared->rotated,
          "made %u, opened %u, deleted %u, listed %u, master keys %u", shared->made, shared->opened,
          shared->deleted, shared->listed, shared->rotated);
    printf("made %u, opened %u, deleted %u, listed %u, master keys %u\n", shared->made,
           shared->opened, shared->deleted, shared->listed, shared->rotated);
    provider_close();
    return check_summary("store_storm");
}
