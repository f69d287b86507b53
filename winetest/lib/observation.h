/*
 * How the functions of observe.h describe a call and its results.
 *
 * A call is known again in the record of another DLL by its test, the function of the test that it
 * stands in, the context, and the text of its arguments.  So nothing in that text may differ from
 * run to run: handles are named by what they are handles of, sizes of data that depend on random
 * numbers are left out.
 */
#ifndef WINETEST_OBSERVATION_H
#define WINETEST_OBSERVATION_H

#define OBSERVE_WITHOUT_MACROS
#include "ncrypt_ext.h"
#include "observe.h"
#include "record.h"

enum
{
    CALL_LENGTH = 320,
    LABEL_LENGTH = 64
};

/* A call that is described. */
struct call
{
    char text[CALL_LENGTH];
    size_t used;
    DWORD before;    /* *result before the call */
    BOOL has_result; /* result can be read */
};

/* What is known of a handle. */
struct subject
{
    NCRYPT_HANDLE handle;
    char label[LABEL_LENGTH];
    BOOL is_fresh; /* its numbers differ from run to run */
    BOOL is_named; /* a key with a name, which differs too */
};

/* Is this call to be recorded? */
BOOL observing(void);

/* --- handles -------------------------------------------------------------------------------- */

const struct subject *subject_find(NCRYPT_HANDLE handle); /* never NULL */
void subject_add(NCRYPT_HANDLE handle, const char *label, BOOL is_fresh, BOOL is_named);
void subject_remove(NCRYPT_HANDLE handle);

/* --- contents ------------------------------------------------------------------------------- */

/* In the program's constants, or noted by observe_fixed_bytes. */
BOOL bytes_are_fixed(const void *bytes, size_t size);
BOOL can_read(const void *memory, size_t size);

/* A blob of this type is DER or encrypted: its size depends on its numbers. */
BOOL type_varies_in_size(const WCHAR *type);

/* --- arguments ------------------------------------------------------------------------------ */

void call_add(struct call *call, const char *format, ...) __WINE_PRINTF_ATTR(2, 3);
void call_add_handle(struct call *call, NCRYPT_HANDLE handle);
void call_add_name(struct call *call, const char *what, const WCHAR *text);
void call_add_flags(struct call *call, DWORD flags);
void call_add_size(struct call *call, const char *what, const void *bytes, DWORD size,
                   BOOL shows_size);
void call_add_list(struct call *call, const NCryptBufferDesc *list);
void call_add_padding(struct call *call, const void *padding);
void call_note_result(struct call *call, const DWORD *result);

/* --- results -------------------------------------------------------------------------------- */

/* Begins the record of a call that has been made.  FALSE: enough of this call is recorded. */
BOOL observation_begin(const struct observed_place *place, const char *function,
                       const struct call *call);

/* The size that was returned; if the call failed, only if it has changed. */
void put_result_size(const struct call *call, SECURITY_STATUS status, const DWORD *result);

/* Output that is the same in every run as bytes, else how it begins: head bytes of it. */
void put_output(const void *output, DWORD room, const DWORD *result, BOOL is_fresh, DWORD head);

#endif
