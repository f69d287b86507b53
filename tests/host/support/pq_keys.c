/*
 * Post-quantum keys for host tests, see pq_keys.h.
 */
#include <string.h>

#include "pq_keys.h"

#define ALGORITHM_MLKEM "ML-KEM"
#define ALGORITHM_MLDSA "ML-DSA"
#define ALGORITHM_SLHDSA "SLH-DSA"

const struct test_set *test_set_at(unsigned int n)
{
#define ROW(id, name, family, public, private, seed, output, oid, ossl)                            \
    {#id, ALGORITHM_##family, name, ossl, NULL},
    static struct test_set sets[] = {BRIDGE_PQ_SETS(ROW)};
#undef ROW

    if (n >= ARRAYSIZE(sets))
        return NULL;
    sets[n].set = pq_set_info(n + 1);
    return &sets[n];
}

static SECURITY_STATUS set(NCRYPT_KEY_HANDLE key, const WCHAR *name, const void *data, size_t size)
{
    return provider_table()->SetKeyProperty(provider_handle(), key, name, (BYTE *)data, (DWORD)size,
                                            0);
}

NCRYPT_KEY_HANDLE test_pq_new(const struct test_set *row)
{
    const NCRYPT_KEY_STORAGE_FUNCTION_TABLE *table = provider_table();
    DWORD policy = NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    NCRYPT_KEY_HANDLE key = 0;
    const WCHAR *name = row->set->name;
    SECURITY_STATUS status = table->CreatePersistedKey(provider_handle(), &key,
                                                       wide(row->algorithm), NULL, 0, 0);

    check(!status, "create: %#x", (unsigned int)status);
    if (status)
        return 0;
    set(key, NCRYPT_EXPORT_POLICY_PROPERTY, &policy, sizeof(policy));
    status = set(key, NCRYPT_PARAMETER_SET_NAME_PROPERTY, name, 2 * (strlen(row->name) + 1));
    check(!status, "parameter set: %#x", (unsigned int)status);
    status = table->FinalizeKey(provider_handle(), key, 0);
    check(!status, "finalize: %#x", (unsigned int)status);
    if (!status)
        return key;
    provider_free(key);
    return 0;
}

const char *test_pq_type(const struct test_set *row, enum pq_part part)
{
    static const char *const types[2][BRIDGE_MAX_PARTS] = {
        {[PQ_PUBLIC] = "PQDSAPUBLICBLOB",
         [PQ_PRIVATE] = "PQDSAPRIVATEBLOB",
         [PQ_SEED] = "PQDSAPRIVATESEEDBLOB"},
        {[PQ_PUBLIC] = "MLKEMPUBLICBLOB",
         [PQ_PRIVATE] = "MLKEMPRIVATEBLOB",
         [PQ_SEED] = "MLKEMPRIVATESEEDBLOB"},
    };

    return types[test_set_is_kem(row)][part];
}

SECURITY_STATUS test_pq_property(NCRYPT_KEY_HANDLE key, const char *name, DWORD *value)
{
    DWORD size = 0;
    SECURITY_STATUS status = provider_table()->GetKeyProperty(
        provider_handle(), key, wide(name), (BYTE *)value, sizeof(*value), &size, 0);

    check(status || size == sizeof(*value), "%s: %u bytes", name, (unsigned int)size);
    return status;
}
