/*
 * Blobs that native Windows made or took: each is imported and exported again, byte for byte, in
 * its own type and in the generic one; each is also refused when it is cut or extended.
 */
#define _GNU_SOURCE /* memmem */
#include <stdlib.h>

#include "check.h"
#include "pq_available.h"
#include "provider.h"
#include "vectors_constructed.h"
#include "vectors_dh_blobs.h"
#include "vectors_dsa_blobs.h"
#include "vectors_ec_blobs.h"
#include "vectors_pkcs8.h"
#include "vectors_rsa_blobs.h"

static bool is_blob_type(const struct test_vector *vector)
{
    static const char *const types[] = {
        "RSAPUBLICBLOB",     "RSAPRIVATEBLOB",       "RSAFULLPRIVATEBLOB",   "CAPIPUBLICBLOB",
        "CAPIPRIVATEBLOB",   "ECCPUBLICBLOB",        "ECCPRIVATEBLOB",       "PUBLICBLOB",
        "PRIVATEBLOB",       "PKCS8_PRIVATEKEY",     "DSAPUBLICBLOB",        "DSAPRIVATEBLOB",
        "CAPIDSAPUBLICBLOB", "CAPIDSAPRIVATEBLOB",   "V2CAPIDSAPUBLICBLOB",  "V2CAPIDSAPRIVATEBLOB",
        "DHPUBLICBLOB",      "DHPRIVATEBLOB",        "CAPIDHPUBLICBLOB",     "CAPIDHPRIVATEBLOB",
        "MLKEMPUBLICBLOB",   "MLKEMPRIVATEBLOB",     "MLKEMPRIVATESEEDBLOB", "PQDSAPUBLICBLOB",
        "PQDSAPRIVATEBLOB",  "PQDSAPRIVATESEEDBLOB", "PQPrivateKeyBlob"};
    size_t i;

    for (i = 0; vector->blob_type && i < ARRAYSIZE(types); i++)
    {
        if (!strcmp(vector->blob_type, types[i]))
            return true;
    }
    return false;
}

static bool is_pq(const struct test_vector *vector)
{
    return strstr(vector->blob_type, "MLKEM") || strstr(vector->blob_type, "PQ");
}

/* Status names as the vectors write them; what an old libcrypto lacks is refused. */
static SECURITY_STATUS expected_status(const struct test_vector *vector)
{
    static const struct
    {
        const char *name;
        SECURITY_STATUS status;
    } names[] = {{"NTE_BAD_DATA", NTE_BAD_DATA}, {"NTE_INVALID_PARAMETER", NTE_INVALID_PARAMETER}};
    const struct test_vector_field *field = find_vector_field(vector, "expect_import");
    size_t i;

    for (i = 0; field && field->text && i < ARRAYSIZE(names); i++)
    {
        if (!strncmp(field->text, names[i].name, strlen(names[i].name)))
            return names[i].status;
    }
    return is_pq(vector) && !test_pq_expected() ? NTE_NOT_SUPPORTED : ERROR_SUCCESS;
}

static void check_same(const BYTE *data, DWORD size, const struct test_vector *vector,
                       const char *type)
{
    size_t i = 0;

    check(size == vector->size, "%s: %u bytes, expected %zu", type, (unsigned int)size,
          vector->size);
    while (data && i < size && i < vector->size && data[i] == vector->bytes[i])
        i++;
    check(data && size == vector->size && i == size, "%s differs at byte %zu", type, i);
}

static void check_export(NCRYPT_KEY_HANDLE key, const struct test_vector *vector, const char *type)
{
    SECURITY_STATUS status;
    DWORD size = 0;
    BYTE *data = provider_export(key, type, &size, &status);

    check(!status, "export %s: %#x", type, (unsigned int)status);
    if (!status)
        check_same(data, size, vector, type);
    free(data);
}

static const char *generic_type(const struct test_vector *vector)
{
    static const struct
    {
        const char *type, *generic;
    } rows[] = {
        {"RSAPUBLICBLOB", "PUBLICBLOB"},   {"RSAPRIVATEBLOB", "PRIVATEBLOB"},
        {"ECCPUBLICBLOB", "PUBLICBLOB"},   {"ECCPRIVATEBLOB", "PRIVATEBLOB"},
        {"DSAPUBLICBLOB", "PUBLICBLOB"},   {"DSAPRIVATEBLOB", "PRIVATEBLOB"},
        {"DHPUBLICBLOB", "PUBLICBLOB"},    {"DHPRIVATEBLOB", "PRIVATEBLOB"},
        {"MLKEMPUBLICBLOB", "PUBLICBLOB"}, {"MLKEMPRIVATEBLOB", "PRIVATEBLOB"},
        {"PQDSAPUBLICBLOB", "PUBLICBLOB"}, {"PQDSAPRIVATEBLOB", "PRIVATEBLOB"},
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++)
    {
        if (!strcmp(vector->blob_type, rows[i].type))
            return rows[i].generic;
    }
    return NULL;
}

/* bcrypt refuses a DH blob of the wrong size as an invalid parameter, and an RSA blob as bad data. */
static SECURITY_STATUS size_status(const struct test_vector *vector)
{
    return !strncmp(vector->blob_type, "DSA", 3) || !strncmp(vector->blob_type, "DH", 2)
               ? NTE_INVALID_PARAMETER
               : NTE_BAD_DATA;
}

