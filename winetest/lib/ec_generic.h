/*
 * EC keys whose curve is said by a name or by numbers.
 */
#ifndef WINETEST_EC_GENERIC_H
#define WINETEST_EC_GENERIC_H

#include "fixture.h"

/* A curve's name or parameters may be NULL. */
SECURITY_STATUS import_generic(NCRYPT_PROV_HANDLE provider, const WCHAR *type, const void *bytes,
                               DWORD size, const WCHAR *name, const struct blob *parameters,
                               DWORD flags, NCRYPT_KEY_HANDLE *key);

/* The status alone. */
SECURITY_STATUS import_on_curve(NCRYPT_PROV_HANDLE provider, const WCHAR *type, const void *bytes,
                                DWORD size, const WCHAR *name, DWORD flags);

/* Properties; the values are recorded. */
void check_text(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *name, const WCHAR *want);
void check_dword(enum mark mark, NCRYPT_KEY_HANDLE key, const WCHAR *name, DWORD want);

/* The bytes of a vector, to be changed and freed. */
struct blob copy_vector(const char *id);

#endif
