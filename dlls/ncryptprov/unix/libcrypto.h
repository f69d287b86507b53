/*
 * OpenSSL's libcrypto, for the mathematics that Nettle lacks: loaded at run time by its SONAME, so
 * that its absence costs those algorithms only.
 */
#ifndef NCRYPTPROV_LIBCRYPTO_H
#define NCRYPTPROV_LIBCRYPTO_H

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/params.h>

/* Every function that we call, once: X(name).  All must be there, or libcrypto counts as absent. */
#define LIBCRYPTO_FUNCTIONS(X)                                                                     \
    X(ERR_clear_error)                                                                             \
    X(EVP_PKEY_CTX_free)                                                                           \
    X(EVP_PKEY_CTX_new_from_name)                                                                  \
    X(EVP_PKEY_free)                                                                               \
    X(EVP_PKEY_fromdata)                                                                           \
    X(EVP_PKEY_fromdata_init)                                                                      \
    X(EVP_PKEY_get_octet_string_param)                                                             \
    X(OPENSSL_version_major)                                                                       \
    X(OPENSSL_version_minor)                                                                       \
    X(OPENSSL_version_patch)                                                                       \
    X(OSSL_PARAM_BLD_free)                                                                         \
    X(OSSL_PARAM_BLD_new)                                                                          \
    X(OSSL_PARAM_BLD_push_octet_string)                                                            \
    X(OSSL_PARAM_BLD_push_utf8_string)                                                             \
    X(OSSL_PARAM_BLD_to_param)                                                                     \
    X(OSSL_PARAM_free)

#define LIBCRYPTO_MEMBER(name) __typeof__(&name) name;
struct libcrypto
{
    LIBCRYPTO_FUNCTIONS(LIBCRYPTO_MEMBER)
};
#undef LIBCRYPTO_MEMBER

/* The functions, as libcrypto()->EVP_PKEY_free(...); NULL where there is no libcrypto of version 3.0
 * or later.  Any thread, any time. */
const struct libcrypto *libcrypto(void);

/* major * 100 + minor (305: OpenSSL 3.5, the first with post-quantum algorithms); 0: absent. */
unsigned int libcrypto_version(void);

#endif