/* Every byte less, and some more, is no blob. */
static void check_other_sizes(const struct test_vector *vector)
{
    BYTE *longer = calloc(1, vector->size + 8);
    SECURITY_STATUS status;
    size_t size;

    memcpy(longer, vector->bytes, vector->size);
    for (size = 0; size <= vector->size + 8; size++)
    {
        BYTE *exact = malloc(size ? size : 1); /* so that a read past the end is seen */

        if (size == vector->size)
        {
            free(exact);
            continue;
        }
        memcpy(exact, longer, size);
        provider_free(provider_import(vector->blob_type, exact, size, &status));
        check(status == size_status(vector) || (size < 4 && status == NTE_INVALID_PARAMETER),
              "%zu bytes: %#x", size, (unsigned int)status);
        free(exact);
    }
    free(longer);
}

/* Vectors that need what is not asked for here: other curves, other d, other magics. */
static bool is_special(const struct test_vector *vector)
{
    static const char *const ids[] = {"x25519-", "ecdsa-brainpool", "-explicit-"};
    size_t i;

    for (i = 0; i < ARRAYSIZE(ids); i++)
    {
        if (strstr(vector->id, ids[i]))
            return true;
    }
    return false;
}

static void test_refused(const struct test_vector *vector, SECURITY_STATUS expected)
{
    SECURITY_STATUS status;

    provider_free(provider_import(vector->blob_type, vector->bytes, vector->size, &status));
    check(status == expected, "import: %#x, expected %#x", (unsigned int)status,
          (unsigned int)expected);
}

/* A key whose Windows computed d modulo lcm(p-1, q-1), or whose BitLength is not the modulus': what
 * goes out is not what came in. */
static bool changes(const struct test_vector *vector)
{
    return strstr(vector->id, "bitlen-0x300") || strstr(vector->id, "pcl-rsa512-pkcs8");
}

static void test_vector(const struct test_vector *vector)
{
    SECURITY_STATUS expected = expected_status(vector), status;
    NCRYPT_KEY_HANDLE key;

    if (!is_blob_type(vector) || is_special(vector))
        return;
    check_context_push("%s", vector->id);
    if (expected)
    {
        test_refused(vector, expected);
        check_context_pop();
        return;
    }
    key = provider_import(vector->blob_type, vector->bytes, vector->size, &status);
    check(key != 0, "import: %#x", (unsigned int)status);
    if (key && !changes(vector))
    {
        check_export(key, vector, vector->blob_type);
        if (generic_type(vector))
            check_export(key, vector, generic_type(vector));
        check_other_sizes(vector);
    }
    provider_free(key);
    check_context_pop();
}

/*
 * A key that an older Windows exported, with d modulo lcm(p-1, q-1) and its usage limited to
 * decryption: all of it comes back but d, which today's Windows writes modulo (p-1)(q-1).
 */
static void test_older_d(const char *id, DWORD usage)
{
    static const BYTE exponent[] = {0x02, 0x03, 0x01, 0x00, 0x01}; /* INTEGER 65537, before d */
    const struct test_vector *vector = find_vector(vectors_pkcs8, VECTOR_COUNT(vectors_pkcs8), id);
    SECURITY_STATUS status;
    NCRYPT_KEY_HANDLE key = provider_import("PKCS8_PRIVATEKEY", vector->bytes, vector->size,
                                            &status);
    const BYTE *e = memmem(vector->bytes, vector->size, exponent, sizeof(exponent)), *ours_e;
    size_t tail = vector->size -
                  (e + sizeof(exponent) + 2 + e[sizeof(exponent) + 1] - vector->bytes);
    DWORD size = 0;
    BYTE *ours;

    check_context_push("%s", id);
    provider_table()->SetKeyProperty(provider_handle(), key, NCRYPT_KEY_USAGE_PROPERTY,
                                     (BYTE *)&usage, sizeof(usage), 0);
    ours = provider_export(key, "PKCS8_PRIVATEKEY", &size, &status);
    ours_e = memmem(ours, size, exponent, sizeof(exponent));
    check(ours_e && !memcmp(ours_e - 66, e - 66, 66 + sizeof(exponent)), "n or e differ");
    check(size > tail && !memcmp(ours + size - tail, vector->bytes + vector->size - tail, tail),
          "something behind d differs");
    free(ours);
    provider_free(key);
    check_context_pop();
}

static void test_table(const struct test_vector *vectors, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        test_vector(&vectors[i]);
}

int main(void)
{
    test_table(vectors_rsa_blobs, VECTOR_COUNT(vectors_rsa_blobs));
    test_table(vectors_ec_blobs, VECTOR_COUNT(vectors_ec_blobs));
    test_table(vectors_dsa_blobs, VECTOR_COUNT(vectors_dsa_blobs));
    test_table(vectors_dh_blobs, VECTOR_COUNT(vectors_dh_blobs));
    test_table(vectors_constructed, VECTOR_COUNT(vectors_constructed));
    test_table(vectors_pkcs8, VECTOR_COUNT(vectors_pkcs8));
    test_older_d("pcl-rsa512-pkcs8", NCRYPT_ALLOW_DECRYPT_FLAG);
    test_older_d("pcl-rsa512-pkcs8-usage90", NCRYPT_ALLOW_ALL_USAGES);
    provider_close();
    return check_summary("blob_vectors");
}
