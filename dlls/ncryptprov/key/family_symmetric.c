/*
 * Symmetric keys.
 *
 * A key keeps its chaining mode, and from one call to the next the block with which chaining goes on
 * (seen in .NET, which sets IV once and then encrypts run by run).
 */
#include <string.h>

#include "gaps.h"
#include "property.h"
#include "status.h"
#include "symmetric_key.h"
#include "unixcall.h"
#include "wide.h"

#define LONGEST_INPUT 0x7fffffff

static const WCHAR *const chaining_names[CHAINING_COUNT] = {
    [CHAINING_CBC] = BCRYPT_CHAIN_MODE_CBC, [CHAINING_ECB] = BCRYPT_CHAIN_MODE_ECB,
    [CHAINING_CFB] = BCRYPT_CHAIN_MODE_CFB, [CHAINING_GCM] = BCRYPT_CHAIN_MODE_GCM,
    [CHAINING_CCM] = BCRYPT_CHAIN_MODE_CCM,
};

static bool authenticates(enum bridge_chaining chaining)
{
    return chaining == CHAINING_GCM || chaining == CHAINING_CCM;
}

static DWORD block_size(const struct key *key)
{
    return key->type->symmetric == SYMMETRIC_AES ? 16 : 8;
}

static uint32_t group(const struct key *key)
{
    return key->type->symmetric;
}

static void plan_new(const struct key *key, uint32_t sizes[BRIDGE_MAX_PARTS])
{
    sizes[SECRET_KEY] = bits_to_bytes(key->length);
}

static DWORD length(const struct key *key)
{
    return key->material->size[SECRET_KEY] * 8;
}

/* ------------------------------------------------------------------------------------------
 * Properties
 */
static bool is_symmetric(const struct key *key)
{
    return key->type->family == &symmetric_family;
}

SECURITY_STATUS symmetric_get_chaining(const struct key *key, struct writer *writer)
{
    if (!is_symmetric(key))
        return NTE_NOT_SUPPORTED;
    return property_put_text(writer, chaining_names[key->cipher.chaining]);
}

/* data: UTF-16 with its NUL, at any address. */
static bool text_equals(const BYTE *data, DWORD size, const WCHAR *text)
{
    return size >= wide_size(text) && !memcmp(data, text, wide_size(text));
}

SECURITY_STATUS symmetric_set_chaining(struct key *key, const BYTE *data, DWORD size)
{
    unsigned int i;

    if (!is_symmetric(key))
        return NTE_NOT_SUPPORTED;
    for (i = 0; i < CHAINING_COUNT; i++)
    {
        if (!text_equals(data, size, chaining_names[i]))
            continue;
        if (authenticates(i) && key->type->symmetric != SYMMETRIC_AES)
            return GAP_STATUS_CHAINING_MODE;
        key->cipher.chaining = i;
        return ERROR_SUCCESS;
    }
    return GAP_STATUS_CHAINING_MODE;
}

/* The chaining mode is kept with the key if it was set to persist; the IV belongs to a message. */
static void restore(struct key *key)
{
    const struct property_value *mode = property_list_find(&key->properties,
                                                           NCRYPT_CHAINING_MODE_PROPERTY);

    if (mode)
        symmetric_set_chaining(key, mode->data, mode->size);
}

SECURITY_STATUS symmetric_get_iv(const struct key *key, struct writer *writer)
{
    if (!is_symmetric(key))
        return NTE_NOT_SUPPORTED;
    writer_bytes(writer, key->cipher.iv, block_size(key));
    return ERROR_SUCCESS;
}

SECURITY_STATUS symmetric_set_iv(struct key *key, const BYTE *data, DWORD size)
{
    if (!is_symmetric(key))
        return NTE_NOT_SUPPORTED;
    if (!data || size != block_size(key))
        return GAP_STATUS_IV_LENGTH;
    memcpy(key->cipher.iv, data, size);
    return ERROR_SUCCESS;
}

/* ------------------------------------------------------------------------------------------
 * NCryptEncrypt and NCryptDecrypt
 */
static struct bridge_span in_and_out(BYTE *data, DWORD size)
{
    return (struct bridge_span){bridge_pointer(data), size, size};
}

/* Nonce, tag and what is only authenticated (bcrypt.h).  The structure may lie at any address. */
static SECURITY_STATUS take_mode_info(const NCRYPT_CIPHER_PADDING_INFO *info,
                                      struct bridge_cipher *call)
{
    BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO mode;

