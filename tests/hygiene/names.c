/*
 * The DLL by its names: exports, where it was loaded from, and what it says when a part is missing.
 */
#define __USE_MINGW_ANSI_STDIO 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "report.h"
#include "work.h"

/* The end of a forward as Wine's loader resolves it, or a function of the module. */
static bool belongs_to(void *function, const char *dll)
{
    HMODULE module = NULL;

    return GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS |
                                  GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                              function, &module) &&
           module == GetModuleHandleA(dll);
}

/* exports FILE: a name a line, with the DLL that it has to be in, "-" if there may be none */
void run_exports(char **arguments)
{
    HMODULE module = LoadLibraryA("ncrypt.dll");
    FILE *file = fopen(arguments[0], "r");
    char name[80], dll[80];
    int found = 0, right = 0, wanted = 0, absent = 0;

    if (!module || !file)
        return check(false, "ncrypt.dll and the list of names");
    while (fscanf(file, "%79s %79s", name, dll) == 2)
    {
        void *function = (void *)GetProcAddress(module, name);

        wanted++;
        found += function != NULL;
        right += function && belongs_to(function, dll);
        absent += !function && !strcmp(dll, "-");
        if (!(function ? belongs_to(function, dll) : !strcmp(dll, "-")))
            printf("# %s: %p, expected in %s\n", name, function, dll);
    }
    fclose(file);
    check(wanted && right == found && right + absent == wanted,
          "%d exports by name, %d found, %d that no bcrypt.dll of Wine has", wanted, found, absent);
    check(!GetProcAddress(module, "NCryptNoSuchFunction") &&
              !GetProcAddress(module, MAKEINTRESOURCEA(0xfff0)),
          "no name and no number that is none");
    check(GetProcAddress(module, "ncryptopenkey") == NULL, "names are case-sensitive");
}

/* where DLL: the name or path that it is loaded by; prints where from */
void run_where(char **arguments)
{
    WCHAR dll[MAX_PATH], path[MAX_PATH];
    struct api api;

    swprintf(dll, MAX_PATH, L"%hs", arguments[0]);
    if (!api_load(&api, dll))
        return check(false, "it is loaded");
    GetModuleFileNameW(api.module, path, MAX_PATH);
    printf("path %ls\n", path);
    check(!work(&api), "it works");
    if (arguments[1])
        run_where(arguments + 1);
    check(!work(&api), "it works on");
}

/* open STATUS: the provider answers so, again and again, and every other call refuses politely */
void run_open(char **arguments)
{
    SECURITY_STATUS want = (SECURITY_STATUS)strtoul(arguments[0], NULL, 16), status;
    NCRYPT_PROV_HANDLE provider = 0;
    NCRYPT_KEY_HANDLE key = 0;
    NCryptAlgorithmName *list;
    DWORD size = 0, good = 0;
    struct api api;
    BYTE byte;

    if (!api_load(&api, L"ncrypt.dll"))
        return check(false, "ncrypt.dll is loaded");
    for (int i = 0; i < 10; i++)
    {
        status = api.NCryptOpenStorageProvider(&provider, i % 2 ? MS_KEY_STORAGE_PROVIDER : NULL,
                                               0);
        good += status == want && !provider;
    }
    check(good == 10, "NCryptOpenStorageProvider: %#lx", (unsigned long)status);
#define REFUSED(call) check((call) == NTE_INVALID_HANDLE, "%.40s", #call)
    REFUSED(api.NCryptEnumAlgorithms(provider, 0, &size, &list, 0));
    REFUSED(api.NCryptIsAlgSupported(provider, BCRYPT_RSA_ALGORITHM, 0));
    REFUSED(api.NCryptCreatePersistedKey(provider, &key, BCRYPT_RSA_ALGORITHM, NULL, 0, 0));
    REFUSED(api.NCryptOpenKey(provider, &key, L"name", 0, 0));
    REFUSED(api.NCryptImportKey(provider, 0, BCRYPT_RSAPUBLIC_BLOB, NULL, &key, &byte, 1, 0));
    REFUSED(api.NCryptFinalizeKey(key, 0));
    REFUSED(api.NCryptExportKey(key, 0, BCRYPT_RSAPUBLIC_BLOB, NULL, NULL, 0, &size, 0));
    REFUSED(api.NCryptSignHash(key, NULL, &byte, 1, NULL, 0, &size, 0));
    REFUSED(api.NCryptVerifySignature(key, NULL, &byte, 1, &byte, 1, 0));
    REFUSED(api.NCryptEncrypt(key, &byte, 1, NULL, NULL, 0, &size, 0));
    REFUSED(api.NCryptDecrypt(key, &byte, 1, NULL, NULL, 0, &size, 0));
    REFUSED(api.NCryptGetProperty(key, NCRYPT_LENGTH_PROPERTY, NULL, 0, &size, 0));
    REFUSED(api.NCryptSetProperty(key, NCRYPT_LENGTH_PROPERTY, &byte, 1, 0));
    REFUSED(api.NCryptDeleteKey(key, 0));
    REFUSED(api.NCryptFreeObject(provider));
    check(api_unload(&api) && !GetModuleHandleA("ncryptprov.dll"), "it is unloaded");
}
