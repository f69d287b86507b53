/*
 * The numbers of CNG key blobs (BCRYPT_RSAKEY_BLOB, BCRYPT_ECCKEY_BLOB) for tests of the Unix side.
 */
#ifndef TESTS_UNIX_BLOB_H
#define TESTS_UNIX_BLOB_H

#include "unix_call.h"

/* A key with the numbers of the blob, not imported yet; NULL if it is not a well-formed blob of that
 * kind.  Of RSAFULLPRIVATE only e, n, p, q are taken. */
struct test_key *test_rsa_blob(struct data blob);
struct test_key *test_ec_blob(struct data blob);

/* A field of an RSA blob. */
struct data test_rsa_blob_part(struct data blob, enum rsa_part part);

#endif
