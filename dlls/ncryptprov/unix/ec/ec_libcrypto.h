/*
 * What the files of the libcrypto backend share.
 *
 * Functions of libcrypto tell success by 1; whoever sees another answer goes through
 * ec_libcrypto_failed, so that no error stays behind in libcrypto's queue of this thread.
 */
#ifndef NCRYPTPROV_EC_LIBCRYPTO_H
#define NCRYPTPROV_EC_LIBCRYPTO_H

#include "ec.h"
#include "libcrypto.h"

/* The longest field that libcrypto takes is 661 bits (OPENSSL_ECC_MAX_FIELD_BITS). */
#define EC_MAX_FIELD_BYTES 83
#define EC_MAX_POINT (1 + 2 * EC_MAX_FIELD_BYTES) /* 04 || x || y */

struct ec_libcrypto_object
{
    struct object base;
    EVP_PKEY *pkey;      /* NULL if not usable */
    uint32_t field_size; /* bytes */
    uint32_t order_size;
};

/* ec_domain.c: a curve as libcrypto sees it. */
struct ec_domain
{
    OSSL_PARAM *params; /* a group name, or explicit parameters */
    EC_GROUP *group;
    BN_CTX *bn;
    uint32_t field_size, order_size; /* bytes */
};

/* curve: a named one, or CURVE_EXPLICIT with its parameters in parts.  BRIDGE_BAD_KEY if they make no
 * curve; with validate also if they contradict each other.  *domain is to be closed in any case. */
enum bridge_status ec_domain_open(uint32_t curve, const struct bridge_span *parts, bool validate,
                                  struct ec_domain *domain);
void ec_domain_close(struct ec_domain *domain);

/* Clears libcrypto's error queue and returns status. */
enum bridge_status ec_libcrypto_failed(enum bridge_status status);

/* ec_libcrypto_op.c: ECDSA and ECDH */
enum bridge_status ec_libcrypto_sign(const struct object *object, struct bridge_sign *params);
enum bridge_status ec_libcrypto_verify(const struct object *object,
                                       const struct bridge_sign *params);
enum bridge_status ec_libcrypto_agree(const struct object *own, const struct object *peer,
                                      struct bridge_span *secret);

#endif
