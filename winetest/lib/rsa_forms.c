/*
 * Forms of an RSA key.
 */
#include "rsa_forms.h"

#include "der.h"

enum
{
    TAG_OCTET_STRING = 0x04,
    TAG_SEQUENCE = 0x30
};

static const BYTE zero[] = {0};

void rsa_split(struct rsa_parts *parts, const BYTE *full)
{
    const BCRYPT_RSAKEY_BLOB *header = (const BCRYPT_RSAKEY_BLOB *)full;

    parts->header = header;
    parts->e = full + sizeof(*header);
    parts->n = parts->e + header->cbPublicExp;
    parts->p = parts->n + header->cbModulus;
    parts->q = parts->p + header->cbPrime1;
    parts->dp = parts->q + header->cbPrime2;
    parts->dq = parts->dp + header->cbPrime1;
    parts->qinv = parts->dq + header->cbPrime2;
    parts->d = parts->qinv + header->cbPrime1;
}

/* --- CNG ------------------------------------------------------------------------------------ */

static struct blob copy_start(const BYTE *full, ULONG magic, size_t size)
{
    struct blob blob = {malloc(size), (DWORD)size};

    memcpy(blob.bytes, full, size);
    ((BCRYPT_RSAKEY_BLOB *)blob.bytes)->Magic = magic;
    return blob;
}

static struct blob public_form(const struct rsa_parts *parts, const BYTE *full)
{
    struct blob blob = copy_start(full, BCRYPT_RSAPUBLIC_MAGIC, parts->p - full);
    BCRYPT_RSAKEY_BLOB *header = (BCRYPT_RSAKEY_BLOB *)blob.bytes;

    header->cbPrime1 = header->cbPrime2 = 0;
    return blob;
}

static struct blob full_form(const struct rsa_parts *parts, const BYTE *full)
{
    return copy_start(full, BCRYPT_RSAFULLPRIVATE_MAGIC,
                      parts->d + parts->header->cbModulus - full);
}

/* --- CAPI: little-endian -------------------------------------------------------------------- */

static BYTE *put_dword(BYTE *out, DWORD value)
{
    memcpy(out, &value, sizeof(value));
    return out + sizeof(value);
}

static BYTE *put_reversed(BYTE *out, const BYTE *number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        out[i] = number[size - 1 - i];
    return out + size;
}

static BYTE *put_capi_header(BYTE *out, const struct rsa_parts *parts, BYTE type, DWORD magic)
{
    DWORD exponent = 0;

    for (DWORD i = 0; i < parts->header->cbPublicExp; i++)
        exponent = exponent << 8 | parts->e[i];
    *out++ = type;
    *out++ = 2; /* version */
    *out++ = 0;
    *out++ = 0;
    out = put_dword(out, 0xa400); /* CALG_RSA_KEYX */
    out = put_dword(out, magic);
    out = put_dword(out, parts->header->BitLength);
    return put_dword(out, exponent);
}

static struct blob capi_form(const struct rsa_parts *parts, BOOL is_private)
{
    const BCRYPT_RSAKEY_BLOB *header = parts->header;
    DWORD modulus = header->cbModulus, prime = header->cbPrime1;
    DWORD size = 20 + modulus + (is_private ? 5 * prime + modulus : 0);
    struct blob blob = {malloc(size), size};
    BYTE *out = blob.bytes;

    out = put_capi_header(out, parts, is_private ? 7 : 6,
                          is_private ? BCRYPT_RSAPRIVATE_MAGIC : BCRYPT_RSAPUBLIC_MAGIC);
    out = put_reversed(out, parts->n, modulus);
    if (!is_private)
        return blob;
    out = put_reversed(out, parts->p, prime);
    out = put_reversed(out, parts->q, prime);
    out = put_reversed(out, parts->dp, prime);
    out = put_reversed(out, parts->dq, prime);
    out = put_reversed(out, parts->qinv, prime);
    put_reversed(out, parts->d, modulus);
    return blob;
}

/* --- PKCS#8 --------------------------------------------------------------------------------- */

/* PKCS#1 RSAPrivateKey */
static void put_private_key(struct der *der, const struct rsa_parts *parts)
{
    const BCRYPT_RSAKEY_BLOB *header = parts->header;
    size_t end = der->at;

    der_integer(der, parts->qinv, header->cbPrime1);
    der_integer(der, parts->dq, header->cbPrime2);
    der_integer(der, parts->dp, header->cbPrime1);
    der_integer(der, parts->q, header->cbPrime2);
    der_integer(der, parts->p, header->cbPrime1);
    der_integer(der, parts->d, header->cbModulus);
    der_integer(der, parts->e, header->cbPublicExp);
    der_integer(der, parts->n, header->cbModulus);
    der_integer(der, zero, 1);
    der_wrap(der, TAG_SEQUENCE, end);
    der_wrap(der, TAG_OCTET_STRING, end);
}

struct blob rsa_pkcs8(const BYTE *full, BYTE usage)
{
    static const BYTE rsa_encryption[] = {0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
                                          0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00};
    struct rsa_parts parts;
    struct der *der = malloc(sizeof(*der));
    struct blob blob;
    size_t end;

    rsa_split(&parts, full);
    der_start(der);
    end = der->at;
    der_key_usage(der, usage);
    put_private_key(der, &parts);
    der_prepend(der, rsa_encryption, sizeof(rsa_encryption));
    der_integer(der, zero, 1);
    der_wrap(der, TAG_SEQUENCE, end);
    blob.size = (DWORD)der_size(der);
    blob.bytes = malloc(blob.size);
    memcpy(blob.bytes, der_bytes(der), blob.size);
    free(der);
    return blob;
}

struct blob rsa_form(const BYTE *full, const WCHAR *type)
{
    struct rsa_parts parts;

    rsa_split(&parts, full);
    if (!wcscmp(type, BCRYPT_RSAPUBLIC_BLOB) || !wcscmp(type, BCRYPT_PUBLIC_KEY_BLOB))
        return public_form(&parts, full);
    if (!wcscmp(type, BCRYPT_RSAPRIVATE_BLOB) || !wcscmp(type, BCRYPT_PRIVATE_KEY_BLOB))
        return copy_start(full, BCRYPT_RSAPRIVATE_MAGIC, parts.dp - full);
    if (!wcscmp(type, LEGACY_RSAPUBLIC_BLOB))
        return capi_form(&parts, FALSE);
    if (!wcscmp(type, LEGACY_RSAPRIVATE_BLOB))
        return capi_form(&parts, TRUE);
    if (!wcscmp(type, NCRYPT_PKCS8_PRIVATE_KEY_BLOB))
        return rsa_pkcs8(full, RSA_USAGE_ALL);
    return full_form(&parts, full);
}
