/*
 * The key stores of host tests: folders below a temporary one, which is made at the first use and
 * removed at the end.  Each "computer" has its own.
 */
#ifndef TESTS_STORE_HOST_H
#define TESTS_STORE_HOST_H

#include "store_files.h"

extern unsigned int store_host_computer;

/* The folder of the user's keys; the machine's. */
const char *store_host_path(enum store_scope scope);

/* Removes a tree. */
void store_host_remove(const char *path);

#endif
