/*
 * Post-quantum blobs: BCRYPT_MLKEM_KEY_BLOB and BCRYPT_PQDSA_KEY_BLOB, of one layout, and NCRYPT_PQ_BLOB
 * around one of them.
 *
 * Layout (learn.microsoft.com, ns-bcrypt-bcrypt_mlkem_key_blob and ns-bcrypt-bcrypt_pqdsa_key_blob):
 * DWORD dwMagic, DWORD cbParameterSet, DWORD cbKey, the name of the parameter set in UTF-16 with its NUL,
 * then cbKey bytes in the encoding of FIPS 203, 204 or 205.
 */
#include <string.h>

#include "blob.h"
#include "gaps.h"
#include "pq.h"
#include "wide.h"

/* A part of a key and the magic that says so. */
struct form
{
    enum bridge_family family;
    enum pq_part part;
    DWORD magic;
    const WCHAR *type; /* blob type */
};

static const struct form forms[] = {
    {FAMILY_MLKEM, PQ_PUBLIC, BCRYPT_MLKEM_PUBLIC_MAGIC, BCRYPT_MLKEM_PUBLIC_BLOB},
    {FAMILY_MLKEM, PQ_PRIVATE, BCRYPT_MLKEM_PRIVATE_MAGIC, BCRYPT_MLKEM_PRIVATE_BLOB},
    {FAMILY_MLKEM, PQ_SEED, BCRYPT_MLKEM_PRIVATE_SEED_MAGIC, BCRYPT_MLKEM_PRIVATE_SEED_BLOB},
    {FAMILY_MLDSA, PQ_PUBLIC, BCRYPT_MLDSA_PUBLIC_MAGIC, BCRYPT_PQDSA_PUBLIC_BLOB},
    {FAMILY_MLDSA, PQ_PRIVATE, BCRYPT_MLDSA_PRIVATE_MAGIC, BCRYPT_PQDSA_PRIVATE_BLOB},
    {FAMILY_MLDSA, PQ_SEED, BCRYPT_MLDSA_PRIVATE_SEED_MAGIC, BCRYPT_PQDSA_PRIVATE_SEED_BLOB},
    {FAMILY_SLHDSA, PQ_PUBLIC, BCRYPT_SLHDSA_PUBLIC_MAGIC, BCRYPT_PQDSA_PUBLIC_BLOB},
    {FAMILY_SLHDSA, PQ_PRIVATE, BCRYPT_SLHDSA_PRIVATE_MAGIC, BCRYPT_PQDSA_PRIVATE_BLOB},
};

static const struct form *form_of_key(const struct key *key, enum pq_part part)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(forms); i++)
    {
        if (forms[i].family == key->type->family->id && forms[i].part == part)
            return &forms[i];
    }
    return NULL;
}

