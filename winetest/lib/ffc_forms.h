/*
 * The other forms of a DSA or DH key, made from its CNG private blob (BCRYPT_DSA_KEY_BLOB,
 * BCRYPT_DSA_KEY_BLOB_V2, BCRYPT_DH_KEY_BLOB) by plain copying, as expected bytes of imports and
 * exports; and what the tests of both have in common.
 */
#ifndef WINETEST_FFC_FORMS_H
#define WINETEST_FFC_FORMS_H

#include "fixture.h"

struct ffc_type
{
    const WCHAR *type;
    BOOL is_private;
    enum mark mark; /* how sure the bytes are */
};

/* A kind of key: its blob types, ended by NULL, the generic names among them, and how to make one
 * out of the private blob.  A form that the key has not has no bytes. */
struct ffc_kind
{
    const WCHAR *algorithm;
    const WCHAR *private_type;
    const struct ffc_type *types;
    struct blob (*form)(const BYTE *private, const WCHAR *type);
};
extern const struct ffc_kind dsa_kind, dh_kind;

/* All forms in, all forms out, under every export policy; and the same of the public key.
 * is_random: the key was made just now. */
void check_all_forms(NCRYPT_PROV_HANDLE provider, const struct ffc_kind *kind, const BYTE *private,
                     BOOL is_random);

/* Whether an import fails, whatever the status. */
BOOL import_is_refused(NCRYPT_PROV_HANDLE provider, const WCHAR *type, const void *bytes,
                       size_t size);

/* Each form cut short anywhere is refused. */
void check_truncated_forms(NCRYPT_PROV_HANDLE provider, const struct ffc_kind *kind,
                           const BYTE *private);

/* One DWORD of a form changed: refused. */
void check_changed_form(NCRYPT_PROV_HANDLE provider, const struct ffc_kind *kind,
                        const BYTE *private, const WCHAR *type, const char *what, size_t offset,
                        DWORD value);

#endif
