/*
 * Blobs of symmetric keys and of keys for derivation: NCRYPT_KEY_BLOB_HEADER (ncrypt.h).
 *
 * Layout: DWORD cbSize (16), DWORD dwMagic, DWORD cbAlgName, DWORD cbKeyData, the algorithm's name
 * (UTF-16 with its NUL), the key data.  Key data of a CipherKeyBlob: BCRYPT_KEY_DATA_BLOB_HEADER
 * {DWORD dwMagic, DWORD dwVersion, DWORD cbKeyData} and the key; of a KDFKeyBlob: the secret; of a
 * ProtectedKeyBlob: what only the provider that wrote it can read, here the key sealed under the
 * user's master key together with the header and the name (protect.h).
 */
#include <string.h>

#include "blob.h"
#include "gaps.h"
#include "protect.h"
#include "symmetric_key.h"
#include "wide.h"

#define HEADER_SIZE 16
#define KEY_DATA_HEADER_SIZE 12
#define LONGEST_NAME 64 /* characters with the NUL */
#define LONGEST_KEY 32

static void put_header(struct writer *writer, const struct key *key, DWORD magic, DWORD data_size)
{
    DWORD name_size = (DWORD)wide_size(key->type->name);

    writer_u32(writer, HEADER_SIZE);
    writer_u32(writer, magic);
    writer_u32(writer, name_size);
    writer_u32(writer, data_size);
    writer_bytes(writer, (const uint8_t *)key->type->name, name_size);
}

SECURITY_STATUS cipher_key_encode(const struct key *key, const struct blob_request *request,
                                  struct writer *writer)
{
    const struct material *material = key->material;
    DWORD size = material->size[SECRET_KEY];

    (void)request;
    put_header(writer, key, NCRYPT_CIPHER_KEY_BLOB_MAGIC, KEY_DATA_HEADER_SIZE + size);
    writer_u32(writer, BCRYPT_KEY_DATA_BLOB_MAGIC);
    writer_u32(writer, BCRYPT_KEY_DATA_BLOB_VERSION1);
    writer_u32(writer, size);
    writer_bytes(writer, material->part[SECRET_KEY], size);
    return ERROR_SUCCESS;
}

SECURITY_STATUS kdf_key_encode(const struct key *key, const struct blob_request *request,
                               struct writer *writer)
{
    const struct material *material = key->material;

    (void)request;
    put_header(writer, key, NCRYPT_KDF_KEY_BLOB_MAGIC, material->size[SECRET_KEY]);
    writer_bytes(writer, material->part[SECRET_KEY], material->size[SECRET_KEY]);
    return ERROR_SUCCESS;
}

static struct protect_request protection(const BYTE *header, DWORD size)
{
    return (struct protect_request){STORE_USER, "ProtectedKeyBlob", header, size};
}

/* To learn the size nothing needs to be sealed. */
SECURITY_STATUS protected_key_encode(const struct key *key, const struct blob_request *request,
                                     struct writer *writer)
{
    const BYTE *header = writer->data ? writer->data + writer->position : NULL;
    DWORD begin = writer->position, size = key->material->size[SECRET_KEY];
    struct protect_request seal;
    SECURITY_STATUS status;
    BYTE *sealed;

    (void)request;
    put_header(writer, key, NCRYPT_PROTECTED_KEY_BLOB_MAGIC, size + PROTECT_OVERHEAD);
    if (!header)
        writer_bytes(writer, NULL, size + PROTECT_OVERHEAD);
    if (!header || writer->overflow)
        return ERROR_SUCCESS;
    seal = protection(header, writer->position - begin);
    if (!(sealed = os_alloc(size + PROTECT_OVERHEAD)))
        return NTE_NO_MEMORY;
    if (!(status = protect_seal(&seal, key->material->part[SECRET_KEY], size, sealed)))
        writer_bytes(writer, sealed, size + PROTECT_OVERHEAD);
    os_free(sealed);
    return status;
}

