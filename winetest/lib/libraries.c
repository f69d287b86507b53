/*
 * Algorithms that depend on a library, see libraries.h.
 */
#include "libraries.h"

/* major * 100 + minor of the libcrypto behind our provider; 0: none */
static DWORD libcrypto_version(NCRYPT_PROV_HANDLE provider)
{
    static const WCHAR label[] = L"libcrypto ";
    WCHAR text[128] = {0}, *place, *end;
    DWORD size = 0, major;

    if (NCryptGetProperty(provider, L"Library Versions", (BYTE *)text,
                          sizeof(text) - sizeof(text[0]), &size, 0))
        return 0;
    if (!(place = wcsstr(text, label)))
        return 0;
    major = wcstoul(place + wcslen(label), &end, 10);
    return *end == '.' ? 100 * major + wcstoul(end + 1, NULL, 10) : 0;
}

static BOOL is_listed(NCRYPT_PROV_HANDLE provider, const WCHAR *algorithm)
{
    NCryptAlgorithmName *list = NULL;
    BOOL listed = FALSE;
    DWORD count = 0;

    expect_doc(ERROR_SUCCESS, NCryptEnumAlgorithms(provider, 0, &count, &list, 0));
    for (DWORD i = 0; i < count; i++)
        listed |= !wcscmp(list[i].pszName, algorithm);
    NCryptFreeBuffer(list);
    return listed;
}

BOOL pq_available(NCRYPT_PROV_HANDLE provider, const WCHAR *algorithm)
{
    DWORD version = dll_is_ours() ? libcrypto_version(provider) : 0;
    SECURITY_STATUS supported = NCryptIsAlgSupported(provider, algorithm, 0);
    NCRYPT_KEY_HANDLE key = 0;

    if (dll_is_ours())
        ok_doc(!supported == (version >= 305), "%s: %#lx, with libcrypto %lu.%lu\n",
               narrow(algorithm), supported, version / 100, version % 100);
    if (!supported)
        return TRUE;
    if (dll_is_ours())
    {
        expect_doc(NTE_NOT_SUPPORTED, supported);
        ok_doc(!is_listed(provider, algorithm), "%s is listed\n", narrow(algorithm));
        expect_doc(NTE_NOT_SUPPORTED,
                   NCryptCreatePersistedKey(provider, &key, algorithm, NULL, 0, 0));
        ok_doc(!key, "a key of %s is made\n", narrow(algorithm));
        if (version)
            skip("%s needs libcrypto 3.5; there is %lu.%lu\n", narrow(algorithm), version / 100,
                 version % 100);
        else
            skip("%s needs libcrypto 3.5; there is none\n", narrow(algorithm));
    }
    else
    {
        win_skip("%s is not there\n", narrow(algorithm));
    }
    return FALSE;
}