    if (!info || info->dwFlags != NCRYPT_CIPHER_OTHER_PADDING_FLAG || !info->pbOtherInfo ||
        info->cbOtherInfo < sizeof(mode))
        return NTE_INVALID_PARAMETER;
    memcpy(&mode, info->pbOtherInfo, sizeof(mode));
    if (mode.cbSize != sizeof(mode) ||
        mode.dwInfoVersion != BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO_VERSION || !mode.pbNonce ||
        !mode.pbTag || (mode.cbAuthData && !mode.pbAuthData))
        return NTE_INVALID_PARAMETER;
    if (mode.dwFlags) /* a message in several calls */
        return NTE_NOT_SUPPORTED;
    call->iv = in_and_out(mode.pbNonce, mode.cbNonce);
    call->auth_data = in_and_out(mode.pbAuthData, mode.cbAuthData);
    call->tag = in_and_out(mode.pbTag, mode.cbTag);
    return ERROR_SUCCESS;
}

/* The IV of the call, if it comes with one, else the key's.  Either is replaced. */
static SECURITY_STATUS take_iv(struct key *key, const NCRYPT_CIPHER_PADDING_INFO *info,
                               struct bridge_cipher *call)
{
    if (key->cipher.chaining == CHAINING_ECB)
        return ERROR_SUCCESS;
    if (!info || !info->pbIV)
        call->iv = in_and_out(key->cipher.iv, block_size(key));
    else if (info->cbIV != block_size(key))
        return GAP_STATUS_IV_LENGTH;
    else
        call->iv = in_and_out(info->pbIV, info->cbIV);
    return ERROR_SUCCESS;
}

static SECURITY_STATUS take_padding(struct key *key, const NCRYPT_CIPHER_PADDING_INFO *info,
                                    struct bridge_cipher *call)
{
    if (authenticates(key->cipher.chaining))
        return take_mode_info(info, call);
    if (info && info->dwFlags == NCRYPT_CIPHER_BLOCK_PADDING_FLAG)
        call->flags |= BRIDGE_CIPHER_PADDING;
    else if (info && info->dwFlags & ~(DWORD)NCRYPT_CIPHER_OTHER_PADDING_FLAG)
        return NTE_INVALID_PARAMETER;
    if (call->flags & BRIDGE_CIPHER_PADDING && key->cipher.chaining == CHAINING_CFB)
        return NTE_INVALID_PARAMETER;
    return take_iv(key, info, call);
}

static SECURITY_STATUS setup(struct key *key, const struct cipher_request *request,
                             struct bridge_cipher *call)
{
    DWORD flags = request->flags & ~(DWORD)NCRYPT_SILENT_FLAG;
    const NCRYPT_CIPHER_PADDING_INFO *info = NULL;

    if (flags & ~(DWORD)NCRYPT_PAD_CIPHER_FLAG)
        return NTE_BAD_FLAGS;
    if (flags)
    {
        info = request->padding;
        if (!info || info->cbSize != sizeof(*info))
            return NTE_INVALID_PARAMETER;
    }
    return take_padding(key, info, call);
}

/* How many bytes come out; of a decryption with padding, how many at most. */
static SECURITY_STATUS plan_output(const struct key *key, const struct cipher_request *request,
                                   const struct bridge_cipher *call, DWORD *needed)
{
    bool pads = call->flags & BRIDGE_CIPHER_PADDING;
    DWORD block = block_size(key), rest = request->input_size % block;

    if (request->input_size > LONGEST_INPUT)
        return NTE_INVALID_PARAMETER;
    *needed = request->input_size;
    if (call->chaining != CHAINING_ECB && call->chaining != CHAINING_CBC)
        return ERROR_SUCCESS;
    if (pads && !request->decrypt)
        *needed += block - rest;
    else if (rest || (pads && !request->input_size))
        return GAP_STATUS_CIPHER_INPUT;
    return ERROR_SUCCESS;
}

static SECURITY_STATUS cipher(struct key *key, const struct cipher_request *request)
{
    struct bridge_cipher call = {
        .object = key->object,
        .chaining = key->cipher.chaining,
        .flags = request->decrypt ? BRIDGE_CIPHER_DECRYPT : 0,
        .input = {bridge_pointer(request->input), request->input_size, request->input_size},
        .output = {bridge_pointer(request->output), 0, request->size}};
    SECURITY_STATUS status = setup(key, request, &call);
    uint32_t bridge_status;
    DWORD needed;

    if (status || (status = plan_output(key, request, &call, &needed)))
        return status;
    *request->result = needed;
    if (!request->output)
        return ERROR_SUCCESS;
    bridge_status = call_cipher(&call);
    if (bridge_status == BRIDGE_DECRYPTION_FAILED && authenticates(call.chaining))
        return GAP_STATUS_AUTH_TAG;
    status = status_from_bridge(bridge_status);
    if (!status || status == NTE_BUFFER_TOO_SMALL)
        *request->result = call.output.size;
    return status;
}

const struct key_family symmetric_family = {
    .id = FAMILY_SYMMETRIC,
    .private_parts = 1u << SECRET_KEY,
    .bad_numbers = NTE_BAD_DATA,
    .group = group,
    .plan_new = plan_new,
    .length = length,
    .restore = restore,
    .block_size = block_size,
    .cipher = cipher,
};
