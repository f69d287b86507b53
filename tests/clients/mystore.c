/*
 * What the user has before a client runs: a stored key, and certificates in the user's stores.
 *
 *   mystore key NAME ALGORITHM BITS FILE   makes the stored key NAME, as a program does that asks for a
 *                                          certificate; FILE gets its public key: of "RSA" as
 *                                          CAPIPUBLICBLOB, of "ECDSA_P256" as ECCPUBLICBLOB
 *   mystore certificate STORE FILE [NAME]  puts the certificate of FILE (DER) into a store of the user's
 *                                          ("My", "Root"); it belongs to the stored key NAME. Prints
 *                                          the certificate's key identifier in hexadecimal.
 *
 * Exit status: 0, or 1 with a message on standard error.
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <wincrypt.h>
#include <shellapi.h>
#include <ncrypt.h>
#include <ncrypt_ext.h>
#include <bcrypt_ext.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define MAX_FILE 65536

static int fail(const char *what, LONG status)
{
    fprintf(stderr, "mystore: %s: 0x%08lx\n", what, (unsigned long)status);
    return 1;
}

/* A key for signing and decryption that never leaves the store, with no property but its length */
static SECURITY_STATUS make_key(NCRYPT_PROV_HANDLE provider, const WCHAR *name,
                                const WCHAR *algorithm, DWORD bits, BYTE *blob, DWORD *size)
{
    const WCHAR *type = wcscmp(algorithm, BCRYPT_RSA_ALGORITHM) ? BCRYPT_ECCPUBLIC_BLOB
                                                                : LEGACY_RSAPUBLIC_BLOB;
    NCRYPT_KEY_HANDLE key = 0;
    SECURITY_STATUS status = NCryptCreatePersistedKey(provider, &key, algorithm, name, 0,
                                                      NCRYPT_OVERWRITE_KEY_FLAG);

    if (!status)
        status = NCryptSetProperty(key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&bits, sizeof(bits), 0);
    if (!status)
        status = NCryptFinalizeKey(key, NCRYPT_SILENT_FLAG);
    if (!status)
        status = NCryptExportKey(key, 0, type, NULL, blob, *size, size, 0);
    if (key)
        NCryptFreeObject(key);
    return status;
}

static int command_key(const WCHAR *name, const WCHAR *algorithm, const WCHAR *bits,
                       const WCHAR *path)
{
    NCRYPT_PROV_HANDLE provider;
    BYTE blob[4096];
    DWORD size = sizeof(blob);
    FILE *file;
    SECURITY_STATUS status = NCryptOpenStorageProvider(&provider, MS_KEY_STORAGE_PROVIDER, 0);

    if (status)
        return fail("NCryptOpenStorageProvider", status);
    status = make_key(provider, name, algorithm, wcstoul(bits, NULL, 10), blob, &size);
    NCryptFreeObject(provider);
    if (status)
        return fail("making the key", status);
    file = _wfopen(path, L"wb");
    if (!file || fwrite(blob, 1, size, file) != size || fclose(file))
        return fail("writing the public key", GetLastError());
    return 0;
}

static int print_key_identifier(PCCERT_CONTEXT certificate)
{
    BYTE identifier[64];
    DWORD size = sizeof(identifier), i;

    if (!CertGetCertificateContextProperty(certificate, CERT_KEY_IDENTIFIER_PROP_ID, identifier,
                                           &size))
        return fail("the key identifier", GetLastError());
    for (i = 0; i < size; i++)
        printf("%02x", identifier[i]);
    printf("\n");
    return 0;
}

/* CERT_KEY_PROV_INFO_PROP_ID with provider type 0 is how Windows says "a CNG key". */
static int add_certificate(HCERTSTORE store, PCCERT_CONTEXT certificate, WCHAR *name)
{
    CRYPT_KEY_PROV_INFO info = {0};
    PCCERT_CONTEXT stored;
    int result;

    if (!CertAddCertificateContextToStore(store, certificate, CERT_STORE_ADD_REPLACE_EXISTING,
                                          &stored))
        return fail("CertAddCertificateContextToStore", GetLastError());
    info.pwszContainerName = name;
    info.pwszProvName = (WCHAR *)MS_KEY_STORAGE_PROVIDER;
    if (name && !CertSetCertificateContextProperty(stored, CERT_KEY_PROV_INFO_PROP_ID, 0, &info))
        result = fail("CertSetCertificateContextProperty", GetLastError());
    else
        result = print_key_identifier(stored);
    CertFreeCertificateContext(stored);
    return result;
}

static int command_certificate(const WCHAR *store_name, const WCHAR *path, WCHAR *name)
{
    static BYTE der[MAX_FILE];
    FILE *file = _wfopen(path, L"rb");
    size_t size = file ? fread(der, 1, sizeof(der), file) : 0;
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, der, size);
    HCERTSTORE store;
    int result;

    if (file)
        fclose(file);
    if (!certificate)
        return fail("not a certificate in DER", GetLastError());
    store = CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER,
                          store_name);
    if (!store)
        result = fail("CertOpenStore", GetLastError());
    else
        result = add_certificate(store, certificate, name);
    CertFreeCertificateContext(certificate);
    if (store && !CertCloseStore(store, 0) && !result)
        result = fail("CertCloseStore", GetLastError());
    return result;
}

int main(void)
{
    int count;
    WCHAR **arguments = CommandLineToArgvW(GetCommandLineW(), &count);

    if (count == 6 && !wcscmp(arguments[1], L"key"))
        return command_key(arguments[2], arguments[3], arguments[4], arguments[5]);
    if ((count == 4 || count == 5) && !wcscmp(arguments[1], L"certificate"))
        return command_certificate(arguments[2], arguments[3], count == 5 ? arguments[4] : NULL);
    fprintf(stderr,
            "usage: mystore key NAME ALGORITHM BITS FILE | certificate STORE FILE [NAME]\n");
    return 1;
}
