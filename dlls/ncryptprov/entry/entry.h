/*
 * The provider's entry points: the slots of its NCRYPT_KEY_STORAGE_FUNCTION_TABLE.
 *
 * Only the router calls them, with handles that it got here and keeps in its own table; a handle is
 * therefore the address of our object.  Every entry checks in the same order: flags, state of the
 * key, type, policy, parameters, buffer (the router has checked handles and NULL pointers).
 */
#ifndef NCRYPTPROV_ENTRY_H
#define NCRYPTPROV_ENTRY_H

#include "key.h"

static inline struct provider *provider_from_handle(NCRYPT_PROV_HANDLE handle)
{
    return (struct provider *)handle;
}

static inline struct key *key_from_handle(NCRYPT_KEY_HANDLE handle)
{
    return (struct key *)handle;
}

/* entry_provider.c */
SECURITY_STATUS WINAPI entry_open_provider(NCRYPT_PROV_HANDLE *handle, LPCWSTR name, DWORD flags);
SECURITY_STATUS WINAPI entry_free_provider(NCRYPT_PROV_HANDLE handle);
SECURITY_STATUS WINAPI entry_get_provider_property(NCRYPT_PROV_HANDLE handle, LPCWSTR name,
                                                   PBYTE output, DWORD size, DWORD *result,
                                                   DWORD flags);
SECURITY_STATUS WINAPI entry_set_provider_property(NCRYPT_PROV_HANDLE handle, LPCWSTR name,
                                                   PBYTE input, DWORD size, DWORD flags);
SECURITY_STATUS WINAPI entry_is_alg_supported(NCRYPT_PROV_HANDLE handle, LPCWSTR name, DWORD flags);
SECURITY_STATUS WINAPI entry_enum_algorithms(NCRYPT_PROV_HANDLE handle, DWORD operations,
                                             DWORD *count, NCryptAlgorithmName **list, DWORD flags);
SECURITY_STATUS WINAPI entry_enum_keys(NCRYPT_PROV_HANDLE handle, LPCWSTR scope,
                                       NCryptKeyName **name, PVOID *state, DWORD flags);
SECURITY_STATUS WINAPI entry_free_buffer(PVOID buffer);
SECURITY_STATUS WINAPI entry_notify_change_key(NCRYPT_PROV_HANDLE handle, HANDLE *event,
                                               DWORD flags);

/* entry_key.c */
SECURITY_STATUS WINAPI entry_open_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE *handle,
                                      LPCWSTR name, DWORD spec, DWORD flags);
SECURITY_STATUS WINAPI entry_create_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE *handle,
                                        LPCWSTR algorithm, LPCWSTR name, DWORD spec, DWORD flags);
SECURITY_STATUS WINAPI entry_finalize_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                          DWORD flags);
SECURITY_STATUS WINAPI entry_delete_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                        DWORD flags);
SECURITY_STATUS WINAPI entry_free_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle);
SECURITY_STATUS WINAPI entry_get_key_property(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                              LPCWSTR name, PBYTE output, DWORD size, DWORD *result,
                                              DWORD flags);
SECURITY_STATUS WINAPI entry_set_key_property(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                              LPCWSTR name, PBYTE input, DWORD size, DWORD flags);
SECURITY_STATUS WINAPI entry_import_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE import_key,
                                        LPCWSTR type, NCryptBufferDesc *parameters,
                                        NCRYPT_KEY_HANDLE *handle, PBYTE data, DWORD size,
                                        DWORD flags);
SECURITY_STATUS WINAPI entry_export_key(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                        NCRYPT_KEY_HANDLE export_key, LPCWSTR type,
                                        NCryptBufferDesc *parameters, PBYTE output, DWORD size,
                                        DWORD *result, DWORD flags);

/* entry_operation.c */

/* State, type, private part and usage: what every operation asks first.  can: the key's type has the
 * operation; allowed_by: NCRYPT_ALLOW_* usages of which one is enough, 0: any; flags: the caller's, as far
 * as NCRYPT_SILENT_FLAG among them means silent.  Under the key's lock. */
SECURITY_STATUS entry_check_use(const struct key *key, bool can, bool needs_private,
                                DWORD allowed_by, DWORD flags);

SECURITY_STATUS WINAPI entry_encrypt(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                     PBYTE input, DWORD input_size, VOID *padding, PBYTE output,
                                     DWORD size, DWORD *result, DWORD flags);
SECURITY_STATUS WINAPI entry_decrypt(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                     PBYTE input, DWORD input_size, VOID *padding, PBYTE output,
                                     DWORD size, DWORD *result, DWORD flags);
SECURITY_STATUS WINAPI entry_sign(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                  VOID *padding, PBYTE hash, DWORD hash_size, PBYTE signature,
                                  DWORD size, DWORD *result, DWORD flags);
SECURITY_STATUS WINAPI entry_verify(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                    VOID *padding, PBYTE hash, DWORD hash_size, PBYTE signature,
                                    DWORD size, DWORD flags);

/* entry_secret.c */
SECURITY_STATUS WINAPI entry_secret_agreement(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE own,
                                              NCRYPT_KEY_HANDLE peer, NCRYPT_SECRET_HANDLE *handle,
                                              DWORD flags);
SECURITY_STATUS WINAPI entry_free_secret(NCRYPT_PROV_HANDLE provider, NCRYPT_SECRET_HANDLE handle);
SECURITY_STATUS WINAPI entry_derive_key(NCRYPT_PROV_HANDLE provider, NCRYPT_SECRET_HANDLE handle,
                                        LPCWSTR kdf, NCryptBufferDesc *parameters, PBYTE output,
                                        DWORD size, DWORD *result, ULONG flags);
SECURITY_STATUS WINAPI entry_key_derivation(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE handle,
                                            NCryptBufferDesc *parameters, PUCHAR output, DWORD size,
                                            DWORD *result, ULONG flags);

#endif
