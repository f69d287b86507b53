/*
 * Bytes under a password, in a file.
 *
 *   8 bytes   "NCRYPTAR"
 *   DWORD     version 1
 *   DWORD     iterations
 *   16 bytes  salt
 *   12 bytes  nonce
 *   DWORD     size of the ciphertext
 *   ciphertext and tag of 16 bytes: AES-256-GCM (NIST SP 800-38D), with all before as the additional data;
 *             the key is PBKDF2 with HMAC-SHA-512 (RFC 8018) of the password in UTF-8
 *   32 bytes  SHA-256 of all before, so that a damaged file can be told from a wrong password
 *
 * Numbers are little-endian.  bcrypt.dll does the cryptography: Windows' or Wine's.
 */
#ifndef NCRYPTUTIL_ARCHIVE_SEAL_H
#define NCRYPTUTIL_ARCHIVE_SEAL_H

#include "memory.h"

/* FALSE after a message. */
BOOL seal_archive(const struct bytes *plain, const char *password, struct bytes *sealed);
BOOL open_archive(const struct bytes *sealed, const char *password, struct bytes *plain);

#endif
