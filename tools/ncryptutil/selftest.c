#include "selftest.h"

#include "commands.h"
#include "keys.h"
#include "module.h"
#include "status.h"
#include "text.h"

#include <string.h>

#define DIGEST_SIZE 32 /* SHA-256 */

/* A property of this project's provider: the libraries behind it, with their versions. */
#define LIBRARY_VERSIONS_PROPERTY L"Library Versions"

const struct option selftest_options[] = {
    OPTION_PROVIDER,
    OPTION_END,
};

struct family
{
    const char *algorithm;
    DWORD length; /* 0: the algorithm has only one */
    const struct check *checks;
    BOOL required; /* a provider without this algorithm fails the test */
};

static const struct family families[] = {
    {"RSA", 2048, rsa_checks, TRUE},       {"ECDSA_P256", 0, ecdsa_checks, TRUE},
    {"ECDSA_P384", 0, ecdsa_checks, TRUE}, {"ECDSA_P521", 0, ecdsa_checks, TRUE},
    {"ECDH_P256", 0, ecdh_checks, TRUE},   {"ECDH_P384", 0, ecdh_checks, TRUE},
    {"ECDH_P521", 0, ecdh_checks, TRUE},
};

struct tally
{
    int passed;
    int failed;
    int absent;
};

/* ------------------------------------------------------------------------------------------
 * Checks that several families share
 */
SECURITY_STATUS make_key(NCRYPT_PROV_HANDLE provider, const WCHAR *algorithm, DWORD length,
                         NCRYPT_KEY_HANDLE *key)
{
    SECURITY_STATUS status = NCryptCreatePersistedKey(provider, key, algorithm, NULL, 0, 0);

    if (status)
    {
        return status;
    }
    if (length)
    {
        status = NCryptSetProperty(*key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&length, sizeof(length),
                                   0);
    }
    if (!status)
    {
        status = allow_export(*key);
    }
    if (!status)
    {
        status = NCryptFinalizeKey(*key, NCRYPT_SILENT_FLAG);
    }
    if (status)
    {
        NCryptFreeObject(*key);
    }
    return status;
}

SECURITY_STATUS check_signature(NCRYPT_KEY_HANDLE key, void *padding, DWORD flags)
{
    BYTE digest[DIGEST_SIZE] = "any 32 bytes will do as a digest";
    BYTE signature[2048];
    DWORD size;
    SECURITY_STATUS status = NCryptSignHash(key, padding, digest, sizeof(digest), signature,
                                            sizeof(signature), &size, flags);

    if (status)
    {
        return status;
    }
    status = NCryptVerifySignature(key, padding, digest, sizeof(digest), signature, size, flags);
    if (status)
    {
        return status;
    }
    digest[0] ^= 1;
    status = NCryptVerifySignature(key, padding, digest, sizeof(digest), signature, size, flags);
    return status == NTE_BAD_SIGNATURE ? 0 : WRONG_RESULT;
}

SECURITY_STATUS check_round_trip(const struct subject *subject, const char *detail)
{
    struct bytes first, second;
    NCRYPT_KEY_HANDLE copy;
    SECURITY_STATUS status = export_blob(subject->key, detail, NULL, &first);

    if (status)
    {
        return status;
    }
    status = import_blob(subject->provider, detail, &first, &copy);
    if (status)
    {
        return status;
    }
    status = allow_export(copy);
    if (!status)
    {
        status = export_blob(copy, detail, NULL, &second);
    }
    NCryptFreeObject(copy);
    if (status)
    {
        return status;
    }
    return first.size == second.size && !memcmp(first.data, second.data, first.size) ? 0
                                                                                     : WRONG_RESULT;
}

/* ------------------------------------------------------------------------------------------
 * What is loaded
 */
static void describe_program(void)
{
    out("%-18s %u-bit program\n", "ncryptutil", (unsigned int)sizeof(void *) * 8);
    if (!describe_module(L"ncrypt.dll"))
    {
        out("%-18s not loaded\n", "ncrypt.dll");
    }
}

/* On Windows the software provider may live in another process. */
static void describe_provider(NCRYPT_PROV_HANDLE provider)
{
    const char *text;

    if (!describe_module(L"ncryptprov.dll"))
    {
        out("%-18s not loaded in this process\n", "ncryptprov.dll");
    }
    if (!get_text(provider, NCRYPT_NAME_PROPERTY, &text))
    {
        out("%-18s %s\n", "provider", text);
    }
    if (!get_text(provider, LIBRARY_VERSIONS_PROPERTY, &text))
    {
        out("%-18s %s\n", "libraries", text);
    }
}

static void list_algorithms(NCRYPT_PROV_HANDLE provider)
{
    NCryptAlgorithmName *algorithms = NULL;
    DWORD count = 0;
    DWORD i;

    out("%-18s", "algorithms");
    if (NCryptEnumAlgorithms(provider, 0, &count, &algorithms, NCRYPT_SILENT_FLAG))
    {
        out(" (the provider does not list them)\n");
        return;
    }
    for (i = 0; i < count; i++)
    {
        out(" %s", utf8(algorithms[i].pszName));
    }
    out("\n");
    NCryptFreeBuffer(algorithms);
}

/* ------------------------------------------------------------------------------------------
 * The checks
 */
static const char *result_text(SECURITY_STATUS status)
{
    return status == WRONG_RESULT ? "every call succeeded, but the result is wrong"
                                  : status_text(status);
}

static void report(struct tally *tally, const char *algorithm, const char *what, const char *detail,
                   SECURITY_STATUS status, BOOL optional)
{
    const char *name = text_of("%-12s %s%s%s", algorithm, what, detail ? " " : "",
                               detail ? detail : "");

    if (!status)
    {
        out("ok      %s\n", name);
        tally->passed++;
    }
    else if (optional && status == NTE_NOT_SUPPORTED)
    {
        out("absent  %s: the provider does not offer it\n", name);
        tally->absent++;
    }
    else
    {
        out("FAILED  %s: %s\n", name, result_text(status));
        tally->failed++;
    }
}

static void check_family(NCRYPT_PROV_HANDLE provider, const struct family *family,
                         struct tally *tally)
{
    struct subject subject = {provider, 0, wide(family->algorithm)};
    const struct check *check;
    SECURITY_STATUS status = NCryptIsAlgSupported(provider, subject.algorithm, 0);

    if (!status)
    {
        status = make_key(provider, subject.algorithm, family->length, &subject.key);
    }
    report(tally, family->algorithm, "create a key", NULL, status, !family->required);
    if (status)
    {
        return;
    }
    for (check = family->checks; check->what; check++)
    {
        report(tally, family->algorithm, check->what, check->detail,
               check->run(&subject, check->detail), check->optional);
    }
    NCryptFreeObject(subject.key);
}

int run_selftest(const struct arguments *arguments)
{
    struct tally tally = {0, 0, 0};
    NCRYPT_PROV_HANDLE provider;
    size_t i;

    describe_program();
    if (!open_provider(arguments, &provider))
    {
        return RESULT_FAILED;
    }
    describe_provider(provider);
    list_algorithms(provider);
    out("\n");
    for (i = 0; i < ARRAYSIZE(families); i++)
    {
        check_family(provider, &families[i], &tally);
    }
    NCryptFreeObject(provider);
    out("\nself-test: %d passed, %d failed, %d absent\n", tally.passed, tally.failed, tally.absent);
    return tally.failed ? RESULT_FAILED : RESULT_OK;
}
