/*
 * Elliptic curve keys on the Unix side, and ECDSA.
 */
#include <stdlib.h>
#include <string.h>

#include "unix_blob.h"
#include "vectors_ec_blobs.h"
#include "vectors_signatures.h"

#define MAX_FIELD 66

static const struct
{
    enum bridge_curve curve;
    size_t field;
    const char *order, *gx, *gy; /* FIPS 186-4 D.1.2 */
} curves[] = {
    {CURVE_NISTP256, 32, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
     "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
     "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"},
    {CURVE_NISTP384, 48,
     "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77a"
     "ecec196accc52973",
     "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c"
     "3a545e3872760ab7",
     "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d"
     "7a431d7c90ea0e5f"},
    {CURVE_NISTP521, 66,
     "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f"
     "966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
     "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe7"
     "5928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
     "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef4"
     "2640c550b9013fad0761353c7086a272c24088be94769fd16650"},
};
#define CURVE_ROWS (sizeof(curves) / sizeof(curves[0]))

static void free_data(struct data data)
{
    free((void *)data.bytes);
}

/* ------------------------------------------------------------------------------------------
 * Vectors
 */
static const struct test_vector *key_vector(const char *id)
{
    const struct test_vector *vector = find_vector(vectors_ec_blobs, VECTOR_COUNT(vectors_ec_blobs),
                                                   id);

    if (!vector)
        abort();
    return vector;
}

static struct test_key *blob_key(const struct test_vector *vector)
{
    return test_ec_blob((struct data){vector->bytes, vector->size});
}

/* Every native NIST blob is taken, and its public key is that of its private one. */
static void test_blob(const struct test_vector *vector)
{
    struct test_key *key = blob_key(vector), *computed;
    int part;

    if (!key)
        return;
    check_context_push("%s", vector->id);
    check_status(test_key_import(key, 0), BRIDGE_OK);
    if (key->parts[EC_D].size)
    {
        computed = test_ec_key(key->group, NO_DATA, NO_DATA, test_key_part(key, EC_D));
        check_status(test_key_import(computed, 0), BRIDGE_OK);
        for (part = EC_X; part <= EC_Y; part++)
            check_bytes(test_key_part(computed, part), test_key_part(key, part));
        test_key_delete(computed);
    }
    check_context_pop();
    test_key_delete(key);
}

static struct data field(const struct test_vector *vector, const char *name)
{
    const struct test_vector_field *found = find_vector_field(vector, name);

    return found ? (struct data){found->bytes, found->len} : NO_DATA;
}

static const char *text(const struct test_vector *vector, const char *name)
{
    const struct test_vector_field *found = find_vector_field(vector, name);

    return found && found->text ? found->text : "";
}

static void test_vectors(void)
{
    size_t i, count = 0;

    for (i = 0; i < VECTOR_COUNT(vectors_ec_blobs); i++)
        test_blob(&vectors_ec_blobs[i]);
    for (i = 0; i < VECTOR_COUNT(vectors_signatures); i++)
    {
        const struct test_vector *vector = &vectors_signatures[i];
        bool bad = vector->expect && strstr(vector->expect, "BAD_SIGNATURE");
        struct test_key *key;

        if (!strstr(text(vector, "key"), "ecdsa"))
            continue;
        key = blob_key(key_vector(text(vector, "key")));
        check_context_push("%s", vector->id);
        check_status(test_key_import(key, 0), BRIDGE_OK);
        check_status(test_verify(key, SCHEME_NONE, HASH_NONE, 0, field(vector, "hash"),
                                 field(vector, "signature")),
                     bad ? BRIDGE_BAD_SIGNATURE : BRIDGE_OK);
        check_context_pop();
        test_key_delete(key);
        count++;
    }
    check(count == 4, "%zu signature vectors", count);
}

/* ------------------------------------------------------------------------------------------
 * Signatures
 */
