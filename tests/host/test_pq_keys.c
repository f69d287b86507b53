/*
 * Post-quantum keys of every parameter set through the provider: creation, properties, every blob type
 * in both directions, and what is refused.
 */
#define _GNU_SOURCE /* memmem */
#include <stdlib.h>

#include "gaps.h"
#include "pq_keys.h"

struct exported
{
    BYTE *data;
    DWORD size;
};

static SECURITY_STATUS export(NCRYPT_KEY_HANDLE key, const char *type, struct exported *out)
{
    SECURITY_STATUS status;

    out->size = 0;
    out->data = provider_export(key, type, &out->size, &status);
    return status;
}

static bool same(const struct exported *a, const struct exported *b)
{
    return a->data && b->data && a->size == b->size && !memcmp(a->data, b->data, a->size);
}

static void test_properties(NCRYPT_KEY_HANDLE key, const struct test_set *set)
{
    WCHAR text[32];
    DWORD size = 0, value = 0;
    SECURITY_STATUS status = provider_table()->GetKeyProperty(provider_handle(), key,
                                                              NCRYPT_PARAMETER_SET_NAME_PROPERTY,
                                                              (BYTE *)text, sizeof(text), &size, 0);

    check(!status && size == 2 * (strlen(set->name) + 1) && !memcmp(text, wide(set->name), size),
          "ParameterSetName: %#x, %u bytes", (unsigned int)status, (unsigned int)size);
    status = test_pq_property(key, "SignatureLength", &value);
    check(test_set_is_kem(set) ? status == NTE_NOT_SUPPORTED
                               : !status && value == set->set->output_size,
          "SignatureLength: %#x, %u", (unsigned int)status, (unsigned int)value);
    status = test_pq_property(key, "KEMCiphertextLength", &value);
    check(test_set_is_kem(set) ? !status && value == set->set->output_size
                               : status == NTE_NOT_SUPPORTED,
          "KEMCiphertextLength: %#x, %u", (unsigned int)status, (unsigned int)value);
    status = test_pq_property(key, "KEM Shared Secret Length", &value);
    check(test_set_is_kem(set) ? !status && value == 32 : status == NTE_NOT_SUPPORTED,
          "KEM Shared Secret Length: %#x, %u", (unsigned int)status, (unsigned int)value);
    status = test_pq_property(key, "Length", &value);
    check(status == GAP_STATUS_PQ_LENGTH, "Length: %#x", (unsigned int)status);
    status = test_pq_property(key, "PublicKeyLength", &value);
    check(status == GAP_STATUS_PQ_LENGTH, "PublicKeyLength: %#x", (unsigned int)status);
    status = test_pq_property(key, "Lengths", &value);
    check(status == GAP_STATUS_PQ_LENGTH, "Lengths: %#x", (unsigned int)status);
    value = 256;
    status = provider_table()->SetKeyProperty(provider_handle(), key, NCRYPT_LENGTH_PROPERTY,
                                              (BYTE *)&value, sizeof(value), 0);
    check(status == GAP_STATUS_PQ_LENGTH, "set Length: %#x", (unsigned int)status);
    status = provider_table()->SetKeyProperty(
        provider_handle(), key, NCRYPT_PARAMETER_SET_NAME_PROPERTY, (BYTE *)text, size, 0);
    check(status == GAP_STATUS_PARAMETER_SET_FIXED, "another set for a made key: %#x",
          (unsigned int)status);
}

/* Everything that the key gave must come out of a key that was made from one of its blobs; has_seed:
 * that blob holds the seed. */
static void test_back(NCRYPT_KEY_HANDLE original, const struct test_set *set, const char *type,
                      bool has_seed)
{
    const char *const types[] = {test_pq_type(set, PQ_PUBLIC),
                                 test_pq_type(set, PQ_PRIVATE),
                                 test_pq_type(set, PQ_SEED),
                                 "PQPrivateKeyBlob",
                                 "PKCS8_PRIVATEKEY",
                                 "PUBLICBLOB",
                                 "PRIVATEBLOB"};
    struct exported blob, before, after;
    SECURITY_STATUS status = export(original, type, &blob);
    NCRYPT_KEY_HANDLE key;
    size_t i;

    check_context_push("%s", type);
    check(!status, "export: %#x", (unsigned int)status);
    key = status ? 0 : provider_import(type, blob.data, blob.size, &status);
    check(key != 0, "import: %#x", (unsigned int)status);
    for (i = 0; key && i < ARRAYSIZE(types); i++)
    {
        bool needs_seed = i == 2, depends = i == 3 || i == 4;
        SECURITY_STATUS first = export(original, types[i], &before);

        status = export(key, types[i], &after);
        if (needs_seed && (!has_seed || !set->set->seed_size))
            check(status == (set->set->seed_size ? NTE_NOT_SUPPORTED : NTE_BAD_TYPE), "%s: %#x",
                  types[i], (unsigned int)status);
        else if (depends && !has_seed && set->set->seed_size)
            check(!status && after.size > before.size, "%s: %#x", types[i], (unsigned int)status);
        else
            check(!first && !status && same(&before, &after), "%s: %#x, %#x, differs", types[i],
                  (unsigned int)first, (unsigned int)status);
        free(before.data);
        free(after.data);
    }
    provider_free(key);
    free(blob.data);
    check_context_pop();
}

