/*
 * Making CMS EnvelopedData, see bridge_envelope.
 */
#include <string.h>

#include "envelope.h"

void content_clear(struct content *content)
{
    bytes_clear(&content->encrypted);
    secure_wipe(content, sizeof(*content));
}

static enum bridge_status find_cipher(const struct bridge_span *oid, const struct cipher **cipher)
{
    char text[64] = "";

    if (oid->size >= sizeof(text))
        return BRIDGE_NOT_SUPPORTED;
    memcpy(text, span_data(oid), oid->size);
    *cipher = cipher_by_oid(text);
    return *cipher ? BRIDGE_OK : BRIDGE_NOT_SUPPORTED;
}

/* The cipher and the IV that the caller wants, or a random IV; a random key. */
static enum bridge_status choose(const struct bridge_envelope *params, struct content *content)
{
    const struct bytes parameters = {span_data(&params->parameters), params->parameters.size};
    enum bridge_status status = find_cipher(&params->oid, &content->cipher);

    if (status)
        return status;
    if (parameters.size)
        status = cipher_read_parameters(&parameters, &content->cipher, content->iv);
    else
        random_bytes(NULL, content->cipher->block_size, content->iv);
    random_bytes(NULL, content->cipher->key_size, content->key);
    return status ? status : random_ok() ? BRIDGE_OK : BRIDGE_NO_RANDOM;
}

/* Version 0: the recipient is named by issuer and serial number (RFC 5652 section 6.2.1). */
static enum bridge_status encode_recipient(const struct recipient *recipient,
                                           const struct bytes *null, const struct bytes *key,
                                           struct bytes *out)
{
    asn1_node node;
    enum bridge_status status = der_new("KeyTransRecipientInfo", &node);

    if (!status)
        status = der_write_small(node, "version", 0);
    if (!status)
        status = der_write(node, "rid", recipient->rid.data, recipient->rid.size);
    if (!status)
        status = der_write_algorithm(node, "keyEncryptionAlgorithm", OID_RSA_ENCRYPTION, null);
    if (!status)
        status = der_write(node, "encryptedKey", key->data, key->size);
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

/* The content key for the recipient. */
static enum bridge_status make_recipient(const struct recipient *recipient,
                                         const struct content *content, struct bytes *out)
{
    struct bytes key = {0}, null = {0};
    enum bridge_status status = recipient_encrypt(recipient, content->key,
                                                  content->cipher->key_size, &key);

    if (!status)
        status = der_encode_null(&null);
    if (!status)
        status = encode_recipient(recipient, &null, &key, out);
    bytes_clear(&key);
    bytes_clear(&null);
    return status;
}

static enum bridge_status write_content(asn1_node node, const struct content *content)
{
    enum bridge_status status = der_write_oid(node, "encryptedContentInfo.contentType", OID_DATA);

    if (!status)
        status = cipher_write_algorithm(node, "encryptedContentInfo.contentEncryptionAlgorithm",
                                        content->cipher, content->iv);
    if (!status)
        status = der_write(node, "encryptedContentInfo.encryptedContent", content->encrypted.data,
                           content->encrypted.size);
    return status;
}

static enum bridge_status encode_envelope(const struct bytes *recipient,
                                          const struct content *content, struct bytes *out)
{
    asn1_node node;
    enum bridge_status status = der_new("EnvelopedData", &node);

    if (!status)
        status = der_write_small(node, "version", 0);
    if (!status)
        status = der_write(node, "recipientInfos", "NEW", 1);
    if (!status)
        status = der_write(node, "recipientInfos.?LAST", recipient->data, recipient->size);
    if (!status)
        status = write_content(node, content);
    if (!status)
        status = der_omit(node, "unprotectedAttrs");
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

static enum bridge_status encode_info(const struct bytes *envelope, struct bytes *out)
{
    asn1_node node;
    enum bridge_status status = der_new("ContentInfo", &node);

    if (!status)
        status = der_write_oid(node, "contentType", OID_ENVELOPED_DATA);
    if (!status)
        status = der_write(node, "content", envelope->data, envelope->size);
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

static enum bridge_status make_envelope(const struct bridge_envelope *params,
                                        const struct recipient *recipient, struct content *content,
                                        struct bytes *out)
{
    const struct bytes input = {span_data(&params->input), params->input.size};
    struct bytes info = {0}, envelope = {0};
    enum bridge_status status = cipher_encrypt(content->cipher, content->key, content->iv, &input,
                                               &content->encrypted);

    if (!status)
        status = make_recipient(recipient, content, &info);
    if (!status)
        status = encode_envelope(&info, content, &envelope);
    if (!status)
        status = encode_info(&envelope, out);
    bytes_clear(&info);
    bytes_clear(&envelope);
    return status;
}

enum bridge_status unix_envelope_encrypt(struct bridge_envelope *params)
{
    struct recipient recipient = {0};
    struct content content = {0};
    struct bytes out = {0};
    enum bridge_status status = choose(params, &content);

    if (!status)
        status = recipient_read(&params->certificate, &recipient);
    if (!status)
        status = make_envelope(params, &recipient, &content, &out);
    if (!status && !params->output.data && !params->output.capacity)
        params->output.size = (uint32_t)out.size;
    else if (!status)
        status = span_write(&params->output, out.data, out.size);
    recipient_clear(&recipient);
    content_clear(&content);
    bytes_clear(&out);
    return status == BRIDGE_BAD_DATA ? BRIDGE_INVALID_PARAMETER : status;
}
