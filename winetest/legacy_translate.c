/*
 * NCryptTranslateHandle (nf-ncrypt-ncrypttranslatehandle), and what programs do that get a CryptoAPI handle
 * from somewhere, such as CryptAcquireCertificatePrivateKey, and go on with CNG.
 */
#include <string.h>

#include "capi.h"
#include "check.h"

static const DWORD specs[] = {AT_KEYEXCHANGE, AT_SIGNATURE};

static BOOL has_name(NCRYPT_KEY_HANDLE key, const WCHAR *name)
{
    WCHAR text[128];
    DWORD size;

    return !NCryptGetProperty(key, NCRYPT_NAME_PROPERTY, (BYTE *)text, sizeof(text), &size, 0) &&
           !lstrcmpW(text, name);
}

/* Both handles sign alike; the CryptoAPI one is still good. */
static void check_same_key(NCRYPT_KEY_HANDLE key, HCRYPTPROV context, DWORD spec)
{
    BYTE digest[CAPI_DIGEST] = {42}, one[CAPI_SIGNATURE], other[CAPI_SIGNATURE];
    DWORD size = capi_sign_with(context, spec, digest, one);

    ok_doc(size && cng_sign(key, digest, other) == size && !memcmp(one, other, size),
           "CryptoAPI and CNG sign differently\n");
}

static void check_provider(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE key)
{
    NCRYPT_PROV_HANDLE of_key = 0;
    WCHAR name[128] = {0};
    DWORD size;

    expect_doc(ERROR_SUCCESS, NCryptGetProperty(provider, NCRYPT_NAME_PROPERTY, (BYTE *)name,
                                                sizeof(name), &size, 0));
    ok_seen(!lstrcmpW(name, MS_KEY_STORAGE_PROVIDER), "provider %s\n", narrow(name));
    expect_doc(ERROR_SUCCESS, NCryptGetProperty(key, NCRYPT_PROVIDER_HANDLE_PROPERTY,
                                                (BYTE *)&of_key, sizeof(of_key), &size, 0));
    NCryptFreeObject(of_key);
}

/* ------------------------------------------------------------------------------------------
 * Keys of containers
 */

/* All ways to say which key. */
static void test_container(DWORD spec, DWORD flags)
{
    const WCHAR *name = capi_new_name(0);
    NCRYPT_PROV_HANDLE provider = 0;
    NCRYPT_KEY_HANDLE key = 0;
    HCRYPTPROV context;
    HCRYPTKEY legacy = 0;
    DWORD error;

    winetest_push_context("spec %lu, flags %#lx", spec, flags);
    capi_make(name, spec, flags);
    context = capi_open(name, flags & CRYPT_MACHINE_KEYSET, &error);
    if (must(NCryptTranslateHandle(&provider, &key, context, 0, spec, 0)))
    {
        check_same_key(key, context, spec);
        check_provider(provider, key);
        ok_doc(has_name(key, name), "no name\n");
        ok_doc(NCryptIsKeyHandle(key), "no key handle\n");
        expect_doc(ERROR_SUCCESS, NCryptFreeObject(key));
        expect_doc(ERROR_SUCCESS, NCryptFreeObject(provider));
    }
    /* no provider wanted; the only key there is */
    if (must(NCryptTranslateHandle(NULL, &key, context, 0, 0, 0)))
    {
        check_same_key(key, context, spec);
        expect_doc(ERROR_SUCCESS, NCryptFreeObject(key));
    }
    /* the CryptoAPI key says the specification */
    ok_doc(CryptGetUserKey(context, spec, &legacy), "%#lx\n", GetLastError());
    if (must(NCryptTranslateHandle(NULL, &key, context, legacy, 0, 0)))
    {
        check_same_key(key, context, spec);
        CryptReleaseContext(context, 0);
        check_signs_alike(key, name, spec, flags & CRYPT_MACHINE_KEYSET);
        expect_doc(ERROR_SUCCESS, NCryptFreeObject(key));
    }
    capi_delete(name, flags & CRYPT_MACHINE_KEYSET);
    winetest_pop_context();
}

