/*
 * From a CryptoAPI handle to a CNG key: NCryptTranslateHandle.
 *
 * learn.microsoft.com, nf-ncrypt-ncrypttranslatehandle: the name of the CSP; the CNG provider of that
 * name or alias; the name of the container; the CryptoAPI key is obtained and translated.  Here the
 * CNG provider is first asked for a key of the container's name.  If it has none, or another (the
 * public keys are compared), the key is exported from CryptoAPI, if that lets it out, and becomes an
 * ephemeral CNG key: so do those of CRYPT_VERIFYCONTEXT, and those that Wine's CryptoAPI has not
 * written yet, which it does when the handle to the container is closed.
 */
#include <string.h>

#include "gaps.h"
#include "os.h"
#include "trace.h"
#include "wide.h"

#define MAX_NAME 1024 /* bytes */

/* CryptoAPI's failure: its own codes are statuses already. */
static SECURITY_STATUS legacy_status(void)
{
    DWORD error = GetLastError();

    switch (error)
    {
    case ERROR_SUCCESS:
    case NTE_BAD_TYPE: /* a parameter that the CSP does not know */
        return GAP_STATUS_LEGACY_INCAPABLE;
    case ERROR_INVALID_PARAMETER:
    case ERROR_INVALID_HANDLE:
        return NTE_INVALID_PARAMETER;
    case NTE_NO_KEY:
        return GAP_STATUS_LEGACY_NO_KEY;
    case ERROR_NOT_ENOUGH_MEMORY:
        return NTE_NO_MEMORY;
    default:
        return HRESULT_FROM_WIN32(error);
    }
}

/* A text of the CSP, in the ANSI code page there; empty if the CSP does not know it. */
static SECURITY_STATUS get_text(HCRYPTPROV provider, DWORD what, WCHAR text[MAX_NAME])
{
    char narrow[MAX_NAME];
    DWORD size = sizeof(narrow);

    text[0] = 0;
    SetLastError(ERROR_SUCCESS); /* a CSP may fail without a word, as Wine 8's for DSS does */
    if (!CryptGetProvParam(provider, what, (BYTE *)narrow, &size, 0))
        return legacy_status();
    return MultiByteToWideChar(CP_ACP, 0, narrow, -1, text, MAX_NAME) ? ERROR_SUCCESS : NTE_FAIL;
}

static DWORD keyset_flags(HCRYPTPROV provider)
{
    DWORD type = 0, size = sizeof(type);

    if (!CryptGetProvParam(provider, PP_KEYSET_TYPE, (BYTE *)&type, &size, 0))
        return 0;
    return type & CRYPT_MACHINE_KEYSET ? NCRYPT_MACHINE_KEY_FLAG : 0;
}

/* ------------------------------------------------------------------------------------------
 * The key's blobs
 */
struct legacy_blob
{
    BYTE *data;
    DWORD size;
};

static void free_blob(struct legacy_blob *blob)
{
    os_free_secret(blob->data, blob->size);
}

static SECURITY_STATUS get_blob(HCRYPTKEY key, DWORD type, struct legacy_blob *blob)
{
    SECURITY_STATUS status;

    blob->data = NULL;
    blob->size = 0;
    SetLastError(ERROR_SUCCESS);
    if (!CryptExportKey(key, 0, type, 0, NULL, &blob->size))
        return legacy_status();
    if (blob->size < sizeof(BLOBHEADER))
        return GAP_STATUS_LEGACY_INCAPABLE;
    if (!(blob->data = os_alloc(blob->size)))
        return NTE_NO_MEMORY;
    if (CryptExportKey(key, 0, type, 0, blob->data, &blob->size))
        return ERROR_SUCCESS;
    status = legacy_status();
    free_blob(blob);
    return status;
}

static ALG_ID blob_algorithm(const struct legacy_blob *blob)
{
    return ((const BLOBHEADER *)blob->data)->aiKeyAlg;
}

static bool is_dss(const struct legacy_blob *blob)
{
    return blob_algorithm(blob) == CALG_DSS_SIGN;
}

/* ------------------------------------------------------------------------------------------
 * Which key
 */

/* A key's specification from its algorithm, which the public blob tells with every CSP.  What has
 * none is no key pair. */
static SECURITY_STATUS find_key_spec(HCRYPTKEY key, DWORD *spec)
{
    struct legacy_blob blob;

    if (get_blob(key, PUBLICKEYBLOB, &blob))
        return NTE_INVALID_PARAMETER;
    *spec = GET_ALG_CLASS(blob_algorithm(&blob)) == ALG_CLASS_SIGNATURE ? AT_SIGNATURE
                                                                        : AT_KEYEXCHANGE;
    free_blob(&blob);
    return ERROR_SUCCESS;
}

/* *spec 0: the one that there is. */
static SECURITY_STATUS find_key(HCRYPTPROV provider, DWORD *spec, HCRYPTKEY *key)
{
    static const DWORD order[] = GAP_LEGACY_SPEC_ORDER;
    size_t i;

    for (i = 0; i < ARRAYSIZE(order); i++)
    {
        if (*spec && *spec != order[i])
            continue;
        SetLastError(ERROR_SUCCESS);
        if (CryptGetUserKey(provider, order[i], key))
        {
            *spec = order[i];
            return ERROR_SUCCESS;
        }
        if (GetLastError() != (DWORD)NTE_NO_KEY)
            return legacy_status();
    }
    return GAP_STATUS_LEGACY_NO_KEY;
}

/* ------------------------------------------------------------------------------------------
 * Translation
 */

