/*
 * Containers of CryptoAPI in memory, see capi_host.h.
 */
#include "capi_host.h"

#include <string.h>

#include "wide.h"

SECURITY_STATUS capi_host_write_status;
bool capi_host_writes = true;

struct stored_key
{
    struct stored_key *next;
    enum store_scope scope;
    DWORD spec;
    WCHAR *name;
    struct capi_key key;
};

static struct stored_key *first;
static struct os_lock lock;

/* Where the key is, or would be added. */
static struct stored_key **find(enum store_scope scope, const WCHAR *name, DWORD spec)
{
    struct stored_key **key;

    for (key = &first; *key; key = &(*key)->next)
    {
        if ((*key)->scope == scope && (*key)->spec == spec && wide_equal_nocase((*key)->name, name))
            break;
    }
    return key;
}

static void remove_at(struct stored_key **place)
{
    struct stored_key *key = *place;

    *place = key->next;
    os_free(key->name);
    os_free_secret(key->key.blob, key->key.size);
    os_free(key);
}

static void copy(struct capi_key *to, const struct capi_key *from)
{
    *to = *from;
    to->blob = os_alloc(from->size);
    memcpy(to->blob, from->blob, from->size);
}

SECURITY_STATUS capi_read(enum store_scope scope, const WCHAR *name, DWORD spec,
                          struct capi_key *key)
{
    struct stored_key **place;
    SECURITY_STATUS status = NTE_BAD_KEYSET;

    memset(key, 0, sizeof(*key));
    os_lock_shared(&lock);
    if (*(place = find(scope, name, spec)))
    {
        copy(key, &(*place)->key);
        status = ERROR_SUCCESS;
    }
    os_unlock_shared(&lock);
    return status;
}

void capi_host_put(enum store_scope scope, const WCHAR *name, DWORD spec, bool exportable,
                   const BYTE *blob, DWORD size)
{
    const struct capi_key source = {exportable, 132000000000000000, (BYTE *)blob, size};
    struct stored_key **place, *key;

    os_lock_exclusive(&lock);
    if (*(place = find(scope, name, spec)))
        remove_at(place);
    key = os_alloc(sizeof(*key));
    key->scope = scope;
    key->spec = spec;
    key->name = wide_duplicate(name);
    copy(&key->key, &source);
    *(place = find(scope, name, spec)) = key;
    os_unlock_exclusive(&lock);
}

SECURITY_STATUS capi_write(enum store_scope scope, const WCHAR *name, const struct capi_key *key)
{
    ALG_ID algorithm;

    memcpy(&algorithm, key->blob + offsetof(BLOBHEADER, aiKeyAlg), sizeof(algorithm));
    if (capi_host_writes)
        capi_host_put(scope, name, algorithm == CALG_RSA_SIGN ? AT_SIGNATURE : AT_KEYEXCHANGE,
                      key->exportable, key->blob, key->size);
    return capi_host_write_status;
}

SECURITY_STATUS capi_remove(enum store_scope scope, const WCHAR *name, DWORD spec)
{
    struct stored_key **place;
    SECURITY_STATUS status = NTE_BAD_KEYSET;

    os_lock_exclusive(&lock);
    if (*(place = find(scope, name, spec)))
    {
        remove_at(place);
        status = ERROR_SUCCESS;
    }
    os_unlock_exclusive(&lock);
    return status;
}

SECURITY_STATUS capi_list(enum store_scope scope, struct capi_entry **list)
{
    struct stored_key *key;

    *list = NULL;
    os_lock_shared(&lock);
    for (key = first; key; key = key->next)
    {
        size_t size = wide_size(key->name);

        if (key->scope != scope || !(*list = os_alloc(sizeof(**list) + size)))
            continue;
        (*list)->spec = key->spec;
        memcpy((*list)->name, key->name, size);
        list = &(*list)->next;
    }
    os_unlock_shared(&lock);
    return ERROR_SUCCESS;
}

unsigned int capi_host_count(void)
{
    const struct stored_key *key;
    unsigned int count = 0;

    for (key = first; key; key = key->next)
        count++;
    return count;
}

void capi_host_clear(void)
{
    while (first)
        remove_at(&first);
}
