/*
 * Stands in for the Windows SDK's sslprovider.h, which MinGW-w64 and Wine do
 * not have: the SSL functions of ncrypt.dll and the interface of an SSL
 * protocol provider.
 */
#ifndef __SSL_PROVIDER_H__
#define __SSL_PROVIDER_H__

#include "ncrypt_ext.h"

#ifdef __cplusplus
extern "C" {
#endif

/* sslprovider.h: provider, roles, protocols */

#ifndef MS_SCHANNEL_PROVIDER
#define MS_SCHANNEL_PROVIDER     CNG_TEXT("Microsoft SSL Protocol Provider")
#endif
#ifndef NCRYPT_SSL_CLIENT_FLAG
#define NCRYPT_SSL_CLIENT_FLAG   0x00000001
#endif
#ifndef NCRYPT_SSL_SERVER_FLAG
#define NCRYPT_SSL_SERVER_FLAG   0x00000002
#endif
#ifndef SSL2_PROTOCOL_VERSION
#define SSL2_PROTOCOL_VERSION    0x00000002
#endif
#ifndef SSL3_PROTOCOL_VERSION
#define SSL3_PROTOCOL_VERSION    0x00000300
#endif
#ifndef TLS1_PROTOCOL_VERSION
#define TLS1_PROTOCOL_VERSION    0x00000301
#endif
#ifndef TLS1_0_PROTOCOL_VERSION
#define TLS1_0_PROTOCOL_VERSION  TLS1_PROTOCOL_VERSION
#endif
#ifndef TLS1_1_PROTOCOL_VERSION
#define TLS1_1_PROTOCOL_VERSION  0x00000302
#endif
#ifndef TLS1_2_PROTOCOL_VERSION
#define TLS1_2_PROTOCOL_VERSION  0x00000303
#endif
#ifndef TLS1_3_PROTOCOL_VERSION
#define TLS1_3_PROTOCOL_VERSION  0x00000304
#endif
#ifndef DTLS1_0_PROTOCOL_VERSION
#define DTLS1_0_PROTOCOL_VERSION 0x0000FEFF
#endif
#ifndef DTLS1_2_PROTOCOL_VERSION
#define DTLS1_2_PROTOCOL_VERSION 0x0000FEFD
#endif

/* sslprovider.h: cipher suites */

#ifndef TLS_RSA_WITH_NULL_MD5
#define TLS_RSA_WITH_NULL_MD5                   0x00000001
#endif
#ifndef TLS_RSA_WITH_NULL_SHA
#define TLS_RSA_WITH_NULL_SHA                   0x00000002
#endif
#ifndef TLS_RSA_EXPORT_WITH_RC4_40_MD5
#define TLS_RSA_EXPORT_WITH_RC4_40_MD5          0x00000003
#endif
#ifndef TLS_RSA_WITH_RC4_128_MD5
#define TLS_RSA_WITH_RC4_128_MD5                0x00000004
#endif
#ifndef TLS_RSA_WITH_RC4_128_SHA
#define TLS_RSA_WITH_RC4_128_SHA                0x00000005
#endif
#ifndef TLS_RSA_WITH_DES_CBC_SHA
#define TLS_RSA_WITH_DES_CBC_SHA                0x00000009
#endif
#ifndef TLS_RSA_WITH_3DES_EDE_CBC_SHA
#define TLS_RSA_WITH_3DES_EDE_CBC_SHA           0x0000000A
#endif
#ifndef TLS_DHE_DSS_WITH_DES_CBC_SHA
#define TLS_DHE_DSS_WITH_DES_CBC_SHA            0x00000012
#endif
#ifndef TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA
#define TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA       0x00000013
#endif
#ifndef TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA
#define TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA       0x00000016
#endif
#ifndef TLS_RSA_WITH_AES_128_CBC_SHA
#define TLS_RSA_WITH_AES_128_CBC_SHA            0x0000002F
#endif
#ifndef TLS_DHE_DSS_WITH_AES_128_CBC_SHA
#define TLS_DHE_DSS_WITH_AES_128_CBC_SHA        0x00000032
#endif
#ifndef TLS_DHE_RSA_WITH_AES_128_CBC_SHA
#define TLS_DHE_RSA_WITH_AES_128_CBC_SHA        0x00000033
#endif
#ifndef TLS_RSA_WITH_AES_256_CBC_SHA
#define TLS_RSA_WITH_AES_256_CBC_SHA            0x00000035
#endif
#ifndef TLS_DHE_DSS_WITH_AES_256_CBC_SHA
#define TLS_DHE_DSS_WITH_AES_256_CBC_SHA        0x00000038
#endif
#ifndef TLS_DHE_RSA_WITH_AES_256_CBC_SHA
#define TLS_DHE_RSA_WITH_AES_256_CBC_SHA        0x00000039
#endif
#ifndef TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA
#define TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA     0x00000062
#endif
#ifndef TLS_DHE_DSS_EXPORT1024_WITH_DES_CBC_SHA
#define TLS_DHE_DSS_EXPORT1024_WITH_DES_CBC_SHA 0x00000063
#endif
#ifndef TLS_RSA_EXPORT1024_WITH_RC4_56_SHA
#define TLS_RSA_EXPORT1024_WITH_RC4_56_SHA      0x00000064
#endif
#ifndef TLS_RSA_WITH_NULL_SHA256
#define TLS_RSA_WITH_NULL_SHA256                0x0000003B
#endif
#ifndef TLS_RSA_WITH_AES_128_CBC_SHA256
#define TLS_RSA_WITH_AES_128_CBC_SHA256         0x0000003C
#endif
#ifndef TLS_RSA_WITH_AES_256_CBC_SHA256
#define TLS_RSA_WITH_AES_256_CBC_SHA256         0x0000003D
#endif
#ifndef TLS_DHE_DSS_WITH_AES_128_CBC_SHA256
#define TLS_DHE_DSS_WITH_AES_128_CBC_SHA256     0x00000040
#endif
#ifndef TLS_DHE_DSS_WITH_AES_256_CBC_SHA256
#define TLS_DHE_DSS_WITH_AES_256_CBC_SHA256     0x0000006A
#endif
#ifndef TLS_RSA_WITH_AES_128_GCM_SHA256
#define TLS_RSA_WITH_AES_128_GCM_SHA256         0x0000009C
#endif
#ifndef TLS_RSA_WITH_AES_256_GCM_SHA384
#define TLS_RSA_WITH_AES_256_GCM_SHA384         0x0000009D
#endif
#ifndef TLS_DHE_RSA_WITH_AES_128_GCM_SHA256
#define TLS_DHE_RSA_WITH_AES_128_GCM_SHA256     0x0000009E
#endif
#ifndef TLS_DHE_RSA_WITH_AES_256_GCM_SHA384
#define TLS_DHE_RSA_WITH_AES_256_GCM_SHA384     0x0000009F
#endif
#ifndef TLS_PSK_WITH_AES_128_GCM_SHA256
#define TLS_PSK_WITH_AES_128_GCM_SHA256         0x000000A8
#endif
#ifndef TLS_PSK_WITH_AES_256_GCM_SHA384
#define TLS_PSK_WITH_AES_256_GCM_SHA384         0x000000A9
#endif
#ifndef TLS_PSK_WITH_AES_128_CBC_SHA256
#define TLS_PSK_WITH_AES_128_CBC_SHA256         0x000000AE
#endif
#ifndef TLS_PSK_WITH_AES_256_CBC_SHA384
#define TLS_PSK_WITH_AES_256_CBC_SHA384         0x000000AF
#endif
#ifndef TLS_PSK_WITH_NULL_SHA256
#define TLS_PSK_WITH_NULL_SHA256                0x000000B0
#endif
#ifndef TLS_PSK_WITH_NULL_SHA384
#define TLS_PSK_WITH_NULL_SHA384                0x000000B1
#endif
#ifndef TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA
#define TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA    0x0000C009
#endif
#ifndef TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
#define TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA      0x0000C013
#endif
#ifndef TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA
#define TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA    0x0000C00A
#endif
#ifndef TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA
#define TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA      0x0000C014
#endif
#ifndef TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
#define TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 0x0000C023
#endif
#ifndef TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384
#define TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384 0x0000C024
#endif
#ifndef TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
#define TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 0x0000C02B
#endif
#ifndef TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
#define TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 0x0000C02C
#endif
#ifndef TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256
#define TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256   0x0000C027
#endif
#ifndef TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384
#define TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384   0x0000C028
#endif
#ifndef TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
#define TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256   0x0000C02F
#endif
#ifndef TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
#define TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384   0x0000C030
#endif
#ifndef TLS_AES_128_GCM_SHA256
#define TLS_AES_128_GCM_SHA256                  0x00001301
#endif
#ifndef TLS_AES_256_GCM_SHA384
#define TLS_AES_256_GCM_SHA384                  0x00001302
#endif
#ifndef SSL_CK_RC4_128_WITH_MD5
#define SSL_CK_RC4_128_WITH_MD5                 0x00010080
#endif
#ifndef SSL_CK_RC4_128_EXPORT40_WITH_MD5
#define SSL_CK_RC4_128_EXPORT40_WITH_MD5        0x00020080
#endif
#ifndef SSL_CK_RC2_128_CBC_WITH_MD5
#define SSL_CK_RC2_128_CBC_WITH_MD5             0x00030080
#endif
#ifndef SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5
#define SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5    0x00040080
#endif
#ifndef SSL_CK_IDEA_128_CBC_WITH_MD5
#define SSL_CK_IDEA_128_CBC_WITH_MD5            0x00050080
#endif
#ifndef SSL_CK_DES_64_CBC_WITH_MD5
#define SSL_CK_DES_64_CBC_WITH_MD5              0x00060040
#endif
#ifndef SSL_CK_DES_192_EDE3_CBC_WITH_MD5
#define SSL_CK_DES_192_EDE3_CBC_WITH_MD5        0x000700C0
#endif

/* sslprovider.h: key types, exchanges, sizes, flags */

#ifndef TLS_ECC_P256_CURVE_KEY_TYPE
#define TLS_ECC_P256_CURVE_KEY_TYPE             23
#endif
#ifndef TLS_ECC_P384_CURVE_KEY_TYPE
#define TLS_ECC_P384_CURVE_KEY_TYPE             24
#endif
#ifndef TLS_ECC_P521_CURVE_KEY_TYPE
#define TLS_ECC_P521_CURVE_KEY_TYPE             25
#endif
#ifndef SSL_ECDSA_ALGORITHM
#define SSL_ECDSA_ALGORITHM                     CNG_TEXT("ECDSA")
#endif
#ifndef TLS_PSK_EXCHANGE
#define TLS_PSK_EXCHANGE                        CNG_TEXT("PSK")
#endif
#ifndef TLS_RSA_PSK_EXCHANGE
#define TLS_RSA_PSK_EXCHANGE                    CNG_TEXT("RSA_PSK")
#endif
#ifndef NCRYPT_SSL_MAX_NAME_SIZE
#define NCRYPT_SSL_MAX_NAME_SIZE                64
#endif
#ifndef NCRYPT_SSL_CIPHER_SUITE_EX_VERSION
#define NCRYPT_SSL_CIPHER_SUITE_EX_VERSION      1
#endif
#ifndef NCRYPT_SSL_CIPHER_LENGTHS_BLOCK_PADDING
#define NCRYPT_SSL_CIPHER_LENGTHS_BLOCK_PADDING 0x00000001
#endif
#ifndef MSCRYPT_ECC_MAX_OID_LENGTH
#define MSCRYPT_ECC_MAX_OID_LENGTH              255
#endif
#ifndef MSCRYPT_ECC_MAX_CURVE_NAME_LENGTH
#define MSCRYPT_ECC_MAX_CURVE_NAME_LENGTH       255
#endif
#ifndef NCRYPT_SSL_EAP_PRF_FIELD
#define NCRYPT_SSL_EAP_PRF_FIELD                0x000000FF
#endif
#ifndef NCRYPT_SSL_EAP_ID
#define NCRYPT_SSL_EAP_ID                       0x00000000
#endif
#ifndef NCRYPT_SSL_EAP_TTLSV0_ID
#define NCRYPT_SSL_EAP_TTLSV0_ID                0x00000001
#endif
#ifndef NCRYPT_SSL_EAP_TTLSV0_CHLNG_ID
#define NCRYPT_SSL_EAP_TTLSV0_CHLNG_ID          0x00000002
#endif
#ifndef NCRYPT_SSL_EAP_FAST_ID
#define NCRYPT_SSL_EAP_FAST_ID                  0x00000003
#endif
#ifndef SSL_KEY_TYPE_PROPERTY
#define SSL_KEY_TYPE_PROPERTY                   CNG_TEXT("KEYTYPE")
#endif
#ifndef NCRYPT_SSL_SIGN_INCLUDE_HASHOID
#define NCRYPT_SSL_SIGN_INCLUDE_HASHOID         0x00000001
#endif
#ifndef NCRYPT_SSL_SIGN_USE_PSS_PADDING
#define NCRYPT_SSL_SIGN_USE_PSS_PADDING         0x00000002
#endif
#ifndef NCRYPT_SSL_EXTERNAL_PSK_FLAG
#define NCRYPT_SSL_EXTERNAL_PSK_FLAG            0x00000001
#endif
#ifndef NCRYPT_SSL_RESUMPTION_PSK_FLAG
#define NCRYPT_SSL_RESUMPTION_PSK_FLAG          0x00000002
#endif

/* sslprovider.h: versions of the provider interface */

#ifndef NCRYPT_SSL_INTERFACE_VERSION_1
#define NCRYPT_SSL_INTERFACE_VERSION_1 BCRYPT_MAKE_INTERFACE_VERSION(1, 0)
#endif
#ifndef NCRYPT_SSL_INTERFACE_VERSION
#define NCRYPT_SSL_INTERFACE_VERSION   NCRYPT_SSL_INTERFACE_VERSION_1
#endif
#ifndef NCRYPT_SSL_INTERFACE_VERSION_2
#define NCRYPT_SSL_INTERFACE_VERSION_2 BCRYPT_MAKE_INTERFACE_VERSION(2, 0)
#endif
#ifndef NCRYPT_SSL_INTERFACE_VERSION_3
#define NCRYPT_SSL_INTERFACE_VERSION_3 BCRYPT_MAKE_INTERFACE_VERSION(3, 0)
#endif
#ifndef NCRYPT_SSL_INTERFACE_VERSION_4
#define NCRYPT_SSL_INTERFACE_VERSION_4 BCRYPT_MAKE_INTERFACE_VERSION(4, 0)
#endif
#ifndef NCRYPT_SSL_INTERFACE_VERSION_5
#define NCRYPT_SSL_INTERFACE_VERSION_5 BCRYPT_MAKE_INTERFACE_VERSION(5, 0)
#endif

/* sslprovider.h: results of the information functions */

typedef struct _NCRYPT_SSL_CIPHER_SUITE
{
    DWORD dwProtocol;
    DWORD dwCipherSuite;
    DWORD dwBaseCipherSuite;
    WCHAR szCipherSuite[NCRYPT_SSL_MAX_NAME_SIZE];
    WCHAR szCipher[NCRYPT_SSL_MAX_NAME_SIZE];
    DWORD dwCipherLen;
    DWORD dwCipherBlockLen;
    WCHAR szHash[NCRYPT_SSL_MAX_NAME_SIZE];
    DWORD dwHashLen;
    WCHAR szExchange[NCRYPT_SSL_MAX_NAME_SIZE];
    DWORD dwMinExchangeLen;
    DWORD dwMaxExchangeLen;
    WCHAR szCertificate[NCRYPT_SSL_MAX_NAME_SIZE];
    DWORD dwKeyType;
} NCRYPT_SSL_CIPHER_SUITE;

typedef struct _NCRYPT_SSL_CIPHER_SUITE_EX
{
    DWORD dwVersion;
    DWORD dwProtocol;
    DWORD dwCipherSuite;
    DWORD dwBaseCipherSuite;
    WCHAR szCipherSuite[NCRYPT_SSL_MAX_NAME_SIZE];
    WCHAR szCipher[NCRYPT_SSL_MAX_NAME_SIZE];
    DWORD dwCipherLen;
    DWORD dwCipherBlockLen;
    WCHAR szHash[NCRYPT_SSL_MAX_NAME_SIZE];
    DWORD dwHashLen;
    WCHAR szExchange[NCRYPT_SSL_MAX_NAME_SIZE];
    DWORD dwMinExchangeLen;
    DWORD dwMaxExchangeLen;
    WCHAR szCertificate[NCRYPT_SSL_MAX_NAME_SIZE];
    DWORD dwKeyType;
    WCHAR szCipherMode[NCRYPT_SSL_MAX_NAME_SIZE];
} NCRYPT_SSL_CIPHER_SUITE_EX;

typedef struct _NCRYPT_SSL_CIPHER_LENGTHS
{
    DWORD cbLength;
    DWORD dwHeaderLen;
    DWORD dwFixedTrailerLen;
    DWORD dwMaxVariableTrailerLen;
    DWORD dwFlags;
} NCRYPT_SSL_CIPHER_LENGTHS;

typedef struct _NCRYPT_SSL_ECC_CURVE
{
    WCHAR szCurveName[MSCRYPT_ECC_MAX_CURVE_NAME_LENGTH];
    CHAR szOID[MSCRYPT_ECC_MAX_OID_LENGTH];
    DWORD dwPublicKeyLength;
    DWORD dwCurveType;
    DWORD dwFlags;
} NCRYPT_SSL_ECC_CURVE, *PNCRYPT_SSL_ECC_CURVE;

/* sslprovider.h: functions that ncrypt.dll answers itself */

SECURITY_STATUS WINAPI SslChangeNotify(HANDLE hEvent, DWORD dwFlags);
SECURITY_STATUS WINAPI SslEnumProtocolProviders(DWORD *pdwProviderCount,
                                                NCryptProviderName **ppProviderList, DWORD dwFlags);
SECURITY_STATUS WINAPI SslIncrementProviderReferenceCount(NCRYPT_PROV_HANDLE hSslProvider);
SECURITY_STATUS WINAPI SslDecrementProviderReferenceCount(NCRYPT_PROV_HANDLE hSslProvider);

/* sslprovider.h: functions that ncrypt.dll passes on to a provider, and their types in its table */

SECURITY_STATUS WINAPI SslComputeClientAuthHash(NCRYPT_PROV_HANDLE hSslProvider,
                                                NCRYPT_KEY_HANDLE hMasterKey,
                                                NCRYPT_HASH_HANDLE hHandshakeHash, LPCWSTR pszAlgId,
                                                PBYTE pbOutput, DWORD cbOutput, DWORD *pcbResult,
                                                DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslComputeClientAuthHashFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                             NCRYPT_KEY_HANDLE hMasterKey,
                                                             NCRYPT_HASH_HANDLE hHandshakeHash,
                                                             LPCWSTR pszAlgId, PBYTE pbOutput,
                                                             DWORD cbOutput, DWORD *pcbResult,
                                                             DWORD dwFlags);

SECURITY_STATUS WINAPI SslComputeEapKeyBlock(NCRYPT_PROV_HANDLE hSslProvider,
                                             NCRYPT_KEY_HANDLE hMasterKey, PBYTE pbRandoms,
                                             DWORD cbRandoms, PBYTE pbOutput, DWORD cbOutput,
                                             DWORD *pcbResult, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslComputeEapKeyBlockFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                          NCRYPT_KEY_HANDLE hMasterKey,
                                                          PBYTE pbRandoms, DWORD cbRandoms,
                                                          PBYTE pbOutput, DWORD cbOutput,
                                                          DWORD *pcbResult, DWORD dwFlags);

SECURITY_STATUS WINAPI SslComputeFinishedHash(NCRYPT_PROV_HANDLE hSslProvider,
                                              NCRYPT_KEY_HANDLE hMasterKey,
                                              NCRYPT_HASH_HANDLE hHandshakeHash, PBYTE pbOutput,
                                              DWORD cbOutput, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslComputeFinishedHashFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                           NCRYPT_KEY_HANDLE hMasterKey,
                                                           NCRYPT_HASH_HANDLE hHandshakeHash,
                                                           PBYTE pbOutput, DWORD cbOutput,
                                                           DWORD dwFlags);

SECURITY_STATUS WINAPI SslCreateEphemeralKey(NCRYPT_PROV_HANDLE hSslProvider,
                                             NCRYPT_KEY_HANDLE *phEphemeralKey, DWORD dwProtocol,
                                             DWORD dwCipherSuite, DWORD dwKeyType,
                                             DWORD dwKeyBitLen, PBYTE pbParams, DWORD cbParams,
                                             DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslCreateEphemeralKeyFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                          NCRYPT_KEY_HANDLE *phEphemeralKey,
                                                          DWORD dwProtocol, DWORD dwCipherSuite,
                                                          DWORD dwKeyType, DWORD dwKeyBitLen,
                                                          PBYTE pbParams, DWORD cbParams,
                                                          DWORD dwFlags);

SECURITY_STATUS WINAPI SslCreateHandshakeHash(NCRYPT_PROV_HANDLE hSslProvider,
                                              NCRYPT_HASH_HANDLE *phHandshakeHash, DWORD dwProtocol,
                                              DWORD dwCipherSuite, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslCreateHandshakeHashFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                           NCRYPT_HASH_HANDLE *phHandshakeHash,
                                                           DWORD dwProtocol, DWORD dwCipherSuite,
                                                           DWORD dwFlags);

SECURITY_STATUS WINAPI SslDecryptPacket(NCRYPT_PROV_HANDLE hSslProvider, NCRYPT_KEY_HANDLE hKey,
                                        PBYTE pbInput, DWORD cbInput, PBYTE pbOutput,
                                        DWORD cbOutput, DWORD *pcbResult, ULONGLONG SequenceNumber,
                                        DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslDecryptPacketFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                     NCRYPT_KEY_HANDLE hKey, PBYTE pbInput,
                                                     DWORD cbInput, PBYTE pbOutput, DWORD cbOutput,
                                                     DWORD *pcbResult, ULONGLONG SequenceNumber,
                                                     DWORD dwFlags);

SECURITY_STATUS WINAPI SslEncryptPacket(NCRYPT_PROV_HANDLE hSslProvider, NCRYPT_KEY_HANDLE hKey,
                                        PBYTE pbInput, DWORD cbInput, PBYTE pbOutput,
                                        DWORD cbOutput, DWORD *pcbResult, ULONGLONG SequenceNumber,
                                        DWORD dwContentType, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslEncryptPacketFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                     NCRYPT_KEY_HANDLE hKey, PBYTE pbInput,
                                                     DWORD cbInput, PBYTE pbOutput, DWORD cbOutput,
                                                     DWORD *pcbResult, ULONGLONG SequenceNumber,
                                                     DWORD dwContentType, DWORD dwFlags);

SECURITY_STATUS WINAPI SslEnumCipherSuites(NCRYPT_PROV_HANDLE hSslProvider,
                                           NCRYPT_KEY_HANDLE hPrivateKey,
                                           NCRYPT_SSL_CIPHER_SUITE **ppCipherSuite,
                                           PVOID *ppEnumState, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslEnumCipherSuitesFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                        NCRYPT_KEY_HANDLE hPrivateKey,
                                                        NCRYPT_SSL_CIPHER_SUITE **ppCipherSuite,
                                                        PVOID *ppEnumState, DWORD dwFlags);

SECURITY_STATUS WINAPI SslExportKey(NCRYPT_PROV_HANDLE hSslProvider, NCRYPT_KEY_HANDLE hKey,
                                    LPCWSTR pszBlobType, PBYTE pbOutput, DWORD cbOutput,
                                    DWORD *pcbResult, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslExportKeyFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                 NCRYPT_KEY_HANDLE hKey, LPCWSTR pszBlobType,
                                                 PBYTE pbOutput, DWORD cbOutput, DWORD *pcbResult,
                                                 DWORD dwFlags);

SECURITY_STATUS WINAPI SslFreeBuffer(PVOID pvInput);
typedef SECURITY_STATUS (WINAPI *SslFreeBufferFn)(PVOID pvInput);

SECURITY_STATUS WINAPI SslFreeObject(NCRYPT_HANDLE hObject, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslFreeObjectFn)(NCRYPT_HANDLE hObject, DWORD dwFlags);

SECURITY_STATUS WINAPI SslGenerateMasterKey(NCRYPT_PROV_HANDLE hSslProvider,
                                            NCRYPT_KEY_HANDLE hPrivateKey,
                                            NCRYPT_KEY_HANDLE hPublicKey,
                                            NCRYPT_KEY_HANDLE *phMasterKey, DWORD dwProtocol,
                                            DWORD dwCipherSuite, PNCryptBufferDesc pParameterList,
                                            PBYTE pbOutput, DWORD cbOutput, DWORD *pcbResult,
                                            DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslGenerateMasterKeyFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                         NCRYPT_KEY_HANDLE hPrivateKey,
                                                         NCRYPT_KEY_HANDLE hPublicKey,
                                                         NCRYPT_KEY_HANDLE *phMasterKey,
                                                         DWORD dwProtocol, DWORD dwCipherSuite,
                                                         PNCryptBufferDesc pParameterList,
                                                         PBYTE pbOutput, DWORD cbOutput,
                                                         DWORD *pcbResult, DWORD dwFlags);

SECURITY_STATUS WINAPI SslGenerateSessionKeys(NCRYPT_PROV_HANDLE hSslProvider,
                                              NCRYPT_KEY_HANDLE hMasterKey,
                                              NCRYPT_KEY_HANDLE *phReadKey,
                                              NCRYPT_KEY_HANDLE *phWriteKey,
                                              PNCryptBufferDesc pParameterList, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslGenerateSessionKeysFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                           NCRYPT_KEY_HANDLE hMasterKey,
                                                           NCRYPT_KEY_HANDLE *phReadKey,
                                                           NCRYPT_KEY_HANDLE *phWriteKey,
                                                           PNCryptBufferDesc pParameterList,
                                                           DWORD dwFlags);

SECURITY_STATUS WINAPI SslGetKeyProperty(NCRYPT_KEY_HANDLE hKey, LPCWSTR pszProperty,
                                         PBYTE *ppbOutput, DWORD *pcbOutput, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslGetKeyPropertyFn)(NCRYPT_KEY_HANDLE hKey, LPCWSTR pszProperty,
                                                      PBYTE *ppbOutput, DWORD *pcbOutput,
                                                      DWORD dwFlags);

SECURITY_STATUS WINAPI SslGetProviderProperty(NCRYPT_PROV_HANDLE hSslProvider, LPCWSTR pszProperty,
                                              PBYTE *ppbOutput, DWORD *pcbOutput,
                                              PVOID *ppEnumState, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslGetProviderPropertyFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                           LPCWSTR pszProperty, PBYTE *ppbOutput,
                                                           DWORD *pcbOutput, PVOID *ppEnumState,
                                                           DWORD dwFlags);

SECURITY_STATUS WINAPI SslHashHandshake(NCRYPT_PROV_HANDLE hSslProvider,
                                        NCRYPT_HASH_HANDLE hHandshakeHash, PBYTE pbInput,
                                        DWORD cbInput, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslHashHandshakeFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                     NCRYPT_HASH_HANDLE hHandshakeHash,
                                                     PBYTE pbInput, DWORD cbInput, DWORD dwFlags);

SECURITY_STATUS WINAPI SslImportMasterKey(NCRYPT_PROV_HANDLE hSslProvider,
                                          NCRYPT_KEY_HANDLE hPrivateKey,
                                          NCRYPT_KEY_HANDLE *phMasterKey, DWORD dwProtocol,
                                          DWORD dwCipherSuite, NCryptBufferDesc *pParameterList,
                                          PBYTE pbEncryptedKey, DWORD cbEncryptedKey,
                                          DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslImportMasterKeyFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                       NCRYPT_KEY_HANDLE hPrivateKey,
                                                       NCRYPT_KEY_HANDLE *phMasterKey,
                                                       DWORD dwProtocol, DWORD dwCipherSuite,
                                                       NCryptBufferDesc *pParameterList,
                                                       PBYTE pbEncryptedKey, DWORD cbEncryptedKey,
                                                       DWORD dwFlags);

SECURITY_STATUS WINAPI SslImportKey(NCRYPT_PROV_HANDLE hSslProvider, NCRYPT_KEY_HANDLE *phKey,
                                    LPCWSTR pszBlobType, PBYTE pbKeyBlob, DWORD cbKeyBlob,
                                    DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslImportKeyFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                 NCRYPT_KEY_HANDLE *phKey, LPCWSTR pszBlobType,
                                                 PBYTE pbKeyBlob, DWORD cbKeyBlob, DWORD dwFlags);

SECURITY_STATUS WINAPI SslLookupCipherSuiteInfo(NCRYPT_PROV_HANDLE hSslProvider, DWORD dwProtocol,
                                                DWORD dwCipherSuite, DWORD dwKeyType,
                                                NCRYPT_SSL_CIPHER_SUITE *pCipherSuite,
                                                DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslLookupCipherSuiteInfoFn)(
        NCRYPT_PROV_HANDLE hSslProvider, DWORD dwProtocol, DWORD dwCipherSuite, DWORD dwKeyType,
        NCRYPT_SSL_CIPHER_SUITE *pCipherSuite, DWORD dwFlags);

SECURITY_STATUS WINAPI SslOpenPrivateKey(NCRYPT_PROV_HANDLE hSslProvider,
                                         NCRYPT_KEY_HANDLE *phPrivateKey,
                                         PCCERT_CONTEXT pCertContext, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslOpenPrivateKeyFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                      NCRYPT_KEY_HANDLE *phPrivateKey,
                                                      PCCERT_CONTEXT pCertContext, DWORD dwFlags);

SECURITY_STATUS WINAPI SslOpenProvider(NCRYPT_PROV_HANDLE *phSslProvider, LPCWSTR pszProviderName,
                                       DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslOpenProviderFn)(NCRYPT_PROV_HANDLE *phSslProvider,
                                                    LPCWSTR pszProviderName, DWORD dwFlags);

SECURITY_STATUS WINAPI SslSignHash(NCRYPT_PROV_HANDLE hSslProvider, NCRYPT_KEY_HANDLE hPrivateKey,
                                   PBYTE pbHashValue, DWORD cbHashValue, PBYTE pbSignature,
                                   DWORD cbSignature, DWORD *pcbResult, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslSignHashFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                NCRYPT_KEY_HANDLE hPrivateKey, PBYTE pbHashValue,
                                                DWORD cbHashValue, PBYTE pbSignature,
                                                DWORD cbSignature, DWORD *pcbResult, DWORD dwFlags);

SECURITY_STATUS WINAPI SslVerifySignature(NCRYPT_PROV_HANDLE hSslProvider,
                                          NCRYPT_KEY_HANDLE hPublicKey, PBYTE pbHashValue,
                                          DWORD cbHashValue, PBYTE pbSignature, DWORD cbSignature,
                                          DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslVerifySignatureFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                       NCRYPT_KEY_HANDLE hPublicKey,
                                                       PBYTE pbHashValue, DWORD cbHashValue,
                                                       PBYTE pbSignature, DWORD cbSignature,
                                                       DWORD dwFlags);

SECURITY_STATUS WINAPI SslLookupCipherLengths(NCRYPT_PROV_HANDLE hSslProvider, DWORD dwProtocol,
                                              DWORD dwCipherSuite, DWORD dwKeyType,
                                              NCRYPT_SSL_CIPHER_LENGTHS *pCipherLengths,
                                              DWORD cbCipherLengths, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslLookupCipherLengthsFn)(
        NCRYPT_PROV_HANDLE hSslProvider, DWORD dwProtocol, DWORD dwCipherSuite, DWORD dwKeyType,
        NCRYPT_SSL_CIPHER_LENGTHS *pCipherLengths, DWORD cbCipherLengths, DWORD dwFlags);

SECURITY_STATUS WINAPI SslCreateClientAuthHash(NCRYPT_PROV_HANDLE hSslProvider,
                                               NCRYPT_HASH_HANDLE *phHandshakeHash,
                                               DWORD dwProtocol, DWORD dwCipherSuite,
                                               LPCWSTR pszHashAlgId, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslCreateClientAuthHashFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                            NCRYPT_HASH_HANDLE *phHandshakeHash,
                                                            DWORD dwProtocol, DWORD dwCipherSuite,
                                                            LPCWSTR pszHashAlgId, DWORD dwFlags);

SECURITY_STATUS WINAPI SslGetCipherSuitePRFHashAlgorithm(
        NCRYPT_PROV_HANDLE hSslProvider, DWORD dwProtocol, DWORD dwCipherSuite, DWORD dwKeyType,
        WCHAR szPRFHash[NCRYPT_SSL_MAX_NAME_SIZE], DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslGetCipherSuitePRFHashAlgorithmFn)(
        NCRYPT_PROV_HANDLE hSslProvider, DWORD dwProtocol, DWORD dwCipherSuite, DWORD dwKeyType,
        WCHAR szPRFHash[NCRYPT_SSL_MAX_NAME_SIZE], DWORD dwFlags);

SECURITY_STATUS WINAPI SslComputeSessionHash(NCRYPT_PROV_HANDLE hSslProvider,
                                             NCRYPT_HASH_HANDLE hHandshakeHash, DWORD dwProtocol,
                                             PBYTE pbOutput, DWORD cbOutput, DWORD *pcbResult,
                                             DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslComputeSessionHashFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                          NCRYPT_HASH_HANDLE hHandshakeHash,
                                                          DWORD dwProtocol, PBYTE pbOutput,
                                                          DWORD cbOutput, DWORD *pcbResult,
                                                          DWORD dwFlags);

SECURITY_STATUS WINAPI SslGeneratePreMasterKey(NCRYPT_PROV_HANDLE hSslProvider,
                                               NCRYPT_KEY_HANDLE hPublicKey,
                                               NCRYPT_KEY_HANDLE *phPreMasterKey, DWORD dwProtocol,
                                               DWORD dwCipherSuite,
                                               PNCryptBufferDesc pParameterList, PBYTE pbOutput,
                                               DWORD cbOutput, DWORD *pcbResult, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslGeneratePreMasterKeyFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                            NCRYPT_KEY_HANDLE hPublicKey,
                                                            NCRYPT_KEY_HANDLE *phPreMasterKey,
                                                            DWORD dwProtocol, DWORD dwCipherSuite,
                                                            PNCryptBufferDesc pParameterList,
                                                            PBYTE pbOutput, DWORD cbOutput,
                                                            DWORD *pcbResult, DWORD dwFlags);

SECURITY_STATUS WINAPI SslEnumEccCurves(NCRYPT_PROV_HANDLE hSslProvider, DWORD *pEccCurveCount,
                                        NCRYPT_SSL_ECC_CURVE **ppEccCurve, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslEnumEccCurvesFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                     DWORD *pEccCurveCount,
                                                     NCRYPT_SSL_ECC_CURVE **ppEccCurve,
                                                     DWORD dwFlags);

SECURITY_STATUS WINAPI SslExportKeyingMaterial(NCRYPT_PROV_HANDLE hSslProvider,
                                               NCRYPT_KEY_HANDLE hMasterKey, PCHAR sLabel,
                                               PBYTE pbRandoms, DWORD cbRandoms,
                                               PBYTE pbContextValue, WORD cbContextValue,
                                               PBYTE pbOutput, DWORD cbOutput, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslExportKeyingMaterialFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                            NCRYPT_KEY_HANDLE hMasterKey,
                                                            PCHAR sLabel, PBYTE pbRandoms,
                                                            DWORD cbRandoms, PBYTE pbContextValue,
                                                            WORD cbContextValue, PBYTE pbOutput,
                                                            DWORD cbOutput, DWORD dwFlags);

SECURITY_STATUS WINAPI SslExtractEarlyKey(NCRYPT_PROV_HANDLE hSslProvider,
                                          NCRYPT_KEY_HANDLE hPreSharedKey,
                                          NCRYPT_KEY_HANDLE *phEarlyKey, DWORD dwProtocol,
                                          DWORD dwCipherSuite, PNCryptBufferDesc pParameterList,
                                          DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslExtractEarlyKeyFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                       NCRYPT_KEY_HANDLE hPreSharedKey,
                                                       NCRYPT_KEY_HANDLE *phEarlyKey,
                                                       DWORD dwProtocol, DWORD dwCipherSuite,
                                                       PNCryptBufferDesc pParameterList,
                                                       DWORD dwFlags);

SECURITY_STATUS WINAPI SslExtractHandshakeKey(NCRYPT_PROV_HANDLE hSslProvider,
                                              NCRYPT_KEY_HANDLE hPrivateKey,
                                              NCRYPT_KEY_HANDLE hPublicKey,
                                              NCRYPT_KEY_HANDLE hEarlyKey,
                                              NCRYPT_KEY_HANDLE *phHandshakeKey,
                                              PNCryptBufferDesc pParameterList, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslExtractHandshakeKeyFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                           NCRYPT_KEY_HANDLE hPrivateKey,
                                                           NCRYPT_KEY_HANDLE hPublicKey,
                                                           NCRYPT_KEY_HANDLE hEarlyKey,
                                                           NCRYPT_KEY_HANDLE *phHandshakeKey,
                                                           PNCryptBufferDesc pParameterList,
                                                           DWORD dwFlags);

SECURITY_STATUS WINAPI SslExtractMasterKey(NCRYPT_PROV_HANDLE hSslProvider,
                                           NCRYPT_KEY_HANDLE hHandshakeKey,
                                           NCRYPT_KEY_HANDLE *phMasterKey,
                                           PNCryptBufferDesc pParameterList, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslExtractMasterKeyFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                        NCRYPT_KEY_HANDLE hHandshakeKey,
                                                        NCRYPT_KEY_HANDLE *phMasterKey,
                                                        PNCryptBufferDesc pParameterList,
                                                        DWORD dwFlags);

SECURITY_STATUS WINAPI SslExpandTrafficKeys(NCRYPT_PROV_HANDLE hSslProvider,
                                            NCRYPT_KEY_HANDLE hBaseKey,
                                            NCRYPT_HASH_HANDLE hHashValue,
                                            NCRYPT_KEY_HANDLE *phClientTrafficKey,
                                            NCRYPT_KEY_HANDLE *phServerTrafficKey,
                                            PNCryptBufferDesc pParameterList, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslExpandTrafficKeysFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                         NCRYPT_KEY_HANDLE hBaseKey,
                                                         NCRYPT_HASH_HANDLE hHashValue,
                                                         NCRYPT_KEY_HANDLE *phClientTrafficKey,
                                                         NCRYPT_KEY_HANDLE *phServerTrafficKey,
                                                         PNCryptBufferDesc pParameterList,
                                                         DWORD dwFlags);

SECURITY_STATUS WINAPI SslExpandWriteKey(NCRYPT_PROV_HANDLE hSslProvider,
                                         NCRYPT_KEY_HANDLE hBaseTrafficKey,
                                         NCRYPT_KEY_HANDLE *phWriteKey,
                                         PNCryptBufferDesc pParameterList, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslExpandWriteKeyFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                      NCRYPT_KEY_HANDLE hBaseTrafficKey,
                                                      NCRYPT_KEY_HANDLE *phWriteKey,
                                                      PNCryptBufferDesc pParameterList,
                                                      DWORD dwFlags);

SECURITY_STATUS WINAPI SslExpandExporterMasterKey(NCRYPT_PROV_HANDLE hSslProvider,
                                                  NCRYPT_KEY_HANDLE hBaseKey,
                                                  NCRYPT_HASH_HANDLE hHashValue,
                                                  NCRYPT_KEY_HANDLE *phExporterMasterKey,
                                                  PNCryptBufferDesc pParameterList, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslExpandExporterMasterKeyFn)(
        NCRYPT_PROV_HANDLE hSslProvider, NCRYPT_KEY_HANDLE hBaseKey, NCRYPT_HASH_HANDLE hHashValue,
        NCRYPT_KEY_HANDLE *phExporterMasterKey, PNCryptBufferDesc pParameterList, DWORD dwFlags);

SECURITY_STATUS WINAPI SslEnumCipherSuitesEx(NCRYPT_PROV_HANDLE hSslProvider,
                                             NCRYPT_KEY_HANDLE hPrivateKey,
                                             NCRYPT_SSL_CIPHER_SUITE_EX **ppCipherSuite,
                                             PVOID *ppEnumState, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslEnumCipherSuitesExFn)(
        NCRYPT_PROV_HANDLE hSslProvider, NCRYPT_KEY_HANDLE hPrivateKey,
        NCRYPT_SSL_CIPHER_SUITE_EX **ppCipherSuite, PVOID *ppEnumState, DWORD dwFlags);

SECURITY_STATUS WINAPI SslExpandResumptionMasterKey(NCRYPT_PROV_HANDLE hSslProvider,
                                                    NCRYPT_KEY_HANDLE hMasterKey,
                                                    NCRYPT_HASH_HANDLE hHashValue,
                                                    NCRYPT_KEY_HANDLE *phResumptionMasterKey,
                                                    PNCryptBufferDesc pParameterList,
                                                    DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslExpandResumptionMasterKeyFn)(
        NCRYPT_PROV_HANDLE hSslProvider, NCRYPT_KEY_HANDLE hMasterKey,
        NCRYPT_HASH_HANDLE hHashValue, NCRYPT_KEY_HANDLE *phResumptionMasterKey,
        PNCryptBufferDesc pParameterList, DWORD dwFlags);

SECURITY_STATUS WINAPI SslDuplicateTranscriptHash(NCRYPT_PROV_HANDLE hSslProvider,
                                                  NCRYPT_HASH_HANDLE hTranscriptHash,
                                                  NCRYPT_HASH_HANDLE *phTranscriptHash,
                                                  DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslDuplicateTranscriptHashFn)(
        NCRYPT_PROV_HANDLE hSslProvider, NCRYPT_HASH_HANDLE hTranscriptHash,
        NCRYPT_HASH_HANDLE *phTranscriptHash, DWORD dwFlags);

SECURITY_STATUS WINAPI SslExpandBinderKey(NCRYPT_PROV_HANDLE hSslProvider,
                                          NCRYPT_KEY_HANDLE hEarlyKey,
                                          NCRYPT_KEY_HANDLE *phBinderKey,
                                          PNCryptBufferDesc pParameterList, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslExpandBinderKeyFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                       NCRYPT_KEY_HANDLE hEarlyKey,
                                                       NCRYPT_KEY_HANDLE *phBinderKey,
                                                       PNCryptBufferDesc pParameterList,
                                                       DWORD dwFlags);

SECURITY_STATUS WINAPI SslExpandPreSharedKey(NCRYPT_PROV_HANDLE hSslProvider,
                                             NCRYPT_KEY_HANDLE hResumptionMasterKey,
                                             PBYTE pbTicketNonce, DWORD cbTicketNonce,
                                             NCRYPT_KEY_HANDLE *phPreSharedKey,
                                             PNCryptBufferDesc pParameterList, DWORD dwFlags);
typedef SECURITY_STATUS (WINAPI *SslExpandPreSharedKeyFn)(NCRYPT_PROV_HANDLE hSslProvider,
                                                          NCRYPT_KEY_HANDLE hResumptionMasterKey,
                                                          PBYTE pbTicketNonce, DWORD cbTicketNonce,
                                                          NCRYPT_KEY_HANDLE *phPreSharedKey,
                                                          PNCryptBufferDesc pParameterList,
                                                          DWORD dwFlags);

/*
 * sslprovider.h: the function table. Version 1 ends with VerifySignature,
 * 2 with GetCipherSuitePRFHashAlgorithm, 3 with ExportKeyingMaterial, 4 with
 * EnumCipherSuitesEx, 5 with ExpandPreSharedKey.
 */

typedef struct _NCRYPT_SSL_FUNCTION_TABLE
{
    BCRYPT_INTERFACE_VERSION Version;
    SslComputeClientAuthHashFn ComputeClientAuthHash;
    SslComputeEapKeyBlockFn ComputeEapKeyBlock;
    SslComputeFinishedHashFn ComputeFinishedHash;
    SslCreateEphemeralKeyFn CreateEphemeralKey;
    SslCreateHandshakeHashFn CreateHandshakeHash;
    SslDecryptPacketFn DecryptPacket;
    SslEncryptPacketFn EncryptPacket;
    SslEnumCipherSuitesFn EnumCipherSuites;
    SslExportKeyFn ExportKey;
    SslFreeBufferFn FreeBuffer;
    SslFreeObjectFn FreeObject;
    SslGenerateMasterKeyFn GenerateMasterKey;
    SslGenerateSessionKeysFn GenerateSessionKeys;
    SslGetKeyPropertyFn GetKeyProperty;
    SslGetProviderPropertyFn GetProviderProperty;
    SslHashHandshakeFn HashHandshake;
    SslImportMasterKeyFn ImportMasterKey;
    SslImportKeyFn ImportKey;
    SslLookupCipherSuiteInfoFn LookupCipherSuiteInfo;
    SslOpenPrivateKeyFn OpenPrivateKey;
    SslOpenProviderFn OpenProvider;
    SslSignHashFn SignHash;
    SslVerifySignatureFn VerifySignature;
    SslLookupCipherLengthsFn LookupCipherLengths;
    SslCreateClientAuthHashFn CreateClientAuthHash;
    SslGetCipherSuitePRFHashAlgorithmFn GetCipherSuitePRFHashAlgorithm;
    SslComputeSessionHashFn ComputeSessionHash;
    SslGeneratePreMasterKeyFn GeneratePreMasterKey;
    SslEnumEccCurvesFn EnumEccCurves;
    SslExportKeyingMaterialFn ExportKeyingMaterial;
    SslExtractEarlyKeyFn ExtractEarlyKey;
    SslExtractHandshakeKeyFn ExtractHandshakeKey;
    SslExtractMasterKeyFn ExtractMasterKey;
    SslExpandTrafficKeysFn ExpandTrafficKeys;
    SslExpandWriteKeyFn ExpandWriteKey;
    SslExpandExporterMasterKeyFn ExpandExporterMasterKey;
    SslEnumCipherSuitesExFn EnumCipherSuitesEx;
    SslExpandResumptionMasterKeyFn ExpandResumptionMasterKey;
    SslDuplicateTranscriptHashFn DuplicateTranscriptHash;
    SslExpandBinderKeyFn ExpandBinderKey;
    SslExpandPreSharedKeyFn ExpandPreSharedKey;
} NCRYPT_SSL_FUNCTION_TABLE;

/* sslprovider.h: the one export of a provider DLL */

NTSTATUS WINAPI GetSChannelInterface(LPCWSTR pszProviderName,
                                     NCRYPT_SSL_FUNCTION_TABLE **ppFunctionTable, DWORD dwFlags);

typedef NTSTATUS (WINAPI *GetSChannelInterfaceFn)(LPCWSTR pszProviderName,
                                                  NCRYPT_SSL_FUNCTION_TABLE **ppFunctionTable,
                                                  ULONG dwFlags);

#ifdef __cplusplus
}
#endif

#endif /* __SSL_PROVIDER_H__ */