static void test_public(NCRYPT_KEY_HANDLE original, const struct test_set *set)
{
    const char *const types[] = {test_pq_type(set, PQ_PRIVATE), "PQPrivateKeyBlob",
                                 "PKCS8_PRIVATEKEY"};
    struct exported blob, again, none;
    SECURITY_STATUS status = export(original, test_pq_type(set, PQ_PUBLIC), &blob);
    NCRYPT_KEY_HANDLE key = provider_import("PUBLICBLOB", blob.data, blob.size, &status);
    size_t i;

    check(key != 0, "import of the public key: %#x", (unsigned int)status);
    status = export(key, test_pq_type(set, PQ_PUBLIC), &again);
    check(!status && same(&blob, &again), "public key: %#x, differs", (unsigned int)status);
    for (i = 0; i < ARRAYSIZE(types); i++)
    {
        status = export(key, types[i], &none);
        check(status == NTE_INVALID_PARAMETER, "%s of a public key: %#x", types[i],
              (unsigned int)status);
    }
    free(blob.data);
    free(again.data);
    provider_free(key);
}

/* By CreatePersistedKey, SetProperty of the blob type's name, FinalizeKey, as .NET does it. */
static void test_property_import(NCRYPT_KEY_HANDLE original, const struct test_set *set,
                                 const char *type)
{
    const NCRYPT_KEY_STORAGE_FUNCTION_TABLE *table = provider_table();
    struct exported blob, before, after;
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status;

    export(original, type, &blob);
    export(original, test_pq_type(set, PQ_PUBLIC), &before);
    table->CreatePersistedKey(provider_handle(), &key, wide(set->algorithm), NULL, 0, 0);
    status = table->SetKeyProperty(provider_handle(), key, wide(type), blob.data, blob.size, 0);
    check(!status, "set %s: %#x", type, (unsigned int)status);
    status = table->FinalizeKey(provider_handle(), key, 0);
    check(!status, "finalize after %s: %#x", type, (unsigned int)status);
    status = export(key, test_pq_type(set, PQ_PUBLIC), &after);
    check(!status && same(&before, &after), "public key after %s: %#x", type, (unsigned int)status);
    test_properties(key, set);
    provider_free(key);
    free(blob.data);
    free(before.data);
    free(after.data);
}

/* An expanded key one of whose parts was changed.  Header and name come before the key. */
static void test_contradiction(NCRYPT_KEY_HANDLE original, const struct test_set *set)
{
    DWORD header = 12 + 2 * (DWORD)(strlen(set->name) + 1), size = set->set->private_size, i;
    struct exported blob;
    SECURITY_STATUS status = export(original, test_pq_type(set, PQ_PRIVATE), &blob);

    for (i = 0; i < 8 && !status; i++)
    {
        DWORD at = header + i * (size / 8) + 5;
        /* the last part of an ML-KEM key is z, with which any key is one; K of ML-DSA likewise, from
         * byte 32 on; an SLH-DSA key's second quarter is SK.prf */
        bool free_part = test_set_is_kem(set) ? at - header >= size - 32
                         : set->set->family == FAMILY_MLDSA
                             ? at - header >= 32 && at - header < 64
                             : at - header >= size / 4 && at - header < size / 2;

        blob.data[at] ^= 4;
        provider_free(
            provider_import(test_pq_type(set, PQ_PRIVATE), blob.data, blob.size, &status));
        check(free_part ? !status : status == NTE_BAD_DATA, "byte %u changed: %#x",
              (unsigned int)(at - header), (unsigned int)status);
        blob.data[at] ^= 4;
        status = 0;
    }
    free(blob.data);
}

/* The attribute keyUsage (2.5.29.15) that ends a PKCS#8 of Windows: digitalSignature, or none at all. */
static void test_usage(NCRYPT_KEY_HANDLE key, const struct test_set *set)
{
    static const BYTE attribute[] = {0xa0, 0x0d, 0x30, 0x0b, 0x06, 0x03, 0x55, 0x1d,
                                     0x0f, 0x31, 0x04, 0x03, 0x02, 0x00, 0x80};
    struct exported blob;
    SECURITY_STATUS status = export(key, "PKCS8_PRIVATEKEY", &blob);
    bool has = !status && blob.size > sizeof(attribute) &&
               !memcmp(blob.data + blob.size - sizeof(attribute), attribute, sizeof(attribute));
    bool any = !status && memmem(blob.data, blob.size, attribute + 4, 5);

    check(!status && (test_set_is_kem(set) ? !any : has), "key usage attribute: %#x, %d, %d",
          (unsigned int)status, has, any);
    free(blob.data);
}

