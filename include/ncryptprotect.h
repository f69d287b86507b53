/*
 * Stands in for the Windows SDK's ncryptprotect.h (DPAPI-NG), which MinGW-w64
 * and Wine do not have.
 */
#ifndef __NCRYPTPROTECT_H__
#define __NCRYPTPROTECT_H__

#include "ncrypt_ext.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ncryptprotect.h: protection descriptors */

#ifndef NCRYPT_DESCR_DELIMITER_OR
#define NCRYPT_DESCR_DELIMITER_OR                         CNG_TEXT("OR")
#endif
#ifndef NCRYPT_DESCR_DELIMITER_AND
#define NCRYPT_DESCR_DELIMITER_AND                        CNG_TEXT("AND")
#endif
#ifndef NCRYPT_DESCR_EQUAL
#define NCRYPT_DESCR_EQUAL                                CNG_TEXT("=")
#endif
#ifndef MS_KEY_PROTECTION_PROVIDER
#define MS_KEY_PROTECTION_PROVIDER                        CNG_TEXT("Microsoft Key Protection Provider")
#endif
#ifndef NCRYPT_KEY_PROTECTION_ALGORITHM_SID
#define NCRYPT_KEY_PROTECTION_ALGORITHM_SID               CNG_TEXT("SID")
#endif
#ifndef NCRYPT_KEY_PROTECTION_ALGORITHM_LOCAL
#define NCRYPT_KEY_PROTECTION_ALGORITHM_LOCAL             CNG_TEXT("LOCAL")
#endif
#ifndef NCRYPT_KEY_PROTECTION_LOCAL_LOGON
#define NCRYPT_KEY_PROTECTION_LOCAL_LOGON                 CNG_TEXT("logon")
#endif
#ifndef NCRYPT_KEY_PROTECTION_LOCAL_USER
#define NCRYPT_KEY_PROTECTION_LOCAL_USER                  CNG_TEXT("user")
#endif
#ifndef NCRYPT_KEY_PROTECTION_LOCAL_MACHINE
#define NCRYPT_KEY_PROTECTION_LOCAL_MACHINE               CNG_TEXT("machine")
#endif
#ifndef NCRYPT_KEY_PROTECTION_ALGORITHM_SDDL
#define NCRYPT_KEY_PROTECTION_ALGORITHM_SDDL              CNG_TEXT("SDDL")
#endif
#ifndef NCRYPT_KEY_PROTECTION_ALGORITHM_WEBCREDENTIALS
#define NCRYPT_KEY_PROTECTION_ALGORITHM_WEBCREDENTIALS    CNG_TEXT("WEBCREDENTIALS")
#endif
#ifndef NCRYPT_KEY_PROTECTION_ALGORITHM_LOCKEDCREDENTIALS
#define NCRYPT_KEY_PROTECTION_ALGORITHM_LOCKEDCREDENTIALS CNG_TEXT("LOCKEDCREDENTIALS")
#endif
#ifndef NCRYPT_KEY_PROTECTION_ALGORITHM_CERTIFICATE
#define NCRYPT_KEY_PROTECTION_ALGORITHM_CERTIFICATE       CNG_TEXT("CERTIFICATE")
#endif
#ifndef NCRYPT_KEY_PROTECTION_CERT_HASHID
#define NCRYPT_KEY_PROTECTION_CERT_HASHID                 CNG_TEXT("HashId")
#endif
#ifndef NCRYPT_KEY_PROTECTION_CERT_CERTBLOB
#define NCRYPT_KEY_PROTECTION_CERT_CERTBLOB               CNG_TEXT("CertBlob")
#endif
#ifndef NCRYPT_NAMED_DESCRIPTOR_FLAG
#define NCRYPT_NAMED_DESCRIPTOR_FLAG                      0x00000001
#endif
#ifndef NCRYPT_PROTECTION_INFO_TYPE_DESCRIPTOR_STRING
#define NCRYPT_PROTECTION_INFO_TYPE_DESCRIPTOR_STRING     0x00000001
#endif
#ifndef NCRYPT_UNPROTECT_NO_DECRYPT
#define NCRYPT_UNPROTECT_NO_DECRYPT                       0x00000001
#endif

DECLARE_HANDLE(NCRYPT_DESCRIPTOR_HANDLE);
DECLARE_HANDLE(NCRYPT_STREAM_HANDLE);

