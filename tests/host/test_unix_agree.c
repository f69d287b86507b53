/*
 * Secret agreement on the Unix side.
 */
#include <stdlib.h>
#include <string.h>

#include "unix_blob.h"
#include "vectors_ec_blobs.h"
#include "vectors_kdf.h"
#include "wycheproof.h"

#define MAX_SECRET 66

static enum bridge_status agree(const struct test_key *own, const struct test_key *peer,
                                uint8_t *secret, uint32_t *size)
{
    struct bridge_agree params = {
        .own = own->object, .peer = peer->object, .secret = span_out(secret, *size)};
    enum bridge_status status = test_call(CALL_agree, &params);

    *size = params.secret.size;
    return status;
}

static void check_secret(const struct test_key *own, const struct test_key *peer, struct data want)
{
    uint8_t secret[MAX_SECRET + 1];
    uint32_t size = (uint32_t)want.size;

    memset(secret, 0xca, sizeof(secret));
    check_status(agree(own, peer, secret, &size), BRIDGE_OK);
    check_bytes(((struct data){secret, size}), want);
    check(secret[want.size] == 0xca, "written past the end");
}

/* ------------------------------------------------------------------------------------------
 * Vectors: a P-521 key agreeing with itself (.NET's tests), two P-256 keys (Wine's tests)
 */
static struct data field(const struct test_vector *vector, const char *name)
{
    const struct test_vector_field *found = find_vector_field(vector, name);

    if (!found)
        abort();
    return (struct data){found->bytes, found->len};
}

static void test_p521(void)
{
    const struct test_vector *vector = &vectors_kdf[0];
    struct data d = test_unhex(strstr(find_vector_field(vector, "key")->text, "d=") + 2);
    struct test_key *key = test_ec_key(CURVE_NISTP521, NO_DATA, NO_DATA, d);

    check_status(test_key_import(key, 0), BRIDGE_OK);
    check_secret(key, key, field(vector, "secret_z_big_endian"));
    free((void *)d.bytes);
    test_key_delete(key);
}

static struct test_key *blob_key(const char *id)
{
    const struct test_vector *vector = find_vector(vectors_ec_blobs, VECTOR_COUNT(vectors_ec_blobs),
                                                   id);
    struct test_key *key = test_ec_blob((struct data){vector->bytes, vector->size});

    check_status(test_key_import(key, 0), BRIDGE_OK);
    return key;
}

/* The vector is the output of TRUNCATE: Z backwards. */
static void test_p256(void)
{
    struct test_key *own = blob_key("wine-ecdh256-priv"), *peer = blob_key("wine-ecdh256-peer-pub");
    uint8_t secret[32];
    size_t i, j, count = 0;

    for (i = 0; i < VECTOR_COUNT(vectors_kdf); i++)
    {
        const struct test_vector *vector = &vectors_kdf[i];

        if (!strstr(find_vector_field(vector, "source")->text, "wine") ||
            strcmp(find_vector_field(vector, "kdf")->text, "TRUNCATE") ||
            field(vector, "output").size != sizeof(secret))
            continue;
        for (j = 0; j < sizeof(secret); j++)
            secret[j] = field(vector, "output").bytes[sizeof(secret) - 1 - j];
        check_secret(own, peer, DATA(secret));
        count++;
    }
    check(count == 1, "%zu vectors", count);
    test_key_delete(own);
    test_key_delete(peer);
}

/* The key pair of RFC 7748 section 6.1, with the scalar as Windows takes it; in blobs of 8 bytes of
 * header, x, y (zeros), d.  Native TRUNCATE gives Z backwards, Z being RFC 7748's value. */
