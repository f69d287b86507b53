/*
 * PKCS#8 PrivateKeyInfo: follows.
 */
#include "unixlib.h"

enum bridge_status unix_pkcs8_encode(struct bridge_pkcs8_encode *params)
{
    (void)params;
    return BRIDGE_NOT_SUPPORTED;
}

enum bridge_status unix_pkcs8_decode(struct bridge_pkcs8_decode *params)
{
    (void)params;
    return BRIDGE_NOT_SUPPORTED;
}