SECURITY_STATUS WINAPI NCryptRegisterProtectionDescriptorName(LPCWSTR pwszName,
                                                              LPCWSTR pwszDescriptorString,
                                                              DWORD dwFlags);
SECURITY_STATUS WINAPI NCryptQueryProtectionDescriptorName(LPCWSTR pwszName,
                                                           LPWSTR pwszDescriptorString,
                                                           SIZE_T *pcDescriptorString,
                                                           DWORD dwFlags);
SECURITY_STATUS WINAPI NCryptCreateProtectionDescriptor(LPCWSTR pwszDescriptorString, DWORD dwFlags,
                                                        NCRYPT_DESCRIPTOR_HANDLE *phDescriptor);
SECURITY_STATUS WINAPI NCryptCloseProtectionDescriptor(NCRYPT_DESCRIPTOR_HANDLE hDescriptor);
SECURITY_STATUS WINAPI NCryptGetProtectionDescriptorInfo(NCRYPT_DESCRIPTOR_HANDLE hDescriptor,
                                                         const NCRYPT_ALLOC_PARA *pMemPara,
                                                         DWORD dwInfoType, void **ppvInfo);

/* ncryptprotect.h: secrets in memory */

SECURITY_STATUS WINAPI NCryptProtectSecret(NCRYPT_DESCRIPTOR_HANDLE hDescriptor, DWORD dwFlags,
                                           const BYTE *pbData, ULONG cbData,
                                           const NCRYPT_ALLOC_PARA *pMemPara, HWND hWnd,
                                           BYTE **ppbProtectedBlob, ULONG *pcbProtectedBlob);
SECURITY_STATUS WINAPI NCryptUnprotectSecret(NCRYPT_DESCRIPTOR_HANDLE *phDescriptor, DWORD dwFlags,
                                             const BYTE *pbProtectedBlob, ULONG cbProtectedBlob,
                                             const NCRYPT_ALLOC_PARA *pMemPara, HWND hWnd,
                                             BYTE **ppbData, ULONG *pcbData);

/* ncryptprotect.h: streams */

typedef SECURITY_STATUS (WINAPI *PFNCryptStreamOutputCallback)(void *pvCallbackCtxt,
                                                               const BYTE *pbData, SIZE_T cbData,
                                                               BOOL fFinal);
typedef SECURITY_STATUS (WINAPI *PFNCryptStreamOutputCallbackEx)(
        void *pvCallbackCtxt, const BYTE *pbData, SIZE_T cbData,
        NCRYPT_DESCRIPTOR_HANDLE hDescriptor, BOOL fFinal);

typedef struct NCRYPT_PROTECT_STREAM_INFO
{
    PFNCryptStreamOutputCallback pfnStreamOutput;
    void *pvCallbackCtxt;
} NCRYPT_PROTECT_STREAM_INFO;

typedef struct NCRYPT_PROTECT_STREAM_INFO_EX
{
    PFNCryptStreamOutputCallbackEx pfnStreamOutput;
    void *pvCallbackCtxt;
} NCRYPT_PROTECT_STREAM_INFO_EX;

SECURITY_STATUS WINAPI NCryptStreamOpenToProtect(NCRYPT_DESCRIPTOR_HANDLE hDescriptor,
                                                 DWORD dwFlags, HWND hWnd,
                                                 NCRYPT_PROTECT_STREAM_INFO *pStreamInfo,
                                                 NCRYPT_STREAM_HANDLE *phStream);
SECURITY_STATUS WINAPI NCryptStreamOpenToUnprotect(NCRYPT_PROTECT_STREAM_INFO *pStreamInfo,
                                                   DWORD dwFlags, HWND hWnd,
                                                   NCRYPT_STREAM_HANDLE *phStream);
SECURITY_STATUS WINAPI NCryptStreamOpenToUnprotectEx(NCRYPT_PROTECT_STREAM_INFO_EX *pStreamInfo,
                                                     DWORD dwFlags, HWND hWnd,
                                                     NCRYPT_STREAM_HANDLE *phStream);
SECURITY_STATUS WINAPI NCryptStreamUpdate(NCRYPT_STREAM_HANDLE hStream, const BYTE *pbData,
                                          SIZE_T cbData, BOOL fFinal);
SECURITY_STATUS WINAPI NCryptStreamClose(NCRYPT_STREAM_HANDLE hStream);

#ifdef __cplusplus
}
#endif

#endif /* __NCRYPTPROTECT_H__ */
