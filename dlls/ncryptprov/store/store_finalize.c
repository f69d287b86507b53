/*
 * Finalizing keys: their object and their file, both or neither.
 */
#include "gaps.h"
#include "store.h"
#include "unixcall.h"

/* Takes the second half of a finalization back with the first one. */
static void unmake_object(struct key *key, bool generated)
{
    struct bridge_key_free params = {key->object};

    call_key_free(&params);
    key->object = 0;
    if (!generated)
        return;
    material_free(key->material);
    key->material = NULL;
}

SECURITY_STATUS store_finalize(struct key *key, DWORD flags)
{
    bool legacy = key->place && (flags | key->import_flags) & NCRYPT_WRITE_KEY_TO_LEGACY_STORE_FLAG;
    bool generated = !key->material;
    SECURITY_STATUS status;

    if (legacy && key->type->family != &rsa_family)
        return GAP_STATUS_LEGACY_FAMILY;
    status = key_make_object(key, flags);
    if (!status && key->place && (status = store_save(key, legacy)))
        unmake_object(key, generated);
    return status;
}
