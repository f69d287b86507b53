/*
 * A stock of stored keys: one of every kind, with policies and properties, each of which carries the
 * evidence of what it is.
 *
 * usage: stock [fill | check | check-locked | clear] [--machine]
 *
 * Without arguments all of it, one after the other.  Scripts fill one prefix and check another one, to
 * which the keys were moved: "stock locked", whose policy lets nobody take it away, is checked apart.
 */
#include "ec_generic.h"
#include "stores.h"

static NCRYPT_PROV_HANDLE provider;
static DWORD store; /* NCRYPT_MACHINE_KEY_FLAG or 0 */

#define EVIDENCE L"Evidence"

static const struct item
{
    const WCHAR *name, *algorithm;
    DWORD bits;
    const WCHAR *curve; /* L"*": explicit parameters */
    const WCHAR *set;   /* of parameters */
    DWORD spec, policy;
} items[] = {
    {L"stock rsa", L"RSA", 2048, NULL, NULL, AT_KEYEXCHANGE, POLICY_ALL},
    {L"stock signature", L"RSA", 1024, NULL, NULL, AT_SIGNATURE, POLICY_EXPORT},
    {L"stock p256", L"ECDSA_P256", 0, NULL, NULL, 0, POLICY_EXPORT},
    {L"stock p384", L"ECDH_P384", 0, NULL, NULL, 0, POLICY_ALL},
    {L"stock brainpool", L"ECDSA", 0, L"brainpoolP256r1", NULL, 0, POLICY_EXPORT},
    {L"stock explicit", L"ECDSA", 0, L"*", NULL, 0, POLICY_EXPORT},
    {L"stock x25519", L"ECDH", 0, L"curve25519", NULL, 0, POLICY_EXPORT},
    {L"stock dsa", L"DSA", 1024, NULL, NULL, 0, POLICY_ALL},
    {L"stock dh", L"DH", 1024, NULL, NULL, 0, POLICY_ALL},
    {L"stock aes", L"AES", 256, NULL, NULL, 0, POLICY_ALL},
    {L"stock 3des", L"3DES", 192, NULL, NULL, 0, POLICY_ALL},
    {L"stock kdf", L"CAPI_KDF", 0, NULL, NULL, 0, POLICY_ALL},
    {L"stock ml-dsa", L"ML-DSA", 0, NULL, L"65", 0, POLICY_ALL},
    {L"stock ml-kem", L"ML-KEM", 0, NULL, L"768", 0, POLICY_ALL},
    {L"stock \u00e4/\\%41 names", L"ECDSA_P256", 0, NULL, NULL, 0, POLICY_ALL},
    {L"stock locked", L"ECDSA_P256", 0, NULL, NULL, 0, POLICY_NONE},
};

static BOOL is_locked(const struct item *item)
{
    return item->policy == POLICY_NONE;
}

static BOOL is_symmetric(const struct item *item)
{
    return item->name[6] == 'a' || item->name[6] == '3';
}

static BOOL is_kdf(const struct item *item)
{
    return item->name[6] == 'k';
}

static void set_text(NCRYPT_KEY_HANDLE key, const WCHAR *name, const WCHAR *text, DWORD flags)
{
    expect_doc(ERROR_SUCCESS, NCryptSetProperty(key, name, (BYTE *)text,
                                                (DWORD)(wcslen(text) + 1) * sizeof(*text), flags));
}

/* ------------------------------------------------------------------------------------------
 * Evidence: what nobody has without the same key
 */
static DWORD derive(NCRYPT_KEY_HANDLE key, BYTE *evidence)
{
    NCryptBuffer hash = {sizeof(BCRYPT_SHA256_ALGORITHM), KDF_HASH_ALGORITHM,
                         (void *)BCRYPT_SHA256_ALGORITHM};
    NCryptBufferDesc list = {NCRYPTBUFFER_VERSION, 1, &hash};
    DWORD size = 0;

    expect_doc(ERROR_SUCCESS, NCryptKeyDerivation(key, &list, evidence, 32, &size, 0));
    return size;
}

static DWORD find_evidence(const struct item *item, NCRYPT_KEY_HANDLE key, BYTE *evidence,
                           DWORD room)
{
    BYTE zeros[16] = {0};
    struct blob blob;
    DWORD size = 0;

    if (is_kdf(item))
        return derive(key, evidence);
    if (is_symmetric(item))
        expect_doc(ERROR_SUCCESS,
                   NCryptEncrypt(key, zeros, sizeof(zeros), NULL, evidence, room, &size, 0));
    else if (export_blob(key, item->curve ? BCRYPT_ECCPUBLIC_BLOB : BCRYPT_PUBLIC_KEY_BLOB, &blob))
    {
        ok_doc(blob.size <= room, "%lu bytes\n", blob.size);
        memcpy(evidence, blob.bytes, size = blob.size);
        free_blob(&blob);
    }
    else
        ok_doc(FALSE, "no public key\n");
    return size;
}

