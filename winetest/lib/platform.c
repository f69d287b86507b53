/*
 * Wine or Windows, and the ncrypt.dll under test by its version resource.
 */
#define __USE_MINGW_ANSI_STDIO 1
#include "platform.h"

#include <winuser.h>
#include <winver.h>

#define PRODUCT_PREFIX L"ncrypt for Wine"

int winetest_platform_is_wine;
const char *winetest_platform = "windows";

static const char *wine_version;
static char windows_version[40];
static struct dll_identity identity;

static const char *const kind_names[] = {"none", "ours", "builtin", "native"};

const char *platform_wine_version(void)
{
    return wine_version;
}

const char *platform_windows_version(void)
{
    return windows_version;
}

const struct dll_identity *platform_dll(void)
{
    return &identity;
}

const char *platform_dll_name(enum dll_kind kind)
{
    return kind_names[kind];
}

const char *platform_architecture(void)
{
    return sizeof(void *) == 8 ? "x86_64" : "i386";
}

static void detect_platform(void)
{
    const char *(CDECL * get_version)(void);
    const char *forced = getenv("WINETEST_PLATFORM");
    HMODULE ntdll = GetModuleHandleA("ntdll.dll");

    get_version = (void *)GetProcAddress(ntdll, "wine_get_version");
    if (get_version)
        wine_version = get_version();
    winetest_platform_is_wine = forced ? !strcmp(forced, "wine") : wine_version != NULL;
    winetest_platform = winetest_platform_is_wine ? "wine" : "windows";
}

/* RtlGetVersion, because GetVersionEx answers by the program's manifest. */
static void detect_windows(void)
{
    RTL_OSVERSIONINFOW version = {.dwOSVersionInfoSize = sizeof(version)};
    LONG(WINAPI * get_version)(RTL_OSVERSIONINFOW *);

    get_version = (void *)GetProcAddress(GetModuleHandleA("ntdll.dll"), "RtlGetVersion");
    if (get_version && !get_version(&version))
        sprintf(windows_version, "%lu.%lu.%lu", version.dwMajorVersion, version.dwMinorVersion,
                version.dwBuildNumber);
}

/* --- version resource ----------------------------------------------------------------------- */

/* A copy of the module's version resource; VerQueryValue needs it writable and aligned. */
static void *load_version(HMODULE module)
{
    HRSRC place = FindResourceW(module, MAKEINTRESOURCEW(VS_VERSION_INFO), (LPCWSTR)RT_VERSION);
    HGLOBAL loaded = place ? LoadResource(module, place) : NULL;
    DWORD size = place ? SizeofResource(module, place) : 0;
    void *copy;

    if (!loaded || !size || !(copy = malloc(2 * (size_t)size)))
        return NULL;
    memcpy(copy, LockResource(loaded), size);
    return copy;
}

static void query_version_string(void *version, const WCHAR *name, WCHAR *text, size_t length)
{
    struct
    {
        WORD language, codepage;
    } *translation;
    WCHAR path[80];
    WCHAR *value;
    UINT size;

    if (!VerQueryValueW(version, L"\\VarFileInfo\\Translation", (void **)&translation, &size) ||
        size < sizeof(*translation))
        return;
    swprintf(path, ARRAY_SIZE(path), L"\\StringFileInfo\\%04x%04x\\%ls", translation->language,
             translation->codepage, name);
    if (VerQueryValueW(version, path, (void **)&value, &size) && size)
        lstrcpynW(text, value, (int)length);
}

static enum dll_kind kind_from_environment(enum dll_kind found)
{
    const char *forced = getenv("NCRYPT_TEST_DLL");

    for (int kind = DLL_OURS; forced && kind <= DLL_NATIVE; kind++)
        if (!strcmp(forced, kind_names[kind]))
            return kind;
    return found;
}

static enum dll_kind kind_from_product(const WCHAR *product)
{
    if (!wcsncmp(product, PRODUCT_PREFIX, ARRAY_SIZE(PRODUCT_PREFIX) - 1))
        return DLL_OURS;
    return wine_version ? DLL_BUILTIN : DLL_NATIVE;
}

static void detect_dll(void)
{
    HMODULE module = GetModuleHandleA("ncrypt.dll");
    void *version;

    if (!module)
        return;
    GetModuleFileNameW(module, identity.path, ARRAY_SIZE(identity.path));
    if ((version = load_version(module)))
    {
        query_version_string(version, L"ProductName", identity.product,
                             ARRAY_SIZE(identity.product));
        query_version_string(version, L"FileVersion", identity.version,
                             ARRAY_SIZE(identity.version));
        free(version);
    }
    identity.kind = kind_from_environment(kind_from_product(identity.product));
}

void platform_init(void)
{
    detect_platform();
    detect_windows();
    detect_dll();
}

int winetest_todo_applies(void)
{
    return winetest_platform_is_wine && !dll_is_ours();
}

void platform_check_expected_dll(void)
{
    const char *expected = getenv("NCRYPT_TEST_EXPECT");
    const char *found = kind_names[identity.kind];

    if (!expected || identity.kind == DLL_NONE)
        return;
    ok(!strcmp(expected, found), "this tests the %s ncrypt.dll %s, not the %s one\n", found,
       wine_dbgstr_w(identity.path), expected);
}
