/*
 * Lists providers and algorithms.
 */
#include "commands.h"
#include "keys.h"
#include "status.h"
#include "text.h"

#include <ncrypt_ext.h>
#include <stdlib.h>

const struct option providers_options[] = {
    OPTION_END,
};

const struct option algorithms_options[] = {
    OPTION_PROVIDER,
    OPTION_END,
};

struct number_name
{
    DWORD number;
    const char *name;
};

static const struct number_name classes[] = {
    {NCRYPT_CIPHER_INTERFACE, "cipher"},
    {NCRYPT_HASH_INTERFACE, "hash"},
    {NCRYPT_ASYMMETRIC_ENCRYPTION_INTERFACE, "asymmetric encryption"},
    {NCRYPT_SECRET_AGREEMENT_INTERFACE, "secret agreement"},
    {NCRYPT_SIGNATURE_INTERFACE, "signature"},
    {BCRYPT_RNG_INTERFACE, "random numbers"},
    {NCRYPT_KEY_DERIVATION_INTERFACE, "key derivation"},
    {NCRYPT_KEY_ENCAPSULATION_INTERFACE, "key encapsulation"},
    {NCRYPT_KEY_STORAGE_INTERFACE, "key storage"},
};

static const struct number_name operations[] = {
    {NCRYPT_CIPHER_OPERATION, "cipher"},
    {NCRYPT_HASH_OPERATION, "hash"},
    {NCRYPT_ASYMMETRIC_ENCRYPTION_OPERATION, "encrypt"},
    {NCRYPT_SECRET_AGREEMENT_OPERATION, "agree"},
    {NCRYPT_SIGNATURE_OPERATION, "sign"},
    {NCRYPT_RNG_OPERATION, "random"},
    {NCRYPT_KEY_DERIVATION_OPERATION, "derive"},
    {NCRYPT_KEY_ENCAPSULATION_OPERATION, "encapsulate"},
};

static const char *class_name(DWORD number)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(classes); i++)
    {
        if (classes[i].number == number)
        {
            return classes[i].name;
        }
    }
    return text_of("0x%lx", (unsigned long)number);
}

static const char *operation_names(DWORD mask)
{
    const char *text = "";
    size_t i;

    for (i = 0; i < ARRAYSIZE(operations); i++)
    {
        if (mask & operations[i].number)
        {
            text = text_of("%s%s%s", text, *text ? ", " : "", operations[i].name);
        }
    }
    return text;
}

int run_providers(const struct arguments *arguments)
{
    NCryptProviderName *providers = NULL;
    DWORD count = 0;
    DWORD i;
    SECURITY_STATUS status = NCryptEnumStorageProviders(&count, &providers, NCRYPT_SILENT_FLAG);

    (void)arguments;
    if (status)
    {
        return fail(status, "cannot list the providers");
    }
    for (i = 0; i < count; i++)
    {
        const WCHAR *comment = providers[i].pszComment;

        out("%s", utf8(providers[i].pszName));
        out(comment && *comment ? "  (%s)\n" : "%s\n", comment ? utf8(comment) : "");
    }
    NCryptFreeBuffer(providers);
    return RESULT_OK;
}

static int list_algorithms(NCRYPT_PROV_HANDLE provider)
{
    NCryptAlgorithmName *algorithms = NULL;
    DWORD count = 0;
    DWORD i;
    SECURITY_STATUS status = NCryptEnumAlgorithms(provider, 0, &count, &algorithms,
                                                  NCRYPT_SILENT_FLAG);

    if (status)
    {
        return fail(status, "cannot list the algorithms");
    }
    out("%-24s %-24s %s\n", "algorithm", "class", "operations");
    for (i = 0; i < count; i++)
    {
        out("%-24s %-24s %s\n", utf8(algorithms[i].pszName), class_name(algorithms[i].dwClass),
            operation_names(algorithms[i].dwAlgOperations));
    }
    NCryptFreeBuffer(algorithms);
    return RESULT_OK;
}

int run_algorithms(const struct arguments *arguments)
{
    NCRYPT_PROV_HANDLE provider;
    int result;

    if (!open_provider(arguments, &provider))
    {
        return RESULT_FAILED;
    }
    result = list_algorithms(provider);
    NCryptFreeObject(provider);
    return result;
}
