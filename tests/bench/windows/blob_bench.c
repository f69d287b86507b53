/*
 * Export and import of each blob type, and making and using keys, through the public API.  The same
 * program runs on our DLL and on Wine's builtin; what a DLL cannot do is left out.
 *
 * blob_bench blobs [CERTIFICATE RECIPIENT]   lines "KEY/TYPE:export NS" and "KEY/TYPE:import NS",
 *                                            "KEY/TYPE:bytes N"; the files are a certificate and
 *                                            its RSA key as PKCS#8, both DER, for PKCS7_ENVELOPE
 * blob_bench keys                            lines "KEY:generate NS", "KEY:sign NS", "KEY:verify NS"
 */
#include <windows.h>
#include <bcrypt.h>
#include <ncrypt.h>
#include <ncrypt_ext.h>
#include <stdlib.h>
#include <string.h>

#include "../measure.h"

#define BLOB_ROOM 8192
#define BATCH_NS MILLISECONDS(2)
#define BUDGET MILLISECONDS(40)
#define KEY_BUDGET MILLISECONDS(150)
#define GENERATION_BUDGET MILLISECONDS(600)

uint64_t now_ns(void)
{
    static LARGE_INTEGER frequency;
    LARGE_INTEGER now;

    if (!frequency.QuadPart)
    {
        QueryPerformanceFrequency(&frequency);
    }
    QueryPerformanceCounter(&now);
    return (uint64_t)((double)now.QuadPart * 1e9 / (double)frequency.QuadPart);
}

static NCRYPT_PROV_HANDLE provider;

/* ------------------------------------------------------------------------------------------
 * The keys and their blob types
 */
struct kind
{
    const char *name;
    const WCHAR *algorithm;
    DWORD length;       /* 0: as the algorithm has it */
    const WCHAR *curve; /* of a generic ECC key, or NULL */
    DWORD digest;       /* bytes to sign, 0: it does not sign */
    const WCHAR *types[12];
};

/* Types of any private key. */
#define CONTAINERS                                                                                 \
    NCRYPT_PKCS8_PRIVATE_KEY_BLOB, NCRYPT_PKCS7_ENVELOPE_BLOB,                                     \
        BCRYPT_PKCS11_RSA_AES_WRAP_KEY_BLOB, NCRYPT_OPAQUETRANSPORT_BLOB
#define ECC_BLOBS                                                                                  \
    BCRYPT_ECCPUBLIC_BLOB, BCRYPT_ECCPRIVATE_BLOB, BCRYPT_ECCFULLPUBLIC_BLOB,                      \
        BCRYPT_ECCFULLPRIVATE_BLOB

/* The type of an encrypted PKCS#8 key in the tables; the name for CNG is that of the plain one. */
#define ENCRYPTED_PKCS8 L"PKCS8_PRIVATEKEY(password)"

