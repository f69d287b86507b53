/*
 * Buffers of the caller, see buffer.h.
 */
#include "buffer.h"

struct buffer
{
    struct buffer *next;
    void (*cleanup)(void *buffer);
    /* what the caller sees, aligned for anything */
    _Alignas(16) unsigned char data[];
};

#define BUCKETS 64

static struct os_lock lock;
static struct buffer *buckets[BUCKETS];

static struct buffer **bucket_of(const void *data)
{
    return &buckets[((ULONG_PTR)data >> 5) % BUCKETS];
}

/* The link that points to the buffer with this data, or NULL.  The caller holds the lock. */
static struct buffer **find(const void *data)
{
    struct buffer **link;

    for (link = bucket_of(data); *link; link = &(*link)->next)
    {
        if ((*link)->data == data)
            return link;
    }
    return NULL;
}

void *buffer_alloc(size_t size, void (*cleanup)(void *buffer))
{
    struct buffer *buffer = os_alloc(sizeof(*buffer) + size), **bucket;

    if (!buffer)
        return NULL;
    buffer->cleanup = cleanup;
    bucket = bucket_of(buffer->data);
    os_lock_exclusive(&lock);
    buffer->next = *bucket;
    *bucket = buffer;
    os_unlock_exclusive(&lock);
    return buffer->data;
}

bool buffer_free(void *data)
{
    struct buffer *buffer = NULL, **link;

    os_lock_exclusive(&lock);
    if ((link = find(data)))
    {
        buffer = *link;
        *link = buffer->next;
    }
    os_unlock_exclusive(&lock);
    if (!buffer)
        return false;
    if (buffer->cleanup)
        buffer->cleanup(buffer->data);
    os_free(buffer);
    return true;
}

bool buffer_is_live(const void *data, void (*cleanup)(void *buffer))
{
    struct buffer **link;
    bool live;

    os_lock_shared(&lock);
    live = (link = find(data)) && (*link)->cleanup == cleanup;
    os_unlock_shared(&lock);
    return live;
}

void buffer_free_all(void)
{
    for (size_t i = 0; i < BUCKETS; i++)
        while (buckets[i])
            buffer_free(buckets[i]->data);
}
