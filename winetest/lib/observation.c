/*
 * Observed calls: their description, and what makes them comparable.
 */
#define __USE_MINGW_ANSI_STDIO 1
#include "observation.h"

#include "state.h"

enum
{
    MAX_SUBJECTS = 4096, /* a power of two */
    MAX_CONTENTS = 8192,
    MAX_KEYS = 1 << 16,
    MAX_SAME = 16,    /* records of the same call in the same place */
    MAX_SIMILAR = 128 /* of one function there, with other arguments */
};

/* --- hashing -------------------------------------------------------------------------------- */

static ULONGLONG hash_bytes(ULONGLONG hash, const void *bytes, size_t size)
{
    const BYTE *p = bytes;

    for (size_t i = 0; i < size; i++)
        hash = (hash ^ p[i]) * 0x100000001b3;
    return hash;
}

static ULONGLONG hash_text(ULONGLONG hash, const char *text)
{
    return hash_bytes(hash, text, strlen(text) + 1);
}

#define HASH_START 0xcbf29ce484222325

/* --- which calls ---------------------------------------------------------------------------- */

/* The calls of other threads come in no order. */
BOOL observing(void)
{
    return record_is_open() && winetest_is_main_thread();
}

/* Counts a call.  FALSE: it was counted so often already, or the table (of open addressing) is
 * full. */
static BOOL count_call(ULONGLONG key, DWORD limit)
{
    static struct
    {
        ULONGLONG key;
        DWORD count;
    } seen[MAX_KEYS];
    static DWORD used;
    DWORD i = (DWORD)key & (MAX_KEYS - 1);

    while (seen[i].count && seen[i].key != key)
        i = (i + 1) & (MAX_KEYS - 1);
    if (!seen[i].count && ++used > MAX_KEYS - MAX_KEYS / 4)
        return FALSE;
    seen[i].key = key;
    return seen[i].count++ < limit;
}

/* --- handles -------------------------------------------------------------------------------- */

static struct subject subjects[MAX_SUBJECTS];
static DWORD subject_count;

static struct subject *slot_of(NCRYPT_HANDLE handle)
{
    DWORD i = (DWORD)((handle >> 4) * 2654435761u) & (MAX_SUBJECTS - 1);

    while (subjects[i].handle && subjects[i].handle != handle)
        i = (i + 1) & (MAX_SUBJECTS - 1);
    return &subjects[i];
}

const struct subject *subject_find(NCRYPT_HANDLE handle)
{
    static const struct subject none = {.label = "no handle"};
    static const struct subject unknown = {.label = "another handle", .is_fresh = TRUE};
    const struct subject *subject = slot_of(handle);

    if (!handle)
        return &none;
    return subject->handle ? subject : &unknown;
}

void subject_add(NCRYPT_HANDLE handle, const char *label, BOOL is_fresh, BOOL is_named)
{
    struct subject *subject = slot_of(handle);

    if (!handle || (!subject->handle && subject_count == MAX_SUBJECTS / 2))
        return;
    subject_count += !subject->handle;
    subject->handle = handle;
    lstrcpynA(subject->label, label, LABEL_LENGTH);
    subject->is_fresh = is_fresh;
    subject->is_named = is_named;
}

/* Those behind it move up, so that they are found. */
void subject_remove(NCRYPT_HANDLE handle)
{
    struct subject *subject = slot_of(handle);
    DWORD i;

    if (!handle || !subject->handle)
        return;
    subject->handle = 0;
    subject_count--;
    for (i = (DWORD)(subject - subjects + 1) & (MAX_SUBJECTS - 1); subjects[i].handle;
         i = (i + 1) & (MAX_SUBJECTS - 1))
    {
        struct subject moved = subjects[i];

        subjects[i].handle = 0;
        *slot_of(moved.handle) = moved;
    }
}

/* --- contents ------------------------------------------------------------------------------- */

BOOL can_read(const void *memory, size_t size)
{
    return memory && !IsBadReadPtr(memory, size);
}

/* Hashes of bytes that are the same in every run, 0 where there is none. */
static ULONGLONG contents[MAX_CONTENTS];
static DWORD content_count;

static ULONGLONG hash_content(const void *bytes, size_t size)
{
    return hash_bytes(HASH_START ^ size, bytes, size) | 1;
}

static ULONGLONG *content_slot(ULONGLONG hash)
{
    DWORD i = (DWORD)(hash >> 8) & (MAX_CONTENTS - 1);

    while (contents[i] && contents[i] != hash)
        i = (i + 1) & (MAX_CONTENTS - 1);
    return &contents[i];
}

void observe_fixed_bytes(const void *bytes, size_t size)
{
    ULONGLONG hash, *slot;

    if (!observing() || !can_read(bytes, size))
        return;
    slot = content_slot(hash = hash_content(bytes, size));
    if (*slot || content_count == MAX_CONTENTS / 2)
        return;
    content_count++;
    *slot = hash;
}

/* Constants lie in pages of a module that cannot be written. */
static BOOL is_constant(const void *bytes)
{
    const DWORD constant = PAGE_READONLY | PAGE_EXECUTE | PAGE_EXECUTE_READ;
    MEMORY_BASIC_INFORMATION memory;

    return VirtualQuery(bytes, &memory, sizeof(memory)) && memory.Type == MEM_IMAGE &&
           (memory.Protect & constant);
}

BOOL bytes_are_fixed(const void *bytes, size_t size)
{
    if (!size || !can_read(bytes, size))
        return TRUE;
    return is_constant(bytes) || *content_slot(hash_content(bytes, size));
}

