/*
 * Exports that are not implemented yet, see unimplemented.h.
 */
#include "unimplemented.h"

#include "trace.h"

SECURITY_STATUS ncrypt_unimplemented(const char *name)
{
    FIXME("%s is not implemented, returning NTE_NOT_SUPPORTED\n", name);
    return NTE_NOT_SUPPORTED;
}
