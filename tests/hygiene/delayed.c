/*
 * delayed.exe: ncrypt.dll is loaded at the first call, by the linker's delay-load helper.
 */
#include "report.h"
#include "work.h"

#include <delayimp.h>

/* MinGW's linker puts the table that its helper fills into a section that may not be written. */
static FARPROC WINAPI before_lookup(unsigned int notification, PDelayLoadInfo info)
{
    DWORD old;

    if (notification == dliNotePreGetProcAddress)
        VirtualProtect(info->ppfn, sizeof(*info->ppfn), PAGE_READWRITE, &old);
    return NULL;
}

PfnDliHook __pfnDliNotifyHook2 = before_lookup;

int main(void)
{
    NCRYPT_PROV_HANDLE provider = 0;
    NCRYPT_KEY_HANDLE key = 0;
    BYTE hash[32] = {1}, signature[64];
    DWORD size;

    check(!GetModuleHandleA("ncrypt.dll"), "ncrypt.dll is not loaded before the first call");
    check(!NCryptOpenStorageProvider(&provider, NULL, 0), "the first call");
    check(GetModuleHandleA("ncrypt.dll") != NULL, "has loaded it");
    check(!NCryptCreatePersistedKey(provider, &key, BCRYPT_ECDSA_P256_ALGORITHM, NULL, 0, 0) &&
              !NCryptFinalizeKey(key, 0) &&
              !NCryptSignHash(key, NULL, hash, sizeof(hash), signature, sizeof(signature), &size,
                              0) &&
              !NCryptVerifySignature(key, NULL, hash, sizeof(hash), signature, size, 0),
          "a key through the delay-load table");
    check(!NCryptFreeObject(key) && !NCryptFreeObject(provider), "and its end");
    return failures();
}
