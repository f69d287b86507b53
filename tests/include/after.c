/*
 * The headers of include/ before everything in Windows that is near to them, in the order opposite
 * to before.c.
 */
#include "sslprovider.h"
#include "ncryptprotect.h"
#include "ncrypt_provider.h"
#include "ncrypt_ext.h"
#include "bcrypt_provider.h"
#include "bcrypt_ext.h"

#include <winhttp.h>
#include <cryptuiapi.h>
#include <ncrypt.h>
#include <bcrypt.h>
#include <wincrypt.h>
#include <ntsecapi.h>
#define SECURITY_WIN32
#include <sspi.h>
#include <schannel.h>
#include <winternl.h>

extern int not_empty;
