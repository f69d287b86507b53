/*
 * EC keys through the provider's function table: short names for what the tests of curves do, with
 * the checks that hold everywhere (sizes, short buffers, no handle after a failure).
 */
#ifndef TESTS_EC_KEYS_H
#define TESTS_EC_KEYS_H

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "provider.h"
#include "vectors_ec_blobs.h"
#include "wide.h"

#define TABLE provider_table()
#define PROV provider_handle()

#define check_sec(got, want) check_sec_(__LINE__, got, want, #got)
static inline bool check_sec_(int line, SECURITY_STATUS got, SECURITY_STATUS want, const char *what)
{
    return check(got == want, "line %d: %s: %#x, expected %#x", line, what, (unsigned int)got,
                 (unsigned int)want);
}

struct blob
{
    BYTE *data;
    DWORD size;
};

static inline void blob_free(struct blob blob)
{
    free(blob.data);
}

static inline struct blob blob_copy(const void *data, size_t size)
{
    struct blob blob = {malloc(size ? size : 1), (DWORD)size};

    memcpy(blob.data, data, size);
    return blob;
}

/* ------------------------------------------------------------------------------------------
 * The functions of the provider, with the key made exportable
 */
static inline void allow_export(NCRYPT_KEY_HANDLE key)
{
    DWORD policy = NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;

    check_sec(TABLE->SetKeyProperty(PROV, key, NCRYPT_EXPORT_POLICY_PROPERTY, (BYTE *)&policy,
                                    sizeof(policy), 0),
              0);
}

/* The curve's name or its parameters, or neither. */
static inline SECURITY_STATUS import(const WCHAR *type, const void *data, DWORD size,
                                     const WCHAR *name, const struct blob *parameters, DWORD flags,
                                     NCRYPT_KEY_HANDLE *key)
{
    NCryptBuffer buffers[2];
    NCryptBufferDesc list = {NCRYPTBUFFER_VERSION, 0, buffers};
    struct blob exact = blob_copy(data, size); /* so that a read past the end is seen */
    SECURITY_STATUS status;

    if (name)
        buffers[list.cBuffers++] = (NCryptBuffer){(ULONG)wide_size(name),
                                                  NCRYPTBUFFER_ECC_CURVE_NAME, (void *)name};
    if (parameters)
        buffers[list.cBuffers++] = (NCryptBuffer){parameters->size, NCRYPTBUFFER_ECC_PARAMETERS,
                                                  parameters->data};
    *key = 0;
    status = TABLE->ImportKey(PROV, 0, type, list.cBuffers ? &list : NULL, key, exact.data,
                              exact.size, flags);
    blob_free(exact);
    check(!status == !!*key, "status %#x and handle %p", (unsigned int)status, (void *)*key);
    if (!status && !(flags & NCRYPT_DO_NOT_FINALIZE_FLAG))
        allow_export(*key);
    return status;
}

static inline SECURITY_STATUS refused(const WCHAR *type, const void *data, DWORD size,
                                      const WCHAR *name)
{
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = import(type, data, size, name, NULL, 0, &key);

    provider_free(key);
    return status;
}

static inline struct blob get(NCRYPT_KEY_HANDLE key, const WCHAR *name)
{
    struct blob blob = {NULL, 0};
    DWORD size = 0;

    if (TABLE->GetKeyProperty(PROV, key, name, NULL, 0, &size, 0))
        return blob;
    blob.data = malloc(size);
    check_sec(TABLE->GetKeyProperty(PROV, key, name, blob.data, size, &blob.size, 0), 0);
    check(size == blob.size, "size %u, then %u", (unsigned int)size, (unsigned int)blob.size);
    return blob;
}

static inline SECURITY_STATUS get_status(NCRYPT_KEY_HANDLE key, const WCHAR *name)
{
    DWORD size = 0;

    return TABLE->GetKeyProperty(PROV, key, name, NULL, 0, &size, 0);
}

static inline DWORD get_dword(NCRYPT_KEY_HANDLE key, const WCHAR *name)
{
    struct blob blob = get(key, name);
    DWORD value = ~0u;

    if (check(blob.size == sizeof(value), "%u bytes", (unsigned int)blob.size))
        memcpy(&value, blob.data, sizeof(value));
    blob_free(blob);
    return value;
}

static inline void check_text(NCRYPT_KEY_HANDLE key, const WCHAR *name, const WCHAR *want)
{
    struct blob blob = get(key, name);

    check(blob.size == wide_size(want) && !memcmp(blob.data, want, blob.size), "%u bytes",
          (unsigned int)blob.size);
    blob_free(blob);
}

