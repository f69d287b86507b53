/*
 * Opening keys by name: those of the store, then those in containers of CryptoAPI ("CNG first attempts
 * to open the native CNG file.  If this file does not exist, then CNG attempts to locate a matching
 * key in the legacy CryptoAPI key container": learn.microsoft.com, Key Storage and Retrieval).
 */
#include "legacy.h"

/* A key of the spec asked for goes before one that only has the name. */
static void prefer_legacy(struct key_place *place, struct key **key)
{
    struct key *other;

    if (legacy_load(place, &other))
    {
        os_free(place);
        return;
    }
    key_free(*key);
    *key = other;
}

SECURITY_STATUS store_open(struct key_place *place, struct key **key)
{
    struct key_place *other;
    DWORD spec = place->spec;
    SECURITY_STATUS status = store_load(place, key);

    if (status == NTE_BAD_KEYSET)
        return legacy_load(place, key);
    if (status || !spec || spec == place->spec)
        return status;
    if ((other = os_alloc(sizeof(*other))))
    {
        *other = *place;
        other->spec = spec;
        prefer_legacy(other, key);
    }
    return ERROR_SUCCESS;
}
