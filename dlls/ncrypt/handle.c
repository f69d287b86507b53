/*
 * The handle table of the router, see handle.h.
 */
#include "handle.h"

#include "ksp.h"

/*
 * Bits of a handle, from the lowest: the tag 100, the slot index, the generation.  The tag makes a
 * handle differ from every pointer that a heap gives out (those are multiples of 8), so that a
 * pointer passed by mistake is never taken for a handle.
 */
#define TAG_BITS 3
#define TAG 4u
#define INDEX_BITS 18
#define INDEX_COUNT (1u << INDEX_BITS)
#define GENERATION_SHIFT (TAG_BITS + INDEX_BITS)
#define GENERATION_MASK ((ULONG_PTR) - 1 >> GENERATION_SHIFT)

#define CHUNK_SIZE 1024u
#define NO_SLOT 0xffffffffu

struct slot
{
    struct object *object; /* NULL: free */
    ULONG_PTR generation;
    DWORD next_free;
};

static struct
{
    struct os_lock lock;
    struct slot *chunks[INDEX_COUNT / CHUNK_SIZE];
    DWORD used;                  /* slots that were ever in use */
    DWORD first_free, last_free; /* a queue, so that a number comes back as late as possible */
    DWORD free_count;
} table = {.first_free = NO_SLOT, .last_free = NO_SLOT};

static struct slot *slot_at(DWORD index)
{
    return &table.chunks[index / CHUNK_SIZE][index % CHUNK_SIZE];
}

/* A number whose slot is in use by nobody.  Keeps some free slots queued before reusing one. */
static DWORD take_slot(void)
{
    DWORD index;

    if (table.free_count && (table.free_count >= CHUNK_SIZE || table.used == INDEX_COUNT))
    {
        index = table.first_free;
        table.first_free = slot_at(index)->next_free;
        if (!--table.free_count)
            table.last_free = NO_SLOT;
        return index;
    }
    if (table.used == INDEX_COUNT)
        return NO_SLOT;
    index = table.used;
    if (!table.chunks[index / CHUNK_SIZE])
    {
        struct slot *chunk = os_alloc(CHUNK_SIZE * sizeof(*chunk));

        if (!chunk)
            return NO_SLOT;
        table.chunks[index / CHUNK_SIZE] = chunk;
    }
    table.used++;
    return index;
}

static void give_slot_back(DWORD index)
{
    struct slot *slot = slot_at(index);

    slot->object = NULL;
    slot->generation = (slot->generation + 1) & GENERATION_MASK;
    slot->next_free = NO_SLOT;
    if (table.free_count++)
        slot_at(table.last_free)->next_free = index;
    else
        table.first_free = index;
    table.last_free = index;
}

static DWORD handle_index(NCRYPT_HANDLE handle)
{
    return (DWORD)(handle >> TAG_BITS) & (INDEX_COUNT - 1);
}

/* The slot that a handle names, or NULL.  The caller holds the lock. */
static struct slot *find_slot(NCRYPT_HANDLE handle)
{
    DWORD index = handle_index(handle);
    struct slot *slot;

    if ((handle & ((1u << TAG_BITS) - 1)) != TAG || index >= table.used)
        return NULL;
    slot = slot_at(index);
    if (!slot->object || slot->generation != handle >> GENERATION_SHIFT)
        return NULL;
    return slot;
}

/* Gives the object a number.  The caller holds the lock exclusively. */
static bool insert(struct object *object)
{
    DWORD index = take_slot();
    struct slot *slot;

    if (index == NO_SLOT)
        return false;
    slot = slot_at(index);
    slot->object = object;
    object->handle = slot->generation << GENERATION_SHIFT | (ULONG_PTR)index << TAG_BITS | TAG;
    object->opened = 1;
    InterlockedIncrement(&object->references);
    return true;
}

static void free_native(const struct object *object)
{
    NCRYPT_PROV_HANDLE provider = object->provider ? object->provider->native : object->native;

    if (!object->native)
        return;
    switch (object->kind)
    {
    case OBJECT_PROVIDER:
        KSP_CALL(object->ksp, FreeProvider, provider);
        break;
    case OBJECT_KEY:
        KSP_CALL(object->ksp, FreeKey, provider, object->native);
        break;
    case OBJECT_SECRET:
        KSP_CALL(object->ksp, FreeSecret, provider, object->native);
        break;
    }
}

