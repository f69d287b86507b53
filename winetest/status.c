/*
 * Status codes and the order of the checks behind them.
 *
 * Every function is called as it should be, then with each single defect of its arguments, then
 * with each pair of defects: the one that is checked first gives the status.  The order is
 *
 *     handle, NULL arguments, flags, key state, type, policy, parameters, buffer
 *
 * Proven are single statuses (the marks in the tables; Wine's tests and dotnet/corefx), that the
 * handle comes first and that flags come before the algorithm; the rest of the order is inferred.
 */
#include "fixture.h"

#define BAD_FLAGS 51342 /* as in Wine's test of NCryptEncrypt */

enum
{
    KEY_SIZE = 128
};

/* Arguments of any of the functions. */
struct call
{
    NCRYPT_HANDLE handle;
    NCRYPT_KEY_HANDLE *new_handle;
    const WCHAR *name;
    void *padding;
    BYTE *in;
    DWORD in_size;
    BYTE *in2;
    DWORD in2_size;
    BYTE *out;
    DWORD out_size;
    DWORD *result;
    void **list;
    DWORD flags;
};

/* In the order in which they are found. */
enum rank
{
    RANK_HANDLE,
    RANK_NULL,
    RANK_FLAGS,
    RANK_STATE,
    RANK_TYPE,
    RANK_POLICY,
    RANK_PARAMETER,
    RANK_BUFFER,
    RANK_DATA
};

struct defect
{
    const char *name;
    void (*apply)(struct call *call);
    SECURITY_STATUS status;
    enum mark mark;
    enum rank rank;
};

struct function
{
    const char *name;
    SECURITY_STATUS (*invoke)(struct call *call);
    void (*prepare)(struct call *call);
    const struct defect *defects;
    size_t defect_count;
};

static NCRYPT_PROV_HANDLE provider;
static NCRYPT_KEY_HANDLE key;        /* private, may be exported */
static NCRYPT_KEY_HANDLE sealed_key; /* private, policy 0 */
static NCRYPT_KEY_HANDLE unfinished_key;

static NCRYPT_KEY_HANDLE new_handle;
static BYTE buffer[2048];
static DWORD result;
static void *list;

/* --- defects -------------------------------------------------------------------------------- */

static void no_handle(struct call *call)
{
    call->handle = 0;
}

static void provider_as_key(struct call *call)
{
    call->handle = provider;
}

static void null_new_handle(struct call *call)
{
    call->new_handle = NULL;
}

static void null_name(struct call *call)
{
    call->name = NULL;
}

static void unknown_name(struct call *call)
{
    call->name = L"Foo";
}

static void null_in(struct call *call)
{
    call->in = NULL;
}

static void short_in(struct call *call)
{
    call->in_size = 4;
}

static void null_in2(struct call *call)
{
    call->in2 = NULL;
}

static void short_in2(struct call *call)
{
    call->in2_size = 4;
}

static void null_padding(struct call *call)
{
    call->padding = NULL;
}

static void short_out(struct call *call)
{
    call->out_size = 1;
}

static void null_result(struct call *call)
{
    call->result = NULL;
}

static void null_list(struct call *call)
{
    call->list = NULL;
}

static void bad_flags(struct call *call)
{
    call->flags = BAD_FLAGS;
}

static void unfinished(struct call *call)
{
    call->handle = unfinished_key;
}

static void sealed(struct call *call)
{
    call->handle = sealed_key;
}

/* --- NCryptExportKey ------------------------------------------------------------------------ */

static void prepare_export(struct call *call)
{
    call->handle = key;
    call->name = BCRYPT_RSAPRIVATE_BLOB;
}

static SECURITY_STATUS invoke_export(struct call *call)
{
    return NCryptExportKey(call->handle, 0, call->name, NULL, call->out, call->out_size,
                           call->result, call->flags);
}

/* The size query has the same checks, but for the buffer. */
static SECURITY_STATUS invoke_export_query(struct call *call)
{
    return NCryptExportKey(call->handle, 0, call->name, NULL, NULL, 0, call->result, call->flags);
}

