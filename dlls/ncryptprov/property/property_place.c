/*
 * Properties that say where a key is kept, see property_key.h.
 */
#include "property_key.h"
#include "store.h"

/* NCRYPT_MACHINE_KEY_FLAG for a machine key; an ephemeral key is nobody's. */
SECURITY_STATUS place_get_type(const struct key *key, struct writer *writer)
{
    bool machine = key->place && key->place->scope == STORE_MACHINE;

    return property_put_dword(writer, machine ? NCRYPT_MACHINE_KEY_FLAG : 0);
}

SECURITY_STATUS place_get_name(const struct key *key, struct writer *writer)
{
    return key->place ? property_put_text(writer, key->place->name) : NTE_NOT_SUPPORTED;
}

/* The name of the key's file (learn.microsoft.com); of a key in a container of CryptoAPI what Wine's
 * CryptoAPI says (PP_UNIQUE_CONTAINER), the container's name. */
SECURITY_STATUS place_get_unique_name(const struct key *key, struct writer *writer)
{
    const char *c;

    if (!key->place)
        return NTE_NOT_SUPPORTED;
    if (key->place->legacy)
        return property_put_text(writer, key->place->name);
    for (c = key->place->file; *c; c++)
        writer_u16(writer, (uint8_t)*c);
    writer_u16(writer, 0);
    return ERROR_SUCCESS;
}

SECURITY_STATUS place_get_modified(const struct key *key, struct writer *writer)
{
    if (!key->place || !key->place->modified)
        return NTE_NOT_FOUND;
    writer_u32(writer, (uint32_t)key->place->modified);
    writer_u32(writer, (uint32_t)(key->place->modified >> 32));
    return ERROR_SUCCESS;
}
