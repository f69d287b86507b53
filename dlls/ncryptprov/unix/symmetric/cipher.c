/*
 * Content ciphers, see cipher.h: Nettle's ciphers with one shape.
 *
 * Object identifiers: AES NIST CSOR (RFC 3565), DES-EDE3-CBC and RC2-CBC RFC 8018 Appendix B.2.
 */
#include <nettle/aes.h>
#include <nettle/arcfour.h>
#include <nettle/arctwo.h>
#include <nettle/cbc.h>
#include <nettle/des.h>
#include <string.h>

#include "cipher.h"

/* Nettle tells of weak DES keys; whoever has one has it from the peer. */
static void set_3des(void *context, const uint8_t *key)
{
    des3_set_key(context, key);
}

/* Two keys, the first one used twice. */
static void set_3des_112(void *context, const uint8_t *key)
{
    uint8_t three[DES3_KEY_SIZE];

    memcpy(three, key, 2 * DES_KEY_SIZE);
    memcpy(three + 2 * DES_KEY_SIZE, key, DES_KEY_SIZE);
    des3_set_key(context, three);
    secure_wipe(three, sizeof(three));
}

static void set_rc4_40(void *context, const uint8_t *key)
{
    arcfour_set_key(context, 5, key);
}

static void set_rc4_128(void *context, const uint8_t *key)
{
    arcfour_set_key(context, 16, key);
}

/* RC4's context changes with every byte: it is ours alone, and never const. */
static void crypt_rc4(const void *context, size_t size, uint8_t *dst, const uint8_t *src)
{
    arcfour_crypt((void *)(uintptr_t)context, size, dst, src);
}

static void set_rc2_40(void *context, const uint8_t *key)
{
    arctwo_set_key_ekb(context, 5, key, 40);
}

static void set_rc2_64(void *context, const uint8_t *key)
{
    arctwo_set_key_ekb(context, 8, key, 64);
}

static void set_rc2_128(void *context, const uint8_t *key)
{
    arctwo_set_key_ekb(context, 16, key, 128);
}

#define FUNCTION(name) ((nettle_cipher_func *)(name))
#define SET(name) ((void (*)(void *, const uint8_t *))(name))
#define OID_RC2_CBC "1.2.840.113549.3.2"