static const struct defect export_defects[] = {
    {"no handle", no_handle, NTE_INVALID_HANDLE, MARK_SEEN, RANK_HANDLE},
    {"a provider", provider_as_key, NTE_INVALID_HANDLE, MARK_SEEN, RANK_HANDLE},
    {"no type", null_name, STATUS_NULL_REFERENCE, MARK_INF, RANK_NULL},
    {"no result", null_result, NTE_INVALID_PARAMETER, MARK_INF, RANK_NULL},
    {"bad flags", bad_flags, NTE_BAD_FLAGS, MARK_DOC, RANK_FLAGS},
    {"unfinalized", unfinished, NTE_BAD_KEY_STATE, MARK_DOC, RANK_STATE},
    {"unknown type", unknown_name, NTE_BAD_TYPE, MARK_DOC, RANK_TYPE},
    {"no policy", sealed, NTE_NOT_SUPPORTED, MARK_SEEN, RANK_POLICY},
    {"short buffer", short_out, NTE_BUFFER_TOO_SMALL, MARK_SEEN, RANK_BUFFER},
};

/* --- NCryptImportKey ------------------------------------------------------------------------ */

static void prepare_import(struct call *call)
{
    const struct test_vector *blob = vector("wine-rsa1024-pub");

    call->handle = provider;
    call->name = BCRYPT_RSAPUBLIC_BLOB;
    call->in = (BYTE *)blob->bytes;
    call->in_size = (DWORD)blob->size;
}

static SECURITY_STATUS free_new(SECURITY_STATUS status)
{
    if (!status)
        NCryptFreeObject(new_handle);
    return status;
}

static SECURITY_STATUS invoke_import(struct call *call)
{
    return free_new(NCryptImportKey(call->handle, 0, call->name, NULL, call->new_handle, call->in,
                                    call->in_size, call->flags));
}

static void cut_in(struct call *call)
{
    call->in_size -= 1;
}

static const struct defect import_defects[] = {
    {"no handle", no_handle, NTE_INVALID_HANDLE, MARK_DOC, RANK_HANDLE},
    {"no type", null_name, STATUS_NULL_REFERENCE, MARK_INF, RANK_NULL},
    {"no key", null_new_handle, NTE_INVALID_PARAMETER, MARK_INF, RANK_NULL},
    {"no data", null_in, STATUS_NULL_REFERENCE, MARK_INF, RANK_NULL},
    {"bad flags", bad_flags, NTE_BAD_FLAGS, MARK_SEEN, RANK_FLAGS},
    {"unknown type", unknown_name, NTE_NOT_SUPPORTED, MARK_INF, RANK_TYPE},
    {"cut short", cut_in, NTE_BAD_DATA, MARK_SEEN, RANK_PARAMETER},
};

/* --- NCryptSignHash, NCryptVerifySignature -------------------------------------------------- */

static BCRYPT_PKCS1_PADDING_INFO sha256_padding = {BCRYPT_SHA256_ALGORITHM};
static BYTE hash[32] = {1, 2, 3};
static BYTE signature[KEY_SIZE];

static void prepare_sign(struct call *call)
{
    call->handle = key;
    call->padding = &sha256_padding;
    call->in = hash;
    call->in_size = sizeof(hash);
    call->flags = NCRYPT_PAD_PKCS1_FLAG;
}

static SECURITY_STATUS invoke_sign(struct call *call)
{
    return NCryptSignHash(call->handle, call->padding, call->in, call->in_size, call->out,
                          call->out_size, call->result, call->flags);
}

static const struct defect sign_defects[] = {
    {"no handle", no_handle, NTE_INVALID_HANDLE, MARK_DOC, RANK_HANDLE},
    {"a provider", provider_as_key, NTE_INVALID_HANDLE, MARK_INF, RANK_HANDLE},
    {"no hash", null_in, STATUS_NULL_REFERENCE, MARK_INF, RANK_NULL},
    {"no result", null_result, NTE_INVALID_PARAMETER, MARK_INF, RANK_NULL},
    {"bad flags", bad_flags, NTE_BAD_FLAGS, MARK_DOC, RANK_FLAGS},
    {"unfinalized", unfinished, NTE_BAD_KEY_STATE, MARK_INF, RANK_STATE},
    {"no padding", null_padding, NTE_INVALID_PARAMETER, MARK_INF, RANK_PARAMETER},
    {"short hash", short_in, NTE_INVALID_PARAMETER, MARK_INF, RANK_PARAMETER},
    {"short buffer", short_out, NTE_BUFFER_TOO_SMALL, MARK_INF, RANK_BUFFER},
};