static void test_x25519(void)
{
    const struct test_vector *private = find_vector(
        vectors_ec_blobs, VECTOR_COUNT(vectors_ec_blobs), "x25519-rfc7748-priv");
    const struct test_vector *public = find_vector(vectors_ec_blobs, VECTOR_COUNT(vectors_ec_blobs),
                                                   "x25519-rfc7748-peer-pub");
    struct data native = field(public, "native_truncate_output");
    struct test_key *own = test_ec_key(CURVE_25519, (struct data){private->bytes + 8, 32}, NO_DATA,
                                       (struct data){private->bytes + 72, 32});
    struct test_key *peer = test_ec_key(CURVE_25519, (struct data){public->bytes + 8, 32}, NO_DATA,
                                        NO_DATA);
    uint8_t secret[32];
    size_t i;

    check_status(test_key_import(own, 0), BRIDGE_OK);
    check_status(test_key_import(peer, 0), BRIDGE_OK);
    for (i = 0; i < sizeof(secret); i++)
        secret[i] = native.bytes[native.size - 1 - i];
    check_secret(own, peer, DATA(secret));
    check_bytes(field(public, "shared_rfc"), DATA(secret));
    test_key_delete(own);
    test_key_delete(peer);
}

/* ------------------------------------------------------------------------------------------
 * Properties
 */
static void test_both_ways(enum bridge_curve curve, uint32_t field_size)
{
    struct test_key *a = test_ec_generate(curve), *b = test_ec_generate(curve);
    uint8_t secret[MAX_SECRET];
    uint32_t size = 0;

    check_status(agree(a, b, NULL, &size), BRIDGE_BUFFER_TOO_SMALL);
    check(size == field_size, "size %u, expected %u", size, field_size);
    size = field_size - 1;
    memset(secret, 0, sizeof(secret));
    check_status(agree(a, b, secret, &size), BRIDGE_BUFFER_TOO_SMALL);
    check(size == field_size && !secret[0] && !secret[1], "size %u, or something written", size);
    check_status(agree(a, b, secret, &size), BRIDGE_OK);
    check_secret(b, a, (struct data){secret, size});
    test_key_delete(a);
    test_key_delete(b);
}

static struct test_key *public_half(const struct test_key *key)
{
    struct test_key *half = test_ec_key(key->group, test_key_part(key, EC_X),
                                        test_key_part(key, EC_Y), NO_DATA);

    check_status(test_key_import(half, 0), BRIDGE_OK);
    return half;
}

/* The other's public key may have come under another name of the same curve. */
static void test_names_of_one_curve(enum bridge_curve curve, enum bridge_curve other_name)
{
    struct test_key *own = test_ec_generate(curve), *peer = test_ec_generate(curve);
    struct test_key *named = test_ec_key(other_name, test_key_part(peer, EC_X),
                                         test_key_part(peer, EC_Y), NO_DATA);
    uint8_t secret[MAX_SECRET];
    uint32_t size = sizeof(secret);

    check_status(test_key_import(named, 0), BRIDGE_OK);
    check_status(agree(own, peer, secret, &size), BRIDGE_OK);
    check_secret(own, named, (struct data){secret, size});
    test_key_delete(own);
    test_key_delete(peer);
    test_key_delete(named);
}

static void test_refused(void)
{
    struct test_key *p256 = test_ec_generate(CURVE_NISTP256), *public = public_half(p256);
    struct test_key *p384 = test_ec_generate(CURVE_NISTP384), *rsa = test_rsa_generate(1024, 65537);
    struct test_key *none = test_key_new(FAMILY_EC, CURVE_NISTP256);
    struct test_key *koblitz = test_ec_generate(CURVE_SECP256K1);
    struct test_key *x25519 = test_ec_generate(CURVE_25519);
    uint8_t secret[MAX_SECRET];
    uint32_t size = sizeof(secret);

    check_status(agree(p256, p384, secret, &size), BRIDGE_INVALID_PARAMETER);
    check_status(agree(p256, koblitz, secret, &size), BRIDGE_INVALID_PARAMETER);
    check_status(agree(koblitz, p256, secret, &size), BRIDGE_INVALID_PARAMETER);
    check_status(agree(x25519, p256, secret, &size), BRIDGE_INVALID_PARAMETER);
    check_status(agree(p256, x25519, secret, &size), BRIDGE_INVALID_PARAMETER);
    check_status(agree(p256, rsa, secret, &size), BRIDGE_INVALID_PARAMETER);
    check_status(agree(rsa, p256, secret, &size), BRIDGE_INVALID_PARAMETER);
    check_status(agree(rsa, rsa, secret, &size), BRIDGE_NOT_SUPPORTED);
    check_status(agree(public, p256, secret, &size), BRIDGE_INVALID_PARAMETER);
    check_status(agree(none, p256, secret, &size), BRIDGE_INVALID_PARAMETER);
    check_status(agree(p256, none, secret, &size), BRIDGE_INVALID_PARAMETER);
    size = sizeof(secret);
    check_status(agree(p256, public, secret, &size), BRIDGE_OK);
    test_key_delete(p256);
    test_key_delete(public);
    test_key_delete(p384);
    test_key_delete(rsa);
    test_key_delete(none);
    test_key_delete(koblitz);
    test_key_delete(x25519);
}

