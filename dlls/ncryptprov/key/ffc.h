/*
 * DSA and DH keys: what their codecs and families share.
 */
#ifndef NCRYPTPROV_FFC_H
#define NCRYPTPROV_FFC_H

#include "blob.h"

/* The numbers of a key as a blob has them, by part; data NULL: absent. */
struct ffc_numbers
{
    struct number part[BRIDGE_MAX_PARTS];
};

/* Makes material of them, which sees to the sizes only.  y is computed if it is absent.  DSA without
 * seed: seed and count are bytes FF, as CNG writes them. */
SECURITY_STATUS dsa_contents(const struct ffc_numbers *numbers, struct blob_contents *contents);
SECURITY_STATUS dh_contents(const struct ffc_numbers *numbers, struct blob_contents *contents);

#define DSA_COUNT_SIZE 4
#define DSA_OLD_SEED_SIZE 20 /* FIPS 186-2 */
#define DSA_OLD_MAX_SIZE 128 /* bytes of p, FIPS 186-2 */

/* The group of a key as the properties DSAParameters and DHParameters have it, from the magic on. */
void dsa_put_parameters(struct writer *writer, const struct material *material);
SECURITY_STATUS dsa_take_parameters(struct reader *reader, struct ffc_numbers *numbers);
void dh_put_parameters(struct writer *writer, const struct material *material);
SECURITY_STATUS dh_take_parameters(struct reader *reader, struct ffc_numbers *numbers);

/* Those properties (property_ffc.c).  They can be set until the key has its numbers. */
SECURITY_STATUS dsa_get_parameters(const struct key *key, struct writer *writer);
SECURITY_STATUS dsa_set_parameters(struct key *key, const BYTE *data, DWORD size);
SECURITY_STATUS dh_get_parameters(const struct key *key, struct writer *writer);
SECURITY_STATUS dh_set_parameters(struct key *key, const BYTE *data, DWORD size);

/* The group that was set and waits for the key's generation; false if there is none. */
bool ffc_waiting_group(const struct key *key, struct ffc_numbers *numbers);

/* Whether a number needs no more bytes than that. */
bool ffc_number_fits(const struct number *number, uint32_t width);

/* Gives the numbers of a group that waited to a key's new material. */
SECURITY_STATUS ffc_give(const struct key *key, const struct ffc_numbers *numbers,
                         struct material *material);

/* The numbers of a decoded PKCS#8 structure. */
void ffc_take_pkcs8(const struct bridge_pkcs8_decode *decoded, struct ffc_numbers *numbers);

#endif