static void sign_and_verify(const struct test_key *key, struct data digest, size_t order_size)
{
    uint8_t signature[2 * MAX_FIELD];
    uint32_t size = sizeof(signature);
    struct data result = {signature, 2 * order_size};
    size_t at;

    check_context_push("curve %u, digest of %zu", key->group, digest.size);
    check_status(test_sign(key, SCHEME_NONE, HASH_NONE, 0, digest, signature, &size), BRIDGE_OK);
    check(size == 2 * order_size, "size %u", size);
    check_status(test_verify(key, SCHEME_NONE, HASH_NONE, 0, digest, result), BRIDGE_OK);
    for (at = 1; at < size; at += size / 4)
    {
        signature[at] ^= 2;
        check_status(test_verify(key, SCHEME_NONE, HASH_NONE, 0, digest, result),
                     BRIDGE_BAD_SIGNATURE);
        signature[at] ^= 2;
    }
    result.size--;
    check_status(test_verify(key, SCHEME_NONE, HASH_NONE, 0, digest, result),
                 BRIDGE_INVALID_PARAMETER);
    result.size = 0;
    check_status(test_verify(key, SCHEME_NONE, HASH_NONE, 0, digest, result),
                 BRIDGE_INVALID_PARAMETER);
    size = 2 * order_size - 1;
    check_status(test_sign(key, SCHEME_NONE, HASH_NONE, 0, digest, signature, &size),
                 BRIDGE_BUFFER_TOO_SMALL);
    check(size == 2 * order_size, "needed size %u", size);
    check_context_pop();
}

/* Only the leftmost bits of the order's length count (FIPS 186-5 6.4.1). */
static void test_truncation(const struct test_key *key, size_t order_size)
{
    uint8_t digest[MAX_FIELD + 16], signature[2 * MAX_FIELD];
    uint32_t size = sizeof(signature);
    struct data whole = DATA(digest), cut = {digest, order_size}, result;

    memset(digest, 0x6b, sizeof(digest));
    check_status(test_sign(key, SCHEME_NONE, HASH_NONE, 0, whole, signature, &size), BRIDGE_OK);
    result = (struct data){signature, size};
    check_status(test_verify(key, SCHEME_NONE, HASH_NONE, 0, cut, result), BRIDGE_OK);
    digest[order_size - 1] ^= 1; /* P-521: of the last of 66 bytes only one bit is cut */
    check_status(test_verify(key, SCHEME_NONE, HASH_NONE, 0, cut, result),
                 key->group == CURVE_NISTP521 ? BRIDGE_OK : BRIDGE_BAD_SIGNATURE);
    digest[order_size - 1] ^= 0x81;
    check_status(test_verify(key, SCHEME_NONE, HASH_NONE, 0, cut, result), BRIDGE_BAD_SIGNATURE);
}

/* r and s of 0, of the order and above are no signature (FIPS 186-5 6.4.2 step 1). */
static void test_range(const struct test_key *key, struct data order)
{
    static const uint8_t digest[32] = {0};
    uint8_t values[4][MAX_FIELD] = {{0}}, signature[2 * MAX_FIELD];
    struct data result = {signature, 2 * order.size};
    size_t i, j;

    memcpy(values[1], order.bytes, order.size);
    memset(values[2], 0xff, order.size);
    values[3][order.size - 1] = 1; /* in range, but no signature of this digest */
    for (i = 0; i < 4; i++)
        for (j = 0; j < 4; j++)
        {
            memcpy(signature, values[i], order.size);
            memcpy(signature + order.size, values[j], order.size);
            check_status(test_verify(key, SCHEME_NONE, HASH_NONE, 0, DATA(digest), result),
                         BRIDGE_BAD_SIGNATURE);
        }
}

