/*
 * Algorithms that our DLL has only where a library is new enough.
 */
#ifndef WINETEST_LIBRARIES_H
#define WINETEST_LIBRARIES_H

#include "fixture.h"

/* Whether to test a post-quantum algorithm.  If not, the test is skipped with the reason, after a check
 * that our DLL may lack it (libcrypto, as the provider reports it, is older than 3.5 or absent) and that
 * it then neither lists nor creates it. */
BOOL pq_available(NCRYPT_PROV_HANDLE provider, const WCHAR *algorithm);

#endif
