/*
 * PKCS11RsaAesWrapBlob: a key under an RSA key as PKCS #11 does it (CKM_RSA_AES_KEY_WRAP).
 *
 *   BCRYPT_PKCS11_RSA_AES_WRAP_BLOB {magic "RAPW", cbKey, cbPaddingAlgId, cbPaddingLabel}
 *   Key[cbKey]                       what PKCS #11 calls the wrapped key
 *   PaddingAlgId[cbPaddingAlgId]     hash of OAEP, UTF-16 with its NUL
 *   PaddingLabel[cbPaddingLabel]     label of OAEP
 *
 * Source: SDK bcrypt.h.  What is wrapped is a PrivateKeyInfo, of an AES key its bytes (PKCS #11 2.40
 * section 2.1.21).  The RSA key is hExportKey, which needs no private part, and hImportKey.
 *
 *   NCRYPTBUFFER_PKCS_AES_KEY_BITS   DWORD: 128, 192 or 256
 *   NCRYPTBUFFER_PKCS_PADDING_ALGO   hash of OAEP, UTF-16 with its NUL
 *   NCRYPTBUFFER_PKCS_PADDING_LABEL  label of OAEP
 */
#include <string.h>

#include "blob_pkcs8.h"
#include "gaps.h"
#include "hash.h"
#include "parameters.h"
#include "status.h"
#include "unixcall.h"
#include "wide.h"

static SECURITY_STATUS check_wrapping_key(const struct key *key, struct bridge_rsa_aes *params)
{
    if (!key)
        return GAP_STATUS_RSA_AES_NO_KEY;
    if (key->type->family != &rsa_family)
        return GAP_STATUS_RSA_AES_KEY_TYPE;
    params->object = key->object;
    params->modulus_size = bits_to_bytes(key->length);
    return ERROR_SUCCESS;
}

/* ------------------------------------------------------------------------------------------
 * Export
 */
static SECURITY_STATUS set_bits(const NCryptBuffer *buffer, struct bridge_rsa_aes *params)
{
    DWORD bits = GAP_RSA_AES_KEY_BITS;

    if (buffer && buffer->cbBuffer != sizeof(bits))
        return NTE_INVALID_PARAMETER;
    if (buffer)
        memcpy(&bits, buffer->pvBuffer, sizeof(bits));
    params->aes_bits = bits;
    return bits == 128 || bits == 192 || bits == 256 ? ERROR_SUCCESS : NTE_INVALID_PARAMETER;
}

/* *name: to be written into the blob. */
static SECURITY_STATUS set_hash(const NCryptBuffer *buffer, struct bridge_rsa_aes *params,
                                const WCHAR **name)
{
    *name = buffer ? parameter_text(buffer) : hash_name(GAP_RSA_AES_HASH);
    if (!*name)
        return NTE_INVALID_PARAMETER;
    params->hash = hash_by_name(*name);
    return params->hash == HASH_NONE ? NTE_NOT_SUPPORTED : ERROR_SUCCESS;
}

static SECURITY_STATUS set_parameters(const struct blob_request *request,
                                      struct bridge_rsa_aes *params, const WCHAR **hash)
{
    const NCryptBufferDesc *list = request->parameters;
    const NCryptBuffer *label = parameter_find(list, NCRYPTBUFFER_PKCS_PADDING_LABEL);
    SECURITY_STATUS status = check_wrapping_key(request->wrapping_key, params);

    if (!status)
        status = set_bits(parameter_find(list, NCRYPTBUFFER_PKCS_AES_KEY_BITS), params);
    if (!status)
        status = set_hash(parameter_find(list, NCRYPTBUFFER_PKCS_PADDING_ALGO), params, hash);
    if (!status && label)
        unixcall_give(&params->label, label->pvBuffer, label->cbBuffer);
    return status;
}

