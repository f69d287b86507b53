/*
 * A libcrypto whose functions all fail, of version 3.STUB_MINOR; without the post-quantum functions unless
 * STUB_PQ is defined.  Symbols, not prototypes: they are only looked up by name.
 */
#include "libcrypto.h"

#define IS(name, other) (sizeof(name) == sizeof(other) && !__builtin_strcmp(name, other))
#define STUB(name)                                                                                 \
    long stub_##name(void) __asm__(#name);                                                         \
    long stub_##name(void)                                                                         \
    {                                                                                              \
        return IS(#name, "OPENSSL_version_major")   ? 3                                            \
               : IS(#name, "OPENSSL_version_minor") ? STUB_MINOR                                   \
                                                    : 0;                                           \
    }
LIBCRYPTO_FUNCTIONS(STUB)
#ifdef STUB_PQ
LIBCRYPTO_PQ_FUNCTIONS(STUB)
#endif
