/*
 * The table of key types, see keytype.h.
 */
#include "keytype.h"

#include "curve.h"
#include "trace.h"
#include "unixcall.h"
#include "wide.h"

#define EC_LENGTHS(bits) {bits, bits, 0, bits}

#define AGREEMENT_ROW(name, curve, bits, public_magic, private_magic)                              \
    {name,                                                                                         \
     NCRYPT_ECDH_ALGORITHM_GROUP,                                                                  \
     NCRYPT_SECRET_AGREEMENT_INTERFACE,                                                            \
     NCRYPT_SECRET_AGREEMENT_OPERATION,                                                            \
     &ec_family,                                                                                   \
     curve,                                                                                        \
     EC_LENGTHS(bits),                                                                             \
     public_magic,                                                                                 \
     private_magic}

#define SIGNATURE_ROW(name, curve, bits, public_magic, private_magic)                              \
    {name,                                                                                         \
     NCRYPT_ECDSA_ALGORITHM_GROUP,                                                                 \
     NCRYPT_SIGNATURE_INTERFACE,                                                                   \
     NCRYPT_SIGNATURE_OPERATION,                                                                   \
     &ec_family,                                                                                   \
     curve,                                                                                        \
     EC_LENGTHS(bits),                                                                             \
     public_magic,                                                                                 \
     private_magic}

/* These have parameter sets instead of lengths; their magics are the blobs' knowledge. */
#define PQ_ROW(name, group, interface_id, operations, family)                                      \
    {name, group, interface_id, operations, family, CURVE_NONE, {0, 0, 0, 0}, 0, 0}

#define CIPHER_ROW(name, group, symmetric, ...)                                                    \
    {name,                                                                                         \
     group,                                                                                        \
     NCRYPT_CIPHER_INTERFACE,                                                                      \
     NCRYPT_CIPHER_OPERATION,                                                                      \
     &symmetric_family,                                                                            \
     CURVE_NONE,                                                                                   \
     {__VA_ARGS__},                                                                                \
     0,                                                                                            \
     0,                                                                                            \
     symmetric}

/* The secret has any length, and is what the caller sets it to. */
#define DERIVATION_ROW(name)                                                                       \
    {name,                                                                                         \
     NCRYPT_KEY_DERIVATION_GROUP,                                                                  \
     NCRYPT_KEY_DERIVATION_INTERFACE,                                                              \
     NCRYPT_KEY_DERIVATION_OPERATION,                                                              \
     &kdf_family,                                                                                  \
     CURVE_NONE}

/* The columns that a row does not give are empty. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
/* In the order of the interfaces.  RSA lengths: Wine's tests on Windows 10; DH and DSA lengths:
 * learn.microsoft.com, cng-algorithm-identifiers. */
