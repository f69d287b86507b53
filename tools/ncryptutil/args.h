/*
 * The command line: one table of commands, each with a table of options.
 */
#ifndef NCRYPTUTIL_ARGS_H
#define NCRYPTUTIL_ARGS_H

#include <windows.h>

#define MAX_OPTIONS 40
#define OPTION_NUMBER "N"
#define ANY_NUMBER 0x7fffffff

struct option
{
    const char *name;  /* without the dashes; NULL ends the table */
    const char *value; /* what follows the option; NULL for a switch, OPTION_NUMBER for a number */
    const char *help;
};

struct arguments
{
    const struct option *options;
    const char *values[MAX_OPTIONS]; /* by position in the table; "" for a switch that is set */
    const char **positional;
    int count;
};

struct command
{
    const char *name;
    const char *arguments; /* for the usage line */
    const char *help;      /* one line for the list of commands */
    const char *details;   /* more lines for the command's own help, or NULL */
    const struct option *options;
    int least, most; /* number of positional arguments */
    int (*run)(const struct arguments *arguments);
};

/* Options that several commands share. */
#define OPTION_PROVIDER                                                                            \
    {"provider", "NAME", "key storage provider (default: the Microsoft software provider)"}
#define OPTION_TYPE {"type", "TYPE", "blob type of the input (default: recognised)"}
#define OPTION_CURVE                                                                               \
    {"curve", "NAME", "curve of an ECC key without a curve of its own, such as nistP256"}
#define OPTION_PASSWORD {"password", "TEXT", "password of an encrypted input"}
#define OPTION_PASSWORD_FILE {"password-file", "FILE", "the same, first line of a file"}
#define OPTION_NO_VALIDATION {"no-validation", NULL, "let the provider skip its checks of the key"}
#define OPTION_UNWRAP_KEY                                                                          \
    {"unwrap-key", "FILE", "key that unwraps the input (hImportKey), such as the recipient's"}
#define OPTIONS_OF_INPUT                                                                           \
    OPTION_PROVIDER, OPTION_CURVE, OPTION_PASSWORD, OPTION_PASSWORD_FILE, OPTION_UNWRAP_KEY,       \
        OPTION_NO_VALIDATION
#define OPTION_KEY {"key", "NAME", "use the stored key of this name, not a file"}
#define OPTION_MACHINE {"machine", NULL, "a key of the machine, not of the user"}
#define OPTION_OUT {"out", "FILE", "where to write (default: standard output)"}
#define OPTION_END {NULL, NULL, NULL}

/* Fills *arguments from argv (all that follows the command's name); FALSE after a message. */
BOOL parse_arguments(const struct command *command, int count, char **argv,
                     struct arguments *arguments);

/* The value of an option, NULL where it is not given or the command has no such option. */
const char *option_text(const struct arguments *arguments, const char *name);
BOOL option_given(const struct arguments *arguments, const char *name);

/* The value of an option that is a number, or the other value where it is not given. */
DWORD option_number(const struct arguments *arguments, const char *name, DWORD otherwise);

#endif
