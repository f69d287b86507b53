/*
 * Post-quantum keys by libcrypto: what their files share.
 */
#ifndef NCRYPTPROV_PQ_H
#define NCRYPTPROV_PQ_H

#include "libcrypto.h"
#include "pq_set.h"

struct pq_object
{
    struct object base;
    const struct pq_set *set;
    EVP_PKEY *key; /* NULL if not usable */
};

/* Whether there is a libcrypto of version 3.5 or later. */
bool pq_available(void);

/* Our own context of libcrypto: its configuration file, which is the user's, does not touch it. */
OSSL_LIB_CTX *pq_context(void);

/* A failed call leaves messages in the thread's queue, which nobody reads. */
enum bridge_status pq_failed(enum bridge_status status);

enum bridge_status pq_import(struct bridge_key_import *params);
enum bridge_status pq_generate(struct bridge_key_generate *params);
void pq_destroy(struct object *object);

#endif
