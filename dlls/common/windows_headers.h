/*
 * The one way in which our sources include the system's headers: MinGW-w64's when building DLLs,
 * Wine's when building host-side tests, completed by ours in include/.
 */
#ifndef COMMON_WINDOWS_HEADERS_H
#define COMMON_WINDOWS_HEADERS_H

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#include <stdarg.h>
#include <windef.h>
#include <winbase.h>
#include <winerror.h>
#include <wincrypt.h>
#include <bcrypt.h>
#include <ncrypt.h>

#include "ncrypt_ext.h"
#include "ncrypt_provider.h"

#endif
