/*
 * Key containers of CryptoAPI, as a CryptoAPI program has them.
 */
#ifndef WINETEST_CAPI_H
#define WINETEST_CAPI_H

#include "fixture.h"

#define CAPI_DIGEST 32     /* bytes: SHA-256 */
#define CAPI_SIGNATURE 512 /* bytes at most */

/* A name that nobody else has; in a buffer that a later call with the same what reuses. */
const WCHAR *capi_new_name(unsigned int what);

/* A handle to a container, by PROV_RSA_AES; flags: CRYPT_*.  0, and the reason. */
HCRYPTPROV capi_open(const WCHAR *name, DWORD flags, DWORD *error);

/* A container with a new key of 1024 bits, written and closed; more keys go to the same one.  flags:
 * CRYPT_EXPORTABLE, CRYPT_MACHINE_KEYSET. */
BOOL capi_make(const WCHAR *name, DWORD spec, DWORD flags);
void capi_delete(const WCHAR *name, DWORD flags);

/* Whether the container has that key. */
BOOL capi_has(const WCHAR *name, DWORD spec, DWORD flags);

/* PKCS#1 with SHA-256 by the container's key, in CNG's byte order. */
DWORD capi_sign(const WCHAR *name, DWORD spec, DWORD flags, const BYTE digest[CAPI_DIGEST],
                BYTE signature[CAPI_SIGNATURE]);
DWORD capi_sign_with(HCRYPTPROV provider, DWORD spec, const BYTE digest[CAPI_DIGEST],
                     BYTE signature[CAPI_SIGNATURE]);

/* The same by a CNG key; 0 and a failed check if it does not work. */
DWORD cng_sign(NCRYPT_KEY_HANDLE key, const BYTE digest[CAPI_DIGEST],
               BYTE signature[CAPI_SIGNATURE]);

/* Both sign alike, which they only do with the same key.  A failed check otherwise. */
void check_signs_alike(NCRYPT_KEY_HANDLE key, const WCHAR *name, DWORD spec, DWORD flags);

#endif