static const struct key_type types[] = {
    {NCRYPT_RSA_ALGORITHM,
     NCRYPT_RSA_ALGORITHM_GROUP,
     NCRYPT_ASYMMETRIC_ENCRYPTION_INTERFACE,
     NCRYPT_ASYMMETRIC_ENCRYPTION_OPERATION | NCRYPT_SIGNATURE_OPERATION,
     &rsa_family,
     CURVE_NONE,
     {512, 16384, 8, 1024},
     BCRYPT_RSAPUBLIC_MAGIC,
     BCRYPT_RSAPRIVATE_MAGIC},

    {NCRYPT_DH_ALGORITHM,
     NCRYPT_DH_ALGORITHM_GROUP,
     NCRYPT_SECRET_AGREEMENT_INTERFACE,
     NCRYPT_SECRET_AGREEMENT_OPERATION,
     &dh_family,
     CURVE_NONE,
     {512, 16384, 64, 1024},
     BCRYPT_DH_PUBLIC_MAGIC,
     BCRYPT_DH_PRIVATE_MAGIC},

    AGREEMENT_ROW(NCRYPT_ECDH_P256_ALGORITHM, CURVE_NISTP256, 256, BCRYPT_ECDH_PUBLIC_P256_MAGIC,
                  BCRYPT_ECDH_PRIVATE_P256_MAGIC),
    AGREEMENT_ROW(NCRYPT_ECDH_P384_ALGORITHM, CURVE_NISTP384, 384, BCRYPT_ECDH_PUBLIC_P384_MAGIC,
                  BCRYPT_ECDH_PRIVATE_P384_MAGIC),
    AGREEMENT_ROW(NCRYPT_ECDH_P521_ALGORITHM, CURVE_NISTP521, 521, BCRYPT_ECDH_PUBLIC_P521_MAGIC,
                  BCRYPT_ECDH_PRIVATE_P521_MAGIC),
    AGREEMENT_ROW(NCRYPT_ECDH_ALGORITHM, CURVE_NONE, 0, BCRYPT_ECDH_PUBLIC_GENERIC_MAGIC,
                  BCRYPT_ECDH_PRIVATE_GENERIC_MAGIC),

    {NCRYPT_DSA_ALGORITHM,
     NCRYPT_DSA_ALGORITHM_GROUP,
     NCRYPT_SIGNATURE_INTERFACE,
     NCRYPT_SIGNATURE_OPERATION,
     &dsa_family,
     CURVE_NONE,
     {512, 3072, 64, 1024},
     BCRYPT_DSA_PUBLIC_MAGIC,
     BCRYPT_DSA_PRIVATE_MAGIC},

    SIGNATURE_ROW(NCRYPT_ECDSA_P256_ALGORITHM, CURVE_NISTP256, 256, BCRYPT_ECDSA_PUBLIC_P256_MAGIC,
                  BCRYPT_ECDSA_PRIVATE_P256_MAGIC),
    SIGNATURE_ROW(NCRYPT_ECDSA_P384_ALGORITHM, CURVE_NISTP384, 384, BCRYPT_ECDSA_PUBLIC_P384_MAGIC,
                  BCRYPT_ECDSA_PRIVATE_P384_MAGIC),
    SIGNATURE_ROW(NCRYPT_ECDSA_P521_ALGORITHM, CURVE_NISTP521, 521, BCRYPT_ECDSA_PUBLIC_P521_MAGIC,
                  BCRYPT_ECDSA_PRIVATE_P521_MAGIC),
    SIGNATURE_ROW(NCRYPT_ECDSA_ALGORITHM, CURVE_NONE, 0, BCRYPT_ECDSA_PUBLIC_GENERIC_MAGIC,
                  BCRYPT_ECDSA_PRIVATE_GENERIC_MAGIC),

    PQ_ROW(NCRYPT_MLDSA_ALGORITHM, NCRYPT_MLDSA_ALGORITHM_GROUP, NCRYPT_SIGNATURE_INTERFACE,
           NCRYPT_SIGNATURE_OPERATION, &mldsa_family),
    PQ_ROW(NCRYPT_SLHDSA_ALGORITHM, NCRYPT_SLHDSA_ALGORITHM_GROUP, NCRYPT_SIGNATURE_INTERFACE,
           NCRYPT_SIGNATURE_OPERATION, &slhdsa_family),

    PQ_ROW(NCRYPT_MLKEM_ALGORITHM, NCRYPT_MLKEM_ALGORITHM_GROUP, NCRYPT_KEY_ENCAPSULATION_INTERFACE,
           NCRYPT_KEY_ENCAPSULATION_OPERATION, &mlkem_family),

    CIPHER_ROW(NCRYPT_AES_ALGORITHM, NCRYPT_AES_ALGORITHM_GROUP, SYMMETRIC_AES, 128, 256, 64, 128),
    CIPHER_ROW(NCRYPT_3DES_ALGORITHM, NCRYPT_DES_ALGORITHM_GROUP, SYMMETRIC_3DES, 192, 192, 0, 192),
    CIPHER_ROW(NCRYPT_3DES_112_ALGORITHM, NCRYPT_DES_ALGORITHM_GROUP, SYMMETRIC_3DES_112, 128, 128,
               0, 128),
    CIPHER_ROW(NCRYPT_DES_ALGORITHM, NCRYPT_DES_ALGORITHM_GROUP, SYMMETRIC_DES, 64, 64, 0, 64),
    CIPHER_ROW(NCRYPT_RC2_ALGORITHM, NCRYPT_RC2_ALGORITHM_GROUP, SYMMETRIC_RC2, 16, 128, 8, 64),

    DERIVATION_ROW(BCRYPT_SP800108_CTR_HMAC_ALGORITHM),
    DERIVATION_ROW(BCRYPT_SP80056A_CONCAT_ALGORITHM),
    DERIVATION_ROW(BCRYPT_PBKDF2_ALGORITHM),
    DERIVATION_ROW(BCRYPT_CAPI_KDF_ALGORITHM),
    DERIVATION_ROW(BCRYPT_TLS1_1_KDF_ALGORITHM),
    DERIVATION_ROW(BCRYPT_TLS1_2_KDF_ALGORITHM),
    DERIVATION_ROW(BCRYPT_HKDF_ALGORITHM),
};
#pragma GCC diagnostic pop

