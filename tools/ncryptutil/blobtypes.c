#include "blobtypes.h"

#include "text.h"

#include <string.h>

#define RSA_GROUP " RSA "
#define ECC_GROUPS " ECDSA ECDH "
#define ECDH_GROUP " ECDH "
#define DH_GROUP " DH "
#define DSA_GROUP " DSA "
#define MLKEM_GROUP " MLKEM "
#define PQDSA_GROUPS " MLDSA SLHDSA "
#define PQ_GROUPS " MLKEM MLDSA SLHDSA "
#define CIPHER_GROUP " AES DES RC2 "
#define KDF_GROUP " KEY_DERIVATION "
#define ASYMMETRIC " RSA ECDSA ECDH DH DSA MLKEM MLDSA SLHDSA "

static const struct blob_type types[] = {
    {"PUBLICBLOB", "BCRYPT_PUBLIC_KEY_BLOB", ASYMMETRIC, FALSE, NULL},
    {"PRIVATEBLOB", "BCRYPT_PRIVATE_KEY_BLOB", ASYMMETRIC, TRUE, NULL},
    {"RSAPUBLICBLOB", "BCRYPT_RSAPUBLIC_BLOB", RSA_GROUP, FALSE, NULL},
    {"RSAPRIVATEBLOB", "BCRYPT_RSAPRIVATE_BLOB", RSA_GROUP, TRUE, NULL},
    {"RSAFULLPRIVATEBLOB", "BCRYPT_RSAFULLPRIVATE_BLOB", RSA_GROUP, TRUE, NULL},
    {"CAPIPUBLICBLOB", "LEGACY_RSAPUBLIC_BLOB", RSA_GROUP, FALSE, NULL},
    {"CAPIPRIVATEBLOB", "LEGACY_RSAPRIVATE_BLOB", RSA_GROUP, TRUE, NULL},
    {"ECCPUBLICBLOB", "BCRYPT_ECCPUBLIC_BLOB", ECC_GROUPS, FALSE, NULL},
    {"ECCPRIVATEBLOB", "BCRYPT_ECCPRIVATE_BLOB", ECC_GROUPS, TRUE, NULL},
    {"ECCFULLPUBLICBLOB", "BCRYPT_ECCFULLPUBLIC_BLOB", ECC_GROUPS, FALSE, NULL},
    {"ECCFULLPRIVATEBLOB", "BCRYPT_ECCFULLPRIVATE_BLOB", ECC_GROUPS, TRUE, NULL},
    {"SSLECCPUBLICBLOB", "SSL_ECCPUBLIC_BLOB", ECDH_GROUP, FALSE, NULL},
    {"DHPUBLICBLOB", "BCRYPT_DH_PUBLIC_BLOB", DH_GROUP, FALSE, NULL},
    {"DHPRIVATEBLOB", "BCRYPT_DH_PRIVATE_BLOB", DH_GROUP, TRUE, NULL},
    {"CAPIDHPUBLICBLOB", "LEGACY_DH_PUBLIC_BLOB", DH_GROUP, FALSE, NULL},
    {"CAPIDHPRIVATEBLOB", "LEGACY_DH_PRIVATE_BLOB", DH_GROUP, TRUE, NULL},
    {"DSAPUBLICBLOB", "BCRYPT_DSA_PUBLIC_BLOB", DSA_GROUP, FALSE, NULL},
    {"DSAPRIVATEBLOB", "BCRYPT_DSA_PRIVATE_BLOB", DSA_GROUP, TRUE, NULL},
    {"CAPIDSAPUBLICBLOB", "LEGACY_DSA_PUBLIC_BLOB", DSA_GROUP, FALSE, NULL},
    {"CAPIDSAPRIVATEBLOB", "LEGACY_DSA_PRIVATE_BLOB", DSA_GROUP, TRUE, NULL},
    {"V2CAPIDSAPUBLICBLOB", "LEGACY_DSA_V2_PUBLIC_BLOB", DSA_GROUP, FALSE, NULL},
    {"V2CAPIDSAPRIVATEBLOB", "LEGACY_DSA_V2_PRIVATE_BLOB", DSA_GROUP, TRUE, NULL},
    {"MLKEMPUBLICBLOB", "BCRYPT_MLKEM_PUBLIC_BLOB", MLKEM_GROUP, FALSE, NULL},
    {"MLKEMPRIVATEBLOB", "BCRYPT_MLKEM_PRIVATE_BLOB", MLKEM_GROUP, TRUE, NULL},
    {"MLKEMPRIVATESEEDBLOB", "BCRYPT_MLKEM_PRIVATE_SEED_BLOB", MLKEM_GROUP, TRUE, NULL},
    {"PQDSAPUBLICBLOB", "BCRYPT_PQDSA_PUBLIC_BLOB", PQDSA_GROUPS, FALSE, NULL},
    {"PQDSAPRIVATEBLOB", "BCRYPT_PQDSA_PRIVATE_BLOB", PQDSA_GROUPS, TRUE, NULL},
    {"PQDSAPRIVATESEEDBLOB", "BCRYPT_PQDSA_PRIVATE_SEED_BLOB", PQDSA_GROUPS, TRUE, NULL},
    {"PQPrivateKeyBlob", "NCRYPT_PQ_PRIVATE_KEY_BLOB", PQ_GROUPS, TRUE, NULL},
    {"CipherKeyBlob", "NCRYPT_CIPHER_KEY_BLOB", CIPHER_GROUP, TRUE, NULL},
    {"KDFKeyBlob", "NCRYPT_KDF_KEY_BLOB", KDF_GROUP, TRUE, NULL},
    {"ProtectedKeyBlob", "NCRYPT_PROTECTED_KEY_BLOB", CIPHER_GROUP, TRUE, NULL},
    {"PKCS8_PRIVATEKEY", "NCRYPT_PKCS8_PRIVATE_KEY_BLOB", ASYMMETRIC, TRUE, "PRIVATE KEY"},
    {TYPE_SPKI, "SubjectPublicKeyInfo", " RSA ECDSA ECDH ", FALSE, "PUBLIC KEY"},
};

const struct blob_type *find_blob_type(const char *name)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(types); i++)
    {
        if (!_stricmp(types[i].name, name) || !_stricmp(types[i].macro, name))
        {
            return &types[i];
        }
    }
    return NULL;
}

const char *blob_type_name(const char *name)
{
    const struct blob_type *row = find_blob_type(name);

    return row ? row->name : name;
}

const struct blob_type *blob_type_at(int index)
{
    return index < (int)ARRAYSIZE(types) ? &types[index] : NULL;
}

BOOL blob_type_fits(const struct blob_type *type, const char *group)
{
    return strstr(type->groups, text_of(" %s ", group)) != NULL;
}

const char *pem_label(const char *type, BOOL encrypted)
{
    const struct blob_type *row = find_blob_type(type);

    if (row && row->pem_label)
    {
        return encrypted ? text_of("ENCRYPTED %s", row->pem_label) : row->pem_label;
    }
    return text_of("CNG %s", type);
}