BOOL type_varies_in_size(const WCHAR *type)
{
    static const WCHAR *const types[] = {
        NCRYPT_PKCS8_PRIVATE_KEY_BLOB,       NCRYPT_PKCS7_ENVELOPE_BLOB,
        NCRYPT_OPAQUETRANSPORT_BLOB,         NCRYPT_PROTECTED_KEY_BLOB,
        BCRYPT_PKCS11_RSA_AES_WRAP_KEY_BLOB,
    };

    if (!can_read(type, sizeof(*type)) || IsBadStringPtrW(type, 256))
        return FALSE;
    for (size_t i = 0; i < ARRAY_SIZE(types); i++)
        if (!wcscmp(type, types[i]))
            return TRUE;
    return FALSE;
}

/* --- arguments ------------------------------------------------------------------------------ */

void call_add(struct call *call, const char *format, ...)
{
    va_list arguments;

    if (call->used)
        call->used += snprintf(call->text + call->used, CALL_LENGTH - call->used, ", ");
    if (call->used >= CALL_LENGTH)
        call->used = CALL_LENGTH - 1;
    va_start(arguments, format);
    call->used += vsnprintf(call->text + call->used, CALL_LENGTH - call->used, format, arguments);
    va_end(arguments);
    if (call->used >= CALL_LENGTH)
        call->used = CALL_LENGTH - 1;
}

void call_add_handle(struct call *call, NCRYPT_HANDLE handle)
{
    call_add(call, "%s", subject_find(handle)->label);
}

void call_add_name(struct call *call, const char *what, const WCHAR *text)
{
    if (!text)
        call_add(call, "%s NULL", what);
    else if (IsBadStringPtrW(text, 256))
        call_add(call, "%s unreadable", what);
    else
        call_add(call, "%s %s", what, wine_dbgstr_wn(text, -1) + 1);
}

void call_add_flags(struct call *call, DWORD flags)
{
    call_add(call, "flags %#lx", flags);
}

void call_add_size(struct call *call, const char *what, const void *bytes, DWORD size,
                   BOOL shows_size)
{
    if (shows_size)
        call_add(call, "%s %s%lu", what, bytes ? "" : "NULL ", size);
    else
        call_add(call, "%s%s", what, bytes ? "" : " NULL");
}

void call_add_list(struct call *call, const NCryptBufferDesc *list)
{
    char text[96] = "";
    size_t used = 0;

    if (!list)
        return;
    if (!can_read(list, sizeof(*list)) ||
        !can_read(list->pBuffers, list->cBuffers * sizeof(*list->pBuffers)))
    {
        call_add(call, "list");
        return;
    }
    for (ULONG i = 0; i < list->cBuffers && used < sizeof(text) - 24; i++)
        used += sprintf(text + used, " %#lx:%lu", list->pBuffers[i].BufferType,
                        list->pBuffers[i].cbBuffer);
    call_add(call, "list%s", text);
}

/* Every padding structure begins with the name of a hash, or has none. */
void call_add_padding(struct call *call, const void *padding)
{
    const WCHAR *const *name = padding;

    if (!padding)
        return;
    if (can_read(name, sizeof(*name)) && !IsBadStringPtrW(*name, 64) && wcslen(*name) < 32)
        call_add_name(call, "padding", *name);
    else
        call_add(call, "padding");
}

void call_note_result(struct call *call, const DWORD *result)
{
    call->has_result = can_read(result, sizeof(*result));
    call->before = call->has_result ? *result : 0;
}

/* --- results -------------------------------------------------------------------------------- */

static BOOL is_in_lib(const char *file)
{
    return strstr(file, "/lib/") || strstr(file, "\\lib\\");
}

/* "function", or "function/helper" if the call stands in the library of the tests. */
static void describe_place(const struct observed_place *place, char *text, size_t size)
{
    static const char *function = "";

    if (is_in_lib(place->file))
        snprintf(text, size, "%s/%s", function, place->function);
    else
        snprintf(text, size, "%s", function = place->function);
}

BOOL observation_begin(const struct observed_place *place, const char *function,
                       const struct call *call)
{
    char context[CONTEXT_DEPTH * CONTEXT_LENGTH], where[160];
    ULONGLONG key = HASH_START;

    describe_place(place, where, sizeof(where));
    winetest_context_text(context, sizeof(context), "/");
    key = hash_text(hash_text(hash_text(key, where), context), function);
    record_skip_status(function);
    if (!count_call(key, MAX_SIMILAR) || !count_call(hash_text(key, call->text), MAX_SAME))
        return FALSE;
    if (!record_begin(NULL, function))
        return FALSE;
    record_put_text("in", where);
    record_put_text("call", call->text);
    return TRUE;
}

void put_result_size(const struct call *call, SECURITY_STATUS status, const DWORD *result)
{
    if (call->has_result && (!status || *result != call->before))
        record_put_number("size", *result);
}

void put_output(const void *output, DWORD room, const DWORD *result, BOOL is_fresh, DWORD head)
{
    char text[64] = "random";
    DWORD size = result ? *result : 0;

    if (!output || size > room || !can_read(output, size))
        return;
    if (!is_fresh)
    {
        record_put_bytes(output, size);
        observe_fixed_bytes(output, size);
        return;
    }
    if (head && head <= size && head <= 16)
    {
        sprintf(text, "random after ");
        for (DWORD i = 0; i < head; i++)
            sprintf(text + strlen(text), "%02x", ((const BYTE *)output)[i]);
    }
    record_put_text("normal", text);
}
