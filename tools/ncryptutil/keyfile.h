/*
 * Key files: what kind of key data a file holds, and how NCryptImportKey can take it.
 */
#ifndef NCRYPTUTIL_KEYFILE_H
#define NCRYPTUTIL_KEYFILE_H

#include "der.h"

struct der_label
{
    const char *path; /* such as "2.1": first element of the second; '*' stands for any number */
    const char *name;
    BOOL is_public; /* not a secret, though inside a private key */
};

/* A DER structure that holds a key. */
struct der_form
{
    const char *type; /* blob type that NCryptImportKey takes as it is, or NULL */
    const char *what;
    BYTE tags[10];   /* of the first elements */
    int least, most; /* number of elements */
    const struct der_label *labels;
    const char *private_path; /* where private numbers begin, or NULL */
    /* Makes a blob of a type that NCryptImportKey takes; NULL where it takes the form as it is. */
    const char *(*convert)(const struct der *element, struct bytes *blob);
    BOOL encrypted; /* with a password */
};

const struct der_form *recognise_der(const struct der *element);

/* Whether this is a PKCS#8 key that is encrypted with a password. */
BOOL is_encrypted_pkcs8(const struct bytes *data);

/* The name of an OID, or NULL. */
const char *oid_name(const char *oid);

struct key_file
{
    const char *path;
    struct bytes data; /* what NCryptImportKey gets */
    const char *type;  /* as which blob type */
    const char *what;  /* what was found in the file */
    const char *curve; /* of an ECC blob without a curve of its own, or NULL */
    BOOL encrypted;    /* with a password */
};

/* Reads a key from a file: a blob with a magic, DER, or either of them as PEM.  The type overrides
 * the recognition.  FALSE after a message. */
BOOL read_key_file(const char *path, const char *type, struct key_file *file);

#endif
