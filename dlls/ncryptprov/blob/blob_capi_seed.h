/*
 * DSSSEED {DWORD counter, BYTE seed[20]} of CryptoAPI's blobs.  The counter is little-endian, and
 * the seed the reverse of that of the standard and of CNG's blobs (calculated on native data).  A
 * counter of FFFFFFFF: no seed is known (learn.microsoft.com, ns-wincrypt-dssseed).
 */
#ifndef NCRYPTPROV_BLOB_CAPI_SEED_H
#define NCRYPTPROV_BLOB_CAPI_SEED_H

#include "blob_capi.h"
#include "ffc.h"

/* A seed that does not fit, being longer than FIPS 186-2 has it, is written as unknown. */
void capi_put_dsa_seed(struct writer *writer, const struct key *key);

/* An unknown seed leaves the numbers absent. */
void capi_take_dsa_seed(struct capi_scratch *scratch, struct reader *reader,
                        struct ffc_numbers *numbers);

/* Without seed: the counter, then bytes of that value. */
void capi_put_no_seed(struct writer *writer, BYTE filler);

#endif
