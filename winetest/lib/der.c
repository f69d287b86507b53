/*
 * The DER writer.
 */
#include "der.h"

enum
{
    TAG_INTEGER = 0x02
};

void der_start(struct der *der)
{
    der->at = sizeof(der->bytes);
}

void der_prepend(struct der *der, const void *bytes, size_t size)
{
    if (size > der->at)
        abort();
    der->at -= size;
    memcpy(der->bytes + der->at, bytes, size);
}

static void prepend_byte(struct der *der, BYTE byte)
{
    der_prepend(der, &byte, 1);
}

void der_wrap(struct der *der, BYTE tag, size_t end)
{
    size_t size = end - der->at, count = 0;

    if (size < 0x80)
        prepend_byte(der, (BYTE)size);
    else
    {
        for (size_t left = size; left; left >>= 8, count++)
            prepend_byte(der, (BYTE)left);
        prepend_byte(der, (BYTE)(0x80 | count));
    }
    prepend_byte(der, tag);
}

void der_integer(struct der *der, const BYTE *number, size_t size)
{
    size_t end = der->at;

    while (size > 1 && !number[0])
    {
        number++;
        size--;
    }
    der_prepend(der, number, size);
    if (number[0] & 0x80)
        prepend_byte(der, 0);
    der_wrap(der, TAG_INTEGER, end);
}

void der_key_usage(struct der *der, BYTE usage)
{
    static const BYTE attribute[] = {0xa0, 0x0d, 0x30, 0x0b, 0x06, 0x03, 0x55,
                                     0x1d, 0x0f, 0x31, 0x04, 0x03, 0x02, 0x00};

    prepend_byte(der, usage);
    der_prepend(der, attribute, sizeof(attribute));
}
