/*
 * The commands and their options; main.c has the table of them.
 */
#ifndef NCRYPTUTIL_COMMANDS_H
#define NCRYPTUTIL_COMMANDS_H

#include "args.h"

extern const struct option providers_options[];
extern const struct option algorithms_options[];
extern const struct option create_options[];
extern const struct option import_options[];
extern const struct option export_options[];
extern const struct option convert_options[];
extern const struct option sign_options[];
extern const struct option verify_options[];
extern const struct option encrypt_options[];
extern const struct option derive_options[];
extern const struct option encapsulate_options[];
extern const struct option decapsulate_options[];
extern const struct option dump_options[];
extern const struct option selftest_options[];
extern const struct option keys_options[];
extern const struct option delete_options[];
extern const struct option backup_options[];
extern const struct option restore_options[];
extern const struct option archive_options[];
extern const struct option unarchive_options[];
extern const struct option rotate_options[];

int run_providers(const struct arguments *arguments);
int run_algorithms(const struct arguments *arguments);
int run_create(const struct arguments *arguments);
int run_import(const struct arguments *arguments);
int run_export(const struct arguments *arguments);
int run_convert(const struct arguments *arguments);
int run_sign(const struct arguments *arguments);
int run_verify(const struct arguments *arguments);
int run_encrypt(const struct arguments *arguments);
int run_decrypt(const struct arguments *arguments);
int run_derive(const struct arguments *arguments);
int run_encapsulate(const struct arguments *arguments);
int run_decapsulate(const struct arguments *arguments);
int run_dump(const struct arguments *arguments);
int run_selftest(const struct arguments *arguments);
int run_keys(const struct arguments *arguments);
int run_delete(const struct arguments *arguments);
int run_backup(const struct arguments *arguments);
int run_restore(const struct arguments *arguments);
int run_archive(const struct arguments *arguments);
int run_unarchive(const struct arguments *arguments);
int run_rotate(const struct arguments *arguments);

#endif
