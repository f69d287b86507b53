#include "args.h"

#include "memory.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static int find_option(const struct option *options, const char *name, size_t length)
{
    int i;

    for (i = 0; options[i].name; i++)
    {
        if (strlen(options[i].name) == length && !memcmp(options[i].name, name, length))
        {
            return i;
        }
    }
    return -1;
}

static BOOL is_number(const char *text)
{
    char *end;

    strtoul(text, &end, 0);
    return *text >= '0' && *text <= '9' && !*end;
}

static BOOL set_value(struct arguments *arguments, int index, const char *value)
{
    const struct option *option = &arguments->options[index];

    if (!strcmp(option->value, OPTION_NUMBER) && !is_number(value))
    {
        complain("--%s: \"%s\" is not a number", option->name, value);
        return FALSE;
    }
    arguments->values[index] = value;
    return TRUE;
}

/* Takes argv[0] = "--name", "--name=value" or "--name" "value"; the number of words used, or 0. */
static int parse_option(int count, char **argv, struct arguments *arguments)
{
    const char *name = argv[0] + 2;
    const char *value = strchr(name, '=');
    int index = find_option(arguments->options, name,
                            value ? (size_t)(value - name) : strlen(name));

    if (index < 0)
    {
        complain("unknown option %s", argv[0]);
        return 0;
    }
    if (!arguments->options[index].value)
    {
        if (value)
        {
            complain("--%s takes no value", arguments->options[index].name);
            return 0;
        }
        arguments->values[index] = "";
        return 1;
    }
    if (value)
    {
        return set_value(arguments, index, value + 1) ? 1 : 0;
    }
    if (count < 2)
    {
        complain("--%s needs a value: %s", name, arguments->options[index].value);
        return 0;
    }
    return set_value(arguments, index, argv[1]) ? 2 : 0;
}

static BOOL check_count(const struct command *command, int count)
{
    if (count < command->least)
    {
        complain("%s needs more arguments: %s", command->name, command->arguments);
        return FALSE;
    }
    if (count > command->most)
    {
        complain("%s takes fewer arguments: %s", command->name, command->arguments);
        return FALSE;
    }
    return TRUE;
}

BOOL parse_arguments(const struct command *command, int count, char **argv,
                     struct arguments *arguments)
{
    BOOL options_over = FALSE;
    int i = 0;

    memset(arguments, 0, sizeof(*arguments));
    arguments->options = command->options;
    arguments->positional = scratch(((size_t)count + 1) * sizeof(*arguments->positional));
    while (i < count)
    {
        if (!options_over && !strcmp(argv[i], "--"))
        {
            options_over = TRUE;
            i++;
        }
        else if (!options_over && !strncmp(argv[i], "--", 2))
        {
            int used = parse_option(count - i, argv + i, arguments);

            if (!used)
            {
                return FALSE;
            }
            i += used;
        }
        else
        {
            arguments->positional[arguments->count++] = argv[i++];
        }
    }
    return check_count(command, arguments->count);
}

const char *option_text(const struct arguments *arguments, const char *name)
{
    int index = find_option(arguments->options, name, strlen(name));

    return index < 0 ? NULL : arguments->values[index];
}

BOOL option_given(const struct arguments *arguments, const char *name)
{
    return option_text(arguments, name) != NULL;
}

DWORD option_number(const struct arguments *arguments, const char *name, DWORD otherwise)
{
    const char *text = option_text(arguments, name);

    return text ? strtoul(text, NULL, 0) : otherwise;
}
