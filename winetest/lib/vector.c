/*
 * One lookup over the tables that tests/tools/vectors2c makes.
 */
#include "vector.h"

#include "vectors_constructed.h"
#include "vectors_dh_blobs.h"
#include "vectors_dsa_blobs.h"
#include "vectors_ec_blobs.h"
#include "vectors_pkcs8.h"
#include "vectors_rsa_blobs.h"
#include "vectors_signatures.h"

#define TABLE(name) {vectors_##name, VECTOR_COUNT(vectors_##name)}

static const struct
{
    const struct test_vector *vectors;
    size_t count;
} tables[] = {
    TABLE(rsa_blobs), TABLE(ec_blobs),   TABLE(dsa_blobs),   TABLE(dh_blobs),
    TABLE(pkcs8),     TABLE(signatures), TABLE(constructed),
};

static void give_up(const char *id, const char *field)
{
    ok(0, "there is no vector %s%s%s\n", id, field ? " with " : "", field ? field : "");
    winetest_give_up();
}

const struct test_vector *vector(const char *id)
{
    const struct test_vector *found = NULL;

    for (size_t i = 0; i < ARRAY_SIZE(tables) && !found; i++)
        found = find_vector(tables[i].vectors, tables[i].count, id);
    if (!found)
        give_up(id, NULL);
    return found;
}

const struct test_vector_field *vector_field(const char *id, const char *name)
{
    const struct test_vector_field *field = find_vector_field(vector(id), name);

    if (!field || !field->bytes)
        give_up(id, name);
    return field;
}

enum mark vector_mark(const struct test_vector *vector)
{
    switch (vector->status_mark)
    {
    case VECTOR_SEEN:
        return MARK_SEEN;
    case VECTOR_CONSTRUCTED:
    case VECTOR_COMPUTED:
        return MARK_DOC;
    default:
        return MARK_INF;
    }
}