static inline SECURITY_STATUS set(NCRYPT_KEY_HANDLE key, const WCHAR *name, const void *data,
                                  DWORD size)
{
    return TABLE->SetKeyProperty(PROV, key, name, (BYTE *)data, size, 0);
}

static inline SECURITY_STATUS set_name(NCRYPT_KEY_HANDLE key, const WCHAR *name)
{
    return set(key, NCRYPT_ECC_CURVE_NAME_PROPERTY, name, (DWORD)wide_size(name));
}

static inline NCRYPT_KEY_HANDLE create(const WCHAR *algorithm, DWORD flags)
{
    NCRYPT_KEY_HANDLE key = 0;

    check_sec(TABLE->CreatePersistedKey(PROV, &key, algorithm, NULL, 0, flags), 0);
    allow_export(key);
    return key;
}

static inline NCRYPT_KEY_HANDLE create_on(const WCHAR *algorithm, const WCHAR *curve)
{
    NCRYPT_KEY_HANDLE key = create(algorithm, 0);

    check_sec(set_name(key, curve), 0);
    check_sec(TABLE->FinalizeKey(PROV, key, 0), 0);
    return key;
}

static inline struct blob export_blob(NCRYPT_KEY_HANDLE key, const WCHAR *type)
{
    struct blob blob = {NULL, 0};
    DWORD size = 0;

    if (!check_sec(TABLE->ExportKey(PROV, key, 0, type, NULL, NULL, 0, &size, 0), 0))
        return blob;
    blob.data = malloc(size);
    if (size > 1)
        check_sec(TABLE->ExportKey(PROV, key, 0, type, NULL, blob.data, size - 1, &blob.size, 0),
                  NTE_BUFFER_TOO_SMALL);
    check_sec(TABLE->ExportKey(PROV, key, 0, type, NULL, blob.data, size, &blob.size, 0), 0);
    check(size == blob.size, "size %u, then %u", (unsigned int)size, (unsigned int)blob.size);
    return blob;
}

static inline SECURITY_STATUS export_status(NCRYPT_KEY_HANDLE key, const WCHAR *type)
{
    DWORD size = 0;

    return TABLE->ExportKey(PROV, key, 0, type, NULL, NULL, 0, &size, 0);
}

static inline DWORD dword_at(struct blob blob, DWORD offset)
{
    DWORD value = 0;

    if (offset + sizeof(value) <= blob.size)
        memcpy(&value, blob.data + offset, sizeof(value));
    return value;
}

static inline void put_dword(struct blob blob, DWORD offset, DWORD value)
{
    memcpy(blob.data + offset, &value, sizeof(value));
}

static inline void check_same(struct blob got, const void *data, size_t size)
{
    check(got.size == size && got.data && !memcmp(got.data, data, size), "%u bytes, expected %zu",
          (unsigned int)got.size, size);
}

/* Signs with one key, verifies with another. */
static inline void check_pair(NCRYPT_KEY_HANDLE signer, NCRYPT_KEY_HANDLE verifier,
                              DWORD order_size)
{
    BYTE hash[48] = "a hash of forty-eight bytes", signature[2 * 80];
    DWORD size = 0;

    check_sec(TABLE->SignHash(PROV, signer, NULL, hash, sizeof(hash), NULL, 0, &size, 0), 0);
    check(size == 2 * order_size, "size %u", (unsigned int)size);
    check_sec(TABLE->SignHash(PROV, signer, NULL, hash, sizeof(hash), signature, sizeof(signature),
                              &size, 0),
              0);
    check_sec(TABLE->VerifySignature(PROV, verifier, NULL, hash, sizeof(hash), signature, size, 0),
              0);
    hash[0] ^= 1;
    check_sec(TABLE->VerifySignature(PROV, verifier, NULL, hash, sizeof(hash), signature, size, 0),
              NTE_BAD_SIGNATURE);
}

static inline struct blob vector_blob(const char *id)
{
    const struct test_vector *vector = find_vector(vectors_ec_blobs, VECTOR_COUNT(vectors_ec_blobs),
                                                   id);

    return blob_copy(vector->bytes, vector->size);
}

/* Every byte less, and some more, is no blob. */
static inline void check_sizes(const WCHAR *type, struct blob blob, const WCHAR *curve)
{
    BYTE *longer = calloc(1, blob.size + 8);
    DWORD size;

    memcpy(longer, blob.data, blob.size);
    for (size = 0; size < blob.size + 8; size++)
    {
        if (size != blob.size)
            check_sec(refused(type, longer, size, curve), NTE_BAD_DATA);
    }
    free(longer);
}

#endif
