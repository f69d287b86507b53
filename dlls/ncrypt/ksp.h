/*
 * Key storage providers: the DLLs behind the router.
 *
 * A provider is a DLL that exports GetKeyStorageInterface and answers with a function table
 * (include/ncrypt_provider.h).  Ours is one row of the built-in list; others are registered in the
 * registry as on Windows.
 */
#ifndef NCRYPT_KSP_H
#define NCRYPT_KSP_H

#include "kem_interface.h"
#include "os.h"

struct ksp
{
    struct ksp *next;
    WCHAR *name;
    HMODULE module;
    const NCRYPT_KEY_STORAGE_FUNCTION_TABLE *table;
    const struct kem_interface *kem; /* NULL if the provider has none */
};

/* Calls a slot of the provider's table.  A slot may be NULL, and slots beyond the table's version do
 * not exist in memory: both are NTE_NOT_SUPPORTED. */
#define KSP_HAS(ksp, slot)                                                                         \
    ((ksp)->table->Version.MajorVersion >= KSP_SLOT_VERSION(slot) && (ksp)->table->slot)
#define KSP_CALL(ksp, slot, ...)                                                                   \
    (KSP_HAS(ksp, slot) ? (ksp)->table->slot(__VA_ARGS__) : NTE_NOT_SUPPORTED)

/* Versions of NCRYPT_KEY_STORAGE_INTERFACE: 1.0 ends with FreeSecret, 2.0 adds KeyDerivation,
 * 3.0 the claims. */
#define KSP_SLOT_VERSION(slot)                                                                     \
    (offsetof(NCRYPT_KEY_STORAGE_FUNCTION_TABLE, slot) <                                           \
             offsetof(NCRYPT_KEY_STORAGE_FUNCTION_TABLE, KeyDerivation)                            \
         ? 1                                                                                       \
     : offsetof(NCRYPT_KEY_STORAGE_FUNCTION_TABLE, slot) <                                         \
             offsetof(NCRYPT_KEY_STORAGE_FUNCTION_TABLE, CreateClaim)                              \
         ? 2                                                                                       \
         : 3)

/* Finds the provider of that name or alias (NULL: the default one) and loads it if need be.  It then stays
 * loaded as long as ncrypt.dll itself, because programs open and free providers all the time. */
SECURITY_STATUS ksp_open(const WCHAR *name, struct ksp **ksp);
void ksp_unload_all(void);

/* The names of all providers: calls back for each until the callback returns false. */
void ksp_enumerate(bool (*callback)(void *context, const WCHAR *name), void *context);

#endif
