#include "der.h"

#include "text.h"

#include <string.h>
#include <wincrypt.h>

#define HIGH_TAG_NUMBER 0x1f
#define LARGEST_ELEMENT (1u << 20) /* no key is as long; it bounds the copies made below */

static void *decode(LPCSTR type, const BYTE *data, DWORD size, BYTE tag)
{
    BYTE *copy = scratch_copy(data, size, 0);
    DWORD result_size = 0;
    void *result;

    copy[0] = tag;
    if (!CryptDecodeObjectEx(X509_ASN_ENCODING, type, copy, size, 0, NULL, NULL, &result_size))
    {
        return NULL;
    }
    result = scratch(result_size);
    if (!CryptDecodeObjectEx(X509_ASN_ENCODING, type, copy, size, 0, NULL, result, &result_size))
    {
        return NULL;
    }
    return result;
}

/* The number of bytes of tag and length before a content of this size: DER has one way only. */
static DWORD header_size(DWORD content_size)
{
    return content_size < 0x80        ? 2
           : content_size <= 0xff     ? 3
           : content_size <= 0xffff   ? 4
           : content_size <= 0xffffff ? 5
                                      : 6;
}

BOOL der_open(const BYTE *data, DWORD size, struct der *element)
{
    CRYPT_DATA_BLOB *content;

    if (size < 2 || size > LARGEST_ELEMENT || (data[0] & HIGH_TAG_NUMBER) == HIGH_TAG_NUMBER)
    {
        return FALSE;
    }
    content = decode(X509_OCTET_STRING, data, size, DER_OCTET_STRING);
    if (!content)
    {
        return FALSE;
    }
    element->tag = data[0];
    element->header = header_size(content->cbData);
    if (content->cbData > size || element->header > size - content->cbData)
    {
        return FALSE;
    }
    element->data = data;
    element->size = element->header + content->cbData;
    element->content = data + element->header;
    element->content_size = content->cbData;
    /* A longer form of the length than DER allows would shift the content. */
    return !content->cbData || !memcmp(content->pbData, element->content, content->cbData);
}

int der_children(const struct der *element, struct der *children, int most)
{
    CRYPT_SEQUENCE_OF_ANY *sequence;
    DWORD offset = 0;
    DWORD i;

    if (!(element->tag & DER_CONSTRUCTED))
    {
        return -1;
    }
    sequence = decode(X509_SEQUENCE_OF_ANY, element->data, element->size, DER_SEQUENCE);
    if (!sequence || sequence->cValue > (DWORD)most)
    {
        return -1;
    }
    for (i = 0; i < sequence->cValue; i++)
    {
        DWORD size = sequence->rgValue[i].cbData;

        if (size > element->content_size - offset ||
            !der_open(element->content + offset, size, &children[i]) || children[i].size != size)
        {
            return -1;
        }
        offset += size;
    }
    return offset == element->content_size ? (int)sequence->cValue : -1;
}

const char *der_oid(const struct der *element)
{
    char **oid;

    if (element->tag != DER_OID)
    {
        return NULL;
    }
    oid = decode(X509_OBJECT_IDENTIFIER, element->data, element->size, DER_OID);
    return oid ? *oid : NULL;
}
