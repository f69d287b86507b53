/*
 * Private blobs of CryptoAPI under a session key, as CryptExportKey has them: everything after the
 * BLOBHEADER (8 bytes) is encrypted with the symmetric key, in its chaining mode, as one message with
 * padding, beginning with its IV.  (learn.microsoft.com, CryptExportKey; "Base Provider Key BLOBs")
 *
 * The key itself does not go on by it: export and import begin with the IV that is set.
 */
#include <string.h>

#include "blob.h"
#include "gaps.h"
#include "status.h"
#include "unixcall.h"

#define HEADER_SIZE 8

static SECURITY_STATUS check_session_key(const struct key *key)
{
    if (key->type->family != &symmetric_family)
        return GAP_STATUS_SESSION_KEY_TYPE;
    return key->cipher.chaining == CHAINING_CBC || key->cipher.chaining == CHAINING_ECB ||
                   key->cipher.chaining == CHAINING_CFB
               ? ERROR_SUCCESS
               : GAP_STATUS_SESSION_KEY_MODE;
}

static bool pads(const struct key *key)
{
    return key->cipher.chaining != CHAINING_CFB;
}

static DWORD block_size(const struct key *key)
{
    return key->type->symmetric == SYMMETRIC_AES ? 16 : 8;
}

static DWORD encrypted_size(const struct key *key, DWORD size)
{
    return pads(key) ? size + block_size(key) - size % block_size(key) : size;
}

/* *output_size: the room, then what was written. */
static uint32_t apply(const struct key *key, uint32_t flags, const BYTE *input, DWORD size,
                      BYTE *output, DWORD *output_size)
{
    struct cipher_state state = key->cipher; /* a copy: the call moves the IV on */
    struct bridge_cipher params = {.object = key->object, .chaining = state.chaining};
    uint32_t result;

    params.flags = flags | (pads(key) ? BRIDGE_CIPHER_PADDING : 0);
    if (state.chaining != CHAINING_ECB)
        params.iv = (struct bridge_span){bridge_pointer(state.iv), block_size(key),
                                         block_size(key)};
    params.input = (struct bridge_span){bridge_pointer(input), size, size};
    params.output = (struct bridge_span){bridge_pointer(output), 0, *output_size};
    result = call_cipher(&params);
    *output_size = params.output.size;
    return result;
}

/* The blob in the clear, for os_free_secret. */
static SECURITY_STATUS make_plain(const struct blob_type *type, const struct key *key,
                                  const struct blob_request *request, BYTE **data, DWORD *size)
{
    const struct blob_request plain = {request->parameters, NULL, request->flags, NULL};
    struct writer writer;
    SECURITY_STATUS status;

    writer_init(&writer, NULL, 0);
    if ((status = type->encode(key, &plain, &writer)))
        return status;
    *size = writer.position;
    if (!(*data = os_alloc(*size)))
        return NTE_NO_MEMORY;
    writer_init(&writer, *data, *size);
    if ((status = type->encode(key, &plain, &writer)))
        os_free_secret(*data, *size);
    return status;
}

static SECURITY_STATUS write_encrypted(const struct key *session_key, const BYTE *data, DWORD size,
                                       struct writer *writer)
{
    DWORD room = encrypted_size(session_key, size - HEADER_SIZE);
    SECURITY_STATUS status = ERROR_SUCCESS;

    writer_bytes(writer, data, HEADER_SIZE);
    if (writer->data && room > writer->size - writer->position)
        return NTE_INTERNAL_ERROR;
    if (writer->data)
        status = status_from_bridge(apply(session_key, 0, data + HEADER_SIZE, size - HEADER_SIZE,
                                          writer->data + writer->position, &room));
    if (!status)
        writer->position += room;
    return status;
}

SECURITY_STATUS session_key_encode(const struct blob_type *type, const struct key *key,
                                   const struct blob_request *request, struct writer *writer)
{
    SECURITY_STATUS status = check_session_key(request->wrapping_key);
    DWORD size;
    BYTE *data;

    if (status || (status = make_plain(type, key, request, &data, &size)))
        return status;
    status = write_encrypted(request->wrapping_key, data, size, writer);
    os_free_secret(data, size);
    return status;
}

/* A wrong key gives wrong padding or nonsense; it is all the same. */
static SECURITY_STATUS decrypt(const struct key *session_key, const BYTE *input, DWORD size,
                               BYTE *plain, DWORD *plain_size)
{
    uint32_t result = apply(session_key, BRIDGE_CIPHER_DECRYPT, input, size, plain, plain_size);

    return result == BRIDGE_DECRYPTION_FAILED || result == BRIDGE_INVALID_PARAMETER
               ? GAP_STATUS_SESSION_KEY_NOT_OPENED
               : status_from_bridge(result);
}

SECURITY_STATUS session_key_decode(const struct blob_type *type, const struct blob_request *request,
                                   struct reader *reader, struct blob_contents *contents)
{
    const struct blob_request plain_request = {request->parameters, NULL, request->flags,
                                               request->target};
    DWORD size = reader->left, room = size - HEADER_SIZE;
    const BYTE *data = reader_bytes(reader, size);
    SECURITY_STATUS status = check_session_key(request->wrapping_key);
    struct reader plain_reader;
    BYTE *plain;

    if (status)
        return status;
    if (size <= HEADER_SIZE)
        return NTE_BAD_DATA;
    if (!(plain = os_alloc(size)))
        return NTE_NO_MEMORY;
    memcpy(plain, data, HEADER_SIZE);
    status = decrypt(request->wrapping_key, data + HEADER_SIZE, room, plain + HEADER_SIZE, &room);
    if (!status)
    {
        reader_init(&plain_reader, plain, HEADER_SIZE + room);
        status = type->decode(&plain_request, &plain_reader, contents);
    }
    os_free_secret(plain, size);
    return status;
}
