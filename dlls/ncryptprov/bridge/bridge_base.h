/*
 * What every call of the bridge is made of: its result, and spans of bytes.
 */
#ifndef NCRYPTPROV_BRIDGE_BASE_H
#define NCRYPTPROV_BRIDGE_BASE_H

#include <stdint.h>

/* Results.  status.c turns each into the SECURITY_STATUS that the caller of NCrypt sees. */
enum bridge_status
{
    BRIDGE_OK = 0,
    BRIDGE_INVALID_PARAMETER, /* a value that the operation cannot take */
    BRIDGE_BAD_DATA,          /* malformed input bytes */
    BRIDGE_BAD_KEY,           /* key numbers that contradict each other */
    BRIDGE_BAD_SIGNATURE,
    BRIDGE_DECRYPTION_FAILED, /* wrong padding, tag or password */
    BRIDGE_BAD_PASSWORD,
    BRIDGE_BUFFER_TOO_SMALL, /* .size of the output span holds what is needed */
    BRIDGE_NOT_SUPPORTED,    /* no library at hand can do it */
    BRIDGE_NO_MEMORY,
    BRIDGE_NO_RANDOM, /* the random generator failed */
    BRIDGE_INTERNAL,  /* a bug of ours, or of a library */
    BRIDGE_NOT_FOUND, /* files of the key store: none of that name */
    BRIDGE_EXISTS,    /* one of that name already */
    BRIDGE_ACCESS,    /* not permitted */
    BRIDGE_DISK_FULL,
    BRIDGE_IO,
    BRIDGE_ABSENT, /* PE side only: there is no Unix side */
    BRIDGE_STATUS_COUNT
};

/*
 * Bytes.  data is a pointer, size the number of valid bytes, capacity the room behind data.
 * An input has size set; an output has capacity set and comes back with size set.
 */
struct bridge_span
{
    uint64_t data;
    uint32_t size;
    uint32_t capacity;
};

#endif
