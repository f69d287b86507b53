/*
 * Post-quantum keys of every parameter set that are kept: in the key store, made and imported under a
 * name and used by another process, and in OpaqueTransport.
 */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gaps.h"
#include "kem_interface.h"
#include "pq_keys.h"

NTSTATUS WINAPI NcryptprovGetKemInterface(const struct kem_interface **result);

#define KEY_NAME "Kept"

static BYTE message[] = "Kept, and then used.";

#define check_is(got, want) check_is_(__LINE__, (got), (want), #got)
static void check_is_(int line, SECURITY_STATUS got, SECURITY_STATUS want, const char *what)
{
    check_(got == want, __FILE__, line, "%s: %#x, not %#x", what, (unsigned int)got,
           (unsigned int)want);
}

static SECURITY_STATUS open_kept(NCRYPT_KEY_HANDLE *key)
{
    *key = 0;
    return provider_table()->OpenKey(provider_handle(), key, wide(KEY_NAME), 0, 0);
}

static SECURITY_STATUS create_kept(const struct test_set *set, NCRYPT_KEY_HANDLE *key)
{
    WCHAR algorithm[16];

    memcpy(algorithm, wide(set->algorithm), 2 * (strlen(set->algorithm) + 1));
    *key = 0;
    return provider_table()->CreatePersistedKey(provider_handle(), key, algorithm, wide(KEY_NAME),
                                                0, 0);
}

static SECURITY_STATUS set_property(NCRYPT_KEY_HANDLE key, const WCHAR *name, const void *data,
                                    size_t size, DWORD flags)
{
    return provider_table()->SetKeyProperty(provider_handle(), key, name, (BYTE *)data, (DWORD)size,
                                            flags);
}

static void allow_export(NCRYPT_KEY_HANDLE key)
{
    DWORD policy = NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;

    check_is(set_property(key, NCRYPT_EXPORT_POLICY_PROPERTY, &policy, sizeof(policy),
                          NCRYPT_PERSIST_FLAG),
             ERROR_SUCCESS);
}

static SECURITY_STATUS finalize(NCRYPT_KEY_HANDLE key)
{
    return provider_table()->FinalizeKey(provider_handle(), key, 0);
}

static SECURITY_STATUS delete_key(NCRYPT_KEY_HANDLE key)
{
    return provider_table()->DeleteKey(provider_handle(), key, 0);
}

static void check_same_blob(NCRYPT_KEY_HANDLE a, NCRYPT_KEY_HANDLE b, const char *type)
{
    SECURITY_STATUS status_a, status_b;
    DWORD size_a = 0, size_b = 0;
    BYTE *blob_a = provider_export(a, type, &size_a, &status_a);
    BYTE *blob_b = provider_export(b, type, &size_b, &status_b);

    check(status_a == status_b, "%s: %#x, %#x", type, (unsigned int)status_a,
          (unsigned int)status_b);
    if (blob_a && blob_b)
        check(size_a == size_b && !memcmp(blob_a, blob_b, size_a), "%s: another", type);
    free(blob_a);
    free(blob_b);
}

/* The same numbers, the seed among them if there is one, and the same set. */
static void check_same_key(NCRYPT_KEY_HANDLE a, NCRYPT_KEY_HANDLE b, const struct test_set *set)
{
    WCHAR name[32];
    DWORD size = 0;

    check_is(provider_table()->GetKeyProperty(provider_handle(), b,
                                              NCRYPT_PARAMETER_SET_NAME_PROPERTY, (BYTE *)name,
                                              sizeof(name), &size, 0),
             ERROR_SUCCESS);
    check(size == 2 * (strlen(set->name) + 1) && !memcmp(name, wide(set->name), size), "its set");
    check_same_blob(a, b, test_pq_type(set, PQ_PUBLIC));
    check_same_blob(a, b, test_pq_type(set, PQ_PRIVATE));
    check_same_blob(a, b, test_pq_type(set, PQ_SEED));
    check_same_blob(a, b, "PKCS8_PRIVATEKEY");
    check_same_blob(a, b, "PQPrivateKeyBlob");
}

/* ------------------------------------------------------------------------------------------
 * A private key that is somewhere else proves itself: it signs, or it decapsulates
 */
struct proof
{
    BYTE challenge[1568]; /* ciphertext */
    BYTE secret[32];      /* what was encapsulated */
    BYTE answer[49856];   /* signature or secret */
};

