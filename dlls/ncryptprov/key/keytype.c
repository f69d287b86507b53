/*
 * The table of key types, see keytype.h.
 */
#include "keytype.h"

#include "curve.h"
#include "trace.h"
#include "unixcall.h"
#include "wide.h"

#define EC_LENGTHS(bits) {bits, bits, 0, bits}

/* The beginnings of rows: what an interface does. */
#define AGREEMENT(algorithm, of_group, of_family)                                                  \
    .name = algorithm, .group = of_group, .family = of_family,                                     \
    .interface_id = NCRYPT_SECRET_AGREEMENT_INTERFACE,                                             \
    .operations = NCRYPT_SECRET_AGREEMENT_OPERATION
#define SIGNATURE(algorithm, of_group, of_family)                                                  \
    .name = algorithm, .group = of_group, .family = of_family,                                     \
    .interface_id = NCRYPT_SIGNATURE_INTERFACE, .operations = NCRYPT_SIGNATURE_OPERATION
#define CIPHER(algorithm, of_group, kind)                                                          \
    .name = algorithm, .group = of_group, .family = &symmetric_family,                             \
    .interface_id = NCRYPT_CIPHER_INTERFACE, .operations = NCRYPT_CIPHER_OPERATION,                \
    .symmetric = kind
/* The secret has any length, and is what the caller sets it to. */
#define DERIVATION(algorithm)                                                                      \
    .name = algorithm, .group = NCRYPT_KEY_DERIVATION_GROUP, .family = &kdf_family,                \
    .interface_id = NCRYPT_KEY_DERIVATION_INTERFACE, .operations = NCRYPT_KEY_DERIVATION_OPERATION

#define MAGICS(public, private) .public_magic = public, .private_magic = private