static void test_two_keys(void)
{
    const WCHAR *name = capi_new_name(0);
    NCRYPT_KEY_HANDLE key;
    HCRYPTPROV context;
    HCRYPTKEY legacy;
    unsigned int i;
    DWORD error;

    capi_make(name, AT_KEYEXCHANGE, 0);
    capi_make(name, AT_SIGNATURE, 0);
    context = capi_open(name, 0, &error);
    for (i = 0; i < ARRAY_SIZE(specs); i++)
    {
        if (must(NCryptTranslateHandle(NULL, &key, context, 0, specs[i], 0)))
        {
            check_same_key(key, context, specs[i]);
            NCryptFreeObject(key);
        }
        CryptGetUserKey(context, specs[i], &legacy);
        if (must(NCryptTranslateHandle(NULL, &key, context, legacy, 0, 0)))
        {
            check_same_key(key, context, specs[i]);
            NCryptFreeObject(key);
        }
        /* the specification goes before the key */
        if (must(NCryptTranslateHandle(NULL, &key, context, legacy, specs[1 - i], 0)))
        {
            check_same_key(key, context, specs[1 - i]);
            NCryptFreeObject(key);
        }
        CryptDestroyKey(legacy);
    }
    if (!expect_inf(ERROR_SUCCESS, NCryptTranslateHandle(NULL, &key, context, 0, 0, 0)))
    {
        check_same_key(key, context, AT_KEYEXCHANGE);
        NCryptFreeObject(key);
    }
    CryptReleaseContext(context, 0);
    capi_delete(name, 0);
}

/* A stored CNG key of the container's name and specification that is another key is not taken for it. */
static void test_name_clash(DWORD exportable)
{
    const WCHAR *name = capi_new_name(0);
    NCRYPT_PROV_HANDLE provider = open_provider();
    NCRYPT_KEY_HANDLE own = 0, key = 0;
    HCRYPTPROV context;
    DWORD error;

    winetest_push_context("exportable %lu", exportable);
    expect_doc(ERROR_SUCCESS, NCryptCreatePersistedKey(provider, &own, BCRYPT_RSA_ALGORITHM, name,
                                                       AT_SIGNATURE, 0));
    set_dword(own, NCRYPT_LENGTH_PROPERTY, 1024, 0);
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(own, 0));
    capi_make(name, AT_SIGNATURE, exportable);
    context = capi_open(name, 0, &error);
    if (!expect_inf(exportable ? ERROR_SUCCESS : NTE_BAD_KEYSET,
                    NCryptTranslateHandle(NULL, &key, context, 0, AT_SIGNATURE, 0)))
    {
        check_same_key(key, context, AT_SIGNATURE);
        NCryptFreeObject(key);
    }
    CryptReleaseContext(context, 0);
    expect_doc(ERROR_SUCCESS, NCryptDeleteKey(own, 0));
    ok_doc(capi_has(name, AT_SIGNATURE, 0), "CryptoAPI's key is gone\n");
    capi_delete(name, 0);
    NCryptFreeObject(provider);
    winetest_pop_context();
}

/* ------------------------------------------------------------------------------------------
 * Keys that are in no container, or not yet
 */
static void test_context(HCRYPTPROV context, DWORD exportable)
{
    NCRYPT_KEY_HANDLE key = 0x1234;
    HCRYPTKEY legacy;
    DWORD policy;

    expect_inf(NTE_BAD_KEYSET, NCryptTranslateHandle(NULL, &key, context, 0, AT_SIGNATURE, 0));
    expect_inf(NTE_BAD_KEYSET, NCryptTranslateHandle(NULL, &key, context, 0, 0, 0));
    ok_doc(CryptGenKey(context, AT_SIGNATURE, 1024 << 16 | exportable, &legacy), "%#lx\n",
           GetLastError());
    if (!expect_inf(exportable ? ERROR_SUCCESS : NTE_BAD_KEYSET,
                    NCryptTranslateHandle(NULL, &key, context, legacy, 0, 0)))
    {
        check_same_key(key, context, AT_SIGNATURE);
        expect_doc(ERROR_SUCCESS, get_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, &policy));
        ok_inf(policy == POLICY_ALL, "policy %#lx\n", policy);
        NCryptFreeObject(key);
    }
    else
        ok_doc(key == 0x1234, "the output is written\n");
    CryptDestroyKey(legacy);
}