/* The form of that magic, if it is one of that blob type. */
static const struct form *form_of_magic(DWORD magic, const WCHAR *type)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(forms); i++)
    {
        if (forms[i].magic == magic && wide_equal(forms[i].type, type))
            return &forms[i];
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------------
 * Writing
 */

/* Only a key whose seed is known can give it: NTE_NOT_SUPPORTED, as seen natively. */
static SECURITY_STATUS put_part(const struct key *key, enum pq_part part, struct writer *writer)
{
    const struct form *form = form_of_key(key, part);
    const WCHAR *name = pq_set_info(key->set)->name;

    if (!form || !key->material->size[part])
        return NTE_NOT_SUPPORTED;
    writer_u32(writer, form->magic);
    writer_u32(writer, (uint32_t)wide_size(name));
    writer_u32(writer, key->material->size[part]);
    writer_bytes(writer, (const uint8_t *)name, (uint32_t)wide_size(name));
    writer_bytes(writer, key->material->part[part], key->material->size[part]);
    return ERROR_SUCCESS;
}

SECURITY_STATUS pq_encode_public(const struct key *key, const struct blob_request *request,
                                 struct writer *writer)
{
    (void)request;
    return put_part(key, PQ_PUBLIC, writer);
}

SECURITY_STATUS pq_encode_private(const struct key *key, const struct blob_request *request,
                                  struct writer *writer)
{
    (void)request;
    return put_part(key, PQ_PRIVATE, writer);
}

SECURITY_STATUS pq_encode_seed(const struct key *key, const struct blob_request *request,
                               struct writer *writer)
{
    (void)request;
    return put_part(key, PQ_SEED, writer);
}

/* NCRYPT_PQ_BLOB (ncrypt.h): DWORD dwMagic, DWORD cbBCryptType, DWORD cbBCryptBlob, the BCrypt blob
 * type in UTF-16 with its NUL, then a blob of that type. */
SECURITY_STATUS pq_encode_wrapped(const struct key *key, const struct blob_request *request,
                                  struct writer *writer)
{
    enum pq_part part = GAP_PQ_WRAPPED_SEED && key->material->size[PQ_SEED] ? PQ_SEED : PQ_PRIVATE;
    const struct form *form = form_of_key(key, part);
    struct writer counter;
    SECURITY_STATUS status;

    (void)request;
    writer_init(&counter, NULL, 0);
    if ((status = put_part(key, part, &counter)))
        return status;
    writer_u32(writer, NCRYPT_PQ_PRIVATE_BLOB_MAGIC);
    writer_u32(writer, (uint32_t)wide_size(form->type));
    writer_u32(writer, counter.position);
    writer_bytes(writer, (const uint8_t *)form->type, (uint32_t)wide_size(form->type));
    return put_part(key, part, writer);
}

/* ------------------------------------------------------------------------------------------
 * Reading
 */

/* Room for the part that is given and for those that follow from it. */
static struct material *plan(const struct pq_set *set, enum pq_part given)
{
    uint32_t sizes[BRIDGE_MAX_PARTS] = {0};

    sizes[PQ_PUBLIC] = set->public_size;
    sizes[PQ_PRIVATE] = given == PQ_PUBLIC ? 0 : set->private_size;
    sizes[PQ_SEED] = given == PQ_SEED ? set->seed_size : 0;
    return material_create(sizes);
}

static uint32_t part_size(const struct pq_set *set, enum pq_part part)
{
    switch (part)
    {
    case PQ_PUBLIC:
        return set->public_size;
    case PQ_PRIVATE:
        return set->private_size;
    default:
        return set->seed_size;
    }
}

static SECURITY_STATUS read_key(const struct form *form, struct reader *reader,
                                struct blob_contents *contents)
{
    DWORD name_size = reader_u32(reader), size = reader_u32(reader);
    const BYTE *name = reader_bytes(reader, name_size), *key = reader_bytes(reader, size);
    const struct pq_set *set;

    if (!reader_done(reader))
        return NTE_BAD_DATA;
    contents->type = key_type_by_family(form->family, CURVE_NONE, ~(DWORD)0);
    contents->set = pq_set_by_name(form->family, name, name_size, false);
    if (!(set = pq_set_info(contents->set)))
        return GAP_STATUS_PARAMETER_SET;
    if (size != part_size(set, form->part))
        return NTE_BAD_DATA;
    if (!(contents->material = plan(set, form->part)))
        return NTE_NO_MEMORY;
    material_set(contents->material, form->part, key, size);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS decode(const WCHAR *type, struct reader *reader,
                              struct blob_contents *contents)
{
    const struct form *form;
    DWORD magic = reader_u32(reader);

    if (reader->failed)
        return NTE_BAD_DATA;
    if (!(form = form_of_magic(magic, type)))
        return NTE_INVALID_PARAMETER;
    return read_key(form, reader, contents);
}

#define DECODER(name, type)                                                                        \
    SECURITY_STATUS name(const struct blob_request *request, struct reader *reader,                \
                         struct blob_contents *contents)                                           \
    {                                                                                              \
        (void)request;                                                                             \
        return decode(type, reader, contents);                                                     \
    }
DECODER(mlkem_decode_public, BCRYPT_MLKEM_PUBLIC_BLOB)
DECODER(mlkem_decode_private, BCRYPT_MLKEM_PRIVATE_BLOB)
DECODER(mlkem_decode_seed, BCRYPT_MLKEM_PRIVATE_SEED_BLOB)
DECODER(pqdsa_decode_public, BCRYPT_PQDSA_PUBLIC_BLOB)
DECODER(pqdsa_decode_private, BCRYPT_PQDSA_PRIVATE_BLOB)
DECODER(pqdsa_decode_seed, BCRYPT_PQDSA_PRIVATE_SEED_BLOB)

/* The private blob type of that name (size bytes with its NUL); NULL if there is none. */
static const WCHAR *private_type(const BYTE *name, DWORD size)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(forms); i++)
    {
        if (forms[i].part != PQ_PUBLIC && size == wide_size(forms[i].type) &&
            !memcmp(forms[i].type, name, size))
            return forms[i].type;
    }
    return NULL;
}

SECURITY_STATUS pq_decode_wrapped(const struct blob_request *request, struct reader *reader,
                                  struct blob_contents *contents)
{
    DWORD magic = reader_u32(reader), type_size = reader_u32(reader), size = reader_u32(reader);
    const BYTE *name = reader_bytes(reader, type_size), *blob = reader_bytes(reader, size);
    const WCHAR *type;
    struct reader inner;

    (void)request;
    if (!reader_done(reader))
        return NTE_BAD_DATA;
    if (magic != NCRYPT_PQ_PRIVATE_BLOB_MAGIC)
        return NTE_INVALID_PARAMETER;
    if (!(type = private_type(name, type_size)))
        return NTE_BAD_DATA;
    reader_init(&inner, blob, size);
    return decode(type, &inner, contents);
}