static const struct kind kinds[] = {
    {"RSA-2048",
     NCRYPT_RSA_ALGORITHM,
     2048,
     NULL,
     32,
     {BCRYPT_RSAPUBLIC_BLOB, BCRYPT_RSAPRIVATE_BLOB, BCRYPT_RSAFULLPRIVATE_BLOB,
      LEGACY_RSAPUBLIC_BLOB, LEGACY_RSAPRIVATE_BLOB, ENCRYPTED_PKCS8, CONTAINERS}},
    {"ECDSA_P256", NCRYPT_ECDSA_P256_ALGORITHM, 0, NULL, 32, {ECC_BLOBS, CONTAINERS}},
    {"ECDSA_P384",
     NCRYPT_ECDSA_P384_ALGORITHM,
     0,
     NULL,
     48,
     {BCRYPT_ECCPUBLIC_BLOB, BCRYPT_ECCPRIVATE_BLOB}},
    {"ECDSA_P521",
     NCRYPT_ECDSA_P521_ALGORITHM,
     0,
     NULL,
     64,
     {BCRYPT_ECCPUBLIC_BLOB, BCRYPT_ECCPRIVATE_BLOB}},
    {"ECDH_P256",
     NCRYPT_ECDH_P256_ALGORITHM,
     0,
     NULL,
     0,
     {BCRYPT_ECCPUBLIC_BLOB, BCRYPT_ECCPRIVATE_BLOB, SSL_ECCPUBLIC_BLOB}},
    {"brainpoolP256r1", NCRYPT_ECDSA_ALGORITHM, 0, L"brainpoolP256r1", 32, {ECC_BLOBS}},
    {"secP256k1", NCRYPT_ECDSA_ALGORITHM, 0, L"secP256k1", 32, {ECC_BLOBS}},
    {"curve25519",
     NCRYPT_ECDH_ALGORITHM,
     0,
     L"curve25519",
     0,
     {BCRYPT_ECCPUBLIC_BLOB, BCRYPT_ECCPRIVATE_BLOB}},
    {"DSA-1024",
     NCRYPT_DSA_ALGORITHM,
     1024,
     NULL,
     20,
     {BCRYPT_DSA_PUBLIC_BLOB, BCRYPT_DSA_PRIVATE_BLOB, LEGACY_DSA_PUBLIC_BLOB,
      LEGACY_DSA_PRIVATE_BLOB, LEGACY_DSA_V2_PUBLIC_BLOB, LEGACY_DSA_V2_PRIVATE_BLOB, CONTAINERS}},
    {"DSA-2048",
     NCRYPT_DSA_ALGORITHM,
     2048,
     NULL,
     32,
     {BCRYPT_DSA_PUBLIC_BLOB, BCRYPT_DSA_PRIVATE_BLOB}},
    {"DH-2048",
     NCRYPT_DH_ALGORITHM,
     2048,
     NULL,
     0,
     {BCRYPT_DH_PUBLIC_BLOB, BCRYPT_DH_PRIVATE_BLOB, LEGACY_DH_PUBLIC_BLOB, LEGACY_DH_PRIVATE_BLOB,
      CONTAINERS}},
    {"AES-256",
     NCRYPT_AES_ALGORITHM,
     256,
     NULL,
     0,
     {NCRYPT_CIPHER_KEY_BLOB, NCRYPT_PROTECTED_KEY_BLOB, BCRYPT_PKCS11_RSA_AES_WRAP_KEY_BLOB,
      NCRYPT_OPAQUETRANSPORT_BLOB}},
    {"3DES", NCRYPT_3DES_ALGORITHM, 0, NULL, 0, {NCRYPT_CIPHER_KEY_BLOB}},
};

/* The right to leave in every way that the provider knows; without it only public types are left. */
static void allow_export(NCRYPT_KEY_HANDLE key)
{
    static const DWORD policies[] = {NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG |
                                         NCRYPT_ALLOW_PKCS11_RSA_AES_EXPORT_FLAG,
                                     NCRYPT_ALLOW_EXPORT_FLAG | NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG};
    SECURITY_STATUS status = NTE_FAIL;
    size_t i;

    for (i = 0; status && i < ARRAYSIZE(policies); i++)
    {
        status = NCryptSetProperty(key, NCRYPT_EXPORT_POLICY_PROPERTY, (BYTE *)&policies[i],
                                   sizeof(policies[i]), 0);
    }
}

static SECURITY_STATUS set_kind(NCRYPT_KEY_HANDLE key, const struct kind *kind)
{
    SECURITY_STATUS status = 0;

    if (kind->length)
    {
        status = NCryptSetProperty(key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&kind->length,
                                   sizeof(kind->length), 0);
    }
    if (!status && kind->curve)
    {
        status = NCryptSetProperty(key, NCRYPT_ECC_CURVE_NAME_PROPERTY, (BYTE *)kind->curve,
                                   (DWORD)((wcslen(kind->curve) + 1) * sizeof(WCHAR)), 0);
    }
    return status;
}