#define AES(bits, arc)                                                                             \
    {.oid = "2.16.840.1.101.3.4.1." arc,                                                           \
     .key_size = (bits) / 8,                                                                       \
     .block_size = AES_BLOCK_SIZE,                                                                 \
     .context_size = sizeof(struct aes##bits##_ctx),                                               \
     .set_encrypt_key = SET(aes##bits##_set_encrypt_key),                                          \
     .set_decrypt_key = SET(aes##bits##_set_decrypt_key),                                          \
     .encrypt = FUNCTION(aes##bits##_encrypt),                                                     \
     .decrypt = FUNCTION(aes##bits##_decrypt)}
#define DES3(id, size, set)                                                                        \
    {.oid = id,                                                                                    \
     .key_size = size,                                                                             \
     .block_size = DES3_BLOCK_SIZE,                                                                \
     .context_size = sizeof(struct des3_ctx),                                                      \
     .set_encrypt_key = set,                                                                       \
     .set_decrypt_key = set,                                                                       \
     .encrypt = FUNCTION(des3_encrypt),                                                            \
     .decrypt = FUNCTION(des3_decrypt)}
#define RC2(size, version, set)                                                                    \
    {.oid = OID_RC2_CBC,                                                                           \
     .key_size = size,                                                                             \
     .block_size = ARCTWO_BLOCK_SIZE,                                                              \
     .rc2_version = version,                                                                       \
     .context_size = sizeof(struct arctwo_ctx),                                                    \
     .set_encrypt_key = set,                                                                       \
     .set_decrypt_key = set,                                                                       \
     .encrypt = FUNCTION(arctwo_encrypt),                                                          \
     .decrypt = FUNCTION(arctwo_decrypt)}
#define RC4(size, set)                                                                             \
    {.key_size = size,                                                                             \
     .block_size = 1,                                                                              \
     .context_size = sizeof(struct arcfour_ctx),                                                   \
     .set_encrypt_key = set,                                                                       \
     .set_decrypt_key = set,                                                                       \
     .encrypt = crypt_rc4,                                                                         \
     .decrypt = crypt_rc4}
static const struct cipher cipher_aes_128 = AES(128, "2"), cipher_aes_192 = AES(192, "22"),
                           cipher_rc2_64 = RC2(8, 120, set_rc2_64);
const struct cipher cipher_aes_256 = AES(256, "42");
const struct cipher cipher_3des = DES3("1.2.840.113549.3.7", 24, set_3des);
const struct cipher cipher_3des_112 = DES3(NULL, 16, set_3des_112);
const struct cipher cipher_rc2_40 = RC2(5, 160, set_rc2_40);
const struct cipher cipher_rc2_128 = RC2(16, 58, set_rc2_128);
const struct cipher cipher_rc4_40 = RC4(5, set_rc4_40), cipher_rc4_128 = RC4(16, set_rc4_128);

/* The content ciphers; of those with one identifier the first is the one to write. */
static const struct cipher *const ciphers[] = {&cipher_aes_128, &cipher_aes_192, &cipher_aes_256,
                                               &cipher_3des,    &cipher_rc2_128, &cipher_rc2_64,
                                               &cipher_rc2_40};
#define CIPHER_COUNT (sizeof(ciphers) / sizeof(ciphers[0]))

const struct cipher *cipher_by_oid(const char *oid)
{
    size_t i;

    for (i = 0; i < CIPHER_COUNT; i++)
    {
        if (!strcmp(ciphers[i]->oid, oid))
            return ciphers[i];
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------------
 * Encryption
 */
static bool is_stream(const struct cipher *cipher)
{
    return cipher->block_size == 1;
}

size_t cipher_padded_size(const struct cipher *cipher, size_t size)
{
    return is_stream(cipher) ? size : size + cipher->block_size - size % cipher->block_size;
}

enum bridge_status cipher_encrypt(const struct cipher *cipher, const uint8_t *key,
                                  const uint8_t *iv, const struct bytes *input, struct bytes *out)
{
    uint8_t chain[CIPHER_MAX_BLOCK];
    size_t size = cipher_padded_size(cipher, input->size);
    void *context = secure_alloc(cipher->context_size);
    enum bridge_status status = context ? bytes_alloc(out, size) : BRIDGE_NO_MEMORY;

    if (!status)
    {
        cipher->set_encrypt_key(context, key);
        memcpy(out->data, input->data, input->size);
        memset(out->data + input->size, (int)(size - input->size), size - input->size);
        memcpy(chain, iv, cipher->block_size);
        if (is_stream(cipher))
            cipher->encrypt(context, size, out->data, out->data);
        else
            cbc_encrypt(context, cipher->encrypt, cipher->block_size, chain, size, out->data,
                        out->data);
    }
    secure_free(context, cipher->context_size);
    return status;
}

/* Takes the padding off: n bytes of the value n, 1 <= n <= block_size. */
static enum bridge_status unpad(const struct cipher *cipher, struct bytes *text)
{
    uint8_t count = text->data[text->size - 1], wrong = 0;
    size_t i;

    if (!count || count > cipher->block_size)
        return BRIDGE_DECRYPTION_FAILED;
    for (i = 1; i <= count; i++)
        wrong |= text->data[text->size - i] ^ count;
    if (wrong)
        return BRIDGE_DECRYPTION_FAILED;
    bytes_cut(text, text->size - count);
    return BRIDGE_OK;
}

static enum bridge_status decrypt_blocks(const struct cipher *cipher, const void *context,
                                         const uint8_t *iv, const struct bytes *input,
                                         struct bytes *out)
{
    uint8_t chain[CIPHER_MAX_BLOCK];

    if (is_stream(cipher))
    {
        cipher->decrypt(context, input->size, out->data, input->data);
        return BRIDGE_OK;
    }
    memcpy(chain, iv, cipher->block_size);
    cbc_decrypt(context, cipher->decrypt, cipher->block_size, chain, input->size, out->data,
                input->data);
    return unpad(cipher, out);
}

enum bridge_status cipher_decrypt(const struct cipher *cipher, const uint8_t *key,
                                  const uint8_t *iv, const struct bytes *input, struct bytes *out)
{
    enum bridge_status status;
    void *context;

    if (!input->size || input->size % cipher->block_size)
        return BRIDGE_DECRYPTION_FAILED;
    context = secure_alloc(cipher->context_size);
    status = context ? bytes_alloc(out, input->size) : BRIDGE_NO_MEMORY;
    if (!status)
    {
        cipher->set_decrypt_key(context, key);
        status = decrypt_blocks(cipher, context, iv, input, out);
    }
    secure_free(context, cipher->context_size);
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Parameters: an IV, and for RC2 which it is
 */
static enum bridge_status take_iv(asn1_node node, const char *name, const struct cipher *cipher,
                                  uint8_t iv[CIPHER_MAX_BLOCK])
{
    struct bytes value = {0};
    enum bridge_status status = der_read(node, name, &value);

    if (!status && value.size != cipher->block_size)
        status = BRIDGE_BAD_DATA;
    if (!status)
        memcpy(iv, value.data, value.size);
    bytes_clear(&value);
    return status;
}

static enum bridge_status find_rc2(uint32_t version, const struct cipher **cipher)
{
    size_t i;

    for (i = 0; i < CIPHER_COUNT; i++)
    {
        if (ciphers[i]->rc2_version == version)
            break;
    }
    if (!version || i == CIPHER_COUNT)
        return BRIDGE_NOT_SUPPORTED;
    *cipher = ciphers[i];
    return BRIDGE_OK;
}

static enum bridge_status read_rc2(const struct bytes *parameters, const struct cipher **cipher,
                                   uint8_t iv[CIPHER_MAX_BLOCK])
{
    uint32_t version = 0;
    asn1_node node;
    enum bridge_status status = der_decode("RC2Parameters", parameters->data, parameters->size,
                                           &node);

    if (!status)
        status = der_read_u32(node, "version", &version);
    if (!status)
        status = find_rc2(version, cipher);
    if (!status)
        status = take_iv(node, "iv", *cipher, iv);
    der_delete(&node);
    return status;
}

enum bridge_status cipher_read_parameters(const struct bytes *parameters,
                                          const struct cipher **cipher,
                                          uint8_t iv[CIPHER_MAX_BLOCK])
{
    asn1_node node;
    enum bridge_status status;

    if (!parameters->data)
        return BRIDGE_BAD_DATA;
    if ((*cipher)->rc2_version)
        return read_rc2(parameters, cipher, iv);
    status = der_decode("InitializationVector", parameters->data, parameters->size, &node);
    if (!status)
        status = take_iv(node, "", *cipher, iv);
    der_delete(&node);
    return status;
}

static enum bridge_status encode_parameters(const struct cipher *cipher,
                                            const uint8_t iv[CIPHER_MAX_BLOCK], struct bytes *out)
{
    asn1_node node;
    enum bridge_status status = der_new(
        cipher->rc2_version ? "RC2Parameters" : "InitializationVector", &node);

    if (!status && cipher->rc2_version)
        status = der_write_u32(node, "version", cipher->rc2_version);
    if (!status)
        status = der_write(node, cipher->rc2_version ? "iv" : "", iv, cipher->block_size);
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

enum bridge_status cipher_read_algorithm(asn1_node node, const char *name,
                                         const struct cipher **cipher, uint8_t iv[CIPHER_MAX_BLOCK])
{
    struct bytes oid = {0}, parameters = {0};
    enum bridge_status status = der_read_algorithm(node, name, &oid, &parameters);

    if (!status && !(*cipher = cipher_by_oid((const char *)oid.data)))
        status = BRIDGE_NOT_SUPPORTED;
    if (!status)
        status = cipher_read_parameters(&parameters, cipher, iv);
    bytes_clear(&oid);
    bytes_clear(&parameters);
    return status;
}

enum bridge_status cipher_write_algorithm(asn1_node node, const char *name,
                                          const struct cipher *cipher,
                                          const uint8_t iv[CIPHER_MAX_BLOCK])
{
    struct bytes parameters = {0};
    enum bridge_status status = encode_parameters(cipher, iv, &parameters);

    if (!status)
        status = der_write_algorithm(node, name, cipher->oid, &parameters);
    bytes_clear(&parameters);
    return status;
}
