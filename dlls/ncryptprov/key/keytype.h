/*
 * Key types: one row per algorithm name of CNG, one family per kind of mathematics.
 *
 * Everything that NCrypt tells about algorithms is read from these rows: EnumAlgorithms,
 * IsAlgSupported, Algorithm Group, Lengths, the magics of blobs.
 */
#ifndef NCRYPTPROV_KEYTYPE_H
#define NCRYPTPROV_KEYTYPE_H

#include "bridge.h"
#include "os.h"

struct blob_contents;
struct cipher_request;
struct key;
struct material;

/* What a family's keys can do differently from others.  A missing operation is NTE_NOT_SUPPORTED. */
struct key_family
{
    enum bridge_family id;
    bool has_sets;            /* its keys have a parameter set, and no length */
    uint32_t private_parts;   /* bit n: part n is secret */
    const WCHAR *public_blob; /* what PUBLICBLOB and PRIVATEBLOB stand for */
    const WCHAR *private_blob;
    SECURITY_STATUS bad_numbers; /* status of an import whose numbers contradict each other */

    /* Whether a new key has all that it takes to make its numbers.  NULL: always. */
    SECURITY_STATUS (*check_new)(const struct key *key);
    /* What makes the bridge's objects of one family different (its "group"): the curve, the
     * parameter set, the cipher.  NULL: nothing does. */
    uint32_t (*group)(const struct key *key);
    /* Sizes of all numbers of a new key of key->length bits.  NULL: a key is only made of numbers
     * that are given. */
    void (*plan_new)(const struct key *key, uint32_t sizes[BRIDGE_MAX_PARTS]);
    /* Sets what must be given before generation (RSA: the exponent; DSA, DH: a group of the
     * caller's; EC: an explicit curve). */
    SECURITY_STATUS (*prepare_new)(const struct key *key, struct material *material);
    /* The length in bits of a key with these numbers. */
    DWORD (*length)(const struct key *key);

    /* Takes the state of a key from the properties that were kept with it.  NULL: none is kept. */
    void (*restore)(struct key *key);

    /* Takes the numbers of a decoded PKCS#8 structure.  NULL: the family has no PKCS#8 form. */
    SECURITY_STATUS (*take_pkcs8)(const struct bridge_pkcs8_decode *decoded,
                                  struct blob_contents *contents);

    /* Sizes in bytes.  NULL: the property does not exist. */
    DWORD (*signature_size)(const struct key *key);
    DWORD (*block_size)(const struct key *key);
    DWORD (*ciphertext_size)(const struct key *key); /* of key encapsulation */

    /* Turn padding information and flags into the bridge's parameters, or refuse them. */
    SECURITY_STATUS (*sign_setup)(const struct key *key, const void *padding, DWORD flags,
                                  DWORD digest_size, bool verify, struct bridge_sign *params);
    SECURITY_STATUS (*crypt_setup)(const struct key *key, const void *padding, DWORD flags,
                                   struct bridge_crypt *params);

    /* Encrypts or decrypts with a symmetric key, which the caller has locked for itself. */
    SECURITY_STATUS (*cipher)(struct key *key, const struct cipher_request *request);
};

struct key_lengths
{
    DWORD minimum, maximum, increment, standard; /* bits; standard: if none is set */
};

struct key_type
{
    const WCHAR *name;  /* NCRYPT_ALGORITHM_PROPERTY */
    const WCHAR *group; /* NCRYPT_ALGORITHM_GROUP_PROPERTY */
    DWORD interface_id; /* NCRYPT_*_INTERFACE, the "class" of an enumeration */
    DWORD operations;   /* NCRYPT_*_OPERATION */
    const struct key_family *family;
    enum bridge_curve curve; /* the only one this type has, else CURVE_NONE */
    struct key_lengths lengths;
    DWORD public_magic, private_magic; /* of ECC blobs, where the magic names the type */
    enum bridge_symmetric symmetric;   /* of symmetric keys */
};

extern const struct key_family symmetric_family, kdf_family;
extern const struct key_family rsa_family, ec_family, dsa_family, dh_family;
extern const struct key_family mlkem_family, mldsa_family, slhdsa_family;

/* The family with that number, or NULL. */
const struct key_family *key_family_find(uint32_t id);

/* Row n of the types that work here, in the order of enumeration; NULL after the last. */
const struct key_type *key_type_at(unsigned int n);
const struct key_type *key_type_find(const WCHAR *name);
const struct key_type *key_type_by_magic(DWORD magic);
/* Of several the one that is for this curve alone. */
const struct key_type *key_type_by_family(enum bridge_family family, enum bridge_curve curve,
                                          DWORD operation);

/* ECDSA for ECDSA_P256, and so on; any other type as it is. */
const struct key_type *key_type_generic(const struct key_type *type);

/* Whether keys of that type can be on the curve: curve25519 is for agreement only. */
bool key_type_has_curve(const struct key_type *type, enum bridge_curve curve);

#endif
