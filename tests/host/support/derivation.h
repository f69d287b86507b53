/*
 * What the tests of derivation share: parameter lists, statuses, new keys, members of vectors.
 */
#ifndef TESTS_DERIVATION_H
#define TESTS_DERIVATION_H

#include "check.h"
#include "provider.h"
#include "vectors.h"

#define MAX_BUFFERS 8

/* A parameter list under construction; starts as zeros. */
struct list
{
    NCryptBufferDesc desc;
    NCryptBuffer buffers[MAX_BUFFERS];
};
#define EMPTY_LIST ((struct list){{0}, {{0}}})

void add(struct list *list, ULONG type, const void *data, size_t size);
void add_text(struct list *list, ULONG type, const WCHAR *text); /* with its NUL */

void check_status(SECURITY_STATUS got, SECURITY_STATUS want, const char *what);
void check_same(const BYTE *got, const unsigned char *want, size_t size, const char *what);

/* A new key; a failure is a failed check. */
NCRYPT_KEY_HANDLE new_key(const WCHAR *algorithm, bool finalized);

/* A member of a vector, empty if it has none of that name; whether its text begins so. */
struct test_vector_field field(const struct test_vector *vector, const char *name);
bool field_is(const struct test_vector *vector, const char *name, const char *text);

#endif
