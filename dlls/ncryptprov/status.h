/*
 * From the bridge's results to the status codes that callers of NCrypt see: one table.
 */
#ifndef NCRYPTPROV_STATUS_H
#define NCRYPTPROV_STATUS_H

#include "bridge.h"
#include "windows_headers.h"

SECURITY_STATUS status_from_bridge(uint32_t status);

#endif
