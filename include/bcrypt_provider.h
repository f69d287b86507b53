/*
 * Stands in for the Windows SDK's bcrypt_provider.h, which MinGW-w64 and Wine
 * do not have: the layout of explicit ECC parameters and the registration of
 * providers. The function tables of primitive providers are not here.
 */
#ifndef __BCRYPT_PROVIDER_H__
#define __BCRYPT_PROVIDER_H__

#include <windows.h>
#include "bcrypt_ext.h"

#ifdef __cplusplus
extern "C" {
#endif

/* bcrypt_provider.h: value of the property BCRYPT_ECC_PARAMETERS */

#ifndef BCRYPT_ECC_PARAMETER_HEADER_V1
#define BCRYPT_ECC_PARAMETER_HEADER_V1 0x00000001
#endif

typedef struct _BCRYPT_ECC_PARAMETER_HEADER
{
    ULONG dwVersion;
    ECC_CURVE_TYPE_ENUM dwCurveType;
    ECC_CURVE_ALG_ID_ENUM dwCurveGenerationAlgId;
    ULONG cbFieldLength;
    ULONG cbSubgroupOrder;
    ULONG cbCofactor;
    ULONG cbSeed;
} BCRYPT_ECC_PARAMETER_HEADER;

/* bcrypt_provider.h: constants of primitive providers */

#ifndef BCRYPT_COPY_AFTER_PADDING_CHECK_FAILURE_FLAG
#define BCRYPT_COPY_AFTER_PADDING_CHECK_FAILURE_FLAG 0x00000100
#endif
#ifndef BCRYPT_KEY_DERIVATION_INTERFACE_VERSION_1
#define BCRYPT_KEY_DERIVATION_INTERFACE_VERSION_1    BCRYPT_MAKE_INTERFACE_VERSION(1, 0)
#endif

/* bcrypt_provider.h: registration; exported by bcrypt.dll */

NTSTATUS WINAPI BCryptRegisterProvider(LPCWSTR pszProvider, ULONG dwFlags,
                                       PCRYPT_PROVIDER_REG pReg);
NTSTATUS WINAPI BCryptUnregisterProvider(LPCWSTR pszProvider);
NTSTATUS WINAPI BCryptAddContextFunctionProvider(ULONG dwTable, LPCWSTR pszContext,
                                                 ULONG dwInterface, LPCWSTR pszFunction,
                                                 LPCWSTR pszProvider, ULONG dwPosition);
NTSTATUS WINAPI BCryptRemoveContextFunctionProvider(ULONG dwTable, LPCWSTR pszContext,
                                                    ULONG dwInterface, LPCWSTR pszFunction,
                                                    LPCWSTR pszProvider);

#ifdef __cplusplus
}
#endif

#endif /* __BCRYPT_PROVIDER_H__ */
