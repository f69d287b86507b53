#include "stores.h"

#include <stdio.h>

static char folder[MAX_PATH];

/* The provider looks at these variables. */
BOOL make_own_stores(void)
{
    char path[MAX_PATH - 32]; /* with the rest of the name it fits into folder */

    if (!platform_wine_version() || !GetTempPathA(sizeof(path), path))
        return FALSE;
    snprintf(folder, sizeof(folder), "%sstores%lu-%lu", path, GetCurrentProcessId(),
             GetTickCount());
    return CreateDirectoryA(folder, NULL) && SetEnvironmentVariableA("APPDATA", folder) &&
           SetEnvironmentVariableA("ALLUSERSPROFILE", folder);
}

static void remove_tree(const char *path)
{
    char pattern[MAX_PATH + 3], child[2 * MAX_PATH];
    WIN32_FIND_DATAA data;
    HANDLE find;

    snprintf(pattern, sizeof(pattern), "%s\\*", path);
    if ((find = FindFirstFileA(pattern, &data)) == INVALID_HANDLE_VALUE)
        return;
    do
    {
        snprintf(child, sizeof(child), "%s\\%s", path, data.cFileName);
        if (!strcmp(data.cFileName, ".") || !strcmp(data.cFileName, ".."))
            continue;
        if (data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            remove_tree(child);
        else
            DeleteFileA(child);
    } while (FindNextFileA(find, &data));
    FindClose(find);
    RemoveDirectoryA(path);
}

void remove_own_stores(void)
{
    if (*folder)
        remove_tree(folder);
}
