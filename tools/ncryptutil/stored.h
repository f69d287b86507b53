/*
 * The keys of a provider's store: what its commands share.
 */
#ifndef NCRYPTUTIL_STORED_H
#define NCRYPTUTIL_STORED_H

#include "args.h"

#include <ncrypt.h>

struct stored_name
{
    const char *name, *algorithm;
    DWORD spec;
};

struct name_list
{
    struct stored_name *entries;
    DWORD count, room;
};

/* All names of a store.  FALSE after a message. */
BOOL list_names(const struct arguments *arguments, NCRYPT_PROV_HANDLE provider,
                struct name_list *list);

/* --password or --password-file, which must not be empty.  FALSE after a message. */
BOOL need_password(const struct arguments *arguments, const char **password);

#endif