static void prepare_verify(struct call *call)
{
    DWORD size;

    prepare_sign(call);
    NCryptSignHash(key, &sha256_padding, hash, sizeof(hash), signature, sizeof(signature), &size,
                   NCRYPT_PAD_PKCS1_FLAG);
    call->in2 = signature;
    call->in2_size = sizeof(signature);
}

static SECURITY_STATUS invoke_verify(struct call *call)
{
    return NCryptVerifySignature(call->handle, call->padding, call->in, call->in_size, call->in2,
                                 call->in2_size, call->flags);
}

static const struct defect verify_defects[] = {
    {"no handle", no_handle, NTE_INVALID_HANDLE, MARK_SEEN, RANK_HANDLE},
    {"a provider", provider_as_key, NTE_INVALID_HANDLE, MARK_INF, RANK_HANDLE},
    {"no hash", null_in, STATUS_NULL_REFERENCE, MARK_SEEN, RANK_NULL},
    {"no signature", null_in2, STATUS_NULL_REFERENCE, MARK_SEEN, RANK_NULL},
    {"bad flags", bad_flags, NTE_BAD_FLAGS, MARK_INF, RANK_FLAGS},
    {"unfinalized", unfinished, NTE_BAD_KEY_STATE, MARK_INF, RANK_STATE},
    {"no padding", null_padding, NTE_INVALID_PARAMETER, MARK_INF, RANK_PARAMETER},
    {"short hash", short_in, NTE_INVALID_PARAMETER, MARK_SEEN, RANK_PARAMETER},
    {"short signature", short_in2, NTE_INVALID_PARAMETER, MARK_SEEN, RANK_PARAMETER},
};

/* --- NCryptEncrypt, NCryptDecrypt ----------------------------------------------------------- */

static void prepare_crypt(struct call *call)
{
    static BYTE data[KEY_SIZE];

    call->handle = key;
    call->in = data;
    call->in_size = sizeof(data);
    call->flags = NCRYPT_NO_PADDING_FLAG;
}

static SECURITY_STATUS invoke_encrypt(struct call *call)
{
    return NCryptEncrypt(call->handle, call->in, call->in_size, NULL, call->out, call->out_size,
                         call->result, call->flags);
}

static SECURITY_STATUS invoke_decrypt(struct call *call)
{
    return NCryptDecrypt(call->handle, call->in, call->in_size, NULL, call->out, call->out_size,
                         call->result, call->flags);
}

/* The size query takes data of any length (Wine's test), so the data comes after the buffer. */
static const struct defect encrypt_defects[] = {
    {"no handle", no_handle, NTE_INVALID_HANDLE, MARK_DOC, RANK_HANDLE},
    {"a provider", provider_as_key, NTE_INVALID_HANDLE, MARK_SEEN, RANK_HANDLE},
    {"no result", null_result, NTE_INVALID_PARAMETER, MARK_INF, RANK_NULL},
    {"bad flags", bad_flags, NTE_BAD_FLAGS, MARK_SEEN, RANK_FLAGS},
    {"unfinalized", unfinished, NTE_BAD_KEY_STATE, MARK_SEEN, RANK_STATE},
    {"short buffer", short_out, NTE_BUFFER_TOO_SMALL, MARK_SEEN, RANK_BUFFER},
    {"short data", short_in, NTE_INVALID_PARAMETER, MARK_SEEN, RANK_DATA},
};

static const struct defect decrypt_defects[] = {
    {"no handle", no_handle, NTE_INVALID_HANDLE, MARK_DOC, RANK_HANDLE},
    {"a provider", provider_as_key, NTE_INVALID_HANDLE, MARK_INF, RANK_HANDLE},
    {"no result", null_result, NTE_INVALID_PARAMETER, MARK_INF, RANK_NULL},
    {"bad flags", bad_flags, NTE_BAD_FLAGS, MARK_INF, RANK_FLAGS},
    {"unfinalized", unfinished, NTE_BAD_KEY_STATE, MARK_INF, RANK_STATE},
    {"short data", short_in, NTE_INVALID_PARAMETER, MARK_INF, RANK_PARAMETER},
    {"short buffer", short_out, NTE_BUFFER_TOO_SMALL, MARK_INF, RANK_BUFFER},
};

/* --- NCryptGetProperty, NCryptSetProperty --------------------------------------------------- */