/* A point off the curve that was let in unseen would tell about the private key. */
static void test_invalid_point(void)
{
    struct test_key *own = test_ec_generate(CURVE_NISTP256);
    struct data x = test_key_part(own, EC_X);
    struct test_key *peer = test_ec_key(CURVE_NISTP256, x, x, NO_DATA);
    uint8_t secret[MAX_SECRET];
    uint32_t size = sizeof(secret);

    check_status(test_key_import(peer, BRIDGE_KEY_NO_VALIDATION), BRIDGE_OK);
    check_status(agree(own, peer, secret, &size), BRIDGE_BAD_KEY);
    test_key_delete(own);
    test_key_delete(peer);
}

/* ------------------------------------------------------------------------------------------
 * Wycheproof
 */

/* A number in as many bytes as the field; the files write private keys with a sign byte, or short. */
static struct data field_sized(struct data number, uint8_t *buffer, size_t size)
{
    memset(buffer, 0, size);
    while (number.size && !*number.bytes)
        number.bytes++, number.size--;
    if (number.size > size)
        return NO_DATA;
    memcpy(buffer + size - number.size, number.bytes, number.size);
    return (struct data){buffer, size};
}

static void test_case(struct wycheproof *cases, enum bridge_curve curve, size_t size)
{
    struct data point = wycheproof_bytes(cases, 0);
    uint8_t scalar[MAX_SECRET], secret[MAX_SECRET];
    struct data d = field_sized(wycheproof_bytes(cases, 1), scalar, size);
    struct test_key *own = test_ec_key(curve, NO_DATA, NO_DATA, d), *peer;
    uint32_t room = sizeof(secret);
    enum bridge_status status;

    /* CNG has no compressed points. */
    if (point.size != 1 + 2 * size || point.bytes[0] != 4)
    {
        test_key_delete(own);
        return;
    }
    peer = test_ec_key(curve, (struct data){point.bytes + 1, size},
                       (struct data){point.bytes + 1 + size, size}, NO_DATA);
    check_status(test_key_import(own, 0), BRIDGE_OK);
    status = test_key_import(peer, 0);
    if (!status)
        status = agree(own, peer, secret, &room);
    if (wycheproof_valid(cases) && check(!status, "%s", test_status_name(status)))
        check_bytes(((struct data){secret, room}), wycheproof_bytes(cases, 2));
    if (wycheproof_invalid(cases))
        check(status == BRIDGE_BAD_KEY, "%s", test_status_name(status));
    test_key_delete(own);
    test_key_delete(peer);
}

static void test_wycheproof(const char *file, enum bridge_curve curve, size_t size)
{
    struct wycheproof *cases = wycheproof_open(file, "public private shared");

    while (cases && wycheproof_next(cases))
        test_case(cases, curve, size);
}

int main(void)
{
    test_p521();
    test_p256();
    test_x25519();
    test_both_ways(CURVE_NISTP256, 32);
    test_both_ways(CURVE_NISTP384, 48);
    test_both_ways(CURVE_NISTP521, 66);
    test_both_ways(CURVE_BRAINPOOLP512R1, 64);
    test_both_ways(CURVE_25519, 32);
    test_names_of_one_curve(CURVE_NISTP256, CURVE_X962P256V1);
    test_names_of_one_curve(CURVE_SECP521R1, CURVE_NISTP521);
    test_names_of_one_curve(CURVE_SECP160R2, CURVE_WTLS7);
    test_refused();
    test_invalid_point();
    test_wycheproof("ecdh_secp256r1_ecpoint_test.json", CURVE_NISTP256, 32);
    test_wycheproof("ecdh_secp384r1_ecpoint_test.json", CURVE_NISTP384, 48);
    return check_summary("unix_agree");
}
