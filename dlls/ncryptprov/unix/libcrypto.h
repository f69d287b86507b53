/*
 * OpenSSL's libcrypto, for the mathematics that Nettle lacks: loaded at run time by its SONAME, so
 * that its absence costs those algorithms only.
 */
#ifndef NCRYPTPROV_LIBCRYPTO_H
#define NCRYPTPROV_LIBCRYPTO_H

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <stdbool.h>

/* What the headers of older versions lack, as OpenSSL 3.5's declare it.  Which functions there are is
 * known when we run, not when we are built. */
#if OPENSSL_VERSION_NUMBER < 0x30400000L
int EVP_PKEY_sign_message_init(EVP_PKEY_CTX *ctx, EVP_SIGNATURE *algo, const OSSL_PARAM params[]);
int EVP_PKEY_verify_message_init(EVP_PKEY_CTX *ctx, EVP_SIGNATURE *algo, const OSSL_PARAM params[]);
#endif
#ifndef OSSL_SIGNATURE_PARAM_CONTEXT_STRING
#define OSSL_SIGNATURE_PARAM_CONTEXT_STRING "context-string"
#endif
#ifndef OSSL_SIGNATURE_PARAM_MESSAGE_ENCODING
#define OSSL_SIGNATURE_PARAM_MESSAGE_ENCODING "message-encoding"
#endif
#ifndef OSSL_SIGNATURE_PARAM_MU
#define OSSL_SIGNATURE_PARAM_MU "mu"
#endif
#ifndef OSSL_SIGNATURE_PARAM_TEST_ENTROPY
#define OSSL_SIGNATURE_PARAM_TEST_ENTROPY "test-entropy"
#endif
#ifndef OSSL_KEM_PARAM_IKME
#define OSSL_KEM_PARAM_IKME "ikme"
#endif

/* Every function that we call, once: X(name).  All must be there, or libcrypto counts as absent. */
#define LIBCRYPTO_FUNCTIONS(X)                                                                     \
    X(BN_CTX_free)                                                                                 \
    X(BN_CTX_new)                                                                                  \
    X(BN_bin2bn)                                                                                   \
    X(BN_bn2binpad)                                                                                \
    X(BN_clear_free)                                                                               \
    X(BN_cmp)                                                                                      \
    X(BN_free)                                                                                     \
    X(BN_is_one)                                                                                   \
    X(BN_is_zero)                                                                                  \
    X(BN_num_bits)                                                                                 \
    X(BN_secure_new)                                                                               \
    X(CRYPTO_free)                                                                                 \
    X(ECDSA_SIG_free)                                                                              \
    X(ECDSA_SIG_get0)                                                                              \
    X(ECDSA_SIG_new)                                                                               \
    X(ECDSA_SIG_set0)                                                                              \
    X(EC_GROUP_check)                                                                              \
    X(EC_GROUP_free)                                                                               \
    X(EC_GROUP_get0_cofactor)                                                                      \
    X(EC_GROUP_get0_generator)                                                                     \
    X(EC_GROUP_get0_order)                                                                         \
    X(EC_GROUP_get_curve)                                                                          \
    X(EC_GROUP_get_degree)                                                                         \
    X(EC_GROUP_new_from_params)                                                                    \
    X(EC_POINT_cmp)                                                                                \
    X(EC_POINT_free)                                                                               \
    X(EC_POINT_is_at_infinity)                                                                     \
    X(EC_POINT_mul)                                                                                \
    X(EC_POINT_new)                                                                                \
    X(EC_POINT_oct2point)                                                                          \
    X(EC_POINT_point2oct)                                                                          \
    X(ERR_clear_error)                                                                             \
    X(EVP_PKEY_CTX_free)                                                                           \
    X(EVP_PKEY_CTX_new_from_name)                                                                  \
    X(EVP_PKEY_CTX_new_from_pkey)                                                                  \
    X(EVP_PKEY_CTX_set_params)                                                                     \
    X(EVP_PKEY_derive)                                                                             \
    X(EVP_PKEY_derive_init)                                                                        \
    X(EVP_PKEY_derive_set_peer)                                                                    \
    X(EVP_PKEY_free)                                                                               \
    X(EVP_PKEY_fromdata)                                                                           \
    X(EVP_PKEY_fromdata_init)                                                                      \
    X(EVP_PKEY_generate)                                                                           \
    X(EVP_PKEY_get_bn_param)                                                                       \
    X(EVP_PKEY_get_int_param)                                                                      \
    X(EVP_PKEY_get_octet_string_param)                                                             \
    X(EVP_PKEY_keygen_init)                                                                        \
    X(EVP_PKEY_parameters_eq)                                                                      \
    X(EVP_PKEY_paramgen_init)                                                                      \
    X(EVP_PKEY_sign)                                                                               \
    X(EVP_PKEY_sign_init)                                                                          \
    X(EVP_PKEY_verify)                                                                             \
    X(EVP_PKEY_verify_init)                                                                        \
    X(OPENSSL_init_crypto)                                                                         \
    X(OPENSSL_version_major)                                                                       \
    X(OPENSSL_version_minor)                                                                       \
    X(OPENSSL_version_patch)                                                                       \
    X(OSSL_PARAM_BLD_free)                                                                         \
    X(OSSL_PARAM_BLD_new)                                                                          \
    X(OSSL_PARAM_BLD_push_BN)                                                                      \
    X(OSSL_PARAM_BLD_push_octet_string)                                                            \
    X(OSSL_PARAM_BLD_push_utf8_string)                                                             \
    X(OSSL_PARAM_BLD_to_param)                                                                     \
    X(OSSL_PARAM_free)                                                                             \
    X(OSSL_PARAM_merge)                                                                            \
    X(d2i_ECDSA_SIG)                                                                               \
    X(i2d_ECDSA_SIG)

/* What the post-quantum algorithms need besides, from OpenSSL 3.5 on all there: libcrypto_has_pq. */
#define LIBCRYPTO_PQ_FUNCTIONS(X)                                                                  \
    X(EVP_PKEY_decapsulate)                                                                        \
    X(EVP_PKEY_decapsulate_init)                                                                   \
    X(EVP_PKEY_encapsulate)                                                                        \
    X(EVP_PKEY_encapsulate_init)                                                                   \
    X(EVP_PKEY_pairwise_check)                                                                     \
    X(EVP_PKEY_sign_message_init)                                                                  \
    X(EVP_PKEY_verify_message_init)                                                                \
    X(EVP_SIGNATURE_fetch)                                                                         \
    X(EVP_SIGNATURE_free)                                                                          \
    X(OSSL_LIB_CTX_new)

#define LIBCRYPTO_MEMBER(name) __typeof__(&name) name;
struct libcrypto
{
    LIBCRYPTO_FUNCTIONS(LIBCRYPTO_MEMBER)
    LIBCRYPTO_PQ_FUNCTIONS(LIBCRYPTO_MEMBER)
};
#undef LIBCRYPTO_MEMBER

/* The functions, as libcrypto()->EVP_PKEY_free(...); NULL where there is no libcrypto of version 3.0
 * or later.  Any thread, any time. */
const struct libcrypto *libcrypto(void);

/* Whether LIBCRYPTO_PQ_FUNCTIONS are there, and what they are there for. */
bool libcrypto_has_pq(void);

/* major * 100 + minor (305: OpenSSL 3.5, the first with post-quantum algorithms); 0: absent. */
unsigned int libcrypto_version(void);

#endif
