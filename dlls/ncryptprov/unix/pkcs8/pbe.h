/*
 * Encryption of private keys under a password: PKCS #12 (RFC 7292 Appendix C) and PBES2 (RFC 8018).
 */
#ifndef NCRYPTPROV_PBE_H
#define NCRYPTPROV_PBE_H

#include "cipher.h"

/* More iterations than this are not computed, but refused with BRIDGE_NOT_SUPPORTED: it is a few
 * seconds, and input from elsewhere must not be able to ask for hours. */
#define PBE_MAX_ITERATIONS 10000000

/* What is done when nothing else is asked for: the habit of Windows' PFX files (blobs.md of the
 * reference, section 9). */
#define PBE_DEFAULT_OID "1.2.840.113549.1.12.1.3" /* pbeWithSHA1And3-KeyTripleDES-CBC */
#define PBE_DEFAULT_ITERATIONS 2000
#define PBE_PKCS12_SALT 8 /* bytes */
#define PBE_PBES2_SALT 16

/* How one blob is encrypted: all that its AlgorithmIdentifier says. */
struct pbe_plan
{
    const struct pbe_scheme *scheme;
    const struct cipher *cipher;
    const struct pbe_prf *prf; /* PBES2 */
    uint32_t iterations;
    struct bytes salt;
    uint8_t iv[CIPHER_MAX_BLOCK]; /* PBES2; PKCS #12 derives it */
};

struct pbe_scheme
{
    const char *oid;
    const struct cipher *cipher; /* PKCS #12 */
    /* The DER of the parameters for what the caller wants (see bridge_pbe), or for the default. */
    enum bridge_status (*choose)(const struct bridge_span *wanted, struct bytes *parameters);
    /* Reads them; fills all but plan->scheme. */
    enum bridge_status (*plan)(const struct bytes *parameters, struct pbe_plan *plan);
    enum bridge_status (*derive)(struct pbe_plan *plan, const struct bridge_span *password,
                                 uint8_t key[CIPHER_MAX_KEY]);
};

/* pbe_pkcs12.c, pbe_pbes2.c */
extern const struct pbe_scheme pbe_pkcs12_schemes[];
extern const size_t pbe_pkcs12_scheme_count;
extern const struct pbe_scheme pbe_pbes2;

/* RFC 7292 Appendix B.2 with SHA-1.  id: 1 key, 2 IV.  password: big-endian UTF-16 with NUL. */
#define PKCS12_ID_KEY 1
#define PKCS12_ID_IV 2
enum bridge_status pkcs12_kdf(const struct bytes *password, const struct bytes *salt,
                              uint32_t iterations, uint8_t id, uint8_t *out, size_t size);

/* password.c: from UTF-16LE without NUL to what the schemes want.  The result is for the caller to
 * clear, also after a failure.  BRIDGE_INVALID_PARAMETER: half a character, or half a surrogate
 * pair where UTF-8 has to be made of it. */
enum bridge_status password_to_bmp(const struct bridge_span *password, struct bytes *out);
enum bridge_status password_to_utf8(const struct bridge_span *password, struct bytes *out);

#endif
