#include "padding.h"

#include "status.h"
#include "text.h"

#include <string.h>

static const char *option_or(const struct arguments *arguments, const char *name,
                             const char *otherwise)
{
    const char *value = option_text(arguments, name);

    return value ? value : otherwise;
}

/* ------------------------------------------------------------------------------------------
 * Hashing, by bcrypt.dll
 */
static NTSTATUS finish_hash(BCRYPT_ALG_HANDLE algorithm, const struct bytes *data,
                            struct bytes *digest)
{
    BCRYPT_HASH_HANDLE hash;
    DWORD size, got;
    NTSTATUS status = BCryptGetProperty(algorithm, BCRYPT_HASH_LENGTH, (BYTE *)&size, sizeof(size),
                                        &got, 0);

    if (status)
    {
        return status;
    }
    status = BCryptCreateHash(algorithm, &hash, NULL, 0, NULL, 0, 0);
    if (status)
    {
        return status;
    }
    digest->data = scratch(size);
    digest->size = size;
    status = BCryptHashData(hash, data->data, data->size, 0);
    if (!status)
    {
        status = BCryptFinishHash(hash, digest->data, digest->size, 0);
    }
    BCryptDestroyHash(hash);
    return status;
}

BOOL hash_data(const char *hash, const struct bytes *data, struct bytes *digest)
{
    BCRYPT_ALG_HANDLE algorithm;
    NTSTATUS status = BCryptOpenAlgorithmProvider(&algorithm, wide(hash), NULL, 0);

    if (!status)
    {
        status = finish_hash(algorithm, data, digest);
        BCryptCloseAlgorithmProvider(algorithm, 0);
    }
    if (status)
    {
        complain("cannot hash with %s: bcrypt.dll answers 0x%08lx", hash, (unsigned long)status);
    }
    return !status;
}

/* ------------------------------------------------------------------------------------------
 * Signatures
 */
static void pkcs1_padding(const struct arguments *arguments, struct padding *padding)
{
    const char *hash = option_or(arguments, "hash", DEFAULT_HASH);

    padding->flags = BCRYPT_PAD_PKCS1;
    padding->pkcs1.pszAlgId = option_given(arguments, "no-hash-oid") ? NULL : wide(hash);
    padding->info = &padding->pkcs1;
}

static void pss_padding(const struct arguments *arguments, DWORD digest_size,
                        struct padding *padding)
{
    padding->flags = BCRYPT_PAD_PSS;
    padding->pss.pszAlgId = wide(option_or(arguments, "hash", DEFAULT_HASH));
    padding->pss.cbSalt = option_number(arguments, "salt", digest_size);
    padding->info = &padding->pss;
}

BOOL signs_data(const char *group)
{
    return !strcmp(group, "MLDSA") || !strcmp(group, "SLHDSA");
}

/* With --digest the digest is signed (HashML-DSA, HashSLH-DSA), else the data. */
static void pqdsa_padding(const struct arguments *arguments, struct padding *padding)
{
    const char *context = option_text(arguments, "context");

    padding->flags = NCRYPT_PAD_PQDSA_FLAG;
    padding->pqdsa.pbCtx = (BYTE *)context;
    padding->pqdsa.cbCtx = context ? (ULONG)strlen(context) : 0;
    if (option_given(arguments, "digest"))
    {
        padding->pqdsa.pszPrehashAlgId = wide(option_or(arguments, "hash", DEFAULT_HASH));
    }
    padding->info = &padding->pqdsa;
}

BOOL signature_padding(const struct arguments *arguments, const char *group, DWORD digest_size,
                       struct padding *padding)
{
    const char *name = option_or(arguments, "padding", strcmp(group, "RSA") ? "none" : "pkcs1");

    memset(padding, 0, sizeof(*padding));
    if (signs_data(group))
    {
        pqdsa_padding(arguments, padding);
        return TRUE;
    }
    if (!strcmp(name, "none"))
    {
        return TRUE;
    }
    if (!strcmp(name, "pkcs1"))
    {
        pkcs1_padding(arguments, padding);
        return TRUE;
    }
    if (!strcmp(name, "pss"))
    {
        pss_padding(arguments, digest_size, padding);
        return TRUE;
    }
    complain("--padding %s: a signature has pkcs1, pss or none", name);
    return FALSE;
}

/* ------------------------------------------------------------------------------------------
 * Encryption
 */
static void oaep_padding(const struct arguments *arguments, struct padding *padding)
{
    const char *label = option_text(arguments, "label");

    padding->flags = NCRYPT_PAD_OAEP_FLAG;
    padding->oaep.pszAlgId = wide(option_or(arguments, "hash", DEFAULT_HASH));
    if (label)
    {
        padding->oaep.pbLabel = (BYTE *)label;
        padding->oaep.cbLabel = (ULONG)strlen(label);
    }
    padding->info = &padding->oaep;
}

BOOL encryption_padding(const struct arguments *arguments, struct padding *padding)
{
    const char *name = option_or(arguments, "padding", "oaep");

    memset(padding, 0, sizeof(*padding));
    if (!strcmp(name, "oaep"))
    {
        oaep_padding(arguments, padding);
        return TRUE;
    }
    if (!strcmp(name, "pkcs1"))
    {
        padding->flags = NCRYPT_PAD_PKCS1_FLAG;
        return TRUE;
    }
    if (!strcmp(name, "none"))
    {
        padding->flags = NCRYPT_NO_PADDING_FLAG;
        return TRUE;
    }
    complain("--padding %s: encryption has oaep, pkcs1 or none", name);
    return FALSE;
}