/* 0 where the provider has no such keys. */
static NCRYPT_KEY_HANDLE make_key(const struct kind *kind)
{
    NCRYPT_KEY_HANDLE key;

    if (NCryptCreatePersistedKey(provider, &key, kind->algorithm, NULL, 0, 0))
    {
        return 0;
    }
    allow_export(key);
    if (!set_kind(key, kind) && !NCryptFinalizeKey(key, NCRYPT_SILENT_FLAG))
    {
        return key;
    }
    NCryptFreeObject(key);
    return 0;
}

/* ------------------------------------------------------------------------------------------
 * Measuring: a batch of about two milliseconds, the best of those that fit into the budget
 */
struct operation
{
    SECURITY_STATUS (*run)(struct operation *operation);
    SECURITY_STATUS status; /* of the last run */
    void *context;
};

static void run_operation(void *context)
{
    struct operation *operation = context;
    SECURITY_STATUS status = operation->run(operation);

    if (status)
    {
        operation->status = status;
    }
}

/* Prints "NAME NS"; FALSE if the operation fails.  An operation that failed once is not measured. */
static BOOL time_operation(const char *name, struct operation *operation, uint64_t budget)
{
    uint64_t start, single;
    double best;

    operation->status = 0;
    run_operation(operation); /* what a first use costs once is no cost of the operation */
    start = now_ns();
    run_operation(operation);
    single = now_ns() - start + 1;
    if (operation->status)
    {
        return FALSE;
    }
    best = measure(run_operation, operation,
                   single < BATCH_NS ? (unsigned int)(BATCH_NS / single) : 1, budget);
    if (operation->status)
    {
        return FALSE;
    }
    printf("%s %.1f\n", name, best);
    fflush(stdout);
    return TRUE;
}

/* ------------------------------------------------------------------------------------------
 * Blobs
 */
struct certificate
{
    BYTE data[BLOB_ROOM];
    DWORD size;
    NCRYPT_KEY_HANDLE recipient; /* 0: there is none, and no envelope */
};

static struct certificate certificate;

struct transfer
{
    NCRYPT_KEY_HANDLE key;
    const WCHAR *type;
    NCRYPT_KEY_HANDLE export_key, import_key;
    NCryptBufferDesc export_list, import_list;
    NCryptBuffer export_buffers[2], import_buffers[1];
    BYTE blob[BLOB_ROOM];
    DWORD size;
};

static NCryptBufferDesc *list(NCryptBufferDesc *buffers)
{
    return buffers->cBuffers ? buffers : NULL;
}

static void add(NCryptBufferDesc *buffers, ULONG type, const void *data, size_t size)
{
    NCryptBuffer *buffer = &buffers->pBuffers[buffers->cBuffers++];

    *buffer = (NCryptBuffer){(ULONG)size, type, (void *)data};
}

static SECURITY_STATUS export_blob(struct operation *operation)
{
    struct transfer *transfer = operation->context;

    return NCryptExportKey(transfer->key, transfer->export_key, transfer->type,
                           list(&transfer->export_list), transfer->blob, sizeof(transfer->blob),
                           &transfer->size, NCRYPT_SILENT_FLAG);
}

static SECURITY_STATUS import_blob(struct operation *operation)
{
    struct transfer *transfer = operation->context;
    NCRYPT_KEY_HANDLE key;
    SECURITY_STATUS status = NCryptImportKey(provider, transfer->import_key, transfer->type,
                                             list(&transfer->import_list), &key, transfer->blob,
                                             transfer->size, NCRYPT_SILENT_FLAG);

    return status ? status : NCryptFreeObject(key);
}

static BOOL is_type(const WCHAR *type, const WCHAR *name)
{
    return !wcscmp(type, name);
}

