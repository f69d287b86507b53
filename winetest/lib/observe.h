/*
 * Every call of a test's own thread to ncrypt.dll is an observation in the record: the names of the
 * functions are macros here that make the call, record what it was given and what it returned, and
 * are its result.  Without a record they only make the call.
 *
 * wine/test.h includes this if <ncrypt.h> was included before, so that tests written for Wine's
 * tree are observed too.  A function without a macro here is called as it is.
 */
#ifndef WINETEST_OBSERVE_H
#define WINETEST_OBSERVE_H

#include <windows.h>
#include <bcrypt.h>
#include <ncrypt.h>

/* Where a call stands. */
struct observed_place
{
    const char *file, *function;
};

#define OBSERVED_HERE (&(const struct observed_place){__FILE__, __func__})

/* Names of functions in the text of a call have this prefix, once it is expanded. */
#define OBSERVED_PREFIX "observed_"

/* These bytes are the same in every run: a key imported from them may be recorded. */
void observe_fixed_bytes(const void *bytes, size_t size);

#define OBSERVED SECURITY_STATUS
#define PLACE const struct observed_place *place

OBSERVED observed_NCryptOpenStorageProvider(PLACE, NCRYPT_PROV_HANDLE *provider, LPCWSTR name,
                                            DWORD flags);
OBSERVED observed_NCryptEnumStorageProviders(PLACE, DWORD *count, NCryptProviderName **list,
                                             DWORD flags);
OBSERVED observed_NCryptEnumAlgorithms(PLACE, NCRYPT_PROV_HANDLE provider, DWORD operations,
                                       DWORD *count, NCryptAlgorithmName **list, DWORD flags);
OBSERVED observed_NCryptIsAlgSupported(PLACE, NCRYPT_PROV_HANDLE provider, LPCWSTR name,
                                       DWORD flags);
OBSERVED observed_NCryptEnumKeys(PLACE, NCRYPT_PROV_HANDLE provider, LPCWSTR scope,
                                 NCryptKeyName **name, PVOID *state, DWORD flags);
OBSERVED observed_NCryptFreeBuffer(PLACE, PVOID buffer);
OBSERVED observed_NCryptFreeObject(PLACE, NCRYPT_HANDLE object);
BOOL observed_NCryptIsKeyHandle(PLACE, NCRYPT_KEY_HANDLE key);

OBSERVED observed_NCryptOpenKey(PLACE, NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE *key,
                                LPCWSTR name, DWORD legacy_spec, DWORD flags);
OBSERVED observed_NCryptCreatePersistedKey(PLACE, NCRYPT_PROV_HANDLE provider,
                                           NCRYPT_KEY_HANDLE *key, LPCWSTR algorithm, LPCWSTR name,
                                           DWORD legacy_spec, DWORD flags);
OBSERVED observed_NCryptFinalizeKey(PLACE, NCRYPT_KEY_HANDLE key, DWORD flags);
OBSERVED observed_NCryptDeleteKey(PLACE, NCRYPT_KEY_HANDLE key, DWORD flags);
OBSERVED observed_NCryptGetProperty(PLACE, NCRYPT_HANDLE object, LPCWSTR name, PBYTE output,
                                    DWORD size, DWORD *result, DWORD flags);
OBSERVED observed_NCryptSetProperty(PLACE, NCRYPT_HANDLE object, LPCWSTR name, PBYTE input,
                                    DWORD size, DWORD flags);
OBSERVED observed_NCryptImportKey(PLACE, NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE wrapping,
                                  LPCWSTR type, NCryptBufferDesc *parameters,
                                  NCRYPT_KEY_HANDLE *key, PBYTE data, DWORD size, DWORD flags);
OBSERVED observed_NCryptExportKey(PLACE, NCRYPT_KEY_HANDLE key, NCRYPT_KEY_HANDLE wrapping,
                                  LPCWSTR type, NCryptBufferDesc *parameters, PBYTE output,
                                  DWORD size, DWORD *result, DWORD flags);

OBSERVED observed_NCryptSignHash(PLACE, NCRYPT_KEY_HANDLE key, VOID *padding, PBYTE hash,
                                 DWORD hash_size, PBYTE output, DWORD size, DWORD *result,
                                 DWORD flags);
OBSERVED observed_NCryptVerifySignature(PLACE, NCRYPT_KEY_HANDLE key, VOID *padding, PBYTE hash,
                                        DWORD hash_size, PBYTE signature, DWORD size, DWORD flags);
OBSERVED observed_NCryptEncrypt(PLACE, NCRYPT_KEY_HANDLE key, PBYTE input, DWORD input_size,
                                VOID *padding, PBYTE output, DWORD size, DWORD *result,
                                DWORD flags);