static void test_signatures(size_t row)
{
    static const uint8_t zeros[64] = {0};
    struct test_key *key = test_ec_generate(curves[row].curve);
    struct data order = test_unhex(curves[row].order);
    size_t i, sizes[] = {0, 1, 20, 32, 48, 64};
    uint8_t digest[64];

    if (key)
    {
        memset(digest, 0xa7, sizeof(digest));
        for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
            sign_and_verify(key, (struct data){digest, sizes[i]}, order.size);
        sign_and_verify(key, DATA(zeros), order.size);
        test_truncation(key, order.size);
        test_range(key, order);
    }
    test_key_delete(key);
    free_data(order);
}

/* ------------------------------------------------------------------------------------------
 * Keys
 */

/* The import with validation; without, an object all the same. */
static void import_refused(const char *why, enum bridge_curve curve, struct data x, struct data y,
                           struct data d, bool usable)
{
    static const uint8_t digest[32] = {1};
    struct test_key *key = test_ec_key(curve, x, y, d);
    uint8_t signature[2 * MAX_FIELD] = {0};
    uint32_t size = sizeof(signature);
    enum bridge_status status;

    check_context_push("curve %u, %s", curve, why);
    check_status(test_key_import(key, 0), BRIDGE_BAD_KEY);
    check(!key->object, "no object");
    check_status(test_key_import(key, BRIDGE_KEY_NO_VALIDATION), BRIDGE_OK);
    check(key->object != 0, "an object");
    status = d.size ? test_sign(key, SCHEME_NONE, HASH_NONE, 0, DATA(digest), signature, &size)
                    : test_verify(key, SCHEME_NONE, HASH_NONE, 0, DATA(digest),
                                  (struct data){signature, 64});
    check_status(status, usable ? BRIDGE_OK : BRIDGE_BAD_KEY);
    check_context_pop();
    test_key_delete(key);
}

static void test_bad_keys(size_t row)
{
    static const uint8_t zero[MAX_FIELD] = {0}, two[] = {2};
    enum bridge_curve curve = curves[row].curve;
    size_t field_size = curves[row].field;
    struct data gx = test_unhex(curves[row].gx), gy = test_unhex(curves[row].gy);
    struct data order = test_unhex(curves[row].order), zeros = {zero, field_size};
    uint8_t off[MAX_FIELD], large[MAX_FIELD];
    struct data wrong = {off, field_size}, beyond = {large, field_size};

    memcpy(off, gy.bytes, field_size);
    off[field_size - 1] ^= 1;
    memset(large, 0xff, field_size);
    import_refused("point off the curve", curve, gx, wrong, NO_DATA, false);
    import_refused("x not below p", curve, beyond, gy, NO_DATA, false);
    import_refused("y not below p", curve, gx, beyond, NO_DATA, false);
    import_refused("point 0,0", curve, zeros, zeros, NO_DATA, false);
    import_refused("d = 0", curve, NO_DATA, NO_DATA, zeros, false);
    import_refused("d = order", curve, NO_DATA, NO_DATA, order, false);
    import_refused("d above order", curve, NO_DATA, NO_DATA, beyond, false);
    import_refused("point not that of d", curve, gx, gy, DATA(two), true);
    import_refused("point off the curve with d", curve, gx, wrong, DATA(two), false);
    import_refused("x without y", curve, gx, NO_DATA, DATA(two), false);
    free_data(gx);
    free_data(gy);
    free_data(order);
}