/* The name may lie at an odd address. */
static bool read_name(struct reader *reader, DWORD size, WCHAR name[LONGEST_NAME])
{
    const uint8_t *data = reader_bytes(reader, size);

    if (!data || !size || size % sizeof(WCHAR) || size > LONGEST_NAME * sizeof(WCHAR))
        return false;
    memcpy(name, data, size);
    return !name[size / sizeof(WCHAR) - 1] && wide_size(name) == size;
}

/* Reads up to the key data, of which there are exactly *size bytes left. */
static SECURITY_STATUS read_header(struct reader *reader, DWORD magic,
                                   const struct key_family *family, const struct key_type **type,
                                   DWORD *size)
{
    DWORD header_size = reader_u32(reader), read_magic = reader_u32(reader);
    DWORD name_size = reader_u32(reader);
    WCHAR name[LONGEST_NAME];

    *size = reader_u32(reader);
    if (header_size != HEADER_SIZE || read_magic != magic || !read_name(reader, name_size, name) ||
        *size != reader->left)
        return NTE_BAD_DATA;
    *type = key_type_find(name);
    return *type && (*type)->family == family ? ERROR_SUCCESS : GAP_STATUS_KEY_BLOB_ALGORITHM;
}

static SECURITY_STATUS take_secret(struct reader *reader, DWORD size,
                                   struct blob_contents *contents)
{
    const uint8_t *data = reader_bytes(reader, size);

    if (!size || !reader_done(reader))
        return NTE_BAD_DATA;
    contents->material = secret_material(data, size);
    return contents->material ? ERROR_SUCCESS : NTE_NO_MEMORY;
}

/* Whether the algorithm has keys of so many bytes is for the Unix side to say. */
SECURITY_STATUS cipher_key_decode(const struct blob_request *request, struct reader *reader,
                                  struct blob_contents *contents)
{
    SECURITY_STATUS status;
    DWORD magic, version, size;

    (void)request;
    status = read_header(reader, NCRYPT_CIPHER_KEY_BLOB_MAGIC, &symmetric_family, &contents->type,
                         &size);
    if (status)
        return status;
    magic = reader_u32(reader);
    version = reader_u32(reader);
    size = reader_u32(reader);
    if (magic != BCRYPT_KEY_DATA_BLOB_MAGIC || version != BCRYPT_KEY_DATA_BLOB_VERSION1)
        return NTE_BAD_DATA;
    return take_secret(reader, size, contents);
}

SECURITY_STATUS kdf_key_decode(const struct blob_request *request, struct reader *reader,
                               struct blob_contents *contents)
{
    SECURITY_STATUS status;
    DWORD size;

    (void)request;
    status = read_header(reader, NCRYPT_KDF_KEY_BLOB_MAGIC, &kdf_family, &contents->type, &size);
    return status ? status : take_secret(reader, size, contents);
}

/* What another user or another computer wrote is as bad as what was changed. */
SECURITY_STATUS protected_key_decode(const struct blob_request *request, struct reader *reader,
                                     struct blob_contents *contents)
{
    const BYTE *header = reader->data;
    BYTE key[LONGEST_KEY];
    SECURITY_STATUS status;
    struct protect_request seal;
    DWORD size;

    (void)request;
    status = read_header(reader, NCRYPT_PROTECTED_KEY_BLOB_MAGIC, &symmetric_family,
                         &contents->type, &size);
    if (status)
        return status;
    if (size <= PROTECT_OVERHEAD || size > PROTECT_OVERHEAD + sizeof(key))
        return NTE_BAD_DATA;
    seal = protection(header, (DWORD)(reader->data - header));
    status = protect_open(&seal, reader_bytes(reader, size), size, key);
    if (!status && !(contents->material = secret_material(key, size - PROTECT_OVERHEAD)))
        status = NTE_NO_MEMORY;
    os_wipe(key, sizeof(key));
    return status == NTE_NOT_FOUND ? NTE_BAD_DATA : status;
}
