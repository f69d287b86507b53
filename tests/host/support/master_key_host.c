/*
 * The master keys of host tests: fixed bytes, others for each scope and for each "computer".
 */
#include "master_key_host.h"

#include <string.h>

BYTE master_key_computer;

SECURITY_STATUS protect_master_key(enum protect_scope scope, struct protect_key *key)
{
    memset(key->bytes, 0x5a, sizeof(key->bytes));
    key->bytes[0] = (BYTE)scope;
    key->bytes[1] = master_key_computer;
    return ERROR_SUCCESS;
}
