/*
 * Opening CMS EnvelopedData, see bridge_envelope.
 */
#include <stdio.h>
#include <string.h>

#include "envelope.h"

static enum bridge_status read_content(asn1_node node, struct content *content)
{
    enum bridge_status status = cipher_read_algorithm(
        node, "encryptedContentInfo.contentEncryptionAlgorithm", &content->cipher, content->iv);

    if (!status)
        status = der_read(node, "encryptedContentInfo.encryptedContent", &content->encrypted);
    return !status && !content->encrypted.data ? BRIDGE_BAD_DATA : status;
}

/* The encrypted key of a recipient of our kind; out->data NULL: of another kind. */
static enum bridge_status read_recipient(const struct bytes *info, struct bytes *out)
{
    struct bytes oid = {0};
    asn1_node node;
    enum bridge_status status = der_decode("KeyTransRecipientInfo", info->data, info->size, &node);

    if (status == BRIDGE_BAD_DATA)
    {
        der_delete(&node);
        return BRIDGE_OK;
    }
    if (!status)
        status = der_read_oid(node, "keyEncryptionAlgorithm.algorithm", &oid);
    if (!status && !strcmp((const char *)oid.data, OID_RSA_ENCRYPTION))
        status = der_read(node, "encryptedKey", out);
    bytes_clear(&oid);
    der_delete(&node);
    return status;
}

/* BRIDGE_DECRYPTION_FAILED: the recipient is somebody else. */
static enum bridge_status decrypt_key(uint64_t object, const struct bytes *encrypted,
                                      struct content *content)
{
    struct bridge_crypt params = {.object = object, .scheme = SCHEME_PKCS1};
    enum bridge_status status;

    params.input.data = (uintptr_t)encrypted->data;
    params.input.size = (uint32_t)encrypted->size;
    params.output.data = (uintptr_t)content->key;
    params.output.capacity = sizeof(content->key);
    status = unix_decrypt(&params);
    if (!status && params.output.size == content->cipher->key_size)
        return BRIDGE_OK;
    return status == BRIDGE_NO_MEMORY || status == BRIDGE_NO_RANDOM ? status
                                                                    : BRIDGE_DECRYPTION_FAILED;
}

static enum bridge_status try_recipient(asn1_node node, int number, uint64_t object,
                                        struct content *content)
{
    char name[ASN1_MAX_NAME_SIZE];
    struct bytes info = {0}, key = {0};
    enum bridge_status status;

    snprintf(name, sizeof(name), "recipientInfos.?%d", number);
    status = der_read(node, name, &info);
    if (!status)
        status = read_recipient(&info, &key);
    if (!status)
        status = key.data ? decrypt_key(object, &key, content) : BRIDGE_DECRYPTION_FAILED;
    bytes_clear(&info);
    bytes_clear(&key);
    return status;
}

#define MAX_RECIPIENTS 64 /* each costs an RSA operation */

/* The recipients are tried one after another: the key does not tell which certificate it has.  Which
 * of them failed, and how, is not told. */
static enum bridge_status find_key(asn1_node node, uint64_t object, struct content *content)
{
    enum bridge_status status = BRIDGE_DECRYPTION_FAILED;
    int count, i;

    if (asn1_number_of_elements(node, "recipientInfos", &count))
        return BRIDGE_BAD_DATA;
    for (i = 1; i <= count && i <= MAX_RECIPIENTS && status == BRIDGE_DECRYPTION_FAILED; i++)
        status = try_recipient(node, i, object, content);
    return status;
}

static enum bridge_status open_envelope(const struct bytes *envelope, uint64_t object,
                                        struct bytes *out)
{
    struct content content = {0};
    asn1_node node;
    enum bridge_status status = der_decode("EnvelopedData", envelope->data, envelope->size, &node);

    if (!status)
        status = read_content(node, &content);
    if (!status)
        status = find_key(node, object, &content);
    if (!status)
        status = cipher_decrypt(content.cipher, content.key, content.iv, &content.encrypted, out);
    content_clear(&content);
    der_delete(&node);
    return status;
}

static enum bridge_status read_info(const struct bridge_span *input, struct bytes *envelope)
{
    struct bytes oid = {0};
    asn1_node node;
    enum bridge_status status = der_decode("ContentInfo", span_data(input), input->size, &node);

    if (!status)
        status = der_read_oid(node, "contentType", &oid);
    if (!status && strcmp((const char *)oid.data, OID_ENVELOPED_DATA))
        status = BRIDGE_BAD_DATA;
    if (!status)
        status = der_read(node, "content", envelope);
    bytes_clear(&oid);
    der_delete(&node);
    return status;
}

enum bridge_status unix_envelope_decrypt(struct bridge_envelope *params)
{
    struct bytes envelope = {0}, plain = {0};
    enum bridge_status status = read_info(&params->input, &envelope);

    if (!status)
        status = open_envelope(&envelope, params->object, &plain);
    if (!status)
        status = span_write(&params->output, plain.data, plain.size);
    bytes_clear(&envelope);
    bytes_clear(&plain);
    return status;
}
