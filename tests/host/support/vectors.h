/*
 * The vectors of tests/vectors as C tables; tests/tools/vectors2c writes them.
 * Used by host tests and by programs for Windows.
 */
#ifndef TESTS_VECTORS_H
#define TESTS_VECTORS_H

#include <stddef.h>
#include <string.h>

/* How far a vector can be trusted; see tests/vectors/README.md. */
enum test_vector_status
{
    VECTOR_UNMARKED,
    VECTOR_SEEN,
    VECTOR_CONSTRUCTED,
    VECTOR_COMPUTED,
    VECTOR_INFERRED
};

/*
 * One member of the JSON object. Values of hexadecimal digits have bytes, and
 * text as well if they are short; all others have only text.
 */
struct test_vector_field
{
    const char *name;
    const char *text;
    const unsigned char *bytes;
    size_t len;
};

struct test_vector
{
    const char *id;
    const char *algorithm; /* NULL if the vector does not say */
    const char *blob_type; /* NULL if the vector does not say */
    enum test_vector_status status_mark;
    const unsigned char *bytes; /* the member "hex" */
    size_t size;
    const char *expect;                     /* expected status, NULL if the vector does not say */
    const struct test_vector_field *fields; /* all members but the id, in file order */
    size_t field_count;
};

#define VECTOR_COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* The vector of that id, or NULL. */
static inline const struct test_vector *find_vector(const struct test_vector *table, size_t count,
                                                    const char *id)
{
    size_t i;

    for (i = 0; i < count; i++)
    {
        if (!strcmp(table[i].id, id))
            return &table[i];
    }
    return NULL;
}

/* The member of that name, or NULL. */
static inline const struct test_vector_field *find_vector_field(const struct test_vector *vector,
                                                                const char *name)
{
    size_t i;

    for (i = 0; i < vector->field_count; i++)
    {
        if (!strcmp(vector->fields[i].name, name))
            return &vector->fields[i];
    }
    return NULL;
}

#endif /* TESTS_VECTORS_H */