static void test_unwritten(DWORD exportable)
{
    const WCHAR *name = capi_new_name(0);
    NCRYPT_KEY_HANDLE key;
    HCRYPTPROV context;
    DWORD error;

    winetest_push_context("exportable %lu", exportable);
    context = capi_open(NULL, CRYPT_VERIFYCONTEXT, &error);
    test_context(context, exportable);
    CryptReleaseContext(context, 0);
    /* Wine's CryptoAPI writes the key when the handle is closed */
    context = capi_open(name, CRYPT_NEWKEYSET, &error);
    test_context(context, exportable);
    CryptReleaseContext(context, 0);
    context = capi_open(name, 0, &error);
    if (must(NCryptTranslateHandle(NULL, &key, context, 0, AT_SIGNATURE, 0)))
    {
        check_same_key(key, context, AT_SIGNATURE);
        NCryptFreeObject(key);
    }
    CryptReleaseContext(context, 0);
    capi_delete(name, 0);
    winetest_pop_context();
}

/* ------------------------------------------------------------------------------------------
 * Wrong calls
 */
static void test_wrong(void)
{
    const WCHAR *name = capi_new_name(0);
    NCRYPT_PROV_HANDLE provider = 0x5678;
    NCRYPT_KEY_HANDLE key = 0x1234;
    HCRYPTPROV context;
    HCRYPTKEY session;
    DWORD error;

    capi_make(name, AT_SIGNATURE, 0);
    context = capi_open(name, 0, &error);
    expect_doc(NTE_BAD_FLAGS, NCryptTranslateHandle(&provider, &key, context, 0, AT_SIGNATURE, 1));
    expect_doc(NTE_BAD_FLAGS, NCryptTranslateHandle(&provider, &key, context, 0, AT_SIGNATURE,
                                                    NCRYPT_SILENT_FLAG));
    expect_doc(NTE_INVALID_PARAMETER,
               NCryptTranslateHandle(&provider, NULL, context, 0, AT_SIGNATURE, 0));
    expect_doc(NTE_INVALID_PARAMETER, NCryptTranslateHandle(&provider, &key, 0, 0, 0, 0));
    expect_inf(NTE_INVALID_PARAMETER, NCryptTranslateHandle(&provider, &key, 0x1234, 0, 0, 0));
    expect_inf(NTE_INVALID_PARAMETER, NCryptTranslateHandle(&provider, &key, context, 0, 3, 0));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptTranslateHandle(&provider, &key, context, 0, CERT_NCRYPT_KEY_SPEC, 0));
    expect_inf(NTE_BAD_KEYSET,
               NCryptTranslateHandle(&provider, &key, context, 0, AT_KEYEXCHANGE, 0));
    expect_inf(NTE_INVALID_PARAMETER,
               NCryptTranslateHandle(&provider, &key, context, 0x1234, 0, 0));
    if (CryptGenKey(context, CALG_AES_128, 0, &session))
    {
        expect_inf(NTE_INVALID_PARAMETER,
                   NCryptTranslateHandle(&provider, &key, context, session, 0, 0));
        CryptDestroyKey(session);
    }
    ok_doc(provider == 0x5678 && key == 0x1234, "an output is written\n");
    CryptReleaseContext(context, 0);
    capi_delete(name, 0);
}

static BOOL tells_its_name(HCRYPTPROV context)
{
    BYTE name[MAX_PATH];
    DWORD size = sizeof(name);

    return CryptGetProvParam(context, PP_NAME, name, &size, 0);
}

/* Wine's DSS provider tells no container and exports no private key; that of Wine 8 does not even tell
 * the name by which the CNG provider is found. */