/* The private half belongs to it. */
static void check_private(const struct item *item, NCRYPT_KEY_HANDLE key)
{
    BCRYPT_PKCS1_PADDING_INFO pkcs1 = {BCRYPT_SHA1_ALGORITHM};
    BOOL rsa = !wcscmp(item->algorithm, L"RSA");
    void *padding = rsa ? &pkcs1 : NULL;
    BYTE hash[20] = {7}, signature[4096];
    DWORD size = 0, flags = rsa ? NCRYPT_PAD_PKCS1_FLAG : 0;

    if (wcsncmp(item->algorithm, L"ECDSA", 5) && wcscmp(item->algorithm, L"DSA") &&
        wcscmp(item->algorithm, L"ML-DSA") && !rsa)
        return;
    expect_doc(ERROR_SUCCESS, NCryptSignHash(key, padding, hash, sizeof(hash), signature,
                                             sizeof(signature), &size, flags));
    expect_doc(ERROR_SUCCESS,
               NCryptVerifySignature(key, padding, hash, sizeof(hash), signature, size, flags));
}

/* ------------------------------------------------------------------------------------------
 * Filling
 */
static void set_kind(const struct item *item, NCRYPT_KEY_HANDLE key)
{
    struct blob full;

    if (item->bits)
        expect_doc(ERROR_SUCCESS, set_dword(key, NCRYPT_LENGTH_PROPERTY, item->bits, 0));
    if (item->set)
        set_text(key, BCRYPT_PARAMETER_SET_NAME, item->set, 0);
    if (is_kdf(item))
        expect_doc(ERROR_SUCCESS,
                   NCryptSetProperty(key, NCRYPT_KDF_SECRET_VALUE, (BYTE *)"a secret", 8, 0));
    if (is_symmetric(item))
        set_text(key, NCRYPT_CHAINING_MODE_PROPERTY, BCRYPT_CHAIN_MODE_ECB, NCRYPT_PERSIST_FLAG);
    if (item->curve && wcscmp(item->curve, L"*"))
        set_text(key, BCRYPT_ECC_CURVE_NAME, item->curve, 0);
    else if (item->curve)
    {
        full = copy_vector("ecdsa-p256-explicit-fullpub");
        expect_doc(ERROR_SUCCESS, NCryptSetProperty(key, BCRYPT_ECC_PARAMETERS, full.bytes + 4,
                                                    full.size - 4 - 64, 0));
        free_blob(&full);
    }
}

static void fill_one(const struct item *item)
{
    NCRYPT_UI_POLICY policy = {1, 0, NULL, item->name, L"a description"};
    NCRYPT_KEY_HANDLE key = 0;
    BYTE evidence[4096];
    DWORD size;

    if (!must(NCryptCreatePersistedKey(provider, &key, item->algorithm, item->name, item->spec,
                                       store)))
        return;
    set_kind(item, key);
    expect_doc(ERROR_SUCCESS,
               set_dword(key, NCRYPT_EXPORT_POLICY_PROPERTY, item->policy, NCRYPT_PERSIST_FLAG));
    expect_doc(ERROR_SUCCESS, set_dword(key, NCRYPT_KEY_USAGE_PROPERTY,
                                        NCRYPT_ALLOW_SIGNING_FLAG | NCRYPT_ALLOW_DECRYPT_FLAG,
                                        NCRYPT_PERSIST_FLAG));
    expect_doc(ERROR_SUCCESS, NCryptSetProperty(key, NCRYPT_UI_POLICY_PROPERTY, (BYTE *)&policy,
                                                sizeof(policy), NCRYPT_PERSIST_FLAG));
    set_text(key, NCRYPT_USE_CONTEXT_PROPERTY, item->name, NCRYPT_PERSIST_FLAG);
    expect_doc(ERROR_SUCCESS, NCryptFinalizeKey(key, 0));
    expect_doc(ERROR_SUCCESS, NCryptSetProperty(key, NCRYPT_CERTIFICATE_PROPERTY, (BYTE *)"x509", 4,
                                                NCRYPT_PERSIST_FLAG));
    size = find_evidence(item, key, evidence, sizeof(evidence));
    expect_doc(ERROR_SUCCESS,
               NCryptSetProperty(key, EVIDENCE, evidence, size, NCRYPT_PERSIST_ONLY_FLAG));
    NCryptFreeObject(key);
}

/* ------------------------------------------------------------------------------------------
 * Checking
 */