#define ECDH(algorithm, on_curve, bits, blobs)                                                     \
    {AGREEMENT(algorithm, NCRYPT_ECDH_ALGORITHM_GROUP, &ec_family), .curve = on_curve,             \
     .lengths = EC_LENGTHS(bits),                                                                  \
     MAGICS(BCRYPT_ECDH_PUBLIC_##blobs##_MAGIC, BCRYPT_ECDH_PRIVATE_##blobs##_MAGIC)}
#define ECDSA(algorithm, on_curve, bits, blobs)                                                    \
    {SIGNATURE(algorithm, NCRYPT_ECDSA_ALGORITHM_GROUP, &ec_family), .curve = on_curve,            \
     .lengths = EC_LENGTHS(bits),                                                                  \
     MAGICS(BCRYPT_ECDSA_PUBLIC_##blobs##_MAGIC, BCRYPT_ECDSA_PRIVATE_##blobs##_MAGIC)}

/* In the order of the interfaces.  RSA lengths: Wine's tests on Windows 10; DH and DSA lengths:
 * learn.microsoft.com, cng-algorithm-identifiers.  Post-quantum types have parameter sets instead of
 * lengths; their magics are the blobs' knowledge. */
/* clang-format off */
static const struct key_type types[] = {
    {.name = NCRYPT_RSA_ALGORITHM, .group = NCRYPT_RSA_ALGORITHM_GROUP, .family = &rsa_family,
     .interface_id = NCRYPT_ASYMMETRIC_ENCRYPTION_INTERFACE,
     .operations = NCRYPT_ASYMMETRIC_ENCRYPTION_OPERATION | NCRYPT_SIGNATURE_OPERATION,
     .lengths = {512, 16384, 8, 1024}, MAGICS(BCRYPT_RSAPUBLIC_MAGIC, BCRYPT_RSAPRIVATE_MAGIC)},

    {AGREEMENT(NCRYPT_DH_ALGORITHM, NCRYPT_DH_ALGORITHM_GROUP, &dh_family),
     .lengths = {512, 16384, 64, 1024}, MAGICS(BCRYPT_DH_PUBLIC_MAGIC, BCRYPT_DH_PRIVATE_MAGIC)},
    ECDH(NCRYPT_ECDH_P256_ALGORITHM, CURVE_NISTP256, 256, P256),
    ECDH(NCRYPT_ECDH_P384_ALGORITHM, CURVE_NISTP384, 384, P384),
    ECDH(NCRYPT_ECDH_P521_ALGORITHM, CURVE_NISTP521, 521, P521),
    ECDH(NCRYPT_ECDH_ALGORITHM, CURVE_NONE, 0, GENERIC),

    {SIGNATURE(NCRYPT_DSA_ALGORITHM, NCRYPT_DSA_ALGORITHM_GROUP, &dsa_family),
     .lengths = {512, 3072, 64, 1024}, MAGICS(BCRYPT_DSA_PUBLIC_MAGIC, BCRYPT_DSA_PRIVATE_MAGIC)},
    ECDSA(NCRYPT_ECDSA_P256_ALGORITHM, CURVE_NISTP256, 256, P256),
    ECDSA(NCRYPT_ECDSA_P384_ALGORITHM, CURVE_NISTP384, 384, P384),
    ECDSA(NCRYPT_ECDSA_P521_ALGORITHM, CURVE_NISTP521, 521, P521),
    ECDSA(NCRYPT_ECDSA_ALGORITHM, CURVE_NONE, 0, GENERIC),
    {SIGNATURE(NCRYPT_MLDSA_ALGORITHM, NCRYPT_MLDSA_ALGORITHM_GROUP, &mldsa_family)},
    {SIGNATURE(NCRYPT_SLHDSA_ALGORITHM, NCRYPT_SLHDSA_ALGORITHM_GROUP, &slhdsa_family)},

    {.name = NCRYPT_MLKEM_ALGORITHM, .group = NCRYPT_MLKEM_ALGORITHM_GROUP, .family = &mlkem_family,
     .interface_id = NCRYPT_KEY_ENCAPSULATION_INTERFACE,
     .operations = NCRYPT_KEY_ENCAPSULATION_OPERATION},

    {CIPHER(NCRYPT_AES_ALGORITHM, NCRYPT_AES_ALGORITHM_GROUP, SYMMETRIC_AES),
     .lengths = {128, 256, 64, 128}},
    {CIPHER(NCRYPT_3DES_ALGORITHM, NCRYPT_DES_ALGORITHM_GROUP, SYMMETRIC_3DES),
     .lengths = {192, 192, 0, 192}},
    {CIPHER(NCRYPT_3DES_112_ALGORITHM, NCRYPT_DES_ALGORITHM_GROUP, SYMMETRIC_3DES_112),
     .lengths = {128, 128, 0, 128}},
    {CIPHER(NCRYPT_DES_ALGORITHM, NCRYPT_DES_ALGORITHM_GROUP, SYMMETRIC_DES),
     .lengths = {64, 64, 0, 64}},
    {CIPHER(NCRYPT_RC2_ALGORITHM, NCRYPT_RC2_ALGORITHM_GROUP, SYMMETRIC_RC2),
     .lengths = {16, 128, 8, 64}},

    {DERIVATION(BCRYPT_SP800108_CTR_HMAC_ALGORITHM)},
    {DERIVATION(BCRYPT_SP80056A_CONCAT_ALGORITHM)},
    {DERIVATION(BCRYPT_PBKDF2_ALGORITHM)},
    {DERIVATION(BCRYPT_CAPI_KDF_ALGORITHM)},
    {DERIVATION(BCRYPT_TLS1_1_KDF_ALGORITHM)},
    {DERIVATION(BCRYPT_TLS1_2_KDF_ALGORITHM)},
    {DERIVATION(BCRYPT_HKDF_ALGORITHM)},
};
/* clang-format on */

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

/* Once per process, when a post-quantum algorithm is asked for. */
static void tell_absence(const struct key_type *type)
{
    const struct bridge_attach *unix_side = unixcall_attach();
    static LONG told;

    if (!type->family->has_sets || !unix_side || __atomic_exchange_n(&told, 1, __ATOMIC_RELAXED))
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
    size_t i;

    if (!type && curve != CURVE_NONE)
        type = find_exact(family, CURVE_NONE, operation);
    for (i = 0; !type && i < ARRAYSIZE(types); i++)
    {
        if (types[i].family->id == family && !is_available(&types[i]))
            tell_absence(&types[i]);
    }
    return type;
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