static void test_dss(void)
{
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS expected;
    HCRYPTPROV context;
    HCRYPTKEY legacy;
    BOOL acquired = CryptAcquireContextW(&context, NULL, NULL, PROV_DSS, CRYPT_VERIFYCONTEXT);

    ok_doc(acquired, "%#lx\n", GetLastError());
    if (!acquired)
        return;
    expected = tells_its_name(context) ? NTE_BAD_KEYSET : NTE_NOT_SUPPORTED;
    expect_inf(expected, NCryptTranslateHandle(NULL, &key, context, 0, AT_SIGNATURE, 0));
    if (CryptGenKey(context, AT_SIGNATURE, 512 << 16 | CRYPT_EXPORTABLE, &legacy))
    {
        expect_inf(expected, NCryptTranslateHandle(NULL, &key, context, legacy, 0, 0));
        CryptDestroyKey(legacy);
    }
    CryptReleaseContext(context, 0);
}

/* ------------------------------------------------------------------------------------------
 * A signing program: the key of a certificate is a CryptoAPI one, and it signs by CNG
 */
static const CERT_CONTEXT *make_certificate(const WCHAR *name)
{
    CRYPT_KEY_PROV_INFO info = {.pwszContainerName = (WCHAR *)name,
                                .pwszProvName = (WCHAR *)MS_ENH_RSA_AES_PROV_W,
                                .dwProvType = PROV_RSA_AES,
                                .dwKeySpec = AT_SIGNATURE};
    BYTE subject[64];
    CERT_NAME_BLOB blob = {sizeof(subject), subject};

    if (!CertStrToNameW(X509_ASN_ENCODING, L"CN=legacy", CERT_X500_NAME_STR, NULL, subject,
                        &blob.cbData, NULL))
        return NULL;
    return CertCreateSelfSignCertificate(0, &blob, 0, &info, NULL, NULL, NULL, NULL);
}

static void test_certificate(void)
{
    const WCHAR *name = capi_new_name(0);
    const CERT_CONTEXT *certificate;
    NCRYPT_KEY_HANDLE key;
    HCRYPTPROV context = 0;
    DWORD spec = 0;
    BOOL owned = FALSE, acquired;

    capi_make(name, AT_SIGNATURE, 0);
    certificate = make_certificate(name);
    ok_doc(certificate != NULL, "no certificate: %#lx\n", GetLastError());
    acquired = certificate &&
               CryptAcquireCertificatePrivateKey(certificate, CRYPT_ACQUIRE_SILENT_FLAG, NULL,
                                                 &context, &spec, &owned);
    ok_doc(acquired && spec == AT_SIGNATURE, "no key: %#lx, %lu\n", GetLastError(), spec);
    if (acquired && must(NCryptTranslateHandle(NULL, &key, context, 0, spec, 0)))
    {
        check_same_key(key, context, spec);
        NCryptFreeObject(key);
    }
    if (owned)
        CryptReleaseContext(context, 0);
    CertFreeCertificateContext(certificate);
    capi_delete(name, 0);
}

/* The names of Microsoft's CSPs are aliases of the provider. */
static void test_aliases(void)
{
    static const WCHAR *const names[] = {MS_DEF_PROV_W, MS_ENHANCED_PROV_W, MS_STRONG_PROV_W,
                                         MS_ENH_RSA_AES_PROV_W};
    NCRYPT_PROV_HANDLE provider;
    unsigned int i;

    for (i = 0; i < ARRAY_SIZE(names); i++)
    {
        if (!expect_doc(ERROR_SUCCESS, NCryptOpenStorageProvider(&provider, names[i], 0)))
            NCryptFreeObject(provider);
    }
    expect_doc(NTE_BAD_PROVIDER, NCryptOpenStorageProvider(&provider, L"Microsoft Other CSP", 0));
}

START_TEST(legacy_translate)
{
    unsigned int i;

    if (skipped_on_builtin("it translates no handles"))
        return;
    for (i = 0; i < ARRAY_SIZE(specs); i++)
    {
        test_container(specs[i], 0);
        test_container(specs[i], CRYPT_EXPORTABLE);
        test_container(specs[i], CRYPT_MACHINE_KEYSET);
    }
    test_two_keys();
    test_name_clash(0);
    test_name_clash(CRYPT_EXPORTABLE);
    test_unwritten(0);
    test_unwritten(CRYPT_EXPORTABLE);
    test_wrong();
    test_dss();
    test_certificate();
    test_aliases();
}
