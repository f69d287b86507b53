/*
 * Post-quantum keys: BCRYPT_MLKEM_KEY_BLOB, BCRYPT_PQDSA_KEY_BLOB (of the same layout) and
 * NCRYPT_PQ_BLOB.
 * https://learn.microsoft.com/windows/win32/seccng/bcrypt/ns-bcrypt-bcrypt_mlkem_key_blob
 * https://learn.microsoft.com/windows/win32/seccng/bcrypt/ns-bcrypt-bcrypt_pqdsa_key_blob
 */
#include "dump.h"

#include <ncrypt.h>
#include <ncrypt_ext.h>

#define PQ_HEADER                                                                                  \
    MAGIC_FIELD("dwMagic"), UINT_FIELD("cbParameterSet"), UINT_FIELD("cbKey"),                     \
        TEXT_FIELD("ParameterSet", "cbParameterSet")

static const struct field public_fields[] = {PQ_HEADER, BYTES_FIELD("Key", "cbKey")};
static const struct field private_fields[] = {PQ_HEADER, BYTES_SECRET("Key", "cbKey")};
static const struct field seed_fields[] = {PQ_HEADER, BYTES_SECRET("Seed", "cbKey")};

/* ncrypt.h: the name of a BCrypt blob type and a blob of that type. */
static const struct field wrapped_fields[] = {
    MAGIC_FIELD("dwMagic"),
    UINT_FIELD("cbBCryptType"),
    UINT_FIELD("cbBCryptBlob"),
    TEXT_FIELD("BCryptType", "cbBCryptType"),
    BLOB_FIELD("BCryptBlob", "cbBCryptBlob"),
};

#define PQ_KEY(type, structure, what, magic, fields)                                               \
    {type, structure, what, {MAGIC(magic)}, fields, ARRAYSIZE(fields), FALSE}
#define KEM_KEY(type, what, magic, fields)                                                         \
    PQ_KEY(type, "BCRYPT_MLKEM_KEY_BLOB", what, magic, fields)
#define DSA_KEY(type, what, magic, fields)                                                         \
    PQ_KEY(type, "BCRYPT_PQDSA_KEY_BLOB", what, magic, fields)

static const struct layout layouts[] = {
    KEM_KEY("MLKEMPUBLICBLOB", "ML-KEM public key", BCRYPT_MLKEM_PUBLIC_MAGIC, public_fields),
    KEM_KEY("MLKEMPRIVATEBLOB", "ML-KEM private key, expanded", BCRYPT_MLKEM_PRIVATE_MAGIC,
            private_fields),
    KEM_KEY("MLKEMPRIVATESEEDBLOB", "ML-KEM private key, seed", BCRYPT_MLKEM_PRIVATE_SEED_MAGIC,
            seed_fields),
    DSA_KEY("PQDSAPUBLICBLOB", "ML-DSA public key", BCRYPT_MLDSA_PUBLIC_MAGIC, public_fields),
    DSA_KEY("PQDSAPRIVATEBLOB", "ML-DSA private key, expanded", BCRYPT_MLDSA_PRIVATE_MAGIC,
            private_fields),
    DSA_KEY("PQDSAPRIVATESEEDBLOB", "ML-DSA private key, seed", BCRYPT_MLDSA_PRIVATE_SEED_MAGIC,
            seed_fields),
    DSA_KEY("PQDSAPUBLICBLOB", "SLH-DSA public key", BCRYPT_SLHDSA_PUBLIC_MAGIC, public_fields),
    DSA_KEY("PQDSAPRIVATEBLOB", "SLH-DSA private key", BCRYPT_SLHDSA_PRIVATE_MAGIC, private_fields),
    DSA_KEY("PQDSAPUBLICBLOB", "LMS public key", BCRYPT_LMS_PUBLIC_MAGIC, public_fields),
    DSA_KEY("PQDSAPUBLICBLOB", "XMSS public key", BCRYPT_XMSS_PUBLIC_MAGIC, public_fields),
    PQ_KEY("PQPrivateKeyBlob", "NCRYPT_PQ_BLOB", "post-quantum private key with its blob type",
           NCRYPT_PQ_PRIVATE_BLOB_MAGIC, wrapped_fields),
};

const struct layout_list pq_layouts = {layouts, ARRAYSIZE(layouts)};