static void prepare_get_property(struct call *call)
{
    call->handle = key;
    call->name = NCRYPT_LENGTH_PROPERTY;
}

static SECURITY_STATUS invoke_get_property(struct call *call)
{
    return NCryptGetProperty(call->handle, call->name, call->out, call->out_size, call->result,
                             call->flags);
}

static const struct defect get_property_defects[] = {
    {"no handle", no_handle, NTE_INVALID_HANDLE, MARK_SEEN, RANK_HANDLE},
    {"no name", null_name, STATUS_NULL_REFERENCE, MARK_INF, RANK_NULL},
    {"no result", null_result, NTE_INVALID_PARAMETER, MARK_INF, RANK_NULL},
    {"bad flags", bad_flags, NTE_BAD_FLAGS, MARK_DOC, RANK_FLAGS},
    {"unknown name", unknown_name, NTE_NOT_SUPPORTED, MARK_DOC, RANK_TYPE},
    {"short buffer", short_out, NTE_BUFFER_TOO_SMALL, MARK_INF, RANK_BUFFER},
};

static void prepare_set_property(struct call *call)
{
    static DWORD bits = 1024;

    call->handle = unfinished_key;
    call->name = NCRYPT_LENGTH_PROPERTY;
    call->in = (BYTE *)&bits;
    call->in_size = sizeof(bits);
}

static SECURITY_STATUS invoke_set_property(struct call *call)
{
    return NCryptSetProperty(call->handle, call->name, call->in, call->in_size, call->flags);
}

static const struct defect set_property_defects[] = {
    {"no handle", no_handle, NTE_INVALID_HANDLE, MARK_SEEN, RANK_HANDLE},
    {"no name", null_name, STATUS_NULL_REFERENCE, MARK_INF, RANK_NULL},
    {"bad flags", bad_flags, NTE_BAD_FLAGS, MARK_DOC, RANK_FLAGS},
    {"unknown name", unknown_name, NTE_NOT_SUPPORTED, MARK_SEEN, RANK_TYPE},
};

/* --- keys by provider ----------------------------------------------------------------------- */

static void prepare_create(struct call *call)
{
    call->handle = provider;
    call->name = BCRYPT_RSA_ALGORITHM;
}

static SECURITY_STATUS invoke_create(struct call *call)
{
    return free_new(
        NCryptCreatePersistedKey(call->handle, call->new_handle, call->name, NULL, 0, call->flags));
}

static const struct defect create_defects[] = {
    {"no handle", no_handle, NTE_INVALID_HANDLE, MARK_SEEN, RANK_HANDLE},
    {"no key", null_new_handle, NTE_INVALID_PARAMETER, MARK_INF, RANK_NULL},
    {"no algorithm", null_name, STATUS_NULL_REFERENCE, MARK_SEEN, RANK_NULL},
    {"bad flags", bad_flags, NTE_BAD_FLAGS, MARK_DOC, RANK_FLAGS},
    {"unknown algorithm", unknown_name, NTE_NOT_SUPPORTED, MARK_INF, RANK_TYPE},
};

static SECURITY_STATUS invoke_is_supported(struct call *call)
{
    return NCryptIsAlgSupported(call->handle, call->name, call->flags);
}

static const struct defect is_supported_defects[] = {
    {"no handle", no_handle, NTE_INVALID_HANDLE, MARK_SEEN, RANK_HANDLE},
    {"no algorithm", null_name, STATUS_NULL_REFERENCE, MARK_SEEN, RANK_NULL},
    {"bad flags", bad_flags, NTE_BAD_FLAGS, MARK_SEEN, RANK_FLAGS},
    {"unknown algorithm", unknown_name, NTE_NOT_SUPPORTED, MARK_SEEN, RANK_TYPE},
};

static void prepare_enum_algorithms(struct call *call)
{
    call->handle = provider;
}

static SECURITY_STATUS invoke_enum_algorithms(struct call *call)
{
    SECURITY_STATUS status = NCryptEnumAlgorithms(call->handle, 0, call->result,
                                                  (NCryptAlgorithmName **)call->list, call->flags);

    if (!status)
        NCryptFreeBuffer(list);
    return status;
}

static const struct defect enum_algorithms_defects[] = {
    {"no handle", no_handle, NTE_INVALID_HANDLE, MARK_DOC, RANK_HANDLE},
    {"no count", null_result, NTE_INVALID_PARAMETER, MARK_INF, RANK_NULL},
    {"no list", null_list, NTE_INVALID_PARAMETER, MARK_INF, RANK_NULL},
    {"bad flags", bad_flags, NTE_BAD_FLAGS, MARK_DOC, RANK_FLAGS},
};

