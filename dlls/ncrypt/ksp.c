/*
 * Finding and loading key storage providers, see ksp.h.
 */
#include "ksp.h"

#include "gaps.h"
#include "trace.h"
#include "wide.h"

/* Providers that come with the system.  An image of NULL stands for hardware that is not there. */
static const struct builtin
{
    const WCHAR *name;
    const WCHAR *image;
} builtins[] = {
    {MS_KEY_STORAGE_PROVIDER, L"ncryptprov.dll"},
    {MS_SMART_CARD_KEY_STORAGE_PROVIDER, NULL},
    {MS_PLATFORM_KEY_STORAGE_PROVIDER, NULL},
    {MS_NGC_KEY_STORAGE_PROVIDER, NULL},
    {MS_PLUTON_CRYPTO_PROVIDER, NULL},
};

/* Names of Microsoft's CSPs are aliases of its key storage providers (seen natively: Crypt32/pkix.net,
 * issue 8), so that NCryptTranslateHandle finds the one for a CSP's keys. */
static const struct alias
{
    const WCHAR *alias;
    const WCHAR *name;
} aliases[] = {
    {MS_DEF_PROV_W, MS_KEY_STORAGE_PROVIDER},
    {MS_ENHANCED_PROV_W, MS_KEY_STORAGE_PROVIDER},
    {MS_STRONG_PROV_W, MS_KEY_STORAGE_PROVIDER},
    {MS_DEF_RSA_SIG_PROV_W, MS_KEY_STORAGE_PROVIDER},
    {MS_DEF_RSA_SCHANNEL_PROV_W, MS_KEY_STORAGE_PROVIDER},
    {MS_ENH_RSA_AES_PROV_W, MS_KEY_STORAGE_PROVIDER},
    {MS_ENH_RSA_AES_PROV_XP_W, MS_KEY_STORAGE_PROVIDER},
    {MS_DEF_DSS_PROV_W, MS_KEY_STORAGE_PROVIDER},
    {MS_DEF_DSS_DH_PROV_W, MS_KEY_STORAGE_PROVIDER},
    {MS_ENH_DSS_DH_PROV_W, MS_KEY_STORAGE_PROVIDER},
    {MS_DEF_DH_SCHANNEL_PROV_W, MS_KEY_STORAGE_PROVIDER},
    {MS_SCARD_PROV_W, MS_SMART_CARD_KEY_STORAGE_PROVIDER},
};

/*
 * Registration as BCryptRegisterProvider leaves it on Windows:
 *   PROVIDERS_KEY\<name>\UM            Image      REG_SZ        file name in the system directory
 *   CONFIGURATION_KEY                  Providers  REG_MULTI_SZ  names in order
 */
#define PROVIDERS_KEY L"SYSTEM\\CurrentControlSet\\Control\\Cryptography\\Providers"
#define CONFIGURATION_KEY                                                                          \
    L"SYSTEM\\CurrentControlSet\\Control\\Cryptography\\Configuration\\Local\\Default\\00010001"   \
    L"\\KEY_STORAGE"

#define MAX_NAME 256

static struct os_lock lock;
static struct ksp *loaded;

static const struct builtin *find_builtin(const WCHAR *name)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(builtins); i++)
    {
        if (wide_equal_nocase(builtins[i].name, name))
            return &builtins[i];
    }
    return NULL;
}

/* The registered image of a provider; false if there is none. */
static bool registered_image(const WCHAR *name, WCHAR *image, DWORD size)
{
    HKEY providers, provider;
    bool found = false;

    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, PROVIDERS_KEY, 0, KEY_READ, &providers))
        return false;
    if (!RegOpenKeyExW(providers, name, 0, KEY_READ, &provider))
    {
        found = !RegGetValueW(provider, L"UM", L"Image", RRF_RT_REG_SZ, NULL, image, &size);
        RegCloseKey(provider);
    }
    RegCloseKey(providers);
    return found;
}

static SECURITY_STATUS find_image(const WCHAR *name, WCHAR *image, DWORD size)
{
    const struct builtin *builtin = find_builtin(name);

    if (builtin && !builtin->image)
        return GAP_STATUS_ABSENT_HARDWARE;
    if (builtin)
    {
        lstrcpynW(image, builtin->image, size / sizeof(WCHAR));
        return ERROR_SUCCESS;
    }
    /* A name with a backslash would walk to another registry key. */
    if (wide_length(name) >= MAX_NAME || wcschr(name, '\\'))
        return NTE_BAD_PROVIDER;
    return registered_image(name, image, size) ? ERROR_SUCCESS : NTE_BAD_PROVIDER;
}

