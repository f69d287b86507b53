/*
 * The one table of key families.
 */
#include "unixlib.h"

static const struct family_ops *const families[FAMILY_COUNT] = {
    [FAMILY_RSA] = &rsa_ops,       [FAMILY_EC] = &ec_ops,
    [FAMILY_DSA] = &dsa_ops,       [FAMILY_DH] = &dh_ops,
    [FAMILY_MLKEM] = &mlkem_ops,   [FAMILY_MLDSA] = &mldsa_ops,
    [FAMILY_SLHDSA] = &slhdsa_ops, [FAMILY_SYMMETRIC] = &symmetric_ops,
    [FAMILY_KDF] = &kdf_ops,
};

const struct family_ops *family_find(uint32_t family)
{
    const struct family_ops *ops = family < FAMILY_COUNT ? families[family] : NULL;

    return ops && (!ops->available || ops->available()) ? ops : NULL;
}
