#include "selftest.h"

#include "commands.h"
#include "keys.h"
#include "module.h"
#include "parameters.h"
#include "status.h"
#include "text.h"

#include <ncrypt_ext.h>
#include <string.h>

#define DIGEST_SIZE 32 /* SHA-256 */

/* A property of this project's provider: the libraries behind it, with their versions. */
#define LIBRARY_VERSIONS_PROPERTY L"Library Versions"

const struct option selftest_options[] = {
    {"all", NULL, "also the slow parameter sets of SLH-DSA"},
    OPTION_PROVIDER,
    OPTION_END,
};

struct family
{
    struct key_kind kind;
    const struct check *checks;
    BOOL required; /* a provider without this algorithm fails the test */
    BOOL slow;     /* a signature takes up to a second: only with --all */
};

#define PQ_FAMILY(algorithm, set, checks) {{algorithm, 0, NULL, set}, checks, FALSE, FALSE}
#define SLOW_FAMILY(algorithm, set, checks) {{algorithm, 0, NULL, set}, checks, FALSE, TRUE}
static const struct family families[] = {
    {{"RSA", 2048, NULL, NULL}, rsa_checks, TRUE, FALSE},
    {{"ECDSA_P256", 0, NULL, NULL}, ecdsa_checks, TRUE, FALSE},
    {{"ECDSA_P384", 0, NULL, NULL}, ecdsa_checks, TRUE, FALSE},
    {{"ECDSA_P521", 0, NULL, NULL}, ecdsa_checks, TRUE, FALSE},
    {{"ECDH_P256", 0, NULL, NULL}, ecdh_checks, TRUE, FALSE},
    {{"ECDH_P384", 0, NULL, NULL}, ecdh_checks, TRUE, FALSE},
    {{"ECDH_P521", 0, NULL, NULL}, ecdh_checks, TRUE, FALSE},
    {{"ECDSA", 0, "secP256k1", NULL}, generic_ecdsa_checks, FALSE, FALSE},
    {{"ECDSA", 0, "brainpoolP256r1", NULL}, generic_ecdsa_checks, FALSE, FALSE},
    {{"ECDH", 0, "brainpoolP384r1", NULL}, generic_ecdh_checks, FALSE, FALSE},
    {{"ECDH", 0, "curve25519", NULL}, generic_ecdh_checks, FALSE, FALSE},
    {{"DSA", 1024, NULL, NULL}, dsa_checks, FALSE, FALSE},
    {{"DH", 2048, NULL, NULL}, dh_checks, FALSE, FALSE},
    {{"AES", 256, NULL, NULL}, cipher_checks, FALSE, FALSE},
    {{"3DES", 0, NULL, NULL}, cipher_checks, FALSE, FALSE},
    PQ_FAMILY("ML-KEM", "512", mlkem_checks),
    PQ_FAMILY("ML-KEM", "768", mlkem_checks),
    PQ_FAMILY("ML-KEM", "1024", mlkem_checks),
    PQ_FAMILY("ML-DSA", "44", mldsa_checks),
    PQ_FAMILY("ML-DSA", "65", mldsa_checks),
    PQ_FAMILY("ML-DSA", "87", mldsa_checks),
    SLOW_FAMILY("SLH-DSA", "SHA2-128s", slhdsa_checks),
    PQ_FAMILY("SLH-DSA", "SHA2-128f", slhdsa_checks),
    SLOW_FAMILY("SLH-DSA", "SHA2-192s", slhdsa_checks),
    PQ_FAMILY("SLH-DSA", "SHA2-192f", slhdsa_checks),
    SLOW_FAMILY("SLH-DSA", "SHA2-256s", slhdsa_checks),
    PQ_FAMILY("SLH-DSA", "SHA2-256f", slhdsa_checks),
    SLOW_FAMILY("SLH-DSA", "SHAKE-128s", slhdsa_checks),
    PQ_FAMILY("SLH-DSA", "SHAKE-128f", slhdsa_checks),
    SLOW_FAMILY("SLH-DSA", "SHAKE-192s", slhdsa_checks),
    PQ_FAMILY("SLH-DSA", "SHAKE-192f", slhdsa_checks),
    SLOW_FAMILY("SLH-DSA", "SHAKE-256s", slhdsa_checks),
    PQ_FAMILY("SLH-DSA", "SHAKE-256f", slhdsa_checks),
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
static SECURITY_STATUS set_text(NCRYPT_KEY_HANDLE key, const WCHAR *property, const char *value)
{
    WCHAR *text = wide(value);

    return NCryptSetProperty(key, property, (BYTE *)text,
                             (DWORD)((wcslen(text) + 1) * sizeof(WCHAR)), 0);
}

static SECURITY_STATUS set_kind(NCRYPT_KEY_HANDLE key, const struct key_kind *kind)
{
    SECURITY_STATUS status = 0;

    if (kind->length)
    {
        status = NCryptSetProperty(key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&kind->length,
                                   sizeof(kind->length), 0);
    }
    if (!status && kind->curve)
    {
        status = set_text(key, NCRYPT_ECC_CURVE_NAME_PROPERTY, kind->curve);
    }
    if (!status && kind->set)
    {
        status = set_text(key, NCRYPT_PARAMETER_SET_NAME_PROPERTY, kind->set);
    }
    return status;
}

SECURITY_STATUS make_key(NCRYPT_PROV_HANDLE provider, const struct key_kind *kind,
                         NCRYPT_KEY_HANDLE *key)
{
    SECURITY_STATUS status = NCryptCreatePersistedKey(provider, key, wide(kind->algorithm), NULL, 0,
                                                      0);

    if (status)
    {
        return status;
    }
    status = set_kind(*key, kind);
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
    BYTE digest[DIGEST_SIZE] = "as good a digest as any other";
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

/* A generic ECC blob does not tell its curve; the other types do. */
static SECURITY_STATUS import_copy(const struct subject *subject, const char *type,
                                   const struct bytes *blob, NCRYPT_KEY_HANDLE *copy)
{
    struct parameters parameters;

    start_parameters(&parameters);
    if (subject->kind->curve && (!strcmp(type, "ECCPUBLICBLOB") || !strcmp(type, "ECCPRIVATEBLOB")))
    {
        add_wide_text(&parameters, NCRYPTBUFFER_ECC_CURVE_NAME, subject->kind->curve);
    }
    return NCryptImportKey(subject->provider, 0, wide(type), parameter_list(&parameters), copy,
                           blob->data, blob->size, NCRYPT_SILENT_FLAG);
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
    status = import_copy(subject, detail, &first, &copy);
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
    const char *name = text_of("%-18s %s%s%s", algorithm, what, detail ? " " : "",
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
    const struct key_kind *kind = &family->kind;
    const char *name = kind->curve ? kind->curve
                       : kind->set ? text_of("%s %s", kind->algorithm, kind->set)
                                   : kind->algorithm;
    struct subject subject = {provider, 0, kind};
    const struct check *check;
    SECURITY_STATUS status = NCryptIsAlgSupported(provider, wide(kind->algorithm), 0);

    if (!status)
    {
        status = make_key(provider, kind, &subject.key);
    }
    report(tally, name, "create a key", kind->curve ? kind->algorithm : NULL, status,
           !family->required);
    if (status)
    {
        return;
    }
    for (check = family->checks; check->what; check++)
    {
        report(tally, name, check->what, check->detail, check->run(&subject, check->detail),
               check->optional);
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
        if (!families[i].slow || option_given(arguments, "all"))
        {
            check_family(provider, &families[i], &tally);
        }
    }
    NCryptFreeObject(provider);
    out("\nself-test: %d passed, %d failed, %d absent\n", tally.passed, tally.failed, tally.absent);
    return tally.failed ? RESULT_FAILED : RESULT_OK;
}
