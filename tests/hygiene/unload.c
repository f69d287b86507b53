/*
 * Loading, using and unloading the DLL, hundreds of times.
 */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "report.h"
#include "work.h"

static SECURITY_STATUS one_round(SECURITY_STATUS (*use)(const struct api *api))
{
    struct api api;
    SECURITY_STATUS status;

    if (!api_load(&api, L"ncrypt.dll"))
        return NTE_FAIL;
    status = use(&api);
    if (!api_unload(&api) || GetModuleHandleA("ncrypt.dll") || GetModuleHandleA("ncryptprov.dll"))
        status = status ? status : NTE_FAIL;
    return status;
}

static SECURITY_STATUS rounds(SECURITY_STATUS (*use)(const struct api *api), int count)
{
    SECURITY_STATUS status = 0;

    for (int i = 0; i < count && !status; i++)
        status = one_round(use);
    return status;
}

/* Wine's bcrypt.dll shares libraries with us: it works on where we are gone. */
static bool bcrypt_works(void)
{
    BCRYPT_ALG_HANDLE algorithm = NULL;
    BCRYPT_KEY_HANDLE key = NULL;
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM};
    BYTE hash[32] = {5}, signature[128];
    ULONG size;
    bool works;

    works = !BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_RSA_ALGORITHM, NULL, 0) &&
            !BCryptGenerateKeyPair(algorithm, &key, 1024, 0) && !BCryptFinalizeKeyPair(key, 0) &&
            !BCryptSignHash(key, &padding, hash, sizeof(hash), signature, sizeof(signature), &size,
                            BCRYPT_PAD_PKCS1) &&
            !BCryptVerifySignature(key, &padding, hash, sizeof(hash), signature, size,
                                   BCRYPT_PAD_PKCS1);
    if (key)
        BCryptDestroyKey(key);
    if (algorithm)
        BCryptCloseAlgorithmProvider(algorithm, 0);
    return works;
}

/* unload (clean|open) ROUNDS: with everything freed before, or nothing */
void run_unload(char **arguments)
{
    SECURITY_STATUS (*use)(const struct api *api) = strcmp(arguments[0], "open") ? work
                                                                                 : leave_open;
    int count = atoi(arguments[1]);
    SECURITY_STATUS status;

    check(bcrypt_works(), "bcrypt.dll works before");
    status = rounds(use, count / 4 + 1);
    check(!status, "%d rounds to warm up: %#lx", count / 4 + 1, (unsigned long)status);
    sample("before");
    status = rounds(use, count);
    check(!status, "%d rounds: %#lx", count, (unsigned long)status);
    sample("after");
    check(bcrypt_works(), "bcrypt.dll works after");
}
