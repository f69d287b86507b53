#include "foreign.h"

#include "text.h"

#include <bcrypt.h>
#include <string.h>
#include <wincrypt.h>

#define OID_EC_PUBLIC_KEY "1.2.840.10045.2.1"
#define UNCOMPRESSED_POINT 0x04 /* SEC 1, 2.3.3 */

#define MAX_OID_BYTES 10

struct curve
{
    const char *oid;
    BYTE oid_der[MAX_OID_BYTES]; /* the whole element */
    DWORD oid_size;
    DWORD field_bytes;
    DWORD public_magics[2]; /* ECDSA is what such a key becomes, ECDH is taken as well */
    DWORD private_magic;
};

static const struct curve curves[] = {
    {"1.2.840.10045.3.1.7",
     {DER_OID, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07},
     10,
     32,
     {BCRYPT_ECDSA_PUBLIC_P256_MAGIC, BCRYPT_ECDH_PUBLIC_P256_MAGIC},
     BCRYPT_ECDSA_PRIVATE_P256_MAGIC},
    {"1.3.132.0.34",
     {DER_OID, 5, 0x2b, 0x81, 0x04, 0x00, 0x22},
     7,
     48,
     {BCRYPT_ECDSA_PUBLIC_P384_MAGIC, BCRYPT_ECDH_PUBLIC_P384_MAGIC},
     BCRYPT_ECDSA_PRIVATE_P384_MAGIC},
    {"1.3.132.0.35",
     {DER_OID, 5, 0x2b, 0x81, 0x04, 0x00, 0x23},
     7,
     66,
     {BCRYPT_ECDSA_PUBLIC_P521_MAGIC, BCRYPT_ECDH_PUBLIC_P521_MAGIC},
     BCRYPT_ECDSA_PRIVATE_P521_MAGIC},
};

static BOOL decode(LPCSTR type, const BYTE *data, DWORD size, struct bytes *result)
{
    result->size = 0;
    if (!CryptDecodeObjectEx(X509_ASN_ENCODING, type, data, size, 0, NULL, NULL, &result->size))
    {
        return FALSE;
    }
    result->data = scratch(result->size);
    return CryptDecodeObjectEx(X509_ASN_ENCODING, type, data, size, 0, NULL, result->data,
                               &result->size);
}

static BOOL encode(LPCSTR type, const void *structure, struct bytes *result)
{
    result->size = 0;
    if (!CryptEncodeObjectEx(X509_ASN_ENCODING, type, structure, 0, NULL, NULL, &result->size))
    {
        return FALSE;
    }
    result->data = scratch(result->size);
    return CryptEncodeObjectEx(X509_ASN_ENCODING, type, structure, 0, NULL, result->data,
                               &result->size);
}

/* ------------------------------------------------------------------------------------------
 * RSA: crypt32 decodes into the blobs themselves
 */
const char *blob_from_pkcs1_private(const struct der *element, struct bytes *blob)
{
    if (!decode(PKCS_RSA_PRIVATE_KEY, element->data, element->size, blob))
    {
        complain("the PKCS#1 private key is damaged");
        return NULL;
    }
    return "CAPIPRIVATEBLOB";
}

const char *blob_from_pkcs1_public(const struct der *element, struct bytes *blob)
{
    if (!decode(CNG_RSA_PUBLIC_KEY_BLOB, element->data, element->size, blob))
    {
        complain("the PKCS#1 public key is damaged");
        return NULL;
    }
    return "RSAPUBLICBLOB";
}

/* ------------------------------------------------------------------------------------------
 * ECC
 */
static const struct curve *find_curve(const struct der *oid)
{
    const char *text = der_oid(oid);
    size_t i;

    for (i = 0; text && i < ARRAYSIZE(curves); i++)
    {
        if (!strcmp(curves[i].oid, text))
        {
            return &curves[i];
        }
    }
    complain("the curve %s is known here only in a PKCS#8 key", text ? text : "(explicit)");
    return NULL;
}

static BYTE *start_ecc_blob(struct bytes *blob, DWORD magic, const struct curve *curve,
                            DWORD numbers)
{
    BCRYPT_ECCKEY_BLOB *header;

    blob->size = sizeof(*header) + numbers * curve->field_bytes;
    header = scratch(blob->size);
    header->dwMagic = magic;
    header->cbKey = curve->field_bytes;
    blob->data = (BYTE *)header;
    return (BYTE *)(header + 1);
}

/* Copies X and Y out of a BIT STRING with an uncompressed point. */
static BOOL copy_point(const struct der *bits, const struct curve *curve, BYTE *xy)
{
    const BYTE *content = bits->content;

    if (bits->tag != DER_BIT_STRING || bits->content_size != 2 + 2 * curve->field_bytes ||
        content[0] || content[1] != UNCOMPRESSED_POINT)
    {
        complain("the public point is not of the curve's size or not in uncompressed form");
        return FALSE;
    }
    memcpy(xy, content + 2, 2 * (size_t)curve->field_bytes);
    return TRUE;
}

static BOOL only_child(const struct der *element, struct der *child)
{
    return der_children(element, child, 1) == 1;
}