static void make_challenge(NCRYPT_KEY_HANDLE key, const struct test_set *set, struct proof *proof)
{
    const struct kem_interface *kem;
    DWORD secret = 0, size = 0;

    if (!test_set_is_kem(set))
        return;
    NcryptprovGetKemInterface(&kem);
    check_is(kem->Encapsulate(provider_handle(), key, proof->secret, sizeof(proof->secret), &secret,
                              proof->challenge, sizeof(proof->challenge), &size, 0),
             ERROR_SUCCESS);
}

static SECURITY_STATUS answer(NCRYPT_KEY_HANDLE key, const struct test_set *set,
                              struct proof *proof)
{
    const struct kem_interface *kem;
    DWORD size = 0;

    NcryptprovGetKemInterface(&kem);
    return test_set_is_kem(set)
               ? kem->Decapsulate(provider_handle(), key, proof->challenge, set->set->output_size,
                                  proof->answer, 32, &size, 0)
               : provider_table()->SignHash(provider_handle(), key, NULL, message, sizeof(message),
                                            proof->answer, sizeof(proof->answer), &size, 0);
}

static void check_answer(NCRYPT_KEY_HANDLE key, const struct test_set *set, struct proof *proof)
{
    if (test_set_is_kem(set))
        check(!memcmp(proof->answer, proof->secret, 32), "another secret");
    else
        check_is(provider_table()->VerifySignature(provider_handle(), key, NULL, message,
                                                   sizeof(message), proof->answer,
                                                   set->set->output_size, 0),
                 ERROR_SUCCESS);
}

/* ------------------------------------------------------------------------------------------
 * The key store
 */
static bool move_bytes(int fd, BYTE *data, size_t size, bool out)
{
    while (size)
    {
        ssize_t moved = out ? write(fd, data, size) : read(fd, data, size);

        if (moved <= 0)
            return false;
        data += moved;
        size -= (size_t)moved;
    }
    return true;
}

/* The other process: opens the key by its name, answers, deletes it. */
static void run_child(int fd, const struct test_set *set, struct proof *proof)
{
    NCRYPT_KEY_HANDLE key;

    if (open_kept(&key))
        _exit(1);
    if (answer(key, set, proof))
        _exit(2);
    if (!move_bytes(fd, proof->answer, sizeof(proof->answer), true))
        _exit(3);
    _exit(delete_key(key) ? 4 : 0);
}

static void ask_child(const struct test_set *set, struct proof *proof)
{
    int pipes[2], state = -1;
    pid_t child;

    if (pipe(pipes) || (child = fork()) < 0)
        abort();
    if (!child)
        run_child(pipes[1], set, proof);
    close(pipes[1]);
    check(move_bytes(pipes[0], proof->answer, sizeof(proof->answer), false), "no answer");
    close(pipes[0]);
    check(waitpid(child, &state, 0) == child && !state, "the other process: %#x",
          (unsigned int)state);
}

static void test_use_elsewhere(NCRYPT_KEY_HANDLE key, const struct test_set *set)
{
    struct proof *proof = calloc(1, sizeof(*proof));
    NCRYPT_KEY_HANDLE gone;

    make_challenge(key, set, proof);
    ask_child(set, proof);
    check_answer(key, set, proof);
    check_is(open_kept(&gone), NTE_BAD_KEYSET);
    check_is(delete_key(key), NTE_BAD_KEYSET); /* the other process did */
    provider_free(key);
    free(proof);
}

/* Made under a name; what is opened again is the same key. */
static void test_made(const struct test_set *set)
{
    NCRYPT_KEY_HANDLE key, again;

    check_context_push("%s, made", set->openssl);
    check_is(open_kept(&key), NTE_BAD_KEYSET);
    check_is(create_kept(set, &key), ERROR_SUCCESS);
    allow_export(key);
    check_is(finalize(key), GAP_STATUS_NO_PARAMETER_SET);
    check_is(open_kept(&again), NTE_BAD_KEYSET);
    check_is(set_property(key, NCRYPT_PARAMETER_SET_NAME_PROPERTY, wide(set->name),
                          2 * (strlen(set->name) + 1), NCRYPT_PERSIST_FLAG),
             ERROR_SUCCESS);
    check_is(finalize(key), ERROR_SUCCESS);
    check_is(open_kept(&again), ERROR_SUCCESS);
    check_same_key(key, again, set);
    provider_free(again);
    if (test_set_is_slow(set))
        check_is(delete_key(key), ERROR_SUCCESS);
    else
        test_use_elsewhere(key, set);
    check_context_pop();
}

