#include "keyfile.h"

#include "dump.h"
#include "files.h"
#include "foreign.h"
#include "status.h"
#include "text.h"

#include <string.h>

/* ------------------------------------------------------------------------------------------
 * Names of the parts of each form (RFC 5208, RFC 5280, RFC 5652, RFC 5915, RFC 8017)
 */
static const struct der_label pkcs8_labels[] = {
    {"", "PrivateKeyInfo", TRUE}, {"1", "version", TRUE},      {"2", "privateKeyAlgorithm", TRUE},
    {"2.1", "algorithm", TRUE},   {"2.2", "parameters", TRUE}, {"3", "privateKey", FALSE},
    {"a0", "attributes", TRUE},   {"a0.*", "attribute", TRUE}, {"a0.*.1", "type", TRUE},
    {"a0.*.2", "values", TRUE},   {"a0.*.2.*", "value", TRUE}, {"81", "publicKey", TRUE},
    {NULL, NULL, FALSE},
};

static const struct der_label encrypted_labels[] = {
    {"", "EncryptedPrivateKeyInfo", TRUE},
    {"1", "encryptionAlgorithm", TRUE},
    {"1.1", "algorithm", TRUE},
    {"1.2", "parameters", TRUE},
    {"2", "encryptedData", TRUE},
    {NULL, NULL, FALSE},
};

static const struct der_label spki_labels[] = {
    {"", "SubjectPublicKeyInfo", TRUE}, {"1", "algorithm", TRUE},        {"1.1", "algorithm", TRUE},
    {"1.2", "parameters", TRUE},        {"2", "subjectPublicKey", TRUE}, {NULL, NULL, FALSE},
};

static const struct der_label rsa_private_labels[] = {
    {"", "RSAPrivateKey", TRUE},
    {"1", "version", TRUE},
    {"2", "modulus", TRUE},
    {"3", "publicExponent", TRUE},
    {"4", "privateExponent", FALSE},
    {"5", "prime1", FALSE},
    {"6", "prime2", FALSE},
    {"7", "exponent1", FALSE},
    {"8", "exponent2", FALSE},
    {"9", "coefficient", FALSE},
    {NULL, NULL, FALSE},
};

static const struct der_label rsa_public_labels[] = {
    {"", "RSAPublicKey", TRUE},
    {"1", "modulus", TRUE},
    {"2", "publicExponent", TRUE},
    {NULL, NULL, FALSE},
};

static const struct der_label ec_private_labels[] = {
    {"", "ECPrivateKey", TRUE}, {"1", "version", TRUE},  {"2", "privateKey", FALSE},
    {"a0", "parameters", TRUE}, {"a0.1", "curve", TRUE}, {"a1", "publicKey", TRUE},
    {"a1.1", "point", TRUE},    {NULL, NULL, FALSE},
};

static const struct der_label cms_labels[] = {
    {"", "ContentInfo", TRUE},
    {"1", "contentType", TRUE},
    {"a0", "content", TRUE},
    {"a0.1", "EnvelopedData", TRUE},
    {"a0.1.1", "version", TRUE},
    {"a0.1.2", "recipientInfos", TRUE},
    {"a0.1.2.*", "KeyTransRecipientInfo", TRUE},
    {"a0.1.2.*.1", "version", TRUE},
    {"a0.1.2.*.2", "rid", TRUE},
    {"a0.1.2.*.2.1", "issuer", TRUE},
    {"a0.1.2.*.2.2", "serialNumber", TRUE},
    {"a0.1.2.*.3", "keyEncryptionAlgorithm", TRUE},
    {"a0.1.2.*.4", "encryptedKey", TRUE},
    {"a0.1.3", "encryptedContentInfo", TRUE},
    {"a0.1.3.1", "contentType", TRUE},
    {"a0.1.3.2", "contentEncryption", TRUE},
    {"a0.1.3.80", "encryptedContent", TRUE},
    {NULL, NULL, FALSE},
};