/* Loads from the system directory only, unless the registration gives a whole path. */
static HMODULE load_image(const WCHAR *image)
{
    if (wcschr(image, '\\'))
        return LoadLibraryExW(image, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    return LoadLibraryExW(image, NULL, LOAD_LIBRARY_SEARCH_SYSTEM32);
}

/* Absent in the providers of others, see kem_interface.h. */
static const struct kem_interface *find_kem(HMODULE module)
{
    kem_interface_getter get_interface = (void *)GetProcAddress(module, KEM_INTERFACE_EXPORT);
    const struct kem_interface *functions = NULL;

    return get_interface && !get_interface(&functions) ? functions : NULL;
}

/* One line: some programs ask again and again. */
static void report_missing(const WCHAR *name, const WCHAR *image, DWORD error)
{
    static LONG reported;

    if (!InterlockedExchange(&reported, 1))
        ERR("%s of provider %s cannot be loaded, error %u\n", trace_wide(image), trace_wide(name),
            (unsigned int)error);
}

static SECURITY_STATUS fill(struct ksp *ksp, const WCHAR *name, const WCHAR *image)
{
    NTSTATUS(WINAPI * get_interface)(LPCWSTR, NCRYPT_KEY_STORAGE_FUNCTION_TABLE **, DWORD);
    NCRYPT_KEY_STORAGE_FUNCTION_TABLE *functions = NULL;

    if (!(ksp->name = wide_duplicate(name)))
        return NTE_NO_MEMORY;
    if (!(ksp->module = load_image(image)))
    {
        report_missing(name, image, GetLastError());
        return NTE_PROV_DLL_NOT_FOUND;
    }
    get_interface = (void *)GetProcAddress(ksp->module, "GetKeyStorageInterface");
    if (!get_interface || get_interface(name, &functions, 0) || !functions ||
        functions->Version.MajorVersion < 1)
        return NTE_PROVIDER_DLL_FAIL;
    ksp->table = functions;
    ksp->kem = find_kem(ksp->module);
    return ERROR_SUCCESS;
}

static void unload(struct ksp *ksp)
{
    if (ksp->module)
        FreeLibrary(ksp->module);
    os_free(ksp->name);
    os_free(ksp);
}

static SECURITY_STATUS load(const WCHAR *name, struct ksp **result)
{
    WCHAR image[MAX_PATH];
    struct ksp *ksp;
    SECURITY_STATUS status;

    if ((status = find_image(name, image, sizeof(image))))
        return status;
    if (!(ksp = os_alloc(sizeof(*ksp))))
        return NTE_NO_MEMORY;
    if ((status = fill(ksp, name, image)))
        unload(ksp);
    else
        *result = ksp;
    return status;
}

static const WCHAR *resolve(const WCHAR *name)
{
    size_t i;

    if (!name)
        return MS_KEY_STORAGE_PROVIDER;
    for (i = 0; i < ARRAYSIZE(aliases); i++)
    {
        if (wide_equal_nocase(aliases[i].alias, name))
            return aliases[i].name;
    }
    return name;
}

/* The caller holds the lock. */
static struct ksp *find(const WCHAR *name)
{
    struct ksp *ksp;

    for (ksp = loaded; ksp && !wide_equal_nocase(ksp->name, name); ksp = ksp->next)
        ;
    return ksp;
}

/* Adds a provider that was just loaded, unless another thread was first. */
static struct ksp *add(struct ksp *ours)
{
    struct ksp *first;

    os_lock_exclusive(&lock);
    if (!(first = find(ours->name)))
    {
        ours->next = loaded;
        loaded = ours;
    }
    os_unlock_exclusive(&lock);
    if (!first)
        return ours;
    unload(ours);
    return first;
}

/* Nothing is loaded under our lock: a thread in the DllMain of another DLL holds the loader's lock
 * already when it comes here. */
SECURITY_STATUS ksp_open(const WCHAR *name, struct ksp **result)
{
    SECURITY_STATUS status;
    struct ksp *ksp;

    name = resolve(name);
    os_lock_shared(&lock);
    ksp = find(name);
    os_unlock_shared(&lock);
    if (!ksp)
    {
        if ((status = load(name, &ksp)))
            return status;
        ksp = add(ksp);
    }
    *result = ksp;
    return ERROR_SUCCESS;
}

void ksp_unload_all(void)
{
    struct ksp *ksp;

    while ((ksp = loaded))
    {
        loaded = ksp->next;
        unload(ksp);
    }
}

/* Registered names in their configured order; a name of ours that somebody registered is ours. */
static void enumerate_registered(bool (*callback)(void *, const WCHAR *), void *context)
{
    WCHAR image[MAX_PATH], *names, *name;
    DWORD size = 0;

    if (RegGetValueW(HKEY_LOCAL_MACHINE, CONFIGURATION_KEY, L"Providers", RRF_RT_REG_MULTI_SZ, NULL,
                     NULL, &size))
        return;
    if (!(names = os_alloc(size)))
        return;
    if (!RegGetValueW(HKEY_LOCAL_MACHINE, CONFIGURATION_KEY, L"Providers", RRF_RT_REG_MULTI_SZ,
                      NULL, names, &size))
    {
        for (name = names; *name; name += wide_length(name) + 1)
        {
            if (!find_builtin(name) && !find_image(name, image, sizeof(image)) &&
                !callback(context, name))
                break;
        }
    }
    os_free(names);
}

void ksp_enumerate(bool (*callback)(void *, const WCHAR *), void *context)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(builtins); i++)
    {
        if (builtins[i].image && !callback(context, builtins[i].name))
            return;
    }
    enumerate_registered(callback, context);
}
