/* $(exit-with STATUS): make ends at once with this exit status. A loadable function of GNU make. */
#include <gnumake.h>
#include <stdlib.h>

int plugin_is_GPL_compatible;

static char *exit_with(const char *name, unsigned int argc, char **argv)
{
    (void)name;
    (void)argc;
    exit(argv[0][0] ? atoi(argv[0]) : 2);
}

int exit_with_gmk_setup(const gmk_floc *location)
{
    (void)location;
    gmk_add_function("exit-with", exit_with, 1, 1, GMK_FUNC_DEFAULT);
    return 1;
}