static const struct der_form forms[] = {
    {"PKCS8_PRIVATEKEY",
     "PKCS#8 private key",
     {DER_INTEGER, DER_SEQUENCE, DER_OCTET_STRING},
     3,
     5,
     pkcs8_labels,
     "3",
     NULL,
     FALSE},
    {"PKCS8_PRIVATEKEY",
     "encrypted PKCS#8 private key",
     {DER_SEQUENCE, DER_OCTET_STRING},
     2,
     2,
     encrypted_labels,
     NULL,
     NULL,
     TRUE},
    {NULL,
     "SubjectPublicKeyInfo",
     {DER_SEQUENCE, DER_BIT_STRING},
     2,
     2,
     spki_labels,
     NULL,
     blob_from_spki,
     FALSE},
    {NULL,
     "PKCS#1 private key",
     {DER_INTEGER, DER_INTEGER, DER_INTEGER, DER_INTEGER, DER_INTEGER, DER_INTEGER, DER_INTEGER,
      DER_INTEGER, DER_INTEGER},
     9,
     9,
     rsa_private_labels,
     "",
     blob_from_pkcs1_private,
     FALSE},
    {NULL,
     "PKCS#1 public key",
     {DER_INTEGER, DER_INTEGER},
     2,
     2,
     rsa_public_labels,
     NULL,
     blob_from_pkcs1_public,
     FALSE},
    {NULL,
     "EC private key (SEC 1)",
     {DER_INTEGER, DER_OCTET_STRING},
     2,
     4,
     ec_private_labels,
     "",
     blob_from_sec1,
     FALSE},
    {"PKCS7_ENVELOPE",
     "CMS content",
     {DER_OID, DER_CONTEXT_0},
     2,
     2,
     cms_labels,
     NULL,
     NULL,
     FALSE},
};

static BOOL has_form(const struct der_form *form, const struct der *children, int count)
{
    int i;

    if (count < form->least || count > form->most)
    {
        return FALSE;
    }
    for (i = 0; form->tags[i]; i++)
    {
        if (children[i].tag != form->tags[i])
        {
            return FALSE;
        }
    }
    return TRUE;
}

const struct der_form *recognise_der(const struct der *element)
{
    struct der children[DER_MAX_CHILDREN];
    int count = der_children(element, children, DER_MAX_CHILDREN);
    size_t i;

    for (i = 0; element->tag == DER_SEQUENCE && i < ARRAYSIZE(forms); i++)
    {
        if (has_form(&forms[i], children, count))
        {
            return &forms[i];
        }
    }
    return NULL;
}

BOOL is_encrypted_pkcs8(const struct bytes *data)
{
    const struct der_form *form = NULL;
    struct der element;

    if (der_open(data->data, data->size, &element))
    {
        form = recognise_der(&element);
    }
    return form && form->encrypted;
}

/* ------------------------------------------------------------------------------------------
 * Reading a key
 */
static BOOL recognise_key(struct key_file *file)
{
    const struct layout *layout = recognise_layout(&file->data);
    const struct der_form *form = NULL;
    struct der element;

    if (layout && !layout->foreign)
    {
        file->type = layout->type;
        file->what = layout->what;
        return TRUE;
    }
    if (!layout && der_open(file->data.data, file->data.size, &element))
    {
        form = recognise_der(&element);
    }
    if (form)
    {
        file->what = form->what;
        file->encrypted = form->encrypted;
        file->type = form->convert ? form->convert(&element, &file->data) : form->type;
        return file->type != NULL;
    }
    complain("%s holds no key that this program recognises; --type names the blob type",
             file->path);
    return FALSE;
}

BOOL read_key_file(const char *path, const char *type, struct key_file *file)
{
    struct bytes content, decoded;

    memset(file, 0, sizeof(*file));
    file->path = path;
    if (!read_file(path, &content))
    {
        return FALSE;
    }
    file->data = decode_pem(&content, &decoded) ? decoded : content;
    if (type)
    {
        file->type = type;
        file->what = "key of the given type";
        return TRUE;
    }
    return recognise_key(file);
}