/* What is wrapped, for os_free_secret. */
static SECURITY_STATUS make_plain(const struct key *key, BYTE **data, DWORD *size)
{
    const struct material *material = key->material;

    if (key->type->family->id != FAMILY_SYMMETRIC)
        return pkcs8_make(key, data, size);
    if (!wide_equal(key->type->name, BCRYPT_AES_ALGORITHM))
        return GAP_STATUS_BLOB_TYPE;
    *size = material->size[SECRET_KEY];
    if (!(*data = os_alloc(*size)))
        return NTE_NO_MEMORY;
    memcpy(*data, material->part[SECRET_KEY], *size);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS write_blob(struct bridge_rsa_aes *params, const WCHAR *hash,
                                  struct writer *writer)
{
    SECURITY_STATUS status = status_from_bridge(call_rsa_aes_wrap(params)); /* the size */
    DWORD size = params->output.size, hash_size = (DWORD)wide_size(hash);

    if (status)
        return status;
    writer_u32(writer, BCRYPT_PKCS11_RSA_AES_WRAP_BLOB_MAGIC);
    writer_u32(writer, size);
    writer_u32(writer, hash_size);
    writer_u32(writer, params->label.size);
    if (writer->data)
    {
        unixcall_give(&params->output, writer->data + writer->position,
                      writer->size - writer->position);
        if ((status = status_from_bridge(call_rsa_aes_wrap(params))))
            return status;
    }
    writer->position += size;
    writer_bytes(writer, (const uint8_t *)hash, hash_size);
    writer_bytes(writer, (const uint8_t *)(uintptr_t)params->label.data, params->label.size);
    return ERROR_SUCCESS;
}

SECURITY_STATUS rsa_aes_encode(const struct key *key, const struct blob_request *request,
                               struct writer *writer)
{
    struct bridge_rsa_aes params = {0};
    const WCHAR *hash;
    SECURITY_STATUS status = set_parameters(request, &params, &hash);
    DWORD size;
    BYTE *plain;

    if (status || (status = make_plain(key, &plain, &size)))
        return status;
    unixcall_give(&params.input, plain, size);
    status = write_blob(&params, hash, writer);
    os_free_secret(plain, size);
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Import
 */
static SECURITY_STATUS take_aes(const BYTE *data, DWORD size, struct blob_contents *contents)
{
    uint32_t sizes[BRIDGE_MAX_PARTS] = {[SECRET_KEY] = size};

    if (!(contents->type = key_type_find(BCRYPT_AES_ALGORITHM)))
        return NTE_NOT_SUPPORTED;
    if (!(contents->material = material_create(sizes)))
        return NTE_NO_MEMORY;
    material_set(contents->material, SECRET_KEY, data, size);
    return ERROR_SUCCESS;
}

/* No PrivateKeyInfo is as short as an AES key. */
static SECURITY_STATUS take_plain(const BYTE *data, DWORD size, struct blob_contents *contents)
{
    return size == 16 || size == 24 || size == 32 ? take_aes(data, size, contents)
                                                  : pkcs8_take(data, size, contents);
}

static SECURITY_STATUS check_import_key(const struct key *key)
{
    if (!key_has_private(key))
        return GAP_STATUS_USE_NO_PRIVATE;
    return key->usage & (NCRYPT_ALLOW_DECRYPT_FLAG | NCRYPT_ALLOW_KEY_IMPORT_FLAG) ? ERROR_SUCCESS
                                                                                   : NTE_PERM;
}

/* The name lies in the blob at any address: a copy of it is looked up. */
static enum bridge_hash read_hash(const uint8_t *data, DWORD size)
{
    WCHAR name[32];

    if (!data || size > sizeof(name) || size < sizeof(WCHAR) || size % sizeof(WCHAR))
        return HASH_NONE;
    memcpy(name, data, size);
    return name[size / sizeof(WCHAR) - 1] ? HASH_NONE : hash_by_name(name);
}

static SECURITY_STATUS read_blob(struct reader *reader, struct bridge_rsa_aes *params)
{
    DWORD magic = reader_u32(reader), key_size = reader_u32(reader);
    DWORD hash_size = reader_u32(reader), label_size = reader_u32(reader);
    const uint8_t *hash;

    unixcall_give(&params->input, reader_bytes(reader, key_size), key_size);
    hash = reader_bytes(reader, hash_size);
    unixcall_give(&params->label, reader_bytes(reader, label_size), label_size);
    if (magic != BCRYPT_PKCS11_RSA_AES_WRAP_BLOB_MAGIC || !reader_done(reader) || !key_size ||
        key_size > PKCS8_MAX_SIZE)
        return NTE_BAD_DATA;
    params->hash = read_hash(hash, hash_size);
    return params->hash == HASH_NONE ? NTE_NOT_SUPPORTED : ERROR_SUCCESS;
}

static SECURITY_STATUS unwrap(struct bridge_rsa_aes *params, struct blob_contents *contents)
{
    DWORD size = params->input.size;
    BYTE *plain = os_alloc(size);
    SECURITY_STATUS status;
    uint32_t result;

    if (!plain)
        return NTE_NO_MEMORY;
    unixcall_give(&params->output, plain, size);
    result = call_rsa_aes_unwrap(params);
    status = result == BRIDGE_DECRYPTION_FAILED ? GAP_STATUS_RSA_AES_NOT_OPENED
                                                : status_from_bridge(result);
    if (!status)
        status = take_plain(plain, params->output.size, contents);
    os_free_secret(plain, size);
    return status;
}

SECURITY_STATUS rsa_aes_decode(const struct blob_request *request, struct reader *reader,
                               struct blob_contents *contents)
{
    struct bridge_rsa_aes params = {0};
    SECURITY_STATUS status = check_wrapping_key(request->wrapping_key, &params);

    if (!status)
        status = check_import_key(request->wrapping_key);
    if (!status)
        status = read_blob(reader, &params);
    return status ? status : unwrap(&params, contents);
}
