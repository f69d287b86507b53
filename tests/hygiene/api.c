/*
 * ncrypt.dll by name, see api.h.
 */
#include "api.h"

#include <stdio.h>

bool api_load(struct api *api, const WCHAR *dll)
{
    if (!(api->module = LoadLibraryW(dll)))
    {
        printf("# %ls cannot be loaded, error %lu\n", dll, GetLastError());
        return false;
    }
#define API_FIND(name)                                                                             \
    if (!(api->name = (__typeof__(&name))(void *)GetProcAddress(api->module, #name)))              \
    {                                                                                              \
        printf("# %s is not exported\n", #name);                                                   \
        return false;                                                                              \
    }
    API_FUNCTIONS(API_FIND)
#undef API_FIND
    return true;
}

bool api_unload(struct api *api)
{
    return FreeLibrary(api->module);
}