OBSERVED observed_NCryptDecrypt(PLACE, NCRYPT_KEY_HANDLE key, PBYTE input, DWORD input_size,
                                VOID *padding, PBYTE output, DWORD size, DWORD *result,
                                DWORD flags);
OBSERVED observed_NCryptSecretAgreement(PLACE, NCRYPT_KEY_HANDLE private_key,
                                        NCRYPT_KEY_HANDLE public_key, NCRYPT_SECRET_HANDLE *secret,
                                        DWORD flags);
OBSERVED observed_NCryptDeriveKey(PLACE, NCRYPT_SECRET_HANDLE secret, LPCWSTR kdf,
                                  NCryptBufferDesc *parameters, PBYTE output, DWORD size,
                                  DWORD *result, ULONG flags);
OBSERVED observed_NCryptKeyDerivation(PLACE, NCRYPT_KEY_HANDLE key, NCryptBufferDesc *parameters,
                                      PUCHAR output, DWORD size, DWORD *result, ULONG flags);
OBSERVED observed_NCryptTranslateHandle(PLACE, NCRYPT_PROV_HANDLE *provider, NCRYPT_KEY_HANDLE *key,
                                        HCRYPTPROV legacy_provider, HCRYPTKEY legacy_key,
                                        DWORD legacy_spec, DWORD flags);
OBSERVED observed_NCryptNotifyChangeKey(PLACE, NCRYPT_PROV_HANDLE provider, HANDLE *event,
                                        DWORD flags);

#ifndef OBSERVE_WITHOUT_MACROS
#define NCryptOpenStorageProvider(...)                                                             \
    observed_NCryptOpenStorageProvider(OBSERVED_HERE, __VA_ARGS__)
#define NCryptEnumStorageProviders(...)                                                            \
    observed_NCryptEnumStorageProviders(OBSERVED_HERE, __VA_ARGS__)
#define NCryptEnumAlgorithms(...) observed_NCryptEnumAlgorithms(OBSERVED_HERE, __VA_ARGS__)
#define NCryptIsAlgSupported(...) observed_NCryptIsAlgSupported(OBSERVED_HERE, __VA_ARGS__)
#define NCryptEnumKeys(...) observed_NCryptEnumKeys(OBSERVED_HERE, __VA_ARGS__)
#define NCryptFreeBuffer(...) observed_NCryptFreeBuffer(OBSERVED_HERE, __VA_ARGS__)
#define NCryptFreeObject(...) observed_NCryptFreeObject(OBSERVED_HERE, __VA_ARGS__)
#define NCryptIsKeyHandle(...) observed_NCryptIsKeyHandle(OBSERVED_HERE, __VA_ARGS__)
#define NCryptOpenKey(...) observed_NCryptOpenKey(OBSERVED_HERE, __VA_ARGS__)
#define NCryptCreatePersistedKey(...) observed_NCryptCreatePersistedKey(OBSERVED_HERE, __VA_ARGS__)
#define NCryptFinalizeKey(...) observed_NCryptFinalizeKey(OBSERVED_HERE, __VA_ARGS__)
#define NCryptDeleteKey(...) observed_NCryptDeleteKey(OBSERVED_HERE, __VA_ARGS__)
#define NCryptGetProperty(...) observed_NCryptGetProperty(OBSERVED_HERE, __VA_ARGS__)
#define NCryptSetProperty(...) observed_NCryptSetProperty(OBSERVED_HERE, __VA_ARGS__)
#define NCryptImportKey(...) observed_NCryptImportKey(OBSERVED_HERE, __VA_ARGS__)
#define NCryptExportKey(...) observed_NCryptExportKey(OBSERVED_HERE, __VA_ARGS__)
#define NCryptSignHash(...) observed_NCryptSignHash(OBSERVED_HERE, __VA_ARGS__)
#define NCryptVerifySignature(...) observed_NCryptVerifySignature(OBSERVED_HERE, __VA_ARGS__)
#define NCryptEncrypt(...) observed_NCryptEncrypt(OBSERVED_HERE, __VA_ARGS__)
#define NCryptDecrypt(...) observed_NCryptDecrypt(OBSERVED_HERE, __VA_ARGS__)
#define NCryptSecretAgreement(...) observed_NCryptSecretAgreement(OBSERVED_HERE, __VA_ARGS__)
#define NCryptDeriveKey(...) observed_NCryptDeriveKey(OBSERVED_HERE, __VA_ARGS__)
#define NCryptKeyDerivation(...) observed_NCryptKeyDerivation(OBSERVED_HERE, __VA_ARGS__)
#define NCryptTranslateHandle(...) observed_NCryptTranslateHandle(OBSERVED_HERE, __VA_ARGS__)
#define NCryptNotifyChangeKey(...) observed_NCryptNotifyChangeKey(OBSERVED_HERE, __VA_ARGS__)
#endif

#undef OBSERVED
#undef PLACE

#endif
