/*
 * Calls on the files of a key store.
 */
#ifndef NCRYPTPROV_BRIDGE_STORE_H
#define NCRYPTPROV_BRIDGE_STORE_H

#include "bridge_base.h"

#define BRIDGE_STORE_NAME 255      /* bytes of a file name at most */
#define BRIDGE_STORE_FILE 0x400000 /* bytes of a file at most */
#define BRIDGE_STORE_PREFIX 2u     /* store_read: as much of the file as there is room for */
#define BRIDGE_STORE_EXCLUSIVE 1u  /* store_write: BRIDGE_EXISTS if there is a file already */

/* Files of a key store.  directory: a Unix path; name: of one file in it, no '/'; neither has a NUL.
 *
 * store_write: makes the directory if need be (mode 0700), and the file (0600) in one step: whoever
 *     reads sees the old contents or the new ones, whenever the machine stops.
 * store_read:  data gets the contents, modified the time of the last write (Unix, nanoseconds).
 *     BRIDGE_BAD_DATA: not a regular file (a symbolic link, say).
 * store_delete: removes the file.
 * store_next:  name gets the next file's name; cursor is 0 at the first call and goes back in at the
 *     next one.  BRIDGE_NOT_FOUND at the end.  Files made or removed meanwhile may be seen or not.
 * store_close: ends an enumeration.
 * store_lock:  waits until nobody else holds the directory's lock (BRIDGE_STORE_EXCLUSIVE: in any way;
 *     else: exclusively), in this process or another, and takes it; cursor gets what store_unlock wants.
 *     For changes that depend on what is there; whoever dies loses the lock.
 *
 * BRIDGE_NOT_FOUND: no such file or directory.  BRIDGE_ACCESS: not permitted, a file system that is
 * read only, or a file or directory of another user's.  BRIDGE_DISK_FULL.  BRIDGE_IO: all else. */
struct bridge_store
{
    struct bridge_span directory;
    struct bridge_span name;
    struct bridge_span data;
    uint64_t cursor;
    uint64_t modified;
    uint32_t flags;
    uint32_t pad;
};

#endif