/* Whether the CNG key is the one that is asked for; a provider that cannot tell is believed.  All but
 * the header is compared: CNG writes CALG_RSA_KEYX for every key. */
static bool is_same(NCRYPT_KEY_HANDLE key, const struct legacy_blob *blob)
{
    const WCHAR *type = is_dss(blob) ? LEGACY_DSA_V2_PUBLIC_BLOB : LEGACY_RSAPUBLIC_BLOB;
    DWORD size = 0;
    BYTE *data;
    bool same;

    if (NCryptExportKey(key, 0, type, NULL, NULL, 0, &size, NCRYPT_SILENT_FLAG))
        return true;
    if (size != blob->size || !(data = os_alloc(size)))
        return false;
    same = !NCryptExportKey(key, 0, type, NULL, data, size, &size, NCRYPT_SILENT_FLAG) &&
           !memcmp(data + sizeof(BLOBHEADER), blob->data + sizeof(BLOBHEADER),
                   size - sizeof(BLOBHEADER));
    os_free(data);
    return same;
}

static SECURITY_STATUS open_stored(NCRYPT_PROV_HANDLE provider, HCRYPTPROV legacy, DWORD spec,
                                   HCRYPTKEY legacy_key, NCRYPT_KEY_HANDLE *key)
{
    WCHAR container[MAX_NAME];
    struct legacy_blob blob;
    SECURITY_STATUS status;

    if (get_text(legacy, PP_CONTAINER, container) || !*container)
        return NTE_BAD_KEYSET;
    if ((status = NCryptOpenKey(provider, key, container, spec,
                                keyset_flags(legacy) | NCRYPT_SILENT_FLAG)))
        return status;
    if (get_blob(legacy_key, PUBLICKEYBLOB, &blob))
        return ERROR_SUCCESS;
    if (!is_same(*key, &blob))
    {
        NCryptFreeObject(*key);
        status = NTE_BAD_KEYSET;
    }
    free_blob(&blob);
    return status;
}

/* What CryptoAPI exports may be exported here too. */
static SECURITY_STATUS convert(NCRYPT_PROV_HANDLE provider, HCRYPTKEY legacy_key,
                               NCRYPT_KEY_HANDLE *key)
{
    DWORD policy = NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG;
    struct legacy_blob blob;
    SECURITY_STATUS status = get_blob(legacy_key, PRIVATEKEYBLOB, &blob);

    if (status)
        return status == NTE_NO_MEMORY ? status : GAP_STATUS_LEGACY_NOT_REACHED;
    status = NCryptImportKey(provider, 0,
                             is_dss(&blob) ? LEGACY_DSA_V2_PRIVATE_BLOB : LEGACY_RSAPRIVATE_BLOB,
                             NULL, key, blob.data, blob.size, NCRYPT_SILENT_FLAG);
    free_blob(&blob);
    if (!status)
        NCryptSetProperty(*key, NCRYPT_EXPORT_POLICY_PROPERTY, (BYTE *)&policy, sizeof(policy), 0);
    return status;
}

static SECURITY_STATUS translate_key(NCRYPT_PROV_HANDLE provider, HCRYPTPROV legacy, DWORD spec,
                                     NCRYPT_KEY_HANDLE *key)
{
    HCRYPTKEY legacy_key;
    SECURITY_STATUS status = find_key(legacy, &spec, &legacy_key);

    if (status)
        return status;
    status = open_stored(provider, legacy, spec, legacy_key, key);
    if (status == NTE_BAD_KEYSET)
        status = convert(provider, legacy_key, key);
    CryptDestroyKey(legacy_key);
    return status;
}

static SECURITY_STATUS translate(NCRYPT_PROV_HANDLE *provider, NCRYPT_KEY_HANDLE *key,
                                 HCRYPTPROV legacy, HCRYPTKEY legacy_key, DWORD spec)
{
    NCRYPT_PROV_HANDLE opened;
    NCRYPT_KEY_HANDLE translated;
    WCHAR name[MAX_NAME];
    SECURITY_STATUS status;

    if ((status = get_text(legacy, PP_NAME, name)) ||
        (!spec && legacy_key && (status = find_key_spec(legacy_key, &spec))) ||
        (status = NCryptOpenStorageProvider(&opened, name, 0)))
        return status;
    if ((status = translate_key(opened, legacy, spec, &translated)))
    {
        NCryptFreeObject(opened);
        return status;
    }
    *key = translated;
    if (provider)
        *provider = opened;
    else
        NCryptFreeObject(opened);
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI NCryptTranslateHandle(NCRYPT_PROV_HANDLE *provider, NCRYPT_KEY_HANDLE *key,
                                             HCRYPTPROV legacy_provider, HCRYPTKEY legacy_key,
                                             DWORD spec, DWORD flags)
{
    TRACE("(%p, %p, %p, %p, %u, %#x)\n", provider, key, (void *)legacy_provider, (void *)legacy_key,
          (unsigned int)spec, (unsigned int)flags);
    if (!legacy_provider)
        RETURN_STATUS(NTE_INVALID_PARAMETER);
    if (!key)
        RETURN_STATUS(GAP_STATUS_NULL_OUTPUT);
    if (flags)
        RETURN_STATUS(NTE_BAD_FLAGS);
    if (spec && spec != AT_KEYEXCHANGE && spec != AT_SIGNATURE)
        RETURN_STATUS(NTE_INVALID_PARAMETER);
    RETURN_STATUS(translate(provider, key, legacy_provider, legacy_key, spec));
}
