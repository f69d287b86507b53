/*
 * No libcrypto, or one that has no post-quantum algorithms: those are not there, the log says so in one
 * line, and everything else works.
 *
 * The provider loads libcrypto by its SONAME, hence from LD_LIBRARY_PATH, where the programs run that this
 * one starts.  So there is nothing in the provider for this test, and nothing that names another library
 * than the dynamic linker would take for any program.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pq_keys.h"
#include "vectors_constructed.h"
#include "wide.h"

static const char *const algorithms[] = {"ML-KEM", "ML-DSA", "SLH-DSA"};

/* ------------------------------------------------------------------------------------------
 * What a program sees that has such a library
 */
static void test_not_listed(void)
{
    NCryptAlgorithmName *list = NULL;
    DWORD count = 0, i;
    SECURITY_STATUS status = provider_table()->EnumAlgorithms(provider_handle(), 0, &count, &list,
                                                              0);
    size_t j;

    check(!status && count > 10, "enumeration: %#x, %u", (unsigned int)status, (unsigned int)count);
    for (i = 0; i < count; i++)
    {
        for (j = 0; j < ARRAYSIZE(algorithms); j++)
            check(!wide_equal(list[i].pszName, wide(algorithms[j])), "%s is listed", algorithms[j]);
    }
    provider_table()->FreeBuffer(list);
    status = provider_table()->EnumAlgorithms(provider_handle(), NCRYPT_KEY_ENCAPSULATION_OPERATION,
                                              &count, &list, 0);
    check(status || !count, "encapsulation: %#x, %u", (unsigned int)status, (unsigned int)count);
    if (!status)
        provider_table()->FreeBuffer(list);
}

static void test_not_supported(void)
{
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status;
    size_t i;

    for (i = 0; i < ARRAYSIZE(algorithms); i++)
    {
        status = provider_table()->IsAlgSupported(provider_handle(), wide(algorithms[i]), 0);
        check(status == NTE_NOT_SUPPORTED, "IsAlgSupported: %#x", (unsigned int)status);
        status = provider_table()->CreatePersistedKey(provider_handle(), &key, wide(algorithms[i]),
                                                      NULL, 0, 0);
        check(status == NTE_NOT_SUPPORTED && !key, "create: %#x", (unsigned int)status);
    }
}

static void test_no_import(void)
{
    static const char *const ids[] = {"mlkem768-pub",      "mlkem768-priv", "mlkem768-seed",
                                      "mldsa65-pub",       "mldsa65-priv",  "mldsa65-seed",
                                      "mlkem768-pqprivate"};
    SECURITY_STATUS status;
    size_t i;

    for (i = 0; i < ARRAYSIZE(ids); i++)
    {
        const struct test_vector *vector = find_vector(vectors_constructed,
                                                       VECTOR_COUNT(vectors_constructed), ids[i]);

        check(vector != NULL, "no vector %s", ids[i]);
        if (!vector)
            continue;
        provider_free(provider_import(vector->blob_type, vector->bytes, vector->size, &status));
        check(status == NTE_NOT_SUPPORTED, "import of %s: %#x", ids[i], (unsigned int)status);
    }
}

static void test_classical(const char *algorithm, DWORD length, void *padding, DWORD flags)
{
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE key = provider_generate(algorithm, length, &status);
    BYTE digest[32] = {1}, signature[256];
    DWORD size = 0;

    check(!status, "%s: %#x", algorithm, (unsigned int)status);
    status = provider_table()->SignHash(provider_handle(), key, padding, digest, sizeof(digest),
                                        signature, sizeof(signature), &size, flags);
    check(!status, "%s: sign %#x", algorithm, (unsigned int)status);
    status = provider_table()->VerifySignature(provider_handle(), key, padding, digest,
                                               sizeof(digest), signature, size, flags);
    check(!status, "%s: verify %#x", algorithm, (unsigned int)status);
    provider_free(key);
}

static int run_inside(void)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {L"SHA256"};

    test_not_listed();
    test_no_import();
    test_not_supported();
    test_classical("RSA", 1024, &padding, NCRYPT_PAD_PKCS1_FLAG);
    test_classical("ECDSA_P256", 0, NULL, 0);
    provider_close();
    return check_summary("pq_absent, inside");
}

/* ------------------------------------------------------------------------------------------
 * Running it
 */
static char directory[512]; /* of this program, with room behind it */

/* All that the program printed; its exit status. */
static int run(const char *libraries, char *output, size_t room)
{
    char command[1200];
    size_t size;
    FILE *pipe;

    snprintf(command, sizeof(command), "LD_LIBRARY_PATH='%s' '%s/test_pq_absent' inside 2>&1",
             libraries, directory);
    if (!(pipe = popen(command, "r")))
        abort();
    size = fread(output, 1, room - 1, pipe);
    output[size] = 0;
    return pclose(pipe);
}

static unsigned int count(const char *text, const char *part)
{
    unsigned int found = 0;

    while ((text = strstr(text, part)))
    {
        found++;
        text += strlen(part);
    }
    return found;
}

/* found: what the line says of the library. */
static void test_library(const char *libraries, const char *found)
{
    static char output[16384];
    int status = run(libraries, output, sizeof(output));
    const char *line = strstr(output, "libcrypto.so.3");

    check_context_push("%s", libraries);
    check(WIFEXITED(status) && !WEXITSTATUS(status), "status %#x:\n%s", (unsigned int)status,
          output);
    check(strstr(output, " 0 failures") != NULL, "no summary:\n%s", output);
    check(count(output, "libcrypto.so.3") == 1, "lines in the log:\n%s", output);
    check(line && strstr(line, "3.5 or later") && strstr(line, found), "the line:\n%s", output);
    check_context_pop();
}

static void find_directory(void)
{
    ssize_t size = readlink("/proc/self/exe", directory, sizeof(directory) - 1);

    if (size <= 0)
        abort();
    directory[size] = 0;
    *strrchr(directory, '/') = 0;
}

/* A file of that name which is no library, so that there is none, whatever the system has. */
static void test_without(void)
{
    char folder[] = "/tmp/test_pq_absent.XXXXXX", path[64];
    FILE *file;

    if (!mkdtemp(folder))
        abort();
    snprintf(path, sizeof(path), "%s/libcrypto.so.3", folder);
    if (!(file = fopen(path, "w")) || fclose(file))
        abort();
    test_library(folder, "found: none");
    unlink(path);
    rmdir(folder);
}

int main(int count_of_arguments, char **arguments)
{
    static const struct
    {
        const char *stub, *found;
    } rows[] = {{"3.0", "found: 3.0."}, {"3.5-bare", "found: 3.5."}, {"3.5-dead", "found: 3.5."}};
    char libraries[600];
    size_t i;

    if (count_of_arguments == 2 && !strcmp(arguments[1], "inside"))
        return run_inside();
    find_directory();
    test_without();
    for (i = 0; i < ARRAYSIZE(rows); i++)
    {
        snprintf(libraries, sizeof(libraries), "%s/../stub/%s", directory, rows[i].stub);
        test_library(libraries, rows[i].found);
    }
    return check_summary("pq_absent");
}
