/*
 * Which ncrypt.dll is under test: its path, its version resource, how it was loaded.
 *
 * NCRYPT_TEST_EXPECT=ours|builtin|native makes this and every other program fail that has loaded
 * another one.
 */
#include "fixture.h"

/* Wine marks its own DLLs behind the DOS header. */
static BOOL is_wine_builtin(const void *module)
{
    return !memcmp((const char *)module + 0x40, "Wine builtin DLL", 16);
}

static void directory_of_program(WCHAR *directory)
{
    WCHAR *slash;

    GetModuleFileNameW(NULL, directory, MAX_PATH);
    if ((slash = wcsrchr(directory, '\\')))
        *slash = 0;
}

static BOOL lies_in(const WCHAR *path, const WCHAR *directory)
{
    size_t length = wcslen(directory);

    return !_wcsnicmp(path, directory, length) && path[length] == '\\' &&
           !wcschr(path + length + 1, '\\');
}

static void test_path(void)
{
    WCHAR system[MAX_PATH], system32[MAX_PATH] = L"", program[MAX_PATH];
    const WCHAR *path = platform_dll()->path;

    GetSystemDirectoryW(system, MAX_PATH);
    GetSystemWow64DirectoryW(system32, MAX_PATH);
    directory_of_program(program);
    ok_doc(lies_in(path, system) || lies_in(path, system32) || lies_in(path, program),
           "ncrypt.dll was loaded from %s\n", wine_dbgstr_w(path));
}

static void test_version_resource(void)
{
    const struct dll_identity *dll = platform_dll();

    if (dll_is_ours())
    {
        ok(!wcsncmp(dll->product, L"ncrypt for Wine", 15), "got product %s\n",
           wine_dbgstr_w(dll->product));
        ok(dll->version[0] >= '0' && dll->version[0] <= '9', "got version %s\n",
           wine_dbgstr_w(dll->version));
    }
    else
        ok(wcsncmp(dll->product, L"ncrypt for Wine", 15), "got product %s\n",
           wine_dbgstr_w(dll->product));
}

/* Ours is a plain DLL, which Wine prefers to its own; a copy of Wine's file is a builtin. */
static void test_native_load(void)
{
    HMODULE module = GetModuleHandleA("ncrypt.dll");

    ok(module != NULL, "ncrypt.dll is not loaded\n");
    if (!module || dll_is_builtin())
        ok(is_wine_builtin(module), "Wine's own DLL has no mark\n");
    else
        ok(!is_wine_builtin(module), "ncrypt.dll has the mark of a Wine builtin\n");
}

/* The addresses that the program was linked to are those of this module. */
static void test_import_address(void)
{
    HMODULE module = GetModuleHandleA("ncrypt.dll"), owner = NULL;
    FARPROC function = GetProcAddress(module, "NCryptOpenStorageProvider");

    ok(function != NULL, "NCryptOpenStorageProvider is not exported\n");
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS |
                           GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                       (LPCWSTR)(ULONG_PTR)function, &owner);
    ok(owner == module, "NCryptOpenStorageProvider is in %p, not in %p\n", owner, module);
}

/* The provider of our DLL is a builtin, since only such a one gets a Unix side. */
static void test_provider_module(void)
{
    NCRYPT_PROV_HANDLE provider = open_provider();
    HMODULE module = GetModuleHandleA("ncryptprov.dll");

    if (dll_is_ours())
    {
        ok(provider != 0, "the provider cannot be opened\n");
        ok(module != NULL, "ncryptprov.dll is not loaded\n");
        ok(module && is_wine_builtin(module), "ncryptprov.dll has no mark of a Wine builtin\n");
    }
    NCryptFreeObject(provider);
}

START_TEST(identity)
{
    test_path();
    test_version_resource();
    test_native_load();
    test_import_address();
    test_provider_module();
}
