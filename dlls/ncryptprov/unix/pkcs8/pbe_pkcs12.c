/*
 * The PKCS #12 schemes: RFC 7292 Appendix B (key derivation) and C (identifiers, parameters).
 *
 * No library at hand offers the derivation by itself without being optional here (OpenSSL does, see
 * the tests); it is put together from Nettle's SHA-1 and GMP.
 */
#include <nettle/bignum.h>
#include <nettle/sha1.h>
#include <string.h>

#include "pbe.h"

#define BLOCK 64u /* v of RFC 7292: bytes of a SHA-1 block */

/* data repeated up to a multiple of v; nothing if there is nothing to repeat */
static size_t fill_size(const struct bytes *data)
{
    return (data->size + BLOCK - 1) / BLOCK * BLOCK;
}

static void fill(uint8_t *out, const struct bytes *data)
{
    size_t size = fill_size(data), i;

    for (i = 0; i < size; i++)
        out[i] = data->data[i % data->size];
}

/* A = H^r(D || I) */
static void hash_block(uint8_t id, const struct bytes *input, uint32_t iterations,
                       uint8_t digest[SHA1_DIGEST_SIZE])
{
    uint8_t diversifier[BLOCK];
    struct sha1_ctx context;

    memset(diversifier, id, sizeof(diversifier));
    sha1_init(&context);
    sha1_update(&context, sizeof(diversifier), diversifier);
    sha1_update(&context, input->size, input->data);
    sha1_digest(&context, SHA1_DIGEST_SIZE, digest);
    while (--iterations)
    {
        sha1_update(&context, SHA1_DIGEST_SIZE, digest);
        sha1_digest(&context, SHA1_DIGEST_SIZE, digest);
    }
    secure_wipe(&context, sizeof(context));
}

/* I_j = (I_j + B + 1) mod 2^v for every block of I; B is the digest repeated */
static void advance(struct bytes *input, const uint8_t digest[SHA1_DIGEST_SIZE])
{
    uint8_t repeated[BLOCK];
    mpz_t add, block;
    size_t i;

    for (i = 0; i < sizeof(repeated); i++)
        repeated[i] = digest[i % SHA1_DIGEST_SIZE];
    nettle_mpz_init_set_str_256_u(add, sizeof(repeated), repeated);
    mpz_add_ui(add, add, 1);
    mpz_init(block);
    for (i = 0; i < input->size; i += BLOCK)
    {
        nettle_mpz_set_str_256_u(block, BLOCK, input->data + i);
        mpz_add(block, block, add);
        mpz_fdiv_r_2exp(block, block, 8 * BLOCK);
        nettle_mpz_get_str_256(BLOCK, input->data + i, block);
    }
    mpz_clear(add);
    mpz_clear(block);
    secure_wipe(repeated, sizeof(repeated));
}

enum bridge_status pkcs12_kdf(const struct bytes *password, const struct bytes *salt,
                              uint32_t iterations, uint8_t id, uint8_t *out, size_t size)
{
    uint8_t digest[SHA1_DIGEST_SIZE];
    struct bytes input = {0};
    enum bridge_status status = bytes_alloc(&input, fill_size(salt) + fill_size(password));

    if (status)
        return status;
    fill(input.data, salt);
    fill(input.data + fill_size(salt), password);
    while (size)
    {
        size_t n = size < sizeof(digest) ? size : sizeof(digest);

        hash_block(id, &input, iterations, digest);
        memcpy(out, digest, n);
        out += n;
        if ((size -= n))
            advance(&input, digest);
    }
    secure_wipe(digest, sizeof(digest));
    bytes_clear(&input);
    return BRIDGE_OK;
}

/* ------------------------------------------------------------------------------------------
 * Parameters
 */
static uint32_t u32_at(const uint8_t *data)
{
    return data[0] | data[1] << 8 | data[2] << 16 | (uint32_t)data[3] << 24;
}

/* CRYPT_PKCS12_PBE_PARAMS: int iIterations, ULONG cbSalt, then the salt. */
static enum bridge_status read_wanted(const struct bridge_span *wanted, uint32_t *iterations,
                                      struct bytes *salt)
{
    const uint8_t *data = span_data(wanted);

    *iterations = PBE_DEFAULT_ITERATIONS;
    if (!wanted->size)
        return BRIDGE_OK;
    if (wanted->size < 8 || u32_at(data + 4) > wanted->size - 8)
        return BRIDGE_INVALID_PARAMETER;
    *iterations = u32_at(data);
    if (!*iterations || *iterations > INT32_MAX)
        return BRIDGE_INVALID_PARAMETER;
    return u32_at(data + 4) ? bytes_set(salt, data + 8, u32_at(data + 4)) : BRIDGE_OK;
}

static enum bridge_status random_salt(struct bytes *salt)
{
    enum bridge_status status = bytes_alloc(salt, PBE_PKCS12_SALT);

    if (status)
        return status;
    random_bytes(NULL, salt->size, salt->data);
    return random_ok() ? BRIDGE_OK : BRIDGE_NO_RANDOM;
}

static enum bridge_status choose(const struct bridge_span *wanted, struct bytes *parameters)
{
    struct bytes salt = {0};
    uint32_t iterations;
    asn1_node node = NULL;
    enum bridge_status status = read_wanted(wanted, &iterations, &salt);

    if (!status && !salt.data)
        status = random_salt(&salt);
    if (!status)
        status = der_new("PKCS12Parameters", &node);
    if (!status)
        status = der_write(node, "salt", salt.data, salt.size);
    if (!status)
        status = der_write_u32(node, "iterations", iterations);
    if (!status)
        status = der_encode(node, parameters);
    der_delete(&node);
    bytes_clear(&salt);
    return status;
}

static enum bridge_status plan(const struct bytes *parameters, struct pbe_plan *plan)
{
    asn1_node node = NULL;
    enum bridge_status status;

    plan->cipher = plan->scheme->cipher;
    if (!parameters->data)
        return BRIDGE_BAD_DATA;
    status = der_decode("PKCS12Parameters", parameters->data, parameters->size, &node);
    if (!status)
        status = der_read(node, "salt", &plan->salt);
    if (!status)
        status = der_read_u32(node, "iterations", &plan->iterations);
    der_delete(&node);
    return status;
}

static enum bridge_status derive(struct pbe_plan *plan, const struct bridge_span *password,
                                 uint8_t key[CIPHER_MAX_KEY])
{
    struct bytes text = {0};
    enum bridge_status status = password_to_bmp(password, &text);

    if (!status)
        status = pkcs12_kdf(&text, &plan->salt, plan->iterations, PKCS12_ID_KEY, key,
                            plan->cipher->key_size);
    if (!status && plan->cipher->block_size > 1)
        status = pkcs12_kdf(&text, &plan->salt, plan->iterations, PKCS12_ID_IV, plan->iv,
                            plan->cipher->block_size);
    bytes_clear(&text);
    return status;
}

#define ROW(n, c)                                                                                  \
    {.oid = "1.2.840.113549.1.12.1." n,                                                            \
     .cipher = &(c),                                                                               \
     .choose = choose,                                                                             \
     .plan = plan,                                                                                 \
     .derive = derive}
const struct pbe_scheme pbe_pkcs12_schemes[] = {
    ROW("1", cipher_rc4_128),  ROW("2", cipher_rc4_40),  ROW("3", cipher_3des),
    ROW("4", cipher_3des_112), ROW("5", cipher_rc2_128), ROW("6", cipher_rc2_40),
};
const size_t pbe_pkcs12_scheme_count = sizeof(pbe_pkcs12_schemes) / sizeof(pbe_pkcs12_schemes[0]);
