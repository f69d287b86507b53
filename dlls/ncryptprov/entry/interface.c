/*
 * ncryptprov.dll's one export: the function table of the provider.
 */
#include "entry.h"

/* A missing slot is answered by the router with NTE_NOT_SUPPORTED. */
static NCRYPT_KEY_STORAGE_FUNCTION_TABLE functions = {
    .Version = NCRYPT_KEY_STORAGE_INTERFACE_VERSION_3,
    .OpenProvider = entry_open_provider,
    .OpenKey = entry_open_key,
    .CreatePersistedKey = entry_create_key,
    .GetProviderProperty = entry_get_provider_property,
    .GetKeyProperty = entry_get_key_property,
    .SetProviderProperty = entry_set_provider_property,
    .SetKeyProperty = entry_set_key_property,
    .FinalizeKey = entry_finalize_key,
    .DeleteKey = entry_delete_key,
    .FreeProvider = entry_free_provider,
    .FreeKey = entry_free_key,
    .FreeBuffer = entry_free_buffer,
    .Encrypt = entry_encrypt,
    .Decrypt = entry_decrypt,
    .IsAlgSupported = entry_is_alg_supported,
    .EnumAlgorithms = entry_enum_algorithms,
    .EnumKeys = entry_enum_keys,
    .ImportKey = entry_import_key,
    .ExportKey = entry_export_key,
    .SignHash = entry_sign,
    .VerifySignature = entry_verify,
    .NotifyChangeKey = entry_notify_change_key,
    .SecretAgreement = entry_secret_agreement,
    .DeriveKey = entry_derive_key,
    .FreeSecret = entry_free_secret,
    .KeyDerivation = entry_key_derivation,
};

NTSTATUS WINAPI GetKeyStorageInterface(LPCWSTR name, NCRYPT_KEY_STORAGE_FUNCTION_TABLE **table,
                                       DWORD flags)
{
    (void)name, (void)flags;
    *table = &functions;
    return 0;
}
