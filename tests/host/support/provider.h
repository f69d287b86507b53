/*
 * The provider under test: its function table, as the router sees it.
 */
#ifndef TESTS_PROVIDER_H
#define TESTS_PROVIDER_H

#include "os.h"

/* The table, and one provider handle that lives as long as the test. */
const NCRYPT_KEY_STORAGE_FUNCTION_TABLE *provider_table(void);
NCRYPT_PROV_HANDLE provider_handle(void);
void provider_close(void);

/* ASCII to UTF-16 in a buffer that a later call reuses. */
const WCHAR *wide(const char *text);

/* Imports a blob (flags 0) and allows its export in the clear.  0 and the status on failure. */
NCRYPT_KEY_HANDLE provider_import(const char *type, const void *data, size_t size,
                                  SECURITY_STATUS *status);

/* Exports into memory to be freed by the caller; the size query must agree with the export. */
BYTE *provider_export(NCRYPT_KEY_HANDLE key, const char *type, DWORD *size,
                      SECURITY_STATUS *status);

/* A new key of so many bits (0: the default), whose export in the clear is allowed.  0 and the status
 * on failure. */
NCRYPT_KEY_HANDLE provider_generate(const char *algorithm, DWORD length, SECURITY_STATUS *status);

/* Imports with flags; nothing else. */
NCRYPT_KEY_HANDLE provider_import_flags(const char *type, const void *data, size_t size,
                                        DWORD flags, SECURITY_STATUS *status);

void provider_free(NCRYPT_KEY_HANDLE key);

#endif
