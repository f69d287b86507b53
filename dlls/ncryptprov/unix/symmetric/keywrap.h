/*
 * AES key wrap with padding: RFC 5649, "KWP" of NIST SP 800-38F.
 */
#ifndef NCRYPTPROV_KEYWRAP_H
#define NCRYPTPROV_KEYWRAP_H

#include "der.h"

size_t kwp_wrapped_size(size_t size);

/* key_size: 16, 24, 32 bytes, else BRIDGE_INVALID_PARAMETER.  input: at least one byte.  The result is
 * for the caller to clear, also after a failure.  unwrap: BRIDGE_DECRYPTION_FAILED. */
enum bridge_status kwp_wrap(const uint8_t *key, size_t key_size, const struct bytes *input,
                            struct bytes *out);
enum bridge_status kwp_unwrap(const uint8_t *key, size_t key_size, const struct bytes *input,
                              struct bytes *out);

#endif