/* The name without its NUL will do; a blob must be of the set that was named, and then settles it. */
static void test_named_set(NCRYPT_KEY_HANDLE original, const struct test_set *set,
                           const struct test_set *other)
{
    const NCRYPT_KEY_STORAGE_FUNCTION_TABLE *table = provider_table();
    const struct test_set *named[] = {set, other};
    struct exported blob;
    SECURITY_STATUS status = export(original, "PUBLICBLOB", &blob);
    size_t i;

    for (i = 0; i < ARRAYSIZE(named) && !status; i++)
    {
        NCRYPT_KEY_HANDLE key = 0;

        table->CreatePersistedKey(provider_handle(), &key, wide(set->algorithm), NULL, 0, 0);
        status = table->SetKeyProperty(provider_handle(), key, NCRYPT_PARAMETER_SET_NAME_PROPERTY,
                                       (BYTE *)wide(named[i]->name),
                                       2 * (DWORD)strlen(named[i]->name), 0);
        check(!status, "set without NUL: %#x", (unsigned int)status);
        status = table->SetKeyProperty(provider_handle(), key, wide(test_pq_type(set, PQ_PUBLIC)),
                                       blob.data, blob.size, 0);
        check(status == (named[i] == set ? ERROR_SUCCESS : NTE_INVALID_PARAMETER),
              "%s, named %s: %#x", set->openssl, named[i]->openssl, (unsigned int)status);
        status = table->FinalizeKey(provider_handle(), key, 0);
        check(!status, "finalize: %#x", (unsigned int)status);
        provider_free(key);
    }
    free(blob.data);
}

/* other: another set of the same algorithm */
static void test_set(const struct test_set *set, const struct test_set *other)
{
    NCRYPT_KEY_HANDLE key;

    check_context_push("%s", set->openssl);
    if ((key = test_pq_new(set)))
    {
        test_properties(key, set);
        if (set->set->seed_size)
            test_back(key, set, test_pq_type(set, PQ_SEED), true);
        test_back(key, set, test_pq_type(set, PQ_PRIVATE), !set->set->seed_size);
        test_back(key, set, "PQPrivateKeyBlob", true);
        test_back(key, set, "PKCS8_PRIVATEKEY", true);
        test_back(key, set, "PRIVATEBLOB", !set->set->seed_size);
        test_public(key, set);
        test_property_import(key, set, "PKCS8_PRIVATEKEY");
        test_property_import(key, set, test_pq_type(set, PQ_PRIVATE));
        test_property_import(key, set, test_pq_type(set, PQ_PUBLIC));
        test_contradiction(key, set);
        test_usage(key, set);
        test_named_set(key, set, other);
    }
    provider_free(key);
    check_context_pop();
}

/* What NCryptFinalizeKey and the property say to a key without a set, or with one of another family. */
static void test_without_set(void)
{
    const NCRYPT_KEY_STORAGE_FUNCTION_TABLE *table = provider_table();
    const struct
    {
        const char *algorithm, *other;
    } rows[] = {
        {"ML-KEM", "44"}, {"ML-DSA", "768"}, {"SLH-DSA", "65"}, {"ML-DSA", ""}, {"ML-KEM", "7"}};
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++)
    {
        NCRYPT_KEY_HANDLE key = 0;
        DWORD size = 0;
        SECURITY_STATUS status;

        table->CreatePersistedKey(provider_handle(), &key, wide(rows[i].algorithm), NULL, 0, 0);
        status = table->SetKeyProperty(provider_handle(), key, NCRYPT_PARAMETER_SET_NAME_PROPERTY,
                                       (BYTE *)wide(rows[i].other),
                                       2 * (DWORD)(strlen(rows[i].other) + 1), 0);
        check(status == GAP_STATUS_PARAMETER_SET, "%s with set \"%s\": %#x", rows[i].algorithm,
              rows[i].other, (unsigned int)status);
        status = table->GetKeyProperty(provider_handle(), key, NCRYPT_PARAMETER_SET_NAME_PROPERTY,
                                       NULL, 0, &size, 0);
        check(status == GAP_STATUS_PARAMETER_SET_ABSENT, "%s, no set: %#x", rows[i].algorithm,
              (unsigned int)status);
        status = table->FinalizeKey(provider_handle(), key, 0);
        check(status == GAP_STATUS_NO_PARAMETER_SET, "%s, finalize without a set: %#x",
              rows[i].algorithm, (unsigned int)status);
        provider_free(key);
    }
}

static const struct test_set *neighbour(unsigned int n)
{
    const struct test_set *next = test_set_at(n + 1);

    return next && next->set->family == test_set_at(n)->set->family ? next : test_set_at(n - 1);
}

int main(void)
{
    const struct test_set *set;
    unsigned int i;

    if (!test_pq_available())
        return check_summary("pq_keys");
    for (i = 0; (set = test_set_at(i)); i++)
        test_set(set, neighbour(i));
    test_without_set();
    provider_close();
    return check_summary("pq_keys");
}
