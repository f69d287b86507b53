/*
 * The files of key stores (struct bridge_store): what the calls share.
 */
#ifndef NCRYPTPROV_STORE_UNIX_H
#define NCRYPTPROV_STORE_UNIX_H

#include "unixlib.h"

enum bridge_status store_status(int error); /* of an errno */

/* The name of a file, BRIDGE_STORE_NAME + 1 bytes; no path, and none of our own making. */
bool store_copy_name(const struct bridge_span *span, char *name);

/* Opens the directory itself, which must be the caller's own; takes others' rights away. */
enum bridge_status store_open_directory(const struct bridge_span *span, bool make, int *directory);

/* flock(2), again when a signal came; 0 or -1 with errno. */
int store_lock_file(int file, int how);

#endif
