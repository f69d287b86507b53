/*
 * What all blobs of CryptoAPI have in common: PUBLICKEYSTRUC, and numbers with the least significant
 * byte first.
 */
#ifndef NCRYPTPROV_BLOB_CAPI_H
#define NCRYPTPROV_BLOB_CAPI_H

#include "blob.h"

/* PUBLICKEYSTRUC {bType, bVersion, reserved 0, aiKeyAlg}, then the magic that follows it in every
 * blob.  (learn.microsoft.com, ns-wincrypt-publickeystruc) */
void capi_put_header(struct writer *writer, BYTE blob_type, BYTE version, ALG_ID algorithm,
                     DWORD magic);

/* Reads the same; NTE_BAD_DATA unless it says just that.  algorithms: 0-terminated. */
SECURITY_STATUS capi_check_header(struct reader *reader, BYTE blob_type, BYTE version,
                                  const ALG_ID *algorithms, DWORD magic);

/* Room for the numbers of a blob, turned round. */
struct capi_scratch
{
    uint8_t *data;
    uint32_t size, used;
};
SECURITY_STATUS capi_scratch_create(struct capi_scratch *scratch, const struct reader *reader);
void capi_scratch_free(struct capi_scratch *scratch);

/* The next size bytes as a big-endian number, valid until capi_scratch_free; data NULL if they are
 * not there.  Each byte of the reader is taken once. */
struct number capi_take(struct capi_scratch *scratch, struct reader *reader, uint32_t size);

/* A part of the key, turned round, with zeros behind it up to width. */
void capi_put(struct writer *writer, const struct key *key, unsigned int part, uint32_t width);

#endif