/* --- keys by themselves --------------------------------------------------------------------- */

static void prepare_finalize(struct call *call)
{
    NCryptFreeObject(unfinished_key);
    unfinished_key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);
    set_dword(unfinished_key, NCRYPT_LENGTH_PROPERTY, 512, 0);
    call->handle = unfinished_key;
}

static SECURITY_STATUS invoke_finalize(struct call *call)
{
    SECURITY_STATUS status = NCryptFinalizeKey(call->handle, call->flags);

    if (!status)
    {
        NCryptFreeObject(unfinished_key);
        unfinished_key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);
    }
    return status;
}

static void finalized(struct call *call)
{
    call->handle = key;
}

static const struct defect finalize_defects[] = {
    {"no handle", no_handle, NTE_INVALID_HANDLE, MARK_SEEN, RANK_HANDLE},
    {"a provider", provider_as_key, NTE_INVALID_HANDLE, MARK_INF, RANK_HANDLE},
    {"bad flags", bad_flags, NTE_BAD_FLAGS, MARK_DOC, RANK_FLAGS},
    {"finalized", finalized, NTE_INVALID_HANDLE, MARK_SEEN, RANK_STATE},
};

/* --- the run -------------------------------------------------------------------------------- */

#define FUNCTION(name, invoke, prepare, defects)                                                   \
    {name, invoke, prepare, defects, ARRAY_SIZE(defects)}

static const struct function functions[] = {
    FUNCTION("NCryptExportKey", invoke_export, prepare_export, export_defects),
    FUNCTION("NCryptImportKey", invoke_import, prepare_import, import_defects),
    FUNCTION("NCryptSignHash", invoke_sign, prepare_sign, sign_defects),
    FUNCTION("NCryptVerifySignature", invoke_verify, prepare_verify, verify_defects),
    FUNCTION("NCryptEncrypt", invoke_encrypt, prepare_crypt, encrypt_defects),
    FUNCTION("NCryptDecrypt", invoke_decrypt, prepare_crypt, decrypt_defects),
    FUNCTION("NCryptGetProperty", invoke_get_property, prepare_get_property, get_property_defects),
    FUNCTION("NCryptSetProperty", invoke_set_property, prepare_set_property, set_property_defects),
    FUNCTION("NCryptCreatePersistedKey", invoke_create, prepare_create, create_defects),
    FUNCTION("NCryptIsAlgSupported", invoke_is_supported, prepare_create, is_supported_defects),
    FUNCTION("NCryptEnumAlgorithms", invoke_enum_algorithms, prepare_enum_algorithms,
             enum_algorithms_defects),
    FUNCTION("NCryptFinalizeKey", invoke_finalize, prepare_finalize, finalize_defects),
};

static void prepare(const struct function *function, struct call *call)
{
    *call = (struct call){.new_handle = &new_handle,
                          .out = buffer,
                          .out_size = sizeof(buffer),
                          .result = &result,
                          .list = &list};
    function->prepare(call);
}

static void check(const struct function *function, struct call *call, enum mark mark,
                  SECURITY_STATUS want)
{
    SECURITY_STATUS status = function->invoke(call);

    record_status(NULL, function->name, status);
    ok_mark(mark)(status == want, "got %s, expected %s\n", status_name(status), status_name(want));
}

static void test_without_defect(const struct function *function)
{
    struct call call;

    winetest_push_context("%s", function->name);
    prepare(function, &call);
    check(function, &call, MARK_DOC, ERROR_SUCCESS);
    winetest_pop_context();
}

static void test_defect(const struct function *function, const struct defect *defect)
{
    struct call call;

    winetest_push_context("%s with %s", function->name, defect->name);
    prepare(function, &call);
    defect->apply(&call);
    check(function, &call, defect->mark, defect->status);
    winetest_pop_context();
}

static void test_pair(const struct function *function, const struct defect *first,
                      const struct defect *second)
{
    struct call call;

    winetest_push_context("%s with %s and %s", function->name, first->name, second->name);
    prepare(function, &call);
    second->apply(&call);
    first->apply(&call);
    check(function, &call, MARK_INF, first->status);
    winetest_pop_context();
}

