/*
 * Calls that use keys and secrets: signatures, encryption, agreement, derivation.
 */
#ifndef NCRYPTPROV_BRIDGE_OPERATION_H
#define NCRYPTPROV_BRIDGE_OPERATION_H

#include "bridge_base.h"
#include "bridge_hashes.h"

/* How a hash becomes a signature, or a message a ciphertext. */
enum bridge_scheme
{
    SCHEME_NONE,  /* RSA: raw; EC, DSA, PQ: the only scheme they have */
    SCHEME_PKCS1, /* with DigestInfo if hash is set, else the bytes as they are */
    SCHEME_PSS,
    SCHEME_OAEP,
    SCHEME_PKCS1_OPTIONAL_OID /* verify: with or without DigestInfo */
};

/* For PQ signatures hash is an enum bridge_prehash, and digest is the message; the digest where hash is
 * set; or, with this flag, the message representative of ML-DSA. */
#define BRIDGE_PQ_EXTERNAL_MU 1u
/* digest is the M' of FIPS 204 algorithm 7 and FIPS 205 algorithm 19, with all that comes before the
 * message. */
#define BRIDGE_PQ_RAW 2u

/* sign, verify.  EC and DSA signatures are r || s, big-endian, each as long as the group order.
 * BRIDGE_INVALID_PARAMETER where digest does not have the hash's length (SCHEME_PKCS1 with a hash,
 * SCHEME_PSS) or does not fit the key.  verify: BRIDGE_BAD_SIGNATURE. */
struct bridge_sign
{
    uint64_t object;
    uint32_t scheme;
    uint32_t hash;
    uint32_t salt_size; /* PSS, bytes */
    uint32_t flags;     /* PQ: see BRIDGE_PQ_* */
    struct bridge_span digest;
    struct bridge_span context;   /* PQ: context string */
    struct bridge_span signature; /* sign: out */
};

/* encrypt, decrypt (RSA).  SCHEME_NONE: input has exactly the length of the modulus.
 * decrypt writes at most capacity bytes; BRIDGE_BUFFER_TOO_SMALL with size set otherwise.
 * Padding is checked without a data-dependent branch until the one answer is known. */
struct bridge_crypt
{
    uint64_t object;
    uint32_t scheme;
    uint32_t hash; /* OAEP: hash of label and mask */
    struct bridge_span label;
    struct bridge_span input;
    struct bridge_span output;
};

/* What a symmetric key is for: the group of FAMILY_SYMMETRIC. */
enum bridge_symmetric
{
    SYMMETRIC_NONE,
    SYMMETRIC_AES,      /* 128, 192 or 256 bits */
    SYMMETRIC_3DES,     /* 192 bits: three keys with their parity bits */
    SYMMETRIC_3DES_112, /* 128 bits: the first key is also the third */
    SYMMETRIC_DES,      /* 64 bits */
    SYMMETRIC_RC2,      /* 16 to 128 bits, all of them effective (RFC 2268) */
    SYMMETRIC_COUNT
};

enum bridge_chaining
{
    CHAINING_CBC,
    CHAINING_ECB,
    CHAINING_CFB, /* with 8 bits of feedback (SP 800-38A 6.3, s = 8) */
    CHAINING_GCM, /* these two for AES only */
    CHAINING_CCM,
    CHAINING_COUNT
};

#define BRIDGE_CIPHER_DECRYPT 1u
#define BRIDGE_CIPHER_PADDING 2u /* CBC, ECB: RFC 5652 6.3; without it, whole blocks only */

#define BRIDGE_MAX_BLOCK 16

/* cipher: encrypts or decrypts with a symmetric key.
 * iv: of one block, read, and on success replaced by that with which to go on (CBC, CFB); read only
 * (GCM: 12 bytes, CCM: 7 to 13 bytes); empty (ECB).
 * tag, auth_data: GCM and CCM.  Encryption fills the tag to its capacity (12 to 16 bytes; CCM: 4 to
 * 16, even), decryption compares it.
 * input and output may be the same memory.  BRIDGE_BUFFER_TOO_SMALL with output.size set; decryption
 * with padding has to do its work to know it.
 * BRIDGE_INVALID_PARAMETER: a size that is none; BRIDGE_DECRYPTION_FAILED: padding or tag. */
