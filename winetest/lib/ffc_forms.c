/*
 * Forms of DSA and DH keys.
 */
#include "ffc_forms.h"

#include "der.h"

enum
{
    TAG_OCTET_STRING = 0x04,
    TAG_SEQUENCE = 0x30,
    USAGE_SIGN = 0x80,
    USAGE_AGREE = 0x08
};

struct ffc_parts
{
    DWORD size, q_size; /* bytes of p and q; DH: q_size 0 */
    DWORD x_size, seed_size;
    const BYTE *count, *seed, *q, *p, *g, *y, *x;
};

static DWORD dword_at(const BYTE *bytes, size_t offset)
{
    DWORD value;

    memcpy(&value, bytes + offset, sizeof(value));
    return value;
}

static void split_dsa(struct ffc_parts *parts, const BYTE *private)
{
    BOOL old = dword_at(private, 0) == BCRYPT_DSA_PRIVATE_MAGIC;

    parts->size = dword_at(private, 4);
    parts->seed_size = old ? 20 : dword_at(private, 16);
    parts->q_size = parts->x_size = old ? 20 : dword_at(private, 20);
    parts->count = private + (old ? 8 : 24);
    parts->seed = parts->count + 4;
    parts->q = parts->seed + parts->seed_size;
    parts->p = parts->q + parts->q_size;
    parts->g = parts->p + parts->size;
    parts->y = parts->g + parts->size;
    parts->x = parts->y + parts->size;
}

static void split_dh(struct ffc_parts *parts, const BYTE *private)
{
    memset(parts, 0, sizeof(*parts));
    parts->size = parts->x_size = dword_at(private, 4);
    parts->p = private + 8;
    parts->g = parts->p + parts->size;
    parts->y = parts->g + parts->size;
    parts->x = parts->y + parts->size;
}

/* --- writing -------------------------------------------------------------------------------- */

static struct blob start(struct blob blob, DWORD room)
{
    blob.bytes = malloc(room);
    blob.size = 0;
    return blob;
}

static void put(struct blob *blob, const void *bytes, size_t size)
{
    memcpy(blob->bytes + blob->size, bytes, size);
    blob->size += (DWORD)size;
}

static void put_dword(struct blob *blob, DWORD value)
{
    put(blob, &value, sizeof(value));
}

static void put_reversed(struct blob *blob, const BYTE *number, size_t size)
{
    while (size--)
        put(blob, number + size, 1);
}

static void put_filler(struct blob *blob, BYTE value, size_t size)
{
    while (size--)
        put(blob, &value, 1);
}

/* The public half of a CNG blob: the start, with another magic. */
static struct blob cng_form(const BYTE *private, const struct ffc_parts *parts, BOOL is_private,
                            DWORD public_magic)
{
    struct blob blob = {NULL, 0};

    blob = start(blob, (DWORD)(parts->x + parts->x_size - private));
    put(&blob, private, parts->x - private);
    if (is_private)
        put(&blob, parts->x, parts->x_size);
    else
        memcpy(blob.bytes, &public_magic, sizeof(public_magic));
    return blob;
}

/* DSSSEED: both little-endian; a seed that does not fit is unknown. */
static void put_seed(struct blob *blob, const struct ffc_parts *parts, BYTE filler)
{
    if (parts->seed_size == 20)
    {
        put_reversed(blob, parts->count, 4);
        put_reversed(blob, parts->seed, 20);
        return;
    }
    put_filler(blob, 0xff, 4);
    put_filler(blob, filler, 20);
}

/* PUBLICKEYSTRUC and the magic */
static void put_capi_header(struct blob *blob, BOOL is_private, BYTE version, DWORD algorithm,
                            DWORD magic)
{
    const BYTE start[] = {is_private ? 7 : 6, version, 0, 0};

    put(blob, start, sizeof(start));
    put_dword(blob, algorithm);
    put_dword(blob, magic);
}

static struct blob version_2_form(const struct ffc_parts *parts, BOOL is_private)
{
    struct blob blob = {NULL, 0};

    if (parts->size > 128)
        return blob;
    blob = start(blob, 1000);
    put_capi_header(&blob, is_private, 2, 0x2200, is_private ? 0x32535344 : 0x31535344);
    put_dword(&blob, 8 * parts->size);
    put_reversed(&blob, parts->p, parts->size);
    put_reversed(&blob, parts->q, 20);
    put_reversed(&blob, parts->g, parts->size);
    if (is_private)
        put_reversed(&blob, parts->x, 20);
    else
        put_reversed(&blob, parts->y, parts->size);
    put_seed(&blob, parts, 0xff);
    return blob;
}

static struct blob version_3_form(const struct ffc_parts *parts, BOOL is_private)
{
    BOOL is_dsa = parts->q_size != 0;
    struct blob blob = {NULL, 0};
    DWORD magic = is_dsa ? 0x33535344 : 0x33484400;

    blob = start(blob, 100 + 6 * parts->size);
    put_capi_header(&blob, is_private, 3, is_dsa ? 0x2200 : 0xaa02,
                    is_private ? magic + 0x01000000 : magic);
    put_dword(&blob, 8 * parts->size);
    put_dword(&blob, 8 * parts->q_size);
    put_dword(&blob, 0);
    if (is_private)
        put_dword(&blob, 8 * parts->x_size);
    put_seed(&blob, parts, is_dsa ? 0xff : 0);
    put_reversed(&blob, parts->p, parts->size);
    put_reversed(&blob, parts->q, parts->q_size);
    put_reversed(&blob, parts->g, parts->size);
    put_reversed(&blob, parts->y, parts->size);
    if (is_private)
        put_reversed(&blob, parts->x, parts->x_size);
    return blob;
}

