/*
 * ncryptutil: keys of the Cryptography API: Next Generation on the command line.
 *
 * It uses only the public interface of ncrypt.dll, so it runs on Windows as well as under Wine.
 */
#include "commands.h"
#include "memory.h"
#include "status.h"
#include "text.h"

#include <string.h>

#define HELP_COLUMN 30

static const struct command commands[] = {
    {"providers", "", "list the key storage providers", NULL, providers_options, 0, 0,
     run_providers},
    {"algorithms", "[--provider NAME]", "list the algorithms of a provider", NULL,
     algorithms_options, 0, 0, run_algorithms},
    {"create", "ALGORITHM", "make a key and write it as a blob",
     "The key is ephemeral: it is not stored, only written.\n"
     "Example: ncryptutil create RSA --length 3072 --export-type RSAPRIVATEBLOB --out key.bin\n",
     create_options, 1, 1, run_create},
    {"import", "FILE", "import a key from a file and show what it is",
     "FILE holds a key blob, PKCS#8, PKCS#1, SEC 1 or SubjectPublicKeyInfo, binary or PEM.\n",
     import_options, 1, 1, run_import},
    {"export", "--type TYPE (--from FILE | --key NAME) OUT", "write a key as a blob of a type",
     "OUT is the file to write, - for standard output.\n", export_options, 1, 1, run_export},
    {"convert", "FILE... --to TYPE,...", "import keys and write them as blobs of other types",
     "Example: ncryptutil convert key.pem --to RSAPUBLICBLOB --out key.pub\n"
     "Example: ncryptutil convert *.p8 --to all --out-dir blobs\n"
     "TYPE is the name of a blob type (RSAFULLPRIVATEBLOB) or its macro in the headers\n"
     "(BCRYPT_RSAFULLPRIVATE_BLOB); SPKI writes the public key as SubjectPublicKeyInfo.\n",
     convert_options, 1, ANY_NUMBER, run_convert},
    {"sign", "[KEYFILE] FILE", "sign the hash of a file",
     "The signature is what CNG gives: for ECC keys r and s one after the other.\n", sign_options,
     1, 2, run_sign},
    {"verify", "[KEYFILE] FILE SIGNATURE", "verify a signature; without arguments: self-test", NULL,
     verify_options, 0, 3, run_verify},
    {"encrypt", "KEYFILE FILE", "encrypt a small file under an RSA key", NULL, encrypt_options, 2,
     2, run_encrypt},
    {"decrypt", "KEYFILE FILE", "decrypt it", NULL, encrypt_options, 2, 2, run_decrypt},
    {"derive", "KEYFILE PEERFILE", "agree on a secret and derive a key from it",
     "KEYFILE holds an ECDH or DH key with its private part, as a blob; PEERFILE the other's key.\n",
     derive_options, 2, 2, run_derive},
    {"encapsulate", "KEYFILE CIPHERTEXT",
     "make a shared secret and its ciphertext for an ML-KEM key",
     "CIPHERTEXT is written; the secret goes to --out or standard output.\n", encapsulate_options,
     2, 2, run_encapsulate},
    {"decapsulate", "KEYFILE CIPHERTEXT", "get the shared secret back",
     "A ciphertext that was made for another key gives another secret, not an error.\n",
     decapsulate_options, 2, 2, run_decapsulate},
    {"dump", "FILE...", "print key blobs as annotated layouts",
     "Private numbers are shown only with --secrets.\n", dump_options, 1, ANY_NUMBER, run_dump},
    {"keys", "[--machine]", "list the stored keys", NULL, keys_options, 0, 0, run_keys},
    {"delete", "NAME...", "delete stored keys", NULL, delete_options, 1, ANY_NUMBER, run_delete},
    {"backup", "DIRECTORY", "write stored keys as PKCS#8 under a password",
     "Each key goes to a file of its own in DIRECTORY, which must be there.  Keys whose policy forbids\n"
     "every export cannot be backed up; copy the prefix for those.\n",
     backup_options, 1, 1, run_backup},
    {"restore", "FILE...", "store keys from a backup, or from another PKCS#8 file under a password",
     "The key's policy is not in the backup: --exportable allows its export again.\n",
     restore_options, 1, ANY_NUMBER, run_restore},
    {"archive", "FILE", "write the whole store to one file under a password",
     "With names, algorithms, legacy specs, policies and properties.  Custom properties are included where\n"
     "the provider tells their names, as this project's does.  Keys whose policy forbids every export are\n"
     "told, and the exit code is 1; the file has all the others.\n",
     archive_options, 1, 1, run_archive},
    {"unarchive", "FILE", "store the keys of an archive",
     "Nothing is stored if a key of the same name is there, unless --overwrite is given.\n",
     unarchive_options, 1, 1, run_unarchive},
    {"rotate", "[--machine]", "seal all stored keys under a new master key",
     "The old master key is removed when all keys are sealed anew.  OpaqueTransport blobs that were\n"
     "exported before cannot be imported any more.\n",
     rotate_options, 0, 0, run_rotate},
    {"selftest", "", "show which ncrypt.dll is loaded and try every family of keys",
     "Exit code 0: everything works.\n", selftest_options, 0, 0, run_selftest},
};