/* d = 1 gives the generator, d = order - 1 its negative. */
static void test_computed_public(size_t row)
{
    static const uint8_t zero[MAX_FIELD] = {0};
    struct data gx = test_unhex(curves[row].gx), gy = test_unhex(curves[row].gy);
    struct data order = test_unhex(curves[row].order), zeros = {zero, curves[row].field};
    uint8_t one[] = {1};
    struct test_key *key = test_ec_key(curves[row].curve, NO_DATA, NO_DATA, DATA(one));

    check_context_push("curve %u", curves[row].curve);
    check_status(test_key_import(key, 0), BRIDGE_OK);
    check_bytes(test_key_part(key, EC_X), gx);
    check_bytes(test_key_part(key, EC_Y), gy);
    test_key_delete(key);

    key = test_ec_key(curves[row].curve, zeros, zeros, DATA(one)); /* zeros are as good as absent */
    check_status(test_key_import(key, 0), BRIDGE_OK);
    check_bytes(test_key_part(key, EC_X), gx);
    check_bytes(test_key_part(key, EC_Y), gy);
    test_key_delete(key);

    ((uint8_t *)order.bytes)[order.size - 1]--;
    key = test_ec_key(curves[row].curve, NO_DATA, NO_DATA, order);
    check_status(test_key_import(key, 0), BRIDGE_OK);
    check_bytes(test_key_part(key, EC_X), gx);
    check(memcmp(key->buffers[EC_Y], gy.bytes, gy.size), "y of the negative");
    test_key_delete(key);
    check_context_pop();
    free_data(gx);
    free_data(gy);
    free_data(order);
}

static void test_incomplete(void)
{
    struct data gx = test_unhex(curves[0].gx), gy = test_unhex(curves[0].gy);
    struct test_key *key = test_ec_key(CURVE_NISTP256, NO_DATA, NO_DATA, NO_DATA);
    uint8_t signature[64];
    uint32_t size = sizeof(signature);
    int part;

    check_status(test_key_import(key, 0), BRIDGE_INVALID_PARAMETER);
    test_key_delete(key);
    key = test_ec_key(CURVE_NISTP256, gx, gy, NO_DATA);
    key->group = CURVE_NONE;
    check_status(test_key_import(key, 0), BRIDGE_INVALID_PARAMETER);
    key->group = CURVE_EXPLICIT;
    check_status(test_key_import(key, 0), BRIDGE_INVALID_PARAMETER);
    key->group = CURVE_COUNT;
    check_status(test_key_import(key, 0), BRIDGE_NOT_SUPPORTED);
    key->group = CURVE_NISTP256;
    check_status(test_key_import(key, 0), BRIDGE_OK);
    check_status(test_sign(key, SCHEME_NONE, HASH_NONE, 0, gx, signature, &size),
                 BRIDGE_INVALID_PARAMETER);
    check_status(
        test_crypt(CALL_encrypt, key, SCHEME_PKCS1, HASH_NONE, NO_DATA, gx, signature, &size),
        BRIDGE_NOT_SUPPORTED);
    test_key_delete(key);

    /* room for what was computed must suffice, and nothing is written if it does not */
    key = test_ec_key(CURVE_NISTP256, NO_DATA, NO_DATA, gy);
    test_key_want(key, EC_Y, 16);
    check_status(test_key_import(key, 0), BRIDGE_INTERNAL);
    check(!key->object, "no object");
    for (part = EC_X; part <= EC_Y; part++)
        check(!key->buffers[part][0] && !key->parts[part].size, "part %d untouched", part);
    test_key_delete(key);
    free_data(gx);
    free_data(gy);
}

/* Two generated keys differ, and their numbers can be imported. */
static void test_generation(size_t row)
{
    struct test_key *a = test_ec_generate(curves[row].curve), *b, *again;

    if (!a)
        return;
    if ((b = test_ec_generate(curves[row].curve)))
        check(memcmp(a->buffers[EC_D], b->buffers[EC_D], curves[row].field), "d differs");
    again = test_ec_key(curves[row].curve, test_key_part(a, EC_X), test_key_part(a, EC_Y),
                        test_key_part(a, EC_D));
    check_status(test_key_import(again, 0), BRIDGE_OK);
    test_key_delete(a);
    test_key_delete(b);
    test_key_delete(again);
}

int main(void)
{
    size_t row;

    test_vectors();
    for (row = 0; row < CURVE_ROWS; row++)
    {
        test_signatures(row);
        test_bad_keys(row);
        test_computed_public(row);
        test_generation(row);
    }
    test_incomplete();
    return check_summary("test_unix_ec");
}