static struct blob pkcs8_form(const struct ffc_parts *parts)
{
    static const BYTE zero[] = {0};
    static const BYTE id_dsa[] = {0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01};
    static const BYTE dh_key_agreement[] = {0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
                                            0xf7, 0x0d, 0x01, 0x03, 0x01};
    BOOL is_dsa = parts->q_size != 0;
    struct der *der = malloc(sizeof(*der));
    struct blob blob = {NULL, 0};
    size_t end, inner;

    der_start(der);
    end = der->at;
    der_key_usage(der, is_dsa ? USAGE_SIGN : USAGE_AGREE);
    inner = der->at;
    der_integer(der, parts->x, parts->x_size);
    der_wrap(der, TAG_OCTET_STRING, inner);
    inner = der->at;
    der_integer(der, parts->g, parts->size);
    if (is_dsa)
        der_integer(der, parts->q, parts->q_size);
    der_integer(der, parts->p, parts->size);
    der_wrap(der, TAG_SEQUENCE, inner);
    der_prepend(der, is_dsa ? id_dsa : dh_key_agreement,
                is_dsa ? sizeof(id_dsa) : sizeof(dh_key_agreement));
    der_wrap(der, TAG_SEQUENCE, inner);
    der_integer(der, zero, 1);
    der_wrap(der, TAG_SEQUENCE, end);
    blob = start(blob, (DWORD)der_size(der));
    put(&blob, der_bytes(der), der_size(der));
    free(der);
    return blob;
}

static struct blob dsa_form(const BYTE *private, const WCHAR *type)
{
    BOOL is_private = wcsstr(type, L"PRIVATE") != NULL;
    struct ffc_parts parts;

    split_dsa(&parts, private);
    if (!wcscmp(type, NCRYPT_PKCS8_PRIVATE_KEY_BLOB))
        return pkcs8_form(&parts);
    if (!wcsncmp(type, L"V2CAPI", 6))
        return version_2_form(&parts, is_private);
    if (!wcsncmp(type, L"CAPI", 4))
        return version_3_form(&parts, is_private);
    return cng_form(private, &parts, is_private,
                    parts.size > 128 ? BCRYPT_DSA_PUBLIC_MAGIC_V2 : BCRYPT_DSA_PUBLIC_MAGIC);
}

static struct blob dh_form(const BYTE *private, const WCHAR *type)
{
    BOOL is_private = wcsstr(type, L"PRIVATE") != NULL;
    struct ffc_parts parts;

    split_dh(&parts, private);
    if (!wcscmp(type, NCRYPT_PKCS8_PRIVATE_KEY_BLOB))
        return pkcs8_form(&parts);
    if (!wcsncmp(type, L"CAPI", 4))
        return version_3_form(&parts, is_private);
    return cng_form(private, &parts, is_private, BCRYPT_DH_PUBLIC_MAGIC);
}

static const struct ffc_type dsa_types[] = {
    {BCRYPT_DSA_PUBLIC_BLOB, FALSE, MARK_SEEN},      {BCRYPT_PUBLIC_KEY_BLOB, FALSE, MARK_SEEN},
    {LEGACY_DSA_PUBLIC_BLOB, FALSE, MARK_INF},       {LEGACY_DSA_V2_PUBLIC_BLOB, FALSE, MARK_DOC},
    {BCRYPT_DSA_PRIVATE_BLOB, TRUE, MARK_SEEN},      {BCRYPT_PRIVATE_KEY_BLOB, TRUE, MARK_SEEN},
    {LEGACY_DSA_PRIVATE_BLOB, TRUE, MARK_INF},       {LEGACY_DSA_V2_PRIVATE_BLOB, TRUE, MARK_SEEN},
    {NCRYPT_PKCS8_PRIVATE_KEY_BLOB, TRUE, MARK_INF}, {NULL, FALSE, MARK_INF},
};

static const struct ffc_type dh_types[] = {
    {BCRYPT_DH_PUBLIC_BLOB, FALSE, MARK_SEEN},       {BCRYPT_PUBLIC_KEY_BLOB, FALSE, MARK_DOC},
    {LEGACY_DH_PUBLIC_BLOB, FALSE, MARK_INF},        {BCRYPT_DH_PRIVATE_BLOB, TRUE, MARK_SEEN},
    {BCRYPT_PRIVATE_KEY_BLOB, TRUE, MARK_DOC},       {LEGACY_DH_PRIVATE_BLOB, TRUE, MARK_INF},
    {NCRYPT_PKCS8_PRIVATE_KEY_BLOB, TRUE, MARK_INF}, {NULL, FALSE, MARK_INF},
};

const struct ffc_kind dsa_kind = {BCRYPT_DSA_ALGORITHM, BCRYPT_DSA_PRIVATE_BLOB, dsa_types,
                                  dsa_form};
const struct ffc_kind dh_kind = {BCRYPT_DH_ALGORITHM, BCRYPT_DH_PRIVATE_BLOB, dh_types, dh_form};
