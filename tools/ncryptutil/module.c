#include "module.h"

#include "memory.h"
#include "text.h"

#include <string.h>

struct translation
{
    WORD language;
    WORD code_page;
};

static const char *const version_texts[] = {
    "ProductName", "ProductVersion", "FileDescription", "FileVersion", "CompanyName",
};

/* The resource of the module in memory, not of the file: the two may differ where a file of the
 * same name lies in the system directory.  VerQueryValue wants memory that it may write to. */
static void *copy_version_resource(HMODULE module)
{
    HRSRC resource = FindResourceW(module, MAKEINTRESOURCEW(VS_VERSION_INFO),
                                   (const WCHAR *)RT_VERSION);
    HGLOBAL loaded = resource ? LoadResource(module, resource) : NULL;
    const void *data = loaded ? LockResource(loaded) : NULL;
    DWORD size = data ? SizeofResource(module, resource) : 0;

    return size ? scratch_copy(data, size, size) : NULL;
}

static void describe_version(void *resource)
{
    struct translation *translation;
    UINT size;
    size_t i;

    if (!VerQueryValueW(resource, L"\\VarFileInfo\\Translation", (void **)&translation, &size) ||
        size < sizeof(*translation))
    {
        out("  (its version resource has no texts)\n");
        return;
    }
    for (i = 0; i < ARRAYSIZE(version_texts); i++)
    {
        const char *path = text_of("\\StringFileInfo\\%04x%04x\\%s", translation->language,
                                   translation->code_page, version_texts[i]);
        WCHAR *value;

        if (VerQueryValueW(resource, wide(path), (void **)&value, &size) && size)
        {
            out("  %-16s %s\n", version_texts[i], utf8(value));
        }
    }
}

BOOL describe_module(const WCHAR *name)
{
    HMODULE module = GetModuleHandleW(name);
    WCHAR path[MAX_PATH] = L"";
    void *resource;

    if (!module)
    {
        return FALSE;
    }
    GetModuleFileNameW(module, path, ARRAYSIZE(path));
    out("%-18s %s\n", utf8(name), utf8(path));
    resource = copy_version_resource(module);
    if (resource)
    {
        describe_version(resource);
    }
    else
    {
        out("  (without a version resource)\n");
    }
    return TRUE;
}
