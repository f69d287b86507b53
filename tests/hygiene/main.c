/*
 * hygiene.exe: how ncrypt.dll behaves as a DLL.  tests/tools/hygiene runs it.
 *
 * usage: hygiene.exe CASE [ARGUMENT...]
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "report.h"

static const struct
{
    const char *name;
    void (*run)(char **arguments);
} cases[] = {
    {"unload", run_unload},     {"first", run_first}, {"threads", run_threads},
    {"dllmain", run_dllmain},   {"exit", run_exit},   {"inversion", run_inversion},
    {"children", run_children}, {"child", run_child}, {"open", run_open},
    {"exports", run_exports},   {"where", run_where}, {"beside", run_beside},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof(cases) / sizeof(*cases); i++)
    {
        if (strcmp(argv[1], cases[i].name))
            continue;
        cases[i].run(argv + 2);
        fflush(stdout);
        return failures() != 0;
    }
    fprintf(stderr, "no such case\n");
    return 2;
}
