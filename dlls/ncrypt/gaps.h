/*
 * The router's answers that no public source settles.  Each is named here and used by that name, so
 * that a run on native Windows which settles one changes one line.
 */
#ifndef NCRYPT_GAPS_H
#define NCRYPT_GAPS_H

#include "windows_headers.h"

/* A provider of Windows whose hardware (TPM, smart card reader) is not there. */
#define GAP_STATUS_ABSENT_HARDWARE NTE_DEVICE_NOT_READY

/* A NULL output pointer is found in the calling process ... */
#define GAP_STATUS_NULL_OUTPUT NTE_INVALID_PARAMETER

/* ... while a NULL [ref] input is found by the marshalling of the key isolation service.  Wine's
 * tests show this for algorithm names, hashes and signatures; blob types and property names are
 * taken to be like them. */
#define STATUS_NULL_REFERENCE ((SECURITY_STATUS)HRESULT_FROM_WIN32(RPC_X_NULL_REF_POINTER))

/* Two handles of one call that belong to different providers. */
#define GAP_STATUS_CROSS_PROVIDER NTE_INVALID_PARAMETER

#endif