/* As Windows callers keep a key that they have: create, set the blob, finalize. */
static void test_imported(NCRYPT_KEY_HANDLE original, const struct test_set *set, const char *type)
{
    NCRYPT_KEY_HANDLE key, again;
    SECURITY_STATUS status;
    DWORD size = 0;
    BYTE *blob = provider_export(original, type, &size, &status);
    NCRYPT_KEY_HANDLE same = provider_import(type, blob, size, &status);

    check_context_push("%s, imported %s", set->openssl, type);
    check_is(status, ERROR_SUCCESS);
    check_is(create_kept(set, &key), ERROR_SUCCESS);
    allow_export(key);
    check_is(set_property(key, wide(type), blob, size, 0), ERROR_SUCCESS);
    check_is(finalize(key), ERROR_SUCCESS);
    check_is(open_kept(&again), ERROR_SUCCESS);
    check_same_key(same, again, set); /* without a seed where the blob has none */
    check_is(delete_key(again), ERROR_SUCCESS);
    provider_free(key);
    provider_free(same);
    free(blob);
    check_context_pop();
}

/* NCryptImportKey with the key's name in the parameters. */
static void test_import_named(NCRYPT_KEY_HANDLE original, const struct test_set *set)
{
    WCHAR name[16];
    NCryptBuffer buffer = {2 * sizeof(KEY_NAME), NCRYPTBUFFER_PKCS_KEY_NAME, name};
    NCryptBufferDesc list = {NCRYPTBUFFER_VERSION, 1, &buffer};
    NCRYPT_KEY_HANDLE key = 0, again;
    SECURITY_STATUS status;
    DWORD size = 0;
    BYTE *blob = provider_export(original, "PRIVATEBLOB", &size, &status);

    memcpy(name, wide(KEY_NAME), 2 * sizeof(KEY_NAME));
    check_is(provider_table()->ImportKey(provider_handle(), 0, wide("PRIVATEBLOB"), &list, &key,
                                         blob, size, 0),
             ERROR_SUCCESS);
    check_is(open_kept(&again), ERROR_SUCCESS);
    check_same_blob(original, again, test_pq_type(set, PQ_PUBLIC));
    check_is(delete_key(again), ERROR_SUCCESS);
    provider_free(key);
    free(blob);
}

/* ------------------------------------------------------------------------------------------
 * OpaqueTransport
 */
static void test_opaque(NCRYPT_KEY_HANDLE original, const struct test_set *set)
{
    struct proof *proof = calloc(1, sizeof(*proof));
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE key;
    DWORD size = 0;
    BYTE *blob = provider_export(original, "OpaqueTransport", &size, &status);

    check_context_push("%s, OpaqueTransport", set->openssl);
    check_is(status, ERROR_SUCCESS);
    key = provider_import("OpaqueTransport", blob, size, &status);
    check_is(status, ERROR_SUCCESS);
    if (key)
    {
        check_same_key(original, key, set);
        make_challenge(original, set, proof);
        if (!test_set_is_slow(set))
        {
            check_is(answer(key, set, proof), ERROR_SUCCESS);
            check_answer(original, set, proof);
        }
    }
    if (blob)
        blob[size / 2] ^= 1;
    provider_free(key);
    key = provider_import("OpaqueTransport", blob, size, &status);
    check_is(status, NTE_BAD_DATA);
    provider_free(key);
    free(blob);
    free(proof);
    check_context_pop();
}

static void test_set(const struct test_set *set)
{
    NCRYPT_KEY_HANDLE key = test_pq_new(set);

    test_made(set);
    if (set->set->seed_size)
        test_imported(key, set, test_pq_type(set, PQ_SEED));
    test_imported(key, set, test_pq_type(set, PQ_PRIVATE));
    test_imported(key, set, "PQPrivateKeyBlob");
    test_imported(key, set, "PKCS8_PRIVATEKEY");
    test_import_named(key, set);
    test_opaque(key, set);
    provider_free(key);
}

int main(void)
{
    const struct test_set *set;
    unsigned int i;

    if (!test_pq_available())
        return check_summary("pq_store");
    for (i = 0; (set = test_set_at(i)); i++)
        test_set(set);
    provider_close();
    return check_summary("pq_store");
}
