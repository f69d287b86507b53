/*
 * A walk over DER, done by crypt32.
 *
 * crypt32 has no function for "the elements of this element", but it can decode any SEQUENCE into
 * its encoded elements (X509_SEQUENCE_OF_ANY) and any OCTET STRING into its content
 * (X509_OCTET_STRING).  On a copy whose first byte is set to one of these two tags that works for
 * every element with a one-byte tag, so nothing here parses DER lengths.
 */
#ifndef NCRYPTUTIL_DER_H
#define NCRYPTUTIL_DER_H

#include "memory.h"

#define DER_MAX_CHILDREN 64

enum
{
    DER_INTEGER = 0x02,
    DER_BIT_STRING = 0x03,
    DER_OCTET_STRING = 0x04,
    DER_NULL = 0x05,
    DER_OID = 0x06,
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31,
    DER_CONTEXT_0 = 0xa0,
    DER_CONTEXT_1 = 0xa1,
    DER_CONSTRUCTED = 0x20
};

struct der
{
    BYTE tag;
    DWORD header;     /* bytes of tag and length */
    const BYTE *data; /* the whole element, header included */
    DWORD size;
    const BYTE *content;
    DWORD content_size;
};

/* The element at the beginning of the data.  FALSE if there is none (not DER, or cut off). */
BOOL der_open(const BYTE *data, DWORD size, struct der *element);

/* The elements inside a constructed element; -1 if the content is not DER. */
int der_children(const struct der *element, struct der *children, int most);

/* The dotted text of an OID element, NULL if it is none. */
const char *der_oid(const struct der *element);

#endif
