/*
 * Something of everything that ncrypt.dll does, in a few milliseconds.
 */
#ifndef HYGIENE_WORK_H
#define HYGIENE_WORK_H

#include "api.h"

/* Opens the provider, makes keys, signs, agrees, encrypts, exports, and frees all of it.  The first
 * status that was no success. */
SECURITY_STATUS work(const struct api *api);

/* A part of it with a key of the caller's: signs and verifies. */
SECURITY_STATUS sign_and_verify(const struct api *api, NCRYPT_KEY_HANDLE key);
SECURITY_STATUS make_key(const struct api *api, NCRYPT_PROV_HANDLE provider, const WCHAR *algorithm,
                         const WCHAR *name, NCRYPT_KEY_HANDLE *key);

/* What a careless program does: opens keys, a secret, enumerations, and leaves all of it open. */
SECURITY_STATUS leave_open(const struct api *api);

#endif
