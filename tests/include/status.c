/* With ntstatus.h, which wants WIN32_NO_STATUS before windows.h. */
#define WIN32_NO_STATUS
#include <windows.h>
#undef WIN32_NO_STATUS
#include <ntstatus.h>

#include "ncrypt_provider.h"

NTSTATUS status(void);

NTSTATUS status(void)
{
    return STATUS_NOT_FOUND;
}