const char *blob_from_sec1(const struct der *element, struct bytes *blob)
{
    struct der parts[4], oid, bits;
    int count = der_children(element, parts, ARRAYSIZE(parts));
    const struct curve *curve;
    BYTE *numbers;

    if (count < 3 || parts[2].tag != DER_CONTEXT_0 || !only_child(&parts[2], &oid))
    {
        complain("the EC private key does not name its curve");
        return NULL;
    }
    curve = find_curve(&oid);
    if (!curve)
    {
        return NULL;
    }
    if (parts[1].content_size != curve->field_bytes)
    {
        complain("the EC private key has %lu bytes, its curve %lu",
                 (unsigned long)parts[1].content_size, (unsigned long)curve->field_bytes);
        return NULL;
    }
    numbers = start_ecc_blob(blob, curve->private_magic, curve, 3);
    memcpy(numbers + 2 * (size_t)curve->field_bytes, parts[1].content, curve->field_bytes);
    /* Without a public point X and Y stay zero, and the provider computes them. */
    if (count > 3 && (!only_child(&parts[3], &bits) || !copy_point(&bits, curve, numbers)))
    {
        return NULL;
    }
    return "ECCPRIVATEBLOB";
}

/* ------------------------------------------------------------------------------------------
 * SubjectPublicKeyInfo
 */
static const char *blob_from_ec_spki(const struct der *parameters, const struct der *bits,
                                     struct bytes *blob)
{
    const struct curve *curve = find_curve(parameters);
    BYTE *numbers;

    if (!curve)
    {
        return NULL;
    }
    numbers = start_ecc_blob(blob, curve->public_magics[0], curve, 2);
    return copy_point(bits, curve, numbers) ? "ECCPUBLICBLOB" : NULL;
}

const char *blob_from_spki(const struct der *element, struct bytes *blob)
{
    struct der parts[2], algorithm[2], key;
    const char *oid;

    if (der_children(element, parts, 2) != 2 || der_children(&parts[0], algorithm, 2) != 2)
    {
        complain("the public key is damaged");
        return NULL;
    }
    oid = der_oid(&algorithm[0]);
    if (oid && !strcmp(oid, szOID_RSA_RSA) && parts[1].content_size > 1 &&
        der_open(parts[1].content + 1, parts[1].content_size - 1, &key))
    {
        return blob_from_pkcs1_public(&key, blob);
    }
    if (oid && !strcmp(oid, OID_EC_PUBLIC_KEY))
    {
        return blob_from_ec_spki(&algorithm[1], &parts[1], blob);
    }
    complain("public keys of algorithm %s cannot be read from this form", oid ? oid : "(none)");
    return NULL;
}

static const struct curve *curve_of_blob(const BCRYPT_ECCKEY_BLOB *header, DWORD size)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(curves); i++)
    {
        if (size == sizeof(*header) + 2 * curves[i].field_bytes &&
            header->cbKey == curves[i].field_bytes &&
            (header->dwMagic == curves[i].public_magics[0] ||
             header->dwMagic == curves[i].public_magics[1]))
        {
            return &curves[i];
        }
    }
    return NULL;
}

static BOOL encode_spki(const char *oid, const struct bytes *parameters, const struct bytes *key,
                        struct bytes *spki)
{
    CERT_PUBLIC_KEY_INFO info;

    memset(&info, 0, sizeof(info));
    info.Algorithm.pszObjId = (char *)oid;
    info.Algorithm.Parameters.cbData = parameters->size;
    info.Algorithm.Parameters.pbData = parameters->data;
    info.PublicKey.cbData = key->size;
    info.PublicKey.pbData = key->data;
    return encode(X509_PUBLIC_KEY_INFO, &info, spki);
}

BOOL spki_from_blob(const struct bytes *blob, struct bytes *spki)
{
    static BYTE der_null[] = {DER_NULL, 0};
    const BCRYPT_ECCKEY_BLOB *header = (const BCRYPT_ECCKEY_BLOB *)blob->data;
    struct bytes parameters = {der_null, sizeof(der_null)};
    struct bytes key;
    const struct curve *curve;
    BOOL done = FALSE;

    if (blob->size < sizeof(*header))
    {
        complain("the blob is too short for a public key");
        return FALSE;
    }
    curve = curve_of_blob(header, blob->size);
    if (curve)
    {
        key.size = blob->size - sizeof(*header) + 1;
        key.data = scratch(key.size);
        key.data[0] = UNCOMPRESSED_POINT;
        memcpy(key.data + 1, header + 1, key.size - 1);
        parameters.data = (BYTE *)curve->oid_der;
        parameters.size = curve->oid_size;
        done = encode_spki(OID_EC_PUBLIC_KEY, &parameters, &key, spki);
    }
    else if (header->dwMagic == BCRYPT_RSAPUBLIC_MAGIC)
    {
        done = encode(CNG_RSA_PUBLIC_KEY_BLOB, blob->data, &key) &&
               encode_spki(szOID_RSA_RSA, &parameters, &key, spki);
    }
    if (!done)
    {
        complain("SubjectPublicKeyInfo can be written for RSA and NIST curve keys only");
    }
    return done;
}
