/*
 * New finite field groups, by libcrypto: Nettle's generator neither takes nor gives a seed.
 */
#include <nettle/bignum.h>
#include <nettle/macros.h>
#include <string.h>

#include "ffc.h"
#include "libcrypto.h"

#define MAX_NUMBER 2048 /* bytes; NCRYPT_LENGTHS of DH */

void ffc_group_init(struct ffc_group *group)
{
    mpz_inits(group->p, group->q, group->g, NULL);
    group->seed_size = 0;
    memset(group->count, 0, sizeof(group->count));
}

void ffc_group_clear(struct ffc_group *group)
{
    mpz_clears(group->p, group->q, group->g, NULL);
}

bool ffc_is_prime(const mpz_t value)
{
    return mpz_probab_prime_p(value, 25) > 0;
}

static bool get_number(const EVP_PKEY *key, const char *name, mpz_t value)
{
    const struct libcrypto *lib = libcrypto();
    uint8_t bytes[MAX_NUMBER];
    BIGNUM *number = NULL;
    bool ok = lib->EVP_PKEY_get_bn_param(key, name, &number) &&
              lib->BN_bn2binpad(number, bytes, sizeof(bytes)) == sizeof(bytes);

    if (ok)
        nettle_mpz_set_str_256_u(value, sizeof(bytes), bytes);
    lib->BN_free(number);
    return ok;
}

static bool get_seed(const EVP_PKEY *key, struct ffc_group *group)
{
    const struct libcrypto *lib = libcrypto();
    int count;

    if (!lib->EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_FFC_SEED, group->seed,
                                              sizeof(group->seed), &group->seed_size) ||
        !lib->EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_FFC_PCOUNTER, &count) || count < 0)
        return false;
    WRITE_UINT32(group->count, (uint32_t)count);
    return true;
}

/* type: "DSA" or "DH".  NULL: it did not work. */
static EVP_PKEY *generate(const char *type, const OSSL_PARAM *params)
{
    const struct libcrypto *lib = libcrypto();
    EVP_PKEY_CTX *context = lib->EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    EVP_PKEY *key = NULL;

    if (context && lib->EVP_PKEY_paramgen_init(context) > 0 &&
        lib->EVP_PKEY_CTX_set_params(context, params) > 0)
        lib->EVP_PKEY_generate(context, &key);
    lib->EVP_PKEY_CTX_free(context);
    lib->ERR_clear_error();
    return key;
}

#define TEXT(name, value) OSSL_PARAM_utf8_string(name, value, sizeof(value) - 1)

enum bridge_status ffc_generate_dsa(struct ffc_group *group, uint32_t p_bits)
{
    static char old_standard[] = "fips186_2", new_standard[] = "fips186_4";
    static char old_hash[] = "SHA1", new_hash[] = "SHA256";
    size_t pbits = p_bits, qbits = p_bits > 1024 ? 256 : 160;
    OSSL_PARAM old_params[] = {OSSL_PARAM_size_t(OSSL_PKEY_PARAM_FFC_PBITS, &pbits),
                               OSSL_PARAM_size_t(OSSL_PKEY_PARAM_FFC_QBITS, &qbits),
                               TEXT(OSSL_PKEY_PARAM_FFC_TYPE, old_standard),
                               TEXT(OSSL_PKEY_PARAM_FFC_DIGEST, old_hash), OSSL_PARAM_END};
    OSSL_PARAM new_params[] = {OSSL_PARAM_size_t(OSSL_PKEY_PARAM_FFC_PBITS, &pbits),
                               OSSL_PARAM_size_t(OSSL_PKEY_PARAM_FFC_QBITS, &qbits),
                               TEXT(OSSL_PKEY_PARAM_FFC_TYPE, new_standard),
                               TEXT(OSSL_PKEY_PARAM_FFC_DIGEST, new_hash), OSSL_PARAM_END};
    EVP_PKEY *key;
    bool ok;

    if (!libcrypto())
        return BRIDGE_NOT_SUPPORTED;
    if (!(key = generate("DSA", p_bits > 1024 ? new_params : old_params)))
        return BRIDGE_NOT_SUPPORTED;
    ok = get_number(key, OSSL_PKEY_PARAM_FFC_P, group->p) &&
         get_number(key, OSSL_PKEY_PARAM_FFC_Q, group->q) &&
         get_number(key, OSSL_PKEY_PARAM_FFC_G, group->g) && get_seed(key, group);
    libcrypto()->EVP_PKEY_free(key);
    return ok ? BRIDGE_OK : BRIDGE_INTERNAL;
}

enum bridge_status ffc_generate_dh(struct ffc_group *group, uint32_t p_bits)
{
    static char type[] = "generator";
    size_t pbits = p_bits;
    int generator = 2;
    OSSL_PARAM params[] = {
        OSSL_PARAM_size_t(OSSL_PKEY_PARAM_FFC_PBITS, &pbits), TEXT(OSSL_PKEY_PARAM_FFC_TYPE, type),
        OSSL_PARAM_int(OSSL_PKEY_PARAM_DH_GENERATOR, &generator), OSSL_PARAM_END};
    EVP_PKEY *key;
    bool ok;

    if (!libcrypto())
        return BRIDGE_NOT_SUPPORTED;
    if (!(key = generate("DH", params)))
        return BRIDGE_NOT_SUPPORTED;
    ok = get_number(key, OSSL_PKEY_PARAM_FFC_P, group->p) &&
         get_number(key, OSSL_PKEY_PARAM_FFC_G, group->g);
    libcrypto()->EVP_PKEY_free(key);
    return ok ? BRIDGE_OK : BRIDGE_INTERNAL;
}
