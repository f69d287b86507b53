/*
 * ncrypt.dll reached by LoadLibrary and GetProcAddress, so that it can be unloaded.
 */
#ifndef HYGIENE_API_H
#define HYGIENE_API_H

#include <stdbool.h>
#include <windows.h>

#include <bcrypt.h>
#include <ncrypt.h>

#include "ncrypt_ext.h"

#define API_FUNCTIONS(X)                                                                           \
    X(NCryptOpenStorageProvider)                                                                   \
    X(NCryptEnumAlgorithms)                                                                        \
    X(NCryptEnumKeys)                                                                              \
    X(NCryptFreeBuffer)                                                                            \
    X(NCryptCreatePersistedKey)                                                                    \
    X(NCryptOpenKey)                                                                               \
    X(NCryptDeleteKey)                                                                             \
    X(NCryptSetProperty)                                                                           \
    X(NCryptGetProperty)                                                                           \
    X(NCryptFinalizeKey)                                                                           \
    X(NCryptImportKey)                                                                             \
    X(NCryptExportKey)                                                                             \
    X(NCryptSignHash)                                                                              \
    X(NCryptVerifySignature)                                                                       \
    X(NCryptEncrypt)                                                                               \
    X(NCryptDecrypt)                                                                               \
    X(NCryptSecretAgreement)                                                                       \
    X(NCryptDeriveKey)                                                                             \
    X(NCryptIsAlgSupported)                                                                        \
    X(NCryptIsKeyHandle)                                                                           \
    X(NCryptFreeObject)

struct api
{
    HMODULE module;
#define API_MEMBER(name) __typeof__(&name) name;
    API_FUNCTIONS(API_MEMBER)
#undef API_MEMBER
};

/* Loads the DLL of that name or path.  False, with the first missing name or error printed. */
bool api_load(struct api *api, const WCHAR *dll);
bool api_unload(struct api *api);

#endif
