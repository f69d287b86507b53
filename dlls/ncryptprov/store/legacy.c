/*
 * Keys in containers of CryptoAPI, see legacy.h.
 */
#include "legacy.h"

#include <string.h>

#include "blob.h"
#include "gaps.h"

static void clear(struct capi_key *key)
{
    os_free_secret(key->blob, key->size);
    key->blob = NULL;
}

/* ------------------------------------------------------------------------------------------
 * Opening
 */
static SECURITY_STATUS read_key(struct key_place *place, struct capi_key *capi)
{
    static const DWORD order[] = GAP_LEGACY_SPEC_ORDER;
    SECURITY_STATUS status = NTE_BAD_KEYSET;
    size_t i;

    if (place->spec)
        return capi_read(place->scope, place->name, place->spec, capi);
    for (i = 0; i < ARRAYSIZE(order) && status == NTE_BAD_KEYSET; i++)
    {
        if (!(status = capi_read(place->scope, place->name, order[i], capi)))
            place->spec = order[i];
    }
    return status;
}

/* A key without object. */
static SECURITY_STATUS decode(const struct capi_key *capi, struct key **key)
{
    const struct blob_request request = {NULL, NULL, 0, NULL};
    struct blob_contents contents;
    SECURITY_STATUS status = blob_import(LEGACY_RSAPRIVATE_BLOB, &request, capi->blob, capi->size,
                                         &contents);

    if (status)
        return status == NTE_NO_MEMORY ? status : GAP_STATUS_KEY_DAMAGED;
    if (!(*key = key_create(contents.type)))
    {
        blob_contents_clear(&contents);
        return NTE_NO_MEMORY;
    }
    blob_contents_move(&contents, *key, contents.type, 0);
    return ERROR_SUCCESS;
}

/* Nothing vouches for the numbers, so they are checked like those of any blob. */
static SECURITY_STATUS make_key(const struct capi_key *capi, struct key **result)
{
    struct key *key;
    SECURITY_STATUS status = decode(capi, &key);

    if (status)
        return status;
    if ((status = key_make_object(key, 0)))
    {
        key_free(key);
        return status == GAP_STATUS_RSA_NUMBERS ? GAP_STATUS_KEY_DAMAGED : status;
    }
    key->export_policy = capi->exportable ? GAP_LEGACY_EXPORTABLE : 0;
    *result = key;
    return ERROR_SUCCESS;
}

SECURITY_STATUS legacy_load(struct key_place *place, struct key **result)
{
    struct capi_key capi;
    SECURITY_STATUS status = read_key(place, &capi);

    if (status)
        return status;
    if (!(status = make_key(&capi, result)))
    {
        place->legacy = true;
        place->modified = capi.modified;
        (*result)->place = place;
        if (place->spec == AT_SIGNATURE)
            (*result)->usage = GAP_LEGACY_SIGNATURE_USAGE;
    }
    clear(&capi);
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Writing and removing
 */

/* The algorithm in the blob's header says which of a container's two keys it is. */
static void set_spec(struct capi_key *capi, DWORD spec)
{
    struct writer writer;

    writer_init(&writer, capi->blob + offsetof(BLOBHEADER, aiKeyAlg), sizeof(ALG_ID));
    writer_u32(&writer, spec == AT_SIGNATURE ? CALG_RSA_SIGN : CALG_RSA_KEYX);
}

static SECURITY_STATUS encode(const struct key *key, struct capi_key *capi)
{
    const struct blob_request request = {NULL, NULL, 0, NULL};
    struct writer writer;
    SECURITY_STATUS status;

    if (!key_has_private(key))
        return GAP_STATUS_LEGACY_FAMILY;
    writer_init(&writer, NULL, 0);
    if ((status = capi_rsa_encode_private(key, &request, &writer)))
        return status;
    capi->size = writer.position;
    if (!(capi->blob = os_alloc(capi->size)))
        return NTE_NO_MEMORY;
    writer_init(&writer, capi->blob, capi->size);
    status = capi_rsa_encode_private(key, &request, &writer);
    set_spec(capi, key->place->spec);
    capi->exportable = key->export_policy & NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    return status;
}

/* Whether a container's key is this one: the same modulus. */
static bool is_same(const struct key *key, const struct capi_key *capi)
{
    struct key *other;
    bool same;

    if (decode(capi, &other))
        return false;
    same = other->material->size[RSA_N] == key->material->size[RSA_N] &&
           !memcmp(other->material->part[RSA_N], key->material->part[RSA_N],
                   key->material->size[RSA_N]);
    key_free(other);
    return same;
}

static SECURITY_STATUS read_same(const struct key *key)
{
    const struct key_place *place = key->place;
    struct capi_key capi;
    SECURITY_STATUS status = capi_read(place->scope, place->name, place->spec, &capi);

    if (status)
        return status;
    if (!is_same(key, &capi))
        status = NTE_BAD_KEYSET;
    clear(&capi);
    return status;
}

/* rsaenh reports no failure of the registry: what was written is read again. */
static SECURITY_STATUS write_checked(const struct key *key)
{
    struct capi_key capi = {0};
    SECURITY_STATUS status = encode(key, &capi);

    if (!status)
        status = capi_write(key->place->scope, key->place->name, &capi);
    clear(&capi);
    if (!status && read_same(key))
        status = NTE_FAIL;
    return status;
}

static void put_back(const struct key_place *place, struct legacy_change *change)
{
    if (!change->had_key)
    {
        capi_remove(place->scope, place->name, place->spec);
        return;
    }
    set_spec(&change->old, place->spec);
    capi_write(place->scope, place->name, &change->old);
}

void legacy_end(const struct key *key, struct legacy_change *change, bool keep)
{
    if (!keep)
    {
        put_back(key->place, change);
        key->place->spec = change->old_spec;
    }
    clear(&change->old);
}

static SECURITY_STATUS check_free(const struct key_place *place, struct legacy_change *change)
{
    SECURITY_STATUS status = capi_read(place->scope, place->name, place->spec, &change->old);

    if (status == NTE_BAD_KEYSET)
        return ERROR_SUCCESS;
    if (!place->overwrite)
        return status && status != GAP_STATUS_KEY_DAMAGED ? status : NTE_EXISTS;
    /* what is no key at all cannot be put back */
    change->had_key = !status && change->old.size >= sizeof(BLOBHEADER);
    return status == GAP_STATUS_KEY_DAMAGED ? ERROR_SUCCESS : status;
}

SECURITY_STATUS legacy_write(const struct key *key, struct legacy_change *change)
{
    struct key_place *place = key->place;
    SECURITY_STATUS status;

    memset(change, 0, sizeof(*change));
    change->old_spec = place->spec;
    if (!place->spec)
        place->spec = GAP_LEGACY_SPEC;
    if ((status = check_free(place, change)))
    {
        clear(&change->old);
        place->spec = change->old_spec;
        return status;
    }
    if ((status = write_checked(key)))
        legacy_end(key, change, false);
    return status;
}

SECURITY_STATUS legacy_remove(const struct key *key)
{
    SECURITY_STATUS status = read_same(key);

    return status ? status : capi_remove(key->place->scope, key->place->name, key->place->spec);
}
