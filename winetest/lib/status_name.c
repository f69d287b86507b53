/*
 * Names of the status codes that key storage functions return.
 */
#include "status_name.h"

#include <winerror.h>

#define NAMED(status) {status, #status}

#ifndef NTE_INCORRECT_PASSWORD
#define NTE_INCORRECT_PASSWORD ((LONG)0x80090033)
#endif
#ifndef NTE_ENCRYPTION_FAILURE
#define NTE_ENCRYPTION_FAILURE ((LONG)0x80090034)
#endif

static const struct
{
    LONG status;
    const char *name;
} names[] = {
    NAMED(ERROR_SUCCESS),
    NAMED(NTE_BAD_UID),
    NAMED(NTE_BAD_HASH),
    NAMED(NTE_BAD_KEY),
    NAMED(NTE_BAD_LEN),
    NAMED(NTE_BAD_DATA),
    NAMED(NTE_BAD_SIGNATURE),
    NAMED(NTE_BAD_VER),
    NAMED(NTE_BAD_ALGID),
    NAMED(NTE_BAD_FLAGS),
    NAMED(NTE_BAD_TYPE),
    NAMED(NTE_BAD_KEY_STATE),
    NAMED(NTE_BAD_HASH_STATE),
    NAMED(NTE_NO_KEY),
    NAMED(NTE_NO_MEMORY),
    NAMED(NTE_EXISTS),
    NAMED(NTE_PERM),
    NAMED(NTE_NOT_FOUND),
    NAMED(NTE_DOUBLE_ENCRYPT),
    NAMED(NTE_BAD_PROVIDER),
    NAMED(NTE_BAD_KEYSET),
    NAMED(NTE_PROV_TYPE_NOT_DEF),
    NAMED(NTE_PROV_DLL_NOT_FOUND),
    NAMED(NTE_FAIL),
    NAMED(NTE_SYS_ERR),
    NAMED(NTE_SILENT_CONTEXT),
    NAMED(NTE_INVALID_HANDLE),
    NAMED(NTE_INVALID_PARAMETER),
    NAMED(NTE_BUFFER_TOO_SMALL),
    NAMED(NTE_NOT_SUPPORTED),
    NAMED(NTE_NO_MORE_ITEMS),
    NAMED(NTE_DECRYPTION_FAILURE),
    NAMED(NTE_INTERNAL_ERROR),
    NAMED(NTE_UI_REQUIRED),
    NAMED(NTE_DEVICE_NOT_READY),
    NAMED(NTE_INCORRECT_PASSWORD),
    NAMED(NTE_ENCRYPTION_FAILURE),
    {(LONG)0x800706f4, "RPC_X_NULL_REF_POINTER"},
    {(LONG)0x80070057, "E_INVALIDARG"},
    {(LONG)0x80004001, "E_NOTIMPL"},
};

const char *status_name(LONG status)
{
    for (size_t i = 0; i < ARRAY_SIZE(names); i++)
        if (names[i].status == status)
            return names[i].name;
    return wine_dbg_sprintf("%#lx", (unsigned long)status);
}
