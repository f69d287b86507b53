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

/* NCryptTranslateHandle, whose documentation names NTE_BAD_FLAGS, NTE_INVALID_PARAMETER and NTE_NO_MEMORY:
 * the container has no such key, or the CNG provider cannot get at it (no key of its own of that name,
 * and not exportable), both as if a key of that name were opened; a CSP that cannot say what is needed;
 * of two keys the first in this order, where the caller does not say which. */
#define GAP_STATUS_LEGACY_NO_KEY NTE_BAD_KEYSET
#define GAP_STATUS_LEGACY_NOT_REACHED NTE_BAD_KEYSET
#define GAP_STATUS_LEGACY_INCAPABLE NTE_NOT_SUPPORTED
#define GAP_LEGACY_SPEC_ORDER {AT_KEYEXCHANGE, AT_SIGNATURE}

#endif
