/* The headers of include/ after everything in Windows that is near to them. */
#include <winsock2.h>
#include <windows.h>
#include <winternl.h>
#define SECURITY_WIN32
#include <sspi.h>
#include <schannel.h>
#include <ntsecapi.h>
#include <wincrypt.h>
#include <bcrypt.h>
#include <ncrypt.h>
#include <cryptuiapi.h>
#include <winhttp.h>

#include "bcrypt_ext.h"
#include "bcrypt_provider.h"
#include "ncrypt_ext.h"
#include "ncrypt_provider.h"
#include "ncryptprotect.h"
#include "sslprovider.h"

extern int not_empty;
