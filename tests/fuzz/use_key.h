/*
 * What fuzzers do with a key that the provider took: everything.
 */
#ifndef TESTS_USE_KEY_H
#define TESTS_USE_KEY_H

#include "os.h"

/* validated: the numbers were checked, hence what the key signs has to verify. */
void use_key(NCRYPT_KEY_HANDLE key, bool validated);

/* A key of the vectors, RSA with 1024 bits, which containers are made for. */
NCRYPT_KEY_HANDLE fuzz_rsa_key(void);

/* An AES-128 key of zeros; its IV is zero too. */
NCRYPT_KEY_HANDLE fuzz_session_key(void);

/* Ends the program for a status that only a mistake of ours can give. */
void expect_no_mistake(SECURITY_STATUS status);

#endif