static void test_function(const struct function *function)
{
    test_without_defect(function);
    for (size_t i = 0; i < function->defect_count; i++)
        test_defect(function, &function->defects[i]);
    for (size_t i = 0; i < function->defect_count; i++)
        for (size_t j = i + 1; j < function->defect_count; j++)
            if (function->defects[i].rank != function->defects[j].rank)
                test_pair(function, &function->defects[i], &function->defects[j]);
}

static void test_size_query(void)
{
    static const struct function query = FUNCTION("NCryptExportKey (size)", invoke_export_query,
                                                  prepare_export, export_defects);

    test_without_defect(&query);
    for (size_t i = 0; i < query.defect_count; i++)
        if (query.defects[i].rank != RANK_BUFFER)
            test_defect(&query, &query.defects[i]);
}

/* --- functions with a few cases only -------------------------------------------------------- */

/* dotnet/corefx relies on NTE_BAD_KEYSET for a key that does not exist. */
static void test_open_key(void)
{
    NCRYPT_KEY_HANDLE opened = 0;
    static const WCHAR missing[] = L"ncrypt test key that does not exist";

    winetest_push_context("NCryptOpenKey");
    expect_seen(NTE_BAD_KEYSET, NCryptOpenKey(provider, &opened, missing, 0, 0));
    expect_doc(NTE_INVALID_HANDLE, NCryptOpenKey(0, &opened, missing, 0, 0));
    expect_inf(STATUS_NULL_REFERENCE, NCryptOpenKey(provider, &opened, NULL, 0, 0));
    expect_inf(NTE_INVALID_PARAMETER, NCryptOpenKey(provider, NULL, missing, 0, 0));
    expect_doc(NTE_BAD_FLAGS, NCryptOpenKey(provider, &opened, missing, 0, BAD_FLAGS));
    winetest_pop_context();
}

static void test_delete_key(void)
{
    winetest_push_context("NCryptDeleteKey");
    expect_doc(NTE_INVALID_HANDLE, NCryptDeleteKey(0, 0));
    expect_inf(NTE_INVALID_HANDLE, NCryptDeleteKey(provider, 0));
    expect_doc(NTE_BAD_FLAGS, NCryptDeleteKey(key, BAD_FLAGS));
    ok_doc(NCryptIsKeyHandle(key), "a failed deletion frees the key\n");
    winetest_pop_context();
}

/* Types and keys that do not go together, on a public key too. */
static void test_public_key_state(void)
{
    NCRYPT_KEY_HANDLE public = import_vector(provider, BCRYPT_RSAPUBLIC_BLOB, "wine-rsa1024-pub");

    winetest_push_context("public key");
    check_export_status(MARK_INF, NTE_NOT_SUPPORTED, public, BCRYPT_RSAPRIVATE_BLOB);
    check_export_status(MARK_INF, NTE_BAD_TYPE, public, BCRYPT_ECCPRIVATE_BLOB);
    set_policy(public, POLICY_ALL);
    check_export_status(MARK_INF, NTE_INVALID_PARAMETER, public, BCRYPT_RSAPRIVATE_BLOB);
    check_export_status(MARK_INF, NTE_BAD_TYPE, public, BCRYPT_ECCPRIVATE_BLOB);
    winetest_pop_context();
    NCryptFreeObject(public);
}

static void open_keys(void)
{
    provider = open_provider();
    key = import_vector(provider, BCRYPT_RSAFULLPRIVATE_BLOB, "wine-rsa1024-full");
    set_policy(key, POLICY_ALL);
    sealed_key = import_vector(provider, BCRYPT_RSAFULLPRIVATE_BLOB, "wine-rsa1024-full");
    unfinished_key = create_unfinalized_key(provider, BCRYPT_RSA_ALGORITHM);
}

static void close_keys(void)
{
    NCryptFreeObject(unfinished_key);
    NCryptFreeObject(sealed_key);
    NCryptFreeObject(key);
    NCryptFreeObject(provider);
}

START_TEST(status)
{
    if (skipped_on_builtin("faults on NULL and on keys that are not made yet"))
        return;
    open_keys();
    for (size_t i = 0; i < ARRAY_SIZE(functions); i++)
        test_function(&functions[i]);
    test_size_query();
    test_open_key();
    test_delete_key();
    test_public_key_state();
    close_keys();
}
