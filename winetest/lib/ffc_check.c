/*
 * Checks that the tests of DSA and of DH have in common.
 */
#include "ffc_forms.h"

/* A private blob; random: its bytes differ from run to run. */
struct ffc_sample
{
    const BYTE *private;
    BOOL is_random;
};

/* Of a form that the key has not. */
static const SECURITY_STATUS no_such_form = NTE_NOT_SUPPORTED;

/* Whether a form can tell all that the private blob has: PKCS#8 has no seed, nor have CAPI's blobs
 * that of a key above 1024 bits. */
static BOOL keeps_all(const struct ffc_kind *kind, const BYTE *private, const WCHAR *type)
{
    if (kind == &dh_kind)
        return TRUE;
    if (!wcscmp(type, NCRYPT_PKCS8_PRIVATE_KEY_BLOB))
        return FALSE;
    return private[3] == 'V' || wcsncmp(type, L"CAPI", 4) != 0;
}

static void check_form(const struct ffc_kind *kind, const struct ffc_type *row,
                       NCRYPT_KEY_HANDLE key, const struct ffc_sample *sample,
                       SECURITY_STATUS status)
{
    struct blob want = kind->form(sample->private, row->type);

    if (status)
        check_export_status(MARK_SEEN, status, key, row->type);
    else if (!want.bytes)
        check_export_status(MARK_INF, no_such_form, key, row->type);
    else if (sample->is_random)
        check_random_export_bytes(row->mark, key, row->type, want.bytes, want.size);
    else
        check_export_bytes(row->mark, key, row->type, want.bytes, want.size);
    free_blob(&want);
}

static void check_private_key(const struct ffc_kind *kind, NCRYPT_KEY_HANDLE key,
                              const struct ffc_sample *sample)
{
    for (DWORD policy = 0; policy <= POLICY_ALL; policy++)
    {
        winetest_push_context("policy %lu", policy);
        ok_seen(!set_policy(key, policy), "the policy cannot be set\n");
        for (const struct ffc_type *row = kind->types; row->type; row++)
            check_form(kind, row, key, sample,
                       row->is_private && !(policy & POLICY_PLAIN) ? NTE_NOT_SUPPORTED
                                                                   : ERROR_SUCCESS);
        check_export_status(MARK_INF, NTE_BAD_TYPE, key, BCRYPT_RSAPUBLIC_BLOB);
        check_export_status(MARK_INF, NTE_BAD_TYPE, key, L"Foo");
        winetest_pop_context();
    }
}

static void check_public_key(const struct ffc_kind *kind, NCRYPT_KEY_HANDLE key,
                             const struct ffc_sample *sample)
{
    for (DWORD policy = 0; policy <= POLICY_ALL; policy++)
    {
        winetest_push_context("public, policy %lu", policy);
        ok_seen(!set_policy(key, policy), "the policy cannot be set\n");
        for (const struct ffc_type *row = kind->types; row->type; row++)
        {
            if (row->is_private)
                check_export_status(
                    MARK_INF, policy & POLICY_PLAIN ? NTE_INVALID_PARAMETER : NTE_NOT_SUPPORTED,
                    key, row->type);
            else
                check_form(kind, row, key, sample, ERROR_SUCCESS);
        }
        winetest_pop_context();
    }
}

void check_all_forms(NCRYPT_PROV_HANDLE provider, const struct ffc_kind *kind, const BYTE *private,
                     BOOL is_random)
{
    const struct ffc_sample sample = {private, is_random};

    for (const struct ffc_type *row = kind->types; row->type; row++)
    {
        struct blob blob = kind->form(private, row->type);
        NCRYPT_KEY_HANDLE key = 0;

        winetest_push_context("from %s", narrow(row->type));
        if (blob.bytes && keeps_all(kind, private, row->type))
            key = import_bytes(provider, row->type, blob.bytes, blob.size);
        if (key && row->is_private)
            check_private_key(kind, key, &sample);
        else if (key)
            check_public_key(kind, key, &sample);
        NCryptFreeObject(key);
        winetest_pop_context();
        free_blob(&blob);
    }
}

BOOL import_is_refused(NCRYPT_PROV_HANDLE provider, const WCHAR *type, const void *bytes,
                       size_t size)
{
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status = NCryptImportKey(provider, 0, type, NULL, &key, (BYTE *)bytes,
                                             (DWORD)size, 0);

    if (!status)
        NCryptFreeObject(key);
    return status != ERROR_SUCCESS;
}

void check_truncated_forms(NCRYPT_PROV_HANDLE provider, const struct ffc_kind *kind,
                           const BYTE *private)
{
    for (const struct ffc_type *row = kind->types; row->type; row++)
    {
        struct blob blob = kind->form(private, row->type);
        LONG accepted = 0;

        winetest_push_context("%s cut short", narrow(row->type));
        for (DWORD size = 0; size < blob.size; size++)
        {
            BYTE *copy = malloc(size + 1);

            memcpy(copy, blob.bytes, size);
            accepted += !import_is_refused(provider, row->type, copy, size);
            free(copy);
        }
        ok_inf(!accepted, "%ld of %lu were accepted\n", accepted, blob.size);
        winetest_pop_context();
        free_blob(&blob);
    }
}

void check_changed_form(NCRYPT_PROV_HANDLE provider, const struct ffc_kind *kind,
                        const BYTE *private, const WCHAR *type, const char *what, size_t offset,
                        DWORD value)
{
    struct blob blob = kind->form(private, type);

    winetest_push_context("%s with %s", narrow(type), what);
    memcpy(blob.bytes + offset, &value, sizeof(value));
    ok_inf(import_is_refused(provider, type, blob.bytes, blob.size), "was accepted\n");
    winetest_pop_context();
    free_blob(&blob);
}
