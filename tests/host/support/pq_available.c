/*
 * Post-quantum algorithms, present or honestly absent, see pq_available.h.
 */
#include "pq_available.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "provider.h"
#include "unixcall.h"
#include "wide.h"

bool test_pq_expected(void)
{
    unsigned int major = 0, minor = 0;

    sscanf(unixcall_attach()->libcrypto, "%u.%u", &major, &minor);
    return major > 3 || (major == 3 && minor >= 5);
}

static void check_absent(const char *algorithm)
{
    const NCRYPT_KEY_STORAGE_FUNCTION_TABLE *table = provider_table();
    NCryptAlgorithmName *list = NULL;
    NCRYPT_KEY_HANDLE key = 0;
    DWORD count = 0, i;

    check(table->IsAlgSupported(provider_handle(), wide(algorithm), 0) == NTE_NOT_SUPPORTED,
          "%s is supported", algorithm);
    check(table->CreatePersistedKey(provider_handle(), &key, wide(algorithm), NULL, 0, 0) ==
                  NTE_NOT_SUPPORTED &&
              !key,
          "a key of %s is made", algorithm);
    check(!table->EnumAlgorithms(provider_handle(), 0, &count, &list, 0), "EnumAlgorithms");
    for (i = 0; i < count; i++)
        check(!wide_equal_ascii(list[i].pszName, algorithm), "%s is listed", algorithm);
    table->FreeBuffer(list);
}

bool test_pq_available(void)
{
    const char *version = unixcall_attach()->libcrypto;

    if (test_pq_expected())
        return true;
    check_absent("ML-KEM");
    check_absent("ML-DSA");
    check_absent("SLH-DSA");
    provider_close();
    skip("post-quantum keys need libcrypto 3.5; there is %s", *version ? version : "none");
    return false;
}
