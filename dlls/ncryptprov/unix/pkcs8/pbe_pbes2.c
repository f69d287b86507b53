/*
 * PBES2 with PBKDF2 (RFC 8018 section 6.2, Appendix A.2 and A.4).
 */
#include <nettle/pbkdf2.h>
#include <string.h>

#include "pbe.h"

#define OID_PBKDF2 "1.2.840.113549.1.5.12"

struct pbe_prf
{
    const char *oid;
    void (*derive)(size_t key_size, const uint8_t *key, unsigned iterations, size_t salt_size,
                   const uint8_t *salt, size_t size, uint8_t *out);
};

/* RFC 8018 Appendix B.1.  The first one is what a missing prf means. */
static const struct pbe_prf prfs[] = {
    {"1.2.840.113549.2.7", pbkdf2_hmac_sha1},
    {"1.2.840.113549.2.9", pbkdf2_hmac_sha256},
    {"1.2.840.113549.2.10", pbkdf2_hmac_sha384},
    {"1.2.840.113549.2.11", pbkdf2_hmac_sha512},
};
static const struct pbe_prf *const default_prf = &prfs[0], *const best_prf = &prfs[1];

static const struct pbe_prf *prf_by_oid(const char *oid)
{
    size_t i;

    for (i = 0; i < sizeof(prfs) / sizeof(prfs[0]); i++)
    {
        if (!strcmp(prfs[i].oid, oid))
            return &prfs[i];
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------------
 * Reading
 */
static enum bridge_status read_prf(asn1_node node, struct pbe_plan *plan)
{
    struct bytes oid = {0}, parameters = {0};
    enum bridge_status status = der_read(node, "prf.algorithm", &oid);

    plan->prf = default_prf;
    if (!status && oid.data)
    {
        status = der_read(node, "prf.parameters", &parameters);
        if (!status)
            status = der_check_null(&parameters);
        if (!status && !(plan->prf = prf_by_oid((const char *)oid.data)))
            status = BRIDGE_NOT_SUPPORTED;
    }
    bytes_clear(&oid);
    bytes_clear(&parameters);
    return status;
}

/* The key's length may be told, but then it must be the cipher's. */
static enum bridge_status check_key_size(asn1_node node, const struct cipher *cipher)
{
    struct bytes present = {0};
    uint32_t size = cipher->key_size;
    enum bridge_status status = der_read(node, "keyLength", &present);

    if (!status && present.data)
        status = der_read_u32(node, "keyLength", &size);
    bytes_clear(&present);
    return !status && size != cipher->key_size ? BRIDGE_BAD_DATA : status;
}

static enum bridge_status read_kdf(const struct bytes *parameters, struct pbe_plan *plan)
{
    asn1_node node = NULL;
    enum bridge_status status;

    if (!parameters->data)
        return BRIDGE_BAD_DATA;
    status = der_decode("PBKDF2Parameters", parameters->data, parameters->size, &node);
    if (!status)
        status = der_read(node, "salt", &plan->salt);
    if (!status)
        status = der_read_u32(node, "iterationCount", &plan->iterations);
    if (!status)
        status = check_key_size(node, plan->cipher);
    if (!status)
        status = read_prf(node, plan);
    der_delete(&node);
    return status;
}

static enum bridge_status plan(const struct bytes *parameters, struct pbe_plan *plan)
{
    struct bytes oid = {0}, kdf = {0};
    asn1_node node = NULL;
    enum bridge_status status;

    if (!parameters->data)
        return BRIDGE_BAD_DATA;
    status = der_decode("PBES2Parameters", parameters->data, parameters->size, &node);
    if (!status)
        status = der_read_algorithm(node, "keyDerivationFunc", &oid, &kdf);
    if (!status && strcmp((const char *)oid.data, OID_PBKDF2))
        status = BRIDGE_NOT_SUPPORTED;
    if (!status)
        status = cipher_read_algorithm(node, "encryptionScheme", &plan->cipher, plan->iv);
    if (!status)
        status = read_kdf(&kdf, plan);
    der_delete(&node);
    bytes_clear(&oid);
    bytes_clear(&kdf);
    return status;
}

static enum bridge_status derive(struct pbe_plan *plan, const struct bridge_span *password,
                                 uint8_t key[CIPHER_MAX_KEY])
{
    struct bytes text = {0};
    enum bridge_status status = password_to_utf8(password, &text);

    if (!status)
        plan->prf->derive(text.size, text.data, plan->iterations, plan->salt.size, plan->salt.data,
                          plan->cipher->key_size, key);
    bytes_clear(&text);
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Writing
 */
static enum bridge_status write_prf(asn1_node node)
{
    struct bytes null = {0};
    enum bridge_status status = der_encode_null(&null);

    if (!status)
        status = der_write_algorithm(node, "prf", best_prf->oid, &null);
    bytes_clear(&null);
    return status;
}

static enum bridge_status encode_kdf(const uint8_t *salt, struct bytes *out)
{
    asn1_node node;
    enum bridge_status status = der_new("PBKDF2Parameters", &node);

    if (!status)
        status = der_write(node, "salt", salt, PBE_PBES2_SALT);
    if (!status)
        status = der_write_u32(node, "iterationCount", PBE_DEFAULT_ITERATIONS);
    if (!status)
        status = der_omit(node, "keyLength");
    if (!status)
        status = write_prf(node);
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

/* PBKDF2 with HMAC-SHA256 and AES-256-CBC, as Windows' PFX files have it. */
static enum bridge_status encode_default(struct bytes *parameters)
{
    uint8_t salt[PBE_PBES2_SALT], iv[CIPHER_MAX_BLOCK];
    struct bytes kdf = {0};
    asn1_node node = NULL;
    enum bridge_status status;

    random_bytes(NULL, sizeof(salt), salt);
    random_bytes(NULL, sizeof(iv), iv);
    status = random_ok() ? encode_kdf(salt, &kdf) : BRIDGE_NO_RANDOM;
    if (!status)
        status = der_new("PBES2Parameters", &node);
    if (!status)
        status = der_write_algorithm(node, "keyDerivationFunc", OID_PBKDF2, &kdf);
    if (!status)
        status = cipher_write_algorithm(node, "encryptionScheme", &cipher_aes_256, iv);
    if (!status)
        status = der_encode(node, parameters);
    der_delete(&node);
    bytes_clear(&kdf);
    return status;
}

static enum bridge_status choose(const struct bridge_span *wanted, struct bytes *parameters)
{
    return wanted->size ? bytes_set(parameters, span_data(wanted), wanted->size)
                        : encode_default(parameters);
}

const struct pbe_scheme pbe_pbes2 = {
    .oid = "1.2.840.113549.1.5.13", .choose = choose, .plan = plan, .derive = derive};