/* Whether the Unix side has the mathematics. */
static bool is_available(const struct key_type *type)
{
    const struct bridge_attach *unix_side = unixcall_attach();

    return unix_side && unix_side->families >> type->family->id & 1 &&
           (type->curve == CURVE_NONE || unix_side->curves >> type->curve & 1);
}

const struct key_type *key_type_at(unsigned int n)
{
    unsigned int i;

    for (i = 0; i < ARRAYSIZE(types); i++)
    {
        if (is_available(&types[i]) && !n--)
            return &types[i];
    }
    return NULL;
}

const struct key_family *key_family_find(uint32_t id)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(types); i++)
    {
        if (types[i].family->id == id)
            return types[i].family;
    }
    return NULL;
}

/* Once per process, when such an algorithm is asked for. */
static void tell_absence(const struct key_type *type)
{
    const struct bridge_attach *unix_side = unixcall_attach();
    static LONG told;

    if (!unix_side || __atomic_exchange_n(&told, 1, __ATOMIC_RELAXED))
        return;
    ERR("%s is not available: it needs OpenSSL's libcrypto.so.3 of version 3.5 or later (package "
        "libssl3t64 of this architecture); found: %s\n",
        trace_wide(type->name), *unix_side->libcrypto ? unix_side->libcrypto : "none");
}

const struct key_type *key_type_find(const WCHAR *name)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(types); i++)
    {
        if (!wide_equal(types[i].name, name))
            continue;
        if (is_available(&types[i]))
            return &types[i];
        if (types[i].family->has_sets)
            tell_absence(&types[i]);
    }
    return NULL;
}

const struct key_type *key_type_by_magic(DWORD magic)
{
    const struct key_type *type;
    unsigned int i;

    for (i = 0; (type = key_type_at(i)); i++)
    {
        if (type->public_magic == magic || type->private_magic == magic)
            return type;
    }
    return NULL;
}

static const struct key_type *find_exact(enum bridge_family family, enum bridge_curve curve,
                                         DWORD operation)
{
    const struct key_type *type;
    unsigned int i;

    for (i = 0; (type = key_type_at(i)); i++)
    {
        if (type->family->id == family && type->curve == curve && type->operations & operation)
            return type;
    }
    return NULL;
}

const struct key_type *key_type_by_family(enum bridge_family family, enum bridge_curve curve,
                                          DWORD operation)
{
    const struct key_type *type = find_exact(family, curve, operation);

    return type || curve == CURVE_NONE ? type : find_exact(family, CURVE_NONE, operation);
}

const struct key_type *key_type_generic(const struct key_type *type)
{
    return type->curve == CURVE_NONE ? type
                                     : find_exact(type->family->id, CURVE_NONE, type->operations);
}

bool key_type_has_curve(const struct key_type *type, enum bridge_curve curve)
{
    if (type->family->id != FAMILY_EC)
        return true; /* other families have no curves */
    if (type->curve != CURVE_NONE)
        return curve_is_same(type->curve, curve);
    return curve != CURVE_25519 || type->operations & NCRYPT_SECRET_AGREEMENT_OPERATION;
}
