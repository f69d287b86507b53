/*
 * EncryptedPrivateKeyInfo (RFC 5208 section 6).
 */
#include <string.h>

#include "pbe.h"

static const struct pbe_scheme *find_scheme(const char *oid)
{
    size_t i;

    for (i = 0; i < pbe_pkcs12_scheme_count; i++)
    {
        if (!strcmp(pbe_pkcs12_schemes[i].oid, oid))
            return &pbe_pkcs12_schemes[i];
    }
    return strcmp(pbe_pbes2.oid, oid) ? NULL : &pbe_pbes2;
}

static void plan_clear(struct pbe_plan *plan)
{
    bytes_clear(&plan->salt);
    secure_wipe(plan, sizeof(*plan));
}

static enum bridge_status make_plan(const struct pbe_scheme *scheme, const struct bytes *parameters,
                                    struct pbe_plan *plan)
{
    enum bridge_status status;

    plan->scheme = scheme;
    if ((status = scheme->plan(parameters, plan)))
        return status;
    if (!plan->iterations)
        return BRIDGE_BAD_DATA;
    return plan->iterations > PBE_MAX_ITERATIONS ? BRIDGE_NOT_SUPPORTED : BRIDGE_OK;
}

/* Encrypts or decrypts under the key that the password gives. */
static enum bridge_status
apply(struct pbe_plan *plan, const struct bridge_span *password,
      enum bridge_status (*operation)(const struct cipher *, const uint8_t *, const uint8_t *,
                                      const struct bytes *, struct bytes *),
      const struct bytes *input, struct bytes *out)
{
    uint8_t key[CIPHER_MAX_KEY];
    enum bridge_status status = plan->scheme->derive(plan, password, key);

    if (!status)
        status = operation(plan->cipher, key, plan->iv, input, out);
    secure_wipe(key, sizeof(key));
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Encryption
 */
static enum bridge_status encode(const struct pbe_plan *plan, const struct bytes *parameters,
                                 const struct bytes *encrypted, struct bytes *out)
{
    asn1_node node;
    enum bridge_status status = der_new("EncryptedPrivateKeyInfo", &node);

    if (!status)
        status = der_write_algorithm(node, "encryptionAlgorithm", plan->scheme->oid, parameters);
    if (!status)
        status = der_write(node, "encryptedData", encrypted->data, encrypted->size);
    if (!status)
        status = der_encode(node, out);
    der_delete(&node);
    return status;
}

/* The name of the scheme with a NUL. */
static enum bridge_status scheme_from_span(const struct bridge_span *oid,
                                           const struct pbe_scheme **scheme)
{
    char text[64];

    if (oid->size >= sizeof(text))
        return BRIDGE_NOT_SUPPORTED;
    memset(text, 0, sizeof(text));
    memcpy(text, oid->size ? (const char *)span_data(oid) : PBE_DEFAULT_OID,
           oid->size ? oid->size : sizeof(PBE_DEFAULT_OID));
    *scheme = find_scheme(text);
    return *scheme ? BRIDGE_OK : BRIDGE_NOT_SUPPORTED;
}

/* How the caller wants it.  What is wrong with it is the caller's parameter, not data. */
static enum bridge_status plan_from_caller(const struct bridge_pbe *params, struct pbe_plan *plan,
                                           struct bytes *parameters)
{
    const struct pbe_scheme *scheme;
    enum bridge_status status = scheme_from_span(&params->oid, &scheme);

    if (!status)
        status = scheme->choose(&params->parameters, parameters);
    if (!status)
        status = make_plan(scheme, parameters, plan);
    return status == BRIDGE_BAD_DATA ? BRIDGE_INVALID_PARAMETER : status;
}

/* Only the size is asked for: zeros as long as the result would be will do, without the work. */
static bool is_size_query(const struct bridge_pbe *params)
{
    return !params->output.data && !params->output.capacity;
}

static enum bridge_status encrypt(const struct bridge_pbe *params, struct pbe_plan *plan,
                                  struct bytes *encrypted)
{
    const struct bytes input = {span_data(&params->input), params->input.size};

    if (is_size_query(params))
        return bytes_alloc(encrypted, cipher_padded_size(plan->cipher, input.size));
    return apply(plan, &params->password, cipher_encrypt, &input, encrypted);
}

enum bridge_status unix_pkcs8_encrypt(struct bridge_pbe *params)
{
    struct bytes parameters = {0}, encrypted = {0}, out = {0};
    struct pbe_plan plan = {0};
    enum bridge_status status = plan_from_caller(params, &plan, &parameters);

    if (!status)
        status = encrypt(params, &plan, &encrypted);
    if (!status)
        status = encode(&plan, &parameters, &encrypted, &out);
    if (!status && is_size_query(params))
        params->output.size = (uint32_t)out.size;
    else if (!status)
        status = span_write(&params->output, out.data, out.size);
    plan_clear(&plan);
    bytes_clear(&parameters);
    bytes_clear(&encrypted);
    bytes_clear(&out);
    return status;
}

/* ------------------------------------------------------------------------------------------
 * Decryption
 */
static enum bridge_status plan_from_blob(asn1_node node, struct pbe_plan *plan)
{
    struct bytes oid = {0}, parameters = {0};
    const struct pbe_scheme *scheme = NULL;
    enum bridge_status status = der_read_algorithm(node, "encryptionAlgorithm", &oid, &parameters);

    if (!status && !(scheme = find_scheme((const char *)oid.data)))
        status = BRIDGE_NOT_SUPPORTED;
    if (!status)
        status = make_plan(scheme, &parameters, plan);
    bytes_clear(&oid);
    bytes_clear(&parameters);
    return status;
}

/* Padding can be right by chance, and RC4 has none: only a PrivateKeyInfo proves the password. */
static enum bridge_status check_plain(const struct bytes *plain)
{
    asn1_node node;
    enum bridge_status status = der_decode("PrivateKeyInfo", plain->data, plain->size, &node);

    der_delete(&node);
    return status == BRIDGE_BAD_DATA ? BRIDGE_BAD_PASSWORD : status;
}

static enum bridge_status decrypt(asn1_node node, struct bridge_pbe *params, struct pbe_plan *plan)
{
    struct bytes encrypted = {0}, plain = {0};
    enum bridge_status status = der_read(node, "encryptedData", &encrypted);

    if (!status)
        status = apply(plan, &params->password, cipher_decrypt, &encrypted, &plain);
    if (status == BRIDGE_DECRYPTION_FAILED)
        status = BRIDGE_BAD_PASSWORD;
    if (!status)
        status = check_plain(&plain);
    if (!status)
        status = span_write(&params->output, plain.data, plain.size);
    bytes_clear(&encrypted);
    bytes_clear(&plain);
    return status;
}

enum bridge_status unix_pkcs8_decrypt(struct bridge_pbe *params)
{
    struct pbe_plan plan = {0};
    asn1_node node;
    enum bridge_status status = der_decode("EncryptedPrivateKeyInfo", span_data(&params->input),
                                           params->input.size, &node);

    if (!status && !(params->flags & BRIDGE_PBE_PASSWORD))
        status = BRIDGE_BAD_PASSWORD;
    if (!status)
        status = plan_from_blob(node, &plan);
    if (!status)
        status = decrypt(node, params, &plan);
    plan_clear(&plan);
    der_delete(&node);
    return status;
}