/* What the type needs beside the key; FALSE if it cannot be had. */
static BOOL start_transfer(struct transfer *transfer, const struct kind *kind, const WCHAR *type)
{
    static const WCHAR password[] = L"password";
    static const char cipher[] = "2.16.840.1.101.3.4.1.42"; /* AES-256-CBC */

    transfer->export_list.pBuffers = transfer->export_buffers;
    transfer->import_list.pBuffers = transfer->import_buffers;
    transfer->type = type;
    if (is_type(type, ENCRYPTED_PKCS8))
    {
        transfer->type = NCRYPT_PKCS8_PRIVATE_KEY_BLOB;
        add(&transfer->export_list, NCRYPTBUFFER_PKCS_SECRET, password, sizeof(password));
        add(&transfer->import_list, NCRYPTBUFFER_PKCS_SECRET, password, sizeof(password));
    }
    if (kind->curve &&
        (is_type(type, BCRYPT_ECCPUBLIC_BLOB) || is_type(type, BCRYPT_ECCPRIVATE_BLOB)))
    {
        add(&transfer->import_list, NCRYPTBUFFER_ECC_CURVE_NAME, kind->curve,
            (wcslen(kind->curve) + 1) * sizeof(WCHAR));
    }
    if (is_type(type, NCRYPT_PKCS7_ENVELOPE_BLOB))
    {
        add(&transfer->export_list, NCRYPTBUFFER_CERT_BLOB, certificate.data, certificate.size);
        add(&transfer->export_list, NCRYPTBUFFER_PKCS_ALG_OID, cipher, sizeof(cipher));
        transfer->import_key = certificate.recipient;
        return certificate.recipient != 0;
    }
    if (is_type(type, BCRYPT_PKCS11_RSA_AES_WRAP_KEY_BLOB))
    {
        transfer->export_key = transfer->import_key = certificate.recipient;
        return certificate.recipient != 0;
    }
    return TRUE;
}

static void time_blob(const struct kind *kind, NCRYPT_KEY_HANDLE key, const WCHAR *type)
{
    struct transfer transfer = {.key = key};
    struct operation exporting = {export_blob, 0, &transfer};
    struct operation importing = {import_blob, 0, &transfer};
    char name[100];

    if (!start_transfer(&transfer, kind, type))
    {
        return;
    }
    snprintf(name, sizeof(name), "%s/%ls:export", kind->name, type);
    if (!time_operation(name, &exporting, BUDGET))
    {
        printf("%s/%ls:export-status %#lx\n", kind->name, type, (unsigned long)exporting.status);
        return;
    }
    printf("%s/%ls:bytes %lu\n", kind->name, type, (unsigned long)transfer.size);
    snprintf(name, sizeof(name), "%s/%ls:import", kind->name, type);
    if (!time_operation(name, &importing, BUDGET))
    {
        printf("%s/%ls:import-status %#lx\n", kind->name, type, (unsigned long)importing.status);
    }
    SecureZeroMemory(&transfer, sizeof(transfer));
}

static DWORD read_file(const char *path, BYTE *data, DWORD room)
{
    HANDLE file = CreateFileA(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    DWORD size = 0;

    if (file == INVALID_HANDLE_VALUE || !ReadFile(file, data, room, &size, NULL))
    {
        fprintf(stderr, "blob_bench: cannot read %s\n", path);
        exit(1);
    }
    CloseHandle(file);
    return size;
}

/* A provider that cannot take the key has no envelopes. */
static void read_recipient(char **paths)
{
    BYTE key[BLOB_ROOM];
    DWORD size = read_file(paths[1], key, sizeof(key));

    certificate.size = read_file(paths[0], certificate.data, sizeof(certificate.data));
    if (NCryptImportKey(provider, 0, NCRYPT_PKCS8_PRIVATE_KEY_BLOB, NULL, &certificate.recipient,
                        key, size, NCRYPT_SILENT_FLAG))
    {
        certificate.recipient = 0;
    }
}

static void run_blobs(int count, char **paths)
{
    NCRYPT_KEY_HANDLE key;
    size_t i, j;

    if (count == 2)
    {
        read_recipient(paths);
    }
    for (i = 0; i < ARRAYSIZE(kinds); i++)
    {
        if (!(key = make_key(&kinds[i])))
        {
            continue;
        }
        for (j = 0; j < ARRAYSIZE(kinds[i].types) && kinds[i].types[j]; j++)
        {
            time_blob(&kinds[i], key, kinds[i].types[j]);
        }
        NCryptFreeObject(key);
    }
}

/* ------------------------------------------------------------------------------------------
 * Keys
 */
struct use
{
    const struct kind *kind;
    NCRYPT_KEY_HANDLE key;
    BYTE digest[64], signature[512];
    DWORD size;
};

static void *padding_of(const struct kind *kind, DWORD *flags)
{
    static BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM};
    BOOL rsa = !wcscmp(kind->algorithm, NCRYPT_RSA_ALGORITHM);

    *flags = rsa ? NCRYPT_PAD_PKCS1_FLAG : 0;
    return rsa ? &padding : NULL;
}

