/*
 * The blob types that the tool knows by name: one table.
 */
#ifndef NCRYPTUTIL_BLOBTYPES_H
#define NCRYPTUTIL_BLOBTYPES_H

#include <windows.h>

/* SubjectPublicKeyInfo is no type of CNG; the tool makes it itself from a public blob. */
#define TYPE_SPKI "SPKI"

struct blob_type
{
    const char *name;   /* as NCryptExportKey takes it */
    const char *macro;  /* its name in the headers, also taken on the command line */
    const char *groups; /* "Algorithm Group" of keys that can have it, " " around each */
    BOOL is_private;
    const char *pem_label; /* NULL: no PEM form is in use, the label "CNG <name>" is taken */
};

/* The row of a name or macro (in any case of letters); NULL for a type that is not in the table,
 * which is then handed to the provider as it is. */
const struct blob_type *find_blob_type(const char *name);

/* The name as the provider takes it, for a name or macro in any case of letters; a name that is not
 * in the table comes back as it is. */
const char *blob_type_name(const char *name);

/* The row by number, NULL at the end. */
const struct blob_type *blob_type_at(int index);

BOOL blob_type_fits(const struct blob_type *type, const char *group);

const char *pem_label(const char *type, BOOL encrypted);

#endif