/* ------------------------------------------------------------------------------------------
 * Help
 */
static void print_help(void)
{
    size_t i;

    out("usage: ncryptutil COMMAND [ARGUMENTS]\n\ncommands:\n");
    for (i = 0; i < ARRAYSIZE(commands); i++)
    {
        out("  %-12s %s\n", commands[i].name, commands[i].help);
    }
    out("\n\"ncryptutil COMMAND --help\" tells more.  \"-\" as a file is standard input or "
        "output.\nExit codes: 0 success, 1 failure, 2 wrong usage.\n");
}

static void print_command_help(const struct command *command)
{
    const struct option *option;

    out("usage: ncryptutil %s %s%s\n\n%c%s.\n", command->name, command->arguments,
        command->options[0].name ? " [OPTIONS]" : "", command->help[0] - 'a' + 'A',
        command->help + 1);
    if (command->details)
    {
        out("%s", command->details);
    }
    if (command->options[0].name)
    {
        out("\noptions:\n");
    }
    for (option = command->options; option->name; option++)
    {
        const char *name = text_of("--%s%s%s", option->name, option->value ? " " : "",
                                   option->value ? option->value : "");

        out("  %-*s %s\n", HELP_COLUMN, name, option->help);
    }
}

static BOOL asks_for_help(int count, char **argv)
{
    int i;

    for (i = 0; i < count && strcmp(argv[i], "--"); i++)
    {
        if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
        {
            return TRUE;
        }
    }
    return FALSE;
}

/* ------------------------------------------------------------------------------------------
 * Start
 */
static const struct command *find_command(const char *name)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(commands); i++)
    {
        if (!strcmp(commands[i].name, name))
        {
            return &commands[i];
        }
    }
    return NULL;
}

static int run_command(int count, char **argv)
{
    const struct command *command;
    struct arguments arguments;
    int result;

    if (count < 2)
    {
        print_help();
        return RESULT_USAGE;
    }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help"))
    {
        print_help();
        return RESULT_OK;
    }
    command = find_command(argv[1]);
    if (!command)
    {
        complain("there is no command \"%s\"; \"ncryptutil --help\" lists them", argv[1]);
        return RESULT_USAGE;
    }
    if (asks_for_help(count - 2, argv + 2))
    {
        print_command_help(command);
        return RESULT_OK;
    }
    if (!parse_arguments(command, count - 2, argv + 2, &arguments))
    {
        return RESULT_USAGE;
    }
    result = command->run(&arguments);
    if (result == RESULT_USAGE)
    {
        complain("\"ncryptutil %s --help\" tells how to use it", command->name);
    }
    return result;
}

/* The C library's command line in UTF-16.  main() has it in the system's code page only, wmain()
 * needs an option of the linker, and CommandLineToArgvW loads half of the desktop with shell32.
 * https://learn.microsoft.com/cpp/c-runtime-library/getmainargs-wgetmainargs */
struct startup_info
{
    int new_mode;
};

int __cdecl __wgetmainargs(int *count, WCHAR ***argv, WCHAR ***environment, int expand_wildcards,
                           struct startup_info *startup);

static char **utf8_arguments(int *count)
{
    struct startup_info startup = {0};
    WCHAR **wide_argv, **environment;
    char **argv;
    int i;

    __wgetmainargs(count, &wide_argv, &environment, TRUE, &startup);
    argv = scratch(((size_t)*count + 1) * sizeof(*argv));
    for (i = 0; i < *count; i++)
    {
        argv[i] = utf8(wide_argv[i]);
    }
    return argv;
}

int main(void)
{
    char **argv;
    int count;
    int result;

    start_output();
    argv = utf8_arguments(&count);
    result = run_command(count, argv);
    if (fflush(stdout) && result == RESULT_OK)
    {
        complain("cannot write to standard output");
        result = RESULT_FAILED;
    }
    release_scratch();
    return result;
}
