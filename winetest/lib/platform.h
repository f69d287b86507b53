/*
 * Where a program runs, and which ncrypt.dll it tests.
 *
 * NCRYPT_TEST_EXPECT=ours|builtin|native makes every program fail that has loaded another one.
 * NCRYPT_TEST_DLL=ours|builtin|native overrides what was found out.
 */
#ifndef WINETEST_PLATFORM_H
#define WINETEST_PLATFORM_H

#include "wine/test.h"

enum dll_kind
{
    DLL_NONE,    /* ncrypt.dll is not loaded */
    DLL_OURS,    /* ncrypt for Wine */
    DLL_BUILTIN, /* Wine's own */
    DLL_NATIVE   /* Windows' own */
};

struct dll_identity
{
    enum dll_kind kind;
    WCHAR path[MAX_PATH];
    WCHAR product[128]; /* ProductName, empty if there is no version resource */
    WCHAR version[64];  /* FileVersion as text */
};

void platform_init(void);
const char *platform_wine_version(void);    /* NULL on Windows */
const char *platform_windows_version(void); /* 10.0.19045; what Wine plays, under Wine */
const struct dll_identity *platform_dll(void);
const char *platform_dll_name(enum dll_kind kind);
const char *platform_architecture(void);

static inline int dll_is_ours(void)
{
    return platform_dll()->kind == DLL_OURS;
}

static inline int dll_is_builtin(void)
{
    return platform_dll()->kind == DLL_BUILTIN;
}

/* Checks NCRYPT_TEST_EXPECT. */
void platform_check_expected_dll(void);

#endif