static void check_properties(const struct item *item, NCRYPT_KEY_HANDLE key)
{
    BYTE buffer[1024];
    const NCRYPT_UI_POLICY *policy = (const NCRYPT_UI_POLICY *)buffer;
    DWORD size = 0;

    check_text(MARK_DOC, key, NCRYPT_NAME_PROPERTY, item->name);
    check_text(MARK_DOC, key, NCRYPT_ALGORITHM_PROPERTY, item->algorithm);
    check_text(MARK_DOC, key, NCRYPT_USE_CONTEXT_PROPERTY, item->name);
    check_dword(MARK_DOC, key, NCRYPT_EXPORT_POLICY_PROPERTY, item->policy);
    check_dword(MARK_DOC, key, NCRYPT_KEY_USAGE_PROPERTY,
                NCRYPT_ALLOW_SIGNING_FLAG | NCRYPT_ALLOW_DECRYPT_FLAG);
    check_dword(MARK_DOC, key, NCRYPT_KEY_TYPE_PROPERTY, store);
    if (item->bits)
        check_dword(MARK_DOC, key, NCRYPT_LENGTH_PROPERTY, item->bits);
    if (item->set)
        check_text(MARK_DOC, key, BCRYPT_PARAMETER_SET_NAME, item->set);
    if (item->curve && wcscmp(item->curve, L"*"))
        check_text(MARK_DOC, key, BCRYPT_ECC_CURVE_NAME, item->curve);
    if (is_symmetric(item))
        check_text(MARK_INF, key, NCRYPT_CHAINING_MODE_PROPERTY, BCRYPT_CHAIN_MODE_ECB);
    expect_doc(ERROR_SUCCESS, NCryptGetProperty(key, NCRYPT_CERTIFICATE_PROPERTY, buffer,
                                                sizeof(buffer), &size, 0));
    ok_doc(size == 4 && !memcmp(buffer, "x509", 4), "another certificate\n");
    expect_doc(ERROR_SUCCESS,
               NCryptGetProperty(key, NCRYPT_UI_POLICY_PROPERTY, buffer, sizeof(buffer), &size, 0));
    ok_doc(!policy->pszCreationTitle && policy->pszFriendlyName &&
               !wcscmp(policy->pszFriendlyName, item->name) && policy->pszDescription &&
               !wcscmp(policy->pszDescription, L"a description"),
           "another UI policy\n");
}

static void check_one(const struct item *item)
{
    BYTE evidence[4096], want[4096];
    NCRYPT_KEY_HANDLE key = 0;
    DWORD size, want_size = 0;

    if (!must(NCryptOpenKey(provider, &key, item->name, item->spec, store)))
        return;
    check_properties(item, key);
    expect_doc(ERROR_SUCCESS, NCryptGetProperty(key, EVIDENCE, want, sizeof(want), &want_size,
                                                NCRYPT_PERSIST_ONLY_FLAG));
    size = find_evidence(item, key, evidence, sizeof(evidence));
    ok_doc(size == want_size && size && !memcmp(evidence, want, size), "another key\n");
    check_private(item, key);
    NCryptFreeObject(key);
}

/* The legacy spec is told by enumerations only. */
static void check_specs(void)
{
    NCryptKeyName *name;
    void *state = NULL;
    size_t i;

    while (!NCryptEnumKeys(provider, NULL, &name, &state, store))
    {
        for (i = 0; i < ARRAY_SIZE(items); i++)
        {
            if (!wcscmp(items[i].name, name->pszName))
                ok_doc(items[i].spec == name->dwLegacyKeySpec, "%s: spec %lu\n",
                       narrow(name->pszName), name->dwLegacyKeySpec);
        }
        NCryptFreeBuffer(name);
    }
    if (state)
        NCryptFreeBuffer(state);
}

static void clear_one(const struct item *item)
{
    NCRYPT_KEY_HANDLE key;

    if (!NCryptOpenKey(provider, &key, item->name, item->spec, store))
        expect_doc(ERROR_SUCCESS, NCryptDeleteKey(key, 0));
}

static void for_each(void (*act)(const struct item *item), BOOL unlocked, BOOL locked)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(items); i++)
    {
        if (!(is_locked(&items[i]) ? locked : unlocked))
            continue;
        /* without a library for it there is no such algorithm, here or anywhere */
        if (NCryptIsAlgSupported(provider, items[i].algorithm, 0))
            continue;
        winetest_push_context("%s", narrow(items[i].name));
        act(&items[i]);
        winetest_pop_context();
    }
}

START_TEST(stock)
{
    char **arguments;
    int count = winetest_get_mainargs(&arguments);
    const char *what = count > 2 ? arguments[2] : "";

    if (!*what)
        make_own_stores();
    provider = open_provider();
    if (count > 3 && !strcmp(arguments[3], "--machine"))
        store = NCRYPT_MACHINE_KEY_FLAG;
    if (!*what)
        for_each(clear_one, TRUE, TRUE); /* of a run that was ended */
    if (!*what || !strcmp(what, "fill"))
        for_each(fill_one, TRUE, TRUE);
    if (!*what || !strcmp(what, "check"))
    {
        for_each(check_one, TRUE, FALSE);
        check_specs();
    }
    if (!*what || !strcmp(what, "check-locked"))
        for_each(check_one, FALSE, TRUE);
    if (!*what || !strcmp(what, "clear"))
        for_each(clear_one, TRUE, TRUE);
    NCryptFreeObject(provider);
    remove_own_stores();
}