static void destroy(struct object *object)
{
    struct object *provider = object->provider;

    free_native(object);
    os_free(object);
    if (provider)
        object_release(provider);
}

SECURITY_STATUS object_create(enum object_kind kind, struct ksp *ksp, struct object *provider,
                              ULONG_PTR native, NCRYPT_HANDLE *handle)
{
    struct object stillborn = {.kind = kind, .ksp = ksp, .provider = provider, .native = native};
    struct object *object = os_alloc(sizeof(*object));
    bool inserted = false;

    if (object)
    {
        *object = stillborn;
        os_lock_exclusive(&table.lock);
        inserted = insert(object);
        if (inserted && provider)
            InterlockedIncrement(&provider->references);
        os_unlock_exclusive(&table.lock);
    }
    if (!inserted)
    {
        free_native(&stillborn);
        os_free(object);
        return NTE_NO_MEMORY;
    }
    *handle = object->handle;
    return ERROR_SUCCESS;
}

static struct object *acquire(NCRYPT_HANDLE handle, bool any, enum object_kind kind)
{
    struct object *object = NULL;
    struct slot *slot;

    os_lock_shared(&table.lock);
    if ((slot = find_slot(handle)) && (any || slot->object->kind == kind))
    {
        object = slot->object;
        InterlockedIncrement(&object->references);
    }
    os_unlock_shared(&table.lock);
    return object;
}

struct object *object_acquire(NCRYPT_HANDLE handle, enum object_kind kind)
{
    return acquire(handle, false, kind);
}

struct object *object_acquire_any(NCRYPT_HANDLE handle)
{
    return acquire(handle, true, OBJECT_PROVIDER);
}

void object_release(struct object *object)
{
    if (object && !InterlockedDecrement(&object->references))
        destroy(object);
}

SECURITY_STATUS object_reopen(struct object *object, NCRYPT_HANDLE *handle)
{
    bool done = true;

    os_lock_exclusive(&table.lock);
    if (object->opened)
        object->opened++;
    else
        done = insert(object);
    if (done)
        *handle = object->handle;
    os_unlock_exclusive(&table.lock);
    return done ? ERROR_SUCCESS : NTE_NO_MEMORY;
}

bool object_close(NCRYPT_HANDLE handle)
{
    struct object *closed = NULL;
    struct slot *slot;
    bool found;

    os_lock_exclusive(&table.lock);
    slot = find_slot(handle);
    found = slot != NULL;
    if (found && !--slot->object->opened)
    {
        closed = slot->object;
        give_slot_back(handle_index(handle));
    }
    os_unlock_exclusive(&table.lock);
    object_release(closed);
    return found;
}

struct object *object_acquire_exclusive(NCRYPT_HANDLE handle)
{
    struct object *object = NULL;
    struct slot *slot;

    os_lock_exclusive(&table.lock);
    if ((slot = find_slot(handle)) && slot->object->kind == OBJECT_KEY)
    {
        object = slot->object;
        /* The slot stays reserved under a generation that no handle bears, and holds no object, so
         * that the same number can be given back. */
        slot->object = NULL;
    }
    os_unlock_exclusive(&table.lock);
    /* The table's own reference is now ours.  A call in flight is short; wait for it, unless its thread
     * is gone. */
    while (object && __atomic_load_n(&object->references, __ATOMIC_ACQUIRE) > 1 && !os_is_ending())
        Sleep(0);
    return object;
}

void object_release_exclusive(struct object *object, bool deleted)
{
    os_lock_exclusive(&table.lock);
    if (deleted)
        give_slot_back(handle_index(object->handle));
    else
        slot_at(handle_index(object->handle))->object = object;
    os_unlock_exclusive(&table.lock);
    if (deleted)
    {
        object->native = 0;
        object_release(object);
    }
}

void object_close_all(void)
{
    for (DWORD i = 0; i < table.used; i++)
    {
        struct object *object = slot_at(i)->object;

        slot_at(i)->object = NULL;
        object_release(object);
    }
    for (DWORD i = 0; i < ARRAYSIZE(table.chunks); i++)
        os_free(table.chunks[i]);
}
