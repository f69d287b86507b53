/*
 * Key encapsulation between the router and the provider.
 *
 * Windows' NCRYPT_KEY_STORAGE_FUNCTION_TABLE has a fourth version, whose slots no public header shows.
 * Until one does, ncryptprov.dll hands these functions out through an export of its own, and providers
 * of others, which have no such export, answer NTE_NOT_SUPPORTED.
 */
#ifndef COMMON_KEM_INTERFACE_H
#define COMMON_KEM_INTERFACE_H

#include "windows_headers.h"

/* Arguments as those of NCryptEncapsulate and NCryptDecapsulate.  The router has checked handles and
 * NULL counts, and that flags is 0. */
struct kem_interface
{
    SECURITY_STATUS(WINAPI *Encapsulate)
    (NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE key, PBYTE secret, DWORD secret_size,
     DWORD *secret_result, PBYTE ciphertext, DWORD ciphertext_size, DWORD *ciphertext_result,
     DWORD flags);
    SECURITY_STATUS(WINAPI *Decapsulate)
    (NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE key, PBYTE ciphertext, DWORD ciphertext_size,
     PBYTE secret, DWORD secret_size, DWORD *secret_result, DWORD flags);
};

#define KEM_INTERFACE_EXPORT "NcryptprovGetKemInterface"
typedef NTSTATUS(WINAPI *kem_interface_getter)(const struct kem_interface **functions);

#endif
