/*
 * The secret that two keys agree on: what an NCRYPT_SECRET_HANDLE stands for.
 */
#ifndef NCRYPTPROV_SECRET_H
#define NCRYPTPROV_SECRET_H

#include "os.h"

/* Does not change once it is made.  data: Z as struct bridge_agree describes it. */
struct secret
{
    uint32_t size; /* bytes in data */
    uint8_t data[];
};

/* Room for so many bytes; NULL if there is no memory. */
struct secret *secret_create(uint32_t size);
void secret_free(struct secret *secret);

static inline struct secret *secret_from_handle(NCRYPT_SECRET_HANDLE handle)
{
    return (struct secret *)handle;
}

#endif