struct bridge_cipher
{
    uint64_t object;
    uint32_t chaining;
    uint32_t flags;
    struct bridge_span iv;
    struct bridge_span auth_data;
    struct bridge_span tag;
    struct bridge_span input;
    struct bridge_span output;
};

/* agree: the secret Z of two keys (EC: the x coordinate of the product, big-endian, as long as the
 * field; DH: big-endian, as long as the modulus; curve25519: the 32 bytes of RFC 7748).
 * BRIDGE_INVALID_PARAMETER where the keys are of different families or domains, or give no secret.
 * secret with capacity 0 asks for the size: BRIDGE_BUFFER_TOO_SMALL without work. */
struct bridge_agree
{
    uint64_t own;  /* with its private part */
    uint64_t peer; /* may be the same object */
    struct bridge_span secret;
};

/* encapsulate, decapsulate (ML-KEM).  encapsulate: both spans are outputs.  decapsulate: ciphertext is
 * an input; one of the right length that was not made for this key gives a pseudo-random secret (FIPS
 * 203 section 6.3), one of another length BRIDGE_INVALID_PARAMETER. */
struct bridge_kem
{
    uint64_t object;
    struct bridge_span secret; /* out */
    struct bridge_span ciphertext;
};

/* derive: bytes from a secret.  What before, after, key and iterations mean depends on the kdf. */
enum bridge_kdf
{
    DERIVE_HASH,      /* hash(before || secret || after) */
    DERIVE_HMAC,      /* HMAC(key, before || secret || after) */
    DERIVE_TLS_1_0,   /* PRF of RFC 2246 section 5: label before, seed after; hash is not used */
    DERIVE_TLS_1_2,   /* PRF of RFC 5246 section 5: label before, seed after */
    DERIVE_CONCAT,    /* SP 800-56A 5.8.1: hash(counter || secret || after), OtherInfo after */
    DERIVE_SP800_108, /* SP 800-108 5.1: HMAC(secret, counter || after || bits of output), fixed
                       * input after */
    DERIVE_HKDF,      /* RFC 5869: salt key, info after */
    DERIVE_PBKDF2,    /* RFC 8018 5.2 with HMAC: password secret, salt key */
    DERIVE_CAPI       /* CryptDeriveKey: hash(secret), expanded if that is too short */
};

#define BRIDGE_DERIVE_EXPAND 1u /* DERIVE_CAPI: expand in any case */

/* BRIDGE_INVALID_PARAMETER where the kdf cannot give so many bytes, or with 0 iterations.
 * BRIDGE_NOT_SUPPORTED: no such hash. */
struct bridge_derive
{
    uint32_t kdf;
    uint32_t hash;
    uint32_t flags;
    uint32_t pad;
    uint64_t iterations; /* DERIVE_PBKDF2 */
    struct bridge_span secret;
    struct bridge_span key;
    struct bridge_span before;
    struct bridge_span after;
    struct bridge_span output; /* filled to capacity */
};

struct bridge_random
{
    struct bridge_span output; /* filled to capacity */
};

/* digest: the hash of input; output has room for all of it. */
struct bridge_digest
{
    uint32_t hash;
    uint32_t pad;
    struct bridge_span input;
    struct bridge_span output;
};

#define BRIDGE_SEAL_KEY 32      /* bytes */
#define BRIDGE_SEAL_OVERHEAD 28 /* bytes that seal adds: nonce and tag */

/* seal: encrypts and authenticates with AES-256-GCM under a random nonce; the output is nonce (12) ||
 * ciphertext || tag (16).  header is authenticated and not part of the output.
 * open: the reverse; BRIDGE_BAD_DATA unless everything is as it was sealed. */
struct bridge_seal
{
    struct bridge_span key;
    struct bridge_span header;
    struct bridge_span input;
    struct bridge_span output; /* must not overlap with input */
};

#endif
