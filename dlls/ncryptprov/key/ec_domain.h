/*
 * Curves of keys: named ones, and explicit domain parameters as Windows writes them.
 *
 * BCRYPT_ECC_PARAMETER_HEADER (bcrypt_provider.h; seen in .NET's ECCng.ImportExport.cs): DWORDs
 * dwVersion 1, dwCurveType, dwCurveGenerationAlgId, cbFieldLength, cbSubgroupOrder, cbCofactor, cbSeed;
 * then, big-endian, p, a, b, Gx, Gy (cbFieldLength each), n, h, seed.  BCRYPT_ECCFULLKEY_BLOB is the
 * same with a magic number before and the key's numbers behind.
 */
#ifndef NCRYPTPROV_EC_DOMAIN_H
#define NCRYPTPROV_EC_DOMAIN_H

#include "bytes.h"
#include "key.h"

struct ec_header
{
    uint32_t field, order, cofactor, seed; /* bytes */
};

/* From dwVersion on.  following: bytes per field element and per order that must follow the domain
 * parameters; NTE_BAD_DATA unless exactly that is left in the reader, NTE_INVALID_PARAMETER or
 * GAP_STATUS_CURVE_TYPE for a header that makes no sense here. */
SECURITY_STATUS ec_read_header(struct reader *reader, uint32_t field_elements, uint32_t scalars,
                               struct ec_header *header);

/* Sizes of the parts EC_P to EC_SEED. */
void ec_plan_domain(const struct ec_header *header, uint32_t sizes[BRIDGE_MAX_PARTS]);

/* Reads p to seed into parts that were planned so. */
SECURITY_STATUS ec_read_domain(struct reader *reader, struct material *material);

/* Writes the header from dwVersion on, and p to seed. */
void ec_write_domain(struct writer *writer, const struct material *domain);

/* The value of the property ECCParameters, and of NCRYPTBUFFER_ECC_PARAMETERS. */
SECURITY_STATUS ec_decode_parameters(const BYTE *data, DWORD size, struct material **domain);

/* Domain parameters of a key or of a named curve, in material of its own.  GAP_STATUS_25519_PARAMETERS for
 * curves of another form than short Weierstrass, NTE_NOT_SUPPORTED where no library knows them. */
SECURITY_STATUS ec_named_domain(enum bridge_curve curve, struct material **domain);
SECURITY_STATUS ec_key_domain(const struct key *key, struct material **domain);

/* Copies the parts EC_P to EC_SEED, which are planned with these sizes. */
void ec_copy_domain(struct material *to, const struct material *from);

/* Sizes of a key's numbers; all zero while it has no curve. */
struct ec_sizes
{
    DWORD field_bits, order_bits;
};
void ec_domain_sizes(enum bridge_curve curve, const struct material *domain,
                     struct ec_sizes *sizes);
void ec_key_sizes(const struct key *key, struct ec_sizes *sizes);

/* Plans x, y and d (and p to seed where domain is not NULL) for a key on that curve. */
void ec_plan_key(enum bridge_curve curve, const struct material *domain, bool is_private,
                 uint32_t sizes[BRIDGE_MAX_PARTS]);

#endif
