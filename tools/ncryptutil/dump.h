/*
 * The layouts of key blobs as tables, and what prints and recognises blobs by them.
 *
 * A layout is a list of fields that follow each other without padding, which holds for every
 * blob type of CNG and CAPI.  The size of a field is fixed or was given by an earlier field.
 */
#ifndef NCRYPTUTIL_DUMP_H
#define NCRYPTUTIL_DUMP_H

#include "memory.h"
#include "text.h"

enum field_kind
{
    FIELD_UINT,      /* little-endian number of 1, 2 or 4 bytes */
    FIELD_HEX,       /* the same, shown in hexadecimal */
    FIELD_MAGIC,     /* the same, shown as characters too */
    FIELD_NUMBER_BE, /* large number, big-endian */
    FIELD_NUMBER_LE, /* large number, little-endian */
    FIELD_BYTES,
    FIELD_TEXT, /* UTF-16 with its NUL */
    FIELD_BLOB  /* another blob */
};

struct value_name
{
    DWORD value;
    const char *name;
};

struct field
{
    const char *name;
    enum field_kind kind;
    DWORD size;                     /* in bytes; 0: size_field holds it */
    const char *size_field;         /* an earlier FIELD_UINT; NULL and size 0: all that is left */
    DWORD divisor;                  /* size = value of size_field / divisor, rounded up */
    BOOL secret;                    /* shown only when asked for */
    const struct value_name *names; /* meanings of a FIELD_UINT or FIELD_HEX, or NULL */
};

#define UINT_FIELD(name) {name, FIELD_UINT, 4, NULL, 0, FALSE, NULL}
#define NAMED_FIELD(name, list) {name, FIELD_UINT, 4, NULL, 0, FALSE, list}
#define MAGIC_FIELD(name) {name, FIELD_MAGIC, 4, NULL, 0, FALSE, NULL}
#define BE_FIELD(name, size) {name, FIELD_NUMBER_BE, 0, size, 1, FALSE, NULL}
#define BYTES_FIELD(name, size) {name, FIELD_BYTES, 0, size, 1, FALSE, NULL}
#define BYTES_SECRET(name, size) {name, FIELD_BYTES, 0, size, 1, TRUE, NULL}
#define TEXT_FIELD(name, size) {name, FIELD_TEXT, 0, size, 1, FALSE, NULL}
#define BLOB_FIELD(name, size) {name, FIELD_BLOB, 0, size, 1, TRUE, NULL}
#define BE_SECRET(name, size) {name, FIELD_NUMBER_BE, 0, size, 1, TRUE, NULL}

/* Bytes that a blob of the layout has at an offset. */
struct mark
{
    DWORD offset;
    DWORD size; /* 1, 2 or 4 bytes, little-endian; 0: no mark */
    DWORD value;
};

#define MAX_MARKS 3

struct layout
{
    const char *type;             /* name of the blob type, as NCryptImportKey takes it */
    const char *structure;        /* C name of the header */
    const char *what;             /* what a blob of this layout is */
    struct mark marks[MAX_MARKS]; /* all zero: recognised only when the type is named */
    const struct field *fields;
    unsigned int count; /* a public form is a private one that ends earlier */
    BOOL foreign;       /* not a blob that NCryptImportKey takes */
};

#define MAGIC(value) {0, 4, value}

struct layout_list
{
    const struct layout *layouts;
    unsigned int count;
};

/* The layouts of each family of keys. */
extern const struct layout_list rsa_layouts;
extern const struct layout_list ecc_layouts;
extern const struct layout_list dsa_layouts;
extern const struct layout_list dh_layouts;
extern const struct layout_list capi_layouts;
extern const struct layout_list pq_layouts;
extern const struct layout_list symmetric_layouts;

/* A little-endian number of up to 4 bytes. */
DWORD read_uint(const BYTE *data, DWORD size);

/* The layout whose marks the data has, or NULL. */
const struct layout *recognise_layout(const struct bytes *data);

/* The first layout of a blob type, or NULL. */
const struct layout *find_layout(const char *type);

struct dump
{
    BOOL secrets; /* show private numbers */
    BOOL all;     /* show every byte of long fields */
    int damages;  /* contradictions found between a blob and its layout */
};

#define NAME_WIDTH 24 /* of the field's name in a row */

/* One row of a dump: offset, size, name (indented by depth) and value. */
void dump_row(DWORD offset, DWORD size, int depth, const char *name, const char *value);

/* The bytes of a row: few of them behind the value, more in lines of their own. */
void dump_bytes(const struct dump *dump, DWORD offset, const BYTE *data, DWORD size);

/* A row of bytes with its value, hidden if it is secret and secrets are not shown. */
void dump_data(const struct dump *dump, DWORD offset, int depth, const char *name,
               const char *value, const BYTE *data, DWORD size, BOOL secret);

/* Complains about the blob. */
void dump_damage(struct dump *dump, const char *format, ...) PRINTF_LIKE(2, 3);

/* Prints a whole blob that begins at the offset `base` of the file. */
void dump_layout(struct dump *dump, const struct layout *layout, const BYTE *data, DWORD size,
                 DWORD base, int depth);

/* Number of bits of a big- or little-endian number. */
DWORD number_bits(const BYTE *data, DWORD size, BOOL little_endian);

/* Prints DER, named as PKCS#8 and its relatives name it. */
struct der;
void dump_der(struct dump *dump, const struct der *element);

#endif