static SECURITY_STATUS generate(struct operation *operation)
{
    struct use *use = operation->context;
    NCRYPT_KEY_HANDLE key = make_key(use->kind);

    return key ? NCryptFreeObject(key) : NTE_FAIL;
}

static SECURITY_STATUS sign(struct operation *operation)
{
    struct use *use = operation->context;
    DWORD flags;
    void *padding = padding_of(use->kind, &flags);

    return NCryptSignHash(use->key, padding, use->digest, use->kind->digest, use->signature,
                          sizeof(use->signature), &use->size, flags);
}

static SECURITY_STATUS verify(struct operation *operation)
{
    struct use *use = operation->context;
    DWORD flags;
    void *padding = padding_of(use->kind, &flags);

    return NCryptVerifySignature(use->key, padding, use->digest, use->kind->digest, use->signature,
                                 use->size, flags);
}

static void time_use(const struct kind *kind, const char *what,
                     SECURITY_STATUS (*run)(struct operation *operation), struct use *use)
{
    struct operation operation = {run, 0, use};
    char name[100];

    snprintf(name, sizeof(name), "%s:%s", kind->name, what);
    if (!time_operation(name, &operation, KEY_BUDGET))
    {
        printf("%s-status %#lx\n", name, (unsigned long)operation.status);
    }
}

/* How long it takes to find primes is chance: here the mean is told, not the best. */
static void time_generation(const struct kind *kind, struct use *use)
{
    struct operation operation = {generate, 0, use};
    uint64_t start = now_ns(), end;
    unsigned int count = 0;

    do
    {
        run_operation(&operation);
        count++;
        end = now_ns();
    } while (!operation.status && end - start < GENERATION_BUDGET);
    if (operation.status)
    {
        printf("%s:generate-status %#lx\n", kind->name, (unsigned long)operation.status);
        return;
    }
    printf("%s:generate %.1f\n", kind->name, (double)(end - start) / count);
    fflush(stdout);
}

static void run_keys(int count, char **paths)
{
    size_t i;

    (void)count, (void)paths;
    for (i = 0; i < ARRAYSIZE(kinds); i++)
    {
        struct use use = {&kinds[i], make_key(&kinds[i]), {1, 2, 3}, {0}, 0};

        if (!use.key)
        {
            continue;
        }
        time_generation(&kinds[i], &use);
        if (kinds[i].digest)
        {
            time_use(&kinds[i], "sign", sign, &use);
            time_use(&kinds[i], "verify", verify, &use);
        }
        NCryptFreeObject(use.key);
    }
}

int main(int argc, char **argv)
{
    static const struct
    {
        const char *name;
        void (*run)(int count, char **paths);
    } groups[] = {{"blobs", run_blobs}, {"keys", run_keys}};
    SECURITY_STATUS status = NCryptOpenStorageProvider(&provider, NULL, 0);
    size_t i;

    if (status)
    {
        fprintf(stderr, "blob_bench: no provider: %#lx\n", (unsigned long)status);
        return 1;
    }
    for (i = 0; argc > 1 && i < ARRAYSIZE(groups); i++)
    {
        if (!strcmp(argv[1], groups[i].name))
        {
            groups[i].run(argc - 2, argv + 2);
            return 0;
        }
    }
    fprintf(stderr, "usage: blob_bench blobs [CERTIFICATE RECIPIENT] | keys\n");
    return 2;
}
